//! `--disclosure round`: results made of rounded counts.

use super::basis::Basis;
use crate::accounts::{rounded_first_exit, rounded_flows, rounded_followup, rounded_retention};
use crate::flow::{Description, Imbalance, Level, Overall, Selection};

/// Why counts could not be rounded.
pub(super) enum NotRounded {
    /// A balance does not close.
    Broken(Imbalance),
    /// Other counts do not add up.
    Contradiction,
}

/// The same results, of counts that are multiples of `base` and add up.
pub(super) fn rounded(
    mut results: Description,
    basis: &Basis,
    selection: &Selection,
    base: u64,
) -> Result<Description, NotRounded> {
    let Some(cube) = basis.cube() else {
        return Ok(results);
    };
    let shows_flows =
        results.stock.is_some() || results.balance.is_some() || results.mobility.is_some();
    if shows_flows {
        let flows = rounded_flows(cube, selection, &basis.counties, base);
        let flows = flows.map_err(NotRounded::Broken)?;
        results.overall = results.overall.map(|_| {
            let mut mobility = flows.mobility_of_country();
            let newest = mobility.keys().map(|route| route.year).max();
            mobility.retain(|route, _| Some(route.year) == newest);
            if selection.level == Level::County {
                mobility.clear();
            }
            Overall {
                stock: flows.stock_of_country(),
                balance: flows.balance_of_country(),
                mobility,
            }
        });
        results.stock = results.stock.map(|_| flows.stock);
        results.balance = results.balance.map(|_| flows.balance);
        results.mobility = results.mobility.map(|_| flows.mobility);
    }
    let contradiction = |_| NotRounded::Contradiction;
    if let Some(found) = &mut results.retention {
        found.curves =
            rounded_retention(&found.curves, selection.level, base).map_err(contradiction)?;
    }
    if let Some(found) = &mut results.first_exit {
        let options = found.followed.options();
        let curves = rounded_first_exit(&found.curves, selection.level, options, base);
        found.curves = curves.map_err(contradiction)?;
        // A test of the exact counts would tell of them.
        found.tests.clear();
    }
    if let Some(found) = &mut results.followup {
        *found = rounded_followup(found, base).map_err(contradiction)?;
    }
    Ok(results)
}
