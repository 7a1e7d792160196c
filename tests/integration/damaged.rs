//! Damaged and hostile files: refused with what is wrong, within little memory and time.

use std::fs;

use crate::program::Program;

const FOLDER: &str = "tests/fuzz/regressions";

#[track_caller]
fn refusal(command: &str, file: &str) -> String {
    Program::new(&format!("{command} {FOLDER}/{file}")).refused()
}

#[test]
fn a_date_far_from_any_year_is_a_fault_of_its_cell() {
    let message = refusal("check", "parquet/date-max.parquet");
    assert!(message.contains("5881580-07-11"), "{message}");
    assert!(
        message.contains("date-max.parquet:1 (kolumn `legitimationsår`)"),
        "{message}"
    );
}

#[test]
fn a_footer_and_pages_that_count_differently_are_refused() {
    let message = refusal("check", "parquet/footer-928.parquet");
    assert!(
        message.contains("den uppger 932 rader men innehåller 928"),
        "{message}"
    );
    let message = refusal("check --lang en", "parquet/footer-panic.parquet");
    assert!(
        message.contains("the file could not be read: the description of its contents is damaged"),
        "{message}"
    );
}

#[test]
fn more_memory_than_the_size_of_the_file_explains_is_not_asked_for() {
    for (file, declared) in [
        ("arrow/abort.arrow", "288230376151711750"),
        ("arrow/mem4g.arrow", "4294967413"),
    ] {
        let message = refusal("check", file);
        assert!(
            message.contains(&format!("den uppger {declared} byte uppackade data")),
            "{message}"
        );
    }
}

#[test]
fn a_cube_with_more_rows_than_its_pages_is_refused() {
    let message = refusal("flow tandläkare --cube", "cube/cube-hang.parquet");
    assert!(
        message.contains("den uppger 1099511627776 rader men innehåller 2717"),
        "{message}"
    );
}

/// What a cube covers, its pension age and whether it is made up stand in the file's metadata.
#[test]
fn a_cube_whose_metadata_was_changed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kub.parquet");
    Program::new("flow tandläkare -q --extract examples/atta-personer/uttag.csv --disclosure off")
        .arg("--save-cube")
        .arg(&path)
        .stdout();
    let bytes = fs::read(&path).unwrap();
    let with = |saved: &str, changed: &str| {
        let at = bytes
            .windows(saved.len())
            .position(|window| window == saved.as_bytes());
        let at = at.expect("the metadata say it");
        let mut other = bytes.clone();
        other[at..at + changed.len()].copy_from_slice(changed.as_bytes());
        fs::write(&path, other).unwrap();
        Program::new("flow tandläkare --cube").arg(&path).refused()
    };
    for (saved, changed) in [
        ("\"pension_age\":65", "\"pension_age\":67"),
        ("\"is_synthetic\":false", "\"is_synthetic\":true "),
        ("[2016,", "[2015,"),
    ] {
        let message = with(saved, changed);
        assert!(message.contains("kuben är ändrad"), "{message}");
    }
    let message = with("[2016,", "[9016,");
    assert!(
        message.contains("kolumn `år` har ett okänt värde `9016`"),
        "{message}"
    );
}

#[test]
fn a_columnar_file_cut_off_anywhere_is_refused() {
    let bytes = fs::read(format!("{FOLDER}/parquet/date-max.parquet")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("uttag.parquet");
    for length in (4..bytes.len()).step_by(97) {
        fs::write(&path, &bytes[..length]).unwrap();
        let message = Program::new("check").arg(&path).refused();
        assert!(
            message.contains("filen gick inte att läsa"),
            "{length}: {message}"
        );
    }
}

#[test]
fn an_unknown_code_in_every_row_is_reported_once() {
    let header = "löpnr,år,yrke,län,status\n".to_owned();
    let rows = (1..=2000).map(|person| format!("p{person},2020,tandläkare,01,5\n"));
    let rows = rows.fold(header, |rows, row| rows + &row);
    let message = Program::new("check -").stdin(rows.as_bytes()).refused();
    assert_eq!(message.matches("`5`").count(), 1, "{message}");
    assert!(
        message.contains("(2\u{a0}000 rader, de första 2, 3 och 4)"),
        "{message}"
    );
    assert!(
        message.ends_with("\n1 okänt värde i 2\u{a0}000 rader\n"),
        "{message}"
    );
}

#[test]
fn an_unknown_code_in_two_files_is_reported_once() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "löpnr,år,yrke,län,status\n1,2020,tandläkare,99,i yrket\n2,2020,tandläkare,99,i yrket\n";
    for (name, text) in [("a.csv", text), ("b.csv", &text.replace(",2020", ",2021"))] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let message = Program::new("check a.csv b.csv --lang en")
        .within(folder.path())
        .refused();
    let told =
        "error: unknown value `99` in län (4 lines, the first a.csv:2, a.csv:3 and b.csv:2)\n";
    assert!(message.starts_with(told), "{message}");
    assert!(
        message.ends_with("\n1 unknown value in 4 rows\n"),
        "{message}"
    );
}

#[test]
fn every_refused_row_is_written_however_many_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let rows = (1..=120_000).map(|person| format!("{person},2020,tandläkare,99,i yrket\n"));
    let text = rows.fold("löpnr,år,yrke,län,status\n".to_owned(), |text, row| {
        text + &row
    });
    fs::write(folder.path().join("a.csv"), text).unwrap();
    let message = Program::new("check a.csv --rejects fel.csv")
        .within(folder.path())
        .refused();
    assert!(
        message.ends_with("\n1 okänt värde i 120\u{a0}000 rader\n"),
        "{message}"
    );
    let rejects = fs::read_to_string(folder.path().join("fel.csv")).unwrap();
    assert_eq!(rejects.lines().count(), 120_001);
}
