//! `--verbose`: how each input was read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::program::{Program, repository};

/// Writes a register of five dentists in two years and what they studied, in several encodings.
fn write_inputs(folder: &Path) {
    let mut register = String::from("löpnr;år;yrke;status;län\n");
    let mut students = String::from("löpnr,utbildning,startläsår,examensläsår\n");
    for person in 1..=5 {
        for year in [2018, 2019] {
            let _ = writeln!(register, "{person};{year};tandläkare;i yrket;01");
        }
        let _ = writeln!(students, "{person},tandläkare,2010/11,2014/15");
    }
    let letters = register.chars().map(u32::from);
    let windows: Vec<u8> = letters.flat_map(u8::try_from).collect();
    let utf_16 = format!("\u{feff}{register}");
    let utf_16: Vec<u8> = utf_16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("windows.csv"), windows).unwrap();
    fs::write(folder.join("utf16.csv"), utf_16).unwrap();
    fs::write(folder.join("students.csv"), students).unwrap();
    let map = "[values.yrke]\nTL = \"tandläkare\"\n";
    fs::write(folder.join("map.toml"), map).unwrap();
    for name in ["entrants.csv", "frequencies.csv", "stock.csv"] {
        let sound = repository().join("tests/faults/sound").join(name);
        fs::copy(sound, folder.join(name)).unwrap();
    }
    let mut outcome = String::from("utbildning;läsår;examinerade\n");
    for year in 2018..2030 {
        let _ = writeln!(outcome, "tandläkare;{year}/{};40", (year + 1) % 100);
    }
    fs::write(folder.join("outcome.csv"), outcome).unwrap();
    let graduates = repository().join("examples/tandlakare-examinerade/examinerade.csv");
    fs::copy(graduates, folder.join("graduates.csv")).unwrap();
}

/// A command, and what it says with `-v` alone.
const RUNS: [(&str, &str); 19] = [
    (
        "check windows.csv --disclosure off",
        "windows.csv: Windows-1252, avgränsare `;`, 10 rader används\n",
    ),
    (
        "check utf16.csv --disclosure off",
        "utf16.csv: UTF-16 LE, avgränsare `;`, 10 rader används\n",
    ),
    (
        "check windows.csv",
        "windows.csv: Windows-1252, avgränsare `;`\n",
    ),
    ("check windows.csv --map map.toml", "map.toml: UTF-8\n"),
    ("check r.parquet", "r.parquet: Parquet, "),
    (
        "check students.csv --as education --disclosure off",
        "students.csv: UTF-8, avgränsare `,`, 5 rader\n",
    ),
    (
        "check students.csv --as education",
        "students.csv: UTF-8, avgränsare `,`\n",
    ),
    (
        "check stock.csv --as stock",
        "stock.csv: UTF-8, avgränsare `;`, 2 rader\n",
    ),
    (
        "flow tandläkare --extract windows.csv",
        "windows.csv: Windows-1252, avgränsare `;`\n",
    ),
    (
        "flow tandläkare --extract windows.csv --disclosure off --lang en",
        "windows.csv: Windows-1252, delimiter `;`, 10 rows used\n",
    ),
    (
        "flow tandläkare --stock stock.csv",
        "stock.csv: UTF-8, avgränsare `;`, 2 rader\n",
    ),
    ("flow tandläkare --cube k.parquet", "k.parquet: Parquet, "),
    (
        "flow tandläkare --extract r.parquet --education e.csv --view pathway",
        "e.csv: UTF-8, avgränsare `,`, ",
    ),
    ("supply --all --cube k.parquet", "k.parquet: Parquet, "),
    ("supply --all --extract r.parquet", "r.parquet: Parquet, "),
    ("compare a.json a.json", "a.json: UTF-8\n"),
    (
        "compare a.json --outcome outcome.csv",
        "outcome.csv: UTF-8, avgränsare `;`, 12 rader\n",
    ),
    (
        "backtest --graduates graduates.csv",
        "graduates.csv: UTF-8, avgränsare ",
    ),
    (
        "forecast --entrants entrants.csv --frequencies frequencies.csv",
        "entrants.csv: UTF-8, avgränsare `,`, ",
    ),
];

/// Of persons it says how many rows only where nothing is protected.
#[test]
fn every_command_that_reads_files_says_how_with_verbose() {
    let folder = tempfile::tempdir().unwrap();
    write_inputs(folder.path());
    let run = |arguments: &str| {
        let run = Program::new(arguments).within(folder.path()).run();
        assert_eq!(run.code, Some(0), "{arguments}: {}", run.stderr);
        run.stderr
    };
    run("synth --persons 500 --education e.csv -o r.parquet");
    run("forecast --entrants entrants.csv --frequencies frequencies.csv --save a.json");
    run("flow tandläkare --extract r.parquet --save-cube k.parquet --view retention");
    for (arguments, said) in RUNS {
        let told = run(&format!("{arguments} -v"));
        assert!(told.contains(said), "{arguments}: {told}");
        let silent = run(arguments);
        assert!(!silent.contains(said), "{arguments}: {silent}");
    }
}

const PX: &str = "CODEPAGE=\"utf-8\";\nMATRIX=\"A\";SUBJECT-CODE=\"A\";SUBJECT-AREA=\"A\";TITLE=\"A\";CONTENTS=\"folkmängd\";\n\
    UNITS=\"antal\";DECIMALS=0;\nSTUB=\"län\";HEADING=\"år\";\nVALUES(\"län\")=\"01\",\"12\";VALUES(\"år\")=\"2022\",\"2023\";\n\
    NOTE=\"a\"b\";\nDATA=\n2440 2454\n1414 1421;\n";

/// A mistake of a file that is read nevertheless is said with and without `-v`; only `-q` silences it.
#[test]
fn a_mistake_of_a_file_that_is_read_is_always_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.px");
    fs::write(&path, PX).unwrap();
    for command in [
        "check --as population",
        "flow tandläkare --view stock --level län --years 2020 -f csv --population",
    ] {
        let run = Program::new(command).arg(&path).run();
        let remark = "a.px: NOTE har text utanför citattecknen";
        assert!(run.stderr.contains(remark), "{}", run.stderr);
    }
}

/// 2 440 in a file of thousands is no number of inhabitants.
#[test]
fn thousands_are_not_taken_for_counts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.px");
    fs::write(&path, PX.replace("\"antal\"", "\"1000-tal\"")).unwrap();
    let message = Program::new("check --as population").arg(&path).refused();
    assert!(message.contains("folkmängd (1000-tal)"), "{message}");
}
