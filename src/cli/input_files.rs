//! The files behind a result, for its provenance.

use crate::report::InputFile;
use crate::source::RawTable;

/// A table that was read, and what for.
pub(super) fn input_file(role: &str, table: &RawTable) -> InputFile {
    let input = table.input();
    InputFile {
        role: role.to_owned(),
        name: input.name.clone(),
        sha256: Some(input.sha256.clone()),
    }
}

/// Several of them, in their order.
pub(super) fn input_files<'t>(
    tables: impl Iterator<Item = (&'static str, &'t RawTable)>,
) -> Vec<InputFile> {
    tables
        .map(|(role, table)| input_file(role, table))
        .collect()
}
