//! A synthetic register in memory, the same as one that was written and read again.

use std::convert::Infallible;

use super::write::COLUMNS;
use super::{Recipe, SynthRequest, SyntheticYear, synthesise};
use crate::domain::{Population, ProfessionId};
use crate::extract::check::Oddities;
use crate::extract::columns::Positions;
use crate::extract::licence_year::{EDUCATION, SECTOR, SEX, SYNTHETIC, UNKNOWN, packed_year};
use crate::extract::persons::Pseudonyms;
use crate::extract::{Dictionary, Inventory, LicenceYear, Register};
use crate::reference::Reference;

/// Makes a register and the inventory that its file would have.
///
/// Every profession is made alone, so that it is the same whichever others are asked for.
#[must_use]
pub fn register(
    recipe: &Recipe,
    request: &SynthRequest,
    population: &[Population],
    reference: &Reference,
    dictionary: &Dictionary<'_>,
) -> (Register, Inventory) {
    let mut rows: Vec<LicenceYear> = Vec::new();
    let (mut persons, mut pseudonyms) = (0_u32, Vec::new());
    for profession in recipe.professions(request, reference) {
        let alone = SynthRequest {
            professions: vec![profession],
            ..request.clone()
        };
        let mut latest = 0;
        let made = synthesise(recipe, &alone, population, reference, |row| {
            if row.person != latest {
                latest = row.person;
                pseudonyms.push(pseudonym(profession, row.person));
                persons += 1;
            }
            rows.push(licence_year(row, persons - 1, dictionary));
            Ok::<(), Infallible>(())
        });
        let Ok(_) = made;
    }
    let pseudonyms = Pseudonyms::of_numbers(pseudonyms);
    let register = Register { rows, pseudonyms };
    let oddities = Oddities {
        synthetic_rows: register.rows.len() as u64,
        ..Oddities::default()
    };
    let headers = COLUMNS.map(str::to_owned);
    let positions: Vec<Positions> = Positions::find(&headers).into_iter().collect();
    let inventory = Inventory::of(&register, Vec::new(), &positions, oddities);
    (register, inventory)
}

/// The pseudonym of a person that a profession made alone has numbered: rising by profession and
/// then person.
pub(super) fn pseudonym(profession: ProfessionId, person: u64) -> u64 {
    u64::from(profession.0) * 1_000_000_000_000 + person
}

fn licence_year(row: SyntheticYear, person: u32, dictionary: &Dictionary<'_>) -> LicenceYear {
    let age = row.year - row.birth_year;
    let (state, retired) = dictionary.at_age(row.state, Some(age.into()));
    let year = |year| packed_year(i32::from(year)).unwrap_or_default();
    let sector = row.sector.map_or(0, |sector| sector as u8 + 1);
    LicenceYear {
        person,
        profession: row.profession.0,
        year: year(row.year),
        state: state as u8,
        county: row.county.0,
        health_region: dictionary.health_region_of(row.county.0),
        birth_year: year(row.birth_year),
        licence_year: year(row.licence_year),
        study_county: row.study_county.map_or(UNKNOWN, |county| county.0),
        industry: UNKNOWN,
        extent: UNKNOWN,
        traits: (row.sex as u8 + 1) << SEX
            | (row.education as u8 + 1) << EDUCATION
            | sector << SECTOR,
        marks: SYNTHETIC | retired,
    }
}
