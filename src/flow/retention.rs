//! How long the licensed stay in the profession.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::cell::{CareerCell, Ending, SpellCell};
use super::selection::with_country;
use super::{Area, Cube, Group, Selection};
use crate::domain::{ProfessionId, State, Year};
use crate::stats::{
    FollowUp, LogRank, Median, Point, StateFollowUp, aalen_johansen, kaplan_meier, log_rank, median,
};

/// Licence years that are followed together.
pub type Cohort = RangeInclusive<Year>;

/// Whom a curve speaks of, in the order in which curves are printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CurveKey {
    /// The profession.
    pub profession: ProfessionId,
    /// First and last licence year; none for all.
    pub cohort: Option<(Year, Year)>,
    /// Where they were when they were first seen in the profession.
    pub area: Area,
    /// The group, with age as of the licence year.
    pub group: Group,
}

/// Where those go who leave the profession, in the order in which results print them.
pub const DESTINATIONS: [Ending; 5] = [
    Ending::Into(State::OtherRoleInCare),
    Ending::Into(State::OtherIndustry),
    Ending::Into(State::NotEmployed),
    Ending::Into(State::Retired),
    Ending::LeftRegister,
];

/// Retention in one year since the licence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RetentionYear {
    /// What is known of the year by following those in the profession; none in the licence year
    /// itself and where nobody is followed.
    pub point: Option<Point>,
    /// The share that has left to each of [`DESTINATIONS`]; with the share that stays they sum to 1.
    pub destinations: Option<[f64; DESTINATIONS.len()]>,
    /// Licences in the register in that year, and those of them in the profession, whatever
    /// happened in between.
    pub current: Current,
}

/// Where licences are so many years on, whatever happened in between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Current {
    /// With a row in the register.
    pub in_register: u64,
    /// Of those, in the profession.
    pub in_profession: u64,
}

/// Retention of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retention {
    /// By years since the licence, from 0 on without a hole.
    pub years: Vec<RetentionYear>,
    /// The median time until leaving the profession.
    pub median: Option<Median>,
}

/// How long the licensed of each selected group stay in the profession.
///
/// The clock is years since the licence year. A licence comes under observation in the first extract
/// year in which it is in the profession and leaves with an event in the first later year in which
/// it is not; later returns do not reopen it (*first exit*: Kaplan–Meier with late entry, and
/// Aalen–Johansen by destination). Beside it stands the *current state*: of the licences in the register
/// so many years on, the share in the profession, which counts those who came back.
#[must_use]
pub fn retention(
    cube: &Cube,
    selection: &Selection,
    cohorts: &[Cohort],
) -> BTreeMap<CurveKey, Retention> {
    let mut units: BTreeMap<CurveKey, BTreeMap<(u32, u32, Ending), u64>> = BTreeMap::new();
    for (cell, count) in cube.spells() {
        for key in keys_of_spell(&cell, selection, cohorts) {
            let alike = (cell.entry.into(), cell.exit.into(), cell.ending);
            *units.entry(key).or_default().entry(alike).or_default() += count;
        }
    }
    let mut current: BTreeMap<CurveKey, Vec<Current>> = BTreeMap::new();
    for (cell, count) in cube.careers().into_iter().flatten() {
        for key in keys_of_career(&cell, selection, cohorts) {
            let years = current.entry(key).or_default();
            let since = usize::from(cell.since);
            if years.len() <= since {
                years.resize(since + 1, Current::default());
            }
            let is_in = cell
                .standing
                .is_some_and(|at| at.state == State::InProfession);
            years[since].in_register += count;
            years[since].in_profession += if is_in { count } else { 0 };
        }
    }
    let curves = units.into_iter().map(|(key, units)| {
        let current = current.remove(&key).unwrap_or_default();
        let units: Vec<FollowUp<Ending>> = units.into_iter().map(follow_up).collect();
        (key, curve(&units, &current))
    });
    let mut curves: BTreeMap<CurveKey, Retention> = curves.collect();
    if selection.cuts.is_empty() {
        add_empty_cohorts(&mut curves, selection, cohorts);
    }
    curves
}

/// A cohort that nobody was seen of stands with a year in which nothing is known.
fn add_empty_cohorts(
    curves: &mut BTreeMap<CurveKey, Retention>,
    selection: &Selection,
    cohorts: &[Cohort],
) {
    for &profession in &selection.professions {
        for cohort in cohorts {
            let key = CurveKey {
                profession,
                cohort: Some((*cohort.start(), *cohort.end())),
                area: Area::Sweden,
                group: Group::default(),
            };
            curves.entry(key).or_insert_with(|| Retention {
                years: vec![RetentionYear::default()],
                median: None,
            });
        }
    }
}

/// The log-rank test of no difference between the groups and cohorts of a profession in an area, on
/// first exits.
#[must_use]
pub fn retention_tests(
    cube: &Cube,
    selection: &Selection,
    cohorts: &[Cohort],
) -> BTreeMap<(ProfessionId, Area), LogRank> {
    let mut groups: BTreeMap<CurveKey, Vec<FollowUp<bool>>> = BTreeMap::new();
    for (cell, count) in cube.spells() {
        for key in keys_of_spell(&cell, selection, cohorts) {
            let left = (cell.ending != Ending::Censored).then_some(true);
            groups.entry(key).or_default().push(FollowUp {
                entry: cell.entry.into(),
                exit: cell.exit.into(),
                event: left,
                count,
            });
        }
    }
    let mut families: BTreeMap<(ProfessionId, Area), Vec<Vec<FollowUp<bool>>>> = BTreeMap::new();
    for (key, units) in groups {
        families
            .entry((key.profession, key.area))
            .or_default()
            .push(units);
    }
    let tests = families.into_iter();
    tests
        .filter_map(|(family, groups)| Some((family, log_rank(&groups)?)))
        .collect()
}

/// The licence year's cohorts: those that were asked for and hold it, or the one of all.
fn cohorts_of(licence_year: Year, cohorts: &[Cohort]) -> Vec<Option<(Year, Year)>> {
    if cohorts.is_empty() {
        return vec![None];
    }
    let holding = cohorts
        .iter()
        .filter(|cohort| cohort.contains(&licence_year));
    holding
        .map(|cohort| Some((*cohort.start(), *cohort.end())))
        .collect()
}

fn keys_of_spell(cell: &SpellCell, selection: &Selection, cohorts: &[Cohort]) -> Vec<CurveKey> {
    if !selection.professions.contains(&cell.profession) {
        return Vec::new();
    }
    let standing = cell.standing();
    let group = selection.group(cell.holder, standing);
    let areas = with_country(selection.area(standing)).collect::<Vec<_>>();
    keys(cell.profession, cell.licence_year, &areas, group, cohorts)
}

/// Of a licence without a row nobody knows where it is.
fn keys_of_career(cell: &CareerCell, selection: &Selection, cohorts: &[Cohort]) -> Vec<CurveKey> {
    let standing = cell
        .standing
        .filter(|_| selection.professions.contains(&cell.profession));
    let Some(standing) = standing else {
        return Vec::new();
    };
    let group = selection.group(cell.holder, standing);
    let areas = with_country(selection.area(standing)).collect::<Vec<_>>();
    keys(cell.profession, cell.licence_year, &areas, group, cohorts)
}

fn keys(
    profession: ProfessionId,
    licence_year: Year,
    areas: &[Area],
    group: Group,
    cohorts: &[Cohort],
) -> Vec<CurveKey> {
    let cohorts = cohorts_of(licence_year, cohorts).into_iter();
    let keys = cohorts.flat_map(|cohort| {
        areas.iter().map(move |area| CurveKey {
            profession,
            cohort,
            area: *area,
            group,
        })
    });
    keys.collect()
}

fn follow_up(((entry, exit, ending), count): ((u32, u32, Ending), u64)) -> FollowUp<Ending> {
    FollowUp {
        entry,
        exit,
        event: Some(ending).filter(|ending| *ending != Ending::Censored),
        count,
    }
}

fn curve(units: &[FollowUp<Ending>], current: &[Current]) -> Retention {
    let any: Vec<FollowUp<bool>> = units
        .iter()
        .map(|unit| FollowUp {
            entry: unit.entry,
            exit: unit.exit,
            event: unit.event.map(|_| true),
            count: unit.count,
        })
        .collect();
    let points = kaplan_meier(&any);
    let destinations = destinations(units);
    let last = points.last().map_or(0, |point| point.time);
    let mut latest = (BEFORE_ANY_EXIT, [0.0; DESTINATIONS.len()]);
    let years = (0..=last).map(|since| {
        let followed = units.iter().filter(|unit| unit.is_followed_at(since));
        let at_risk: u64 = followed.map(|unit| unit.count).sum();
        latest = match points.iter().find(|point| point.time == since) {
            Some(point) => (*point, destinations[&since]),
            None => (without_exits(latest.0, since, at_risk), latest.1),
        };
        let is_followed = at_risk > 0;
        let current = usize::try_from(since).ok().and_then(|at| current.get(at));
        RetentionYear {
            point: is_followed.then_some(latest.0),
            destinations: is_followed.then_some(latest.1),
            current: current.copied().unwrap_or_default(),
        }
    });
    Retention {
        years: years.collect(),
        median: median(&points),
    }
}

/// What is known before anybody has left.
const BEFORE_ANY_EXIT: Point = Point {
    time: 0,
    at_risk: 0,
    events: 0,
    censored: 0,
    survival: 1.0,
    standard_error: Some(0.0),
    interval: None,
};

/// A year in which everybody who is followed stays.
const fn without_exits(latest: Point, time: u32, at_risk: u64) -> Point {
    Point {
        time,
        at_risk,
        events: 0,
        censored: 0,
        ..latest
    }
}

/// The share that has left to each destination, by time.
fn destinations(units: &[FollowUp<Ending>]) -> BTreeMap<u32, [f64; DESTINATIONS.len()]> {
    let position = |ending: Ending| {
        let at = DESTINATIONS.iter().position(|other| *other == ending);
        at.map(|at| at + 1)
    };
    let stays = units.iter().map(|unit| StateFollowUp {
        state: 0,
        stay: FollowUp {
            entry: unit.entry,
            exit: unit.exit,
            event: unit.event.and_then(position),
            count: unit.count,
        },
    });
    let mut initial = [0.0; DESTINATIONS.len() + 1];
    initial[0] = 1.0;
    let occupations = aalen_johansen(&stays.collect::<Vec<_>>(), &initial).into_iter();
    let shares = occupations.map(|occupation| {
        let mut shares = [0.0; DESTINATIONS.len()];
        shares.copy_from_slice(&occupation.shares[1..]);
        (occupation.time, shares)
    });
    shares.collect()
}
