//! JSON-stat, which `PxWeb`, Eurostat, SSB, CSO and others answer with, and `PxWeb`'s own `json`.
//!
//! Reference: The JSON-stat Format 2.0 and 1.0 (json-stat.org). Version 2 has one dataset to a file; version 1 a
//! bundle of named datasets.

mod dimension;
mod findings;
mod node;
mod pxweb;
mod values;

#[cfg(test)]
mod tests;

use super::cell_notes::CellNotes;
use super::input_text::InputText;
use super::limits::MOST_BYTES;
use super::px::too_large;
use super::statistical_table::StatisticalTable;
use super::{Fault, Faults, Location};
use crate::language::words;
use dimension::{dimensions, note_texts};
use findings::Findings;
use node::Node;

/// Whether a text looks like JSON: it begins with a brace or a bracket.
#[must_use]
pub fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    let second = text.get(1..).map(<[u8]>::trim_ascii_start);
    let second = second.and_then(|rest| rest.first());
    match text.first() {
        Some(b'{') => matches!(second, Some(b'"' | b'}')),
        Some(b'[') => matches!(second, Some(b'{' | b'[' | b'"' | b']')),
        _ => false,
    }
}

/// Reads the table of a JSON-stat file or of `PxWeb`'s own `json`.
///
/// # Errors
/// Every fault of the file; a file that is JSON but no table; a bundle of several tables.
pub fn read_json_stat(name: &str, text: &str) -> Result<StatisticalTable, Faults> {
    if text.len() > MOST_BYTES {
        return Err(too_large(name, text.len()).into());
    }
    let text = text.trim_start_matches('\u{feff}');
    let input = InputText::new(name, text.to_owned());
    let root = node::root(&input)?;
    let found = datasets(root);
    let (table, remarks) = match found.as_slice() {
        [dataset] => dataset_table(*dataset, &input)?,
        [] if root.get("columns").is_some() && root.get("data").is_some() => {
            own_table(root, &input)?
        }
        [] => return Err(no_table(root, &input).into()),
        several => return Err(bundle(several, &input).into()),
    };
    Ok(StatisticalTable {
        remarks,
        input,
        ..table
    })
}

/// The datasets of a file: itself, or the members of a version 1 bundle.
fn datasets(root: Node<'_>) -> Vec<Node<'_>> {
    let is_dataset = |node: &Node<'_>| {
        node.get("dimension").is_some_and(Node::is_object)
            && (node.get("value").is_some()
                || node.get("size").is_some()
                || node
                    .text_of("class")
                    .is_some_and(|class| class == "dataset"))
    };
    if is_dataset(&root) {
        return vec![root];
    }
    let members = root.members().map(|(_, member)| member);
    members.filter(is_dataset).collect()
}

fn dataset_table(
    dataset: Node<'_>,
    input: &InputText,
) -> Result<(StatisticalTable, Vec<Fault>), Faults> {
    let mut findings = Findings::new(input);
    let found = dimensions(dataset, &mut findings);
    let cells = match &found {
        Some(found) => values::cells(dataset, &found.sizes, &mut findings),
        None => Vec::new(),
    };
    let px = dataset
        .get("extension")
        .and_then(|extension| extension.get("px"));
    let decimals = px.and_then(|px| px.get("decimals")?.whole());
    let table = StatisticalTable {
        title: dataset
            .text_of("label")
            .or_else(|| dataset.text_of("title")),
        contents: px.and_then(|px| px.text_of("contents")),
        source: dataset.text_of("source"),
        updated: dataset.text_of("updated"),
        unit: of_dataset(dataset, px),
        decimals: decimals.and_then(|decimals| decimals.try_into().ok()),
        notes: dataset.get("note").map(note_texts).unwrap_or_default(),
        dimensions: found.map(|found| found.dimensions).unwrap_or_default(),
        cells,
        ..empty_table()
    };
    findings.end(table)
}

/// The unit of the whole dataset, where it has one.
fn of_dataset(dataset: Node<'_>, px: Option<Node<'_>>) -> Option<String> {
    let own = dataset.get("unit").and_then(dimension::unit_text);
    own.or_else(|| dataset.text_of("unit"))
        .or_else(|| px.and_then(|px| px.text_of("units")))
}

fn own_table(root: Node<'_>, input: &InputText) -> Result<(StatisticalTable, Vec<Fault>), Faults> {
    let mut findings = Findings::new(input);
    let metadata = root
        .get("metadata")
        .and_then(|metadata| metadata.elements().next());
    let of = |name| metadata.and_then(|metadata| metadata.text_of(name));
    let mut table = StatisticalTable {
        title: of("label"),
        source: of("source"),
        updated: of("updated"),
        ..empty_table()
    };
    if let Some(own) = pxweb::pxweb_table(root, &mut findings) {
        table.dimensions = own.dimensions;
        table.cells = own.cells;
        table.notes = own.notes;
    }
    findings.end(table)
}

fn empty_table() -> StatisticalTable {
    StatisticalTable {
        title: None,
        contents: None,
        source: None,
        updated: None,
        unit: None,
        decimals: None,
        notes: Vec::new(),
        dimensions: Vec::new(),
        cells: Vec::new(),
        remarks: Vec::new(),
        cell_notes: CellNotes::default(),
        cell_marks: CellNotes::default(),
        input: InputText::new("", String::new()),
    }
}

/// The fault of a file that is JSON but no table, named for what it is.
fn no_table(root: Node<'_>, input: &InputText) -> Fault {
    let class = root.text_of("class").unwrap_or_default();
    let what = match class.as_str() {
        "collection" => words!(
            "filen är en JSON-stat-samling (collection) av länkar, inte en tabell",
            "the file is a JSON-stat collection of links, not a table"
        ),
        "dimension" => words!(
            "filen är en JSON-stat-dimension utan värden, inte en tabell",
            "the file is a JSON-stat dimension without values, not a table"
        ),
        _ if root.get("tables").is_some() => words!(
            "filen är en förteckning över tabeller från PxWeb, inte en tabell",
            "the file is a list of tables from PxWeb, not a table"
        ),
        _ if root.get("apiVersion").is_some() => words!(
            "filen är inställningar för PxWebs API, inte en tabell",
            "the file is the configuration of a PxWeb API, not a table"
        ),
        _ if root.get("variables").is_some() => words!(
            "filen är en tabellbeskrivning (metadata) från PxWeb utan värden",
            "the file is a description of a table (metadata) from PxWeb without values"
        ),
        _ => words!(
            "filen är JSON men varken JSON-stat eller PxWebs json",
            "the file is JSON but neither JSON-stat nor PxWeb's json"
        ),
    };
    let fault = Fault::new(what).located(Location::file(input.name()));
    fault.tip(words!(
        "hämta tabellens data i formatet json-stat2, px eller csv",
        "fetch the table's data in the format json-stat2, px or csv"
    ))
}

/// The fault of a bundle with several tables.
fn bundle(datasets: &[Node<'_>], input: &InputText) -> Fault {
    let count = datasets.len();
    let names = datasets
        .iter()
        .take(5)
        .filter_map(|dataset| dataset.text_of("label"));
    let names = names.collect::<Vec<_>>().join("; ");
    let fault = Fault::new(words!(
        "filen är en JSON-stat-bunt med {count} tabeller: {names}",
        "the file is a JSON-stat bundle of {count} tables: {names}"
    ));
    let fault = fault.located(Location::file(input.name()));
    fault.tip(words!(
        "hämta en tabell åt gången",
        "fetch one table at a time"
    ))
}
