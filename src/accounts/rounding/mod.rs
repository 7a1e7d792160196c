//! Flow descriptions whose every number of persons is a multiple of a base, and still adds up.
//!
//! Each result is written as a network in which all its counts flow ([`labelled_network`]), rounded there, and put
//! together again: totals are sums of rounded parts, never rounded themselves. How the counts add up is
//! written down here by hand, once more than in [`super::flow`]: the balance at each vertex of a network
//! is a relation.

mod first_exit;
mod flows;
mod followup;
mod labelled_network;
mod retention;
mod supply;

use std::collections::BTreeMap;

use crate::flow::{Basis, Description, Imbalance, Level, Overall, Request, Selection};
use first_exit::rounded_first_exit;
use flows::{RoundedFlows, rounded_flows};
use followup::rounded_followup;
pub use labelled_network::NotAFlow;
use retention::rounded_retention;
pub use supply::rounded_supply;

/// Why a description cannot be rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRounded {
    /// The balance of a cell does not close.
    Imbalance(Imbalance),
    /// Other counts do not add up.
    Contradiction,
    /// The pathway has shares, which no rounded counts of it would explain.
    Pathway,
}

impl From<NotAFlow> for NotRounded {
    fn from(NotAFlow: NotAFlow) -> Self {
        Self::Contradiction
    }
}

/// The same description with counts that are multiples of `base` and add up; everything else is derived
/// from them.
///
/// All groups together are left out where results are cut: sums of rounded groups may differ from the exact
/// count by more than the base.
///
/// # Errors
/// Counts that do not add up before they are rounded, and a pathway.
pub fn round(
    mut description: Description,
    basis: &Basis,
    request: &Request,
    base: u64,
) -> Result<Description, NotRounded> {
    if description.pathway.is_some() {
        return Err(NotRounded::Pathway);
    }
    let selection = request.selection(basis);
    round_flows(&mut description, basis, &selection, base).map_err(NotRounded::Imbalance)?;
    round_followed(&mut description, selection.level, base)?;
    Ok(description)
}

/// Rounds stock, balance and mobility as one.
fn round_flows(
    description: &mut Description,
    basis: &Basis,
    selection: &Selection,
    base: u64,
) -> Result<(), Imbalance> {
    let has_flows = description.stock.is_some()
        || description.balance.is_some()
        || description.mobility.is_some();
    let Some(cube) = basis.cube.as_ref().filter(|_| has_flows) else {
        return Ok(());
    };
    let flows = rounded_flows(cube, selection, &basis.counties, base)?;
    if let Some(overall) = &mut description.overall {
        *overall = rounded_overall(&flows, selection.level);
    }
    if let Some(rows) = &mut description.stock {
        *rows = flows.stock;
    }
    if let Some(rows) = &mut description.balance {
        *rows = flows.balance;
    }
    if let Some(routes) = &mut description.mobility {
        *routes = flows.mobility;
    }
    Ok(())
}

/// The country as a whole; between counties the routes of the health regions are not known.
fn rounded_overall(flows: &RoundedFlows, level: Level) -> Overall {
    let overall = Overall {
        stock: flows.stock_of_country(),
        balance: flows.balance_of_country(),
        mobility: if level == Level::County {
            BTreeMap::new()
        } else {
            flows.mobility_of_country()
        },
    };
    overall.with_newest_mobility()
}

/// Rounds the views that follow licences, each on its own.
fn round_followed(description: &mut Description, level: Level, base: u64) -> Result<(), NotAFlow> {
    if let Some(found) = &mut description.retention {
        found.curves = rounded_retention(&found.curves, level, base)?;
    }
    if let Some(found) = &mut description.first_exit {
        let options = found.followed.options();
        found.curves = rounded_first_exit(&found.curves, level, options, base)?;
        // A test of the exact counts would disclose them.
        found.tests.clear();
    }
    if let Some(found) = &mut description.followup {
        *found = rounded_followup(found, base)?;
    }
    Ok(())
}
