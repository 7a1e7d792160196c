//! How long the licensed stay in the profession.

use std::collections::BTreeMap;
use std::thread;

use super::cell::{CareerCell, Ending};
use super::curve::Curves;
use super::{Area, Cohort, Cube, CurveKey, Group, Selection};
use crate::domain::{ProfessionId, State};
use crate::stats::{
    FollowUp, LogRank, Median, Point, StateFollowUp, aalen_johansen, kaplan_meier, log_rank, median,
};

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
    /// Those who left in the year, to each of [`DESTINATIONS`].
    pub exits_to: [u64; DESTINATIONS.len()],
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
    let mut keys = Curves::new(selection, cohorts);
    let mut units: Vec<BTreeMap<(u32, u32, Ending), u64>> = Vec::new();
    for (cell, count) in cube.spells() {
        for &at in keys.of_spell(&cell) {
            let alike = (cell.entry.into(), cell.exit.into(), cell.ending);
            *at_or_new(&mut units, at).entry(alike).or_default() += count;
        }
    }
    let mut current = current(cube, selection, cohorts);
    let curves = keys.positions.into_iter().filter_map(|(key, at)| {
        let units = units.get_mut(at).map(std::mem::take)?.into_iter();
        let units: Vec<FollowUp<Ending>> = units.map(follow_up).collect();
        let current = current.remove(&key).unwrap_or_default();
        (!units.is_empty()).then(|| (key, curve(&units, &current)))
    });
    let mut curves: BTreeMap<CurveKey, Retention> = curves.collect();
    if selection.cuts.is_empty() {
        add_empty_cohorts(&mut curves, selection, cohorts);
    }
    curves
}

/// The current state by years since the licence, the careers counted on all cores.
fn current(
    cube: &Cube,
    selection: &Selection,
    cohorts: &[Cohort],
) -> BTreeMap<CurveKey, Vec<Current>> {
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let count = |cells: &mut dyn Iterator<Item = (CareerCell, u64)>| {
        let mut keys = Curves::new(selection, cohorts);
        let mut current: Vec<Vec<Current>> = Vec::new();
        for (cell, count) in cells {
            let state = cell.standing.map(|standing| standing.state);
            let is_in = state == Some(State::InProfession);
            for &at in keys.of_career(&cell) {
                let year = at_or_new(at_or_new(&mut current, at), cell.since.into());
                year.in_register += count;
                year.in_profession += if is_in { count } else { 0 };
            }
        }
        (keys.positions, current)
    };
    let mut whole: BTreeMap<CurveKey, Vec<Current>> = BTreeMap::new();
    thread::scope(|scope| {
        let parts = cube.careers_in_parts(cores).into_iter();
        let parts: Vec<_> = parts
            .map(|mut cells| scope.spawn(move || count(&mut cells)))
            .collect();
        for part in parts {
            let (positions, mut current) = part
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            for (key, at) in positions {
                let own = whole.entry(key).or_default();
                for (since, year) in current.get_mut(at).into_iter().flatten().enumerate() {
                    let sum = at_or_new(own, since);
                    sum.in_register += year.in_register;
                    sum.in_profession += year.in_profession;
                }
            }
        }
    });
    whole
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
    let mut keys = Curves::new(selection, cohorts);
    let mut groups: Vec<Vec<FollowUp<bool>>> = Vec::new();
    for (cell, count) in cube.spells() {
        for &at in keys.of_spell(&cell) {
            let left = (cell.ending != Ending::Censored).then_some(true);
            at_or_new(&mut groups, at).push(FollowUp {
                entry: cell.entry.into(),
                exit: cell.exit.into(),
                event: left,
                count,
            });
        }
    }
    let mut families: BTreeMap<(ProfessionId, Area), Vec<Vec<FollowUp<bool>>>> = BTreeMap::new();
    for (key, at) in keys.positions {
        let family = families.entry((key.profession, key.area)).or_default();
        family.push(std::mem::take(&mut groups[at]));
    }
    let tests = families.into_iter();
    tests
        .filter_map(|(family, groups)| Some((family, log_rank(&groups)?)))
        .collect()
}

/// An element of a list that grows to hold it.
fn at_or_new<T: Default>(list: &mut Vec<T>, at: usize) -> &mut T {
    if list.len() <= at {
        list.resize_with(at + 1, T::default);
    }
    &mut list[at]
}

fn follow_up(((entry, exit, ending), count): ((u32, u32, Ending), u64)) -> FollowUp<Ending> {
    FollowUp {
        entry,
        exit,
        event: Some(ending).filter(|ending| *ending != Ending::Censored),
        count,
    }
}

pub(super) fn curve(units: &[FollowUp<Ending>], current: &[Current]) -> Retention {
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
    let mut exits: BTreeMap<(u32, Ending), u64> = BTreeMap::new();
    for unit in units {
        if let Some(ending) = unit.event.filter(|_| unit.entry < unit.exit) {
            *exits.entry((unit.exit, ending)).or_default() += unit.count;
        }
    }
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
            exits_to: DESTINATIONS.map(|ending| {
                let left = exits.get(&(since, ending));
                left.copied().unwrap_or_default()
            }),
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
