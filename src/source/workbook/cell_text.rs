//! The text of a cell as a person means it, whatever the program stored.

use super::limits::{MAX_RUNS, MAX_TEXT};

/// A text in one line, and how many characters at its end are in superscript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CellText {
    pub text: String,
    pub superscript: usize,
}

/// A part of a text in one font.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub text: String,
    pub is_superscript: bool,
}

/// Adds a part of a text, to the run before if that is in the same font.
///
/// # Errors
/// A text that no spreadsheet has: one that is too long, or changes its font too often.
pub(super) fn add_run(
    runs: &mut Vec<Run>,
    text: &str,
    is_superscript: bool,
) -> Result<(), TooLong> {
    match runs.last_mut() {
        Some(last) if last.is_superscript == is_superscript => last.text.push_str(text),
        _ => runs.push(Run {
            text: text.to_owned(),
            is_superscript,
        }),
    }
    let is_long = runs.last().is_some_and(|run| run.text.len() > MAX_TEXT);
    if is_long || runs.len() > MAX_RUNS {
        return Err(TooLong);
    }
    Ok(())
}

/// A text longer than those of spreadsheets.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLong;

impl CellText {
    /// A text in one font.
    pub(super) fn plain(text: &str) -> Self {
        let mut writer = Writer::default();
        writer.push(text, false);
        writer.text
    }

    /// A text in several fonts.
    ///
    /// Line breaks become one space, together with the blanks around them, and nothing after a soft hyphen, which
    /// marks a word that goes on. A hyphen at the end of a line is kept: `hälso-⏎och sjukvård` needs it. No-break
    /// spaces become spaces, soft hyphens and characters without width are left out.
    pub(super) fn of_runs<'r>(runs: impl IntoIterator<Item = &'r Run>) -> Self {
        let mut writer = Writer::default();
        for run in runs {
            writer.push(&run.text, run.is_superscript);
        }
        writer.text
    }
}

#[derive(Default)]
struct Writer {
    text: CellText,
    /// Blanks that are written if text follows.
    blanks: usize,
    is_broken: bool,
    is_hyphenated: bool,
}

impl Writer {
    fn push(&mut self, text: &str, is_superscript: bool) {
        for character in text.chars() {
            match character {
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    self.is_broken = true;
                }
                '\u{ad}' => self.is_hyphenated = true,
                '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
                blank if blank.is_whitespace() => self.blanks += 1,
                control if control.is_control() => {}
                other => self.push_visible(other, is_superscript),
            }
        }
    }

    fn push_visible(&mut self, character: char, is_superscript: bool) {
        let blanks = match (self.is_broken, self.is_hyphenated) {
            _ if self.text.text.is_empty() => 0,
            (true, true) => 0,
            (true, false) => 1,
            (false, _) => self.blanks,
        };
        self.text.text.extend(std::iter::repeat_n(' ', blanks));
        self.text.text.push(character);
        self.text.superscript = match (is_superscript, self.text.superscript) {
            (false, _) => 0,
            (true, 0) => 1,
            (true, before) => before + blanks + 1,
        };
        (self.blanks, self.is_broken, self.is_hyphenated) = (0, false, false);
    }
}

/// Replaces `_x000D_` and its like, with which workbooks write characters that XML has not.
pub(super) fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        if !before.is_empty() {
            flush(&mut units, &mut out);
            out.push_str(before);
        }
        if let Some(unit) = code_unit(escape) {
            units.push(unit);
            rest = &escape[ESCAPE..];
        } else {
            flush(&mut units, &mut out);
            out.push_str("_x");
            rest = &escape[2..];
        }
    }
    flush(&mut units, &mut out);
    out.push_str(rest);
    out
}

/// The length of `_x000D_`.
const ESCAPE: usize = 7;

fn code_unit(escape: &str) -> Option<u16> {
    let digits = escape
        .get(..ESCAPE)?
        .strip_prefix("_x")?
        .strip_suffix('_')?;
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hexadecimal.then(|| u16::from_str_radix(digits, 16).ok())?
}

fn flush(units: &mut Vec<u16>, out: &mut String) {
    out.extend(
        char::decode_utf16(units.drain(..)).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        CellText::plain(text).text
    }

    #[test]
    fn a_line_break_is_one_space_and_none_after_a_soft_hyphen() {
        assert_eq!(
            plain("Biomedicinsk \nanalytiker"),
            "Biomedicinsk analytiker"
        );
        assert_eq!(plain("Andel\r\n\r\n under 65"), "Andel under 65");
        assert_eq!(plain("sjuk\u{ad}\nsköterska"), "sjuksköterska");
        assert_eq!(plain("sjuk\u{ad}sköterska"), "sjuksköterska");
        assert_eq!(plain("hälso-\noch sjukvård"), "hälso- och sjukvård");
    }

    #[test]
    fn blanks_of_every_kind_are_spaces_and_none_at_the_ends() {
        assert_eq!(plain(" \u{a0}\t\n "), "");
        assert_eq!(plain("\u{a0}9\u{a0}074 \n"), "9 074");
        assert_eq!(plain("a\u{200b}b\u{feff}"), "ab");
    }

    #[test]
    fn superscript_is_counted_at_the_end_only() {
        let runs = |runs: &[(&str, bool)]| {
            let runs: Vec<Run> = runs
                .iter()
                .map(|&(text, is_superscript)| Run {
                    text: text.to_owned(),
                    is_superscript,
                })
                .collect();
            let CellText { text, superscript } = CellText::of_runs(&runs);
            (text, superscript)
        };
        assert_eq!(
            runs(&[("Riket", false), ("2", true)]),
            ("Riket2".to_owned(), 1)
        );
        assert_eq!(
            runs(&[("Riket", false), ("1, 2", true), (" \n", false)]),
            ("Riket1, 2".to_owned(), 4)
        );
        assert_eq!(
            runs(&[("1", true), ("Från 2006", false)]),
            ("1Från 2006".to_owned(), 0)
        );
    }

    #[test]
    fn characters_that_xml_has_not_are_unescaped() {
        assert_eq!(unescaped("rad_x000D_\ntvå"), "rad\r\ntvå");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("_xD83D__xDCF7_"), "\u{1f4f7}");
        assert_eq!(unescaped("_xD83D_a_x00g0_x"), "\u{fffd}a_x00g0_x");
        assert_eq!(unescaped("_x00ö0_"), "_x00ö0_");
    }
}
