//! How long the forecast on the embedded inputs takes: the calculation from text to CSV inside the
//! process, and the whole program as a person starts it.
//!
//! ```sh
//! cargo bench --bench forecast
//! ```
//!
//! Beside it runs `benches/forecast_peer.R`, the same forecast as an analyst would write it in base R,
//! if `Rscript` is installed (Debian: `r-base-core`), and the two results are compared row by row.
//! Prints the median, the fastest and the slowest of many runs; on a noisy machine trust the median.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures and prints"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use vardkraft::disclosure::{Policy, release};
use vardkraft::domain::ExamFrequencies;
use vardkraft::forecast::{Request, estimated_programmes, mean_frequency};
use vardkraft::intake::{self, Context, SplitCounties};
use vardkraft::reference::Reference;
use vardkraft::render::{Format, render};
use vardkraft::report::{Language, Provenance};
use vardkraft::source::{Document, RawTable};
use vardkraft::view::{self, ForecastFacts};

const RUNS: usize = 100;

type Outcome = Result<(), Box<dyn Error>>;

const OURS: &str = env!("CARGO_BIN_EXE_vardkraft");
const PEER: &str = "benches/forecast_peer.R";

fn main() -> Outcome {
    measure("text to CSV, in process", in_process)?;
    measure("start-up alone (--version)", || {
        run(OURS, &["--version"]).map(drop)
    })?;
    measure("whole program, table", || {
        run(OURS, &["forecast", "-f", "table"]).map(drop)
    })?;
    let ours = measure("whole program, CSV", || {
        run(OURS, &["forecast", "-f", "csv"]).map(drop)
    })?;
    if run("Rscript", &["--version"]).is_err() {
        println!("base R: skipped, Rscript is not installed");
        return Ok(());
    }
    let peer = measure("base R, CSV", || run("Rscript", &[PEER]).map(drop))?;
    println!(
        "base R takes {:.0} times as long (ratio of medians)",
        peer / ours
    );
    compare()
}

/// Runs many times, prints and returns the median in milliseconds.
fn measure(name: &str, run: impl Fn() -> Outcome) -> Result<f64, Box<dyn Error>> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        run()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let [fastest, median, slowest] =
        [0, RUNS / 2, RUNS - 1].map(|index| milliseconds(times[index]));
    println!("{name:<28} median {median:7.2} ms   fastest {fastest:7.2}   slowest {slowest:7.2}");
    Ok(median)
}

/// Both programs must give the same graduates for every programme, region and year.
fn compare() -> Outcome {
    let ours = graduates(&run(OURS, &["forecast", "-f", "csv"])?, [0, 1, 2, 6])?;
    let peer = graduates(&run("Rscript", &[PEER])?, [0, 1, 2, 4])?;
    let same = ours.iter().filter(|(key, ours)| {
        peer.get(*key)
            .is_some_and(|peer| (peer - **ours).abs() < 1e-4)
    });
    println!(
        "same graduates in {} of {} rows",
        same.count(),
        ours.len().max(peer.len())
    );
    Ok(())
}

type Graduates = BTreeMap<[String; 3], f64>;

/// Graduates by programme, region and year, which stand in the given columns.
fn graduates(text: &[u8], columns: [usize; 4]) -> Result<Graduates, Box<dyn Error>> {
    let mut graduates = BTreeMap::new();
    for record in csv::Reader::from_reader(text).records() {
        let record = record?;
        let [programme, region, year, count] = columns.map(|column| record[column].to_owned());
        graduates.insert([programme, region, year], count.parse()?);
    }
    Ok(graduates)
}

fn in_process() -> Outcome {
    let reference = Reference::load()?;
    let table = |path: &str| -> Result<RawTable, Box<dyn Error>> {
        Ok(RawTable::parse(Document::read(Path::new(path))?)?)
    };
    let (entrants, frequencies) = (
        table("seeds/example_entrants.csv")?,
        table("seeds/example_frequencies.csv")?,
    );
    let context = |table| Context {
        table,
        reference: &reference,
        split: SplitCounties::default(),
    };
    let entrants: Vec<_> = intake::entrants(context(&entrants))?
        .into_records()
        .collect();
    let frequencies: ExamFrequencies = intake::exam_frequencies(context(&frequencies))?
        .into_records()
        .collect();
    let programmes = estimated_programmes(&entrants, &reference);
    let request = Request {
        programmes,
        from_year: None,
        horizon_cap: None,
        draws: None,
    };
    let forecast = mean_frequency(&entrants, &frequencies, &request, &reference)?;
    let facts = ForecastFacts {
        reference: &reference,
        language: Language::Swedish,
        is_example: true,
        remarks: &[],
        cohorts: None,
        outside: &[],
        regions: &[],
        rounded_to: None,
        horizon_cap: None,
        levels: &[],
        draws: None,
        is_auto: false,
        pairs: &[],
    };
    let report = view::forecast(&forecast, facts, Provenance::default());
    std::hint::black_box(render(&release(report, Policy::Aggregates), Format::Csv)?);
    Ok(())
}

/// Runs a program from the top folder and returns what it wrote.
fn run(program: &str, arguments: &[&str]) -> Result<Vec<u8>, Box<dyn Error>> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!("{program} failed").into())
    }
}
