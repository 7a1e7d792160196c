//! The walk-throughs of `examples/` do what they say.

use std::fs;

use crate::program::{Program, repository};
use crate::readme::assert_console_blocks;

#[path = "../../examples/forecast.rs"]
#[expect(dead_code, reason = "its main is for people")]
mod library_example;

#[path = "../../examples/flow.rs"]
#[expect(dead_code, reason = "its main is for people")]
mod flow_example;

#[test]
fn every_walk_through_prints_what_its_readme_shows() {
    let mut folders: Vec<_> = fs::read_dir(repository().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() >= 2);
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(
            assert_console_blocks(&folder.join("README.md")) > 0,
            "{name} shows no command"
        );
        assert!(
            readme.contains(&format!("examples/{name}")),
            "README does not list {name}"
        );
    }
}

#[test]
fn tables_from_swedish_excel_give_the_same_bytes() {
    let run = |entrants: &str, frequencies: &str| {
        let inputs = format!("--entrants {entrants} --frequencies {frequencies}");
        Program::new(&format!("forecast -f csv {inputs}")).stdout()
    };
    let excel = run(
        "examples/semikolon-windows/nyborjare.csv",
        "examples/semikolon-windows/examensfrekvens.csv",
    );
    assert_eq!(
        excel,
        run(
            "seeds/example_entrants.csv",
            "seeds/example_frequencies.csv"
        )
    );
    assert_eq!(excel, Program::new("forecast -f csv").stdout());
    assert!(excel.lines().count() > 200);
}

#[test]
fn the_library_example_prints_the_long_programmes() {
    let mut out = Vec::new();
    library_example::run(&mut out).unwrap();
    let expected = "exempeldata, inte statistik
apotekare          159 →    164
logoped            158 →    162
läkare            1764 →   1764
psykolog           824 →    836
sjukhusfysiker      27 →     28
tandläkare         274 →    271
";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn the_flow_example_describes_what_the_program_describes() {
    let mut out = Vec::new();
    flow_example::run(&mut out).unwrap();
    let own = String::from_utf8(out).unwrap();
    let extract = "--extract examples/atta-personer/uttag.csv --disclosure off";
    let program = Program::new(&format!("flow tandläkare {extract} -f table")).stdout();
    let table = own.split("\n\n").next().unwrap();
    assert!(own.contains("ingående"), "{own}");
    assert!(program.starts_with(table), "{own}\n{program}");
}
