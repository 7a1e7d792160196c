//! The only door out: what leaves the program has been released here.
//!
//! Renderers take a [`Released`] and nothing else, and only [`release`] makes one.

mod alternative_table;
mod audit;
mod components;
mod effort;
mod notes;
mod reason;
mod search;
mod suppression;

use std::fmt;

use crate::domain::DisclosureRules;
use crate::language::{Language, Words, words};
use crate::report::{Cell, Column, Counts, Kind, Report, Table};
use audit::{Audit, RowName};
use notes::notes;
pub use reason::Reason;
pub use suppression::{Suppression, Unprotected};

/// What a result is calculated from decides what must be suppressed in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// From tables of published or otherwise releasable aggregates, or from reference data: nothing is
    /// suppressed. Not for anything computed from a register extract.
    Aggregates,
    /// An inspection of one's own input, which shows how many rows it has and is not for publication.
    Inspection,
    /// From a synthetic register: there are no persons to protect.
    Synthetic,
    /// From a register extract, with small counts shown: for those who may see the register.
    Unprotected,
    /// From a register extract: small counts are suppressed, and whatever would disclose them.
    Suppressed(DisclosureRules),
    /// From a register extract: every count has been rounded so that none is small.
    Rounded(DisclosureRules),
}

impl Policy {
    /// Whether it needs to know which counts of persons a report holds.
    #[must_use]
    pub const fn protects(&self) -> bool {
        matches!(self, Self::Suppressed(_))
    }

    /// The rules by which small counts are suppressed, if they are.
    #[must_use]
    pub const fn rules(&self) -> Option<DisclosureRules> {
        match self {
            Self::Suppressed(rules) => Some(*rules),
            _ => None,
        }
    }

    /// The base whose multiples all counts must be before they enter a report, if they are to be rounded.
    #[must_use]
    pub const fn rounding_base(&self) -> Option<u64> {
        match self {
            Self::Rounded(rules) => Some(rules.rounding_base as u64),
            _ => None,
        }
    }
}

/// A report that may leave the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Released {
    report: Report,
    audit: Option<Report>,
}

/// Why a report may not leave the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DisclosureError {
    /// The report does not say which counts it holds.
    UnknownCounts,
    /// Counts do not add up as they should, so that what discloses them is unknown.
    Contradiction(String),
    /// This count should have been rounded and is small.
    NotRounded(String),
    /// No suppression was found that would keep these small counts from being derived.
    Unprotected(Vec<String>),
}

impl DisclosureError {
    /// What is wrong, for people.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::UnknownCounts => words!(
                "resultatet anger inte vilka antal det innehåller",
                "the result does not say which counts it holds"
            ),
            Self::NotRounded(name) => words!(
                "ett litet antal är inte avrundat: {name}",
                "a small count is not rounded: {name}"
            ),
            Self::Contradiction(names) => words!(
                "antalen går inte ihop: {names}",
                "the counts contradict each other: {names}"
            ),
            Self::Unprotected(names) => {
                let first = names.iter().take(MOST_NAMES).cloned();
                let (count, first) = (names.len(), first.collect::<Vec<_>>().join("; "));
                words!(
                    "{count} små antal kan inte skyddas: {first}",
                    "{count} small counts cannot be protected: {first}"
                )
            }
        }
    }
}

impl fmt::Display for DisclosureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for DisclosureError {}

/// The most counts that an error names.
const MOST_NAMES: usize = 5;

impl Released {
    /// What may be shown.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Each table as a report of its own: what is released together may be written to several files.
    pub fn table_by_table(&self) -> impl Iterator<Item = Self> {
        self.report.tables.iter().map(|table| Self {
            report: Report {
                tables: vec![table.clone()],
                ..self.report.clone()
            },
            audit: None,
        })
    }

    /// What was suppressed and why, without its value; none where the policy suppresses nothing.
    #[must_use]
    pub fn audit(&self) -> Option<Self> {
        let report = self.audit.clone()?;
        Some(Self {
            report,
            audit: None,
        })
    }
}

/// Applies the policy and lets the report out.
///
/// # Errors
/// If the policy protects persons and the report cannot be protected.
pub fn release(mut report: Report, policy: Policy) -> Result<Released, DisclosureError> {
    let counts = report.counts.take();
    let rules = match policy {
        Policy::Aggregates | Policy::Inspection | Policy::Synthetic => {
            return Ok(open(report));
        }
        Policy::Unprotected => {
            let warning = report.language.choose(
                "Små antal visas utan sekretesskydd. Gör en röjandekontroll innan något lämnas ut.",
                "No disclosure control: small counts are shown. Review before anything is released.",
            );
            report.notes.push(warning.to_owned());
            document(&mut report, "off", None);
            return Ok(open(report));
        }
        Policy::Rounded(rules) => return rounded(report, rules),
        Policy::Suppressed(rules) => rules,
    };
    let counts = counts.ok_or(DisclosureError::UnknownCounts)?;
    let suppression = suppression_of(&counts, rules)?;
    document(
        &mut report,
        "suppress",
        Some(("threshold", rules.threshold)),
    );
    Ok(with_suppression(report, &counts, &suppression, rules))
}

/// Lets a report of rounded counts out, if it is one.
fn rounded(mut report: Report, rules: DisclosureRules) -> Result<Released, DisclosureError> {
    for table in &report.tables {
        for row in &table.rows {
            let cells = row.iter().zip(&table.columns);
            let mut small = cells.filter(|(cell, column)| match (cell, column.kind) {
                (Cell::Whole(count) | Cell::Count(count, _), Kind::Number { .. }) => {
                    *count != 0 && rules.is_small(*count)
                }
                _ => false,
            });
            if let Some((_, column)) = small.next() {
                let name = RowName::of(table, row).name;
                return Err(DisclosureError::NotRounded(format!(
                    "{}, {name}",
                    column.name
                )));
            }
        }
    }
    let base = rules.rounding_base;
    let note = report.language.choose(
        format!("Sekretess: alla antal ur registret är avrundade till multiplar av {base} och summerar; andelar, tätheter och kurvor har beräknats ur de avrundade antalen."),
        format!("Disclosure control: all counts from the register are rounded to multiples of {base} and add up; shares, densities and curves are derived from the rounded counts."),
    );
    report.notes.push(note);
    document(&mut report, "round", Some(("rounding_base", base)));
    Ok(open(report))
}

fn open(mut report: Report) -> Released {
    for row in report.tables.iter_mut().flat_map(|table| &mut table.rows) {
        for cell in row {
            if let Cell::Count(value, _) = cell {
                *cell = Cell::Whole(*value);
            }
        }
    }
    Released {
        report,
        audit: None,
    }
}

/// Documents in the provenance how persons are protected, with the rule that decides.
fn document(report: &mut Report, method: &str, rule: Option<(&str, u32)>) {
    let options = &mut report.provenance.options;
    options.push(("disclosure".to_owned(), method.to_owned()));
    options.extend(rule.map(|(name, value)| (name.to_owned(), value.to_string())));
}

fn suppression_of(counts: &Counts, rules: DisclosureRules) -> Result<Suppression, DisclosureError> {
    if let Some(terms) = counts.contradiction() {
        let names: Vec<String> = terms.iter().map(|(id, _)| counts.name(*id)).collect();
        return Err(DisclosureError::Contradiction(names.join("; ")));
    }
    Suppression::of(counts, &rules).map_err(|unprotected| {
        DisclosureError::Unprotected(unprotected.iter().map(|own| counts.name(own.0)).collect())
    })
}

/// Suppresses cells, and leaves out the findings that would disclose them.
fn with_suppression(
    mut report: Report,
    counts: &Counts,
    suppression: &Suppression,
    rules: DisclosureRules,
) -> Released {
    let mut audit = Audit::new(counts, suppression, report.language);
    let is_shown =
        |finding: &crate::report::Finding| audit.first_suppressed(&finding.behind).is_none();
    let findings = report.findings.len();
    report.findings.retain(is_shown);
    let left_out = findings - report.findings.len();
    for table in &mut report.tables {
        suppress(table, &mut audit);
    }
    let totals = audit.not_elsewhere().count();
    let notes = notes(&report, audit.suppressed, (left_out, totals), rules);
    report.notes.extend(notes);
    let audit = audit.report(&report);
    Released {
        report,
        audit: Some(audit),
    }
}

/// The column that marks the rows in which something is suppressed.
const STATUS: &str = "status";

/// Its mark.
const SUPPRESSED: &str = "x";

fn suppress(table: &mut Table, audit: &mut Audit<'_>) {
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in std::mem::take(&mut table.rows) {
        let name = RowName::of(table, &row);
        let cells: Vec<Cell> = row
            .into_iter()
            .zip(&table.columns)
            .map(|(cell, column)| audit.released(cell, column, &name))
            .collect();
        rows.push(cells);
    }
    let status = table.position(STATUS);
    if status.is_none() {
        table.columns.push(Column {
            name: STATUS.to_owned(),
            kind: Kind::Text,
        });
    }
    for row in &mut rows {
        let is_suppressed = row.contains(&Cell::Suppressed);
        match status.and_then(|at| row.get_mut(at)) {
            Some(cell) if is_suppressed => *cell = Cell::Text(SUPPRESSED.to_owned()),
            Some(_) => {}
            None => row.push(Cell::Text(String::from(if is_suppressed {
                SUPPRESSED
            } else {
                ""
            }))),
        }
    }
    table.rows = rows;
}
