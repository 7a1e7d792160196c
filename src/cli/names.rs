//! Names in arguments, looked up in the reference tables.

use crate::domain::HealthRegionId;
use crate::reference::{Reference, Unknown};
use crate::source::Fault;

/// The health region that an argument names.
pub(super) fn health_region(name: &str, reference: &Reference) -> Result<HealthRegionId, Fault> {
    reference
        .health_region_named(name)
        .map_err(|error| unknown(&error))
}

/// The region that `--halland` chooses, one of those that Halland lies in.
pub(super) fn halland(name: &str, reference: &Reference) -> Result<HealthRegionId, Fault> {
    let region = health_region(name, reference)?;
    let is_possible = reference
        .counties()
        .any(|(id, _)| reference.split_between(id).contains(&region));
    let name = &reference.health_region(region).name;
    let impossible =
        || Fault::new(format!("Halland ligger inte i {name}")).tip("välj södra eller västra");
    is_possible.then_some(region).ok_or_else(impossible)
}

/// The fault of a name that no table has.
pub(super) fn unknown(unknown: &Unknown) -> Fault {
    Fault::new(unknown.to_string()).tip(unknown.tip())
}
