//! The one door for tables: what the bytes are decides which reader splits them into cells.
//!
//! A new format is a file beside this one, which makes a [`RawTable`] or [`Grid`]s of bytes, and an arm in
//! [`open_bytes`].

mod delimited;
mod split_header;
mod statistical;

use std::path::Path;

use super::document::whole;
use super::refused_file::{empty, known_binary};
use super::workbook::{is_workbook, sheets};
use super::{Document, Faults, Grid, Location, RawTable, is_json, is_px, read_json_stat, read_px};
use delimited::delimited;
pub use delimited::delimited_text;
use statistical::rows_of;

/// What a file holds.
#[derive(Debug)]
pub enum Opened {
    /// Rows that their format names: of PX, of JSON-stat.
    Table(Box<RawTable>),
    /// Sheets that a person laid out, whose headers are yet to be found; a delimited text is one.
    Grids(Vec<Grid>),
}

/// Opens a file, or standard input if `path` is `-`.
///
/// # Errors
/// A file that cannot be read or is of no format that can be, and what is wrong with it as a whole.
pub fn open(path: &Path) -> Result<Opened, Faults> {
    let (name, bytes) = whole(path)?;
    open_bytes(&name, &bytes)
}

/// Opens bytes that are already in memory; messages call them `name`.
///
/// # Errors
/// Bytes of no format that can be read, and what is wrong with them as a whole.
pub fn open_bytes(name: &str, bytes: &[u8]) -> Result<Opened, Faults> {
    if is_workbook(bytes) {
        return Ok(Opened::Grids(sheets(name, bytes)?));
    }
    let table = match known_binary(bytes) {
        Some(refused) => return Err(refused.located(Location::file(name)).into()),
        None if is_px(bytes) => rows_of(read_px(name, bytes)?, "PX", bytes)?,
        None if is_json(bytes) => {
            let document = Document::from_bytes(name, bytes)?;
            rows_of(read_json_stat(name, document.text())?, "JSON-stat", bytes)?
        }
        None => {
            let grid = delimited(Document::from_bytes(name, bytes)?)?;
            return Ok(Opened::Grids(vec![grid]));
        }
    };
    Ok(Opened::Table(Box::new(table)))
}

/// Reads a table with a plain header from a file, or from standard input if `path` is `-`.
///
/// # Errors
/// A file that cannot be read or is of no format that can be, and every fault of its rows and header.
pub fn table(path: &Path) -> Result<RawTable, Faults> {
    let (name, bytes) = whole(path)?;
    table_of(&name, &bytes)
}

/// Reads a table with a plain header from bytes that are already in memory; messages call it `name`.
///
/// # Errors
/// Bytes of no format that can be read, and every fault of the rows and the header.
pub fn table_of(name: &str, bytes: &[u8]) -> Result<RawTable, Faults> {
    match open_bytes(name, bytes)? {
        Opened::Table(table) => Ok(*table),
        Opened::Grids(grids) => match grids.into_iter().next() {
            Some(grid) => grid.into_plain_table(),
            None => Err(empty(Location::file(name)).into()),
        },
    }
}
