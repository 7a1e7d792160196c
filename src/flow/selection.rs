//! What a flow description is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::area::Level;
use super::cell::{Holder, LicenceStatus};
use super::cut::{Cut, Group};
use super::{Area, Cube};
use crate::domain::{AgeBand, ProfessionId, State, Year};

/// Which professions and years to describe, and how finely.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The professions.
    pub professions: BTreeSet<ProfessionId>,
    /// The years; none for all that the cube covers.
    pub years: Option<RangeInclusive<Year>>,
    /// How finely the country is cut.
    pub level: Level,
    /// Traits to cut by, each once, in the order of [`Cut`].
    pub cuts: Vec<Cut>,
}

/// What a row of a result is about, in the order in which rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The profession.
    pub profession: ProfessionId,
    /// The year.
    pub year: Year,
    /// The area; the whole country is listed beside its parts.
    pub area: Area,
    /// The group.
    pub group: Group,
}

impl Selection {
    /// Whether the result includes this profession in this year.
    pub(super) fn includes(&self, profession: ProfessionId, year: Year) -> bool {
        let years = self.years.as_ref();
        self.professions.contains(&profession) && years.is_none_or(|years| years.contains(&year))
    }

    pub(super) fn area(&self, status: LicenceStatus) -> Area {
        self.level.area(status)
    }

    pub(super) fn group(&self, holder: Holder, status: LicenceStatus) -> Group {
        Group::of(&self.cuts, holder, status)
    }

    /// The group of a licence by what is known as it is given, its age being that of the licence year.
    pub(super) fn group_of_licence(&self, holder: Holder, age_band: Option<AgeBand>) -> Group {
        let as_given = LicenceStatus {
            state: State::InProfession,
            county: None,
            health_region: None,
            sector: None,
            age_band,
        };
        self.group(holder, as_given)
    }

    /// The selected years of a profession that the cube covers.
    pub(super) fn years_of(&self, profession: ProfessionId, cube: &Cube) -> Vec<Year> {
        let covered = cube.coverage.years.get(&profession).into_iter().flatten();
        let selected = covered.filter(|year| self.includes(profession, **year));
        selected.copied().collect()
    }
}

/// Rows under construction: every area and group that a profession has in any year is listed in
/// all its years, since zero is a known number.
pub(super) fn complete<T: Default>(
    rows: &mut BTreeMap<Key, T>,
    years_of: impl Fn(ProfessionId) -> Vec<Year>,
) {
    let met: BTreeSet<(ProfessionId, Area, Group)> = rows
        .keys()
        .map(|key| (key.profession, key.area, key.group))
        .collect();
    for (profession, area, group) in met {
        for year in years_of(profession) {
            let key = Key {
                profession,
                year,
                area,
                group,
            };
            rows.entry(key).or_default();
        }
    }
}

/// An area and, unless it is the country already, the country that it is part of.
pub(crate) fn with_country(area: Area) -> impl Iterator<Item = Area> {
    let country = (area != Area::Sweden).then_some(Area::Sweden);
    [Some(area), country].into_iter().flatten()
}
