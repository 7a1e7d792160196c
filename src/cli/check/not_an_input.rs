//! Why a table is not an input, or not one alone.

use super::args::Kind;
use crate::intake::{InputKind, Recognition};
use crate::language::{Language, Words, words};
use crate::source::{Fault, Location, RawTable};

/// The fault of a table that no command reads, with what the nearest inputs lack.
pub(super) fn without_input(table: &RawTable, recognition: &Recognition) -> Fault {
    let (swedish, english) = shown(recognition);
    let fault = Fault::new(words!(
        "filen är inte indata till något kommando{swedish}",
        "the file is not an input of any command{english}"
    ))
    .located(place(table));
    match nearest(recognition) {
        Some(nearest) => fault.tip(nearest),
        None => fault,
    }
}

/// What is shown by the figures, where the file says it.
fn shown(recognition: &Recognition) -> (String, String) {
    recognition
        .measure
        .map_or_else(Default::default, |measure| {
            let [swedish, english] =
                [Language::Swedish, Language::English].map(|language| measure.words.text(language));
            (
                format!(": den visar {swedish}"),
                format!(": it shows {english}"),
            )
        })
}

/// What the two nearest inputs lack; those of persons lack their most telling column.
fn nearest(recognition: &Recognition) -> Option<Words> {
    let is_of_persons = |own: &InputKind| Kind::of(*own).is_some_and(Kind::is_of_persons);
    let misfits = recognition.misfits.iter();
    let near: Vec<_> = misfits
        .filter(|misfit| !is_of_persons(&misfit.kind))
        .take(2)
        .collect();
    let list = |language: Language, but: &str| {
        let near = near.iter().map(|misfit| {
            let (name, reason) = (misfit.kind.name(language), misfit.reason.text(language));
            format!("{name}, {but} {reason}")
        });
        near.collect::<Vec<_>>().join("; ")
    };
    let swedish = list(Language::Swedish, "men");
    let english = list(Language::English, "but");
    (!near.is_empty()).then(|| {
        words!(
            "liknar {swedish}. --as läser filen som ett visst slag; ett registeruttag med egna namn: `check FIL --write-map karta.toml`",
            "resembles {english}. --as reads the file as one kind; for an extract with names of its own: `check FILE --write-map map.toml`"
        )
    })
}

/// The fault of a table that could be several inputs.
pub(super) fn several_inputs(table: &RawTable, kinds: &[Kind]) -> Fault {
    let names = |language: Language, or: &str| {
        let names = kinds.iter().map(|kind| kind.input().name(language));
        names.collect::<Vec<_>>().join(or)
    };
    let swedish = names(Language::Swedish, " eller ");
    let english = names(Language::English, " or ");
    let options: Vec<String> = kinds
        .iter()
        .map(|kind| format!("--as {}", kind.name()))
        .collect();
    let (options, english_options) = (options.join(" eller "), options.join(" or "));
    Fault::new(words!(
        "filen kan vara {swedish}",
        "the file may be {english}"
    ))
    .located(place(table))
    .tip(words!(
        "välj med {options}",
        "choose with {english_options}"
    ))
}

/// The fault of an extract in a workbook, or below other rows.
pub(super) fn extract_elsewhere(table: &RawTable) -> Fault {
    Fault::new(words!(
        "filen är ett registeruttag, som inte läses i den här formen",
        "the file is a register extract, which is not read in this form"
    ))
    .located(place(table))
    .tip(words!(
        "spara uttaget som CSV, Parquet eller Arrow med rubriken på första raden",
        "save the extract as CSV, Parquet or Arrow with the header on the first line"
    ))
}

/// The file, and the sheet if it has any.
fn place(table: &RawTable) -> Location {
    Location {
        sheet: table.about().sheet.clone(),
        ..Location::file(&table.input().name)
    }
}
