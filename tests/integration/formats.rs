//! The same numbers in every format.

use std::fs;
use std::io::Cursor;

use polars::prelude::{ParquetReader, SerReader as _};

use crate::program::Program;

const ARGUMENTS: &str = "forecast tandläkare barnmorska --region riket,norra";

fn file(extension: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("skattning.{extension}"));
    Program::new(ARGUMENTS).arg("-o").arg(&path).stdout();
    fs::read(&path).unwrap()
}

/// `(region, graduates)` of every row of a delimited text.
fn delimited(text: &str, delimiter: char) -> Vec<(String, f64)> {
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(delimiter).collect();
        (
            cells[1].to_owned(),
            cells[6].replace(',', ".").parse().unwrap(),
        )
    });
    rows.collect()
}

fn csv() -> Vec<(String, f64)> {
    delimited(&String::from_utf8(file("csv")).unwrap(), ',')
}

#[test]
fn tsv_carries_the_numbers_of_csv() {
    assert_eq!(
        delimited(&String::from_utf8(file("tsv")).unwrap(), '\t'),
        csv()
    );
}

#[test]
fn json_carries_the_numbers_of_csv_and_its_provenance() {
    let json: serde_json::Value = serde_json::from_slice(&file("json")).unwrap();
    let rows = json["tables"][0]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let region = row["sjukvårdsregion"].as_str().unwrap().to_owned();
            assert!(
                row["nedre"].is_null(),
                "an interval that is not known is null"
            );
            (region, row["examinerade"].as_f64().unwrap())
        });
    assert_eq!(rows.collect::<Vec<_>>(), csv());
    assert_eq!(json["schema"], "vardkraft-report-1");
    assert_eq!(json["provenance"]["inputs"][0]["role"], "entrants");
    assert_eq!(
        json["provenance"]["inputs"][0]["sha256"]
            .as_str()
            .unwrap()
            .len(),
        64
    );
    assert!(json["title"].as_str().unwrap().starts_with("EXEMPELDATA"));
    assert!(
        json["notes"][0]
            .as_str()
            .unwrap()
            .starts_with("Exempeldata")
    );
}

#[test]
fn parquet_carries_the_numbers_of_csv() {
    let frame = ParquetReader::new(Cursor::new(file("parquet")))
        .finish()
        .unwrap();
    let regions = frame
        .column("sjukvårdsregion")
        .unwrap()
        .str()
        .unwrap()
        .clone();
    let graduates = frame.column("examinerade").unwrap().f64().unwrap().clone();
    let rows = regions.iter().zip(graduates.iter());
    let rows: Vec<_> = rows
        .map(|(region, count)| (region.unwrap().to_owned(), count.unwrap()))
        .collect();
    assert_eq!(rows, csv());
    assert_eq!(frame.column("nedre").unwrap().null_count(), rows.len());
    assert_eq!(
        frame
            .column("nybörjare")
            .unwrap()
            .i64()
            .unwrap()
            .null_count(),
        0
    );
}

#[test]
fn swedish_excel_gets_its_own_csv() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("skattning.csv");
    Program::new(ARGUMENTS)
        .arg("--excel")
        .arg("-o")
        .arg(&path)
        .stdout();
    let text = String::from_utf8(fs::read(&path).unwrap()).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\n'));
    assert!(text.contains(";0,78;"), "{text}");
    assert_eq!(delimited(text, ';'), csv());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for extension in ["csv", "json", "parquet", "txt"] {
        assert_eq!(file(extension), file(extension), "{extension}");
    }
}
