//! Names and years in arguments.

use std::ops::RangeInclusive;

use super::exit::UsageError;
use crate::domain::{HealthRegionId, IntervalLevel, Year};
use crate::language::words;
use crate::reference::{Reference, Unknown, is_sweden};
use crate::report::Report;
use crate::source::{Fault, Faults};

/// The health region that an argument names.
fn health_region(name: &str, reference: &Reference) -> Result<HealthRegionId, Fault> {
    reference
        .health_region_named(name)
        .map_err(|error| unknown(&error))
}

/// The regions that arguments name, the country being `None`.
pub(super) fn regions(
    names: &[String],
    reference: &Reference,
) -> Result<Vec<Option<HealthRegionId>>, Faults> {
    let mut faults = Faults::new();
    let regions = names.iter().filter_map(|name| {
        let region = if is_sweden(name) {
            Ok(None)
        } else {
            health_region(name, reference).map(Some)
        };
        faults.keep(region)
    });
    let regions = regions.collect();
    faults.or_else(|| regions)
}

/// Refuses a report in which no region that was asked for has anything.
pub(super) fn has_rows(report: &Report, regions: &[String]) -> Result<(), Fault> {
    let is_empty = report.tables.iter().all(|table| table.rows.is_empty());
    let names = regions.join(", ");
    let nothing = || {
        let fault = Fault::new(words!(
            "resultatet har inga rader för {names}",
            "the result has no rows for {names}"
        ));
        fault.tip(words!(
            "underlaget har inga tal för dem; utan --region visas alla",
            "the input has no numbers for them; without --region all are shown"
        ))
    };
    (!is_empty).then_some(()).ok_or_else(nothing)
}

/// The region that `--halland` chooses, one of those that Halland lies in.
pub(super) fn halland(name: &str, reference: &Reference) -> Result<HealthRegionId, Fault> {
    let region = health_region(name, reference)?;
    let is_possible = reference
        .counties()
        .any(|(id, _)| reference.split_between(id).contains(&region));
    let name = &reference.health_region(region).name;
    let impossible = || {
        let fault = Fault::new(words!(
            "Halland ligger inte i {name}",
            "Halland is not in {name}"
        ));
        fault.tip(words!("välj södra eller västra", "choose södra or västra"))
    };
    is_possible.then_some(region).ok_or_else(impossible)
}

/// The fault of a name that no table has.
pub(super) fn unknown(unknown: &Unknown) -> Fault {
    Fault::new(unknown.words()).tip(unknown.tip())
}

/// `0.8` or `80%`: how often an interval should hold. A bare 80 may be a slip for either.
pub(super) fn interval_level(text: &str) -> Result<IntervalLevel, UsageError> {
    let wrong = || UsageError("write the level as 0.8 or 80%".to_owned());
    IntervalLevel::parse(text).ok_or_else(wrong)
}

/// `2001..2021`, both ends included: years that can be observed.
pub(super) fn years(text: &str) -> Result<RangeInclusive<Year>, UsageError> {
    years_within(text, 1960..=2099)
}

/// `2000..2004`, both ends included: years in which licences were given.
pub(super) fn licence_years(text: &str) -> Result<RangeInclusive<Year>, UsageError> {
    years_within(text, 1900..=2099)
}

fn years_within(
    text: &str,
    sensible: RangeInclusive<Year>,
) -> Result<RangeInclusive<Year>, UsageError> {
    let (least, most) = (sensible.start(), sensible.end());
    let message = format!("write the years as 2001..2021, between {least} and {most}");
    let wrong = || UsageError(message.clone());
    let (first, last) = text.split_once("..").ok_or_else(wrong)?;
    let first: Year = first.trim().parse().map_err(|_| wrong())?;
    let last: Year = last.trim().parse().map_err(|_| wrong())?;
    let is_sensible = *least <= first && first <= last && last <= *most;
    is_sensible.then_some(first..=last).ok_or_else(wrong)
}
