//! Years that were delivered for a part of the country only.
//!
//! Where a delivery lacks counties, everyone in them seems to leave and to come back. A county is taken
//! to be missing from a year that has no row of it though both neighbouring years (one at the ends)
//! have many and the other counties are there in their usual number. A year with less than half the rows
//! of both its neighbours is incomplete in some other way.

use std::collections::{BTreeMap, BTreeSet};

use super::LicenceYear;
use super::licence_year::EPOCH;
use crate::domain::{CountyId, ProfessionId, Year};

/// With fewer rows than this in a neighbouring year nothing can be said.
const LEAST: u32 = 10;

/// Fewer rows than this in the neighbouring years are no series that could collapse.
const LEAST_IN_ALL: u32 = 50;

/// Room for the counties and the unknown one; more than there are.
const COUNTIES: usize = 32;

/// A year of a profession that is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialYear {
    /// The profession.
    pub profession: ProfessionId,
    /// The year.
    pub year: Year,
    /// The counties that are missing; none if rows are missing all over the country.
    pub counties: BTreeSet<CountyId>,
    /// Its rows.
    pub rows: u32,
    /// The rows of the smaller of its neighbours.
    pub usual: u32,
}

/// Rows by profession, year and county.
type Counts = BTreeMap<(u8, u8), [u32; COUNTIES]>;

/// The years that are not whole, by profession and year.
pub(super) fn partial_years(rows: &[LicenceYear]) -> Vec<PartialYear> {
    let counts = counts(rows);
    counts
        .keys()
        .filter_map(|&key| partial_year(key, &counts))
        .collect()
}

fn counts(rows: &[LicenceYear]) -> Counts {
    let mut counts: Vec<[u32; COUNTIES]> = Vec::new();
    for row in rows {
        let key = usize::from(row.profession) << 8 | usize::from(row.year);
        if key >= counts.len() {
            counts.resize(key + 1, [0; COUNTIES]);
        }
        counts[key][usize::from(row.county).min(COUNTIES - 1)] += 1;
    }
    let keyed = counts.into_iter().enumerate().map(|(key, counts)| {
        let bytes = key.to_le_bytes();
        ((bytes[1], bytes[0]), counts)
    });
    keyed.filter(|(_, counts)| total(counts) > 0).collect()
}

fn total(counts: &[u32; COUNTIES]) -> u32 {
    counts.iter().sum()
}

fn partial_year((profession, year): (u8, u8), counts: &Counts) -> Option<PartialYear> {
    let of = |year: Option<u8>| counts.get(&(profession, year?));
    let (before, after) = (of(year.checked_sub(1)), of(year.checked_add(1)));
    let own = of(Some(year))?;
    let neighbours: Vec<_> = [before, after].into_iter().flatten().collect();
    let usual = |county: usize| neighbours.iter().map(|counts| counts[county]).min();
    let is_missing = |county: &usize| own[*county] == 0 && usual(*county) >= Some(LEAST);
    let missing: Vec<usize> = (0..COUNTIES - 1).filter(is_missing).collect();
    let usual_there: u32 = (0..COUNTIES)
        .filter(|county| own[*county] > 0)
        .filter_map(usual)
        .sum();
    let rows = total(own);
    // A profession that is new or given up has few rows everywhere, and a year without counties lacks the
    // column rather than the rows.
    let are_missing = !missing.is_empty() && 2 * rows > usual_there && 2 * own[COUNTIES - 1] < rows;
    let usual = neighbours.iter().map(|counts| total(counts)).min()?;
    let has_collapsed = before.is_some() && usual >= LEAST_IN_ALL && 2 * rows < usual;
    (are_missing || has_collapsed).then(|| PartialYear {
        profession: ProfessionId(profession),
        year: EPOCH + Year::from(year),
        counties: missing
            .into_iter()
            .filter(|_| are_missing)
            .filter_map(|county| u8::try_from(county).ok().map(CountyId))
            .collect(),
        rows,
        usual,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::licence_year::packed_year;

    /// Rows of one profession by year and county.
    fn rows(counts: &[(i32, u8, u32)]) -> Vec<LicenceYear> {
        let mut rows = Vec::new();
        for &(year, county, count) in counts {
            let row = LicenceYear {
                person: 0,
                profession: 3,
                year: packed_year(year).unwrap(),
                state: 0,
                county,
                health_region: 0,
                birth_year: 0,
                licence_year: 0,
                study_county: u8::MAX,
                industry: u8::MAX,
                extent: u8::MAX,
                traits: 0,
                marks: 0,
            };
            rows.extend((0..count).map(|person| LicenceYear { person, ..row }));
        }
        rows
    }

    fn found(counts: &[(i32, u8, u32)]) -> Vec<(Year, Vec<u8>)> {
        let years = partial_years(&rows(counts)).into_iter();
        years
            .map(|own| {
                (
                    own.year,
                    own.counties.iter().map(|county| county.0).collect(),
                )
            })
            .collect()
    }

    #[test]
    fn a_year_without_a_county_that_its_neighbours_have_is_partial() {
        let whole = |year| [(year, 0, 40), (year, 1, 20)];
        let series = [whole(2010), [(2011, 0, 41), (2011, 1, 0)], whole(2012)].concat();
        assert_eq!(found(&series), [(2011, vec![1])]);
        let last = [&whole(2010)[..], &[(2011, 0, 41)]].concat();
        assert_eq!(found(&last), [(2011, vec![1])]);
        let first = [&[(2009, 1, 19)][..], &whole(2010)].concat();
        assert_eq!(found(&first), [(2009, vec![0])]);
    }

    #[test]
    fn a_year_of_half_its_rows_is_partial() {
        let series = [(2010, 0, 100), (2011, 0, 49), (2012, 0, 100), (2013, 0, 40)];
        assert_eq!(found(&series), [(2011, vec![]), (2013, vec![])]);
    }

    #[test]
    fn small_new_and_whole_series_are_left_alone() {
        assert_eq!(found(&[(2010, 0, 40), (2010, 1, 9), (2011, 0, 40)]), []);
        let new = [
            (2010, 0, 3),
            (2011, 0, 60),
            (2011, 1, 30),
            (2012, 0, 160),
            (2012, 1, 80),
        ];
        assert_eq!(found(&new), []);
        assert_eq!(
            found(&[(2010, 0, 100), (2012, 0, 20)]),
            [],
            "not neighbours"
        );
        assert_eq!(found(&[(2010, 0, 30), (2010, 1, 30), (2011, 255, 60)]), []);
    }
}
