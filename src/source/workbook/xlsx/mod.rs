//! XLSX, the workbooks of Office Open XML (ECMA-376).
//!
//! Read from its XML and not through calamine, which leaves out what a reader of published tables needs: the
//! superscripts that tell a footnote's sign from a digit, the formats that say per cent, the formulas that were
//! never calculated, and limits on what is unpacked.

mod cells;
mod shared_strings;
mod styles;
mod workbook;

use super::archive::Archive;
use super::budget::Budget;
use super::refusal::damaged;
use super::sheet_cells::SheetCells;
use super::sheets_read::SheetsRead;
use crate::source::Fault;
use cells::{Shared, has_cells, read_cells};
use shared_strings::shared_strings;
use styles::formats;
use workbook::Workbook;
pub(super) use workbook::main_part;

/// Reads the worksheets of a workbook that is described in the part `main`.
pub(super) fn read_xlsx(
    archive: &mut Archive<'_>,
    main: &str,
    budget: &Budget,
    sheets: &mut SheetsRead,
) -> Result<(), Fault> {
    let workbook = Workbook::read(archive, main, budget)?;
    let shared = Shared {
        strings: shared_strings(archive, workbook.shared_strings.as_deref(), budget)?,
        formats: formats(archive, workbook.styles.as_deref(), budget)?,
        is_uncalculated: workbook.is_uncalculated,
    };
    for sheet in &workbook.sheets {
        let part = archive.xml(&sheet.part, budget)?;
        let mut xml = part.ok_or_else(|| damaged(&sheet.part))?;
        if sheet.is_hidden {
            if has_cells(&mut xml)? {
                sheets.hidden(&sheet.name);
            }
            continue;
        }
        let mut cells = SheetCells::new(&sheet.name, workbook.is_1904, budget);
        read_cells(&mut xml, &shared, &mut cells)?;
        sheets.add(cells)?;
    }
    Ok(())
}
