//! Län, sjukvårdsregioner, kommuner and lärosäten.

use super::aliases::{WordKind, canonical_word};
use super::catalogue::{Catalogue, EntryKind};
use super::embedded::{names, rows};
use crate::domain::{County, CountyId, HealthRegion, HealthRegionId, Municipality, University};
use crate::language::Words;
use crate::source::{Cell, Fault, Faults};

/// Whether a name or code means the whole country (`Riket`, `00`, `Sweden`).
#[must_use]
pub fn is_sweden(given: &str) -> bool {
    canonical_word(WordKind::Country, given).is_some()
}

pub(super) fn health_regions() -> Result<Catalogue<HealthRegion>, Faults> {
    let text = include_str!("../../data/health_regions.csv");
    let columns = ["health_region", "english", "aliases", "source"];
    let regions = rows(
        "data/health_regions.csv",
        text,
        columns,
        |[name, english, aliases, source]| {
            Ok(HealthRegion {
                name: name.text().to_owned(),
                english: english.text().to_owned(),
                aliases: names(aliases),
                source: source.text().to_owned(),
            })
        },
    )?;
    Catalogue::new(EntryKind::HealthRegion, regions, |region| {
        let own = [region.name.clone(), region.english.clone()];
        own.into_iter().chain(region.aliases.clone()).collect()
    })
}

pub(super) fn counties(
    health_regions: &Catalogue<HealthRegion>,
) -> Result<Catalogue<County>, Faults> {
    let text = include_str!("../../data/counties.csv");
    let columns = [
        "code",
        "county",
        "english",
        "aliases",
        "nuts",
        "health_region",
        "source",
    ];
    let counties = rows(
        "data/counties.csv",
        text,
        columns,
        |[code, name, english, aliases, nuts, region, source]| {
            Ok(County {
                code: code.text().to_owned(),
                name: name.text().to_owned(),
                english: english.text().to_owned(),
                aliases: names(aliases),
                nuts: nuts.text().to_owned(),
                health_region: HealthRegionId(position(health_regions, region)?),
                source: source.text().to_owned(),
            })
        },
    )?;
    Catalogue::new(EntryKind::County, counties, |county| {
        let County {
            code,
            name,
            english,
            ..
        } = county;
        // Spreadsheets eat leading zeros; SCB writes code and name together.
        let bare = code.trim_start_matches('0').to_owned();
        let both = format!("{code} {name}");
        let own = [name.clone(), english.clone(), code.clone(), bare, both];
        own.into_iter().chain(county.aliases.clone()).collect()
    })
}

pub(super) fn municipalities(
    counties: &Catalogue<County>,
    health_regions: &Catalogue<HealthRegion>,
) -> Result<Catalogue<Municipality>, Faults> {
    let text = include_str!("../../data/municipalities.csv");
    let columns = [
        "code",
        "municipality",
        "county_code",
        "health_region",
        "source",
    ];
    let municipalities = rows(
        "data/municipalities.csv",
        text,
        columns,
        |[code, name, county, region, source]| {
            Ok(Municipality {
                code: code.text().to_owned(),
                name: name.text().to_owned(),
                county: CountyId(position(counties, county)?),
                health_region: HealthRegionId(position(health_regions, region)?),
                source: source.text().to_owned(),
            })
        },
    )?;
    Catalogue::new(EntryKind::Municipality, municipalities, |municipality| {
        vec![municipality.name.clone(), municipality.code.clone()]
    })
}

pub(super) fn universities(
    counties: &Catalogue<County>,
    health_regions: &Catalogue<HealthRegion>,
) -> Result<Catalogue<University>, Faults> {
    let text = include_str!("../../data/universities.csv");
    let columns = [
        "university",
        "aliases",
        "seat",
        "county_code",
        "health_region",
        "note",
        "english_note",
        "source",
    ];
    let universities = rows(
        "data/universities.csv",
        text,
        columns,
        |[name, aliases, seat, county, region, note, english, source]| {
            Ok(University {
                name: name.text().to_owned(),
                aliases: names(aliases),
                seat: seat.text().to_owned(),
                county: CountyId(position(counties, county)?),
                health_region: HealthRegionId(position(health_regions, region)?),
                note: Words::new(note.text(), english.text()),
                source: source.text().to_owned(),
            })
        },
    )?;
    Catalogue::new(EntryKind::University, universities, |university| {
        [university.name.clone()]
            .into_iter()
            .chain(university.aliases.clone())
            .collect()
    })
}

pub(super) fn position<T>(catalogue: &Catalogue<T>, cell: Cell<'_>) -> Result<u8, Fault> {
    catalogue
        .find(cell.text())
        .map_err(|unknown| cell.fault(unknown.words()))
}
