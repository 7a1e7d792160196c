//! The one door for tables: what the bytes are decides which reader splits them into cells.
//!
//! A new format is a file beside this one, which makes a [`RawTable`] of bytes, and an arm in [`table_of`].

mod delimited;
mod statistical;

use std::path::Path;

use super::document::whole;
use super::refused_file::known_binary;
use super::{Document, Faults, Location, RawTable, is_json, is_px, read_json_stat, read_px};
use delimited::delimited;
pub use delimited::delimited_text;
pub use statistical::is_multiple;
use statistical::rows_of;

/// Reads a table from a file, or from standard input if `path` is `-`.
///
/// # Errors
/// A file that cannot be read or is of no format that can be, and every fault of its rows and header.
pub fn table(path: &Path) -> Result<RawTable, Faults> {
    let (name, bytes) = whole(path)?;
    table_of(&name, &bytes)
}

/// Reads a table from bytes that are already in memory; messages call it `name`.
///
/// # Errors
/// Bytes of no format that can be read, and every fault of the rows and the header.
pub fn table_of(name: &str, bytes: &[u8]) -> Result<RawTable, Faults> {
    match known_binary(bytes) {
        Some(refused) => Err(refused.located(Location::file(name)).into()),
        None if is_px(bytes) => rows_of(read_px(name, bytes)?, "PX", bytes),
        None if is_json(bytes) => {
            let document = Document::from_bytes(name, bytes)?;
            rows_of(read_json_stat(name, document.text())?, "JSON-stat", bytes)
        }
        None => delimited(Document::from_bytes(name, bytes)?),
    }
}
