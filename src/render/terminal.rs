//! An aligned table for people.

use std::fmt::Write as _;

use comfy_table::{
    CellAlignment, ContentArrangement, LineStyle, Row, Table as ComfyTable, TableStyle,
};
use unicode_width::UnicodeWidthStr as _;

use super::grid::Grid;
use crate::report::Report;

/// Columns stand apart by blanks, the header by a line.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Blanks on both sides of a cell.
const PADDING: usize = 2;

/// Title and tables; notes are not data and go elsewhere.
pub(super) fn render(report: &Report, width: Option<u16>) -> String {
    let mut out = format!("{}\n", report.title);
    if !report.findings.is_empty() {
        out.push('\n');
        out.push_str(&draw_findings(report, width));
    }
    for table in &report.tables {
        if let Some(title) = table.shown_title() {
            // Writing to a String cannot fail.
            let _ = write!(out, "\n{title}\n");
        }
        let grid = Grid::of(table, report.language);
        let panels = match width {
            Some(width) => grid.panels(usize::from(width), natural_width),
            None => vec![grid],
        };
        for panel in panels {
            out.push('\n');
            out.push_str(&draw(&panel, width));
        }
    }
    out
}

/// Sentences behind bullets, wrapped between words.
fn draw_findings(report: &Report, width: Option<u16>) -> String {
    let mut table = ComfyTable::new();
    table.load_style(TableStyle::new());
    if let Some(width) = width {
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
    }
    table.add_rows(
        report
            .findings
            .iter()
            .map(|finding| ["•", &finding.sentence]),
    );
    lines(&table)
}

fn draw(grid: &Grid, width: Option<u16>) -> String {
    let mut table = ComfyTable::new();
    table.load_style(STYLE);
    if let Some(width) = width {
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
    }
    table.set_header(Row::from(grid.headings.iter().map(|heading| &heading.text)));
    table.add_rows(grid.rows.iter().map(Row::from));
    for (column, heading) in table.column_iter_mut().zip(&grid.headings) {
        if heading.is_number {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    lines(&table)
}

fn lines(table: &ComfyTable) -> String {
    table
        .lines()
        .fold(String::new(), |out, line| out + line.trim_end() + "\n")
}

/// The width that a column takes when nothing in it is wrapped.
fn natural_width(grid: &Grid, column: usize) -> usize {
    let cells = grid.rows.iter().map(|row| row[column].width());
    let heading = grid.headings[column].text.width();
    cells.max().unwrap_or_default().max(heading) + PADDING
}
