//! Counts at coordinates, their totals along every dimension, and how they add up.

use std::collections::{BTreeMap, BTreeSet};

use super::contributors::Contributors;
use crate::report::{CountId, Counts, Exposure, PersonCount};

/// An area and a group: a code along each dimension.
pub(super) type Coordinates = [u16; 5];

/// The code of the total along a dimension.
pub(super) const ALL: u16 = u16::MAX;

/// The coordinates of the total along all dimensions.
pub(super) const TOTAL: Coordinates = [ALL; 5];

/// What distinguishes subjects: the profession, the first and last year, what else the subject names, and the
/// coordinates.
pub(super) type SubjectKey = (u16, i32, i32, u32, Coordinates);

/// A count at its coordinates.
pub(super) type Located<K> = (K, Coordinates);

/// Counts at their coordinates whose sum, each with its sign 1 or −1, is 0.
pub(super) type Terms<K> = Vec<(K, Coordinates, i8)>;

/// What is counted: the same at all coordinates, so that it adds up.
pub(super) trait Countable: Copy + Ord {
    /// Of whom, when and where it is a count: the same for all counts that are so called.
    fn subject(self, at: Coordinates) -> SubjectKey;
    /// The same in any year.
    fn in_any_year(self) -> Self;
    /// Whether it is a net count, which may be negative.
    fn is_net(self) -> bool;
    /// Whether readers come for it, so that others are suppressed rather than it.
    fn is_headline(self, at: Coordinates) -> bool;
    /// Who can see it.
    fn exposure(self) -> Exposure;
}

/// The words for counts, which the view gives.
pub(super) trait CountNames<K> {
    /// What a count is called.
    fn count(&self, count: K) -> String;
    /// Of whom, when and where it is a count.
    fn subject(&self, count: K, at: Coordinates) -> String;
}

/// Counts of persons each of whom is at one place of the coordinates only.
pub(super) struct Leaves<K> {
    values: BTreeMap<Located<K>, i64>,
    /// Those that are listed only where they are not 0.
    listed: BTreeSet<Located<K>>,
    /// Those that every reader knows without being shown them.
    known: BTreeSet<Located<K>>,
}

/// All counts of a report and where they are found.
#[derive(Clone, Debug)]
pub(super) struct SummedCounts<K> {
    pub(super) counts: Counts,
    ids: BTreeMap<Located<K>, CountId>,
}

impl<K: Countable> Leaves<K> {
    pub(super) const fn new() -> Self {
        Self {
            values: BTreeMap::new(),
            listed: BTreeSet::new(),
            known: BTreeSet::new(),
        }
    }

    pub(super) fn set(&mut self, count: K, at: Coordinates, value: i64) {
        self.values.insert((count, at), value);
    }

    /// A count that is listed only where it is not 0, as every reader knows.
    pub(super) fn set_listed(&mut self, count: K, at: Coordinates, value: i64) {
        self.set(count, at, value);
        self.listed.insert((count, at));
    }

    /// A count that every reader knows without being shown it.
    pub(super) fn set_known(&mut self, count: K, at: Coordinates, value: i64) {
        self.set(count, at, value);
        self.known.insert((count, at));
    }

    pub(super) fn get(&self, count: K, at: Coordinates) -> Option<i64> {
        self.values.get(&(count, at)).copied()
    }

    /// In order, with their values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Located<K>, i64)> {
        self.values
            .iter()
            .map(|(located, value)| (*located, *value))
    }

    /// Adds the totals along every dimension. `is_shown` says which coordinates the report shows, and
    /// `is_empty` where a count is known to be 0.
    pub(super) fn summed(
        mut self,
        names: &impl CountNames<K>,
        is_shown: impl Fn(Coordinates) -> bool,
        is_empty: impl Fn(K, Coordinates) -> bool,
    ) -> SummedCounts<K> {
        let sums = self.add_totals();
        let possible = possible(&self.values);
        let mut counts = Counts::default();
        let mut subjects = BTreeMap::new();
        let mut ids = BTreeMap::new();
        for (located @ (count, at), value) in &self.values {
            let subject = *subjects
                .entry(count.subject(*at))
                .or_insert_with(|| counts.add_subject(names.subject(*count, *at)));
            let exposure = match count.exposure() {
                Exposure::Shown if !is_shown(*at) => Exposure::Elsewhere,
                exposure => exposure,
            };
            let id = counts.add(PersonCount {
                value: *value,
                exposure,
                is_fixed: !possible.contains(&count.in_any_year())
                    || is_empty(*count, *at)
                    || self.known.contains(located),
                is_net: count.is_net(),
                least: i64::from(self.listed.contains(located)),
                is_headline: count.is_headline(*at),
                what: names.count(*count),
                subject,
            });
            ids.insert(*located, id);
        }
        let mut summed = SummedCounts { counts, ids };
        for ((count, at), parts) in sums {
            let parts = parts.into_iter().map(|(count, at)| (count, at, -1));
            summed.relate(std::iter::once((count, at, 1)).chain(parts));
        }
        summed
    }

    /// Adds the totals along one dimension after the other, and returns each with its parts.
    fn add_totals(&mut self) -> Vec<(Located<K>, Vec<Located<K>>)> {
        let mut sums = Vec::new();
        for dimension in 0..TOTAL.len() {
            let mut parts_of: BTreeMap<Located<K>, Vec<Located<K>>> = BTreeMap::new();
            for (count, at) in self.values.keys().filter(|(_, at)| at[dimension] != ALL) {
                let mut whole = *at;
                whole[dimension] = ALL;
                let parts = parts_of.entry((*count, whole)).or_default();
                parts.push((*count, *at));
            }
            for (whole, parts) in parts_of {
                let sum = parts.iter().map(|part| self.values[part]).sum();
                self.values.insert(whole, sum);
                sums.push((whole, parts));
            }
        }
        sums
    }
}

/// The counts that are not 0 at some coordinates in some year. The rest is taken for known to be 0.
fn possible<K: Countable>(values: &BTreeMap<Located<K>, i64>) -> BTreeSet<K> {
    values
        .iter()
        .filter(|(_, value)| **value != 0)
        .map(|((count, _), _)| count.in_any_year())
        .collect()
}

impl<K: Countable> SummedCounts<K> {
    pub(super) fn id(&self, count: K, at: Coordinates) -> Option<CountId> {
        self.ids.get(&(count, at)).copied()
    }

    /// The ids of counts that contribute to a number.
    ///
    /// A count that is not known cannot be protected: a number that it contributes to is suppressed.
    pub(super) fn contributors(&self, counts: impl Iterator<Item = Located<K>>) -> Contributors {
        let ids: Option<Vec<CountId>> = counts.map(|(count, at)| self.id(count, at)).collect();
        ids.map_or(Contributors::Unknown, |ids| {
            Contributors::Counts(ids.into())
        })
    }

    /// All counts and the coordinates of their totals, in order.
    pub(super) fn everywhere(&self) -> impl Iterator<Item = Located<K>> {
        self.ids.keys().copied()
    }

    /// Adds a relation, unless one of its counts is not there.
    pub(super) fn relate(&mut self, terms: impl IntoIterator<Item = (K, Coordinates, i8)>) {
        if let Some(ids) = self.ids(terms) {
            self.counts.relate(ids);
        }
    }

    /// Adds a relation that a register with odd rows may break, if this one keeps it: a relation that does
    /// not hold discloses nothing.
    pub(super) fn relate_if_it_holds(
        &mut self,
        terms: impl IntoIterator<Item = (K, Coordinates, i8)>,
    ) {
        if let Some(ids) = self.ids(terms) {
            let sum: i64 = ids
                .iter()
                .map(|(id, sign)| i64::from(*sign) * self.counts.get(*id).value)
                .sum();
            if sum == 0 {
                self.counts.relate(ids);
            }
        }
    }

    fn ids(
        &self,
        terms: impl IntoIterator<Item = (K, Coordinates, i8)>,
    ) -> Option<Vec<(CountId, i8)>> {
        terms
            .into_iter()
            .map(|(count, at, sign)| Some((self.id(count, at)?, sign)))
            .collect()
    }
}
