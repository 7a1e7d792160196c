//! The council's published method.

use std::collections::BTreeMap;

use super::drafts::{Draft, Drafts};
use super::simulation::{Chance, Students, Variation};
use super::{Estimate, Forecast, ForecastError, Method, Request, Unobserved};
use crate::domain::{
    AcademicYear, Entrants, ExamFrequencies, ExamFrequency, HealthRegionId, Place, ProgrammeId,
    Sex, Spread, Unit, Year,
};
use crate::reference::Reference;

/// Expected graduates by programme, region and year.
///
/// With `n` the entrants of a läsår and `f` their mean exam frequency,
///
/// ```text
/// examinerade(p, r, Y) = n(p, r, läsår that begins in Y − L(p)) × f(p[, r])
/// ```
///
/// where `Y` is the year in which the läsår of the degree ends and `L` the programme's length in
/// whole läsår. Entrants divided by university, county or sex are multiplied each by the frequency
/// that applies to them ([`ExamFrequencies::applying_to`]) and then summed. The country is the sum
/// of its regions. A year is estimated only where its entrants are observed.
///
/// Where the frequencies have a spread, every estimate is a distribution: the binomial of the cohort,
/// the variation between cohorts and the error of the mean, the country's part of it shared by its
/// regions. Without a spread there is none.
///
/// Example: 54 entrants of a 5-year programme in 2022/23 and a frequency of 0.78 give
/// 54 × 0.78 = 42.12 graduates in 2027 (läsår 2026/27).
///
/// Reference: UKÄ's short-term estimates for Nationella vårdkompetensrådet (2024:1).
///
/// # Errors
/// No entrants, no year that can be estimated, and entrants without a frequency.
pub fn mean_frequency(
    entrants: &[Entrants],
    frequencies: &ExamFrequencies,
    request: &Request,
    reference: &Reference,
) -> Result<Forecast, ForecastError> {
    let base_year = request
        .base_year(entrants)
        .ok_or(ForecastError::NoEntrants)?;
    let mut forecast = Forecast {
        base_year,
        ..Forecast::default()
    };
    for &programme in &request.programmes {
        let lag = Year::from(reference.programme(programme).lag_years);
        let mut places = Places::new(programme, frequencies);
        for ahead in 1..=request.horizon(programme, reference) {
            let exam_year = base_year + Year::from(ahead);
            let academic_year = AcademicYear::beginning(exam_year - lag);
            let cohort: Vec<&Entrants> = entrants
                .iter()
                .filter(|row| row.programme == programme && row.academic_year == academic_year)
                .collect();
            if cohort.is_empty() {
                forecast.unobserved.push(Unobserved {
                    programme,
                    exam_year,
                    academic_year,
                });
                continue;
            }
            places.add_year(&cohort, exam_year, ahead)?;
        }
        forecast
            .estimates
            .extend(places.drafts.drawn(request.draws));
    }
    forecast.finished()
}

/// The estimates of one programme as they come together.
struct Places<'a> {
    programme: ProgrammeId,
    frequencies: &'a ExamFrequencies,
    drafts: Drafts,
}

impl<'a> Places<'a> {
    fn new(programme: ProgrammeId, frequencies: &'a ExamFrequencies) -> Self {
        let spreads = frequencies.iter().filter(|own| own.programme == programme);
        let spreads = spreads.filter_map(|own| own.spread?.degrees_of_freedom);
        Self {
            programme,
            frequencies,
            drafts: Drafts {
                estimates: Vec::new(),
                variations: Vec::new(),
                degrees_of_freedom: spreads.min().map(f64::from),
            },
        }
    }

    /// Every region that the cohort studies in; the country, if no region is given.
    fn add_year(
        &mut self,
        cohort: &[&Entrants],
        exam_year: Year,
        horizon: u8,
    ) -> Result<(), ForecastError> {
        let mut regions: BTreeMap<Option<HealthRegionId>, Draft> = BTreeMap::new();
        let mut variations: BTreeMap<Option<Sex>, usize> = BTreeMap::new();
        for row in cohort {
            let frequency = self.frequency(row.place, row.sex)?;
            let variation = *variations.entry(row.sex).or_insert_with(|| {
                self.drafts.variations.push(self.shared(row.sex));
                self.drafts.variations.len() - 1
            });
            let health_region = row.place.health_region;
            let draft = regions.entry(health_region).or_insert_with(|| {
                let blank =
                    Estimate::blank(Method::MeanFrequency, self.programme, exam_year, horizon);
                Draft {
                    estimate: Estimate {
                        health_region,
                        ..blank
                    },
                    students: Some(Vec::new()),
                }
            });
            draft.estimate.add_entrants(row, frequency);
            let students = self.students(row, frequency, variation);
            draft.students = draft.students.take().zip(students).map(|(mut all, own)| {
                all.push(own);
                all
            });
        }
        self.drafts.estimates.extend(regions.into_values());
        Ok(())
    }

    fn frequency(
        &self,
        place: Place,
        sex: Option<Sex>,
    ) -> Result<&'a ExamFrequency, ForecastError> {
        let programme = self.programme;
        let found = self.frequencies.applying_to(programme, place, sex);
        found.ok_or(ForecastError::NoFrequency {
            programme,
            place,
            sex,
        })
    }

    /// What the country's frequency varies by; nothing if it has none, or no spread.
    fn shared(&self, sex: Option<Sex>) -> Variation {
        let country = self
            .frequencies
            .applying_to(self.programme, Place::SWEDEN, sex);
        country.and_then(variation).unwrap_or_default()
    }

    /// None without a spread, or of an unknown number.
    fn students(
        &self,
        row: &Entrants,
        frequency: &ExamFrequency,
        variation: usize,
    ) -> Option<Students> {
        let own = self::variation(frequency)?;
        let shared = self.drafts.variations[variation];
        let is_shared = frequency.place.unit == Unit::Sweden;
        let own_variance = if is_shared {
            0.0
        } else {
            (own.between_cohorts - shared.between_cohorts).max(0.0)
                + (own.of_estimate - shared.of_estimate).max(0.0)
        };
        Some(Students {
            unfinished: row.count?.as_f64(),
            chances: vec![Chance {
                expected: frequency.share.as_f64(),
                variation,
            }],
            own_variance,
        })
    }
}

/// The spread of a frequency on the scale of log odds.
fn variation(frequency: &ExamFrequency) -> Option<Variation> {
    let Spread {
        between_cohorts,
        of_mean,
        ..
    } = frequency.spread?;
    let share = frequency.share.as_f64();
    let slope = share * (1.0 - share);
    let scaled = |deviation: f64| {
        if slope > 0.0 {
            (deviation / slope).powi(2)
        } else {
            0.0
        }
    };
    Some(Variation {
        between_cohorts: scaled(between_cohorts),
        of_estimate: scaled(of_mean),
    })
}

impl Estimate {
    fn add_entrants(&mut self, row: &Entrants, frequency: &ExamFrequency) {
        let count = row.count.map(|count| u64::from(count.0));
        let graduates = row
            .count
            .map(|count| count.as_f64() * frequency.share.as_f64());
        self.entrants = self.entrants.zip(count).map(|(a, b)| a + b);
        self.graduates = self.graduates.zip(graduates).map(|(a, b)| a + b);
        self.of_entrants = self.graduates;
        self.entrants_basis.insert(row.basis.clone());
        self.frequency_basis.insert(frequency.basis.clone());
        self.uses_national_frequency |=
            row.place.health_region.is_some() && frequency.place.unit == Unit::Sweden;
    }
}
