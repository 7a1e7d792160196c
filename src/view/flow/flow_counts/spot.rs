//! Where the counts of a row are found.

use super::FlowCounts;
use super::item::{Item, What};
use super::place::{period_of_entrants, place, place_of_entrants};
use crate::domain::{ProfessionId, Year};
use crate::flow::{Area, Group, Key, PathwayKey, Route};
use crate::report::Cell;
use crate::view::flow::FlowFacts;
use crate::view::made_of::MadeOf;
use crate::view::summed_counts::{ALL, Place};

/// Where the counts of a row are found; in a result with nobody to protect, nowhere.
#[derive(Clone, Copy)]
pub(in crate::view::flow) struct Spot<'a> {
    counts: Option<&'a FlowCounts>,
    profession: ProfessionId,
    period: (Year, Year),
    place: Place,
}

impl<'a> FlowFacts<'a> {
    /// Where the counts of a profession, year, area and group are.
    pub(in crate::view::flow) fn spot(&self, key: &Key) -> Spot<'a> {
        self.spot_of(key.profession, (key.year, key.year), (key.area, key.group))
    }

    pub(in crate::view::flow) fn spot_of(
        &self,
        profession: ProfessionId,
        period: (Year, Year),
        (area, group): (Area, Group),
    ) -> Spot<'a> {
        let place = self.counts.map(|counts| place(area, group, &counts.cuts));
        Spot {
            counts: self.counts,
            profession,
            period,
            place: place.unwrap_or([ALL; 5]),
        }
    }

    /// Where those who took a route are, and all who took it from the same area.
    pub(in crate::view::flow) fn spots_of_route(&self, route: &Route) -> (Spot<'a>, Spot<'a>) {
        let period = (route.year, route.year);
        let spot = |area| self.spot_of(route.profession, period, (area, route.group));
        (spot(route.to), spot(Area::Sweden))
    }

    /// Where the counts of entrants are.
    pub(in crate::view::flow) fn spot_of_entrants(&self, key: &PathwayKey) -> Spot<'a> {
        let place = self
            .counts
            .map(|counts| place_of_entrants(key, &counts.traits));
        Spot {
            counts: self.counts,
            profession: key.profession,
            period: period_of_entrants(key),
            place: place.unwrap_or([ALL; 5]),
        }
    }

    /// Where the counts of the country as a whole are in a year.
    pub(in crate::view::flow) fn spot_of_country(
        &self,
        profession: ProfessionId,
        year: Year,
    ) -> Spot<'a> {
        Spot {
            counts: self.counts,
            profession,
            period: (year, year),
            place: [ALL; 5],
        }
    }
}

impl Spot<'_> {
    /// The same a year before.
    pub(in crate::view::flow) const fn year_before(self) -> Self {
        let (first, last) = self.period;
        Self {
            period: (first - 1, last - 1),
            ..self
        }
    }

    /// A spot where everything is public.
    pub(in crate::view::flow) const fn public(self) -> Self {
        Self {
            counts: None,
            ..self
        }
    }

    /// What is counted here, if there is anybody to protect.
    ///
    /// A count that is not known is one that cannot be protected: what is made of it is hidden.
    pub(in crate::view::flow) fn made_of(&self, whats: impl IntoIterator<Item = What>) -> MadeOf {
        let Some(counts) = self.counts else {
            return MadeOf::Public;
        };
        let item = |what| Item {
            profession: self.profession,
            period: self.period,
            what,
        };
        let whats = whats.into_iter();
        counts
            .summed
            .made_of(whats.map(|what| (item(what), self.place)))
    }

    /// A count.
    pub(in crate::view::flow) fn count(&self, value: Option<u64>, what: What) -> Cell {
        let value = value.and_then(|value| i64::try_from(value).ok());
        value.map_or(Cell::Missing, |value| self.net(value, what))
    }

    /// A count that may be negative.
    pub(in crate::view::flow) fn net(&self, value: i64, what: What) -> Cell {
        self.made_of([what]).count(value)
    }

    /// A share of counts, missing where there is nobody to share.
    pub(in crate::view::flow) fn share(
        &self,
        value: Option<f64>,
        of: impl IntoIterator<Item = What>,
    ) -> Cell {
        self.made_of(of).share(value)
    }

    /// A number made of counts.
    pub(in crate::view::flow) fn measure(
        &self,
        value: Option<f64>,
        of: impl IntoIterator<Item = What>,
    ) -> Cell {
        self.made_of(of).measure(value)
    }
}
