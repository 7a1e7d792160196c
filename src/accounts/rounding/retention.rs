//! Retention, rounded.

use std::collections::BTreeMap;

use super::labelled_network::{LabelledNetwork, NotAFlow};
use crate::domain::State;
use crate::flow::{Area, CurveKey, Level, Retention, RetentionYear};

/// The same curves of counts in multiples of `base`: those who are followed are the sum of the rounded
/// states, and the country's counts are the sums of its areas'.
///
/// # Errors
/// Counts that cannot be rounded, which only a broken cube has.
pub(super) fn rounded_retention(
    curves: &BTreeMap<CurveKey, Retention>,
    level: Level,
    base: u64,
) -> Result<BTreeMap<CurveKey, Retention>, NotAFlow> {
    let mut rounded: BTreeMap<CurveKey, Retention> = BTreeMap::new();
    let is_leaf = |key: &CurveKey| (key.area == Area::Sweden) == (level == Level::Country);
    for (key, curve) in curves.iter().filter(|(key, _)| is_leaf(key)) {
        let own = rounded_curve(curve, base)?;
        if level != Level::Country {
            let country = CurveKey {
                area: Area::Sweden,
                ..key.clone()
            };
            let sum = &mut rounded.entry(country).or_default().years;
            sum.resize(sum.len().max(own.years.len()), RetentionYear::default());
            for (sum, year) in sum.iter_mut().zip(&own.years) {
                sum.add(year);
            }
        }
        rounded.insert(key.clone(), own);
    }
    let keys = curves.keys();
    let curves = keys.map(|key| (key.clone(), rounded.remove(key).unwrap_or_default()));
    Ok(curves.collect())
}

/// Every state of every year flows on its own. What enters and leaves is not shown, and not rounded.
fn rounded_curve(curve: &Retention, base: u64) -> Result<Retention, NotAFlow> {
    let mut network = LabelledNetwork::new();
    for (since, year) in curve.years.iter().enumerate() {
        for (state, count) in year.in_state.into_iter().enumerate() {
            network.add((), (), ((since, Some(state)), count));
        }
        network.add((), (), ((since, None), year.not_in_register));
    }
    let mut years = vec![RetentionYear::default(); curve.years.len()];
    for ((since, state), count) in network.rounded(base)? {
        match state.filter(|state| *state < State::ALL.len()) {
            Some(state) => years[since].in_state[state] = count,
            None => years[since].not_in_register = count,
        }
    }
    Ok(Retention { years })
}
