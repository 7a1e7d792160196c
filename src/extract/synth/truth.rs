//! What really happened in a synthetic register.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use hashbrown::HashMap;

use super::SyntheticYear;
use crate::domain::{CountyId, EducationCountry, ProfessionId, Sex, State, Year};
use crate::reference::Reference;

/// Counts of every transition between two consecutive years, as they were made.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    // Looked up only; rows are sorted before they are shown.
    counts: HashMap<Transition, u64>,
}

/// From one year to the next; none where the licence is not in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Transition {
    /// The later year.
    pub year: Year,
    /// The profession.
    pub profession: ProfessionId,
    /// State and county the year before.
    pub before: Option<(State, CountyId)>,
    /// State and county in the year.
    pub after: Option<(State, CountyId)>,
    /// Sex.
    pub sex: Sex,
    /// Country of education.
    pub education: EducationCountry,
}

impl Truth {
    /// Counts the transitions of one licence between years that the register covers.
    pub(super) fn count(
        &mut self,
        years: &[Option<SyntheticYear>],
        covered: &RangeInclusive<Year>,
    ) {
        let Some(first) = years.iter().flatten().next() else {
            return;
        };
        let state = |index: Option<usize>| {
            let row = index.and_then(|index| years.get(index).copied()).flatten();
            row.map(|row| (row.state, row.county))
        };
        for year in (*covered.start() + 1)..=*covered.end() {
            let index = usize::try_from(year - first.licence_year).ok();
            let before = index.and_then(|index| index.checked_sub(1));
            let (before, after) = (state(before), state(index));
            if before.is_none() && after.is_none() {
                continue;
            }
            let (profession, sex, education) = (first.profession, first.sex, first.education);
            let key = Transition {
                year,
                profession,
                before,
                after,
                sex,
                education,
            };
            *self.counts.entry(key).or_insert(0) += 1;
        }
    }

    /// The transitions in order, with their counts.
    #[must_use]
    pub fn transitions(&self) -> Vec<(Transition, u64)> {
        let mut rows: Vec<_> = self
            .counts
            .iter()
            .map(|(key, count)| (*key, *count))
            .collect();
        rows.sort_unstable();
        rows
    }

    /// The transitions as CSV, in Swedish.
    #[must_use]
    pub fn csv(&self, reference: &Reference) -> String {
        let mut csv = String::from(
            "år,yrke,från_status,från_län,till_status,till_län,kön,utbildningsland,antal\n",
        );
        for (key, count) in self.transitions() {
            let place = |at: Option<(State, CountyId)>| {
                at.map_or_else(
                    || "ej i registret,".to_owned(),
                    |(state, county)| {
                        format!("{},{}", state.swedish(), reference.county(county).code)
                    },
                )
            };
            // Writing to a String cannot fail.
            let _ = writeln!(
                csv,
                "{},{},{},{},{},{},{count}",
                key.year,
                reference.profession(key.profession).name,
                place(key.before),
                place(key.after),
                key.sex.swedish(),
                key.education.swedish(),
            );
        }
        csv
    }
}
