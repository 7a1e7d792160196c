//! What a column is, by what its cells hold.

use super::column_names::{
    ACADEMIC_YEAR, AREA, COUNTY, Column, HEALTH_REGION, MUNICIPALITY, PROFESSION, PROGRAMME, SEX,
    TERM, YEAR,
};
use crate::domain::{AcademicYear, Sex, Term};
use crate::reference::{Reference, WordKind, canonical_word, is_whole_country, value_named};
use crate::source::RawTable;

/// Whether all cells of a column are of some kind.
pub(super) type Content = fn(&RawTable, usize, &Reference) -> bool;

/// How the cells of a column are told; none where only its name tells it.
pub(super) fn content_of(column: Column) -> Option<Content> {
    let known: [(Column, Content); 7] = [
        (PROFESSION, |table, at, reference| {
            all(table, at, |text| {
                is_total(text) || reference.known_profession(text).is_some()
            })
        }),
        (PROGRAMME, |table, at, reference| {
            all(table, at, |text| {
                is_total(text) || reference.known_programme(text).is_some()
            })
        }),
        (YEAR, |table, at, _| all(table, at, is_year)),
        (ACADEMIC_YEAR, |table, at, _| {
            all(table, at, |text| AcademicYear::parse(text).is_ok())
        }),
        (TERM, |table, at, _| {
            all(table, at, |text| Term::parse(text).is_ok())
        }),
        (SEX, |table, at, _| {
            has_letters(table, at) && all(table, at, is_sex)
        }),
        (AREA, |table, at, reference| {
            has_letters(table, at)
                && all(table, at, |text| {
                    is_whole_country(text) || reference.known_area(text).is_some()
                })
        }),
    ];
    let found = known.into_iter().find(|(own, _)| *own == column);
    found.map(|(_, content)| content)
}

/// Whether a column that holds names has at least one that is known, or holds no names.
pub(super) fn names_any(
    table: &RawTable,
    column: Column,
    position: usize,
    reference: &Reference,
) -> bool {
    let any = |is_known: &dyn Fn(&str) -> bool| {
        let mut cells = table.records().map(|record| record.cell(position).text());
        cells.any(is_known)
    };
    match column {
        PROFESSION => any(&|text| reference.known_profession(text).is_some()),
        PROGRAMME => any(&|text| reference.known_programme(text).is_some()),
        COUNTY | HEALTH_REGION | MUNICIPALITY | AREA => {
            any(&|text| is_whole_country(text) || reference.known_area(text).is_some())
        }
        _ => true,
    }
}

/// Whether some cell has content, and all that have are of a kind.
fn all(table: &RawTable, column: usize, is_of_kind: impl Fn(&str) -> bool) -> bool {
    let texts = || {
        let cells = table.records().map(|record| record.cell(column).text());
        cells.filter(|text| !text.is_empty())
    };
    texts().next().is_some() && texts().all(is_of_kind)
}

/// Codes such as `1` and `2` may mean anything.
fn has_letters(table: &RawTable, column: usize) -> bool {
    let mut cells = table.records().map(|record| record.cell(column).text());
    cells.any(|text| text.chars().any(char::is_alphabetic))
}

fn is_total(text: &str) -> bool {
    canonical_word(WordKind::BothSexes, text).is_some()
}

fn is_sex(text: &str) -> bool {
    let one = value_named(WordKind::Sex, text, Sex::ALL, Sex::swedish);
    one.is_some() || canonical_word(WordKind::BothSexes, text).is_some()
}

fn is_year(text: &str) -> bool {
    text.len() == 4
        && text
            .parse()
            .is_ok_and(|year: u16| (1900..=2100).contains(&year))
}
