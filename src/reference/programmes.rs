//! The programmes of the estimates, and those listed beside them in the same tables.

use super::catalogue::{Catalogue, EntryKind};
use super::embedded::{names, rows, value};
use super::professions::all_names;
use crate::domain::{Profession, ProfessionId, Programme};
use crate::language::Words;
use crate::source::{Cell, Fault, Faults};

const TEXT: &str = include_str!("../../data/programmes.csv");
const COLUMNS: [&str; 14] = [
    "programme",
    "english",
    "profession",
    "degree",
    "aliases",
    "hp",
    "nominal_terms",
    "lag_years",
    "horizon_years",
    "note",
    "english_note",
    "verification",
    "english_verification",
    "source",
];

pub(super) fn load(professions: &Catalogue<Profession>) -> Result<Catalogue<Programme>, Faults> {
    let programmes = rows("data/programmes.csv", TEXT, COLUMNS, |cells| {
        programme(&cells, professions)
    })?;
    Catalogue::new(EntryKind::Programme, programmes, |programme| {
        let of_profession = programme
            .profession
            .map(|id| all_names(professions.get(id.0)));
        [&programme.name, &programme.english, &programme.degree]
            .into_iter()
            .cloned()
            .chain(programme.aliases.clone())
            .chain(of_profession.into_iter().flatten())
            .collect()
    })
}

fn programme(
    cells: &[Cell<'_>; 14],
    professions: &Catalogue<Profession>,
) -> Result<Programme, Fault> {
    let [
        name,
        english,
        profession,
        degree,
        aliases,
        hp,
        terms,
        lag,
        horizon,
        note,
        english_note,
        verification,
        english_verification,
        source,
    ] = *cells;
    let profession = filled(profession).map(|cell| {
        professions
            .find(cell.text())
            .map_err(|unknown| cell.fault(unknown.words()))
    });
    Ok(Programme {
        name: name.text().to_owned(),
        english: english.text().to_owned(),
        profession: profession.transpose()?.map(ProfessionId),
        degree: degree.text().to_owned(),
        aliases: names(aliases),
        credits: value(hp)?,
        nominal_terms: value(terms)?,
        lag_years: value(lag)?,
        horizon_years: filled(horizon).map(value).transpose()?,
        note: Words::new(note.text(), english_note.text()),
        verification: Words::new(verification.text(), english_verification.text()),
        source: source.text().to_owned(),
    })
}

fn filled(cell: Cell<'_>) -> Option<Cell<'_>> {
    (!cell.text().is_empty()).then_some(cell)
}
