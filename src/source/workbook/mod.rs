//! Workbooks: XLSX, XLS and ODS as the cells of their sheets.
//!
//! A cell's text is what a person means and not what a program displays: numbers in their shortest digits
//! (`9074`, `0.1`), dates in ISO 8601, `true` and `false`, formulas by the value that was last calculated. A number
//! whose format says per cent is written so, `88 %` for 0.88: the sign is the only place where a workbook says which
//! of the two scales it means. A formula without a calculated value is a cell of kind error with the formula as
//! its text, never 0.
//!
//! What is title, header and footnote is not known here; see `layout`.

mod archive;
mod archive_kind;
mod budget;
mod bytes;
mod cell_text;
mod compound;
mod limits;
mod number_format;
mod ods;
mod refusal;
mod serial_date;
mod shared_texts;
mod sheet_cells;
mod sheets_read;
mod xls;
mod xlsx;
mod xml;

use sha2::{Digest as _, Sha256};

use super::guarded::guarded;
use super::raw_table::TableInput;
use super::{Fault, Faults, Grid, Location};
use crate::language::{hexadecimal, words};
use archive::Archive;
use archive_kind::ArchiveKind;
use budget::Budget;
use ods::read_ods;
use refusal::unexpected;
use sheets_read::SheetsRead;
use xls::read_xls;
use xlsx::read_xlsx;

/// How a zip file begins, and a compound file, in which older Excel and password protection wrap workbooks.
const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Whether bytes are wrapped as workbooks are; other files may be wrapped so too.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND)
}

/// The cells of every visible sheet with content, in the order of the workbook; messages call it `name`.
///
/// # Errors
/// A file of another kind, a damaged or protected workbook, one that is larger than the declared limits, and one
/// without a visible cell.
pub fn sheets(name: &str, bytes: &[u8]) -> Result<Vec<Grid>, Faults> {
    let read = guarded(|| grids(name, bytes)).unwrap_or_else(|| Err(unexpected()));
    read.map_err(|fault| match fault.location() {
        Some(_) => fault.into(),
        None => fault.located(Location::file(name)).into(),
    })
}

fn grids(name: &str, bytes: &[u8]) -> Result<Vec<Grid>, Fault> {
    let budget = Budget::new();
    let start = |format| {
        SheetsRead::new(TableInput {
            name: name.to_owned(),
            sha256: hexadecimal(&Sha256::digest(bytes)),
            format,
            remarks: Vec::new(),
        })
    };
    if bytes.starts_with(COMPOUND) {
        let mut sheets = start(words!(
            "äldre Excel-arbetsbok (XLS)",
            "older Excel workbook (XLS)"
        ));
        read_xls(bytes, &budget, &mut sheets)?;
        return sheets.finish();
    }
    let mut archive = Archive::open(bytes)?;
    match ArchiveKind::of(&mut archive, &budget)? {
        ArchiveKind::Xlsx(main) => {
            let mut sheets = start(words!("Excel-arbetsbok (XLSX)", "Excel workbook (XLSX)"));
            read_xlsx(&mut archive, &main, &budget, &mut sheets)?;
            sheets.finish()
        }
        ArchiveKind::Ods => {
            let mut sheets = start(words!(
                "OpenDocument-kalkylblad (ODS)",
                "OpenDocument spreadsheet (ODS)"
            ));
            read_ods(&mut archive, &budget, &mut sheets)?;
            sheets.finish()
        }
    }
}
