//! Other tables that would have looked the same: changes of hidden counts that no published one shows.

use crate::report::{CountId, Counts};

/// Counts with their changes, each once. All relations between counts hold after it as before.
pub(super) type Shift = Vec<(CountId, i64)>;

/// How much is tried to find one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// Beginnings that are followed side by side.
    pub(super) beam: usize,
    /// What a relation that is still broken counts for, in the unit of prices.
    pub(super) broken: f64,
    /// The most counts that are changed.
    pub(super) longest: usize,
    /// Which broken relation is mended first.
    pub(super) first: First,
    /// For how many steps cheaper beginnings are followed once a shift has been found.
    pub(super) patience: usize,
    /// Whether all counts change in the same direction, as if one person more or less were counted.
    pub(super) is_one_person: bool,
    /// Which of several searches of the same kind: each likes other counts better, except the first (0).
    pub(super) try_number: u32,
}

/// Which broken relation is mended first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    /// The one of the fewest counts, which leaves the least choice.
    Shortest,
    /// The one that has been broken the longest.
    Oldest,
}

/// Counts and their relations, looked up from either.
pub(super) struct System<'a> {
    counts: &'a Counts,
    /// The relations that a count is in, with its sign there.
    relations_of: Vec<Vec<(u32, i8)>>,
    /// By how much each relation is broken by the beginning at hand, and whether each count is changed.
    excess: Vec<i32>,
    is_changed: Vec<bool>,
}

/// A shift that is being made.
#[derive(Clone)]
struct Beginning {
    changes: Vec<(CountId, i8)>,
    /// Relations that do not hold yet, and by how much.
    broken: Vec<(u32, i32)>,
    price: f64,
}

/// A way to go on.
struct Step {
    beginning: usize,
    count: CountId,
    change: i8,
    price: f64,
    score: f64,
}

/// What every change costs, so that of two shifts the shorter one is taken.
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

    /// A shift by which one count changes by 1 in a direction, from the table that differs from the true
    /// one by `offsets`. `price` says what it costs to change a count; none for those that must not
    /// be. No count falls below what every reader knows of it.
    ///
    /// The search changes the count, and then mends broken relations one after the other, the oldest first,
    /// each by changing one more count of it; of all beginnings it keeps those that are cheapest and
    /// break least. Once one is complete, those that are cheaper are followed for a few steps more: the
    /// shortest way is not always the one that hides least.
    pub(super) fn shift(
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
        let mut first = Beginning {
            changes: Vec::new(),
            broken: Vec::new(),
            price: 0.0,
        };
        self.change(&mut first, start, direction);
        let mut beginnings = vec![first];
        let mut steps: Vec<Step> = Vec::new();
        let mut cheapest: Option<Beginning> = None;
        let mut patience = effort.patience;
        for _ in 0..effort.longest {
            for beginning in &beginnings {
                let is_cheaper = cheapest
                    .as_ref()
                    .is_none_or(|known| beginning.price < known.price);
                if beginning.broken.is_empty() && is_cheaper {
                    cheapest = Some(beginning.clone());
                }
            }
            if let Some(known) = &cheapest {
                let is_cheaper = |own: &Beginning| own.price < known.price;
                beginnings.retain(|own| !own.broken.is_empty() && is_cheaper(own));
                if patience == 0 || beginnings.is_empty() {
                    break;
                }
                patience -= 1;
            }
            steps.clear();
            for (at, beginning) in beginnings.iter().enumerate() {
                self.set_marks(beginning);
                self.add_steps((at, beginning), offsets, &price, effort, &mut steps);
                if effort.is_one_person {
                    let is_net = |id| self.counts.get(id).is_net;
                    steps.retain(|step| step.change == direction || is_net(step.count));
                }
                self.clear_marks(beginning);
            }
            // A stable sort: of equals, the first one found.
            steps.sort_by(|a, b| a.score.total_cmp(&b.score));
            steps.truncate(effort.beam);
            let next = steps.iter().map(|step| {
                let mut next = beginnings[step.beginning].clone();
                next.price = step.price;
                self.change(&mut next, step.count, step.change);
                next
            });
            beginnings = next.collect();
            if beginnings.is_empty() {
                break;
            }
        }
        cheapest.map(|found| found.changes)
    }

    /// All ways to mend the shortest broken relation, the oldest of several.
    fn add_steps(
        &self,
        (at, beginning): (usize, &Beginning),
        offsets: &[i64],
        price: &impl Fn(CountId) -> Option<f64>,
        effort: Effort,
        steps: &mut Vec<Step>,
    ) {
        let terms = |relation: u32| self.counts.relations()[relation as usize].len();
        let mut broken = beginning.broken.iter();
        let first = match effort.first {
            First::Oldest => broken.next(),
            First::Shortest => broken.min_by_key(|(relation, _)| terms(*relation)),
        };
        let Some((relation, excess)) = first else {
            return;
        };
        let broken: i32 = beginning.broken.iter().map(|(_, by)| by.abs()).sum();
        for (count, sign) in &self.counts.relations()[*relation as usize] {
            let change = if *excess > 0 { -sign } else { *sign };
            let is_new = !self.is_changed[count.position()];
            if !is_new || !self.may_change(*count, change, offsets) {
                continue;
            }
            let Some(own) = price(*count) else {
                continue;
            };
            let price = beginning.price + own + PER_CHANGE;
            let liking = effort.broken * liking(*count, effort.try_number);
            let broken = broken + self.broken_more(*count, change);
            steps.push(Step {
                beginning: at,
                count: *count,
                change,
                price,
                score: f64::from(broken).mul_add(effort.broken, price) + liking,
            });
        }
    }

    fn may_change(&self, id: CountId, change: i8, offsets: &[i64]) -> bool {
        let count = self.counts.get(id);
        let after = count.value + offsets[id.position()] + i64::from(change);
        !count.is_fixed && self.counts.may_be(id, after)
    }

    fn set_marks(&mut self, beginning: &Beginning) {
        for (relation, excess) in &beginning.broken {
            self.excess[*relation as usize] = *excess;
        }
        for (count, _) in &beginning.changes {
            self.is_changed[count.position()] = true;
        }
    }

    fn clear_marks(&mut self, beginning: &Beginning) {
        for (relation, _) in &beginning.broken {
            self.excess[*relation as usize] = 0;
        }
        for (count, _) in &beginning.changes {
            self.is_changed[count.position()] = false;
        }
    }

    /// By how much more relations would be broken altogether than by the beginning at hand.
    fn broken_more(&self, count: CountId, change: i8) -> i32 {
        let own = self.relations_of[count.position()].iter();
        let differences = own.map(|(relation, sign)| {
            let excess = self.excess[*relation as usize];
            (excess + i32::from(sign * change)).abs() - excess.abs()
        });
        differences.sum()
    }

    fn change(&self, beginning: &mut Beginning, count: CountId, change: i8) {
        beginning.changes.push((count, change));
        for (relation, sign) in &self.relations_of[count.position()] {
            let by = i32::from(sign * change);
            let met = beginning.broken.iter().position(|(own, _)| own == relation);
            match met {
                Some(at) => {
                    beginning.broken[at].1 += by;
                    if beginning.broken[at].1 == 0 {
                        beginning.broken.remove(at);
                    }
                }
                None => beginning.broken.push((*relation, by)),
            }
        }
    }
}

/// How little a search likes a count, from 0 to 2; the same in every run.
fn liking(count: CountId, try_number: u32) -> f64 {
    if try_number == 0 {
        return 0.0;
    }
    let position = u32::try_from(count.position()).unwrap_or_default();
    // Fibonacci hashing: the high bits of a product with 2³²/φ are well mixed.
    let mixed = (position ^ try_number.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0x9e37_79b9);
    f64::from(mixed >> 16) / f64::from(1_u32 << 15)
}
