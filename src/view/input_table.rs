//! The report of what a table of `forecast` holds.

use std::collections::BTreeMap;

use super::input_remark::input_remark;
use super::{label_column, number_column, text, text_column};
use crate::domain::{AcademicYear, InputRemark, ProgrammeId};
use crate::reference::Reference;
use crate::report::{Cell, Language, Layout, Provenance, Report, Table};

/// What was found in a table.
#[derive(Clone, Copy, Debug)]
pub struct TableFacts<'a> {
    /// Names of programmes.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// What reading decided or left out.
    pub remarks: &'a [InputRemark],
    /// Rows of the file.
    pub rows: usize,
    /// Programme and läsår of every record that is used.
    pub kept: &'a [(ProgrammeId, Option<AcademicYear>)],
}

/// A row per programme: how many records, from which läsår to which.
#[must_use]
pub fn table_inventory(facts: TableFacts<'_>, provenance: Provenance) -> Report {
    let language = facts.language;
    let mut found: BTreeMap<ProgrammeId, Vec<Option<AcademicYear>>> = BTreeMap::new();
    for &(programme, year) in facts.kept {
        found.entry(programme).or_default().push(year);
    }
    let columns = vec![
        text_column(language.choose("utbildning", "programme")),
        number_column(language.choose("poster", "records"), 0, 0),
        label_column(language.choose("från", "from")),
        label_column(language.choose("till", "to")),
    ];
    let rows = found.iter().map(|(&id, years)| {
        let programme = facts.reference.programme(id);
        let year = |year: Option<&Option<AcademicYear>>| {
            year.copied()
                .flatten()
                .map_or(Cell::Missing, |year| text(year.to_string()))
        };
        vec![
            text(language.choose(&programme.name, &programme.english)),
            i64::try_from(years.len()).map_or(Cell::Missing, Cell::Whole),
            year(years.iter().min()),
            year(years.iter().max()),
        ]
    });
    let rows = rows.collect();
    let (read, kept) = (facts.rows, facts.kept.len());
    let mut notes = vec![language.choose(
        format!("Inga fel: {read} rader blev {kept} poster."),
        format!("No faults: {read} rows became {kept} records."),
    )];
    notes.extend(
        facts
            .remarks
            .iter()
            .map(|own| input_remark(own, facts.reference, language)),
    );
    let names = columns.iter().map(|column| column.name.clone()).collect();
    let layout = Layout::Rows { columns: names };
    let name = language.choose("innehåll", "contents").to_owned();
    Report {
        findings: Vec::new(),
        title: language.choose("Innehåll", "Contents").to_owned(),
        tables: vec![Table {
            title: None,
            shown: None,
            name,
            columns,
            rows,
            layout,
        }],
        notes,
        provenance,
        language,
    }
}
