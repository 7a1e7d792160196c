//! The counts of retention.

use super::{Gatherer, of_curve};
use crate::accounts::flow::terms::RetentionTerm;
use crate::flow::{CurveKey, Retention};

impl Gatherer<'_> {
    pub(super) fn add_retention(
        &mut self,
        key: &CurveKey,
        curve: &Retention,
        with_destinations: bool,
    ) {
        if !self.is_leaf(key.area) {
            return;
        }
        let at = self.coordinates(key.area, key.group);
        for (since, year) in (0..).zip(&curve.years) {
            let counts = [
                (RetentionTerm::InCohort(since), year.followed()),
                (RetentionTerm::InProfession(since), year.in_profession()),
                (RetentionTerm::Outside(since), year.outside()),
                (RetentionTerm::NotInRegister(since), year.not_in_register),
                (RetentionTerm::Entering(since), year.entering),
                (RetentionTerm::Leaving(since), year.leaving),
            ];
            for (term, value) in counts {
                self.set(of_curve(key, term), at, value);
            }
            let states = (0..).zip(year.in_state).skip(1);
            for (state, value) in states.filter(|_| with_destinations) {
                let in_state = RetentionTerm::InState(since, state);
                self.set(of_curve(key, in_state), at, value);
            }
        }
    }
}
