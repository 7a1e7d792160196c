//! CSV and its dialects.

use csv::{Terminator, WriterBuilder};

use super::number_text::for_machines;
use super::{RenderError, library_error};
use crate::report::{Cell, Column, Kind, Table};

/// What differs between the dialects.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    delimiter: u8,
    decimal: &'static str,
    line_end: Terminator,
    mark: &'static str,
}

pub(super) const CSV: Dialect = Dialect {
    delimiter: b',',
    decimal: ".",
    line_end: Terminator::Any(b'\n'),
    mark: "",
};
pub(super) const TSV: Dialect = Dialect {
    delimiter: b'\t',
    ..CSV
};
/// Excel on Windows takes UTF-8 only with a byte order mark, and splits by the list separator of
/// the Swedish locale.
pub(super) const EXCEL: Dialect = Dialect {
    delimiter: b';',
    decimal: ",",
    line_end: Terminator::CRLF,
    mark: "\u{feff}",
};

/// All rows and columns of a table. A missing cell is empty.
pub(super) fn render(table: &Table, dialect: Dialect) -> Result<Vec<u8>, RenderError> {
    let mut bytes = dialect.mark.as_bytes().to_vec();
    let mut writer = WriterBuilder::new()
        .delimiter(dialect.delimiter)
        .terminator(dialect.line_end)
        .from_writer(&mut bytes);
    let header = table.columns.iter().map(|column| &column.name);
    writer
        .write_record(header)
        .map_err(|error| library_error(&error))?;
    for row in &table.rows {
        let fields = row
            .iter()
            .zip(&table.columns)
            .map(|(cell, column)| field(cell, column, dialect));
        writer
            .write_record(fields)
            .map_err(|error| library_error(&error))?;
    }
    writer.flush().map_err(|error| library_error(&error))?;
    drop(writer);
    Ok(bytes)
}

fn field(cell: &Cell, column: &Column, dialect: Dialect) -> String {
    match (cell, column.kind) {
        (Cell::Text(text), _) => text.clone(),
        (Cell::Whole(whole), _) => whole.to_string(),
        (Cell::Measure(measure), Kind::Number { decimals, .. }) => {
            for_machines(measure.value, decimals).replace('.', dialect.decimal)
        }
        (Cell::Measure(measure), Kind::Text | Kind::Label) => {
            measure.value.to_string().replace('.', dialect.decimal)
        }
        (Cell::Missing, _) => String::new(),
    }
}
