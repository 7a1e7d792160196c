//! A line of the input, quoted with the piece that is wrong.

use std::fmt;

use unicode_width::UnicodeWidthStr as _;

use crate::language::visible;

/// The widest piece of a line that is quoted.
const QUOTED_WIDTH: usize = 100;

/// A line of the input with the piece that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    before: String,
    marked: String,
    after: String,
}

impl Excerpt {
    /// The line with its number before it and carets under the mark.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, line: u64) -> fmt::Result {
        let Self {
            before,
            marked,
            after,
        } = self;
        let line = line.to_string();
        let gutter = " ".repeat(line.len());
        let indent = " ".repeat(before.width());
        let carets = "^".repeat(marked.width().max(1));
        write!(f, "\n{gutter} |\n{line} | {before}{marked}{after}")?;
        write!(f, "\n{gutter} | {indent}{carets}")
    }

    /// Quotes `line` with the bytes `start..end` marked; a long line is cut around the mark.
    pub(super) fn new(line: &str, start: usize, end: usize) -> Self {
        let quoted = |piece: &str| visible(&piece.replace('\t', " ")).into_owned();
        let before = quoted(&line[..start]);
        let marked = shortened(&quoted(&line[start..end]), QUOTED_WIDTH / 2);
        let room = QUOTED_WIDTH.saturating_sub(marked.width());
        let before = shortened_from_left(&before, room * 2 / 3);
        let after = shortened(
            &quoted(&line[end..]),
            QUOTED_WIDTH.saturating_sub(before.width() + marked.width()),
        );
        Self {
            before,
            marked,
            after,
        }
    }
}

fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars()
        .take(width.saturating_sub(1))
        .chain(['…'])
        .collect()
}

fn shortened_from_left(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    ['…']
        .into_iter()
        .chain(text.chars().skip(length + 1 - width.max(1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_its_fault() {
        let line = format!("{}FEL{}", "a;".repeat(400), ";b".repeat(400));
        let excerpt = Excerpt::new(&line, 800, 803);
        assert_eq!(excerpt.marked, "FEL");
        assert!(excerpt.before.starts_with('…') && excerpt.after.ends_with('…'));
        let width = excerpt.before.width() + 3 + excerpt.after.width();
        assert!(width <= QUOTED_WIDTH, "{width}");
    }
}
