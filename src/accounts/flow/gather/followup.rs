//! The counts of the follow-up.

use super::Gatherer;
use crate::accounts::flow::count::{DatedCount, FlowCount};
use crate::accounts::flow::terms::FollowUpTerm;
use crate::domain::State;
use crate::flow::{Area, Category, Distribution, FollowUpKey, Part};

impl Gatherer<'_> {
    pub(super) fn add_part(&mut self, key: &FollowUpKey, Part { count, of }: Part) {
        let at = self.coordinates(Area::Sweden, key.group);
        let FollowUpKey {
            since,
            distribution,
            category,
            ..
        } = *key;
        let own = |term: FollowUpTerm| DatedCount {
            profession: key.profession,
            period: key.cohort,
            count: FlowCount::FollowUp(term),
        };
        self.set_listed(own(FollowUpTerm::All(since, distribution)), at, of);
        let part = own(FollowUpTerm::Part(since, distribution, category));
        match distribution {
            Distribution::Industry | Distribution::Sector | Distribution::Area => {
                self.set_listed(part, at, count);
            }
            Distribution::State | Distribution::Established | Distribution::SameAreaAsStudies => {
                self.set(part, at, count);
            }
        }
        let in_profession = Category::State(State::InProfession);
        if (distribution, category) == (Distribution::State, in_profession) {
            self.set(own(FollowUpTerm::OutsideOfCohort(since)), at, of - count);
        }
        if distribution == Distribution::SameAreaAsStudies {
            let all = FollowUpTerm::Part(since, Distribution::State, in_profession);
            if let Some(all) = self.leaves.get(own(all), at) {
                let unknown = all - of.cast_signed();
                self.leaves
                    .set(own(FollowUpTerm::OfUnknownArea(since)), at, unknown);
            }
        }
    }
}
