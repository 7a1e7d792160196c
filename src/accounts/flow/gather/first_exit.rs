//! The counts of first exits.

use super::{Gatherer, of_curve};
use crate::accounts::flow::terms::FirstExitTerm;
use crate::flow::{CurveKey, FirstExit};

impl Gatherer<'_> {
    pub(super) fn add_first_exit(
        &mut self,
        key: &CurveKey,
        curve: &FirstExit,
        with_destinations: bool,
    ) {
        if !self.is_leaf(key.area) {
            return;
        }
        let at = self.coordinates(key.area, key.group);
        let at_risk = |since: usize| {
            let point = curve.years.get(since).and_then(|year| year.point);
            point.map_or(0, |point| point.at_risk)
        };
        let mut before = 0;
        for (position, year) in curve.years.iter().enumerate() {
            let since = u32::try_from(position).unwrap_or(u32::MAX);
            let (exits, censored) = year
                .point
                .map_or((0, 0), |point| (point.events, point.censored));
            let remaining = at_risk(position).saturating_sub(exits + censored);
            let late = at_risk(position).saturating_sub(before);
            before = remaining;
            let own = |term| of_curve(key, term);
            self.set_if_any(own(FirstExitTerm::AtRisk(since)), at, at_risk(position));
            // A year in which no licence is at risk is empty, and none remains before it or after the last.
            let is_empty = at_risk(position) == 0;
            let is_end = is_empty || at_risk(position + 1) == 0;
            for (is_known, term, value) in [
                (is_empty, FirstExitTerm::Exits(since), exits),
                (is_empty, FirstExitTerm::Censored(since), censored),
                (is_end, FirstExitTerm::Remaining(since), remaining),
                (is_empty, FirstExitTerm::LateEntries(since), late),
            ] {
                self.set_known_if(is_known, own(term), at, value);
            }
            if with_destinations {
                for (destination, exits) in (0..).zip(year.exits_to) {
                    let exits_to = own(FirstExitTerm::ExitsTo(since, destination));
                    self.set_known_if(is_empty, exits_to, at, exits);
                }
            }
        }
    }
}
