//! Parquet, through polars.

use polars::prelude::{Column as PolarsColumn, DataFrame, NamedFrom, ParquetWriter, Series};

use super::RenderError;
use super::number_text::whole_precision;
use super::spec::{Content, Spec, Writer};
use crate::report::{Cell, Kind, Table};

pub(super) const SPEC: Spec = Spec {
    name: "parquet",
    extension: "parquet",
    content: Content::Binary,
    writer: Writer::Table(|table, _| render(table)),
    has_charts: false,
    has_excel_variant: false,
};

/// All rows and columns of a table. Text is text, whole columns are 64-bit integers, the rest are
/// 64-bit floats with all their digits; a missing cell and a suppressed one are null.
fn render(table: &Table) -> Result<Vec<u8>, RenderError> {
    let columns = (0..table.columns.len())
        .map(|position| column(table, position))
        .collect();
    let frame = DataFrame::new(table.rows.len(), columns);
    let mut frame = frame.map_err(|error| RenderError::library(&error))?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .finish(&mut frame)
        .map_err(|error| RenderError::library(&error))?;
    Ok(bytes)
}

fn column(table: &Table, position: usize) -> PolarsColumn {
    let name = table.columns[position].name.as_str().into();
    let cells = || table.rows.iter().map(|row| &row[position]);
    let has_measures = cells().any(|cell| matches!(cell, Cell::Measure(_)));
    let series = match table.columns[position].kind {
        Kind::Text => Series::new(name, cells().map(text).collect::<Vec<_>>()),
        Kind::Label if cells().any(|cell| matches!(cell, Cell::Text(_))) => {
            Series::new(name, cells().map(label).collect::<Vec<_>>())
        }
        Kind::Label => Series::new(name, cells().map(whole).collect::<Vec<_>>()),
        Kind::Number { decimals: 0, .. } if !has_measures => {
            Series::new(name, cells().map(whole).collect::<Vec<_>>())
        }
        Kind::Number { .. } => Series::new(name, cells().map(number).collect::<Vec<_>>()),
    };
    series.into()
}

fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        Cell::Whole(_) | Cell::Count(..) | Cell::Measure(_) | Cell::Missing | Cell::Suppressed => {
            None
        }
    }
}

/// A label as text, where there are words among the numbers.
fn label(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) => Some(text.clone()),
        Cell::Whole(whole) | Cell::Count(whole, _) => Some(whole.to_string()),
        Cell::Measure(_) | Cell::Missing | Cell::Suppressed => None,
    }
}

const fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Whole(whole) | Cell::Count(whole, _) => Some(*whole),
        Cell::Text(_) | Cell::Measure(_) | Cell::Missing | Cell::Suppressed => None,
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(whole) | Cell::Count(whole, _) => whole.to_string().parse().ok(),
        Cell::Measure(measure) => Some(whole_precision(measure.value)),
        Cell::Text(_) | Cell::Missing | Cell::Suppressed => None,
    }
}
