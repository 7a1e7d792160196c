//! Flow descriptions: a register counted once into a [`Cube`], and everything read off it.
//!
//! [`stock()`], [`balance()`], [`mobility()`], [`retention()`] and [`followup()`] are the views; a
//! [`Selection`] says which professions, years, areas and groups. [`pathway()`] alone needs persons: it
//! follows the entrants of an education extract, linked to the register ([`Passages`]).

mod area;
mod area_totals;
mod balance;
mod cell;
mod counted_stock;
mod counts;
mod county_regions;
mod coverage;
mod covered;
mod cube;
mod curve;
mod cut;
mod density;
mod first_seen;
mod followup;
mod mobility;
mod packing;
mod passage;
mod pathway;
mod retention;
mod rounded;
mod saved;
mod selection;
mod stock;
mod supply;
mod tally;

pub use area::{Area, Level};
pub use area_totals::AreaTotals;
pub use balance::{Balance, Imbalance, balance};
pub use cell::{CareerCell, Ending, Holder, SpellCell, Standing, StockCell, TransitionCell};
pub use counted_stock::{StockFigures, counted_stock};
pub use county_regions::CountyRegions;
pub use coverage::Coverage;
pub use cube::{Cube, Depth};
pub use curve::{Cohort, CurveKey};
pub use cut::{Cut, Group, Value};
pub use density::{DensityChange, density};
pub use first_seen::first_seen;
pub use followup::{Category, Distribution, FOLLOWED, FollowUpKey, FollowUps, Part, followup};
pub use mobility::{Origin, Route, Travellers, mobility};
pub use passage::{LOOKED_UP, Linkage, LinkedLicence, Passage, Passages};
pub use pathway::{
    EXTRA_YEARS, EntrantCut, EntrantTrait, PathwayKey, PathwaySelection, Reach, Step,
    YEARS_TO_LICENCE, YEARS_TO_SPECIALITY, pathway,
};
pub use retention::{Current, DESTINATIONS, Retention, RetentionYear, retention, retention_tests};
pub use rounded::{
    NotAFlow, RoundedFlows, rounded_flows, rounded_followup, rounded_retention, rounded_supply,
};
pub use saved::SavedCubeError;
pub use selection::{Key, Selection};
pub use stock::{Stock, stock};
pub use supply::{Employed, Supply, Tenure, supply};
