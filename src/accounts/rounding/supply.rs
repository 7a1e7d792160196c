//! Supply, rounded.

use std::collections::BTreeMap;

use super::labelled_network::{LabelledNetwork, NotAFlow};
use crate::domain::{ProfessionId, Year};
use crate::flow::{Employed, Supply, Tenure};

/// What is counted: of a profession and band of years since the licence in a year, those in the
/// profession or the other employed.
type SupplyLabel = (ProfessionId, Tenure, Year, bool);

/// The same rows in multiples of `base`; all licences of a profession are the sum of the bands.
///
/// # Errors
/// Bands that do not add up, which only a broken cube has.
pub fn rounded_supply(
    rows: &BTreeMap<(ProfessionId, Tenure), Supply>,
    base: u64,
) -> Result<BTreeMap<(ProfessionId, Tenure), Supply>, NotAFlow> {
    let has_bands = |id: ProfessionId| {
        let mut own = rows.keys().filter(|(other, _)| *other == id);
        own.any(|(_, tenure)| *tenure != Tenure::All)
    };
    let is_leaf =
        |(id, tenure): &(ProfessionId, Tenure)| has_bands(*id) != (*tenure == Tenure::All);
    let mut network = LabelledNetwork::new();
    let mut totals: BTreeMap<(ProfessionId, Year, bool), u64> = BTreeMap::new();
    for (key, row) in rows.iter().filter(|(key, _)| is_leaf(key)) {
        let (profession, tenure) = *key;
        let mut years = vec![(row.year, row.now), (row.earlier_year, row.earlier)];
        years.dedup();
        for (year, counts) in years {
            let inside = counts.in_profession;
            let band = Some((profession, Some(tenure), year, None));
            for (is_in, count) in [(true, inside), (false, counts.employed - inside)] {
                let all = Some((profession, None, year, Some(is_in)));
                *totals.entry((profession, year, is_in)).or_default() += count;
                let label: Option<SupplyLabel> = Some((profession, tenure, year, is_in));
                network.add(all, band, (label, count));
            }
            network.add(band, None, (None, counts.employed));
        }
    }
    for ((profession, year, is_in), count) in totals {
        let all = Some((profession, None, year, Some(is_in)));
        network.add(None, all, (None, count));
    }
    let counts: BTreeMap<Option<SupplyLabel>, u64> = network.rounded(base)?.into_iter().collect();
    let get = |label: SupplyLabel| counts.get(&Some(label)).copied().unwrap_or_default();
    let employed = |(id, tenure): (ProfessionId, Tenure), year| {
        let in_profession = get((id, tenure, year, true));
        Employed {
            employed: in_profession + get((id, tenure, year, false)),
            in_profession,
        }
    };
    let rounded = rows.iter().map(|(key, row)| {
        let leaves = rows
            .keys()
            .filter(|other| is_leaf(other) && other.0 == key.0);
        let parts: Vec<_> = leaves
            .filter(|other| key.1 == Tenure::All || **other == *key)
            .collect();
        let sum = |year| {
            let parts = parts.iter().map(|part| employed(**part, year));
            parts.fold(Employed::default(), |sum, part| Employed {
                employed: sum.employed + part.employed,
                in_profession: sum.in_profession + part.in_profession,
            })
        };
        let row = Supply {
            now: sum(row.year),
            earlier: sum(row.earlier_year),
            ..*row
        };
        (*key, row)
    });
    Ok(rounded.collect())
}
