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

mod measure;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use csv::ByteRecord;

use measure::{
    OURS, Outcome, RUNS, asked_sizes, has_peer, make_register, measure, median, name, peer,
};

fn main() -> Outcome<()> {
    for millions in asked_sizes() {
        let folder = tempfile::tempdir()?;
        measure_size(millions, folder.path())?;
    }
    Ok(())
}

fn measure_size(millions: f64, folder: &Path) -> Outcome<()> {
    let (csv, parquet) = (folder.join("reg.csv"), folder.join("reg.parquet"));
    for path in [&csv, &parquet] {
        make_register(millions, path)?;
    }
    for path in [&parquet, &csv] {
        let ours = measure(millions, &format!("check {}", name(path)), || {
            let mut check = Command::new(OURS);
            check.args(["check", "-q", "-f", "csv"]).arg(path);
            check
        })?;
        if has_peer() {
            let peer = measure(millions, &format!("DuckDB {}", name(path)), || {
                peer("extract_peer.py", path)
            })?;
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
