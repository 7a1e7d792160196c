//! Which column a column of a register of its own probably is, by what it holds.

use std::collections::{BTreeMap, BTreeSet};

use super::survey::Survey;
use super::values::Meanings;
use crate::extract::columns::Column;
use crate::extract::date::year_of;

/// The share of the rows that must hold what a column can hold.
const MOST: f64 = 0.95;

/// The least share of the rows with known names among others that a register has of its own.
const HALF: f64 = 0.5;

/// No licence is given to anyone younger, in years.
const CHILDHOOD: i32 = 17;

/// Fewer rows than this show no pattern.
const ENOUGH: usize = 5;

/// What is known of the columns of a survey while they are found out.
pub(super) struct Contents<'a> {
    pub survey: &'a Survey,
    pub meanings: Meanings<'a>,
}

impl Contents<'_> {
    /// Whether a column holds what is expected of one of ours; a column that is empty does not contradict it.
    pub(super) fn supports(&self, at: usize, column: Column) -> bool {
        self.survey.cells(at).next().is_none()
            || match column {
                Column::Person => self.has_many(at),
                Column::Industry => self.share(at, is_sni) >= HALF,
                // Any name may be that of a municipality.
                Column::Municipality => {
                    self.share(at, |text| {
                        !is_name(text) && self.meanings.knows(column, text)
                    }) >= HALF
                }
                Column::Occupation => self.share(at, is_ssyk) >= HALF,
                _ => self.share(at, |text| self.meanings.is_plausible(column, text)) >= HALF,
            }
    }

    /// Whether a column holds what only one of ours does, given the columns that are known: of those `year` is the
    /// year observed and `county` a county.
    pub(super) fn shows(&self, at: usize, column: Column, known: &Known) -> bool {
        let (distinct, rows) = self.survey.distinct(at);
        if rows < ENOUGH {
            return false;
        }
        let knows = |text: &str| self.meanings.knows(column, text);
        match column {
            Column::Person => self.is_pseudonym(at, known),
            Column::Year => {
                distinct <= 60 && self.share(at, |text| in_years(text, 1990..=2099)) >= 1.0
            }
            Column::BirthYear => self.are_years_before(at, known, CHILDHOOD..=105),
            Column::LicenceYear => self.are_years_before(at, known, 0..=65),
            Column::Sex => (2..=3).contains(&distinct) && self.share(at, knows) >= 1.0,
            Column::Employed => {
                distinct == 2
                    && self.share(at, knows) >= 1.0
                    && self.share(at, |text| text != "2") >= 1.0
            }
            Column::County => {
                distinct >= 2
                    && self.share(at, |text| self.meanings.is_plausible(column, text)) >= MOST
            }
            Column::Municipality => self.share(at, knows) >= MOST && self.are_in(at, known),
            Column::Industry => self.share(at, is_sni) >= MOST,
            Column::Occupation => self.share(at, is_ssyk) >= MOST,
            Column::Profession => {
                self.share(at, is_name) >= HALF
                    && self.share(at, |text| self.meanings.is_plausible(column, text)) >= HALF
            }
            Column::Status | Column::EducationCountry | Column::University => {
                self.share(at, is_name) >= HALF && self.share(at, knows) >= HALF
            }
            Column::Sector => self.share(at, is_name) >= MOST && self.share(at, knows) >= MOST,
            _ => false,
        }
    }

    /// The share of the sample with a value that passes; 0 without any.
    fn share(&self, at: usize, passes: impl Fn(&str) -> bool) -> f64 {
        let (mut all, mut passing) = (0_u32, 0_u32);
        for cell in self.survey.cells(at) {
            all += 1;
            passing += u32::from(passes(cell));
        }
        f64::from(passing) / f64::from(all.max(1))
    }

    /// Whether a column has many values for its rows, as persons over years are.
    fn has_many(&self, at: usize) -> bool {
        let (distinct, rows) = self.survey.distinct(at);
        distinct >= 2 && distinct * 50 >= rows
    }

    /// Whether nearly every row has a value of its own within a year, and not in every year.
    fn is_pseudonym(&self, at: usize, known: &Known) -> bool {
        let Some(year) = known.year else { return false };
        let pairs: Vec<_> = self.survey.pairs(at, year).collect();
        let distinct: BTreeSet<_> = pairs.iter().collect();
        let (values, rows) = self.survey.distinct(at);
        let is_whole = rows == self.survey.sample.len();
        is_whole && values < rows && distinct.len() * 10 >= pairs.len() * 8 && values * 50 >= rows
    }

    /// Of columns that could all be years of birth, the one that is a childhood before every other.
    pub(super) fn earliest(&self, fitting: &[usize]) -> Option<usize> {
        let is_before = |a: usize, b: usize| {
            let mut all = 0_u32;
            let before = self.survey.pairs(a, b).filter(|(own, other)| {
                all += 1;
                let years = year_of(own).zip(year_of(other));
                years.is_some_and(|(own, other)| other - own >= CHILDHOOD)
            });
            let before = u32::try_from(before.count()).unwrap_or(u32::MAX);
            all > 0 && f64::from(before) >= MOST * f64::from(all)
        };
        let is_first = |own: &&usize| {
            let mut others = fitting.iter().filter(|other| other != own);
            others.all(|other| is_before(**own, *other))
        };
        fitting.iter().find(is_first).copied()
    }

    /// Of columns that could all be pseudonyms, the only one whose repeated values always have the same `lasting`
    /// trait.
    pub(super) fn steady(&self, fitting: &[usize], lasting: Option<usize>) -> Option<usize> {
        let lasting = lasting?;
        let is_steady = |own: &&usize| {
            let (mut traits, mut repeated) = (BTreeMap::new(), 0);
            let mut pairs = self.survey.pairs(**own, lasting);
            let all_same = pairs.all(|(person, value)| {
                let known = traits.insert(person, value);
                repeated += usize::from(known.is_some());
                known.is_none_or(|known| known == value)
            });
            all_same && repeated >= ENOUGH
        };
        let mut steady = fitting.iter().filter(is_steady);
        steady.next().filter(|_| steady.next().is_none()).copied()
    }

    fn are_years_before(
        &self,
        at: usize,
        known: &Known,
        ages: std::ops::RangeInclusive<i32>,
    ) -> bool {
        let Some(year) = known.year else { return false };
        let (mut all, mut within) = (0_u32, 0_u32);
        for (own, observed) in self.survey.pairs(at, year) {
            all += 1;
            let age = year_of(own)
                .zip(year_of(observed))
                .map(|(own, observed)| observed - own);
            within += u32::from(age.is_some_and(|age| ages.contains(&age)));
        }
        all > 0 && f64::from(within) >= MOST * f64::from(all)
    }

    /// Whether codes of four digits begin with the county of their row.
    fn are_in(&self, at: usize, known: &Known) -> bool {
        let Some(county) = known.county else {
            return false;
        };
        let (mut all, mut within) = (0_u32, 0_u32);
        for (own, county) in self.survey.pairs(at, county) {
            all += 1;
            let county = format!("{county:0>2}");
            within += u32::from(format!("{own:0>4}").starts_with(&county));
        }
        all > 0 && f64::from(within) >= MOST * f64::from(all)
    }
}

/// The positions of columns that others are recognised by.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub year: Option<usize>,
    pub county: Option<usize>,
}

fn in_years(text: &str, years: std::ops::RangeInclusive<i32>) -> bool {
    year_of(text).is_some_and(|year| years.contains(&year))
}

/// An industry of five digits, of health and care or of what they border on.
fn is_sni(text: &str) -> bool {
    let digits: String = text.chars().filter(|letter| *letter != '.').collect();
    digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// An occupation of four digits.
fn is_ssyk(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with(['0', '1'])
}

fn is_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}
