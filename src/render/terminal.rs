//! An aligned table for people.

use comfy_table::{
    CellAlignment, ContentArrangement, LineStyle, Row, Table as ComfyTable, TableStyle,
};
use unicode_width::UnicodeWidthStr as _;

use super::grid::Grid;
use super::spec::{Content, Spec, Writer};
use crate::language::{visible, wrapped};
use crate::report::Report;

pub(super) const SPEC: Spec = Spec {
    name: "table",
    extension: "txt",
    content: Content::Text,
    writer: Writer::Report(|report, manner| Ok(render(report, manner.width).into_bytes())),
    has_charts: false,
    has_excel_variant: false,
};

/// Columns are separated by blanks, the header by a line.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Blanks on both sides of a cell.
const PADDING: usize = 2;

/// Title and tables; notes are not data and go elsewhere.
fn render(report: &Report, width: Option<u16>) -> String {
    let mut out = paragraph(&report.title, width);
    if !report.findings.is_empty() {
        out.push('\n');
        out.push_str(&draw_findings(report, width));
    }
    for table in &report.tables {
        if let Some(title) = table.shown_title() {
            out.push('\n');
            out.push_str(&paragraph(title, width));
        }
        let (panels, constants) = fitted(Grid::of(table, report.language), width);
        if !constants.is_empty() {
            out.push('\n');
            out.push_str(&paragraph(&constants, width));
        }
        for panel in panels {
            out.push('\n');
            out.push_str(&draw(&panel, width));
        }
    }
    out
}

/// The grid in panels that fit, and a line that says what was left out of them for that: the columns whose cells
/// are all the same go first.
fn fitted(mut grid: Grid, width: Option<u16>) -> (Vec<Grid>, String) {
    let Some(width) = width.map(usize::from) else {
        grid.blank_repeated_keys();
        return (vec![grid], String::new());
    };
    let columns = 0..grid.headings.len();
    let natural: usize = columns.map(|column| natural_width(&grid, column)).sum();
    let (mut grid, constants) = if natural > width {
        grid.without_constants()
    } else {
        (grid, Vec::new())
    };
    grid.blank_repeated_keys();
    let constants = constants.iter();
    let constants: Vec<String> = constants
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    (grid.panels(width, natural_width), constants.join(", "))
}

/// A line of text, wrapped between words.
fn paragraph(text: &str, width: Option<u16>) -> String {
    let text = visible(text);
    let width = width.map_or(usize::MAX, usize::from);
    wrapped(&text, width)
        .iter()
        .fold(String::new(), |out, line| out + line + "\n")
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
            .map(|finding| ["•".into(), visible(&finding.sentence)]),
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
