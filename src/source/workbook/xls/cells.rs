//! The cells of a worksheet.

use super::globals::Globals;
use super::records::{Record, Records};
use super::strings::Reader;
use crate::source::Fault;
use crate::source::workbook::bytes::{double, four, two};
use crate::source::workbook::cell_text::CellText;
use crate::source::workbook::refusal::damaged;
use crate::source::workbook::sheet_cells::{Content, Position, SheetCells};

/// The cell of a formula whose text is in a record of its own.
type Awaited = Option<Position>;

/// Reads the records of a sheet up to its end; how many bytes they were.
pub(super) fn read_cells(
    stream: &[u8],
    globals: &Globals,
    cells: &mut SheetCells<'_>,
) -> Result<usize, Fault> {
    let mut records = Records::new(stream);
    // Charts within a sheet have cells of their own.
    let mut depth = 0_usize;
    let mut awaited = None;
    while let Some(record) = records.next() {
        match record.kind {
            0x809 => depth += 1,
            0x0a if depth <= 1 => return Ok(records.position()),
            0x0a => depth -= 1,
            _ if depth > 1 => {}
            _ => {
                let read = read_record(&record, globals, &mut awaited, cells)?;
                read.ok_or_else(|| damaged("Workbook"))?;
            }
        }
    }
    Err(damaged("Workbook"))
}

/// Reads a record; none of one that is damaged.
fn read_record(
    record: &Record<'_>,
    globals: &Globals,
    awaited: &mut Awaited,
    cells: &mut SheetCells<'_>,
) -> Result<Option<()>, Fault> {
    let bytes = record.bytes();
    match record.kind {
        0xbd => return read_row_of_numbers(bytes, globals, cells),
        0xe5 => return read_merged(bytes, cells),
        0x7d => {
            let is_hidden = two(bytes, 8).is_some_and(|flags| flags & 1 != 0);
            let columns = two(bytes, 0).zip(two(bytes, 2)).filter(|_| is_hidden);
            if let Some((first, last)) = columns {
                cells.hide_columns(first.into()..=last.into())?;
            }
            return Ok(Some(()));
        }
        0x208 => {
            let is_hidden = two(bytes, 12).is_some_and(|flags| flags & 0x20 != 0);
            if let Some(row) = two(bytes, 0).filter(|_| is_hidden) {
                cells.hide_row(row.into())?;
            }
            return Ok(Some(()));
        }
        0x207 => {
            let text = Reader::new(record, 0).text();
            let at = awaited.take();
            let Some((at, text)) = at.zip(text) else {
                return Ok(None);
            };
            cells.add(at, Content::Text(CellText::plain(&text)))?;
            return Ok(Some(()));
        }
        0x06 | 0xd6 | 0xfd | 0x203..=0x205 | 0x27e => {}
        _ => return Ok(Some(())),
    }
    let Some((at, content)) = position(bytes).zip(content(record, globals)) else {
        return Ok(None);
    };
    match content {
        Value::Known(content) => cells.add(at, content)?,
        Value::Follows => *awaited = Some(at),
        Value::Empty => {}
    }
    Ok(Some(()))
}

/// The value of a cell.
enum Value {
    Known(Content),
    /// The text of a formula, in the next record.
    Follows,
    Empty,
}

/// What the record of one cell says; none of a damaged one.
fn content(record: &Record<'_>, globals: &Globals) -> Option<Value> {
    let bytes = record.bytes();
    Some(Value::Known(match record.kind {
        0x06 => return of_formula(bytes, globals),
        0xfd => {
            let number = usize::try_from(four(bytes, 6)?).ok()?;
            Content::Text(globals.texts.get(number)?)
        }
        0xd6 | 0x204 => Content::Text(CellText::plain(&Reader::new(record, 6).text()?)),
        0x203 => number(double(bytes, 6)?, two(bytes, 4)?, globals)?,
        0x27e => number(packed(four(bytes, 6)?), two(bytes, 4)?, globals)?,
        _ => match *bytes.get(6..8)? {
            [value, 0] => Content::Bool(value != 0),
            [code, _] => Content::Error(error(code).to_owned()),
            _ => return None,
        },
    }))
}

/// The last value of a formula. A program that calculates nothing leaves zero or nothing, and a flag to calculate.
fn of_formula(bytes: &[u8], globals: &Globals) -> Option<Value> {
    let value = bytes.get(6..14)?;
    let is_open = two(bytes, 14)? & 3 != 0;
    let is_special = value.ends_with(&[0xff, 0xff]);
    let uncalculated = || Value::Known(Content::Uncalculated(String::new()));
    if !is_special {
        let value = double(bytes, 6)?;
        if value == 0.0 && is_open {
            return Some(uncalculated());
        }
        return number(value, two(bytes, 4)?, globals).map(Value::Known);
    }
    Some(match value {
        [0, ..] => Value::Follows,
        [1, _, value, ..] => Value::Known(Content::Bool(*value != 0)),
        [2, _, code, ..] => Value::Known(Content::Error(error(*code).to_owned())),
        [3, ..] if is_open => uncalculated(),
        _ => Value::Empty,
    })
}

fn number(value: f64, style: u16, globals: &Globals) -> Option<Content> {
    let format = globals.formats.get(usize::from(style)).copied();
    let value = Some(value).filter(|value| value.is_finite())?;
    Some(Content::Number(value, format.unwrap_or_default()))
}

/// A number in four bytes: a whole number or the upper half of another, maybe in hundredths.
fn packed(bits: u32) -> f64 {
    let value = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 { value } else { value / 100.0 }
}

fn read_row_of_numbers(
    bytes: &[u8],
    globals: &Globals,
    cells: &mut SheetCells<'_>,
) -> Result<Option<()>, Fault> {
    let Some((row, first)) = position(bytes) else {
        return Ok(None);
    };
    let numbers = bytes
        .get(4..bytes.len().saturating_sub(2))
        .unwrap_or_default();
    for (column, own) in numbers.chunks_exact(6).enumerate() {
        let value = two(own, 0).zip(four(own, 2));
        let value = value.and_then(|(style, bits)| number(packed(bits), style, globals));
        let Some(value) = value else {
            return Ok(None);
        };
        cells.add((row, first + column), value)?;
    }
    Ok(Some(()))
}

fn read_merged(bytes: &[u8], cells: &mut SheetCells<'_>) -> Result<Option<()>, Fault> {
    for block in bytes.get(2..).unwrap_or_default().chunks_exact(8) {
        let bound = |at| two(block, at).map(usize::from);
        let (rows, columns) = (bound(0).zip(bound(2)), bound(4).zip(bound(6)));
        let Some(((first, last), (left, right))) = rows.zip(columns) else {
            return Ok(None);
        };
        cells.merge((first, left), (last, right))?;
    }
    Ok(Some(()))
}

fn position(bytes: &[u8]) -> Option<Position> {
    Some((two(bytes, 0)?.into(), two(bytes, 2)?.into()))
}

const fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_whole_halves_or_hundredths() {
        assert!((packed(9074 << 2 | 2) - 9074.0).abs() < f64::EPSILON);
        assert!((packed(7 << 2 | 3) - 0.07).abs() < f64::EPSILON);
        let upper = u32::try_from(0.5_f64.to_bits() >> 32).unwrap();
        assert!((packed(upper) - 0.5).abs() < f64::EPSILON);
        assert!((packed((-3_i32).cast_unsigned() << 2 | 2) + 3.0).abs() < f64::EPSILON);
    }
}
