//! What a table is, how it was read and what it holds, in notes.

use std::collections::BTreeSet;

use super::args::Kind;
use crate::cli::output::OutputArgs;
use crate::language::{Language, Words, capitalised, words};
use crate::reference::Reference;
use crate::source::RawTable;

/// How many names of columns and areas are given.
const NAMED: usize = 8;

/// `Filen är indata av slaget folkmängd`; less sure where the file does not say what its figures count.
pub(super) fn what_it_is(kind: Kind, table: &RawTable, says_measure: bool) -> Words {
    let input = kind.input();
    let (swedish, english) = (input.name(Language::Swedish), input.name(Language::English));
    let option = kind.option();
    let (of, of_english) = match &table.about().sheet {
        Some(sheet) => (format!("Bladet `{sheet}`"), format!("The sheet `{sheet}`")),
        None => ("Filen".to_owned(), "The file".to_owned()),
    };
    // The others are recognised by the names of their figures.
    let may_be_others = matches!(kind, Kind::Population | Kind::Stock);
    if says_measure || !may_be_others {
        words!(
            "{of} är indata av slaget {swedish} (`{option}`).",
            "{of_english} is an input of the kind {english} (`{option}`)."
        )
    } else {
        words!(
            "{of} ser ut som indata av slaget {swedish} (`{option}`), men anger inte vad talen räknar.",
            "{of_english} looks like an input of the kind {english} (`{option}`), but does not say what its figures count."
        )
    }
}

/// The format and the layout, which `--verbose` says of a file whose kind is given.
pub(super) fn say_how_read(table: &RawTable, output: &OutputArgs) {
    let format = &table.input().format;
    let about = table.about();
    let mut parts: Vec<Words> = vec![format.clone()];
    parts.extend(about.layout.iter().cloned());
    if let Some(unit) = &about.unit {
        parts.push(words!("enhet {unit}", "unit {unit}"));
    }
    let list = |language| {
        let parts = parts.iter().map(|part| part.text(language));
        parts.collect::<Vec<_>>().join("; ")
    };
    let (swedish, english) = (list(Language::Swedish), list(Language::English));
    output.note(&words!("Läst som {swedish}.", "Read as {english}."));
}

/// What the table says of itself: title, columns, years and areas.
pub(super) fn say_contents(table: &RawTable, reference: &Reference, output: &OutputArgs) {
    if let Some(title) = &table.about().title {
        output.note(&words!("Titel: {title}.", "Title: {title}."));
    }
    let columns = listed(table.header().iter().map(String::as_str));
    let (swedish, english) = both(&columns);
    output.note(&words!("Kolumner: {swedish}.", "Columns: {english}."));
    for column in 0..table.header().len() {
        for words in [years(table, column), areas(table, column, reference)]
            .into_iter()
            .flatten()
        {
            let language = output.language();
            output.notes(&[capitalised(words.text(language))]);
        }
    }
}

/// The first and the last year of a column that holds years.
fn years(table: &RawTable, column: usize) -> Option<Words> {
    let cells = table.records().map(|record| record.cell(column).text());
    let years: Option<BTreeSet<i32>> = cells
        .map(|text| {
            let year = text.parse().ok();
            year.filter(|year| (1749..=2200).contains(year))
        })
        .collect();
    let years = years?;
    let (first, last) = (years.first()?, years.last()?);
    Some(if first == last {
        words!("år: {first}.", "year: {first}.")
    } else {
        words!("år: {first}–{last}.", "years: {first}–{last}.")
    })
}

/// How many areas a column names, if most of its cells are areas.
fn areas(table: &RawTable, column: usize, reference: &Reference) -> Option<Words> {
    let cells = || table.records().map(|record| record.cell(column).text());
    let is_area =
        |text: &&str| text.chars().any(char::is_alphabetic) && reference.known_area(text).is_some();
    let are_areas = cells().filter(is_area).count() > cells().filter(|text| !is_area(text)).count();
    let areas: BTreeSet<&str> = cells().filter(is_area).collect();
    if !are_areas {
        return None;
    }
    let names = listed(areas.iter().copied());
    let (swedish, english) = both(&names);
    Some(words!("områden: {swedish}.", "areas: {english}."))
}

/// The first of some names, and how many more there are.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> Words {
    let names: Vec<&str> = names.collect();
    let shown = names
        .iter()
        .take(NAMED)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => Words::verbatim(shown),
        more => words!("{shown} och {more} till", "{shown} and {more} more"),
    }
}

fn both(words: &Words) -> (&str, &str) {
    (words.text(Language::Swedish), words.text(Language::English))
}
