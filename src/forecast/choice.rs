//! Which method a programme is forecast with, and why.

use super::Method;
use crate::domain::ProgrammeId;
use crate::language::Words;

/// The method that was chosen for a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The programme.
    pub programme: ProgrammeId,
    /// The method.
    pub method: Method,
    /// Why that one.
    pub reason: ChoiceReason,
}

/// Why a method was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceReason {
    /// It would have done better than the other before.
    DidBetter,
    /// No earlier forecast of both methods can be held against an outcome.
    NoHistory,
    /// The one that would have been chosen cannot be used now.
    OtherUnusable {
        /// Which.
        other: Method,
        /// What is wrong with it.
        why: Words,
    },
}
