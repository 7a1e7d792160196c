//! The languages of results and messages: words in both, numbers in either, sentences, checksums.
//!
//! Every message that a person may read is written as [`Words`] where it arises; the command line
//! chooses the language once, when it prints.

mod aligned;
mod hexadecimal;
mod visible;
mod words;
mod wrapping;

pub use aligned::aligned;
pub use hexadecimal::hexadecimal;
pub use visible::visible;
pub use words::Words;
pub(crate) use words::words;
pub use wrapping::wrapped;

/// The language of a result: its words and how it writes numbers for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Swedish: `1 234,5`.
    #[default]
    Swedish,
    /// English: `1,234.5`.
    English,
}

impl Language {
    /// The one of two wordings that is in this language.
    #[must_use]
    pub fn choose<T>(self, swedish: T, english: T) -> T {
        match self {
            Self::Swedish => swedish,
            Self::English => english,
        }
    }

    /// A number for people: grouped in thousands, with a fixed number of decimals.
    ///
    /// Swedish `1 234,5` with a no-break space and U+2212 as minus, English `1,234.5`.
    #[must_use]
    pub fn number(self, value: f64, decimals: u8) -> String {
        let text = format!("{:.*}", usize::from(decimals), value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let (group, point, minus) = self.choose(("\u{a0}", ",", "\u{2212}"), (",", ".", "-"));
        let is_negative = value < 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        let mut out = String::from(if is_negative { minus } else { "" });
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push_str(group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push_str(point);
            out.push_str(fraction);
        }
        out
    }
}

/// A sentence with a capital first letter, for one that begins with what was found.
#[must_use]
pub fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Sentences with a capital first letter each.
#[must_use]
pub fn all_capitalised(sentences: &[String]) -> Vec<String> {
    sentences.iter().map(|own| capitalised(own)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_grouped_digits_in_their_language() {
        let swedish = |value, decimals| Language::Swedish.number(value, decimals);
        assert_eq!(swedish(1_234_567.0, 0), "1\u{a0}234\u{a0}567");
        assert_eq!(swedish(-1234.56, 1), "\u{2212}1\u{a0}234,6");
        assert_eq!(swedish(999.0, 0), "999");
        assert_eq!(swedish(-0.4, 0), "0");
        assert_eq!(Language::English.number(-1234.5, 1), "-1,234.5");
    }
}
