//! The report of a flow description: one file per view, the findings and the notes.

mod balance;
mod count_names;
mod facts;
mod findings;
mod first_exit;
mod flow_view;
mod followup;
mod keys;
mod locate;
mod mobility;
mod notes;
mod pathway;
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
    let mut tables: Vec<Table> = shown_views(facts)
        .flat_map(|view| (view.tables)(results, facts))
        .collect();
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
