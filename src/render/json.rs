//! JSON: tables as arrays of objects, with notes and provenance beside them.

use serde::ser::{SerializeMap, Serializer};
use serde::{Serialize, ser::SerializeSeq};

use super::RenderError;
use super::number_text::whole_precision;
use super::spec::{Content, Spec, Writer};
use crate::report::{Cell, Column, Language, Provenance, Report, Table};

pub(super) const SPEC: Spec = Spec {
    name: "json",
    extension: "json",
    content: Content::Text,
    writer: Writer::Report(|report, _| render(report)),
    has_charts: false,
    has_excel_variant: false,
};

/// The shape of the document, as JSON Schema.
pub const JSON_SCHEMA: &str = include_str!("report.schema.json");

/// The version of the document's shape; it changes when a reader would have to.
const SCHEMA: &str = "vardkraft-report-1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    title: &'a str,
    language: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<&'a str>,
    tables: Vec<JsonTable<'a>>,
    notes: &'a [String],
    provenance: &'a Provenance,
}

#[derive(Serialize)]
struct JsonTable<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    columns: Vec<&'a str>,
    rows: Rows<'a>,
}

/// The whole report. A missing number is `null`.
fn render(report: &Report) -> Result<Vec<u8>, RenderError> {
    let document = Document {
        schema: SCHEMA,
        title: &report.title,
        language: match report.language {
            Language::Swedish => "sv",
            Language::English => "en",
        },
        findings: report
            .findings
            .iter()
            .map(|finding| finding.sentence.as_str())
            .collect(),
        tables: report.tables.iter().map(json_table).collect(),
        notes: &report.notes,
        provenance: &report.provenance,
    };
    let mut bytes =
        serde_json::to_vec_pretty(&document).map_err(|error| RenderError::library(&error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[derive(Serialize)]
struct Manifest<'a> {
    schema: &'static str,
    title: &'a str,
    tables: Vec<ManifestTable<'a>>,
    findings: Vec<&'a str>,
    notes: &'a [String],
    provenance: &'a Provenance,
}

#[derive(Serialize)]
struct ManifestTable<'a> {
    name: &'a str,
    columns: Vec<&'a str>,
    rows: usize,
}

/// What goes beside a file that has no room for it: title, columns, notes and provenance, no numbers.
pub(super) fn manifest(report: &Report) -> Result<Vec<u8>, RenderError> {
    let tables = report.tables.iter().map(|table| ManifestTable {
        name: &table.name,
        columns: table.columns.iter().map(|own| own.name.as_str()).collect(),
        rows: table.rows.len(),
    });
    let findings = report.findings.iter();
    let manifest = Manifest {
        schema: "vardkraft-manifest-1",
        title: &report.title,
        tables: tables.collect(),
        findings: findings.map(|own| own.sentence.as_str()).collect(),
        notes: &report.notes,
        provenance: &report.provenance,
    };
    let mut bytes =
        serde_json::to_vec_pretty(&manifest).map_err(|error| RenderError::library(&error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn json_table(table: &Table) -> JsonTable<'_> {
    let columns = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    JsonTable {
        name: &table.name,
        title: table.title.as_deref(),
        columns,
        rows: Rows(table),
    }
}

struct Rows<'a>(&'a Table);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(table) = self;
        let mut rows = serializer.serialize_seq(Some(table.rows.len()))?;
        for cells in &table.rows {
            rows.serialize_element(&Row {
                columns: &table.columns,
                cells,
            })?;
        }
        rows.end()
    }
}

struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [Cell],
}

impl Serialize for Row<'_> {
    /// An object with the table's columns in their order.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, cell) in self.columns.iter().zip(self.cells) {
            match cell {
                Cell::Text(text) => object.serialize_entry(&column.name, text)?,
                Cell::Whole(whole) | Cell::Count(whole, _) => {
                    object.serialize_entry(&column.name, whole)?;
                }
                Cell::Measure(measure) => {
                    object.serialize_entry(&column.name, &whole_precision(measure.value))?;
                }
                Cell::Missing | Cell::Suppressed => {
                    object.serialize_entry(&column.name, &None::<f64>)?;
                }
            }
        }
        object.end()
    }
}
