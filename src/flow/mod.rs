//! Flow descriptions: a register counted once into a [`Cube`], and everything derived from it.
//!
//! [`describe()`] answers a [`Request`] from a [`Basis`] with a [`Description`], and `accounts::round` gives the same
//! description in multiples of a base. The parts are [`stock()`], [`balance()`], [`mobility()`],
//! [`retention()`], [`first_exit()`] and [`followup()`], for a [`Selection`] of professions, years, areas and
//! groups. [`pathway()`] alone needs persons: it follows the entrants of an education extract, linked to the
//! register ([`Passages`]). What a basis cannot answer is a [`Refusal`].

mod answerable;
mod area;
mod area_totals;
mod balance;
mod basis;
mod cell;
mod conflict;
mod counted_register;
mod counted_stock;
mod counts;
mod county_regions;
mod coverage;
mod covered;
mod cube;
mod curve;
mod cut;
mod density;
mod departures;
mod depth;
mod describe;
mod description;
mod entrant_refusal;
mod first_exit;
mod first_seen;
mod followup;
mod group_inhabitants;
mod group_totals;
mod mobility;
mod packing;
mod passage;
mod pathway;
mod refusal;
mod request;
mod retention;
mod saved;
mod selection;
mod stock;
mod supply;
mod tally;
mod unknowns;
mod unknowns_of_licence;

pub use answerable::missing_professions;
pub use area::{Area, Level};
pub use area_totals::AreaTotals;
pub use balance::{Balance, Imbalance, balance};
pub use basis::Basis;
pub use cell::{
    CareerCell, CohortCell, Ending, Entry, Holder, LicenceStatus, SpellCell, StockCell,
    TransitionCell,
};
pub use conflict::Conflict;
pub use counted_register::{CountedRegister, Counting, NotLinked};
pub use counted_stock::{CountedStock, StockFigures, counted_stock};
pub use county_regions::CountyRegions;
pub use coverage::Coverage;
pub use cube::Cube;
pub use curve::{Cohort, CurveKey, CurveOptions, Followed};
pub use cut::{Cut, Group, Value};
pub use density::{DensityChange, density};
pub use departures::Departures;
pub use depth::Depth;
pub use describe::{NotDescribed, describe};
pub use description::{Description, Overall};
pub use entrant_refusal::EntrantRefusal;
pub(crate) use first_exit::curve as first_exit_curve;
pub use first_exit::{
    DESTINATIONS, FirstExit, FirstExitResults, FirstExitYear, first_exit, first_exit_tests,
};
pub use first_seen::first_seen;
pub use followup::{Category, Distribution, FOLLOWED, FollowUpKey, FollowUps, Part, followup};
pub use group_inhabitants::GroupInhabitants;
pub use group_totals::{AddUp, add_group_totals, add_route_totals};
pub(crate) use mobility::add_origin_totals;
pub use mobility::{Origin, Route, RouteCount, mobility};
pub use passage::{LOOKED_UP, Linkage, LinkedLicence, Passage, Passages, Windows};
pub use pathway::{
    EntrantCut, EntrantTrait, PathwayKey, PathwayResults, PathwaySelection, Reach, Step, pathway,
};
pub use refusal::Refusal;
pub use request::{Request, View};
pub use retention::{Retention, RetentionResults, RetentionYear, retention};
pub use saved::SavedCubeError;
pub(crate) use selection::with_country;
pub use selection::{Key, Selection};
pub use stock::{Stock, stock};
pub use supply::{Employed, Supply, SupplyDescription, SupplyRequest, Tenure, supply};
pub use unknowns::Unknowns;
