//! Which counts to suppress, so that no small one can be derived from the published ones.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::components::components;
use super::reason::Reason;
use super::search::Search;
use crate::domain::DisclosureRules;
use crate::report::{CountId, Counts};

/// The suppressed counts of a report, and why each is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppression {
    reasons: BTreeMap<CountId, Reason>,
}

/// A small count for which no protection was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unprotected(pub CountId);

impl Suppression {
    /// Suppresses all small counts, and as few and small others as it finds, so that published figures only
    /// bound a suppressed small count to all small numbers (from the least that the listed rows bound it
    /// to), and any other suppressed count to an interval of the same width.
    ///
    /// For each suppressed count it looks for alternative tables in which that count differs and all
    /// published counts are the same, and suppresses whatever they change. That is proof: a reader who knows
    /// all published counts and everything that adds up cannot say which of the tables is the true one.
    /// In the end every count whose suppression turned out to be redundant is published again.
    ///
    /// Example: 3 + 40 = 43 and 20 + 30 = 50 in two regions, 23 + 70 = 93 in both: the 3 is suppressed, and
    /// 40, 20 and 30 with it. With 1 + 42 and 22 + 28, or with 4 + 39 and 19 + 31, the totals would have
    /// been the same.
    ///
    /// Reference: Hundepool et al., Statistical Disclosure Control (2012), section 5.3.
    ///
    /// # Errors
    /// The small counts for which no alternative table was found.
    pub fn of(counts: &Counts, rules: &DisclosureRules) -> Result<Self, Vec<Unprotected>> {
        let groups = components(counts, rayon::current_num_threads());
        let floors = counts.floors();
        let found: Vec<Result<Self, Vec<Unprotected>>> = groups
            .par_iter()
            .map(|ids| Self::of_group(counts, rules, &floors, ids))
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

    /// The same for counts that no relation joins to the others.
    fn of_group(
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
        search.protect_secondary();
        search.prune_redundant();
        Ok(Self {
            reasons: search.into_reasons(),
        })
    }

    /// Why a count is suppressed; none if it is published.
    #[must_use]
    pub fn reason(&self, id: CountId) -> Option<Reason> {
        self.reasons.get(&id).copied()
    }

    /// All suppressed counts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (CountId, Reason)> {
        self.reasons.iter().map(|(id, reason)| (*id, *reason))
    }
}
