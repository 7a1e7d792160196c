//! The counts of the pathway.

use super::Gatherer;
use crate::accounts::flow::coordinates::period_of_entrants;
use crate::accounts::flow::count::{DatedCount, FlowCount};
use crate::accounts::flow::terms::PathwayTerm;
use crate::accounts::summed::Coordinates;
use crate::flow::{PathwayKey, Reach, Step};

impl Gatherer<'_> {
    pub(super) fn add_step(
        &mut self,
        key: &PathwayKey,
        at: Coordinates,
        reach: Reach,
        reached_before: Option<u64>,
    ) {
        let Reach {
            count, censored, ..
        } = reach;
        let own = |term: PathwayTerm| DatedCount {
            profession: key.profession,
            period: period_of_entrants(key),
            count: FlowCount::Pathway(term),
        };
        let reached = own(PathwayTerm::Reached(key.step));
        if key.step == Step::Entrant {
            self.set_listed(reached, at, count);
        } else {
            self.set(reached, at, count);
        }
        self.set(own(PathwayTerm::CensoredBefore(key.step)), at, censored);
        let entrants = own(PathwayTerm::Reached(Step::Entrant));
        let is_later = key.step.previous().is_some_and(|own| own != Step::Entrant);
        if let (true, Some(entrants)) = (is_later, self.leaves.get(entrants, at)) {
            let never = entrants - count.cast_signed();
            self.leaves
                .set(own(PathwayTerm::NeverReached(key.step)), at, never);
        }
        if let Some(missed) = reached_before.and_then(|before| before.checked_sub(count)) {
            self.set(own(PathwayTerm::NotReached(key.step)), at, missed);
            if let Some(failed) = missed.checked_sub(censored) {
                self.set(own(PathwayTerm::Failed(key.step)), at, failed);
            }
        }
        let nominal = own(PathwayTerm::Reached(Step::DegreeInNominalTime));
        if let (Step::Degree, Some(nominal)) = (key.step, self.leaves.get(nominal, at)) {
            let late = count.cast_signed() - nominal;
            self.leaves.set(own(PathwayTerm::DegreeLate), at, late);
        }
    }
}
