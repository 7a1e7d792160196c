//! `PxWeb`'s own `json`, which its version 1 answers with.
//!
//! `columns` describes the columns: `d` a dimension, `t` time, `c` a content. Every element of `data` has a `key`
//! with the codes of the dimensions and `values` with the contents as texts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::statistical_table::{
    Dimension, StatCell, StatValue, Value, cell_count, may_fill_up,
};
use super::findings::Findings;
use super::node::Node;
use super::values::cell;
use crate::language::words;

/// The dimensions and the cells of a table.
pub(super) struct PxWebTable {
    pub(super) dimensions: Vec<Dimension>,
    pub(super) cells: Vec<StatCell>,
    /// What `comments` say about columns and values.
    pub(super) notes: Vec<String>,
}

/// Reads columns and rows; combinations of codes without a row are missing.
pub(super) fn pxweb_table(root: Node<'_>, findings: &mut Findings<'_>) -> Option<PxWebTable> {
    let (columns, data) = root.get("columns").zip(root.get("data"))?;
    let (contents, keys): (Vec<_>, Vec<_>) = columns
        .elements()
        .map(column)
        .partition(|column| column.is_content);
    let contents: Vec<Value> = contents
        .iter()
        .map(|column| Value {
            unit: column.unit.clone(),
            ..Value::new(column.code.clone(), column.name.clone())
        })
        .collect();
    let mut dimensions: Vec<Dimension> = keys
        .into_iter()
        .map(|column| Dimension {
            name: column.name,
            code: column.code,
            is_time: column.is_time,
            ..Dimension::default()
        })
        .collect();
    let rows = rows(data, &mut dimensions, contents.len(), findings)?;
    let several = contents.len() > 1;
    if several {
        dimensions.push(Dimension {
            name: "tabellinnehåll".to_owned(),
            code: "ContentsCode".to_owned(),
            is_content: true,
            values: contents,
            ..Dimension::default()
        });
    }
    let cells = fill(data, &dimensions, rows, several, findings);
    let comments = root.get("comments").into_iter().flat_map(Node::elements);
    let notes = comments.filter_map(|comment| {
        let about = ["variable", "value"]
            .iter()
            .filter_map(|name| comment.text_of(name));
        let about = about.collect::<Vec<_>>().join(" ");
        Some(format!("{about}: {}", comment.text_of("comment")?))
    });
    Some(PxWebTable {
        dimensions,
        cells,
        notes: notes.collect(),
    })
}

struct Column {
    code: String,
    name: String,
    unit: Option<String>,
    is_time: bool,
    is_content: bool,
}

fn column(node: Node<'_>) -> Column {
    let code = node.text_of("code").unwrap_or_default();
    let kind = node.text_of("type").unwrap_or_default();
    Column {
        name: node.text_of("text").unwrap_or_else(|| code.clone()),
        code,
        unit: node.text_of("unit"),
        is_time: kind == "t",
        is_content: kind == "c",
    }
}

/// The position of every row in every dimension with its cells; the dimensions get their values on the way.
type Rows<'t> = BTreeMap<Vec<usize>, (Node<'t>, Vec<StatCell>)>;

fn rows<'t>(
    data: Node<'t>,
    dimensions: &mut [Dimension],
    contents: usize,
    findings: &mut Findings<'_>,
) -> Option<Rows<'t>> {
    let mut known: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); dimensions.len()];
    let mut rows = BTreeMap::new();
    if contents == 0 || cell_count([data.elements().count(), contents]).is_none() {
        findings.refuse(
            data,
            words!(
                "tabellen har inget innehåll (kolumn av typ `c`) eller är för stor",
                "the table has no contents (a column of type `c`) or is too large"
            ),
        );
        return None;
    }
    for row in data.elements() {
        let key = row.get("key").into_iter().flat_map(Node::elements);
        let codes: Vec<String> = key.filter_map(Node::string).map(Cow::into_owned).collect();
        let values = row.get("values").into_iter().flat_map(Node::elements);
        let cells: Vec<StatCell> = values
            .map(|value| cell(value, None, true, findings))
            .collect();
        if codes.len() != dimensions.len() || cells.len() != contents {
            findings.refuse(
                row,
                words!(
                    "raden har inte en nyckel för varje dimension och ett värde för varje innehåll",
                    "the row does not have a key for every dimension and a value for every content"
                ),
            );
            continue;
        }
        let mut at = Vec::with_capacity(codes.len());
        for ((code, known), dimension) in codes.into_iter().zip(&mut known).zip(&mut *dimensions) {
            let next = known.len();
            at.push(*known.entry(code.clone()).or_insert_with(|| {
                dimension.values.push(Value::new(code.clone(), code));
                next
            }));
        }
        if rows.insert(at, (row, cells)).is_some() {
            findings.refuse(
                row,
                words!(
                    "raden har samma nyckel som en tidigare",
                    "the row has the same key as an earlier one"
                ),
            );
        }
    }
    Some(rows)
}

fn fill(
    data: Node<'_>,
    dimensions: &[Dimension],
    rows: Rows<'_>,
    several: bool,
    findings: &mut Findings<'_>,
) -> Vec<StatCell> {
    let sizes: Vec<usize> = dimensions
        .iter()
        .map(|dimension| dimension.values.len())
        .collect();
    let count = cell_count(sizes.iter().copied());
    let width = if several {
        sizes.last().copied().unwrap_or(1)
    } else {
        1
    };
    let Some(count) = count.filter(|&count| may_fill_up(count, rows.len() * width)) else {
        findings.refuse(
            data,
            words!(
                "nycklarna ger många fler kombinationer än filen har rader",
                "the keys make many more combinations than the file has rows"
            ),
        );
        return Vec::new();
    };
    let missing = count.saturating_sub(rows.len() * width);
    if missing > 0 {
        findings.remark(words!(
            "{missing} kombinationer av nycklar har ingen rad och räknas som uppgift saknas",
            "{missing} combinations of keys have no row and are taken as missing"
        ));
    }
    let mut cells = vec![StatCell::left_out(StatValue::Missing("".into())); count];
    for (at, (_, row)) in rows {
        let position = at
            .iter()
            .zip(&sizes)
            .fold(0, |position, (at, size)| position * size + at);
        let slots = cells.iter_mut().skip(position * width);
        for (slot, cell) in slots.zip(row) {
            *slot = cell;
        }
    }
    cells
}
