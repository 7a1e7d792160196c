//! Inhabitants of the sex and age that a result is cut by.

use std::collections::BTreeMap;

use super::{Area, AreaTotals, CountyRegions, Cut, Group, Value};
use crate::domain::{InhabitantGroup, Inhabitants, Unit, Year};

/// Inhabitants by year, area and the sex and age band that a result is cut by: what a density of the
/// own group is counted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupInhabitants {
    cuts: Vec<Cut>,
    totals: BTreeMap<InhabitantGroup, AreaTotals>,
}

impl GroupInhabitants {
    /// The inhabitants of every group; none if a result is cut neither by sex nor by age.
    ///
    /// An area has a count of a group only if all its parts have.
    #[must_use]
    pub fn of(inhabitants: &[Inhabitants], cuts: &[Cut], counties: &CountyRegions) -> Option<Self> {
        let cuts: Vec<Cut> = cuts
            .iter()
            .copied()
            .filter(|cut| is_of_inhabitants(*cut))
            .collect();
        if cuts.is_empty() {
            return None;
        }
        let has = |cut| cuts.contains(&cut);
        let is_wanted = |(sex, band): &InhabitantGroup| {
            sex.is_some() == has(Cut::Sex) && band.is_some() == has(Cut::AgeBand)
        };
        let mut rows: BTreeMap<InhabitantGroup, Vec<(Year, Unit, Option<u64>)>> = BTreeMap::new();
        for row in inhabitants {
            for (group, count) in row.groups.iter().filter(|(group, _)| is_wanted(group)) {
                let count = (row.year, row.place.unit, Some(u64::from(count.0)));
                rows.entry(*group).or_default().push(count);
            }
        }
        let totals = rows.into_iter();
        let totals =
            totals.map(|(group, rows)| (group, AreaTotals::of(rows.into_iter(), counties)));
        Some(Self {
            totals: totals.collect(),
            cuts,
        })
    }

    /// How many inhabitants of an area are of the sex and age of a group; none if that is not known.
    #[must_use]
    pub fn get(&self, year: Year, area: Area, group: Group) -> Option<u64> {
        let mut own: InhabitantGroup = (None, None);
        for cut in &self.cuts {
            match group.value(*cut) {
                Value::Sex(sex) => own.0 = Some(sex),
                Value::AgeBand(band) => own.1 = Some(band),
                _ => return None,
            }
        }
        self.totals.get(&own)?.get(year, area)
    }

    /// Which of the traits that a result is cut by inhabitants are counted by.
    #[must_use]
    pub fn cuts(&self) -> &[Cut] {
        &self.cuts
    }
}

/// Whether inhabitants are counted by a trait; the rest is known of licence holders only.
const fn is_of_inhabitants(cut: Cut) -> bool {
    matches!(cut, Cut::Sex | Cut::AgeBand)
}
