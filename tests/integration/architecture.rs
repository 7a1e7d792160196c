//! Who may import whom, read off the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::import_graph::{ImportGraph, without_comments};
use crate::program::repository;

/// The room that every other may import: the words of messages and results.
const EVERYWHERE: &str = "language";

/// Every room and the rooms it may import. A room may always import itself.
fn rules() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("language", [].as_slice()),
        ("domain", &[]),
        ("stats", &[]),
        ("source", &[]),
        ("report", &["domain"]),
        ("reference", &["domain", "source"]),
        ("intake", &["domain", "source", "reference"]),
        ("extract", &["domain", "source", "reference"]),
        ("forecast", &["domain", "stats", "reference"]),
        ("flow", &["domain", "stats", "reference", "extract"]),
        (
            "accounts",
            &["flow", "extract", "stats", "report", "domain", "reference"],
        ),
        (
            "view",
            &[
                "accounts",
                "forecast",
                "flow",
                "extract",
                "stats",
                "report",
                "domain",
                "reference",
            ],
        ),
        ("disclosure", &["report", "domain"]),
        ("render", &["disclosure", "report"]),
        (
            "cli",
            &[
                "domain",
                "source",
                "reference",
                "intake",
                "extract",
                "forecast",
                "flow",
                "accounts",
                "report",
                "view",
                "disclosure",
                "render",
            ],
        ),
        ("main", &["cli"]),
    ])
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is readable");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the entry is readable").path())
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    files
}

fn room_of(file: &Path) -> String {
    let inside = file
        .strip_prefix(repository().join("src"))
        .expect("a file of src");
    let first = inside
        .components()
        .next()
        .expect("a name")
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file without its unit tests, which may build their inputs with any room.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("the file is text");
    text.split("\nmod tests {")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The rooms named after `crate::` (or, in `main`, `vardkraft::`) in code and in links of comments.
fn imports(code: &str) -> Vec<String> {
    let named = ["crate::", "vardkraft::"]
        .into_iter()
        .flat_map(|root| code.split(root).skip(1));
    named
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => group
                .split('}')
                .next()
                .unwrap_or_default()
                .split(',')
                .collect(),
            None => vec![rest],
        })
        .filter_map(|path| {
            let word = path
                .trim()
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()?;
            (!word.is_empty()).then(|| word.to_owned())
        })
        .collect()
}

/// The names that are imported from a room, from `use` or in a path.
fn names_of(code: &str, room: &str) -> BTreeSet<String> {
    let root = format!("crate::{room}::");
    let named = code.split(root.as_str()).skip(1);
    named
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => {
                let group = group.split("};").next().unwrap_or_default();
                group.split(',').collect()
            }
            None => vec![rest],
        })
        .filter_map(|path| {
            let is_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
            let name = path.trim().split(|letter| !is_of_name(letter)).next()?;
            (!name.is_empty()).then(|| name.to_owned())
        })
        .collect()
}

#[test]
fn imports_follow_the_import_rule() {
    let rules = rules();
    let files = sources(&repository().join("src"));
    assert!(files.len() > 40, "only {} files were found", files.len());
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("src/lib.rs")) {
        let room = room_of(file);
        let allowed = rules
            .get(room.as_str())
            .unwrap_or_else(|| panic!("no rule for `{room}`"));
        let wrong = imports(&code(file)).into_iter().filter(|import| {
            *import != room
                && *import != EVERYWHERE
                && !allowed.contains(&import.as_str())
                && import != "Result"
        });
        broken.extend(wrong.map(|import| format!("{} imports {import}", file.display())));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_import_reader_sees_every_way_to_write_an_import() {
    let code =
        "use crate::domain::Sex;\nuse crate::{stats, source::Fault};\nlet x = crate::view::y();";
    assert_eq!(imports(code), ["domain", "stats", "source", "view"]);
}

#[test]
fn anyhow_lives_only_in_the_command_line() {
    for file in sources(&repository().join("src")) {
        let uses = code(&file).contains("anyhow::");
        assert!(
            !uses || room_of(&file) == "cli",
            "{} uses anyhow",
            file.display()
        );
    }
}

#[test]
fn polars_lives_only_where_columnar_files_are_read_or_written() {
    let rooms = [
        "render/parquet.rs",
        "extract/read/columnar/mod.rs",
        "extract/read/columnar/texts.rs",
        "extract/read/declared/damage.rs",
        "extract/read/declared/ipc.rs",
        "extract/read/declared/parquet.rs",
        "extract/synth/write.rs",
        "flow/saved/error.rs",
        "flow/saved/mod.rs",
    ];
    for file in sources(&repository().join("src")) {
        let uses = code(&file).contains("polars::");
        let may = rooms.iter().any(|room| file.ends_with(room));
        assert!(!uses || may, "{} uses polars", file.display());
    }
}

/// What a command may know of the rooms that calculate: what is read, what is asked, one call of a calculation,
/// and what comes back or is wrong. No part of a calculation is among them.
const CALCULATIONS_FOR_COMMANDS: [(&str, &[&str]); 3] = [
    (
        "accounts",
        &["NotAFlow", "NotRounded", "round", "rounded_supply"],
    ),
    (
        "flow",
        &[
            // What is read and counted.
            "Basis",
            "CountedRegister",
            "Counting",
            "Coverage",
            "Cube",
            "Depth",
            // What is asked.
            "Area",
            "Cut",
            "EntrantCut",
            "Followed",
            "Level",
            "Request",
            "SupplyRequest",
            "View",
            // The calculations.
            "describe",
            "supply",
            // What comes back, and why nothing does.
            "Description",
            "Imbalance",
            "NotDescribed",
            "NotLinked",
            "Refusal",
            "missing_professions",
        ],
    ),
    (
        "forecast",
        &[
            // What is read.
            "History",
            "Outcomes",
            "Rates",
            // As `forecast::Inputs`: a command has inputs of its own.
            "self",
            // What is asked.
            "Average",
            "BacktestRequest",
            "CohortRule",
            "Draws",
            "EstimationRequest",
            "Method",
            "MethodRequest",
            "Request",
            "estimated_programmes",
            "programmes_without_horizon",
            // The calculations.
            "backtest",
            "compare",
            "estimate",
            "judge",
            // What comes back, is saved, and why nothing does.
            "Edition",
            "EditionFacts",
            "EditionInput",
            "EstimationError",
            "Forecast",
            "Pair",
        ],
    ),
];

#[test]
fn commands_ask_the_calculations_for_results_only() {
    for (room, may) in CALCULATIONS_FOR_COMMANDS {
        let mut known = BTreeSet::new();
        for file in sources(&repository().join("src/cli")) {
            for name in names_of(&code(&file), room) {
                let is_known = may.contains(&name.as_str());
                assert!(is_known, "{} imports {room}::{name}", file.display());
                known.insert(name);
            }
        }
        let idle: Vec<_> = may.iter().filter(|name| !known.contains(**name)).collect();
        assert!(
            idle.is_empty(),
            "no command imports these of {room}: {idle:?}"
        );
    }
}

/// Commands print numbers and calculate none: what adds, divides or folds them belongs to a calculation.
#[test]
fn commands_do_no_arithmetic() {
    let signs = [
        " + ",
        " - ",
        " * ",
        " / ",
        " % ",
        "+= ",
        "-= ",
        "*= ",
        "/= ",
        ".sum(",
        ".sum::<",
        ".product(",
        ".fold(",
        " as f64",
        " as u64",
    ];
    // `synth` counts the rows that it writes, and the writer has widths, bytes and signals.
    let may = |file: &Path| {
        file.ends_with("cli/synth.rs") || file.starts_with(repository().join("src/cli/output"))
    };
    for file in sources(&repository().join("src/cli")) {
        if may(&file) {
            continue;
        }
        // Bounds add nothing up.
        let code = without_comments(&code(&file));
        let code = code.replace(" + use<", " ").replace(" + '", " '");
        for (number, line) in code.lines().enumerate() {
            let sign = signs.iter().find(|sign| line.contains(**sign));
            let place = format!("{}:{}", file.display(), number + 1);
            assert!(sign.is_none(), "{place} calculates: {}", line.trim());
        }
    }
}

#[test]
fn no_files_of_a_room_import_each_other_in_a_circle() {
    let source = repository().join("src");
    let files = sources(&source);
    for room in rules().keys() {
        let own = files.iter().filter(|file| room_of(file) == *room);
        let own: Vec<PathBuf> = own.cloned().collect();
        let circles = ImportGraph::read(&source, &own).circles();
        assert!(circles.is_empty(), "these import each other: {circles:#?}");
    }
}
