//! Where a change of the stock came from.

use std::collections::BTreeMap;

use super::cell::{Entry, Holder, LicenceStatus, TransitionCell};
use super::selection::{Key, Selection, complete, with_country};
use super::{Area, Cube, Departures, Group};
use crate::domain::{EducationCountry, ProfessionId, State, Year};

/// The stock of two consecutive years and all that happened in between, in licences.
///
/// `closing = opening + newly licensed + returned + first entries with an older licence + entries with an
/// unknown licence year + moved in + in by an unknown move − retired − other role − other industry − not
/// employed − left the register − moved out − out by an unknown move + changed group`
///
/// Entries count in the area and group of the year, exits in those of the year before. Who stays in
/// the profession and changes both group and area changes group where it was and then moves. Who has a
/// known area in one of the years only may have moved or not: that is counted separately and never as a move.
/// The country is the sum of its areas in every term: its moves are those between the areas.
///
/// Example: 10 the year before; 2 newly licensed and 1 back from another industry come in, 3 retire,
/// 1 moves in from another county: 10 + 2 + 1 + 1 − 3 = 11.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// In the profession the year before.
    pub opening: u64,
    /// Newly licensed, by country of education; the last are those of unknown country.
    pub newly_licensed: [u64; 4],
    /// Seen in the profession in an earlier year, not in it the year before.
    pub returned: u64,
    /// Not seen in the profession before, with a licence older than the year before.
    pub first_entries: u64,
    /// Not seen in the profession before, with a licence of an unknown year.
    pub entries_of_unknown_year: u64,
    /// Came from another known area, in the profession both years.
    pub moved_in: u64,
    /// Came from an unknown area or to one, in the profession both years.
    pub unknown_moves_in: u64,
    /// Not employed, and at or over the pension age.
    pub retired: u64,
    /// Went to another role in care.
    pub other_role: u64,
    /// Went to another industry.
    pub other_industry: u64,
    /// No longer employed, below the pension age.
    pub not_employed: u64,
    /// No row any more: dead, emigrated or without the licence.
    pub left_register: u64,
    /// Those who left the register, by why.
    pub departures: Departures,
    /// Went to another known area, in the profession both years.
    pub moved_out: u64,
    /// Went to an unknown area or from one, in the profession both years.
    pub unknown_moves_out: u64,
    /// Changed group within the area, net.
    pub changed_group: i64,
    /// In the profession in the year.
    pub closing: u64,
}

impl Balance {
    /// Adds the terms of another row.
    pub(crate) fn add(&mut self, other: &Self) {
        self.opening += other.opening;
        for (sum, count) in self.newly_licensed.iter_mut().zip(other.newly_licensed) {
            *sum += count;
        }
        self.returned += other.returned;
        self.first_entries += other.first_entries;
        self.entries_of_unknown_year += other.entries_of_unknown_year;
        self.moved_in += other.moved_in;
        self.unknown_moves_in += other.unknown_moves_in;
        self.retired += other.retired;
        self.other_role += other.other_role;
        self.other_industry += other.other_industry;
        self.not_employed += other.not_employed;
        self.left_register += other.left_register;
        self.departures.absorb(&other.departures);
        self.moved_out += other.moved_out;
        self.unknown_moves_out += other.unknown_moves_out;
        self.changed_group += other.changed_group;
        self.closing += other.closing;
    }

    /// All who came into the stock from outside it.
    #[must_use]
    pub fn entries(&self) -> u64 {
        let new: u64 = self.newly_licensed.iter().sum();
        new + self.returned + self.first_entries + self.entries_of_unknown_year
    }

    /// What the flows do not explain: the closing stock less the sum of all other terms.
    #[must_use]
    pub fn residual(&self) -> i64 {
        let gains = self.entries() + self.moved_in + self.unknown_moves_in;
        let losses = self.retired
            + self.other_role
            + self.other_industry
            + self.not_employed
            + self.left_register
            + self.moved_out
            + self.unknown_moves_out;
        let explained = signed(self.opening + gains) - signed(losses) + self.changed_group;
        signed(self.closing) - explained
    }
}

/// A cell whose flows do not explain its stock; only a broken cube can have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imbalance {
    /// The cell.
    pub key: Key,
    /// Closing stock less all other terms.
    pub residual: i64,
}

/// The balance of every selected profession, year, area and group. A year whose year before is not
/// covered has none.
///
/// # Errors
/// The first cell with a residual.
pub fn balance(cube: &Cube, selection: &Selection) -> Result<BTreeMap<Key, Balance>, Imbalance> {
    let mut rows = Rows {
        selection,
        rows: BTreeMap::new(),
    };
    for (cell, count) in cube.transitions() {
        if selection.includes(cell.profession, cell.year) {
            rows.add_flow(cell, count);
        }
    }
    for (cell, count) in cube.stock() {
        if cell.status.state != State::InProfession {
            continue;
        }
        let coverage = &cube.coverage;
        let mut add = |year: Year, term: fn(&mut Balance) -> &mut u64| {
            let is_wanted = selection.includes(cell.profession, year);
            if is_wanted && coverage.covers_step(cell.profession, year) {
                rows.add(cell.profession, year, cell.holder, cell.status, |row| {
                    *term(row) += count;
                });
            }
        };
        add(cell.year, |row| &mut row.closing);
        add(cell.year + 1, |row| &mut row.opening);
    }
    let mut rows = rows.rows;
    complete(&mut rows, |profession| {
        let years = selection.years_of(profession, cube).into_iter();
        years
            .filter(|year| cube.coverage.covers_step(profession, *year))
            .collect()
    });
    let residuals = rows.iter().map(|(key, row)| Imbalance {
        key: *key,
        residual: row.residual(),
    });
    match residuals.into_iter().find(|row| row.residual != 0) {
        Some(imbalance) => Err(imbalance),
        None => Ok(rows),
    }
}

struct Rows<'a> {
    selection: &'a Selection,
    rows: BTreeMap<Key, Balance>,
}

impl Rows<'_> {
    fn add_flow(&mut self, cell: TransitionCell, count: u64) {
        let is_in = |status: &LicenceStatus| status.state == State::InProfession;
        let TransitionCell {
            year,
            profession,
            holder,
            ..
        } = cell;
        match (
            cell.before.filter(is_in),
            cell.after.filter(is_in),
            cell.after,
        ) {
            (Some(before), Some(after), _) => self.add_stayer(cell, before, after, count),
            (None, Some(after), _) => {
                let education = holder.education;
                self.add(profession, year, holder, after, |row| {
                    *row.entry_of(cell.entry, education) += count;
                });
            }
            (Some(before), None, destination) => {
                let destination = destination.map(|status| status.state);
                self.add(profession, year, holder, before, |row| {
                    *row.exit_to(destination) += count;
                    if destination.is_none() {
                        row.departures.add(cell.departure, count);
                    }
                });
            }
            (None, None, _) => {}
        }
    }

    /// In the profession both years: a change of group where it was, then a move.
    fn add_stayer(
        &mut self,
        cell: TransitionCell,
        before: LicenceStatus,
        after: LicenceStatus,
        count: u64,
    ) {
        let TransitionCell {
            year,
            profession,
            holder,
            ..
        } = cell;
        let selection = self.selection;
        let regrouped = LicenceStatus {
            county: before.county,
            health_region: before.health_region,
            ..after
        };
        if selection.group(holder, before) != selection.group(holder, regrouped) {
            self.add(profession, year, holder, before, |row| {
                row.changed_group -= signed(count);
            });
            self.add(profession, year, holder, regrouped, |row| {
                row.changed_group += signed(count);
            });
        }
        if selection.area(before) != selection.area(after) {
            let ends = [before, after].map(|status| selection.area(status));
            let is_known = !ends.contains(&Area::Unknown);
            self.add(profession, year, holder, regrouped, |row| {
                *row.move_out(is_known) += count;
            });
            self.add(profession, year, holder, after, |row| {
                *row.move_in(is_known) += count;
            });
        }
    }

    fn add(
        &mut self,
        profession: ProfessionId,
        year: Year,
        holder: Holder,
        status: LicenceStatus,
        mut change: impl FnMut(&mut Balance),
    ) {
        let group: Group = self.selection.group(holder, status);
        let area: Area = self.selection.area(status);
        for area in with_country(area) {
            let key = Key {
                profession,
                year,
                area,
                group,
            };
            change(self.rows.entry(key).or_default());
        }
    }
}

impl Balance {
    /// An entry always has its kind; without one it could only have been seen before.
    fn entry_of(&mut self, entry: Option<Entry>, education: Option<EducationCountry>) -> &mut u64 {
        match entry {
            Some(Entry::NewlyLicensed) => &mut self.newly_licensed[column(education)],
            Some(Entry::FirstWithOlderLicence) => &mut self.first_entries,
            Some(Entry::UnknownLicenceYear) => &mut self.entries_of_unknown_year,
            Some(Entry::Returned) | None => &mut self.returned,
        }
    }

    const fn move_in(&mut self, is_known: bool) -> &mut u64 {
        if is_known {
            &mut self.moved_in
        } else {
            &mut self.unknown_moves_in
        }
    }

    const fn move_out(&mut self, is_known: bool) -> &mut u64 {
        if is_known {
            &mut self.moved_out
        } else {
            &mut self.unknown_moves_out
        }
    }

    fn exit_to(&mut self, destination: Option<State>) -> &mut u64 {
        match destination {
            Some(State::Retired) => &mut self.retired,
            Some(State::OtherRoleInCare) => &mut self.other_role,
            Some(State::OtherIndustry) => &mut self.other_industry,
            Some(State::NotEmployed) => &mut self.not_employed,
            Some(State::InProfession) | None => &mut self.left_register,
        }
    }
}

fn column(education: Option<EducationCountry>) -> usize {
    education.map_or(EducationCountry::ALL.len(), |country| country as usize)
}

/// Counts of licences stay far below 2⁶³.
fn signed(count: u64) -> i64 {
    count.cast_signed()
}
