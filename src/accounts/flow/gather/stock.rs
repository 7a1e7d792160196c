//! The counts of stock.

use super::Gatherer;
use crate::accounts::flow::count::DatedCount;
use crate::accounts::flow::terms::StockTerm;
use crate::domain::State;
use crate::flow::{Key, Stock};

impl Gatherer<'_> {
    pub(super) fn add_stock(&mut self, key: &Key, stock: &Stock) {
        if !self.is_leaf_row(key) {
            return;
        }
        let at = self.coordinates(key.area, key.group);
        let out_of_work = stock.in_state(State::NotEmployed) + stock.in_state(State::Retired);
        let counts = [
            (StockTerm::InProfession, stock.in_profession()),
            (StockTerm::OtherRole, stock.in_state(State::OtherRoleInCare)),
            (StockTerm::InCare, stock.in_care()),
            (
                StockTerm::OtherIndustry,
                stock.in_state(State::OtherIndustry),
            ),
            (StockTerm::Employed, stock.employed()),
            (StockTerm::OutOfWork, out_of_work),
            (
                StockTerm::EmployedOutside,
                stock.employed() - stock.in_profession(),
            ),
            (
                StockTerm::NotInProfession,
                stock.licensed() - stock.in_profession(),
            ),
            (StockTerm::NotInCare, stock.licensed() - stock.in_care()),
            (StockTerm::Licensed, stock.licensed()),
        ];
        let ages = stock.under_65().map(|under| {
            let from_65 = stock.licensed() - under;
            [(StockTerm::Under65, under), (StockTerm::From65, from_65)]
        });
        for (term, value) in counts.into_iter().chain(ages.into_iter().flatten()) {
            self.set(
                DatedCount::in_year(key.profession, key.year, term),
                at,
                value,
            );
        }
    }
}
