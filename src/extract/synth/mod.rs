//! A synthetic register with known truth, for everyone without a register and to check the
//! analysis against.
//!
//! Every licence lives its own life from the year it is given, by the rates of a [`Recipe`] and a
//! random stream of its own, so any one of them can be made again alone. Chances are compared as
//! whole numbers: the same recipe and seed give the same register on every machine.

mod life;
mod recipe;
mod register;
mod studies;
mod truth;
mod write;

use std::ops::RangeInclusive;

use crate::domain::{Population, ProfessionId, Year};
use crate::reference::Reference;

pub use life::SyntheticYear;
pub use recipe::Recipe;
pub use register::register;
pub use studies::{studies, studies_by_profession, write_studies};
pub use truth::Truth;
pub use write::{write_csv, write_parquet};

use life::Lives;

/// What to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynthRequest {
    /// How many licences to give, from the recipe's first year on; none for the recipe's own.
    pub licences: Option<u32>,
    /// The years that the register covers.
    pub years: RangeInclusive<Year>,
    /// The professions; all of the recipe's if empty.
    pub professions: Vec<ProfessionId>,
    /// Chooses among all registers that the recipe can give.
    pub seed: u64,
}

/// Makes the rows of a register, licence by licence, and counts every transition on the way.
///
/// Pseudonyms run from 1 in the order of profession, licence year and education; `row` is called
/// for one row after the other, by pseudonym and year.
///
/// # Errors
/// Those of `row`.
pub fn synthesise<E>(
    recipe: &Recipe,
    request: &SynthRequest,
    population: &[Population],
    reference: &Reference,
    mut row: impl FnMut(SyntheticYear) -> Result<(), E>,
) -> Result<Truth, E> {
    let lives = Lives::new(recipe, population, request.seed);
    let mut truth = Truth::default();
    let mut person = 0_u64;
    let mut years = Vec::new();
    for entry in recipe.entries(request, reference) {
        for _ in 0..entry.licences {
            person += 1;
            lives.live(person, &entry, *request.years.end(), &mut years);
            truth.count(&years, &request.years);
            for year in years
                .iter()
                .flatten()
                .filter(|year| request.years.contains(&year.year))
            {
                row(*year)?;
            }
        }
    }
    Ok(truth)
}
