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
///
/// With `SNAPSHOTS=overwrite` the document is given the outputs of today instead.
#[track_caller]
pub(crate) fn assert_console_blocks(document: &Path) -> usize {
    let text = fs::read_to_string(document).expect("the document is text");
    let shown = console_blocks(&text);
    let overwrites = std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite");
    let mut updated = text.clone();
    for Shown { command, output } in &shown {
        let actual = printed(command);
        if overwrites {
            let (old, new) = (block(command, output), block(command, &actual));
            updated = updated.replacen(&old, &new, 1);
        } else {
            assert_eq!(
                actual.trim_end(),
                output.trim_end(),
                "{}: {command}",
                document.display()
            );
        }
    }
    if updated != text {
        fs::write(document, updated).expect("the document can be written");
    }
    shown.len()
}

/// A command and its output as a document shows them.
fn block(command: &str, output: &str) -> String {
    format!("$ {command}\n{output}")
}

/// What a command prints on standard output.
fn printed(command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_vardkraft"));
    let folder = program.parent().expect("the program lies in a folder");
    let path = format!("PATH=\"{}:$PATH\"; {command}", folder.display());
    let run = Command::new("sh")
        .args(["-c", &path])
        .current_dir(repository())
        .output();
    let run = run.expect("a shell runs");
    String::from_utf8_lossy(&run.stdout).into_owned()
}

#[test]
fn the_tour_prints_what_the_readme_shows() {
    assert!(assert_console_blocks(&repository().join("README.md")) >= 5);
}

#[test]
fn the_guides_print_what_they_show_and_the_readme_lists_them() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let guides = fs::read_dir(repository().join("docs")).unwrap();
    let mut guides: Vec<_> = guides.map(|entry| entry.unwrap().path()).collect();
    guides.sort();
    let shown: usize = guides
        .iter()
        .map(|guide| assert_console_blocks(guide))
        .sum();
    assert!(shown >= 5, "the guides show only {shown} commands");
    for guide in guides {
        let name = guide.file_name().unwrap().to_str().unwrap();
        assert!(
            readme.contains(&format!("(docs/{name})")),
            "README does not list docs/{name}"
        );
    }
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
