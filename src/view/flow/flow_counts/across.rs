//! What the counts of one view show of those of another.

use std::collections::BTreeSet;

use super::item::{ALL_COHORTS, Item, What, in_year};
use crate::domain::{ProfessionId, Year};
use crate::flow::{Coverage, Cut};
use crate::view::summed_counts::{ALL, Place, SummedCounts};

/// Adds how the counts of different views add up, at the places of `items`.
pub(super) fn relate(
    summed: &mut SummedCounts<Item>,
    items: &[(Item, Place)],
    cuts: &[Cut],
    coverage: Option<&Coverage>,
) {
    let seen: BTreeSet<(ProfessionId, Year)> = items
        .iter()
        .filter(|(item, _)| matches!(item.what, What::FirstSeen(_)))
        .map(|(item, _)| (item.profession, item.period.0))
        .collect();
    let mut newly_licensed = BTreeSet::new();
    for (item, place) in items {
        match item.what {
            What::FirstSeen(_) => {
                newly_licensed.insert((*item, unchanging(*place, cuts)));
            }
            What::LateEntries(since @ (1 | 2)) | What::InProfessionSince(since @ 0) => {
                let last = coverage.and_then(|coverage| {
                    let years = coverage.years.get(&item.profession)?;
                    years.last().copied()
                });
                let is_entry = since > 0;
                let years = seen.iter().filter(|(profession, year)| {
                    *profession == item.profession && !(is_entry && Some(*year) == last)
                });
                let years = years.map(|(_, year)| *year);
                let terms = first_seen(*item, *place, since.max(1) - 1, years);
                summed.relate_if_it_holds(existing(summed, terms));
            }
            _ => {}
        }
    }
    for (item, place) in newly_licensed {
        let new = (0..4).map(|country| (item.but(What::NewlyLicensed(country)), place, 1));
        let seen = [0, 1].map(|since| (item.but(What::FirstSeen(since)), place, -1));
        summed.relate_if_it_holds(new.chain(seen).collect::<Vec<_>>());
    }
}

type Terms = Vec<(Item, Place, i8)>;

/// Without the counts that are not there, which are known to be 0.
fn existing(summed: &SummedCounts<Item>, terms: Terms) -> Terms {
    let is_there = |(item, place, _): &(Item, Place, i8)| summed.id(*item, *place).is_some();
    terms.into_iter().filter(is_there).collect()
}

/// Those of a cohort who come into the profession so many years after the licence.
fn first_seen(item: Item, place: Place, since: u32, years: impl Iterator<Item = Year>) -> Terms {
    let (first, last) = item.period;
    let years = years.filter(|year| {
        let licensed = *year - Year::try_from(since).unwrap_or_default();
        item.period == ALL_COHORTS || (first..=last).contains(&licensed)
    });
    let since = u8::try_from(since).unwrap_or(u8::MAX);
    let seen = years.map(|year| {
        let seen = in_year(item.profession, year, What::FirstSeen(since));
        (seen, place, -1)
    });
    std::iter::once((item, place, 1)).chain(seen).collect()
}

/// The same place for all values of what may change between two years.
fn unchanging(mut place: Place, cuts: &[Cut]) -> Place {
    for (code, cut) in place[1..].iter_mut().zip(cuts) {
        if cut.changes() {
            *code = ALL;
        }
    }
    place
}
