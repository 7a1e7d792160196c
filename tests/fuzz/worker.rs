//! Runs cases within one process and writes what each came to.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use super::input::{Case, Corpus, KINDS};
use super::{layouts, number, statistical, workbook};

/// What panicked since it was last asked; the guard's own panics do not come here.
static PANICS: Mutex<String> = Mutex::new(String::new());

/// The worker of the driver.
#[test]
#[ignore = "started by the driver"]
fn work() {
    let seeds = PathBuf::from(std::env::var_os("FUZZ_SEEDS").expect("started by the driver"));
    let (from, end) = (number("FUZZ_FROM").unwrap(), number("FUZZ_END").unwrap());
    let corpus = Corpus::read(&seeds);
    note_panics();
    let mut log = fs::File::create("log").unwrap();
    let only = std::env::var("FUZZ_KIND").ok();
    for number in from..end {
        let kind = usize::try_from(number % KINDS.len() as u64).unwrap();
        if only.as_ref().is_some_and(|only| only != KINDS[kind].0) {
            continue;
        }
        fs::write("position", number.to_string()).unwrap();
        let input = format!("input.{}", KINDS[kind].1);
        let case = corpus.case(number, &input);
        let end = run(&case, &input);
        if !matches!(end.as_str(), "0" | "1" | "2") {
            keep(&case, number);
        }
        writeln!(log, "{number} {} {end}", KINDS[case.kind].0).unwrap();
    }
    if from == 0 {
        // Damage to what is refused anyway would test nothing behind the door.
        for case in corpus.sound("sound") {
            let end = run(&case, "sound");
            assert_eq!(end, "0", "{:?}", case.arguments);
        }
        for case in corpus.regressions("regression") {
            let end = run(&case, "regression");
            let name = KINDS[case.kind].0;
            assert!(matches!(end.as_str(), "0" | "1" | "2"), "{name} {end}");
        }
    }
    fs::write("position", end.to_string()).unwrap();
}

fn note_panics() {
    panic::set_hook(Box::new(|panic| {
        let _ = writeln!(std::io::stderr(), "{panic}");
        if let Ok(mut panics) = PANICS.lock() {
            let _ = write!(panics, "{panic} ");
        }
    }));
}

/// Runs a case; its exit code, or what it panicked with.
fn run(case: &Case, input: &str) -> String {
    fs::write(input, &case.bytes).unwrap();
    fs::write("arguments", case.arguments.join("\n")).unwrap();
    let arguments = case.arguments.iter().map(OsString::from);
    let arguments = [OsString::from("vardkraft")].into_iter().chain(arguments);
    let ended = panic::catch_unwind(AssertUnwindSafe(|| match case.arguments.as_slice() {
        [read, _] if read == "read" && KINDS[case.kind].0 == "workbook" => {
            workbook::read(&case.bytes)
        }
        [read, _] if read == "read" => statistical::read(&case.bytes),
        [read, _] if read == "lay_out" => layouts::read(&case.bytes),
        _ => vardkraft::cli::run(arguments),
    }));
    let panics = PANICS.lock().map(|mut panics| std::mem::take(&mut *panics));
    match (ended, panics.unwrap_or_default()) {
        (Ok(code), panics) if panics.is_empty() => code_of(code),
        (_, panics) => format!("panics: {}", panics.replace('\n', " ")),
    }
}

fn code_of(code: ExitCode) -> String {
    let codes = (0..=2_u8).find(|known| code == ExitCode::from(*known));
    codes.map_or_else(|| format!("{code:?}"), |code| code.to_string())
}

fn keep(case: &Case, number: u64) {
    let Some(kept) = std::env::var_os("FUZZ_KEEP").map(PathBuf::from) else {
        return;
    };
    let name = KINDS[case.kind].0;
    write(&kept.join(format!("{number}-{name}")), &case.bytes);
    let arguments = case.arguments.join(" ");
    write(
        &kept.join(format!("{number}-{name}-arguments")),
        arguments.as_bytes(),
    );
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
}
