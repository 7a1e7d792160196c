//! The labels of a header, level by level, and the columns of the body below them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::blocks::Block;
use super::cells::{Cells, Look};
use super::dimension::Dimension;
use super::footnotes::{Footnotes, on_one_line, without_raised};
use crate::reference::Reference;
use crate::source::fold;

/// A label of a header or of a stub, and the cell that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub text: String,
    pub row: usize,
    pub column: usize,
}

/// The columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// Those before the first column of figures, and others of texts that have a header.
    pub stub: Vec<usize>,
    /// Those of figures that have a header.
    pub figures: Vec<usize>,
    /// Those beyond the stub that have no header.
    pub nameless: Vec<usize>,
}

/// A row of a header above the columns of figures; a label that goes over several columns is above each.
pub(super) type Level = Vec<Option<Label>>;

/// The texts of a sheet without the signs of their footnotes.
#[derive(Debug)]
pub(super) struct Texts<'c> {
    pub cells: &'c Cells<'c>,
    footnotes: Footnotes,
    /// Labels that differ from others by a number only, and keep it.
    numbered: BTreeSet<String>,
}

impl<'c> Texts<'c> {
    /// The texts of a sheet whose notes begin with the signs of some footnotes.
    pub(super) fn of(cells: &'c Cells<'c>, footnotes: Footnotes) -> Self {
        let mut texts = Self {
            cells,
            footnotes,
            numbered: BTreeSet::new(),
        };
        if !texts.footnotes.is_empty() {
            let rows =
                (0..cells.height()).flat_map(|row| cells.filled(row).map(move |cell| (row, cell)));
            let labels = rows.filter(|(_, (_, look))| *look == Look::Text);
            let labels: BTreeSet<String> = labels
                .map(|(row, (column, _))| texts.raw(row, column))
                .collect();
            texts.numbered = texts.footnotes.numbered(&labels);
        }
        texts
    }

    /// The label in a cell, without what is raised at its end; signs that lines explain are still there.
    pub(super) fn raw(&self, row: usize, column: usize) -> String {
        on_one_line(self.raw_figure(row, column))
    }

    /// The text of a figure, without what is raised at its end.
    pub(super) fn raw_figure(&self, row: usize, column: usize) -> &str {
        let grid = self.cells.grid;
        let text = grid.text(row, column);
        let length = text.chars().count();
        let raised = grid.superscript(row, column);
        let kept = length.saturating_sub(raised);
        let end = text.char_indices().nth(kept).filter(|_| raised < length);
        without_raised(end.map_or(text, |(end, _)| &text[..end])).trim_end()
    }

    /// A text without the sign of a footnote at its end.
    pub(super) fn without_sign(&self, text: &str) -> String {
        self.footnotes.strip(text).unwrap_or(text).to_owned()
    }

    /// The label in a cell without signs of footnotes; none in a cell without content.
    pub(super) fn label(&self, row: usize, column: usize) -> Option<Label> {
        let raw = self.raw(row, column);
        let stripped = self
            .footnotes
            .strip(&raw)
            .filter(|_| !self.numbered.contains(&raw));
        let text = stripped.map_or_else(|| raw.clone(), str::to_owned);
        (!text.is_empty()).then_some(Label { text, row, column })
    }
}

/// What a column is filled with below the header.
#[derive(Clone, Copy, Debug, Default)]
struct Content {
    figures: usize,
    years: usize,
    texts: usize,
}

/// Sorts the columns of a table.
///
/// A column is of figures if most of its cells are, or if its header is a value such as a year.
pub(super) fn columns(texts: &Texts<'_>, block: &Block, reference: &Reference) -> Columns {
    let cells = texts.cells;
    let mut contents: Vec<Content> = Vec::new();
    for row in block.body.clone() {
        for (column, look) in cells.filled(row) {
            if contents.len() <= column {
                contents.resize(column + 1, Content::default());
            }
            let content = &mut contents[column];
            match look {
                Look::Figure | Look::Sign => content.figures += 1,
                Look::Year => content.years += 1,
                Look::Text => content.texts += 1,
                Look::Blank => {}
            }
        }
    }
    let headed = headed(cells, &block.header);
    let width = contents.len().max(headed.len());
    let has_header = |column: usize| headed.get(column) == Some(&true);
    let content = |column: usize| contents.get(column).copied().unwrap_or_default();
    let is_figures = |column: usize| {
        let Content {
            figures,
            years,
            texts,
        } = content(column);
        figures > 0 && figures + years > texts
    };
    let has_figures = (1..width).any(|column| has_header(column) && is_figures(column));
    let is_figure_column = |column: usize| {
        let content = content(column);
        let is_years = content.years > 0 && content.texts == 0 && content.figures == 0;
        let has_value = || {
            let mut labels = block
                .header
                .clone()
                .filter_map(|row| texts.label(row, column));
            content.texts > 0 && labels.any(|label| Dimension::of(&label.text, reference).is_some())
        };
        let is_code = || {
            let mut labels = block
                .header
                .clone()
                .filter_map(|row| texts.label(row, column));
            labels.any(|label| is_code(&label.text))
        };
        column > 0 && !is_code() && (is_figures(column) || is_years && !has_figures || has_value())
    };
    let first = (0..width).find(|column| has_header(*column) && is_figure_column(*column));
    let first = first.unwrap_or(width);
    let mut sorted = Columns {
        stub: Vec::new(),
        figures: Vec::new(),
        nameless: Vec::new(),
    };
    for column in 0..width {
        let Content {
            figures,
            years,
            texts,
        } = content(column);
        let is_filled = figures + years + texts > 0;
        if has_header(column) && is_figure_column(column) {
            sorted.figures.push(column);
        } else if is_filled && (has_header(column) || column < first) {
            sorted.stub.push(column);
        } else if is_filled {
            sorted.nameless.push(column);
        }
    }
    sorted
}

/// Whether a header is of codes rather than of figures: `kommunkod`, `region_cd`, `Diarienr`.
fn is_code(header: &str) -> bool {
    let mut words = header.split(|letter: char| !letter.is_alphanumeric());
    let last = words.next_back().map(fold).unwrap_or_default();
    ["kod", "code"].iter().any(|end| last.ends_with(end))
        || ["cd", "nr", "id", "diarienr"].contains(&last.as_str())
}

/// Which columns have a label in the header, their own or one that goes over them.
fn headed(cells: &Cells<'_>, header: &Range<usize>) -> Vec<bool> {
    let mut headed = Vec::new();
    for row in header.clone() {
        for (column, _) in cells.filled(row) {
            if headed.len() <= column {
                headed.resize(column + 1, false);
            }
            headed[column] = true;
        }
    }
    for merged in cells.grid.merged() {
        let is_of_header = header.contains(merged.rows.start());
        let has_label = cells.look(*merged.rows.start(), *merged.columns.start()) != Look::Blank;
        if is_of_header && has_label {
            let last = *merged.columns.end();
            if headed.len() <= last {
                headed.resize(last + 1, false);
            }
            headed[merged.columns.clone()].fill(true);
        }
    }
    headed
}

/// The levels of a header above some columns.
///
/// A label goes on to the right over blank cells as far as its merged block goes; in a header without merged blocks
/// as far as the cells below have labels and those above none of their own, but not over an empty column.
pub(super) fn levels(texts: &Texts<'_>, header: &Range<usize>, columns: &[usize]) -> Vec<Level> {
    let mut levels: Vec<Level> = header
        .clone()
        .map(|row| {
            columns
                .iter()
                .map(|column| texts.label(row, *column))
                .collect()
        })
        .collect();
    let is_merged = |row: usize| {
        let merged = texts.cells.grid.merged().iter();
        let mut merged = merged.filter(|merged| merged.columns.start() < merged.columns.end());
        merged.any(|merged| merged.rows.contains(&row))
    };
    for (index, row) in header.clone().enumerate() {
        if is_merged(row) {
            fill_merged(texts, row, columns, &mut levels[index]);
        } else {
            fill_right(&mut levels, index, columns);
        }
    }
    levels
}

fn fill_merged(texts: &Texts<'_>, row: usize, columns: &[usize], level: &mut Level) {
    for merged in texts.cells.grid.merged() {
        if *merged.rows.start() != row {
            continue;
        }
        let label = texts.label(row, *merged.columns.start());
        for (at, column) in columns.iter().enumerate() {
            if merged.columns.contains(column) && level[at].is_none() {
                level[at].clone_from(&label);
            }
        }
    }
}

fn fill_right(levels: &mut [Level], index: usize, columns: &[usize]) {
    for at in 1..columns.len() {
        let is_beside = columns[at] == columns[at - 1] + 1;
        let begins_above = levels[..index]
            .iter()
            .any(|level| level[at] != level[at - 1]);
        let has_below = levels[index + 1..].iter().any(|level| level[at].is_some());
        if is_beside && levels[index][at].is_none() && has_below && !begins_above {
            let (before, own) = levels[index].split_at_mut(at);
            own[0].clone_from(&before[at - 1]);
        }
    }
}
