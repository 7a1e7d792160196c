//! Made-up families of counts that add up: regions, sexes, ages and years, flows and stocks.

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use vardkraft::report::{CountId, Counts, Exposure, PersonCount};

/// How a family is made.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// How many values each dimension has, its total left out.
    pub(crate) dimensions: Vec<u8>,
    /// Independent tables, such as years of a stock.
    pub(crate) years: u8,
    /// Whether years are joined by flows: stock = stock before + entries − exits.
    pub(crate) has_flows: bool,
    /// About how many persons the largest cell holds.
    pub(crate) largest: u32,
    /// Whether all totals are shown, or those over the last dimension only known from elsewhere.
    pub(crate) shows_totals: bool,
    /// Whether only cells in which somebody is counted are listed.
    pub(crate) lists_rows: bool,
}

type Cell = (u8, u8, Vec<Option<u8>>);

/// A family of counts, the same for the same shape and seed.
pub(crate) fn family(shape: &Shape, seed: u64) -> Counts {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut leaves: BTreeMap<Cell, i64> = BTreeMap::new();
    for place in places(&shape.dimensions) {
        let mut stock = skewed(&mut dice, shape.largest);
        for year in 0..shape.years {
            if shape.has_flows && year > 0 {
                let entries = skewed(&mut dice, shape.largest / 4);
                let others = skewed(&mut dice, shape.largest / 8);
                let exits = skewed(&mut dice, shape.largest / 4).min(stock + entries + others);
                stock += entries + others - exits;
                leaves.insert((year, 1, place.clone()), entries);
                leaves.insert((year, 2, place.clone()), others);
                leaves.insert((year, 3, place.clone()), exits);
            } else if year > 0 {
                stock = skewed(&mut dice, shape.largest);
            }
            leaves.insert((year, 0, place.clone()), stock);
        }
    }
    counts(&leaves, shape)
}

/// Mostly small numbers and a few large ones, as small regions and large ones give.
fn skewed(dice: &mut ChaCha8Rng, largest: u32) -> i64 {
    let uniform = f64::from(dice.next_u32()) / 4_294_967_296.0;
    #[expect(clippy::cast_possible_truncation, reason = "small")]
    let count = (f64::from(largest) * uniform.powi(4)).floor() as i64;
    count
}

fn places(dimensions: &[u8]) -> Vec<Vec<Option<u8>>> {
    dimensions.iter().fold(vec![Vec::new()], |places, size| {
        let longer = places.iter().flat_map(|place| {
            (0..*size).map(|value| {
                let mut longer = place.clone();
                longer.push(Some(value));
                longer
            })
        });
        longer.collect()
    })
}

fn counts(leaves: &BTreeMap<Cell, i64>, shape: &Shape) -> Counts {
    let mut values = leaves.clone();
    let mut sums: Vec<(Cell, Vec<Cell>)> = Vec::new();
    for at in 0..shape.dimensions.len() {
        let mut totals: BTreeMap<Cell, Vec<Cell>> = BTreeMap::new();
        for cell in values.keys().filter(|cell| cell.2[at].is_some()) {
            let mut whole = cell.clone();
            whole.2[at] = None;
            totals.entry(whole).or_default().push(cell.clone());
        }
        for (whole, parts) in totals {
            let sum = parts.iter().map(|part| values[part]).sum();
            values.insert(whole.clone(), sum);
            sums.push((whole, parts));
        }
    }
    let mut counts = Counts::default();
    let subject = counts.add_subject("påhittade".to_owned());
    let ids: BTreeMap<Cell, CountId> = values
        .iter()
        .map(|(cell, value)| {
            let is_total = cell.2.last().is_some_and(Option::is_none);
            let exposure = if is_total && !shape.shows_totals {
                Exposure::Elsewhere
            } else {
                Exposure::Shown
            };
            let id = counts.add(PersonCount {
                value: *value,
                exposure,
                is_fixed: shape.lists_rows && *value == 0 && leaves.contains_key(cell),
                is_net: false,
                least: i64::from(shape.lists_rows && *value > 0 && leaves.contains_key(cell)),
                is_headline: false,
                what: format!("{cell:?}"),
                subject,
            });
            (cell.clone(), id)
        })
        .collect();
    for (whole, parts) in sums {
        let parts = parts.iter().map(|part| (ids[part], -1));
        counts.relate(std::iter::once((ids[&whole], 1)).chain(parts).collect());
    }
    for (cell, id) in leaves.keys().map(|cell| (cell, ids[cell])) {
        let (year, what, place) = cell;
        if shape.has_flows && *what == 0 && *year > 0 {
            let flow = |year: u8, what: u8| ids[&(year, what, place.clone())];
            counts.relate(vec![
                (id, 1),
                (flow(year - 1, 0), -1),
                (flow(*year, 1), -1),
                (flow(*year, 2), -1),
                (flow(*year, 3), 1),
            ]);
        }
    }
    counts
}
