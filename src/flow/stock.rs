//! How many there are, where they are, and how many of them for each inhabitant.

use std::collections::BTreeMap;

use super::Cube;
use super::selection::{Key, Selection, complete, with_country};
use crate::domain::State;

/// Licence holders of a profession in a year, in licences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// With a row in the register, by state in the order of [`State::ALL`].
    by_state: [u64; State::ALL.len()],
    /// Of all of them, those known to be under 65.
    under_65: u64,
    /// Of all of them, those of unknown age.
    of_unknown_age: u64,
}

impl Stock {
    /// The same numbers by state, and of age where that is known of everybody, as given.
    pub(crate) const fn with(by_state: [u64; State::ALL.len()], under_65: Option<u64>) -> Self {
        match under_65 {
            Some(under_65) => Self {
                by_state,
                under_65,
                of_unknown_age: 0,
            },
            None => Self {
                by_state,
                under_65: 0,
                of_unknown_age: 1,
            },
        }
    }

    /// Both together; age is known if it is of both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let mut both = *self;
        for (sum, count) in both.by_state.iter_mut().zip(other.by_state) {
            *sum += count;
        }
        both.under_65 += other.under_65;
        both.of_unknown_age += other.of_unknown_age;
        both
    }

    /// With a row in the register: licensed and alive.
    #[must_use]
    pub fn licensed(&self) -> u64 {
        self.by_state.iter().sum()
    }

    /// Under 65; none if anyone's age is unknown.
    #[must_use]
    pub const fn under_65(&self) -> Option<u64> {
        if self.of_unknown_age == 0 {
            Some(self.under_65)
        } else {
            None
        }
    }

    /// Employed anywhere.
    #[must_use]
    pub fn employed(&self) -> u64 {
        self.in_care() + self.in_state(State::OtherIndustry)
    }

    /// Employed in health care, in the own role or another.
    #[must_use]
    pub fn in_care(&self) -> u64 {
        self.in_profession() + self.in_state(State::OtherRoleInCare)
    }

    /// Employed in the own role in health care: the stock.
    #[must_use]
    pub fn in_profession(&self) -> u64 {
        self.in_state(State::InProfession)
    }

    /// How many are in a state.
    #[must_use]
    pub fn in_state(&self, state: State) -> u64 {
        self.by_state[state as usize]
    }
}

/// The stock of every selected profession, year, area and group, the country beside its parts.
#[must_use]
pub fn stock(cube: &Cube, selection: &Selection) -> BTreeMap<Key, Stock> {
    let mut rows: BTreeMap<Key, Stock> = BTreeMap::new();
    for (cell, count) in cube.stock() {
        if !selection.includes(cell.profession, cell.year) {
            continue;
        }
        let status = cell.status;
        let group = selection.group(cell.holder, status);
        for area in with_country(selection.area(status)) {
            let (profession, year) = (cell.profession, cell.year);
            let key = Key {
                profession,
                year,
                area,
                group,
            };
            let row = rows.entry(key).or_default();
            row.by_state[status.state as usize] += count;
            match status.age_band {
                Some(band) if band.is_under_65() => row.under_65 += count,
                Some(_) => {}
                None => row.of_unknown_age += count,
            }
        }
    }
    complete(&mut rows, |profession| selection.years_of(profession, cube));
    rows
}
