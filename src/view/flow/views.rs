//! The list of views, and which of them a report shows.

use super::facts::FlowFacts;
use super::flow_view::FlowView;
use super::{
    balance, county_density, first_exit, followup, mobility, new_licences, pathway, retention,
    stock,
};

/// All views, in the order in which a description is read.
pub static VIEWS: [FlowView; 9] = [
    stock::VIEW,
    new_licences::VIEW,
    county_density::VIEW,
    balance::VIEW,
    mobility::VIEW,
    retention::VIEW,
    first_exit::VIEW,
    followup::VIEW,
    pathway::VIEW,
];

/// The views to show, in the order in which a description is read.
pub(super) fn shown_views(facts: FlowFacts<'_>) -> impl Iterator<Item = &'static FlowView> {
    VIEWS.iter().enumerate().filter_map(move |(at, view)| {
        let is_first = || VIEWS[..at].iter().all(|other| other.part != view.part);
        let is_named = facts.views.contains(&view.name);
        (is_named || (facts.views.is_empty() && is_first())).then_some(view)
    })
}
