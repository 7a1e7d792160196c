//! The counts behind a cell.

use super::coordinates::{coordinates, coordinates_of_entrants, period_of_entrants};
use super::count::{ALL_COHORTS, DatedCount, FlowCount};
use super::family::FlowCounts;
use crate::accounts::contributors::Contributors;
use crate::accounts::summed::{Coordinates, TOTAL};
use crate::domain::{ProfessionId, Year};
use crate::flow::{Area, Group, PathwayKey};
use crate::report::Cell;

/// Where the counts of a row are found; in a result with no persons to protect, nowhere.
#[derive(Clone, Copy)]
pub(crate) struct CountLocator<'a> {
    counts: Option<&'a FlowCounts>,
    profession: ProfessionId,
    period: (Year, Year),
    at: Coordinates,
}

impl<'a> CountLocator<'a> {
    /// For the counts of a profession in a year, in an area and group.
    pub(crate) fn of(
        counts: Option<&'a FlowCounts>,
        profession: ProfessionId,
        year: Year,
        (area, group): (Area, Group),
    ) -> Self {
        Self::of_cohort(counts, profession, Some((year, year)), (area, group))
    }

    /// For the counts of licences of a cohort, or of all years.
    pub(crate) fn of_cohort(
        counts: Option<&'a FlowCounts>,
        profession: ProfessionId,
        cohort: Option<(Year, Year)>,
        (area, group): (Area, Group),
    ) -> Self {
        Self {
            counts,
            profession,
            period: cohort.unwrap_or(ALL_COHORTS),
            at: counts.map_or(TOTAL, |own| coordinates(area, group, &own.cuts)),
        }
    }

    /// For the counts of entrants.
    pub(crate) fn of_entrants(counts: Option<&'a FlowCounts>, key: &PathwayKey) -> Self {
        Self {
            counts,
            profession: key.profession,
            period: period_of_entrants(key),
            at: counts.map_or(TOTAL, |own| coordinates_of_entrants(key, &own.traits)),
        }
    }

    /// For the counts of the country as a whole in a year.
    pub(crate) const fn of_country(
        counts: Option<&'a FlowCounts>,
        profession: ProfessionId,
        year: Year,
    ) -> Self {
        Self {
            counts,
            profession,
            period: (year, year),
            at: TOTAL,
        }
    }

    /// The same a year before.
    pub(crate) const fn year_before(self) -> Self {
        let (first, last) = self.period;
        Self {
            period: (first - 1, last - 1),
            ..self
        }
    }

    /// The same where all numbers are public.
    pub(crate) const fn public(self) -> Self {
        Self {
            counts: None,
            ..self
        }
    }

    /// The counts that contribute to a number, if there are persons to protect.
    ///
    /// A count that is not known cannot be protected: a number that it contributes to is suppressed.
    pub(crate) fn contributors<C: Into<FlowCount>>(
        &self,
        counts: impl IntoIterator<Item = C>,
    ) -> Contributors {
        let Some(own) = self.counts else {
            return Contributors::Public;
        };
        let dated = counts.into_iter().map(|count| DatedCount {
            profession: self.profession,
            period: self.period,
            count: count.into(),
        });
        own.summed.contributors(dated.map(|dated| (dated, self.at)))
    }

    /// A count.
    pub(crate) fn count(&self, value: Option<u64>, count: impl Into<FlowCount>) -> Cell {
        let value = value.and_then(|value| i64::try_from(value).ok());
        value.map_or(Cell::Missing, |value| self.net(value, count))
    }

    /// A count that may be negative.
    pub(crate) fn net(&self, value: i64, count: impl Into<FlowCount>) -> Cell {
        self.contributors([count]).count(value)
    }

    /// A share of counts, missing where there are none to share.
    pub(crate) fn share<C: Into<FlowCount>>(
        &self,
        value: Option<f64>,
        of: impl IntoIterator<Item = C>,
    ) -> Cell {
        self.contributors(of).share(value)
    }

    /// A number derived from counts.
    pub(crate) fn measure<C: Into<FlowCount>>(
        &self,
        value: Option<f64>,
        of: impl IntoIterator<Item = C>,
    ) -> Cell {
        self.contributors(of).measure(value)
    }
}
