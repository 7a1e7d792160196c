//! The professions side by side: how many of the employed are in the profession.

use std::collections::{BTreeMap, BTreeSet};

use super::cube::Cube;
use super::refusal::Refusal;
use crate::domain::{ProfessionId, State, Year};
use crate::extract::columns::Column;
use crate::reference::TenureBands;

/// A band of years since the licence, in the order in which results print them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tenure {
    /// All licences, those of unknown licence year included.
    All,
    /// A band of [`TenureBands`], the newest licences being 0.
    Band(u8),
    /// The licence year is not known.
    Unknown,
}

/// Employed licence holders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Employed {
    /// Employed anywhere.
    pub employed: u64,
    /// Of those, in the profession.
    pub in_profession: u64,
}

impl Employed {
    fn add(&mut self, state: State, count: u64) {
        if matches!(state, State::NotEmployed | State::Retired) {
            return;
        }
        self.employed += count;
        if state == State::InProfession {
            self.in_profession += count;
        }
    }
}

/// The supply of a profession in a year, and in an earlier year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// The year.
    pub year: Year,
    /// In the year.
    pub now: Employed,
    /// The earlier year.
    pub earlier_year: Year,
    /// In the earlier year.
    pub earlier: Employed,
}

/// Which professions are described side by side, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplyRequest {
    /// The professions; empty for all of the register.
    pub professions: BTreeSet<ProfessionId>,
    /// The year; none for the newest that is covered.
    pub year: Option<Year>,
    /// The earlier year; none for the oldest that is covered.
    pub since: Option<Year>,
}

impl SupplyRequest {
    /// The professions, all of the register if none is named.
    fn professions(&self, cube: &Cube) -> BTreeSet<ProfessionId> {
        if self.professions.is_empty() {
            cube.coverage.years.keys().copied().collect()
        } else {
            self.professions.clone()
        }
    }

    /// Refuses a register whose licences cannot be followed, unless it has no licence years at all: bands
    /// of years are left out then.
    ///
    /// # Errors
    /// All reasons.
    pub fn check(&self, cube: &Cube) -> Result<(), Vec<Refusal>> {
        if !cube.coverage.has_any(&[Column::LicenceYear]) {
            return Ok(());
        }
        let mut existing = self.professions(cube);
        existing.retain(|id| cube.coverage.years.contains_key(id));
        cube.check_followed(&existing)
    }
}

/// The supply of professions side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplyDescription {
    /// By profession and band of years since the licence.
    pub rows: BTreeMap<(ProfessionId, Tenure), Supply>,
    /// Professions that the register does not have in both years.
    pub missing: Vec<ProfessionId>,
}

impl SupplyDescription {
    /// The professions that it has.
    #[must_use]
    pub fn professions(&self) -> BTreeSet<ProfessionId> {
        self.rows.keys().map(|(id, _)| *id).collect()
    }
}

/// The employed of each profession and band of years since the licence, in the newest covered year and
/// in the oldest, or in the years that are named.
///
/// Bands are known only where careers were counted.
#[must_use]
pub fn supply(cube: &Cube, request: &SupplyRequest, bands: &TenureBands) -> SupplyDescription {
    let asked = request.professions(cube);
    let found = SupplyDescription {
        rows: rows(cube, &asked, (request.since, request.year), bands),
        missing: Vec::new(),
    };
    let missing = asked.difference(&found.professions()).copied().collect();
    SupplyDescription { missing, ..found }
}

fn rows(
    cube: &Cube,
    professions: &BTreeSet<ProfessionId>,
    (since, year): (Option<Year>, Option<Year>),
    bands: &TenureBands,
) -> BTreeMap<(ProfessionId, Tenure), Supply> {
    let mut rows: BTreeMap<(ProfessionId, Tenure), Supply> = BTreeMap::new();
    let spans: BTreeMap<ProfessionId, (Year, Year)> = professions
        .iter()
        .filter_map(|id| {
            let years = cube.coverage.years.get(id)?;
            let now = year.or_else(|| years.last().copied())?;
            let earlier = since.or_else(|| years.first().copied())?;
            let is_covered = years.contains(&now) && years.contains(&earlier);
            is_covered.then_some((*id, (earlier, now)))
        })
        .collect();
    let mut add = |id: ProfessionId, tenure: Tenure, year: Year, state: State, count: u64| {
        let Some(&(earlier, now)) = spans.get(&id) else {
            return;
        };
        let row = rows.entry((id, tenure)).or_insert(Supply {
            year: now,
            now: Employed::default(),
            earlier_year: earlier,
            earlier: Employed::default(),
        });
        if year == now {
            row.now.add(state, count);
        }
        if year == earlier {
            row.earlier.add(state, count);
        }
    };
    for (cell, count) in cube.stock() {
        let state = cell.status.state;
        add(cell.profession, Tenure::All, cell.year, state, count);
    }
    let careers = cube.careers();
    let has_careers = careers.is_some();
    for (cell, count) in careers.into_iter().flatten() {
        if let Some(status) = cell.status {
            let year = cell.licence_year + Year::from(cell.since);
            let tenure = Tenure::Band(bands.of(cell.since));
            add(cell.profession, tenure, year, status.state, count);
        }
    }
    if has_careers {
        add_unknown(&mut rows);
    }
    rows
}

/// Those of unknown licence year are what the bands leave of all.
fn add_unknown(rows: &mut BTreeMap<(ProfessionId, Tenure), Supply>) {
    let all: Vec<(ProfessionId, Supply)> = rows
        .iter()
        .filter(|((_, tenure), _)| *tenure == Tenure::All)
        .map(|((id, _), row)| (*id, *row))
        .collect();
    for (id, mut rest) in all {
        for ((_, tenure), row) in rows.iter().filter(|((other, _), _)| *other == id) {
            if matches!(tenure, Tenure::Band(_)) {
                rest.now = less(rest.now, row.now);
                rest.earlier = less(rest.earlier, row.earlier);
            }
        }
        if rest.now.employed + rest.earlier.employed > 0 {
            rows.insert((id, Tenure::Unknown), rest);
        }
    }
}

const fn less(all: Employed, part: Employed) -> Employed {
    Employed {
        employed: all.employed - part.employed,
        in_profession: all.in_profession - part.in_profession,
    }
}
