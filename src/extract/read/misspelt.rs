//! The message about persons who are written in several ways.

use crate::extract::columns::Column;
use crate::extract::problem::RowLocation;
use crate::extract::refusals::Refusals;
use crate::extract::spelling::Misspelt;
use crate::language::words;
use crate::source::{Fault, Location};

/// The fault of persons who are written in several ways; their pseudonyms are not shown.
pub(super) fn misspelt_fault(
    misspelt: Misspelt,
    place: impl Fn(u32) -> Option<RowLocation>,
    refusals: &Refusals,
) -> Fault {
    let location = |person: u32| {
        let place = place(person).map(|place| (refusals.file(place.file), place.line));
        let (file, line) = place.unwrap_or_default();
        Location {
            header: Some(Column::Person.name().to_owned()),
            ..Location::line(file, line)
        }
    };
    match misspelt {
        Misspelt::Twice {
            count,
            first: [one, other],
        } => {
            let place = location(one);
            let (file, line) = (place.file, place.row.unwrap_or_default());
            Fault::new(words!(
                "{count} löpnr skrivs på flera sätt; det första skrivs annorlunda i {file}:{line}",
                "{count} löpnr are written in several ways; the first is written otherwise in {file}:{line}"
            ))
            .located(location(other))
            .tip(words!(
                "skriv löpnr likadant överallt, som text: utan tillagda decimaler (123.0), med sina inledande nollor (00123) och med samma bokstäver; annars följs ingen från år till år",
                "write löpnr alike everywhere, as text: without added decimals (123.0), with their leading zeros (00123) and in the same case; otherwise no one is followed from year to year"
            ))
        }
        Misspelt::Rounded { count, first } => Fault::new(words!(
            "{count} löpnr är avrundade tal (1,2E+11)",
            "{count} löpnr are rounded numbers (1.2E+11)"
        ))
        .located(location(first))
        .tip(words!(
            "ett kalkylprogram har förstört dem; hämta uttaget igen och spara löpnr som text",
            "a spreadsheet has spoilt them; fetch the extract again and save löpnr as text"
        )),
    }
}
