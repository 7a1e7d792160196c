//! A cell of a spreadsheet: its value, its text, what it spans.

use std::ops::Range;

use super::styles::Styles;
use crate::source::Fault;
use crate::source::workbook::archive::Part;
use crate::source::workbook::cell_text::{CellText, Run, TooLong, add_run};
use crate::source::workbook::limits::{MAX_COLUMNS, MAX_ROWS};
use crate::source::workbook::number_format::NumberFormat;
use crate::source::workbook::sheet_cells::{Content, SheetCells};
use crate::source::workbook::xml::{Element, Node};

/// A cell as it is written once for one or more columns.
pub(super) struct Repeated {
    pub columns: Range<usize>,
    /// The rows and the columns that it spans.
    pub spans: [usize; 2],
    pub content: Option<Content>,
}

/// The value of a cell, whose text follows.
pub(super) struct Cell {
    kind: String,
    value: Option<String>,
    formula: Option<String>,
    is_error: bool,
}

impl Repeated {
    /// About the memory that it takes.
    pub(super) fn size(&self) -> usize {
        let text = match &self.content {
            Some(Content::Text(text)) => text.text.len(),
            Some(Content::IsoDate(text) | Content::Error(text) | Content::Uncalculated(text)) => {
                text.len()
            }
            _ => 0,
        };
        size_of::<Self>() + text
    }

    /// Adds the cell in a row.
    pub(super) fn add_to(&self, row: usize, cells: &mut SheetCells<'_>) -> Result<(), Fault> {
        let [rows, columns] = self.spans;
        for column in self.columns.start..self.columns.end.min(MAX_COLUMNS + 1) {
            if let Some(content) = &self.content {
                cells.add((row, column), content.clone())?;
            }
            if rows > 1 || columns > 1 {
                let last_row = row.saturating_add(rows - 1).min(MAX_ROWS - 1);
                let last_column = column.saturating_add(columns - 1).min(MAX_COLUMNS - 1);
                cells.merge((row, column), (last_row, last_column))?;
            }
        }
        Ok(())
    }
}

impl Cell {
    pub(super) fn of(element: &Element<'_>) -> Self {
        let of = |name| element.qualified(name).map(std::borrow::Cow::into_owned);
        let kind = of("office:value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "date" => of("office:date-value"),
            "time" => of("office:time-value"),
            "boolean" => of("office:boolean-value"),
            "string" => of("office:string-value"),
            _ => of("office:value"),
        };
        Self {
            kind,
            value,
            formula: of("table:formula"),
            is_error: of("calcext:value-type").is_some_and(|kind| kind == "error"),
        }
    }

    /// Reads the text up to the end of the cell, and says what the cell holds, if anything.
    pub(super) fn read(
        self,
        xml: &mut Part<'_, '_>,
        styles: &Styles,
    ) -> Result<Option<Content>, Fault> {
        let text = text(xml, styles)?;
        let is_error = self.is_error || self.formula.is_some() && is_error(&text.text);
        let content = match (self.kind.as_str(), self.value) {
            _ if is_error => Content::Error(text.text),
            ("", _) if text.text.is_empty() => match self.formula {
                Some(formula) => {
                    let formula = formula.split_once('=').map_or("", |(_, formula)| formula);
                    Content::Uncalculated(formula.to_owned())
                }
                None => return Ok(None),
            },
            ("float" | "currency" | "percentage", Some(value)) => {
                let format = match self.kind.as_str() {
                    "percentage" => NumberFormat::Percent,
                    _ => NumberFormat::Plain,
                };
                let value = value
                    .trim()
                    .parse()
                    .ok()
                    .filter(|value: &f64| value.is_finite());
                Content::Number(value.ok_or_else(|| xml.damaged())?, format)
            }
            ("boolean", Some(value)) => Content::Bool(value == "true"),
            ("date", Some(value)) => Content::IsoDate(value),
            ("time", Some(value)) => Content::IsoDate(time_of_day(&value).unwrap_or(value)),
            ("string", Some(value)) if text.text.is_empty() => {
                Content::Text(CellText::plain(&value))
            }
            _ => Content::Text(text),
        };
        Ok(Some(content))
    }
}

/// The paragraphs of a cell, without comments and pictures.
fn text(xml: &mut Part<'_, '_>, styles: &Styles) -> Result<CellText, Fault> {
    let depth = xml.depth();
    let mut runs: Vec<Run> = Vec::new();
    // The depths of elements that raise their text, the innermost last.
    let mut raised: Vec<usize> = Vec::new();
    while xml.depth() >= depth {
        while raised.last().is_some_and(|&raised| raised > xml.depth()) {
            raised.pop();
        }
        let is_superscript = !raised.is_empty();
        let is_within = xml.depth() > depth;
        let text = match xml.next()? {
            Node::Text(text) if is_within => text.into_owned(),
            Node::Start(element) => match element.name() {
                "p" | "line-break" => "\n".to_owned(),
                "s" | "tab" => " ".repeat(blanks(&element)),
                "span" if styles.raises(&element) => {
                    drop(element);
                    raised.push(xml.depth());
                    continue;
                }
                "annotation" | "frame" | "custom-shape" | "note" | "ruby-text" | "table"
                | "detective" => {
                    drop(element);
                    xml.skip()?;
                    continue;
                }
                _ => continue,
            },
            Node::Over => return Err(xml.damaged()),
            _ => continue,
        };
        let added = add_run(&mut runs, &text, is_superscript);
        added.map_err(|TooLong| xml.damaged())?;
    }
    Ok(CellText::of_runs(&runs))
}

/// How many blanks a tag means; no text of a cell has more than a few.
fn blanks(element: &Element<'_>) -> usize {
    let count = element.attribute("c").and_then(|count| count.parse().ok());
    count.unwrap_or(1).min(100)
}

/// What spreadsheets show for a value that cannot be calculated: `#DIV/0!`, `#N/A`, `Err:502`.
fn is_error(text: &str) -> bool {
    let is_upper = |letter: char| letter.is_ascii_uppercase() || "/0!?_".contains(letter);
    let named = text.strip_prefix('#');
    let numbered = text.strip_prefix("Err:");
    named.is_some_and(|name| !name.is_empty() && name.chars().all(is_upper))
        || numbered.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// `PT06H30M00S` as `06:30:00`; none of a day or longer.
fn time_of_day(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    let [hours, minutes, seconds] = [hours, minutes, seconds].map(|part| part.parse::<u8>().ok());
    let (hours, minutes, seconds) = (hours?, minutes?, seconds?);
    (hours < 24).then(|| format!("{hours:02}:{minutes:02}:{seconds:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_known_by_their_text() {
        for error in ["#DIV/0!", "#N/A", "#NAME?", "Err:502"] {
            assert!(is_error(error), "{error}");
        }
        for text in ["#", "# 1", "#Riket", "Err", "Err:x", ""] {
            assert!(!is_error(text), "{text}");
        }
    }

    #[test]
    fn a_time_is_of_a_day_or_a_duration() {
        assert_eq!(time_of_day("PT06H30M00S").as_deref(), Some("06:30:00"));
        assert_eq!(time_of_day("PT36H00M00S"), None);
        assert_eq!(time_of_day("P1D"), None);
    }
}
