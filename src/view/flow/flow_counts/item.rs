//! What is counted in a flow description.

use crate::domain::{ProfessionId, Year};
use crate::flow::{Category, Distribution, Origin, Route, Step};
use crate::report::{Exposure, Language};
use crate::view::summed_counts::{ALL, Countable, Place, Subject};

use super::place::area_code;

/// What is counted of a profession in a year, or of the licences of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view::flow) struct Item {
    pub(super) profession: ProfessionId,
    /// First and last year.
    pub(super) period: (Year, Year),
    pub(super) what: What,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view::flow) enum What {
    InProfession,
    OtherRole,
    InCare,
    OtherIndustry,
    Employed,
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
    /// Newly licensed, by country of education.
    NewlyLicensed(u8),
    Returned,
    /// Not seen in the profession before, with an older licence.
    FirstEntries,
    /// Not seen in the profession before, with a licence of an unknown year.
    EntriesOfUnknownYear,
    /// All who entered, where only mobility shows them.
    Entered,
    /// In the profession the year before and no longer, where only mobility shows them.
    Left,
    MovedIn,
    UnknownMovesIn,
    Retired,
    ToOtherRole,
    ToOtherIndustry,
    NotEmployed,
    LeftRegister,
    MovedOut,
    UnknownMovesOut,
    ChangedGroup,
    /// From an area, to where the count stands.
    Route(Origin, u16),
    /// By years since the licence.
    AtRisk(u32),
    Exits(u32),
    /// To one of the destinations.
    ExitsTo(u32, u8),
    Censored(u32),
    /// At risk without being seen for the last time: they are at risk in the next year.
    Remaining(u32),
    LateEntries(u32),
    /// Of a cohort, so many years since the licence.
    InCohort(u32),
    InProfessionSince(u32),
    OutsideSince(u32),
    /// In one of the states outside the profession.
    InStateSince(u32, u8),
    NotInRegisterSince(u32),
    /// Followed from that year on, or not after it.
    EnteringCohort(u32),
    LeavingCohort(u32),
    /// In the profession for the first time in a year, with a licence so many years old.
    FirstSeen(u8),
    /// All of a distribution, so many years since the licence.
    Followed(u8, Distribution),
    Part(u8, Distribution, Category),
    /// Licences of the cohort that are not in the profession.
    OutsideOfCohort(u8),
    /// In the profession without both areas being known.
    OfUnknownArea(u8),
    Reached(Step),
    NotReached(Step),
    /// Entrants who have not reached a step that is not the first after the start.
    NeverReached(Step),
    CensoredBefore(Step),
    Failed(Step),
    DegreeLate,
}

impl What {
    /// Those who took a route.
    pub(in crate::view::flow) const fn route(route: &Route) -> Self {
        Self::Route(route.origin, area_code(route.from))
    }

    /// Years since the licence, of what is counted by them.
    pub(super) fn since(self) -> Option<u32> {
        match self {
            Self::AtRisk(since)
            | Self::Exits(since)
            | Self::ExitsTo(since, _)
            | Self::Censored(since)
            | Self::Remaining(since)
            | Self::LateEntries(since)
            | Self::InCohort(since)
            | Self::InProfessionSince(since)
            | Self::OutsideSince(since)
            | Self::InStateSince(since, _)
            | Self::NotInRegisterSince(since)
            | Self::EnteringCohort(since)
            | Self::LeavingCohort(since) => Some(since),
            Self::Followed(since, _)
            | Self::Part(since, ..)
            | Self::OutsideOfCohort(since)
            | Self::FirstSeen(since)
            | Self::OfUnknownArea(since) => Some(since.into()),
            _ => None,
        }
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::InProfession | Self::InProfessionSince(_) => ("i_yrket", "in_profession"),
            Self::OtherRole => ("annan roll i vården", "other role in care"),
            Self::InCare => ("i_vården", "in_care"),
            Self::OtherIndustry => ("annan bransch", "other industry"),
            Self::Employed => ("sysselsatta", "employed"),
            Self::OutOfWork => ("ej sysselsatta", "not employed"),
            Self::EmployedOutside => (
                "sysselsatta utanför yrket",
                "employed outside the profession",
            ),
            Self::NotInProfession | Self::OutsideOfCohort(_) => {
                ("ej i yrket", "not in the profession")
            }
            Self::NotInCare => ("ej i vården", "not in care"),
            Self::Licensed => ("legitimerade", "licensed"),
            Self::Under65 => ("under_65", "under_65"),
            Self::From65 => ("65 år och äldre", "65 and over"),
            Self::NewlyLicensed(0) => ("nylegitimerade_sverige", "newly_licensed_sweden"),
            Self::NewlyLicensed(1) => ("nylegitimerade_eu_ees", "newly_licensed_eu_eea"),
            Self::NewlyLicensed(2) => {
                ("nylegitimerade_tredje_land", "newly_licensed_third_country")
            }
            Self::NewlyLicensed(_) => ("nylegitimerade_okänt", "newly_licensed_unknown"),
            Self::Returned => ("återinträde", "returned"),
            Self::FirstEntries => (
                "första_inträde_äldre_legitimation",
                "first_entry_older_licence",
            ),
            Self::EntriesOfUnknownYear => (
                "inträde_okänt_legitimationsår",
                "entry_unknown_licence_year",
            ),
            Self::Entered => ("inflöde", "entries"),
            Self::Left => ("utflöde", "exits"),
            Self::MovedIn => ("inflyttade", "moved_in"),
            Self::UnknownMovesIn => ("flytt_okänd_in", "unknown_move_in"),
            Self::UnknownMovesOut => ("flytt_okänd_ut", "unknown_move_out"),
            Self::ToOtherRole | Self::InStateSince(_, 1) => ("annan_roll", "other_role"),
            Self::ToOtherIndustry | Self::InStateSince(_, 2) => ("annan_bransch", "other_industry"),
            Self::NotEmployed | Self::InStateSince(_, 3) => ("ej_sysselsatta", "not_employed"),
            Self::Retired | Self::InStateSince(..) => ("pensionerade", "retired"),
            Self::LeftRegister => ("lämnat_registret", "left_register"),
            Self::MovedOut => ("utflyttade", "moved_out"),
            Self::ChangedGroup => ("gruppbyte", "changed_group"),
            Self::Route(Origin::YearBefore, _) => ("flytt", "move"),
            Self::Route(Origin::Studies, _) => ("flytt sedan studierna", "move since the studies"),
            Self::AtRisk(_) => ("antal_under_risk", "at_risk"),
            Self::Exits(_) => ("avbrott", "first_exits"),
            Self::ExitsTo(..) => ("avbrott till en status", "first exits to a state"),
            Self::Censored(_) | Self::CensoredBefore(_) => ("censurerade", "censored"),
            Self::Remaining(_) => ("kvar under risk", "still at risk"),
            Self::LateEntries(_) => ("sen start", "late entries"),
            Self::InCohort(_) => ("antal_uppföljda", "followed"),
            Self::OutsideSince(_) => ("utanför_yrket", "outside_profession"),
            Self::NotInRegisterSince(_) => ("ej_i_registret", "not_in_register"),
            Self::EnteringCohort(_) => ("följs från och med året", "followed from the year on"),
            Self::LeavingCohort(_) => ("följs till och med året", "followed until the year"),
            Self::FirstSeen(_) => ("första gången i yrket", "first time in the profession"),
            Self::Followed(..) => ("alla i fördelningen", "all in the distribution"),
            Self::Part(..) | Self::Reached(_) => ("antal", "count"),
            Self::OfUnknownArea(_) => ("okänt område", "unknown area"),
            Self::NotReached(_) | Self::NeverReached(_) => {
                ("ej nått steget", "not reached the step")
            }
            Self::Failed(_) => ("kom inte vidare", "went no further"),
            Self::DegreeLate => ("examen efter nominell tid", "degree after nominal time"),
        }
    }
}

impl Countable for Item {
    fn words(self, language: Language) -> &'static str {
        let (swedish, english) = self.what.names();
        language.choose(swedish, english)
    }

    fn subject(self, place: Place) -> Subject {
        let (first, last) = self.period;
        let more = match (self.what, self.what.since()) {
            (What::Route(_, from), _) => 1 + u32::from(from),
            (_, Some(since)) => 100_000 + since,
            _ => 0,
        };
        (
            self.profession.0.into(),
            first.into(),
            last.into(),
            more,
            place,
        )
    }

    fn kind(self) -> Self {
        Self {
            period: (0, 0),
            ..self
        }
    }

    fn is_net(self) -> bool {
        self.what == What::ChangedGroup
    }

    /// The stock, and what is published of a profession in the country as a whole.
    fn is_headline(self, place: Place) -> bool {
        self.what == What::InProfession || place == [ALL; 5]
    }

    fn exposure(self) -> Exposure {
        match self.what {
            What::OtherRole
            | What::OtherIndustry
            | What::OutOfWork
            | What::EmployedOutside
            | What::NotInProfession
            | What::NotInCare
            | What::From65
            | What::Entered
            | What::Left
            | What::LateEntries(_)
            | What::EnteringCohort(_)
            | What::LeavingCohort(_)
            | What::FirstSeen(_)
            | What::OutsideOfCohort(_)
            | What::OfUnknownArea(_)
            | What::NotReached(_)
            | What::NeverReached(_)
            | What::Failed(_)
            | What::DegreeLate => Exposure::Derived,
            What::Remaining(_) => Exposure::Auxiliary,
            _ => Exposure::Shown,
        }
    }
}

impl Item {
    pub(super) const fn but(self, what: What) -> Self {
        Self { what, ..self }
    }

    pub(super) const fn year_before(self) -> Self {
        let (first, last) = self.period;
        Self {
            period: (first - 1, last - 1),
            ..self
        }
    }
}

/// The period of licences of all years.
pub(in crate::view::flow) const ALL_COHORTS: (Year, Year) = (0, 0);

pub(super) const fn in_year(profession: ProfessionId, year: Year, what: What) -> Item {
    Item {
        profession,
        period: (year, year),
        what,
    }
}
