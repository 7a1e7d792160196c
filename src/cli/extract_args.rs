//! How an extract is read, for every command that reads one.

use std::path::{Path, PathBuf};

use clap::ValueHint;

use super::how_read::HowRead;
use super::known_names::HALLAND;
use super::names::halland;
use crate::domain::HealthRegionId;
use crate::extract::columns::Column;
use crate::extract::{Dictionary, Inventory, Mapping, StateRule};
use crate::intake::SplitCounties;
use crate::language::words;
use crate::layout;
use crate::reference::Reference;
use crate::source::{Document, Fault, Faults};

/// What the words of an extract mean.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Extract")]
pub(super) struct ExtractArgs {
    /// Local names of columns and values (TOML with the tables `columns` and `values.COLUMN`).
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// A state rule instead of the embedded one: profession, sni_prefix, ssyk_prefix, state.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    states: Option<PathBuf>,
    /// The age from which the not employed count as pensionerade [default: 65].
    #[arg(long, value_name = "YEARS")]
    #[arg(value_parser = clap::value_parser!(u8).range(40..=100))]
    pension_age: Option<u8>,
    /// Which health region Halland counts in where the municipality is not given: södra (Region
    /// Halland's own) or västra.
    #[arg(long, value_name = "REGION", value_parser = HALLAND, hide_possible_values = true)]
    halland: Option<String>,
}

impl ExtractArgs {
    /// What the cells of the extract mean; how its own files were read is added to `inputs`.
    pub(super) fn dictionary<'r>(
        &self,
        reference: &'r Reference,
        inputs: &mut Vec<HowRead>,
    ) -> Result<Dictionary<'r>, Faults> {
        let mut mapping = Mapping::default();
        if let Some(path) = &self.map {
            let document = Document::read(path)?;
            mapping = Mapping::parse(&document)?;
            inputs.push(HowRead::text(&document));
        }
        let mut rule = StateRule::embedded(reference)?;
        if let Some(path) = &self.states {
            let table = layout::only_table(path, None, reference)?;
            rule = StateRule::of(&table, reference)?;
            inputs.push(HowRead::table(&table));
        }
        let halland = self.chosen_halland(reference)?;
        let dictionary = Dictionary::new(reference, mapping, rule, self.pension_age(), halland);
        if let Some(path) = &self.map {
            dictionary.check_mapping(&path.display().to_string())?;
        }
        Ok(dictionary)
    }

    /// Refuses options that changed nothing in the extract that was read.
    pub(super) fn check_used(&self, inventory: &Inventory) -> Result<(), Faults> {
        let has = |column| inventory.columns.contains(&column);
        let mut faults = Faults::new();
        if self.states.is_some() && !inventory.rule_needed() {
            faults.push(
                Fault::new(words!(
                    "--states har ingen verkan: uttaget har kolumnen `status`",
                    "--states has no effect: the extract has the column `status`"
                ))
                .tip(words!(
                    "ta bort --states, eller kolumnen ur uttaget",
                    "leave out --states, or remove the column from the extract"
                )),
            );
        }
        if self.pension_age.is_some() && !has(Column::BirthYear) && !has(Column::Age) {
            faults.push(
                Fault::new(words!(
                    "--pension-age har ingen verkan: uttaget har varken födelseår eller ålder",
                    "--pension-age has no effect: the extract has neither födelseår nor ålder"
                ))
                .tip(words!(
                    "ta bort --pension-age, eller lägg till kolumnen födelseår",
                    "leave out --pension-age, or add the column födelseår"
                )),
            );
        }
        faults.or_else(|| ())
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

    pub(super) fn pension_age(&self) -> u8 {
        self.pension_age.unwrap_or(Dictionary::PENSION_AGE)
    }

    /// Whether an option is given that only an extract has a use for.
    pub(super) const fn is_of_extract(&self) -> bool {
        self.map.is_some() || self.states.is_some() || self.pension_age.is_some()
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
            ("pension-age", Some(self.pension_age().to_string())),
            ("halland", self.halland.clone()),
        ]
    }
}
