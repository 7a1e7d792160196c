//! How long the forecast on the embedded inputs takes: the calculation from text to CSV inside the
//! process, and the whole program as a person starts it. Then the completion curve of all programmes on
//! made-up cohorts with 10 000 draws, and a backtest of it.
//!
//! ```sh
//! cargo bench --bench forecast
//! ```
//!
//! Beside it runs `benches/forecast_peer.R`, the same forecast as an analyst would write it in base R,
//! if `Rscript` is installed (Debian: `r-base-core`), and the two results are compared row by row; so
//! do `benches/curve_peer.R` and the points of the curve.
//! Prints the median, the fastest and the slowest of many runs; on a noisy machine trust the median.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures and prints"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use vardkraft::disclosure::{Policy, release};
use vardkraft::domain::ExamFrequencies;
use vardkraft::forecast::{Draws, Request, completion_curve, estimated_programmes, mean_frequency};
use vardkraft::intake::{self, Context, SplitCounties};
use vardkraft::reference::Reference;
use vardkraft::render::{Format, render};
use vardkraft::report::{Language, Provenance};
use vardkraft::view::{self, ForecastFacts};

use worlds::{STEADY, World, programmes};

#[path = "../tests/integration/worlds.rs"]
#[expect(dead_code, reason = "a benchmark does not need the outcomes")]
mod worlds;

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
    let has_peer = run("Rscript", &["--version"]).is_ok();
    curve(has_peer)?;
    if !has_peer {
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

/// The completion curve and its backtest on cohorts of a made-up country.
fn curve(has_peer: bool) -> Outcome {
    let reference = Reference::load()?;
    let world = World::made(STEADY, 1, &reference);
    let folder = tempfile::tempdir()?;
    let paths = write_tables(&world, folder.path(), &reference)?;
    let [entrants, completions] = paths.each_ref().map(|path| path.to_string_lossy());
    let inputs = ["--entrants", &*entrants, "--completions", &*completions];
    let request = Request {
        programmes: programmes(&reference),
        from_year: None,
        horizon_cap: None,
        draws: Some(Draws {
            count: 10_000,
            seed: 1,
        }),
    };
    measure("curve, 10 000 draws, in process", || {
        let found = completion_curve(&world.entrants, &world.known, &request, &reference);
        std::hint::black_box(found.map_err(|error| format!("{error:?}"))?);
        Ok(())
    })?;
    let method = ["forecast", "--method", "completion-curve", "-f", "csv"];
    let arguments = [&method[..], &inputs].concat();
    let ours = measure("curve, whole program", || run(OURS, &arguments).map(drop))?;
    let backtest = [
        &["backtest", "-f", "csv", "--origins", "2013..2022"][..],
        &inputs,
    ]
    .concat();
    measure("backtest of ten origins", || run(OURS, &backtest).map(drop))?;
    if !has_peer {
        return Ok(());
    }
    let folder = folder.path().to_string_lossy();
    let peer = ["benches/curve_peer.R", &*folder];
    let begin = Instant::now();
    let theirs = run("Rscript", &peer)?;
    let time = begin.elapsed().as_secs_f64() * 1000.0;
    println!(
        "curve in base R: {time:.0} ms once, {:.0} times as long as the whole program",
        time / ours
    );
    let theirs = [b"utbildning,region,year,point,lower,upper\n", &theirs[..]].concat();
    let theirs = graduates(&theirs, [0, 1, 2, 3])?;
    print_same(&graduates(&run(OURS, &arguments)?, [0, 1, 2, 6])?, &theirs);
    Ok(())
}

/// Entrants of regions, and degrees of the country, which needs no pooling of small regions.
fn write_tables(
    world: &World,
    folder: &Path,
    reference: &Reference,
) -> Result<[PathBuf; 2], Box<dyn Error>> {
    let mut entrants = "utbildning,lasar,sjukvardsregion,nyborjare\n".to_owned();
    for row in &world.entrants {
        let region = row
            .place
            .health_region
            .map(|id| reference.health_region(id));
        writeln!(
            entrants,
            "{},{},{},{}",
            reference.programme(row.programme).name,
            row.academic_year,
            region.map_or("riket", |region| &region.name),
            row.count.map_or(0, |count| count.0),
        )?;
    }
    let mut degrees = BTreeMap::new();
    for row in &world.known {
        let key = (row.programme, row.started, row.graduated);
        *degrees.entry(key).or_insert(0) += row.count.map_or(0, |count| count.0);
    }
    let mut completions = "utbildning,startlasar,examenslasar,examinerade\n".to_owned();
    for ((programme, started, graduated), count) in degrees {
        let name = &reference.programme(programme).name;
        writeln!(completions, "{name},{started},{graduated},{count}")?;
    }
    let paths = ["nyborjare.csv", "examinerade.csv"].map(|name| folder.join(name));
    fs::write(&paths[0], entrants)?;
    fs::write(&paths[1], completions)?;
    Ok(paths)
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
    print_same(&ours, &peer);
    Ok(())
}

fn print_same(ours: &Graduates, peer: &Graduates) {
    let same = ours.iter().filter(|(key, ours)| {
        peer.get(*key)
            .is_some_and(|peer| (peer - **ours).abs() < 2e-4)
    });
    println!(
        "same graduates in {} of {} rows",
        same.count(),
        ours.len().max(peer.len())
    );
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
    let table = |path: &str| vardkraft::source::table(Path::new(path));
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
        choices: &[],
        pairs: &[],
    };
    let report = view::forecast(&forecast, facts, Provenance::default());
    std::hint::black_box(render(&release(report, Policy::Aggregates)?, Format::Csv)?);
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
