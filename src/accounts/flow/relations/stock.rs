//! The counts of a row of the stock, which are nested, and those who are in one and not in another.

use super::here::{Here, Relation};
use crate::accounts::flow::terms::StockTerm;

pub(super) fn relations(here: Here) -> Vec<Relation> {
    let rests = [
        (
            StockTerm::InCare,
            StockTerm::InProfession,
            StockTerm::OtherRole,
        ),
        (
            StockTerm::Employed,
            StockTerm::InCare,
            StockTerm::OtherIndustry,
        ),
        (
            StockTerm::Licensed,
            StockTerm::Employed,
            StockTerm::OutOfWork,
        ),
        (StockTerm::Licensed, StockTerm::Under65, StockTerm::From65),
        (
            StockTerm::Employed,
            StockTerm::InProfession,
            StockTerm::EmployedOutside,
        ),
        (
            StockTerm::Licensed,
            StockTerm::InProfession,
            StockTerm::NotInProfession,
        ),
        (StockTerm::Licensed, StockTerm::InCare, StockTerm::NotInCare),
    ];
    rests
        .map(|(whole, part, rest)| here.sum(whole, [part, rest]))
        .into()
}
