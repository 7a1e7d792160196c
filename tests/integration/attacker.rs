//! Somebody who knows all that is published and everything that adds up, and works out the rest.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem};

use vardkraft::report::{CountId, Counts, Exposure};

/// Equations between numbers of persons, some of them published.
#[derive(Clone, Debug, Default)]
pub(crate) struct Knowledge {
    /// The number of each count, where it is published.
    pub(crate) published: Vec<Option<i64>>,
    /// The least that each can be for all that is known before anything is published: 0 as a rule, 1 for
    /// a row that is listed only where somebody is counted; none for a net count.
    pub(crate) least: Vec<Option<i64>>,
    /// Counts that are known without being published.
    pub(crate) is_known: Vec<bool>,
    /// Sums of counts with their signs that are 0.
    pub(crate) relations: Vec<Vec<(usize, i8)>>,
}

impl Knowledge {
    /// What is known of a family where `is_hidden` says what is not told.
    pub(crate) fn of(counts: &Counts, is_hidden: impl Fn(CountId) -> bool) -> Self {
        let told = |id: CountId| {
            let count = counts.get(id);
            let is_hidden_anyway =
                matches!(count.exposure, Exposure::Derived | Exposure::Auxiliary);
            let is_seen = count.is_fixed || !is_hidden_anyway;
            (is_seen && !is_hidden(id)).then_some(count.value)
        };
        let terms = |terms: &Vec<(CountId, i8)>| {
            let terms = terms.iter().map(|(id, sign)| (id.position(), *sign));
            terms.collect()
        };
        let least = |id: CountId| {
            let count = counts.get(id);
            (!count.is_net).then_some(count.least)
        };
        Self {
            published: counts.ids().map(told).collect(),
            least: counts.ids().map(least).collect(),
            is_known: counts.all().iter().map(|count| count.is_fixed).collect(),
            relations: counts.relations().iter().map(terms).collect(),
        }
    }

    /// Adds a count that nobody publishes.
    pub(crate) fn add_unknown(&mut self) -> usize {
        self.published.push(None);
        self.least.push(Some(0));
        self.is_known.push(false);
        self.published.len() - 1
    }

    /// Whether an unpublished small count may be anything from 1 to 4, or, where what is listed makes it
    /// more than 1 whatever is published, from there to 4.
    pub(crate) fn keeps_secret(&self, count: usize) -> bool {
        const NEARLY: f64 = 1e-6;
        let (least, most) = self.range(count);
        if most < 4.0 - NEARLY {
            return false;
        }
        let nothing = Self {
            published: (self.published.iter().zip(&self.is_known))
                .map(|(value, is_known)| value.filter(|_| *is_known))
                .collect(),
            ..self.clone()
        };
        least <= 1.0 + NEARLY || least <= nothing.range(count).0 + NEARLY
    }

    /// The least and the most that an unpublished count can be.
    pub(crate) fn range(&self, count: usize) -> (f64, f64) {
        let relations = self.joined_to(count);
        let end = |direction| self.end(count, &relations, direction);
        (
            end(OptimizationDirection::Minimize),
            end(OptimizationDirection::Maximize),
        )
    }

    fn end(&self, count: usize, relations: &[usize], direction: OptimizationDirection) -> f64 {
        let mut problem = Problem::new(direction);
        let mut variables = std::collections::BTreeMap::new();
        for &at in relations {
            let mut told = 0;
            let mut terms = Vec::new();
            for (id, sign) in &self.relations[at] {
                match self.published[*id] {
                    Some(value) => told += value * i64::from(*sign),
                    None => {
                        let least = self.least(*id);
                        let aim = f64::from(u8::from(*id == count));
                        let variable = *variables
                            .entry(*id)
                            .or_insert_with(|| problem.add_var(aim, (least, f64::INFINITY)));
                        terms.push((variable, f64::from(*sign)));
                    }
                }
            }
            #[expect(clippy::cast_precision_loss, reason = "small counts")]
            problem.add_constraint(terms, ComparisonOp::Eq, -told as f64);
        }
        let nothing_known = match direction {
            OptimizationDirection::Minimize => self.least(count),
            OptimizationDirection::Maximize => f64::INFINITY,
        };
        let Some(variable) = variables.get(&count) else {
            return nothing_known;
        };
        match problem.solve() {
            Ok(outcome) => {
                assert!(outcome.is_optimal(), "the end of the range is found");
                let solution = outcome.into_solution().expect("a solution");
                solution.var_value(*variable)
            }
            Err(Error::Unbounded) => nothing_known,
            Err(error) => panic!("the true table is a solution: {error}"),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    fn least(&self, count: usize) -> f64 {
        self.least[count].map_or(f64::NEG_INFINITY, |least| least as f64)
    }

    /// The relations that an unpublished count can be worked out by, over any number of steps.
    fn joined_to(&self, count: usize) -> Vec<usize> {
        let mut relations_of = vec![Vec::new(); self.published.len()];
        for (at, terms) in self.relations.iter().enumerate() {
            for (id, _) in terms.iter().filter(|(id, _)| self.published[*id].is_none()) {
                relations_of[*id].push(at);
            }
        }
        let mut met = vec![false; self.relations.len()];
        let mut seen = vec![false; self.published.len()];
        let mut waiting = vec![count];
        seen[count] = true;
        while let Some(id) = waiting.pop() {
            for &at in &relations_of[id] {
                if !std::mem::replace(&mut met[at], true) {
                    let unknown = self.relations[at].iter().map(|(id, _)| *id);
                    for id in unknown.filter(|id| self.published[*id].is_none()) {
                        if !std::mem::replace(&mut seen[id], true) {
                            waiting.push(id);
                        }
                    }
                }
            }
        }
        (0..met.len()).filter(|at| met[*at]).collect()
    }
}
