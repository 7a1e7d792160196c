//! Inhabitants by county, sex and broad age, 31 December 2000–2024.

use std::collections::BTreeMap;

use super::Reference;
use super::embedded::{one_of, rows, value};
use crate::domain::{
    AgeGroup, CountyId, Headcount, Inhabitants, Place, Population, Sex, Unit, Year,
};
use crate::source::Faults;

const TEXT: &str = include_str!("../../data/population.csv");
const COLUMNS: [&str; 6] = [
    "year",
    "county_code",
    "sex",
    "age_group",
    "population",
    "source",
];

/// The embedded population table. The country is the sum of its counties.
///
/// # Errors
/// Faults in the embedded table itself, which the tests rule out.
pub fn population(reference: &Reference) -> Result<Vec<Population>, Faults> {
    rows(
        "data/population.csv",
        TEXT,
        COLUMNS,
        |[year, county, sex, age_group, people, source]| {
            let known = reference.county_named(county.text());
            Ok(Population {
                year: value(year)?,
                county: known.map_err(|unknown| county.fault(unknown.words()))?,
                sex: one_of(sex, [("kvinnor", Sex::Women), ("män", Sex::Men)])?,
                age_group: one_of(
                    age_group,
                    [
                        ("0-14", AgeGroup::Children),
                        ("15-64", AgeGroup::WorkingAge),
                        ("65+", AgeGroup::Older),
                    ],
                )?,
                inhabitants: value(people)?,
                source: source.text().to_owned(),
            })
        },
    )
}

/// The embedded population by county and year, and of each sex. Its ages are too broad for the bands
/// that results on the workforce are cut by.
///
/// # Errors
/// Faults in the embedded table itself, which the tests rule out.
pub fn inhabitants(reference: &Reference) -> Result<Vec<Inhabitants>, Faults> {
    let mut sums: BTreeMap<(Year, CountyId), BTreeMap<Sex, u32>> = BTreeMap::new();
    for row in population(reference)? {
        let of_sexes = sums.entry((row.year, row.county)).or_default();
        *of_sexes.entry(row.sex).or_default() += row.inhabitants;
    }
    let rows = sums
        .into_iter()
        .map(|((year, county), of_sexes)| Inhabitants {
            year,
            place: Place {
                health_region: Some(reference.county(county).health_region),
                unit: Unit::County(county),
            },
            count: Some(Headcount(of_sexes.values().sum())),
            groups: of_sexes
                .iter()
                .map(|(sex, count)| ((Some(*sex), None), Headcount(*count)))
                .collect(),
        })
        .collect();
    Ok(rows)
}
