//! What single cells mean.

use crate::domain::{AcademicYear, Headcount, Sex, Share, Term, Year};
use crate::reference::Unknown;
use crate::source::{Cell, Fault, Number, fold};

/// More persons than any cell of these tables can hold: a slip of the pen.
const MOST_PERSONS: (f64, &str) = (10_000_000.0, "tio miljoner");

/// More inhabitants than any area can have.
const MOST_INHABITANTS: (f64, &str) = (100_000_000.0, "hundra miljoner");

const BOTH: [&str; 8] = [
    "alla",
    "båda",
    "båda könen",
    "totalt",
    "samtliga",
    "total",
    "both",
    "t",
];

/// What a name in a reference table stands for.
pub(super) fn named<T>(
    cell: Cell<'_>,
    find: impl FnOnce(&str) -> Result<T, Unknown>,
) -> Result<T, Fault> {
    if cell.text().is_empty() {
        return Err(cell.fault("cellen är tom"));
    }
    find(cell.text()).map_err(|unknown| cell.fault(unknown.words()).tip(unknown.tip()))
}

pub(super) fn academic_year(cell: Cell<'_>) -> Result<AcademicYear, Fault> {
    AcademicYear::parse(cell.text()).map_err(|error| cell.fault(error.to_string()).tip(error.tip()))
}

pub(super) fn term(cell: Cell<'_>) -> Result<Term, Fault> {
    Term::parse(cell.text()).map_err(|error| cell.fault(error.to_string()).tip(error.tip()))
}

/// The calendar years that tables are of.
const YEARS: std::ops::RangeInclusive<Year> = 1900..=2100;

/// A calendar year.
pub(super) fn year(cell: Cell<'_>) -> Result<Year, Fault> {
    let known = cell.text().parse().ok();
    let not_a_year = || cell.fault(format!("`{}` är inte ett år", cell.text()));
    known
        .filter(|year| YEARS.contains(year))
        .ok_or_else(|| not_a_year().tip("skriv år med fyra siffror, 2021"))
}

/// The sex; none for a row of both sexes together.
pub(super) fn sex(cell: Cell<'_>) -> Result<Option<Sex>, Fault> {
    let given = fold(cell.text());
    let is_in = |words: &[&str]| words.iter().any(|word| fold(word) == given);
    if is_in(Sex::Women.names()) {
        Ok(Some(Sex::Women))
    } else if is_in(Sex::Men.names()) {
        Ok(Some(Sex::Men))
    } else if is_in(&BOTH) {
        Ok(None)
    } else {
        let fault = cell.fault(format!("okänt kön `{}`", cell.text()));
        Err(fault.tip("skriv kvinnor, män eller totalt"))
    }
}

/// The sex of one person; none where the cell is empty.
pub(super) fn sex_of_person(cell: Cell<'_>) -> Result<Option<Sex>, Fault> {
    if cell.text().is_empty() {
        return Ok(None);
    }
    let both = || cell.fault(format!("`{}` är inte en persons kön", cell.text()));
    let known = sex(cell)?.ok_or_else(|| both().tip("lämna cellen tom om kön är okänt"));
    known.map(Some)
}

/// Yes or no; an empty cell is no.
pub(super) fn yes(cell: Cell<'_>) -> Result<bool, Fault> {
    match fold(cell.text()).as_str() {
        "ja" | "yes" | "true" | "1" => Ok(true),
        "" | "nej" | "no" | "false" | "0" => Ok(false),
        _ => {
            let fault = cell.fault(format!("`{}` är varken ja eller nej", cell.text()));
            Err(fault.tip("skriv ja eller nej"))
        }
    }
}

/// Whole persons; none where the table says that the number is missing.
pub(super) fn headcount(cell: Cell<'_>) -> Result<Option<Headcount>, Fault> {
    whole_number(cell, MOST_PERSONS)
}

/// Whole inhabitants; none where the table says that the number is missing.
pub(super) fn inhabitants(cell: Cell<'_>) -> Result<Option<Headcount>, Fault> {
    whole_number(cell, MOST_INHABITANTS)
}

fn whole_number(cell: Cell<'_>, (most, words): (f64, &str)) -> Result<Option<Headcount>, Fault> {
    let value = match number(cell)? {
        Number::Missing(_) => return Ok(None),
        Number::Percent(_) => return Err(cell.fault("ett antal kan inte vara procent")),
        Number::Plain(value) => value,
    };
    let text = cell.text();
    if value < 0.0 {
        Err(cell.fault(format!("`{text}` är negativt; ett antal är minst 0")))
    } else if value.fract() != 0.0 {
        let fault = cell.fault(format!("`{text}` är inte ett helt antal"));
        Err(fault.tip("komma och punkt är decimaltecken; tusental skrivs 1234 eller 1 234"))
    } else if value > most {
        Err(cell.fault(format!("`{text}` är fler än {words} personer")))
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
            let fault = cell.fault(format!("`{text}` är mer än 1, och en andel är högst 1"));
            return Err(
                fault.tip("procent skrivs `88 %` eller i kolumnen `examensfrekvens_procent`")
            );
        }
        (Number::Plain(value), ShareScale::Percent) if value > 0.0 && value <= 1.0 => {
            let fault = cell.fault(format!("`{text}` procent är högst en procent"));
            return Err(fault.tip("andelar som 0,88 skrivs i kolumnen `examensfrekvens`"));
        }
        (Number::Plain(value), ShareScale::Share) => value,
        (Number::Plain(value), ShareScale::Percent) | (Number::Percent(value), _) => value / 100.0,
    };
    let outside = || cell.fault(format!("`{text}` ligger inte mellan 0 och 100 procent"));
    Share::new(value).map(Some).ok_or_else(outside)
}

pub(super) fn number(cell: Cell<'_>) -> Result<Number, Fault> {
    Number::parse(cell.text()).map_err(|error| cell.fault(error.to_string()).tip(error.tip()))
}
