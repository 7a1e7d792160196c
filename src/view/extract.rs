//! The report of what a register extract holds.

use std::collections::BTreeSet;

use super::{label_column, number_column, text, text_column};
use crate::domain::DisclosureRules;
use crate::extract::Inventory;
use crate::reference::Reference;
use crate::report::{
    Cell, Counts, Exposure, Language, Layout, PersonCount, Provenance, Report, Table,
};

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
    /// The rules by which small counts are suppressed; none where there is nobody to protect.
    pub protection: Option<DisclosureRules>,
}

impl ExtractFacts<'_> {
    /// Whether a count is suppressed.
    fn hides(&self, count: u64) -> bool {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.protection.is_some_and(|rules| rules.is_small(count))
    }

    /// A count in a sentence: `färre än 5` where it is suppressed.
    fn noted(&self, count: u64) -> String {
        let threshold = self.protection.map_or(0, |rules| rules.threshold);
        if self.hides(count) {
            self.language.choose(
                format!("färre än {threshold}"),
                format!("fewer than {threshold}"),
            )
        } else {
            count.to_string()
        }
    }
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
    // No row but those of the table is counted from the same persons, so that each is protected alone:
    // the sums in the notes are left out where one of them is hidden.
    let mut counts = Counts::default();
    let cells = inventory.cells.iter().map(|(&(id, year), &count)| {
        let profession = facts.reference.profession(id);
        let profession = language.choose(&profession.name, &profession.english);
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let subject = counts.add_subject(format!("{profession} {year}"));
        let id = counts.add(PersonCount {
            value: count,
            exposure: Exposure::Shown,
            is_fixed: false,
            is_net: false,
            least: 1,
            is_headline: false,
            what: rows.to_owned(),
            subject,
        });
        let count = match facts.protection {
            Some(_) => Cell::Count(count, id),
            None => Cell::Whole(count),
        };
        vec![text(profession), Cell::Whole(year.into()), count]
    });
    let cells: Vec<Vec<Cell>> = cells.collect();
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
        rows: cells,
        layout: Layout::Cross {
            down: vec![profession.to_owned()],
            across: year.to_owned(),
            order: years.iter().map(ToString::to_string).collect(),
            value: rows.to_owned(),
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
        counts: facts.protection.map(|_| counts),
    }
}

fn notes(inventory: &Inventory, facts: ExtractFacts<'_>) -> Vec<String> {
    let mut notes = vec![size_note(inventory, facts)];
    notes.extend(column_notes(inventory, facts.language));
    notes.push(state_note(facts));
    if inventory.is_synthetic() {
        let sentence = facts.language.choose(
            "Uttaget är syntetiskt: ingenting i det är statistik.",
            "The extract is synthetic: nothing in it is a statistic.",
        );
        notes.push(sentence.to_owned());
    }
    notes.extend(oddity_notes(inventory, facts));
    notes
}

fn size_note(inventory: &Inventory, facts: ExtractFacts<'_>) -> String {
    let Inventory {
        files,
        rows,
        licences,
        persons,
        cells,
        ..
    } = inventory;
    let (files, language) = (files.len(), facts.language);
    // What all cells but one leave of their sum is that one.
    let has_hidden = cells.values().any(|count| facts.hides(*count));
    let are_close = facts.hides(*persons) || facts.hides(licences.abs_diff(*persons));
    if facts.protection.is_some() && (has_hidden || are_close && licences != persons) {
        return language.choose(
            format!("Antal filer: {files}. Antal rader, legitimationer och personer i allt anges inte: de kan röja små antal."),
            format!("Files: {files}. The numbers of rows, licences and persons in all are not shown: they could disclose small counts."),
        );
    }
    language.choose(
        format!("{files} filer, {rows} rader, {licences} legitimationer, {persons} personer; en person med två legitimationer räknas i båda yrkena."),
        format!("{files} files, {rows} rows, {licences} licences, {persons} persons; a person with two licences counts in both professions."),
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
            format!("Status härleds ur sysselsatt, sni och ssyk med regeln {rule}; ej sysselsatta från {age} år räknas som pensionerade."),
            format!("The state is derived from employment, SNI and SSYK by the rule {rule}; the not employed from {age} count as retired."),
        ),
        None => facts.language.choose(
            format!("Status tas ur uttaget; ej sysselsatta från {age} år räknas som pensionerade."),
            format!("The state is taken from the extract; the not employed from {age} count as retired."),
        ),
    }
}

fn oddity_notes<'a>(
    inventory: &Inventory,
    facts: ExtractFacts<'a>,
) -> impl Iterator<Item = String> + 'a {
    let language = facts.language;
    let oddities = inventory.oddities;
    let years = facts.noted(oddities.missing_years);
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
    found.map(move |(count, what)| format!("{} {what}", facts.noted(count)))
}
