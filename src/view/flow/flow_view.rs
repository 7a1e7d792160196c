//! What every view of a flow description declares.

use super::facts::FlowFacts;
use crate::flow::{Description, View};
use crate::report::Table;

/// A view of a flow description: everything that a report shows of one part of it.
///
/// Its file or folder holds its key columns, words, notes, and the names of the counts behind it.
#[derive(Debug)]
pub struct FlowView {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it shows, for `--help`.
    pub help: &'static str,
    /// The part of the description that it shows.
    pub part: View,
    /// Its tables of published figures, which come before all others.
    pub(super) published: fn(&Description, FlowFacts<'_>) -> Vec<Table>,
    /// Its other tables; none where the description lacks the part.
    pub(super) tables: fn(&Description, FlowFacts<'_>) -> Vec<Table>,
    /// What its numbers mean.
    pub(super) notes: fn(&Description, FlowFacts<'_>) -> Vec<String>,
    /// Where numbers are missing, and why.
    pub(super) gaps: fn(&Description, FlowFacts<'_>) -> Vec<String>,
}
