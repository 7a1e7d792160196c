//! Notes: about the table, a variable, a value or cells.
//!
//! `NOTE`, `VALUENOTE` and `CELLNOTE`, with an `X` where a user must be shown the note; `DATANOTECELL` sets a
//! mark at cells. `CELLNOTE("*","20")` is about every cell with the second variable's value `20`.

use super::super::cell_notes::CellNotes;
use super::findings::Findings;
use super::metadata::{Metadata, plain_text};
use super::statement::Statement;
use super::variables::Variables;
use crate::language::words;

/// The notes that are not about a variable or one of its values.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) of_table: Vec<String>,
    pub(super) of_cells: CellNotes,
    /// `DATANOTECELL`.
    pub(super) marks: CellNotes,
}

/// Reads all notes; those of variables and values go where they belong.
pub(super) fn notes(
    metadata: &Metadata<'_>,
    variables: &mut Variables,
    findings: &mut Findings<'_>,
) -> Notes {
    let mut notes = Notes::default();
    for statement in metadata.statements {
        if !is_chosen(metadata, statement) {
            continue;
        }
        let text = || statement.text().map(plain_text).unwrap_or_default();
        match statement.keyword.as_str() {
            "NOTE" | "NOTEX" => match statement.subkeys.as_slice() {
                [] => notes.of_table.push(text()),
                [name, ..] => {
                    if let Some(at) = variables.position(name) {
                        variables.dimensions[at].notes.push(text());
                    }
                }
            },
            "VALUENOTE" | "VALUENOTEX" => {
                if let [name, value] = statement.subkeys.as_slice()
                    && let Some(at) = variables.position(name)
                    && let Some(value) = variables.value(at, value)
                {
                    variables.dimensions[at].values[value].notes.push(text());
                }
            }
            "CELLNOTE" | "CELLNOTEX" => {
                add(&mut notes.of_cells, statement, &text(), variables, findings);
            }
            "DATANOTECELL" => add(&mut notes.marks, statement, &text(), variables, findings),
            _ => {}
        }
    }
    notes
}

/// Whether a note is in the language that words are taken in: the translation where it has the same keyword
/// in any place, otherwise the file's own language.
fn is_chosen(metadata: &Metadata<'_>, statement: &Statement) -> bool {
    metadata.is_translation(statement)
        || (metadata.is_default(statement) && !metadata.is_translated_keyword(&statement.keyword))
}

fn add(
    notes: &mut CellNotes,
    statement: &Statement,
    text: &str,
    variables: &Variables,
    findings: &mut Findings<'_>,
) {
    let Some(at) = cells(statement, variables) else {
        return;
    };
    if !notes.add(&at, text) {
        let message = words!(
            "filens cellnoter gäller för många olika kombinationer av variabler; denna läses inte",
            "the file's cell notes are about too many combinations of variables; this one is not read"
        );
        findings.remark_at(&statement.place, message);
    }
}

/// The positions that a note about cells names, `None` for any; none if it names none.
pub(super) fn cells(statement: &Statement, variables: &Variables) -> Option<Vec<Option<usize>>> {
    if statement.subkeys.len() != variables.dimensions.len() {
        return None;
    }
    let named = statement.subkeys.iter().enumerate();
    named
        .map(|(variable, name)| match name.trim() {
            "*" => Some(None),
            name => variables.value(variable, name).map(Some),
        })
        .collect()
}
