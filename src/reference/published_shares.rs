//! Published shares of the employed who are in the profession.

use super::Reference;
use super::embedded::{rows, value};
use crate::domain::{ProfessionId, Share, Year};
use crate::language::Words;
use crate::language::words;
use crate::source::Faults;

const TEXT: &str = include_str!("../../data/published_shares.csv");
const COLUMNS: [&str; 6] = [
    "profession",
    "year",
    "in_profession_percent",
    "note",
    "english_note",
    "source",
];

/// A published share of a profession in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedShare {
    /// The profession.
    pub profession: ProfessionId,
    /// The year.
    pub year: Year,
    /// Of the employed, those in the profession.
    pub in_profession: Share,
    /// Whom the source means.
    pub note: Words,
    /// Keys into the source list.
    pub source: String,
}

/// The embedded published shares, of the country as a whole.
///
/// # Errors
/// Faults in the embedded table itself, which the tests rule out.
pub fn published_shares(reference: &Reference) -> Result<Vec<PublishedShare>, Faults> {
    rows(
        "data/published_shares.csv",
        TEXT,
        COLUMNS,
        |[profession, year, percent, note, english, source]| {
            let known = reference.profession_named(profession.text());
            let share = Share::new(value::<f64>(percent)? / 100.0);
            Ok(PublishedShare {
                profession: known.map_err(|unknown| profession.fault(unknown.words()))?,
                year: value(year)?,
                in_profession: share
                    .ok_or_else(|| percent.fault(words!("ingen andel", "not a share")))?,
                note: Words::new(note.text(), english.text()),
                source: source.text().to_owned(),
            })
        },
    )
}
