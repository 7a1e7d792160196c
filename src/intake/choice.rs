//! Which of the tables of a file an input is read from.

use super::kinds::InputKind;
use crate::language::{Language, words};
use crate::reference::Reference;
use crate::source::{Fault, Faults, Location, RawTable};

/// How many tables that do not fit a message names.
const NAMED: usize = 5;

/// The tables of a file that could be an input.
///
/// A file with one table is taken as it is, for its faults say more than that it does not fit. Stock may be in
/// several tables, each of another number of the same professions.
///
/// # Errors
/// Several tables, none of which fits, or more than one of which does.
pub fn fitting_tables(
    kind: InputKind,
    mut tables: Vec<RawTable>,
    reference: &Reference,
) -> Result<Vec<RawTable>, Faults> {
    if tables.len() == 1 {
        return Ok(tables);
    }
    let misfits = tables.iter().map(|table| kind.misfit(table, reference));
    let misfits: Vec<_> = misfits.collect();
    let mut fits = misfits.iter().map(Option::is_none);
    if misfits.iter().all(Option::is_some) {
        let mut nearest: Vec<_> = tables.iter().zip(misfits.into_iter().flatten()).collect();
        nearest.sort_by_key(|(_, misfit)| misfit.lacking());
        let reasons = nearest.iter().take(NAMED).map(|(table, misfit)| {
            [Language::Swedish, Language::English]
                .map(|language| format!("{}: {}", name(table), misfit.reason.text(language)))
        });
        let [swedish, english] = joined(reasons, "; ");
        let fault = of_file(
            &tables,
            kind_words(kind, "ingen tabell i filen är ", "no table of the file is "),
        );
        return Err(fault.tip(words!("{swedish}", "{english}")).into());
    }
    tables.retain(|_| fits.next().unwrap_or_default());
    if tables.len() > 1 && kind != InputKind::Stock {
        let names = tables.iter().map(name).collect::<Vec<_>>().join(", ");
        let fault = of_file(
            &tables,
            kind_words(
                kind,
                "flera tabeller i filen kan vara ",
                "several tables of the file may be ",
            ),
        );
        return Err(fault
            .tip(words!(
                "välj ett blad med --sheet: {names}",
                "choose a sheet with --sheet: {names}"
            ))
            .into());
    }
    Ok(tables)
}

fn kind_words(kind: InputKind, swedish: &str, english: &str) -> [String; 2] {
    [
        format!("{swedish}{}", kind.name(Language::Swedish)),
        format!("{english}{}", kind.name(Language::English)),
    ]
}

fn of_file(tables: &[RawTable], [swedish, english]: [String; 2]) -> Fault {
    let fault = Fault::new(words!("{swedish}", "{english}"));
    match tables.first() {
        Some(table) => fault.located(Location::file(&table.input().name)),
        None => fault,
    }
}

/// What to call a table among those of its file.
pub(super) fn name(table: &RawTable) -> String {
    let about = table.about();
    let own = about.sheet.as_ref().or(about.title.as_ref());
    own.cloned().unwrap_or_else(|| table.input().name.clone())
}

fn joined(texts: impl Iterator<Item = [String; 2]>, by: &str) -> [String; 2] {
    let (swedish, english): (Vec<String>, Vec<String>) =
        texts.map(|[one, other]| (one, other)).unzip();
    [swedish.join(by), english.join(by)]
}
