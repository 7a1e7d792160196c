//! How the counts of a flow description add up.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Item, What};
use crate::domain::State;
use crate::flow::{Category, DESTINATIONS, Distribution, FOLLOWED, Origin, Step};
use crate::view::summed_counts::{ALL, Place, SummedCounts};

/// A relation while it is made.
pub(super) type Terms = Vec<(Item, Place, i8)>;

/// The counts whose number differs from place to place.
pub(super) struct Lists {
    /// From where, by the count of all who came.
    routes: BTreeMap<(Item, Place), Vec<u16>>,
    /// To where, by a route to anywhere.
    destinations: BTreeMap<(Item, Place), Vec<u16>>,
    /// Of what, by the count of all of it.
    parts: BTreeMap<(Item, Place), Vec<Category>>,
    /// The years of which routes are told: those that nobody took are left out and known to be empty.
    with_routes: BTreeSet<Item>,
}

impl Lists {
    pub(super) fn of(summed: &SummedCounts<Item>) -> Self {
        let mut lists = Self {
            routes: BTreeMap::new(),
            destinations: BTreeMap::new(),
            parts: BTreeMap::new(),
            with_routes: BTreeSet::new(),
        };
        for (item, place) in summed.everywhere() {
            match item.what {
                What::Route(origin, from) => {
                    let all = (item.but(What::Route(origin, ALL)), place);
                    lists.with_routes.insert(all.0);
                    lists.routes.entry(all).or_default().push(from);
                    if place[0] != ALL {
                        let to = lists.destinations.entry((item, anywhere(place)));
                        to.or_default().push(place[0]);
                    }
                }
                What::Part(since, distribution, category) => {
                    let all = (item.but(What::Followed(since, distribution)), place);
                    lists.parts.entry(all).or_default().push(category);
                }
                _ => {}
            }
        }
        lists
    }

    /// All who came to a place, by where they came from, each with a sign.
    fn arrivals(&self, item: Item, place: Place, origin: Origin, sign: i8) -> Terms {
        let all = (item.but(What::Route(origin, ALL)), place);
        let routes = self.routes.get(&all).into_iter().flatten();
        let terms = routes.map(|from| (item.but(What::Route(origin, *from)), place, sign));
        terms.collect()
    }

    /// Every way in which a count is made of others in the same place.
    pub(super) fn relations(&self, item: Item, place: Place) -> Vec<Terms> {
        let is = |what, sign| (item.but(what), place, sign);
        match item.what {
            What::Licensed => stock(item, place),
            What::InProfession => self.sources(item, place),
            What::MovedIn => self.flows(item, place),
            What::Entered => {
                let mut terms = self.arrivals(item, place, Origin::YearBefore, -1);
                terms.extend([is(What::InProfession, 1), is(What::Entered, -1)]);
                vec![terms]
            }
            What::Left => vec![self.departures(item, place)],
            What::AtRisk(since) => vec![vec![
                is(What::AtRisk(since), 1),
                is(What::Exits(since), -1),
                is(What::Censored(since), -1),
                is(What::Remaining(since), -1),
            ]],
            What::InRegisterSince(since) => vec![vec![
                is(item.what, 1),
                is(What::InProfessionSince(since), -1),
                is(What::OutsideSince(since), -1),
            ]],
            What::Exits(since) => {
                let destinations = (0..).take(DESTINATIONS.len());
                let terms = destinations.map(|at| is(What::ExitsTo(since, at), -1));
                vec![
                    std::iter::once(is(What::Exits(since), 1))
                        .chain(terms)
                        .collect(),
                ]
            }
            What::LateEntries(since) => {
                let mut terms = vec![is(What::AtRisk(since), 1), is(What::LateEntries(since), -1)];
                let before = since.checked_sub(1);
                terms.extend(before.map(|before| is(What::Remaining(before), -1)));
                vec![terms]
            }
            What::Followed(since, distribution) => {
                self.distributions(item, place, since, distribution)
            }
            What::OfUnknownArea(since) => {
                let same = What::Followed(since, Distribution::SameAreaAsStudies);
                let all = state(since, State::InProfession);
                vec![vec![is(all, 1), is(same, -1), is(item.what, -1)]]
            }
            What::NotReached(step) => {
                let previous = step.previous().unwrap_or(step);
                vec![
                    vec![
                        is(What::Reached(previous), 1),
                        is(What::Reached(step), -1),
                        is(What::NotReached(step), -1),
                    ],
                    vec![
                        is(What::NotReached(step), 1),
                        is(What::CensoredBefore(step), -1),
                        is(What::Failed(step), -1),
                    ],
                ]
            }
            What::NeverReached(step) => vec![vec![
                is(What::Reached(Step::Entrant), 1),
                is(What::Reached(step), -1),
                is(What::NeverReached(step), -1),
            ]],
            What::DegreeLate => vec![vec![
                is(What::Reached(Step::Degree), 1),
                is(What::Reached(Step::DegreeInNominalTime), -1),
                is(What::DegreeLate, -1),
            ]],
            _ => Vec::new(),
        }
    }

    /// All who were in a place the year before: those who left, and where the others are.
    fn departures(&self, item: Item, place: Place) -> Terms {
        let before = item.but(What::InProfession).year_before();
        let mut terms = vec![(before, place, 1), (item, place, -1)];
        terms.extend(self.routes_from(item, place));
        terms
    }

    /// All who went from a place to anywhere, as parts.
    fn routes_from(&self, item: Item, place: Place) -> Terms {
        let anywhere = anywhere(place);
        let routes = item.but(What::Route(Origin::YearBefore, ALL));
        let from = self.routes.get(&(routes, anywhere)).into_iter().flatten();
        let from = from.filter(|from| place[0] == ALL || **from == place[0]);
        let terms = from.map(|from| {
            let route = item.but(What::Route(Origin::YearBefore, *from));
            (route, anywhere, -1)
        });
        terms.collect()
    }

    /// The stock by where its holders studied.
    fn sources(&self, item: Item, place: Place) -> Vec<Terms> {
        if !self
            .with_routes
            .contains(&item.but(What::Route(Origin::Studies, ALL)))
        {
            return Vec::new();
        }
        let mut terms = self.arrivals(item, place, Origin::Studies, -1);
        terms.push((item, place, 1));
        vec![terms]
    }

    /// The balance of a year, and mobility's part in it.
    fn flows(&self, item: Item, place: Place) -> Vec<Terms> {
        let is = |what, sign| (item.but(what), place, sign);
        let new = (0..4).map(|country| is(What::NewlyLicensed(country), -1));
        let entries = || new.clone().chain([is(What::Returned, -1)]);
        let mut balance = vec![is(What::InProfession, 1)];
        balance.push((item.but(What::InProfession).year_before(), place, -1));
        balance.extend(entries());
        balance.extend([is(What::MovedIn, -1), is(What::ChangedGroup, -1)]);
        let exits = [
            What::Retired,
            What::ToOtherRole,
            What::ToOtherIndustry,
            What::NotEmployed,
            What::LeftRegister,
            What::MovedOut,
        ];
        balance.extend(exits.map(|what| is(what, 1)));
        let mut relations = vec![balance];
        let [exits @ .., _] = exits;
        let routes = item.but(What::Route(Origin::YearBefore, ALL));
        if !self.with_routes.contains(&routes) {
            return relations;
        }
        let came = self.arrivals(item, place, Origin::YearBefore, -1);
        let mut all = vec![is(What::InProfession, 1)];
        all.extend(entries());
        all.extend(came.iter().copied());
        relations.push(all);
        // It follows from the others, and bounds the stock by the routes that are listed.
        let mut departures = self.routes_from(item, place);
        departures.push((item.but(What::InProfession).year_before(), place, 1));
        departures.push(is(What::ChangedGroup, 1));
        departures.extend(exits.map(|what| is(what, -1)));
        relations.push(departures);
        let here = What::Route(Origin::YearBefore, place[0]);
        if place[0] != ALL {
            let mut moved_in = vec![is(What::MovedIn, 1)];
            moved_in.extend(came.into_iter().filter(|(own, ..)| own.what != here));
            relations.push(moved_in);
            let destinations = self.destinations.get(&(item.but(here), anywhere(place)));
            let elsewhere = destinations.into_iter().flatten();
            let left = elsewhere.filter(|to| **to != place[0]).map(|to| {
                let [_, a, b, c, d] = place;
                (item.but(here), [*to, a, b, c, d], -1)
            });
            relations.push(std::iter::once(is(What::MovedOut, 1)).chain(left).collect());
        }
        relations
    }

    fn distributions(
        &self,
        item: Item,
        place: Place,
        since: u8,
        distribution: Distribution,
    ) -> Vec<Terms> {
        let is = |what, sign| (item.but(what), place, sign);
        let all = |distribution, sign| is(What::Followed(since, distribution), sign);
        let established = What::Part(since, Distribution::Established, Category::Yes);
        let categories = self.parts.get(&(item, place)).into_iter().flatten();
        let parts = categories.map(|own| is(What::Part(since, distribution, *own), -1));
        let mut relations = vec![parts.chain([(item, place, 1)]).collect()];
        match distribution {
            Distribution::State => {
                relations.push(vec![
                    (item, place, 1),
                    is(state(since, State::InProfession), -1),
                    is(What::OutsideOfCohort(since), -1),
                ]);
                let next = FOLLOWED.iter().find(|later| **later > since);
                relations.extend(next.map(|next| {
                    let later = What::Followed(*next, Distribution::State);
                    vec![(item, place, 1), is(later, -1)]
                }));
            }
            Distribution::Established => {
                relations.push(vec![(item, place, 1), all(Distribution::State, -1)]);
                relations.push(vec![
                    is(established, 1),
                    is(state(since, State::InProfession), -1),
                    is(state(since, State::OtherRoleInCare), -1),
                    is(state(since, State::OtherIndustry), -1),
                ]);
            }
            Distribution::Industry | Distribution::Sector => {
                relations.push(vec![(item, place, 1), is(established, -1)]);
            }
            Distribution::Area => {
                let gone = What::Part(since, Distribution::State, Category::NotInRegister);
                relations.push(vec![
                    (item, place, 1),
                    is(gone, 1),
                    all(Distribution::State, -1),
                ]);
                // It follows from the others, and bounds them by the areas and sectors that are listed.
                relations.push(vec![
                    (item, place, 1),
                    is(established, -1),
                    is(state(since, State::NotEmployed), -1),
                    is(state(since, State::Retired), -1),
                ]);
            }
            Distribution::SameAreaAsStudies => {}
        }
        relations
    }
}

/// The counts of a row of the stock, which are nested, and those who are in one and not in another.
fn stock(item: Item, place: Place) -> Vec<Terms> {
    let rests = [
        (What::InCare, What::InProfession, What::OtherRole),
        (What::Employed, What::InCare, What::OtherIndustry),
        (What::Licensed, What::Employed, What::OutOfWork),
        (What::Licensed, What::Under65, What::From65),
        (What::Employed, What::InProfession, What::EmployedOutside),
        (What::Licensed, What::InProfession, What::NotInProfession),
        (What::Licensed, What::InCare, What::NotInCare),
    ];
    let is = |what, sign| (item.but(what), place, sign);
    let relations = rests.map(|(whole, part, rest)| vec![is(whole, 1), is(part, -1), is(rest, -1)]);
    relations.into()
}

pub(super) const fn anywhere(mut place: Place) -> Place {
    place[0] = ALL;
    place
}

const fn state(since: u8, state: State) -> What {
    What::Part(since, Distribution::State, Category::State(state))
}
