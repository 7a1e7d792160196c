//! Graduations spread over the years since the start.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::cohort_error::{CohortError, CohortFault};
use super::cohort_frequency::is_by_sex;
use super::cohort_table::{CohortTable, persons, places_of};
use super::curve::{Curve, FEWEST_COHORTS};
use super::drafts::{Draft, Drafts};
use super::simulation::{Chance, Students};
use super::{Estimate, FittedCurve, Forecast, ForecastError, Method, Request, Unobserved};
use crate::domain::{AcademicYear, Completions, Entrants, HealthRegionId, ProgrammeId, Sex, Year};
use crate::language::{Words, words};
use crate::reference::Reference;

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
/// graduates that makes is reported. Where degrees are known for the country only, its unfinished share
/// holds in all places. Where both tables divide a programme by sex, women and men have a curve each and
/// are added up. A cohort is followed until its degrees are not known; the curve estimates what comes
/// after, and the forecast says so.
///
/// When everybody graduates after `L` läsår or never, and cohorts count alike, this is
/// [`mean_frequency`](super::mean_frequency()) with the pooled frequency of all cohorts.
///
/// Every estimate is a distribution: chance in each cohort, variation between cohorts (shared by all
/// places, and each place's own) and the error of the curve.
///
/// # Errors
/// Programmes without entrants, with fewer than three cohorts followed through the nominal length, or
/// with regions that one of the tables leaves out.
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
        let nominal = reference.programme(programme).lag_years;
        let is_known =
            |row: &&Entrants| row.programme == programme && row.academic_year.ends() <= base_year;
        let entrants: Vec<&Entrants> = entrants.iter().filter(is_known).collect();
        let own = completions.iter().filter(|row| row.programme == programme);
        let own: Vec<&Completions> = own.collect();
        let strata = Strata::of(&entrants, &own, (nominal, base_year))?;
        let projection = Projection {
            programme,
            nominal,
            followed: reference.followed_years(programme),
            strata: &strata,
            entrants: &entrants,
        };
        Ok(projection.forecast(base_year, request, reference))
    };
    let (mut forecast, mut errors) = (Forecast::default(), Vec::new());
    forecast.base_year = base_year;
    let found: Vec<_> = request.programmes.par_iter().map(of_programme).collect();
    for (&programme, found) in request.programmes.iter().zip(found) {
        match found {
            Ok(own) => forecast.extend(own),
            Err(faults) => {
                let error = |fault| CohortError::new(programme, fault, reference);
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

/// The cohorts of one sex, or of both, and their curve.
struct Stratum {
    sex: Option<Sex>,
    table: CohortTable,
    curve: Curve,
}

/// The curves of one programme.
struct Strata {
    places: Vec<Option<HealthRegionId>>,
    curves: Vec<Stratum>,
    /// Whether the tables divide the programme by sex but one sex has too few cohorts for a curve.
    has_one_curve_for_both_sexes: bool,
}

impl Strata {
    /// A curve for women and one for men where both can be estimated, otherwise one for all.
    fn of(
        entrants: &[&Entrants],
        completions: &[&Completions],
        known: (u8, Year),
    ) -> Result<Self, Vec<CohortFault>> {
        let places = places_of(entrants);
        let of_sex = |sex| Stratum::of(sex, &places, entrants, completions, known);
        let is_by_sex = is_by_sex(entrants, completions);
        let curves = match [Sex::Women, Sex::Men].map(|sex| is_by_sex.then(|| of_sex(Some(sex)))) {
            [Some(Ok(women)), Some(Ok(men))] => vec![women, men],
            _ => vec![of_sex(None)?],
        };
        let has_one_curve_for_both_sexes = is_by_sex && curves.len() == 1;
        Ok(Self {
            places,
            curves,
            has_one_curve_for_both_sexes,
        })
    }
}

impl Stratum {
    fn of(
        sex: Option<Sex>,
        places: &[Option<HealthRegionId>],
        entrants: &[&Entrants],
        completions: &[&Completions],
        (nominal, known_to): (u8, Year),
    ) -> Result<Self, Vec<CohortFault>> {
        let is_own = |own: Option<Sex>| sex.is_none() || own == sex;
        let entrants = entrants.iter().filter(|row| is_own(row.sex)).copied();
        let entrants: Vec<&Entrants> = entrants.collect();
        let completions = completions.iter().filter(|row| is_own(row.sex)).copied();
        let completions: Vec<&Completions> = completions.collect();
        let table = CohortTable::of(places, &entrants, &completions, (nominal, known_to))?;
        let table = table.ok_or_else(|| vec![CohortFault::NoDegrees])?;
        match Curve::of(&table, nominal) {
            Some(curve) => Ok(Self { sex, table, curve }),
            None => Err(too_few(&table, nominal)),
        }
    }

    fn fitted(&self, programme: ProgrammeId) -> FittedCurve {
        let cohorts = self.table.cohorts.iter();
        let known = cohorts.filter(|(_, cohort)| cohort.followed(None) > 0);
        let begins: Vec<Year> = known.map(|(begins, _)| *begins).collect();
        let cohort =
            |begins: Option<&Year>| AcademicYear::beginning(begins.copied().unwrap_or_default());
        FittedCurve {
            programme,
            sex: self.sex,
            cohorts: (cohort(begins.first()), cohort(begins.last())),
            trend: self.curve.trend,
            unused: self.table.unused,
        }
    }
}

/// How many cohorts have been followed, and what keeps the newest others from being used.
fn too_few(table: &CohortTable, nominal: u8) -> Vec<CohortFault> {
    let mut faults = vec![CohortFault::TooFew {
        followed: Curve::followed(table, nominal),
        needed: FEWEST_COHORTS,
    }];
    faults.extend(table.set_aside.iter().rev().take(FEWEST_COHORTS));
    faults
}

/// One programme's cohorts on their way.
struct Projection<'a> {
    programme: ProgrammeId,
    nominal: u8,
    /// How many läsår a cohort is followed in the exam frequency.
    followed: u8,
    strata: &'a Strata,
    entrants: &'a [&'a Entrants],
}

impl Projection<'_> {
    fn forecast(&self, base_year: Year, request: &Request, reference: &Reference) -> Forecast {
        let strata = &self.strata.curves;
        let set_aside = strata.iter().flat_map(|own| &own.table.set_aside);
        let mut set_aside: Vec<CohortFault> = set_aside.copied().collect();
        set_aside.sort();
        set_aside.dedup();
        let error = |fault| CohortError::new(self.programme, fault, reference);
        let one_curve = self.strata.has_one_curve_for_both_sexes;
        let mut forecast = Forecast {
            base_year,
            curves: strata
                .iter()
                .map(|own| own.fitted(self.programme))
                .collect(),
            set_aside: set_aside.into_iter().map(error).collect(),
            one_curve_for_both_sexes: one_curve.then_some(self.programme).into_iter().collect(),
            ..Forecast::default()
        };
        // A variation for every cohort and läsår since the start, met in this order.
        let mut variations = Variations::default();
        let mut drafts = Vec::new();
        for ahead in 1..=request.horizon(self.programme, reference) {
            let exam_year = base_year + Year::from(ahead);
            let nominal_start = exam_year - Year::from(self.nominal);
            let is_observed = |own: &Stratum| own.table.cohorts.contains_key(&nominal_start);
            if !strata.iter().all(is_observed) {
                forecast.unobserved.push(Unobserved {
                    programme: self.programme,
                    exam_year,
                    academic_year: AcademicYear::beginning(nominal_start),
                });
                continue;
            }
            for place in 0..self.strata.places.len() {
                let draft = self.draft(place, exam_year, ahead, &mut variations);
                drafts.extend(Some(draft).filter(|draft| !draft.estimate.is_of_no_students()));
            }
        }
        let variation = |(at, begins, since): &(usize, Year, usize)| {
            strata[*at].curve.variation(*since, *begins)
        };
        let freedom = strata.iter().map(|own| own.curve.degrees_of_freedom);
        let drafts = Drafts {
            estimates: drafts,
            variations: variations.met.iter().map(variation).collect(),
            degrees_of_freedom: freedom.reduce(f64::min),
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
        let region = self.strata.places[place];
        let mut estimate = Estimate {
            health_region: region,
            entrants_basis: self.basis(place, begins),
            frequency_basis: BTreeSet::from([self.curve_basis()]),
            ..blank
        };
        let mut all = Some(Vec::new());
        for (at, stratum) in self.strata.curves.iter().enumerate() {
            let own = StratumProjection {
                stratum,
                at,
                followed: usize::from(self.followed),
            };
            own.add_cohort(&mut estimate, place, begins);
            let students = own.add_graduates(&mut estimate, place, exam_year, variations);
            all = all.zip(students).map(|(mut all, students)| {
                all.extend(students);
                all
            });
        }
        Draft {
            estimate,
            students: all,
        }
    }

    fn basis(&self, place: usize, begins: Year) -> BTreeSet<String> {
        let is_own = |row: &&&Entrants| {
            let region = self.strata.places[place];
            row.academic_year.begins() == begins
                && (region.is_none() || row.place.health_region == region)
        };
        let own = self.entrants.iter().filter(is_own);
        own.map(|row| row.basis.clone()).collect()
    }

    fn curve_basis(&self) -> Words {
        let curves = self.strata.curves.iter();
        let cohorts = curves.map(|own| own.fitted(self.programme).cohorts);
        let (first, last) = cohorts
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .unwrap_or((AcademicYear::beginning(0), AcademicYear::beginning(0)));
        if self.strata.curves.len() > 1 {
            words!(
                "kurvor för kvinnor och män, kohorter {first}–{last}",
                "curves of women and men, cohorts {first}–{last}"
            )
        } else {
            words!(
                "kurva, kohorter {first}–{last}",
                "curve, cohorts {first}–{last}"
            )
        }
    }
}

/// What one sex, or both, add to an estimate.
struct StratumProjection<'a> {
    stratum: &'a Stratum,
    /// Its position among the programme's.
    at: usize,
    /// How many läsår a cohort is followed in the exam frequency.
    followed: usize,
}

impl StratumProjection<'_> {
    /// Adds the cohort whose nominal length ends in the year, and those of it who take the degree.
    fn add_cohort(&self, estimate: &mut Estimate, place: usize, begins: Year) {
        let Stratum { table, curve, .. } = self.stratum;
        let entrants = table.cohorts.get(&begins);
        let entrants = entrants.and_then(|cohort| cohort.entrants[place]);
        let share = curve.share_within(place, self.followed, begins);
        let of_entrants = entrants.map(|entrants| entrants * share);
        let sum = estimate.entrants.zip(entrants.map(persons));
        estimate.entrants = sum.map(|(a, b)| a + b);
        let sum = estimate.of_entrants.zip(of_entrants);
        estimate.of_entrants = sum.map(|(a, b)| a + b);
        estimate.uses_national_frequency |=
            table.places[place].is_some() && !table.has_degrees_by_place;
    }

    /// Adds the graduates of all cohorts; those who may be among them, or none if a number is not known.
    fn add_graduates(
        &self,
        estimate: &mut Estimate,
        place: usize,
        exam_year: Year,
        variations: &mut Variations,
    ) -> Option<Vec<Students>> {
        let newest = self.stratum.table.cohorts.keys().next_back().copied();
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
        all
    }

    /// The years in which those began who can take the degree in a year.
    fn reaching(&self, exam_year: Year) -> impl Iterator<Item = Year> {
        let Stratum { table, curve, .. } = self.stratum;
        let mut known = table.cohorts.iter();
        let first = known.find(|(_, cohort)| cohort.degrees.is_some());
        let first = first.map_or(exam_year, |(begins, _)| *begins);
        let longest = Year::try_from(curve.years.len()).unwrap_or(Year::MAX);
        (first.max(exam_year - longest)..exam_year).filter(move |begins| {
            let since = usize::try_from(exam_year - begins - 1).unwrap_or_default();
            curve.years[since].chance > 0.0
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
        let curve = &self.stratum.curve;
        let (unfinished, known) = self.unfinished(place, begins)?;
        let last = usize::try_from(exam_year - begins).unwrap_or_default();
        let chances = (known..last).map(|since| Chance {
            expected: curve.chance(place, since, begins),
            variation: variations.of(self.at, begins, since),
        });
        Some(Students {
            unfinished,
            chances: chances.collect(),
            own_variance: curve.place_variance(place, last - 1),
        })
    }

    /// How many of a cohort have no degree, and after how many läsår that is known.
    fn unfinished(&self, place: usize, begins: Year) -> Option<(f64, usize)> {
        let table = &self.stratum.table;
        let Some(cohort) = table.cohorts.get(&begins) else {
            let newest = table.cohorts.values().next_back()?;
            return Some((newest.entrants[place]?, 0));
        };
        if table.has_degrees_by_place {
            let known = cohort.followed(Some(place));
            return Some((cohort.unfinished(Some(place), known)?, known));
        }
        let known = cohort.followed(None);
        let entrants = cohort.unfinished(None, 0)?;
        let share = if entrants > 0.0 {
            cohort.unfinished(None, known)? / entrants
        } else {
            1.0
        };
        Some((cohort.entrants[place]? * share, known))
    }
}

/// Which variation each cohort has in each läsår since its start.
#[derive(Default)]
struct Variations {
    /// The position of the curve, the year in which the cohort began, and the läsår since.
    met: Vec<(usize, Year, usize)>,
}

impl Variations {
    fn of(&mut self, curve: usize, begins: Year, since: usize) -> usize {
        let own = (curve, begins, since);
        let known = self.met.iter().position(|met| *met == own);
        known.unwrap_or_else(|| {
            self.met.push(own);
            self.met.len() - 1
        })
    }
}
