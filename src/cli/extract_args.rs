//! How an extract is read, for every command that reads one.

use std::path::{Path, PathBuf};

use clap::ValueHint;

use super::known_names::HALLAND;
use super::names::halland;
use crate::domain::HealthRegionId;
use crate::extract::{Dictionary, Mapping, StateRule};
use crate::intake::SplitCounties;
use crate::reference::Reference;
use crate::source::{Document, Fault, Faults};

/// What an extract's own words mean.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Extract")]
pub(super) struct ExtractArgs {
    /// Local names of columns and values (TOML with the tables `columns` and `values.COLUMN`).
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// A state rule instead of the embedded one: profession, sni_prefix, ssyk_prefix, state.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    states: Option<PathBuf>,
    /// The age from which the not employed count as pensionerade.
    #[arg(long, value_name = "YEARS", default_value_t = 65)]
    #[arg(value_parser = clap::value_parser!(u8).range(40..=100))]
    pension_age: u8,
    /// Which health region Halland counts in where the municipality is not given: södra (Region
    /// Halland's own) or västra.
    #[arg(long, value_name = "REGION", value_parser = HALLAND, hide_possible_values = true)]
    halland: Option<String>,
}

impl ExtractArgs {
    /// What the cells of the extract mean.
    pub(super) fn dictionary<'r>(
        &self,
        reference: &'r Reference,
    ) -> Result<Dictionary<'r>, Faults> {
        let mapping = match &self.map {
            Some(path) => Mapping::parse(&Document::read(path)?)?,
            None => Mapping::default(),
        };
        let rule = match &self.states {
            Some(path) => StateRule::parse(Document::read(path)?, reference)?,
            None => StateRule::embedded(reference)?,
        };
        let halland = self.chosen_halland(reference)?;
        Ok(Dictionary::new(
            reference,
            mapping,
            rule,
            self.pension_age,
            halland,
        ))
    }

    /// Where to count split counties.
    pub(super) fn split(&self, reference: &Reference) -> Result<SplitCounties, Fault> {
        Ok(SplitCounties {
            halland: self.chosen_halland(reference)?,
        })
    }

    fn chosen_halland(&self, reference: &Reference) -> Result<Option<HealthRegionId>, Fault> {
        self.halland
            .as_ref()
            .map(|name| halland(name, reference))
            .transpose()
    }

    pub(super) const fn pension_age(&self) -> u8 {
        self.pension_age
    }

    pub(super) fn inputs(&self) -> impl Iterator<Item = &Path> {
        [&self.map, &self.states]
            .into_iter()
            .flatten()
            .map(PathBuf::as_path)
    }

    /// The options that shape the numbers, by name.
    pub(super) fn options(&self) -> [(&'static str, Option<String>); 4] {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        [
            ("map", path(&self.map)),
            ("states", path(&self.states)),
            ("pension-age", Some(self.pension_age.to_string())),
            ("halland", self.halland.clone()),
        ]
    }
}
