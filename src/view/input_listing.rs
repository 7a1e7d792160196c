//! The report of what several files or sheets are.

use super::text_column;
use crate::language::{Language, Words, capitalised};
use crate::report::{Cell, Layout, Provenance, Report, Table};

/// A file or a sheet and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedInput {
    /// The name of the file.
    pub file: String,
    /// The sheet; none of a file without sheets.
    pub sheet: Option<String>,
    /// What it is: the names of the inputs that it could be; empty if it is none.
    pub inputs: Vec<Words>,
    /// The options that take it.
    pub options: Vec<String>,
    /// What it shows, or why it is no input.
    pub remark: Words,
}

/// A row per file or sheet.
#[must_use]
pub fn input_listing(listed: &[ListedInput], language: Language, provenance: Provenance) -> Report {
    let names = language.choose(
        ["fil", "blad", "indata", "läses_med", "anmärkning"],
        ["file", "sheet", "input", "read_by", "remark"],
    );
    let cell = |text: String| {
        if text.is_empty() {
            Cell::Missing
        } else {
            Cell::Text(text)
        }
    };
    let or = language.choose(" eller ", " or ");
    let rows = listed.iter().map(|own| {
        let inputs: Vec<&str> = own.inputs.iter().map(|name| name.text(language)).collect();
        vec![
            cell(own.file.clone()),
            cell(own.sheet.clone().unwrap_or_default()),
            cell(inputs.join(or)),
            cell(own.options.join(or)),
            cell(capitalised(own.remark.text(language))),
        ]
    });
    let table = Table {
        title: None,
        shown: None,
        chart: None,
        name: language.choose("innehåll", "contents").to_owned(),
        columns: names.map(text_column).to_vec(),
        rows: rows.collect(),
        layout: Layout::Rows {
            columns: names.map(ToOwned::to_owned).to_vec(),
        },
    };
    Report {
        findings: Vec::new(),
        title: language.choose("Innehåll", "Contents").to_owned(),
        tables: vec![table],
        notes: Vec::new(),
        provenance,
        language,
        counts: None,
    }
}
