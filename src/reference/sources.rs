//! Where the embedded figures come from and how sure they are.

use super::embedded::rows;
use crate::language::Words;
use crate::source::Faults;

/// A source of embedded figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The key that `source` columns refer to.
    pub key: String,
    /// The title.
    pub title: String,
    /// The publisher.
    pub publisher: String,
    /// Where it was published.
    pub url: String,
    /// The year of publication, as far as it is known.
    pub year: String,
    /// How much the figures can be relied on.
    pub confidence: String,
    /// How it was read when the figures were taken down.
    pub how_read: Words,
}

/// The sources of all embedded tables.
///
/// # Errors
/// Faults in the embedded table itself, which the tests rule out.
pub fn sources() -> Result<Vec<Source>, Faults> {
    let text = include_str!("../../data/sources.csv");
    let columns = [
        "source",
        "title",
        "publisher",
        "url",
        "year",
        "confidence",
        "how_read",
        "english_how_read",
    ];
    rows(
        "data/sources.csv",
        text,
        columns,
        |[
            key,
            title,
            publisher,
            url,
            year,
            confidence,
            how_read,
            english,
        ]| {
            Ok(Source {
                key: key.text().to_owned(),
                title: title.text().to_owned(),
                publisher: publisher.text().to_owned(),
                url: url.text().to_owned(),
                year: year.text().to_owned(),
                confidence: confidence.text().to_owned(),
                how_read: Words::new(how_read.text(), english.text()),
            })
        },
    )
}
