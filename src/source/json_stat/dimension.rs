//! The dimensions of a JSON-stat dataset.
//!
//! `id` lists them in the order of the cells and `size` how many categories each has. `category.index` orders
//! the categories, as an array of codes or an object from code to position, and may be left out where there is
//! only one; `category.label` names them. Version 1 has `id`, `size` and `role` within `dimension`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::statistical_table::{Dimension, Value, cell_count};
use super::findings::Findings;
use super::node::Node;
use crate::language::words;

/// The most dimensions of a table.
const MOST_DIMENSIONS: usize = 64;

/// The dimensions of a dataset, and how many categories each is said to have.
pub(super) struct Dimensions {
    pub(super) dimensions: Vec<Dimension>,
    pub(super) sizes: Vec<usize>,
}

/// Reads the dimensions; faults for those that are missing or hold other than as many categories as declared.
pub(super) fn dimensions(dataset: Node<'_>, findings: &mut Findings<'_>) -> Option<Dimensions> {
    let described = dataset.get("dimension")?;
    let of = |name: &str| {
        described
            .get(name)
            .filter(|node| !node.get("category").is_some_and(Node::is_object))
            .or_else(|| dataset.get(name))
    };
    let version_2 = |name: &str| dataset.get(name).filter(|node| node.is_array());
    let Some((ids, sizes)) = version_2("id")
        .or_else(|| of("id"))
        .zip(version_2("size").or_else(|| of("size")))
    else {
        findings.refuse(
            described,
            words!(
                "datasetet saknar `id` eller `size`",
                "the dataset lacks `id` or `size`"
            ),
        );
        return None;
    };
    let names: Vec<_> = ids.elements().take(MOST_DIMENSIONS + 1).collect();
    let sizes: Option<Vec<usize>> = sizes
        .elements()
        .take(MOST_DIMENSIONS + 1)
        .map(Node::whole)
        .collect();
    let sizes = sizes.filter(|sizes| sizes.len() == names.len());
    let Some(sizes) = sizes.filter(|sizes| !sizes.is_empty() && sizes.len() <= MOST_DIMENSIONS)
    else {
        findings.refuse(
            ids,
            words!(
                "`id` och `size` ska räkna upp samma dimensioner, högst {MOST_DIMENSIONS}",
                "`id` and `size` should list the same dimensions, at most {MOST_DIMENSIONS}"
            ),
        );
        return None;
    };
    // Whether the cells are as many is checked with them, before any category is read.
    if cell_count(sizes.iter().copied()).is_none() {
        return Some(Dimensions {
            dimensions: Vec::new(),
            sizes,
        });
    }
    let roles = of("role");
    let mut dimensions = Vec::new();
    for (node, &size) in names.iter().zip(&sizes) {
        let id = node.string().unwrap_or_default();
        let Some(description) = described.get(&id).filter(|node| node.is_object()) else {
            findings.refuse(
                *node,
                words!(
                    "dimensionen `{id}` beskrivs inte",
                    "the dimension `{id}` is not described"
                ),
            );
            continue;
        };
        let mut dimension = dimension(&id, description, size, findings);
        dimension.is_time = has_role(roles, "time", &id);
        // Only contents have units, and some files give them no role.
        let has_unit = dimension.values.iter().any(|value| value.unit.is_some());
        dimension.is_content = has_role(roles, "metric", &id)
            || has_unit && !dimensions.iter().any(|other: &Dimension| other.is_content);
        dimensions.push(dimension);
    }
    Some(Dimensions { dimensions, sizes })
}

fn has_role(roles: Option<Node<'_>>, role: &str, id: &str) -> bool {
    let named = roles.and_then(|roles| roles.get(role));
    named.is_some_and(|ids| {
        ids.elements()
            .any(|other| other.string().is_some_and(|other| other == id))
    })
}

fn dimension(
    id: &str,
    description: Node<'_>,
    size: usize,
    findings: &mut Findings<'_>,
) -> Dimension {
    let name = description
        .text_of("label")
        .unwrap_or_else(|| id.to_owned());
    let category = description.get("category");
    let codes = category.and_then(|category| codes(category, size));
    let Some((category, codes)) = category.zip(codes) else {
        findings.refuse(
            category.unwrap_or(description),
            words!(
                "kategorierna i `{id}` är inte {size} stycken i ordning",
                "the categories of `{id}` are not {size} in order"
            ),
        );
        return Dimension::default();
    };
    let labels = texts(category.get("label"));
    let units = category
        .get("unit")
        .map(|units| units.members().collect::<BTreeMap<_, _>>());
    let notes = category
        .get("note")
        .map(|notes| notes.members().collect::<BTreeMap<_, _>>());
    let values = codes.into_iter().map(|code| {
        let unit = units.as_ref().and_then(|units| units.get(code.as_str()));
        let notes = notes.as_ref().and_then(|notes| notes.get(code.as_str()));
        let label = labels.get(&code).filter(|label| !label.is_empty());
        Value {
            unit: unit.and_then(|unit| unit_text(*unit)),
            notes: notes.map(|notes| note_texts(*notes)).unwrap_or_default(),
            ..Value::new(code.clone(), label.cloned().unwrap_or(code))
        }
    });
    Dimension {
        name,
        code: id.to_owned(),
        values: values.collect(),
        notes: description.get("note").map(note_texts).unwrap_or_default(),
        ..Dimension::default()
    }
}

/// A unit, and the power of ten that its figures are multiples of: `personer, 10^3`.
pub(super) fn unit_text(unit: Node<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for name in ["base", "label", "symbol"] {
        let part = unit.text_of(name).filter(|part| !part.is_empty());
        parts.extend(part.filter(|part| !parts.contains(part)));
    }
    let power = unit.get("multiplier").and_then(Node::number);
    let power = power.filter(|power| *power != "0");
    parts.extend(power.map(|power| format!("10^{power}")));
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The codes in order; none if they are not exactly as many as declared, in places of their own.
fn codes(category: Node<'_>, size: usize) -> Option<Vec<String>> {
    let Some(index) = category.get("index").filter(|index| !index.is_null()) else {
        // One category needs no order.
        let mut codes = category
            .get("label")?
            .members()
            .map(|(code, _)| code.into_owned());
        return match (codes.next(), codes.next(), size) {
            (Some(code), None, 1) => Some(vec![code]),
            _ => None,
        };
    };
    if index.is_array() {
        let codes = index.elements().map(|code| {
            code.string()
                .map_or_else(|| code.raw().to_owned(), Cow::into_owned)
        });
        let codes: Vec<String> = codes.collect();
        return (codes.len() == size).then_some(codes);
    }
    let mut codes: BTreeMap<usize, String> = BTreeMap::new();
    for (code, position) in index.members() {
        let before = codes.insert(position.whole()?, code.into_owned());
        if before.is_some() {
            return None;
        }
    }
    let is_whole = codes.len() == size && codes.keys().copied().eq(0..size);
    is_whole.then(|| codes.into_values().collect())
}

fn texts(object: Option<Node<'_>>) -> BTreeMap<String, String> {
    let members = object.into_iter().flat_map(Node::members);
    members
        .filter_map(|(code, text)| Some((code.into_owned(), text.string()?.trim().to_owned())))
        .collect()
}

/// A note, or several.
pub(super) fn note_texts(notes: Node<'_>) -> Vec<String> {
    let alone = notes.string().into_iter();
    let several = notes.elements().filter_map(Node::string);
    alone
        .chain(several)
        .map(|note| note.trim().to_owned())
        .collect()
}
