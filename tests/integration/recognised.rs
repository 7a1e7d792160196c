//! `check` without `--as`: what a file is, how it was read, and what it holds.

use std::fs;
use std::path::Path;

use crate::program::{Program, Run};
use crate::real_files::real;

fn check(folder: &Path, name: &str, text: &str, options: &str) -> Run {
    fs::write(folder.join(name), text).unwrap();
    Program::new("check")
        .arg(name)
        .args(options)
        .within(folder)
        .run()
}

/// An input of every kind, what it is said to be, and its first row as understood.
const INPUTS: [(&str, &str, &str); 6] = [
    (
        "region;ålder;kön;år;Folkmängd\n01 Stockholms län;totalt;totalt;2020;2391990\n12 Skåne län;totalt;totalt;2020;1389336\n",
        "Filen är indata av slaget folkmängd (`flow --population`).",
        "  2020  Stockholms län  2391990",
    ),
    (
        "yrke;år;sysselsatta;legitimerade\ntandläkare;2020;9000;17000\n",
        "Filen är indata av slaget bestånd (`flow --stock`).",
        "  tandläkare  2020  Riket   17000         9000",
    ),
    (
        "utbildning;läsår;nybörjare\ntandläkare;2020/21;400\n",
        "Filen är indata av slaget nybörjare (`forecast --entrants`).",
        "  tandläkare  2020/21  Riket   400",
    ),
    (
        "utbildning;läsår;examinerade\ntandläkare;2020/21;300\n",
        "Filen är indata av slaget examinerade (`backtest --graduates`).",
        "  tandläkare  2020/21  Riket   300",
    ),
    (
        "utbildning;startläsår;examensläsår;examinerade\ntandläkare;2010/11;2015/16;300\n",
        "Filen är indata av slaget examinerade per startkohort (`forecast --completions`).",
        "  tandläkare  2010/11     2015/16       Riket   300",
    ),
    (
        "utbildning;examensfrekvens\ntandläkare;0,8\n",
        "Filen är indata av slaget examensfrekvens (`forecast --frequencies`).",
        "  tandläkare  Riket   0.8",
    ),
];

#[test]
fn every_input_is_recognised_and_its_first_rows_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    for (text, what, row) in INPUTS {
        let run = check(folder.path(), "a.csv", text, "");
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let lines: Vec<&str> = run.stderr.lines().collect();
        assert_eq!(lines[0], format!("Anm.: {what}"), "{}", run.stderr);
        assert_eq!(lines[1], "Anm.: Läst som UTF-8, avgränsare `;`.");
        assert!(lines.contains(&row), "{row}\n{}", run.stderr);
        assert!(run.stdout.contains("poster"), "{}", run.stdout);
        let wide = lines.iter().filter(|line| line.starts_with("  "));
        assert!(wide.clone().count() <= 6 && wide.clone().all(|line| line.chars().count() <= 80));
    }
}

#[test]
fn what_a_file_is_can_be_read_in_english() {
    let folder = tempfile::tempdir().unwrap();
    let run = check(folder.path(), "a.csv", INPUTS[1].0, "--lang en");
    let expected = "\
note: The file is an input of the kind stock (`flow --stock`).
note: Read as UTF-8, delimiter `;`.
note: The first rows, as understood:
  profession  year  area    licensed  employed
  dentist     2020  Sweden  17000     9000
";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}

#[test]
fn five_rows_are_shown_and_none_of_persons() {
    let folder = tempfile::tempdir().unwrap();
    let rows = (2010..=2020).map(|year| format!("01;{year};2000000\n"));
    let text = format!("län;år;folkmängd\n{}", rows.collect::<String>());
    let run = check(folder.path(), "a.csv", &text, "");
    let shown = run.stderr.lines().filter(|line| line.starts_with("  "));
    assert_eq!(shown.count(), 6, "a header and five rows\n{}", run.stderr);
    let rows = (1..=30).map(|person| format!("P{person};tandläkare;2010/11;2015/16\n"));
    let text = format!(
        "löpnr;utbildning;startläsår;examensläsår\n{}",
        rows.collect::<String>()
    );
    let run = check(folder.path(), "u.csv", &text, "");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains("av slaget utbildningsuttag"),
        "{}",
        run.stderr
    );
    assert!(
        !run.stderr.contains("P1") && !run.stderr.contains("första raderna"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_file_that_is_no_input_is_named_for_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let text = "region;år;Inflyttade\n01 Stockholms län;2019;7000\n12 Skåne län;2020;8000\n";
    let run = check(folder.path(), "a.csv", text, "");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    let expected = "\
Anm.: Läst som UTF-8, avgränsare `;`.
Anm.: Kolumner: region, år, Inflyttade.
Anm.: Områden: 01 Stockholms län, 12 Skåne län.
Anm.: År: 2019–2020.
fel: filen är inte indata till något kommando: den visar flyttningar
  --> a.csv
tips: liknar folkmängd, men ";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
    let text = "kod;namn\n01;Stockholms län\n12;Skåne län\n";
    let run = check(folder.path(), "a.csv", text, "--lang en");
    assert_eq!(run.code, Some(1));
    let said = "error: the file is not an input of any command\n";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn a_file_that_may_be_several_inputs_asks_which() {
    let folder = tempfile::tempdir().unwrap();
    let text = "utbildning;läsår;antal\ntandläkare;2020/21;50\n";
    let run = check(folder.path(), "a.csv", text, "");
    assert_eq!(run.code, Some(1));
    let expected = "\
fel: filen kan vara nybörjare eller examinerade
  --> a.csv
tips: välj med --as entrants eller --as graduates
";
    assert!(run.stderr.ends_with(expected), "{}", run.stderr);
    let forced = check(folder.path(), "a.csv", text, "--as graduates");
    assert_eq!(forced.code, Some(0), "{}", forced.stderr);
    assert!(!forced.stderr.contains("Läst som"), "{}", forced.stderr);
}

#[test]
fn several_files_are_one_extract_or_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let extract = |year: u32| {
        let rows = (1..=20).map(|person| format!("{person};{year};tandläkare;01;i yrket\n"));
        format!("löpnr;år;yrke;län;status\n{}", rows.collect::<String>())
    };
    fs::write(folder.path().join("u19.csv"), extract(2019)).unwrap();
    fs::write(folder.path().join("u20.csv"), extract(2020)).unwrap();
    fs::write(folder.path().join("f.csv"), INPUTS[0].0).unwrap();
    fs::write(folder.path().join("x.csv"), "kod;namn\n01;Stockholms län\n").unwrap();
    let check = |files: &str| {
        Program::new("check -f csv")
            .args(files)
            .within(folder.path())
            .run()
    };
    let run = check("u19.csv u20.csv");
    assert_eq!(
        run.stdout,
        "yrke,år,rader,status\ntandläkare,2019,20,\ntandläkare,2020,20,\n"
    );
    let run = check("u19.csv f.csv x.csv");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0], "fil,blad,indata,läses_med,anmärkning");
    assert_eq!(lines[1], "u19.csv,,registeruttag,flow --extract,");
    assert_eq!(lines[2], "f.csv,,folkmängd,flow --population,");
    assert!(lines[3].starts_with("x.csv,,,,Kolumnen"), "{}", lines[3]);
    let run = check("x.csv x.csv");
    assert_eq!(run.code, Some(1), "{}", run.stdout);
}

/// Whatever an authority publishes is an input or is named for what it is: nothing ends in a panic or in silence.
#[test]
fn every_real_file_is_recognised_or_named() {
    let Some(folder) = real("") else {
        return;
    };
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "md") {
                files.push(path);
            }
        }
    }
    for path in files {
        let run = Program::new("check").arg(&path).run();
        assert!(
            matches!(run.code, Some(0 | 1)),
            "{}: {}",
            path.display(),
            run.stderr
        );
        assert!(!run.stderr.is_empty(), "{}", path.display());
    }
}
