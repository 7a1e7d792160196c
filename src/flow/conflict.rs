//! Parts of a request that cannot be combined, whatever it is held against.

use std::error::Error;
use std::fmt;

use super::cut::Cut;
use super::request::{Request, View};

/// Parts of a [`Request`] that cannot be combined, named as they are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Cohorts where no view follows any.
    IdleCohorts,
    /// An option of curves where no view is one.
    IdleCurveOption(&'static str),
    /// Years where views go by cohorts.
    YearsOfCohorts,
    /// Areas of a view that follows licences wherever they go.
    AreasOfFollowUp,
    /// A cut by licence cohort of a view that goes by cohorts.
    CohortCutOfFollowUp,
    /// More cuts than suppression can separate.
    TooManyCuts,
}

/// The most traits that results are cut by at a time: suppression separates so many.
const MOST_CUTS: usize = 4;

impl Request {
    /// Refuses parts that cannot be combined.
    ///
    /// # Errors
    /// The first such parts.
    pub fn check_combined(&self) -> Result<(), Conflict> {
        let conflict = self.conflict_of_views().or_else(|| self.conflict_of_cuts());
        conflict.map_or(Ok(()), Err)
    }

    fn conflict_of_views(&self) -> Option<Conflict> {
        let follows = self.follows_licences();
        let idle = self
            .curve_option()
            .map(Conflict::IdleCurveOption)
            .filter(|_| !self.has_curve());
        if !follows && !self.followed.cohorts.is_empty() {
            Some(Conflict::IdleCohorts)
        } else if idle.is_some() {
            idle
        } else if follows && self.years.is_some() {
            Some(Conflict::YearsOfCohorts)
        } else if self.shows(View::Followup) && !self.areas.is_empty() {
            Some(Conflict::AreasOfFollowUp)
        } else {
            None
        }
    }

    fn conflict_of_cuts(&self) -> Option<Conflict> {
        if self.cuts.contains(&Cut::LicenceCohort) && self.shows(View::Followup) {
            Some(Conflict::CohortCutOfFollowUp)
        } else if self.cuts.len() > MOST_CUTS {
            Some(Conflict::TooManyCuts)
        } else {
            None
        }
    }

    /// The first option that is given and that only curves heed.
    fn curve_option(&self) -> Option<&'static str> {
        let options = [
            (self.followed.with_destinations, "--destinations"),
            (self.followed.late_entry, "--late-entry"),
            (self.followed.least_at_risk.is_some(), "--least-at-risk"),
        ];
        let (_, option) = options.into_iter().find(|(is_given, _)| *is_given)?;
        Some(option)
    }
}

impl fmt::Display for Conflict {
    /// In English, as all errors of usage.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IdleCohorts => "--cohorts needs --view retention, first-exit, followup or pathway",
            Self::IdleCurveOption(option) => {
                return write!(f, "{option} needs --view retention or first-exit");
            }
            Self::YearsOfCohorts => {
                "retention, first-exit, followup and pathway go by --cohorts; leave out --years"
            }
            Self::AreasOfFollowUp => {
                "--view followup follows licences wherever they go; leave out --region"
            }
            Self::CohortCutOfFollowUp => {
                "--view followup follows cohorts already: give --cohorts 2000..2004,2005..2009 instead of --by legitimationskohort"
            }
            Self::TooManyCuts => "--by takes four traits at most, besides an area",
        })
    }
}

impl Error for Conflict {}
