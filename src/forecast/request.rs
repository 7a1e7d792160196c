//! What every method is asked for.

use std::collections::BTreeSet;

use super::Draws;
use crate::domain::{Entrants, ProgrammeId, Year};
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
