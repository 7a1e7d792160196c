//! Tables as people lay them out: made-up ones of every layout, and those of the authorities.
//!
//! The real files are kept beside the repository, in `../shared/realfiles` or where `VARDKRAFT_REALFILES` says, and are
//! not part of it; where they are not there, the tests say so and are skipped. Their sums were taken with Python's csv
//! module and openpyxl 3.1.5 over the ranges of cells that the comments name, without any code of this repository.

use std::path::Path;

use vardkraft::language::Language;
use vardkraft::layout::{tables, tables_of};
use vardkraft::reference::Reference;
use vardkraft::source::{Number, RawTable};

use crate::program::{Program, repository};
use crate::real_files::real;

fn read(path: &Path, sheet: Option<&str>) -> Vec<RawTable> {
    let reference = Reference::load().unwrap();
    tables(path, sheet, &reference).unwrap_or_else(|faults| panic!("{faults}"))
}

fn made_up(name: &str) -> Vec<RawTable> {
    read(&repository().join("tests/layouts").join(name), None)
}

fn only(mut tables: Vec<RawTable>) -> RawTable {
    assert_eq!(tables.len(), 1);
    tables.remove(0)
}

/// How many rows there are, and how many numbers and which sum a column has.
fn sum(table: &RawTable, column: &str) -> (u64, usize, f64) {
    let at = table.header().iter().position(|name| name == column);
    let at = at.unwrap_or_else(|| panic!("{column} is not in {:?}", table.header()));
    let numbers =
        table
            .records()
            .filter_map(|record| match Number::parse(record.cell(at).text()) {
                Ok(Number::Plain(number)) => Some(number),
                _ => None,
            });
    let numbers: Vec<f64> = numbers.collect();
    let sum: f64 = numbers.iter().sum();
    (
        table.record_count(),
        numbers.len(),
        (sum * 1e4).round() / 1e4,
    )
}

fn layout(table: &RawTable) -> Vec<&str> {
    let layout = table.about().layout.iter();
    layout.map(|words| words.text(Language::Swedish)).collect()
}

fn row(table: &RawTable, row: usize) -> String {
    let cells = (0..table.header().len()).map(|column| table.record(row).cell(column).text());
    cells.collect::<Vec<_>>().join("|")
}

#[test]
fn made_up_tables_of_every_layout_have_their_rows() {
    for (file, header, rows, first) in [
        (
            "years_as_columns.csv",
            "kön|inriktning|år|värde",
            9,
            "totalt|Totalt|2021|30",
        ),
        (
            "title_years_months.csv",
            "Region|år|månad|värde",
            9,
            "Alla regioner|2025|Juli|28",
        ),
        (
            "sections_and_footnotes.csv",
            "yrke|kön|år|värde|Därav <65 år",
            8,
            "Apotekare|Kvinnor och män|2017|10|9",
        ),
        (
            "professions_by_region.csv",
            "region|kön|yrke|värde (per 100 000 invånare)",
            9,
            "Stockholms län|Kvinnor|Apotekare|52",
        ),
        (
            "two_heading_levels.csv",
            "kön|indelning|år|antal med arbete|andel, procent",
            8,
            "kvinnor|data/it|2020|10|73",
        ),
        (
            "unquoted_header.csv",
            "region|år|Köpeskilling för småhus, medelvärde i tkr",
            2,
            "0114 Upplands Väsby|2012|3268",
        ),
        ("header_over_lines.csv", "kön|år|antal", 2, "män|2012|5"),
    ] {
        let table = only(made_up(file));
        assert_eq!(table.header().join("|"), header, "{file}");
        assert_eq!(
            (table.record_count(), row(&table, 0)),
            (rows, first.to_owned()),
            "{file}"
        );
    }
    let tables = made_up("tables_under_each_other.csv");
    let titles: Vec<_> = tables
        .iter()
        .map(|table| table.about().title.clone().unwrap())
        .collect();
    assert_eq!(titles, ["Tabell 1", "Tabell 1, forts."]);
}

#[test]
fn a_command_reads_a_laid_out_table_and_names_the_cell_of_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bred.csv");
    let wide = "Påhittade nybörjare\n\n;nybörjare;nybörjare\nutbildning;2022/23;2023/24\n\
        tandläkare;300;fel\nKälla: UKÄ\n";
    std::fs::write(&file, wide).unwrap();
    let faults = Program::new("check --as entrants").arg(&file).refused();
    assert!(faults.contains("bred.csv:5:3"), "{faults}");
}

#[test]
fn several_tables_are_named_where_one_is_needed() {
    let file = repository().join("tests/layouts/tables_under_each_other.csv");
    let faults = Program::new("check uttag.csv --as extract --states")
        .arg(&file)
        .refused();
    assert!(
        faults.contains("filen har 2 tabeller, och en behövs"),
        "{faults}"
    );
    let chosen = Program::new("check --as stock -f csv").arg(&file).stdout();
    assert!(chosen.contains("läkare,2,2017,2018"), "{chosen}");
    let no_sheet = Program::new("check --as stock --sheet Blad1")
        .arg(&file)
        .refused();
    assert!(no_sheet.contains("--sheet har ingen verkan"), "{no_sheet}");
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("a.csv");
    std::fs::write(&name, "a;b\n1;2\n").unwrap();
    let reference = Reference::load().unwrap();
    assert_eq!(
        tables_of("a", b"a;b\n1;2\n", None, &reference)
            .unwrap()
            .len(),
        1
    );
}

/// Rows below the header, all columns beyond the stub.
#[test]
fn the_delimited_files_have_the_sums_of_their_figures() {
    for (file, column, expected) in [
        (
            "csv-scb-comma-latin1/ds_off_anstallda_55plus__kommuner.csv",
            "Förvärvsarbetande 16+ år med bostad i regionen (nattbefolkning) (RAMS)",
            (17400, 17400, 2_448_478.0),
        ),
        (
            "csv-scb-comma-latin1/ds_smahuspriser__scb.csv",
            "Köpeskilling för småhus, medelvärde i tkr",
            (1740, 1740, 3_113_264.0),
        ),
        (
            "csv-scb-comma-latin1/ds_ungas_partisympatier__scb_data.csv",
            "värde",
            (416, 398, 3034.2),
        ),
        (
            "csv-scb-comma-latin1/stathelp__befolkning.csv",
            "värde",
            (290, 290, 10_120_242.0),
        ),
        (
            "csv-scb-long-utf8/bef_r_55.csv",
            "Folkmängd",
            (4620, 4620, 33_258_091.0),
        ),
        (
            "csv-scb-long-utf8/bef_r_tot.csv",
            "Folkmängd",
            (231, 231, 106_640_163.0),
        ),
        (
            "csv-scb-yh-examinerade/examinerade_total_07-23.csv",
            "värde",
            (320, 271, 468_288.0),
        ),
        (
            "csv-scb-yh-examinerade/studerande_total_05-24.csv",
            "värde",
            (320, 316, 2_100_732.0),
        ),
        (
            "csv-scb-yh-examinerade/merged_tot_exa_stud.csv",
            "Studerande",
            (320, 320, 2_100_732.0),
        ),
        (
            "csv-socialstyrelsen-sdb/vantetider_bup_manual_export.csv",
            "värde",
            (264, 254, 7146.5),
        ),
        (
            "csv-wide-utf8bom-hierarchy/BE0101N1.csv",
            "värde",
            (14500, 14500, 437_869_785.0),
        ),
        (
            // 312 rows, the first of which, `Sverige`, has no parent and no figure: it heads the others.
            "csv-wide-utf8bom-hierarchy/BE0101N1_2017.csv",
            "size",
            (311, 290, 10_120_242.0),
        ),
    ] {
        let Some(path) = real(file) else { continue };
        assert_eq!(sum(&only(read(&path, None)), column), expected, "{file}");
    }
}

/// Ranges: table 1 B9:K73, 2a B9:J73, 2b B9:P34, 3a–3c rows 7–106 and 110–119, 4 B9:E60, 5 B8:T36, 6 B8:T35,
/// 7 B9:H26, 8 B9:T27, 9 B8:G13, 10 B9:F35, 11 B7:T29; figures only.
#[test]
fn the_workbook_of_socialstyrelsen_has_the_sums_of_its_tables() {
    let Some(path) = real("xlsx-socialstyrelsen-lova-2019/socialstyrelsen.xlsx") else {
        return;
    };
    let all = read(&path, None);
    let of = |sheet: &str| -> Vec<&RawTable> {
        let tables = all
            .iter()
            .filter(|table| table.about().sheet.as_deref() == Some(sheet));
        tables.collect()
    };
    let under_65 = "Därav <65 år";
    let share = "värde (procent)";
    let density = "värde (per 100 000 invånare)";
    for (sheet, table, column, expected) in [
        ("Tabell 1", 0, "värde", (315, 315, 3_999_240.0)),
        ("Tabell 1", 0, under_65, (315, 315, 2_909_074.0)),
        ("Tabell 2a", 0, "Sverige", (63, 63, 19842.0)),
        ("Tabell 2a", 0, "Tredje land", (63, 63, 990.0)),
        ("Tabell 2a", 0, "Totalt", (63, 63, 24196.0)),
        ("Tabell 2b", 0, "Sverige", (120, 120, 69234.0)),
        (
            "Tabell 2b",
            0,
            "EU28/EES+Schweiz, exkl Sverige",
            (120, 120, 17180.0),
        ),
        ("Tabell 2b", 0, "Tredje land", (120, 120, 3898.0)),
        ("Tabell 3a", 0, "värde", (370, 370, 824_102.0)),
        ("Tabell 3a", 1, "värde", (50, 50, 20010.0)),
        ("Tabell 3b", 0, under_65, (370, 370, 229_737.0)),
        ("Tabell 3c", 1, under_65, (50, 50, 5142.0)),
        ("Tabell 4", 0, "Kvinnor", (43, 42, 1564.0)),
        ("Tabell 4", 1, "värde", (120, 120, 5126.0)),
        ("Tabell 5a", 0, "värde", (494, 437, 1_019_164.0)),
        ("Tabell 5b", 0, "värde", (494, 356, 795_425.0)),
        ("Tabell 5c", 0, "värde", (494, 356, 221_785.0)),
        ("Tabell 6a", 0, share, (475, 418, 274_506.0)),
        ("Tabell 6b", 0, share, (475, 337, 217_935.0)),
        ("Tabell 6c", 0, share, (475, 337, 62050.0)),
        ("Tabell 7a", 0, "värde", (105, 90, 31166.0)),
        ("Tabell 7b", 0, "värde", (105, 79, 22929.0)),
        ("Tabell 7c", 0, "värde", (105, 79, 8102.0)),
        ("Tabell 8", 0, "värde", (285, 285, 2_537_544.0)),
        ("Tabell 9", 0, "Sysselsatta totalt", (18, 18, 49397.0)),
        (
            "Tabell 9",
            0,
            "Sysselsatta inom hälso- och sjukvården",
            (18, 18, 41371.9),
        ),
        ("Tabell 10a", 0, "värde", (95, 95, 1_095_142.0)),
        ("Tabell 10b", 0, "värde", (95, 95, 867_122.0)),
        ("Tabell 10c", 0, "värde", (95, 95, 223_355.0)),
        ("Tabell 11a", 0, density, (418, 418, 49259.0)),
        ("Tabell 11b", 0, density, (418, 418, 39046.0)),
        ("Tabell 11c", 0, density, (418, 418, 10210.0)),
        ("läkare_per_region", 0, "värde", (399, 399, 47026.0)),
    ] {
        assert_eq!(sum(of(sheet)[table], column), expected, "{sheet}");
    }
    let first = of("Tabell 1")[0];
    let dentists = (0..315)
        .map(|at| row(first, at))
        .find(|row| row.contains("Tandläkare|Kvinnor och män|2018"));
    assert_eq!(
        dentists.unwrap(),
        "Tandläkare|Kvinnor och män|2018|17806|11166"
    );
    assert!(
        layout(of("Tabell 10a")[0]).contains(&"avsnittsraderna Kvinnor och män lästes som kön")
    );
    let remark = first.input().remarks[0].text(Language::Swedish);
    assert!(
        remark.contains("utelämnade: 63 (M9") && remark.contains("M9"),
        "{remark}"
    );
}

/// Ranges C5:G18, H5:L18 and AG5:AK18; the sheets of others have as many rows as openpyxl finds with content.
#[test]
fn workbooks_of_others_have_their_rows_and_sums() {
    for (file, sheet, column, expected) in [
        (
            "xlsx-scb-pxweb/The-Skool-Group-7__arb_inom_omrade20-24.xlsx",
            "000006OE",
            "totalt antal YH-examinerade med arbete",
            (70, 70, 84029.0),
        ),
        (
            "xlsx-scb-pxweb/The-Skool-Group-7__arb_inom_omrade20-24.xlsx",
            "000006OE",
            "helt/till största delen, procent",
            (70, 68, 4258.0),
        ),
        (
            "xlsx-scb-pxweb/The-Skool-Group-7__arb_inom_omrade20-24.xlsx",
            "000006OE",
            "inte alls, felmarginal ±, procent",
            (70, 68, 237.0),
        ),
        (
            "xlsx-myh/resultat-ansokningsomgang-2022.xlsx",
            "Tabell 1",
            "YH-poäng",
            (420, 420, 148_695.0),
        ),
        (
            "xlsx-myh/resultat-ansokningsomgang-2023.xlsx",
            "Tabell 1",
            "YH-poäng",
            (477, 477, 171_249.0),
        ),
        (
            "xlsx-myh/resultat-ansokningsomgang-2023.xlsx",
            "Tabell 4",
            "Antal kommuner",
            (642, 642, 1894.0),
        ),
        (
            "xlsx-region-codes/styrfil.xlsx",
            "Befolkningsprognos",
            "antal",
            (330, 330, 169_085.0),
        ),
        (
            "xlsx-region-codes/Regionindelning.xlsx",
            "REGIONINDELNING",
            "region_cd",
            (290, 290, 1375.0),
        ),
    ] {
        let Some(path) = real(file) else { continue };
        assert_eq!(
            sum(&only(read(&path, Some(sheet))), column),
            expected,
            "{file} {sheet}"
        );
    }
}
