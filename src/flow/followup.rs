//! Where the licensed are some years after the licence.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::CareerCell;
use super::{Area, Cohort, CountyRegions, Cube, Group, Level, Selection};
use crate::domain::{ProfessionId, Sector, State, Year};
use crate::extract::columns::Column;

/// Years since the licence at which licences are looked up.
pub const FOLLOWED: [u8; 4] = [1, 3, 5, 10];

/// What licences are distributed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distribution {
    /// States, of all licences of the cohort.
    State,
    /// Employed or not, of all licences of the cohort.
    Established,
    /// Industries, of the employed.
    Industry,
    /// Sectors, of the employed.
    Sector,
    /// Areas, of those in the register.
    Area,
    /// The area of the studies or another, of those in the profession whose both areas are known.
    SameAreaAsStudies,
}

/// A category of a distribution, in the order in which results print them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// A state.
    State(State),
    /// `ej i registret`.
    NotInRegister,
    /// The first two digits of the workplace's SNI code.
    Industry(u8),
    /// A sector.
    Sector(Sector),
    /// An area.
    Area(Area),
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known.
    Unknown,
}

/// Whom a count is of, in the order in which rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FollowUpKey {
    /// The profession.
    pub profession: ProfessionId,
    /// First and last licence year.
    pub cohort: (Year, Year),
    /// The group, with age as of the licence year.
    pub group: Group,
    /// Years since the licence.
    pub since: u8,
    /// The distribution.
    pub distribution: Distribution,
    /// Which of it.
    pub category: Category,
}

/// How many licences are there, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// In the category.
    pub count: u64,
    /// In all categories of the distribution.
    pub of: u64,
}

/// Where cohorts are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUps {
    /// By cohort, group, years since the licence, distribution and category.
    pub parts: BTreeMap<FollowUpKey, Part>,
    /// Professions, cohorts and years since the licence that the extract does not cover: the licence year
    /// lies before its first year, or the look-up after its last.
    pub unobserved: BTreeSet<(ProfessionId, (Year, Year), u8)>,
}

/// Where the licences of each cohort are 1, 3, 5 and 10 years after the licence.
///
/// Only cohorts that the extract covers from their first licence year on are followed, since of older
/// ones it is unknown who has left the register already. Without cohorts, each covered year is one.
/// An area is where the licence is in that year, at the level of the selection or, for the country
/// as a whole, by health region.
#[must_use]
pub fn followup(
    cube: &Cube,
    selection: &Selection,
    cohorts: &[Cohort],
    counties: &CountyRegions,
) -> FollowUps {
    let mut found = FollowUps::default();
    let mut observed: BTreeMap<ProfessionId, Vec<Cohort>> = BTreeMap::new();
    for &profession in &selection.professions {
        let Some(years) = cube.coverage.years.get(&profession) else {
            continue;
        };
        let (Some(first), Some(last)) = (years.first(), years.last()) else {
            continue;
        };
        let each_year = || years.iter().map(|year| *year..=*year).collect();
        let asked: Vec<Cohort> = if cohorts.is_empty() {
            each_year()
        } else {
            cohorts.to_vec()
        };
        for cohort in &asked {
            for since in FOLLOWED {
                let is_early = cohort.start() < first;
                if is_early || cohort.end() + Year::from(since) > *last {
                    let key = (profession, (*cohort.start(), *cohort.end()), since);
                    found.unobserved.insert(key);
                }
            }
        }
        observed.insert(profession, asked);
    }
    let classifier = Classifier {
        cube,
        level: selection.level.max(Level::HealthRegion),
        counties,
    };
    let cells = cube.careers().into_iter().flatten();
    for (cell, count) in cells.filter(|(cell, _)| FOLLOWED.contains(&cell.since)) {
        let cohorts = observed.get(&cell.profession).into_iter().flatten();
        for cohort in cohorts.filter(|cohort| cohort.contains(&cell.licence_year)) {
            let cohort = (*cohort.start(), *cohort.end());
            if found
                .unobserved
                .contains(&(cell.profession, cohort, cell.since))
            {
                continue;
            }
            for (distribution, category) in classifier.categories(&cell) {
                let key = FollowUpKey {
                    profession: cell.profession,
                    cohort,
                    group: selection.group_of_licence(cell.holder, cell.age_band),
                    since: cell.since,
                    distribution,
                    category,
                };
                found.parts.entry(key).or_default().count += count;
            }
        }
    }
    add_empty_categories(&mut found.parts);
    add_sums(&mut found.parts);
    found
}

/// States and answers without licences are known to be empty.
fn add_empty_categories(parts: &mut BTreeMap<FollowUpKey, Part>) {
    let keys: Vec<FollowUpKey> = parts.keys().copied().collect();
    for key in keys {
        let states = State::ALL.map(Category::State).into_iter();
        let all: Vec<Category> = match key.distribution {
            Distribution::State => states.chain([Category::NotInRegister]).collect(),
            Distribution::Established | Distribution::SameAreaAsStudies => {
                vec![Category::Yes, Category::No]
            }
            Distribution::Industry | Distribution::Sector | Distribution::Area => Vec::new(),
        };
        for category in all {
            parts.entry(FollowUpKey { category, ..key }).or_default();
        }
    }
}

/// Assigns licences to the categories of every distribution that the extract covers.
struct Classifier<'a> {
    cube: &'a Cube,
    level: Level,
    counties: &'a CountyRegions,
}

impl Classifier<'_> {
    fn categories(&self, cell: &CareerCell) -> Vec<(Distribution, Category)> {
        let has = |columns: &[Column]| self.cube.coverage.has_any(columns);
        let state = cell.status.map(|status| status.state);
        let is_employed =
            state.is_some_and(|state| !matches!(state, State::NotEmployed | State::Retired));
        let answer = |is_so| if is_so { Category::Yes } else { Category::No };
        let mut categories = vec![
            (
                Distribution::State,
                state.map_or(Category::NotInRegister, Category::State),
            ),
            (Distribution::Established, answer(is_employed)),
        ];
        if is_employed && has(&[Column::Industry]) {
            let industry = cell.industry.map_or(Category::Unknown, Category::Industry);
            categories.push((Distribution::Industry, industry));
        }
        if is_employed && has(&[Column::Sector]) {
            let sector = cell.status.and_then(|status| status.sector);
            let sector = sector.map_or(Category::Unknown, Category::Sector);
            categories.push((Distribution::Sector, sector));
        }
        if let Some(status) = cell.status {
            let area = self.level.area(status);
            categories.push((Distribution::Area, Category::Area(area)));
            let studies = self.area_of_studies(cell);
            let is_known = area != Area::Unknown && studies != Area::Unknown;
            if state == Some(State::InProfession) && is_known {
                let same = (Distribution::SameAreaAsStudies, answer(area == studies));
                categories.push(same);
            }
        }
        categories
    }

    fn area_of_studies(&self, cell: &CareerCell) -> Area {
        let county = cell.study_county;
        let region = county.and_then(|county| self.counties.region_of_studies(county));
        self.level.area_of(county, region)
    }
}

/// Gives every part the sum of its distribution.
fn add_sums(parts: &mut BTreeMap<FollowUpKey, Part>) {
    let whole = |key: &FollowUpKey| FollowUpKey {
        category: Category::Unknown,
        ..*key
    };
    let mut sums: BTreeMap<FollowUpKey, u64> = BTreeMap::new();
    for (key, part) in &*parts {
        *sums.entry(whole(key)).or_default() += part.count;
    }
    for (key, part) in parts {
        part.of = sums.get(&whole(key)).copied().unwrap_or_default();
    }
}
