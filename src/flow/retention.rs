//! The share of a licence cohort that is in the profession.

use std::collections::BTreeMap;

use super::cell::CohortCell;
use super::curve::{Curves, add_empty_cohorts};
use super::first_exit::at_or_new;
use super::{Cube, CurveKey, CurveOptions, Followed, Selection};
use crate::domain::{State, Year};
use crate::stats::wilson;

/// Where the licences of a cohort are so many years after they were given, whatever happened in between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetentionYear {
    /// Those in the register, by state in the order of [`State::ALL`].
    pub in_state: [u64; State::ALL.len()],
    /// Those without a row in the year: dead, emigrated, without the licence, or not yet in the register.
    pub not_in_register: u64,
    /// Those whom the register covers from this year since the licence on: older licences, late.
    pub entering: u64,
    /// Those whom the register does not cover any longer after this year.
    pub leaving: u64,
}

impl RetentionYear {
    /// All licences of the cohort whose year this is covered, in the register or not.
    #[must_use]
    pub fn followed(&self) -> u64 {
        self.in_state.iter().sum::<u64>() + self.not_in_register
    }

    /// Those in the profession.
    #[must_use]
    pub const fn in_profession(&self) -> u64 {
        self.in_state[State::InProfession as usize]
    }

    /// Those in the register, in any other state.
    #[must_use]
    pub fn outside(&self) -> u64 {
        self.in_state.iter().sum::<u64>() - self.in_profession()
    }

    /// Retention: those in the profession of all who are followed, with a 95 % interval; none of fewer
    /// than `least`.
    ///
    /// Example: of 50 licences 5 years on, 40 are in the profession, 6 elsewhere and 4 not in the register:
    /// 40/50 = 0.8 (0.67–0.89).
    #[must_use]
    pub fn share(&self, least: u64) -> Option<(f64, (f64, f64))> {
        let followed = self.followed();
        let interval = wilson(self.in_profession(), followed)?;
        let share = as_f64(self.in_profession()) / as_f64(followed);
        (followed >= least).then_some((share, interval))
    }

    /// The years of both together.
    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, count) in self.in_state.iter_mut().zip(other.in_state) {
            *sum += count;
        }
        self.not_in_register += other.not_in_register;
        self.entering += other.entering;
        self.leaving += other.leaving;
    }
}

/// Retention of one group, by years since the licence from 0 on; empty where no licence is followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// The years.
    pub years: Vec<RetentionYear>,
}

/// Retention, and what it was asked for.
#[derive(Clone, Debug, Default)]
pub struct RetentionResults {
    /// By group.
    pub curves: BTreeMap<CurveKey, Retention>,
    /// Which licences are followed.
    pub followed: Followed,
}

/// The share of the licences of each selected group that is in the profession, by years since the licence.
///
/// The cohort is what shares are of: every licence whose year `licence year + k` the extract covers counts
/// `k` years on, also those who have left the register. So later licences are followed for fewer years,
/// and the licences that are followed change with `k` unless they are of one year. Only licences
/// from the profession's first covered year on are followed; of older ones those who left the register
/// before are not seen, and their share would be too high. [`CurveOptions::late_entry`] adds them.
///
/// An area is where the licence was in its first row.
#[must_use]
pub fn retention(
    cube: &Cube,
    selection: &Selection,
    options: CurveOptions<'_>,
) -> BTreeMap<CurveKey, Retention> {
    let mut keys = Curves::new(selection, &cube.coverage, options);
    let mut curves: Vec<Retention> = Vec::new();
    for (cell, count) in cube.cohorts().into_iter().flatten() {
        for &at in keys.of_cohort(&cell) {
            let years = &mut at_or_new(&mut curves, at).years;
            let own = counted(&cell, count, cube);
            at_or_new(years, cell.since.into()).add(&own);
        }
    }
    let found = keys.positions.into_iter();
    let found = found.map(|(key, at)| (key, std::mem::take(&mut curves[at])));
    let mut found: BTreeMap<CurveKey, Retention> = found.collect();
    if selection.cuts.is_empty() {
        add_empty_cohorts(&mut found, selection, options.cohorts);
    }
    found
}

/// The licences of a cell as a year of a curve.
fn counted(cell: &CohortCell, count: u64, cube: &Cube) -> RetentionYear {
    let years = cube.coverage.years.get(&cell.profession);
    let year = cell.licence_year + Year::from(cell.since);
    let is = |end: Option<&Year>| end == Some(&year);
    let mut own = RetentionYear::default();
    match cell.state {
        Some(state) => own.in_state[state as usize] = count,
        None => own.not_in_register = count,
    }
    if cell.since > 0 && is(years.and_then(|years| years.first())) {
        own.entering = count;
    }
    if is(years.and_then(|years| years.last())) {
        own.leaving = count;
    }
    own
}

/// Counts of licences are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: u64) -> f64 {
    count as f64
}
