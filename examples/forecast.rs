//! The library as an analyst's team would use it: read two tables, forecast, use the numbers.
//!
//! ```sh
//! cargo run --release --example forecast
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use vardkraft::domain::ExamFrequencies;
use vardkraft::forecast::{Request, estimated_programmes, mean_frequency};
use vardkraft::intake::{self, Context, SplitCounties};
use vardkraft::reference::Reference;
use vardkraft::source;

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout().lock())
}

/// Prints how much the number of graduates changes over the horizon, for each long programme.
pub(crate) fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let reference = Reference::load()?;
    let entrants = source::table(Path::new("seeds/example_entrants.csv"))?;
    let frequencies = source::table(Path::new("seeds/example_frequencies.csv"))?;

    // Every fault of a table comes back at once, each with its line; `?` shows them all.
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
