//! A count of a flow description.

use super::terms::{
    BalanceTerm, FirstExitTerm, FollowUpTerm, MobilityTerm, PathwayTerm, RetentionTerm, StockTerm,
};
use crate::accounts::summed::{Coordinates, Countable, SubjectKey, TOTAL};
use crate::domain::{ProfessionId, Year};
use crate::report::Exposure;

/// What is counted, by the view that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FlowCount {
    Stock(StockTerm),
    Balance(BalanceTerm),
    Mobility(MobilityTerm),
    FirstExit(FirstExitTerm),
    Retention(RetentionTerm),
    /// In the profession for the first time in a year, with a licence so many years old; where the balance
    /// and a curve are both shown.
    FirstSeen(u8),
    FollowUp(FollowUpTerm),
    Pathway(PathwayTerm),
}

/// A count of a profession in a year, or of the licences of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DatedCount {
    pub(super) profession: ProfessionId,
    /// First and last year.
    pub(super) period: (Year, Year),
    pub(super) count: FlowCount,
}

/// The period of licences of all years.
pub(super) const ALL_COHORTS: (Year, Year) = (0, 0);

impl FlowCount {
    /// Years since the licence, of what is counted by them.
    pub(super) fn since(self) -> Option<u32> {
        match self {
            Self::FirstExit(
                FirstExitTerm::AtRisk(since)
                | FirstExitTerm::Exits(since)
                | FirstExitTerm::ExitsTo(since, _)
                | FirstExitTerm::Censored(since)
                | FirstExitTerm::Remaining(since)
                | FirstExitTerm::LateEntries(since),
            )
            | Self::Retention(
                RetentionTerm::InCohort(since)
                | RetentionTerm::InProfession(since)
                | RetentionTerm::Outside(since)
                | RetentionTerm::InState(since, _)
                | RetentionTerm::NotInRegister(since)
                | RetentionTerm::Entering(since)
                | RetentionTerm::Leaving(since),
            ) => Some(since),
            Self::FirstSeen(since)
            | Self::FollowUp(
                FollowUpTerm::All(since, _)
                | FollowUpTerm::Part(since, ..)
                | FollowUpTerm::OutsideOfCohort(since)
                | FollowUpTerm::OfUnknownArea(since),
            ) => Some(since.into()),
            Self::Stock(_) | Self::Balance(_) | Self::Mobility(_) | Self::Pathway(_) => None,
        }
    }

    const fn is_shown(self) -> bool {
        match self {
            Self::Stock(term) => matches!(
                term,
                StockTerm::InProfession
                    | StockTerm::InCare
                    | StockTerm::Employed
                    | StockTerm::Licensed
                    | StockTerm::Under65
            ),
            Self::Balance(_) => true,
            Self::Mobility(term) => matches!(term, MobilityTerm::Route(..)),
            Self::FirstExit(term) => !matches!(term, FirstExitTerm::LateEntries(_)),
            Self::Retention(term) => {
                !matches!(term, RetentionTerm::Entering(_) | RetentionTerm::Leaving(_))
            }
            Self::FirstSeen(_) => false,
            Self::FollowUp(term) => {
                matches!(term, FollowUpTerm::All(..) | FollowUpTerm::Part(..))
            }
            Self::Pathway(term) => matches!(
                term,
                PathwayTerm::Reached(_) | PathwayTerm::CensoredBefore(_)
            ),
        }
    }
}

impl Countable for DatedCount {
    fn subject(self, at: Coordinates) -> SubjectKey {
        let (first, last) = self.period;
        let more = match (self.count, self.count.since()) {
            (FlowCount::Mobility(MobilityTerm::Route(_, from)), _) => 1 + u32::from(from),
            (_, Some(since)) => 100_000 + since,
            _ => 0,
        };
        (
            self.profession.0.into(),
            first.into(),
            last.into(),
            more,
            at,
        )
    }

    fn in_any_year(self) -> Self {
        Self {
            period: (0, 0),
            ..self
        }
    }

    fn is_net(self) -> bool {
        self.count == BalanceTerm::ChangedGroup.into()
    }

    /// The stock, and what is published of a profession in the country as a whole.
    fn is_headline(self, at: Coordinates) -> bool {
        self.count == StockTerm::InProfession.into() || at == TOTAL
    }

    fn exposure(self) -> Exposure {
        match self.count {
            FlowCount::FirstExit(FirstExitTerm::Remaining(_)) => Exposure::Auxiliary,
            count if count.is_shown() => Exposure::Shown,
            _ => Exposure::Derived,
        }
    }
}

impl DatedCount {
    pub(super) fn in_year(
        profession: ProfessionId,
        year: Year,
        count: impl Into<FlowCount>,
    ) -> Self {
        Self {
            profession,
            period: (year, year),
            count: count.into(),
        }
    }

    /// Another count of the same profession and period.
    pub(super) fn but(self, count: impl Into<FlowCount>) -> Self {
        Self {
            count: count.into(),
            ..self
        }
    }

    pub(super) const fn year_before(self) -> Self {
        let (first, last) = self.period;
        Self {
            period: (first - 1, last - 1),
            ..self
        }
    }
}

impl From<StockTerm> for FlowCount {
    fn from(term: StockTerm) -> Self {
        Self::Stock(term)
    }
}

impl From<BalanceTerm> for FlowCount {
    fn from(term: BalanceTerm) -> Self {
        Self::Balance(term)
    }
}

impl From<MobilityTerm> for FlowCount {
    fn from(term: MobilityTerm) -> Self {
        Self::Mobility(term)
    }
}

impl From<FirstExitTerm> for FlowCount {
    fn from(term: FirstExitTerm) -> Self {
        Self::FirstExit(term)
    }
}

impl From<RetentionTerm> for FlowCount {
    fn from(term: RetentionTerm) -> Self {
        Self::Retention(term)
    }
}

impl From<FollowUpTerm> for FlowCount {
    fn from(term: FollowUpTerm) -> Self {
        Self::FollowUp(term)
    }
}

impl From<PathwayTerm> for FlowCount {
    fn from(term: PathwayTerm) -> Self {
        Self::Pathway(term)
    }
}
