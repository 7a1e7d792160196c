//! Text in lines that fit a terminal.

use unicode_width::UnicodeWidthStr as _;

/// A text in lines of at most `width` columns, split at blanks only: a no-break space holds, and a word wider than
/// a line has one of its own.
///
/// Example: `"a bc def"` in 5 columns is `"a bc"`, `"def"`.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_between_words_and_never_within_a_number() {
        let text = "vården sysselsatte 1\u{a0}234 personer";
        let expected = ["vården", "sysselsatte", "1\u{a0}234 personer"];
        assert_eq!(wrapped(text, 15), expected);
        assert_eq!(wrapped(text, 3).len(), 4, "a word wider than the line");
        assert_eq!(wrapped("", 10), [""]);
    }
}
