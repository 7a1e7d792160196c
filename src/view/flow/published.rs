//! What every view of published figures says: the cells of a figure, and the names of editions.

use std::collections::BTreeSet;

use super::FlowFacts;
use crate::domain::PublishedValue;
use crate::flow::Description;
use crate::report::Cell;

/// A figure as it was published; a suppressed one stays suppressed.
pub(super) fn value_cell(value: PublishedValue) -> Cell {
    match value {
        PublishedValue::Known(number) => Cell::Whole(number.into()),
        PublishedValue::Suppressed => Cell::Suppressed,
        PublishedValue::Missing => Cell::Missing,
    }
}

/// The status of figures: suppressed if any is, missing if any is, empty otherwise.
pub(super) fn status(values: &[PublishedValue]) -> &'static str {
    if values.contains(&PublishedValue::Suppressed) {
        "x"
    } else if values.contains(&PublishedValue::Missing) {
        ".."
    } else {
        ""
    }
}

/// What a figure rests on.
pub(super) fn basis(source: &str, facts: FlowFacts<'_>) -> String {
    format!("{}: {source}", facts.word(("publicerat", "published")))
}

/// The editions, each once.
pub(super) fn editions<'a>(sources: impl Iterator<Item = &'a String>) -> String {
    let sources: BTreeSet<&str> = sources.map(String::as_str).collect();
    sources.into_iter().collect::<Vec<_>>().join(", ")
}

/// What the publication says about all its counts of persons.
pub(super) fn edition_notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let notes = results.published_notes.iter();
    let of_all = notes.filter(|own| own.professions.is_empty());
    let sentences = of_all.map(|own| {
        let note = own.note.text(facts.language);
        format!("{} {}: {note}.", source(facts), own.source)
    });
    sentences.collect()
}

/// What the publication says about the selected professions.
pub(super) fn profession_notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let selected = &facts.selection.professions;
    let notes = results.published_notes.iter();
    let sentences = notes.filter_map(|own| {
        let whom: Vec<&str> = own
            .professions
            .iter()
            .filter(|id| selected.contains(id))
            .map(|id| facts.profession(*id))
            .collect();
        let (edition, note) = (&own.source, own.note.text(facts.language));
        (!whom.is_empty())
            .then(|| format!("{} {edition}, {}: {note}.", source(facts), whom.join(", ")))
    });
    sentences.collect()
}

/// What a source is called at the beginning of a sentence.
fn source(facts: FlowFacts<'_>) -> &'static str {
    facts.word(("Källan", "Source"))
}
