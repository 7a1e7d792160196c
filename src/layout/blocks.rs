//! Where the tables of a sheet are: which rows are title, header, body and notes.

use std::ops::Range;

use super::cells::{Cells, Look, Shape};
use super::footnotes::is_note;

/// The longest name of a column of a table that has no figures, in bytes.
const LONGEST_NAME: usize = 80;

/// The most rows that a header has.
const MOST_ROWS: usize = 6;

/// The rows of one table of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub title: Vec<usize>,
    pub header: Range<usize>,
    /// From the row after the header to the last with figures; sections and rows without content are among them.
    pub body: Range<usize>,
    pub notes: Vec<usize>,
}

/// Why no table was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTable {
    /// No row has a figure beside a label.
    NoFigures,
    /// The first row with figures has nothing above it that could be its header.
    NoHeader { row: usize },
}

/// Finds the tables of a sheet.
///
/// A row with a figure beside another cell is of a table. The rows above the first such row that have labels
/// in several columns, or in one beyond the first, are its header; what is above them is its title. A table ends
/// before the next row that has labels where the table has figures: the header of the next table.
///
/// # Errors
/// A sheet without figures, and one whose first figures have no header.
pub(super) fn blocks(cells: &Cells<'_>) -> Result<Vec<Block>, NoTable> {
    let shapes: Vec<Shape> = (0..cells.height()).map(|row| cells.shape(row)).collect();
    let mut blocks = Vec::new();
    let mut from = 0;
    while let Some(first) = (from..shapes.len()).find(|row| is_data(shapes[*row])) {
        let Some(header) = header_above(cells, &shapes, from..first) else {
            if blocks.is_empty() {
                return Err(NoTable::NoHeader { row: first });
            }
            break;
        };
        let scan = Scan::of(cells, &shapes, header.end..shapes.len(), &header);
        let title = lines(&shapes, from..header.start);
        blocks.push(Block {
            title,
            header: header.clone(),
            body: header.end..scan.end,
            notes: Vec::new(),
        });
        match scan.next_header {
            Some(next) => from = split_lines(&shapes, scan.end..next, &mut blocks),
            None => break,
        }
    }
    let Some(last) = blocks.last_mut() else {
        return Err(NoTable::NoFigures);
    };
    last.notes
        .extend(lines(&shapes, last.body.end..shapes.len()));
    Ok(blocks)
}

/// The table of a sheet without figures: names and codes. Its header is the first row with several labels, and nearly
/// all rows below have several cells too, in columns that have one.
pub(super) fn text_block(cells: &Cells<'_>) -> Option<Block> {
    let shapes: Vec<Shape> = (0..cells.height()).map(|row| cells.shape(row)).collect();
    let header = shapes.iter().position(|shape| shape.filled > 1)?;
    let last = shapes
        .iter()
        .rposition(|shape| shape.filled > 1)
        .filter(|last| *last > header)?;
    let filled = |least: usize| {
        shapes[header + 1..=last]
            .iter()
            .filter(|shape| shape.filled >= least)
            .count()
    };
    let width = cells.grid.width(header);
    let is_within =
        (header + 1..=last).all(|row| cells.filled(row).all(|(column, _)| column < width));
    let names: Vec<&str> = (0..width)
        .map(|column| cells.grid.text(header, column))
        .collect();
    let names = names.iter().take_while(|name| !name.is_empty()).count();
    let is_named = shapes[header].filled == names
        && (0..names).all(|column| cells.grid.text(header, column).len() <= LONGEST_NAME);
    let is_table = is_within && is_named && filled(2) * 5 >= filled(1) * 4;
    is_table.then(|| Block {
        title: lines(&shapes, 0..header),
        header: header..header + 1,
        body: header + 1..last + 1,
        notes: lines(&shapes, last + 1..shapes.len()),
    })
}

/// A figure, or a sign for one, beside something else.
const fn is_data(shape: Shape) -> bool {
    shape.figures > 0 && shape.filled > 1
}

/// Labels in several columns, or in one beyond the first, and no figures.
const fn is_header(shape: Shape) -> bool {
    !is_data(shape) && (shape.filled > 1 || shape.filled == 1 && shape.first > 0)
}

/// The rows with content among some.
fn lines(shapes: &[Shape], rows: Range<usize>) -> Vec<usize> {
    rows.filter(|row| shapes[*row].filled > 0).collect()
}

/// The header right above the first row of figures; sections may be between them.
fn header_above(cells: &Cells<'_>, shapes: &[Shape], above: Range<usize>) -> Option<Range<usize>> {
    if let Some(full) = full_header(cells, shapes, above.clone()) {
        return Some(full);
    }
    let last = above.clone().rev().find(|row| is_header(shapes[*row]))?;
    let above_last = above.start..last;
    let first = above_last.rev().take_while(|row| is_header(shapes[*row]));
    let start = first.last().unwrap_or(last);
    let mut header = start..last + 1;
    if header.len() > MOST_ROWS {
        return None;
    }
    // A row that has its own stub and years below another with both is no header.
    let mut has_stub = false;
    for row in header.clone() {
        let stub = cells.look(row, 0) != Look::Blank;
        let has_years = shapes[row].years > usize::from(cells.look(row, 0) == Look::Year);
        if has_stub && stub && has_years {
            header.end = row;
            break;
        }
        has_stub |= stub;
    }
    Some(header)
}

/// A first row that names as many columns as the first row of figures has: rows below it without figures are
/// rows, as those of a table whose figures are blank.
fn full_header(cells: &Cells<'_>, shapes: &[Shape], above: Range<usize>) -> Option<Range<usize>> {
    let data = shapes.get(above.end)?;
    let first = above.clone().find(|row| shapes[*row].filled > 0)?;
    let is_full = |row: usize| {
        let names = cells
            .filled(row)
            .take_while(|(_, look)| *look == Look::Text);
        let names = names
            .enumerate()
            .take_while(|(at, (column, _))| at == column);
        names.count() == shapes[row].filled
    };
    let width = cells
        .filled(above.end)
        .last()
        .map_or(0, |(column, _)| column + 1);
    let has_names = |row: usize| shapes[row].filled >= width && is_full(row);
    let rows = (first..above.end).take_while(|row| has_names(*row));
    let end = rows.last()? + 1;
    (data.filled > 2 && width > 2 && end - first <= MOST_ROWS).then_some(first..end)
}

/// How far a table goes.
struct Scan {
    /// The row after the last of the table.
    end: usize,
    /// The first row of the header of the next table.
    next_header: Option<usize>,
}

impl Scan {
    fn of(cells: &Cells<'_>, shapes: &[Shape], rows: Range<usize>, header: &Range<usize>) -> Self {
        let mut figures = FigureColumns::default();
        let mut end = rows.start;
        let width = header.clone().map(|row| cells.grid.width(row)).max();
        for row in rows {
            let shape = shapes[row];
            if is_data(shape) {
                figures.add(cells, row);
                end = row + 1;
            } else if figures.has_any() && figures.are_headed(cells, row, shape, shapes) {
                return Self {
                    end,
                    next_header: Some(row),
                };
            } else if shape.filled > 1 && row == end && continues(cells, row, width) {
                end = row + 1;
            }
        }
        Self {
            end,
            next_header: None,
        }
    }
}

/// Whether a row without a figure right below a row of the table has its cells in columns of the header.
fn continues(cells: &Cells<'_>, row: usize, width: Option<usize>) -> bool {
    let width = width.unwrap_or_default();
    let mut filled = cells.filled(row);
    let is_line = filled
        .next()
        .is_some_and(|(column, _)| is_note(cells.grid.text(row, column)));
    !is_line && filled.all(|(column, _)| column < width)
}

/// The columns that have had figures which are no years.
#[derive(Default)]
struct FigureColumns(Vec<bool>);

impl FigureColumns {
    fn add(&mut self, cells: &Cells<'_>, row: usize) {
        let mut first = true;
        for (column, look) in cells.filled(row) {
            if matches!(look, Look::Figure | Look::Sign) && !first {
                if self.0.len() <= column {
                    self.0.resize(column + 1, false);
                }
                self.0[column] = true;
            }
            first = false;
        }
    }

    fn has_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether a row has labels above columns that have had figures: two texts that differ, or one text or
    /// ascending years after a gap or a title.
    fn are_headed(&self, cells: &Cells<'_>, row: usize, shape: Shape, shapes: &[Shape]) -> bool {
        let over = cells
            .filled(row)
            .filter(|(column, _)| self.0.get(*column) == Some(&true));
        let over: Vec<(usize, Look)> = over.collect();
        if over.is_empty()
            || over
                .iter()
                .any(|(_, look)| matches!(look, Look::Figure | Look::Sign))
        {
            return false;
        }
        let above = row.checked_sub(1).map(|above| shapes[above]);
        let is_apart = shape.follows_gap || above.is_some_and(|above| above.filled <= 1);
        let texts = over.iter().filter(|(_, look)| *look == Look::Text);
        let texts: Vec<&str> = texts
            .map(|(column, _)| cells.grid.text(row, *column))
            .collect();
        let years = over.iter().filter(|(_, look)| *look == Look::Year);
        let years: Vec<&str> = years
            .map(|(column, _)| cells.grid.text(row, *column))
            .collect();
        let differ = texts.windows(2).any(|pair| pair[0] != pair[1]);
        let ascend = !years.is_empty() && years.is_sorted();
        match texts.len() {
            0 => is_apart && ascend,
            1 => is_apart || !years.is_empty(),
            _ => is_apart || differ || !years.is_empty(),
        }
    }
}

/// Splits the lines between two tables: those right above the next header are its title, the others notes of the
/// table before. Gives the row where the title begins.
fn split_lines(shapes: &[Shape], between: Range<usize>, blocks: &mut [Block]) -> usize {
    let mut start = between.end;
    while start > between.start {
        let above = start - 1;
        if shapes[above].filled != 1 || shapes[start].follows_gap {
            break;
        }
        start = above;
    }
    if let Some(before) = blocks.last_mut() {
        before.notes.extend(lines(shapes, between.start..start));
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Grid, Opened, open_bytes};

    fn grid(text: &str) -> Grid {
        match open_bytes("t.csv", text.as_bytes()).unwrap() {
            Opened::Grids(mut grids) => grids.remove(0),
            Opened::Table(_) => panic!("a table"),
        }
    }

    fn found(text: &str) -> Vec<Block> {
        blocks(&Cells::of(&grid(text))).unwrap()
    }

    #[test]
    fn titles_headers_and_notes_are_around_the_figures() {
        let text = "Tabell 1. Antal;;\nTable 1;;\n\nYrke;2017;2018\nLäkare;5;6\nKvinnor;;\nLäkare;1;2\nKälla: SCB;;\n1Not;;\n";
        let expected = Block {
            title: vec![0, 1],
            header: 2..3,
            body: 3..6,
            notes: vec![6, 7],
        };
        assert_eq!(found(text), [expected]);
    }

    #[test]
    fn a_header_may_have_several_rows() {
        let blocks = found(
            "Titel, lång\n;2025;2025\nRegion;Juli;Augusti\nUppsala;3;4,5\nGotland;N;2\nSocialstyrelsen\n",
        );
        assert_eq!(
            (blocks[0].header.clone(), blocks[0].body.clone()),
            (1..3, 3..5)
        );
        assert_eq!(blocks[0].notes, [5]);
    }

    #[test]
    fn tables_under_each_other_are_two() {
        let text =
            "T1;;\nyrke;2017;2018\nLäkare;5;6\nKälla: A;;\n\nT2;;\nyrke;2019;2020\nOptiker;1;2\n";
        let blocks = found(text);
        assert_eq!(blocks.len(), 2);
        assert_eq!((&blocks[0].notes, &blocks[1].title), (&vec![3], &vec![4]));
        assert_eq!(
            (blocks[1].header.clone(), blocks[1].body.clone()),
            (5..6, 6..7)
        );
        let close = found("yrke;2017;2018\nLäkare;5;6\nyrke;antal;andel\nOptiker;1;2\n");
        assert_eq!(close.len(), 2);
    }

    #[test]
    fn figures_that_look_like_years_are_no_header() {
        let blocks = found(
            "T\n\nkommun;2017;2018\nAle;1999;2001\nEda;3000;3100\nFlen;2000;2010\nHabo;..;..\n",
        );
        assert_eq!(blocks.len(), 1);
        assert_eq!(
            (blocks[0].header.clone(), blocks[0].body.clone()),
            (1..2, 2..6)
        );
    }

    #[test]
    fn figures_without_a_header_are_no_table() {
        let none = |text: &str| blocks(&Cells::of(&grid(text))).unwrap_err();
        assert_eq!(
            none("Läkare;5;6\nOptiker;1;2\n"),
            NoTable::NoHeader { row: 0 }
        );
        assert_eq!(none("Innehåll\nTabell 1\n"), NoTable::NoFigures);
    }
}
