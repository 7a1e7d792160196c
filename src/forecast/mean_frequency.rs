//! The council's published method.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::domain::{
    AcademicYear, Entrants, ExamFrequencies, HealthRegionId, Place, ProgrammeId, Sex, Unit, Year,
};
use crate::reference::Reference;

/// Which estimates are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The programmes, all of them with a horizon.
    pub programmes: Vec<ProgrammeId>,
    /// The base year; none for the year in which the newest läsår of the entrants ends.
    pub from_year: Option<Year>,
    /// The most years ahead; none for each programme's own horizon.
    pub horizon_cap: Option<u8>,
}

/// The estimates of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The year that horizons count from.
    pub base_year: Year,
    /// By programme, then the country before its regions, then year.
    pub estimates: Vec<Estimate>,
    /// Years within the horizon that could not be estimated.
    pub unobserved: Vec<Unobserved>,
}

/// Expected graduates of a programme in a place and year.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The programme.
    pub programme: ProgrammeId,
    /// The health region; none for the country.
    pub health_region: Option<HealthRegionId>,
    /// The year in which the läsår of the degree ends: 2025 is läsår 2024/25.
    pub exam_year: Year,
    /// Years ahead of the base year.
    pub horizon: u8,
    /// The entrants that the estimate rests on; none when the table lacks one of their numbers.
    pub entrants: Option<u64>,
    /// Expected number of persons who take the degree; none exactly when `entrants` is.
    pub graduates: Option<f64>,
    /// What the entrants rest on.
    pub entrants_basis: BTreeSet<String>,
    /// What the exam frequencies rest on.
    pub frequency_basis: BTreeSet<String>,
    /// Whether entrants of a region were given the frequency of the country.
    pub uses_national_frequency: bool,
}

impl Estimate {
    /// The exam frequency in effect: graduates per entrant. None when either is unknown and when
    /// nobody entered.
    #[must_use]
    pub fn exam_frequency(&self) -> Option<f64> {
        let entrants = self.entrants.filter(|&entrants| entrants > 0)?;
        self.graduates
            .map(|graduates| graduates / persons(entrants))
    }
}

/// A year within the horizon whose entrants the table does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unobserved {
    /// The programme.
    pub programme: ProgrammeId,
    /// The year that could not be estimated.
    pub exam_year: Year,
    /// The läsår whose entrants would be needed.
    pub academic_year: AcademicYear,
}

/// Why there is no forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForecastError {
    /// No entrants of the programmes at all.
    NoEntrants,
    /// Entrants, but none of the läsår that the wanted years need.
    NothingObserved {
        /// The base year of the run.
        base_year: Year,
        /// What would be needed.
        unobserved: Vec<Unobserved>,
    },
    /// Entrants that no exam frequency applies to.
    NoFrequency {
        /// The programme.
        programme: ProgrammeId,
        /// Where they study.
        place: Place,
        /// Their sex, if known.
        sex: Option<Sex>,
    },
}

impl fmt::Display for ForecastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEntrants => f.write_str("inga nybörjare i de önskade utbildningarna"),
            Self::NothingObserved {
                base_year,
                unobserved,
            } => {
                write!(f, "inga år efter {base_year} går att skatta")?;
                let needed: BTreeSet<_> = unobserved
                    .iter()
                    .map(|year| year.academic_year.to_string())
                    .collect();
                let needed: Vec<_> = needed.into_iter().collect();
                if needed.is_empty() {
                    return Ok(());
                }
                write!(f, ": nybörjare saknas för {}", needed.join(", "))
            }
            Self::NoFrequency { .. } => f.write_str("nybörjare utan examensfrekvens"),
        }
    }
}

impl std::error::Error for ForecastError {}

/// The programmes that have both entrants and a horizon, in reference order.
#[must_use]
pub fn estimated_programmes(entrants: &[Entrants], reference: &Reference) -> Vec<ProgrammeId> {
    let entered: BTreeSet<_> = entrants.iter().map(|entrants| entrants.programme).collect();
    let has_horizon = |id: &ProgrammeId| reference.programme(*id).horizon_years.is_some();
    entered.into_iter().filter(has_horizon).collect()
}

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
    let newest = entrants
        .iter()
        .map(|entrants| entrants.academic_year.ends())
        .max();
    let base_year = request
        .from_year
        .or(newest)
        .ok_or(ForecastError::NoEntrants)?;
    let mut forecast = Forecast {
        base_year,
        estimates: Vec::new(),
        unobserved: Vec::new(),
    };
    for &programme in &request.programmes {
        let lag = Year::from(reference.programme(programme).lag_years);
        let own_horizon = reference
            .programme(programme)
            .horizon_years
            .unwrap_or_default();
        let horizon = request
            .horizon_cap
            .map_or(own_horizon, |cap| cap.min(own_horizon));
        for ahead in 1..=horizon {
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
            let blank = Estimate::blank(programme, exam_year, ahead);
            forecast
                .estimates
                .extend(with_total(by_region(&cohort, frequencies, &blank)?, &blank));
        }
    }
    if forecast.estimates.is_empty() {
        let unobserved = forecast.unobserved;
        return Err(ForecastError::NothingObserved {
            base_year,
            unobserved,
        });
    }
    forecast
        .estimates
        .sort_by_key(|row| (row.programme, row.health_region, row.exam_year));
    Ok(forecast)
}

/// The estimate of every region that the cohort studies in; of the country, if no region is given.
fn by_region(
    cohort: &[&Entrants],
    frequencies: &ExamFrequencies,
    blank: &Estimate,
) -> Result<BTreeMap<Option<HealthRegionId>, Estimate>, ForecastError> {
    let mut regions = BTreeMap::new();
    for row in cohort {
        let health_region = row.place.health_region;
        let estimate = regions.entry(health_region).or_insert_with(|| Estimate {
            health_region,
            ..blank.clone()
        });
        estimate.add_entrants(row, frequencies)?;
    }
    Ok(regions)
}

/// The country first, as the sum of the regions unless it was given itself.
fn with_total(
    mut regions: BTreeMap<Option<HealthRegionId>, Estimate>,
    blank: &Estimate,
) -> impl Iterator<Item = Estimate> {
    let country = regions.remove(&None).unwrap_or_else(|| {
        let mut sum = blank.clone();
        for region in regions.values() {
            sum.add(region);
        }
        sum
    });
    std::iter::once(country).chain(regions.into_values())
}

impl Estimate {
    /// An estimate of nobody.
    fn blank(programme: ProgrammeId, exam_year: Year, horizon: u8) -> Self {
        Self {
            programme,
            health_region: None,
            exam_year,
            horizon,
            entrants: Some(0),
            graduates: Some(0.0),
            entrants_basis: BTreeSet::new(),
            frequency_basis: BTreeSet::new(),
            uses_national_frequency: false,
        }
    }

    fn add_entrants(
        &mut self,
        row: &Entrants,
        frequencies: &ExamFrequencies,
    ) -> Result<(), ForecastError> {
        let Entrants {
            programme,
            place,
            sex,
            ..
        } = *row;
        let frequency =
            frequencies
                .applying_to(programme, place, sex)
                .ok_or(ForecastError::NoFrequency {
                    programme,
                    place,
                    sex,
                })?;
        let count = row.count.map(|count| u64::from(count.0));
        let graduates = row
            .count
            .map(|count| count.as_f64() * frequency.share.as_f64());
        self.entrants = self.entrants.zip(count).map(|(a, b)| a + b);
        self.graduates = self.graduates.zip(graduates).map(|(a, b)| a + b);
        self.entrants_basis.insert(row.basis.clone());
        self.frequency_basis.insert(frequency.basis.clone());
        self.uses_national_frequency |=
            place.health_region.is_some() && frequency.place.unit == Unit::Sweden;
        Ok(())
    }

    fn add(&mut self, part: &Self) {
        self.entrants = self.entrants.zip(part.entrants).map(|(a, b)| a + b);
        self.graduates = self.graduates.zip(part.graduates).map(|(a, b)| a + b);
        self.entrants_basis
            .extend(part.entrants_basis.iter().cloned());
        self.frequency_basis
            .extend(part.frequency_basis.iter().cloned());
        self.uses_national_frequency |= part.uses_national_frequency;
    }
}

/// Sums of persons stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn persons(count: u64) -> f64 {
    count as f64
}
