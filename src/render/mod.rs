//! Released reports turned into bytes. One file per format; none opens a file or asks the terminal.

mod delimited;
mod grid;
mod json;
mod markdown;
mod number_text;
mod parquet;
mod terminal;
mod xlsx;

use std::fmt;

use crate::disclosure::Released;
use crate::language::{Language, Words, visible, words};
use crate::report::Table;

pub use json::JSON_SCHEMA;

/// What stands for a number that is known and not told, in text.
const SUPPRESSED: &str = "x";

/// The formats that a result can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An aligned table for people, at most this many characters wide if a width is given.
    Table {
        /// The width of the terminal.
        width: Option<u16>,
    },
    /// Comma-separated, decimal point, UTF-8, LF.
    Csv,
    /// Semicolon-separated, decimal comma, UTF-8 with BOM, CRLF: opens right in Swedish Excel.
    ExcelCsv,
    /// Tab-separated, decimal point, UTF-8, LF.
    Tsv,
    /// JSON with tables, notes and provenance.
    Json,
    /// Apache Parquet.
    Parquet,
    /// An Excel workbook: a sheet per table, and one about them.
    Xlsx,
    /// Markdown with tables as GitHub reads them.
    Markdown,
}

/// Why a report cannot be written in a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenderError {
    /// The format holds one table and the report has several.
    SeveralTables,
    /// More rows than a sheet has.
    TooManyRows {
        /// How many.
        rows: usize,
    },
    /// A library refused.
    Library {
        /// The library's own words.
        reason: String,
    },
}

impl RenderError {
    /// The error in both languages.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::SeveralTables => words!(
                "formatet rymmer en tabell men resultatet har flera",
                "the format holds one table but the result has several"
            ),
            Self::TooManyRows { rows } => words!(
                "{rows} rader är fler än ett kalkylblad rymmer (1 048 576); skriv Parquet eller CSV",
                "{rows} rows are more than a sheet holds (1,048,576); write Parquet or CSV"
            ),
            Self::Library { reason } => words!(
                "resultatet gick inte att skriva: {reason}",
                "the result could not be written: {reason}"
            ),
        }
    }
}

impl fmt::Display for RenderError {
    /// The error in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for RenderError {}

/// The bytes of a released report.
///
/// # Errors
/// A report that the format cannot hold.
pub fn render(released: &Released, format: Format) -> Result<Vec<u8>, RenderError> {
    render_with(released, format, Manner::default())
}

/// How text is written, beside what its format says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// The most decimals of delimited text; JSON, Parquet and XLSX always hold all digits.
    pub digits: Option<u8>,
    /// Whether it is for a terminal, where no character of a cell, a header or a name may steer it. Files
    /// and pipes get the data as they are.
    pub is_for_terminal: bool,
}

/// The bytes of a released report, written in this manner.
///
/// # Errors
/// A report that the format cannot hold.
pub fn render_with(
    released: &Released,
    format: Format,
    manner: Manner,
) -> Result<Vec<u8>, RenderError> {
    let delimited = |dialect: delimited::Dialect| {
        delimited::render(only_table(released)?, dialect.written(manner))
    };
    let lines = |text: Vec<u8>| {
        if manner.is_for_terminal {
            visible_lines(&text)
        } else {
            text
        }
    };
    let report = released.report();
    match format {
        Format::Table { width } => Ok(terminal::render(report, width).into_bytes()),
        Format::Csv => delimited(delimited::CSV),
        Format::ExcelCsv => delimited(delimited::EXCEL),
        Format::Tsv => delimited(delimited::TSV),
        Format::Json => json::render(report).map(lines),
        Format::Xlsx => xlsx::render(report),
        Format::Markdown => Ok(lines(markdown::render(report).into_bytes())),
        Format::Parquet => parquet::render(only_table(released)?),
    }
}

/// Text whose only control characters are the ends of its lines.
fn visible_lines(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    lines.join("\n").into_bytes()
}

/// Title, columns, notes and provenance of a released report as JSON, to go with a file that has no room
/// for them.
///
/// # Errors
/// None that a report can cause.
pub fn manifest(released: &Released) -> Result<Vec<u8>, RenderError> {
    json::manifest(released.report())
}

fn only_table(released: &Released) -> Result<&Table, RenderError> {
    match &released.report().tables[..] {
        [table] => Ok(table),
        _ => Err(RenderError::SeveralTables),
    }
}

fn library_error(error: &impl fmt::Display) -> RenderError {
    RenderError::Library {
        reason: error.to_string(),
    }
}
