//! The values of a column of any type, as texts.

use std::sync::Arc;

use polars::prelude::{CategoricalMapping, Column as PolarsColumn, DataType, TimeUnit};

use super::Damage;
use crate::extract::dictionary::Code;
use crate::extract::pseudonym::Written;

/// The values of a column of whatever type, as texts.
pub(super) enum Texts {
    Text(PolarsColumn),
    Whole(PolarsColumn),
    /// Whole numbers that are keys into a dictionary.
    Dictionary(PolarsColumn, Arc<CategoricalMapping>),
    Other(Vec<String>),
}

impl Texts {
    /// Whether columns of a type can be read as texts.
    pub(super) fn are_in(kind: &DataType) -> bool {
        kind.is_integer()
            || matches!(
                kind,
                DataType::String
                    | DataType::Categorical(_, _)
                    | DataType::Enum(_, _)
                    | DataType::Boolean
                    | DataType::Float64
                    | DataType::Float32
                    | DataType::Date
                    | DataType::Datetime(_, _)
                    | DataType::Null
            )
    }

    /// The texts of a column of such a type.
    pub(super) fn of(column: &PolarsColumn) -> Result<Self, Damage> {
        Ok(match column.dtype() {
            DataType::String => Self::Text(column.clone()),
            DataType::Categorical(_, entries) | DataType::Enum(_, entries) => {
                let ids = column.to_physical_repr().cast(&DataType::Int64)?;
                Self::Dictionary(ids, Arc::clone(entries))
            }
            DataType::Boolean => {
                let text = |value| match value {
                    Some(true) => "1".to_owned(),
                    Some(false) => "0".to_owned(),
                    None => String::new(),
                };
                Self::Other(column.bool()?.iter().map(text).collect())
            }
            DataType::Float64 | DataType::Float32 => {
                let column = column.cast(&DataType::Float64)?;
                let text = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
                Self::Other(column.f64()?.iter().map(text).collect())
            }
            DataType::Date => Self::of_dates(column, 1)?,
            DataType::Datetime(unit, _) => Self::of_dates(column, per_day(*unit))?,
            DataType::Null => Self::Other(vec![String::new(); column.len()]),
            // Whole numbers; a type that is not is an error here.
            _ => Self::Whole(column.strict_cast(&DataType::Int64)?),
        })
    }

    /// Dates as texts (`2021-11-30`), whatever the time of day.
    fn of_dates(column: &PolarsColumn, per_day: i64) -> Result<Self, Damage> {
        let values = column.to_physical_repr().cast(&DataType::Int64)?;
        let text = |value: Option<i64>| {
            value.map_or_else(String::new, |value| date(value.div_euclid(per_day)))
        };
        Ok(Self::Other(values.i64()?.iter().map(text).collect()))
    }

    /// The code of every text. `resolve` is asked for one of equal neighbours only, and `None` (a
    /// problem, which it has noted) becomes 0.
    pub(super) fn codes<T: Copy>(
        &self,
        mut resolve: impl FnMut(usize, &[u8]) -> Option<Code>,
        of: impl Fn(Code) -> T,
    ) -> Vec<T> {
        let mut codes = Vec::new();
        match self {
            Self::Text(column) => {
                let Ok(texts) = column.str() else {
                    return codes;
                };
                for part in texts.downcast_iter() {
                    // Equal views of one array are equal texts.
                    let mut cache = Cache::new();
                    let start = codes.len();
                    codes.extend((0..part.len()).map(|at| {
                        let view = part.get(at).map(|_| part.views()[at].as_u128());
                        of(cache.code(view, || {
                            let text = part.get(at).unwrap_or_default();
                            resolve(start + at, text.as_bytes())
                        }))
                    }));
                }
            }
            Self::Whole(column) => {
                let Ok(wholes) = column.i64() else {
                    return codes;
                };
                let (mut cache, mut buffer) = (Cache::new(), Vec::with_capacity(20));
                codes.extend(wholes.iter().enumerate().map(|(row, whole)| {
                    let key = whole.map(|whole| u128::from(whole.cast_unsigned()));
                    of(cache.code(key, || resolve(row, digits(whole, &mut buffer))))
                }));
            }
            Self::Dictionary(ids, entries) => {
                let Ok(ids) = ids.i64() else { return codes };
                let mut cache = Cache::new();
                codes.extend(ids.iter().enumerate().map(|(row, id)| {
                    let key = id.map(|id| u128::from(id.cast_unsigned()));
                    of(cache.code(key, || resolve(row, entry(entries, id).as_bytes())))
                }));
            }
            Self::Other(texts) => {
                codes.extend(
                    texts
                        .iter()
                        .enumerate()
                        .map(|(row, text)| of(resolve(row, text.as_bytes()).unwrap_or_default())),
                );
            }
        }
        codes
    }

    /// Something of every text in turn; a null is an empty text.
    pub(super) fn map<T>(&self, mut of: impl FnMut(&[u8]) -> T) -> Vec<T> {
        match self {
            Self::Text(column) => match column.str() {
                Ok(texts) => texts
                    .iter()
                    .map(|text| of(text.unwrap_or_default().as_bytes()))
                    .collect(),
                Err(_) => Vec::new(),
            },
            Self::Whole(column) => match column.i64() {
                Ok(wholes) => {
                    let mut buffer = Vec::with_capacity(20);
                    wholes
                        .iter()
                        .map(|whole| of(digits(whole, &mut buffer)))
                        .collect()
                }
                Err(_) => Vec::new(),
            },
            Self::Dictionary(ids, entries) => match ids.i64() {
                Ok(ids) => ids
                    .iter()
                    .map(|id| of(entry(entries, id).as_bytes()))
                    .collect(),
                Err(_) => Vec::new(),
            },
            Self::Other(texts) => texts.iter().map(|text| of(text.as_bytes())).collect(),
        }
    }

    /// A pseudonym in the column of persons.
    pub(super) fn written<'a>(
        &'a self,
        row: usize,
        buffer: &'a mut Vec<u8>,
    ) -> Option<Written<'a>> {
        match self {
            Self::Text(column) => Written::of(column.str().ok()?.get(row)?.trim().as_bytes()),
            Self::Whole(column) => {
                let whole = column.i64().ok()?.get(row)?;
                match u64::try_from(whole) {
                    Ok(number) => Some(Written::Number(number)),
                    Err(_) => Written::of(digits(Some(whole), buffer)),
                }
            }
            Self::Dictionary(ids, entries) => {
                let id = ids.i64().ok()?.get(row);
                Written::of(entry(entries, id).trim().as_bytes())
            }
            Self::Other(texts) => Written::of(texts.get(row)?.as_bytes()),
        }
    }
}

/// The text of a key in a dictionary; a null is an empty text.
fn entry(entries: &CategoricalMapping, id: Option<i64>) -> &str {
    let id = id.and_then(|id| u32::try_from(id).ok());
    id.and_then(|id| entries.cat_to_str(id)).unwrap_or_default()
}

/// Codes by keys that are cheap to compare, direct-mapped.
struct Cache {
    slots: Vec<Option<(Option<u128>, Code)>>,
}

impl Cache {
    const SLOTS: usize = 256;

    fn new() -> Self {
        Self {
            slots: vec![None; Self::SLOTS],
        }
    }

    fn code(&mut self, key: Option<u128>, resolve: impl FnOnce() -> Option<Code>) -> Code {
        let [low, high] = key.map_or([u64::MAX, u64::MAX], |key| {
            let bytes = key.to_le_bytes();
            let (low, high) = bytes.split_at(8);
            [low, high].map(|half| half.iter().rev().fold(0, |sum, b| sum << 8 | u64::from(*b)))
        });
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = &mut self.slots[usize::from(mixed.to_be_bytes()[0])];
        match slot {
            Some((known, code)) if *known == key => *code,
            _ => match resolve() {
                Some(code) => {
                    *slot = Some((key, code));
                    code
                }
                None => 0,
            },
        }
    }
}

/// A whole number as text; a null is an empty text.
fn digits(whole: Option<i64>, buffer: &mut Vec<u8>) -> &[u8] {
    buffer.clear();
    let Some(whole) = whole else { return buffer };
    let mut rest = whole.unsigned_abs();
    loop {
        buffer.push(b'0' + (rest % 10).to_le_bytes()[0]);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if whole < 0 {
        buffer.push(b'-');
    }
    buffer.reverse();
    buffer
}

/// How many units of time a day has.
const fn per_day(unit: TimeUnit) -> i64 {
    let milliseconds = 24 * 60 * 60 * 1_000;
    match unit {
        TimeUnit::Milliseconds => milliseconds,
        TimeUnit::Microseconds => milliseconds * 1_000,
        TimeUnit::Nanoseconds => milliseconds * 1_000_000,
    }
}

/// The Gregorian date that is some days after 1970-01-01, far years too.
///
/// Years begin with March here, so that the leap day is the last one.
fn date(days: i64) -> String {
    // Days since 0000-03-01; in i128 no number of days is too large.
    let days = i128::from(days) + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i128::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_since_1970_are_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(18_961), "2021-11-30");
        assert_eq!(date(-1), "1969-12-31");
        assert_eq!(date(-719_469), "0000-02-29");
        assert_eq!(date(i32::MAX.into()), "5881580-07-11");
    }
}
