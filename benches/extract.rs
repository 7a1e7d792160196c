//! How long a large register extract takes from file to packed form, and how much memory.
//!
//! ```sh
//! cargo bench --bench extract              # 1, 4 and 17 million rows
//! cargo bench --bench extract -- 1         # 1 million rows only
//! ```
//!
//! Makes synthetic registers of all 22 professions in the system's folder for temporary files (3 GB
//! for the largest) and removes them. Beside our own figures stand the same checks in DuckDB
//! (`benches/extract_peer.py`, if a `python3` with the package duckdb is on the path; the counts of
//! both are compared), and a bare pass of the csv crate over the same file on one core, which splits
//! fields and does nothing else. Medians of five runs.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures and prints"
)]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use csv::ByteRecord;

const OURS: &str = env!("CARGO_BIN_EXE_vardkraft");
const RUNS: usize = 5;

/// A licence of the recipe has some 14 rows in 2001–2021.
const ROWS_PER_LICENCE: f64 = 14.16;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let asked: Vec<f64> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if asked.is_empty() {
        vec![1.0, 4.0, 17.0]
    } else {
        asked
    };
    for millions in sizes {
        let folder = tempfile::tempdir()?;
        measure_size(millions, folder.path())?;
    }
    Ok(())
}

fn measure_size(millions: f64, folder: &Path) -> Outcome<()> {
    let licences = format!("{:.0}", millions * 1e6 / ROWS_PER_LICENCE);
    let (csv, parquet) = (folder.join("reg.csv"), folder.join("reg.parquet"));
    for path in [&csv, &parquet] {
        let start = Instant::now();
        let mut synth = Command::new(OURS);
        synth.args([
            "synth",
            "-q",
            "--profession",
            "alla",
            "--persons",
            &licences,
            "-o",
        ]);
        if !synth.arg(path).status()?.success() {
            return Err("synth failed".into());
        }
        let megabytes = fs::metadata(path)?.len() / 1_000_000;
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{millions:>4} M rows  made {:<12} {seconds:6.2} s  {megabytes:5} MB",
            name(path)
        );
    }
    for path in [&parquet, &csv] {
        let ours = measure(millions, &format!("check {}", name(path)), || {
            let mut check = Command::new(OURS);
            check.args(["check", "-q", "-f", "csv"]).arg(path);
            check
        })?;
        if has_peer() {
            let peer = measure(millions, &format!("DuckDB {}", name(path)), || peer(path))?;
            let same = if ours.output == peer.output {
                "the same counts"
            } else {
                "OTHER COUNTS"
            };
            let ratio = peer.seconds / ours.seconds;
            println!("{millions:>4} M rows  {same}; DuckDB takes {ratio:.1} times as long");
        }
    }
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        runs.push(bare_pass(&csv)?.as_secs_f64());
    }
    let seconds = median(runs);
    println!(
        "{millions:>4} M rows  csv crate alone    {seconds:6.2} s  one core, fields split only"
    );
    Ok(())
}

/// What a program took in the median, and what it printed, in sorted lines.
struct Measured {
    seconds: f64,
    output: Vec<String>,
}

fn measure(millions: f64, name: &str, command: impl Fn() -> Command) -> Outcome<Measured> {
    let (mut seconds, mut memory, mut output) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (elapsed, most, printed) = watch(command())?;
        seconds.push(elapsed.as_secs_f64());
        memory.push(most);
        output = printed;
    }
    let (seconds, memory) = (median(seconds), median(memory));
    println!("{millions:>4} M rows  {name:<18} {seconds:6.2} s  {memory:5.0} MB anonymous at most");
    Ok(Measured { seconds, output })
}

fn peer(path: &Path) -> Command {
    let mut peer = Command::new("python3");
    peer.arg(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/benches/extract_peer.py"
    ))
    .arg(path);
    peer
}

fn has_peer() -> bool {
    let mut python = Command::new("python3");
    let import = python
        .args(["-c", "import duckdb"])
        .stderr(Stdio::null())
        .status();
    import.is_ok_and(|status| status.success())
}

/// Runs a program and watches its anonymous memory, in megabytes (0 where the system does not tell).
fn watch(mut command: Command) -> Outcome<(Duration, f64, Vec<String>)> {
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut most = 0.0_f64;
    while child.try_wait()?.is_none() {
        most = most.max(anonymous_megabytes(child.id()));
        thread::sleep(Duration::from_millis(5));
    }
    let elapsed = start.elapsed();
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err("the program failed".into());
    }
    let text = String::from_utf8(output.stdout)?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    Ok((elapsed, most, lines))
}

fn anonymous_megabytes(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}

fn bare_pass(path: &Path) -> Outcome<Duration> {
    let start = Instant::now();
    let mut reader = csv::Reader::from_path(path)?;
    let mut record = ByteRecord::new();
    let mut bytes = 0;
    while reader.read_byte_record(&mut record)? {
        bytes += record.as_slice().len();
    }
    std::hint::black_box(bytes);
    Ok(start.elapsed())
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
