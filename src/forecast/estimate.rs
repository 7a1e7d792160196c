//! What every method is asked for, and what it answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::outlook::{Draws, Outlook, Students, Variation};
use super::{CohortError, Predictive, Trend, Unused};
use crate::domain::{AcademicYear, Entrants, HealthRegionId, Place, ProgrammeId, Sex, Year};
use crate::language::{Language, Words, words};
use crate::reference::Reference;

/// How graduates are forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Entrants × mean exam frequency, the council's published method.
    MeanFrequency,
    /// Unfinished students of every cohort × the chance of the degree in the year.
    CompletionCurve,
    /// As many as in the last year.
    LastValue,
    /// The last year, and the mean change since the first.
    Drift,
}

impl Method {
    /// All methods, in the order in which results print them.
    pub const ALL: [Self; 4] = [
        Self::MeanFrequency,
        Self::CompletionCurve,
        Self::LastValue,
        Self::Drift,
    ];

    /// What it is called in arguments and editions.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MeanFrequency => "mean-frequency",
            Self::CompletionCurve => "completion-curve",
            Self::LastValue => "last-value",
            Self::Drift => "drift",
        }
    }

    /// What it is called in a sentence.
    #[must_use]
    pub const fn term(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::MeanFrequency, Language::Swedish) => "medelfrekvens",
            (Self::CompletionCurve, Language::Swedish) => "examenskurva",
            (Self::LastValue, Language::Swedish) => "senaste värdet",
            (Self::Drift, Language::Swedish) => "trend",
            (Self::MeanFrequency, Language::English) => "mean frequency",
            (Self::CompletionCurve, Language::English) => "completion curve",
            (Self::LastValue, Language::English) => "last value",
            (Self::Drift, Language::English) => "drift",
        }
    }

    /// What it is called in a column of results: the word of a sentence in Swedish, in English as in
    /// arguments.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        match language {
            Language::Swedish => self.term(language),
            Language::English => self.name(),
        }
    }

    /// The method of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Whether it knows nothing but earlier graduates.
    #[must_use]
    pub const fn is_naive(self) -> bool {
        matches!(self, Self::LastValue | Self::Drift)
    }
}

/// Which estimates are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The programmes, all of them with a horizon.
    pub programmes: Vec<ProgrammeId>,
    /// The base year; none for the year in which the newest läsår of the entrants ends.
    pub from_year: Option<Year>,
    /// The most years ahead; none for each programme's own horizon.
    pub horizon_cap: Option<u8>,
    /// How the distribution of every estimate is drawn; none for points only.
    pub draws: Option<Draws>,
}

impl Request {
    /// The year that horizons count from; none without entrants.
    pub(super) fn base_year(&self, entrants: &[Entrants]) -> Option<Year> {
        let newest = entrants.iter().map(|row| row.academic_year.ends()).max();
        self.from_year.or(newest)
    }

    /// How many years ahead a programme is forecast.
    pub(super) fn horizon(&self, programme: ProgrammeId, reference: &Reference) -> u8 {
        let own = reference.programme(programme).horizon_years;
        let own = own.unwrap_or_default();
        self.horizon_cap.map_or(own, |cap| cap.min(own))
    }
}

/// The estimates of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// The year that horizons count from.
    pub base_year: Year,
    /// By programme, then the country before its regions, then year.
    pub estimates: Vec<Estimate>,
    /// Years within the horizon that could not be estimated.
    pub unobserved: Vec<Unobserved>,
    /// The completion curves behind the estimates.
    pub curves: Vec<FittedCurve>,
    /// Cohorts whose degrees the curves do not use, or not from some läsår on.
    pub set_aside: Vec<CohortError>,
    /// Programmes divided by sex of which one sex has too few cohorts for a curve of its own.
    pub one_curve_for_both_sexes: Vec<ProgrammeId>,
}

impl Forecast {
    /// Adds the estimates of other programmes.
    pub fn extend(&mut self, others: Self) {
        self.estimates.extend(others.estimates);
        self.unobserved.extend(others.unobserved);
        self.curves.extend(others.curves);
        self.set_aside.extend(others.set_aside);
        self.one_curve_for_both_sexes
            .extend(others.one_curve_for_both_sexes);
        self.estimates
            .sort_by_key(|row| (row.programme, row.health_region, row.exam_year));
        self.unobserved
            .sort_by_key(|row| (row.programme, row.exam_year));
        self.curves
            .sort_by_key(|curve| (curve.programme, curve.sex));
    }

    /// The forecast in order, or why it is none.
    pub(super) fn finished(mut self) -> Result<Self, ForecastError> {
        if self.estimates.is_empty() {
            return Err(ForecastError::NothingObserved {
                base_year: self.base_year,
                unobserved: self.unobserved,
            });
        }
        self.estimates
            .sort_by_key(|row| (row.programme, row.health_region, row.exam_year));
        Ok(self)
    }
}

/// What a completion curve rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedCurve {
    /// The programme.
    pub programme: ProgrammeId,
    /// Whose curve it is; none for both sexes.
    pub sex: Option<Sex>,
    /// First and last cohort whose degrees are known.
    pub cohorts: (AcademicYear, AcademicYear),
    /// The test for trend between cohorts.
    pub trend: Option<Trend>,
    /// What the tables hold that it could not use.
    pub unused: Unused,
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
    /// The entrants of the cohort whose nominal length ends in the year; none when the table lacks one
    /// of their numbers, or the method does not use them.
    pub entrants: Option<u64>,
    /// Those of them who are expected to take the degree in the end; of a method that books all of them
    /// on the nominal year the same as `graduates`.
    pub of_entrants: Option<f64>,
    /// Expected number of persons who take the degree in the year.
    pub graduates: Option<f64>,
    /// How many of these come from cohorts that have not begun, taken to be as large as the newest.
    pub from_unstarted: f64,
    /// What the number may be; none where nothing tells how sure it is.
    pub predictive: Option<Predictive>,
    /// The method.
    pub method: Method,
    /// What the entrants rest on.
    pub entrants_basis: BTreeSet<String>,
    /// What the exam frequencies rest on.
    pub frequency_basis: BTreeSet<Words>,
    /// Whether entrants of a region were given the frequency of the country.
    pub uses_national_frequency: bool,
}

impl Estimate {
    /// An estimate of nobody.
    pub(super) const fn blank(
        method: Method,
        programme: ProgrammeId,
        exam_year: Year,
        horizon: u8,
    ) -> Self {
        Self {
            programme,
            health_region: None,
            exam_year,
            horizon,
            entrants: Some(0),
            of_entrants: Some(0.0),
            graduates: Some(0.0),
            from_unstarted: 0.0,
            predictive: None,
            method,
            entrants_basis: BTreeSet::new(),
            frequency_basis: BTreeSet::new(),
            uses_national_frequency: false,
        }
    }

    /// The exam frequency in effect: those of the entrants who take the degree, per entrant. None when
    /// either is unknown and when nobody entered.
    #[must_use]
    pub fn exam_frequency(&self) -> Option<f64> {
        let entrants = self.entrants.filter(|&entrants| entrants > 0)?;
        self.of_entrants
            .map(|graduates| graduates / persons(entrants))
    }

    /// Whether it is of a place that the programme has not come to yet.
    pub(super) fn is_of_nobody(&self) -> bool {
        let is_expected = self.graduates.is_none_or(|graduates| graduates > 0.0);
        self.entrants_basis.is_empty() && !is_expected
    }

    /// Adds a region to the country; draws are added as it is summed.
    fn add(&mut self, part: &Self) {
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b);
        self.entrants = self.entrants.zip(part.entrants).map(|(a, b)| a + b);
        self.of_entrants = both(self.of_entrants, part.of_entrants);
        self.graduates = both(self.graduates, part.graduates);
        self.from_unstarted += part.from_unstarted;
        self.entrants_basis
            .extend(part.entrants_basis.iter().cloned());
        self.frequency_basis
            .extend(part.frequency_basis.iter().cloned());
        self.uses_national_frequency |= part.uses_national_frequency;
    }
}

/// An estimate of one place, and whose degrees it is made of; none of those if nothing tells how sure
/// it is.
pub(super) struct Draft {
    pub(super) estimate: Estimate,
    pub(super) students: Option<Vec<Students>>,
}

/// A programme's estimates of all years and places, not drawn yet.
pub(super) struct Drafts {
    pub(super) estimates: Vec<Draft>,
    pub(super) variations: Vec<Variation>,
    pub(super) degrees_of_freedom: Option<f64>,
}

impl Drafts {
    /// The estimates with their distributions, and in every year the country: the sum of the places in
    /// every future, unless it was estimated itself.
    pub(super) fn drawn(self, draws: Option<Draws>) -> Vec<Estimate> {
        let Self {
            estimates: mut drafts,
            variations,
            degrees_of_freedom,
        } = self;
        let series = draws.map_or_else(Vec::new, |draws| {
            let students = drafts.iter_mut().map(|draft| draft.students.take());
            let students: Vec<Option<Vec<Students>>> = students.collect();
            let most: Vec<Option<f64>> = students
                .iter()
                .map(|own| Some(own.as_ref()?.iter().map(|own| own.unfinished).sum()))
                .collect();
            let outlook = Outlook {
                variations,
                degrees_of_freedom,
                forecasts: students.into_iter().flatten().collect(),
            };
            let stream = drafts.first().map_or(0, |first| stream(&first.estimate));
            let mut drawn = outlook.draw(draws, stream).into_iter();
            most.into_iter()
                .map(|most| Some((drawn.next().filter(|_| most.is_some())?, most?)))
                .collect()
        });
        with_country(drafts, series)
    }
}

/// Which series of draws a programme has, by method.
fn stream(estimate: &Estimate) -> u64 {
    u64::from(estimate.programme.0) * 16 + estimate.method as u64
}

/// An estimate, its draws and the persons that those can be at most.
type Drawn = (Estimate, Option<(Vec<f64>, f64)>);

fn with_country(drafts: Vec<Draft>, mut series: Vec<Option<(Vec<f64>, f64)>>) -> Vec<Estimate> {
    series.resize(drafts.len(), None);
    let mut years: BTreeMap<Year, Vec<Drawn>> = BTreeMap::new();
    for (draft, series) in drafts.into_iter().zip(series) {
        let places = years.entry(draft.estimate.exam_year).or_default();
        places.push((draft.estimate, series));
    }
    let mut estimates = Vec::new();
    for places in years.into_values() {
        let is_country = |(estimate, _): &Drawn| estimate.health_region.is_none();
        if !places.iter().any(is_country) {
            estimates.extend(country(&places));
        }
        estimates.extend(places.into_iter().map(|(estimate, series)| Estimate {
            predictive: series.and_then(|(draws, most)| Predictive::of_draws(draws, most)),
            ..estimate
        }));
    }
    estimates
}

/// The sum of places.
fn country(places: &[Drawn]) -> Option<Estimate> {
    let (first, _) = places.first()?;
    let mut country = Estimate::blank(
        first.method,
        first.programme,
        first.exam_year,
        first.horizon,
    );
    let mut sums: Option<(Vec<f64>, f64)> = Some((Vec::new(), 0.0));
    for (estimate, series) in places {
        country.add(estimate);
        sums = sums
            .zip(series.as_ref())
            .map(|((sums, all), (series, most))| {
                if sums.is_empty() {
                    return (series.clone(), *most);
                }
                let added = sums.iter().zip(series).map(|(a, b)| a + b);
                (added.collect(), all + most)
            });
    }
    country.predictive = sums.and_then(|(draws, most)| Predictive::of_draws(draws, most));
    Some(country)
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

impl ForecastError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        let (base_year, unobserved) = match self {
            Self::NoEntrants => {
                return words!(
                    "inga nybörjare i de önskade utbildningarna",
                    "no entrants in the programmes asked for"
                );
            }
            Self::NoFrequency { .. } => {
                return words!(
                    "nybörjare utan examensfrekvens",
                    "entrants without an exam frequency"
                );
            }
            Self::NothingObserved {
                base_year,
                unobserved,
            } => (base_year, unobserved),
        };
        let needed: BTreeSet<_> = unobserved.iter().map(|year| year.academic_year).collect();
        let needed: Vec<_> = needed.iter().map(ToString::to_string).collect();
        let needed = needed.join(", ");
        if needed.is_empty() {
            return words!(
                "inget examensår efter {base_year} kan skattas",
                "no graduation year after {base_year} can be estimated"
            );
        }
        words!(
            "inget examensår efter {base_year} kan skattas: nybörjare saknas för {needed}",
            "no graduation year after {base_year} can be estimated: no entrants for {needed}"
        )
    }
}

impl fmt::Display for ForecastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
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

/// The programmes that have entrants but no horizon, in reference order: they are outside the estimates.
#[must_use]
pub fn programmes_without_horizon(
    entrants: &[Entrants],
    reference: &Reference,
) -> Vec<ProgrammeId> {
    let entered: BTreeSet<_> = entrants.iter().map(|entrants| entrants.programme).collect();
    let has_none = |id: &ProgrammeId| reference.programme(*id).horizon_years.is_none();
    entered.into_iter().filter(has_none).collect()
}

/// Sums of persons stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
pub(super) const fn persons(count: u64) -> f64 {
    count as f64
}
