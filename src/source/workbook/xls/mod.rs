//! XLS, the binary workbooks of Excel 97 to 2003 (MS-XLS, BIFF8).
//!
//! Read here and not through calamine, which copies a shared text for every cell and holds every sheet as a full
//! rectangle before any limit can act, and leaves out superscripts and formats.

mod cells;
mod globals;
mod records;
mod strings;

use super::budget::Budget;
use super::compound::Compound;
use super::refusal::{damaged, encrypted, no_workbook};
use super::sheet_cells::SheetCells;
use super::sheets_read::SheetsRead;
use crate::language::words;
use crate::source::Fault;
use cells::read_cells;
use globals::Globals;

const STREAM: &str = "Workbook";

/// Reads the worksheets of a workbook in a compound file.
pub(super) fn read_xls(
    bytes: &[u8],
    budget: &Budget,
    sheets: &mut SheetsRead,
) -> Result<(), Fault> {
    let file = Compound::open(bytes).ok_or_else(|| damaged(STREAM))?;
    if file.has("EncryptedPackage") {
        return Err(encrypted());
    }
    if !file.has(STREAM) {
        return Err(other(&file));
    }
    let stream = file.stream(STREAM).ok_or_else(|| damaged(STREAM))?;
    let globals = Globals::read(&stream, budget)?;
    // Sheets may overlap in a damaged file; together they are read no longer than the file is.
    let mut left = stream.len();
    for sheet in &globals.sheets {
        let mut cells = SheetCells::new(&sheet.name, globals.is_1904, budget);
        let own = stream.get(sheet.start..).unwrap_or_default();
        let read = read_cells(own, &globals, &mut cells)?;
        left = left.checked_sub(read).ok_or_else(|| damaged(&sheet.name))?;
        if !sheet.is_hidden {
            sheets.add(cells)?;
        } else if !cells.is_empty() {
            sheets.hidden(&sheet.name);
        }
    }
    Ok(())
}

/// The fault of a compound file that is no such workbook.
fn other(file: &Compound<'_>) -> Fault {
    let save = || {
        words!(
            "spara tabellen som XLSX eller CSV",
            "save the table as XLSX or CSV"
        )
    };
    let what = if file.has("Book") {
        return Fault::new(words!(
            "arbetsboken är från Excel 95 eller äldre, som inte läses",
            "the workbook is from Excel 95 or older, which is not read"
        ))
        .tip(words!(
            "öppna den i ett kalkylprogram och spara den som XLSX",
            "open it in a spreadsheet program and save it as XLSX"
        ));
    } else if file.has("WordDocument") {
        words!("ett äldre Word-dokument", "an older Word document")
    } else if file.has("PowerPoint Document") {
        words!(
            "en äldre PowerPoint-presentation",
            "an older PowerPoint presentation"
        )
    } else if file.has("__properties_version1.0") {
        words!("ett meddelande från Outlook", "an Outlook message")
    } else {
        words!(
            "en äldre Office-fil av annat slag",
            "an older Office file of another kind"
        )
    };
    no_workbook(&what).tip(save())
}
