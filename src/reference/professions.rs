//! The 22 licensed professions.

use super::catalogue::{Catalogue, EntryKind};
use super::embedded::{names, rows};
use crate::domain::Profession;
use crate::source::Faults;

const TEXT: &str = include_str!("../../data/professions.csv");
const COLUMNS: [&str; 5] = ["profession", "english", "aliases", "in_supply", "source"];

pub(super) fn load() -> Result<Catalogue<Profession>, Faults> {
    let professions = rows(
        "data/professions.csv",
        TEXT,
        COLUMNS,
        |[name, english, aliases, in_supply, source]| {
            Ok(Profession {
                name: name.text().to_owned(),
                english: english.text().to_owned(),
                aliases: names(aliases),
                is_in_supply: in_supply.text() == "ja",
                source: source.text().to_owned(),
            })
        },
    )?;
    Catalogue::new(EntryKind::Profession, professions, all_names)
}

pub(super) fn all_names(profession: &Profession) -> Vec<String> {
    let own = [profession.name.clone(), profession.english.clone()];
    own.into_iter().chain(profession.aliases.clone()).collect()
}
