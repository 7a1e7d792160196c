//! A laid-out table as rows: a row for every row and every combination of the values in the header, a column for
//! every dimension and every measure.

use std::collections::BTreeMap;
use std::rc::Rc;

use csv::StringRecord;

use super::blocks::Block;
use super::cells::Look;
use super::dimension::Dimension;
use super::header::{Columns, Label, Texts};
use super::levels::Reading;
use super::stub::{SectionKind, Sections, Stub, is_section};
use crate::language::words;
use crate::reference::Reference;
use crate::source::{Excerpt, Fault, Faults, Grid, Location, Places, RawTable, TableInput};

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

/// A column of the long table.
#[derive(Debug)]
enum Source {
    Stub(usize),
    Section(SectionKind),
    Value(usize),
    Measure(usize),
}

/// The columns of figures that share their values of the dimensions: for every measure the column in the sheet.
#[derive(Debug)]
struct Combination {
    values: Vec<Label>,
    measures: Vec<Option<usize>>,
}

/// Where the cells of a long table are in the sheet.
#[derive(Debug)]
struct LongPlaces {
    grid: Rc<Grid>,
    columns: Vec<Source>,
    header: Vec<Option<(usize, usize)>>,
    combinations: Vec<Combination>,
    /// For every row the row of the sheet, the combination, and the state of sections and filled-down cells.
    rows: Vec<(usize, usize, usize)>,
    states: Vec<State>,
}

/// From which cells a row has what is not in its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct State {
    sections: Sections,
    /// The rows from which the cells of the stub are.
    stub: Vec<Option<usize>>,
}

impl LongPlaces {
    fn cell_of(&self, row: usize, column: usize) -> (usize, usize) {
        let Some((source_row, combination, state)) =
            row.checked_sub(1).and_then(|row| self.rows.get(row))
        else {
            let first = self.header.iter().flatten().next().copied();
            return self
                .header
                .get(column)
                .copied()
                .flatten()
                .or(first)
                .unwrap_or_default();
        };
        let combination = &self.combinations[*combination];
        let state = &self.states[*state];
        match self.columns.get(column) {
            Some(Source::Stub(at)) => {
                let row = state.stub.iter().zip(self.stub_columns());
                let found = row.clone().find(|(_, stub)| stub == at);
                let from = found.and_then(|(row, _)| *row);
                (from.unwrap_or(*source_row), *at)
            }
            Some(Source::Section(kind)) => {
                let label = state.sections.0.get(kind);
                label.map_or((*source_row, 0), |label| (label.row, label.column))
            }
            Some(Source::Value(at)) => {
                let label = combination.values.get(*at);
                label.map_or((*source_row, 0), |label| (label.row, label.column))
            }
            Some(Source::Measure(at)) => {
                let column = combination.measures.get(*at).copied().flatten();
                (*source_row, column.unwrap_or_default())
            }
            None => (*source_row, 0),
        }
    }

    fn stub_columns(&self) -> impl Iterator<Item = usize> + Clone {
        self.columns.iter().filter_map(|source| match source {
            Source::Stub(column) => Some(*column),
            _ => None,
        })
    }
}

impl Places for LongPlaces {
    fn row(&self, row: usize) -> Location {
        let source = row.checked_sub(1).and_then(|row| self.rows.get(row));
        let header = self.header.iter().flatten().map(|(row, _)| *row).max();
        let row = source.map_or(header.unwrap_or_default(), |(row, ..)| *row);
        self.grid.row_location(row)
    }

    fn cell(&self, row: usize, column: usize) -> (Location, Option<Excerpt>) {
        let (row, column) = self.cell_of(row, column);
        self.grid.place(row, column)
    }
}

/// The rows of a long table, before they are texts.
pub(super) struct Rows {
    measures: Vec<Option<Label>>,
    combinations: Vec<Combination>,
    rows: Vec<(usize, usize, usize)>,
    states: Vec<State>,
}

/// Goes through the rows of a sheet.
///
/// # Errors
/// Two columns of figures with the same labels, and labels that are too long to be repeated.
pub(super) fn rows(understood: &Understood<'_>) -> Result<(Rows, LeftOut), Faults> {
    let (measures, combinations) = combinations(understood)?;
    let mut maker = Maker::of(understood, &combinations);
    for row in understood.block.body.clone() {
        maker.take(row);
    }
    let Maker {
        rows,
        states,
        left_out,
        bytes,
        ..
    } = maker;
    if bytes > MOST {
        return Err(too_long(understood).into());
    }
    let rows = Rows {
        measures,
        combinations,
        rows,
        states,
    };
    Ok((rows, left_out))
}

/// Makes the long table of rows.
///
/// # Errors
/// What no table may have: equal names, no rows.
pub(super) fn long(
    understood: &Understood<'_>,
    grid: &Rc<Grid>,
    input: TableInput,
    rows: Rows,
    left_out: &LeftOut,
) -> Result<RawTable, Faults> {
    let Rows {
        measures,
        combinations,
        rows,
        states,
    } = rows;
    let columns = columns(understood, left_out, measures.len());
    let named = columns
        .iter()
        .map(|source| named(source, understood, &measures));
    let (names, header): (Vec<String>, Vec<_>) = named.unzip();
    let places = LongPlaces {
        grid: Rc::clone(grid),
        columns,
        header,
        combinations,
        rows,
        states,
    };
    let records = (0..places.rows.len()).map(|row| record(&places, row, understood.texts));
    let records: Vec<StringRecord> = records.collect();
    let names: StringRecord = names.iter().map(String::as_str).collect();
    RawTable::new(input, &names, records, Box::new(places))
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
struct Maker<'m> {
    understood: &'m Understood<'m>,
    combinations: &'m [Combination],
    state: State,
    /// The last row that has a value in each column of the stub.
    above: Vec<Option<usize>>,
    rows: Vec<(usize, usize, usize)>,
    states: Vec<State>,
    left_out: LeftOut,
    bytes: usize,
}

impl<'m> Maker<'m> {
    fn of(understood: &'m Understood<'m>, combinations: &'m [Combination]) -> Self {
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
            self.rows.push((row, index, state));
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

/// The columns of a long table: the stub, sections, dimensions, measures.
fn columns(understood: &Understood<'_>, left_out: &LeftOut, measures: usize) -> Vec<Source> {
    let stub = understood
        .stub
        .columns
        .iter()
        .map(|column| Source::Stub(column.column));
    let mut kinds: Vec<SectionKind> = left_out.sections.keys().copied().collect();
    kinds.extend(understood.stub.corner.keys());
    kinds.sort_unstable();
    kinds.dedup();
    let sections = kinds.into_iter().map(Source::Section);
    if understood.reading.dimensions.is_empty() {
        let figures = understood.columns.figures.iter().enumerate();
        let figures = figures.map(|(at, column)| (*column, Source::Measure(at)));
        let stub = understood
            .stub
            .columns
            .iter()
            .map(|own| (own.column, Source::Stub(own.column)));
        let mut columns: Vec<(usize, Source)> = stub.chain(figures).collect();
        columns.sort_by_key(|(column, _)| *column);
        let columns = columns.into_iter().map(|(_, source)| source);
        return sections.chain(columns).collect();
    }
    let values = (0..understood.reading.dimensions.len()).map(Source::Value);
    let measures = (0..measures).map(Source::Measure);
    stub.chain(sections).chain(values).chain(measures).collect()
}

/// The name of a column, and the cell that it is from.
fn named(
    source: &Source,
    understood: &Understood<'_>,
    measures: &[Option<Label>],
) -> (String, Option<(usize, usize)>) {
    let place = |label: &Label| (label.row, label.column);
    match source {
        Source::Stub(at) => {
            let own = understood.stub.columns.iter().find(|own| own.column == *at);
            let place = own.and_then(|own| own.header.as_ref()).map(place);
            (own.map(|own| own.name.clone()).unwrap_or_default(), place)
        }
        Source::Section(kind) => {
            let label = understood.stub.corner.get(kind);
            (kind.column().to_owned(), label.map(place))
        }
        Source::Value(at) => {
            let dimension = understood.reading.dimensions.get(*at);
            let mut columns = understood.reading.columns.iter().flatten();
            let first = columns.find_map(|figures| figures.values.get(*at));
            let name = dimension.map(|own| own.column()).unwrap_or_default();
            (name.to_owned(), first.map(place))
        }
        Source::Measure(at) => {
            let label = measures.get(*at).and_then(Option::as_ref);
            let name = label.map_or(understood.unnamed, |label| label.text.as_str());
            (name.to_owned(), label.map(place))
        }
    }
}

fn record(places: &LongPlaces, row: usize, texts: &Texts<'_>) -> StringRecord {
    let (source_row, combination, state) = places.rows[row];
    let (combination, state) = (&places.combinations[combination], &places.states[state]);
    let mut record = StringRecord::new();
    let mut stub = state.stub.iter();
    for source in &places.columns {
        match source {
            Source::Stub(column) => {
                let from = stub.next().copied().flatten();
                let label = texts.label(from.unwrap_or(source_row), *column);
                record.push_field(label.as_ref().map_or("", |label| &label.text));
            }
            Source::Section(kind) => {
                let label = state.sections.0.get(kind);
                record.push_field(label.map_or("", |label| &label.text));
            }
            Source::Value(at) => {
                record.push_field(combination.values.get(*at).map_or("", |label| &label.text));
            }
            Source::Measure(at) => {
                let column = combination.measures.get(*at).copied().flatten();
                let text = column.map(|column| texts.raw_figure(source_row, column));
                record.push_field(text.unwrap_or_default());
            }
        }
    }
    record
}
