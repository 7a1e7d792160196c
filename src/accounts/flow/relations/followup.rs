//! The distributions of the follow-up.

use super::here::{Here, Relation};
use super::lists::Lists;
use crate::accounts::flow::terms::{FollowUpTerm, RetentionTerm};
use crate::domain::State;
use crate::flow::{Category, Distribution, FOLLOWED};

pub(super) fn relations(here: Here, term: FollowUpTerm, lists: &Lists) -> Vec<Relation> {
    match term {
        FollowUpTerm::All(since, distribution) => {
            let categories = lists.categories(here).iter();
            let parts = categories
                .map(|category| here.is(FollowUpTerm::Part(since, distribution, *category), -1));
            let mut relations = vec![parts.chain([here.own(1)]).collect()];
            relations.extend(wholes(here, since, distribution));
            relations
        }
        FollowUpTerm::OfUnknownArea(since) => vec![here.sum(
            in_state(since, State::InProfession),
            [
                FollowUpTerm::All(since, Distribution::SameAreaAsStudies),
                term,
            ],
        )],
        FollowUpTerm::Part(..) | FollowUpTerm::OutsideOfCohort(_) => Vec::new(),
    }
}

/// What all of a distribution are themselves a part of.
fn wholes(here: Here, since: u8, distribution: Distribution) -> Vec<Relation> {
    let all = FollowUpTerm::All(since, distribution);
    let of_cohort = FollowUpTerm::All(since, Distribution::State);
    let employed = FollowUpTerm::Part(since, Distribution::Established, Category::Yes);
    match distribution {
        Distribution::State => {
            let mut relations = vec![
                here.sum(all, [RetentionTerm::InCohort(since.into())]),
                here.sum(
                    all,
                    [
                        in_state(since, State::InProfession),
                        FollowUpTerm::OutsideOfCohort(since),
                    ],
                ),
            ];
            let next = FOLLOWED.iter().find(|later| **later > since);
            let later = next.map(|next| FollowUpTerm::All(*next, Distribution::State));
            relations.extend(later.map(|later| here.sum(all, [later])));
            relations
        }
        Distribution::Established => vec![
            here.sum(all, [of_cohort]),
            here.sum(
                employed,
                [
                    in_state(since, State::InProfession),
                    in_state(since, State::OtherRoleInCare),
                    in_state(since, State::OtherIndustry),
                ],
            ),
        ],
        Distribution::Industry | Distribution::Sector => vec![here.sum(all, [employed])],
        Distribution::Area => {
            let gone = FollowUpTerm::Part(since, Distribution::State, Category::NotInRegister);
            vec![
                vec![here.own(1), here.is(gone, 1), here.is(of_cohort, -1)],
                // It follows from the others, and bounds them by the areas and sectors that are listed.
                here.sum(
                    all,
                    [
                        employed,
                        in_state(since, State::NotEmployed),
                        in_state(since, State::Retired),
                    ],
                ),
            ]
        }
        Distribution::SameAreaAsStudies => Vec::new(),
    }
}

const fn in_state(since: u8, state: State) -> FollowUpTerm {
    FollowUpTerm::Part(since, Distribution::State, Category::State(state))
}
