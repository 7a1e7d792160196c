//! PX files, as SCB's `PxWeb`, Statistics Finland, SSB, BFS and others write them.
//!
//! A PX file is a text of statements that describe a table, of which the last, `DATA=`, has its figures in the
//! order of the variables. Reference: PX file format specification, AXIS-VERSION 2013 (SCB).

mod checks;
mod code_page;
mod figures;
mod findings;
mod keyed_rows;
mod keywords;
mod lexer;
mod metadata;
mod notes;
mod statement;
mod symbols;
mod variables;

#[cfg(test)]
mod tests;

use memchr::memmem;

use super::input_text::InputText;
use super::statistical_table::{MOST_BYTES, StatCell, StatisticalTable};
use super::{Fault, Faults, Location};
use crate::language::words;
use checks::{check_damages, check_mandatory, check_statements, check_values, stored_decimals};
use findings::Findings;
use metadata::Metadata;
use notes::{Notes, notes};
use symbols::Symbols;
use variables::Variables;

/// Whether bytes look like a PX file: they begin with a keyword, and have `DATA=` or two keywords that every PX
/// file has.
#[must_use]
pub fn is_px(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    let is_keyword = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_');
    let length = text.iter().take_while(|byte| is_keyword(byte)).count();
    let after = text[length..].trim_ascii_start().first();
    let has = |keyword: &[u8]| memmem::find(text, keyword).is_some();
    length > 3
        && matches!(after, Some(b'=' | b'[' | b'('))
        && (has(b"DATA=") || has(b"VALUES") || (has(b"STUB") && has(b"HEADING")))
}

/// Reads a PX file.
///
/// # Errors
/// Every fault of the file: what is missing, what cannot be read, and figures that do not fill the table.
pub fn read_px(name: &str, bytes: &[u8]) -> Result<StatisticalTable, Faults> {
    if bytes.len() > MOST_BYTES {
        return Err(too_large(name, bytes.len()).into());
    }
    let decoded = code_page::decoded(bytes);
    let input = InputText::new(name, decoded.text);
    let mut findings = Findings::new(&input);
    if let Some(remark) = decoded.remark {
        findings.remark(remark);
    }
    let table = table(&mut findings);
    let remarks = findings.end()?;
    Ok(StatisticalTable {
        remarks,
        input,
        ..table
    })
}

/// The fault of a file that is larger than any table.
pub(super) fn too_large(name: &str, bytes: usize) -> Fault {
    let [size, most] = [bytes >> 20, MOST_BYTES >> 20];
    let message = words!(
        "filen är {size} MB; statistiktabeller läses upp till {most} MB",
        "the file is {size} MB; statistical tables are read up to {most} MB"
    );
    let fault = Fault::new(message).located(Location::file(name));
    fault.tip(words!(
        "hämta färre regioner, år eller åldrar åt gången",
        "fetch fewer regions, years or ages at a time"
    ))
}

fn table(findings: &mut Findings<'_>) -> StatisticalTable {
    let header = lexer::header(findings.input);
    check_damages(&header.damages, findings);
    let metadata = Metadata::new(&header.statements);
    check_mandatory(&metadata, &header.damages, findings);
    let decimals = stored_decimals(&metadata, findings);
    let mut variables = Variables::read(&metadata, findings);
    check_values(&variables, &header.damages, findings);
    let content = content(&metadata, &mut variables, findings);
    set_totals(&metadata, &mut variables);
    check_statements(&metadata, &variables, content, findings);
    let Notes {
        of_table,
        of_cells,
        marks,
    } = notes(&metadata, &mut variables, findings);
    let symbols = Symbols::read(&metadata, &of_table);
    let cells = cells(header.data, &metadata, &variables, &symbols, findings);
    StatisticalTable {
        title: metadata
            .text("TITLE")
            .or_else(|| metadata.text("DESCRIPTION")),
        contents: metadata.text("CONTENTS"),
        source: metadata.text("SOURCE"),
        updated: updated(&metadata),
        unit: metadata.text("UNITS"),
        decimals,
        notes: of_table,
        dimensions: variables.dimensions,
        cells,
        remarks: Vec::new(),
        cell_notes: of_cells,
        cell_marks: marks,
        input: InputText::new("", String::new()),
    }
}

/// When the table was updated, or the first of its contents.
fn updated(metadata: &Metadata<'_>) -> Option<String> {
    let mut statements = metadata.statements.iter();
    let found = statements
        .find(|statement| statement.keyword == "LAST-UPDATED" && metadata.is_default(statement))?;
    found.text().map(str::to_owned)
}

/// The variable whose values are the contents, each with its unit.
fn content(
    metadata: &Metadata<'_>,
    variables: &mut Variables,
    findings: &mut Findings<'_>,
) -> Option<usize> {
    let statement = metadata.get("CONTVARIABLE", &[])?;
    let name = statement.text().unwrap_or_default();
    let Some(at) = variables.position(name) else {
        let message = words!(
            "CONTVARIABLE anger `{name}`, som inte är en av variablerna",
            "CONTVARIABLE names `{name}`, which is none of the variables"
        );
        findings.refuse_at(&statement.place, message);
        return None;
    };
    if let Some(translated) = metadata.translated("CONTVARIABLE", &[])
        && translated.text().and_then(|name| variables.position(name)) != Some(at)
    {
        let message = words!(
            "CONTVARIABLE anger en annan variabel på svenska; den på filens eget språk gäller",
            "CONTVARIABLE names another variable in Swedish; that in the file's own language is used"
        );
        findings.remark_at(&translated.place, message);
    }
    variables.dimensions[at].is_content = true;
    for statement in metadata.statements {
        if statement.keyword == "UNITS"
            && (metadata.is_default(statement) || metadata.is_translation(statement))
            && let [content] = statement.subkeys.as_slice()
            && let Some(value) = variables.value(at, content)
        {
            let unit = statement.text().map(str::to_owned);
            variables.dimensions[at].values[value].unit = unit;
        }
    }
    Some(at)
}

/// `ELIMINATION` names the value that is the total of the others, or says that they may be summed.
fn set_totals(metadata: &Metadata<'_>, variables: &mut Variables) {
    for statement in metadata.statements {
        if statement.keyword == "ELIMINATION"
            && metadata.is_default(statement)
            && let [name] = statement.subkeys.as_slice()
            && let Some(at) = variables.position(name)
        {
            if let Some(is_summable) = statement.yes_or_no() {
                variables.dimensions[at].is_summable = is_summable;
                continue;
            }
            let total = statement.text().and_then(|text| variables.value(at, text));
            variables.dimensions[at].total = total;
        }
    }
}

fn cells(
    data: Option<usize>,
    metadata: &Metadata<'_>,
    variables: &Variables,
    symbols: &Symbols,
    findings: &mut Findings<'_>,
) -> Vec<StatCell> {
    let Some(start) = data else {
        let message = words!(
            "PX-nyckelordet DATA saknas",
            "the PX keyword DATA is missing"
        );
        let tip = words!(
            "filen kan vara avbruten; hämta den på nytt",
            "the file may be cut off; fetch it again"
        );
        findings.refuse(message, tip);
        return Vec::new();
    };
    if variables.dimensions.is_empty() || variables.sizes().any(|size| size == 0) {
        return Vec::new();
    }
    let keys = keyed_rows::keys(metadata, variables, findings);
    remark_end(keys.is_some(), findings);
    match keys {
        Some(keys) => keyed_rows::keyed_rows(start, &keys, variables, symbols, findings),
        None => figures::figures(start, variables, symbols, findings),
    }
}

/// Remarks a file that may have been cut off: without its last semicolon, the last figure may lack digits where
/// nothing follows it, and rows that are not there would be taken for zeros.
fn remark_end(is_keyed: bool, findings: &mut Findings<'_>) {
    let text = findings.input.text();
    let last = text.trim_end().len();
    let is_cut = is_keyed || last == text.len();
    if is_cut && !text[..last].ends_with(';') {
        let message = words!(
            "filen slutar utan semikolon och kan vara avbruten; kontrollera de sista siffrorna",
            "the file ends without a semicolon and may be cut off; check the last figures"
        );
        findings.remark_at(&(last.saturating_sub(1)..last), message);
    }
}
