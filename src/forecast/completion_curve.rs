//! Graduations spread over the years since the start.

use std::collections::BTreeSet;

use super::cohort_table::{CohortTable, persons};
use super::cores::on_all_cores;
use super::curve::{Curve, FEWEST_COHORTS};
use super::estimate::{
    Draft, Drafts, Estimate, FittedCurve, Forecast, ForecastError, Method, Request, Unobserved,
};
use super::outlook::{Chance, Students};
use super::{CohortError, CohortFault};
use crate::domain::{AcademicYear, Completions, Entrants, ProgrammeId, Year};
use crate::reference::Reference;

/// Läsår beyond the nominal length in which a degree counts as one of the entrants' in the exam
/// frequency, as in the official statistics.
const FOLLOW_UP: u8 = 3;

/// Expected graduates by programme, region and year: the unfinished students of every cohort by their
/// chance of the degree in the year.
///
/// ```text
/// examinerade(p, r, Y) = Σ u(s) × (1 − h(k₀+1)) … (1 − h(k−1)) × h(k),   k = Y − s
/// ```
///
/// over cohorts that began in the autumn of `s`, `u` of which have no degree after `k₀` läsår; `h(k)` is
/// the chance of the degree in läsår `k` among those who have not taken it before, estimated over all
/// cohorts that have been followed so far, the youngest counting most, and drawn towards the country's
/// in small places. Cohorts that have not begun are taken to be as large as the newest; how many
/// graduates that makes is told. Where degrees are known for the country only, its unfinished share
/// holds in all places.
///
/// When everybody graduates after `L` läsår or never, and cohorts count alike, this is
/// [`mean_frequency`](super::mean_frequency()) with the pooled frequency of all cohorts.
///
/// Every estimate is a distribution: chance in each cohort, variation between cohorts (shared by all
/// places, and each place's own) and the error of the curve.
///
/// # Errors
/// Programmes without entrants, with fewer than three cohorts followed through the nominal length, with
/// more degrees than entrants, or with regions that the degrees leave out.
pub fn completion_curve(
    entrants: &[Entrants],
    completions: &[Completions],
    request: &Request,
    reference: &Reference,
) -> Result<Forecast, CurveError> {
    let base_year = request
        .base_year(entrants)
        .ok_or(ForecastError::NoEntrants)?;
    let of_programme = |&programme: &ProgrammeId| {
        let known = CohortTable::of(programme, entrants, completions, base_year)?;
        let nominal = reference.programme(programme).lag_years;
        let table = known.ok_or_else(|| vec![CohortFault::NoDegrees])?;
        let curve = Curve::of(&table, nominal).ok_or_else(|| vec![too_few(&table, nominal)])?;
        let projection = Projection {
            programme,
            nominal,
            table: &table,
            curve: &curve,
            entrants,
        };
        Ok(projection.forecast(base_year, request, reference))
    };
    let (mut forecast, mut errors) = (Forecast::default(), Vec::new());
    forecast.base_year = base_year;
    let found = on_all_cores(&request.programmes, of_programme);
    for (&programme, found) in request.programmes.iter().zip(found) {
        match found {
            Ok(own) => forecast.extend(own),
            Err(faults) => {
                let name = &reference.programme(programme).name;
                let error = |fault| CohortError::new(name, fault, reference);
                errors.extend(Vec::into_iter(faults).map(error));
            }
        }
    }
    if !errors.is_empty() {
        return Err(CurveError::Cohorts(errors));
    }
    forecast.finished().map_err(CurveError::Forecast)
}

/// Why there is no forecast by completion curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CurveError {
    /// Cohorts that cannot be used.
    Cohorts(Vec<CohortError>),
    /// Nothing to forecast.
    Forecast(ForecastError),
}

impl From<ForecastError> for CurveError {
    fn from(error: ForecastError) -> Self {
        Self::Forecast(error)
    }
}

fn too_few(table: &CohortTable, nominal: u8) -> CohortFault {
    CohortFault::TooFew {
        followed: Curve::followed(table, nominal),
        needed: FEWEST_COHORTS,
    }
}

fn fitted_curve(programme: ProgrammeId, table: &CohortTable, curve: &Curve) -> FittedCurve {
    let known = table.cohorts.iter();
    let known = known.filter(|(_, cohort)| cohort.years_known() > Some(0));
    let begins: Vec<Year> = known.map(|(begins, _)| *begins).collect();
    let ends = [begins.first(), begins.last()];
    let [first, last] = ends.map(|begins| AcademicYear::beginning(begins.copied().unwrap_or(0)));
    FittedCurve {
        programme,
        cohorts: (first, last),
        trend: curve.trend,
        unused: table.unused,
    }
}

/// One programme's cohorts on their way.
struct Projection<'a> {
    programme: ProgrammeId,
    nominal: u8,
    table: &'a CohortTable,
    curve: &'a Curve,
    entrants: &'a [Entrants],
}

impl Projection<'_> {
    fn forecast(&self, base_year: Year, request: &Request, reference: &Reference) -> Forecast {
        let mut forecast = Forecast {
            base_year,
            curves: vec![fitted_curve(self.programme, self.table, self.curve)],
            ..Forecast::default()
        };
        // A variation for every cohort and läsår since the start, met in this order.
        let mut variations = Variations::default();
        let mut drafts = Vec::new();
        for ahead in 1..=request.horizon(self.programme, reference) {
            let exam_year = base_year + Year::from(ahead);
            let nominal_start = exam_year - Year::from(self.nominal);
            if !self.table.cohorts.contains_key(&nominal_start) {
                forecast.unobserved.push(Unobserved {
                    programme: self.programme,
                    exam_year,
                    academic_year: AcademicYear::beginning(nominal_start),
                });
                continue;
            }
            for place in 0..self.table.places.len() {
                drafts.push(self.draft(place, exam_year, ahead, &mut variations));
            }
        }
        let drafts = Drafts {
            estimates: drafts,
            variations: variations
                .met
                .iter()
                .map(|(begins, since)| self.curve.variation(*since, *begins))
                .collect(),
            degrees_of_freedom: Some(self.curve.degrees_of_freedom),
        };
        forecast.estimates = drafts.drawn(request.draws);
        forecast
    }

    fn draft(
        &self,
        place: usize,
        exam_year: Year,
        horizon: u8,
        variations: &mut Variations,
    ) -> Draft {
        let blank = Estimate::blank(Method::CompletionCurve, self.programme, exam_year, horizon);
        let begins = exam_year - Year::from(self.nominal);
        let entrants = self.table.cohorts.get(&begins);
        let entrants = entrants.and_then(|cohort| cohort.entrants[place]);
        let follow_up = usize::from(self.nominal + FOLLOW_UP);
        let share = self.curve.share_within(place, follow_up, begins);
        let mut estimate = Estimate {
            health_region: self.table.places[place],
            entrants: entrants.map(persons),
            of_entrants: entrants.map(|entrants| entrants * share),
            graduates: Some(0.0),
            entrants_basis: self.basis(place, begins),
            frequency_basis: BTreeSet::from([self.curve_basis()]),
            uses_national_frequency: self.table.places[place].is_some()
                && !self.table.has_degrees_by_place,
            ..blank
        };
        let newest = self.table.cohorts.keys().next_back().copied();
        let mut all = Some(Vec::new());
        for begins in self.reaching(exam_year) {
            let students = self.students(place, begins, exam_year, variations);
            let expected = students.as_ref().map(Students::expected);
            estimate.graduates = estimate.graduates.zip(expected).map(|(a, b)| a + b);
            if Some(begins) > newest {
                estimate.from_unstarted += expected.unwrap_or_default();
            }
            all = all.zip(students).map(|(mut all, students)| {
                all.push(students);
                all
            });
        }
        Draft {
            estimate,
            students: all,
        }
    }

    /// The years in which those began who can take the degree in a year.
    fn reaching(&self, exam_year: Year) -> impl Iterator<Item = Year> {
        let known = self.table.cohorts.iter();
        let first = known.filter(|(_, cohort)| cohort.degrees.is_some());
        let first = first.map(|(begins, _)| *begins).next().unwrap_or(exam_year);
        let longest = Year::try_from(self.curve.years.len()).unwrap_or(Year::MAX);
        (first.max(exam_year - longest)..exam_year).filter(move |begins| {
            let since = usize::try_from(exam_year - begins - 1).unwrap_or_default();
            self.curve.years[since].chance > 0.0
        })
    }

    /// Those of a cohort who can take the degree in a year; none if their number is not known.
    fn students(
        &self,
        place: usize,
        begins: Year,
        exam_year: Year,
        variations: &mut Variations,
    ) -> Option<Students> {
        let (unfinished, known) = self.unfinished(place, begins)?;
        let last = usize::try_from(exam_year - begins).unwrap_or_default();
        let chances = (known..last).map(|since| Chance {
            expected: self.curve.chance(place, since, begins),
            variation: variations.of(begins, since),
        });
        Some(Students {
            unfinished,
            chances: chances.collect(),
            own_variance: self.curve.place_variance(place, last - 1),
        })
    }

    /// How many of a cohort have no degree, and after how many läsår.
    fn unfinished(&self, place: usize, begins: Year) -> Option<(f64, usize)> {
        let Some(cohort) = self.table.cohorts.get(&begins) else {
            let newest = self.table.cohorts.values().next_back()?;
            return Some((newest.entrants[place]?, 0));
        };
        let known = cohort.years_known()?;
        if self.table.has_degrees_by_place {
            return Some((cohort.unfinished(Some(place), known)?, known));
        }
        let entrants = cohort.unfinished(None, 0)?;
        let share = if entrants > 0.0 {
            cohort.unfinished(None, known)? / entrants
        } else {
            1.0
        };
        Some((cohort.entrants[place]? * share, known))
    }

    fn basis(&self, place: usize, begins: Year) -> BTreeSet<String> {
        let is_own = |row: &&Entrants| {
            let region = self.table.places[place];
            row.programme == self.programme
                && row.academic_year.begins() == begins
                && (region.is_none() || row.place.health_region == region)
        };
        let own = self.entrants.iter().filter(is_own);
        own.map(|row| row.basis.clone()).collect()
    }

    fn curve_basis(&self) -> String {
        let (first, last) = fitted_curve(self.programme, self.table, self.curve).cohorts;
        format!("kurva, kohorter {first}–{last}")
    }
}

/// Which variation each cohort has in each läsår since its start.
#[derive(Default)]
struct Variations {
    met: Vec<(Year, usize)>,
}

impl Variations {
    fn of(&mut self, begins: Year, since: usize) -> usize {
        let known = self.met.iter().position(|met| *met == (begins, since));
        known.unwrap_or_else(|| {
            self.met.push((begins, since));
            self.met.len() - 1
        })
    }
}
