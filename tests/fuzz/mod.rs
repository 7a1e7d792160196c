//! Damaged inputs of every kind: the program answers or refuses, and never crashes or hangs.
//!
//! A short replay runs with the other tests. The long one, whose figures the closing notes give:
//!
//! ```text
//! FUZZ_RUNS=200000 cargo test --test integration fuzz::campaign -- --ignored --nocapture
//! ```
//!
//! `FUZZ_KIND=px` runs only the cases of one kind, of which there is one in as many as there are kinds.
//! Case `n` is the same on every machine; `FUZZ_FROM=n FUZZ_RUNS=1` runs it alone, and
//! `FUZZ_KEEP=DIR` keeps the input of every case that fails. Cases run within a worker process, a
//! few hundred each, under a limit of memory; the driver watches how far it has come, so that a
//! case that kills or stops it has a number.

mod input;
mod layouts;
mod mutation;
mod statistical;
mod workbook;
mod worker;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use input::{Corpus, KINDS};
use tempfile::TempDir;

/// Cases that a worker runs before another takes over.
const BATCH: u64 = 500;

/// The address space of a worker, in KiB.
const MEMORY: u64 = 4 << 20;

/// How long a case may take; generous, for machines that do other things besides.
const PATIENCE: Duration = Duration::from_mins(5);

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// What the cases came to.
#[derive(Default)]
struct Tally {
    /// By kind: runs that were answered, and that were refused.
    ended: BTreeMap<String, [u64; 2]>,
    /// What must not happen, with the number of the case.
    failed: Vec<String>,
}

impl Tally {
    /// Takes what a worker wrote, a line for each case.
    fn take(&mut self, log: &Path) {
        for line in fs::read_to_string(log).unwrap_or_default().lines() {
            let words: Vec<&str> = line.splitn(3, ' ').collect();
            let [_, kind, end] = words[..] else { continue };
            let ended = self.ended.entry(kind.to_owned()).or_default();
            match end {
                "0" => ended[0] += 1,
                "1" | "2" => ended[1] += 1,
                _ => self.failed.push(line.to_owned()),
            }
        }
    }

    fn print(&self) {
        use std::io::Write as _;
        let mut out = std::io::stdout().lock();
        for (kind, [answered, refused]) in &self.ended {
            let runs = answered + refused;
            writeln!(
                out,
                "{kind}: {runs} runs, {answered} answered, {refused} refused"
            )
            .unwrap();
        }
        let runs: u64 = self.ended.values().flatten().sum();
        writeln!(out, "{runs} runs, {} failed", self.failed.len()).unwrap();
        for line in &self.failed {
            writeln!(out, "{line}").unwrap();
        }
    }
}

/// A process that runs the cases `next..end`.
struct Worker {
    child: Child,
    folder: PathBuf,
    end: u64,
    /// The case that it was last seen at, and since when.
    at: (u64, Instant),
}

impl Worker {
    fn start(seeds: &Path, next: u64, end: u64) -> Self {
        let folder = seeds.join(format!("worker-{next}"));
        fs::create_dir_all(&folder).unwrap();
        let program = std::env::current_exe().unwrap();
        let limited = format!(
            "ulimit -v {MEMORY}; exec \"$0\" --exact fuzz::worker::work --ignored --nocapture"
        );
        let child = Command::new("sh")
            .args(["-c", &limited])
            .arg(program)
            .current_dir(&folder)
            .env("FUZZ_SEEDS", seeds)
            .env("FUZZ_FROM", next.to_string())
            .env("FUZZ_END", end.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(folder.join("stderr")).unwrap())
            .spawn()
            .expect("a worker starts");
        Self {
            child,
            folder,
            end,
            at: (next, Instant::now()),
        }
    }

    /// The case that the worker is at.
    fn position(&self) -> u64 {
        let position = fs::read_to_string(self.folder.join("position"));
        let position = position.ok().and_then(|text| text.trim().parse().ok());
        position.unwrap_or(self.at.0)
    }

    /// Where the cases go on, if the worker has ended or hangs; `tally` takes what it came to.
    fn watch(&mut self, tally: &mut Tally) -> Option<u64> {
        let position = self.position();
        if position != self.at.0 {
            self.at = (position, Instant::now());
        }
        let status = self.child.try_wait().unwrap();
        let hangs = self.at.1.elapsed() > PATIENCE;
        if status.is_none() && !hangs {
            return None;
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        tally.take(&self.folder.join("log"));
        let is_done = status.is_some_and(|status| status.success());
        let next = if is_done {
            self.end
        } else {
            let kind = KINDS[usize::try_from(position % KINDS.len() as u64).unwrap()].0;
            let what = status.map_or("hangs".to_owned(), |status| format!("killed, {status}"));
            tally.failed.push(format!("{position} {kind} {what}"));
            self.keep(position);
            position + 1
        };
        let _ = fs::remove_dir_all(&self.folder);
        Some(next)
    }

    /// Keeps the input and the messages of a case that killed or stopped its worker.
    fn keep(&self, position: u64) {
        let Some(kept) = std::env::var_os("FUZZ_KEEP").map(PathBuf::from) else {
            return;
        };
        for entry in fs::read_dir(&self.folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let _ = fs::copy(&path, kept.join(format!("{position}-{name}")));
        }
    }
}

/// Runs the cases `from..from + runs`, as many workers at a time as asked for.
fn run(from: u64, runs: u64, workers: usize) -> Tally {
    let seeds = TempDir::new().unwrap();
    Corpus::write(seeds.path());
    let mut tally = Tally::default();
    let mut waiting: Vec<(u64, u64)> = (from..from + runs)
        .step_by(usize::try_from(BATCH).unwrap())
        .map(|start| (start, (start + BATCH).min(from + runs)))
        .collect();
    waiting.reverse();
    let mut working: Vec<Worker> = Vec::new();
    while !(waiting.is_empty() && working.is_empty()) {
        while working.len() < workers
            && let Some((start, end)) = waiting.pop()
        {
            working.push(Worker::start(seeds.path(), start, end));
        }
        sleep(Duration::from_millis(20));
        working.retain_mut(|worker| {
            let Some(next) = worker.watch(&mut tally) else {
                return true;
            };
            if next < worker.end {
                waiting.push((next, worker.end));
            }
            false
        });
    }
    tally
}

#[test]
fn damaged_inputs_are_answered_or_refused() {
    let runs = 400;
    let tally = run(0, runs, 2);
    let ended: u64 = tally.ended.values().flatten().sum();
    assert!(tally.failed.is_empty(), "{:#?}", tally.failed);
    assert_eq!(ended, runs);
    // Damage that is always noticed at the door would test nothing behind it.
    let [answered, refused] = tally
        .ended
        .values()
        .fold([0, 0], |sum, ended| [sum[0] + ended[0], sum[1] + ended[1]]);
    assert!(
        answered > runs / 20 && refused > runs / 20,
        "{answered} {refused}"
    );
}

#[test]
#[ignore = "takes hours: FUZZ_RUNS=200000"]
fn campaign() {
    let from = number("FUZZ_FROM").unwrap_or(0);
    let runs = number("FUZZ_RUNS").unwrap_or(200_000);
    let workers = number("FUZZ_WORKERS").unwrap_or(1);
    let tally = run(from, runs, usize::try_from(workers).unwrap());
    tally.print();
    assert!(tally.failed.is_empty());
}
