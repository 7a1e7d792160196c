//! How long it takes until the licensed leave the profession a first time.

use std::collections::BTreeMap;

use super::cell::Ending;
use super::curve::{Curves, add_empty_cohorts};
use super::{Area, Cube, CurveKey, CurveOptions, Followed, Selection};
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

/// First exits in one year since the licence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FirstExitYear {
    /// Those who are followed, who of them left, and the share without an exit by then; none in the
    /// licence year itself and where no one is followed.
    pub point: Option<Point>,
    /// Whether the shares rest on enough of them, in this year and all before.
    pub is_estimated: bool,
    /// The share that has left to each of [`DESTINATIONS`]; with the share without an exit they sum to 1.
    pub destinations: Option<[f64; DESTINATIONS.len()]>,
    /// Those who left in the year, to each of [`DESTINATIONS`].
    pub exits_to: [u64; DESTINATIONS.len()],
}

/// First exits of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FirstExit {
    /// By years since the licence, from 0 on without a hole; none where no one was seen in the
    /// profession.
    pub years: Vec<FirstExitYear>,
    /// The median time until leaving the profession.
    pub median: Option<Median>,
}

/// First exits, and what they were asked for.
#[derive(Clone, Debug, Default)]
pub struct FirstExitResults {
    /// By group.
    pub curves: BTreeMap<CurveKey, FirstExit>,
    /// The test of no difference between the groups of a profession in an area.
    pub tests: BTreeMap<(ProfessionId, Area), LogRank>,
    /// Which licences are followed.
    pub followed: Followed,
}

/// The time from the licence to the first exit from the profession, of each selected group.
///
/// The clock is years since the licence year. A licence comes under observation in the first extract
/// year in which it is in the profession and leaves with an event in the first later year in which
/// it is not; later returns do not reopen it (Kaplan–Meier, and Aalen–Johansen by destination).
///
/// Only licences from the profession's first covered year on are followed: of older ones earlier exits are
/// not seen, and where people differ (some come and go, others stay) those who are met in the profession
/// leave more than the whole cohort did, so that a curve with them ([`CurveOptions::late_entry`]) is too
/// low. From the first year with fewer than [`CurveOptions::least_at_risk`] followed there is no estimate.
#[must_use]
pub fn first_exit(
    cube: &Cube,
    selection: &Selection,
    options: CurveOptions<'_>,
) -> BTreeMap<CurveKey, FirstExit> {
    let mut keys = Curves::new(selection, &cube.coverage, options);
    let mut units: Vec<BTreeMap<(u32, u32, Ending), u64>> = Vec::new();
    for (cell, count) in cube.spells() {
        for &at in keys.of_spell(&cell) {
            let alike = (cell.entry.into(), cell.exit.into(), cell.ending);
            *at_or_new(&mut units, at).entry(alike).or_default() += count;
        }
    }
    let curves = keys.positions.into_iter().filter_map(|(key, at)| {
        let units = units.get_mut(at).map(std::mem::take)?.into_iter();
        let units: Vec<FollowUp<Ending>> = units.map(follow_up).collect();
        (!units.is_empty()).then(|| (key, curve(&units, options)))
    });
    let mut curves: BTreeMap<CurveKey, FirstExit> = curves.collect();
    if selection.cuts.is_empty() {
        add_empty_cohorts(&mut curves, selection, options.cohorts);
    }
    curves
}

/// The log-rank test of no difference between the groups and cohorts of a profession in an area, on
/// first exits.
#[must_use]
pub fn first_exit_tests(
    cube: &Cube,
    selection: &Selection,
    options: CurveOptions<'_>,
) -> BTreeMap<(ProfessionId, Area), LogRank> {
    let mut keys = Curves::new(selection, &cube.coverage, options);
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
pub(super) fn at_or_new<T: Default>(list: &mut Vec<T>, at: usize) -> &mut T {
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

pub(crate) fn curve(units: &[FollowUp<Ending>], options: CurveOptions<'_>) -> FirstExit {
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
    let exits = exits(units);
    let last = points.last().map_or(0, |point| point.time);
    let mut latest = (BEFORE_ANY_EXIT, [0.0; DESTINATIONS.len()]);
    let mut basis = Basis::NoOne;
    let years = (0..=last).map(|since| {
        let followed = units.iter().filter(|unit| unit.is_followed_at(since));
        let at_risk: u64 = followed.map(|unit| unit.count).sum();
        latest = match points.iter().find(|point| point.time == since) {
            Some(point) => (*point, destinations[&since]),
            None => (without_exits(latest.0, since, at_risk), latest.1),
        };
        if since > 0 {
            basis = basis.with(at_risk, options);
        }
        let is_followed = at_risk > 0;
        let is_estimated = is_followed && basis == Basis::Enough;
        FirstExitYear {
            point: is_followed.then_some(latest.0),
            is_estimated,
            destinations: is_estimated.then_some(latest.1),
            exits_to: DESTINATIONS.map(|ending| {
                let left = exits.get(&(since, ending));
                left.copied().unwrap_or_default()
            }),
        }
    });
    let years: Vec<FirstExitYear> = years.collect();
    let estimated = years.iter().filter(|year| year.is_estimated);
    let points: Vec<Point> = estimated.filter_map(|year| year.point).collect();
    FirstExit {
        median: median(&points),
        years,
    }
}

/// How many the estimates rest on so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Basis {
    /// No one has come under observation.
    NoOne,
    /// Always enough.
    Enough,
    /// Too few in some year, so that all later estimates would rest on them.
    TooFew,
}

impl Basis {
    /// Before the first comes there is nothing to miss, unless late entry means that others went unseen.
    fn with(self, at_risk: u64, options: CurveOptions<'_>) -> Self {
        match self {
            Self::TooFew => Self::TooFew,
            Self::NoOne if at_risk == 0 && !options.late_entry => Self::NoOne,
            _ if at_risk < options.least_at_risk.max(1) => Self::TooFew,
            Self::NoOne | Self::Enough => Self::Enough,
        }
    }
}

/// Those who left, by year and destination.
fn exits(units: &[FollowUp<Ending>]) -> BTreeMap<(u32, Ending), u64> {
    let mut exits: BTreeMap<(u32, Ending), u64> = BTreeMap::new();
    for unit in units.iter().filter(|unit| unit.entry < unit.exit) {
        if let Some(ending) = unit.event {
            *exits.entry((unit.exit, ending)).or_default() += unit.count;
        }
    }
    exits
}

/// What is known before anyone has left.
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
