//! Standard error: notes, errors, and how wide they are.

use std::io::{self, IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use terminal_size::terminal_size_of;
use unicode_width::UnicodeWidthStr as _;

use super::{ColorArg, OutputArgs};
use crate::language::{Words, visible, wrapped};

/// The words that begin a message.
const LEADS: [&str; 6] = ["fel: ", "error: ", "tips: ", "tip: ", "Anm.: ", "note: "];

/// A message is never wrapped to fewer columns.
const NARROWEST: usize = 20;

impl OutputArgs {
    /// Gives notes on stderr, unless quiet.
    pub(in crate::cli) fn notes(&self, notes: &[String]) {
        if !self.quiet {
            let word = self.language().choose("Anm.", "note");
            for note in notes {
                self.say(&format!("{word}: {}", visible(note)));
            }
        }
    }

    /// Gives a note on stderr, unless quiet.
    pub(in crate::cli) fn note(&self, note: &Words) {
        self.notes(&[note.text(self.language()).to_owned()]);
    }

    /// Gives lines on stderr as they are, unless quiet.
    pub(in crate::cli) fn plain_lines(&self, lines: &[String]) {
        if !self.quiet {
            for line in lines {
                self.say(line);
            }
        }
    }

    /// Says something on stderr: control characters visible, wrapped to the terminal if that is where it goes, the
    /// word that begins a message coloured.
    pub(in crate::cli) fn say(&self, text: &str) {
        let choice = match self.color {
            ColorArg::Auto => AutoStream::choice(&io::stderr()),
            ColorArg::Always => ColorChoice::Always,
            ColorArg::Never => ColorChoice::Never,
        };
        let width = if io::stderr().is_terminal() {
            terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0))
        } else {
            None
        };
        let mut stderr = AutoStream::new(io::stderr().lock(), choice);
        for line in text.split('\n') {
            for piece in message_lines(&visible(line), width) {
                // A reader who has left gets no message.
                let _ = writeln!(stderr, "{}", coloured(&piece));
            }
        }
    }
}

/// A message in lines of at most `width` columns, the later ones below its first word.
///
/// What does not begin as a message does, such as a quoted line of an input, stays as it is.
fn message_lines(line: &str, width: Option<usize>) -> Vec<String> {
    let lead = LEADS.iter().find(|lead| line.starts_with(**lead));
    let (Some(width), Some(lead)) = (width.filter(|width| *width >= NARROWEST), lead) else {
        return vec![line.to_owned()];
    };
    let lines = wrapped(&line[lead.len()..], width - lead.width());
    let indent = " ".repeat(lead.width());
    let starts = std::iter::once(*lead).chain(std::iter::repeat(indent.as_str()));
    let lines = starts.zip(lines);
    lines
        .map(|(start, rest)| format!("{start}{rest}"))
        .collect()
}

fn coloured(line: &str) -> String {
    let bold = Style::new().bold();
    let Some(lead) = LEADS.iter().find(|lead| line.starts_with(**lead)) else {
        return line.to_owned();
    };
    let style = match *lead {
        "fel: " | "error: " => bold.fg_color(Some(AnsiColor::Red.into())),
        "tips: " | "tip: " => bold.fg_color(Some(AnsiColor::Cyan.into())),
        _ => Style::new().dimmed(),
    };
    let (word, rest) = line.split_at(lead.len());
    format!("{style}{word}{style:#}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_wrapped_between_words_below_its_first_word() {
        let note = "note: nobody is counted in both groups, 1\u{a0}234 are left out";
        let expected = [
            "note: nobody is counted",
            "      in both groups,",
            "      1\u{a0}234 are left out",
        ];
        assert_eq!(message_lines(note, Some(24)), expected);
        assert_eq!(message_lines(note, None), [note]);
    }

    #[test]
    fn a_word_wider_than_the_terminal_has_a_line_of_its_own_and_a_quoted_line_is_kept() {
        let path = "error: `/a/very/long/path/to/a/file.csv` is empty";
        let expected = [
            "error: `/a/very/long/path/to/a/file.csv`",
            "       is empty",
        ];
        assert_eq!(message_lines(path, Some(24)), expected);
        let quoted = "117 | HT2024;Tandläkarprogrammet;26;54 and more";
        assert_eq!(message_lines(quoted, Some(24)), [quoted]);
    }
}
