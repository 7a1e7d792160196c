//! What a result of `check` was made from.

use std::collections::BTreeSet;

use super::args::Kind;
use crate::report::{InputFile, Provenance};

/// The files that were read as inputs of a kind.
pub(super) fn provenance(
    kind: Kind,
    files: impl Iterator<Item = (String, Option<String>)>,
) -> Provenance {
    let role = kind.name();
    let mut seen = BTreeSet::new();
    let inputs = files
        .filter(|(name, _)| seen.insert(name.clone()))
        .map(|(name, sha256)| InputFile {
            role: role.clone(),
            name,
            sha256,
        });
    Provenance::of("check", [("as", Some(role.clone()))], inputs)
}
