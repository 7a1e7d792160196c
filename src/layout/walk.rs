//! The rows of a laid-out table, one by one: which are sections, which are filled down, and which figures they have.

use std::collections::BTreeMap;

use super::blocks::Block;
use super::cells::Look;
use super::dimension::Dimension;
use super::header::{Columns, Label, Texts};
use super::levels::Reading;
use super::stub::{SectionKind, Sections, Stub, is_section};
use crate::language::words;
use crate::reference::Reference;
use crate::source::{Fault, Faults};

/// The most bytes that labels may take when they are repeated in every row.
const MOST: usize = 256 << 20;

/// What a sheet was understood to hold.
pub(super) struct Understood<'u> {
    pub texts: &'u Texts<'u>,
    pub block: &'u Block,
    pub columns: &'u Columns,
    pub stub: &'u Stub,
    pub reading: &'u Reading,
    /// The name of figures that no label names.
    pub unnamed: &'u str,
    pub reference: &'u Reference,
}

/// What was left out while the rows were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// Cells with figures that have no row or column label.
    pub cells: Vec<(usize, usize)>,
    /// How many cells are empty where others have figures.
    pub empty: usize,
    /// The texts of the section rows, by what they were read as.
    pub sections: BTreeMap<SectionKind, Vec<String>>,
    /// Cells that were left blank and have the value above.
    pub filled_down: usize,
}

/// The columns of figures that share their values of the dimensions: for every measure the column in the sheet.
#[derive(Debug)]
pub(super) struct Combination {
    pub values: Vec<Label>,
    pub measures: Vec<Option<usize>>,
}

/// From which cells a row has what is not in its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub sections: Sections,
    /// The rows from which the cells of the stub are.
    pub stub: Vec<Option<usize>>,
}

/// A row of a long table: the row of the sheet that it is from, the combination of values, and the state.
#[derive(Clone, Copy, Debug)]
pub(super) struct LongRow {
    pub row: usize,
    pub combination: usize,
    pub state: usize,
}

/// The rows of a long table, before they are texts.
pub(super) struct Walked {
    pub measures: Vec<Option<Label>>,
    pub combinations: Vec<Combination>,
    pub rows: Vec<LongRow>,
    pub states: Vec<State>,
}

/// Goes through the rows of a sheet.
///
/// # Errors
/// Two columns of figures with the same labels, and labels that are too long to be repeated.
pub(super) fn walk(understood: &Understood<'_>) -> Result<(Walked, LeftOut), Faults> {
    let (measures, combinations) = combinations(understood)?;
    let mut walk = Walk::of(understood, &combinations);
    for row in understood.block.body.clone() {
        walk.take(row);
    }
    for row in &understood.block.notes {
        walk.take_orphans(*row);
    }
    let Walk {
        rows,
        states,
        left_out,
        bytes,
        ..
    } = walk;
    if bytes > MOST {
        return Err(too_long(understood).into());
    }
    let walked = Walked {
        measures,
        combinations,
        rows,
        states,
    };
    Ok((walked, left_out))
}

/// The measures, and the columns of figures by their values.
fn combinations(
    understood: &Understood<'_>,
) -> Result<(Vec<Option<Label>>, Vec<Combination>), Faults> {
    let mut measures: Vec<Option<Label>> = Vec::new();
    let mut combinations: Vec<Combination> = Vec::new();
    let mut by_values: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut by_measure: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut faults = Faults::new();
    let read = understood
        .columns
        .figures
        .iter()
        .zip(&understood.reading.columns);
    for (column, figures) in read {
        let Some(figures) = figures else { continue };
        let text = figures.measure.as_ref().map(|label| label.text.as_str());
        // Without dimensions every column is a measure of its own, and equal names are for the table to refuse.
        let is_known = by_measure
            .get(&text)
            .copied()
            .filter(|_| !figures.values.is_empty());
        let measure = is_known.unwrap_or(measures.len());
        if is_known.is_none() {
            measures.push(figures.measure.clone());
            by_measure.insert(text, measure);
        }
        let values: Vec<&str> = figures
            .values
            .iter()
            .map(|label| label.text.as_str())
            .collect();
        let combination = *by_values.entry(values).or_insert_with(|| {
            combinations.push(Combination {
                values: figures.values.clone(),
                measures: Vec::new(),
            });
            combinations.len() - 1
        });
        let own = &mut combinations[combination].measures;
        own.resize(own.len().max(measure + 1), None);
        match own[measure] {
            None => own[measure] = Some(*column),
            Some(before) => faults.push(twice(understood, *column, before)),
        }
    }
    if combinations.is_empty() {
        combinations.push(Combination {
            values: Vec::new(),
            measures: Vec::new(),
        });
    }
    faults.or_else(|| (measures, combinations))
}

/// Two columns whose headers are the same.
fn twice(understood: &Understood<'_>, column: usize, before: usize) -> Fault {
    let grid = understood.texts.cells.grid;
    let row = understood.block.header.end.saturating_sub(1);
    let (location, _) = grid.place(row, column);
    let (one, other) = (before + 1, column + 1);
    let fault = Fault::new(words!(
        "kolumn {one} och {other} har samma rubrik, så att talen inte går att skilja åt",
        "columns {one} and {other} have the same header, so that their figures cannot be told apart"
    ));
    fault.located(location).tip(words!(
        "ge kolumnerna olika rubriker, eller ta bort den ena",
        "give the columns different headers, or remove one of them"
    ))
}

fn too_long(understood: &Understood<'_>) -> Fault {
    let grid = understood.texts.cells.grid;
    Fault::new(words!(
        "rubriker och förspalter är för långa för att upprepas på varje rad",
        "headers and row labels are too long to be repeated in every row"
    ))
    .located(grid.row_location(understood.block.header.start))
    .tip(words!(
        "dela tabellen, eller korta etiketterna",
        "split the table, or shorten the labels"
    ))
}

/// Goes through the rows of a body.
struct Walk<'w> {
    understood: &'w Understood<'w>,
    combinations: &'w [Combination],
    state: State,
    /// The last row that has a value in each column of the stub.
    above: Vec<Option<usize>>,
    rows: Vec<LongRow>,
    states: Vec<State>,
    left_out: LeftOut,
    bytes: usize,
}

impl<'w> Walk<'w> {
    fn of(understood: &'w Understood<'w>, combinations: &'w [Combination]) -> Self {
        let stub = &understood.stub;
        Self {
            understood,
            combinations,
            state: State {
                sections: Sections(stub.corner.clone()),
                stub: vec![None; stub.columns.len()],
            },
            above: vec![None; stub.columns.len()],
            rows: Vec::new(),
            states: Vec::new(),
            left_out: LeftOut::default(),
            bytes: 0,
        }
    }

    fn take(&mut self, row: usize) {
        let texts = self.understood.texts;
        if texts.cells.grid.follows_gap(row) {
            self.state.sections.leave_named();
        }
        if texts.cells.filled(row).next().is_none() {
            return;
        }
        let first = self.understood.stub.columns.first();
        if let Some(stub) = first
            && is_section(texts, row, stub.column)
            && let Some(label) = texts.label(row, stub.column)
        {
            self.take_section(label, stub.dimension);
            return;
        }
        self.take_outside(row);
        self.take_figures(row);
    }

    /// A section; a row without figures that is like the others is but empty.
    fn take_section(&mut self, label: Label, of_rows: Option<Dimension>) {
        let reference = self.understood.reference;
        let dimension = Dimension::of(&label.text, reference);
        if dimension.is_some() && dimension == of_rows {
            self.left_out.empty += self.combinations.len();
            return;
        }
        let kind = dimension.map_or(SectionKind::Other, SectionKind::Dimension);
        let texts = self.left_out.sections.entry(kind).or_default();
        if !texts.contains(&label.text) {
            texts.push(label.text.clone());
        }
        self.state.sections.enter(label, reference);
        self.above.fill(None);
    }

    /// Figures alone among the notes, far from the table.
    fn take_orphans(&mut self, row: usize) {
        let cells = self.understood.texts.cells;
        let is_figure = |look: Look| matches!(look, Look::Figure | Look::Year);
        if cells.filled(row).all(|(_, look)| is_figure(look)) {
            let orphans = cells.filled(row).map(|(column, _)| (row, column));
            self.left_out.cells.extend(orphans);
        }
    }

    /// Figures in columns that have no header, or none of the values that the others have.
    fn take_outside(&mut self, row: usize) {
        let Understood {
            columns,
            reading,
            texts,
            ..
        } = self.understood;
        let unplaced = columns.figures.iter().zip(&reading.columns);
        let unplaced = unplaced
            .filter(|(_, figures)| figures.is_none())
            .map(|(column, _)| column);
        for column in columns.nameless.iter().chain(unplaced) {
            if texts.cells.look(row, *column) != Look::Blank {
                self.left_out.cells.push((row, *column));
            }
        }
    }

    fn take_figures(&mut self, row: usize) {
        let cells = self.understood.texts.cells;
        let has_any = |combination: &Combination| {
            let mut columns = combination.measures.iter().flatten();
            columns.any(|column| cells.look(row, *column) != Look::Blank)
        };
        let is_turned = !self.understood.reading.dimensions.is_empty();
        let filled = self.combinations.iter().filter(|own| has_any(own)).count();
        if filled == 0 && is_turned {
            self.left_out.empty += self.combinations.len();
            return;
        }
        if !self.fill_down(row) {
            let figures = self
                .combinations
                .iter()
                .flat_map(|own| own.measures.iter().flatten());
            let cells = figures.filter(|column| cells.look(row, **column) != Look::Blank);
            self.left_out
                .cells
                .extend(cells.map(|column| (row, *column)));
            return;
        }
        if self.states.last() != Some(&self.state) {
            self.states.push(self.state.clone());
        }
        let state = self.states.len() - 1;
        for (index, combination) in self.combinations.iter().enumerate() {
            if is_turned && !has_any(combination) {
                self.left_out.empty += 1;
                continue;
            }
            self.rows.push(LongRow {
                row,
                combination: index,
                state,
            });
            self.bytes += self.label_bytes(row, combination);
        }
    }

    /// Takes the blank cells of the stub from the rows above, but for the last column. False if the row has no label.
    fn fill_down(&mut self, row: usize) -> bool {
        let texts = self.understood.texts;
        let stub = &self.understood.stub.columns;
        let is_turned = !self.understood.reading.dimensions.is_empty();
        let mut has_label = stub.is_empty();
        for (at, column) in stub.iter().enumerate() {
            let may_fill = at + 1 < stub.len() && (is_turned || column.header.is_none());
            self.state.stub[at] = None;
            if texts.cells.look(row, column.column) != Look::Blank {
                // What begins anew is not followed by values of the group before.
                self.above[at..].fill(None);
                self.above[at] = Some(row);
                has_label = true;
            } else if let Some(above) = self.above[at].filter(|_| may_fill) {
                self.left_out.filled_down += 1;
                self.state.stub[at] = Some(above);
            } else if let Some(merged) = merged_above(texts, row, column.column) {
                self.state.stub[at] = Some(merged);
                has_label = true;
            }
        }
        has_label || !is_turned
    }

    fn label_bytes(&self, row: usize, combination: &Combination) -> usize {
        let grid = self.understood.texts.cells.grid;
        let stub = self.understood.stub.columns.iter().zip(&self.state.stub);
        let stub = stub.map(|(column, from)| grid.text(from.unwrap_or(row), column.column).len());
        let values = combination.values.iter().map(|label| label.text.len());
        stub.chain(values).sum()
    }
}

/// The first row of the merged block that a cell is in.
fn merged_above(texts: &Texts<'_>, row: usize, column: usize) -> Option<usize> {
    let mut merged = texts.cells.grid.merged().iter();
    let block =
        merged.find(|merged| merged.rows.contains(&row) && merged.columns.contains(&column));
    block
        .map(|merged| *merged.rows.start())
        .filter(|start| *start < row)
}
