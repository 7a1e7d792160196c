//! The report of what a register extract holds.

use std::collections::BTreeSet;

use super::{label_column, number_column, text, text_column};
use crate::extract::Inventory;
use crate::reference::Reference;
use crate::report::{Absent, Cell, Language, Layout, Provenance, Report, Table};

/// What the report says besides the counts.
#[derive(Clone, Copy, Debug)]
pub struct ExtractFacts<'a> {
    /// Names of professions.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// The name of the state rule, if states were derived.
    pub state_rule: Option<&'a str>,
    /// The age from which the not employed count as pensionerade.
    pub pension_age: u8,
}

/// Rows by profession and year, and in notes what was recognised, ignored and odd.
#[must_use]
pub fn extract_inventory(
    inventory: &Inventory,
    facts: ExtractFacts<'_>,
    provenance: Provenance,
) -> Report {
    let language = facts.language;
    let (profession, year, rows) =
        language.choose(("yrke", "år", "rader"), ("profession", "year", "rows"));
    let cells = inventory.cells.iter().map(|(&(id, year), &count)| {
        let profession = facts.reference.profession(id);
        vec![
            text(language.choose(&profession.name, &profession.english)),
            Cell::Whole(year.into()),
            i64::try_from(count).map_or(Cell::Missing, Cell::Whole),
        ]
    });
    let years: BTreeSet<_> = inventory.cells.keys().map(|(_, year)| *year).collect();
    let table = Table {
        title: None,
        shown: None,
        chart: None,
        name: rows.to_owned(),
        columns: vec![
            text_column(profession),
            label_column(year),
            number_column(rows, 0, 0),
        ],
        rows: cells.collect(),
        layout: Layout::Cross {
            down: vec![profession.to_owned()],
            across: year.to_owned(),
            order: years.iter().map(ToString::to_string).collect(),
            value: rows.to_owned(),
            absent: Absent::Zero,
        },
    };
    Report {
        findings: Vec::new(),
        title: language
            .choose("Registeruttag: rader", "Register extract: rows")
            .to_owned(),
        tables: vec![table],
        notes: notes(inventory, facts),
        provenance,
        language,
        counts: None,
    }
}

fn notes(inventory: &Inventory, facts: ExtractFacts<'_>) -> Vec<String> {
    let mut notes = vec![size_note(inventory, facts.language)];
    notes.extend(column_notes(inventory, facts.language));
    notes.push(state_note(facts));
    if inventory.is_synthetic() {
        let sentence = facts.language.choose(
            "Uttaget är syntetiskt: uppgifterna är konstruerade och är inte statistik.",
            "The extract is synthetic: the data are constructed and are not statistics.",
        );
        notes.push(sentence.to_owned());
    }
    notes.extend(oddity_notes(inventory, facts.language));
    notes
}

fn size_note(inventory: &Inventory, language: Language) -> String {
    let Inventory {
        files,
        rows,
        licences,
        persons,
        ..
    } = inventory;
    let number = |count: String, [one, several]: [&str; 2]| {
        let what = if count == "1" { one } else { several };
        format!("{count} {what}")
    };
    let (files, rows) = (files.len().to_string(), rows.to_string());
    let counts = [files, rows, licences.to_string(), persons.to_string()];
    let things = language.choose(
        [
            ["fil", "filer"],
            ["rad", "rader"],
            ["legitimation", "legitimationer"],
            ["person", "personer"],
        ],
        [
            ["file", "files"],
            ["row", "rows"],
            ["licence", "licences"],
            ["person", "persons"],
        ],
    );
    let counts = counts.into_iter().zip(things);
    let counts = counts.map(|(count, words)| number(count, words));
    let counts = counts.collect::<Vec<_>>().join(", ");
    language.choose(
        format!("{counts}; en person med två legitimationer räknas i båda yrkena."),
        format!("{counts}; a person with two licences counts in both professions."),
    )
}

fn column_notes(inventory: &Inventory, language: Language) -> Vec<String> {
    let used: Vec<_> = inventory
        .columns
        .iter()
        .map(|column| column.name())
        .collect();
    let (used, ignored) = (used.join(", "), inventory.ignored.join(", "));
    let mut notes = vec![language.choose(
        format!("Kolumner som används: {used}."),
        format!("Columns used: {used}."),
    )];
    if !ignored.is_empty() {
        notes.push(language.choose(
            format!("Kolumner som inte används: {ignored}."),
            format!("Columns not used: {ignored}."),
        ));
    }
    notes
}

fn state_note(facts: ExtractFacts<'_>) -> String {
    let age = facts.pension_age;
    match facts.state_rule {
        Some(rule) => facts.language.choose(
            format!("Status härleds ur sysselsatt, sni och ssyk med regeln {rule}; ej sysselsatta som är {age} år eller äldre räknas som pensionerade."),
            format!("The state is derived from employment, SNI and SSYK by the rule {rule}; those not employed and aged {age} or over count as retired."),
        ),
        None => facts.language.choose(
            format!("Status hämtas från uttaget; ej sysselsatta som är {age} år eller äldre räknas som pensionerade."),
            format!("The state is taken from the extract; those not employed and aged {age} or over count as retired."),
        ),
    }
}

fn oddity_notes(inventory: &Inventory, language: Language) -> impl Iterator<Item = String> {
    let oddities = inventory.oddities;
    let years = oddities.missing_years;
    let gaps = language.choose(
        format!("legitimationer saknar sammanlagt {years} år mellan sin första och sista rad."),
        format!("licences lack {years} years in all between their first and last row."),
    );
    let no_county = language.choose("rader saknar län.", "rows have no county.");
    let no_codes = language.choose(
        "rader är sysselsatta utan sni eller ssyk; statusregeln avgör dem efter det som finns.",
        "rows are employed without SNI or SSYK; the state rule decides by what there is.",
    );
    let several = language.choose(
        "personer har legitimation i flera yrken.",
        "persons have licences in several professions.",
    );
    let counted = [
        (oddities.licences_with_gaps, gaps),
        (oddities.rows_without_county, no_county.to_owned()),
        (oddities.rows_without_codes, no_codes.to_owned()),
        (oddities.persons_with_several_licences, several.to_owned()),
    ];
    let found = counted.into_iter().filter(|(count, _)| *count > 0);
    found.map(|(count, what)| format!("{count} {what}"))
}
