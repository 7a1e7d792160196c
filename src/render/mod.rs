//! Released reports turned into bytes. One file per format; none opens a file or asks the terminal.
//!
//! A format is a file with its `Spec`, and its place in [`Format`]: everything else is derived from these.

mod delimited;
mod error;
mod format;
mod grid;
mod json;
mod manner;
mod markdown;
mod number_text;
mod parquet;
mod spec;
mod terminal;
mod xlsx;

use crate::disclosure::Released;
use crate::language::visible;

pub use error::RenderError;
pub use format::Format;
pub use json::JSON_SCHEMA;
pub use manner::Manner;
use spec::{Content, Writer};

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
