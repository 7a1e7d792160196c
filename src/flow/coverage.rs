//! Which years of which professions an extract covers, and what it knows about them.

use std::collections::{BTreeMap, BTreeSet};

use super::unknowns::Unknowns;
use crate::domain::{ProfessionId, Year};
use crate::extract::columns::Column;
use crate::extract::{Dictionary, Inventory, MainProfessions};

/// What a cube was counted from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The years with rows, by profession.
    pub years: BTreeMap<ProfessionId, BTreeSet<Year>>,
    /// What every row could hold, in the order of [`Column::ALL`].
    pub columns: Vec<Column>,
    /// Whether it is synthetic.
    pub is_synthetic: bool,
    /// The state rule, if states were derived.
    pub state_rule: Option<String>,
    /// The age from which the not employed count as retired.
    pub pension_age: u8,
    /// Whether stock and transitions are counted by licence cohort.
    pub has_licence_cohorts: bool,
    /// How many licences were kept, where every person is counted in the main profession only.
    pub main_professions: Option<MainProfessions>,
    /// What the rows leave unknown, by profession; counted with the cube.
    pub unknowns: BTreeMap<ProfessionId, Unknowns>,
}

impl Coverage {
    /// The years and columns that were found in an extract.
    #[must_use]
    pub fn of(inventory: &Inventory) -> Self {
        let mut years: BTreeMap<ProfessionId, BTreeSet<Year>> = BTreeMap::new();
        for (profession, year) in inventory.cells.keys() {
            years.entry(*profession).or_default().insert(*year);
        }
        Self {
            years,
            columns: inventory.columns.clone(),
            is_synthetic: inventory.is_synthetic(),
            ..Self::default()
        }
    }

    /// The same, with the state rule and the pension age that the extract was read with.
    #[must_use]
    pub fn read_with(inventory: &Inventory, dictionary: &Dictionary<'_>) -> Self {
        let rule = || dictionary.rule().name.clone();
        Self {
            state_rule: inventory.rule_needed().then(rule),
            pension_age: dictionary.pension_age(),
            ..Self::of(inventory)
        }
    }

    /// The first covered year of a profession.
    #[must_use]
    pub fn first_year(&self, profession: ProfessionId) -> Option<Year> {
        self.years.get(&profession)?.first().copied()
    }

    /// Whether any of these columns was there.
    #[must_use]
    pub fn has_any(&self, columns: &[Column]) -> bool {
        columns.iter().any(|column| self.columns.contains(column))
    }

    /// Whether both this year and the year before are covered, so that a step between them shows.
    pub(super) fn covers_step(&self, profession: ProfessionId, year: Year) -> bool {
        let years = self.years.get(&profession);
        years.is_some_and(|years| years.contains(&year) && years.contains(&(year - 1)))
    }

    /// The years between the first and the last of a profession that have no rows.
    #[must_use]
    pub fn holes(&self, profession: ProfessionId) -> Vec<Year> {
        let Some(years) = self.years.get(&profession) else {
            return Vec::new();
        };
        let (Some(first), Some(last)) = (years.first(), years.last()) else {
            return Vec::new();
        };
        (*first..=*last)
            .filter(|year| !years.contains(year))
            .collect()
    }

    /// The last covered year of a profession whose years have no hole.
    pub(super) fn last_unbroken(&self, profession: ProfessionId) -> Option<Year> {
        let last = self.years.get(&profession)?.last()?;
        self.holes(profession).is_empty().then_some(*last)
    }
}
