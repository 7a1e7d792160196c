//! The fault museum: one mistake per file, with the exact message beside it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Program, assert_matches_file, repository};

/// Runs every input of one kind and compares its message with the `.txt` file beside it.
fn exhibit(kind: &str, suffix: &str, arguments: impl Fn(&str) -> String) {
    let room = Path::new("tests/faults").join(kind);
    let mut inputs: Vec<PathBuf> = fs::read_dir(repository().join(&room))
        .expect("the room is there")
        .map(|entry| PathBuf::from(entry.expect("the entry is readable").file_name()))
        .filter(|name| {
            name.extension()
                .is_some_and(|extension| extension == suffix)
        })
        .collect();
    inputs.sort();
    assert!(
        inputs.len() >= 5,
        "{kind} holds only {} mistakes",
        inputs.len()
    );
    for input in inputs {
        let path = room.join(&input);
        let message = Program::new(&arguments(path.to_str().expect("names are text"))).refused();
        assert_matches_file(&message, &repository().join(path.with_extension("txt")));
    }
}

#[test]
fn mistakes_among_entrants() {
    exhibit("entrants", "csv", |path| {
        format!("forecast --entrants {path} --frequencies tests/faults/sound/frequencies.csv")
    });
}

#[test]
fn mistakes_among_frequencies() {
    exhibit("frequencies", "csv", |path| {
        format!("forecast --entrants tests/faults/sound/entrants.csv --frequencies {path}")
    });
}

#[test]
fn mistakes_among_completions() {
    exhibit("completions", "csv", |path| {
        format!("forecast --entrants tests/faults/sound/entrants.csv --completions {path}")
    });
}

#[test]
fn mistakes_in_register_extracts() {
    exhibit("extract", "csv", |path| format!("check {path}"));
}

#[test]
fn mistakes_among_disclosure_rules() {
    exhibit("disclosure", "toml", |path| {
        format!("supply tandläkare --disclosure suppress --disclosure-policy {path}")
    });
}

#[test]
fn mistakes_among_graduates() {
    exhibit("graduates", "csv", |path| {
        format!("backtest --graduates {path}")
    });
}

#[test]
fn mistakes_in_education_extracts() {
    exhibit("education", "csv", |path| {
        format!("check {path} --as education")
    });
}

#[test]
fn mistakes_in_tables_of_stock() {
    exhibit("stock", "csv", |path| {
        format!("flow tandläkare --stock {path}")
    });
}

#[test]
fn mistakes_in_tables_of_inhabitants() {
    exhibit("population", "csv", |path| {
        format!("flow tandläkare --stock tests/faults/sound/stock.csv --population {path}")
    });
}

#[test]
fn the_sound_companions_are_sound() {
    let arguments = "forecast --entrants tests/faults/sound/entrants.csv \
                     --frequencies tests/faults/sound/frequencies.csv";
    assert!(Program::new(arguments).stdout().lines().count() > 1);
    let stock = "flow tandläkare --stock tests/faults/sound/stock.csv";
    assert_eq!(Program::new(stock).stdout().lines().count(), 3);
}

#[test]
fn the_faults_of_all_inputs_are_told_in_one_run() {
    let arguments = "forecast --entrants tests/faults/entrants/negative-count.csv \
                     --frequencies tests/faults/frequencies/percent-in-a-share-column.csv";
    let message = Program::new(arguments).refused();
    assert!(message.contains("`-54` är negativt"), "{message}");
    assert!(message.contains("`88` är mer än 1"), "{message}");
    assert!(message.ends_with("\n2 fel\n"), "{message}");
}
