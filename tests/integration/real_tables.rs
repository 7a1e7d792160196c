//! Tables as the authorities export them, read unedited; and small ones of the same layouts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use vardkraft::domain::{
    CountStatus, Headcount, Inhabitants, InputRemark, Place, Sex, StockCount, Unit, Year,
};
use vardkraft::intake::{
    Context, FlowSources, InputKind, Reading, SplitCounties, fitting_tables, population, recognise,
    stock,
};
use vardkraft::language::Language;
use vardkraft::layout;
use vardkraft::reference::{Reference, published};
use vardkraft::source::{Faults, RawTable, table, table_of};

use crate::program::repository;

/// A real file; none, with a word about it, where the folder of real files is not there.
pub(crate) fn real(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("VARDKRAFT_REALFILES")
        .map_or_else(|| repository().join("../shared/realfiles"), PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {name} is not in {}", folder.display());
    None
}

fn real_table(name: &str) -> Option<RawTable> {
    real(name).map(|path| table(&path).unwrap_or_else(|faults| panic!("{faults}")))
}

fn made(text: &str) -> RawTable {
    table_of("made.csv", text.as_bytes()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn reference() -> Reference {
    Reference::load().unwrap()
}

fn context<'a>(table: &'a RawTable, reference: &'a Reference) -> Context<'a> {
    Context {
        table,
        reference,
        split: SplitCounties::default(),
    }
}

fn inhabitants(table: &RawTable) -> Result<Reading<Inhabitants>, Faults> {
    population(context(table, &reference()))
}

fn counts(table: &RawTable) -> Result<Reading<StockCount>, Faults> {
    stock(context(table, &reference()))
}

/// The counties of a year together; nothing if any is not known.
fn of_counties(reading: &Reading<Inhabitants>, year: Year) -> Option<u64> {
    let rows = reading.records.iter().map(|own| &own.record);
    let rows = rows.filter(|row| row.year == year && matches!(row.place.unit, Unit::County(_)));
    rows.map(|row| row.count.map(|count| u64::from(count.0)))
        .sum()
}

/// An area of a year, by its name.
fn of_area(reading: &Reading<Inhabitants>, year: Year, name: &str) -> Option<u32> {
    let reference = reference();
    let rows = reading.records.iter().map(|own| &own.record);
    let mut named = rows.filter(|row| {
        let own = match row.place.unit {
            Unit::Sweden => "Riket",
            Unit::County(id) => reference.county(id).name.as_str(),
            Unit::HealthRegion(id) => reference.health_region(id).name.as_str(),
            Unit::University(_) => "",
        };
        row.year == year && own == name
    });
    named.next().and_then(|row| row.count).map(|count| count.0)
}

/// A group of age and sex of all counties of a year.
fn of_group(reading: &Reading<Inhabitants>, year: Year, band: &str, sex: Option<Sex>) -> u32 {
    let rows = reading.records.iter().map(|own| &own.record);
    let groups = rows
        .filter(|row| row.year == year)
        .flat_map(|row| &row.groups);
    let wanted =
        groups.filter(|((own, age), _)| *own == sex && age.is_some_and(|age| age.name() == band));
    wanted.map(|(_, count)| count.0).sum()
}

fn refused<T>(read: Result<Reading<T>, Faults>) -> String {
    let faults = read.err().map(|faults| faults.to_string());
    faults.expect("the table is refused")
}

#[test]
fn population_by_county_code_and_name() {
    let Some(table) = real_table("csv-scb-long-utf8/bef_r_tot.csv") else {
        return;
    };
    let read = inhabitants(&table).unwrap();
    assert_eq!(of_counties(&read, 2008), Some(9_256_347));
    assert_eq!(of_counties(&read, 2018), Some(10_230_185));
    assert_eq!(of_area(&read, 2018, "Skåne län"), Some(1_362_164));
}

/// All inhabitants are not known of a table that begins with 55 years, but its age groups are.
#[test]
fn population_of_some_ages_is_no_population_of_all() {
    let Some(table) = real_table("csv-scb-long-utf8/bef_r_55.csv") else {
        return;
    };
    let read = inhabitants(&table).unwrap();
    assert_eq!(of_counties(&read, 2018), None);
    let groups = ["60–64", "65–69", "70+"].map(|band| of_group(&read, 2018, band, None));
    assert_eq!(groups, [565_066, 549_311, 1_486_400]);
    assert_eq!(of_group(&read, 2018, "70+", Some(Sex::Women)), 812_308);
    let is_part = |remark: &InputRemark| matches!(remark, InputRemark::PartOfAges { from: 55, .. });
    assert!(read.remarks.iter().any(is_part));
}

#[test]
fn population_by_sex_age_and_marital_status_in_px() {
    let Some(table) = real_table("px-scb-examples/BE0101A1.px") else {
        return;
    };
    let read = inhabitants(&table).unwrap();
    assert_eq!(of_counties(&read, 2004), Some(9_011_392));
    assert_eq!(of_counties(&read, 2005), Some(9_047_752));
}

#[test]
fn population_of_other_px_files() {
    if let Some(table) = real_table("px-scb-examples/BE0101N1.px") {
        let read = inhabitants(&table).unwrap();
        assert_eq!(of_counties(&read, 2007), Some(9_182_927));
        assert_eq!(of_counties(&read, 2008), Some(9_256_347));
    }
    if let Some(table) = real_table("px-scb-examples/BE101ACE.px") {
        let read = inhabitants(&table).unwrap();
        assert_eq!(of_area(&read, 1968, "Riket"), Some(7_931_193));
        assert_eq!(of_area(&read, 1990, "Riket"), Some(8_590_630));
    }
}

/// Men and women are 10 605 694 together: the total is used as it is reported.
#[test]
fn population_by_month_with_the_noise_of_its_publisher() {
    let Some(table) = real_table("jsonstat2-scb/TAB6471_data.json") else {
        return;
    };
    let read = inhabitants(&table).unwrap();
    assert_eq!(of_counties(&read, 2026), Some(10_605_724));
    assert_eq!(of_area(&read, 2026, "Stockholms län"), Some(2_488_908));
    let noise = read.remarks.iter().find_map(|remark| match remark {
        InputRemark::NoisyTotals {
            rows,
            largest,
            limit,
            ..
        } => Some((*rows, *largest, *limit)),
        _ => None,
    });
    assert_eq!(noise, Some((201, 7, 12)));
    let last = read.remarks.iter().any(|remark| {
        matches!(remark, InputRemark::LastMonth { used, months: 4, .. } if used == "2026M04")
    });
    assert!(last);
}

/// The municipalities of Halland are of two health regions.
#[test]
fn municipalities_are_summed_to_counties_and_regions() {
    let Some(path) = real("csv-scb-comma-latin1/stathelp__befolkning.csv") else {
        return;
    };
    let bytes = std::fs::read(path).unwrap();
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let long = text
        .replace("\r\n", "\n")
        .replacen("\"2017\"", "\"värde\"", 1);
    let long = long.replacen("\"region\"", "\"år\",\"region\"", 1);
    let long = long.replace("\n\"", "\n\"2017\",\"");
    let read = inhabitants(&made(&long)).unwrap();
    assert_eq!(of_counties(&read, 2017), Some(10_120_242));
    assert_eq!(of_area(&read, 2017, "Hallands län"), Some(324_825));
    assert_eq!(of_area(&read, 2017, "Södra"), Some(1_837_468));
    assert_eq!(of_area(&read, 2017, "Västra"), Some(1_879_718));
    let without: Vec<&str> = long
        .lines()
        .filter(|line| !line.contains("Laholm"))
        .collect();
    let said = refused(inhabitants(&made(&without.join("\n"))));
    let expected = "Hallands län saknar 1 av 6 kommuner (Laholm) och kan inte summeras";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn what_a_column_of_regions_holds_decides() {
    let text = "region;år;Folkmängd\n00 Riket;2020;30\n09 Gotlands län;2020;10\nSE110;2020;20\n";
    let read = inhabitants(&made(text)).unwrap();
    assert_eq!(of_area(&read, 2020, "Stockholms län"), Some(20));
    assert_eq!(of_area(&read, 2020, "Gotlands län"), Some(10));
    for (text, name) in [
        ("Region Skåne", "Skåne län"),
        ("Ostergotland", "Östergötlands län"),
        ("Jämtland Härjedalen", "Jämtlands län"),
        ("V?sterbotten", "Västerbottens län"),
        ("Västra sjukvårdsregionen", "Västra"),
        ("Hela riket", "Riket"),
    ] {
        let table = made(&format!("region;år;Folkmängd\n{text};2020;7\n"));
        let read = inhabitants(&table).unwrap();
        assert_eq!(of_area(&read, 2020, name), Some(7), "{text}");
    }
    let said = refused(inhabitants(&made(
        "region;år;Folkmängd\n12 Malmöhus län;1990;7\n",
    )));
    assert!(
        said.contains("Malmöhus län fanns till och med 1996 och är nu en del av Skåne län"),
        "{said}"
    );
}

#[test]
fn a_municipality_that_did_not_exist_yet_has_nobody() {
    let kommuner = [
        "Håbo",
        "Älvkarleby",
        "Heby",
        "Tierp",
        "Uppsala",
        "Enköping",
        "Östhammar",
    ];
    let row = |year: u16| kommuner.map(|name| format!("{name};{year};10\n")).concat();
    let read = inhabitants(&made(&format!(
        "kommun;år;folkmängd\n{}Knivsta;2000;..\n",
        row(2000)
    )))
    .unwrap();
    assert_eq!(of_area(&read, 2000, "Uppsala län"), Some(70));
    let said = refused(inhabitants(&made(&format!(
        "kommun;år;folkmängd\n{}",
        row(2005)
    ))));
    assert!(said.contains("saknar 1 av 8 kommuner (Knivsta)"), "{said}");
}

#[test]
fn a_dimension_is_summed_only_if_its_parts_are_known_to_be_all() {
    let rows = |values: &[&str]| {
        let rows = values
            .iter()
            .map(|value| format!("01;2020;{value};5\n02;2020;{value};6\n"));
        format!("län;år;grupp;folkmängd\n{}", rows.collect::<String>()).replace("\n02", "\n03")
    };
    let read = inhabitants(&made(&rows(&[
        "ogifta",
        "gifta",
        "skilda",
        "änkor/änklingar",
    ])))
    .unwrap();
    assert_eq!(of_counties(&read, 2020), Some(44));
    let read = inhabitants(&made(&rows(&["a", "b", "Totalt"]))).unwrap();
    assert_eq!(of_counties(&read, 2020), Some(11));
    let said = refused(inhabitants(&made(&rows(&["a", "b"]))));
    assert!(
        said.contains("kolumnen `grupp` delar upp talen (a, b)"),
        "{said}"
    );
}

#[test]
fn months_are_never_summed() {
    let text =
        "region;månad;Folkmängden per månad\nRiket;2024M11;5\nRiket;2024M12;6\nRiket;2025M01;7\n";
    let read = inhabitants(&made(text)).unwrap();
    assert_eq!(
        [2024, 2025].map(|year| of_area(&read, year, "Riket")),
        [Some(6), Some(7)]
    );
    let said = refused(counts(&made(
        "yrke;månad;sysselsatta\nläkare;2024M10;5\nläkare;2024M11;6\n",
    )));
    assert!(
        said.contains("flera månader av 2024: 2024M10, 2024M11"),
        "{said}"
    );
}

#[test]
fn thousands_are_no_counts() {
    let said = refused(inhabitants(&made("år;Folkmängd (1000-tal)\n2020;10379\n")));
    assert!(
        said.contains("är angivna i 1000-tal och är inte antal"),
        "{said}"
    );
}

/// A total is more than the sum of what is known of its parts.
#[test]
fn a_suppressed_part_leaves_the_total_as_reported() {
    let text = "yrke;år;kön;sysselsatta\nläkare;2020;totalt;10\nläkare;2020;kvinnor;X\nläkare;2020;män;8\n";
    let read = counts(&made(text)).unwrap();
    let by_sex: BTreeMap<Option<Sex>, (Option<u32>, CountStatus)> = read
        .records
        .iter()
        .map(|own| &own.record)
        .map(|row| (row.sex, (row.employed.map(|count| count.0), row.status)))
        .collect();
    assert_eq!(by_sex[&None], (Some(10), CountStatus::Plain));
    assert_eq!(by_sex[&Some(Sex::Women)], (None, CountStatus::Suppressed));
    let is_counted = |remark: &InputRemark| {
        matches!(
            remark,
            InputRemark::MissingValues {
                rows: 1,
                suppressed: 1,
                ..
            }
        )
    };
    assert!(read.remarks.iter().any(is_counted), "{:?}", read.remarks);
}

#[test]
fn several_figures_of_a_table_are_one_record() {
    let text =
        "Legitimation;År;Legitimerade;Därav <65 år;Sysselsatta\nTandhygienister;2016;10;8;7\n";
    let read = counts(&made(text)).unwrap();
    let row = &read.records[0].record;
    let figures = [row.licensed, row.under_65, row.employed];
    assert_eq!(figures, [10, 8, 7].map(|count| Some(Headcount(count))));
}

/// What is no input is named for what it is.
#[test]
fn tables_of_something_else_are_named_for_what_they_are() {
    let reference = reference();
    for (name, measure) in [
        (
            "csv-scb-comma-latin1/ds_off_anstallda_55plus__kommuner.csv",
            "förvärvsarbetande",
        ),
        ("px-scb-examples/BE0101F1allakw.px", "flyttningar"),
    ] {
        let Some(table) = real_table(name) else {
            continue;
        };
        let found = recognise(&table, &reference);
        assert_eq!(found.fits, [], "{name}");
        assert_eq!(
            found.measure.map(|own| own.name.as_str()),
            Some(measure),
            "{name}"
        );
        let nearest = found.misfits[0].reason.text(Language::Swedish);
        assert!(nearest.contains(measure), "{name}: {nearest}");
    }
    if let Some(table) = real_table("jsonstat2-scb/TAB6471_data.json") {
        assert_eq!(recognise(&table, &reference).fits, [InputKind::Population]);
    }
}

/// The workbook and the embedded edition of the same publication, cell by cell.
#[test]
fn the_workbook_of_socialstyrelsen_has_the_published_figures() {
    let name = "xlsx-socialstyrelsen-lova-2019/socialstyrelsen.xlsx";
    let Some(path) = real(name) else {
        return;
    };
    let reference = reference();
    let sources = FlowSources {
        stock: Some(layout::tables(&path, None, &reference)),
        ..FlowSources::default()
    };
    let tables = sources.read(&reference, SplitCounties::default());
    let tables = tables.unwrap_or_else(|faults| panic!("{faults}"));
    let rows = &tables.stock.as_ref().unwrap().records;
    let number = |name: &str, year: Year, get: fn(&StockCount) -> Option<Headcount>| {
        let profession = reference.profession_named(name).unwrap();
        let rows = rows
            .iter()
            .filter(|row| row.profession == profession && row.year == year);
        let own: Vec<&StockCount> = rows.filter(|row| row.place == Place::SWEDEN).collect();
        let both = own
            .iter()
            .filter(|row| row.sex.is_none())
            .find_map(|row| get(row));
        both.map(|count| count.0).or_else(|| {
            let sexes = own.iter().filter(|row| row.sex.is_some());
            sexes
                .map(|row| get(row).map(|count| count.0))
                .sum::<Option<u32>>()
                .filter(|sum| *sum > 0)
        })
    };
    let dentists = |get| [2014, 2016, 2017].map(|year| number("tandläkare", year, get).unwrap());
    assert_eq!(dentists(|row| row.licensed), [16_793, 17_329, 17_577]);
    assert_eq!(dentists(|row| row.under_65), [10_987, 11_217, 11_246]);
    assert_eq!(dentists(|row| row.employed), [8_944, 9_084, 9_233]);
    assert_eq!(dentists(|row| row.in_field), [7_904, 8_086, 8_181]);
    let gets: [fn(&StockCount) -> Option<Headcount>; 4] = [
        |row| row.licensed,
        |row| row.under_65,
        |row| row.employed,
        |row| row.in_field,
    ];
    let mut compared = 0;
    for row in published(&reference).unwrap().edition {
        let name = &reference.profession(row.profession).name;
        // The workbook gives psychotherapists in sheets of their own.
        let is_whole = row.place == Place::SWEDEN && row.sex.is_none() && name != "psykoterapeut";
        for get in gets.iter().filter(|_| is_whole) {
            if let Some(known) = get(&row) {
                assert_eq!(
                    number(name, row.year, *get),
                    Some(known.0),
                    "{name} {}",
                    row.year
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared} numbers");
    let left_out = tables
        .remarks()
        .into_iter()
        .find_map(|remark| match remark {
            InputRemark::SexesLeftOut { tables, .. } => Some(tables),
            _ => None,
        });
    assert_eq!(left_out.unwrap(), ["Tabell 10b", "Tabell 10c"]);
}

/// Years are the columns of a table by municipality.
#[test]
fn wide_tables_of_municipalities_are_read_as_they_are() {
    let reference = reference();
    let read = |name: &str| {
        let path = real(name)?;
        let tables = layout::tables(&path, None, &reference).unwrap();
        let [table] = &tables[..] else {
            panic!("{name} has one table");
        };
        Some(inhabitants(table).unwrap_or_else(|faults| panic!("{faults}")))
    };
    if let Some(read) = read("csv-wide-utf8bom-hierarchy/BE0101N1.csv") {
        let years = [1968, 1990, 2004, 2005, 2017].map(|year| of_counties(&read, year).unwrap());
        assert_eq!(
            years,
            [7_931_193, 8_590_630, 9_011_392, 9_047_752, 10_120_242]
        );
    }
    if let Some(read) = read("csv-scb-comma-latin1/stathelp__befolkning.csv") {
        assert_eq!(of_counties(&read, 2017), Some(10_120_242));
        assert_eq!(of_area(&read, 2017, "Södra"), Some(1_837_468));
    }
}

#[test]
fn a_workbook_of_several_tables_that_fit_must_be_chosen_from() {
    let reference = reference();
    let tables = || {
        vec![
            made("år;folkmängd\n2020;5\n"),
            made("år;folkmängd\n2021;6\n"),
        ]
    };
    let faults = fitting_tables(InputKind::Population, tables(), &reference).unwrap_err();
    let said = faults.to_string();
    assert!(
        said.contains("flera tabeller i filen kan vara folkmängd"),
        "{said}"
    );
    assert!(said.contains("välj ett blad med --sheet"), "{said}");
    let faults = fitting_tables(InputKind::Stock, tables(), &reference).unwrap_err();
    assert!(
        faults
            .to_string()
            .contains("ingen tabell i filen är bestånd"),
        "{faults}"
    );
}
