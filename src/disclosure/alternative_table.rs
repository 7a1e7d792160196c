//! Alternative tables: changes of suppressed counts that leave every published one as it is.

use super::effort::{Effort, RepairOrder};
use crate::report::{CountId, Counts};

/// A table that could have been the true one: the counts in which it differs, each once, and by how much.
/// All relations between counts hold in it.
pub(super) type AlternativeTable = Vec<(CountId, i64)>;

/// Counts and their relations, looked up from either.
pub(super) struct System<'a> {
    counts: &'a Counts,
    /// The relations that a count is in, with its sign there.
    relations_of: Vec<Vec<(u32, i8)>>,
    /// By how much each relation is broken by the partial solution at hand, and whether each count is changed.
    excess: Vec<i32>,
    is_changed: Vec<bool>,
}

/// Changes of which not all relations hold yet.
#[derive(Clone)]
struct PartialSolution {
    changes: Vec<(CountId, i8)>,
    /// Relations that do not hold yet, and by how much.
    broken: Vec<(u32, i32)>,
    price: f64,
}

/// A partial solution with one more change.
struct Extension {
    /// The position of the partial solution.
    of: usize,
    count: CountId,
    change: i8,
    price: f64,
    score: f64,
}

/// What every change costs, so that of two solutions the shorter one is taken.
const PER_CHANGE: f64 = 0.01;

impl<'a> System<'a> {
    pub(super) fn of(counts: &'a Counts) -> Self {
        let mut relations_of = vec![Vec::new(); counts.all().len()];
        for (at, terms) in (0..).zip(counts.relations()) {
            for (id, sign) in terms {
                relations_of[id.position()].push((at, *sign));
            }
        }
        Self {
            counts,
            excess: vec![0; counts.relations().len()],
            is_changed: vec![false; relations_of.len()],
            relations_of,
        }
    }

    /// Changes of ±1 after which all relations hold, among them the one of `start` in a direction, from
    /// the table that differs from the true one by `offsets`. `price` is what it costs to change a count;
    /// none for those that must not be changed. No count falls below the least that every reader knows.
    ///
    /// A beam search: it changes `start`, and then repairs broken relations one after the other, each by
    /// changing one more of its counts; of all partial solutions it keeps those that are cheapest and
    /// break least. Once one is complete, those that are cheaper are followed for a few steps more: the
    /// shortest solution is not always the one that suppresses least.
    pub(super) fn balanced_change(
        &mut self,
        start: CountId,
        direction: i8,
        offsets: &[i64],
        price: impl Fn(CountId) -> Option<f64>,
        effort: Effort,
    ) -> Option<Vec<(CountId, i8)>> {
        if !self.may_change(start, direction, offsets) {
            return None;
        }
        let mut first = PartialSolution {
            changes: Vec::new(),
            broken: Vec::new(),
            price: 0.0,
        };
        self.change(&mut first, start, direction);
        let mut partials = vec![first];
        let mut extensions: Vec<Extension> = Vec::new();
        let mut cheapest: Option<PartialSolution> = None;
        let mut patience = effort.patience;
        for _ in 0..effort.longest {
            for partial in &partials {
                let is_cheaper = cheapest
                    .as_ref()
                    .is_none_or(|known| partial.price < known.price);
                if partial.broken.is_empty() && is_cheaper {
                    cheapest = Some(partial.clone());
                }
            }
            if let Some(known) = &cheapest {
                let is_cheaper = |own: &PartialSolution| own.price < known.price;
                partials.retain(|own| !own.broken.is_empty() && is_cheaper(own));
                if patience == 0 || partials.is_empty() {
                    break;
                }
                patience -= 1;
            }
            extensions.clear();
            for (at, partial) in partials.iter().enumerate() {
                self.set_marks(partial);
                self.add_extensions((at, partial), offsets, &price, effort, &mut extensions);
                if effort.is_one_person {
                    let is_net = |id| self.counts.get(id).is_net;
                    extensions.retain(|own| own.change == direction || is_net(own.count));
                }
                self.clear_marks(partial);
            }
            // A stable sort: of equals, the first one found.
            extensions.sort_by(|a, b| a.score.total_cmp(&b.score));
            extensions.truncate(effort.beam);
            partials = extensions
                .iter()
                .map(|extension| {
                    let mut next = partials[extension.of].clone();
                    next.price = extension.price;
                    self.change(&mut next, extension.count, extension.change);
                    next
                })
                .collect();
            if partials.is_empty() {
                break;
            }
        }
        cheapest.map(|found| found.changes)
    }

    /// All ways to repair one broken relation by one more change.
    fn add_extensions(
        &self,
        (at, partial): (usize, &PartialSolution),
        offsets: &[i64],
        price: &impl Fn(CountId) -> Option<f64>,
        effort: Effort,
        extensions: &mut Vec<Extension>,
    ) {
        let terms = |relation: u32| self.counts.relations()[relation as usize].len();
        let mut broken = partial.broken.iter();
        let next = match effort.repair {
            RepairOrder::Oldest => broken.next(),
            RepairOrder::Shortest => broken.min_by_key(|(relation, _)| terms(*relation)),
        };
        let Some((relation, excess)) = next else {
            return;
        };
        let broken: i32 = partial.broken.iter().map(|(_, by)| by.abs()).sum();
        for (count, sign) in &self.counts.relations()[*relation as usize] {
            let change = if *excess > 0 { -sign } else { *sign };
            let is_new = !self.is_changed[count.position()];
            if !is_new || !self.may_change(*count, change, offsets) {
                continue;
            }
            let Some(own) = price(*count) else {
                continue;
            };
            let price = partial.price + own + PER_CHANGE;
            let tie_break = effort.broken * tie_break_penalty(*count, effort.try_number);
            let excess_after = broken + self.added_excess(*count, change);
            extensions.push(Extension {
                of: at,
                count: *count,
                change,
                price,
                score: f64::from(excess_after).mul_add(effort.broken, price) + tie_break,
            });
        }
    }

    fn may_change(&self, id: CountId, change: i8, offsets: &[i64]) -> bool {
        let count = self.counts.get(id);
        let after = count.value + offsets[id.position()] + i64::from(change);
        !count.is_fixed && self.counts.may_be(id, after)
    }

    fn set_marks(&mut self, partial: &PartialSolution) {
        for (relation, excess) in &partial.broken {
            self.excess[*relation as usize] = *excess;
        }
        for (count, _) in &partial.changes {
            self.is_changed[count.position()] = true;
        }
    }

    fn clear_marks(&mut self, partial: &PartialSolution) {
        for (relation, _) in &partial.broken {
            self.excess[*relation as usize] = 0;
        }
        for (count, _) in &partial.changes {
            self.is_changed[count.position()] = false;
        }
    }

    /// How much a change would add to the total excess of the partial solution at hand.
    fn added_excess(&self, count: CountId, change: i8) -> i32 {
        self.relations_of[count.position()]
            .iter()
            .map(|(relation, sign)| {
                let excess = self.excess[*relation as usize];
                (excess + i32::from(sign * change)).abs() - excess.abs()
            })
            .sum()
    }

    fn change(&self, partial: &mut PartialSolution, count: CountId, change: i8) {
        partial.changes.push((count, change));
        for (relation, sign) in &self.relations_of[count.position()] {
            let by = i32::from(sign * change);
            let known = partial.broken.iter().position(|(own, _)| own == relation);
            match known {
                Some(at) => {
                    partial.broken[at].1 += by;
                    if partial.broken[at].1 == 0 {
                        partial.broken.remove(at);
                    }
                }
                None => partial.broken.push((*relation, by)),
            }
        }
    }
}

/// What a search adds to the score of a count, from 0 to 2, so that searches of the same kind break ties
/// differently; the same in every run.
fn tie_break_penalty(count: CountId, try_number: u32) -> f64 {
    if try_number == 0 {
        return 0.0;
    }
    let position = u32::try_from(count.position()).unwrap_or_default();
    // Fibonacci hashing: the high bits of a product with 2³²/φ are well mixed.
    let mixed = (position ^ try_number.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0x9e37_79b9);
    f64::from(mixed >> 16) / f64::from(1_u32 << 15)
}
