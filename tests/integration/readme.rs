//! Every command in the documentation is run, and its output compared with what is shown.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{Program, repository};

/// A command and the output that a document shows below it.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    command: String,
    output: String,
}

/// The commands of the ```` ```console ```` blocks of a document.
fn console_blocks(document: &str) -> Vec<Shown> {
    let blocks = document.split("```console\n").skip(1);
    let mut shown: Vec<Shown> = Vec::new();
    for block in blocks.map(|rest| rest.split("```").next().unwrap_or_default()) {
        for line in block.lines() {
            match (line.strip_prefix("$ "), shown.last_mut()) {
                (Some(command), _) => {
                    shown.push(Shown {
                        command: command.to_owned(),
                        output: String::new(),
                    });
                }
                (None, Some(last)) => last.output.extend([line, "\n"]),
                (None, None) => panic!("a console block starts with `$ `: {line}"),
            }
        }
    }
    shown
}

/// Runs the commands of a document as a reader would and returns how many there were.
#[track_caller]
pub(crate) fn assert_console_blocks(document: &Path) -> usize {
    let text = fs::read_to_string(document).expect("the document is text");
    let shown = console_blocks(&text);
    let program = Path::new(env!("CARGO_BIN_EXE_vardkraft"));
    let folder = program
        .parent()
        .expect("the program lies in a folder")
        .display();
    for Shown { command, output } in &shown {
        let path = format!("PATH=\"{folder}:$PATH\"; {command}");
        let run = Command::new("sh")
            .args(["-c", &path])
            .current_dir(repository())
            .output();
        let run = run.expect("a shell runs");
        let actual = String::from_utf8_lossy(&run.stdout);
        assert_eq!(
            actual.trim_end(),
            output.trim_end(),
            "{}: {command}",
            document.display()
        );
    }
    shown.len()
}

#[test]
fn the_tour_prints_what_the_readme_shows() {
    assert!(assert_console_blocks(&repository().join("README.md")) >= 5);
}

#[test]
fn the_two_commands_stand_first_and_the_main_job_runs() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let first_block = readme
        .split("```sh\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let commands: Vec<&str> = first_block
        .lines()
        .filter_map(|line| line.split('#').next())
        .map(str::trim)
        .collect();
    assert_eq!(
        commands,
        ["cargo run --release -- forecast", "cargo test --release"]
    );
    assert!(!Program::new("forecast").stdout().is_empty());
}

#[test]
fn the_reader_of_console_blocks_sees_commands_and_output() {
    let document = "text\n```console\n$ a b\nx\ny\n$ c\n```\nmore\n```sh\n$ no\n```\n";
    let shown = |command: &str, output: &str| Shown {
        command: command.to_owned(),
        output: output.to_owned(),
    };
    assert_eq!(
        console_blocks(document),
        [shown("a b", "x\ny\n"), shown("c", "")]
    );
}
