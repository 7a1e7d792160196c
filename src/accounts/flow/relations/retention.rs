//! A cohort so many years on, by where its licences are and from one year to the next.

use super::here::{Here, Relation, Term};
use crate::accounts::flow::terms::{FollowUpTerm, RetentionTerm};
use crate::domain::State;
use crate::flow::{Category, Distribution};

pub(super) fn relations(here: Here, term: RetentionTerm) -> Vec<Relation> {
    match term {
        RetentionTerm::InCohort(since) => cohort(here, since),
        RetentionTerm::Outside(since) => {
            let states = 1..State::ALL.len().to_le_bytes()[0];
            let states = states.map(|state| here.is(RetentionTerm::InState(since, state), -1));
            vec![states.chain([here.own(1)]).collect()]
        }
        RetentionTerm::InProfession(_)
        | RetentionTerm::InState(..)
        | RetentionTerm::NotInRegister(_)
        | RetentionTerm::Entering(_)
        | RetentionTerm::Leaving(_) => Vec::new(),
    }
}

fn cohort(here: Here, since: u32) -> Vec<Relation> {
    let by_place = here.sum(
        RetentionTerm::InCohort(since),
        [
            RetentionTerm::InProfession(since),
            RetentionTerm::Outside(since),
            RetentionTerm::NotInRegister(since),
        ],
    );
    let to_next = vec![
        here.is(RetentionTerm::InCohort(since), 1),
        here.is(RetentionTerm::Leaving(since), -1),
        here.is(RetentionTerm::Entering(since + 1), 1),
        here.is(RetentionTerm::InCohort(since + 1), -1),
    ];
    let mut relations = vec![by_place, to_next];
    relations.extend(same_in_followup(here, since));
    relations
}

/// What the follow-up counts too.
fn same_in_followup(here: Here, since: u32) -> Vec<Relation> {
    let Ok(looked_up) = u8::try_from(since) else {
        return Vec::new();
    };
    let same = |term, category| -> [Term; 2] {
        let part = FollowUpTerm::Part(looked_up, Distribution::State, category);
        [here.is(term, 1), here.is(part, -1)]
    };
    let in_profession = same(
        RetentionTerm::InProfession(since),
        Category::State(State::InProfession),
    );
    let gone = same(RetentionTerm::NotInRegister(since), Category::NotInRegister);
    let states = State::ALL.into_iter().skip(1).map(|state| {
        let term = RetentionTerm::InState(since, state as u8);
        same(term, Category::State(state))
    });
    [in_profession, gone]
        .into_iter()
        .chain(states)
        .map(Vec::from)
        .collect()
}
