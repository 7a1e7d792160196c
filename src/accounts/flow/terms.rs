//! What the views of a flow description count: the terms in which their numbers add up.
//!
//! The order of the terms is the order of the counts in a report, on which it depends which of several
//! equally good counts is suppressed.

use super::coordinates::area_code;
use crate::flow::{Category, Distribution, Origin, Route, Step};

/// Licences in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StockTerm {
    InProfession,
    OtherRole,
    InCare,
    OtherIndustry,
    Employed,
    /// Not employed or retired.
    OutOfWork,
    /// Employed, but not in the profession.
    EmployedOutside,
    /// Licensed, but not in the profession.
    NotInProfession,
    /// Licensed, but not in care.
    NotInCare,
    Licensed,
    Under65,
    From65,
}

/// Licences from one year to the next, by how they come into the stock and leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BalanceTerm {
    /// Newly licensed, by country of education.
    NewlyLicensed(u8),
    Returned,
    /// Not seen in the profession before, with an older licence.
    FirstEntries,
    /// Not seen in the profession before, with a licence of an unknown year.
    EntriesOfUnknownYear,
    MovedIn,
    UnknownMovesIn,
    Retired,
    ToOtherRole,
    ToOtherIndustry,
    NotEmployed,
    LeftRegister,
    MovedOut,
    UnknownMovesOut,
    /// Those who come into a group less those who leave it.
    ChangedGroup,
}

impl BalanceTerm {
    /// All entries: the newly licensed by country of education first.
    pub(crate) const ENTRIES: [Self; 7] = [
        Self::NewlyLicensed(0),
        Self::NewlyLicensed(1),
        Self::NewlyLicensed(2),
        Self::NewlyLicensed(3),
        Self::Returned,
        Self::FirstEntries,
        Self::EntriesOfUnknownYear,
    ];

    /// All exits from the profession.
    pub(crate) const EXITS: [Self; 5] = [
        Self::Retired,
        Self::ToOtherRole,
        Self::ToOtherIndustry,
        Self::NotEmployed,
        Self::LeftRegister,
    ];

    /// The newly licensed of all countries of education.
    pub(crate) const NEWLY_LICENSED: [Self; 4] = [
        Self::NewlyLicensed(0),
        Self::NewlyLicensed(1),
        Self::NewlyLicensed(2),
        Self::NewlyLicensed(3),
    ];
}

/// Licences in the profession, by where they were before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MobilityTerm {
    /// All who entered, where only mobility shows them.
    Entered,
    /// In the profession the year before and no longer, where only mobility shows them.
    Left,
    /// From the area with this code to that of the coordinates.
    Route(Origin, u16),
}

impl MobilityTerm {
    /// Those who took a route.
    pub(crate) const fn route(route: &Route) -> Self {
        Self::Route(route.origin, area_code(route.from))
    }
}

/// Licences in their first spell in the profession, by years since the licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FirstExitTerm {
    AtRisk(u32),
    Exits(u32),
    /// To one of the destinations.
    ExitsTo(u32, u8),
    Censored(u32),
    /// At risk without being seen for the last time: they are at risk in the next year.
    Remaining(u32),
    LateEntries(u32),
}

/// Licences of a cohort, by years since the licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RetentionTerm {
    InCohort(u32),
    InProfession(u32),
    Outside(u32),
    /// In one of the states outside the profession.
    InState(u32, u8),
    NotInRegister(u32),
    /// Followed from that year on.
    Entering(u32),
    /// Not followed after that year.
    Leaving(u32),
}

/// Licences of a cohort some years after the licence, by distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FollowUpTerm {
    /// All of a distribution, so many years since the licence.
    All(u8, Distribution),
    Part(u8, Distribution, Category),
    /// Licences of the cohort that are not in the profession.
    OutsideOfCohort(u8),
    /// In the profession without both areas being known.
    OfUnknownArea(u8),
}

/// Entrants, by the steps that they reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PathwayTerm {
    Reached(Step),
    NotReached(Step),
    /// Entrants who have not reached a step that is not the first after the start.
    NeverReached(Step),
    CensoredBefore(Step),
    Failed(Step),
    DegreeLate,
}
