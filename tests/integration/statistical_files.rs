//! PX and JSON-stat files as the authorities export them.
//!
//! The files are kept beside the repository, in `../shared/realfiles`, and are not part of it; where they are not
//! there, the tests say so and are skipped.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use vardkraft::language::Language;
use vardkraft::source::{Faults, StatValue, StatisticalTable, is_px, read_json_stat, read_px};

use crate::real_files::real;

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is readable");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            let found = path.extension().unwrap_or_default().to_string_lossy();
            found.eq_ignore_ascii_case(extension)
        })
        .collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> Result<StatisticalTable, Faults> {
    let bytes = fs::read(path).expect("the file is readable");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if is_px(&bytes) {
        read_px(&name, &bytes)
    } else {
        read_json_stat(&name, &String::from_utf8(bytes).expect("UTF-8"))
    }
}

fn sound(path: &Path) -> StatisticalTable {
    read(path).unwrap_or_else(|faults| {
        panic!(
            "{}\n{}",
            path.display(),
            faults.in_language(Language::English)
        )
    })
}

/// The sum of the cells by the code of one dimension; what is missing counts nothing.
fn sums(table: &StatisticalTable, dimension: &str) -> BTreeMap<String, f64> {
    let named = table.dimensions.iter().position(|of| of.name == dimension);
    let at = named.expect("the dimension is there");
    let mut sums = BTreeMap::new();
    for row in table.long_rows() {
        *sums.entry(row.values[at].code.clone()).or_insert(0.0) +=
            row.value.number().unwrap_or(0.0);
    }
    sums
}

/// The text of the cell with these codes.
fn cell(table: &StatisticalTable, codes: &[&str]) -> String {
    let mut rows = table.long_rows();
    let found = rows.find(|row| {
        row.values
            .iter()
            .map(|value| value.code.as_str())
            .eq(codes.iter().copied())
    });
    match found.expect("the cell is there").value {
        StatValue::Number(text) => text.to_string(),
        other => panic!("{other:?} is no number"),
    }
}

fn total(table: &StatisticalTable) -> f64 {
    table
        .cells
        .iter()
        .filter_map(|cell| cell.value.number())
        .sum()
}

#[test]
fn the_population_of_sweden_is_read_from_scbs_px_file() {
    let Some(folder) = real("") else { return };
    let table = sound(&folder.join("px-scb-examples/BE0101A1.px"));
    assert_eq!(table.cells.len(), 33_936);
    let sums = sums(&table, "period");
    assert_eq!(sums["2004"].to_string(), "9011392");
    assert_eq!(sums["2005"].to_string(), "9047752");
    assert_eq!(cell(&table, &["01", "OG", "0", "1", "2004"]), "13201");
    assert_eq!(cell(&table, &["01", "OG", "0", "1", "2005"]), "13079");
    let table = sound(&folder.join("px-scb-examples/BE0101N1.px"));
    assert_eq!(cell(&table, &["01", "2007", "1"]), "961146");
    assert_eq!(cell(&table, &["01", "2007", "2"]), "988370");
}

#[test]
fn every_sound_px_file_is_read() {
    let Some(folder) = real("") else { return };
    let mut read = 0;
    for part in ["px-scb-examples", "px-pxwebapi2"] {
        for path in files(&folder.join(part), "px") {
            let table = sound(&path);
            let sizes = table.dimensions.iter().map(|of| of.values.len());
            assert_eq!(
                table.cells.len(),
                sizes.product::<usize>(),
                "{}",
                path.display()
            );
            assert!(
                table.title.is_some() && table.source.is_some(),
                "{}",
                path.display()
            );
            assert!(
                table.dimensions.iter().any(|of| of.is_time),
                "{}",
                path.display()
            );
            for remark in &table.remarks {
                writeln!(
                    std::io::stdout(),
                    "{}: {}",
                    path.display(),
                    remark.in_language(Language::English)
                )
                .unwrap();
            }
            read += 1;
        }
    }
    assert!(read >= 24, "{read} files");
}

#[test]
fn scbs_broken_px_files_get_scbs_verdict() {
    let Some(folder) = real("") else { return };
    let mut verdicts = [0; 3];
    for path in files(&folder.join("px-scb-errors"), "px") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let result = read(&path);
        // SCB's templates are the sound file that the others were made of.
        if name.contains("template") {
            assert!(result.is_ok_and(|table| table.remarks.is_empty()), "{name}");
        } else if name.starts_with("fatal") {
            assert!(result.is_err(), "{name} is read");
            verdicts[0] += 1;
        } else {
            let table = result.unwrap_or_else(|faults| panic!("{name}\n{faults:?}"));
            assert!(!table.cells.is_empty(), "{name}");
            let is_remarked = !table.remarks.is_empty();
            verdicts[1 + usize::from(!is_remarked)] += 1;
            assert!(
                is_remarked || name.starts_with("multilang"),
                "{name} has no remark"
            );
        }
    }
    assert!(verdicts[0] >= 10 && verdicts[1] >= 10, "{verdicts:?}");
}

#[test]
fn json_stat_files_of_every_version_are_read() {
    let Some(folder) = real("") else { return };
    for (file, cells, missing, sum) in [
        ("jsonstat2-scb/TAB6471_data.json", 2772, 0, 84_837_753.0),
        (
            "jsonstat1-ssb-cso-eurostat/cso_ie-CIA01.json",
            8325,
            0,
            53_250_260.7,
        ),
        (
            "jsonstat1-ssb-cso-eurostat/eurostat-name_gpd_c-geo_IT_FR.json",
            138,
            74,
            1_266_000.0,
        ),
        (
            "jsonstat1-ssb-cso-eurostat/galicia.json",
            3960,
            4,
            87_493_659.0,
        ),
        (
            "jsonstat1-ssb-cso-eurostat/us-gsp.json",
            204,
            0,
            17_501_197.76,
        ),
        ("jsonstat1-ssb-cso-eurostat/hierarchy.json", 132, 132, 0.0),
    ] {
        let table = sound(&folder.join(file));
        assert_eq!(table.cells.len(), cells, "{file}");
        let empty = table
            .cells
            .iter()
            .filter(|cell| cell.value.number().is_none());
        assert_eq!(empty.count(), missing, "{file}");
        assert!(
            (total(&table) - sum).abs() < 0.01,
            "{file}: {}",
            total(&table)
        );
    }
    let table = sound(&folder.join("jsonstat2-scb/TAB6471_data.json"));
    assert_eq!(table.dimensions[0].name, "region");
    assert_eq!(table.dimensions[0].values[0].label, "Stockholms län");
    assert!(table.dimensions[4].is_time);
    assert!(table.notes[0].contains("Cell Key Method"));
}

#[test]
fn json_that_is_no_table_is_named() {
    let Some(folder) = real("") else { return };
    for (file, expected) in [
        (
            "jsonstat2-scb/TAB6471_metadata.json",
            "describes a table but has no values",
        ),
        ("jsonstat2-scb/tables.json", "a list of tables from PxWeb"),
        ("jsonstat2-scb/search.json", "a list of tables from PxWeb"),
        (
            "jsonstat2-scb/config.json",
            "the configuration of a PxWeb API",
        ),
        (
            "jsonstat1-ssb-cso-eurostat/oecd-canada.json",
            "a JSON-stat bundle of 2 tables: Unemployment rate",
        ),
        (
            "jsonstat1-ssb-cso-eurostat/order.json",
            "`\"A1B1C1\"` is not a number",
        ),
    ] {
        let faults = read(&folder.join(file)).expect_err("it is no table");
        let message = faults.in_language(Language::English).to_string();
        assert!(message.contains(expected), "{file}: {message}");
    }
}
