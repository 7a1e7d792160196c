//! The figures of a publication, each with the cell that it was read in.

use super::Reference;
use super::embedded::{one_of, rows, value};
use crate::domain::{
    EducationCountry, Place, PublishedFigure, PublishedMeasure, PublishedValue, Sex, Unit,
};
use crate::source::{Cell, Fault, Faults};

/// The embedded tables, of the same columns.
const TABLES: [(&str, &str); 3] = [
    (
        "data/published_counts.csv",
        include_str!("../../data/published_counts.csv"),
    ),
    (
        "data/published_new_licences.csv",
        include_str!("../../data/published_new_licences.csv"),
    ),
    (
        "data/published_density.csv",
        include_str!("../../data/published_density.csv"),
    ),
];

const COLUMNS: [&str; 8] = [
    "profession",
    "county",
    "year",
    "sex",
    "measure",
    "value",
    "cell",
    "source",
];

const MEASURES: [(&str, PublishedMeasure); 9] = [
    ("licensed", PublishedMeasure::Licensed),
    ("licensed_under_65", PublishedMeasure::Under65),
    ("employed", PublishedMeasure::Employed),
    ("employed_in_care", PublishedMeasure::InCare),
    ("active_in_own_field", PublishedMeasure::InField),
    (
        "educated_in_sweden",
        PublishedMeasure::NewlyLicensed(EducationCountry::Sweden),
    ),
    (
        "educated_in_eu_eea",
        PublishedMeasure::NewlyLicensed(EducationCountry::EuEea),
    ),
    (
        "educated_in_third_country",
        PublishedMeasure::NewlyLicensed(EducationCountry::ThirdCountry),
    ),
    ("active_per_100000", PublishedMeasure::InFieldPer100000),
];

/// All embedded figures that have a cell, one for each cell: what a reader of the same workbook must find
/// there.
///
/// # Errors
/// Faults in the embedded tables themselves, which the tests rule out.
pub fn published_figures(reference: &Reference) -> Result<Vec<PublishedFigure>, Faults> {
    let mut figures = Vec::new();
    for (name, text) in TABLES {
        figures.extend(figures_of(name, text, reference)?);
    }
    Ok(figures)
}

fn figures_of(
    name: &str,
    text: &str,
    reference: &Reference,
) -> Result<Vec<PublishedFigure>, Faults> {
    rows(
        name,
        text,
        COLUMNS,
        |[profession, county, year, sex, measure, figure, cell, source]| {
            let known = reference.profession_named(profession.text());
            Ok(PublishedFigure {
                profession: known.map_err(|unknown| profession.fault(unknown.words()))?,
                year: value(year)?,
                place: place(county, reference)?,
                sex: sex_of(sex)?,
                measure: one_of(measure, MEASURES)?,
                value: published_value(figure)?,
                cell: cell.text().to_owned(),
                source: source.text().to_owned(),
            })
        },
    )
}

/// A county, or the country where none is named.
fn place(cell: Cell<'_>, reference: &Reference) -> Result<Place, Fault> {
    if cell.text().is_empty() {
        return Ok(Place::SWEDEN);
    }
    let known = reference.county_named(cell.text());
    let county = known.map_err(|unknown| cell.fault(unknown.words()))?;
    Ok(Place {
        health_region: Some(reference.county(county).health_region),
        unit: Unit::County(county),
    })
}

fn sex_of(cell: Cell<'_>) -> Result<Option<Sex>, Fault> {
    if cell.text().is_empty() {
        return Ok(None);
    }
    one_of(cell, Sex::ALL.map(|sex| (sex.swedish(), sex))).map(Some)
}

fn published_value(cell: Cell<'_>) -> Result<PublishedValue, Fault> {
    match cell.text() {
        "X" => Ok(PublishedValue::Suppressed),
        ".." => Ok(PublishedValue::Missing),
        _ => value(cell).map(PublishedValue::Known),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::Year;

    fn reference() -> Reference {
        Reference::load().unwrap()
    }

    /// The figures of a profession in a year, sex and place, of one measure.
    fn of(profession: &str, year: Year, measure: PublishedMeasure) -> PublishedFigure {
        let reference = reference();
        let profession = reference.profession_named(profession).unwrap();
        let figures = published_figures(&reference).unwrap().into_iter();
        let mut found = figures.filter(|own| {
            let is_total = own.sex.is_none() && own.place == Place::SWEDEN;
            is_total && (own.profession, own.year, own.measure) == (profession, year, measure)
        });
        let only = found.next().unwrap();
        assert_eq!(found.next(), None);
        only
    }

    /// Read by hand in Socialstyrelsen's workbook.
    #[test]
    fn the_dentists_are_those_of_the_workbook() {
        use PublishedMeasure::{Employed, InField, Licensed, NewlyLicensed, Under65};
        let series = |from: Year, measure, expected: [u32; 5]| {
            for (year, expected) in (from..).zip(expected) {
                let found = of("tandläkare", year, measure);
                assert_eq!(found.value, PublishedValue::Known(expected), "{found:?}");
            }
        };
        series(2014, Licensed, [16_793, 17_101, 17_329, 17_577, 17_806]);
        series(2014, Under65, [10_987, 11_162, 11_217, 11_246, 11_166]);
        series(2013, Employed, [8_896, 8_944, 9_016, 9_084, 9_233]);
        series(2013, InField, [7_845, 7_904, 8_004, 8_086, 8_181]);
        let from = |country| NewlyLicensed(country);
        series(
            2014,
            from(EducationCountry::Sweden),
            [245, 274, 236, 275, 265],
        );
        series(2014, from(EducationCountry::EuEea), [124, 151, 96, 101, 74]);
        series(
            2014,
            from(EducationCountry::ThirdCountry),
            [46, 47, 40, 44, 46],
        );
        assert_eq!(of("tandläkare", 2018, Licensed).cell, "Tabell 1!J29");
        assert_eq!(of("tandläkare", 2017, Employed).cell, "Tabell 8!T13");
    }

    #[test]
    fn every_cell_gives_one_figure() {
        let figures = published_figures(&reference()).unwrap();
        let cells: BTreeSet<_> = figures.iter().map(|own| (&own.source, &own.cell)).collect();
        assert_eq!(cells.len(), figures.len());
        let keys: BTreeSet<_> = figures
            .iter()
            .map(|own| (own.profession, own.year, own.place, own.sex, own.measure))
            .collect();
        assert_eq!(keys.len(), figures.len());
    }

    /// Tabell 1, 2 and 8: women and men are the total. Tabell 10 is a total that its sexes do not make.
    #[test]
    fn the_total_is_the_reported_one() {
        let figures = published_figures(&reference()).unwrap();
        let is_off = |total: &&PublishedFigure| {
            let of_sex = |own: &&PublishedFigure| {
                own.sex.is_some()
                    && (own.profession, own.year, own.place, own.measure)
                        == (total.profession, total.year, total.place, total.measure)
            };
            let sexes = figures.iter().filter(of_sex);
            let sum: Option<u32> = sexes.map(|own| own.value.known()).sum();
            total.sex.is_none() && sum != total.value.known()
        };
        let off: Vec<_> = figures.iter().filter(is_off).collect();
        let of = |measure| off.iter().filter(|own| own.measure == measure).count();
        assert_eq!(of(PublishedMeasure::InField), 92);
        assert_eq!(off.len() - of(PublishedMeasure::InFieldPer100000), 92);
    }

    #[test]
    fn what_is_suppressed_or_missing_is_never_zero() {
        let text = "profession,county,year,sex,measure,value,cell,source\n\
            tandläkare,,2017,,employed,X,Tabell 5a!T11,a\n\
            tandläkare,Dalarnas län,2017,män,active_per_100000,..,Tabell 11a!T22,a\n\
            tandläkare,,2016,,employed,0,Tabell 5a!T12,a\n";
        let figures = figures_of("a.csv", text, &reference()).unwrap();
        let values: Vec<PublishedValue> = figures.iter().map(|own| own.value).collect();
        let expected = [
            PublishedValue::Suppressed,
            PublishedValue::Missing,
            PublishedValue::Known(0),
        ];
        assert_eq!(values, expected);
        assert_eq!(values[0].known(), None);
        assert!(figures_of("a.csv", &text.replace(",X,", ",x1,"), &reference()).is_err());
    }
}
