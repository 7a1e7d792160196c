//! Two editions, the difference explained; and an edition beside what happened.

use std::collections::{BTreeMap, BTreeSet};

use super::edition::{Edition, EditionCell, EditionInterval};
use super::outcomes::Outcomes;
use crate::domain::{HealthRegionId, ProgrammeId, Year};
use crate::reference::Reference;
use crate::stats::decompose;

/// What an estimate is of, in the order in which rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellKey {
    /// The programme.
    pub programme: ProgrammeId,
    /// The health region; none for the country.
    pub health_region: Option<HealthRegionId>,
    /// The year in which the läsår of the degree ends.
    pub exam_year: Year,
}

/// Why an estimate changed from one edition to the next, in persons; the parts add up to the change.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// What the old edition says; none where it says nothing.
    pub old: Option<f64>,
    /// What the new one says.
    pub new: Option<f64>,
    /// More or fewer entrants.
    pub entrants: f64,
    /// A higher or lower share of them who take the degree.
    pub frequency: f64,
    /// When they take it, and how the methods count that.
    pub timing: f64,
    /// Estimates that one of the editions lacks: what the other one says of them, negative if it is gone.
    pub coverage: f64,
}

impl Change {
    /// New less old; none where one of the editions lacks the estimate.
    #[must_use]
    pub fn total(&self) -> Option<f64> {
        self.new.zip(self.old).map(|(new, old)| new - old)
    }

    /// Whether both editions have the estimate.
    #[must_use]
    pub const fn is_common(&self) -> bool {
        self.old.is_some() && self.new.is_some()
    }

    fn add(&mut self, part: &Self) {
        self.entrants += part.entrants;
        self.frequency += part.frequency;
        self.timing += part.timing;
        self.coverage += part.coverage;
    }
}

/// The change of every estimate, split exactly.
///
/// An estimate is `G = n f + T`: the entrants `n` of the cohort whose nominal length ends in the year,
/// the share `f` of them who take the degree in the end, and what comes at another time (0 of
/// `mean-frequency`). The change of `n f` is split by [`decompose`]:
///
/// ```text
/// G₁ − G₀ = (n₁ − n₀)(f₀ + f₁)/2 + (f₁ − f₀)(n₀ + n₁)/2 + (T₁ − T₀)
/// ```
///
/// An estimate that one edition lacks has no change, for what is not known is not 0; what the other one
/// says of it is kept separate, and is part of the change of the country that it is summed in. The country's
/// parts are the sums of its regions' where both editions have regions.
///
/// Example: 100 entrants × 0.80 = 80 become 120 × 0.75 = 90: entrants 20 × 0.775 = 15.5, frequency
/// −0.05 × 110 = −5.5, together 10.
#[must_use]
pub fn compare(old: &Edition, new: &Edition, reference: &Reference) -> BTreeMap<CellKey, Change> {
    let (old, new) = (cells(old, reference), cells(new, reference));
    let keys: BTreeSet<CellKey> = old.keys().chain(new.keys()).copied().collect();
    let mut changes: BTreeMap<CellKey, Change> = keys
        .into_iter()
        .map(|key| (key, change(old.get(&key), new.get(&key))))
        .collect();
    let has_regions = |cells: &BTreeMap<CellKey, &EditionCell>, country: &CellKey| {
        cells.iter().any(|(key, cell)| {
            key.health_region.is_some()
                && key.programme == country.programme
                && key.exam_year == country.exam_year
                && cell.graduates.is_some()
        })
    };
    let countries = changes.iter();
    let countries = countries.filter(|(key, change)| {
        key.health_region.is_none()
            && change.is_common()
            && has_regions(&old, key)
            && has_regions(&new, key)
    });
    let countries: Vec<CellKey> = countries.map(|(key, _)| *key).collect();
    for country in countries {
        let mut sum = Change {
            old: changes[&country].old,
            new: changes[&country].new,
            ..Change::default()
        };
        let regions = changes.iter().filter(|(key, _)| {
            key.health_region.is_some()
                && key.programme == country.programme
                && key.exam_year == country.exam_year
        });
        regions.for_each(|(_, part)| sum.add(part));
        changes.insert(country, sum);
    }
    changes
}

fn cells<'e>(edition: &'e Edition, reference: &Reference) -> BTreeMap<CellKey, &'e EditionCell> {
    let keyed = edition.cells.iter().filter_map(|cell| {
        let region = cell.health_region.as_ref();
        let key = CellKey {
            // Names were looked up as the edition was read.
            programme: reference.programme_named(&cell.programme).ok()?,
            health_region: region.and_then(|name| reference.health_region_named(name).ok()),
            exam_year: cell.exam_year,
        };
        Some((key, cell))
    });
    keyed.collect()
}

fn change(old: Option<&&EditionCell>, new: Option<&&EditionCell>) -> Change {
    let graduates = |cell: Option<&&EditionCell>| cell.and_then(|cell| cell.graduates);
    let mut change = Change {
        old: graduates(old),
        new: graduates(new),
        ..Change::default()
    };
    let Some(total) = change.total() else {
        let gone = change.old.map(|old| -old);
        change.coverage = change.new.or(gone).unwrap_or_default();
        return change;
    };
    let parts = old
        .and_then(|cell| Parts::of(cell))
        .zip(new.and_then(|cell| Parts::of(cell)));
    let Some((before, after)) = parts else {
        // A method that knows no entrants: all of the change is how it counts.
        change.timing = total;
        return change;
    };
    // Where no one entered, the share is that of the other edition.
    let shares = [before.share(), after.share()];
    let [from, to] = match shares {
        [Some(from), Some(to)] => [from, to],
        [Some(only), None] | [None, Some(only)] => [only, only],
        [None, None] => [0.0, 0.0],
    };
    let contributions = decompose((before.entrants, from), (after.entrants, to));
    (change.entrants, change.frequency) = (contributions.first, contributions.second);
    change.timing = (after.graduates - after.of_entrants) - (before.graduates - before.of_entrants);
    change
}

/// The factors of an estimate.
#[derive(Clone, Copy)]
struct Parts {
    entrants: f64,
    of_entrants: f64,
    graduates: f64,
}

impl Parts {
    fn of(cell: &EditionCell) -> Option<Self> {
        Some(Self {
            entrants: as_f64(cell.entrants?),
            of_entrants: cell.of_entrants?,
            graduates: cell.graduates?,
        })
    }

    fn share(self) -> Option<f64> {
        (self.entrants > 0.0).then(|| self.of_entrants / self.entrants)
    }
}

/// An estimate of an edition beside what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What it is an estimate of.
    pub key: CellKey,
    /// Years ahead.
    pub horizon: u8,
    /// What was expected.
    pub forecast: f64,
    /// What happened; none where that is not known.
    pub outcome: Option<f64>,
    /// The intervals.
    pub intervals: Vec<EditionInterval>,
    /// The method.
    pub method: String,
}

/// Every estimate of an edition beside what happened.
#[must_use]
pub fn judge(edition: &Edition, outcomes: &Outcomes, reference: &Reference) -> Vec<Verdict> {
    let cells = cells(edition, reference).into_iter();
    let judged = cells.filter_map(|(key, cell)| {
        let series = (key.programme, key.health_region);
        Some(Verdict {
            key,
            horizon: cell.horizon,
            forecast: cell.graduates?,
            outcome: outcomes.get(series, key.exam_year),
            intervals: cell.intervals.clone(),
            method: cell.method.clone(),
        })
    });
    judged.collect()
}

/// Counts stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: u64) -> f64 {
    count as f64
}
