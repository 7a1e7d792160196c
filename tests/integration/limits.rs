//! Inputs larger than anything that is read: refused by what is declared, within little memory and time.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::Program;

/// The dev build is slow and the machine may be busy; a file that was read whole would take far longer.
const PATIENCE: Duration = Duration::from_mins(1);

#[track_caller]
fn refused(command: &str, message: &str) {
    let begun = Instant::now();
    let refusal = Program::new(command).refused();
    assert!(refusal.contains(message), "{command}: {refusal}");
    assert!(begun.elapsed() < PATIENCE, "{command}");
}

fn stock(path: &Path) -> String {
    format!("flow tandläkare --lang en --stock {}", path.display())
}

/// A file of a size that takes no room on the disk, and its first bytes.
fn sparse(folder: &Path, name: &str, first: &[u8], size: u64) -> PathBuf {
    let path = folder.join(name);
    let mut file = File::create(&path).unwrap();
    file.write_all(first).unwrap();
    file.set_len(size).unwrap();
    path
}

const LARGER: &str = "the file is larger than 128 MB, which is the most that is read";

#[test]
fn a_table_too_large_is_refused_by_its_size_whatever_its_format() {
    let folder = tempfile::tempdir().unwrap();
    for (name, first) in [
        ("a.csv", &b"yrke;\xc3\xa5r;antal\n"[..]),
        ("a.px", b"CHARSET=\"ANSI\";\nMATRIX=\"A\";\n"),
        ("a.json", b"{\"class\":\"dataset\","),
        ("a.parquet", b"PAR1"),
    ] {
        refused(&stock(&sparse(folder.path(), name, first, 5 << 30)), LARGER);
    }
}

/// 60 GB that never come to an end: what is read of a pipe ends at the limit.
#[test]
fn a_pipe_is_read_no_further_than_the_limit() {
    let begun = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_vardkraft"))
        .args(["flow", "tandläkare", "--lang", "en", "--stock", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    let rows = "tandläkare;2021;8091\n".repeat(50_000);
    let mut written = 0_u64;
    while written < 60 << 30 && input.write_all(rows.as_bytes()).is_ok() {
        written += rows.len() as u64;
    }
    drop(input);
    let output = program.wait_with_output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains(LARGER), "{message}");
    assert_eq!(output.status.code(), Some(1));
    assert!(written < 256 << 20, "{written} bytes were taken");
    assert!(begun.elapsed() < PATIENCE);
}

#[test]
fn more_rows_or_columns_than_any_table_has_are_refused_before_there_is_room_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let rows = folder.path().join("rows.csv");
    fs::write(&rows, "1\n".repeat(5_000_000)).unwrap();
    refused(
        &stock(&rows),
        "the file has 5000001 rows; tables are read up to 4000000",
    );
    let line = folder.path().join("line.csv");
    fs::write(&line, "a,".repeat(20_000) + "\n1\n").unwrap();
    refused(
        &stock(&line),
        "the file has 20001 columns; tables are read up to 16384",
    );
    fs::write(&line, "a,".repeat(40 << 20)).unwrap();
    refused(
        &stock(&line),
        "the line is 83886080 bytes long; lines are read up to 1048576",
    );
}

#[test]
fn a_line_of_an_extract_that_never_ends_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let header = "löpnr;år;yrke;län;status\n".as_bytes();
    let path = folder.path().join("lova.csv");
    let letters = "a".repeat(100 << 20);
    fs::write(&path, [header, letters.as_bytes()].concat()).unwrap();
    let command = format!("flow tandläkare --lang en --extract {}", path.display());
    refused(&command, "the line never ends");
}

/// How far an extract may unpack is tested with `source::unpacking`.
#[test]
fn a_packed_file_is_no_table_whatever_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let bomb = sparse(folder.path(), "a.csv.gz", b"\x1f\x8b\x08\0", 5 << 30);
    refused(&stock(&bomb), "the file is a gzip file, not text");
}

#[test]
fn a_cube_of_ten_to_the_twelfth_cells_is_refused_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let values: Vec<String> = (0..10_000).map(|number| number.to_string()).collect();
    let quoted = format!("\"{}\"", values.join("\",\""));
    let names = ["a", "b", "c"];
    let px: String = names
        .map(|name| format!("VALUES(\"{name}\")={quoted};\n"))
        .concat();
    let px = format!(
        "CHARSET=\"ANSI\";\nMATRIX=\"A\";SUBJECT-CODE=\"A\";SUBJECT-AREA=\"A\";TITLE=\"A\";CONTENTS=\"A\";\n\
         UNITS=\"antal\";DECIMALS=0;\nSTUB=\"a\",\"b\";HEADING=\"c\";\n{px}DATA=\n1 2 3;\n"
    );
    let path = folder.path().join("a.px");
    fs::write(&path, px).unwrap();
    refused(&stock(&path), "make 1000000000000 cells but the file has");
    let dimensions =
        names.map(|name| format!("\"{name}\":{{\"category\":{{\"index\":[{quoted}]}}}}"));
    let dimensions = dimensions.join(",");
    let json = format!(
        "{{\"version\":\"2.0\",\"class\":\"dataset\",\"id\":[\"a\",\"b\",\"c\"],\"size\":[10000,10000,10000],\
         \"dimension\":{{{dimensions}}},\"value\":{{\"0\":1}}}}"
    );
    let path = folder.path().join("a.json");
    fs::write(&path, json).unwrap();
    refused(&stock(&path), "1000000000000 cells");
}

#[test]
fn files_of_statistics_programs_are_named_with_how_to_convert_them() {
    let folder = tempfile::tempdir().unwrap();
    let sas = b"\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0\x09\xc7\x31\x8c\x18\x1f\x10\x11";
    for (first, kind, conversion) in [
        (
            &b"<stata_dta><header><release>118</release>"[..],
            "the file is a Stata file (dta), not text",
            "write.csv(read_dta('fil.dta')",
        ),
        (
            b"\x72\x02\x01\0",
            "the file is a Stata file (dta), not text",
            "pyreadstat.read_dta('fil.dta')",
        ),
        (
            sas,
            "the file is a SAS file (sas7bdat), not text",
            "proc export",
        ),
        (
            b"$FL2@(#)",
            "the file is an SPSS file (sav), not text",
            "SAVE TRANSLATE",
        ),
    ] {
        let path = sparse(folder.path(), "a.dat", first, 5 << 30);
        refused(&stock(&path), kind);
        refused(&stock(&path), conversion);
        let extract = format!("flow tandläkare --lang en --extract {}", path.display());
        refused(&extract, kind);
    }
}
