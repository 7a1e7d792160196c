//! Everything that a flow description holds.

use std::collections::BTreeMap;

use super::{
    AreaTotals, Balance, CountedStock, FirstExitResults, FollowUps, GroupInhabitants, Key,
    NewLicences, PathwayResults, PublishedDensity, RetentionResults, Route, RouteCount, Stock,
};
use crate::domain::{PublishedNote, Year};

/// Everything that was calculated; none of what was not asked for.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// Stock that others have counted, an edition of a publication first.
    pub counted: Vec<CountedStock>,
    /// New licences as published.
    pub new_licences: Option<BTreeMap<Key, NewLicences>>,
    /// Densities as published.
    pub county_density: Option<BTreeMap<Key, PublishedDensity>>,
    /// What the publication says about its figures.
    pub published_notes: Vec<PublishedNote>,
    /// The stock of the register.
    pub stock: Option<BTreeMap<Key, Stock>>,
    /// Where its changes came from.
    pub balance: Option<BTreeMap<Key, Balance>>,
    /// Who went where.
    pub mobility: Option<BTreeMap<Route, RouteCount>>,
    /// Who is in the profession for the first time, where the balance and a curve are both shown.
    pub first_seen: BTreeMap<Key, [u64; 2]>,
    /// The share of the licensed that is in the profession.
    pub retention: Option<RetentionResults>,
    /// The time until they leave it a first time.
    pub first_exit: Option<FirstExitResults>,
    /// Where the licensed are some years on.
    pub followup: Option<FollowUps>,
    /// The way from the start of studies to the profession.
    pub pathway: Option<PathwayResults>,
    /// Inhabitants, for densities.
    pub inhabitants: AreaTotals,
    /// Inhabitants of each group, if the results are cut by sex or age.
    pub group_inhabitants: Option<GroupInhabitants>,
    /// The country as a whole, for findings in sentences; none for tables only.
    pub overall: Option<Overall>,
}

/// One profession in the country as a whole.
#[derive(Clone, Debug, Default)]
pub struct Overall {
    /// The stock, by year.
    pub stock: BTreeMap<Year, Stock>,
    /// The balance, by year.
    pub balance: BTreeMap<Year, Balance>,
    /// Who went where between health regions in the newest year.
    pub mobility: BTreeMap<Route, RouteCount>,
}

impl Overall {
    /// The same, with only the routes of the newest year.
    #[must_use]
    pub(crate) fn with_newest_mobility(mut self) -> Self {
        let newest = self.mobility.keys().map(|route| route.year).max();
        self.mobility.retain(|route, _| Some(route.year) == newest);
        self
    }
}
