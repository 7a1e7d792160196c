//! What a flow description is asked for.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{
    Area, Basis, Cohort, Cut, Depth, EntrantCut, Followed, Level, PathwaySelection, Refusal,
    Selection,
};
use crate::domain::{ProfessionId, Year};

/// A part of a flow description, in the order in which they are calculated and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Bestånd, täthet, andel i yrket: [`stock()`](super::stock()).
    Stock,
    /// In- och utflöden, which add up: [`balance()`](super::balance()).
    Balance,
    /// Who stayed in an area and who went where: [`mobility()`](super::mobility()).
    Mobility,
    /// Kvarvaro, by years since the licence: [`retention()`](super::retention()).
    Retention,
    /// Tid till första avbrott: [`first_exit()`](super::first_exit()).
    FirstExit,
    /// Where the licensed are some years after the licence: [`followup()`](super::followup()).
    Followup,
    /// From the start of studies to the profession: [`pathway()`](super::pathway()).
    Pathway,
}

impl View {
    /// All views.
    pub const ALL: [Self; 7] = [
        Self::Stock,
        Self::Balance,
        Self::Mobility,
        Self::Retention,
        Self::FirstExit,
        Self::Followup,
        Self::Pathway,
    ];

    /// Whether it follows licences from the year they were given.
    #[must_use]
    pub const fn follows_licences(self) -> bool {
        matches!(
            self,
            Self::Retention | Self::FirstExit | Self::Followup | Self::Pathway
        )
    }

    /// Whether it is a curve by years since the licence.
    #[must_use]
    pub const fn is_curve(self) -> bool {
        matches!(self, Self::Retention | Self::FirstExit)
    }
}

/// What a flow description is asked for, before it is held against a [`Basis`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The professions; empty for all of the basis.
    pub professions: BTreeSet<ProfessionId>,
    /// The parts of the description.
    pub views: Vec<View>,
    /// Whether findings about the country as a whole are stated too, where one profession is described.
    pub with_findings: bool,
    /// The years; none for all of the basis. Views that follow licences go by cohorts instead.
    pub years: Option<RangeInclusive<Year>>,
    /// How finely the country is cut.
    pub level: Level,
    /// The areas to show; empty for all of the level and the country. They are chosen of what is described of
    /// the whole country.
    pub areas: Vec<Area>,
    /// Traits of licence holders to cut by, each once, in the order of [`Cut`].
    pub cuts: Vec<Cut>,
    /// Traits of entrants to cut the pathway by.
    pub entrant_cuts: Vec<EntrantCut>,
    /// Which licences, and for the pathway which entrants, are followed.
    pub followed: Followed,
}

impl Request {
    /// The description of one profession in the country as a whole: stock, balance and mobility, with
    /// findings.
    #[must_use]
    pub fn description(profession: ProfessionId) -> Self {
        Self {
            professions: BTreeSet::from([profession]),
            views: vec![View::Stock, View::Balance, View::Mobility],
            with_findings: true,
            ..Self::default()
        }
    }

    /// Whether a view is asked for.
    #[must_use]
    pub fn shows(&self, view: View) -> bool {
        self.views.contains(&view)
    }

    /// Whether any view follows licences from the year they were given.
    #[must_use]
    pub fn follows_licences(&self) -> bool {
        self.views.iter().any(|view| view.follows_licences())
    }

    /// Whether any view is a curve by years since the licence.
    #[must_use]
    pub fn has_curve(&self) -> bool {
        self.views.iter().any(|view| view.is_curve())
    }

    /// How much of a register has to be counted.
    #[must_use]
    pub fn depth(&self) -> Depth {
        if self.follows_licences() {
            Depth::Careers
        } else {
            Depth::Flows
        }
    }

    /// What to describe of a basis, all of its professions if none is named.
    #[must_use]
    pub fn selection(&self, basis: &Basis) -> Selection {
        let professions = if self.professions.is_empty() {
            basis.years().into_keys().collect()
        } else {
            self.professions.clone()
        };
        Selection {
            professions,
            years: self.years.clone(),
            level: self.level,
            cuts: self.cuts.clone(),
        }
    }

    /// Which entrants to follow: those of professions that the basis has entrants of; none without
    /// the view or without entrants.
    pub(super) fn pathway(&self, basis: &Basis) -> Option<PathwaySelection> {
        let passages = basis
            .passages
            .as_ref()
            .filter(|_| self.shows(View::Pathway))?;
        let professions = self.selection(basis).professions.into_iter();
        Some(PathwaySelection {
            professions: professions.filter(|id| passages.has(*id)).collect(),
            cohorts: self.followed.cohorts.clone(),
            level: self.level,
            cuts: self.entrant_cuts.clone(),
        })
    }

    /// Refuses what is unsafe where small counts are suppressed: cohorts that share licence years, whose
    /// difference is a cohort that nothing protects.
    ///
    /// # Errors
    /// Every pair of such cohorts.
    pub fn check_protected(&self) -> Result<(), Vec<Refusal>> {
        let overlapping = self.overlapping_cohorts();
        if overlapping.is_empty() {
            Ok(())
        } else {
            Err(overlapping)
        }
    }

    fn overlapping_cohorts(&self) -> Vec<Refusal> {
        let cohorts = &self.followed.cohorts;
        let pairs = cohorts.iter().enumerate().flat_map(|(at, cohort)| {
            let earlier = cohorts[..at].iter();
            let overlaps =
                |other: &&Cohort| cohort.start() <= other.end() && other.start() <= cohort.end();
            earlier
                .filter(overlaps)
                .map(|other| Refusal::OverlappingCohorts([other.clone(), cohort.clone()]))
                .collect::<Vec<_>>()
        });
        pairs.collect()
    }
}
