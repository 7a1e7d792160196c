//! How people lay out tables, undone: titles, headers of several rows, sections, notes and wide tables become rows
//! whose header names dimensions and measures.
//!
//! A sheet is read in this order: what every cell looks like (`cells`), where its tables are (`blocks`), what their
//! headers say (`header`, `levels`), what their rows are called (`stub`), and the rows that follow (`walk`, `long`). Labels
//! are recognised by what they are, never by where they are or by the name of the file.
//!
//! What is left out is counted in a remark, and how a table was read is among its facts. A header that can be
//! read in two ways is refused.

mod blocks;
mod cells;
mod dimension;
mod footnotes;
mod header;
mod legend;
mod levels;
mod long;
mod period;
mod places;
mod plain;
mod sheet;
mod stub;
mod walk;
mod wording;

use std::path::Path;

use crate::language::words;
use crate::reference::Reference;
use crate::source::{Fault, Faults, Grid, Opened, RawTable, open, open_bytes};

/// The tables of a file.
#[derive(Debug)]
pub struct Reading {
    /// In the order of the file.
    pub tables: Vec<RawTable>,
    /// Sheets without a table, or with one that was not understood, and why.
    pub unread: Vec<UnreadSheet>,
}

/// A sheet that gave no table.
#[derive(Debug)]
pub struct UnreadSheet {
    /// Its name; none of a text.
    pub name: Option<String>,
    /// What was seen, and what to do.
    pub faults: Faults,
}

/// Reads the tables of a file, or of standard input if `path` is `-`; of a workbook those of one sheet, if it is named.
///
/// # Errors
/// A file that cannot be read, a sheet that it does not have, and one in which no table is understood.
pub fn tables(
    path: &Path,
    sheet: Option<&str>,
    reference: &Reference,
) -> Result<Vec<RawTable>, Faults> {
    some(read(open(path)?, sheet, reference)?)
}

/// Reads the tables of bytes that are already in memory; messages call them `name`.
///
/// # Errors
/// As [`tables`].
pub fn tables_of(
    name: &str,
    bytes: &[u8],
    sheet: Option<&str>,
    reference: &Reference,
) -> Result<Vec<RawTable>, Faults> {
    some(read(open_bytes(name, bytes)?, sheet, reference)?)
}

/// Reads the only table of a file.
///
/// # Errors
/// As [`tables`], and a file with several tables.
pub fn only_table(
    path: &Path,
    sheet: Option<&str>,
    reference: &Reference,
) -> Result<RawTable, Faults> {
    let mut tables = tables(path, sheet, reference)?;
    match tables.len() {
        1 => Ok(tables.remove(0)),
        _ => Err(wording::several(&tables).into()),
    }
}

/// Reads what was opened, sheet by sheet.
///
/// # Errors
/// A sheet that the file does not have.
pub fn read(opened: Opened, sheet: Option<&str>, reference: &Reference) -> Result<Reading, Faults> {
    let grids = match opened {
        Opened::Table(table) => {
            let name = table.input().name.clone();
            if sheet.is_some() {
                return Err(wording::no_sheets(&name).into());
            }
            return Ok(Reading {
                tables: vec![*table],
                unread: Vec::new(),
            });
        }
        Opened::Grids(grids) => grids,
    };
    let mut reading = Reading {
        tables: Vec::new(),
        unread: Vec::new(),
    };
    for grid in selected(grids, sheet)? {
        let name = grid.sheet().map(str::to_owned);
        match sheet::tables(grid, reference) {
            Ok(tables) => reading.tables.extend(tables),
            Err(faults) => reading.unread.push(UnreadSheet { name, faults }),
        }
    }
    Ok(reading)
}

/// The sheet that was asked for, or all.
fn selected(grids: Vec<Grid>, sheet: Option<&str>) -> Result<Vec<Grid>, Faults> {
    let Some(wanted) = sheet else {
        return Ok(grids);
    };
    let names: Vec<String> = grids
        .iter()
        .filter_map(|grid| grid.sheet().map(str::to_owned))
        .collect();
    let name = grids
        .first()
        .map(|grid| grid.input().name.clone())
        .unwrap_or_default();
    let mut grids = grids.into_iter();
    match grids.find(|grid| grid.sheet() == Some(wanted)) {
        Some(grid) => Ok(vec![grid]),
        None if names.is_empty() => Err(wording::no_sheets(&name).into()),
        None => Err(wording::unknown_sheet(&name, wanted, &names).into()),
    }
}

/// The tables, or why there are none.
fn some(reading: Reading) -> Result<Vec<RawTable>, Faults> {
    if !reading.tables.is_empty() {
        return Ok(reading.tables);
    }
    let mut unread = reading.unread.into_iter();
    let Some(first) = unread.next() else {
        return Err(Fault::new(words!("filen har inga blad", "the file has no sheets")).into());
    };
    let mut faults = first.faults;
    for sheet in unread {
        faults.extend(sheet.faults);
    }
    Err(faults)
}

#[cfg(test)]
mod tests;
