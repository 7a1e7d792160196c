//! Who is in the profession for the first time soon after the licence.

use std::collections::BTreeMap;

use super::Cube;
use super::selection::{Key, Selection, with_country};
use crate::domain::Year;

/// Licences in the profession for the first time, by the year, and by whether the licence is of the
/// same year or of the year before.
///
/// The balance counts the same licences as newly licensed, and the curves of first exits as those who come
/// under observation in their first and second year. Area and group are those of the first year in the
/// profession, with age as of the licence year.
#[must_use]
pub fn first_seen(cube: &Cube, selection: &Selection) -> BTreeMap<Key, [u64; 2]> {
    let mut rows: BTreeMap<Key, [u64; 2]> = BTreeMap::new();
    for (cell, count) in cube.spells() {
        let since = usize::from(cell.entry);
        let year = cell.licence_year + Year::from(cell.entry);
        if since > 1 || !selection.includes(cell.profession, year) {
            continue;
        }
        let status = cell.status();
        let group = selection.group(cell.holder, status);
        for area in with_country(selection.area(status)) {
            let key = Key {
                profession: cell.profession,
                year,
                area,
                group,
            };
            rows.entry(key).or_default()[since] += count;
        }
    }
    rows
}
