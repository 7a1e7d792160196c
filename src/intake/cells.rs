//! What single cells mean.

use crate::domain::{AcademicYear, Headcount, Sex, Share, Term, Year};
use crate::language::words;
use crate::reference::{Unknown, WordKind, canonical_word, value_named, yes_or_no};
use crate::source::{Cell, Fault, Missing, Number, fold};

/// More persons than any cell of these tables can hold: a slip of the pen.
const MOST_PERSONS: (f64, [&str; 2]) = (10_000_000.0, ["tio miljoner", "ten million"]);

/// More inhabitants than any area can have.
const MOST_INHABITANTS: (f64, [&str; 2]) =
    (100_000_000.0, ["hundra miljoner", "a hundred million"]);

/// What a name in a reference table means.
pub(super) fn named<T>(
    cell: Cell<'_>,
    find: impl FnOnce(&str) -> Result<T, Unknown>,
) -> Result<T, Fault> {
    if cell.text().is_empty() {
        return Err(cell.fault(words!("cellen är tom", "the cell is empty")));
    }
    find(cell.text()).map_err(|unknown| cell.fault(unknown.words()).tip(unknown.tip()).of_value())
}

/// A läsår that has been observed.
pub(super) fn academic_year(cell: Cell<'_>) -> Result<AcademicYear, Fault> {
    let year = AcademicYear::parse(cell.text())
        .map_err(|error| cell.fault(error.words()).tip(error.tip()))?;
    check_not_in_the_future(cell, year)?;
    Ok(year)
}

/// A term that has been observed.
pub(super) fn term(cell: Cell<'_>) -> Result<Term, Fault> {
    let term =
        Term::parse(cell.text()).map_err(|error| cell.fault(error.words()).tip(error.tip()))?;
    check_not_in_the_future(cell, term.academic_year)?;
    Ok(term)
}

/// The newest year of the embedded population: what is compiled in must say what year it is, for the
/// same input gives the same output whenever the program runs.
const NEWEST_POPULATION: Year = 2024;

/// No one has counted what happens in läsår that end more than ten years after the embedded tables.
const LAST_LASAR_ENDS: Year = NEWEST_POPULATION + 10;

fn check_not_in_the_future(cell: Cell<'_>, year: AcademicYear) -> Result<(), Fault> {
    let last = AcademicYear::ending(LAST_LASAR_ENDS);
    if year <= last {
        return Ok(());
    }
    let fault = cell.fault(words!(
        "läsåret {year} ligger i framtiden",
        "the academic year {year} lies in the future"
    ));
    Err(fault.tip(words!(
        "tabellen ska ange vad som har räknats, senast läsåret {last}; skattningar görs av programmet",
        "the table is to give what has been counted, {last} at the latest; forecasts are made by the program"
    )))
}

/// The calendar years that tables are of.
const YEARS: std::ops::RangeInclusive<Year> = 1900..=2100;

/// Why a cell of figures has none; nothing if it has one.
pub(super) fn missing(cell: Cell<'_>) -> Option<Missing> {
    match number(cell) {
        Ok(Number::Missing(missing)) => Some(missing),
        Ok(_) | Err(_) => None,
    }
}

/// A calendar year, or a month of it: `2026M01`, `2026-01`.
pub(super) fn month(cell: Cell<'_>) -> Result<(Year, Option<u8>), Fault> {
    let text = cell.text();
    let split = text.split_once(['M', 'm', '-', 'K', 'Q']);
    let parts = split.and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    match parts.filter(|(year, month)| YEARS.contains(year) && (1..=12).contains(month)) {
        Some((year, month)) => Ok((year, Some(month))),
        None => Ok((year(cell)?, None)),
    }
}

/// A calendar year.
pub(super) fn year(cell: Cell<'_>) -> Result<Year, Fault> {
    let known = cell.text().parse().ok();
    let text = cell.text();
    let not_a_year = || cell.fault(words!("`{text}` är inte ett år", "`{text}` is not a year"));
    known.filter(|year| YEARS.contains(year)).ok_or_else(|| {
        not_a_year().tip(words!(
            "skriv år med fyra siffror, 2021",
            "write years with four digits, 2021"
        ))
    })
}

/// The sex; none for a row of both sexes together.
pub(super) fn sex(cell: Cell<'_>) -> Result<Option<Sex>, Fault> {
    let text = cell.text();
    let one = value_named(WordKind::Sex, text, Sex::ALL, Sex::swedish);
    if one.is_some() || canonical_word(WordKind::BothSexes, text).is_some() {
        Ok(one)
    } else {
        let fault = cell
            .fault(words!("okänt kön `{text}`", "unknown sex `{text}`"))
            .of_value();
        Err(fault.tip(words!(
            "skriv kvinnor, män eller totalt",
            "write women, men or total"
        )))
    }
}

/// The sex of one person; none where the cell is empty.
pub(super) fn sex_of_person(cell: Cell<'_>) -> Result<Option<Sex>, Fault> {
    if cell.text().is_empty() {
        return Ok(None);
    }
    let text = cell.text();
    let both = || {
        let fault = cell.fault(words!(
            "`{text}` är inte en persons kön",
            "`{text}` is not the sex of a person"
        ));
        fault.tip(words!(
            "lämna cellen tom om kön är okänt",
            "leave the cell empty if the sex is not known"
        ))
    };
    let known = sex(cell)?.ok_or_else(both);
    known.map(Some)
}

/// Yes or no; an empty cell is no.
pub(super) fn yes(cell: Cell<'_>) -> Result<bool, Fault> {
    let text = cell.text();
    if fold(text).is_empty() {
        return Ok(false);
    }
    yes_or_no(WordKind::YesOrNo, text).ok_or_else(|| {
        let fault = cell.fault(words!(
            "`{text}` är varken ja eller nej",
            "`{text}` is neither yes nor no"
        ));
        fault.tip(words!("skriv ja eller nej", "write yes or no"))
    })
}

/// Whole persons; none where the table says that the number is missing.
pub(super) fn headcount(cell: Cell<'_>) -> Result<Option<Headcount>, Fault> {
    whole_number(cell, MOST_PERSONS)
}

/// Whole inhabitants; none where the table says that the number is missing.
pub(super) fn inhabitants(cell: Cell<'_>) -> Result<Option<Headcount>, Fault> {
    whole_number(cell, MOST_INHABITANTS)
}

fn whole_number(
    cell: Cell<'_>,
    (most, [swedish, english]): (f64, [&str; 2]),
) -> Result<Option<Headcount>, Fault> {
    let value = match number(cell)? {
        Number::Missing(_) => return Ok(None),
        Number::Percent(_) => {
            return Err(cell.fault(words!(
                "ett antal skrivs inte i procent",
                "a number of persons is not written in per cent"
            )));
        }
        Number::Plain(value) => value,
    };
    let text = cell.text();
    if value < 0.0 {
        Err(cell.fault(words!(
            "`{text}` är negativt; ett antal är minst 0",
            "`{text}` is negative; a number of persons is at least 0"
        )))
    } else if value.fract() != 0.0 {
        let fault = cell.fault(words!(
            "`{text}` är inte ett helt antal",
            "`{text}` is not a whole number"
        ));
        Err(fault.tip(words!(
            "komma och punkt är decimaltecken; tusental skrivs 1234 eller 1 234",
            "comma and point are decimal separators; thousands are written 1234 or 1 234"
        )))
    } else if value > most {
        Err(cell.fault(words!(
            "`{text}` är fler än {swedish} personer",
            "`{text}` is more than {english} persons"
        )))
    } else {
        Ok(Some(whole(value)))
    }
}

/// The value is whole and between 0 and a hundred million.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked above"
)]
const fn whole(value: f64) -> Headcount {
    Headcount(value as u32)
}

/// How a column of shares is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShareScale {
    /// 0,88 or `88 %`.
    Share,
    /// 88 or `88 %`.
    Percent,
}

/// A share; none where the table says that it is missing.
pub(super) fn share(cell: Cell<'_>, scale: ShareScale) -> Result<Option<Share>, Fault> {
    let text = cell.text();
    let value = match (number(cell)?, scale) {
        (Number::Missing(_), _) => return Ok(None),
        (Number::Plain(value), ShareScale::Share) if value > 1.0 => {
            let fault = cell.fault(words!(
                "`{text}` är mer än 1, och en andel är högst 1",
                "`{text}` is more than 1, and a share is at most 1"
            ));
            return Err(fault.tip(words!(
                "procent skrivs `88 %` eller i kolumnen `examensfrekvens_procent`",
                "per cent is written `88 %` or in the column `examensfrekvens_procent`"
            )));
        }
        (Number::Plain(value), ShareScale::Percent) if value > 0.0 && value <= 1.0 => {
            let fault = cell.fault(words!(
                "`{text}` procent är högst en procent",
                "`{text}` per cent is one per cent at most"
            ));
            return Err(fault.tip(words!(
                "andelar som 0,88 skrivs i kolumnen `examensfrekvens`",
                "shares such as 0.88 are written in the column `examensfrekvens`"
            )));
        }
        (Number::Plain(value), ShareScale::Share) => value,
        (Number::Plain(value), ShareScale::Percent) | (Number::Percent(value), _) => value / 100.0,
    };
    let outside = || {
        cell.fault(words!(
            "`{text}` ligger inte mellan 0 och 100 procent",
            "`{text}` does not lie between 0 and 100 per cent"
        ))
    };
    Share::new(value).map(Some).ok_or_else(outside)
}

pub(super) fn number(cell: Cell<'_>) -> Result<Number, Fault> {
    if let Some(missing) = cell.sign() {
        return Ok(Number::Missing(missing));
    }
    let text = cell.text();
    Number::parse(text).map_err(|_| {
        let fault = cell.fault(words!(
            "`{text}` är inte ett tal",
            "`{text}` is not a number"
        ));
        fault.tip(words!(
            "skriv siffror med decimalkomma eller decimalpunkt, eller `..` om talet saknas",
            "write digits with a decimal comma or point, or `..` if the number is missing"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{Reference, population};

    #[test]
    fn the_year_that_is_compiled_in_is_that_of_the_population() {
        let reference = Reference::load().unwrap();
        let years = population(&reference).unwrap();
        let newest = years.iter().map(|row| row.year).max();
        assert_eq!(newest, Some(NEWEST_POPULATION));
    }
}
