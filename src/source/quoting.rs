//! Quoted fields and line ends: an account of a text's records that owes nothing to the CSV reader.
//!
//! The CSV reader forgives a quote that is never closed, or that is closed in the middle of a field,
//! by joining rows. What it read is therefore compared with what is counted here.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

use super::{Fault, Location};
use crate::language::words;

/// Where a text breaks the rules of quotes and line ends; places are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breach {
    /// A quote opens and never closes.
    Unclosed { open: usize },
    /// A quote opens, and after the one that closes it the field goes on.
    TextAfter { open: usize, text: usize },
    /// A quoted field with a line break and as many delimiters as a row has.
    Rows { open: usize, end: usize },
    /// A carriage return that no line feed follows.
    LoneReturn { at: usize },
}

impl Breach {
    /// The byte to point at.
    pub(super) const fn at(self) -> usize {
        match self {
            Self::Unclosed { open } | Self::TextAfter { open, .. } | Self::Rows { open, .. } => {
                open
            }
            Self::LoneReturn { at } => at,
        }
    }

    /// As a fault of a text whose first line has the number `first_line`.
    pub(super) fn fault(self, name: &str, text: &[u8], first_line: u64) -> Fault {
        let line_of = |at: usize| first_line + line_ends(&text[..at]);
        let (opened, fault) = (line_of(self.at()), self.without_place(line_of));
        fault.located(Location::line(name, opened))
    }

    fn without_place(self, line_of: impl Fn(usize) -> u64) -> Fault {
        match self {
            Self::Unclosed { .. } => Fault::new(words!(
                "ett citattecken öppnas men stängs aldrig",
                "a quotation mark is opened and never closed"
            ))
            .tip(words!(
                "ta bort citattecknet eller sätt dit det som saknas",
                "remove the quotation mark or add the one that is missing"
            )),
            Self::TextAfter { text, .. } => {
                let line = line_of(text);
                Fault::new(words!(
                    "ett fält inom citattecken stängs på rad {line} och följs av text",
                    "a quoted field is closed on line {line} and followed by text"
                ))
                .tip(words!(
                    "ta bort citattecknen eller stäng dem i slutet av fältet; ett citattecken inuti fältet skrivs `\"\"`",
                    "remove the quotation marks or close them at the end of the field; one inside the field is written `\"\"`"
                ))
            }
            Self::Rows { end, .. } => {
                let line = line_of(end);
                Fault::new(words!(
                    "ett fält inom citattecken stängs först på rad {line} och rymmer hela rader",
                    "a quoted field is closed only on line {line} and contains whole rows"
                ))
                .tip(words!(
                    "stäng citattecknet på sin egen rad",
                    "close the quotation mark on its own line"
                ))
            }
            Self::LoneReturn { .. } => Fault::new(words!(
                "radslutet är CR utan LF, men filen har också LF",
                "the line ends in CR without LF, but the file has LF as well"
            ))
            .tip(words!(
                "spara om filen med samma radslut på alla rader, LF eller CRLF",
                "save the file again with the same line end on all lines, LF or CRLF"
            )),
        }
    }
}

/// The quoted fields of a text that begins outside quotes, their quotes included.
struct QuotedFields<'t> {
    text: &'t [u8],
    delimiter: u8,
    at: usize,
}

impl QuotedFields<'_> {
    /// A quote in the middle of a field is a character like any other.
    fn opens(&self, quote: usize) -> bool {
        let before = quote.checked_sub(1).map(|before| self.text[before]);
        before.is_none_or(|byte| byte == self.delimiter || matches!(byte, b'\n' | b'\r'))
    }

    /// The field that opens at a quote.
    fn field(&self, open: usize) -> Result<Range<usize>, Breach> {
        let mut from = open + 1;
        while let Some(found) = memchr(b'"', &self.text[from..]) {
            let text = from + found + 1;
            match self.text.get(text) {
                Some(b'"') => from = text + 1,
                None | Some(b'\n' | b'\r') => return Ok(open..text),
                Some(&byte) if byte == self.delimiter => return Ok(open..text),
                Some(_) => return Err(Breach::TextAfter { open, text }),
            }
        }
        Err(Breach::Unclosed { open })
    }
}

impl Iterator for QuotedFields<'_> {
    type Item = Result<Range<usize>, Breach>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let quote = self.at + memchr(b'"', &self.text[self.at..])?;
            if self.opens(quote) {
                let field = self.field(quote);
                self.at = field.as_ref().map_or(self.text.len(), |field| field.end);
                return Some(field);
            }
            self.at = quote + 1;
        }
    }
}

fn quoted_fields(text: &[u8], delimiter: u8) -> QuotedFields<'_> {
    QuotedFields {
        text,
        delimiter,
        at: 0,
    }
}

/// The byte after the last line end outside quotes, in the beginning of a text; none if there is no
/// such line end. A field that is still open at the end may close later.
///
/// # Errors
/// A field that goes on after its closing quote.
pub(super) fn last_record_end(text: &[u8], delimiter: u8) -> Result<Option<usize>, Breach> {
    let (mut last, mut start) = (None, 0);
    let line_end = |gap: Range<usize>| {
        let from = gap.start;
        memrchr(b'\n', &text[gap]).map(|at| from + at + 1)
    };
    for field in quoted_fields(text, delimiter) {
        match field {
            Ok(field) => {
                last = line_end(start..field.start).or(last);
                start = field.end;
            }
            Err(Breach::Unclosed { open }) => return Ok(line_end(start..open).or(last)),
            Err(breach) => return Err(breach),
        }
    }
    Ok(line_end(start..text.len()).or(last))
}

/// How many records there are in a text of whole records whose rows have `width` fields; empty
/// lines are none.
///
/// # Errors
/// The first breach of the rules.
pub(super) fn count_records(text: &[u8], delimiter: u8, width: usize) -> Result<u64, Breach> {
    let mut count = RecordCount {
        text,
        records: 0,
        record_start: 0,
    };
    let mut start = 0;
    for field in quoted_fields(text, delimiter) {
        let field = field?;
        count.add(start..field.start)?;
        if holds_rows(&text[field.clone()], delimiter, width) {
            let (open, end) = (field.start, field.end);
            return Err(Breach::Rows { open, end });
        }
        start = field.end;
    }
    count.add(start..text.len())?;
    Ok(count.records + u64::from(!count.is_blank_until(text.len())))
}

/// Whether a quoted field may have swallowed a row.
fn holds_rows(field: &[u8], delimiter: u8, width: usize) -> bool {
    let has_line_end = memchr::memchr2(b'\n', b'\r', field).is_some();
    has_line_end && width > 1 && memchr_iter(delimiter, field).count() + 1 >= width
}

/// Records counted by the line ends outside quotes.
struct RecordCount<'t> {
    text: &'t [u8],
    records: u64,
    record_start: usize,
}

impl RecordCount<'_> {
    fn is_blank_until(&self, end: usize) -> bool {
        matches!(self.text[self.record_start..end], [] | [b'\r'])
    }

    fn add(&mut self, gap: Range<usize>) -> Result<(), Breach> {
        let from = gap.start;
        let returns = memchr_iter(b'\r', &self.text[gap.clone()]).map(|at| from + at);
        for at in returns {
            if !matches!(self.text.get(at + 1), Some(b'\n') | None) {
                return Err(Breach::LoneReturn { at });
            }
        }
        for at in memchr_iter(b'\n', &self.text[gap]).map(|at| from + at) {
            self.records += u64::from(!self.is_blank_until(at));
            self.record_start = at + 1;
        }
        Ok(())
    }
}

/// How many line feeds there are.
pub(super) fn line_ends(text: &[u8]) -> u64 {
    memchr_iter(b'\n', text).count() as u64
}

/// The fault of a text whose records the CSV reader and the line ends do not agree on.
pub(super) fn uncounted(name: &str, first_line: u64, read: u64, counted: u64) -> Fault {
    Fault::new(words!(
        "{read} rader lästes men radsluten ger {counted}",
        "{read} rows were read but the line ends give {counted}"
    ))
    .located(Location::line(name, first_line))
    .tip(words!(
        "kontrollera citattecken och radslut från raden och framåt",
        "check quotation marks and line ends from this line on"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn count(text: &str) -> Result<u64, Breach> {
        count_records(text.as_bytes(), b',', 3)
    }

    #[test]
    fn records_are_counted_by_line_ends_outside_quotes() {
        assert_eq!(count("1,2,3\n4,5,6\n"), Ok(2));
        assert_eq!(count("1,2,3\r\n\r\n4,5,6"), Ok(2));
        assert_eq!(count("1,\"a\nb\",3\n4,\"c\"\"d\",6\n"), Ok(2));
        assert_eq!(count("1,5\" rör,3\n"), Ok(1));
        assert_eq!(count(""), Ok(0));
    }

    #[test]
    fn a_quote_that_may_have_swallowed_a_row_is_a_breach() {
        let breaches = [
            ("1,2,\"b\n4,5,6\n", Breach::Unclosed { open: 4 }),
            (
                "1,2,\"b\n4,5,\"c\n",
                Breach::TextAfter { open: 4, text: 12 },
            ),
            ("1,2,\"b\n4,5,c\"\n", Breach::Rows { open: 4, end: 13 }),
            ("\"1,2,3\n4\",5,6\n", Breach::Rows { open: 0, end: 9 }),
            ("1,2,3\r4,5,6\n", Breach::LoneReturn { at: 5 }),
        ];
        for (text, breach) in breaches {
            assert_eq!(count(text), Err(breach), "{text}");
        }
    }

    #[test]
    fn a_text_is_split_after_the_last_line_end_outside_quotes() {
        let last = |text: &str| last_record_end(text.as_bytes(), b',').unwrap();
        assert_eq!(last("1,2\n3,"), Some(4));
        assert_eq!(last("1,2\n3,\"a\nb"), Some(4));
        assert_eq!(last("1,5\" rör\n3,"), Some(10));
        assert_eq!(last("1,\"a\nb\""), None);
    }

    proptest! {
        /// Where no rule is broken the CSV reader finds the very records that are counted.
        #[test]
        fn the_csv_reader_agrees(text in "[a,\"\n\r]{0,40}") {
            if let Ok(counted) = count_records(text.as_bytes(), b',', 100) {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(text.as_bytes());
                prop_assert_eq!(reader.byte_records().count() as u64, counted);
            }
        }
    }
}
