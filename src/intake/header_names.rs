//! Headers and the names that columns go by.

use super::column_names::{CONTENTS, Column, VALUE};
use crate::reference::{WordKind, spellings};
use crate::source::{RawTable, fold};

/// A header for comparison; `Examensfrekvens (%)` is not the same column as `Examensfrekvens`.
pub(super) fn folded(header: &str) -> String {
    fold(&header.replace('%', "procent"))
}

/// Whether a folded header is another name of a column.
pub(super) fn is_alias(column: Column, header: &str) -> bool {
    let mut aliases = spellings(WordKind::Column, column.name()).iter();
    aliases.any(|alias| fold(alias) == header)
}

/// Whether a folded header says no more than that there are figures below it.
pub(super) fn is_generic(header: &str) -> bool {
    is_alias(VALUE, header)
}

/// The column that says what the figures of a row are of.
pub(super) fn contents_column(table: &RawTable) -> Option<usize> {
    let mut headers = table.header().iter();
    headers.position(|header| {
        let header = folded(header);
        header == fold(CONTENTS.name()) || is_alias(CONTENTS, &header)
    })
}
