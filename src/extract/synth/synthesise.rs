//! The rows of a synthetic register, licence by licence.

use super::life::{Lives, SyntheticYear};
use super::recipe::Recipe;
use super::request::SynthRequest;
use super::truth::Truth;
use crate::domain::Population;
use crate::reference::Reference;

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
