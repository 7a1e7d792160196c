use super::*;
use crate::language::Language;

/// The header and the rows of the tables of a text, cells joined by `|`.
fn long(text: &str) -> Vec<Vec<String>> {
    let tables = read_text(text).unwrap_or_else(|faults| panic!("{faults}"));
    tables.iter().map(rows).collect()
}

fn read_text(text: &str) -> Result<Vec<RawTable>, Faults> {
    let reference = Reference::load()?;
    tables_of("t.csv", text.as_bytes(), None, &reference)
}

fn rows(table: &RawTable) -> Vec<String> {
    let width = table.header().len();
    let records = table.records().map(|record| {
        let cells: Vec<&str> = (0..width)
            .map(|column| record.cell(column).text())
            .collect();
        cells.join("|")
    });
    [table.header().join("|")]
        .into_iter()
        .chain(records)
        .collect()
}

fn only(text: &str) -> RawTable {
    let mut tables = read_text(text).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(tables.len(), 1);
    tables.remove(0)
}

fn layout(table: &RawTable) -> Vec<&str> {
    let layout = table.about().layout.iter();
    layout.map(|words| words.text(Language::Swedish)).collect()
}

fn refusal(text: &str) -> String {
    read_text(text).unwrap_err().to_string()
}

#[test]
fn a_plain_table_is_as_it_is() {
    let text = "region;år;antal\nSkåne;2023;5\nRiket2;2023;7\n";
    assert_eq!(
        long(text),
        [["region|år|antal", "Skåne|2023|5", "Riket2|2023|7"]]
    );
    assert!(layout(&only(text)).is_empty());
}

#[test]
fn years_as_columns_become_rows() {
    let text = "\"kön\",\"inriktning\",\"2022\",\"2023\"\n\"totalt\",\"Totalt\",10,20\n\"totalt\",\"Vård\",..,8\n";
    assert_eq!(
        long(text),
        [[
            "kön|inriktning|år|värde",
            "totalt|Totalt|2022|10",
            "totalt|Totalt|2023|20",
            "totalt|Vård|2022|..",
            "totalt|Vård|2023|8",
        ]]
    );
    let table = only(text);
    assert_eq!(
        layout(&table),
        ["rubrik på rad 1", "åren i kolumnerna 3–4 lästes som rader"]
    );
    let place = |column: usize| {
        let location = table.record(1).cell(column).location();
        (location.row.unwrap(), location.column.unwrap())
    };
    assert_eq!([place(1), place(2), place(3)], [(2, 2), (1, 4), (2, 4)]);
}

#[test]
fn a_single_year_beside_a_region_is_turned() {
    assert_eq!(
        long("\"region\",\"2017\"\n\"0114 Upplands Väsby\",44605\n"),
        [["region|år|värde", "0114 Upplands Väsby|2017|44605"]]
    );
    let long_form = "region;år;2017\nSkåne;2017;5\n";
    assert!(refusal(long_form).contains("åren står både i kolumn 2 och i rubriken (`2017`)"));
    assert_eq!(long("region;1234\nSkåne;5\n"), [["region|1234", "Skåne|5"]]);
}

#[test]
fn a_year_is_a_year_whatever_is_said_beside_it() {
    assert_eq!(
        long("region;2022;2023 (prel.)\nSkåne;5;6\n"),
        [["region|år|värde", "Skåne|2022|5", "Skåne|2023|6"]]
    );
}

#[test]
fn codes_of_municipalities_are_regions() {
    let text =
        "Skattesats\n\n;;2017;2018\n0114;Upplands Väsby;19,42;19,42\n1980;Västerås;20,36;20,36\n";
    assert_eq!(
        long(text)[0][..2],
        [
            "region|indelning|år|värde",
            "0114|Upplands Väsby|2017|19,42"
        ]
    );
}

#[test]
fn codes_beside_names_are_no_figures() {
    assert_eq!(
        long("kommun;kommunkod;2017;2018\nAle;1440;30223;30926\n"),
        [[
            "kommun|kommunkod|år|värde",
            "Ale|1440|2017|30223",
            "Ale|1440|2018|30926"
        ]]
    );
}

#[test]
fn the_export_of_the_statistical_database_has_title_years_months_and_a_footer() {
    let text = "Väntetider, Alla kön, Ålder: Alla åldrar\n;2025;2025;2026\nRegion;Juli;Augusti;Juli\n\
        Alla regioner;28;30;28\nUppsala;27;10,5;N\nSocialstyrelsens statistikdatabas 2026-08-24\n";
    assert_eq!(
        long(text),
        [[
            "Region|år|månad|värde",
            "Alla regioner|2025|Juli|28",
            "Alla regioner|2025|Augusti|30",
            "Alla regioner|2026|Juli|28",
            "Uppsala|2025|Juli|27",
            "Uppsala|2025|Augusti|10,5",
            "Uppsala|2026|Juli|N",
        ]]
    );
    let table = only(text);
    let about = table.about();
    assert_eq!(
        about.title.as_deref(),
        Some("Väntetider, Alla kön, Ålder: Alla åldrar")
    );
    assert_eq!(
        about.notes,
        ["Socialstyrelsens statistikdatabas 2026-08-24"]
    );
    assert_eq!(
        layout(&table),
        [
            "rubrik på rad 2–3",
            "åren i kolumnerna 2–4 lästes som rader",
            "månaderna i kolumnerna 2–4 lästes som rader"
        ]
    );
}

#[test]
fn sexes_in_section_rows_are_a_column_and_sub_measures_follow_their_year() {
    let text = "Tabell 1. Legitimationer;;;;\nTable 1. Licences;;;;\n;;;;\nLegitimation;2017;Därav;2018;Därav\n;;<65 år;;<65 år\n\
        Kvinnor och män;;;;\nApotekare;10;9;12;11\nLäkare1;6;5;7;4\nKvinnor;;;;\nApotekare;4;3;5;2\n\
        Källa: Socialstyrelsen;;;;\n1Exklusive avlidna;;;;\n";
    assert_eq!(
        long(text),
        [[
            "yrke|kön|år|värde|Därav <65 år",
            "Apotekare|Kvinnor och män|2017|10|9",
            "Apotekare|Kvinnor och män|2018|12|11",
            "Läkare|Kvinnor och män|2017|6|5",
            "Läkare|Kvinnor och män|2018|7|4",
            "Apotekare|Kvinnor|2017|4|3",
            "Apotekare|Kvinnor|2018|5|2",
        ]]
    );
    let table = only(text);
    assert_eq!(
        layout(&table)[1..],
        [
            "åren i kolumnerna 2–5 lästes som rader",
            "avsnittsraderna Kvinnor och män, Kvinnor lästes som kön",
            "kolumnen `Legitimation` heter här `yrke` efter vad den innehåller",
        ]
    );
    assert_eq!(
        table.about().title.as_deref(),
        Some("Tabell 1. Legitimationer")
    );
    let section = table.record(4).cell(1).location();
    assert_eq!((section.row, section.column), (Some(9), Some(1)));
}

#[test]
fn nested_sections_and_a_change_beside_the_years() {
    let text = "Tabell 10;;;\n;;;Förändring\n;År;;till befolkningen (%)\nVerksamhetsområde;2016;2017;2013-2017\n\
        Kvinnor;;;\nFarmaci;;;\nApotekare;1;2;3,5\n\nTandvården;;;\nTandläkare;5;6;-1\n\nMän;;;\nFarmaci;;;\nApotekare;7;8;9\n";
    let table = only(text);
    assert_eq!(
        rows(&table),
        [
            "yrke|kön|avsnitt|år|värde",
            "Apotekare|Kvinnor|Farmaci|2016|1",
            "Apotekare|Kvinnor|Farmaci|2017|2",
            "Tandläkare|Kvinnor|Tandvården|2016|5",
            "Tandläkare|Kvinnor|Tandvården|2017|6",
            "Apotekare|Män|Farmaci|2016|7",
            "Apotekare|Män|Farmaci|2017|8",
        ]
    );
    let remark = table.input().remarks[0].text(Language::Swedish);
    assert!(
        remark.contains("utelämnade: 3 (7:4, 10:4, 14:4)"),
        "{remark}"
    );
}

#[test]
fn professions_as_columns_with_a_sex_in_the_corner() {
    let text = "Tabell 11\n\nKvinnor2;Apotekare;Audionom1;Tandhygenist;Totalt\nStockholms län;52;70;8;130\nRiket2;30;93;X;123\nVariationskoefficient3;51,1;25;2;3\n\
        Källa: LOVA och andra register\n1Från 2006 är det möjligt\n2Exkl. psykoterapeuter\n3Spridningen bland länen\n";
    let rows = &long(text)[0];
    assert_eq!(
        rows[..6],
        [
            "region|kön|yrke|värde",
            "Stockholms län|Kvinnor|Apotekare|52",
            "Stockholms län|Kvinnor|Audionom|70",
            "Stockholms län|Kvinnor|Tandhygenist|8",
            "Stockholms län|Kvinnor|Totalt|130",
            "Riket|Kvinnor|Apotekare|30",
        ]
    );
    assert_eq!(rows[9], "Variationskoefficient|Kvinnor|Apotekare|51,1");
}

#[test]
fn blank_stub_headers_are_named_by_what_they_hold_and_filled_down() {
    let text = "Examinerade efter kön\n\n;;antal med arbete;;andel, procent;\n;;2020;2021;2020;2021\n\
        kvinnor;data/it;1;2;3;4\n;vård;5;6;..;8\nmän;data/it;9;10;11;12\n\n.. = uppgift saknas\n\nSort:\nantal\n";
    let table = only(text);
    assert_eq!(
        rows(&table),
        [
            "kön|indelning|år|antal med arbete|andel, procent",
            "kvinnor|data/it|2020|1|3",
            "kvinnor|data/it|2021|2|4",
            "kvinnor|vård|2020|5|..",
            "kvinnor|vård|2021|6|8",
            "män|data/it|2020|9|11",
            "män|data/it|2021|10|12",
        ]
    );
    assert_eq!(table.about().unit.as_deref(), Some("antal"));
    assert_eq!(
        table.about().signs[".."],
        crate::source::Missing::NotAvailable
    );
    let filled = table.record(2).cell(0).location();
    assert_eq!((filled.row, filled.column), (Some(5), Some(1)));
}

#[test]
fn figures_far_from_the_table_are_counted() {
    let table = only("Titel\n\nregion;2017;2018\nSkåne;1;2\nKälla: SCB\n\n\n;;;;;;4711\n");
    assert_eq!(table.record_count(), 2);
    let remark = table.input().remarks[0].text(Language::Swedish);
    assert!(remark.contains("utelämnade: 1 (8:7)"), "{remark}");
}

#[test]
fn origins_beside_a_year_are_measures() {
    let text = "Tabell 2b\n\nLegitimation;2017;EU28/EES+Schweiz;Tredje land;2018;EU28/EES+Schweiz;Tredje land\n;Sverige;;;Sverige;;\n\
        Apotekare;1;2;3;4;5;6\nLäkare;7;8;9;10;11;12\n";
    assert_eq!(
        long(text),
        [[
            "yrke|år|Sverige|EU28/EES+Schweiz|Tredje land",
            "Apotekare|2017|1|2|3",
            "Apotekare|2018|4|5|6",
            "Läkare|2017|7|8|9",
            "Läkare|2018|10|11|12",
        ]]
    );
}

#[test]
fn a_measure_and_a_year_in_one_label() {
    assert_eq!(
        long("region;Examinerade 2021;Examinerade 2022\nSkåne;5;6\n"),
        [["region|år|Examinerade", "Skåne|2021|5", "Skåne|2022|6"]]
    );
    assert_eq!(
        long("region;2007 men;2007 women\nSkåne;5;6\n"),
        [[
            "region|kön|år|värde",
            "Skåne|men|2007|5",
            "Skåne|women|2007|6"
        ]]
    );
}

#[test]
fn two_measures_over_sexes_and_a_row_of_changes() {
    let text = "Tabell 9;;;;;;\n;;;;;;\n;Sysselsatta totalt;;;Sysselsatta inom vården;;\nÅr;Kvinnor och män;Kvinnor;Män;Kvinnor och män;Kvinnor;Män\n\
        2016;10;6;4;8;5;3\n2017;12;7;5;9;5;4\nFörändring 2013-2017;-3,3;1;2;3;4;5\n";
    assert_eq!(
        long(text)[0][..4],
        [
            "År|kön|Sysselsatta totalt|Sysselsatta inom vården",
            "2016|Kvinnor och män|10|8",
            "2016|Kvinnor|6|5",
            "2016|Män|4|3",
        ]
    );
}

#[test]
fn captions_in_english_below_those_in_swedish_are_the_same() {
    let text =
        "Titel\nTitle\n\nÅr;Kvinnor;Män;Totalt\nYear;Women;Men;Total\n2016;1;2;3\n2017;4;5;9\n";
    assert_eq!(
        long(text)[0][..4],
        [
            "År|kön|värde",
            "2016|Kvinnor|1",
            "2016|Män|2",
            "2016|Totalt|3"
        ]
    );
}

#[test]
fn tables_under_each_other_are_tables_of_their_own() {
    let text = "Tabell 1;;\nregion;2017;2018\nSkåne;1;2\n;;\nTabell 1, forts.;;\nyrke;2017;2018\nLäkare;3;4\n";
    let tables = long(text);
    assert_eq!(tables.len(), 2);
    assert_eq!(
        tables[1],
        ["yrke|år|värde", "Läkare|2017|3", "Läkare|2018|4"]
    );
}

#[test]
fn thousands_are_never_taken_for_counts() {
    let text = "Folkmängd, 1000-tal\n\nregion;2017;2018\nSkåne;1324;1344\n";
    assert_eq!(long(text)[0][0], "region|år|värde (1000-tal)");
    let shares = "Andel (%) sysselsatta\n\nregion;2017;2018\nSkåne;13;14\n";
    assert_eq!(long(shares)[0][0], "region|år|värde (procent)");
}

#[test]
fn a_text_without_a_layout_has_the_faults_of_a_plain_table() {
    let ragged = refusal("a;b;c\n1;2\n1;2;3\n1;2;3;4\n");
    assert!(
        ragged.contains("raden har 2 fält men rubriken har 3"),
        "{ragged}"
    );
    let cut = refusal("läsår;utbildning;antal\n2023/24;tandläkare;5\n2023\n");
    assert!(cut.contains("raden har 1 fält men rubriken har 3"), "{cut}");
}

#[test]
fn a_source_below_a_plain_table_is_a_note() {
    let table = only("region;år;antal\nSkåne;2023;5\nKälla: SCB\n");
    assert_eq!(rows(&table), ["region|år|antal", "Skåne|2023|5"]);
    assert_eq!(table.about().notes, ["Källa: SCB"]);
}

#[test]
fn two_readings_are_refused_with_both() {
    let levels = refusal("Titel\n\nregion;2017;2018\n;2019;2020\nSkåne;1;2\nUppsala;5;6\n");
    assert!(
        levels.contains("åren står både på rad 3 (`2017`) och på rad 4 (`2019`)"),
        "{levels}"
    );
    let columns = refusal("Titel\n\nkön;kvinnor;män\nkvinnor;1;2\nmän;5;6\n");
    assert!(
        columns.contains("könen står både i kolumn 1 och i rubriken"),
        "{columns}"
    );
}

#[test]
fn sheets_are_of_workbooks() {
    let reference = Reference::load().unwrap();
    let faults = tables_of("t.csv", b"a;b\n1;2\n", Some("Blad1"), &reference).unwrap_err();
    assert!(faults.to_string().contains("--sheet har ingen verkan"));
}

mod properties {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::source::Number;

    const AREAS: [&str; 4] = ["Skåne län", "Uppsala län", "Kalmar län", "Riket"];
    const SEXES: [&str; 3] = ["Kvinnor och män", "Kvinnor", "Män"];

    /// A figure that is no year, a sign, or nothing.
    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            6 => (2101..90_000_u32).prop_map(|number| number.to_string()),
            2 => (0..1899_u32).prop_map(|number| number.to_string()),
            1 => Just("..".to_owned()),
            1 => Just(String::new()),
        ]
    }

    /// Figures by section, area and year.
    fn figures() -> impl Strategy<Value = Vec<Vec<Vec<String>>>> {
        (1..=3_usize, 2..=4_usize, 1..=5_usize).prop_flat_map(|(sections, areas, years)| {
            let row = proptest::collection::vec(cell(), years);
            proptest::collection::vec(proptest::collection::vec(row, areas), sections)
        })
    }

    /// The text of a wide table with a title, sections and a source.
    fn wide(figures: &[Vec<Vec<String>>], areas: &[usize]) -> String {
        let years = figures[0][0].len();
        let mut text = "Tabell 1. Påhittad\n\nLän".to_owned();
        for year in 0..years {
            write!(text, ";{}", 2011 + year).unwrap();
        }
        for (section, rows) in figures.iter().enumerate() {
            write!(text, "\n{}{}", SEXES[section], ";".repeat(years)).unwrap();
            for area in areas.iter().filter(|area| **area < rows.len()) {
                write!(text, "\n{};{}", AREAS[*area], rows[*area].join(";")).unwrap();
            }
        }
        text + "\nKälla: påhittad\n"
    }

    /// The cells of a long table by section, area and year.
    fn by_labels(table: &RawTable) -> BTreeMap<[String; 3], String> {
        let at = |name: &str| table.header().iter().position(|own| own == name).unwrap();
        let [area, sex, year, value] = ["Län", "kön", "år", "värde"].map(at);
        let cells = table.records().map(|record| {
            let text = |column: usize| record.cell(column).text().to_owned();
            ([text(sex), text(area), text(year)], text(value))
        });
        cells.collect()
    }

    fn is_sound(figures: &[Vec<Vec<String>>]) -> bool {
        // The first row of a section has figures: a table that begins with blanks has none to be known by.
        let is_figure = |text: &String| {
            text.parse::<u32>()
                .is_ok_and(|number| !(1900..=2100).contains(&number))
        };
        figures
            .iter()
            .flatten()
            .all(|row| row.iter().any(is_figure))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// From wide to long and back: every cell keeps its labels, whatever the order of the rows.
        #[test]
        fn a_turned_table_has_the_cells_of_the_wide_one(figures in figures(), order in Just([0_usize, 1, 2, 3]).prop_shuffle()) {
            prop_assume!(is_sound(&figures));
            let table = only(&wide(&figures, &[0, 1, 2, 3]));
            let cells = by_labels(&table);
            let mut filled = 0;
            for (section, rows) in figures.iter().enumerate() {
                for (area, row) in rows.iter().enumerate() {
                    for (year, figure) in row.iter().enumerate() {
                        let labels = [SEXES[section], AREAS[area], &(2011 + year).to_string()].map(str::to_owned);
                        let found = cells.get(&labels);
                        prop_assert_eq!(found.map_or("", |found| found.as_str()), figure.as_str());
                        filled += usize::from(!figure.is_empty());
                    }
                }
            }
            prop_assert_eq!(cells.len(), filled);
            let shuffled = only(&wide(&figures, &order));
            prop_assert_eq!(by_labels(&shuffled), cells);
        }

        /// Every figure is in the long table or among those that are counted as left out.
        #[test]
        fn no_figure_is_lost(
            figures in figures(),
            beside in proptest::collection::vec(proptest::option::of(1..9_u32), 12),
        ) {
            prop_assume!(is_sound(&figures));
            let text = wide(&figures, &[0, 1, 2, 3]);
            // A column without a header, beyond an empty one.
            let mut beside = beside.iter();
            let lines = text.lines().map(|line| {
                let figure = match line.split(';').nth(1) {
                    Some(first) if !first.is_empty() && !line.starts_with("Län") => beside.next().copied().flatten(),
                    _ => None,
                };
                let figure = figure.map_or(String::new(), |figure| figure.to_string());
                if line.contains(';') { format!("{line};;{figure}") } else { line.to_owned() }
            });
            let text = lines.collect::<Vec<_>>().join("\n");
            let numbers = |cells: &mut dyn Iterator<Item = &str>| {
                cells.filter(|cell| matches!(Number::parse(cell), Ok(Number::Plain(_)))).count()
            };
            let mut body = text.lines().filter(|line| line.contains(';') && !line.starts_with("Län"));
            let body: Vec<&str> = body.by_ref().flat_map(|line| line.split(';')).collect();
            let given = numbers(&mut body.into_iter());
            let table = only(&text);
            let value = table.header().iter().position(|name| name == "värde").unwrap();
            let read: Vec<&str> = table.records().map(|record| record.cell(value).text()).collect();
            let read = numbers(&mut read.into_iter());
            let left_out = table.input().remarks.iter().find_map(|remark| {
                let (_, count) = remark.text(Language::Swedish).split_once("utelämnade: ")?;
                count.split(' ').next()?.parse::<usize>().ok()
            });
            prop_assert_eq!(given, read + left_out.unwrap_or_default());
        }

        /// Whatever the text, there are tables or a reason, and every cell has a place.
        #[test]
        fn every_text_is_read_or_refused(text in "[;,\n\"a1X.åÅ 2019Källa]{0,200}") {
            match read_text(&text) {
                Ok(tables) => for table in tables {
                    for record in table.records() {
                        for column in 0..table.header().len() {
                            prop_assert!(record.cell(column).location().row.is_some());
                        }
                    }
                },
                Err(faults) => prop_assert!(!faults.to_string().is_empty()),
            }
        }
    }
}
