//! Everything that is wrong with the inputs of a run; a fault that repeats is one fault at several places.

use std::collections::BTreeMap;
use std::fmt;

use super::{Fault, Location};
use crate::language::{Language, Words, words};

/// How many faults are shown in full.
const SHOWN: usize = 20;

/// How many places are named where a fault repeats.
pub(crate) const PLACES: usize = 3;

/// How many different faults are kept, so that a table with a fault of its own in every row takes no more memory
/// than the table; the rest are counted.
const KEPT: usize = 10_000;

/// Everything that is wrong with the inputs of a run.
///
/// Faults with the same words in the same column of the same file are one fault, which has several places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    repeated: Vec<Repeated>,
    /// The position of each kind in `repeated`.
    known: BTreeMap<Kind, usize>,
    /// How many faults there are beyond those that are kept.
    beyond: u64,
}

/// What equal faults have in common: where, the words, and the tip.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    /// The place of a fault that is not in a row; the column of one that is.
    place: Option<Location>,
    is_in_row: bool,
    message: Words,
    tip: Option<Words>,
}

/// A fault and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Repeated {
    /// The fault at its first place.
    first: Fault,
    /// How many cells, rows or files have it.
    count: u64,
    /// The first places of those that are in rows, in their order.
    places: Vec<Location>,
}

impl Kind {
    fn of(fault: &Fault) -> Self {
        let place = fault.location().map(|place| Location {
            row: None,
            ..place.clone()
        });
        let is_in_row = fault.location().is_some_and(|place| place.row.is_some());
        Self {
            place,
            is_in_row,
            message: fault.words().clone(),
            tip: fault.what_to_do().cloned(),
        }
    }
}

impl Repeated {
    fn of(fault: Fault) -> Self {
        let place = fault.location().filter(|place| place.row.is_some());
        Self {
            places: place.cloned().into_iter().collect(),
            first: fault,
            count: 1,
        }
    }

    /// Adds the places of the same fault. What is wrong with a whole file is wrong once, however often it was found.
    fn absorb(&mut self, other: Self) {
        if other.places.is_empty() {
            return;
        }
        self.count += other.count;
        if other.places < self.places {
            self.first = other.first;
        }
        self.places.extend(other.places);
        self.places.sort();
        self.places.dedup();
        self.places.truncate(PLACES);
    }

    /// How many rows have it and which first; nothing of a fault that is in one.
    fn wording(&self) -> Option<Words> {
        let (last, before) = self.places.split_last()?;
        let first = before.first()?;
        let is_one_file = (&first.file, &first.sheet) == (&last.file, &last.sheet);
        let named = |place: &Location| {
            let row = place.row.unwrap_or_default();
            if is_one_file {
                row.to_string()
            } else {
                format!("{}:{row}", place.file)
            }
        };
        let before: Vec<String> = before.iter().map(named).collect();
        let (before, last) = (before.join(", "), named(last));
        let lines = if first.sheet.is_some() {
            "rows"
        } else {
            "lines"
        };
        Some(if self.count <= self.places.len() as u64 {
            words!(
                " (raderna {before} och {last})",
                " ({lines} {before} and {last})"
            )
        } else {
            let [swedish, english] = counted(self.count);
            words!(
                " ({swedish} rader, de första {before} och {last})",
                " ({english} {lines}, the first {before} and {last})"
            )
        })
    }
}

/// A count for people, in Swedish and in English.
fn counted(count: u64) -> [String; 2] {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    [Language::Swedish, Language::English].map(|language| language.number(count.into(), 0))
}

impl Faults {
    /// No faults yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fault.
    pub fn push(&mut self, fault: Fault) {
        self.add(Repeated::of(fault));
    }

    /// Adds a fault at its first place that `count` rows have, the first of which are `places`.
    pub(crate) fn push_repeated(&mut self, first: Fault, count: u64, places: Vec<Location>) {
        self.add(Repeated {
            first,
            count,
            places,
        });
    }

    /// Adds faults that are only counted.
    pub(crate) fn count_beyond(&mut self, count: u64) {
        self.beyond += count;
    }

    fn add(&mut self, repeated: Repeated) {
        let kind = Kind::of(&repeated.first);
        if let Some(own) = self.known.get(&kind) {
            self.repeated[*own].absorb(repeated);
        } else if self.repeated.len() < KEPT {
            self.known.insert(kind, self.repeated.len());
            self.repeated.push(repeated);
        } else {
            self.beyond += repeated.count;
        }
    }

    /// Adds the faults of another input.
    pub fn extend(&mut self, others: Self) {
        for repeated in others.repeated {
            self.add(repeated);
        }
        self.beyond += others.beyond;
    }

    /// Keeps the value and drops nothing: a fault goes onto the pile, and `None` comes back.
    pub fn keep<T>(&mut self, result: Result<T, impl Into<Self>>) -> Option<T> {
        result.map_err(|faults| self.extend(faults.into())).ok()
    }

    /// Puts the faults in the order in which a reader of the input meets them.
    pub fn sort(&mut self) {
        self.repeated
            .sort_by(|a, b| a.first.location().cmp(&b.first.location()));
        let kinds = self.repeated.iter().map(|own| Kind::of(&own.first));
        self.known = kinds.zip(0..).collect();
    }

    /// `Ok(value)` if nothing was wrong.
    ///
    /// # Errors
    /// All faults, if there is any.
    pub fn or_else<T>(self, value: impl FnOnce() -> T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value())
        } else {
            Err(self)
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.repeated.is_empty()
    }

    /// How many things are wrong; one that is wrong in several rows counts once.
    #[must_use]
    pub fn len(&self) -> usize {
        self.repeated.len()
    }

    /// The faults as people read them in a language: every one up to twenty, with its first places if it is in
    /// several rows, and how many there are.
    #[must_use]
    pub const fn in_language(&self, language: Language) -> impl fmt::Display {
        InLanguage(self, language)
    }

    /// The faults, in the order they were found, each at its first place.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.repeated.iter().map(|own| &own.first)
    }

    /// `3 fel`, `1 okänt värde i 100 000 rader`, `4 fel på 250 000 ställen`.
    fn summary(&self) -> Words {
        let places: u64 = self.repeated.iter().map(|own| own.count).sum();
        let places = places + self.beyond;
        let is_more = if self.beyond > 0 {
            ["fler än ", "more than "]
        } else {
            ["", ""]
        };
        let count = self.len() as u64;
        let is_repeated = places > count;
        let are_values = is_repeated && self.iter().all(Fault::is_of_value);
        let [number, english_number] = counted(count);
        let [swedish, english] = match (are_values, count == 1) {
            (true, true) => ["okänt värde", "unknown value"],
            (true, false) => ["okända värden", "unknown values"],
            (false, true) => ["fel", "error"],
            (false, false) => ["fel", "errors"],
        };
        let [more, english_more] = is_more;
        let what = words!(
            "{more}{number} {swedish}",
            "{english_more}{english_number} {english}"
        );
        if !is_repeated {
            return what;
        }
        let [of_swedish, of_english] =
            [Language::Swedish, Language::English].map(|language| what.text(language));
        let [places, english_places] = counted(places);
        if count == 1 {
            words!(
                "{of_swedish} i {places} rader",
                "{of_english} in {english_places} rows"
            )
        } else {
            words!(
                "{of_swedish} på {places} ställen",
                "{of_english} in {english_places} places"
            )
        }
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        let mut faults = Self::new();
        faults.push(fault);
        faults
    }
}

/// Faults as people read them in a language.
struct InLanguage<'a>(&'a Faults, Language);

impl fmt::Display for InLanguage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(faults, language) = *self;
        for repeated in faults.repeated.iter().take(SHOWN) {
            let places = repeated.wording();
            repeated.first.write(f, language, places.as_ref())?;
            f.write_str("\n\n")?;
        }
        f.write_str(faults.summary().text(language))?;
        if faults.len() <= SHOWN {
            return Ok(());
        }
        let shown = words!(
            ", varav de {SHOWN} första visas",
            ", of which the first {SHOWN} are shown"
        );
        f.write_str(shown.text(language))
    }
}

impl fmt::Display for Faults {
    /// The faults in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.in_language(Language::Swedish).fmt(f)
    }
}

impl std::error::Error for Faults {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_twenty_faults_are_cut_with_their_count() {
        let mut faults = Faults::new();
        for number in 1..=33 {
            faults.push(Fault::new(format!("nummer {number}")));
        }
        let shown = faults.to_string();
        assert!(shown.contains("fel: nummer 20\n") && !shown.contains("nummer 21"));
        assert!(shown.ends_with("33 fel, varav de 20 första visas"));
    }

    fn status(file: &str, line: u64) -> Location {
        Location {
            header: Some("status".to_owned()),
            ..Location::line(file, line)
        }
    }

    fn unknown(code: char, line: u64) -> Fault {
        let message = Words::new(
            format!("okänd status `{code}`"),
            format!("unknown `{code}`"),
        );
        let fault = Fault::new(message).located(status("a.csv", line));
        fault.tip("skriv 1").of_value()
    }

    #[test]
    fn a_fault_that_repeats_is_reported_once_with_its_first_places() {
        let mut faults = Faults::new();
        for line in (2..=100_001).rev() {
            faults.push(unknown('5', line));
        }
        let only = faults
            .to_string()
            .ends_with("\n\n1 okänt värde i 100\u{a0}000 rader");
        assert!(only, "{faults}");
        faults.push(unknown('6', 7));
        faults.push(unknown('6', 9));
        let expected = "\
fel: okänd status `5` (100\u{a0}000 rader, de första 2, 3 och 4)
  --> a.csv:2 (kolumn `status`)
tips: skriv 1

fel: okänd status `6` (raderna 7 och 9)
  --> a.csv:7 (kolumn `status`)
tips: skriv 1

2 okända värden på 100\u{a0}002 ställen";
        assert_eq!(faults.to_string(), expected);
        faults.push(Fault::new("filen är avhuggen"));
        let ending = "3 fel på 100\u{a0}003 ställen";
        assert!(faults.to_string().ends_with(ending), "{faults}");
    }

    #[test]
    fn the_number_of_faults_is_right_in_english() {
        let mut faults = Faults::from(unknown('5', 2));
        faults.push(unknown('5', 3));
        let english = |faults: &Faults| faults.in_language(Language::English).to_string();
        let both = english(&faults);
        assert!(
            both.starts_with("error: unknown `5` (lines 2 and 3)\n"),
            "{both}"
        );
        assert!(both.ends_with("\n\n1 unknown value in 2 rows"), "{both}");
        faults.push(Fault::new("filen är avhuggen"));
        faults.push(Fault::new("filen är avhuggen"));
        assert!(english(&faults).ends_with("\n\n2 errors in 3 places"));
    }

    #[test]
    fn a_fault_of_several_files_names_them() {
        let places = [2, 3].map(|line| status("a.csv", line));
        let places = places.into_iter().chain([status("b.csv", 2)]).collect();
        let mut faults = Faults::new();
        faults.push_repeated(unknown('5', 2), 40, places);
        let first = "(40 rader, de första a.csv:2, a.csv:3 och b.csv:2)";
        assert!(faults.to_string().contains(first), "{faults}");
    }

    #[test]
    fn faults_beyond_those_that_are_kept_are_counted() {
        let mut faults = Faults::new();
        for line in 1..=12_000 {
            faults.push(Fault::new(format!("nummer {line}")).located(status("a.csv", line)));
        }
        let ending = "fler än 10\u{a0}000 fel på 12\u{a0}000 ställen, varav de 20 första visas";
        assert!(faults.to_string().ends_with(ending), "{faults}");
    }

    #[test]
    fn equal_words_in_different_columns_or_files_are_different_faults() {
        let mut faults = Faults::new();
        for location in [
            Location::line("a.csv", 2),
            Location::line("b.csv", 2),
            Location::file("a.csv"),
        ] {
            faults.push(Fault::new("raden är tom").located(location));
        }
        assert!(faults.to_string().ends_with("3 fel"), "{faults}");
    }
}
