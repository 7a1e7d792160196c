//! Reading the tables that are compiled in, by the same reader as a person's files.

use std::str::FromStr;

use crate::language::words;
use crate::source::{Cell, Fault, Faults, table_of};

/// Makes one value of every row of an embedded table; `columns` are its headers, in any order.
pub(super) fn rows<T, const N: usize>(
    name: &str,
    text: &str,
    columns: [&str; N],
    make: impl Fn([Cell<'_>; N]) -> Result<T, Fault>,
) -> Result<Vec<T>, Faults> {
    let table = table_of(name, text.as_bytes())?;
    let mut positions = [0; N];
    for (position, column) in positions.iter_mut().zip(columns) {
        let found = table.header().iter().position(|header| header == column);
        *position = found.ok_or_else(|| {
            table.fault(words!(
                "kolumnen `{column}` saknas",
                "the column `{column}` is missing"
            ))
        })?;
    }
    let mut faults = Faults::new();
    let made: Vec<Option<T>> = table
        .records()
        .map(|record| faults.keep(make(positions.map(|position| record.cell(position)))))
        .collect();
    faults.or_else(|| made.into_iter().flatten().collect())
}

/// The names in a cell, separated by `|`.
pub(super) fn names(cell: Cell<'_>) -> Vec<String> {
    cell.text()
        .split('|')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A number or other value that parses from its text.
pub(super) fn value<T: FromStr>(cell: Cell<'_>) -> Result<T, Fault> {
    cell.text().parse().map_err(|_| unreadable(cell))
}

/// What a word means, of those that a column may hold.
pub(super) fn one_of<T: Copy, const N: usize>(
    cell: Cell<'_>,
    words: [(&str, T); N],
) -> Result<T, Fault> {
    words
        .into_iter()
        .find(|(word, _)| *word == cell.text())
        .map(|(_, meaning)| meaning)
        .ok_or_else(|| cell.fault(words!("okänt ord", "unknown word")))
}

fn unreadable(cell: Cell<'_>) -> Fault {
    let text = cell.text();
    cell.fault(words!(
        "`{text}` går inte att läsa",
        "`{text}` cannot be read"
    ))
}
