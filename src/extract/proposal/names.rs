//! Which column a header of a register of its own probably names.

use crate::extract::columns::Column;
use crate::reference::{WordKind, spellings, suggestion};
use crate::source::fold;

/// Words that say how a column is written and not what it holds.
const FORMS: [&str; 13] = [
    "kod", "kode", "code", "nr", "num", "namn", "name", "text", "klartext", "var", "p", "v", "d",
];

/// What a county is of, by a word before it.
const COUNTIES: [(Column, &[&str]); 3] = [
    (
        Column::WorkCounty,
        &["arb", "arbets", "arbete", "arbetsstalle", "ast", "work"],
    ),
    (
        Column::ResidenceCounty,
        &[
            "bo",
            "bost",
            "bostads",
            "hem",
            "folkbokforing",
            "fbf",
            "residence",
        ],
    ),
    (
        Column::StudyCounty,
        &["stud", "studie", "utb", "utbildnings", "study"],
    ),
];

/// Names of up to this many letters are near to one another by chance.
const SHORT: usize = 3;

/// Words for the number or the pseudonym of a person.
const PERSONS: [&str; 6] = ["pnr", "persnr", "personnr", "personnummer", "krypt", "lnr"];

/// How a header names a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Naming {
    /// It looks like a name of the column.
    Similar,
    /// A word of it is a name of the column.
    Part,
    /// It is a name of the column and how its values are written: `YRKE_KOD`.
    Form,
    /// It is a name of the column.
    Exact,
}

/// The column that a header names, and how.
pub(super) fn named(header: &str) -> Option<(Column, Naming)> {
    if let Some(column) = Column::named(header) {
        return Some((column, Naming::Exact));
    }
    let words = words(header);
    let said: Vec<&String> = words.iter().filter(|word| !is_form(word)).collect();
    let whole: String = said.iter().map(|word| word.as_str()).collect();
    if let Some(column) = Column::named(&whole) {
        return Some((column, Naming::Form));
    }
    if words.iter().any(|word| PERSONS.contains(&word.as_str())) {
        return Some((Column::Person, Naming::Part));
    }
    let part = part_of(&words).map(|column| (column, Naming::Part));
    part.or_else(|| Some((similar(&whole)?, Naming::Similar)))
}

/// The words of a header, folded: `FodelseAr` is `fodelse` and `ar`, `SNI2007` is `sni` and `2007`.
fn words(header: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in header.chars() {
        let is_new = !letter.is_alphanumeric()
            || before.is_lowercase() && letter.is_uppercase()
            || before.is_alphabetic() && letter.is_numeric();
        if is_new {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(letter);
        }
        before = letter;
    }
    let folded = words.iter().map(|word| fold(word));
    folded.filter(|word| !word.is_empty()).collect()
}

fn is_form(word: &str) -> bool {
    FORMS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The column that the longest run of words names; of equally long runs the last, for the words before it say
/// which: `arb_lan`.
fn part_of(words: &[String]) -> Option<Column> {
    let runs = (1..words.len()).rev().flat_map(|length| {
        (0..=words.len() - length)
            .rev()
            .map(move |start| start..start + length)
    });
    let mut named = runs.filter_map(|run| {
        let column = Column::named(&words[run.clone()].concat())?;
        Some((column, run.start))
    });
    let (column, start) = named.next()?;
    let which = COUNTIES.iter().find(|(_, before)| {
        let said = &words[..start];
        said.iter().any(|word| before.contains(&word.as_str()))
    });
    match which {
        Some((county, _)) if column == Column::County => Some(*county),
        _ => Some(column),
    }
}

/// The column with a name that looks most like the header.
fn similar(header: &str) -> Option<Column> {
    if header.chars().count() <= SHORT {
        return None;
    }
    let names: Vec<String> = Column::ALL
        .into_iter()
        .flat_map(|column| {
            let others = spellings(WordKind::Column, column.name()).iter().cloned();
            others.chain([column.name().to_owned()])
        })
        .collect();
    let long = names
        .iter()
        .map(String::as_str)
        .filter(|name| name.chars().count() > SHORT);
    Column::named(suggestion(header, long)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_a_column_in_whole_in_part_or_nearly() {
        for (header, column, naming) in [
            ("KON", Column::Sex, Naming::Exact),
            ("FodelseAr", Column::BirthYear, Naming::Exact),
            ("YRKE_KOD", Column::Profession, Naming::Form),
            ("P_Kon", Column::Sex, Naming::Form),
            ("SyssStat11", Column::Employed, Naming::Form),
            ("ArbLan", Column::WorkCounty, Naming::Part),
            ("Bost_lan", Column::ResidenceCounty, Naming::Part),
            ("Stud_Lan_kod", Column::StudyCounty, Naming::Part),
            ("MatAr_lev", Column::Year, Naming::Part),
            ("Pnr_krypterat", Column::Person, Naming::Part),
            (
                "Utbildningslandet",
                Column::EducationCountry,
                Naming::Similar,
            ),
        ] {
            assert_eq!(named(header), Some((column, naming)), "{header}");
        }
        for header in ["lön", "DispInk04", "x", ""] {
            assert_eq!(named(header), None, "{header}");
        }
    }
}
