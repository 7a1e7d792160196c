//! The balance of a year, and where those in the profession were before.

use super::here::{Here, Relation};
use super::lists::Lists;
use crate::accounts::flow::coordinates::{area_code, in_area};
use crate::accounts::flow::count::FlowCount;
use crate::accounts::flow::terms::{BalanceTerm, MobilityTerm, StockTerm};
use crate::accounts::summed::ALL;
use crate::flow::{Area, Origin};

/// The stock by where its holders studied.
pub(super) fn places_of_study(here: Here, lists: &Lists) -> Vec<Relation> {
    if !lists.has_routes(here, Origin::Studies) {
        return Vec::new();
    }
    let mut terms = lists.arrivals(here, Origin::Studies);
    terms.push(here.own(1));
    vec![terms]
}

/// All who are in the profession in an area: those who were in it the year before, and those who entered.
pub(super) fn entered(here: Here, lists: &Lists) -> Relation {
    let mut terms = lists.arrivals(here, Origin::YearBefore);
    terms.extend([
        here.is(StockTerm::InProfession, 1),
        here.is(MobilityTerm::Entered, -1),
    ]);
    terms
}

/// All who were in an area the year before: those who left, and where the others are.
pub(super) fn left(here: Here, lists: &Lists) -> Relation {
    let before = here.dated.but(StockTerm::InProfession).year_before();
    let mut terms = vec![(before, here.at, 1), here.own(-1)];
    terms.extend(lists.departures(here));
    terms
}

/// The balance of a year, and mobility's part in it.
pub(super) fn balance(here: Here, lists: &Lists) -> Vec<Relation> {
    let opening = here.dated.but(StockTerm::InProfession).year_before();
    let closing = here.is(StockTerm::InProfession, 1);
    let entries = BalanceTerm::ENTRIES.map(|term| here.is(term, -1));
    let exits = BalanceTerm::EXITS;
    let mut relations = vec![closed(here)];
    if !lists.has_routes(here, Origin::YearBefore) {
        return relations;
    }
    let came = lists.arrivals(here, Origin::YearBefore);
    let mut all = vec![closing];
    all.extend(entries);
    all.extend(came.iter().copied());
    relations.push(all);
    // It follows from the others, and bounds the stock by the routes that are listed.
    let mut departures = lists.departures(here);
    departures.push((opening, here.at, 1));
    departures.push(here.is(BalanceTerm::ChangedGroup, 1));
    departures.extend(exits.map(|term| here.is(term, -1)));
    relations.push(departures);
    if here.at[0] != ALL {
        relations.extend(moves(here, lists, came));
    }
    relations
}

/// The closing stock: the opening stock with entries, moves and changes of group, less exits.
fn closed(here: Here) -> Relation {
    let opening = here.dated.but(StockTerm::InProfession).year_before();
    let gains = [
        BalanceTerm::MovedIn,
        BalanceTerm::UnknownMovesIn,
        BalanceTerm::ChangedGroup,
    ];
    let moves_out = [BalanceTerm::MovedOut, BalanceTerm::UnknownMovesOut];
    let mut terms = vec![here.is(StockTerm::InProfession, 1), (opening, here.at, -1)];
    terms.extend(BalanceTerm::ENTRIES.map(|term| here.is(term, -1)));
    terms.extend(gains.map(|term| here.is(term, -1)));
    terms.extend(BalanceTerm::EXITS.map(|term| here.is(term, 1)));
    terms.extend(moves_out.map(|term| here.is(term, 1)));
    terms
}

/// Moves in and out of an area by the routes that they are of, known and unknown ends separately.
fn moves(here: Here, lists: &Lists, came: Relation) -> [Relation; 4] {
    let unknown = area_code(Area::Unknown);
    let area = here.at[0];
    let is_known = |code: u16| area != unknown && code != unknown;
    let stayed = MobilityTerm::Route(Origin::YearBefore, area);
    let whole = |term: BalanceTerm| vec![here.is(term, 1)];
    let mut moved_in = whole(BalanceTerm::MovedIn);
    let mut unknown_in = whole(BalanceTerm::UnknownMovesIn);
    for (own, at, sign) in came {
        match own.count {
            FlowCount::Mobility(MobilityTerm::Route(_, from)) if from == area => {}
            FlowCount::Mobility(MobilityTerm::Route(_, from)) if is_known(from) => {
                moved_in.push((own, at, sign));
            }
            _ => unknown_in.push((own, at, sign)),
        }
    }
    let mut moved_out = whole(BalanceTerm::MovedOut);
    let mut unknown_out = whole(BalanceTerm::UnknownMovesOut);
    let destinations = lists.destinations(here, stayed).iter();
    for to in destinations.filter(|to| **to != area) {
        let moves = if is_known(*to) {
            &mut moved_out
        } else {
            &mut unknown_out
        };
        moves.push((here.dated.but(stayed), in_area(here.at, *to), -1));
    }
    [moved_in, unknown_in, moved_out, unknown_out]
}
