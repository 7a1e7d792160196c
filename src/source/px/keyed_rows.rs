//! Files with `KEYS`: every row of figures begins with the values of the stub's variables.
//!
//! `KEYS("region")=CODES` says that rows name the codes of `region`, `VALUES` that they name the labels. Rows
//! that hold only zeros are left out of the file.

use super::super::statistical_table::{StatCell, StatValue, cell_count, is_number, may_fill_up};
use super::figures::{Figure, Figures, cell, declared};
use super::findings::Findings;
use super::metadata::Metadata;
use super::symbols::Symbols;
use super::variables::Variables;
use crate::language::words;

/// How the rows of a file name the values of one variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Codes,
    Labels,
}

/// How rows name the values of the stub's variables; none for a file without `KEYS`.
pub(super) fn keys(
    metadata: &Metadata<'_>,
    variables: &Variables,
    findings: &mut Findings<'_>,
) -> Option<Vec<Key>> {
    let mut keys = vec![None; variables.stub];
    let mut statements = Vec::new();
    for statement in metadata.statements {
        if statement.keyword == "KEYS" && metadata.is_default(statement) {
            statements.push(statement);
        }
    }
    let first = statements.first()?;
    for statement in &statements {
        let key = match statement.text().map(str::to_ascii_uppercase).as_deref() {
            Some("CODES") => Key::Codes,
            Some("VALUES") => Key::Labels,
            _ => {
                let message = words!(
                    "KEYS ska vara CODES eller VALUES",
                    "KEYS should be CODES or VALUES"
                );
                findings.refuse_at(&statement.place, message);
                continue;
            }
        };
        let named = statement.subkeys.first();
        let at = named.and_then(|name| variables.position(name));
        match at.and_then(|at| keys.get_mut(at)) {
            Some(slot) => *slot = Some(key),
            None => {
                let message = words!(
                    "KEYS ska avse en variabel i STUB",
                    "KEYS should name a variable of STUB"
                );
                findings.refuse_at(&statement.place, message);
            }
        }
    }
    let whole: Option<Vec<Key>> = keys.iter().copied().collect();
    if whole.is_none() {
        let message = words!(
            "KEYS saknas för någon variabel i STUB",
            "KEYS is missing for a variable of STUB"
        );
        findings.refuse_at(&first.place, message);
    }
    whole.or_else(|| Some(Vec::new()))
}

/// The cells of a file with `KEYS`; those of rows that are left out are zero.
///
/// A row ends where the next one's keys begin, so that a row with too many or too few figures does not move the
/// others.
pub(super) fn keyed_rows(
    start: usize,
    keys: &[Key],
    variables: &Variables,
    symbols: &Symbols,
    findings: &mut Findings<'_>,
) -> Vec<StatCell> {
    let text = findings.input.text();
    let sizes: Vec<usize> = variables.sizes().collect();
    let held = Figures::new(text, start).count();
    let Some(count) = cell_count(sizes.iter().copied()).filter(|&count| may_fill_up(count, held))
    else {
        let declared = declared(variables);
        let message = words!(
            "variablerna ger {declared} celler men filen har bara {held} tal och nycklar",
            "the variables make {declared} cells but the file has only {held} numbers and keys"
        );
        findings.refuse_at(&(start.saturating_sub(1)..start), message);
        return Vec::new();
    };
    if keys.is_empty() {
        return Vec::new();
    }
    let width: usize = sizes[keys.len()..].iter().product();
    let mut cells = vec![StatCell::left_out(StatValue::LeftOutZero); count];
    let mut figures = Figures::new(text, start).peekable();
    while let Some(first) = figures.peek().copied() {
        let named: Vec<Figure<'_>> = figures.by_ref().take(keys.len()).collect();
        let row = row(&named, keys, variables, findings);
        // Within quotation marks, a number is the key of a row; a figure is a symbol.
        let is_figure = |figure: &Figure<'_>| {
            !figure.is_quoted || (!is_number(figure.text) && symbols.value(figure.text).is_some())
        };
        let mut written = 0;
        while let Some(figure) =
            figures.next_if(|figure| is_figure(figure) && (written < width || !figure.is_quoted))
        {
            let cell = cell(figure, symbols, findings);
            let slot = row.filter(|_| written < width);
            if let Some(slot) = slot.and_then(|row| cells.get_mut(row * width + written)) {
                if written == 0 && slot.offset.is_some() {
                    repeated(first, findings);
                }
                *slot = cell;
            }
            written += 1;
        }
        if written != width {
            findings.refuse_figure(first.start, first.end, || {
                words!(
                    "raden har {written} tal i stället för {width}",
                    "the row has {written} figures instead of {width}"
                )
            });
        }
    }
    cells
}

fn repeated(first: Figure<'_>, findings: &mut Findings<'_>) {
    findings.refuse_figure(first.start, first.end, || {
        words!(
            "raden finns redan i filen",
            "the row is in the file already"
        )
    });
}

/// The number of the row with these keys; a fault for every key that is no value.
fn row(
    named: &[Figure<'_>],
    keys: &[Key],
    variables: &Variables,
    findings: &mut Findings<'_>,
) -> Option<usize> {
    let mut row = Some(0);
    for (variable, (figure, key)) in named.iter().zip(keys).enumerate() {
        let name = figure.text.trim();
        let value = match key {
            Key::Codes => variables.by_code(variable, name),
            Key::Labels => variables.by_label(variable, name),
        };
        let dimension = &variables.dimensions[variable];
        if value.is_none() || !figure.is_quoted {
            findings.refuse_figure(figure.start, figure.end, || {
                let of = &dimension.name;
                words!(
                    "`{name}` är inte ett värde på `{of}`, som raden ska börja med",
                    "`{name}` is not a value of `{of}`, which the row should begin with"
                )
            });
        }
        row = row
            .zip(value)
            .map(|(row, value)| row * dimension.values.len() + value);
    }
    row
}
