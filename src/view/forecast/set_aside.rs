//! Which cohorts a forecast does not use, or not to the end.

use super::facts::{ForecastFacts, programme_name};
use crate::forecast::{CohortError, CohortFault, Forecast};
use crate::language::capitalised;

/// So many cohorts of a programme are named one by one.
const NAMED: usize = 4;

/// Cohorts set aside by either method, a note for each, by programme, the newest first; of many some
/// and the number of the others.
pub(super) fn set_aside_notes(forecast: &Forecast, facts: ForecastFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let by_mean = facts.cohorts.map(|(estimated, _)| &estimated.set_aside[..]);
    let mut notes = named(by_mean.unwrap_or_default(), facts, |_| {
        language.choose(
            "kohorten ingår inte i medelfrekvensen",
            "the cohort is left out of the mean frequency",
        )
    });
    notes.extend(named(&forecast.set_aside, facts, |fault| match fault {
        CohortFault::MoreDegreesThanEntrants { .. } => language.choose(
            "kohortens examina används inte, och kurvan skattar dem",
            "the degrees of the cohort are not used, and the curve estimates them",
        ),
        _ => language.choose(
            "kohorten följs bara till dess, och kurvan skattar resten",
            "the cohort is followed until then only, and the curve estimates the rest",
        ),
    }));
    notes
}

fn named(
    errors: &[CohortError],
    facts: ForecastFacts<'_>,
    consequence: impl Fn(&CohortFault) -> &'static str,
) -> Vec<String> {
    let of_programmes = errors.chunk_by(|a, b| a.programme == b.programme);
    of_programmes
        .flat_map(|errors| of_programme(errors, facts, &consequence))
        .collect()
}

fn of_programme(
    errors: &[CohortError],
    facts: ForecastFacts<'_>,
    consequence: impl Fn(&CohortFault) -> &'static str,
) -> Vec<String> {
    let language = facts.language;
    let all = errors.len();
    let shown = if all > NAMED { NAMED - 1 } else { all };
    let named = errors.iter().rev().take(shown).map(|error| {
        let (words, consequence) = (error.words(), consequence(&error.fault));
        capitalised(&format!("{}; {consequence}.", words.text(language)))
    });
    let mut notes: Vec<String> = named.collect();
    if let Some(error) = errors.first().filter(|_| all > shown) {
        let (more, name) = (all - shown, programme_name(error.programme, facts));
        notes.push(language.choose(
            format!("{name}: detsamma gäller ytterligare {more} kohorter eller regioner."),
            format!("{name}: the same holds for {more} more cohorts or regions."),
        ));
    }
    notes
}
