//! What the counts of one view disclose of those of another.

use std::collections::BTreeSet;

use super::here::Relation;
use crate::accounts::flow::count::{ALL_COHORTS, DatedCount, FlowCount};
use crate::accounts::flow::terms::{BalanceTerm, FirstExitTerm, RetentionTerm};
use crate::accounts::summed::{ALL, Coordinates, Located, SummedCounts};
use crate::domain::{ProfessionId, Year};
use crate::flow::{Coverage, Cut};

/// Adds how the counts of different views add up, at the coordinates of `leaves`.
pub(super) fn relate(
    summed: &mut SummedCounts<DatedCount>,
    leaves: &[Located<DatedCount>],
    cuts: &[Cut],
    coverage: Option<&Coverage>,
) {
    let seen: BTreeSet<(ProfessionId, Year)> = leaves
        .iter()
        .filter(|(dated, _)| matches!(dated.count, FlowCount::FirstSeen(_)))
        .map(|(dated, _)| (dated.profession, dated.period.0))
        .collect();
    let mut newly_licensed = BTreeSet::new();
    for (dated, at) in leaves {
        let (since, is_entry) = match dated.count {
            FlowCount::FirstSeen(_) => {
                newly_licensed.insert((*dated, unchanging(*at, cuts)));
                continue;
            }
            FlowCount::FirstExit(FirstExitTerm::LateEntries(since @ (1 | 2))) => (since - 1, true),
            FlowCount::Retention(RetentionTerm::InProfession(0)) => (0, false),
            _ => continue,
        };
        let last = last_year(dated.profession, coverage);
        let years = seen
            .iter()
            .filter(|(profession, year)| {
                *profession == dated.profession && !(is_entry && Some(*year) == last)
            })
            .map(|(_, year)| *year);
        let terms = first_seen(*dated, *at, since, years);
        summed.relate_if_it_holds(existing(summed, terms));
    }
    for (dated, at) in newly_licensed {
        let new = BalanceTerm::NEWLY_LICENSED.map(|term| (dated.but(term), at, 1));
        let seen = [0, 1].map(|since| (dated.but(FlowCount::FirstSeen(since)), at, -1));
        summed.relate_if_it_holds(new.into_iter().chain(seen));
    }
}

fn last_year(profession: ProfessionId, coverage: Option<&Coverage>) -> Option<Year> {
    coverage?.years.get(&profession)?.last().copied()
}

/// Without the counts that are not there, which are known to be 0.
fn existing(summed: &SummedCounts<DatedCount>, mut terms: Relation) -> Relation {
    terms.retain(|(dated, at, _)| summed.id(*dated, *at).is_some());
    terms
}

/// Those of a cohort who come into the profession so many years after the licence.
fn first_seen(
    dated: DatedCount,
    at: Coordinates,
    since: u32,
    years: impl Iterator<Item = Year>,
) -> Relation {
    let (first, last) = dated.period;
    let licence_age = u8::try_from(since).unwrap_or(u8::MAX);
    let seen = years
        .filter(|year| {
            let licensed = *year - Year::try_from(since).unwrap_or_default();
            dated.period == ALL_COHORTS || (first..=last).contains(&licensed)
        })
        .map(|year| {
            let seen = FlowCount::FirstSeen(licence_age);
            (DatedCount::in_year(dated.profession, year, seen), at, -1)
        });
    std::iter::once((dated, at, 1)).chain(seen).collect()
}

/// The same coordinates for all values of what may change between two years.
fn unchanging(mut at: Coordinates, cuts: &[Cut]) -> Coordinates {
    for (code, cut) in at[1..].iter_mut().zip(cuts) {
        if cut.changes() {
            *code = ALL;
        }
    }
    at
}
