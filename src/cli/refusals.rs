//! Requests that cannot be answered, as faults.

use crate::flow::Refusal;
use crate::reference::Reference;
use crate::source::{Fault, Faults};

/// The faults of a request that an input of this (Swedish) name cannot answer.
pub(super) fn all_refused(refusals: &[Refusal], name: &str, reference: &Reference) -> Faults {
    let mut faults = Faults::new();
    for refusal in refusals {
        let (what, tip) = refusal.explained(name, reference);
        faults.push(Fault::new(what).tip(tip));
    }
    faults
}
