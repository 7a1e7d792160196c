//! The rules of disclosure control, embedded or a user's own.

use serde::Deserialize;

use crate::domain::DisclosureRules;
use crate::language::{Words, words};
use crate::source::{Document, Fault, Faults, Location};

const NAME: &str = "data/disclosure.toml";
const TEXT: &str = include_str!("../../data/disclosure.toml");

/// A threshold below which nothing would be suppressed, and one above which little would be published.
const THRESHOLDS: std::ops::RangeInclusive<u32> = 3..=100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    threshold: u32,
    #[serde(default)]
    zeros_are_disclosive: bool,
    rounding_base: Option<u32>,
}

/// The embedded rules.
///
/// # Errors
/// Faults in the embedded file itself, which the tests rule out.
pub fn disclosure_rules() -> Result<DisclosureRules, Faults> {
    disclosure_rules_in(&Document::from_bytes(NAME, TEXT.as_bytes())?)
}

/// Rules of the same shape as `data/disclosure.toml`.
///
/// # Errors
/// A text that is not TOML of this shape, a threshold outside 3–100, and a rounding base below the
/// threshold, which would show small counts as they are.
pub fn disclosure_rules_in(document: &Document) -> Result<DisclosureRules, Faults> {
    let name = document.name();
    let file: File = toml::from_str(document.text()).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let line = document.text()[..offset].matches('\n').count() as u64 + 1;
        let message = error.message();
        Fault::new(words!(
            "reglerna kan inte läsas: {message}",
            "the rules cannot be read: {message}"
        ))
        .located(Location::line(name, line))
        .tip(Words::verbatim(
            "threshold = 5, zeros_are_disclosive = false, rounding_base = 5",
        ))
    })?;
    let rules = DisclosureRules {
        threshold: file.threshold,
        zeros_are_disclosive: file.zeros_are_disclosive,
        rounding_base: file.rounding_base.unwrap_or(file.threshold),
    };
    let mut faults = Faults::new();
    if !THRESHOLDS.contains(&rules.threshold) {
        let (least, most) = (THRESHOLDS.start(), THRESHOLDS.end());
        let threshold = rules.threshold;
        faults.push(
            Fault::new(words!(
                "threshold är {threshold}",
                "threshold is {threshold}"
            ))
            .tip(words!(
                "ange ett tal från {least} till {most}",
                "give a number from {least} to {most}"
            ))
            .located(Location::file(name)),
        );
    }
    if rules.rounding_base < rules.threshold {
        let (base, threshold) = (rules.rounding_base, rules.threshold);
        faults.push(
            Fault::new(words!(
                "rounding_base {base} är lägre än threshold {threshold}",
                "rounding_base {base} is below threshold {threshold}"
            ))
            .tip(words!(
                "avrundade antal skulle kunna vara små; höj rounding_base",
                "rounded counts could be small; raise rounding_base"
            ))
            .located(Location::file(name)),
        );
    }
    faults.or_else(|| rules)
}
