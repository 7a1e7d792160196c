//! The counts of the balance.

use super::Gatherer;
use crate::accounts::flow::count::{DatedCount, FlowCount};
use crate::accounts::flow::terms::{BalanceTerm, StockTerm};
use crate::flow::{Balance, Key};

impl Gatherer<'_> {
    pub(super) fn add_balance(&mut self, key: &Key, row: &Balance) {
        if !self.is_leaf_row(key) {
            return;
        }
        let at = self.coordinates(key.area, key.group);
        let now = DatedCount::in_year(key.profession, key.year, StockTerm::InProfession);
        self.set(now.year_before(), at, row.opening);
        self.set(now, at, row.closing);
        for (term, value) in flows(row) {
            self.set(now.but(term), at, value);
        }
        self.leaves
            .set(now.but(BalanceTerm::ChangedGroup), at, row.changed_group);
    }

    /// Those who are in the profession for the first time, by how old their licence is.
    pub(super) fn add_first_seen(&mut self, key: &Key, licences: [u64; 2]) {
        if self.is_leaf(key.area) {
            let at = self.coordinates(key.area, key.group);
            for (since, value) in (0..).zip(licences) {
                let count = FlowCount::FirstSeen(since);
                self.set(
                    DatedCount::in_year(key.profession, key.year, count),
                    at,
                    value,
                );
            }
        }
    }
}

fn flows(row: &Balance) -> impl Iterator<Item = (BalanceTerm, u64)> {
    let flows = [
        (BalanceTerm::Returned, row.returned),
        (BalanceTerm::FirstEntries, row.first_entries),
        (
            BalanceTerm::EntriesOfUnknownYear,
            row.entries_of_unknown_year,
        ),
        (BalanceTerm::MovedIn, row.moved_in),
        (BalanceTerm::UnknownMovesIn, row.unknown_moves_in),
        (BalanceTerm::Retired, row.retired),
        (BalanceTerm::ToOtherRole, row.other_role),
        (BalanceTerm::ToOtherIndustry, row.other_industry),
        (BalanceTerm::NotEmployed, row.not_employed),
        (BalanceTerm::LeftRegister, row.left_register),
        (BalanceTerm::MovedOut, row.moved_out),
        (BalanceTerm::UnknownMovesOut, row.unknown_moves_out),
    ];
    BalanceTerm::NEWLY_LICENSED
        .into_iter()
        .zip(row.newly_licensed)
        .chain(flows)
}
