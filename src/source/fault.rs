//! Faults: what is wrong, where it is, and what to do.

use std::collections::BTreeMap;
use std::fmt;

use super::{Excerpt, Location};
use crate::language::{Language, Words, visible, words};

/// How many faults are shown in full, equal ones once.
const SHOWN: usize = 20;

/// How many places are named where a fault repeats.
const PLACES: usize = 3;

/// A column of a file, or of a sheet of it: its number and its header.
type ColumnOf<'a> = ((&'a str, Option<&'a str>), Option<usize>, Option<&'a str>);

/// The column or the place, the words and the tip of a fault.
type Kind<'a> = (
    Result<ColumnOf<'a>, Option<&'a Location>>,
    &'a str,
    Option<&'a str>,
);

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    message: Words,
    location: Option<Location>,
    /// Boxed, so that a `Result` with a fault stays small.
    excerpt: Option<Box<Excerpt>>,
    tip: Option<Words>,
}

impl Fault {
    /// A fault with a lower-case sentence that says what is wrong.
    #[must_use]
    pub fn new(message: impl Into<Words>) -> Self {
        Self {
            message: message.into(),
            location: None,
            excerpt: None,
            tip: None,
        }
    }

    /// Says where.
    #[must_use]
    pub fn located(self, location: Location) -> Self {
        Self {
            location: Some(location),
            ..self
        }
    }

    /// Quotes the line.
    #[must_use]
    pub fn quoting(self, excerpt: Excerpt) -> Self {
        Self {
            excerpt: Some(Box::new(excerpt)),
            ..self
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn tip(self, tip: impl Into<Words>) -> Self {
        Self {
            tip: Some(tip.into()),
            ..self
        }
    }

    /// What is wrong, without where.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        self.message.text(language)
    }

    /// The fault as people read it in a language.
    #[must_use]
    pub const fn in_language(&self, language: Language) -> impl fmt::Display {
        InLanguage(self, language)
    }

    fn row(&self) -> Option<u64> {
        self.location.as_ref()?.row
    }

    fn is_in_sheet(&self) -> bool {
        let sheet = self.location.as_ref().and_then(|own| own.sheet.as_ref());
        sheet.is_some()
    }

    /// What equal faults have in common: the words, and the column of the file if they have rows.
    fn kind(&self) -> Kind<'_> {
        let column = match &self.location {
            Some(Location {
                file,
                sheet,
                row: Some(_),
                column,
                header,
            }) => Ok((
                (file.as_str(), sheet.as_deref()),
                *column,
                header.as_deref(),
            )),
            other => Err(other.as_ref()),
        };
        let tip = self.tip.as_ref();
        let tip = tip.map(|tip| tip.text(Language::Swedish));
        (column, self.message.text(Language::Swedish), tip)
    }

    /// Where it is, if that is known.
    #[must_use]
    pub const fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }
}

/// A fault or several, as people read them in a language.
struct InLanguage<'a, T>(&'a T, Language);

impl fmt::Display for InLanguage<'_, Fault> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(fault, language) = *self;
        Repeated::once(fault).write(f, language)
    }
}

/// A count for people, in Swedish and in English.
fn counted(count: usize) -> [String; 2] {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    [Language::Swedish, Language::English].map(|language| language.number(count.into(), 0))
}

/// Equal faults in different rows of one column.
struct Repeated<'a> {
    first: &'a Fault,
    count: usize,
    /// The first rows that have it, if it is in rows.
    rows: Vec<u64>,
}

impl<'a> Repeated<'a> {
    fn once(first: &'a Fault) -> Self {
        Self {
            first,
            count: 1,
            rows: first.row().into_iter().collect(),
        }
    }

    /// Faults with the same words in the same column of the same file, in the order of their first.
    fn all(faults: &'a [Fault]) -> Vec<Self> {
        let mut known = BTreeMap::new();
        let mut all: Vec<Self> = Vec::new();
        for fault in faults {
            let at = *known.entry(fault.kind()).or_insert(all.len());
            match all.get_mut(at) {
                Some(repeated) => {
                    repeated.count += 1;
                    let row = fault.row();
                    if repeated.rows.len() < PLACES && repeated.rows.last() != row.as_ref() {
                        repeated.rows.extend(row);
                    }
                }
                None => all.push(Self::once(fault)),
            }
        }
        all
    }

    /// How often it repeats and where first; nothing of a fault that is there once.
    fn places(&self) -> Option<Words> {
        let rows: Vec<String> = self.rows.iter().map(u64::to_string).collect();
        let (last, before) = rows.split_last().filter(|(_, before)| !before.is_empty())?;
        let before = before.join(", ");
        let lines = if self.first.is_in_sheet() {
            "rows"
        } else {
            "lines"
        };
        Some(if self.count <= rows.len() {
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

    fn write(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        let fault = self.first;
        let word = language.choose("fel", "error");
        write!(f, "{word}: {}", visible(fault.message.text(language)))?;
        if let Some(places) = self.places() {
            f.write_str(places.text(language))?;
        }
        if let Some(location) = &fault.location {
            f.write_str("\n  --> ")?;
            location.write(f, language)?;
        }
        if let Some((line, excerpt)) = fault.row().zip(fault.excerpt.as_deref()) {
            excerpt.write(f, line)?;
        }
        match &fault.tip {
            Some(tip) => {
                let word = language.choose("tips", "tip");
                write!(f, "\n{word}: {}", visible(tip.text(language)))
            }
            None => Ok(()),
        }
    }
}

impl fmt::Display for Fault {
    /// The fault in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.in_language(Language::Swedish).fmt(f)
    }
}

impl std::error::Error for Fault {}

/// Everything that is wrong with the inputs of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    faults: Vec<Fault>,
}

impl Faults {
    /// No faults yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fault.
    pub fn push(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Adds the faults of another input.
    pub fn extend(&mut self, others: Self) {
        self.faults.extend(others.faults);
    }

    /// Keeps the value and drops nothing: a fault goes onto the pile, and `None` comes back.
    pub fn keep<T>(&mut self, result: Result<T, impl Into<Self>>) -> Option<T> {
        result.map_err(|faults| self.extend(faults.into())).ok()
    }

    /// Puts the faults in the order in which a reader of the input meets them.
    pub fn sort(&mut self) {
        self.faults.sort_by(|a, b| a.location.cmp(&b.location));
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
        self.faults.is_empty()
    }

    /// How many things are wrong.
    #[must_use]
    pub fn len(&self) -> usize {
        self.faults.len()
    }

    /// The faults as people read them in a language: every one up to twenty, those that repeat once
    /// with their first places, and how many there are.
    #[must_use]
    pub const fn in_language(&self, language: Language) -> impl fmt::Display {
        InLanguage(self, language)
    }

    /// The faults, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter()
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self {
            faults: vec![fault],
        }
    }
}

impl fmt::Display for InLanguage<'_, Faults> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(faults, language) = *self;
        let all = Repeated::all(&faults.faults);
        for repeated in all.iter().take(SHOWN) {
            repeated.write(f, language)?;
            f.write_str("\n\n")?;
        }
        let (count, kinds) = (faults.len(), all.len());
        let [swedish, english] = counted(count);
        let closing = match (count, kinds) {
            (1, _) => words!("1 fel", "1 error"),
            (_, 1) => words!(
                "{swedish} fel av samma slag",
                "{english} errors of one kind"
            ),
            _ if kinds == count => words!("{swedish} fel", "{english} errors"),
            _ => words!(
                "{swedish} fel av {kinds} slag",
                "{english} errors of {kinds} kinds"
            ),
        };
        f.write_str(closing.text(language))?;
        let closing = match kinds {
            ..=SHOWN => return Ok(()),
            _ => words!(
                ", varav de {SHOWN} första visas",
                ", of which the first {SHOWN} are shown"
            ),
        };
        f.write_str(closing.text(language))
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
    fn a_fault_shows_the_line_with_a_caret_under_the_cell() {
        let line = "HT2024;Tandläkarprogrammet;26;54";
        let start = line.find("26").unwrap();
        let location = Location {
            column: Some(3),
            header: Some("lan".to_owned()),
            ..Location::line("nybörjare_2024.csv", 117)
        };
        let fault = Fault::new("okänt län `26`")
            .located(location)
            .quoting(Excerpt::new(line, start, start + 2))
            .tip("giltiga koder visas av `vardkraft reference regions`");
        let expected = "\
fel: okänt län `26`
  --> nybörjare_2024.csv:117:3 (kolumn `lan`)
    |
117 | HT2024;Tandläkarprogrammet;26;54
    |                            ^^
tips: giltiga koder visas av `vardkraft reference regions`";
        assert_eq!(fault.to_string(), expected);
    }

    #[test]
    fn a_fault_is_in_the_language_that_is_asked_for() {
        let location = Location {
            column: Some(3),
            header: Some("lan".to_owned()),
            ..Location::line("a.csv", 2)
        };
        let fault = Fault::new(Words::new("okänt län", "unknown county"))
            .located(location)
            .tip(Words::new("skriv 01", "write 01"));
        let english = fault.in_language(Language::English).to_string();
        let expected = "error: unknown county\n  --> a.csv:2:3 (column `lan`)\ntip: write 01";
        assert_eq!(english, expected);
        let faults = Faults::from(fault)
            .in_language(Language::English)
            .to_string();
        assert_eq!(faults, format!("{expected}\n\n1 error"));
    }

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

    #[test]
    fn a_fault_that_repeats_is_reported_once_with_its_first_places() {
        let at = |line| Location {
            header: Some("status".to_owned()),
            ..Location::line("a.csv", line)
        };
        let unknown = |code, line| {
            let message = Words::new(
                format!("okänd status `{code}`"),
                format!("unknown `{code}`"),
            );
            Fault::new(message).located(at(line)).tip("skriv 1")
        };
        let mut faults = Faults::new();
        for line in 2..=100_001 {
            faults.push(unknown('5', line));
        }
        faults.push(unknown('6', 7));
        faults.push(unknown('6', 9));
        let expected = "\
fel: okänd status `5` (100\u{a0}000 rader, de första 2, 3 och 4)
  --> a.csv:2 (kolumn `status`)
tips: skriv 1

fel: okänd status `6` (raderna 7 och 9)
  --> a.csv:7 (kolumn `status`)
tips: skriv 1

100\u{a0}002 fel av 2 slag";
        assert_eq!(faults.to_string(), expected);
        let mut faults = Faults::from(unknown('5', 2));
        faults.push(unknown('5', 3));
        let english = faults.in_language(Language::English).to_string();
        assert!(
            english.starts_with("error: unknown `5` (lines 2 and 3)\n"),
            "{english}"
        );
        assert!(english.ends_with("\n\n2 errors of one kind"), "{english}");
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
