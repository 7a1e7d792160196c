//! Which regions a result shows, for commands whose rows are health regions.

use super::known_names::REGIONS;
use super::names::regions;
use crate::domain::HealthRegionId;
use crate::reference::Reference;
use crate::source::Faults;

/// Which regions a result shows.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct RegionArgs {
    /// Show only these regions: a sjukvårdsregion or riket, several with commas.
    #[arg(
        long,
        value_name = "REGION",
        value_parser = REGIONS,
        hide_possible_values = true,
        value_delimiter = ','
    )]
    pub(super) region: Vec<String>,
}

impl RegionArgs {
    /// The regions, the country being `None`; empty for all.
    pub(super) fn named(
        &self,
        reference: &Reference,
    ) -> Result<Vec<Option<HealthRegionId>>, Faults> {
        regions(&self.region, reference)
    }

    /// The names as they are typed; none where all are shown.
    pub(super) fn option(&self) -> Option<String> {
        (!self.region.is_empty()).then(|| self.region.join(","))
    }
}
