//! The only door out: what leaves the program has been released here.
//!
//! Renderers take a [`Released`] and nothing else, and only [`release`] makes one.

use crate::report::Report;

/// What a result was made from decides what must be hidden in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Made from tables of published or otherwise releasable aggregates, or from reference data:
    /// there is nothing to hide. Not for anything computed from a register extract.
    Aggregates,
    /// A look at one's own input, which shows how many rows it has and is not for publication.
    Inspection,
}

/// A report that may leave the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Released(Report);

impl Released {
    /// What may be shown.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.0
    }
}

/// Applies the policy and lets the report out.
#[must_use]
pub fn release(report: Report, policy: Policy) -> Released {
    match policy {
        Policy::Aggregates | Policy::Inspection => Released(report),
    }
}
