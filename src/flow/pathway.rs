//! The way from the start of studies to the profession: who reaches each step, and when.

use std::collections::BTreeMap;

use super::selection::with_country;
use super::{Area, Cohort, Coverage, Level, Linkage, Passage, Passages, Windows};
use crate::domain::{AcademicYear, ProfessionId, Sex, UniversityId, Year};
use crate::extract::columns::Column;
use crate::stats::{FollowUp, Point, kaplan_meier};

/// The steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Started the programme.
    Entrant,
    /// Took the degree within the nominal length.
    DegreeInNominalTime,
    /// Took it within the nominal length and [`Windows::extra_years`].
    Degree,
    /// Got the licence within [`Windows::to_licence`] of the degree.
    Licence,
    /// In the profession one year after the licence.
    InProfessionAfterOne,
    /// In the profession three years after the licence.
    InProfessionAfterThree,
    /// Became a specialist within [`Windows::to_speciality`] of the licence.
    Specialist,
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 7] = [
        Self::Entrant,
        Self::DegreeInNominalTime,
        Self::Degree,
        Self::Licence,
        Self::InProfessionAfterOne,
        Self::InProfessionAfterThree,
        Self::Specialist,
    ];

    /// The step that its share is a share of; none of the first.
    #[must_use]
    pub const fn previous(self) -> Option<Self> {
        match self {
            Self::Entrant => None,
            Self::DegreeInNominalTime | Self::Degree => Some(Self::Entrant),
            Self::Licence => Some(Self::Degree),
            Self::InProfessionAfterOne | Self::InProfessionAfterThree | Self::Specialist => {
                Some(Self::Licence)
            }
        }
    }
}

/// A trait of entrants to cut by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntrantCut {
    /// Kön.
    Sex,
    /// Gymnasieprogram.
    UpperSecondary,
    /// Lärosäte.
    University,
}

/// A value of such a trait.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntrantTrait {
    /// A sex.
    Sex(Sex),
    /// A programme of upper secondary school.
    UpperSecondary(String),
    /// A university.
    University(UniversityId),
    /// Not known.
    Unknown,
}

impl EntrantCut {
    /// All traits.
    pub const ALL: [Self; 3] = [Self::Sex, Self::UpperSecondary, Self::University];

    /// Its name in Swedish and English.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Sex => ("kön", "sex"),
            Self::UpperSecondary => ("gymnasieprogram", "upper_secondary_programme"),
            Self::University => ("lärosäte", "university"),
        }
    }

    fn value(self, entrant: &Passage) -> EntrantTrait {
        let known = match self {
            Self::Sex => entrant.sex.map(EntrantTrait::Sex),
            Self::UpperSecondary => {
                let programme = entrant.upper_secondary.clone();
                programme.map(EntrantTrait::UpperSecondary)
            }
            Self::University => entrant.university.map(EntrantTrait::University),
        };
        known.unwrap_or(EntrantTrait::Unknown)
    }

    /// Whether it is known of any entrant.
    #[must_use]
    pub fn is_known(self, passages: &Passages) -> bool {
        let mut entrants = passages.entrants.iter();
        entrants.any(|entrant| self.value(entrant) != EntrantTrait::Unknown)
    }
}

/// Which entrants to follow, and how finely.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathwaySelection {
    /// The professions that the programmes lead to.
    pub professions: Vec<ProfessionId>,
    /// Years in which läsår of the start begin, followed together; each läsår alone if empty.
    pub cohorts: Vec<Cohort>,
    /// How finely the places of study are cut.
    pub level: Level,
    /// Traits to cut by.
    pub cuts: Vec<EntrantCut>,
}

/// Whom a row counts, in the order in which rows are printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathwayKey {
    /// The profession.
    pub profession: ProfessionId,
    /// First and last läsår of the start.
    pub cohort: (AcademicYear, AcademicYear),
    /// The area of studies; the whole country is listed beside its parts.
    pub area: Area,
    /// A value of each trait that is cut by.
    pub group: Vec<EntrantTrait>,
    /// The step.
    pub step: Step,
}

/// How many reach a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Known to have reached it.
    pub count: u64,
    /// Those of the previous step who have not been followed long enough to know.
    pub censored: u64,
    /// Share of the previous step; none if no one has been followed long enough.
    pub of_previous: Option<f64>,
    /// Share of the first step: the product of the shares on the way.
    pub of_first: Option<f64>,
    /// Years from the previous step within which a quarter, half and three quarters of those who reach
    /// the step do so; none of a step that is looked up at one time, and if no one reaches it.
    pub quartiles: Option<[u32; 3]>,
}

/// How many entrants reach which step.
#[derive(Clone, Debug)]
pub struct PathwayResults {
    /// The figures.
    pub rows: BTreeMap<PathwayKey, Reach>,
    /// How well the extracts go together.
    pub linkage: Linkage,
    /// The last läsår of which degrees are known, by profession.
    pub degrees_until: BTreeMap<ProfessionId, AcademicYear>,
    /// Who was followed.
    pub selection: PathwaySelection,
}

/// How many entrants reach each step, when, and what share that is.
///
/// Every step has a time within which it counts ([`Step`]). Those who have not been followed for as
/// long are censored and no failures: the share is 1 − the Kaplan–Meier estimate at the end of that
/// time, and quartiles are those of the same curve among those who reach the step. Where all have been
/// followed it is the number that reaches the step by the number that reached the previous one.
///
/// Time to the degree is counted in läsår, from the first to that of the degree; time to the licence
/// from the spring of the degree's läsår, a licence of that year or before being 0. A licence from
/// before the start of studies is not the outcome of these studies, and its holder is censored.
/// Degrees are known to the newest of the profession's programmes; licences only of degrees taken since
/// the register's first year, because who had left it before is not known. For the same reason only
/// licences of that year or later are looked up one and three years on.
///
/// Specialities are known of all who are seen within [`Windows::to_speciality`] of the licence. Who is a
/// specialist when first seen has become one at some unknown time before: this counts towards the share,
/// but then there are no quartiles, and no share either if others were followed for a shorter time than
/// that.
///
/// Example: ten start in 2010/11, eight take the degree within eight läsår, and the register shows
/// six of these licensed within three years: degree 8/10 = 0.8 of the previous step, licence 6/8 = 0.75
/// of the previous and 0.8 × 0.75 = 0.6 of the first.
#[must_use]
pub fn pathway(
    passages: &Passages,
    coverage: &Coverage,
    selection: &PathwaySelection,
) -> BTreeMap<PathwayKey, Reach> {
    let mut rows = BTreeMap::new();
    for &profession in &selection.professions {
        let mut groups: BTreeMap<_, Vec<&Passage>> = BTreeMap::new();
        for entrant in passages.of(profession) {
            let cut = |cut: &EntrantCut| cut.value(entrant);
            let group: Vec<EntrantTrait> = selection.cuts.iter().map(cut).collect();
            let area = selection
                .level
                .area_of(entrant.county, entrant.health_region);
            for cohort in cohorts(entrant, &selection.cohorts) {
                for area in with_country(area) {
                    let members = groups.entry((cohort, area, group.clone())).or_default();
                    members.push(entrant);
                }
            }
        }
        let view = Followed::of(profession, passages, coverage);
        for ((cohort, area, group), entrants) in groups {
            for (step, reach) in view.steps(&entrants) {
                let key = PathwayKey {
                    profession,
                    cohort,
                    area,
                    group: group.clone(),
                    step,
                };
                rows.insert(key, reach);
            }
        }
    }
    rows
}

fn cohorts(entrant: &Passage, asked: &[Cohort]) -> Vec<(AcademicYear, AcademicYear)> {
    if asked.is_empty() {
        return vec![(entrant.started, entrant.started)];
    }
    let holding = asked
        .iter()
        .filter(|cohort| cohort.contains(&entrant.started.begins()));
    let ends = holding.map(|cohort| [*cohort.start(), *cohort.end()]);
    let ends = ends.map(|ends| ends.map(AcademicYear::beginning));
    ends.map(|[first, last]| (first, last)).collect()
}

/// How far one profession's entrants can be followed.
struct Followed {
    degrees_until: Option<AcademicYear>,
    /// First and last year of the register.
    register: Option<(Year, Year)>,
    knows_specialities: bool,
    windows: Windows,
}

/// What is known of a person on the way to a step: how long it took, or how long it has not come.
#[derive(Clone, Copy)]
enum Known {
    /// After so many years.
    Reached(u32),
    /// At some time within so many years: it had been when they were first seen.
    ReachedBy(u32),
    /// Not within so many years.
    NotYet(u32),
    /// Nothing, though the step may be seen to have been reached.
    Nothing { is_reached: bool },
}

impl Followed {
    fn of(profession: ProfessionId, passages: &Passages, coverage: &Coverage) -> Self {
        let years = coverage.years.get(&profession);
        let ends = years.and_then(|years| Some((*years.first()?, *years.last()?)));
        Self {
            degrees_until: passages.degrees_until.get(&profession).copied(),
            register: ends,
            knows_specialities: coverage.has_any(&[Column::Speciality]),
            windows: passages.windows,
        }
    }

    /// All steps of one group; only those that the extracts cover.
    fn steps(&self, entrants: &[&Passage]) -> Vec<(Step, Reach)> {
        let mut steps = vec![(Step::Entrant, everybody(entrants.len() as u64))];
        let is_known = |step: &Step| self.knows_specialities || *step != Step::Specialist;
        for step in Step::ALL.into_iter().skip(1).filter(is_known) {
            let previous = step.previous().and_then(|previous| {
                let found = steps.iter().find(|(own, _)| *own == previous);
                found.map(|(_, reach)| *reach)
            });
            let of_first = previous.and_then(|reach: Reach| reach.of_first);
            steps.push((step, self.reach(step, entrants, of_first)));
        }
        steps
    }

    fn reach(&self, step: Step, entrants: &[&Passage], previous: Option<f64>) -> Reach {
        let on_the_way = entrants.iter().filter(|entrant| match step.previous() {
            Some(Step::Degree) => self.is_reached(Step::Degree, entrant),
            Some(Step::Licence) => {
                self.is_reached(Step::Degree, entrant) && self.is_reached(Step::Licence, entrant)
            }
            _ => true,
        });
        let known =
            on_the_way.map(|entrant| (self.known(step, entrant), self.window(step, entrant)));
        let known: Vec<(Known, u32)> = known.collect();
        let counted = |is: fn(Known, u32) -> bool| {
            known
                .iter()
                .filter(|(known, window)| is(*known, *window))
                .count() as u64
        };
        let curve = Curve::of(&known);
        let of_previous = curve.share();
        let is_one_look = matches!(
            step,
            Step::InProfessionAfterOne | Step::InProfessionAfterThree
        );
        Reach {
            count: counted(has_reached),
            censored: counted(is_censored),
            of_previous,
            of_first: previous.zip(of_previous).map(|(a, b)| a * b),
            quartiles: curve.quartiles().filter(|_| !is_one_look),
        }
    }

    fn is_reached(&self, step: Step, entrant: &Passage) -> bool {
        has_reached(self.known(step, entrant), self.window(step, entrant))
    }

    fn known(&self, step: Step, entrant: &Passage) -> Known {
        match step {
            Step::Entrant => Known::Reached(0),
            Step::DegreeInNominalTime | Step::Degree => self.degree(entrant),
            Step::Licence => self.licence(entrant),
            Step::InProfessionAfterOne => self.looked_up(entrant, 0),
            Step::InProfessionAfterThree => self.looked_up(entrant, 1),
            Step::Specialist => self.speciality(entrant),
        }
    }

    fn degree(&self, entrant: &Passage) -> Known {
        let started = entrant.started.begins();
        match (entrant.graduated, self.degrees_until) {
            (Some(graduated), _) => Known::Reached(span(started, graduated.ends())),
            (None, Some(until)) => Known::NotYet(span(started, until.ends())),
            (None, None) => Known::Nothing { is_reached: false },
        }
    }

    fn licence(&self, entrant: &Passage) -> Known {
        let (Some(graduated), Some((first, last))) = (entrant.graduated, self.register) else {
            return Known::Nothing { is_reached: false };
        };
        let licensed = entrant.licence.map(|licence| licence.year);
        let is_late = graduated.ends() < first;
        match licensed {
            Some(None) => Known::Nothing { is_reached: false },
            Some(Some(year)) if year < entrant.started.begins() => {
                Known::Nothing { is_reached: false }
            }
            Some(Some(year)) if is_late => {
                let within = span(graduated.ends(), year) <= u32::from(self.windows.to_licence);
                Known::Nothing { is_reached: within }
            }
            None if is_late || last < graduated.ends() => Known::Nothing { is_reached: false },
            Some(Some(year)) => Known::Reached(span(graduated.ends(), year)),
            None => Known::NotYet(span(graduated.ends(), last)),
        }
    }

    /// Of those licensed before the register's first year only who had not left it by then is there: they
    /// would make the share too high.
    fn looked_up(&self, entrant: &Passage, look: usize) -> Known {
        let licence = entrant.licence;
        let answer = licence.and_then(|licence| licence.in_profession[look]);
        let licensed = licence.and_then(|licence| licence.year);
        let is_seen_from_start = licensed
            .zip(self.register)
            .is_some_and(|(licensed, (first, _))| licensed >= first);
        match answer {
            Some(is_in) if !is_seen_from_start => Known::Nothing { is_reached: is_in },
            Some(true) => Known::Reached(0),
            Some(false) => Known::NotYet(0),
            None => Known::Nothing { is_reached: false },
        }
    }

    /// Years within which a step counts.
    fn window(&self, step: Step, entrant: &Passage) -> u32 {
        let years = match step {
            Step::DegreeInNominalTime => entrant.nominal,
            Step::Degree => entrant.nominal + self.windows.extra_years,
            Step::Licence => self.windows.to_licence,
            Step::Specialist => self.windows.to_speciality,
            Step::Entrant | Step::InProfessionAfterOne | Step::InProfessionAfterThree => 0,
        };
        years.into()
    }

    fn speciality(&self, entrant: &Passage) -> Known {
        let unknown = Known::Nothing { is_reached: false };
        let (Some(licence), Some((first, last))) = (entrant.licence, self.register) else {
            return unknown;
        };
        let Some(licensed) = licence.year else {
            return unknown;
        };
        let first_seen = span(licensed, licence.first_seen);
        if first_seen > u32::from(self.windows.to_speciality) {
            return unknown;
        }
        let is_seen_from_start = licensed >= first && first_seen <= 1;
        match licence.specialist {
            None => Known::NotYet(span(licensed, last)),
            Some(year) if year == licence.first_seen && !is_seen_from_start => {
                Known::ReachedBy(first_seen)
            }
            Some(year) => Known::Reached(span(licensed, year)),
        }
    }
}

/// Whole years from one year to another; 0 if the other comes first.
fn span(from: Year, to: Year) -> u32 {
    u32::try_from(to - from).unwrap_or_default()
}

const fn has_reached(known: Known, window: u32) -> bool {
    match known {
        Known::Reached(after) | Known::ReachedBy(after) => after <= window,
        Known::NotYet(_) => false,
        Known::Nothing { is_reached } => is_reached,
    }
}

const fn is_censored(known: Known, window: u32) -> bool {
    match known {
        Known::Reached(_) | Known::ReachedBy(_) => false,
        Known::NotYet(followed) => followed < window,
        Known::Nothing { .. } => true,
    }
}

const fn everybody(count: u64) -> Reach {
    Reach {
        count,
        censored: 0,
        of_previous: None,
        of_first: Some(1.0),
        quartiles: None,
    }
}

/// The time to a step among those on the way to it.
struct Curve {
    points: Vec<Point>,
    /// Whether it gives the share at the end of the time within which the step counts.
    is_complete: bool,
    /// Whether it gives when the step was reached.
    has_times: bool,
}

impl Curve {
    /// A step may be reached at once, after 0 years, so the clock of the curve runs one year ahead.
    ///
    /// Who had reached the step when first seen counts as reaching it then. Up to that year the curve
    /// gives how many reach the step and not when, which needs that all others are followed as long.
    fn of(known: &[(Known, u32)]) -> Self {
        let mut units: BTreeMap<(u32, bool), u64> = BTreeMap::new();
        let mut is_followed = false;
        let (mut reached_by, mut shortest) = (None, u32::MAX);
        for &(known, window) in known {
            let (followed, is_reached) = match known {
                Known::Reached(after) | Known::ReachedBy(after) if after <= window => (after, true),
                Known::Reached(_) | Known::ReachedBy(_) => (window, false),
                Known::NotYet(followed) => (followed.min(window), false),
                Known::Nothing { .. } => continue,
            };
            if let Known::ReachedBy(after) = known {
                reached_by = reached_by.max(Some(after));
            }
            if !is_reached {
                shortest = shortest.min(followed);
            }
            is_followed |= followed == window;
            *units.entry((followed + 1, is_reached)).or_default() += 1;
        }
        let units = units
            .into_iter()
            .map(|((exit, is_reached), count)| FollowUp {
                entry: 0,
                exit,
                event: is_reached.then_some(true),
                count,
            });
        let points = kaplan_meier(&units.collect::<Vec<_>>());
        let all_reached = points.last().is_some_and(|point| point.survival <= 0.0);
        let is_latest_covered = reached_by.is_none_or(|latest| latest <= shortest);
        Self {
            points,
            is_complete: is_latest_covered && (is_followed || all_reached),
            has_times: reached_by.is_none(),
        }
    }

    fn share(&self) -> Option<f64> {
        let last = self.points.last().filter(|_| self.is_complete)?;
        Some(1.0 - last.survival)
    }

    fn quartiles(&self) -> Option<[u32; 3]> {
        let share = self
            .share()
            .filter(|share| *share > 0.0 && self.has_times)?;
        let reached_by = |part: f64| {
            let is_past = |point: &&Point| 1.0 - point.survival >= part * share - ROUNDING;
            self.points.iter().find(is_past).map(|point| point.time - 1)
        };
        Some([reached_by(0.25)?, reached_by(0.5)?, reached_by(0.75)?])
    }
}

/// What may be lost in a product of shares.
const ROUNDING: f64 = 1e-12;
