//! What a value of a register of its own probably means.

use hashbrown::HashMap;

use super::survey::SurveyedColumn;
use crate::domain::{ProfessionId, Sex};
use crate::extract::columns::Column;
use crate::extract::{Dictionary, StateRow};
use crate::reference::suggestion;
use crate::source::fold;

/// How many unknown values of a column are listed.
const LISTED: usize = 50;

/// A column with more unknown values than this holds neither codes nor names of few things.
const MANY: usize = 300;

/// Fewer values than this show nothing by how many rows they have.
const FEW: usize = 10;

/// More digits than codes of professions, counties and municipalities have may be of a person.
const DIGITS: usize = 5;

/// What values mean.
#[derive(Clone, Copy)]
pub(super) struct Meanings<'a> {
    pub dictionary: &'a Dictionary<'a>,
}

/// The values of a column that are not understood as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct UnknownValues {
    /// The most frequent first, equally frequent ones in the order of their texts.
    pub listed: Vec<UnknownValue>,
    /// How many more there are.
    pub beyond: usize,
    /// How many are not listed because they may identify persons.
    pub withheld: usize,
    /// The values that are understood, with what they mean, where these are few codes.
    pub understood: Vec<(String, String)>,
    /// The fewest rows that any value of the column has, whether it is listed or not.
    pub least_rows: Option<u64>,
}

/// A value that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnknownValue {
    pub text: String,
    pub rows: u64,
    /// What it probably means.
    pub guess: Option<String>,
}

/// Whether the values of a column are codes or names of few things, none of them of a person.
pub(super) const fn has_listed_values(column: Column) -> bool {
    matches!(
        column,
        Column::Profession
            | Column::Status
            | Column::Employed
            | Column::County
            | Column::WorkCounty
            | Column::ResidenceCounty
            | Column::StudyCounty
            | Column::Municipality
            | Column::Sex
            | Column::EducationCountry
            | Column::University
            | Column::Sector
            | Column::Departure
            | Column::Synthetic
    )
}

impl Meanings<'_> {
    /// Whether a value is understood as it is.
    pub(super) fn knows(self, column: Column, text: &str) -> bool {
        self.dictionary.code(column, text).is_ok()
    }

    /// Whether a value is understood, or probably means something.
    pub(super) fn is_plausible(self, column: Column, text: &str) -> bool {
        self.knows(column, text) || self.guess(column, text).is_some()
    }

    /// The values of a column that are not understood.
    pub(super) fn unknown(self, column: Column, surveyed: &SurveyedColumn) -> UnknownValues {
        let mut found = UnknownValues::default();
        let Some(values) = surveyed
            .values
            .as_ref()
            .filter(|_| has_listed_values(column))
        else {
            return found;
        };
        found.least_rows = values.values().min().copied();
        if self.may_be_persons(column, values) {
            found.withheld = values.len();
            return found;
        }
        let mut sorted: Vec<(&String, u64)> =
            values.iter().map(|(text, rows)| (text, *rows)).collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        for (text, rows) in sorted {
            if self.knows(column, text) {
                if let Some(meaning) = self.meaning_of_code(column, text) {
                    found.understood.push((text.clone(), meaning));
                }
            } else if may_be_of_a_person(text) {
                found.withheld += 1;
            } else {
                self.add(column, text, rows, &mut found);
            }
        }
        found.beyond = found.listed.len().saturating_sub(LISTED);
        found.listed.truncate(LISTED);
        found.understood.sort();
        found
    }

    /// Whether a column has so many values that are not understood, or so many for its rows, that they may identify
    /// persons, whatever its header.
    fn may_be_persons(self, column: Column, values: &HashMap<String, u64>) -> bool {
        let unknown = values.iter().filter(|(text, _)| !self.knows(column, text));
        let (count, rows) = unknown.fold((0, 0), |(count, rows), (_, own)| (count + 1, rows + own));
        count > MANY || count >= FEW && count as u64 * 2 > rows
    }

    /// Adds a value, or its rows to those of the same but for case and punctuation.
    fn add(self, column: Column, text: &str, rows: u64, found: &mut UnknownValues) {
        let same = |own: &&mut UnknownValue| fold(&own.text) == fold(text);
        match found.listed.iter_mut().find(same) {
            Some(own) => own.rows += rows,
            None => found.listed.push(UnknownValue {
                text: text.to_owned(),
                rows,
                guess: self.guess(column, text),
            }),
        }
    }

    /// What a code means that is understood, where a register may mean something else by it.
    fn meaning_of_code(self, column: Column, text: &str) -> Option<String> {
        let is_code = text.chars().count() == 1;
        self.value_of(column, text).filter(|_| is_code)
    }

    /// The value of a column of few values that a text is a spelling of.
    fn value_of(self, column: Column, text: &str) -> Option<String> {
        let code = |text: &str| self.dictionary.code(column, text).ok();
        let own = code(text)?;
        let mut values = column.values().into_iter();
        values
            .find(|value| code(value) == Some(own))
            .map(ToOwned::to_owned)
    }

    /// What a value probably means, in our words.
    pub(super) fn guess(self, column: Column, text: &str) -> Option<String> {
        let padded = match column {
            Column::County | Column::WorkCounty | Column::ResidenceCounty | Column::StudyCounty => {
                Some(format!("{text:0>2}"))
            }
            _ => None,
        };
        let parts = padded.into_iter().chain(parts(text));
        let known = parts
            .clone()
            .find(|part| fold(part) != fold(text) && self.knows(column, part));
        let known = known.map(|part| self.name_of(column, part));
        known.or_else(|| match column {
            Column::Profession => self.profession(text),
            Column::Sex => sex(text).map(|sex| sex.swedish().to_owned()),
            _ => self.similar(column, text),
        })
    }

    fn name_of(self, column: Column, text: String) -> String {
        let name = match column {
            Column::Profession => {
                let id = self.dictionary.reference().known_profession(&text);
                id.map(|id| &self.dictionary.reference().profession(id).name)
            }
            Column::County | Column::WorkCounty | Column::ResidenceCounty | Column::StudyCounty => {
                let id = self.dictionary.reference().known_county(&text);
                id.map(|id| &self.dictionary.reference().county(id).name)
            }
            _ => return self.value_of(column, &text).unwrap_or(text),
        };
        name.cloned().unwrap_or(text)
    }

    fn similar(self, column: Column, text: &str) -> Option<String> {
        if !text.chars().any(char::is_alphabetic) {
            return None;
        }
        let values = column.values();
        let nearest = suggestion(text, values.iter().copied()).map(ToOwned::to_owned);
        nearest.or_else(|| self.dictionary.suggestion(column, text))
    }

    /// The one profession that a name is near to, a code of occupations is of, or two letters abbreviate.
    fn profession(self, text: &str) -> Option<String> {
        let near = self.similar(Column::Profession, text);
        near.or_else(|| {
            let professions = self.dictionary.reference().professions();
            let fitting = professions.filter(|(id, profession)| {
                self.is_practised_as(*id, text) || abbreviates(text, &profession.name)
            });
            let mut fitting = fitting.map(|(_, profession)| profession.name.clone());
            fitting.next().filter(|_| fitting.next().is_none())
        })
    }

    /// Whether the state rule has the profession practised in an occupation with this code.
    fn is_practised_as(self, profession: ProfessionId, code: &str) -> bool {
        let is_code = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
        let of_profession = |row: &&StateRow| row.profession == Some(profession);
        let mut codes = self
            .dictionary
            .rule()
            .rows()
            .filter(of_profession)
            .flat_map(|row| &row.occupations);
        is_code && codes.any(|own| !own.is_empty() && code.starts_with(own.as_str()))
    }
}

/// The sex that a word begins like.
fn sex(text: &str) -> Option<Sex> {
    let folded = fold(text);
    match folded.chars().next()? {
        'k' | 'w' | 'f' => Some(Sex::Women),
        'm' => Some(Sex::Men),
        _ => None,
    }
}

/// The pieces of a value that holds a code and a name, or a name and a remark: `01 Stockholm`, `Leg. tandläkare`,
/// `Tandläkare (TL)`.
fn parts(text: &str) -> impl Iterator<Item = String> + Clone + '_ {
    let without_brackets = text.split(['(', '[', ',']).next().unwrap_or_default();
    let without_first = text
        .split_once([' ', '.', '-', ':', '_'])
        .map_or("", |(_, rest)| rest);
    let first = text
        .split([' ', '.', '-', ':', '_'])
        .next()
        .unwrap_or_default();
    [without_brackets, without_first, first]
        .into_iter()
        .map(|part| {
            part.trim()
                .trim_start_matches(['-', ':', '.'])
                .trim()
                .to_owned()
        })
        .filter(|part| !part.is_empty())
}

/// Whether two letters are those of a name, the first its first: `TL` of `tandläkare`.
fn abbreviates(code: &str, name: &str) -> bool {
    let (code, name) = (fold(code), fold(name));
    let mut letters = name.chars();
    let is_in_order = code.chars().all(|letter| letters.any(|own| own == letter));
    code.chars().count() == 2 && code.chars().next() == name.chars().next() && is_in_order
}

/// Whether a text may be the number or the pseudonym of a person rather than a code or a name.
fn may_be_of_a_person(text: &str) -> bool {
    let digits = text.chars().filter(|letter| letter.is_numeric()).count();
    digits >= DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Reference;

    fn guesses(column: Column, texts: &[&str]) -> Vec<Option<String>> {
        let reference = Reference::load().unwrap();
        let dictionary = Dictionary::embedded(&reference).unwrap();
        let meanings = Meanings {
            dictionary: &dictionary,
        };
        let guesses = texts.iter().map(|text| meanings.guess(column, text));
        guesses.collect()
    }

    #[test]
    fn a_profession_is_guessed_from_a_name_a_code_or_an_abbreviation_of_one_only() {
        let texts = [
            "Leg. tandläkare",
            "tandlekare",
            "TL",
            "2260",
            "Läkare (LK)",
            "AP",
            "17",
        ];
        let expected = [
            Some("tandläkare"),
            Some("tandläkare"),
            Some("tandläkare"),
            Some("tandläkare"),
            Some("läkare"),
            None,
            None,
        ];
        let guesses = guesses(Column::Profession, &texts);
        assert_eq!(
            guesses.iter().map(Option::as_deref).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn a_county_is_guessed_from_a_code_without_its_zero_or_with_its_name() {
        let texts = ["1", "3 Uppsala", "Stokholm", "99"];
        let expected = [
            Some("Stockholms län"),
            Some("Uppsala län"),
            Some("Stockholms län"),
            None,
        ];
        let guesses = guesses(Column::County, &texts);
        assert_eq!(
            guesses.iter().map(Option::as_deref).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn what_may_be_of_a_person_is_withheld() {
        for text in ["19820101-1234", "P0012345", "abc12345"] {
            assert!(may_be_of_a_person(text), "{text}");
        }
        for text in ["TL", "2260", "1384", "Stockholms län"] {
            assert!(!may_be_of_a_person(text), "{text}");
        }
    }
}
