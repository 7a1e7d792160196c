//! Tables in Parquet and Arrow IPC, as other programs and our own write them (`tests/columnar/make.py`).

use std::path::Path;

use vardkraft::source::table;

use crate::program::{Program, repository};

const FOLDER: &str = "tests/columnar";

/// The cells of a table, row by row.
fn cells(file: &str) -> Vec<Vec<String>> {
    let path = repository().join(FOLDER).join(file);
    let table = table(&path).unwrap_or_else(|faults| panic!("{file}: {faults}"));
    let columns = table.header().len();
    let rows = table.records();
    rows.map(|row| {
        let cells = (0..columns).map(|column| row.cell(column).text().to_owned());
        cells.collect()
    })
    .collect()
}

#[track_caller]
fn counts(file: &str, years: [&str; 4], counts: [&str; 4]) {
    let rows = years.into_iter().zip(counts);
    let expected: Vec<Vec<String>> = rows
        .map(|(year, count)| ["tandläkare", year, count].map(str::to_owned).into())
        .collect();
    assert_eq!(cells(file), expected, "{file}");
}

const YEARS: [&str; 4] = ["2020", "2021", "2022", "2023"];
const COUNTS: [&str; 4] = ["8094", "8091", "", "8123"];

/// Null and `NaN`, which pandas writes for it, are missing and never zero.
#[test]
fn whole_numbers_floats_and_dictionaries_of_any_size_and_packing_are_cells() {
    for file in [
        "narrow.parquet",
        "narrow.arrow",
        "dictionary.parquet",
        "dictionary.arrow",
        "float.parquet",
        "duckdb.parquet",
    ] {
        counts(file, YEARS, COUNTS);
    }
    counts("tiny.parquet", YEARS, ["94", "91", "", "127"]);
    counts("unsigned.parquet", YEARS, ["94", "91", "", "255"]);
}

#[test]
fn dates_and_points_of_time_are_dates() {
    let on = |day: &'static str| YEARS.map(|year| format!("{year}-{day}"));
    for (file, day) in [("date.parquet", "12-31"), ("timestamp.parquet", "11-30")] {
        let years = on(day);
        counts(file, years.each_ref().map(String::as_str), COUNTS);
    }
}

/// 0.88 of 32 bits is 0.8799999952316284 of 64.
#[test]
fn a_share_has_the_digits_that_were_written() {
    let cells = cells("shares.parquet");
    assert_eq!(cells, [["tandläkare", "0.88"], ["läkare", "0.1"]]);
}

#[test]
fn a_table_gives_the_same_result_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("stock.csv");
    let rows = YEARS.iter().zip(COUNTS);
    let rows = rows.map(|(year, count)| format!("tandläkare;{year};{count}\n"));
    std::fs::write(&csv, format!("yrke;år;antal\n{}", rows.collect::<String>())).unwrap();
    let flow = |path: &Path| {
        let name = path.display().to_string();
        let command = format!("flow tandläkare --stock {name} -f csv");
        Program::new(&command).stdout().replace(&name, "FILE")
    };
    let expected = flow(&csv);
    assert!(expected.contains("8123"), "{expected}");
    for file in ["narrow.parquet", "dictionary.arrow", "duckdb.parquet"] {
        assert_eq!(flow(&Path::new(FOLDER).join(file)), expected, "{file}");
    }
}

#[test]
fn what_we_write_we_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("population.parquet");
    let write = format!("reference population -o {}", file.display());
    Program::new(&write).stdout();
    let check = |file: &str| {
        let command = format!("flow tandläkare --stock tests/faults/sound/stock.csv -f csv {file}");
        Program::new(&command).stdout()
    };
    let own = check(&format!("--population {}", file.display()));
    assert_eq!(own, check(""));
}

#[test]
fn a_type_that_fits_no_cell_and_times_that_are_another_day_elsewhere_are_refused() {
    let refused = |file: &str| {
        Program::new(&format!(
            "flow tandläkare --stock {FOLDER}/{file} --lang en"
        ))
        .refused()
    };
    let message = refused("nested.parquet");
    assert!(
        message.contains("the column has the type list[i32], which does not fit a cell"),
        "{message}"
    );
    assert!(
        message.contains("nested.parquet (column `antal`)"),
        "{message}"
    );
    let message = refused("decimal.parquet");
    assert!(
        message.contains("the column `antal` has the type decimal")
            && message.contains("save the column as whole numbers or floats"),
        "{message}"
    );
    let message = refused("zoned.parquet");
    assert!(
        message.contains("times of day with a time zone, so that the date depends on the zone"),
        "{message}"
    );
}

#[test]
fn damaged_files_are_refused_as_tables_too() {
    for file in [
        "parquet/footer-928.parquet",
        "parquet/footer-panic.parquet",
        "arrow/abort.arrow",
        "arrow/mem4g.arrow",
    ] {
        let path = format!("tests/fuzz/regressions/{file}");
        let message = Program::new(&format!("flow tandläkare --stock {path}")).refused();
        assert!(
            message.contains("filen gick inte att läsa"),
            "{file}: {message}"
        );
    }
}
