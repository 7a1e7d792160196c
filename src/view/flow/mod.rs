//! The report of a flow description: one file per view, the findings and the notes.

mod balance;
mod count_names;
mod county_density;
mod facts;
mod findings;
mod first_exit;
mod flow_view;
mod followup;
mod keys;
mod locate;
mod mobility;
mod new_licences;
mod notes;
mod pathway;
mod published;
mod retention;
mod stock;
mod unknowns;
mod views;

use crate::flow::Description;
use crate::report::{Provenance, Report, Table};
use views::shown_views;

pub use balance::imbalance;
pub use count_names::flow_counts;
pub use facts::FlowFacts;
pub use flow_view::FlowView;
pub use views::VIEWS;

/// A table for each of the results, in the order in which a flow description is read.
#[must_use]
pub fn flow(results: &Description, facts: FlowFacts<'_>, provenance: Provenance) -> Report {
    let published = shown_views(facts).flat_map(|view| (view.published)(results, facts));
    let others = shown_views(facts).flat_map(|view| (view.tables)(results, facts));
    let mut tables: Vec<Table> = published.chain(others).collect();
    let findings = results
        .overall
        .as_ref()
        .map(|overall| findings::findings(overall, results, facts));
    let title = title(results, facts);
    if let ([only], true) = (&mut tables[..], !is_published_only(results)) {
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

/// Whether the one table of a report is of published figures, which its title then says.
fn is_published_only(results: &Description) -> bool {
    results.stock.is_none() && (results.new_licences.is_some() || results.county_density.is_some())
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
    let has_stock = results
        .counted
        .iter()
        .any(|counted| !counted.rows.is_empty());
    let has_licences = results.new_licences.iter().flatten().next().is_some();
    let is_published = has_stock || has_licences || results.county_density.is_some();
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
