//! How long it takes to find what must be hidden.
//!
//! ```sh
//! cargo bench --bench disclosure
//! ```
//!
//! Two families of made-up counts, 21 counties × 2 sexes × 8 ages × 10 years with all their totals: the
//! years apart, and joined by entries and exits. Prints the median, the fastest and the slowest of
//! several runs, and how much is hidden.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures and prints"
)]

use std::error::Error;
use std::time::Instant;

use vardkraft::disclosure::{Reason, Suppression};
use vardkraft::reference::disclosure_rules;

use families::{Shape, family};

#[path = "../tests/integration/families.rs"]
mod families;

const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let stock = Shape {
        dimensions: vec![21, 2, 8],
        years: 10,
        has_flows: false,
        largest: 120,
        shows_totals: true,
        lists_rows: false,
    };
    let flows = Shape {
        has_flows: true,
        ..stock.clone()
    };
    measure("21 counties x 2 sexes x 8 ages x 10 years", &stock)?;
    measure("the same with entries and exits", &flows)
}

fn measure(name: &str, shape: &Shape) -> Result<(), Box<dyn Error>> {
    let counts = family(shape, 1);
    let rules = disclosure_rules()?;
    let mut seconds = Vec::new();
    let mut hidden = [0, 0];
    for _ in 0..RUNS {
        let begin = Instant::now();
        let suppression = Suppression::of(&counts, &rules)
            .map_err(|unprotected| format!("{} counts are not protected", unprotected.len()))?;
        seconds.push(begin.elapsed().as_secs_f64());
        let is_small = |reason| reason == Reason::Small;
        let small = suppression
            .iter()
            .filter(|(_, reason)| is_small(*reason))
            .count();
        hidden = [small, suppression.iter().count() - small];
    }
    seconds.sort_by(f64::total_cmp);
    let (median, first, last) = (seconds[RUNS / 2], seconds[0], seconds[RUNS - 1]);
    let [small, others] = hidden;
    let all = counts.all().len();
    println!(
        "{name}: {median:.2} s ({first:.2}–{last:.2}); of {all} counts {small} small and {others} others hidden"
    );
    Ok(())
}
