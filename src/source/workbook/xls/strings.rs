//! Texts in records: one or two bytes for a character, fonts, and breaks between records anywhere.

use super::records::Record;
use crate::source::workbook::cell_text::{CellText, Run};

/// A text of two-byte characters, one with phonetic or other additions, one with fonts.
const WIDE: u8 = 1;
const EXTENDED: u8 = 4;
const RICH: u8 = 8;

/// The bytes of a record, read from first to last across those that continue it.
pub(super) struct Reader<'s> {
    parts: Vec<&'s [u8]>,
    part: usize,
    at: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn new(record: &Record<'s>, skipped: usize) -> Self {
        Self {
            parts: record.parts.clone(),
            part: 0,
            at: skipped,
        }
    }

    /// Whether the record has ended.
    pub(super) fn is_over(&mut self) -> bool {
        self.current().is_none()
    }

    /// What is left of the part that is being read, or of the next.
    fn current(&mut self) -> Option<&'s [u8]> {
        loop {
            let part = *self.parts.get(self.part)?;
            match part.get(self.at..) {
                Some(rest) if !rest.is_empty() => return Some(rest),
                _ => (self.part, self.at) = (self.part + 1, 0),
            }
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.current()?.first()?;
        self.at += 1;
        Some(byte)
    }

    fn two(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn four(&mut self) -> Option<u32> {
        let (low, high) = (self.two()?, self.two()?);
        Some(u32::from(high) << 16 | u32::from(low))
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let taken = bytes.min(self.current()?.len());
            self.at += taken;
            bytes -= taken;
        }
        Some(())
    }

    /// Characters; where they go on in another record, that one says anew how wide they are.
    fn characters(&mut self, count: usize, flags: u8) -> Option<Vec<u16>> {
        let mut is_wide = flags & WIDE != 0;
        let mut characters = Vec::new();
        while characters.len() < count {
            let (part, is_begun) = (self.part, self.at > 0);
            self.current()?;
            if self.part != part && is_begun {
                is_wide = self.byte()? & WIDE != 0;
            }
            characters.push(if is_wide {
                self.two()?
            } else {
                self.byte()?.into()
            });
        }
        Some(characters)
    }

    /// A text that begins with two bytes for its length.
    pub(super) fn text(&mut self) -> Option<String> {
        let length = self.two()?.into();
        let flags = self.byte()?;
        let characters = self.characters(length, flags)?;
        Some(String::from_utf16_lossy(&characters))
    }

    /// A text that begins with one byte for its length.
    pub(super) fn short_text(&mut self) -> Option<String> {
        let length = self.byte()?.into();
        let flags = self.byte()?;
        let characters = self.characters(length, flags)?;
        Some(String::from_utf16_lossy(&characters))
    }

    /// A text with fonts; `raises` tells which of them are in superscript.
    pub(super) fn rich_text(&mut self, raises: impl Fn(u16) -> bool) -> Option<CellText> {
        let length = self.two()?.into();
        let flags = self.byte()?;
        let fonts = if flags & RICH == 0 { 0 } else { self.two()? };
        let additions = if flags & EXTENDED == 0 {
            0
        } else {
            self.four()?
        };
        let characters = self.characters(length, flags)?;
        let mut starts = vec![(0, false)];
        for _ in 0..fonts {
            let start = usize::from(self.two()?).min(characters.len());
            starts.push((start, raises(self.two()?)));
        }
        self.skip(usize::try_from(additions).ok()?)?;
        let ends = starts.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([characters.len()]);
        let runs = starts
            .iter()
            .zip(ends)
            .map(|(&(start, is_superscript), end)| Run {
                text: String::from_utf16_lossy(characters.get(start..end).unwrap_or_default()),
                is_superscript,
            });
        Some(CellText::of_runs(&runs.collect::<Vec<_>>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(parts: &[&'static [u8]]) -> Reader<'static> {
        let parts = parts.to_vec();
        Reader::new(&Record { kind: 0, parts }, 0)
    }

    #[test]
    fn a_text_that_goes_on_in_another_record_may_change_its_width() {
        let mut reader = reader(&[b"\x04\x00\x00Bl", b"\x01a\x00d\x00"]);
        assert_eq!(reader.text().as_deref(), Some("Blad"));
        assert!(reader.is_over());
    }

    #[test]
    fn fonts_say_which_characters_are_raised() {
        let rich = b"\x03\x00\x08\x01\x00Rt2\x02\x00\x07\x00";
        let text = reader(&[rich]).rich_text(|font| font == 7).unwrap();
        assert_eq!((text.text.as_str(), text.superscript), ("Rt2", 1));
    }

    #[test]
    fn a_text_that_is_cut_off_is_none() {
        assert_eq!(reader(&[b"\x04\x00\x00Bl"]).text(), None);
        assert_eq!(reader(&[b"\x04"]).text(), None);
    }
}
