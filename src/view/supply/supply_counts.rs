//! The counts of persons that a table of supply shows, and how they add up.

use std::collections::BTreeMap;

use super::SupplyFacts;
use crate::domain::{ProfessionId, Year};
use crate::flow::{Employed, Supply, Tenure};
use crate::report::{Counts, Exposure, Language};
use crate::view::made_of::MadeOf;
use crate::view::summed_counts::{ALL, Countable, Leaves, Place, Subject, SummedCounts};

/// What is counted of the employed of a profession in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    profession: ProfessionId,
    year: Year,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Employed,
    InProfession,
    OutsideProfession,
}

/// What a share is made of.
pub(super) const SHARE: [What; 2] = [What::InProfession, What::Employed];

impl Countable for Item {
    fn words(self, language: Language) -> &'static str {
        match self.what {
            What::Employed => language.choose("sysselsatta", "employed"),
            What::InProfession => language.choose("i_yrket", "in_profession"),
            What::OutsideProfession => language.choose("utanför yrket", "outside the profession"),
        }
    }

    fn subject(self, place: Place) -> Subject {
        let year = self.year.into();
        (self.profession.0.into(), year, year, 0, place)
    }

    fn kind(self) -> Self {
        Self { year: 0, ..self }
    }

    fn is_net(self) -> bool {
        false
    }

    /// The stock of a profession is published by itself too.
    fn is_headline(self, place: Place) -> bool {
        self.what == What::InProfession || place == [ALL; 5]
    }

    fn exposure(self) -> Exposure {
        match self.what {
            What::Employed | What::InProfession => Exposure::Shown,
            What::OutsideProfession => Exposure::Derived,
        }
    }
}

/// The counts of a table of supply.
pub struct SupplyCounts(SummedCounts<Item>);

impl SupplyCounts {
    /// All counts of the rows, in either year, and those that can be worked out from them.
    #[must_use]
    pub fn of(rows: &BTreeMap<(ProfessionId, Tenure), Supply>, facts: SupplyFacts<'_>) -> Self {
        let mut leaves = Leaves::new();
        for ((profession, tenure), row) in rows {
            let mut others = rows.keys().filter(|(other, _)| other == profession);
            let has_parts = others.any(|(_, other)| *other != Tenure::All);
            if has_parts && *tenure == Tenure::All {
                continue;
            }
            for (year, employed) in [(row.year, row.now), (row.earlier_year, row.earlier)] {
                let Employed {
                    employed,
                    in_profession,
                } = employed;
                let counts = [
                    (What::Employed, employed),
                    (What::InProfession, in_profession),
                    (What::OutsideProfession, employed - in_profession),
                ];
                for (what, count) in counts {
                    let item = Item {
                        profession: *profession,
                        year,
                        what,
                    };
                    leaves.set(item, place(*tenure), count.cast_signed());
                }
            }
        }
        let places: Vec<(Item, Place)> = leaves.iter().map(|(at, _)| at).collect();
        let name = |item: Item, place: Place| {
            let profession = facts.reference.profession(item.profession);
            let profession = facts.language.choose(&profession.name, &profession.english);
            let tenure = tenure_name(tenure(place), facts.language);
            format!("{profession} {}, {tenure}", item.year)
        };
        let mut summed = leaves.summed(facts.language, |_| true, |_, _| false, name);
        for (item, place) in places {
            let is = |what, sign| (Item { what, ..item }, place, sign);
            if item.what == What::Employed {
                summed.relate([
                    is(What::Employed, 1),
                    is(What::InProfession, -1),
                    is(What::OutsideProfession, -1),
                ]);
            }
        }
        Self(summed)
    }

    /// The counts alone.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.0.counts
    }
}

impl SupplyFacts<'_> {
    /// What a number on a profession and band of years since the licence is made of.
    pub(super) fn made_of(
        &self,
        profession: ProfessionId,
        year: Year,
        tenure: Tenure,
        whats: &[What],
    ) -> MadeOf {
        let Some(counts) = self.counts else {
            return MadeOf::Public;
        };
        let items = whats.iter().map(|what| Item {
            profession,
            year,
            what: *what,
        });
        counts.0.made_of(items.map(|item| (item, place(tenure))))
    }
}

/// Bands of years since the licence are the places here.
const fn place(tenure: Tenure) -> Place {
    let mut place = [ALL; 5];
    place[0] = match tenure {
        Tenure::All => ALL,
        Tenure::Unknown => UNKNOWN,
        Tenure::Band(band) => band as u16,
    };
    place
}

const UNKNOWN: u16 = 1000;

fn tenure(place: Place) -> Tenure {
    match place[0] {
        ALL => Tenure::All,
        UNKNOWN => Tenure::Unknown,
        band => u8::try_from(band).map_or(Tenure::Unknown, Tenure::Band),
    }
}

/// What a band of years is called.
pub(super) fn tenure_name(tenure: Tenure, language: Language) -> &'static str {
    match tenure {
        Tenure::All => language.choose("alla", "all"),
        Tenure::Unknown => language.choose("uppgift saknas", "not known"),
        Tenure::Band(_) => tenure.years().unwrap_or_default(),
    }
}
