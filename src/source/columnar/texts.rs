//! The values of a column of any type, as texts.

use std::sync::Arc;

use polars::prelude::{CategoricalMapping, Column as PolarsColumn, DataType, TimeUnit};

use super::Damage;

/// The values of a column of whatever type, as texts.
pub(crate) enum Texts {
    Text(PolarsColumn),
    Whole(PolarsColumn),
    /// Whole numbers that are keys into a dictionary.
    Dictionary(PolarsColumn, Arc<CategoricalMapping>),
    Other(Vec<String>),
}

impl Texts {
    /// Whether columns of a type can be read as texts.
    pub(crate) fn are_in(kind: &DataType) -> bool {
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
    pub(crate) fn of(column: &PolarsColumn) -> Result<Self, Damage> {
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
            // Each in its own precision: 0.88 of 32 bits is not 0.8799999952316284.
            DataType::Float32 => {
                let text = |value: Option<f32>| float(value, f32::is_nan);
                Self::Other(column.f32()?.iter().map(text).collect())
            }
            DataType::Float64 => {
                let text = |value: Option<f64>| float(value, f64::is_nan);
                Self::Other(column.f64()?.iter().map(text).collect())
            }
            DataType::Date => Self::of_dates(column, 1)?,
            DataType::Datetime(unit, zone) => {
                if zone.is_some() && has_clock_times(column, *unit)? {
                    return Err(Damage::ZonedTimes);
                }
                Self::of_dates(column, per_day(*unit))?
            }
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

    /// Something of every text in turn; a null is an empty text.
    pub(crate) fn map<T>(&self, mut of: impl FnMut(&[u8]) -> T) -> Vec<T> {
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
}

/// The shortest text that gives back a number; pandas writes a missing one as NaN.
fn float<F: Copy + ToString>(value: Option<F>, is_nan: fn(F) -> bool) -> String {
    let known = value.filter(|value| !is_nan(*value));
    known.map_or_else(String::new, |value| value.to_string())
}

/// The text of a key in a dictionary; a null is an empty text.
pub(crate) fn entry(entries: &CategoricalMapping, id: Option<i64>) -> &str {
    let id = id.and_then(|id| u32::try_from(id).ok());
    id.and_then(|id| entries.cat_to_str(id)).unwrap_or_default()
}

/// A whole number as text; a null is an empty text.
pub(crate) fn digits(whole: Option<i64>, buffer: &mut Vec<u8>) -> &[u8] {
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

/// Whether any time is not midnight: with a time zone, its date is another elsewhere.
fn has_clock_times(column: &PolarsColumn, unit: TimeUnit) -> Result<bool, Damage> {
    let times = column.to_physical_repr().cast(&DataType::Int64)?;
    let mut times = times.i64()?.iter().flatten();
    Ok(times.any(|time| time.rem_euclid(per_day(unit)) != 0))
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
