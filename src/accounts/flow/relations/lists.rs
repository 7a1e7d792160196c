//! The counts whose number differs from coordinates to coordinates.

use std::collections::{BTreeMap, BTreeSet};

use super::here::{Here, Relation};
use crate::accounts::flow::coordinates::anywhere;
use crate::accounts::flow::count::{DatedCount, FlowCount};
use crate::accounts::flow::terms::{FollowUpTerm, MobilityTerm};
use crate::accounts::summed::{ALL, Located, SummedCounts};
use crate::flow::{Category, Origin};

pub(super) struct Lists {
    /// From where, by the count of all who came.
    routes: BTreeMap<Located<DatedCount>, Vec<u16>>,
    /// To where, by a route to anywhere.
    destinations: BTreeMap<Located<DatedCount>, Vec<u16>>,
    /// Of what, by the count of all of it.
    parts: BTreeMap<Located<DatedCount>, Vec<Category>>,
    /// The years whose routes are listed: routes that nobody took are left out and known to be empty.
    with_routes: BTreeSet<DatedCount>,
}

impl Lists {
    pub(super) fn of(summed: &SummedCounts<DatedCount>) -> Self {
        let mut lists = Self {
            routes: BTreeMap::new(),
            destinations: BTreeMap::new(),
            parts: BTreeMap::new(),
            with_routes: BTreeSet::new(),
        };
        for (dated, at) in summed.everywhere() {
            match dated.count {
                FlowCount::Mobility(MobilityTerm::Route(origin, from)) => {
                    let all = dated.but(MobilityTerm::Route(origin, ALL));
                    lists.with_routes.insert(all);
                    lists.routes.entry((all, at)).or_default().push(from);
                    if at[0] != ALL {
                        let to = lists.destinations.entry((dated, anywhere(at)));
                        to.or_default().push(at[0]);
                    }
                }
                FlowCount::FollowUp(FollowUpTerm::Part(since, distribution, category)) => {
                    let all = dated.but(FollowUpTerm::All(since, distribution));
                    lists.parts.entry((all, at)).or_default().push(category);
                }
                _ => {}
            }
        }
        lists
    }

    /// Whether the routes of the year are listed.
    pub(super) fn has_routes(&self, here: Here, origin: Origin) -> bool {
        let all = here.dated.but(MobilityTerm::Route(origin, ALL));
        self.with_routes.contains(&all)
    }

    /// All who came to an area, by where they came from, as parts.
    pub(super) fn arrivals(&self, here: Here, origin: Origin) -> Relation {
        let all = here.dated.but(MobilityTerm::Route(origin, ALL));
        let routes = self.routes.get(&(all, here.at)).into_iter().flatten();
        routes
            .map(|from| here.is(MobilityTerm::Route(origin, *from), -1))
            .collect()
    }

    /// All who went from an area to anywhere, as parts.
    pub(super) fn departures(&self, here: Here) -> Relation {
        let to = anywhere(here.at);
        let all = here.dated.but(MobilityTerm::Route(Origin::YearBefore, ALL));
        let from = self.routes.get(&(all, to)).into_iter().flatten();
        from.filter(|from| here.at[0] == ALL || **from == here.at[0])
            .map(|from| {
                let route = MobilityTerm::Route(Origin::YearBefore, *from);
                (here.dated.but(route), to, -1)
            })
            .collect()
    }

    /// Where those are who took a route from the area.
    pub(super) fn destinations(&self, here: Here, route: MobilityTerm) -> &[u16] {
        let route = (here.dated.but(route), anywhere(here.at));
        self.destinations.get(&route).map_or(&[], Vec::as_slice)
    }

    /// The categories of a distribution.
    pub(super) fn categories(&self, here: Here) -> &[Category] {
        let all = (here.dated, here.at);
        self.parts.get(&all).map_or(&[], Vec::as_slice)
    }
}
