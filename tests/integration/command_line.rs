//! What a person types and what comes back.

use std::fs;
use std::process::Command;

use crate::program::{Program, repository};

#[test]
fn tables_of_stock_and_inhabitants_can_be_checked_alone() {
    let stock = "check --as stock tests/faults/sound/stock.csv -q -f csv";
    let expected = "yrke,poster,från,till\ntandläkare,2,2020,2021\n";
    assert_eq!(Program::new(stock).stdout(), expected);
    let people = b"\xc3\xa5r;folkm\xc3\xa4ngd\n2020;10379295\n2021;10452326\n";
    let population = Program::new("check --as population - -q -f csv").stdin(people);
    assert_eq!(
        population.stdout(),
        "innehåll,poster,från,till\nfolkmängd,2,2020,2021\n"
    );
}

#[test]
fn the_csv_has_the_columns_of_the_contract_in_both_languages() {
    let swedish = Program::new("forecast tandläkare --region Västra -f csv").stdout();
    let lines: Vec<&str> = swedish.lines().collect();
    assert_eq!(
        lines[0],
        "utbildning,sjukvårdsregion,examensår,horisont,nybörjare,examensfrekvens,examinerade,nedre,övre,nivå,metod,underlag"
    );
    assert_eq!(lines.len(), 4);
    assert_eq!(
        lines[1],
        "tandläkare,Västra,2025,1,90,0.78,70.2,,,,medelfrekvens,exempel"
    );
    let english = Program::new("forecast dentist --region western --lang en -f csv").stdout();
    assert!(english.starts_with(
        "programme,health_region,graduation_year,horizon,entrants,exam_frequency,graduates,lower,upper,level,method,basis\n\
         dentist,Western,2025,1,90,0.78,70.2,,,,mean-frequency,exempel\n"
    ));
}

/// Numbers as printed, in ten-thousandths.
fn ten_thousandths(printed: &str) -> i64 {
    let (whole, fraction) = printed.split_once('.').unwrap_or((printed, ""));
    format!("{whole}{fraction:0<4}").parse().unwrap()
}

#[test]
fn printed_regions_add_up_exactly_to_the_printed_country() {
    for arguments in [
        "forecast -f csv",
        "forecast -f csv --round 10",
        "forecast -f csv --round 7",
    ] {
        let csv = Program::new(arguments).stdout();
        let mut sums = std::collections::BTreeMap::new();
        for line in csv.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let sign = if cells[1] == "Riket" { -1 } else { 1 };
            let sum = sums
                .entry((cells[0].to_owned(), cells[2].to_owned()))
                .or_insert(0);
            *sum += sign * ten_thousandths(cells[6]);
        }
        assert_eq!(
            sums.len(),
            6 * 3 + 12 * 2 + 1,
            "19 programmes at their horizons"
        );
        assert!(sums.values().all(|sum| *sum == 0), "{arguments}: {sums:?}");
    }
}

#[test]
fn the_table_people_see_adds_up_too() {
    let table = Program::new("forecast läkare psykolog -f table").stdout();
    // Within a programme the country comes first; its year and its graduates are the third and
    // the first number from the right.
    let mut sums: Vec<(String, i64, i64)> = Vec::new();
    for line in table.lines().skip(4) {
        let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        let [.., year, _entrants, _frequency, graduates] = words[..] else {
            panic!("{line}")
        };
        let graduates: i64 = graduates.replace('\u{a0}', "").parse().unwrap();
        if let programme @ ("läkare" | "psykolog") = words[0] {
            let years = ["2025", "2026", "2027"];
            sums.extend(years.map(|year| (format!("{programme} {year}"), 0, 0)));
        }
        let programme = sums.len() - 3;
        let of_year = sums[programme..]
            .iter_mut()
            .find(|sum| sum.0.ends_with(year))
            .unwrap();
        if of_year.1 == 0 {
            of_year.1 = graduates;
        } else {
            of_year.2 += graduates;
        }
    }
    assert_eq!(sums.len(), 6);
    assert!(
        sums.iter().all(|(_, country, regions)| country == regions),
        "{sums:?}"
    );
}

#[test]
fn example_data_is_named_in_title_notes_and_basis() {
    let run = Program::new("forecast -f table").run();
    assert!(run.stdout.starts_with("EXEMPELDATA: "), "{}", run.stdout);
    assert!(run.stderr.contains("Anm.: Exempeldata: "), "{}", run.stderr);
    let csv = Program::new("forecast -f csv").stdout();
    assert!(csv.lines().skip(1).all(|line| line.contains("exempel")));
    let english = Program::new("forecast -f table --lang en").run();
    assert!(english.stdout.starts_with("EXAMPLE DATA: "));
    assert!(english.stderr.contains("not statistics"));
}

#[test]
fn a_pipe_gets_csv_and_quiet_means_quiet() {
    let run = Program::new("forecast tandläkare -q").run();
    assert!(run.stdout.starts_with("utbildning,"));
    assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)));
}

#[test]
fn a_reader_who_leaves_is_not_an_error() {
    let program = env!("CARGO_BIN_EXE_vardkraft");
    let pipe = format!(
        "set -o pipefail; '{program}' reference population -q --by-sex-and-age -f csv | head -1"
    );
    let output = Command::new("bash")
        .args(["-c", &pipe])
        .output()
        .expect("bash runs");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn names_are_forgiving_and_near_misses_are_answered() {
    let expected = Program::new("forecast tandläkare -f csv").stdout();
    for name in [
        "tandlakare",
        "TANDLÄKARE",
        "Tandläkarexamen",
        "tandla\u{308}kare",
        "dentist",
    ] {
        assert_eq!(
            Program::new("forecast -f csv").arg(name).stdout(),
            expected,
            "{name}"
        );
    }
    let message = Program::new("forecast tandlekare ssk").refused();
    assert!(
        message.contains("fel: okänd utbildning `tandlekare`"),
        "{message}"
    );
    assert!(
        message.contains("tips: menade du `tandläkare`?"),
        "{message}"
    );
    let message = Program::new("forecast --region Vestra").refused();
    assert!(message.contains("menade du `Västra`?"), "{message}");
}

#[test]
fn programmes_outside_the_estimates_are_told_so() {
    let message = Program::new("forecast specialistsjuksköterska").refused();
    assert!(
        message.contains("specialistsjuksköterska ingår inte i skattningarna"),
        "{message}"
    );
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [
        "",
        "forecast --no-such-option",
        "forecast --frequencies x.csv",
        "forecast --entrants x.csv",
        "forecast --entrants - --frequencies -",
        "forecast --horizon 0",
        "forecast --round 0",
        "forecast --round 2.5",
        "forecast --from-year tjugo",
        "forecast -o result.docx",
        "forecast -f json --excel",
        "forecast --cohorts 3",
    ] {
        let run = Program::new(arguments).run();
        assert_eq!(run.code, Some(2), "{arguments}: {}", run.stderr);
        assert!(
            run.stdout.is_empty() && !run.stderr.is_empty(),
            "{arguments}"
        );
    }
}

/// Every option where it cannot act, and what it is told to need.
#[expect(clippy::too_many_lines, reason = "a table")]
#[test]
fn options_that_cannot_act_are_refused() {
    let cohorts = "--entrants e.csv --completions c.csv";
    let given = "--entrants e.csv --frequencies f.csv";
    let refused = [
        ("forecast --excel -o x.xlsx", "-o with .csv"),
        ("forecast --excel -o x.json", "-o with .csv"),
        ("forecast --excel -f json", "needs -f csv"),
        ("forecast --excel -f csv -o x.xlsx", "would hold csv"),
        ("forecast -f json -o x.csv", "would hold json"),
        ("forecast -f csv -o x.parquet", "would hold csv"),
        ("forecast --manifest m.csv", "--manifest writes json"),
        ("forecast --save s.csv", "--save writes json"),
        ("forecast --draws 1000", "--entrants"),
        ("forecast --seed 3", "--entrants"),
        ("forecast --level 0.9", "--entrants"),
        ("forecast --halland västra", "--entrants"),
        ("forecast --method auto", "--completions"),
        (
            &format!("forecast {given} --method completion-curve"),
            "--completions",
        ),
        (&format!("forecast {given} --cohorts 3"), "--completions"),
        (
            &format!("forecast {cohorts} --method completion-curve --cohorts 3"),
            "mean exam frequency",
        ),
        (
            &format!("forecast {cohorts} --method completion-curve --average pooled"),
            "mean exam frequency",
        ),
        ("backtest --graduates g.csv --cohorts 3", "--completions"),
        (
            &format!("backtest {cohorts} --method drift --cohorts 3"),
            "mean-frequency",
        ),
        (
            &format!("backtest {cohorts} --method drift --average pooled"),
            "mean-frequency",
        ),
        ("compare a.json b.json --halland södra", "--outcome"),
        ("flow tandläkare --map m.toml", "--extract"),
        ("flow tandläkare --states s.csv", "--extract"),
        ("flow tandläkare --cube k.parquet --map m.toml", "--extract"),
        (
            "flow tandläkare --cube k.parquet --states s.csv",
            "--extract",
        ),
        (
            "flow tandläkare --cube k.parquet --pension-age 67",
            "counted already",
        ),
        (
            "flow tandläkare --cube k.parquet --halland södra",
            "counted already",
        ),
        (
            "flow tandläkare --stock s.csv --pension-age 67",
            "counted already",
        ),
        ("flow tandläkare --stock s.csv --states x.csv", "--extract"),
        (
            "flow tandläkare --stock s.csv --save-cube k.parquet",
            "cannot be used with",
        ),
        ("flow tandläkare --audit a.csv", "--disclosure suppress"),
        (
            "flow tandläkare --disclosure round --audit a.csv",
            "--disclosure suppress",
        ),
        (
            "flow tandläkare --extract x.csv --disclosure off --audit a.csv",
            "--disclosure suppress",
        ),
        ("flow tandläkare --disclosure-policy p.toml", "--disclosure"),
        (
            "flow tandläkare --disclosure off --disclosure-policy p.toml",
            "--disclosure",
        ),
        (
            "flow tandläkare --save-cube k.csv",
            "--save-cube writes parquet",
        ),
        (
            "flow tandläkare --view balance --population p.csv",
            "--view stock",
        ),
        (
            "flow tandläkare --view mobility --level riket",
            "--view mobility",
        ),
        (
            "flow tandläkare --view stock --cohorts 2001..2005",
            "--view retention",
        ),
        (
            "flow tandläkare --view stock --destinations",
            "--view retention",
        ),
        (
            "flow tandläkare --view retention --years 2001..2005",
            "--years",
        ),
        ("flow tandläkare --view followup --region norra", "--region"),
        ("flow tandläkare --education e.csv", "--extract"),
        ("supply --map m.toml", "--extract"),
        ("supply --states s.csv", "--extract"),
        (
            "supply --cube k.parquet --pension-age 67",
            "counted already",
        ),
        ("supply --extract x.csv --halland södra", "whole country"),
        ("supply -v", "--verbose"),
        ("flow tandläkare -v", "--verbose"),
        ("supply --audit a.csv", "--disclosure suppress"),
        ("supply --disclosure-policy p.toml", "--disclosure"),
        ("check e.csv --as entrants --map m.toml", "--as extract"),
        ("check e.csv --as entrants --states s.csv", "--as extract"),
        ("check e.csv --as entrants --pension-age 67", "--as extract"),
        ("check e.csv --as entrants --rejects r.csv", "--as extract"),
        ("check e.csv --rejects r.parquet", "--rejects writes csv"),
        (
            "check e.csv --disclosure off --audit a.csv",
            "--disclosure suppress",
        ),
        (
            "check e.csv --disclosure off --disclosure-policy p.toml",
            "--disclosure suppress",
        ),
        ("reference regions --by-sex-and-age", "population"),
        ("reference regions -v", "--verbose"),
        ("synth -o x.json", ".csv or .parquet"),
        ("synth -o x.csv --excel", ".csv"),
        ("synth -o x.csv --truth t.parquet", "--truth writes csv"),
        (
            "synth -o x.csv --education e.parquet",
            "--education writes csv",
        ),
        ("synth -o x.csv -v", "--verbose"),
        ("synth -o x.csv --manifest m.json", "--manifest"),
        ("completions bash -f json", "--format"),
        ("completions bash --manifest m.json", "--manifest"),
        ("man --excel", "--excel"),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (arguments, needs) in refused {
        let run = Program::new(arguments).within(folder.path()).run();
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(2), ""),
            "{arguments}: {}",
            run.stderr
        );
        assert!(run.stderr.contains(needs), "{arguments}: {}", run.stderr);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn control_characters_of_arguments_reach_no_terminal() {
    for arguments in [
        &["forecast", "tand\u{1b}[2Jläkare\nfel: x"][..],
        &["forecast", "--\u{1b}]0;x\u{7}"],
        &["check", "fi\u{1b}[31ml\r\nfel: falsk.csv"],
        &["forecast", "-o", "x\u{1b}[2J.doc"],
        &["flow", "tandläkare", "--level", "l\u{9b}2Jän"],
        &["forecast", "--draws", "1\u{1b}c"],
        &["\u{1b}[2J"],
    ] {
        let run = arguments.iter().fold(Program::new(""), Program::arg).run();
        assert!(matches!(run.code, Some(1 | 2)), "{arguments:?}");
        let is_raw = |letter: char| letter.is_control() && letter != '\n';
        assert!(!run.stderr.contains(is_raw), "{:?}", run.stderr);
        assert!(
            !run.stderr.contains("\nfel: x") && !run.stderr.contains("\nfel: falsk"),
            "{}",
            run.stderr
        );
    }
}

/// What a pipe or a file gets is the data as they are; only what people read is made visible.
#[test]
fn control_characters_of_cells_are_kept_in_data_and_shown_to_people() {
    let entrants =
        "utbildning,läsår,nybörjare,underlag\nbarnmorska,2020/21,100,\"a\u{1b}[2J\nb\"\n";
    let frequencies = entrants
        .replace("läsår,nybörjare", "examensfrekvens")
        .replace("2020/21,100", "0.8");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("e.csv"), entrants).unwrap();
    fs::write(folder.path().join("f.csv"), frequencies).unwrap();
    let run = |format: &str| {
        let arguments = format!("forecast --entrants e.csv --frequencies f.csv -f {format}");
        Program::new(&arguments).within(folder.path()).run()
    };
    let csv = run("csv");
    assert!(csv.stdout.contains("a\u{1b}[2J\nb"), "{:?}", csv.stdout);
    let is_raw = |letter: char| letter.is_control() && letter != '\n';
    assert!(!csv.stderr.contains(is_raw), "{:?}", csv.stderr);
    assert!(!run("table").stdout.contains(is_raw));
}

#[test]
fn a_manual_page_can_be_had_of_every_command() {
    let folder = tempfile::tempdir().unwrap();
    Program::new("man -o man/").within(folder.path()).stdout();
    let pages = fs::read_dir(folder.path().join("man")).unwrap().count();
    assert_eq!(pages, 11, "ten commands and the program");
    let page = Program::new("man flow").stdout();
    assert!(
        page.contains(".TH vardkraft-flow 1") && page.contains("pension"),
        "{page}"
    );
    for page in [page, Program::new("man").stdout()] {
        let source = format!("\"vardkraft {}\"", env!("CARGO_PKG_VERSION"));
        assert!(page.contains(&source), "{page}");
    }
    assert_eq!(Program::new("man fly").run().code, Some(2));
}

#[test]
fn help_and_version_are_results() {
    for arguments in ["--help", "forecast --help", "reference --help", "--version"] {
        assert!(!Program::new(arguments).stdout().is_empty(), "{arguments}");
    }
}

#[test]
fn missing_files_and_folders_are_refused_by_name() {
    let frequencies = "--frequencies tests/faults/sound/frequencies.csv";
    let message = Program::new(&format!("forecast --entrants nowhere.csv {frequencies}")).refused();
    assert!(
        message.contains("filen `nowhere.csv` finns inte"),
        "{message}"
    );
    let message = Program::new(&format!("forecast --entrants tests {frequencies}")).refused();
    assert!(message.contains("`tests` är en mapp"), "{message}");
}

#[test]
fn the_horizon_can_be_capped_and_the_base_year_set() {
    let rows = |arguments: &str| Program::new(arguments).stdout().lines().count() - 1;
    assert_eq!(
        rows("forecast tandläkare --region riket --horizon 1 -f csv"),
        1
    );
    assert_eq!(
        rows("forecast tandläkare --region riket --horizon 3 -f csv"),
        3
    );
    let beyond = Program::new("forecast tandläkare --horizon 5").run();
    assert!(
        beyond
            .stderr
            .contains("--horizon 5 överskrider metodens horisont"),
        "{}",
        beyond.stderr
    );
    let earlier =
        Program::new("forecast tandläkare --region riket --from-year 2022 -f csv").stdout();
    let years: Vec<&str> = earlier
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(2))
        .collect();
    assert_eq!(years, ["2023", "2024", "2025"]);
    let message = Program::new("forecast tandläkare --from-year 2050").refused();
    assert!(
        message.contains("nybörjare saknas för 2046/47"),
        "{message}"
    );
}

#[test]
fn halland_counts_in_the_region_that_is_chosen() {
    let entrants = "utbildning,läsår,län,nybörjare\nsjuksköterska,2022/23,13,100\n";
    let run = |halland: &str| {
        let arguments = format!(
            "forecast --entrants - --frequencies tests/faults/sound/frequencies.csv -f csv {halland}"
        );
        Program::new(&arguments).stdin(entrants.as_bytes()).run()
    };
    let by_default = run("");
    assert!(
        by_default
            .stdout
            .contains("sjuksköterska,Södra,2025,2,100,0.8,80,"),
        "{}",
        by_default.stdout
    );
    assert!(
        by_default
            .stderr
            .contains("1 rad för Hallands län räknas helt till Södra")
    );
    let west = run("--halland västra");
    assert!(
        west.stdout
            .contains("sjuksköterska,Västra,2025,2,100,0.8,80,"),
        "{}",
        west.stdout
    );
    let impossible = run("--halland norra");
    assert!(
        impossible.stderr.contains("Halland ligger inte i Norra"),
        "{}",
        impossible.stderr
    );
}

#[test]
fn rows_set_aside_and_columns_not_used_are_told() {
    let entrants = "utbildning,läsår,sjukvårdsregion,nybörjare,anm\n\
                    sjuksköterska,2022/23,Norra,100,x\n\
                    sjuksköterska,2022/23,Riket,100,x\n\
                    specialistsjuksköterska,2022/23,Norra,50,x\n";
    let arguments = "forecast --entrants - --frequencies tests/faults/sound/frequencies.csv -f csv";
    let notes = Program::new(arguments)
        .stdin(entrants.as_bytes())
        .run()
        .stderr;
    assert!(notes.contains("kolumner som inte används: anm"), "{notes}");
    assert!(
        notes.contains("1 totalrad räknas inte en gång till"),
        "{notes}"
    );
    assert!(
        notes.contains("ej barnmorska): specialistsjuksköterska"),
        "{notes}"
    );
    let verbose = Program::new(arguments)
        .arg("-v")
        .stdin(entrants.as_bytes())
        .run()
        .stderr;
    assert!(
        verbose.contains("standard in: UTF-8, avgränsare `,`, 3 rader"),
        "{verbose}"
    );
}

#[test]
fn a_failed_run_leaves_the_old_file_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("skattning.csv");
    fs::write(&target, "gammal").unwrap();
    let refused = Program::new("forecast tandlekare -o").arg(&target).run();
    assert_eq!(refused.code, Some(1));
    assert_eq!(fs::read_to_string(&target).unwrap(), "gammal");

    let written = Program::new("forecast tandläkare -o").arg(&target).run();
    assert_eq!((written.code, written.stdout.as_str()), (Some(0), ""));
    assert!(
        fs::read_to_string(&target)
            .unwrap()
            .starts_with("utbildning,")
    );
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// A run that is killed while it writes leaves the old file whole.
#[test]
fn a_killed_run_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("register.csv");
    fs::write(&target, "gammal").unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_vardkraft"))
        .args([
            "synth",
            "--persons",
            "2000000",
            "--profession",
            "alla",
            "-o",
        ])
        .arg(&target)
        .spawn()
        .unwrap();
    // Killed once it has written something beside the target.
    let has_begun = || {
        let files = fs::read_dir(folder.path()).unwrap().flatten();
        files
            .filter(|file| file.path() != target)
            .any(|file| file.metadata().is_ok_and(|file| file.len() > 0))
    };
    let begin = std::time::Instant::now();
    while !has_begun() && begin.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(has_begun(), "nothing was written");
    child.kill().unwrap();
    assert!(
        !child.wait().unwrap().success(),
        "it was done before it was killed"
    );
    assert_eq!(fs::read_to_string(&target).unwrap(), "gammal");
}

#[test]
fn an_output_that_cannot_be_written_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let message = Program::new("forecast -o")
        .arg(folder.path().join("ny/skattning.csv"))
        .refused();
    assert!(
        message.contains("skattning.csv` gick inte att skriva"),
        "{message}"
    );
    let folder_csv = folder.path().join("mapp.csv");
    fs::create_dir(&folder_csv).unwrap();
    let message = Program::new("forecast -o").arg(&folder_csv).refused();
    assert!(message.contains("är en mapp"), "{message}");
    let own_input = repository().join("tests/faults/sound/entrants.csv");
    let before = fs::read(&own_input).unwrap();
    let message = Program::new(
        "forecast --entrants tests/faults/sound/entrants.csv \
         --frequencies tests/faults/sound/frequencies.csv -o tests/faults/sound/entrants.csv",
    )
    .refused();
    assert!(message.contains("är både indata och utdata"), "{message}");
    assert_eq!(fs::read(&own_input).unwrap(), before);
}

#[test]
fn the_reference_tables_can_be_shown_in_every_format() {
    for (table, rows) in [
        ("professions", 22),
        ("programmes", 22),
        ("regions", 20 + 6),
        ("universities", 29),
        ("population", 22 * 25),
    ] {
        let csv = Program::new(&format!("reference {table} -f csv")).stdout();
        assert_eq!(csv.lines().count() - 1, rows, "{table}");
        assert!(
            !Program::new(&format!("reference {table} -f table --lang en"))
                .stdout()
                .is_empty()
        );
    }
    let detailed = Program::new("reference population --by-sex-and-age -f csv").stdout();
    assert_eq!(detailed.lines().count() - 1, 22 * 25 * 2 * 3);
    assert!(
        Program::new("reference population -f csv")
            .stdout()
            .contains("\n2021,00,Riket,10452326,")
    );
    assert!(
        Program::new("reference sources -f csv")
            .stdout()
            .contains("\nsfs_1982_777,")
    );
}

#[test]
fn colour_is_only_given_when_asked_for() {
    let plain = Program::new("forecast tandlekare").run();
    assert!(!plain.stderr.contains('\u{1b}'));
    let coloured = Program::new("forecast tandlekare --color always").run();
    assert!(coloured.stderr.contains("\u{1b}["), "{}", coloured.stderr);
}

#[test]
fn the_tables_of_forecast_can_be_checked_alone() {
    let found = Program::new("check --as entrants seeds/example_entrants.csv -f csv").run();
    assert!(
        found.stdout.contains("\ntandläkare,40,2014/15,2023/24\n"),
        "{}",
        found.stdout
    );
    assert!(
        found.stderr.contains("Inga fel: 900 rader blev 900 poster"),
        "{}",
        found.stderr
    );
    let found =
        Program::new("check --as frequencies seeds/example_frequencies.csv -f csv").stdout();
    assert!(found.contains("\ntandläkare,1,,\n"), "{found}");
    let faulty = "tests/faults/completions/degree-before-start.csv";
    let message = Program::new(&format!("check --as completions {faulty}")).refused();
    assert!(
        message.contains("examensläsåret 2011/12 är före starten 2012/13"),
        "{message}"
    );
}

#[test]
fn a_dash_is_standard_output_and_a_full_disk_is_told() {
    let expected = Program::new("forecast tandläkare -f csv").stdout();
    assert_eq!(Program::new("forecast tandläkare -o -").stdout(), expected);
    let notes = Program::new("forecast tandläkare --lang en").run().stderr;
    assert!(notes.starts_with("note: Example data"), "{notes}");
    if cfg!(target_os = "linux") {
        let message = Program::new("forecast -f csv -o /dev/full").refused();
        assert!(
            message.contains("`/dev/full` gick inte att skriva"),
            "{message}"
        );
    }
}

#[test]
fn every_shell_can_complete_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Program::new(&format!("completions {shell}")).stdout();
        assert!(
            script.contains("forecast") && script.contains("pension-age"),
            "{shell}"
        );
    }
    for shell in ["bash", "fish", "zsh"] {
        let script = Program::new(&format!("completions {shell}")).stdout();
        for name in [
            "Stockholm-Gotland",
            "åldersgrupp",
            "completion-curve",
            "universities",
        ] {
            assert!(script.contains(name), "{shell} knows no {name}");
        }
    }
    for shell in ["bash", "fish", "zsh"] {
        let script = Program::new(&format!("completions {shell}")).stdout();
        for name in ["tandläkare", "biomedicinsk_analytiker", "receptarie"] {
            assert!(script.contains(name), "{shell} knows no {name}");
        }
    }
}
