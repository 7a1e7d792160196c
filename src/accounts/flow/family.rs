//! All counts of a flow description.

use std::collections::{BTreeMap, BTreeSet};

use super::coordinates::traits;
use super::count::DatedCount;
use super::gather::leaves;
use super::known_zero::is_known_to_be_zero;
use super::relations::relate;
use super::subject::{FlowNames, Names};
use crate::accounts::summed::{ALL, Coordinates, Located, SummedCounts, TOTAL};
use crate::flow::{Coverage, Cut, Description, EntrantTrait, Selection};
use crate::report::Counts;

/// The counts behind a flow description.
pub struct FlowCounts {
    pub(super) summed: SummedCounts<DatedCount>,
    pub(super) cuts: Vec<Cut>,
    /// Values of the traits of entrants, by the code that they have here.
    pub(super) traits: BTreeMap<EntrantTrait, u16>,
}

impl FlowCounts {
    /// All counts that the report of these results shows, or that can be derived from it.
    #[must_use]
    pub(crate) fn of(
        results: &Description,
        selection: &Selection,
        coverage: Option<&Coverage>,
        names: &impl FlowNames,
    ) -> Self {
        let cuts = &selection.cuts;
        let traits = traits(results);
        let leaves = leaves(results, selection.level, cuts, &traits);
        let located: Vec<Located<DatedCount>> = leaves.iter().map(|(located, _)| located).collect();
        let names = Names {
            names,
            cuts,
            traits: &traits,
        };
        let shown = Shown::of(results, &located);
        let mut summed = leaves.summed(
            &names,
            |at| shown.includes(at),
            |dated, at| is_known_to_be_zero(dated, at, cuts),
        );
        relate(&mut summed, &located, cuts, coverage);
        Self {
            summed,
            cuts: cuts.clone(),
            traits,
        }
    }

    /// The counts alone.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.summed.counts
    }
}

/// The coordinates that a description shows: all areas of the level, whichever are asked for, since what is
/// suppressed must not depend on it.
struct Shown<'a> {
    groups: BTreeSet<&'a [u16]>,
    has_group_totals: bool,
    has_country: bool,
}

impl<'a> Shown<'a> {
    fn of(results: &Description, located: &'a [Located<DatedCount>]) -> Self {
        Self {
            groups: located.iter().map(|(_, at)| &at[1..]).collect(),
            has_group_totals: results.stock.is_some()
                || results.balance.is_some()
                || results.mobility.is_some(),
            has_country: results.overall.is_some(),
        }
    }

    fn includes(&self, at: Coordinates) -> bool {
        let group = &at[1..];
        self.groups.contains(group)
            || (self.has_group_totals && group.iter().all(|code| *code == ALL))
            || (self.has_country && at == TOTAL)
    }
}
