//! Counts that every reader knows to be 0.

use super::count::{DatedCount, FlowCount};
use super::terms::{BalanceTerm, StockTerm};
use crate::accounts::summed::Coordinates;
use crate::domain::LicenceCohort;
use crate::flow::{Cut, Value};

/// Whether the group alone says that the count is 0.
pub(super) fn is_known_to_be_zero(dated: DatedCount, at: Coordinates, cuts: &[Cut]) -> bool {
    let value = |wanted: Cut| {
        let position = cuts.iter().position(|cut| *cut == wanted)?;
        let code = u8::try_from(at[1 + position]).ok()?;
        Some((code, wanted.value(code)))
    };
    match dated.count {
        FlowCount::Balance(BalanceTerm::NewlyLicensed(country)) => {
            is_of_other_cohort(dated, value(Cut::LicenceCohort))
                // The country of education never changes.
                || value(Cut::EducationCountry).is_some_and(|(code, own)| {
                    let code = if own == Value::Unknown { 3 } else { code };
                    code != country
                })
        }
        FlowCount::Stock(term @ (StockTerm::Under65 | StockTerm::From65)) => {
            match value(Cut::AgeBand) {
                Some((_, Value::AgeBand(band))) => {
                    band.is_under_65() != (term == StockTerm::Under65)
                }
                _ => false,
            }
        }
        // Whoever changes group keeps what cannot change.
        FlowCount::Balance(BalanceTerm::ChangedGroup) => cuts
            .iter()
            .filter(|cut| cut.changes())
            .all(|cut| value(*cut).is_none()),
        _ => false,
    }
}

/// The newly licensed have a licence of the year or the year before.
fn is_of_other_cohort(dated: DatedCount, value: Option<(u8, Value)>) -> bool {
    let Some((_, Value::LicenceCohort(cohort))) = value else {
        return false;
    };
    let (year, _) = dated.period;
    ![year - 1, year].map(LicenceCohort::of).contains(&cohort)
}
