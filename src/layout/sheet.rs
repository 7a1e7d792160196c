//! One sheet, or one delimited text, read into its tables.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::blocks::{Block, NoTable, blocks, text_block};
use super::cells::Cells;
use super::dimension::Dimension;
use super::footnotes::{Footnotes, is_note, on_one_line};
use super::header::{Columns, Label, Texts, columns, levels};
use super::legend::{signs, unit, worded_unit};
use super::levels::{Figures, Reading, read};
use super::long::long;
use super::plain::is_plain;
use super::stub::{Stub, stub};
use super::walk::{Understood, walk};
use super::wording;
use crate::reference::Reference;
use crate::source::{Faults, Grid, Missing, RawTable, TableFacts, column_name};

/// The name of figures that no header names.
const UNNAMED: &str = "värde";

/// Reads the tables of a sheet.
///
/// # Errors
/// A sheet without a table, a header that can be read in two ways, and what no table may have.
pub(super) fn tables(grid: Grid, reference: &Reference) -> Result<Vec<RawTable>, Faults> {
    let is_text = grid.sheet().is_none();
    if is_text && is_plain(&grid, reference) {
        return Ok(vec![grid.into_plain_table()?]);
    }
    let grid = Rc::new(grid);
    match laid_out(&grid, reference) {
        Some(tables) => tables,
        // A text in which no layout is seen has the faults of a plain table.
        None => match Rc::try_unwrap(grid) {
            Ok(grid) if is_text => Ok(vec![grid.into_plain_table()?]),
            Ok(grid) => Err(wording::no_table(&grid).into()),
            Err(grid) => Err(wording::no_table(&grid).into()),
        },
    }
}

/// The tables of a sheet that a person laid out; none if it is a text without a layout, or nothing but words.
fn laid_out(grid: &Rc<Grid>, reference: &Reference) -> Option<Result<Vec<RawTable>, Faults>> {
    let cells = Cells::of(grid);
    let is_text = grid.sheet().is_none();
    let blocks = match blocks(&cells) {
        Ok(blocks) => blocks,
        Err(_) if is_text => return None,
        Err(NoTable::NoFigures) => vec![text_block(&cells)?],
        Err(NoTable::NoHeader { row }) => {
            return Some(Err(wording::no_header(grid, row).into()));
        }
    };
    if is_text && !blocks.iter().all(|block| is_regular(&cells, block)) {
        return None;
    }
    let lines = |rows: &[usize]| {
        rows.iter()
            .map(|row| line(grid, *row))
            .collect::<Vec<String>>()
    };
    let notes: Vec<String> = blocks
        .iter()
        .flat_map(|block| lines(&block.notes))
        .collect();
    let titles: Vec<String> = blocks
        .iter()
        .flat_map(|block| lines(&block.title))
        .collect();
    let texts = Texts::of(&cells, Footnotes::of(notes.iter().map(String::as_str)));
    let around = titles.iter().chain(&notes).map(String::as_str);
    let sheet = Sheet {
        grid,
        texts: &texts,
        signs: signs(around),
        reference,
    };
    let mut tables = Vec::new();
    let mut faults = Faults::new();
    for block in &blocks {
        let notes = lines(&block.notes);
        match sheet.table(block, &lines(&block.title), notes) {
            // The table of a program, which needs no layout.
            Ok(None) => return None,
            Ok(Some(table)) => tables.push(table),
            Err(found) => faults.extend(found),
        }
    }
    Some(faults.or_else(|| tables))
}

/// The cells of a line of a title or of notes.
fn line(grid: &Grid, row: usize) -> String {
    let cells = (0..grid.width(row)).map(|column| on_one_line(grid.text(row, column)));
    let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
    cells.join(" ")
}

/// Whether the header and the rows of a table in a text are equally wide, and the lines around it are lines of words:
/// otherwise a row was cut off or has a delimiter too many.
fn is_regular(cells: &Cells<'_>, block: &Block) -> bool {
    let grid = cells.grid;
    let width = grid.width(block.header.end - 1);
    let rows = block.header.start..block.body.end;
    let is_whole = |row: usize| {
        let has_one = cells.filled(row).nth(1).is_none();
        grid.width(row) == width || has_one && grid.width(row) == 1
    };
    let mut before = false;
    let are_lines = block.notes.iter().all(|row| {
        let text = line(grid, *row);
        let words = text
            .split_whitespace()
            .filter(|word| word.contains(char::is_alphabetic))
            .count();
        before |= words > 2 || is_note(&text) || grid.follows_gap(*row);
        before
    });
    rows.clone().all(is_whole) && are_lines
}

/// A sheet whose tables were found.
struct Sheet<'s> {
    grid: &'s Rc<Grid>,
    texts: &'s Texts<'s>,
    signs: BTreeMap<String, Missing>,
    reference: &'s Reference,
}

/// What the header and the stub of a table say.
struct Parts {
    columns: Columns,
    reading: Reading,
    stub: Stub,
    unit: Option<String>,
    unnamed: String,
}

impl Sheet<'_> {
    fn parts(&self, block: &Block, title: &[String], notes: &[String]) -> Result<Parts, Faults> {
        let Self {
            grid,
            texts,
            reference,
            ..
        } = *self;
        let columns = columns(texts, block, reference);
        let levels = levels(texts, &block.header, &columns.figures);
        let reading = read(&levels, reference).map_err(|two| wording::two_levels(grid, &two))?;
        let is_turned = !reading.dimensions.is_empty();
        let stub = stub(texts, block, &columns, (is_turned, reference));
        if let Some(fault) = twice(grid, &stub, &reading, block) {
            return Err(fault);
        }
        let worded = worded_unit(title.iter().map(String::as_str));
        let around = title.iter().chain(notes).map(String::as_str);
        let unit = unit(around).or_else(|| worded.clone());
        Ok(Parts {
            columns,
            reading: with_units(reading, unit.as_deref()),
            stub,
            unnamed: unnamed(unit.as_deref(), worded.as_deref()),
            unit,
        })
    }

    /// The table of a block; none if it is the whole of a text and has no layout.
    fn table(
        &self,
        block: &Block,
        title: &[String],
        notes: Vec<String>,
    ) -> Result<Option<RawTable>, Faults> {
        let grid = self.grid;
        let parts = self.parts(block, title, &notes)?;
        let understood = Understood {
            texts: self.texts,
            block,
            columns: &parts.columns,
            stub: &parts.stub,
            reading: &parts.reading,
            unnamed: &parts.unnamed,
            reference: self.reference,
        };
        let (walked, left_out) = walk(&understood)?;
        let is_alone = block.header == (0..1) && block.title.is_empty() && block.notes.is_empty();
        let is_plain = parts.reading.dimensions.is_empty()
            && left_out.sections.is_empty()
            && parts.stub.corner.is_empty();
        if grid.sheet().is_none() && is_alone && is_plain {
            return Ok(None);
        }
        let mut input = grid.input().clone();
        input.remarks.extend(wording::remarks(grid, &left_out));
        let table = long(&understood, grid, input, walked, &left_out)?;
        Ok(Some(table.described(TableFacts {
            sheet: grid.sheet().map(str::to_owned),
            title: (!title.is_empty()).then(|| swedish_title(title, self.texts)),
            layout: wording::layout(&understood, grid, &left_out),
            unit: parts.unit,
            notes,
            signs: self.signs.clone(),
            ..TableFacts::default()
        })))
    }
}

/// A dimension that both the header and the rows or the sections give.
fn twice(grid: &Grid, stub: &Stub, reading: &Reading, block: &Block) -> Option<Faults> {
    let of_rows = |dimension: &Dimension| {
        let mut columns = stub.columns.iter();
        let found = columns.find(|column| {
            column.dimension == Some(*dimension) || dimension.is_named(&column.name)
        });
        found.map(|column| column.column)
    };
    let mut both = reading
        .dimensions
        .iter()
        .filter_map(|own| Some((*own, of_rows(own)?)));
    let (dimension, column) = both.next()?;
    let value = reading.columns.iter().flatten().next()?.values.first()?;
    Some(wording::header_and_column(grid, dimension, (block.header.end, column), value).into())
}

/// Measures with the unit where it is a multiple: thousands are never taken for counts.
fn with_units(reading: Reading, unit: Option<&str>) -> Reading {
    let columns = reading.columns.into_iter().map(|figures| {
        let Figures { values, measure } = figures?;
        let measure = measure.map(|label| Label {
            text: column_name(&label.text, unit).into_owned(),
            ..label
        });
        Some(Figures { values, measure })
    });
    Reading {
        dimensions: reading.dimensions,
        columns: columns.collect(),
    }
}

/// The name of figures that no header names; with the unit that the title gives them, if they are no counts.
fn unnamed(unit: Option<&str>, worded: Option<&str>) -> String {
    match worded {
        Some(worded) => format!("{UNNAMED} ({worded})"),
        None => column_name(UNNAMED, unit).into_owned(),
    }
}

/// The lines of a title on one line, without those in English beside others in Swedish.
fn swedish_title(lines: &[String], texts: &Texts<'_>) -> String {
    let number = |line: &str| -> Vec<String> {
        let words = line.split_whitespace().take(2);
        words
            .map(|word| word.trim_end_matches('.').to_owned())
            .collect()
    };
    let first = lines.first().map(|line| number(line)).unwrap_or_default();
    let is_numbered = first.len() == 2 && first[0] == "Tabell";
    let is_english =
        |line: &String| line.starts_with("Table ") || is_numbered && number(line) == first;
    let english = lines.iter().skip(1).position(is_english).map(|at| at + 1);
    let swedish: Vec<&str> = match english {
        Some(english) => lines[..english].iter().map(String::as_str).collect(),
        _ => lines.iter().map(String::as_str).collect(),
    };
    texts.without_sign(&swedish.join(" "))
}
