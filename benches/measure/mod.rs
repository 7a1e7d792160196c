//! How long programs take and how much memory, for the benchmarks of registers.
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

pub(crate) const OURS: &str = env!("CARGO_BIN_EXE_vardkraft");
pub(crate) const RUNS: usize = 5;

/// A licence of the recipe has some 14 rows in 2001–2021.
const ROWS_PER_LICENCE: f64 = 14.16;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// Millions of rows: those that the arguments name, or 1, 4 and 17.
pub(crate) fn asked_sizes() -> Vec<f64> {
    let asked: Vec<f64> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if asked.is_empty() {
        vec![1.0, 4.0, 17.0]
    } else {
        asked
    }
}

/// Writes a synthetic register of all professions and says how long it took.
pub(crate) fn make_register(millions: f64, path: &Path) -> Outcome<()> {
    let licences = format!("{:.0}", millions * 1e6 / ROWS_PER_LICENCE);
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
    Ok(())
}

/// What a program took in the median, and what it printed, in sorted lines.
pub(crate) struct Measured {
    pub(crate) seconds: f64,
    pub(crate) output: Vec<String>,
}

pub(crate) fn measure(
    millions: f64,
    name: &str,
    command: impl Fn() -> Command,
) -> Outcome<Measured> {
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

pub(crate) fn peer(script: &str, path: &Path) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches");
    let mut peer = Command::new("python3");
    peer.arg(folder.join(script)).arg(path);
    peer
}

pub(crate) fn has_peer() -> bool {
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

pub(crate) fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
