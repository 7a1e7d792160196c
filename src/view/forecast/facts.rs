//! What the report says besides the estimates: the question, the inputs, the reader's language.

use crate::domain::{HealthRegionId, InputRemark, IntervalLevel, ProgrammeId};
use crate::forecast::{Choice, CohortRule, Draws, EstimatedFrequencies, Pair};
use crate::reference::Reference;
use crate::report::Language;

/// What the report says besides the estimates.
#[derive(Clone, Copy, Debug)]
pub struct ForecastFacts<'a> {
    /// Names of programmes and regions.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// Whether the inputs are the embedded examples.
    pub is_example: bool,
    /// What reading the inputs decided or left out.
    pub remarks: &'a [InputRemark],
    /// The cohorts behind the frequencies, if they were estimated.
    pub cohorts: Option<(&'a EstimatedFrequencies, CohortRule)>,
    /// Programmes among the entrants that are outside the estimates.
    pub outside: &'a [ProgrammeId],
    /// The regions to show, the country being `None`; empty for all.
    pub regions: &'a [Option<HealthRegionId>],
    /// What to round graduates to; none for exact numbers.
    pub rounded_to: Option<u32>,
    /// The horizon that was asked for.
    pub horizon_cap: Option<u8>,
    /// The levels of the intervals, a row for each.
    pub levels: &'a [IntervalLevel],
    /// How the intervals were drawn.
    pub draws: Option<Draws>,
    /// Which method was chosen for each programme, where it was to be chosen.
    pub choices: &'a [Choice],
    /// What the methods would have forecast earlier; empty without the history for it.
    pub pairs: &'a [Pair],
}

pub(super) fn programme_name(programme: ProgrammeId, facts: ForecastFacts<'_>) -> &str {
    facts.reference.name(programme, facts.language)
}
