//! The packed form of an extract.

use std::ops::Range;

use super::LicenceYear;
use super::persons::Pseudonyms;
use crate::domain::ProfessionId;

/// An extract in memory: 16 bytes a row, grouped by person, then profession, ordered by year.
///
/// Made only by reading, which checks it. The same rows give the same register, in whatever order
/// and files they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    pub(super) rows: Vec<LicenceYear>,
    /// The pseudonyms of the persons: kept to link other extracts, and never shown.
    pub(super) pseudonyms: Pseudonyms,
}

impl Register {
    /// All rows, licence by licence.
    #[must_use]
    pub fn rows(&self) -> &[LicenceYear] {
        &self.rows
    }

    /// The rows of one licence at a time, ordered by year.
    pub fn licences(&self) -> impl Iterator<Item = &[LicenceYear]> {
        licences(&self.rows)
    }

    /// The rows in about as many stretches as asked for, no person in two of them; together they are
    /// all rows, in order.
    pub fn stretches(&self, wanted: usize) -> impl Iterator<Item = &[LicenceYear]> {
        person_stretches(&self.rows, wanted)
            .into_iter()
            .map(|stretch| &self.rows[stretch])
    }

    /// How many persons there are.
    #[must_use]
    pub const fn persons(&self) -> usize {
        self.pseudonyms.len()
    }

    /// The rows of the licence that the person with this pseudonym has in a profession, ordered by
    /// year; none if the person has none.
    #[must_use]
    pub fn licence_of(&self, pseudonym: &str, profession: ProfessionId) -> Option<&[LicenceYear]> {
        let licence = (self.pseudonyms.index_of(pseudonym)?, profession.0);
        let key = |row: &LicenceYear| (row.person, row.profession);
        let start = self.rows.partition_point(|row| key(row) < licence);
        let end = self.rows.partition_point(|row| key(row) <= licence);
        (start < end).then(|| &self.rows[start..end])
    }

    /// How many of these pseudonyms name no person here but would if they were written alike in both
    /// extracts: with leading zeros, with decimals or in another case.
    #[must_use]
    pub fn written_otherwise<'a>(&self, pseudonyms: impl Iterator<Item = &'a str>) -> usize {
        self.pseudonyms.written_otherwise(pseudonyms)
    }

    /// The bytes that distinguish two registers, for a digest.
    pub fn bytes(&self) -> impl Iterator<Item = [u8; 15]> {
        self.rows.iter().map(LicenceYear::bytes)
    }
}

/// The rows of one licence at a time.
pub fn licences(rows: &[LicenceYear]) -> impl Iterator<Item = &[LicenceYear]> {
    rows.chunk_by(|a, b| a.person == b.person && a.profession == b.profession)
}

/// How many rows of a licence give a reason to leave the register and are followed by one in the next year.
#[must_use]
pub fn departures_without_effect(licence: &[LicenceYear]) -> u64 {
    let steps = licence.windows(2);
    let is_idle =
        |step: &&[LicenceYear]| step[0].gives_departure() && step[0].year() + 1 == step[1].year();
    steps.filter(is_idle).count() as u64
}

/// Splits rows that are grouped by person into stretches of about the same length, no person in two.
pub(super) fn person_stretches(rows: &[LicenceYear], wanted: usize) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut start = 0;
    for stretch in 1..=wanted {
        let mut end = (rows.len() * stretch / wanted).max(start);
        let last = rows.get(end.wrapping_sub(1)).map(|row| row.person);
        let same = rows[end..]
            .iter()
            .take_while(|row| Some(row.person) == last);
        end += same.count();
        stretches.push(start..end);
        start = end;
    }
    stretches
}

/// Orders rows by person, profession and year in time linear in their number, together with the
/// places they came from.
///
/// Persons are counted (a counting sort); the few rows of each are then sorted by comparison.
pub(super) fn order(
    rows: Vec<LicenceYear>,
    places: Vec<u32>,
    persons: usize,
) -> (Vec<LicenceYear>, Vec<u32>) {
    let key = |row: &LicenceYear| (row.person, row.profession, row.year);
    if rows.is_sorted_by_key(key) {
        return (rows, places);
    }
    let mut ends = vec![0_usize; persons + 1];
    for row in &rows {
        ends[row.person as usize + 1] += 1;
    }
    for person in 0..persons {
        ends[person + 1] += ends[person];
    }
    let mut next = ends.clone();
    let mut order = vec![0_u32; rows.len()];
    for (at, row) in (0_u32..).zip(&rows) {
        let slot = &mut next[row.person as usize];
        order[*slot] = at;
        *slot += 1;
    }
    drop(next);
    for pair in ends.windows(2) {
        order[pair[0]..pair[1]].sort_by_key(|&at| key(&rows[at as usize]));
    }
    let ordered = order.iter().map(|&at| rows[at as usize]).collect();
    drop(rows);
    for at in &mut order {
        *at = places[*at as usize];
    }
    (ordered, order)
}
