//! What a count is about, for the view to put into words.

use std::collections::BTreeMap;

use super::coordinates::area_of;
use super::count::{ALL_COHORTS, DatedCount, FlowCount};
use super::terms::MobilityTerm;
use crate::accounts::summed::{Coordinates, CountNames};
use crate::domain::{ProfessionId, Year};
use crate::flow::{Area, Cut, EntrantTrait, Value};

/// Of whom, where and when a count is.
pub(crate) struct FlowSubject<'a> {
    pub(crate) profession: ProfessionId,
    /// The first and last year; none for the licences of all years.
    pub(crate) period: Option<(Year, Year)>,
    /// Where those who took a route came from.
    pub(crate) from: Option<Area>,
    pub(crate) area: Area,
    /// Years since the licence, where they are counted.
    pub(crate) since: Option<u32>,
    /// The group of licences.
    pub(crate) group: Vec<Value>,
    /// The group of entrants.
    pub(crate) traits: Vec<&'a EntrantTrait>,
}

/// The words for the counts of a flow description, which the view gives.
pub(crate) trait FlowNames {
    /// What a count is called.
    fn count(&self, count: FlowCount) -> &'static str;
    /// Of whom, where and when it is a count.
    fn subject(&self, subject: &FlowSubject<'_>) -> String;
}

/// The words of a view, for counts whose coordinates have these cuts and traits.
pub(super) struct Names<'a, N> {
    pub(super) names: &'a N,
    pub(super) cuts: &'a [Cut],
    pub(super) traits: &'a BTreeMap<EntrantTrait, u16>,
}

impl<N: FlowNames> CountNames<DatedCount> for Names<'_, N> {
    fn count(&self, dated: DatedCount) -> String {
        self.names.count(dated.count).to_owned()
    }

    fn subject(&self, dated: DatedCount, at: Coordinates) -> String {
        let is_of_entrants = matches!(dated.count, FlowCount::Pathway(_));
        self.names.subject(&FlowSubject {
            profession: dated.profession,
            period: Some(dated.period).filter(|period| *period != ALL_COHORTS),
            from: match dated.count {
                FlowCount::Mobility(MobilityTerm::Route(_, from)) => Some(area_of(from)),
                _ => None,
            },
            area: area_of(at[0]),
            since: dated.count.since(),
            group: if is_of_entrants {
                Vec::new()
            } else {
                self.group(at)
            },
            traits: if is_of_entrants {
                self.traits(at)
            } else {
                Vec::new()
            },
        })
    }
}

impl<N> Names<'_, N> {
    fn group(&self, at: Coordinates) -> Vec<Value> {
        let cuts = self.cuts.iter().zip(&at[1..]);
        cuts.filter_map(|(cut, code)| Some(cut.value(u8::try_from(*code).ok()?)))
            .collect()
    }

    fn traits(&self, at: Coordinates) -> Vec<&EntrantTrait> {
        let codes = at[1..].iter();
        codes
            .filter_map(|code| self.traits.iter().find(|(_, own)| *own == code))
            .map(|(own, _)| own)
            .collect()
    }
}
