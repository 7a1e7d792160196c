//! ODS, the spreadsheets of `OpenDocument` (ISO/IEC 26300).
//!
//! Read from its XML and not through calamine, which holds every sheet as a full rectangle, joins superscripts with
//! the word before and does not say which numbers are percentages.

mod cell;
mod styles;

use super::archive::{Archive, Part};
use super::budget::Budget;
use super::limits::{MAX_COLUMNS, MAX_ROWS};
use super::refusal::{damaged, encrypted};
use super::sheet_cells::SheetCells;
use super::sheets_read::SheetsRead;
use super::xml::{Element, Node};
use crate::source::Fault;
use cell::{Cell, Repeated};
use styles::Styles;

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Reads the sheets of a spreadsheet.
pub(super) fn read_ods(
    archive: &mut Archive<'_>,
    budget: &Budget,
    sheets: &mut SheetsRead,
) -> Result<(), Fault> {
    if is_encrypted(archive, budget)? {
        return Err(encrypted());
    }
    let xml = archive.xml(CONTENT, budget)?;
    let mut xml = xml.ok_or_else(|| damaged(CONTENT))?;
    let mut styles = Styles::default();
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name() {
                "style" => styles.begin(&element),
                "table-properties" | "text-properties" => styles.add(&element),
                "tracked-changes" => {
                    drop(element);
                    xml.skip()?;
                }
                "table" => {
                    let name = element.attribute("name").unwrap_or_default().into_owned();
                    let is_hidden = styles.hides(&element);
                    drop(element);
                    let mut cells = SheetCells::new(&name, false, budget);
                    read_table(&mut xml, &styles, budget, &mut cells)?;
                    if !is_hidden {
                        sheets.add(cells)?;
                    } else if !cells.is_empty() {
                        sheets.hidden(&name);
                    }
                }
                _ => {}
            },
            Node::Over => return Ok(()),
            _ => {}
        }
    }
}

/// Whether any part is protected by a password.
fn is_encrypted(archive: &mut Archive<'_>, budget: &Budget) -> Result<bool, Fault> {
    let Some(mut xml) = archive.xml(MANIFEST, budget)? else {
        return Ok(false);
    };
    loop {
        match xml.next()? {
            Node::Start(element) if element.name() == "encryption-data" => return Ok(true),
            Node::Over => return Ok(false),
            _ => {}
        }
    }
}

/// Reads rows and columns up to the end of the table whose start tag was last read.
fn read_table(
    xml: &mut Part<'_, '_>,
    styles: &Styles,
    budget: &Budget,
    cells: &mut SheetCells<'_>,
) -> Result<(), Fault> {
    let depth = xml.depth();
    let (mut row, mut column) = (0_usize, 0_usize);
    while xml.depth() >= depth {
        match xml.next()? {
            Node::Start(element) => match element.name() {
                "table-column" => {
                    let next = column.saturating_add(repeated(&element, "number-columns-repeated"));
                    if is_collapsed(&element) {
                        cells.hide_columns(column..=next - 1)?;
                    }
                    column = next;
                }
                "table-row" => {
                    let times = repeated(&element, "number-rows-repeated");
                    let is_hidden = is_collapsed(&element);
                    drop(element);
                    let written = read_row(xml, styles, budget)?;
                    let next = row.saturating_add(times);
                    if !written.is_empty() {
                        add_rows(row..next.min(MAX_ROWS + 1), &written, is_hidden, cells)?;
                    }
                    budget.release(written.iter().map(Repeated::size).sum());
                    row = next;
                }
                "shapes" | "table-source" | "scenario" | "forms" => {
                    drop(element);
                    xml.skip()?;
                }
                _ => {}
            },
            Node::Over => return Err(xml.damaged()),
            _ => {}
        }
    }
    Ok(())
}

/// Reads the cells with content of the row whose start tag was last read.
fn read_row(
    xml: &mut Part<'_, '_>,
    styles: &Styles,
    budget: &Budget,
) -> Result<Vec<Repeated>, Fault> {
    let depth = xml.depth();
    let (mut cells, mut column) = (Vec::new(), 0_usize);
    while xml.depth() >= depth {
        match xml.next()? {
            Node::Start(element) => match element.name() {
                "table-cell" | "covered-table-cell" => {
                    let times = repeated(&element, "number-columns-repeated");
                    let spans = ["number-rows-spanned", "number-columns-spanned"];
                    let spans = spans.map(|name| repeated(&element, name));
                    let cell = Cell::of(&element);
                    drop(element);
                    let content = cell.read(xml, styles)?;
                    if column >= MAX_COLUMNS && content.is_some() {
                        return Err(xml.damaged());
                    }
                    let next = column.saturating_add(times);
                    if content.is_some() || spans != [1, 1] {
                        let cell = Repeated {
                            columns: column..next,
                            spans,
                            content,
                        };
                        budget.hold(cell.size())?;
                        cells.push(cell);
                    }
                    column = next;
                }
                _ => {
                    drop(element);
                    xml.skip()?;
                }
            },
            Node::Over => return Err(xml.damaged()),
            _ => {}
        }
    }
    Ok(cells)
}

fn add_rows(
    rows: std::ops::Range<usize>,
    written: &[Repeated],
    is_hidden: bool,
    cells: &mut SheetCells<'_>,
) -> Result<(), Fault> {
    for row in rows {
        if is_hidden {
            cells.hide_row(row)?;
        }
        for cell in written {
            cell.add_to(row, cells)?;
        }
    }
    Ok(())
}

/// How often a tag stands for a row or a column, or how many a cell spans.
fn repeated(element: &Element<'_>, name: &str) -> usize {
    let times = element.attribute(name).and_then(|times| times.parse().ok());
    times.unwrap_or(1).max(1)
}

fn is_collapsed(element: &Element<'_>) -> bool {
    matches!(
        element.attribute("visibility").as_deref(),
        Some("collapse" | "filter")
    )
}
