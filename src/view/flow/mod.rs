//! The report of a flow description: one file per view, the findings and the notes.

mod balance;
mod count_names;
mod departures;
mod findings;
mod first_exit;
mod followup;
mod keys;
mod locate;
mod mobility;
mod notes;
mod pathway;
mod retention;
mod stock;
mod stock_columns;
mod unknowns;

use crate::accounts::FlowCounts;
use crate::domain::{ProfessionId, Year};
use crate::extract::columns::Column as ExtractColumn;
use crate::flow::{Area, Basis, CountyRegions, Coverage, Description, Selection};
use crate::reference::Reference;
use crate::report::{Language, Provenance, Report};
use crate::view::synthetic::{is_copy, register_basis};

pub use balance::imbalance;
pub use count_names::flow_counts;

/// What the report says besides the results.
#[derive(Clone, Copy)]
pub struct FlowFacts<'a> {
    /// Names of professions and areas.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// What the register covers; none without a register.
    pub coverage: Option<&'a Coverage>,
    /// What was asked for.
    pub selection: &'a Selection,
    /// Which counties make up which regions.
    pub counties: &'a CountyRegions,
    /// The areas to show; empty for all of the level and the country.
    pub areas: &'a [Area],
    /// Whether the report must be one table: counted stock then comes first in the table of stock.
    pub is_one_table: bool,
    /// Whether balance and mobility are left out because the format holds one table.
    pub leaves_out_views: bool,
    /// What else a reader must know, a sentence each.
    pub remarks: &'a [String],
    /// What the counts in notes are multiples of, if they are rounded.
    pub rounding_base: Option<u64>,
    /// The counts to protect; none where no persons need protection.
    pub counts: Option<&'a FlowCounts>,
}

impl<'a> FlowFacts<'a> {
    /// What is said of a description of a selection of a basis, in Swedish, in tables of all areas and with
    /// exact counts.
    #[must_use]
    pub fn of(basis: &'a Basis, selection: &'a Selection, reference: &'a Reference) -> Self {
        Self {
            reference,
            language: Language::Swedish,
            coverage: basis.cube.as_ref().map(|cube| &cube.coverage),
            selection,
            counties: &basis.counties,
            areas: &[],
            is_one_table: false,
            leaves_out_views: false,
            remarks: &[],
            rounding_base: None,
            counts: None,
        }
    }
}

impl FlowFacts<'_> {
    fn shows(&self, area: Area) -> bool {
        self.areas.is_empty() || self.areas.contains(&area)
    }

    fn profession(&self, id: ProfessionId) -> &str {
        let profession = self.reference.profession(id);
        self.language.choose(&profession.name, &profession.english)
    }

    /// The one profession that was asked for, if it is one.
    fn only_profession(&self) -> Option<ProfessionId> {
        let mut professions = self.selection.professions.iter();
        professions
            .next()
            .copied()
            .filter(|_| professions.next().is_none())
    }

    /// What the register is called in the titles of its tables.
    fn register_name(&self) -> &'static str {
        match self.coverage {
            Some(coverage) if coverage.is_synthetic => self
                .language
                .choose("Syntetiskt register", "Synthetic register"),
            _ => self.language.choose("Registret", "The register"),
        }
    }

    /// What the numbers of a profession in the register rest on.
    fn register_basis(&self, profession: ProfessionId) -> &'static str {
        register_basis(profession, self.coverage, self.reference, self.language)
    }

    /// Whether any profession that was asked for is a copy of another.
    fn has_copies(&self) -> bool {
        let coverage = self.coverage;
        let is_copy = |id| coverage.is_some_and(|own| is_copy(id, own, self.reference));
        self.selection.professions.iter().any(|id| is_copy(*id))
    }

    /// Whether the register gives licence years.
    fn knows_licence_years(&self) -> bool {
        let has = |coverage: &Coverage| coverage.has_any(&[ExtractColumn::LicenceYear]);
        self.coverage.is_none_or(has)
    }

    /// The years that rows speak of, as in a title.
    fn span(years: impl Iterator<Item = Year> + Clone) -> String {
        match (years.clone().min(), years.max()) {
            (Some(first), Some(last)) if first < last => format!("{first}–{last}"),
            (Some(only), _) => only.to_string(),
            _ => String::new(),
        }
    }
}

/// A table for each of the results, in the order in which a flow description is read.
#[must_use]
pub fn flow(results: &Description, facts: FlowFacts<'_>, provenance: Provenance) -> Report {
    let is_description = results.overall.is_some();
    let mut tables = stock::tables(results, facts);
    if let Some(rows) = &results.balance {
        tables.push(balance::table(rows, facts, is_description));
    }
    if let Some(rows) = &results.mobility {
        tables.push(mobility::table(rows, facts, is_description));
    }
    if let Some(curves) = &results.retention {
        tables.push(retention::table(curves, facts));
    }
    if let Some(curves) = &results.first_exit {
        tables.push(first_exit::table(curves, facts));
    }
    if let Some(found) = &results.followup {
        tables.push(followup::table(found, facts));
    }
    if let Some(found) = &results.pathway {
        tables.push(pathway::table(found, facts));
    }
    let findings = results
        .overall
        .as_ref()
        .map(|overall| findings::findings(overall, results, facts));
    let title = title(results, facts);
    if let [only] = &mut tables[..] {
        only.title = None;
    }
    Report {
        title,
        findings: findings.unwrap_or_default(),
        tables,
        notes: notes::notes(results, facts),
        provenance,
        language: facts.language,
        counts: facts.counts.map(|own| own.counts().clone()),
    }
}

fn title(results: &Description, facts: FlowFacts<'_>) -> String {
    let whom = match facts.only_profession() {
        Some(profession) => facts.profession(profession).to_owned(),
        None => {
            let count = facts.selection.professions.len();
            facts.language.choose(
                format!("{count} legitimationsyrken"),
                format!("{count} licensed professions"),
            )
        }
    };
    let what = facts.language.choose(
        format!("Flödesbeskrivning: {whom}"),
        format!("Flow description: {whom}"),
    );
    let is_synthetic = facts.coverage.is_some_and(|coverage| coverage.is_synthetic);
    let counted = results.counted.as_ref();
    let is_published = counted.is_some_and(|counted| !counted.rows.is_empty());
    let made_up = facts
        .language
        .choose("SYNTETISKT REGISTER", "SYNTHETIC REGISTER");
    let published = facts
        .language
        .choose("Publicerade tal och", "Published figures and a");
    match (is_synthetic, is_published) {
        (true, true) => format!("{what}. {published} {made_up}"),
        (true, false) => format!("{made_up}: {what}"),
        (false, _) => what,
    }
}
