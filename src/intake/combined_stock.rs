//! Stock of which each number is in a table of its own, put together.

use std::collections::{BTreeMap, BTreeSet};

use super::loader::Part as TablePart;
use super::{Reading, Sourced};
use crate::domain::{Headcount, InputRemark, Place, ProfessionId, Sex, StockCount, Year};
use crate::language::{Language, words};
use crate::reference::Reference;
use crate::source::{Fault, Faults, Location};

type Part = TablePart<StockCount>;

/// A number of a record.
#[derive(Clone, Copy)]
struct Number {
    /// What it counts, in Swedish and in English.
    name: [&'static str; 2],
    get: fn(&StockCount) -> Option<Headcount>,
    slot: fn(&mut StockCount) -> &mut Option<Headcount>,
}

const NUMBERS: [Number; 6] = [
    Number {
        name: ["legitimerade", "licensed"],
        get: |row| row.licensed,
        slot: |row| &mut row.licensed,
    },
    Number {
        name: ["under_65", "under_65"],
        get: |row| row.under_65,
        slot: |row| &mut row.under_65,
    },
    Number {
        name: ["sysselsatta", "employed"],
        get: |row| row.employed,
        slot: |row| &mut row.employed,
    },
    Number {
        name: ["i_vården", "in care"],
        get: |row| row.in_care,
        slot: |row| &mut row.in_care,
    },
    Number {
        name: ["i_sin_bransch", "active in their own field"],
        get: |row| row.in_field,
        slot: |row| &mut row.in_field,
    },
    Number {
        name: ["i_yrket", "in profession"],
        get: |row| row.in_profession,
        slot: |row| &mut row.in_profession,
    },
];

type Key = (ProfessionId, Year, Place, Option<Sex>);

const fn key(row: &StockCount) -> Key {
    (row.profession, row.year, row.place, row.sex)
}

/// The records of several tables of a file as one reading, a record with the numbers of all of them.
///
/// Tables of one sex each, which do not add up to the table of both sexes, are left out with a remark: the
/// total is as it is reported, and whichever of them is wrong, sexes beside it would not be its parts.
///
/// # Errors
/// Tables with different numbers of the same.
pub(super) fn combined(
    file: &str,
    mut parts: Vec<Part>,
    reference: &Reference,
) -> Result<Reading<StockCount>, Faults> {
    let left_out = disagreeing(&parts);
    let names = |is_left_out: bool| {
        let parts = parts.iter().enumerate();
        let named = parts.filter(|(at, _)| left_out.contains(at) == is_left_out);
        named.map(|(_, part)| part.name.clone()).collect::<Vec<_>>()
    };
    let mut remarks = vec![InputRemark::TablesCombined {
        file: file.to_owned(),
        tables: names(false),
    }];
    if !left_out.is_empty() {
        remarks.push(InputRemark::SexesLeftOut {
            file: file.to_owned(),
            tables: names(true),
        });
    }
    let mut at = 0..;
    parts.retain(|_| at.next().is_none_or(|at| !left_out.contains(&at)));
    let mut faults = Faults::new();
    let mut records: BTreeMap<Key, (String, Sourced<StockCount>)> = BTreeMap::new();
    for part in parts {
        remarks.extend(part.reading.remarks);
        for sourced in part.reading.records {
            let key = key(&sourced.record);
            match records.get_mut(&key) {
                Some((name, known)) => {
                    let found = merge(&mut known.record, &sourced.record);
                    let names = [name.as_str(), part.name.as_str()];
                    let found = found
                        .map_err(|number| differing(number, &sourced.record, names, reference));
                    faults.keep(found.map_err(|fault| fault.located(Location::file(file))));
                }
                None => {
                    records.insert(key, (part.name.clone(), sourced));
                }
            }
        }
    }
    faults.or_else(|| Reading {
        records: records.into_values().map(|(_, sourced)| sourced).collect(),
        remarks,
    })
}

/// Adds the numbers of a record to those of another of the same key.
fn merge(known: &mut StockCount, other: &StockCount) -> Result<(), Number> {
    for number in NUMBERS {
        let Some(value) = (number.get)(other) else {
            continue;
        };
        let slot = (number.slot)(known);
        if slot.is_some_and(|own| own != value) {
            return Err(number);
        }
        *slot = Some(value);
    }
    known.status = known.status.max(other.status);
    Ok(())
}

fn differing(
    number: Number,
    row: &StockCount,
    [first, second]: [&str; 2],
    reference: &Reference,
) -> Fault {
    let names = [Language::Swedish, Language::English]
        .map(|language| reference.name(row.profession, language));
    let ([name, in_english], [what, english], year) = (names, number.name, row.year);
    let fault = Fault::new(words!(
        "`{first}` och `{second}` har olika antal för {name} {year}: {what}",
        "`{first}` and `{second}` have different numbers of {in_english} {year}: {english}"
    ));
    fault.tip(words!(
        "välj ett blad med --sheet",
        "choose a sheet with --sheet"
    ))
}

/// The tables of one sex each that miss the table of both sexes.
fn disagreeing(parts: &[Part]) -> BTreeSet<usize> {
    let is_of_sexes = |part: &Part| {
        part.reading
            .records
            .iter()
            .all(|own| own.record.sex.is_some())
    };
    let of_sexes: Vec<usize> = (0..parts.len())
        .filter(|at| is_of_sexes(&parts[*at]))
        .collect();
    let mut found = BTreeSet::new();
    for number in NUMBERS {
        let counts = |at: &usize| {
            parts[*at]
                .reading
                .records
                .iter()
                .any(|own| (number.get)(&own.record).is_some())
        };
        let own: Vec<usize> = of_sexes.iter().copied().filter(counts).collect();
        if misses_totals(parts, &own, number) {
            found.extend(own);
        }
    }
    found
}

/// Whether the tables of one sex each differ from a total of another table.
fn misses_totals(parts: &[Part], of_sexes: &[usize], number: Number) -> bool {
    let mut sums: BTreeMap<(ProfessionId, Year, Place), (u32, usize)> = BTreeMap::new();
    for row in of_sexes.iter().flat_map(|at| &parts[*at].reading.records) {
        if let Some(count) = (number.get)(&row.record) {
            let (profession, year, place, _) = key(&row.record);
            let sum = sums.entry((profession, year, place)).or_default();
            *sum = (sum.0.saturating_add(count.0), sum.1 + 1);
        }
    }
    let others = (0..parts.len()).filter(|at| !of_sexes.contains(at));
    let mut rows = others.flat_map(|at| &parts[at].reading.records);
    rows.any(|row| {
        let (profession, year, place, sex) = key(&row.record);
        let sum = sums
            .get(&(profession, year, place))
            .filter(|_| sex.is_none());
        let total = (number.get)(&row.record);
        sum.zip(total)
            .is_some_and(|((sum, sexes), total)| *sexes == 2 && *sum != total.0)
    })
}
