//! The report of what an input table holds.

use std::collections::BTreeMap;

use super::input_remark::input_remark;
use super::{label_column, number_column, text, text_column};
use crate::domain::{InputRemark, ProfessionId, ProgrammeId};
use crate::reference::Reference;
use crate::report::{Cell, Language, Layout, Provenance, Report, Table};

/// What a record of a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordOf {
    /// A programme.
    Programme(ProgrammeId),
    /// A profession.
    Profession(ProfessionId),
    /// The inhabitants.
    Inhabitants,
}

impl RecordOf {
    /// What such things are called as a column.
    fn heading(self, language: Language) -> &'static str {
        match self {
            Self::Programme(_) => language.choose("utbildning", "programme"),
            Self::Profession(_) => language.choose("yrke", "profession"),
            Self::Inhabitants => language.choose("innehåll", "contents"),
        }
    }

    fn name(self, reference: &Reference, language: Language) -> &str {
        match self {
            Self::Programme(id) => reference.name(id, language),
            Self::Profession(id) => reference.name(id, language),
            Self::Inhabitants => language.choose("folkmängd", "inhabitants"),
        }
    }
}

/// What was found in a table.
#[derive(Clone, Copy, Debug)]
pub struct TableFacts<'a> {
    /// Names of programmes and professions.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// What reading decided or left out.
    pub remarks: &'a [InputRemark],
    /// Rows of the file.
    pub rows: usize,
    /// What every record that is used is about, and its year or läsår.
    pub kept: &'a [(RecordOf, Option<String>)],
}

/// A row per programme or profession: how many records, from which year or läsår to which.
#[must_use]
pub fn table_inventory(facts: TableFacts<'_>, provenance: Provenance) -> Report {
    let language = facts.language;
    let mut found: BTreeMap<RecordOf, Vec<Option<&str>>> = BTreeMap::new();
    for (subject, period) in facts.kept {
        found.entry(*subject).or_default().push(period.as_deref());
    }
    let heading = found
        .keys()
        .next()
        .copied()
        .unwrap_or(RecordOf::Inhabitants);
    let columns = vec![
        text_column(heading.heading(language)),
        number_column(language.choose("poster", "records"), 0, 0),
        label_column(language.choose("från", "from")),
        label_column(language.choose("till", "to")),
    ];
    let rows = found.iter().map(|(subject, years)| {
        // Years and läsår sort as their texts do.
        let year = |year: Option<&str>| year.map_or(Cell::Missing, text);
        vec![
            text(subject.name(facts.reference, language)),
            i64::try_from(years.len()).map_or(Cell::Missing, Cell::Whole),
            year(years.iter().min().copied().flatten()),
            year(years.iter().max().copied().flatten()),
        ]
    });
    let rows = rows.collect();
    let (read, kept) = (facts.rows, facts.kept.len());
    let mut notes = vec![language.choose(
        format!(
            "Inga fel: {} blev {}.",
            count(read, ["rad", "rader"]),
            count(kept, ["post", "poster"])
        ),
        format!(
            "No faults: {} became {}.",
            count(read, ["row", "rows"]),
            count(kept, ["record", "records"])
        ),
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
            chart: None,
            name,
            columns,
            rows,
            layout,
        }],
        notes,
        provenance,
        language,
        counts: None,
    }
}

/// A number of things, one or several.
fn count(number: usize, [one, several]: [&str; 2]) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
