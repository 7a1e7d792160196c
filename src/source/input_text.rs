//! A decoded text that knows the line and the column of every byte.

use memchr::{memchr, memchr_iter, memrchr};

use super::{Excerpt, Fault, Location};
use crate::language::Words;

/// How far apart the places are whose line numbers are kept.
const STRIDE: usize = 4096;

/// How much of a line is looked at on either side of what a message marks.
const QUOTED: usize = 400;

/// A text of one input with its name.
#[derive(Clone, Debug)]
pub(super) struct InputText {
    name: String,
    text: String,
    /// How many line feeds there are before every multiple of the stride.
    lines_before: Vec<u64>,
}

impl InputText {
    /// Takes a text whose lines end with line feeds, or with carriage returns alone.
    pub(super) fn new(name: &str, text: String) -> Self {
        let text = if memchr(b'\n', text.as_bytes()).is_none() && text.contains('\r') {
            text.replace('\r', "\n")
        } else {
            text
        };
        let mut lines = 0;
        let lines_before = text.as_bytes().chunks(STRIDE).map(|chunk| {
            let before = lines;
            lines += count_lines(chunk);
            before
        });
        let lines_before = lines_before.collect();
        Self {
            name: name.to_owned(),
            text,
            lines_before,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The line and the character within it where byte `offset` is.
    pub(super) fn location(&self, offset: usize) -> Location {
        let offset = self.text.floor_char_boundary(offset);
        let start = self.line_start(offset);
        let column = self.text[start..offset].chars().count() + 1;
        Location {
            column: Some(column),
            ..Location::line(&self.name, self.line_number(offset))
        }
    }

    /// A fault that marks the bytes `start..end`, or what of them is on the first line.
    pub(super) fn fault(&self, start: usize, end: usize, message: impl Into<Words>) -> Fault {
        Fault::new(message)
            .located(self.location(start))
            .quoting(self.excerpt(start, end))
    }

    /// The line of byte `start` with the bytes up to `end` marked.
    pub(super) fn excerpt(&self, start: usize, end: usize) -> Excerpt {
        let start = self.text.floor_char_boundary(start);
        let rest = &self.text.as_bytes()[start..];
        let line_end = start + memchr(b'\n', rest).unwrap_or(rest.len());
        let end = self.text.floor_char_boundary(end).clamp(start, line_end);
        let from = self.line_start(start).max(start.saturating_sub(QUOTED));
        let from = self.text.floor_char_boundary(from);
        let to = self.text.floor_char_boundary(line_end.min(end + QUOTED));
        let line = self.text[from..to].trim_end_matches('\r');
        let marked = (start - from).min(line.len())..(end - from).min(line.len());
        Excerpt::new(line, marked.start, marked.end)
    }

    fn line_start(&self, offset: usize) -> usize {
        memrchr(b'\n', &self.text.as_bytes()[..offset]).map_or(0, |before| before + 1)
    }

    fn line_number(&self, offset: usize) -> u64 {
        let chunk = (offset / STRIDE).min(self.lines_before.len().saturating_sub(1));
        let before = self.lines_before.get(chunk).copied().unwrap_or(0);
        before + count_lines(&self.text.as_bytes()[chunk * STRIDE..offset]) + 1
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_line_and_a_character() {
        let input = InputText::new("a.px", "ett\ntvå tre\nfyra".to_owned());
        let place = |piece: &str| {
            let location = input.location(input.text().find(piece).unwrap());
            (location.row.unwrap(), location.column.unwrap())
        };
        assert_eq!(place("ett"), (1, 1));
        assert_eq!(place("tre"), (2, 5));
        assert_eq!(place("yra"), (3, 2));
        assert_eq!(input.location(99).row, Some(3));
    }

    #[test]
    fn line_numbers_are_right_however_far_in() {
        let text = "a\n".repeat(STRIDE * 2);
        let input = InputText::new("a.px", text);
        for line in [1, 2047, 2048, 2049, 5000, 8192] {
            let offset = (line - 1) * 2;
            assert_eq!(input.location(offset).row, Some(line as u64));
        }
    }

    #[test]
    fn a_message_quotes_its_line_also_when_that_is_long() {
        let long = format!("{}å{}", "x ".repeat(100_000), " y".repeat(100_000));
        let input = InputText::new("a.px", long);
        let fault = input.fault(200_000, 200_002, "wrong");
        assert!(fault.to_string().contains("x å y"), "{fault}");
        assert_eq!(fault.location().unwrap().column, Some(200_001));
    }
}
