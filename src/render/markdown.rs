//! Markdown with tables as GitHub reads them.

use std::fmt::Write as _;

use super::number_text::{SUPPRESSED, for_machines};
use super::spec::{Content, Spec, Writer};
use crate::report::{Cell, Column, Kind, Report, Table};

pub(super) const SPEC: Spec = Spec {
    name: "md",
    extension: "md",
    content: Content::Text,
    writer: Writer::Report(|report, _| Ok(render(report).into_bytes())),
    has_charts: false,
    has_excel_variant: false,
};

/// Title, findings, all rows and columns of every table, notes. Numbers have the decimals of CSV; a missing
/// one is `..`, a suppressed one `x`.
fn render(report: &Report) -> String {
    let mut out = format!("# {}\n", escaped(&report.title));
    // Writing to a String cannot fail.
    if !report.findings.is_empty() {
        out.push('\n');
        for finding in &report.findings {
            let _ = writeln!(out, "- {}", escaped(&finding.sentence));
        }
    }
    for table in &report.tables {
        if let Some(title) = &table.title {
            let _ = writeln!(out, "\n## {}", escaped(title));
        }
        out.push('\n');
        draw(table, &mut out);
    }
    if !report.notes.is_empty() {
        out.push('\n');
        for note in &report.notes {
            let _ = writeln!(out, "- {}", escaped(note));
        }
    }
    let made = &report.provenance;
    let _ = writeln!(
        out,
        "\n{}, {}.",
        escaped(&made.program),
        escaped(&made.command)
    );
    out
}

fn draw(table: &Table, out: &mut String) {
    let line = |cells: Vec<String>, out: &mut String| {
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    };
    let names = table.columns.iter().map(|column| escaped(&column.name));
    line(names.collect(), out);
    let rules = table.columns.iter().map(|column| match column.kind {
        Kind::Number { .. } => "---:".to_owned(),
        Kind::Text | Kind::Label => "---".to_owned(),
    });
    line(rules.collect(), out);
    for row in &table.rows {
        let cells = row.iter().zip(&table.columns);
        line(
            cells.map(|(cell, column)| text(cell, column)).collect(),
            out,
        );
    }
}

fn text(cell: &Cell, column: &Column) -> String {
    match (cell, column.kind) {
        (Cell::Text(text), _) => escaped(text),
        (Cell::Whole(whole) | Cell::Count(whole, _), _) => whole.to_string(),
        (Cell::Measure(measure), Kind::Number { decimals, .. }) => {
            for_machines(measure.value, decimals)
        }
        (Cell::Measure(measure), _) => measure.value.to_string(),
        (Cell::Missing, _) => "..".to_owned(),
        (Cell::Suppressed, _) => SUPPRESSED.to_owned(),
    }
}

/// What would be read as markup, or end a cell or a line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '|' | '\\' | '`' | '*' | '<' | '>' | '[' | ']' => out.extend(['\\', letter]),
            '\n' | '\r' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}
