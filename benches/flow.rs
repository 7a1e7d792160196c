//! How long all flow descriptions of a large register take, and how much memory.
//!
//! ```sh
//! cargo bench --bench flow              # 1, 4 and 17 million rows
//! cargo bench --bench flow -- 1         # 1 million rows only
//! ```
//!
//! From file to the printed balance of all 22 professions: reading, checking, the cube (stock,
//! transitions, spells) and one view. Beside it stand the same three tables and the same balance as SQL
//! with window functions in DuckDB (`benches/flow_peer.py`, if a `python3` with the package duckdb is on
//! the path); the printed balance and the number of cells of each table are compared. Then retention by
//! two cuts, read off the cube in process, and at last the embedded register. Medians of five runs.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures and prints"
)]

mod measure;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use measure::{
    Measured, OURS, Outcome, RUNS, asked_sizes, has_peer, make_register, measure, median, name,
    peer,
};
use vardkraft::flow::{Cube, CurveOptions, Cut, Selection, retention};
use vardkraft::reference::Reference;

fn main() -> Outcome<()> {
    for millions in asked_sizes() {
        let folder = tempfile::tempdir()?;
        measure_size(millions, folder.path())?;
    }
    measure(0.3, "embedded register", || {
        let mut flow = Command::new(OURS);
        flow.args(["flow", "tandläkare", "-q", "-f", "table"]);
        flow
    })?;
    Ok(())
}

fn measure_size(millions: f64, folder: &Path) -> Outcome<()> {
    for name in ["reg.parquet", "reg.csv"] {
        let path = folder.join(name);
        make_register(millions, &path)?;
        measure_file(millions, &path, folder)?;
    }
    Ok(())
}

fn measure_file(millions: f64, path: &Path, folder: &Path) -> Outcome<()> {
    let name = name(path);
    let ours = measure(millions, &format!("flow {name}"), || flow(path))?;
    let cells = cells(path, folder)?;
    if has_peer() {
        let peer = measure(millions, &format!("DuckDB {name}"), || {
            peer("flow_peer.py", path)
        })?;
        compare(millions, &ours, &peer, &cells);
    }
    Ok(())
}

fn flow(path: &Path) -> Command {
    let mut flow = Command::new(OURS);
    flow.args(["flow", "--all", "--view", "balance", "-q", "-f", "csv"]);
    flow.arg("--extract").arg(path);
    flow
}

/// The number of cells of each table of the cube, as the peer writes it.
fn cells(path: &Path, folder: &Path) -> Outcome<String> {
    let cube = folder.join("cube.parquet");
    let saved = flow(path).arg("--save-cube").arg(&cube).output()?;
    if !saved.status.success() {
        return Err("the cube was not saved".into());
    }
    let reference = Reference::load()?;
    let cube = Cube::from_parquet(fs::read(cube)?, &reference)?;
    read_off(&cube);
    let [stock, transitions, spells] = cube.cells();
    Ok(format!("# {stock} {transitions} {spells}"))
}

/// How long a view takes once the cube is there.
fn read_off(cube: &Cube) {
    let selection = Selection {
        professions: cube.coverage.years.keys().copied().collect(),
        cuts: vec![Cut::Sex, Cut::EducationCountry],
        ..Selection::default()
    };
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        let options = CurveOptions {
            cohorts: &[],
            late_entry: true,
            least_at_risk: CurveOptions::LEAST_AT_RISK,
        };
        let curves = retention(cube, &selection, options).len();
        (start.elapsed().as_secs_f64(), curves)
    });
    let (seconds, curves): (Vec<f64>, Vec<usize>) = runs.unzip();
    let seconds = median(seconds);
    println!(
        "            retention off the cube {seconds:6.3} s  {} curves",
        curves[0]
    );
}

fn compare(millions: f64, ours: &Measured, peer: &Measured, cells: &str) {
    let (own_cells, balance): (Vec<_>, Vec<_>) = peer
        .output
        .iter()
        .cloned()
        .partition(|line| line.starts_with('#'));
    let same = if balance == ours.output && own_cells == [cells] {
        "the same balance and cells"
    } else {
        "OTHER FIGURES"
    };
    let ratio = peer.seconds / ours.seconds;
    println!("{millions:>4} M rows  {same}; DuckDB takes {ratio:.1} times as long");
}
