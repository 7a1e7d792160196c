//! Every count of the results, in the smallest places that it is shown for.

use std::collections::BTreeMap;

use super::item::{ALL_COHORTS, Item, What, in_year};
use super::place::{period_of_entrants, place, place_of_entrants};
use crate::domain::State;
use crate::flow::{
    Area, Balance, Category, CurveKey, Cut, Description, Distribution, EntrantTrait, FirstExit,
    FollowUpKey, Key, Level, Origin, PathwayKey, Retention, Route, Step, Stock,
};
use crate::view::summed_counts::{ALL, Leaves, Place};

/// Every count in the smallest places that it is shown for.
pub(super) fn leaves(
    results: &Description,
    level: Level,
    cuts: &[Cut],
    traits: &BTreeMap<EntrantTrait, u16>,
) -> Leaves<Item> {
    let mut gatherer = Gatherer {
        leaves: Leaves::new(),
        cuts,
        level,
    };
    for (key, row) in results.stock.iter().flatten() {
        gatherer.add_stock(key, row);
    }
    for (key, row) in results.balance.iter().flatten() {
        gatherer.add_balance(key, row);
    }
    for (route, travellers) in results.mobility.iter().flatten() {
        gatherer.add_route(route, travellers.count);
    }
    if results.balance.is_none() {
        gatherer.add_flows_of_mobility();
    }
    if let Some(found) = &results.retention {
        for (key, curve) in &found.curves {
            gatherer.add_retention(key, curve, found.followed.with_destinations);
        }
    }
    if let Some(found) = &results.first_exit {
        for (key, curve) in &found.curves {
            gatherer.add_first_exit(key, curve, found.followed.with_destinations);
        }
    }
    for (key, licences) in &results.first_seen {
        gatherer.add_first_seen(key, *licences);
    }
    for (key, part) in results.followup.iter().flat_map(|found| &found.parts) {
        gatherer.add_part(key, part.count, part.of);
    }
    if let Some(found) = &results.pathway {
        for (key, reach) in &found.rows {
            let previous = key.step.previous().and_then(|step| {
                let key = PathwayKey {
                    step,
                    ..key.clone()
                };
                found.rows.get(&key)
            });
            let previous = previous.map(|reach| reach.count);
            let is_leaf = (key.area == Area::Sweden) == (found.selection.level == Level::Country);
            if is_leaf {
                let place = place_of_entrants(key, traits);
                gatherer.add_step(key, place, (reach.count, reach.censored), previous);
            }
        }
    }
    gatherer.leaves
}

struct Gatherer<'a> {
    leaves: Leaves<Item>,
    cuts: &'a [Cut],
    level: Level,
}

impl Gatherer<'_> {
    /// Whether an area is one of those that the country is the sum of.
    fn is_leaf(&self, area: Area) -> bool {
        (area == Area::Sweden) == (self.level == Level::Country)
    }

    fn set(&mut self, item: Item, place: Place, value: u64) {
        self.leaves.set(item, place, value.cast_signed());
    }

    /// A count of a row that stands there only where somebody is counted.
    fn set_listed(&mut self, item: Item, place: Place, value: u64) {
        if value > 0 {
            self.leaves.set_listed(item, place, value.cast_signed());
        } else {
            self.set(item, place, 0);
        }
    }

    /// A count of a row whose cell is missing where nobody is counted, and only there.
    fn set_if_any(&mut self, item: Item, place: Place, value: u64) {
        if value > 0 {
            self.leaves.set_listed(item, place, value.cast_signed());
        } else {
            self.leaves.set_known(item, place, 0);
        }
    }

    /// A count that every reader knows without being shown it, where that is so.
    fn set_known_if(&mut self, is_known: bool, item: Item, place: Place, value: u64) {
        if is_known {
            self.leaves.set_known(item, place, value.cast_signed());
        } else {
            self.set(item, place, value);
        }
    }

    fn add_stock(&mut self, key: &Key, stock: &Stock) {
        if !self.is_leaf(key.area) || key.group.is_total(self.cuts) {
            return;
        }
        let place = place(key.area, key.group, self.cuts);
        let out_of_work = stock.in_state(State::NotEmployed) + stock.in_state(State::Retired);
        let counts = [
            (What::InProfession, stock.in_profession()),
            (What::OtherRole, stock.in_state(State::OtherRoleInCare)),
            (What::InCare, stock.in_care()),
            (What::OtherIndustry, stock.in_state(State::OtherIndustry)),
            (What::Employed, stock.employed()),
            (What::OutOfWork, out_of_work),
            (
                What::EmployedOutside,
                stock.employed() - stock.in_profession(),
            ),
            (
                What::NotInProfession,
                stock.licensed() - stock.in_profession(),
            ),
            (What::NotInCare, stock.licensed() - stock.in_care()),
            (What::Licensed, stock.licensed()),
        ];
        let ages = stock.under_65().map(|under| {
            let from_65 = stock.licensed() - under;
            [(What::Under65, under), (What::From65, from_65)]
        });
        for (what, value) in counts.into_iter().chain(ages.into_iter().flatten()) {
            self.set(in_year(key.profession, key.year, what), place, value);
        }
    }

    fn add_balance(&mut self, key: &Key, row: &Balance) {
        if !self.is_leaf(key.area) || key.group.is_total(self.cuts) {
            return;
        }
        let place = place(key.area, key.group, self.cuts);
        let item = |what| in_year(key.profession, key.year, what);
        let now = item(What::InProfession);
        let mut counts = vec![
            (now.year_before(), row.opening),
            (now, row.closing),
            (item(What::Returned), row.returned),
            (item(What::FirstEntries), row.first_entries),
            (
                item(What::EntriesOfUnknownYear),
                row.entries_of_unknown_year,
            ),
            (item(What::MovedIn), row.moved_in),
            (item(What::UnknownMovesIn), row.unknown_moves_in),
            (item(What::Retired), row.retired),
            (item(What::ToOtherRole), row.other_role),
            (item(What::ToOtherIndustry), row.other_industry),
            (item(What::NotEmployed), row.not_employed),
            (item(What::LeftRegister), row.left_register),
            (item(What::MovedOut), row.moved_out),
            (item(What::UnknownMovesOut), row.unknown_moves_out),
        ];
        let new = (0..).zip(row.newly_licensed);
        counts.extend(new.map(|(country, count)| (item(What::NewlyLicensed(country)), count)));
        for (item, value) in counts {
            self.set(item, place, value);
        }
        self.leaves
            .set(item(What::ChangedGroup), place, row.changed_group);
    }

    fn add_route(&mut self, route: &Route, count: u64) {
        if route.group.is_total(self.cuts) {
            return;
        }
        let place = place(route.to, route.group, self.cuts);
        let item = in_year(route.profession, route.year, What::route(route));
        self.set_listed(item, place, count);
    }

    /// Those in the profession in one of two years only, by subtraction of those in it in both.
    fn add_flows_of_mobility(&mut self) {
        let is_country = self.level == Level::Country;
        let changes = self.cuts.iter().any(|cut| cut.changes());
        let mut stayed: BTreeMap<(Item, Place), i64> = BTreeMap::new();
        for ((item, place), count) in self.leaves.iter() {
            if let What::Route(Origin::YearBefore, from) = item.what {
                let at = |area: u16| {
                    let mut place = place;
                    place[0] = if is_country { ALL } else { area };
                    place
                };
                let entered = (item.but(What::Entered), at(place[0]));
                *stayed.entry(entered).or_default() += count;
                // Of those who left, only the group of the year before is known.
                if !changes {
                    *stayed.entry((item.but(What::Left), at(from))).or_default() += count;
                }
            }
        }
        for ((item, place), stayed) in stayed {
            let all = item.but(What::InProfession);
            let all = if item.what == What::Left {
                all.year_before()
            } else {
                all
            };
            if let Some(all) = self.leaves.get(all, place) {
                self.leaves.set(item, place, all - stayed);
            }
        }
    }

    fn add_retention(&mut self, key: &CurveKey, curve: &Retention, with_destinations: bool) {
        if !self.is_leaf(key.area) {
            return;
        }
        let place = place(key.area, key.group, self.cuts);
        let item = |what| Item {
            profession: key.profession,
            period: key.cohort.unwrap_or(ALL_COHORTS),
            what,
        };
        for (since, year) in (0..).zip(&curve.years) {
            let counts = [
                (What::InCohort(since), year.followed()),
                (What::InProfessionSince(since), year.in_profession()),
                (What::OutsideSince(since), year.outside()),
                (What::NotInRegisterSince(since), year.not_in_register),
                (What::EnteringCohort(since), year.entering),
                (What::LeavingCohort(since), year.leaving),
            ];
            for (what, count) in counts {
                self.set(item(what), place, count);
            }
            let states = (0..).zip(year.in_state).skip(1);
            for (state, count) in states.filter(|_| with_destinations) {
                self.set(item(What::InStateSince(since, state)), place, count);
            }
        }
    }

    /// Those who are in the profession for the first time, by how old their licence is.
    fn add_first_seen(&mut self, key: &Key, licences: [u64; 2]) {
        if self.is_leaf(key.area) {
            let place = place(key.area, key.group, self.cuts);
            for (since, count) in (0..).zip(licences) {
                let item = in_year(key.profession, key.year, What::FirstSeen(since));
                self.set(item, place, count);
            }
        }
    }

    fn add_first_exit(&mut self, key: &CurveKey, curve: &FirstExit, with_destinations: bool) {
        if !self.is_leaf(key.area) {
            return;
        }
        let place = place(key.area, key.group, self.cuts);
        let item = |what| Item {
            profession: key.profession,
            period: key.cohort.unwrap_or(ALL_COHORTS),
            what,
        };
        let at_risk = |since: usize| {
            let point = curve.years.get(since).and_then(|year| year.point);
            point.map_or(0, |point| point.at_risk)
        };
        let mut before = 0;
        for (at, year) in curve.years.iter().enumerate() {
            let since = u32::try_from(at).unwrap_or(u32::MAX);
            let (exits, censored) = year
                .point
                .map_or((0, 0), |point| (point.events, point.censored));
            let remaining = at_risk(at).saturating_sub(exits + censored);
            let late = at_risk(at).saturating_sub(before);
            before = remaining;
            self.set_if_any(item(What::AtRisk(since)), place, at_risk(at));
            // A year in which nobody is at risk is empty, and nobody is left before it or after the last.
            let is_empty = at_risk(at) == 0;
            self.set_known_if(is_empty, item(What::Exits(since)), place, exits);
            self.set_known_if(is_empty, item(What::Censored(since)), place, censored);
            let is_end = is_empty || at_risk(at + 1) == 0;
            self.set_known_if(is_end, item(What::Remaining(since)), place, remaining);
            self.set_known_if(is_empty, item(What::LateEntries(since)), place, late);
            if with_destinations {
                for (destination, exits) in (0..).zip(year.exits_to) {
                    let exits_to = item(What::ExitsTo(since, destination));
                    self.set_known_if(is_empty, exits_to, place, exits);
                }
            }
        }
    }

    fn add_part(&mut self, key: &FollowUpKey, count: u64, of: u64) {
        let place = place(Area::Sweden, key.group, self.cuts);
        let FollowUpKey {
            since,
            distribution,
            category,
            ..
        } = *key;
        let item = |what| Item {
            profession: key.profession,
            period: key.cohort,
            what,
        };
        self.set_listed(item(What::Followed(since, distribution)), place, of);
        let part = item(What::Part(since, distribution, category));
        match distribution {
            Distribution::Industry | Distribution::Sector | Distribution::Area => {
                self.set_listed(part, place, count);
            }
            Distribution::State | Distribution::Established | Distribution::SameAreaAsStudies => {
                self.set(part, place, count);
            }
        }
        let in_profession = Category::State(State::InProfession);
        if (distribution, category) == (Distribution::State, in_profession) {
            self.set(item(What::OutsideOfCohort(since)), place, of - count);
        }
        if distribution == Distribution::SameAreaAsStudies {
            let all = item(What::Part(since, Distribution::State, in_profession));
            if let Some(all) = self.leaves.get(all, place) {
                let unknown = all - of.cast_signed();
                self.leaves
                    .set(item(What::OfUnknownArea(since)), place, unknown);
            }
        }
    }

    fn add_step(
        &mut self,
        key: &PathwayKey,
        place: Place,
        (count, censored): (u64, u64),
        previous: Option<u64>,
    ) {
        let item = |what| Item {
            profession: key.profession,
            period: period_of_entrants(key),
            what,
        };
        let reached = item(What::Reached(key.step));
        if key.step == Step::Entrant {
            self.set_listed(reached, place, count);
        } else {
            self.set(reached, place, count);
        }
        self.set(item(What::CensoredBefore(key.step)), place, censored);
        let entrants = self.leaves.get(item(What::Reached(Step::Entrant)), place);
        let is_later = key.step.previous().is_some_and(|own| own != Step::Entrant);
        if let (true, Some(entrants)) = (is_later, entrants) {
            let never = entrants - count.cast_signed();
            self.leaves
                .set(item(What::NeverReached(key.step)), place, never);
        }
        let missed = previous.and_then(|previous| previous.checked_sub(count));
        if let Some(missed) = missed {
            self.set(item(What::NotReached(key.step)), place, missed);
            if let Some(failed) = missed.checked_sub(censored) {
                self.set(item(What::Failed(key.step)), place, failed);
            }
        }
        let nominal = item(What::Reached(Step::DegreeInNominalTime));
        let nominal = self.leaves.get(nominal, place);
        if let (Step::Degree, Some(nominal)) = (key.step, nominal) {
            let late = count.cast_signed() - nominal;
            self.leaves.set(item(What::DegreeLate), place, late);
        }
    }
}
