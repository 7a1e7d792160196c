//! Which curves of retention a licence belongs to.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::cell::{CareerCell, Holder, SpellCell, Standing};
use super::selection::with_country;
use super::{Area, Group, Selection};
use crate::domain::{ProfessionId, Year};

/// Licence years that are followed together.
pub type Cohort = RangeInclusive<Year>;

/// Whom a curve speaks of, in the order in which curves are printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CurveKey {
    /// The profession.
    pub profession: ProfessionId,
    /// First and last licence year; none for all.
    pub cohort: Option<(Year, Year)>,
    /// Where they were when they were first seen in the profession.
    pub area: Area,
    /// The group, with age as of the licence year.
    pub group: Group,
}

/// The curves that there are, numbered as they are met.
pub(super) struct Curves<'a> {
    selection: &'a Selection,
    cohorts: &'a [Cohort],
    pub(super) positions: BTreeMap<CurveKey, usize>,
    /// Cells stand in order, so that the next one is mostly of the same curves.
    latest: Option<(ProfessionId, Year, Area, Group)>,
    latest_positions: Vec<usize>,
}

impl<'a> Curves<'a> {
    pub(super) const fn new(selection: &'a Selection, cohorts: &'a [Cohort]) -> Self {
        Self {
            selection,
            cohorts,
            positions: BTreeMap::new(),
            latest: None,
            latest_positions: Vec::new(),
        }
    }

    pub(super) fn of_spell(&mut self, cell: &SpellCell) -> &[usize] {
        let (profession, licence_year) = (cell.profession, cell.licence_year);
        self.of(profession, licence_year, cell.holder, cell.standing())
    }

    /// Of a licence without a row nobody knows where it is.
    pub(super) fn of_career(&mut self, cell: &CareerCell) -> &[usize] {
        match cell.standing {
            Some(at) => self.of(cell.profession, cell.licence_year, cell.holder, at),
            None => &[],
        }
    }

    /// The curves that a licence belongs to: of each cohort that holds it, in its area and the country.
    fn of(
        &mut self,
        profession: ProfessionId,
        licence_year: Year,
        holder: Holder,
        standing: Standing,
    ) -> &[usize] {
        let area = self.selection.area(standing);
        let group = self.selection.group(holder, standing);
        let asked = Some((profession, licence_year, area, group));
        if self.latest == asked {
            return &self.latest_positions;
        }
        self.latest = asked;
        self.latest_positions.clear();
        if !self.selection.professions.contains(&profession) {
            return &self.latest_positions;
        }
        for cohort in cohorts_of(licence_year, self.cohorts) {
            for area in with_country(area) {
                let key = CurveKey {
                    profession,
                    cohort,
                    area,
                    group,
                };
                let next = self.positions.len();
                let position = *self.positions.entry(key).or_insert(next);
                self.latest_positions.push(position);
            }
        }
        &self.latest_positions
    }
}

/// The cohorts that hold a licence year, or the one of all.
fn cohorts_of(licence_year: Year, cohorts: &[Cohort]) -> Vec<Option<(Year, Year)>> {
    if cohorts.is_empty() {
        return vec![None];
    }
    let holding = cohorts
        .iter()
        .filter(|cohort| cohort.contains(&licence_year));
    holding
        .map(|cohort| Some((*cohort.start(), *cohort.end())))
        .collect()
}
