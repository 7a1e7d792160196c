//! What every method answers: the estimates of one run, or why there are none.

use std::collections::BTreeSet;
use std::fmt;

use super::{CohortError, Estimate, Trend, Unused};
use crate::domain::{AcademicYear, Place, ProgrammeId, Sex, Year};
use crate::language::{Language, Words, words};

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
