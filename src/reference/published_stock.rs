//! Published numbers of licence holders, quoted from several publications, for the country as a whole.

use super::Reference;
use super::embedded::{rows, value};
use crate::domain::{CountStatus, Headcount, Place, StockCount};
use crate::language::Words;
use crate::source::{Cell, Fault, Faults};

const TEXT: &str = include_str!("../../data/published_stock.csv");
const COLUMNS: [&str; 9] = [
    "profession",
    "year",
    "licensed",
    "licensed_under_65",
    "employed",
    "employed_in_care",
    "note",
    "english_note",
    "source",
];

/// The embedded published numbers, by profession and year. Numbers that their sources give as
/// approximate ("drygt", "cirka") are not among them, and there is no published number of those in the
/// profession by the register's rule.
///
/// # Errors
/// Faults in the embedded table itself, which the tests rule out.
pub(super) fn quoted_stock(reference: &Reference) -> Result<Vec<StockCount>, Faults> {
    rows(
        "data/published_stock.csv",
        TEXT,
        COLUMNS,
        |[
            profession,
            year,
            licensed,
            under_65,
            employed,
            in_care,
            note,
            english,
            source,
        ]| {
            let has_note = !note.text().is_empty();
            let known = reference.profession_named(profession.text());
            Ok(StockCount {
                profession: known.map_err(|unknown| profession.fault(unknown.words()))?,
                year: value(year)?,
                place: Place::SWEDEN,
                sex: None,
                licensed: count(licensed)?,
                under_65: count(under_65)?,
                employed: count(employed)?,
                in_care: count(in_care)?,
                in_field: None,
                in_profession: None,
                status: CountStatus::Plain,
                basis: source.text().to_owned(),
                note: has_note.then(|| Words::new(note.text(), english.text())),
            })
        },
    )
}

fn count(cell: Cell<'_>) -> Result<Option<Headcount>, Fault> {
    if cell.text().is_empty() {
        return Ok(None);
    }
    value(cell).map(|count| Some(Headcount(count)))
}
