//! Counts in places, their totals along every dimension, and how they add up.

use std::collections::{BTreeMap, BTreeSet};

use super::made_of::MadeOf;
use crate::report::{CountId, Counts, Exposure, Language, PersonCount};

/// An area and a group: a code along each dimension.
pub(super) type Place = [u16; 5];

/// The code of all along a dimension.
pub(super) const ALL: u16 = u16::MAX;

/// A profession, the first and last year, what else there is to tell, and the place.
pub(super) type Subject = (u16, i32, i32, u32, Place);

/// What is counted: the same in every place, so that it adds up.
pub(super) trait Countable: Copy + Ord {
    /// What it is called.
    fn words(self, language: Language) -> &'static str;
    /// Of whom, when and where it is a count: the same for all counts that are so called.
    fn subject(self, place: Place) -> Subject;
    /// What it is whatever the year.
    fn kind(self) -> Self;
    /// Whether it is a net count, which may be negative.
    fn is_net(self) -> bool;
    /// Whether readers come for it, so that others are suppressed rather than it.
    fn is_headline(self, place: Place) -> bool;
    /// Who can see it in a place.
    fn exposure(self) -> Exposure;
}

/// Counts where each person stands in one place only.
pub(super) struct Leaves<K> {
    values: BTreeMap<(K, Place), i64>,
    /// Those that are listed only where somebody is counted.
    listed: BTreeSet<(K, Place)>,
    /// Those that every reader knows without being shown them.
    known: BTreeSet<(K, Place)>,
}

/// All counts of a report and where they are found.
#[derive(Clone, Debug)]
pub(super) struct SummedCounts<K> {
    pub(super) counts: Counts,
    ids: BTreeMap<(K, Place), CountId>,
}

impl<K: Countable> Leaves<K> {
    pub(super) const fn new() -> Self {
        Self {
            values: BTreeMap::new(),
            listed: BTreeSet::new(),
            known: BTreeSet::new(),
        }
    }

    pub(super) fn set(&mut self, what: K, place: Place, value: i64) {
        self.values.insert((what, place), value);
    }

    /// A count that is listed only where somebody is counted: every reader knows that it is not 0.
    pub(super) fn set_listed(&mut self, what: K, place: Place, value: i64) {
        self.set(what, place, value);
        self.listed.insert((what, place));
    }

    /// A count that every reader knows without being shown it.
    pub(super) fn set_known(&mut self, what: K, place: Place, value: i64) {
        self.set(what, place, value);
        self.known.insert((what, place));
    }

    pub(super) fn get(&self, what: K, place: Place) -> Option<i64> {
        self.values.get(&(what, place)).copied()
    }

    /// In order, with their values.
    pub(super) fn iter(&self) -> impl Iterator<Item = ((K, Place), i64)> {
        self.values.iter().map(|(at, value)| (*at, *value))
    }

    /// Adds the totals along every dimension. `is_shown` tells which places the report shows,
    /// `is_empty` where nobody can be, and `name` what a subject is called.
    pub(super) fn summed(
        self,
        language: Language,
        is_shown: impl Fn(Place) -> bool,
        is_empty: impl Fn(K, Place) -> bool,
        name: impl Fn(K, Place) -> String,
    ) -> SummedCounts<K> {
        let mut values = self.values;
        let mut sums = Vec::new();
        for dimension in 0..ALL_PLACES.len() {
            let mut parts_of: BTreeMap<(K, Place), Vec<(K, Place)>> = BTreeMap::new();
            for (what, place) in values.keys().filter(|(_, place)| place[dimension] != ALL) {
                let mut whole = *place;
                whole[dimension] = ALL;
                let parts = parts_of.entry((*what, whole)).or_default();
                parts.push((*what, *place));
            }
            for (whole, parts) in parts_of {
                let sum = parts.iter().map(|part| values[part]).sum();
                values.insert(whole, sum);
                sums.push((whole, parts));
            }
        }
        let possible = possible(&values);
        let mut counts = Counts::default();
        let mut subjects = BTreeMap::new();
        let mut ids = BTreeMap::new();
        for ((what, place), value) in &values {
            let subject = subjects.entry(what.subject(*place));
            let subject = *subject.or_insert_with(|| counts.add_subject(name(*what, *place)));
            let exposure = match what.exposure() {
                Exposure::Shown if !is_shown(*place) => Exposure::Elsewhere,
                exposure => exposure,
            };
            let id = counts.add(PersonCount {
                value: *value,
                exposure,
                is_fixed: !possible.contains(&what.kind())
                    || is_empty(*what, *place)
                    || self.known.contains(&(*what, *place)),
                is_net: what.is_net(),
                least: i64::from(self.listed.contains(&(*what, *place))),
                is_headline: what.is_headline(*place),
                what: what.words(language).to_owned(),
                subject,
            });
            ids.insert((*what, *place), id);
        }
        let mut summed = SummedCounts { counts, ids };
        for (whole, parts) in sums {
            let parts = parts.into_iter().map(|(what, place)| (what, place, -1));
            let whole = [(whole.0, whole.1, 1)];
            summed.relate(whole.into_iter().chain(parts));
        }
        summed
    }
}

const ALL_PLACES: Place = [ALL; 5];

/// The kinds of counts that count anybody at all, in any place and year. The rest is taken for known to be
/// empty.
fn possible<K: Countable>(values: &BTreeMap<(K, Place), i64>) -> BTreeSet<K> {
    let counted = values.iter().filter(|(_, value)| **value != 0);
    counted.map(|((what, _), _)| what.kind()).collect()
}

impl<K: Countable> SummedCounts<K> {
    pub(super) fn id(&self, what: K, place: Place) -> Option<CountId> {
        self.ids.get(&(what, place)).copied()
    }

    /// What something in one of the places is made of.
    ///
    /// A count that is not known cannot be protected: what is made of it is hidden.
    pub(super) fn made_of(&self, counts: impl Iterator<Item = (K, Place)>) -> MadeOf {
        let ids = counts.map(|(what, place)| self.id(what, place));
        match ids.collect::<Option<Vec<CountId>>>() {
            Some(ids) => MadeOf::Persons(ids.into()),
            None => MadeOf::Unknown,
        }
    }

    /// All counts and the places of their totals, in order.
    pub(super) fn everywhere(&self) -> impl Iterator<Item = (K, Place)> {
        self.ids.keys().copied()
    }

    /// Adds a relation, unless one of its counts is not there.
    pub(super) fn relate(&mut self, terms: impl IntoIterator<Item = (K, Place, i8)>) {
        if let Some(ids) = self.ids(terms) {
            self.counts.relate(ids);
        }
    }

    /// Adds a relation that a register with odd rows may break, if this one keeps it: nobody can use a
    /// relation that does not hold.
    pub(super) fn relate_if_it_holds(&mut self, terms: impl IntoIterator<Item = (K, Place, i8)>) {
        if let Some(ids) = self.ids(terms) {
            let values = ids
                .iter()
                .map(|(id, sign)| i64::from(*sign) * self.counts.get(*id).value);
            if values.sum::<i64>() == 0 {
                self.counts.relate(ids);
            }
        }
    }

    fn ids(&self, terms: impl IntoIterator<Item = (K, Place, i8)>) -> Option<Vec<(CountId, i8)>> {
        let terms = terms.into_iter();
        terms
            .map(|(what, place, sign)| Some((self.id(what, place)?, sign)))
            .collect()
    }
}
