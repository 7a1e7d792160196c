//! Where the columns of a file are, or what is wrong with them.

use super::request::ReadRequest;
use crate::extract::columns::{Column, ColumnFault, Positions};
use crate::language::{Words, words};
use crate::source::{Fault, Faults, Location};

/// How many columns of a file a message lists.
const LISTED: usize = 30;

/// Where the columns of a file are, its local names translated.
pub(super) fn positions(
    name: &str,
    own: &[String],
    request: &ReadRequest<'_>,
) -> Result<Positions, Faults> {
    let mapping = request.dictionary.mapping();
    let headers: Vec<String> = own
        .iter()
        .map(|header| mapping.header(header).to_owned())
        .collect();
    let lacking = mapping.lacking(own);
    let positions = match Positions::find(&headers) {
        Ok(positions) if lacking.is_empty() => positions,
        found => {
            return Err(column_faults(
                &found.err().unwrap_or_default(),
                &lacking,
                name,
                own,
            ));
        }
    };
    let mut faults = Faults::new();
    let translated = mapping.translated().map(|(column, _)| column);
    for column in translated.filter(|column| positions.of(*column).is_none()) {
        faults.push(nothing_to_translate(column).located(Location::line(name, 1)));
    }
    faults.or_else(|| positions)
}

fn nothing_to_translate(column: Column) -> Fault {
    let column = column.name();
    Fault::new(words!(
        "mappningen översätter värden i `{column}`, som filen saknar",
        "the mapping translates values of `{column}`, which the file lacks"
    ))
    .tip(words!(
        "ta bort [values.{column}] ur mappningen eller ge kolumnens namn under [columns]",
        "remove [values.{column}] from the mapping or give the column's name under [columns]"
    ))
}

/// The faults of a file's columns, with the columns that it has.
fn column_faults(
    faults: &[ColumnFault],
    lacking: &[(&str, Column)],
    name: &str,
    headers: &[String],
) -> Faults {
    let has = listed(headers);
    let mut all = Faults::new();
    let mut push = |message: Words| {
        let tip = words!(
            "filen har kolumnerna {has}; --map översätter lokala namn",
            "the file has the columns {has}; --map translates local names"
        );
        all.push(
            Fault::new(message)
                .located(Location::line(name, 1))
                .tip(tip),
        );
    };
    for (local, column) in lacking {
        let column = column.name();
        push(words!(
            "kolumnen `{local}` saknas, som enligt mappningen är `{column}`",
            "the column `{local}` is missing, which the mapping says is `{column}`"
        ));
    }
    for fault in faults {
        push(fault.message());
    }
    all
}

fn listed(headers: &[String]) -> String {
    let first = headers.iter().take(LISTED).map(String::as_str);
    let rest = (headers.len() > LISTED).then_some("…");
    first.chain(rest).collect::<Vec<_>>().join(", ")
}
