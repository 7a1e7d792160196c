//! How the counts of a flow description add up.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Item, What};
use super::place::area_code;
use crate::domain::State;
use crate::flow::{Area, Category, DESTINATIONS, Distribution, FOLLOWED, Origin, Step};
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
            What::InCohort(since) => cohort(item, place, since),
            What::OutsideSince(since) => {
                let states = 1..State::ALL.len().to_le_bytes()[0];
                let states = states.map(|state| is(What::InStateSince(since, state), -1));
                vec![states.chain([(item, place, 1)]).collect()]
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
        let kinds = [
            What::Returned,
            What::FirstEntries,
            What::EntriesOfUnknownYear,
        ];
        let entries = || new.clone().chain(kinds.map(|what| is(what, -1)));
        let mut balance = vec![is(What::InProfession, 1)];
        balance.push((item.but(What::InProfession).year_before(), place, -1));
        balance.extend(entries());
        let others = [What::MovedIn, What::UnknownMovesIn, What::ChangedGroup];
        balance.extend(others.map(|what| is(what, -1)));
        let exits = [
            What::Retired,
            What::ToOtherRole,
            What::ToOtherIndustry,
            What::NotEmployed,
            What::LeftRegister,
            What::MovedOut,
            What::UnknownMovesOut,
        ];
        balance.extend(exits.map(|what| is(what, 1)));
        let mut relations = vec![balance];
        let [exits @ .., _, _] = exits;
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
        if place[0] != ALL {
            relations.extend(self.moves(item, place, came));
        }
        relations
    }

    /// Moves in and out of an area by the routes that they are of, known and unknown ends apart.
    fn moves(&self, item: Item, place: Place, came: Terms) -> [Terms; 4] {
        let unknown = area_code(Area::Unknown);
        let is_known = |code: u16| place[0] != unknown && code != unknown;
        let here = What::Route(Origin::YearBefore, place[0]);
        let (mut moved_in, mut unknown_in) = (
            vec![(item.but(What::MovedIn), place, 1)],
            vec![(item.but(What::UnknownMovesIn), place, 1)],
        );
        for (own, place, sign) in came.into_iter().filter(|(own, ..)| own.what != here) {
            let is_known = matches!(own.what, What::Route(_, from) if is_known(from));
            let moves = if is_known {
                &mut moved_in
            } else {
                &mut unknown_in
            };
            moves.push((own, place, sign));
        }
        let (mut moved_out, mut unknown_out) = (
            vec![(item.but(What::MovedOut), place, 1)],
            vec![(item.but(What::UnknownMovesOut), place, 1)],
        );
        let destinations = self.destinations.get(&(item.but(here), anywhere(place)));
        let elsewhere = destinations.into_iter().flatten();
        for to in elsewhere.filter(|to| **to != place[0]) {
            let moves = if is_known(*to) {
                &mut moved_out
            } else {
                &mut unknown_out
            };
            let [_, a, b, c, d] = place;
            moves.push((item.but(here), [*to, a, b, c, d], -1));
        }
        [moved_in, unknown_in, moved_out, unknown_out]
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
                relations.push(vec![(item, place, 1), is(What::InCohort(since.into()), -1)]);
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

/// A cohort so many years on, by where its licences are and from one year to the next.
fn cohort(item: Item, place: Place, since: u32) -> Vec<Terms> {
    let is = |what, sign| (item.but(what), place, sign);
    let in_followup = |category, sign| {
        let since = u8::try_from(since).ok()?;
        Some(is(What::Part(since, Distribution::State, category), sign))
    };
    let in_profession = Category::State(State::InProfession);
    let same = [
        (in_profession, What::InProfessionSince(since)),
        (Category::NotInRegister, What::NotInRegisterSince(since)),
    ];
    let same = same
        .into_iter()
        .filter_map(|(category, what)| Some(vec![is(what, 1), in_followup(category, -1)?]));
    let states = State::ALL.into_iter().skip(1).filter_map(|state| {
        let what = What::InStateSince(since, state as u8);
        Some(vec![is(what, 1), in_followup(Category::State(state), -1)?])
    });
    let by_place = vec![
        is(What::InCohort(since), 1),
        is(What::InProfessionSince(since), -1),
        is(What::OutsideSince(since), -1),
        is(What::NotInRegisterSince(since), -1),
    ];
    let to_next = vec![
        is(What::InCohort(since), 1),
        is(What::LeavingCohort(since), -1),
        is(What::EnteringCohort(since + 1), 1),
        is(What::InCohort(since + 1), -1),
    ];
    [by_place, to_next]
        .into_iter()
        .chain(same)
        .chain(states)
        .collect()
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
