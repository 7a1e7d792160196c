//! What was suppressed in a report and why, without its value.

use super::reason::Reason;
use super::suppression::Suppression;
use crate::report::{
    Cell, Column, ContributingCounts, CountId, Counts, Exposure, Kind, Language, Layout, Report,
    Table,
};

/// Suppressed cells, as they are found.
pub(super) struct Audit<'a> {
    counts: &'a Counts,
    suppression: &'a Suppression,
    language: Language,
    rows: Vec<Vec<Cell>>,
    /// How many cells are suppressed.
    pub(super) suppressed: usize,
}

impl<'a> Audit<'a> {
    pub(super) const fn new(
        counts: &'a Counts,
        suppression: &'a Suppression,
        language: Language,
    ) -> Self {
        Self {
            counts,
            suppression,
            language,
            rows: Vec::new(),
            suppressed: 0,
        }
    }

    /// Suppresses a cell if one of its counts is suppressed, and notes why.
    pub(super) fn released(&mut self, cell: Cell, column: &Column, row: &RowName<'_>) -> Cell {
        let (released, reason) = match cell {
            Cell::Count(value, id) if self.suppression.reason(id).is_none() => {
                return Cell::Whole(value);
            }
            Cell::Count(_, id) => (Cell::Suppressed, Some((id, false))),
            Cell::Measure(measure) => match self.first_suppressed(&measure.behind) {
                None if measure.value.is_nan() => return Cell::Missing,
                None => return Cell::Measure(measure),
                Some(id) => (Cell::Suppressed, Some((id, true))),
            },
            Cell::Suppressed => (Cell::Suppressed, None),
            other => return other,
        };
        self.note(reason, column, row);
        released
    }

    pub(super) fn first_suppressed(&self, behind: &ContributingCounts) -> Option<CountId> {
        behind
            .iter()
            .flat_map(|ids| ids.iter())
            .find(|id| self.suppression.reason(**id).is_some())
            .copied()
    }

    fn note(&mut self, reason: Option<(CountId, bool)>, column: &Column, row: &RowName<'_>) {
        let reason = match reason {
            Some((id, true)) => self.derived_from(id),
            Some((id, false)) => self.reason(id),
            None => self.word("kan inte skyddas", "cannot be protected"),
        };
        self.suppressed += 1;
        let words = [row.table, &row.name, &column.name, &reason];
        let cells = words.map(|words| Cell::Text(words.to_owned()));
        self.rows.push(cells.into());
    }

    fn reason(&self, id: CountId) -> String {
        match self.suppression.reason(id) {
            Some(Reason::Protects(other)) => {
                let name = self.counts.name(other);
                let protects = self.word("skyddar", "protects");
                format!("{protects} {name}")
            }
            Some(Reason::Small) | None => self.word("litet antal", "small count"),
        }
    }

    fn derived_from(&self, id: CountId) -> String {
        let name = self.counts.name(id);
        let derived_from = self.word("beräknat ur", "derived from");
        format!("{derived_from} {name}")
    }

    fn word(&self, swedish: &str, english: &str) -> String {
        self.language.choose(swedish, english).to_owned()
    }

    /// The totals that this report does not show and that no other may, or they would disclose what is
    /// suppressed here.
    pub(super) fn not_elsewhere(&self) -> impl Iterator<Item = CountId> {
        self.suppression
            .iter()
            .filter(|(id, reason)| {
                let is_elsewhere = self.counts.get(*id).exposure == Exposure::Elsewhere;
                is_elsewhere && *reason != Reason::Small
            })
            .map(|(id, _)| id)
    }

    /// The audit as a report.
    pub(super) fn report(mut self, of: &Report) -> Report {
        let totals: Vec<CountId> = self.not_elsewhere().collect();
        for id in totals {
            let reason = self.reason(id);
            let nowhere = self.word("(visas inte)", "(not shown)");
            let count = self.counts.get(id);
            let words = [nowhere, self.counts.subject(id), count.what.clone(), reason];
            self.rows.push(words.map(Cell::Text).into());
        }
        let names = self.language.choose(
            ["tabell", "rad", "kolumn", "skäl"],
            ["table", "row", "column", "reason"],
        );
        let columns = names.map(|name| Column {
            name: name.to_owned(),
            kind: Kind::Text,
        });
        let title = self.language.choose(
            "Sekretessgranskning, får inte publiceras: vad som är dolt och varför",
            "Disclosure audit, not for publication: what is suppressed and why",
        );
        let note = self.word(
            "Granskningen får inte publiceras: den som vet varför en uppgift är dold kan ringa in den.",
            "The audit must not be published: who knows why a figure is suppressed can narrow it down.",
        );
        Report {
            title: format!("{title}. {}", of.title),
            findings: Vec::new(),
            tables: vec![Table {
                name: self.word("sekretess", "disclosure"),
                title: None,
                columns: columns.into(),
                rows: self.rows,
                layout: Layout::Rows {
                    columns: names.map(str::to_owned).into(),
                },
                shown: None,
                chart: None,
            }],
            notes: vec![note],
            provenance: of.provenance.clone(),
            language: self.language,
            counts: None,
        }
    }
}

/// What a row is called.
pub(super) struct RowName<'a> {
    pub(super) table: &'a str,
    pub(super) name: String,
}

impl<'a> RowName<'a> {
    /// From the cells before its numbers.
    pub(super) fn of(table: &'a Table, row: &[Cell]) -> Self {
        let keys: Vec<String> = row
            .iter()
            .zip(&table.columns)
            .take_while(|(_, column)| !matches!(column.kind, Kind::Number { .. }))
            .filter_map(|(cell, _)| match cell {
                Cell::Text(text) => Some(text.clone()),
                Cell::Whole(whole) => Some(whole.to_string()),
                _ => None,
            })
            .filter(|key| !key.is_empty())
            .collect();
        Self {
            table: &table.name,
            name: keys.join(", "),
        }
    }
}
