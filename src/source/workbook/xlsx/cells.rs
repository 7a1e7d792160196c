//! The cells of a worksheet.

use std::io::BufRead;

use super::shared_strings::rich_text;
use crate::source::Fault;
use crate::source::workbook::cell_text::{CellText, unescaped};
use crate::source::workbook::number_format::NumberFormat;
use crate::source::workbook::shared_texts::SharedTexts;
use crate::source::workbook::sheet_cells::{Content, Position, SheetCells};
use crate::source::workbook::xml::{Element, Node, Xml};

/// What the cells of all sheets refer to.
pub(super) struct Shared {
    pub strings: SharedTexts,
    pub formats: Vec<NumberFormat>,
    /// Whether formulas were left to whoever opens the file.
    pub is_uncalculated: bool,
}

/// Where the next row or cell is if it does not say.
#[derive(Default)]
struct Next {
    row: usize,
    column: usize,
}

/// A cell as its sheet writes it.
#[derive(Default)]
struct Written {
    kind: String,
    style: Option<usize>,
    formula: Option<String>,
    value: String,
    /// The text of a cell that does not share it.
    own: Option<CellText>,
}

/// A cell that no program writes.
struct Senseless;

/// Reads the cells of a sheet.
pub(super) fn read_cells<R: BufRead>(
    xml: &mut Xml<'_, R>,
    shared: &Shared,
    cells: &mut SheetCells<'_>,
) -> Result<(), Fault> {
    let mut next = Next::default();
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name() {
                "row" => {
                    let (row, is_hidden) = (next.row_of(&element), element.says("hidden"));
                    drop(element);
                    next.row = row.ok_or_else(|| xml.damaged())?;
                    next.column = 0;
                    if is_hidden {
                        cells.hide_row(next.row)?;
                    }
                }
                "c" => {
                    let (at, mut cell) = (next.position_of(&element), Written::of(&element));
                    drop(element);
                    let at = at.ok_or_else(|| xml.damaged())?;
                    next.column = at.1 + 1;
                    cell.read(xml)?;
                    let content = cell.content(shared);
                    let content = content.map_err(|Senseless| xml.damaged())?;
                    cells.extend(at, content)?;
                }
                "col" => {
                    let hidden = hidden_columns(&element);
                    hidden.map_or(Ok(()), |columns| cells.hide_columns(columns))?;
                }
                "mergeCell" => {
                    let block = element.attribute("ref").and_then(|block| block_of(&block));
                    drop(element);
                    let (from, to) = block.ok_or_else(|| xml.damaged())?;
                    cells.merge(from, to)?;
                }
                _ => {}
            },
            Node::End(end) if end.local_name().into_inner() == "row" => next.row += 1,
            Node::Over => return Ok(()),
            _ => {}
        }
    }
}

/// Whether any cell of a sheet holds something.
pub(super) fn has_cells<R: BufRead>(xml: &mut Xml<'_, R>) -> Result<bool, Fault> {
    let mut is_in_cell = false;
    loop {
        let node = xml.next()?;
        match node.started() {
            "c" => is_in_cell = true,
            "v" | "f" | "is" if is_in_cell => return Ok(true),
            _ => {}
        }
        match node {
            Node::End(end) if end.local_name().into_inner() == "sheetData" => return Ok(false),
            Node::Over => return Ok(false),
            _ => {}
        }
    }
}

impl Next {
    /// The row of a tag, from 0; none of one that makes no sense.
    fn row_of(&self, element: &Element<'_>) -> Option<usize> {
        match element.attribute("r") {
            Some(row) => row.parse::<usize>().ok()?.checked_sub(1),
            None => Some(self.row),
        }
    }

    /// The place of a cell; none of one that makes no sense.
    fn position_of(&self, element: &Element<'_>) -> Option<Position> {
        match element.attribute("r") {
            Some(at) => position(&at),
            None => Some((self.row, self.column)),
        }
    }
}

impl Written {
    fn of(element: &Element<'_>) -> Self {
        Self {
            kind: element.attribute("t").unwrap_or_default().into_owned(),
            style: element.attribute("s").and_then(|style| style.parse().ok()),
            ..Self::default()
        }
    }

    /// Reads formula and value up to the end of the cell.
    fn read<R: BufRead>(&mut self, xml: &mut Xml<'_, R>) -> Result<(), Fault> {
        let depth = xml.depth();
        while xml.depth() >= depth {
            match xml.next()?.started() {
                "f" => xml.text_into(self.formula.get_or_insert_default())?,
                "v" => xml.text_into(&mut self.value)?,
                "is" => self.own = Some(rich_text(xml)?),
                "" => {}
                _ => xml.skip()?,
            }
        }
        Ok(())
    }

    /// What the cell holds, if anything.
    fn content(self, shared: &Shared) -> Result<Option<Content>, Senseless> {
        if let Some(formula) = &self.formula
            && self.is_uncalculated(shared.is_uncalculated)
        {
            return Ok(Some(Content::Uncalculated(formula.clone())));
        }
        if self.value.trim().is_empty() && self.own.is_none() {
            return Ok(None);
        }
        self.valued(shared).map(Some).ok_or(Senseless)
    }

    /// What a cell with a value holds; none of a value that makes no sense.
    fn valued(self, shared: &Shared) -> Option<Content> {
        let value = self.value.trim();
        Some(match self.kind.as_str() {
            "s" => Content::Text(shared.strings.get(value.parse().ok()?)?),
            "inlineStr" => Content::Text(self.own?),
            "str" => Content::Text(CellText::plain(&unescaped(&self.value))),
            "b" => Content::Bool(matches!(value, "1" | "true" | "TRUE")),
            "e" => Content::Error(value.to_owned()),
            "d" => Content::IsoDate(value.to_owned()),
            "n" | "" => {
                let number = value.parse::<f64>().ok();
                let number = number.filter(|number| number.is_finite());
                let format = self.style.and_then(|style| shared.formats.get(style));
                Content::Number(number?, format.copied().unwrap_or_default())
            }
            _ => return None,
        })
    }

    /// Whether the value of a formula is missing, or is the zero that programs write which calculate nothing.
    fn is_uncalculated(&self, is_left_open: bool) -> bool {
        match self.kind.as_str() {
            "str" | "s" | "b" | "e" | "inlineStr" => false,
            _ => match self.value.trim() {
                "" => true,
                value => is_left_open && value.parse() == Ok(0.0),
            },
        }
    }
}

fn hidden_columns(element: &Element<'_>) -> Option<std::ops::RangeInclusive<usize>> {
    let bound = |name| {
        element
            .attribute(name)?
            .parse::<usize>()
            .ok()?
            .checked_sub(1)
    };
    let is_hidden = element.says("hidden");
    is_hidden.then(|| Some(bound("min")?..=bound("max")?))?
}

/// `A1:C2`, or the one cell `A1`.
fn block_of(text: &str) -> Option<(Position, Position)> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    position(from).zip(position(to))
}

/// `C117` as row and column from 0.
fn position(text: &str) -> Option<Position> {
    let digits = text.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let mut column = 0_usize;
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() || column > usize::from(u16::MAX) {
            return None;
        }
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    Some((
        row.parse::<usize>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_0() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!(block_of("B2:C10"), Some(((1, 1), (9, 2))));
        for wrong in ["", "A", "1", "A0", "ÅA1", "A1B", "AAAAAAAAAAAAAAAAAA1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }
}
