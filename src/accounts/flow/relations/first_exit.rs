//! First exits in a year since the licence.

use super::here::{Here, Relation};
use crate::accounts::flow::terms::FirstExitTerm;
use crate::flow::DESTINATIONS;

pub(super) fn relations(here: Here, term: FirstExitTerm) -> Vec<Relation> {
    match term {
        FirstExitTerm::AtRisk(since) => vec![here.sum(
            term,
            [
                FirstExitTerm::Exits(since),
                FirstExitTerm::Censored(since),
                FirstExitTerm::Remaining(since),
            ],
        )],
        FirstExitTerm::Exits(since) => {
            let destinations = (0..).take(DESTINATIONS.len());
            vec![here.sum(
                term,
                destinations.map(|at| FirstExitTerm::ExitsTo(since, at)),
            )]
        }
        FirstExitTerm::LateEntries(since) => {
            let before = since.checked_sub(1).map(FirstExitTerm::Remaining);
            let parts = std::iter::once(term).chain(before);
            vec![here.sum(FirstExitTerm::AtRisk(since), parts)]
        }
        FirstExitTerm::ExitsTo(..) | FirstExitTerm::Censored(_) | FirstExitTerm::Remaining(_) => {
            Vec::new()
        }
    }
}
