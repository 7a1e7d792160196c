//! How the counts of a flow description add up, as lists written by hand.
//!
//! These lists are to be replaced: [`super::atoms`] says of every count which atoms of the register it sums, and
//! a relation holds exactly where the sums cancel for every atom. Nothing outside this folder knows the
//! lists; [`relate`] is the only way in.

mod across_views;
mod first_exit;
mod flows;
mod followup;
mod here;
mod lists;
mod pathway;
mod retention;
mod stock;

use std::collections::{BTreeMap, BTreeSet};

use super::coordinates::anywhere;
use super::count::{ALL_COHORTS, DatedCount, FlowCount};
use super::terms::{BalanceTerm, FollowUpTerm, MobilityTerm, RetentionTerm, StockTerm};
use crate::accounts::summed::{Located, SummedCounts};
use crate::domain::State;
use crate::flow::{Category, Coverage, Cut, Distribution, FOLLOWED};
use here::{Here, Relation};
use lists::Lists;

/// Adds every relation between the counts of a description; `leaves` are the counts that the others are
/// totals of.
pub(super) fn relate(
    summed: &mut SummedCounts<DatedCount>,
    leaves: &[Located<DatedCount>],
    cuts: &[Cut],
    coverage: Option<&Coverage>,
) {
    let lists = Lists::of(summed);
    for (dated, at) in leaves {
        let here = Here {
            dated: *dated,
            at: *at,
        };
        for relation in relations(here, &lists) {
            summed.relate(relation);
        }
    }
    across_views::relate(summed, leaves, cuts, coverage);
    relate_moves(summed, leaves);
    for ((whole, at), parts) in cohorts(leaves) {
        let parts = parts.into_iter().map(|(part, at)| (part, at, -1));
        summed.relate(parts.chain([(whole, at, 1)]));
    }
}

/// The relations between a count and others at the same coordinates. Each relation is listed with one of
/// its counts only.
fn relations(here: Here, lists: &Lists) -> Vec<Relation> {
    match here.dated.count {
        FlowCount::Stock(StockTerm::Licensed) => stock::relations(here),
        FlowCount::Stock(StockTerm::InProfession) => flows::places_of_study(here, lists),
        FlowCount::Stock(_) | FlowCount::FirstSeen(_) => Vec::new(),
        FlowCount::Balance(BalanceTerm::MovedIn) => flows::balance(here, lists),
        FlowCount::Balance(_) => Vec::new(),
        FlowCount::Mobility(MobilityTerm::Entered) => vec![flows::entered(here, lists)],
        FlowCount::Mobility(MobilityTerm::Left) => vec![flows::left(here, lists)],
        FlowCount::Mobility(MobilityTerm::Route(..)) => Vec::new(),
        FlowCount::FirstExit(term) => first_exit::relations(here, term),
        FlowCount::Retention(term) => retention::relations(here, term),
        FlowCount::FollowUp(term) => followup::relations(here, term, lists),
        FlowCount::Pathway(term) => pathway::relations(here, term),
    }
}

/// Whoever moves to an area has moved from another.
fn relate_moves(summed: &mut SummedCounts<DatedCount>, leaves: &[Located<DatedCount>]) {
    let moved_in: BTreeSet<Located<DatedCount>> = leaves
        .iter()
        .filter(|(dated, _)| dated.count == BalanceTerm::MovedIn.into())
        .map(|(dated, at)| (*dated, anywhere(*at)))
        .collect();
    for (dated, at) in moved_in {
        for [into, out] in [
            [BalanceTerm::MovedIn, BalanceTerm::MovedOut],
            [BalanceTerm::UnknownMovesIn, BalanceTerm::UnknownMovesOut],
        ] {
            summed.relate([(dated.but(into), at, 1), (dated.but(out), at, -1)]);
        }
    }
}

/// All licences so many years on, by their years in the follow-up, which follows each year alone: as many
/// years as are followed so long.
fn cohorts(
    leaves: &[Located<DatedCount>],
) -> BTreeMap<Located<DatedCount>, Vec<Located<DatedCount>>> {
    let followed: Vec<(RetentionTerm, FlowCount)> =
        FOLLOWED.into_iter().flat_map(in_both_clocks).collect();
    let mut parts: BTreeMap<Located<DatedCount>, Vec<Located<DatedCount>>> = BTreeMap::new();
    for (dated, at) in leaves {
        for (whole, _) in followed.iter().filter(|(_, part)| *part == dated.count) {
            let whole = DatedCount {
                period: ALL_COHORTS,
                ..dated.but(*whole)
            };
            parts.entry((whole, *at)).or_default().push((*dated, *at));
        }
    }
    parts
}

/// What retention and the follow-up both count so many years since the licence.
fn in_both_clocks(since: u8) -> [(RetentionTerm, FlowCount); 3] {
    let part = |category| FollowUpTerm::Part(since, Distribution::State, category).into();
    [
        (
            RetentionTerm::InCohort(since.into()),
            FollowUpTerm::All(since, Distribution::State).into(),
        ),
        (
            RetentionTerm::InProfession(since.into()),
            part(Category::State(State::InProfession)),
        ),
        (
            RetentionTerm::NotInRegister(since.into()),
            part(Category::NotInRegister),
        ),
    ]
}
