//! Which curves of retention a licence belongs to.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::cell::{CohortCell, Holder, LicenceStatus, SpellCell};
use super::selection::with_country;
use super::{Area, Coverage, Group, Selection};
use crate::domain::{ProfessionId, Year};

/// Licence years that are followed together.
pub type Cohort = RangeInclusive<Year>;

/// Which licences are followed, and how few are too few.
#[derive(Clone, Copy, Debug)]
pub struct CurveOptions<'a> {
    /// Licence years that are followed together; none for all as one.
    pub cohorts: &'a [Cohort],
    /// Whether licences from before the first covered year of their profession are followed too, from
    /// that year on. What became of them before is not seen.
    pub late_entry: bool,
    /// No estimate rests on fewer than this many.
    pub least_at_risk: u64,
}

impl CurveOptions<'_> {
    /// No estimate rests on fewer than this many unless something else is asked for.
    pub const LEAST_AT_RISK: u64 = 10;
}

/// Which licences are followed in a curve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// The cohorts that were asked for; empty for the licences of all covered years as one.
    pub cohorts: Vec<Cohort>,
    /// Whether licences from before the first covered year are followed too.
    pub late_entry: bool,
    /// No estimate rests on fewer than this many; none for [`CurveOptions::LEAST_AT_RISK`].
    pub least_at_risk: Option<u64>,
    /// Whether to show where those outside the profession are.
    pub with_destinations: bool,
}

impl Followed {
    /// No estimate rests on fewer than this many.
    #[must_use]
    pub fn least_at_risk(&self) -> u64 {
        self.least_at_risk.unwrap_or(CurveOptions::LEAST_AT_RISK)
    }

    /// The same as options of a curve.
    #[must_use]
    pub fn options(&self) -> CurveOptions<'_> {
        CurveOptions {
            cohorts: &self.cohorts,
            late_entry: self.late_entry,
            least_at_risk: self.least_at_risk(),
        }
    }
}

/// Whom a curve describes, in the order in which curves are printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CurveKey {
    /// The profession.
    pub profession: ProfessionId,
    /// First and last licence year; none for all.
    pub cohort: Option<(Year, Year)>,
    /// Where they were first: in the licence's first row for retention, in its first year in the profession
    /// for first exits.
    pub area: Area,
    /// The group, with age as of the licence year.
    pub group: Group,
}

/// The curves that there are, numbered as they are met.
pub(super) struct Curves<'a> {
    selection: &'a Selection,
    coverage: &'a Coverage,
    options: CurveOptions<'a>,
    pub(super) positions: BTreeMap<CurveKey, usize>,
    /// Cells are sorted, so that the next one is mostly of the same curves.
    latest: Option<(ProfessionId, Year, Area, Group)>,
    latest_positions: Vec<usize>,
}

impl<'a> Curves<'a> {
    pub(super) const fn new(
        selection: &'a Selection,
        coverage: &'a Coverage,
        options: CurveOptions<'a>,
    ) -> Self {
        Self {
            selection,
            coverage,
            options,
            positions: BTreeMap::new(),
            latest: None,
            latest_positions: Vec::new(),
        }
    }

    pub(super) fn of_spell(&mut self, cell: &SpellCell) -> &[usize] {
        let (profession, licence_year) = (cell.profession, cell.licence_year);
        self.of(profession, licence_year, cell.holder, cell.status())
    }

    pub(super) fn of_cohort(&mut self, cell: &CohortCell) -> &[usize] {
        let (profession, licence_year) = (cell.profession, cell.licence_year);
        self.of(profession, licence_year, cell.holder, cell.status())
    }

    /// The curves that a licence belongs to: of each cohort that holds it, in its area and the country.
    fn of(
        &mut self,
        profession: ProfessionId,
        licence_year: Year,
        holder: Holder,
        status: LicenceStatus,
    ) -> &[usize] {
        let area = self.selection.area(status);
        let group = self.selection.group(holder, status);
        let asked = Some((profession, licence_year, area, group));
        if self.latest == asked {
            return &self.latest_positions;
        }
        self.latest = asked;
        self.latest_positions.clear();
        if !self.selection.professions.contains(&profession) {
            return &self.latest_positions;
        }
        for cohort in self.cohorts_of(profession, licence_year) {
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

    /// The cohorts that hold a licence year, or the one of all; none of those that are not followed from
    /// their first licence year on, unless late entry is asked for.
    fn cohorts_of(
        &self,
        profession: ProfessionId,
        licence_year: Year,
    ) -> Vec<Option<(Year, Year)>> {
        let is_followed = |first: Year| is_followed(first, profession, self.coverage, self.options);
        let cohorts = self.options.cohorts;
        if cohorts.is_empty() {
            return is_followed(licence_year)
                .then_some(None)
                .into_iter()
                .collect();
        }
        let holding = cohorts
            .iter()
            .filter(|cohort| cohort.contains(&licence_year) && is_followed(*cohort.start()));
        holding
            .map(|cohort| Some((*cohort.start(), *cohort.end())))
            .collect()
    }
}

/// Whether licences of a year and later ones are followed.
pub(super) fn is_followed(
    licence_year: Year,
    profession: ProfessionId,
    coverage: &Coverage,
    options: CurveOptions<'_>,
) -> bool {
    let first = coverage.first_year(profession);
    options.late_entry || first.is_some_and(|first| licence_year >= first)
}

/// Gives every cohort that was asked for and has no curve an empty one of the country.
pub(super) fn add_empty_cohorts<T: Default>(
    curves: &mut BTreeMap<CurveKey, T>,
    selection: &Selection,
    cohorts: &[Cohort],
) {
    for &profession in &selection.professions {
        for cohort in cohorts {
            let key = CurveKey {
                profession,
                cohort: Some((*cohort.start(), *cohort.end())),
                area: Area::Sweden,
                group: Group::default(),
            };
            curves.entry(key).or_default();
        }
    }
}
