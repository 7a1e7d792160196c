//! Released reports turned into bytes. One file per format; none opens a file or asks the terminal.
//!
//! A format is a file with its `Spec`, and its place in [`Format`]: everything else is derived from these.

mod delimited;
mod error;
mod grid;
mod json;
mod markdown;
mod number_text;
mod parquet;
mod spec;
mod terminal;
mod xlsx;

use crate::disclosure::Released;
use crate::language::visible;

pub use error::RenderError;
pub use json::JSON_SCHEMA;
use spec::{Content, Spec, Writer};

/// A suppressed number in text.
const SUPPRESSED: &str = "x";

/// The formats that a result can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An aligned table for people.
    Table,
    /// Comma-separated, decimal point, UTF-8, LF. Its variant for Swedish Excel is semicolon-separated, with decimal
    /// comma, BOM and CRLF.
    Csv,
    /// Tab-separated, decimal point, UTF-8, LF.
    Tsv,
    /// JSON with tables, notes and provenance.
    Json,
    /// Markdown with tables as GitHub reads them.
    Markdown,
    /// An Excel workbook: a sheet per table, and one about them.
    Xlsx,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: [Self; 7] = [
        Self::Table,
        Self::Csv,
        Self::Tsv,
        Self::Json,
        Self::Markdown,
        Self::Xlsx,
        Self::Parquet,
    ];

    const fn spec(self) -> &'static Spec {
        match self {
            Self::Table => &terminal::SPEC,
            Self::Csv => &delimited::CSV_SPEC,
            Self::Tsv => &delimited::TSV_SPEC,
            Self::Json => &json::SPEC,
            Self::Markdown => &markdown::SPEC,
            Self::Xlsx => &xlsx::SPEC,
            Self::Parquet => &parquet::SPEC,
        }
    }
}

/// How a result is written, beside what its format says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// The most decimals of delimited text; JSON, Parquet and XLSX always hold all digits.
    pub digits: Option<u8>,
    /// The characters of a line of an aligned table; as many as it needs if none.
    pub width: Option<u16>,
    /// Whether it is for a terminal, where no character of a cell, a header or a name may steer it. Files
    /// and pipes get the data as they are.
    pub is_for_terminal: bool,
    /// Whether it is for Swedish Excel, where the format has a variant for it.
    pub is_for_excel: bool,
}

/// The bytes of a released report.
///
/// # Errors
/// A report that the format cannot hold.
pub fn render(released: &Released, format: Format) -> Result<Vec<u8>, RenderError> {
    render_with(released, format, Manner::default())
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
    let spec = format.spec();
    let report = released.report();
    let bytes = match spec.writer {
        Writer::Report(write) => write(report, manner)?,
        Writer::Table(write) => match &report.tables[..] {
            [table] => write(table, manner)?,
            _ => return Err(RenderError::SeveralTables),
        },
    };
    Ok(match spec.content {
        Content::Text if manner.is_for_terminal => visible_lines(&bytes),
        Content::Text | Content::Delimited | Content::Binary => bytes,
    })
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
