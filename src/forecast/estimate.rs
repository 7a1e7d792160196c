//! One estimate: a programme in a place and year.

use std::collections::BTreeSet;

use super::{Method, Predictive};
use crate::domain::{HealthRegionId, ProgrammeId, Year};
use crate::language::Words;

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
    /// What the number may be; none where it is not known how sure it is.
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
    /// An estimate of no persons.
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
    /// either is unknown and without entrants.
    #[must_use]
    pub fn exam_frequency(&self) -> Option<f64> {
        let entrants = self.entrants.filter(|&entrants| entrants > 0)?;
        self.of_entrants
            .map(|graduates| graduates / persons(entrants))
    }

    /// Whether it is of a place that the programme has not come to yet.
    pub(super) fn is_of_no_students(&self) -> bool {
        let is_expected = self.graduates.is_none_or(|graduates| graduates > 0.0);
        self.entrants_basis.is_empty() && !is_expected
    }

    /// Adds a region to the country; draws are added as it is summed.
    pub(super) fn add(&mut self, part: &Self) {
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

/// Sums of persons stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
pub(super) const fn persons(count: u64) -> f64 {
    count as f64
}
