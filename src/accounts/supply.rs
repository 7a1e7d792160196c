//! The counts of persons behind a table of supply, and how they add up.

use std::collections::BTreeMap;

use super::contributors::Contributors;
use super::summed::{
    ALL, Coordinates, CountNames, Countable, Leaves, SubjectKey, SummedCounts, TOTAL,
};
use crate::domain::{ProfessionId, Year};
use crate::flow::{Employed, Supply, Tenure};
use crate::report::{Counts, Exposure};

/// What is counted of the employed of a profession in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SupplyCount {
    Employed,
    InProfession,
    OutsideProfession,
}

impl SupplyCount {
    /// The counts that the share in the profession is derived from.
    pub(crate) const SHARE: [Self; 2] = [Self::InProfession, Self::Employed];
}

/// A count of a profession in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct DatedCount {
    profession: ProfessionId,
    year: Year,
    count: SupplyCount,
}

/// The words for the counts of supply, which the view gives.
pub(crate) trait SupplyNames {
    /// What a count is called.
    fn count(&self, count: SupplyCount) -> &'static str;
    /// Of whom and when it is a count.
    fn subject(&self, profession: ProfessionId, year: Year, tenure: Tenure) -> String;
}

impl Countable for DatedCount {
    fn subject(self, at: Coordinates) -> SubjectKey {
        let year = self.year.into();
        (self.profession.0.into(), year, year, 0, at)
    }

    fn in_any_year(self) -> Self {
        Self { year: 0, ..self }
    }

    fn is_net(self) -> bool {
        false
    }

    /// The stock of a profession is published by itself too.
    fn is_headline(self, at: Coordinates) -> bool {
        self.count == SupplyCount::InProfession || at == TOTAL
    }

    fn exposure(self) -> Exposure {
        match self.count {
            SupplyCount::Employed | SupplyCount::InProfession => Exposure::Shown,
            SupplyCount::OutsideProfession => Exposure::Derived,
        }
    }
}

struct Names<'a, N>(&'a N);

impl<N: SupplyNames> CountNames<DatedCount> for Names<'_, N> {
    fn count(&self, dated: DatedCount) -> String {
        self.0.count(dated.count).to_owned()
    }

    fn subject(&self, dated: DatedCount, at: Coordinates) -> String {
        self.0.subject(dated.profession, dated.year, tenure(at))
    }
}

/// The counts behind a table of supply.
pub struct SupplyCounts(SummedCounts<DatedCount>);

impl SupplyCounts {
    /// All counts of the rows, in either year, and those that can be derived from them.
    #[must_use]
    pub(crate) fn of(
        rows: &BTreeMap<(ProfessionId, Tenure), Supply>,
        names: &impl SupplyNames,
    ) -> Self {
        let leaves = leaves(rows);
        let employed: Vec<(DatedCount, Coordinates)> = leaves
            .iter()
            .map(|(located, _)| located)
            .filter(|(dated, _)| dated.count == SupplyCount::Employed)
            .collect();
        let mut summed = leaves.summed(&Names(names), |_| true, |_, _| false);
        for (dated, at) in employed {
            let is = |count, sign| (DatedCount { count, ..dated }, at, sign);
            summed.relate([
                is(SupplyCount::Employed, 1),
                is(SupplyCount::InProfession, -1),
                is(SupplyCount::OutsideProfession, -1),
            ]);
        }
        Self(summed)
    }

    /// The counts alone.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.0.counts
    }

    /// The counts that contribute to a number on a profession and band of years since the licence.
    pub(crate) fn contributors(
        &self,
        profession: ProfessionId,
        year: Year,
        tenure: Tenure,
        counts: &[SupplyCount],
    ) -> Contributors {
        let dated = counts.iter().map(|count| DatedCount {
            profession,
            year,
            count: *count,
        });
        self.0
            .contributors(dated.map(|dated| (dated, coordinates(tenure))))
    }
}

/// The counts of the bands of a profession, or of all its licences where it has no bands.
fn leaves(rows: &BTreeMap<(ProfessionId, Tenure), Supply>) -> Leaves<DatedCount> {
    let mut leaves = Leaves::new();
    for ((profession, tenure), row) in rows {
        let has_bands = rows
            .keys()
            .any(|(other, tenure)| other == profession && *tenure != Tenure::All);
        if has_bands && *tenure == Tenure::All {
            continue;
        }
        for (year, employed) in [(row.year, row.now), (row.earlier_year, row.earlier)] {
            for (count, value) in counts(employed) {
                let dated = DatedCount {
                    profession: *profession,
                    year,
                    count,
                };
                leaves.set(dated, coordinates(*tenure), value.cast_signed());
            }
        }
    }
    leaves
}

const fn counts(employed: Employed) -> [(SupplyCount, u64); 3] {
    let Employed {
        employed,
        in_profession,
    } = employed;
    [
        (SupplyCount::Employed, employed),
        (SupplyCount::InProfession, in_profession),
        (SupplyCount::OutsideProfession, employed - in_profession),
    ]
}

/// Bands of years since the licence are the one dimension here.
const fn coordinates(tenure: Tenure) -> Coordinates {
    let mut at = TOTAL;
    at[0] = match tenure {
        Tenure::All => ALL,
        Tenure::Unknown => UNKNOWN,
        Tenure::Band(band) => band as u16,
    };
    at
}

const UNKNOWN: u16 = 1000;

fn tenure(at: Coordinates) -> Tenure {
    match at[0] {
        ALL => Tenure::All,
        UNKNOWN => Tenure::Unknown,
        band => u8::try_from(band).map_or(Tenure::Unknown, Tenure::Band),
    }
}
