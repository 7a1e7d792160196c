//! The steps from the start of studies to the profession.

use super::here::{Here, Relation};
use crate::accounts::flow::terms::PathwayTerm;
use crate::flow::Step;

pub(super) fn relations(here: Here, term: PathwayTerm) -> Vec<Relation> {
    match term {
        PathwayTerm::NotReached(step) => {
            let previous = step.previous().unwrap_or(step);
            vec![
                here.sum(
                    PathwayTerm::Reached(previous),
                    [PathwayTerm::Reached(step), term],
                ),
                here.sum(
                    term,
                    [PathwayTerm::CensoredBefore(step), PathwayTerm::Failed(step)],
                ),
            ]
        }
        PathwayTerm::NeverReached(step) => vec![here.sum(
            PathwayTerm::Reached(Step::Entrant),
            [PathwayTerm::Reached(step), term],
        )],
        PathwayTerm::DegreeLate => vec![here.sum(
            PathwayTerm::Reached(Step::Degree),
            [
                PathwayTerm::Reached(Step::DegreeInNominalTime),
                PathwayTerm::DegreeLate,
            ],
        )],
        PathwayTerm::Reached(_) | PathwayTerm::CensoredBefore(_) | PathwayTerm::Failed(_) => {
            Vec::new()
        }
    }
}
