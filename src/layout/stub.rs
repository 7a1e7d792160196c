//! The columns before the figures: their names, their values where cells are left blank, and the rows that head
//! sections of a table.

use std::collections::BTreeMap;

use super::blocks::Block;
use super::cells::Look;
use super::dimension::{Dimension, is_known_header, is_total};
use super::footnotes::is_note;
use super::header::{Columns, Label, Texts};
use super::period::year;
use crate::reference::Reference;
use crate::source::fold;

/// The longest text that heads a section, in bytes: it is repeated in every row.
const LONGEST: usize = 300;

/// How many rows are looked at to see what a column holds.
const SAMPLE: usize = 500;

/// A column of the stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StubColumn {
    pub column: usize,
    pub name: String,
    /// The header that it has in the file, if that is a name.
    pub header: Option<Label>,
    /// What its values are.
    pub dimension: Option<Dimension>,
}

/// What a section of a table has in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SectionKind {
    Dimension(Dimension),
    /// Names that are values of no known dimension.
    Other,
}

impl SectionKind {
    /// The name of its column.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Dimension(dimension) => dimension.column(),
            Self::Other => "avsnitt",
        }
    }
}

/// The stub of a table.
#[derive(Debug)]
pub(super) struct Stub {
    pub columns: Vec<StubColumn>,
    /// Values in the header of the stub, which hold until a section says otherwise: `Kvinnor` above the län.
    pub corner: BTreeMap<SectionKind, Label>,
}

/// Reads the headers of the stub and what its columns hold.
pub(super) fn stub(
    texts: &Texts<'_>,
    block: &Block,
    columns: &Columns,
    (is_turned, reference): (bool, &Reference),
) -> Stub {
    let mut corner = BTreeMap::new();
    let mut stub = Vec::new();
    for column in &columns.stub {
        let labels = block
            .header
            .clone()
            .filter_map(|row| texts.label(row, *column));
        let labels: Vec<Label> = labels.collect();
        let header = header_of(labels, &mut corner, reference);
        let dimension = held(texts, block, *column, reference);
        stub.push(StubColumn {
            column: *column,
            name: String::new(),
            header,
            dimension,
        });
    }
    let first = columns.stub.first();
    let has_sections =
        first.is_some_and(|first| block.body.clone().any(|row| is_section(texts, row, *first)));
    name(
        &mut stub,
        &corner,
        is_turned || has_sections || !corner.is_empty(),
    );
    Stub {
        columns: stub,
        corner,
    }
}

/// The header of a column; values among its labels go to the corner.
fn header_of(
    labels: Vec<Label>,
    corner: &mut BTreeMap<SectionKind, Label>,
    reference: &Reference,
) -> Option<Label> {
    let mut names: Vec<Label> = Vec::new();
    for label in labels {
        let (rest, value) = with_value(&label, reference);
        if let Some((dimension, value)) = value {
            corner.insert(SectionKind::Dimension(dimension), value);
        }
        names.extend(rest);
    }
    // A caption in another language, or a second line of the same.
    let mut names = names.into_iter();
    let first = names.next()?;
    let is_same = |label: &Label| {
        Dimension::ALL
            .iter()
            .any(|own| own.is_named(&first.text) && own.is_named(&label.text))
    };
    let rest: Vec<String> = names
        .filter(|label| !is_same(label))
        .map(|label| label.text)
        .collect();
    let text = [vec![first.text.clone()], rest].concat().join(" / ");
    Some(Label { text, ..first })
}

/// A header of the stub that is a value, or ends with one: `Kvinnor`, `Specialitet, kvinnor`.
fn with_value(label: &Label, reference: &Reference) -> (Option<Label>, Option<(Dimension, Label)>) {
    let is_value =
        |text: &str| Dimension::of(text, reference).filter(|own| *own != Dimension::AgeGroup);
    if let Some(dimension) = is_value(&label.text) {
        return (None, Some((dimension, label.clone())));
    }
    let Some((name, end)) = label.text.rsplit_once(", ") else {
        return (Some(label.clone()), None);
    };
    match is_value(end) {
        None => (Some(label.clone()), None),
        Some(dimension) => {
            let part = |text: &str| Label {
                text: text.to_owned(),
                ..label.clone()
            };
            (Some(part(name)), Some((dimension, part(end))))
        }
    }
}

/// The dimension that most of the values of a column are of.
fn held(
    texts: &Texts<'_>,
    block: &Block,
    column: usize,
    reference: &Reference,
) -> Option<Dimension> {
    let rows = block
        .body
        .clone()
        .filter(|row| !is_section(texts, *row, column));
    let labels = rows.filter_map(|row| texts.label(row, column)).take(SAMPLE);
    let labels: Vec<Label> = labels.collect();
    if are_municipality_codes(&labels, reference) {
        return Some(Dimension::Region);
    }
    let mut counts: BTreeMap<Dimension, usize> = BTreeMap::new();
    let mut all = 0;
    for label in labels.iter().filter(|label| !is_total(&label.text)) {
        all += 1;
        if let Some(dimension) = Dimension::of(&label.text, reference) {
            *counts.entry(dimension).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| count * 5 >= all * 3)
        .map(|(dimension, _)| dimension)
}

/// Whether all labels are of four digits that begin with the code of a län, and not all are years as well.
fn are_municipality_codes(labels: &[Label], reference: &Reference) -> bool {
    let is_code = |label: &Label| {
        let text = label.text.as_str();
        let is_digits = text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit());
        is_digits && reference.known_county(&text[..2]).is_some()
    };
    let is_year = |label: &Label| year(&label.text).is_some();
    labels.iter().all(is_code) && !labels.iter().all(is_year)
}

/// Names every column: as its header does if the inputs know that, else by what it holds. In a table that is laid out
/// as programs write it a header is never replaced.
fn name(stub: &mut [StubColumn], corner: &BTreeMap<SectionKind, Label>, is_laid_out: bool) {
    let own = |column: &StubColumn| column.header.as_ref().map(|label| label.text.clone());
    let mut used: Vec<String> = corner.keys().map(|kind| kind.column().to_owned()).collect();
    used.extend(stub.iter().filter_map(own));
    for column in stub {
        let header = own(column);
        let keeps = header
            .as_deref()
            .is_some_and(|name| !is_laid_out || is_known_header(name));
        let is_taken =
            |dimension: Dimension| used.iter().any(|used| is_named_alike(dimension, used));
        let by_content = column
            .dimension
            .filter(|dimension| !keeps && !is_taken(*dimension));
        column.name = match (by_content, header) {
            (Some(dimension), _) => dimension.column().to_owned(),
            (None, Some(header)) => header,
            (None, None) => unnamed(&used),
        };
        used.push(column.name.clone());
    }
}

/// Whether a header names a dimension; a column of län or kommuner is one of regions too.
fn is_named_alike(dimension: Dimension, header: &str) -> bool {
    let areas = ["lan", "kommun", "sjukvardsregion", "lanskod", "kommunkod"];
    dimension.is_named(header)
        || dimension == Dimension::Region && areas.contains(&fold(header).as_str())
}

/// A name for a column that has none and holds nothing known.
fn unnamed(used: &[String]) -> String {
    let numbered = (1..).map(|number| match number {
        1 => "indelning".to_owned(),
        number => format!("indelning {number}"),
    });
    let mut free = numbered.filter(|name| !used.contains(name));
    free.next().unwrap_or_default()
}

/// Whether a row has but a text, or a year, in the first column of the stub, and so heads a section.
pub(super) fn is_section(texts: &Texts<'_>, row: usize, stub: usize) -> bool {
    let mut filled = texts.cells.filled(row);
    let first = filled.next();
    let is_short = texts.cells.grid.text(row, stub).len() <= LONGEST;
    let is_label = matches!(first, Some((column, Look::Text | Look::Year)) if column == stub);
    is_label && filled.next().is_none() && is_short && !is_note(texts.cells.grid.text(row, stub))
}

/// The sections that a row is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sections(pub BTreeMap<SectionKind, Label>);

impl Sections {
    /// Enters a section. One of a known dimension ends those of unknown names within the section before.
    pub(super) fn enter(&mut self, label: Label, reference: &Reference) {
        match Dimension::of(&label.text, reference) {
            Some(dimension) => {
                self.0.remove(&SectionKind::Other);
                self.0.insert(SectionKind::Dimension(dimension), label);
            }
            None => {
                self.0.insert(SectionKind::Other, label);
            }
        }
    }

    /// A gap ends a section of an unknown name.
    pub(super) fn leave_named(&mut self) {
        self.0.remove(&SectionKind::Other);
    }
}
