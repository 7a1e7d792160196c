//! The report of what a register extract holds.

use std::collections::BTreeSet;

use super::row_count::{hides, row_count};
use super::{label_column, number_column, text, text_column};
use crate::domain::{DisclosureRules, Year};
use crate::extract::{Inventory, PartialYear};
use crate::language::{Words, capitalised, words};
use crate::reference::{Named as _, Reference};
use crate::report::{Absent, Cell, Counts, Language, Layout, Provenance, Report, Table};

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
    /// The rules by which small counts are suppressed; none where there is no one to protect.
    pub protection: Option<DisclosureRules>,
}

impl ExtractFacts<'_> {
    /// Whether a count is suppressed.
    fn hides(&self, count: u64) -> bool {
        hides(self.protection, count)
    }

    /// A count in a sentence: `färre än 5` where it is suppressed.
    fn noted(&self, count: u64) -> Words {
        let threshold = self.protection.map_or(0, |rules| rules.threshold);
        if self.hides(count) {
            words!("färre än {threshold}", "fewer than {threshold}")
        } else {
            words!("{count}", "{count}")
        }
    }

    /// A count with its noun in the singular or the plural.
    fn counted(&self, count: u64, [one, many]: [&str; 2], [single, several]: [&str; 2]) -> Words {
        let is_one = count == 1 && !self.hides(count);
        let (swedish, english) = if is_one {
            (one, single)
        } else {
            (many, several)
        };
        let noted = self.noted(count);
        let (own, own_english) = both(&noted);
        words!("{own} {swedish}", "{own_english} {english}")
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
    let mut counts = Counts::default();
    let cells = inventory.cells.iter().map(|(&(id, year), &count)| {
        let profession = facts.reference.name(id, language);
        let of = (format!("{profession} {year}"), rows);
        let count = row_count(&mut counts, of, count, facts.protection);
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
        counts: facts.protection.map(|_| counts),
    }
}

fn notes(inventory: &Inventory, facts: ExtractFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = vec![size_note(inventory, facts)];
    notes.extend(column_notes(inventory));
    notes.push(state_note(facts));
    if inventory.is_synthetic() {
        notes.push(words!(
            "Uttaget är syntetiskt: uppgifterna är konstruerade och är inte statistik.",
            "The extract is synthetic: the data are constructed and are not statistics."
        ));
    }
    notes.extend(missing_year_notes(inventory, facts.reference));
    notes.extend(oddity_notes(inventory, facts));
    notes.extend(partial_year_notes(inventory, facts.reference));
    notes.extend(left_out_note(inventory));
    let notes = notes.iter().map(|note| capitalised(note.text(language)));
    notes.collect()
}

/// What reading decided or left out, for the notes of results: without counts of persons, which a
/// result protects.
#[must_use]
pub fn extract_remarks(inventory: &Inventory, reference: &Reference) -> Vec<Words> {
    let mut remarks: Vec<Words> = partial_year_notes(inventory, reference).collect();
    if inventory.oddities.rows_without_municipality > 0 {
        remarks.extend(split_county_notes(inventory, reference));
    }
    remarks.extend(left_out_note(inventory));
    remarks
}

/// A year that was delivered for part of the country, in words.
#[must_use]
pub fn partial_year(year: &PartialYear, reference: &Reference) -> Words {
    let (swedish, english) = year.profession.names(reference);
    let PartialYear { year, counties, .. } = year;
    let names = counties
        .iter()
        .map(|id| reference.county(*id).name.as_str());
    let names = names.collect::<Vec<_>>().join(", ");
    match counties.len() {
        0 => words!(
            "{swedish} {year}: mindre än hälften så många rader som grannåren",
            "{english} {year}: less than half the rows of the neighbouring years"
        ),
        count => words!(
            "{swedish} {year}: rader saknas för {count} län som har rader grannåren: {names}",
            "{english} {year}: no rows of {count} counties that have rows in the neighbouring years: {names}"
        ),
    }
}

fn partial_year_notes(inventory: &Inventory, reference: &Reference) -> impl Iterator<Item = Words> {
    inventory.partial_years.iter().map(|year| {
        let what = partial_year(year, reference);
        let (swedish, english) = both(&what);
        words!(
            "Året är inte helt: {swedish}. Den som saknas ser ut att ha lämnat registret.",
            "The year is not whole: {english}. Whoever is missing seems to have left the register."
        )
    })
}

fn both(words: &Words) -> (&str, &str) {
    (words.text(Language::Swedish), words.text(Language::English))
}

fn missing_year_notes(inventory: &Inventory, reference: &Reference) -> impl Iterator<Item = Words> {
    inventory.missing_years().into_iter().map(|(id, years)| {
        let (swedish, english) = id.names(reference);
        let years: Vec<String> = years.iter().map(Year::to_string).collect();
        let years = years.join(", ");
        words!(
            "Rader saknas för {swedish} {years}: flöden till och från de åren kan inte beräknas.",
            "There are no rows of {english} for {years}: flows to and from those years cannot be calculated."
        )
    })
}

fn split_county_notes(inventory: &Inventory, reference: &Reference) -> impl Iterator<Item = Words> {
    let counties = inventory.split_counties.iter();
    counties.map(|(county, region)| {
        let county = &reference.county(*county).name;
        let (swedish, english) = region.names(reference);
        words!(
            "Rader i {county} utan kommun räknas till {swedish} (ändra med --halland).",
            "Rows of {county} without a municipality are counted in {english} (change with --halland)."
        )
    })
}

fn left_out_note(inventory: &Inventory) -> Option<Words> {
    let list = |language| {
        let names = inventory.left_out.iter();
        let names = names.map(|own| format!("{} ({})", own.name, own.reason.text(language)));
        names.collect::<Vec<_>>().join(", ")
    };
    let (swedish, english) = (list(Language::Swedish), list(Language::English));
    (!inventory.left_out.is_empty())
        .then(|| words!("Har inte lästs: {swedish}.", "Not read: {english}."))
}

fn size_note(inventory: &Inventory, facts: ExtractFacts<'_>) -> Words {
    let Inventory {
        files,
        rows,
        licences,
        persons,
        cells,
        ..
    } = inventory;
    let file_count = files.len() as u64;
    let file = facts.counted(file_count, ["fil", "filer"], ["file", "files"]);
    // What all cells but one leave of their sum is that one.
    let has_hidden = cells.values().any(|count| facts.hides(*count));
    let are_close = facts.hides(*persons) || facts.hides(licences.abs_diff(*persons));
    if facts.protection.is_some() && (has_hidden || are_close && licences != persons) {
        return words!(
            "Antal filer: {file_count}. Antal rader, legitimationer och personer totalt anges inte: de kan röja små antal.",
            "Files: {file_count}. The numbers of rows, licences and persons in all are not shown: they could disclose small counts."
        );
    }
    let [row, licence, person] = [
        (*rows, ["rad", "rader"], ["row", "rows"]),
        (
            *licences,
            ["legitimation", "legitimationer"],
            ["licence", "licences"],
        ),
        (*persons, ["person", "personer"], ["person", "persons"]),
    ]
    .map(|(count, swedish, english)| facts.counted(count, swedish, english));
    let all = [&file, &row, &licence, &person];
    let [swedish, english] = [Language::Swedish, Language::English]
        .map(|language| all.map(|words| words.text(language)).join(", "));
    words!(
        "{swedish}; en person med två legitimationer räknas i båda yrkena.",
        "{english}; a person with two licences counts in both professions."
    )
}

fn column_notes(inventory: &Inventory) -> Vec<Words> {
    let used: Vec<_> = inventory
        .columns
        .iter()
        .map(|column| column.name())
        .collect();
    let (used, ignored) = (used.join(", "), inventory.ignored.join(", "));
    let mut notes = vec![words!(
        "Kolumner som används: {used}.",
        "Columns used: {used}."
    )];
    if !ignored.is_empty() {
        notes.push(words!(
            "Kolumner som inte används: {ignored}.",
            "Columns not used: {ignored}."
        ));
    }
    notes
}

fn state_note(facts: ExtractFacts<'_>) -> Words {
    let age = facts.pension_age;
    match facts.state_rule {
        Some(rule) => words!(
            "Status härleds ur sysselsatt, sni och ssyk med regeln {rule}; ej sysselsatta som är {age} år eller äldre räknas som pensionerade.",
            "The state is derived from employment, SNI and SSYK by the rule {rule}; those not employed and aged {age} or over count as retired."
        ),
        None => words!(
            "Status hämtas från uttaget; ej sysselsatta som är {age} år eller äldre räknas som pensionerade.",
            "The state is taken from the extract; those not employed and aged {age} or over count as retired."
        ),
    }
}

fn oddity_notes(inventory: &Inventory, facts: ExtractFacts<'_>) -> Vec<Words> {
    let oddities = inventory.oddities;
    let rows = |count| facts.counted(count, ["rad", "rader"], ["row", "rows"]);
    let mut notes = Vec::new();
    let mut note = |count: u64, found: Words| {
        if count > 0 {
            notes.push(found);
        }
    };
    let licences = oddities.licences_with_gaps;
    let licence = facts.counted(
        licences,
        ["legitimation", "legitimationer"],
        ["licence lacks", "licences lack"],
    );
    let (swedish, english) = both(&licence);
    let years = facts.noted(oddities.missing_years);
    let (years, english_years) = both(&years);
    note(
        licences,
        words!(
            "{swedish} saknar sammanlagt {years} år mellan sin första och sista rad.",
            "{english} {english_years} years in all between their first and last row."
        ),
    );
    let without_county = rows(oddities.rows_without_county);
    let (swedish, english) = both(&without_county);
    note(
        oddities.rows_without_county,
        words!("{swedish} saknar län.", "{english} without a county."),
    );
    let without_municipality = rows(oddities.rows_without_municipality);
    for split in split_county_notes(inventory, facts.reference) {
        let (swedish, english) = both(&without_municipality);
        let (where_swedish, where_english) = both(&split);
        note(
            oddities.rows_without_municipality,
            words!("{swedish}: {where_swedish}", "{english}: {where_english}"),
        );
    }
    let without_codes = rows(oddities.rows_without_codes);
    let (swedish, english) = both(&without_codes);
    note(
        oddities.rows_without_codes,
        words!(
            "{swedish} med sysselsatta utan sni eller ssyk; statusregeln avgör dem efter det som finns.",
            "{english} of employed without SNI or SSYK; the state rule decides by what there is."
        ),
    );
    let retired = rows(oddities.rows_retired_by_age);
    let (swedish, english) = both(&retired);
    let age = facts.pension_age;
    note(
        oddities.rows_retired_by_age,
        words!(
            "{swedish} med ej sysselsatta som är {age} år eller äldre räknas som pensionerade.",
            "{english} of not employed aged {age} or over: they count as retired."
        ),
    );
    let departures = rows(oddities.departures_without_effect);
    let (swedish, english) = both(&departures);
    note(
        oddities.departures_without_effect,
        words!(
            "{swedish} med utträdesorsak som följs av en rad för samma legitimation året därpå; orsaken räknas inte.",
            "{english} with a reason to leave the register (utträdesorsak), followed by a row of the same licence in the next year: the reason is not counted."
        ),
    );
    let several = facts.counted(
        oddities.persons_with_several_licences,
        ["person", "personer"],
        ["person has", "persons have"],
    );
    let (swedish, english) = both(&several);
    note(
        oddities.persons_with_several_licences,
        words!(
            "{swedish} har legitimation i flera yrken.",
            "{english} licences in several professions."
        ),
    );
    notes
}
