//! Which counts to hide, so that no small one can be worked out from those that are told.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::apart::apart;
use super::shift::{Effort, First, Shift, System};
use crate::domain::DisclosureRules;
use crate::report::{CountId, Counts, Exposure, PersonCount};

/// Why a count is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is small itself.
    Small,
    /// This small count could be worked out from it.
    Protects(CountId),
}

/// What is hidden of a report's counts, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppression {
    reasons: BTreeMap<CountId, Reason>,
}

/// A small count that nothing was found to protect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unprotected(pub CountId);

impl Suppression {
    /// Hides all small counts, and as few and small others as it finds, so that published counts bound
    /// every hidden one only to all small numbers (from the least that the rows listed bound it to); a
    /// hidden count that is not small, to as many numbers in a row.
    ///
    /// For each hidden count, other tables are looked for (`System::shift`) in which it has another value
    /// and all published counts are the same. What they change is hidden. That is proof: whoever knows
    /// all published counts and everything that adds up cannot tell which of the tables is the true
    /// one. In the end everything is published again whose hiding turned out not to be needed.
    ///
    /// Example: 3 + 40 = 43 and 20 + 30 = 50 in two regions, 23 + 70 = 93 in both: the 3 is hidden, and
    /// 40, 20 and 30 with it. With 1 + 42 and 22 + 28, or with 4 + 39 and 19 + 31, the totals would have
    /// been the same.
    ///
    /// Reference: Hundepool et al., Statistical Disclosure Control (2012), section 5.3.
    ///
    /// # Errors
    /// The small counts for which no other table was found.
    pub fn of(counts: &Counts, rules: &DisclosureRules) -> Result<Self, Vec<Unprotected>> {
        let shares = apart(counts, rayon::current_num_threads());
        let floors = counts.floors();
        let found: Vec<Result<Self, Vec<Unprotected>>> = shares
            .par_iter()
            .map(|ids| Self::of_some(counts, rules, &floors, ids))
            .collect();
        let mut whole = Self::default();
        let mut unprotected = Vec::new();
        for part in found {
            match part {
                Ok(part) => whole.reasons.extend(part.reasons),
                Err(own) => unprotected.extend(own),
            }
        }
        unprotected.sort_unstable();
        if unprotected.is_empty() {
            Ok(whole)
        } else {
            Err(unprotected)
        }
    }

    /// The same for some counts that no relation joins to the others.
    fn of_some(
        counts: &Counts,
        rules: &DisclosureRules,
        floors: &[i64],
        ids: &[CountId],
    ) -> Result<Self, Vec<Unprotected>> {
        let mut search = Search::of(counts, rules, floors, ids);
        let mut unprotected = Vec::new();
        for id in ids {
            if search.is_small(*id) && !search.protect(*id) {
                unprotected.push(Unprotected(*id));
            }
        }
        if !unprotected.is_empty() {
            return Err(unprotected);
        }
        search.widen();
        search.release_needless();
        Ok(Self {
            reasons: search.reasons,
        })
    }

    /// Why a count is hidden; none if it is told.
    #[must_use]
    pub fn reason(&self, id: CountId) -> Option<Reason> {
        self.reasons.get(&id).copied()
    }

    /// All that is hidden, in order.
    pub fn iter(&self) -> impl Iterator<Item = (CountId, Reason)> {
        self.reasons.iter().map(|(id, reason)| (*id, *reason))
    }
}

/// First among what is hidden already, then among what is shown, then also among totals that readers may
/// know from elsewhere.
const EFFORTS: [(Reluctance, Effort); 3] = [
    (Reluctance::Hidden, effort(3, 1.0, 0)),
    (Reluctance::Shown, effort(8, 12.0, PATIENCE)),
    (Reluctance::Elsewhere, effort(16, 12.0, PATIENCE)),
];

/// Where all of these find nothing, searches at any price, each in its own way; then all who would count
/// with one person more or less.
const LAST_TRIES: u32 = 8;

/// Enough to hide the next of nested counts instead of the one that readers come for.
const PATIENCE: usize = 1;

const fn effort(beam: usize, broken: f64, patience: usize) -> Effort {
    Effort {
        beam,
        broken,
        longest: 48,
        first: First::Shortest,
        patience,
        is_one_person: false,
        try_number: 0,
    }
}

/// All searches, the most modest first.
fn efforts() -> impl Iterator<Item = (Reluctance, Effort)> {
    let at_any_price = Effort {
        longest: 128,
        ..effort(32, 1000.0, 0)
    };
    // A person is counted in many places, every year anew.
    let one_person = Effort {
        beam: 8,
        longest: 512,
        is_one_person: true,
        ..at_any_price
    };
    let last = [at_any_price, one_person].into_iter().flat_map(|effort| {
        let tries = (0..LAST_TRIES).flat_map(|try_number| {
            [First::Shortest, First::Oldest].map(|first| (try_number, first))
        });
        tries.map(move |(try_number, first)| {
            let effort = Effort {
                first,
                try_number,
                ..effort
            };
            (Reluctance::Elsewhere, effort)
        })
    });
    EFFORTS.into_iter().chain(last)
}

/// What may be changed, each with what was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reluctance {
    Hidden,
    Shown,
    Elsewhere,
}

/// What a total costs that readers may know from elsewhere.
const KNOWN: f64 = 60.0;

/// What a count costs that readers come for: more than another of the same row.
const HEADLINE: f64 = 15.0;

/// By how much a count differs in another table, and in which.
type Reach = Option<(i64, usize)>;

/// The search for other tables.
struct Search<'a> {
    system: System<'a>,
    counts: &'a Counts,
    rules: &'a DisclosureRules,
    reasons: BTreeMap<CountId, Reason>,
    /// What every reader knows each count to be at least.
    floors: &'a [i64],
    is_hidden: Vec<bool>,
    /// Differences from the true table, while another one is made.
    offsets: Vec<i64>,
    /// Other tables, by what they change.
    tables: Vec<Shift>,
    /// The most that a count is higher and lower in any of the tables, and in which.
    reach: Vec<[Reach; 2]>,
    /// What [`Self::reach`] held before each change of it, for going back.
    overwritten: Vec<(CountId, usize, Reach)>,
}

const DIRECTIONS: [i8; 2] = [1, -1];

impl<'a> Search<'a> {
    fn of(
        counts: &'a Counts,
        rules: &'a DisclosureRules,
        floors: &'a [i64],
        ids: &[CountId],
    ) -> Self {
        let is_small = |id: &CountId| {
            let count = counts.get(*id);
            let is_protected = !count.is_fixed && count.exposure != Exposure::Auxiliary;
            is_protected && rules.is_small(count.value)
        };
        let mut reasons = BTreeMap::new();
        let size = counts.all().len();
        let mut is_hidden = vec![false; size];
        for id in ids {
            if is_small(id) {
                reasons.insert(*id, Reason::Small);
            }
            let exposure = counts.get(*id).exposure;
            let is_derived = matches!(exposure, Exposure::Derived | Exposure::Auxiliary);
            is_hidden[id.position()] = is_derived || reasons.contains_key(id);
        }
        Self {
            system: System::of(counts),
            counts,
            rules,
            reasons,
            floors,
            is_hidden,
            offsets: vec![0; size],
            tables: Vec::new(),
            reach: vec![[None; 2]; size],
            overwritten: Vec::new(),
        }
    }

    fn is_small(&self, id: CountId) -> bool {
        self.reasons.get(&id) == Some(&Reason::Small)
    }

    /// By how much a small count must be higher and lower in other tables.
    fn needs(&self, id: CountId) -> [i64; 2] {
        let count = self.counts.get(id);
        let (least, most) = self.rules.possible(count.value);
        let least = if count.is_net {
            least
        } else {
            least.max(self.floors[id.position()])
        };
        [most - count.value, count.value - least]
    }

    fn reached(&self, id: CountId) -> [i64; 2] {
        self.reach[id.position()].map(|reach| reach.map_or(0, |(by, _)| by))
    }

    /// Finds tables that protect a small count, hiding what it takes.
    fn protect(&mut self, id: CountId) -> bool {
        let needs = self.needs(id);
        (0..2).all(|at| self.extend(id, at, needs[at], Reluctance::Elsewhere))
    }

    /// Finds tables in which hidden counts that are not small have other values enough.
    fn widen(&mut self) {
        let mut at = 0;
        loop {
            let hidden: Vec<CountId> = self.reasons.keys().copied().collect();
            let narrow = |id: &CountId| {
                let [higher, lower] = self.reached(*id);
                higher + lower < self.rules.width()
            };
            let ids: Vec<CountId> = hidden.into_iter().filter(narrow).collect();
            // Hiding more can make more that is narrow, but never without end.
            if ids.is_empty() || at == 8 {
                return;
            }
            for id in ids {
                let width = self.rules.width();
                if !self.extend(id, 0, width, Reluctance::Hidden) {
                    let [higher, _] = self.reached(id);
                    if !self.extend(id, 1, width - higher, Reluctance::Hidden) {
                        self.extend(id, 0, width, Reluctance::Elsewhere);
                    }
                }
            }
            at += 1;
        }
    }

    /// Makes a table in which a count is so much higher (0) or lower (1), if none is known yet.
    fn extend(&mut self, id: CountId, at: usize, need: i64, limit: Reluctance) -> bool {
        if self.reached(id)[at] >= need {
            return true;
        }
        let table = self.other_table(id, DIRECTIONS[at], need, limit);
        let is_found = table.as_ref().is_some_and(|table| {
            let own = table.iter().find(|(own, _)| *own == id);
            own.is_some_and(|(_, by)| by.abs() >= need)
        });
        if let Some(table) = table {
            self.keep(table, id);
        }
        is_found
    }

    /// A table in which a count differs by as much as is needed, or as near as one is found.
    fn other_table(
        &mut self,
        id: CountId,
        direction: i8,
        need: i64,
        limit: Reluctance,
    ) -> Option<Shift> {
        let mut touched: Vec<CountId> = Vec::new();
        while self.offsets[id.position()].abs() < need {
            let Some(step) = self.step(id, direction, limit) else {
                break;
            };
            while self.offsets[id.position()].abs() < need && self.can_be(&step) {
                for (count, change) in &step {
                    self.offsets[count.position()] += i64::from(*change);
                }
            }
            touched.extend(step.into_iter().map(|(count, _)| count));
        }
        touched.sort_unstable();
        touched.dedup();
        let table = touched.into_iter().filter_map(|count| {
            let by = std::mem::take(&mut self.offsets[count.position()]);
            (by != 0).then_some((count, by))
        });
        let table: Shift = table.collect();
        (!table.is_empty()).then_some(table)
    }

    /// Whether a shift leads from the table in the making to one that a reader thinks possible.
    fn can_be(&self, step: &[(CountId, i8)]) -> bool {
        step.iter().all(|(id, change)| {
            let count = self.counts.get(*id);
            let after = count.value + self.offsets[id.position()] + i64::from(*change);
            self.counts.may_be(*id, after)
        })
    }

    fn step(
        &mut self,
        id: CountId,
        direction: i8,
        limit: Reluctance,
    ) -> Option<Vec<(CountId, i8)>> {
        let (counts, is_hidden) = (self.counts, &self.is_hidden);
        let mut efforts = efforts().filter(|(reluctance, _)| *reluctance <= limit);
        efforts.find_map(|(reluctance, effort)| {
            let price = |id: CountId| price(counts.get(id), is_hidden[id.position()], reluctance);
            self.system
                .shift(id, direction, &self.offsets, price, effort)
        })
    }

    /// Keeps a table, and its mirror image if that is possible too; hides what it changes.
    fn keep(&mut self, table: Shift, protected: CountId) {
        for (id, _) in &table {
            if !self.is_hidden[id.position()] {
                self.is_hidden[id.position()] = true;
                self.reasons.insert(*id, Reason::Protects(protected));
            }
        }
        let mirrored =
            |(id, by): &(CountId, i64)| self.counts.may_be(*id, self.counts.get(*id).value - by);
        let has_mirror = table.iter().all(mirrored);
        let at = self.tables.len();
        for (id, by) in &table {
            self.note(*id, *by, at);
            if has_mirror {
                self.note(*id, -by, at);
            }
        }
        self.tables.push(table);
    }

    /// Remembers that a count differs by so much in a table.
    fn note(&mut self, id: CountId, by: i64, table: usize) {
        let at = usize::from(by < 0);
        let reach = self.reach[id.position()][at];
        // The first table that is enough is kept: the fewer a count rests on, the better.
        let enough = if self.is_small(id) {
            self.needs(id)[at]
        } else {
            self.rules.width()
        };
        if reach.is_none_or(|(known, _)| known < by.abs() && known < enough) {
            self.set_reach(id, at, Some((by.abs(), table)));
        }
    }

    fn set_reach(&mut self, id: CountId, at: usize, reach: Reach) {
        let known = std::mem::replace(&mut self.reach[id.position()][at], reach);
        self.overwritten.push((id, at, known));
    }

    /// Publishes what was hidden without need, the dearest first.
    fn release_needless(&mut self) {
        let mut tables_of: BTreeMap<CountId, Vec<usize>> = BTreeMap::new();
        let secondary = |id: &CountId, search: &Self| {
            matches!(search.reasons.get(id), Some(Reason::Protects(_)))
        };
        for (at, table) in self.tables.iter().enumerate() {
            for (id, _) in table {
                if secondary(id, self) {
                    tables_of.entry(*id).or_default().push(at);
                }
            }
        }
        let mut ids: Vec<CountId> = tables_of.keys().copied().collect();
        let price = |id: &CountId| {
            let count = self.counts.get(*id);
            let is_known = count.exposure == Exposure::Elsewhere;
            (is_known, count.is_headline, count.value.abs())
        };
        ids.sort_by_key(|id| std::cmp::Reverse(price(id)));
        for id in ids {
            self.release_if_needless(id, &mut tables_of);
        }
    }

    /// Publishes a count if every hidden one stays protected without the tables that change it.
    fn release_if_needless(&mut self, id: CountId, tables_of: &mut BTreeMap<CountId, Vec<usize>>) {
        let Some(reason) = self.reasons.remove(&id) else {
            return;
        };
        self.is_hidden[id.position()] = false;
        let lost = tables_of.remove(&id).unwrap_or_default();
        let first_new = self.tables.len();
        let touched = lost.iter().flat_map(|at| &self.tables[*at]);
        let shaken: BTreeSet<CountId> = touched.map(|(id, _)| *id).collect();
        self.overwritten.clear();
        for other in &shaken {
            for at in 0..2 {
                let known = self.reach[other.position()][at];
                if known.is_some_and(|(_, table)| lost.contains(&table)) {
                    self.set_reach(*other, at, None);
                }
            }
        }
        if shaken.iter().all(|other| self.stays_protected(*other)) {
            for at in first_new..self.tables.len() {
                for (own, _) in &self.tables[at] {
                    if matches!(self.reasons.get(own), Some(Reason::Protects(_))) {
                        tables_of.entry(*own).or_default().push(at);
                    }
                }
            }
        } else {
            for (other, at, known) in std::mem::take(&mut self.overwritten).into_iter().rev() {
                self.reach[other.position()][at] = known;
            }
            self.tables.truncate(first_new);
            self.is_hidden[id.position()] = true;
            self.reasons.insert(id, reason);
            tables_of.insert(id, lost);
        }
    }

    /// Whether a hidden count is still protected, without hiding more.
    fn stays_protected(&mut self, id: CountId) -> bool {
        match self.reasons.get(&id) {
            None => true,
            Some(Reason::Small) => {
                let needs = self.needs(id);
                (0..2).all(|at| self.extend(id, at, needs[at], Reluctance::Hidden))
            }
            Some(Reason::Protects(_)) => {
                let width = self.rules.width();
                let [higher, lower] = self.reached(id);
                higher + lower >= width
                    || self.extend(id, 0, width - lower, Reluctance::Hidden)
                    || {
                        let [higher, _] = self.reached(id);
                        self.extend(id, 1, width - higher, Reluctance::Hidden)
                    }
            }
        }
    }
}

/// What it costs to hide a count: nothing if it is hidden already, and more the larger it is.
fn price(count: &PersonCount, is_hidden: bool, limit: Reluctance) -> Option<f64> {
    if is_hidden {
        return Some(0.0);
    }
    let (reluctance, more) = match count.exposure {
        Exposure::Elsewhere => (Reluctance::Elsewhere, KNOWN),
        Exposure::Shown | Exposure::Derived | Exposure::Auxiliary => (Reluctance::Shown, 0.0),
    };
    let headline = if count.is_headline { HEADLINE } else { 0.0 };
    (reluctance <= limit).then(|| {
        let size = as_f64(1 + count.value.abs()).ln();
        4.0_f64.mul_add(size, 3.0 + more + headline)
    })
}

/// Counts of persons are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: i64) -> f64 {
    count as f64
}
