//! Stock that others have counted: published series and aggregated tables.

use std::collections::{BTreeMap, BTreeSet};

use super::selection::Key;
use super::{Area, AreaTotals, CountyRegions, Cut, Group, Level, Selection, Stock, Value};
use crate::domain::{CountStatus, Headcount, Place, ProfessionId, Sex, StockCount, Unit, Year};

/// Licence holders in a year, each number as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockFigures {
    /// With a licence.
    pub licensed: Option<u64>,
    /// With a licence, and under 65.
    pub under_65: Option<u64>,
    /// Employed anywhere.
    pub employed: Option<u64>,
    /// Employed in health care.
    pub in_care: Option<u64>,
    /// Active in their own field, as publications count them.
    pub in_field: Option<u64>,
    /// In the profession.
    pub in_profession: Option<u64>,
}

impl From<&Stock> for StockFigures {
    fn from(stock: &Stock) -> Self {
        Self {
            licensed: Some(stock.licensed()),
            under_65: stock.under_65(),
            employed: Some(stock.employed()),
            in_care: Some(stock.in_care()),
            in_field: None,
            in_profession: Some(stock.in_profession()),
        }
    }
}

/// Stock that others have counted, and the rows it is based on.
#[derive(Clone, Debug)]
pub struct CountedStock {
    /// The figures.
    pub rows: BTreeMap<Key, StockFigures>,
    /// The counts.
    pub counts: Vec<StockCount>,
    /// Where they come from.
    pub origin: StockOrigin,
}

/// Where stock that others have counted comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockOrigin {
    /// One edition of a publication.
    Edition,
    /// Several publications, of which single figures are quoted.
    Quoted,
    /// A table that was given.
    Given,
}

impl StockOrigin {
    /// Whether the figures are embedded published ones.
    #[must_use]
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Edition | Self::Quoted)
    }
}

impl CountedStock {
    /// What is to be known of a row: that some of its numbers are suppressed by the publisher, or that it is
    /// a total as reported that the sum of its parts misses. An area is as its own row, or else as its parts.
    #[must_use]
    pub fn status(&self, key: &Key) -> CountStatus {
        let sex = match key.group.value(Cut::Sex) {
            Value::Sex(sex) => Some(sex),
            _ => None,
        };
        let there: Vec<&StockCount> = self
            .counts
            .iter()
            .filter(|row| (row.profession, row.year) == (key.profession, key.year))
            .filter(|row| sex.is_none() || row.sex == sex)
            .filter(|row| is_within(row.place, key.area))
            .collect();
        let own: Vec<&StockCount> = there
            .iter()
            .filter(|row| is_area(row.place.unit, key.area))
            .copied()
            .collect();
        let both: Vec<&StockCount> = own.iter().filter(|row| row.sex == sex).copied().collect();
        let rows = [both, own, there].into_iter().find(|rows| !rows.is_empty());
        let statuses = rows.into_iter().flatten().map(|row| row.status);
        statuses.max().unwrap_or_default()
    }

    /// What the counts of a profession and year rest on, sorted.
    #[must_use]
    pub fn bases(&self, key: &Key) -> Vec<&str> {
        let counts = self.counts.iter();
        let there = counts.filter(|row| (row.profession, row.year) == (key.profession, key.year));
        let bases: BTreeSet<&str> = there.map(|row| row.basis.as_str()).collect();
        bases.into_iter().collect()
    }
}

/// The numbers of a table that [`StockFigures`] has, in its order.
type Measures = [fn(&StockCount) -> Option<Headcount>; 6];

const MEASURES: Measures = [
    |row| row.licensed,
    |row| row.under_65,
    |row| row.employed,
    |row| row.in_care,
    |row| row.in_field,
    |row| row.in_profession,
];

/// Counted stock by selected profession, year, area and, if cut by sex, group. Areas above those of
/// the table are sums where all parts are known, and left out otherwise; so is all that a table of
/// counts cannot be cut by. Both sexes together are as reported, and their sum only where they are not.
#[must_use]
pub fn counted_stock(
    counts: &[StockCount],
    selection: &Selection,
    counties: &CountyRegions,
) -> BTreeMap<Key, StockFigures> {
    let by_sex = match selection.cuts[..] {
        [] => false,
        [Cut::Sex] => true,
        _ => return BTreeMap::new(),
    };
    let mut families: BTreeMap<(ProfessionId, Option<Sex>), Vec<&StockCount>> = BTreeMap::new();
    for row in counts {
        let sex = row.sex.filter(|_| by_sex);
        families.entry((row.profession, sex)).or_default().push(row);
    }
    // Some numbers of both sexes are reported; others are the sum of the sexes.
    for row in counts.iter().filter(|row| row.sex.is_some() && by_sex) {
        if let Some(both) = families.get_mut(&(row.profession, None)) {
            both.push(row);
        }
    }
    let mut rows: BTreeMap<Key, StockFigures> = BTreeMap::new();
    for ((profession, sex), family) in families {
        let group = if by_sex && sex.is_none() {
            Group::total(&selection.cuts)
        } else {
            Group::of_sex(sex)
        };
        let units = units(&family);
        for (position, measure) in MEASURES.iter().enumerate() {
            let totals = AreaTotals::of(
                units.iter().map(|(year, unit)| {
                    let there = family
                        .iter()
                        .filter(|row| (row.year, row.place.unit) == (*year, *unit));
                    (
                        *year,
                        *unit,
                        both_sexes(there.map(|row| (row.sex, measure(row))), sex.is_some()),
                    )
                }),
                counties,
            );
            for (year, area, count) in totals.iter() {
                let key = Key {
                    profession,
                    year,
                    area,
                    group,
                };
                if selection.includes(profession, year) && is_wanted(area, selection.level) {
                    *rows.entry(key).or_default().at(position) = Some(count);
                }
            }
        }
    }
    for key in suppressed(counts, by_sex, selection) {
        rows.entry(key).or_default();
    }
    rows
}

/// The rows of which the publisher suppresses a number: they are shown even if no number is left.
fn suppressed(counts: &[StockCount], by_sex: bool, selection: &Selection) -> Vec<Key> {
    let suppressed = counts
        .iter()
        .filter(|row| row.status == CountStatus::Suppressed && (by_sex || row.sex.is_none()));
    let keys = suppressed.map(|row| Key {
        profession: row.profession,
        year: row.year,
        area: match row.place.unit {
            Unit::Sweden => Area::Sweden,
            Unit::HealthRegion(region) => Area::HealthRegion(region),
            Unit::County(county) => Area::County(county),
            Unit::University(_) => Area::Unknown,
        },
        group: match row.sex {
            None if by_sex => Group::total(&selection.cuts),
            sex => Group::of_sex(sex),
        },
    });
    keys.filter(|key| {
        selection.includes(key.profession, key.year) && is_wanted(key.area, selection.level)
    })
    .collect()
}

impl StockFigures {
    const fn at(&mut self, position: usize) -> &mut Option<u64> {
        match position {
            0 => &mut self.licensed,
            1 => &mut self.under_65,
            2 => &mut self.employed,
            3 => &mut self.in_care,
            4 => &mut self.in_field,
            _ => &mut self.in_profession,
        }
    }
}

fn units(family: &[&StockCount]) -> BTreeSet<(Year, Unit)> {
    family
        .iter()
        .map(|row| (row.year, row.place.unit))
        .collect()
}

/// The total of a unit as reported, or the sum of its rows; unknown if any of them is, or if one sex is
/// missing.
fn both_sexes(
    rows: impl Iterator<Item = (Option<Sex>, Option<Headcount>)>,
    is_of_one: bool,
) -> Option<u64> {
    let (mut rows, totals): (Vec<_>, Vec<_>) = rows.partition(|(sex, _)| sex.is_some());
    let is_reported = totals.iter().any(|(_, count)| count.is_some());
    if is_reported || rows.is_empty() {
        rows = totals;
    } else if rows.len() == 1 && !is_of_one {
        return None;
    }
    let counts = rows.into_iter().map(|(_, count)| count);
    counts
        .map(|count| count.map(|count| u64::from(count.0)))
        .sum()
}

/// Whether a unit is an area itself.
fn is_area(unit: Unit, area: Area) -> bool {
    match (unit, area) {
        (Unit::Sweden, Area::Sweden) => true,
        (Unit::HealthRegion(own), Area::HealthRegion(area)) => own == area,
        (Unit::County(own), Area::County(area)) => own == area,
        _ => false,
    }
}

/// Whether a place is an area or part of it.
fn is_within(place: Place, area: Area) -> bool {
    match area {
        Area::Sweden => true,
        Area::HealthRegion(region) => place.health_region == Some(region),
        Area::County(_) | Area::Unknown => is_area(place.unit, area),
    }
}

fn is_wanted(area: Area, level: Level) -> bool {
    match area {
        Area::Sweden => true,
        Area::HealthRegion(_) => level == Level::HealthRegion,
        Area::County(_) => level == Level::County,
        Area::Unknown => false,
    }
}
