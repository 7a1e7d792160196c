//! The reports of the reference tables.

use std::collections::BTreeMap;

use super::{label_column, number_column, text, text_column};
use crate::domain::{AgeGroup, DisclosureRules, Population, Sex, Year};
use crate::reference::{Reference, Source};
use crate::report::{Absent, Cell, Column, Language, Layout, Provenance, Report, Table};

/// The licensed professions and the names they answer to.
#[must_use]
pub fn professions(reference: &Reference, language: Language, provenance: Provenance) -> Report {
    let columns = [
        text_column(language.choose("yrke", "profession")),
        text_column(language.choose("engelska", "english")),
        text_column(language.choose("andra_namn", "other_names")),
        text_column(language.choose("källa", "source")),
        label_column(language.choose("huvudyrke_rang", "main_profession_rank")),
        text_column(language.choose("huvudyrke_grund", "main_profession_basis")),
    ];
    let rows = reference.professions().zip(reference.main_ranks());
    let rows = rows.map(|((_, profession), main)| {
        vec![
            text(&profession.name),
            text(&profession.english),
            text(profession.aliases.join(", ")),
            text(&profession.source),
            Cell::Whole(main.rank.into()),
            text(&main.basis),
        ]
    });
    let shown = columns[..3]
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let title = language.choose("Legitimationsyrken", "Licensed professions");
    let rows = rows.collect();
    let mut report = report("professions", title, columns, rows, language, provenance);
    report.tables[0].layout = Layout::Rows { columns: shown };
    report
}

/// The programmes, their length and how far ahead they are estimated.
#[must_use]
pub fn programmes(reference: &Reference, language: Language, provenance: Provenance) -> Report {
    let columns = [
        text_column(language.choose("utbildning", "programme")),
        text_column(language.choose("examen", "degree")),
        label_column(language.choose("hp", "credits")),
        label_column(language.choose("terminer", "terms")),
        label_column(language.choose("läsår_till_examen", "academic_years_to_degree")),
        label_column(language.choose("horisont", "horizon")),
        text_column(language.choose("yrke", "profession")),
        text_column(language.choose("andra_namn", "other_names")),
        text_column(language.choose("anmärkning", "note")),
        text_column(language.choose("säkerhet", "verification")),
        text_column(language.choose("källa", "source")),
    ];
    let shown = columns[..6]
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let rows = reference.programmes().map(|(id, programme)| {
        let profession = programme.profession.map(|id| reference.name(id, language));
        vec![
            text(reference.name(id, language)),
            text(&programme.degree),
            Cell::Whole(programme.credits.into()),
            Cell::Whole(programme.nominal_terms.into()),
            Cell::Whole(programme.lag_years.into()),
            programme
                .horizon_years
                .map_or(Cell::Missing, |years| Cell::Whole(years.into())),
            profession.map_or(Cell::Missing, text),
            text(programme.aliases.join(", ")),
            text(programme.note.text(language)),
            text(programme.verification.text(language)),
            text(&programme.source),
        ]
    });
    let title = language.choose("Utbildningar", "Programmes");
    let rows = rows.collect();
    let mut report = report("programmes", title, columns, rows, language, provenance);
    report.tables[0].layout = Layout::Rows { columns: shown };
    report.notes.push(
        language
            .choose(
                "Utbildningar med horisont `..` ingår inte i skattningarna. Anmärkning, säkerhet och källa finns i -f csv.",
                "Programmes with the horizon `..` are not part of the estimates. Note, verification and source are in -f csv.",
            )
            .to_owned(),
    );
    report
}

/// The counties and the health regions they lie in; a split county has a row per municipality.
#[must_use]
pub fn regions(reference: &Reference, language: Language, provenance: Provenance) -> Report {
    let columns = [
        text_column(language.choose("sjukvårdsregion", "health_region")),
        text_column(language.choose("länskod", "county_code")),
        text_column(language.choose("län", "county")),
        text_column(language.choose("kommun", "municipality")),
        text_column(language.choose("andra_namn", "other_names")),
        text_column(language.choose("källa", "source")),
    ];
    let mut rows = Vec::new();
    for (region_id, _) in reference.health_regions() {
        let region_name = reference.name(region_id, language);
        for (county_id, county) in reference.counties() {
            let split = !reference.split_between(county_id).is_empty();
            let row = |municipality: Cell, aliases: &[String], source: &str| {
                vec![
                    text(region_name),
                    text(&county.code),
                    text(reference.name(county_id, language)),
                    municipality,
                    text(aliases.join(", ")),
                    text(source),
                ]
            };
            if !split && county.health_region == region_id {
                rows.push(row(text(""), &county.aliases, &county.source));
            }
            let within = reference.municipalities().filter(|municipality| {
                municipality.county == county_id && municipality.health_region == region_id
            });
            rows.extend(within.map(|municipality| {
                let name = format!("{} {}", municipality.code, municipality.name);
                row(text(name), &county.aliases, &municipality.source)
            }));
        }
    }
    let title = language.choose("Sjukvårdsregioner och län", "Health regions and counties");
    let shown = columns[..4]
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let mut report = report("regions", title, columns, rows, language, provenance);
    report.tables[0].layout = Layout::Rows { columns: shown };
    report.notes.push(region_names(reference, language));
    report.notes.push(
        language
            .choose(
                "Halland är delat mellan Södra och Västra. Där bara län är känt räknas det till Södra om inte --halland anger något annat.",
                "Halland is split between Southern and Western. By county alone it counts as Southern unless --halland says otherwise.",
            )
            .to_owned(),
    );
    report
}

fn region_names(reference: &Reference, language: Language) -> String {
    let names = reference
        .health_regions()
        .map(|(id, region)| {
            let name = reference.name(id, language);
            format!("{name} ({})", region.aliases.join(", "))
        })
        .collect::<Vec<_>>()
        .join("; ");
    language.choose(
        format!("Sjukvårdsregionerna och deras andra namn: {names}."),
        format!("The health regions and their other names: {names}."),
    )
}

/// The universities and the health regions they are counted in.
#[must_use]
pub fn universities(reference: &Reference, language: Language, provenance: Provenance) -> Report {
    let columns = [
        text_column(language.choose("sjukvårdsregion", "health_region")),
        text_column(language.choose("lärosäte", "university")),
        text_column(language.choose("säte", "seat")),
        text_column(language.choose("län", "county")),
        text_column(language.choose("andra_namn", "other_names")),
        text_column(language.choose("anmärkning", "note")),
        text_column(language.choose("källa", "source")),
    ];
    let shown = columns[..4]
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let mut universities: Vec<_> = reference.universities().collect();
    universities.sort_by_key(|(id, university)| (university.health_region, *id));
    let rows = universities.into_iter().map(|(_, university)| {
        vec![
            text(reference.name(university.health_region, language)),
            text(&university.name),
            text(&university.seat),
            text(reference.name(university.county, language)),
            text(university.aliases.join(", ")),
            text(university.note.text(language)),
            text(&university.source),
        ]
    });
    let title = language.choose("Lärosäten", "Universities");
    let rows = rows.collect();
    let mut report = report("universities", title, columns, rows, language, provenance);
    report.tables[0].layout = Layout::Rows { columns: shown };
    report
}

/// Inhabitants on 31 December by year and county; the country is the sum of its counties.
///
/// With `by_sex_and_age` every row is divided by sex and broad age.
#[must_use]
pub fn population(
    population: &[Population],
    by_sex_and_age: bool,
    reference: &Reference,
    language: Language,
    provenance: Provenance,
) -> Report {
    let totals = inhabitants_by_place(population, by_sex_and_age, reference, language);
    let rows = totals
        .into_iter()
        .map(|((year, code, name, group), (inhabitants, source))| {
            let mut cells = vec![Cell::Whole(year.into()), text(code), text(name)];
            cells.extend(
                group
                    .into_iter()
                    .flat_map(|(sex, age)| [text(sex_name(sex, language)), text(age_name(age))]),
            );
            cells.extend([Cell::Whole(inhabitants.into()), text(source)]);
            cells
        });
    let names = language.choose(
        [
            "år",
            "länskod",
            "län",
            "kön",
            "åldersgrupp",
            "folkmängd",
            "källa",
        ],
        [
            "year",
            "county_code",
            "county",
            "sex",
            "age_group",
            "population",
            "source",
        ],
    );
    let [year, code, county, sex, age_group, inhabitants, source] = names;
    let mut columns = vec![label_column(year), text_column(code), text_column(county)];
    columns.extend(
        by_sex_and_age
            .then(|| [text_column(sex), text_column(age_group)])
            .into_iter()
            .flatten(),
    );
    columns.extend([number_column(inhabitants, 0, 0), text_column(source)]);
    let title = language.choose("Folkmängd 31 december", "Population on 31 December");
    let rows = rows.collect();
    let mut report = report("population", title, columns, rows, language, provenance);
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let down = if by_sex_and_age {
        owned(&[county, sex, age_group])
    } else {
        owned(&[county])
    };
    let (across, value) = (year.to_owned(), inhabitants.to_owned());
    report.tables[0].layout = Layout::Cross {
        down,
        across,
        order: Vec::new(),
        value,
        absent: Absent::NotApplicable,
    };
    report
}

/// Year, county code, county, and sex and age where they are wanted.
type PopulationKey<'a> = (Year, &'a str, &'a str, Option<(Sex, AgeGroup)>);

/// Inhabitants and their source by county, and for the country as the sum of its counties.
fn inhabitants_by_place<'a>(
    population: &'a [Population],
    by_sex_and_age: bool,
    reference: &'a Reference,
    language: Language,
) -> BTreeMap<PopulationKey<'a>, (u32, &'a str)> {
    let country = language.choose("Riket", "Sweden");
    let mut totals: BTreeMap<PopulationKey<'a>, (u32, &'a str)> = BTreeMap::new();
    for row in population {
        let county = &reference.county(row.county);
        let group = by_sex_and_age.then_some((row.sex, row.age_group));
        for (code, name) in [
            ("00", country),
            (county.code.as_str(), reference.name(row.county, language)),
        ] {
            let total = totals
                .entry((row.year, code, name, group))
                .or_insert((0, &row.source));
            total.0 += row.inhabitants;
        }
    }
    totals
}

fn sex_name(sex: Sex, language: Language) -> &'static str {
    match sex {
        Sex::Women => language.choose("kvinnor", "women"),
        Sex::Men => language.choose("män", "men"),
    }
}

const fn age_name(age_group: AgeGroup) -> &'static str {
    match age_group {
        AgeGroup::Children => "0-14",
        AgeGroup::WorkingAge => "15-64",
        AgeGroup::Older => "65+",
    }
}

/// The rules of disclosure control, named as in the file that gives others.
#[must_use]
pub fn disclosure_rules(
    rules: DisclosureRules,
    language: Language,
    provenance: Provenance,
) -> Report {
    let columns = [
        text_column(language.choose("regel", "rule")),
        text_column(language.choose("värde", "value")),
        text_column(language.choose("betydelse", "meaning")),
    ];
    let rows = [
        (
            "threshold",
            rules.threshold.to_string(),
            language.choose(
                "antal personer från 1 till strax under värdet redovisas inte, och inte heller tal som har beräknats ur dem",
                "counts of persons from 1 to just below this are suppressed, and so is what is calculated from them",
            ),
        ),
        (
            "zeros_are_disclosive",
            rules.zeros_are_disclosive.to_string(),
            language.choose(
                "om även noll ska skyddas",
                "whether zero is protected too",
            ),
        ),
        (
            "rounding_base",
            rules.rounding_base.to_string(),
            language.choose(
                "avrundningsbas: med --disclosure round är alla antal en multipel av den",
                "rounding base: with --disclosure round every count is a multiple of it",
            ),
        ),
    ];
    let rows = rows.map(|(rule, value, meaning)| vec![text(rule), text(value), text(meaning)]);
    let title = language.choose("Sekretessregler", "Rules of disclosure control");
    let name = language.choose("sekretessregler", "disclosure_rules");
    report(name, title, columns, rows.into(), language, provenance)
}

/// How sure a source is, in words.
fn confidence(given: &str, language: Language) -> &str {
    match given {
        "high" => language.choose("hög", "high"),
        "medium" => language.choose("medel", "medium"),
        "low" => language.choose("låg", "low"),
        "background knowledge, verify" => language.choose(
            "bakgrundskunskap, kontrollera",
            "background knowledge, verify",
        ),
        other => other,
    }
}

/// Where the embedded figures come from.
#[must_use]
pub fn sources(sources: &[Source], language: Language, provenance: Provenance) -> Report {
    let columns = [
        text_column(language.choose("källa", "source")),
        text_column(language.choose("titel", "title")),
        text_column(language.choose("utgivare", "publisher")),
        text_column(language.choose("år", "year")),
        text_column(language.choose("säkerhet", "confidence")),
        text_column(language.choose("hur_läst", "how_read")),
        text_column("url"),
    ];
    let shown = columns[..5]
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let rows = sources.iter().map(|source| {
        vec![
            text(&source.key),
            text(&source.title),
            text(&source.publisher),
            text(&source.year),
            text(confidence(&source.confidence, language)),
            text(source.how_read.text(language)),
            text(&source.url),
        ]
    });
    let title = language.choose(
        "Källor till de inbyggda tabellerna",
        "Sources of the embedded tables",
    );
    let rows = rows.collect();
    let mut report = report("sources", title, columns, rows, language, provenance);
    report.tables[0].layout = Layout::Rows { columns: shown };
    report
}

/// A report of one table that shows all its columns.
fn report(
    name: &str,
    title: &str,
    columns: impl Into<Vec<Column>>,
    rows: Vec<Vec<Cell>>,
    language: Language,
    provenance: Provenance,
) -> Report {
    let columns = columns.into();
    let layout = Layout::Rows {
        columns: columns.iter().map(|column| column.name.clone()).collect(),
    };
    let table = Table {
        title: None,
        shown: None,
        chart: None,
        name: name.to_owned(),
        columns,
        rows,
        layout,
    };
    Report {
        findings: Vec::new(),
        title: title.to_owned(),
        tables: vec![table],
        notes: Vec::new(),
        provenance,
        language,
        counts: None,
    }
}
