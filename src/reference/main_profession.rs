//! In which profession a person with several licences is counted.

use super::catalogue::Catalogue;
use super::embedded::{rows, value};
use crate::domain::{Profession, ProfessionId};
use crate::language::words;
use crate::source::{Fault, Faults};

const NAME: &str = "data/main_profession.csv";
const TEXT: &str = include_str!("../../data/main_profession.csv");
const COLUMNS: [&str; 4] = ["rank", "profession", "basis", "source"];

/// The place of a profession in the order of main professions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MainRank {
    /// The profession.
    pub profession: ProfessionId,
    /// Its rank: of a person's professions the one with the lowest is the main one.
    pub rank: u8,
    /// What the rank rests on.
    pub basis: String,
    /// Key into the source list.
    pub source: String,
}

/// Every profession once, each with a rank of its own, in the order of [`ProfessionId`].
pub(super) fn load(professions: &Catalogue<Profession>) -> Result<Vec<MainRank>, Faults> {
    let mut ranks = rows(NAME, TEXT, COLUMNS, |[rank, profession, basis, source]| {
        let known = professions.find(profession.text());
        let id = known.map_err(|error| profession.fault(error.words()))?;
        Ok(MainRank {
            profession: ProfessionId(id),
            rank: value(rank)?,
            basis: basis.text().to_owned(),
            source: source.text().to_owned(),
        })
    })?;
    ranks.sort_by_key(|row| row.profession);
    let mut own: Vec<u8> = ranks.iter().map(|row| row.rank).collect();
    own.sort_unstable();
    own.dedup();
    let all: Vec<u8> = professions.iter().map(|(id, _)| id).collect();
    let given: Vec<u8> = ranks.iter().map(|row| row.profession.0).collect();
    if given == all && own.len() == all.len() {
        Ok(ranks)
    } else {
        Err(Fault::new(words!(
            "{NAME}: varje yrke ska ha en egen plats i ordningen",
            "{NAME}: every profession must have one rank of its own"
        ))
        .into())
    }
}
