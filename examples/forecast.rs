//! The library as an analyst's team would use it: read two tables, forecast, use the numbers.
//!
//! ```sh
//! cargo run --release --example forecast
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use vardkraft::domain::IntervalLevel;
use vardkraft::forecast::{
    Average, CohortRule, EstimationRequest, Inputs, MethodRequest, Rates, Request, estimate,
    estimated_programmes,
};
use vardkraft::intake::{HistorySources, SplitCounties};
use vardkraft::layout::tables;
use vardkraft::reference::Reference;

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout().lock())
}

/// Prints how much the number of graduates changes over the horizon, for each long programme.
pub(crate) fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let reference = Reference::load()?;

    // Every fault of every table comes back at once, each with its line; `?` shows them all.
    let opened = |path| Some(tables(Path::new(path), None, &reference));
    let sources = HistorySources {
        entrants: opened("seeds/example_entrants.csv"),
        frequencies: opened("seeds/example_frequencies.csv"),
        ..HistorySources::default()
    };
    let history = sources.read(&reference, SplitCounties::default())?;

    let inputs = Inputs {
        entrants: history.entrants(),
        rates: Rates::Frequencies(&history.exam_frequencies()),
    };
    let request = EstimationRequest {
        forecast: Request {
            programmes: estimated_programmes(inputs.entrants, &reference),
            from_year: None,
            horizon_cap: None,
            draws: None,
        },
        method: MethodRequest::MeanFrequency,
        rule: CohortRule {
            cohorts: 3,
            average: Average::Unpooled,
        },
        level: IntervalLevel::USUAL,
    };
    let forecast = estimate(inputs, &request, &reference)?.forecast;

    writeln!(out, "exempeldata, inte statistik")?;
    for (id, programme) in reference
        .programmes()
        .filter(|(_, p)| p.horizon_years == Some(3))
    {
        let country: Vec<f64> = forecast
            .estimates
            .iter()
            .filter(|row| row.programme == id && row.health_region.is_none())
            .filter_map(|row| row.graduates)
            .collect();
        if let [first, .., last] = country[..] {
            writeln!(out, "{:<15} {first:>6.0} → {last:>6.0}", programme.name)?;
        }
    }
    Ok(())
}
