//! The cells of a JSON-stat dataset.
//!
//! `value` is an array of all cells in the order of the dimensions, or an object from position to cell that
//! leaves out those without a value. `status` marks cells in the same two ways, or all of them with one text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::limits::MOST_CELLS;
use super::super::statistical_table::{StatCell, StatValue, cell_count, is_number, may_fill_up};
use super::findings::Findings;
use super::node::Node;
use crate::language::words;

/// Symbols for a value that is not there, written as a text or as a status: `PxWeb`'s dots, Eurostat's `:`.
const MISSING: [&str; 10] = [
    "", ".", "..", "...", "....", ".....", "......", ":", "…", "NA",
];

/// Symbols for a value that its source protects: Eurostat's and Statistics Sweden's.
const PROTECTED: [&str; 3] = ["c", "x", "X"];

/// The cells; none with a fault if they are not as many as declared.
pub(super) fn cells(
    dataset: Node<'_>,
    sizes: &[usize],
    findings: &mut Findings<'_>,
) -> Vec<StatCell> {
    let Some(values) = dataset
        .get("value")
        .filter(|values| values.is_array() || values.is_object())
    else {
        no_values(dataset, findings);
        return Vec::new();
    };
    let held = if values.is_array() {
        values.elements().count()
    } else {
        values.members().count()
    };
    if held == 0 {
        no_values(values, findings);
        return Vec::new();
    }
    let is_whole = |count: &usize| {
        if values.is_array() {
            *count == held
        } else {
            held <= *count && may_fill_up(*count, held)
        }
    };
    let Some(count) = cell_count(sizes.iter().copied()).filter(is_whole) else {
        refuse_count(values, sizes, held, findings);
        return Vec::new();
    };
    let is_pxweb = dataset
        .get("extension")
        .is_some_and(|extension| extension.get("px").is_some());
    let statuses = Statuses::read(dataset, count, findings);
    if values.is_array() {
        let cells = values.elements().enumerate();
        return cells
            .map(|(at, node)| cell(node, statuses.at(at), is_pxweb, findings))
            .collect();
    }
    let nothing = |at: usize| StatCell::left_out(absent(statuses.at(at).as_ref(), is_pxweb));
    let mut cells: Vec<StatCell> = (0..count).map(nothing).collect();
    for (at, cell) in cells.iter_mut().enumerate() {
        cell.status = statuses.at(at);
    }
    for (position, node) in values.members() {
        let at = position.parse::<usize>().ok();
        let Some((at, slot)) = at.and_then(|at| Some((at, cells.get_mut(at)?))) else {
            findings.refuse(
                node,
                words!(
                    "`{position}` är inte en plats bland {count} celler",
                    "`{position}` is not a position among {count} cells"
                ),
            );
            continue;
        };
        if slot.offset.is_some() {
            findings.refuse(
                node,
                words!(
                    "cellen {at} finns två gånger",
                    "the cell {at} is there twice"
                ),
            );
        }
        *slot = cell(node, statuses.at(at), is_pxweb, findings);
    }
    cells
}

fn no_values(node: Node<'_>, findings: &mut Findings<'_>) {
    findings.refuse(
        node,
        words!(
            "filen beskriver en tabell men har inga värden",
            "the file describes a table but has no values"
        ),
    );
}

fn refuse_count(values: Node<'_>, sizes: &[usize], held: usize, findings: &mut Findings<'_>) {
    let declared = sizes
        .iter()
        .try_fold(1_u128, |product, &size| product.checked_mul(size as u128));
    let declared = declared.map_or_else(|| "> 10^38".to_owned(), |count| count.to_string());
    let message = if held >= MOST_CELLS {
        words!(
            "tabellen har {declared} celler; högst {MOST_CELLS} läses",
            "the table has {declared} cells; at most {MOST_CELLS} are read"
        )
    } else {
        words!(
            "dimensionerna ger {declared} celler men `value` har {held}",
            "the dimensions make {declared} cells but `value` has {held}"
        )
    };
    findings.refuse(values, message);
}

/// One cell; a fault if it is neither a number nor a symbol for one that is missing.
pub(super) fn cell(
    node: Node<'_>,
    status: Option<Arc<str>>,
    is_pxweb: bool,
    findings: &mut Findings<'_>,
) -> StatCell {
    let text = node.string();
    let value = match (node.number(), text.as_deref().map(str::trim)) {
        (Some(number), _) | (_, Some(number)) if is_number(number) => {
            StatValue::Number(number.into())
        }
        (_, Some("-")) if is_pxweb => StatValue::Nil("-".into()),
        (_, Some(symbol)) if PROTECTED.contains(&symbol) => StatValue::Suppressed(symbol.into()),
        (_, Some(symbol)) if symbol == "-" || MISSING.contains(&symbol) => {
            StatValue::Missing(symbol.into())
        }
        _ if node.is_null() => absent(status.as_ref(), is_pxweb),
        _ => {
            let raw: String = node.raw().chars().take(40).collect();
            findings.refuse(
                node,
                words!("`{raw}` är inte ett tal", "`{raw}` is not a number"),
            );
            StatValue::Missing("".into())
        }
    };
    StatCell {
        status,
        ..StatCell::new(value, node.start())
    }
}

/// What a cell without a value holds: its status says why. `PxWeb`'s `-` is nil, zero.
fn absent(status: Option<&Arc<str>>, is_pxweb: bool) -> StatValue {
    match status {
        Some(status) if is_pxweb && **status == *"-" => StatValue::Nil(status.clone()),
        Some(status) if PROTECTED.contains(&&**status) => StatValue::Suppressed(status.clone()),
        Some(status) => StatValue::Missing(status.clone()),
        None => StatValue::Missing("".into()),
    }
}

/// The marks of the cells.
enum Statuses {
    All(Option<Arc<str>>),
    Some(BTreeMap<usize, Arc<str>>),
}

impl Statuses {
    /// Eurostat's version 1 has them in `status.value`.
    fn read(dataset: Node<'_>, count: usize, findings: &mut Findings<'_>) -> Self {
        let Some(status) = dataset.get("status") else {
            return Self::All(None);
        };
        if let Some(text) = status.string() {
            return Self::All(Some(text.trim().into()));
        }
        let inner = status
            .get("value")
            .filter(|value| value.is_array() || value.is_object());
        let status = inner.unwrap_or(status);
        let mut known: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let mut shared = |text: &str| {
            let text = text.trim();
            known
                .entry(text.to_owned())
                .or_insert_with(|| text.into())
                .clone()
        };
        if let (Some(only), 2..) = (
            status
                .elements()
                .next()
                .filter(|_| status.elements().nth(1).is_none()),
            count,
        ) {
            return Self::All(only.string().map(|text| shared(&text)));
        }
        let mut by_position = BTreeMap::new();
        for (at, node) in status.elements().enumerate().take(count) {
            if let Some(text) = node.string().filter(|text| !text.trim().is_empty()) {
                by_position.insert(at, shared(&text));
            }
        }
        for (position, node) in status.members() {
            let Some(text) = node.string() else { continue };
            match position.parse() {
                Ok(at) if at < count => {
                    by_position.insert(at, shared(&text));
                }
                _ => findings.refuse(
                    node,
                    words!(
                        "`{position}` är inte en plats bland {count} celler",
                        "`{position}` is not a position among {count} cells"
                    ),
                ),
            }
        }
        Self::Some(by_position)
    }

    fn at(&self, cell: usize) -> Option<Arc<str>> {
        match self {
            Self::All(status) => status.clone(),
            Self::Some(by_position) => by_position.get(&cell).cloned(),
        }
    }
}
