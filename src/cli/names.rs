//! Names and years in arguments.

use std::ops::RangeInclusive;

use super::usage_error::UsageError;
use crate::domain::{CountyId, HealthRegionId, IntervalLevel, Year};
use crate::language::words;
use crate::reference::{Reference, Unknown, is_sweden};
use crate::report::Report;
use crate::source::{Fault, Faults};

/// The health region that an argument names.
fn health_region(name: &str, reference: &Reference) -> Result<HealthRegionId, Fault> {
    let known = reference.health_region_named(name);
    known.map_err(|error| match reference.county_named(name) {
        Ok(county) => county_given(county, reference),
        Err(_) => unknown(&error),
    })
}

/// The fault of a name that is neither a health region nor a county.
pub(super) fn unknown_area(name: &str, reference: &Reference) -> Fault {
    let fault = Fault::new(words!("okänt område `{name}`", "unknown area `{name}`"));
    fault.tip(match reference.nearest_area(name) {
        Some(near) => words!("menade du `{near}`?", "did you mean `{near}`?"),
        None => words!(
            "vardkraft reference regions visar sjukvårdsregioner och län",
            "vardkraft reference regions shows health regions and counties"
        ),
    })
}

/// The fault of a county where only a health region can be meant.
fn county_given(county: CountyId, reference: &Reference) -> Fault {
    let county = reference.county(county);
    let region = reference.health_region(county.health_region);
    let (name, region, english) = (&county.name, &region.name, &region.english);
    let fault = Fault::new(words!(
        "{name} är ett län, och här anges sjukvårdsregioner",
        "{name} is a county, and health regions are given here"
    ));
    fault.tip(words!(
        "{name} ligger i sjukvårdsregionen {region}",
        "{name} lies in the health region {english} (`{region}`)"
    ))
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

/// What may be between the first year and the last, the longest first.
const SPANS: [&str; 6] = ["..=", "..", "–", "—", "-", ":"];

/// One year, or the first and the last with `..`, `-` or `–` between them.
fn years_within(
    text: &str,
    sensible: RangeInclusive<Year>,
) -> Result<RangeInclusive<Year>, UsageError> {
    let (least, most) = (sensible.start(), sensible.end());
    let message = format!(
        "write a year as 2021 or years as 2001..2021 (or 2001-2021), between {least} and {most}"
    );
    let wrong = || UsageError(message.clone());
    let ends = SPANS.iter().find_map(|between| text.split_once(between));
    let (first, last) = ends.unwrap_or((text, text));
    let year = |text: &str| -> Option<Year> {
        let text = text.trim();
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_year.then(|| text.parse().ok()).flatten()
    };
    let (first, last) = year(first).zip(year(last)).ok_or_else(wrong)?;
    let is_sensible = *least <= first && first <= last && last <= *most;
    is_sensible.then_some(first..=last).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_understood_as_people_write_them() {
        for text in [
            "2015..2021",
            "2015-2021",
            "2015–2021",
            " 2015 – 2021 ",
            "2015..=2021",
        ] {
            assert_eq!(years(text).unwrap(), 2015..=2021, "{text}");
        }
        assert_eq!(years("2021").unwrap(), 2021..=2021);
        for text in [
            "",
            "21",
            "2021..",
            "..2021",
            "2021..2015",
            "2015-21",
            "1950",
            "2015..2021..2022",
        ] {
            assert!(years(text).is_err(), "{text}");
        }
    }
}
