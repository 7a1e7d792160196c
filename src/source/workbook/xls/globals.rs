//! What a workbook says of all its sheets: their names, shared texts, formats, fonts.

use std::collections::BTreeMap;

use super::records::{Record, Records};
use super::strings::Reader;
use crate::source::Fault;
use crate::source::workbook::budget::Budget;
use crate::source::workbook::bytes::{four, two};
use crate::source::workbook::number_format::NumberFormat;
use crate::source::workbook::refusal::{damaged, encrypted};
use crate::source::workbook::shared_texts::SharedTexts;

pub(super) struct Globals {
    /// The worksheets; sheets of other kinds, such as charts, are left out.
    pub sheets: Vec<Sheet>,
    pub texts: SharedTexts,
    /// By the number that cells name them by.
    pub formats: Vec<NumberFormat>,
    pub is_1904: bool,
    /// Whether each font is in superscript.
    fonts: Vec<bool>,
    spelled_out: BTreeMap<u16, NumberFormat>,
}

/// A worksheet.
pub(super) struct Sheet {
    pub name: String,
    pub is_hidden: bool,
    /// Where its records begin in the stream.
    pub start: usize,
}

const WORKSHEET: u8 = 0;
const SUPERSCRIPT: u16 = 1;

impl Globals {
    pub(super) fn read(stream: &[u8], budget: &Budget) -> Result<Self, Fault> {
        let mut globals = Self {
            sheets: Vec::new(),
            texts: SharedTexts::default(),
            formats: Vec::new(),
            is_1904: false,
            fonts: Vec::new(),
            spelled_out: BTreeMap::new(),
        };
        for record in Records::new(stream) {
            if record.kind == 0x0a {
                break;
            }
            let taken = globals.take(&record, budget)?;
            taken.ok_or_else(|| damaged("Workbook"))?;
        }
        Ok(globals)
    }

    /// Takes a record; none of one that is damaged.
    fn take(&mut self, record: &Record<'_>, budget: &Budget) -> Result<Option<()>, Fault> {
        let bytes = record.bytes();
        Ok(match record.kind {
            0x2f => return Err(encrypted()),
            0x22 => two(bytes, 0).map(|epoch| self.is_1904 = epoch == 1),
            0x31 => two(bytes, 8).map(|offset| self.fonts.push(offset == SUPERSCRIPT)),
            0x85 => Sheet::of(record).map(|(kind, sheet)| {
                self.sheets.extend((kind == WORKSHEET).then_some(sheet));
            }),
            0xe0 => two(bytes, 2).map(|format| self.formats.push(self.format(format))),
            0xfc => return self.take_texts(record, budget),
            0x41e => two(bytes, 0)
                .zip(Reader::new(record, 2).text())
                .map(|(number, code)| {
                    self.spelled_out
                        .insert(number, NumberFormat::of_code(&code));
                }),
            _ => Some(()),
        })
    }

    fn format(&self, number: u16) -> NumberFormat {
        let spelled_out = self.spelled_out.get(&number).copied();
        spelled_out.unwrap_or_else(|| NumberFormat::built_in(number.into()))
    }

    fn take_texts(&mut self, record: &Record<'_>, budget: &Budget) -> Result<Option<()>, Fault> {
        let mut reader = Reader::new(record, 8);
        let fonts = &self.fonts;
        while !reader.is_over() {
            let Some(text) = reader.rich_text(|font| is_raised(fonts, font)) else {
                return Ok(None);
            };
            self.texts.push(&text, budget)?;
        }
        Ok(Some(()))
    }
}

/// Whether a font is in superscript. There is no font 4: the fifth has number 5.
fn is_raised(fonts: &[bool], font: u16) -> bool {
    let at = usize::from(font) - usize::from(font > 4);
    fonts.get(at).copied().unwrap_or_default()
}

impl Sheet {
    /// The kind of a sheet and what a record says of it; none of a damaged record.
    fn of(record: &Record<'_>) -> Option<(u8, Self)> {
        let bytes = record.bytes();
        let start = usize::try_from(four(bytes, 0)?).ok()?;
        let [state, kind] = *bytes.get(4..6)? else {
            return None;
        };
        let sheet = Self {
            name: Reader::new(record, 6).short_text()?,
            is_hidden: state & 3 != 0,
            start,
        };
        Some((kind, sheet))
    }
}
