//! Which atoms of the register each count sums.
//!
//! An atom is a licence in a year, from one year to the next, or over the years since it was given; or an
//! entrant on the way from the start of studies. A count at its coordinates is the number of atoms that its row
//! of the table includes there. Relations follow: counts add up exactly where their signed sums are 0 for
//! every atom. The tests hold the lists of [`super::relations`] against the table, atom by atom.

use super::count::FlowCount;
use super::terms::{
    BalanceTerm, FirstExitTerm, FollowUpTerm, MobilityTerm, PathwayTerm, RetentionTerm, StockTerm,
};
use crate::domain::State;
use crate::flow::{Category, Distribution, Origin, Step};

/// The atoms that a count sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atoms {
    /// Licences in November of the year, where they are then.
    Year { states: States, age: Age },
    /// Of those in the profession in the year, those who studied in the area with this code.
    StudiedIn(u16),
    /// Licences that come into the profession, where they are in the year; all or those of one kind.
    Enters(Option<Entering>),
    /// Licences that leave the profession, where they were the year before.
    Leaves(Destinations),
    /// Licences in the profession in both years.
    Stays(Staying),
    /// Licences of a cohort so many years after they were given, where they were first seen.
    Cohort { since: u32, part: CohortPart },
    /// First spells in the profession, so many years after the licence.
    Spell { since: u32, part: SpellPart },
    /// Licences of a cohort when they are looked up: all of a distribution, or a category of it.
    LookUp {
        since: u8,
        distribution: Distribution,
        category: Option<Category>,
    },
    /// Of all looked up, those outside the profession.
    LookUpOutside { since: u8 },
    /// Of those looked up in the profession, those with an unknown area of work or studies.
    LookUpOfUnknownArea { since: u8 },
    /// Entrants, where they began to study.
    Entrants(Progress),
}

/// A set of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct States(&'static [State]);

impl States {
    const ALL: Self = Self(&State::ALL);
    const IN_PROFESSION: Self = Self(&[State::InProfession]);
    const IN_CARE: Self = Self(&[State::InProfession, State::OtherRoleInCare]);
    const EMPLOYED: Self = Self(&[
        State::InProfession,
        State::OtherRoleInCare,
        State::OtherIndustry,
    ]);

    pub(super) fn include(self, state: State) -> bool {
        self.0.contains(&state)
    }
}

/// Of which age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    Any,
    Under65,
    From65,
}

/// How licences come into the profession.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entering {
    /// For the first time with a licence of the year or the year before, by country of education.
    NewlyLicensed(u8),
    /// For the first time with a licence so many years old.
    FirstSeen(u8),
    Returned,
    FirstWithOlderLicence,
    UnknownLicenceYear,
}

/// Where licences go that leave the profession.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destinations {
    Any,
    Into(State),
    OutOfRegister,
}

/// Licences in the profession in both years. Whoever changes both group and area changes group first and
/// then moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Staying {
    /// From the area with this code, where they are in the year.
    From(u16),
    /// To another area, where they are in the year.
    MovesIn { is_known: bool },
    /// To another area, where they were the year before, in the group of the year.
    MovesOut { is_known: bool },
    /// Into the group less out of it, in the area of the year before.
    ChangesGroup,
}

/// A part of a cohort so many years after the licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CohortPart {
    All,
    In(States),
    NotInRegister,
    /// Followed from this year on, later than from the licence year.
    FromThisYear,
    /// Not followed after this year.
    UntilThisYear,
}

/// A part of the first spells so many years after the licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SpellPart {
    AtRisk,
    /// At risk for the first time.
    NewlyAtRisk,
    /// Ended by an exit, all or to one of the destinations.
    Exits(Option<u8>),
    Censored,
    /// At risk in the next year too.
    Remaining,
}

/// How far entrants have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Reached(Step),
    /// Reached the step before, but not this.
    OnlyBefore(Step),
    /// Not reached, whether or not the step before was.
    NotReached(Step),
    /// Reached the step before, and not followed for long enough to reach this.
    CensoredBefore(Step),
    /// Reached the step before, followed long enough, and not reached this.
    Failed(Step),
    /// With a degree, but not in nominal time.
    LateDegree,
}

impl FlowCount {
    /// The atoms that the count sums: the table.
    pub(super) fn atoms(self) -> Atoms {
        match self {
            Self::Stock(term) => stock(term),
            Self::Balance(term) => balance(term),
            Self::Mobility(term) => mobility(term),
            Self::FirstExit(term) => first_exit(term),
            Self::Retention(term) => retention(term),
            Self::FirstSeen(licence_age) => Atoms::Enters(Some(Entering::FirstSeen(licence_age))),
            Self::FollowUp(term) => followup(term),
            Self::Pathway(term) => Atoms::Entrants(pathway(term)),
        }
    }
}

const fn stock(term: StockTerm) -> Atoms {
    const OUT_OF_WORK: States = States(&[State::NotEmployed, State::Retired]);
    const EMPLOYED_OUTSIDE: States = States(&[State::OtherRoleInCare, State::OtherIndustry]);
    const NOT_IN_CARE: States = States(&[State::OtherIndustry, State::NotEmployed, State::Retired]);
    let (states, age) = match term {
        StockTerm::InProfession => (States::IN_PROFESSION, Age::Any),
        StockTerm::OtherRole => (States(&[State::OtherRoleInCare]), Age::Any),
        StockTerm::InCare => (States::IN_CARE, Age::Any),
        StockTerm::OtherIndustry => (States(&[State::OtherIndustry]), Age::Any),
        StockTerm::Employed => (States::EMPLOYED, Age::Any),
        StockTerm::OutOfWork => (OUT_OF_WORK, Age::Any),
        StockTerm::EmployedOutside => (EMPLOYED_OUTSIDE, Age::Any),
        StockTerm::NotInProfession => (OUTSIDE, Age::Any),
        StockTerm::NotInCare => (NOT_IN_CARE, Age::Any),
        StockTerm::Licensed => (States::ALL, Age::Any),
        StockTerm::Under65 => (States::ALL, Age::Under65),
        StockTerm::From65 => (States::ALL, Age::From65),
    };
    Atoms::Year { states, age }
}

/// All states outside the profession.
const OUTSIDE: States = States(&[
    State::OtherRoleInCare,
    State::OtherIndustry,
    State::NotEmployed,
    State::Retired,
]);

const fn balance(term: BalanceTerm) -> Atoms {
    match term {
        BalanceTerm::NewlyLicensed(country) => {
            Atoms::Enters(Some(Entering::NewlyLicensed(country)))
        }
        BalanceTerm::Returned => Atoms::Enters(Some(Entering::Returned)),
        BalanceTerm::FirstEntries => Atoms::Enters(Some(Entering::FirstWithOlderLicence)),
        BalanceTerm::EntriesOfUnknownYear => Atoms::Enters(Some(Entering::UnknownLicenceYear)),
        BalanceTerm::MovedIn => Atoms::Stays(Staying::MovesIn { is_known: true }),
        BalanceTerm::UnknownMovesIn => Atoms::Stays(Staying::MovesIn { is_known: false }),
        BalanceTerm::Retired => Atoms::Leaves(Destinations::Into(State::Retired)),
        BalanceTerm::ToOtherRole => Atoms::Leaves(Destinations::Into(State::OtherRoleInCare)),
        BalanceTerm::ToOtherIndustry => Atoms::Leaves(Destinations::Into(State::OtherIndustry)),
        BalanceTerm::NotEmployed => Atoms::Leaves(Destinations::Into(State::NotEmployed)),
        BalanceTerm::LeftRegister => Atoms::Leaves(Destinations::OutOfRegister),
        BalanceTerm::MovedOut => Atoms::Stays(Staying::MovesOut { is_known: true }),
        BalanceTerm::UnknownMovesOut => Atoms::Stays(Staying::MovesOut { is_known: false }),
        BalanceTerm::ChangedGroup => Atoms::Stays(Staying::ChangesGroup),
    }
}

const fn mobility(term: MobilityTerm) -> Atoms {
    match term {
        MobilityTerm::Entered => Atoms::Enters(None),
        MobilityTerm::Left => Atoms::Leaves(Destinations::Any),
        MobilityTerm::Route(Origin::YearBefore, from) => Atoms::Stays(Staying::From(from)),
        MobilityTerm::Route(Origin::Studies, from) => Atoms::StudiedIn(from),
    }
}

const fn first_exit(term: FirstExitTerm) -> Atoms {
    let (since, part) = match term {
        FirstExitTerm::AtRisk(since) => (since, SpellPart::AtRisk),
        FirstExitTerm::Exits(since) => (since, SpellPart::Exits(None)),
        FirstExitTerm::ExitsTo(since, to) => (since, SpellPart::Exits(Some(to))),
        FirstExitTerm::Censored(since) => (since, SpellPart::Censored),
        FirstExitTerm::Remaining(since) => (since, SpellPart::Remaining),
        FirstExitTerm::LateEntries(since) => (since, SpellPart::NewlyAtRisk),
    };
    Atoms::Spell { since, part }
}

fn retention(term: RetentionTerm) -> Atoms {
    let (since, part) = match term {
        RetentionTerm::InCohort(since) => (since, CohortPart::All),
        RetentionTerm::InProfession(since) => (since, CohortPart::In(States::IN_PROFESSION)),
        RetentionTerm::Outside(since) => (since, CohortPart::In(OUTSIDE)),
        RetentionTerm::InState(since, state) => {
            let own = State::ALL.get(usize::from(state)..=usize::from(state));
            (since, CohortPart::In(States(own.unwrap_or_default())))
        }
        RetentionTerm::NotInRegister(since) => (since, CohortPart::NotInRegister),
        RetentionTerm::Entering(since) => (since, CohortPart::FromThisYear),
        RetentionTerm::Leaving(since) => (since, CohortPart::UntilThisYear),
    };
    Atoms::Cohort { since, part }
}

const fn followup(term: FollowUpTerm) -> Atoms {
    match term {
        FollowUpTerm::All(since, distribution) => Atoms::LookUp {
            since,
            distribution,
            category: None,
        },
        FollowUpTerm::Part(since, distribution, category) => Atoms::LookUp {
            since,
            distribution,
            category: Some(category),
        },
        FollowUpTerm::OutsideOfCohort(since) => Atoms::LookUpOutside { since },
        FollowUpTerm::OfUnknownArea(since) => Atoms::LookUpOfUnknownArea { since },
    }
}

const fn pathway(term: PathwayTerm) -> Progress {
    match term {
        PathwayTerm::Reached(step) => Progress::Reached(step),
        PathwayTerm::NotReached(step) => Progress::OnlyBefore(step),
        PathwayTerm::NeverReached(step) => Progress::NotReached(step),
        PathwayTerm::CensoredBefore(step) => Progress::CensoredBefore(step),
        PathwayTerm::Failed(step) => Progress::Failed(step),
        PathwayTerm::DegreeLate => Progress::LateDegree,
    }
}

#[cfg(test)]
mod tests;
