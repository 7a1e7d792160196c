//! What the counts of one view show of those of another.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{ALL_COHORTS, Item, What, in_year};
use super::relations::anywhere;
use crate::domain::{ProfessionId, State, Year};
use crate::flow::{Category, Coverage, Cut, Distribution, FOLLOWED};
use crate::view::summed_counts::{ALL, Leaves, Place, SummedCounts};

/// Adds what the follow-up counts and the table of retention does not, or the other way round.
///
/// Of a cohort that both follow, retention lacks only those in areas where nobody of it was first seen in
/// the profession, and every reader knows where that is. Where retention follows all licences together,
/// the rest are those of cohorts that the follow-up does not cover.
pub(super) fn add_rests(leaves: &mut Leaves<Item>) {
    let mut followed: BTreeMap<(Item, Place), i64> = BTreeMap::new();
    let mut retained: BTreeMap<(Item, Place), i64> = BTreeMap::new();
    for ((item, place), value) in leaves.iter() {
        for (since, is_in_profession, sign) in in_followup(item.what) {
            let rest = item.but(What::ElsewhereSince(is_in_profession, since));
            *followed.entry((rest, place)).or_default() += sign * value;
        }
        if let Some((since, is_in_profession)) = in_retention(item.what) {
            let rest = item.but(What::ElsewhereSince(is_in_profession, since));
            *retained.entry((rest, anywhere(place))).or_default() += value;
        }
    }
    for ((item, place), retained) in retained {
        if item.period == ALL_COHORTS {
            let alike = followed.iter().filter(|((own, at), _)| {
                (own.profession, own.what, *at) == (item.profession, item.what, place)
            });
            let rest = retained - alike.map(|(_, value)| value).sum::<i64>();
            if rest >= 0 {
                leaves.set(item, place, rest);
            }
        } else if let Some(followed) = followed.get(&(item, place)) {
            let rest = followed - retained;
            if rest >= 0 {
                leaves.set_known(item, place, rest);
            }
        }
    }
}

/// Adds how the counts of different views add up, at the places of `items`.
pub(super) fn relate(
    summed: &mut SummedCounts<Item>,
    items: &[(Item, Place)],
    cuts: &[Cut],
    coverage: Option<&Coverage>,
) {
    let cohorts: BTreeSet<(ProfessionId, (Year, Year))> = items
        .iter()
        .filter(|(item, _)| matches!(item.what, What::Followed(..)))
        .map(|(item, _)| (item.profession, item.period))
        .collect();
    let seen: BTreeSet<(ProfessionId, Year)> = items
        .iter()
        .filter(|(item, _)| matches!(item.what, What::FirstSeen(_)))
        .map(|(item, _)| (item.profession, item.period.0))
        .collect();
    let mut newly_licensed = BTreeSet::new();
    for (item, place) in items {
        match item.what {
            What::ElsewhereSince(is_in_profession, since) => {
                let terms = follow_up(*item, *place, (is_in_profession, since), &cohorts);
                summed.relate_if_it_holds(existing(summed, terms));
            }
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

/// Those in the register or the profession so many years after the licence, in both views.
fn follow_up(
    item: Item,
    place: Place,
    (is_in_profession, since): (bool, u32),
    cohorts: &BTreeSet<(ProfessionId, (Year, Year))>,
) -> Terms {
    let sign = if item.period == ALL_COHORTS { 1 } else { -1 };
    let own = if is_in_profession {
        What::InProfessionSince(since)
    } else {
        What::InRegisterSince(since)
    };
    let mut terms = vec![(item.but(own), place, sign), (item, place, -1)];
    let Ok(since) = u8::try_from(since) else {
        return terms;
    };
    let followed = cohorts.iter().filter(|(profession, cohort)| {
        let is_alike = item.period == ALL_COHORTS || item.period == *cohort;
        *profession == item.profession && is_alike
    });
    for (_, cohort) in followed {
        let of = |what, own: i8| {
            let item = Item {
                period: *cohort,
                what,
                ..item
            };
            (item, place, -sign * own)
        };
        let state = |category| What::Part(since, Distribution::State, category);
        if is_in_profession {
            terms.push(of(state(Category::State(State::InProfession)), 1));
        } else {
            terms.push(of(What::Followed(since, Distribution::State), 1));
            terms.push(of(state(Category::NotInRegister), -1));
        }
    }
    terms
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

/// What a count of the follow-up adds to those in the register and to those in the profession.
fn in_followup(what: What) -> impl Iterator<Item = (u32, bool, i64)> {
    let added = match what {
        What::Followed(since, Distribution::State) => Some((since, false, 1)),
        What::Part(since, Distribution::State, Category::NotInRegister) => Some((since, false, -1)),
        What::Part(since, Distribution::State, Category::State(State::InProfession)) => {
            Some((since, true, 1))
        }
        _ => None,
    };
    let added = added.map(|(since, is_in, sign)| (u32::from(since), is_in, sign));
    added.into_iter()
}

/// The years since the licence of a count of retention that the follow-up has too.
fn in_retention(what: What) -> Option<(u32, bool)> {
    let (since, is_in_profession) = match what {
        What::InRegisterSince(since) => (since, false),
        What::InProfessionSince(since) => (since, true),
        _ => return None,
    };
    let is_followed = FOLLOWED.iter().any(|own| u32::from(*own) == since);
    is_followed.then_some((since, is_in_profession))
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
