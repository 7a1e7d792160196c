//! What the arguments name, looked up in the reference tables.

use super::args::Args;
use crate::cli::names::{halland, unknown};
use crate::domain::{HealthRegionId, ProgrammeId};
use crate::intake::SplitCounties;
use crate::language::{Words, words};
use crate::reference::Reference;
use crate::source::{Fault, Faults};

/// What the arguments name, looked up.
pub(super) struct Selection {
    /// Empty for all that have entrants and a horizon.
    pub(super) programmes: Vec<ProgrammeId>,
    /// The country is `None`; empty for all.
    pub(super) regions: Vec<Option<HealthRegionId>>,
    pub(super) split: SplitCounties,
}

impl Selection {
    pub(super) fn of(args: &Args, reference: &Reference) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut programmes: Vec<ProgrammeId> = args
            .programmes
            .iter()
            .filter_map(|name| faults.keep(estimated_programme(name, reference)))
            .collect();
        programmes.sort_unstable();
        programmes.dedup();
        let regions = faults.keep(args.regions.named(reference));
        let regions = regions.unwrap_or_default();
        let halland = args
            .halland
            .as_ref()
            .and_then(|name| faults.keep(halland(name, reference)));
        faults.or_else(|| Self {
            programmes,
            regions,
            split: SplitCounties { halland },
        })
    }
}

fn estimated_programme(name: &str, reference: &Reference) -> Result<ProgrammeId, Fault> {
    let id = reference
        .programme_named(name)
        .map_err(|error| unknown(&error))?;
    let programme = reference.programme(id);
    if programme.horizon_years.is_some() {
        return Ok(id);
    }
    let (name, english) = (&programme.name, &programme.english);
    let fault = Fault::new(words!(
        "{name} ingår inte i skattningarna",
        "{english} is not among the estimates"
    ));
    Err(fault.tip(estimates_cover()))
}

/// What the council estimates.
pub(super) fn estimates_cover() -> Words {
    words!(
        "skattningarna gäller utbildningar längre än 90 hp och barnmorska",
        "the estimates are of programmes of more than 90 credits and of midwives"
    )
}
