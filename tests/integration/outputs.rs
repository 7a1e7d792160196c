//! No file is lost: outputs are held apart from inputs, appear together or not at all, and leave nothing behind.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::{TempDir, tempdir};

use crate::program::Program;

/// Files that are no extract and no table, so that a run that reads one fails in another way than one that
/// refuses its outputs first.
fn folder_of_inputs() -> TempDir {
    let folder = tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("lova")).unwrap();
    fs::create_dir(at("lova/delar")).unwrap();
    for name in [
        "lova/2019.csv",
        "lova/2020.csv",
        "a.csv",
        "b.csv",
        "k.parquet",
        "r.toml",
        "o.json",
    ] {
        fs::write(at(name), format!("innehållet i {name}")).unwrap();
    }
    fs::hard_link(at("a.csv"), at("hård.csv")).unwrap();
    symlink("a.csv", at("länk.csv")).unwrap();
    symlink("lova", at("mapplänk")).unwrap();
    symlink("ny.csv", at("ut.csv")).unwrap();
    symlink("../a.csv", at("lova/2021.csv")).unwrap();
    folder
}

/// Every file below a folder and what it holds.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        if path.is_symlink() {
            files.insert(name, b"link".to_vec());
        } else if path.is_dir() {
            files.insert(name, b"folder".to_vec());
            files.extend(contents(&path));
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
    files
}

#[test]
fn an_output_is_never_an_input_or_another_output() {
    let (is_input, is_read, matches) = (
        "är både indata och utdata",
        "ligger i en mapp som läses som indata",
        "passar ett mönster som läses som indata",
    );
    let (holds, twice) = ("ligger indata (-o)", "skulle skrivas två gånger");
    let refused = [
        ("check a.csv -o a.csv", is_input),
        ("check a.csv -o ./lova/../a.csv", is_input),
        ("check a.csv -o länk.csv", is_input),
        ("check länk.csv -o a.csv", is_input),
        ("check a.csv -o hård.csv", is_input),
        ("check a.csv --rejects a.csv", is_input),
        (
            "check a.csv --map r.toml --rejects r.toml -f csv",
            "writes csv",
        ),
        ("check lova/ -o lova/2019.csv", is_input),
        ("check lova/ -o a.csv", is_input),
        ("check lova/ -o lova/2022.csv", is_read),
        ("check lova -o mapplänk/2022.csv", is_read),
        ("check lova -o lova/delar/2022.csv", is_read),
        ("check lova --rejects lova/fel.csv", is_read),
        ("check lova/20*.csv -o lova/2022.csv", matches),
        ("check lov?/20*.csv -o mapplänk/2022.csv", matches),
        ("check **/20*.csv -o lova/delar/2022.csv", matches),
        ("check lova -o lova/", holds),
        ("check a.csv -o ./", holds),
        ("check lova -o ./", holds),
        (
            "flow tandläkare --extract lova --save-cube lova/k.parquet",
            is_read,
        ),
        (
            "flow tandläkare --cube k.parquet --save-cube k.parquet",
            is_input,
        ),
        (
            "flow tandläkare --cube k.parquet --disclosure suppress --audit k.parquet",
            is_input,
        ),
        (
            "flow tandläkare --stock a.csv --population b.csv -o b.csv",
            is_input,
        ),
        (
            "flow läkare --extract lova --education b.csv --view pathway -o b.csv",
            is_input,
        ),
        (
            "flow tandläkare --extract lova --disclosure-policy r.toml --audit ./x.csv -o x.csv",
            twice,
        ),
        ("supply --extract lova -o lova/2022.xlsx", is_read),
        ("supply --cube k.parquet -o k.parquet", is_input),
        (
            "forecast --entrants a.csv --frequencies b.csv -o b.csv",
            is_input,
        ),
        (
            "forecast --entrants a.csv --completions b.csv --save o.json --manifest ./o.json",
            twice,
        ),
        ("backtest --graduates a.csv -o a.csv", is_input),
        ("compare o.json --outcome a.csv -o a.csv", is_input),
        ("compare o.json --outcome a.csv -o o.json", is_input),
        ("synth --recipe r.toml -o ny.csv --truth ny.csv", twice),
        ("synth -o ny.csv --education ut.csv", twice),
        ("synth -o ny.csv --education e.csv --truth e.csv", twice),
        ("check a.csv -f csv -o ny.csv --rejects ut.csv", twice),
    ];
    let folder = folder_of_inputs();
    let before = contents(folder.path());
    for (arguments, expected) in refused {
        let run = Program::new(arguments).within(folder.path()).run();
        let code = if expected.starts_with("writes") { 2 } else { 1 };
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(code), ""),
            "{arguments}"
        );
        assert!(run.stderr.contains(expected), "{arguments}: {}", run.stderr);
        assert_eq!(contents(folder.path()), before, "{arguments}");
    }
}

/// The names of what lies in a folder.
fn names(folder: &Path) -> Vec<String> {
    let files = contents(folder).into_keys();
    let name = |path: String| path.rsplit('/').next().unwrap_or_default().to_owned();
    files.map(name).collect()
}

#[test]
fn a_folder_holds_the_tables_of_one_run() {
    let folder = tempdir().unwrap();
    let at = |name: &str| folder.path().join("ut").join(name);
    let run = |arguments: &str| {
        let program = Program::new(arguments).args("-o ut/");
        let run = program.within(folder.path()).run();
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stderr
    };
    run("reference regions -f csv");
    assert_eq!(names(&at("")), [".vardkraft.sha256", "regions.csv"]);
    fs::write(at("egen.csv"), "år,antal").unwrap();
    fs::write(at("bild.png"), "bild").unwrap();

    let removed = "tabeller från en tidigare körning är borttagna: regions.csv";
    let others = "innehåller också filer som den här körningen inte har skrivit: egen.csv\n";
    let notes = run("reference professions -f tsv");
    assert!(notes.contains(removed), "{notes}");
    assert!(notes.contains(others), "{notes}");
    let expected = [
        ".vardkraft.sha256",
        "bild.png",
        "egen.csv",
        "professions.tsv",
    ];
    assert_eq!(names(&at("")), expected);

    // The same run again has nothing to remove, and `-q` asks for no notes.
    let again = run("reference professions -f tsv");
    assert!(!again.contains("borttagna"), "{again}");
    assert_eq!(run("reference professions -f tsv -q"), "");
    assert_eq!(names(&at("")), expected);
}

#[test]
fn a_table_that_was_changed_or_linked_since_is_not_removed() {
    let folder = tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let run = |arguments: &str| {
        let program = Program::new(arguments).args("-o ut/");
        program.within(folder.path()).run()
    };
    run("reference regions -f csv");
    fs::write(at("ut/regions.csv"), "mina egna siffror").unwrap();
    let notes = run("reference regions -f json").stderr;
    assert!(notes.contains("inte har skrivit: regions.csv"), "{notes}");
    assert_eq!(
        fs::read(at("ut/regions.csv")).unwrap(),
        b"mina egna siffror"
    );

    fs::rename(at("ut/regions.json"), at("flyttad.json")).unwrap();
    symlink("../flyttad.json", at("ut/regions.json")).unwrap();
    let notes = run("reference regions -f md").stderr;
    assert!(notes.contains("regions.csv, regions.json"), "{notes}");
    assert!(at("ut/regions.json").is_symlink() && at("flyttad.json").exists());
}

#[test]
fn a_table_that_is_read_is_not_removed() {
    let folder = tempdir().unwrap();
    Program::new("reference regions -f csv -o ut/")
        .within(folder.path())
        .stdout();
    let before = contents(folder.path());
    let message = Program::new("check ut/regions.csv --as entrants -f json -o ut/")
        .within(folder.path())
        .refused();
    assert!(message.contains("ligger indata (-o)"), "{message}");
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn standard_input_and_output_are_files_too() {
    let folder = folder_of_inputs();
    let run = |script: &str| {
        let program = env!("CARGO_BIN_EXE_vardkraft");
        let output = Command::new("bash")
            .args(["-c", &script.replace("vardkraft", program)])
            .current_dir(folder.path())
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    for script in [
        "vardkraft check --as entrants - -o a.csv < a.csv",
        "vardkraft check --as entrants a.csv -f csv >> a.csv",
        "vardkraft check lova -f csv > lova/2022.csv",
    ] {
        let (code, stderr) = run(script);
        assert_eq!(code, Some(1), "{script}");
        assert!(
            stderr.contains("är både indata och utdata"),
            "{script}: {stderr}"
        );
    }
    let kept = fs::read_to_string(folder.path().join("a.csv")).unwrap();
    assert_eq!(kept, "innehållet i a.csv");
}

#[test]
fn only_the_result_can_go_to_standard_output() {
    for arguments in [
        "forecast --manifest -",
        "forecast --save -",
        "flow tandläkare --save-cube - -f csv",
        "flow tandläkare --disclosure suppress --audit -.csv --save-cube -",
        "synth -o -",
        "synth -o x.csv --truth -",
        "synth -o x.csv --education -",
        "check x.csv --rejects -",
    ] {
        let run = Program::new(arguments)
            .within(tempdir().unwrap().path())
            .run();
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(2), ""),
            "{arguments}: {}",
            run.stderr
        );
    }
}

/// The last file of each set cannot be written; the device is always full.
#[cfg(target_os = "linux")]
#[test]
fn a_set_of_files_appears_whole_or_not_at_all() {
    for arguments in [
        "synth --persons 50 -o full.csv --education e.csv --truth t.csv",
        "synth --persons 50 -o r.csv --education e.csv --truth full.csv",
        "synth --persons 50 -o r.csv --education full.csv --truth t.csv",
        "flow tandläkare -o full.csv --save-cube k.parquet --manifest m.json",
        "supply tandläkare --disclosure suppress -o full.csv --audit a.csv",
        "flow tandläkare -o ut/ --manifest full.json",
        "flow tandläkare -o djupt/ut/ --save-cube full.parquet",
        "forecast -o full.csv --save s.json",
        "man -o full/",
    ] {
        let folder = tempdir().unwrap();
        for name in ["full.csv", "full.json", "full.parquet", "full"] {
            symlink("/dev/full", folder.path().join(name)).unwrap();
        }
        let before = contents(folder.path());
        let run = Program::new(arguments).within(folder.path()).run();
        assert_eq!(run.code, Some(1), "{arguments}: {}", run.stderr);
        assert_eq!(contents(folder.path()), before, "{arguments}");
    }
}

/// A register large enough to be still on its way when the signal comes.
const LARGE: [&str; 10] = [
    "synth",
    "--persons",
    "2000000",
    "--profession",
    "alla",
    "--quiet",
    "-o",
    "register.csv",
    "--truth",
    "sanning.csv",
];

/// Waits until an unfinished file has something in it.
fn is_begun(folder: &Path) -> bool {
    (0..6_000).any(|_| {
        sleep(Duration::from_millis(10));
        let mut files = fs::read_dir(folder).unwrap().flatten();
        files.any(|file| {
            let is_unfinished = file
                .file_name()
                .to_string_lossy()
                .starts_with(".vardkraft-");
            is_unfinished && file.metadata().is_ok_and(|file| file.len() > 0)
        })
    })
}

fn send(signal: &str, child: &Child) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args([signal, &id])
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn a_signal_leaves_the_old_file_and_nothing_else() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("register.csv"), "gammal").unwrap();
        let before = contents(folder.path());
        let mut child = Command::new(env!("CARGO_BIN_EXE_vardkraft"))
            .args(LARGE)
            .current_dir(folder.path())
            .spawn()
            .unwrap();
        let is_begun = is_begun(folder.path());
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(code), "{signal}");
        assert!(is_begun, "nothing was written");
        assert_eq!(contents(folder.path()), before, "{signal}");
    }
}

#[test]
fn a_signal_ends_a_run_that_waits_for_its_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vardkraft"))
        .args(["check", "--as", "entrants", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // Until it has begun to listen, the signal ends it the system's way.
    sleep(Duration::from_millis(500));
    send("-INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn permissions_are_kept_and_new_registers_are_private() {
    let folder = tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("usual"), "").unwrap();
    let usual = mode(&at("usual"));
    for (name, rights) in [("r.csv", 0o640), ("s.csv", 0o664), ("m.json", 0o600)] {
        fs::write(at(name), "gammal").unwrap();
        fs::set_permissions(at(name), fs::Permissions::from_mode(rights)).unwrap();
    }
    let run = |arguments: &str| Program::new(arguments).within(folder.path()).stdout();
    run("forecast -o s.csv --manifest m.json --save ny.json");
    run("synth --persons 50 -o r.csv --education e.csv --truth t.csv");
    run("flow tandläkare -o b.csv --save-cube k.parquet");
    let expected = [
        ("r.csv", 0o640),
        ("s.csv", 0o664),
        ("m.json", 0o600),
        ("ny.json", usual),
        ("e.csv", 0o600),
        ("t.csv", usual),
        ("b.csv", usual),
        ("k.parquet", 0o600),
    ];
    for (name, rights) in expected {
        assert_eq!(mode(&at(name)), rights, "{name}: {:o}", mode(&at(name)));
        assert_ne!(fs::read(at(name)).unwrap(), b"gammal", "{name}");
    }
    fs::write(
        at("fel.csv"),
        "löpnr,år,yrke,län,status\n1,2020,läkare,99,i yrket\n",
    )
    .unwrap();
    let refused = Program::new("check fel.csv --rejects nekade.csv")
        .within(folder.path())
        .run();
    assert_eq!(refused.code, Some(1));
    assert_eq!(mode(&at("nekade.csv")), 0o600);
}

#[test]
fn a_write_protected_file_is_kept() {
    let folder = tempdir().unwrap();
    let target = folder.path().join("s.csv");
    fs::write(&target, "gammal").unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o444)).unwrap();
    let message = Program::new("forecast -o s.csv")
        .within(folder.path())
        .refused();
    assert!(message.contains("`s.csv` är skrivskyddad"), "{message}");
    assert_eq!(fs::read(&target).unwrap(), b"gammal");
}

#[test]
fn a_link_stays_a_link_and_its_target_gets_the_result() {
    let folder = tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("mål.csv"), "gammal").unwrap();
    symlink("mål.csv", at("länk.csv")).unwrap();
    symlink("nytt.csv", at("lös.csv")).unwrap();
    for (link, target) in [("länk.csv", "mål.csv"), ("lös.csv", "nytt.csv")] {
        Program::new("forecast -o")
            .arg(link)
            .within(folder.path())
            .stdout();
        assert!(at(link).is_symlink(), "{link}");
        assert!(
            fs::read_to_string(at(target))
                .unwrap()
                .starts_with("utbildning,"),
            "{target}"
        );
    }
}

#[test]
fn a_reader_who_leaves_still_gets_the_files() {
    let folder = tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_vardkraft");
    let pipe = format!(
        "set -o pipefail; '{program}' reference population --by-sex-and-age --manifest m.json -f csv | head -1"
    );
    let output = Command::new("bash")
        .args(["-c", &pipe])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    assert!(folder.path().join("m.json").exists());
}

#[test]
fn a_closed_standard_output_is_an_error_and_a_discarded_one_is_not() {
    let program = env!("CARGO_BIN_EXE_vardkraft");
    let run = |script: &str| {
        let script = script.replace("vardkraft", program);
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    for arguments in ["forecast -q", "completions bash", "--schema", "man"] {
        let (code, stderr) = run(&format!("vardkraft {arguments} >&-"));
        assert_eq!(code, Some(1), "{arguments}");
        assert!(stderr.contains("standard ut är stängd"), "{stderr}");
    }
    assert_eq!(run("vardkraft --help >&-").0, Some(1));
    assert_eq!(run("vardkraft --help > /dev/full").0, Some(1));
    assert_eq!(run("vardkraft forecast -q > /dev/null").0, Some(0));
    let folder = tempdir().unwrap();
    let target = folder.path().join("s.csv");
    let to_file = format!("vardkraft forecast -q -o {} >&-", target.display());
    assert_eq!(run(&to_file).0, Some(0));
    assert!(target.exists());
}
