//! The search for alternative tables, and the suppression that makes them possible.

use std::collections::{BTreeMap, BTreeSet};

use super::alternative_table::{AlternativeTable, System};
use super::effort::{Admissible, efforts};
use super::reason::Reason;
use crate::domain::DisclosureRules;
use crate::report::{CountId, Counts, Exposure, PersonCount};

/// The extra price of a total that readers may know from elsewhere.
const KNOWN: f64 = 60.0;

/// The extra price of a headline count: more than another of the same row.
const HEADLINE: f64 = 15.0;

/// By how much a count differs in an alternative table, and in which.
type Reach = Option<(i64, usize)>;

/// The search for alternative tables that protect the counts of one group.
pub(super) struct Search<'a> {
    system: System<'a>,
    counts: &'a Counts,
    rules: &'a DisclosureRules,
    reasons: BTreeMap<CountId, Reason>,
    /// What every reader knows each count to be at least.
    floors: &'a [i64],
    /// Whether each count is kept from readers: suppressed, or never shown.
    is_hidden: Vec<bool>,
    /// Differences from the true table, while an alternative is built.
    offsets: Vec<i64>,
    tables: Vec<AlternativeTable>,
    /// The most by which a count is higher and lower in any of the tables, and in which.
    reach: Vec<[Reach; 2]>,
    /// What [`Self::reach`] held before each change of it, for going back.
    overwritten: Vec<(CountId, usize, Reach)>,
}

const DIRECTIONS: [i8; 2] = [1, -1];

/// Rounds after which secondary protection gives up.
const SECONDARY_ROUNDS: usize = 8;

impl<'a> Search<'a> {
    pub(super) fn of(
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

    pub(super) fn into_reasons(self) -> BTreeMap<CountId, Reason> {
        self.reasons
    }

    pub(super) fn is_small(&self, id: CountId) -> bool {
        self.reasons.get(&id) == Some(&Reason::Small)
    }

    /// By how much a small count must be higher and lower in alternative tables.
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

    /// Finds tables that protect a small count, suppressing what they change.
    pub(super) fn protect(&mut self, id: CountId) -> bool {
        let needs = self.needs(id);
        (0..2).all(|at| self.extend(id, at, needs[at], Admissible::Elsewhere))
    }

    /// Finds tables in which suppressed counts that are not small vary enough, too.
    pub(super) fn protect_secondary(&mut self) {
        // Each round may suppress more counts that vary too little.
        for _ in 0..SECONDARY_ROUNDS {
            let ids: Vec<CountId> = self
                .reasons
                .keys()
                .copied()
                .filter(|id| {
                    let [higher, lower] = self.reached(*id);
                    higher + lower < self.rules.width()
                })
                .collect();
            if ids.is_empty() {
                return;
            }
            for id in ids {
                let width = self.rules.width();
                if !self.extend(id, 0, width, Admissible::Suppressed) {
                    let [higher, _] = self.reached(id);
                    if !self.extend(id, 1, width - higher, Admissible::Suppressed) {
                        self.extend(id, 0, width, Admissible::Elsewhere);
                    }
                }
            }
        }
    }

    /// Builds a table in which a count is higher (0) or lower (1) by what is needed, unless one is known.
    fn extend(&mut self, id: CountId, at: usize, need: i64, limit: Admissible) -> bool {
        if self.reached(id)[at] >= need {
            return true;
        }
        let table = self.alternative(id, DIRECTIONS[at], need, limit);
        let is_found = table.as_ref().is_some_and(|table| {
            let own = table.iter().find(|(own, _)| *own == id);
            own.is_some_and(|(_, by)| by.abs() >= need)
        });
        if let Some(table) = table {
            self.keep(table, id);
        }
        is_found
    }

    /// A table in which a count differs by as much as is needed, or by as much as is found.
    fn alternative(
        &mut self,
        id: CountId,
        direction: i8,
        need: i64,
        limit: Admissible,
    ) -> Option<AlternativeTable> {
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
        let table: AlternativeTable = touched
            .into_iter()
            .filter_map(|count| {
                let by = std::mem::take(&mut self.offsets[count.position()]);
                (by != 0).then_some((count, by))
            })
            .collect();
        (!table.is_empty()).then_some(table)
    }

    /// Whether changes lead from the table that is being built to one that a reader holds possible.
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
        limit: Admissible,
    ) -> Option<Vec<(CountId, i8)>> {
        let (counts, is_hidden) = (self.counts, &self.is_hidden);
        efforts()
            .filter(|(admissible, _)| *admissible <= limit)
            .find_map(|(admissible, effort)| {
                let price =
                    |id: CountId| price(counts.get(id), is_hidden[id.position()], admissible);
                self.system
                    .balanced_change(id, direction, &self.offsets, price, effort)
            })
    }

    /// Keeps a table, and its mirror image if that is possible too; suppresses what it changes.
    fn keep(&mut self, table: AlternativeTable, protected: CountId) {
        for (id, _) in &table {
            if !self.is_hidden[id.position()] {
                self.is_hidden[id.position()] = true;
                self.reasons.insert(*id, Reason::Protects(protected));
            }
        }
        let has_mirror = table
            .iter()
            .all(|(id, by)| self.counts.may_be(*id, self.counts.get(*id).value - by));
        let at = self.tables.len();
        for (id, by) in &table {
            self.note(*id, *by, at);
            if has_mirror {
                self.note(*id, -by, at);
            }
        }
        self.tables.push(table);
    }

    /// Notes that a count differs by so much in a table.
    fn note(&mut self, id: CountId, by: i64, table: usize) {
        let at = usize::from(by < 0);
        let reach = self.reach[id.position()][at];
        // The first table that is enough is kept: the fewer tables protection depends on, the better.
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

    /// Publishes counts whose suppression is redundant, the most valuable first.
    pub(super) fn prune_redundant(&mut self) {
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
            self.prune_if_redundant(id, &mut tables_of);
        }
    }

    /// Publishes a count if every suppressed one stays protected without the tables that change it.
    fn prune_if_redundant(&mut self, id: CountId, tables_of: &mut BTreeMap<CountId, Vec<usize>>) {
        let Some(reason) = self.reasons.remove(&id) else {
            return;
        };
        self.is_hidden[id.position()] = false;
        let lost = tables_of.remove(&id).unwrap_or_default();
        let first_new = self.tables.len();
        let affected: BTreeSet<CountId> = lost
            .iter()
            .flat_map(|at| &self.tables[*at])
            .map(|(id, _)| *id)
            .collect();
        self.overwritten.clear();
        for other in &affected {
            for at in 0..2 {
                let known = self.reach[other.position()][at];
                if known.is_some_and(|(_, table)| lost.contains(&table)) {
                    self.set_reach(*other, at, None);
                }
            }
        }
        if affected.iter().all(|other| self.stays_protected(*other)) {
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

    /// Whether a suppressed count is still protected, without suppressing more.
    fn stays_protected(&mut self, id: CountId) -> bool {
        match self.reasons.get(&id) {
            None => true,
            Some(Reason::Small) => {
                let needs = self.needs(id);
                (0..2).all(|at| self.extend(id, at, needs[at], Admissible::Suppressed))
            }
            Some(Reason::Protects(_)) => {
                let width = self.rules.width();
                let [higher, lower] = self.reached(id);
                higher + lower >= width
                    || self.extend(id, 0, width - lower, Admissible::Suppressed)
                    || {
                        let [higher, _] = self.reached(id);
                        self.extend(id, 1, width - higher, Admissible::Suppressed)
                    }
            }
        }
    }
}

/// What it costs to suppress a count: nothing if readers do not see it anyway, and more the larger it is;
/// none if it is not admissible.
fn price(count: &PersonCount, is_hidden: bool, limit: Admissible) -> Option<f64> {
    if is_hidden {
        return Some(0.0);
    }
    let (admissible, more) = match count.exposure {
        Exposure::Elsewhere => (Admissible::Elsewhere, KNOWN),
        Exposure::Shown | Exposure::Derived | Exposure::Auxiliary => (Admissible::Shown, 0.0),
    };
    let headline = if count.is_headline { HEADLINE } else { 0.0 };
    (admissible <= limit).then(|| {
        let size = as_f64(1 + count.value.abs()).ln();
        4.0_f64.mul_add(size, 3.0 + more + headline)
    })
}

/// Counts of persons are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: i64) -> f64 {
    count as f64
}
