//! Published figures that are no stock: new licences, and densities by county.

use std::collections::BTreeMap;

use super::selection::Key;
use super::{Area, CountyRegions, Cut, Group, Level, Selection};
use crate::domain::{EducationCountry, PublishedFigure, PublishedMeasure, PublishedValue, Unit};

/// The licences given in a year, by where the holders were educated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLicences {
    /// In the order of [`EducationCountry::ALL`].
    pub by_education: [PublishedValue; EducationCountry::ALL.len()],
    /// The edition.
    pub source: String,
}

/// A published density.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedDensity {
    /// Those active in their own field per 100 000 inhabitants.
    pub value: PublishedValue,
    /// The cell, empty where no cell has it.
    pub cell: String,
    /// The edition.
    pub source: String,
}

/// Published new licences by selected profession, year and, if cut by sex, group; they are of the whole
/// country. Both sexes together are as reported.
#[must_use]
pub fn new_licences(
    figures: &[PublishedFigure],
    selection: &Selection,
) -> BTreeMap<Key, NewLicences> {
    let mut rows = BTreeMap::new();
    for (figure, group) in selected(figures, selection) {
        let PublishedMeasure::NewlyLicensed(country) = figure.measure else {
            continue;
        };
        let row = rows
            .entry(key(figure, Area::Sweden, group))
            .or_insert_with(|| NewLicences {
                by_education: [PublishedValue::Missing; EducationCountry::ALL.len()],
                source: figure.source.clone(),
            });
        row.by_education[country as usize] = figure.value;
    }
    rows
}

/// Published densities by selected profession, year, area and, if cut by sex, group: of the country and
/// its counties, or of the country and its health regions.
///
/// Rounded rates are not averaged: a health region has the density of its county if it is one county, and
/// is missing otherwise.
#[must_use]
pub fn county_density(
    figures: &[PublishedFigure],
    selection: &Selection,
    counties: &CountyRegions,
) -> BTreeMap<Key, PublishedDensity> {
    let mut rows = BTreeMap::new();
    for (figure, group) in selected(figures, selection) {
        if figure.measure != PublishedMeasure::InFieldPer100000 {
            continue;
        }
        for (area, is_whole) in areas(figure.place.unit, selection.level, counties) {
            let row = if is_whole {
                PublishedDensity {
                    value: figure.value,
                    cell: figure.cell.clone(),
                    source: figure.source.clone(),
                }
            } else {
                PublishedDensity {
                    value: PublishedValue::Missing,
                    cell: String::new(),
                    source: figure.source.clone(),
                }
            };
            rows.insert(key(figure, area, group), row);
        }
    }
    rows
}

/// The areas that a figure belongs in, and whether it is the figure of the whole area.
fn areas(unit: Unit, level: Level, counties: &CountyRegions) -> Vec<(Area, bool)> {
    match (unit, level) {
        (Unit::Sweden, _) => vec![(Area::Sweden, true)],
        (Unit::County(county), Level::HealthRegion) => {
            let regions = counties.regions().into_iter();
            let partly = regions.filter(|region| {
                let mut within = counties.counties_of(*region);
                within.any(|own| own == county)
            });
            let is_whole = |region| counties.within(region) == Some(vec![county]);
            partly
                .map(|region| (Area::HealthRegion(region), is_whole(region)))
                .collect()
        }
        (Unit::County(county), Level::Country | Level::County) => {
            vec![(Area::County(county), true)]
        }
        (Unit::HealthRegion(_) | Unit::University(_), _) => Vec::new(),
    }
}

/// The figures of selected professions and years, with their groups; none where publications are not cut
/// as results are.
fn selected<'a>(
    figures: &'a [PublishedFigure],
    selection: &'a Selection,
) -> impl Iterator<Item = (&'a PublishedFigure, Group)> {
    figures.iter().filter_map(|figure| {
        let is_selected = selection.includes(figure.profession, figure.year);
        let group = match (&selection.cuts[..], figure.sex) {
            ([], None) => Group::default(),
            ([Cut::Sex], None) => Group::total(&[Cut::Sex]),
            ([Cut::Sex], sex) => Group::of_sex(sex),
            _ => return None,
        };
        is_selected.then_some((figure, group))
    })
}

const fn key(figure: &PublishedFigure, area: Area, group: Group) -> Key {
    Key {
        profession: figure.profession,
        year: figure.year,
        area,
        group,
    }
}
