//! The same numbers in every format.

use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use polars::prelude::{AnyValue, ParquetReader, SerReader as _};

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
    for extension in ["csv", "json", "md", "parquet", "txt", "xlsx"] {
        assert_eq!(file(extension), file(extension), "{extension}");
    }
}

/// A table as texts: the header, then the rows; a missing cell is empty.
type Texts = Vec<Vec<String>>;

/// One table in a format, as bytes.
fn written(arguments: &str, extension: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("resultat.{extension}"));
    Program::new(&format!("{arguments} -q -o"))
        .arg(&path)
        .stdout();
    fs::read(&path).unwrap()
}

fn from_csv(bytes: &[u8]) -> Texts {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        record.iter().map(str::to_owned).collect()
    });
    rows.collect()
}

fn from_xlsx(bytes: &[u8]) -> Texts {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names();
    let others: Vec<&str> = names[1..].iter().map(String::as_str).collect();
    let expected = [&["om tabellerna"][..], &["diagram", "om tabellerna"]];
    assert!(expected.contains(&&others[..]), "{names:?}");
    assert!(
        workbook
            .sheets_metadata()
            .iter()
            .all(|sheet| sheet.visible == calamine::SheetVisible::Visible)
    );
    let range = workbook.worksheet_range(&names[0]).unwrap();
    let rows = range.rows().skip(1).map(|row| {
        let cells = row.iter().map(|cell| match cell {
            Data::String(text) => text.clone(),
            Data::Float(number) => number.to_string(),
            Data::Int(number) => number.to_string(),
            Data::Empty => String::new(),
            other => panic!("{other:?}"),
        });
        cells.collect()
    });
    rows.collect()
}

fn from_json(bytes: &[u8]) -> Texts {
    let document: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    let table = &document["tables"][0];
    let names = table["columns"].as_array().unwrap().iter();
    let header: Vec<String> = names
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    let rows = table["rows"].as_array().unwrap().iter().map(|row| {
        let cells = header.iter().map(|name| match &row[name] {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text.clone(),
            number => number.as_f64().unwrap().to_string(),
        });
        cells.collect()
    });
    std::iter::once(header.clone()).chain(rows).collect()
}

fn from_parquet(bytes: &[u8]) -> Texts {
    let frame = ParquetReader::new(Cursor::new(bytes.to_vec()))
        .finish()
        .unwrap();
    let names = frame.get_column_names();
    let header = names.iter().map(ToString::to_string).collect();
    let rows = (0..frame.height()).map(|row| {
        let cells = frame
            .columns()
            .iter()
            .map(|column| match column.get(row).unwrap() {
                AnyValue::Null => String::new(),
                AnyValue::String(text) => text.to_owned(),
                AnyValue::Int64(whole) => whole.to_string(),
                AnyValue::Float64(number) => number.to_string(),
                other => panic!("{other:?}"),
            });
        cells.collect()
    });
    std::iter::once(header).chain(rows).collect()
}

fn from_markdown(bytes: &[u8]) -> Texts {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix("| "));
    let rows = lines.map(|line| {
        let cells = line.strip_suffix(" |").unwrap().split(" | ");
        let cells = cells.map(|cell| if cell == ".." { "" } else { cell });
        cells.map(|cell| cell.replace('\\', "")).collect::<Vec<_>>()
    });
    let mut rows: Texts = rows.collect();
    let rule = rows.remove(1);
    assert!(rule.iter().all(|cell| cell.starts_with("---")), "{rule:?}");
    rows
}

/// Whether two texts are the same number but for the sixteenth digit.
fn is_same_number(one: &str, other: &str) -> bool {
    match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) => (one - other).abs() <= 1e-13 * one.abs().max(1.0),
        _ => false,
    }
}

/// Every cell of every kind of result is the same in every format.
#[test]
fn every_format_carries_the_same_cells() {
    let results = [
        "forecast --round 10",
        "forecast --entrants examples/kohorter/nyborjare.csv --method completion-curve --level 0.5,0.8 \
         --completions examples/kohorter/examinerade.csv",
        "backtest --graduates examples/tandlakare-examinerade/examinerade.csv",
        "flow tandläkare --view stock --by åldersgrupp --level sjukvårdsregion",
        "flow tandläkare --view balance",
        "flow tandläkare --view mobility --years 2020..2021",
        "flow tandläkare --view retention --destinations",
        "flow tandläkare --view first-exit --destinations",
        "flow tandläkare --view followup --cohorts 2005..2009",
        "flow tandläkare --view pathway --by kön",
        "supply",
        "reference universities",
        "flow tandläkare --view stock --by åldersgrupp --level län --disclosure suppress",
        "flow tandläkare --view balance --by kön --level län --disclosure suppress",
        "flow tandläkare --view retention --level län --destinations --disclosure suppress",
        "flow tandläkare --view first-exit --level län --destinations --disclosure suppress",
        "flow tandläkare --view pathway --level län --disclosure suppress",
        "supply --all --disclosure suppress",
    ];
    for arguments in results {
        let expected = from_csv(&written(arguments, "csv"));
        let exact = from_csv(&written(&format!("{arguments} --digits 15"), "csv"));
        assert!(expected.len() > 5, "{arguments}");
        let others = [
            ("xlsx", from_xlsx as fn(&[u8]) -> Texts),
            ("json", from_json),
            ("parquet", from_parquet),
            ("md", from_markdown),
        ];
        for (extension, read) in others {
            let found = read(&written(arguments, extension));
            assert_eq!(found.len(), expected.len(), "{arguments} {extension}");
            let is_typed = ["json", "parquet"].contains(&extension);
            let hidden = expected.iter().flatten().filter(|cell| *cell == "x");
            assert_eq!(
                arguments.contains("suppress"),
                hidden.count() > 5,
                "{arguments}"
            );
            // Markdown has the decimals of CSV, the others have all digits.
            let like = if extension == "md" { &expected } else { &exact };
            for (found, expected) in found.iter().zip(like) {
                let same = found.len() == expected.len()
                    && found.iter().zip(expected).all(|(found, expected)| {
                        // Markdown writes what is missing as the sign that some columns hold.
                        // A hidden number is nothing where columns have a type.
                        found == expected
                            || (extension != "md" && is_same_number(found, expected))
                            || (extension == "md" && expected == "..")
                            || (is_typed && expected == "x" && found.is_empty())
                    });
                assert!(same, "{arguments} {extension}:\n{found:?}\n{expected:?}");
            }
        }
    }
}

/// What comes from an input is never run by a spreadsheet.
#[test]
fn text_that_looks_like_a_formula_is_text() {
    let entrants = "utbildning,läsår,nybörjare,underlag\nbarnmorska,2020/21,100,\"=HYPERLINK(\"\"http://x\"\")\"\n";
    // Entrants and frequencies rest on the same, so that the cell begins with it.
    let frequencies = entrants
        .replace("läsår,nybörjare", "examensfrekvens")
        .replace("2020/21,100", "0.8");
    let folder = tempfile::tempdir().unwrap();
    let paths = ["n.csv", "f.csv"].map(|name| folder.path().join(name));
    fs::write(&paths[0], entrants).unwrap();
    fs::write(&paths[1], frequencies).unwrap();
    let run = |extension: &str| {
        let target = folder.path().join(format!("r.{extension}"));
        Program::new("forecast barnmorska -q --entrants")
            .arg(&paths[0])
            .arg("--frequencies")
            .arg(&paths[1])
            .arg("-o")
            .arg(&target)
            .stdout();
        fs::read(&target).unwrap()
    };
    let csv = from_csv(&run("csv"));
    let basis = csv[1].last().unwrap();
    assert!(!basis.starts_with('='), "{basis}");
    assert!(basis.contains("HYPERLINK"), "{basis}");
    let bytes = run("xlsx");
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes[..])).unwrap();
    let name = workbook.sheet_names()[0].clone();
    let formulas = workbook.worksheet_formula(&name).unwrap();
    assert!(
        formulas.rows().flatten().all(String::is_empty),
        "{formulas:?}"
    );
}

#[test]
fn a_manifest_goes_beside_a_file_that_has_no_room_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let [csv, manifest] = ["r.csv", "r.json"].map(|name| folder.path().join(name));
    Program::new("forecast tandläkare -q -o")
        .arg(&csv)
        .arg("--manifest")
        .arg(&manifest)
        .stdout();
    let told: serde_json::Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    assert_eq!(told["schema"], "vardkraft-manifest-1");
    assert!(told["title"].as_str().unwrap().starts_with("EXEMPELDATA"));
    let rows = from_csv(&fs::read(&csv).unwrap()).len() - 1;
    assert_eq!(told["tables"][0]["rows"], rows);
    assert_eq!(told["provenance"]["inputs"][0]["role"], "entrants");
    let refused = Program::new("forecast -o")
        .arg(&csv)
        .arg("--manifest")
        .arg(&csv)
        .run();
    assert_eq!(refused.code, Some(2));
    let [one, two] = [folder.path().join("r.json"), folder.path().join("./r.json")];
    let refused = Program::new("forecast -o")
        .arg(&one)
        .arg("--manifest")
        .arg(&two)
        .refused();
    assert!(refused.contains("skulle skrivas två gånger"), "{refused}");
}

/// What the schema demands is there, and nothing that it does not know.
fn check_shape(value: &serde_json::Value, schema: &serde_json::Value, path: &str) {
    if let Some(constant) = schema.get("const") {
        assert_eq!(value, constant, "{path}");
    }
    if let Some(choices) = schema.get("enum") {
        assert!(choices.as_array().unwrap().contains(value), "{path}");
    }
    let kinds = match &schema["type"] {
        serde_json::Value::String(kind) => vec![kind.as_str()],
        serde_json::Value::Array(kinds) => kinds.iter().filter_map(|kind| kind.as_str()).collect(),
        _ => Vec::new(),
    };
    let kind = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    };
    assert!(
        kinds.is_empty() || kinds.contains(&kind),
        "{path} is {kind}"
    );
    if let Some(items) = value.as_array() {
        for (at, item) in items.iter().enumerate() {
            check_shape(item, &schema["items"], &format!("{path}[{at}]"));
        }
    }
    if let Some(object) = value.as_object() {
        let required = schema["required"].as_array().into_iter().flatten();
        for name in required.filter_map(|name| name.as_str()) {
            assert!(object.contains_key(name), "{path} lacks {name}");
        }
        for (name, item) in object {
            let own = schema["properties"].get(name);
            let own = own.unwrap_or(&schema["additionalProperties"]);
            assert!(own.is_object(), "{path}.{name} is not in the schema");
            check_shape(item, own, &format!("{path}.{name}"));
        }
    }
}

#[test]
fn json_has_the_shape_that_the_schema_says() {
    let schema: serde_json::Value =
        serde_json::from_str(&Program::new("--schema").stdout()).unwrap();
    for arguments in [
        "forecast",
        "flow tandläkare",
        "supply --lang en",
        "reference programmes",
    ] {
        let document = Program::new(&format!("{arguments} -f json -q")).stdout();
        check_shape(&serde_json::from_str(&document).unwrap(), &schema, "$");
    }
}

/// `LibreOffice`, if it is there, splits the columns of the CSV for Excel and takes numbers for numbers and
/// everything else for text.
#[test]
fn the_csv_for_excel_opens_right_in_libreoffice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.csv");
    let arguments = "backtest --graduates examples/tandlakare-examinerade/examinerade.csv";
    Program::new(&format!("{arguments} -q --excel -o"))
        .arg(&path)
        .stdout();
    let expected = from_csv(&written(arguments, "csv"));
    let profile = format!(
        "-env:UserInstallation=file://{}/profil",
        folder.path().display()
    );
    let converted = std::process::Command::new("soffice")
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
        ])
        .args(["--infilter=CSV:59,34,76,1,,1053,false,true", "--outdir"])
        .arg(folder.path())
        .arg(&path)
        .output();
    if converted.is_err() {
        eprintln!("soffice is not installed: the test of LibreOffice is left out");
        return;
    }
    let bytes = fs::read(folder.path().join("r.xlsx")).unwrap();
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let name = workbook.sheet_names()[0].clone();
    let range = workbook.worksheet_range(&name).unwrap();
    assert_eq!(range.height(), expected.len());
    for (found, expected) in range.rows().zip(&expected).skip(1) {
        for (found, expected) in found.iter().zip(expected) {
            match (found, expected.parse::<f64>()) {
                (Data::Empty, _) => assert_eq!(expected, ""),
                (Data::Float(found), Ok(expected)) => assert!((found - expected).abs() < 1e-9),
                (Data::Int(found), Ok(_)) => assert_eq!(&found.to_string(), expected),
                (Data::String(found), Err(_)) => assert_eq!(found, expected),
                (found, _) => panic!("{found:?} for {expected}"),
            }
        }
    }
}
