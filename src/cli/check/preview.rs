//! The first records of a table as they were understood.

use super::first_records::rows;
use super::found::Found;
use crate::cli::output::OutputArgs;
use crate::language::{aligned, words};
use crate::reference::Reference;

/// No line is wider than this many columns.
const WIDEST: usize = 80;

/// Shows the first records on standard error, unless they are of persons.
pub(super) fn preview(found: &Found, output: &OutputArgs, reference: &Reference) {
    let shown = rows(&found.first, reference, output.language());
    if shown.is_empty() {
        return;
    }
    output.note(&words!(
        "De första raderna, som de förstås:",
        "The first rows, as understood:"
    ));
    output.plain_lines(&aligned(&shown, WIDEST));
}
