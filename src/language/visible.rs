//! Control characters made visible.

use std::borrow::Cow;

/// The text with a visible sign for every control character, so that no text from an input can steer a
/// terminal or pass for a line of the program's own.
///
/// C0 controls and DEL become their control pictures (ESC `␛`, line feed `␊`). C1 controls, Unicode's own line
/// ends and the marks that reorder text become `�`.
///
/// Example: `"läkare\u{1b}[2J"` becomes `"läkare␛[2J"`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| sign(letter).is_none()) {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().map(|letter| sign(letter).unwrap_or(letter));
    Cow::Owned(letters.collect())
}

/// What is shown for a character that must not reach a terminal; none for all others.
fn sign(letter: char) -> Option<char> {
    match letter {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_and_letters_are_kept() {
        assert_eq!(visible("Västra Götaland"), "Västra Götaland");
        assert_eq!(visible("a\u{1b}]0;x\u{7}\r\n\tb\u{7f}"), "a␛]0;x␇␍␊␉b␡");
        assert_eq!(
            visible("\u{9b}2J \u{202e}txt.exe \u{2028}"),
            "\u{fffd}2J \u{fffd}txt.exe \u{fffd}"
        );
        assert_eq!(visible("1\u{a0}234"), "1\u{a0}234");
    }
}
