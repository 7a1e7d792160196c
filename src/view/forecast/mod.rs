//! The report of a forecast: its table here, its notes in `notes`.

mod accuracy;
mod facts;
mod notes;
mod set_aside;

use std::collections::{BTreeMap, BTreeSet};

use super::{label_column, number_column, plain, text, text_column};
use crate::domain::{HealthRegionId, IntervalLevel, ProgrammeId, Year};
use crate::forecast::{Estimate, Forecast};
use crate::report::{
    Absent, Cell, Chart, Column, Language, Layout, Measure, Provenance, Report, Table,
};
use crate::stats::controlled_rounding;
use facts::programme_name;

pub use facts::ForecastFacts;

/// Up to this many programmes are shown row by row, with the factors of each estimate.
const DETAILED_PROGRAMMES: usize = 3;

/// Machines get expected graduates in units of a ten-thousandth of a person.
const FINEST: f64 = 0.0001;

/// One table of estimates: a row per programme, region, year and level of the interval.
///
/// Graduates are rounded so that regions add up to the country, exactly as printed: to `rounded_to`
/// where it is given, otherwise to a ten-thousandth for machines and to whole persons for people.
#[must_use]
pub fn forecast(forecast: &Forecast, facts: ForecastFacts<'_>, provenance: Provenance) -> Report {
    let words = Words::of(facts.language);
    let graduates = rounded_graduates(&forecast.estimates, facts.rounded_to);
    let shown: Vec<(&Estimate, Cell)> = forecast
        .estimates
        .iter()
        .zip(graduates)
        .filter(|(estimate, _)| {
            facts.regions.is_empty() || facts.regions.contains(&estimate.health_region)
        })
        .collect();
    let estimates: Vec<&Estimate> = shown.iter().map(|(estimate, _)| *estimate).collect();
    // Without an interval levels do not differ.
    let levels = |estimate: &Estimate| {
        let count = match estimate.predictive {
            Some(_) => facts.levels.len().max(1),
            None => 1,
        };
        (0..count).map(|at| (at, facts.levels.get(at).copied()))
    };
    let rows = shown.iter().flat_map(|(estimate, cell)| {
        let words = &words;
        levels(estimate)
            .map(move |(at, level)| (at, row(estimate, cell.clone(), level, facts, words)))
    });
    let (positions, rows): (Vec<usize>, Vec<Vec<Cell>>) = rows.unzip();
    let layout = layout(&estimates, facts, &words);
    let is_cross = matches!(layout, Layout::Cross { .. });
    let firsts = positions.iter().enumerate().filter(|(_, at)| **at == 0);
    let chart = Chart {
        title: title(&estimates, facts),
        x: words.year.to_owned(),
        y: words.graduates.to_owned(),
        lines: vec![words.programme.to_owned(), words.health_region.to_owned()],
    };
    let table = Table {
        title: None,
        chart: (facts.levels.len() < 2).then_some(chart),
        shown: is_cross.then(|| firsts.map(|(row, _)| row).collect()),
        name: words.name.to_owned(),
        columns: words.columns(),
        layout,
        rows,
    };
    Report {
        findings: Vec::new(),
        title: title(&estimates, facts),
        tables: vec![table],
        notes: notes::notes(forecast, &estimates, facts),
        provenance,
        language: facts.language,
        counts: None,
    }
}

/// The words of the table in one language; columns stay in the same order in both.
struct Words {
    name: &'static str,
    country: &'static str,
    programme: &'static str,
    health_region: &'static str,
    year: &'static str,
    horizon: &'static str,
    entrants: &'static str,
    frequency: &'static str,
    graduates: &'static str,
    lower: &'static str,
    upper: &'static str,
    level: &'static str,
    method: &'static str,
    basis: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        let swedish = Self {
            name: "examinerade",
            country: "Riket",
            programme: "utbildning",
            health_region: "sjukvårdsregion",
            year: "examensår",
            horizon: "horisont",
            entrants: "nybörjare",
            frequency: "examensfrekvens",
            graduates: "examinerade",
            lower: "nedre",
            upper: "övre",
            level: "nivå",
            method: "metod",
            basis: "underlag",
        };
        let english = Self {
            name: "graduates",
            country: "Sweden",
            programme: "programme",
            health_region: "health_region",
            year: "graduation_year",
            horizon: "horizon",
            entrants: "entrants",
            frequency: "exam_frequency",
            graduates: "graduates",
            lower: "lower",
            upper: "upper",
            level: "level",
            method: "method",
            basis: "basis",
        };
        language.choose(swedish, english)
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            text_column(self.programme),
            text_column(self.health_region),
            label_column(self.year),
            label_column(self.horizon),
            number_column(self.entrants, 0, 0),
            number_column(self.frequency, 4, 3),
            number_column(self.graduates, 4, 0),
            number_column(self.lower, 4, 0),
            number_column(self.upper, 4, 0),
            number_column(self.level, 4, 2),
            text_column(self.method),
            text_column(self.basis),
        ]
    }
}

fn row(
    estimate: &Estimate,
    graduates: Cell,
    level: Option<IntervalLevel>,
    facts: ForecastFacts<'_>,
    words: &Words,
) -> Vec<Cell> {
    let entrants = estimate
        .entrants
        .and_then(|entrants| i64::try_from(entrants).ok());
    let frequency = estimate.exam_frequency();
    [
        text(programme_name(estimate.programme, facts)),
        text(region_name(estimate.health_region, facts, words)),
        Cell::Whole(estimate.exam_year.into()),
        Cell::Whole(estimate.horizon.into()),
        entrants.map_or(Cell::Missing, Cell::Whole),
        frequency.map_or(Cell::Missing, |share| Cell::Measure(plain(share))),
        graduates,
    ]
    .into_iter()
    .chain(interval_cells(estimate, level, facts.rounded_to))
    .chain([
        text(estimate.method.label(facts.language)),
        text(basis(estimate, facts.language)),
    ])
    .collect()
}

/// Lower and upper end and level of an interval; rounded graduates have ends that are rounded outwards.
fn interval_cells(
    estimate: &Estimate,
    level: Option<IntervalLevel>,
    rounded_to: Option<u32>,
) -> [Cell; 3] {
    let Some((predictive, level)) = estimate.predictive.as_ref().zip(level) else {
        return [Cell::Missing, Cell::Missing, Cell::Missing];
    };
    let (lower, upper) = predictive.interval(level);
    let (lower, upper) = match rounded_to.map(f64::from) {
        Some(base) => ((lower / base).floor() * base, (upper / base).ceil() * base),
        None => (lower, upper),
    };
    [lower, upper, level.as_f64()].map(|value| Cell::Measure(plain(value)))
}

fn region_name<'a>(
    region: Option<HealthRegionId>,
    facts: ForecastFacts<'a>,
    words: &Words,
) -> &'a str {
    region.map_or(words.country, |region| {
        facts.reference.name(region, facts.language)
    })
}

/// One word when entrants and frequencies rest on the same, otherwise both named.
fn basis(estimate: &Estimate, language: Language) -> String {
    let entrants = estimate.entrants_basis.iter().map(String::as_str);
    let entrants = entrants.collect::<Vec<_>>().join(", ");
    let frequency = estimate.frequency_basis.iter();
    let frequency: BTreeSet<&str> = frequency.map(|words| words.text(language)).collect();
    let frequency = frequency.into_iter().collect::<Vec<_>>().join(", ");
    if entrants == frequency {
        return entrants;
    }
    let (first, second) = language.choose(
        ("nybörjare", "examensfrekvens"),
        ("entrants", "exam frequency"),
    );
    format!("{first}: {entrants}; {second}: {frequency}")
}

/// The graduates of every estimate as cells that add up, in the order of the estimates.
fn rounded_graduates(estimates: &[Estimate], rounded_to: Option<u32>) -> Vec<Cell> {
    let (fine, coarse) = match rounded_to.map(f64::from) {
        Some(base) => (base, base),
        None => (FINEST, 1.0),
    };
    let mut families: BTreeMap<(ProgrammeId, Year), Vec<usize>> = BTreeMap::new();
    for (index, estimate) in estimates.iter().enumerate() {
        families
            .entry((estimate.programme, estimate.exam_year))
            .or_default()
            .push(index);
    }
    let mut cells = vec![Cell::Missing; estimates.len()];
    for family in families.values() {
        let values = adding_up(estimates, family, fine);
        let shown = adding_up(estimates, family, coarse);
        for ((&index, value), shown) in family.iter().zip(values).zip(shown) {
            if let Some((value, shown)) = value.zip(shown) {
                cells[index] = Cell::Measure(Measure {
                    value,
                    shown,
                    behind: None,
                });
            }
        }
    }
    cells
}

/// The rounded graduates of a country and its regions; the country comes first. A number that is
/// missing leaves the country missing too, and the other regions rounded together.
fn adding_up(estimates: &[Estimate], family: &[usize], base: f64) -> Vec<Option<f64>> {
    let graduates: Vec<Option<f64>> = family
        .iter()
        .map(|&index| estimates[index].graduates)
        .collect();
    let (country, regions) = match graduates.split_first() {
        Some((country, regions)) if !regions.is_empty() => (country, regions),
        _ => (&None, &graduates[..]),
    };
    let known: Vec<f64> = regions.iter().copied().flatten().collect();
    let rounded = controlled_rounding(&known, base);
    let mut parts = rounded.parts.into_iter();
    let regions: Vec<Option<f64>> = regions
        .iter()
        .map(|region| region.and_then(|_| parts.next()))
        .collect();
    let country = country.map(|_| rounded.total);
    let has_regions = regions.len() < graduates.len();
    has_regions
        .then_some(country)
        .into_iter()
        .chain(regions)
        .collect()
}

fn layout(estimates: &[&Estimate], facts: ForecastFacts<'_>, words: &Words) -> Layout {
    let programmes: BTreeSet<_> = estimates.iter().map(|row| row.programme).collect();
    let regions: BTreeSet<_> = estimates.iter().map(|row| row.health_region).collect();
    let years: BTreeSet<_> = estimates.iter().map(|row| row.exam_year).collect();
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let cross = |down: &[&str], across: &str, order: Vec<String>| Layout::Cross {
        down: owned(down),
        across: across.to_owned(),
        order,
        value: words.graduates.to_owned(),
        absent: Absent::NotApplicable,
    };
    if programmes.len() <= DETAILED_PROGRAMMES {
        let mut names = vec![words.programme, words.health_region, words.year];
        names.extend([words.entrants, words.frequency, words.graduates]);
        if estimates.iter().any(|row| row.predictive.is_some()) {
            names.extend([words.lower, words.upper]);
            names.extend((facts.levels.len() > 1).then_some(words.level));
        }
        Layout::Rows {
            columns: owned(&names),
        }
    } else if regions.len() == 1 {
        cross(
            &[words.programme],
            words.year,
            years.iter().map(ToString::to_string).collect(),
        )
    } else {
        let names = regions
            .iter()
            .map(|&region| region_name(region, facts, words).to_owned());
        cross(
            &[words.programme, words.year],
            words.health_region,
            names.collect(),
        )
    }
}

fn title(estimates: &[&Estimate], facts: ForecastFacts<'_>) -> String {
    let years: BTreeSet<_> = estimates.iter().map(|row| row.exam_year).collect();
    let span = match (years.first(), years.last()) {
        (Some(first), Some(last)) if first < last => format!("{first}–{last}"),
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    };
    let what = facts.language.choose(
        format!("Examinerade {span} per utbildning och sjukvårdsregion"),
        format!("Graduates {span} by programme and health region"),
    );
    if facts.is_example {
        format!(
            "{}: {what}",
            facts.language.choose("EXEMPELDATA", "EXAMPLE DATA")
        )
    } else {
        what
    }
}
