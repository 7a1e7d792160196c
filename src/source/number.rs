//! Numbers as Swedish tables write them.

use std::fmt;

use crate::language::{Words, words};

/// What a numeric cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A plain number.
    Plain(f64),
    /// A number followed by `%`; `Percent(88.0)` is 88 per cent.
    Percent(f64),
    /// No number: missing or suppressed, which is never the same as zero.
    Missing(Missing),
}

/// How a table said that it has no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// An empty cell.
    Empty,
    /// `..`, `.`, `…`, `-`, `–` or `NA`: not available.
    NotAvailable,
    /// `x`, or `<5`: hidden by whoever published it.
    Suppressed,
    /// A sign that the file's own legend explains as nothing to report: zero. No sign means it by itself.
    Nil,
}

impl Number {
    /// Reads a number with decimal comma or point, and spaces (ordinary, no-break, narrow or thin)
    /// between groups of three digits.
    ///
    /// `1 234,5`, `1234.5` and `−3` are numbers; `12 34`, `1.234,5`, `1e3` and `1,2,3` are not: it
    /// is better to ask than to guess.
    ///
    /// # Errors
    /// Any text that is neither a number nor a sign of a missing one.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        if let Some(missing) = Missing::parse(text) {
            return Ok(Self::Missing(missing));
        }
        let (digits, is_percent) = match text.strip_suffix('%') {
            Some(rest) => (rest.trim_end(), true),
            None => (text, false),
        };
        let value = decimal(digits).ok_or_else(|| NumberError {
            given: text.to_owned(),
        })?;
        Ok(if is_percent {
            Self::Percent(value)
        } else {
            Self::Plain(value)
        })
    }
}

impl Missing {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "" => Some(Self::Empty),
            "." | ".." | "..." | "…" | "-" | "–" | "—" | "\u{2212}" | "NA" => {
                Some(Self::NotAvailable)
            }
            "x" | "X" => Some(Self::Suppressed),
            _ => is_bound(text).then_some(Self::Suppressed),
        }
    }
}

/// `<5`, `< 5`, `≤4`: known to be small, no more.
fn is_bound(text: &str) -> bool {
    let bound = text.strip_prefix(['<', '≤']).map(str::trim_start);
    bound.is_some_and(|most| !most.is_empty() && most.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a name or a pseudonym says that it is missing rather than naming anything.
#[must_use]
pub fn is_missing_name(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 7] = [b"na", b"n/a", b"nan", b"<na>", b"null", b"none", b"saknas"];
    let is_sign = || {
        text.iter()
            .all(|byte| matches!(byte, b'.' | b'-' | b'?' | b'*'))
    };
    let is_symbol = || {
        matches!(text, b"x" | b"X")
            || ["…", "–", "—", "\u{2212}"]
                .iter()
                .any(|sign| sign.as_bytes() == text)
    };
    text.len() <= 6
        && (is_sign() || is_symbol() || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)))
}

fn decimal(text: &str) -> Option<f64> {
    let (sign, magnitude) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(magnitude) => ("-", magnitude),
        None => ("", text),
    };
    let (whole, fraction) = match magnitude.split_once([',', '.']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (magnitude, None),
    };
    let whole = without_group_spaces(whole)?;
    let fraction = fraction.unwrap_or("0");
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(&whole) || !all_digits(fraction) {
        return None;
    }
    format!("{sign}{whole}.{fraction}")
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
}

/// `1 234 567` → `1234567`; none when a group after the first has not exactly three digits.
fn without_group_spaces(text: &str) -> Option<String> {
    let groups: Vec<&str> = text
        .split([' ', '\u{a0}', '\u{202f}', '\u{2009}'])
        .collect();
    let (first, rest) = groups.split_first()?;
    let well_formed =
        rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    well_formed.then(|| groups.concat())
}

/// A text that is not a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberError {
    given: String,
}

impl NumberError {
    /// What to write instead.
    #[must_use]
    pub fn tip(&self) -> Words {
        words!(
            "skriv siffror med decimalkomma eller decimalpunkt, eller `..` om talet saknas",
            "write digits with a decimal comma or point, or `..` if the number is missing"
        )
    }

    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        let given = &self.given;
        words!("`{given}` är inte ett tal", "`{given}` is not a number")
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` är inte ett tal", self.given)
    }
}

impl std::error::Error for NumberError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_and_machine_numbers_are_read_alike() {
        for text in [
            "1234,5",
            "1234.5",
            "1 234,5",
            "1\u{a0}234,5",
            "1\u{202f}234.50",
            " 1 234,5 ",
        ] {
            assert_eq!(Number::parse(text), Ok(Number::Plain(1234.5)), "{text}");
        }
        assert_eq!(Number::parse("\u{2212}3"), Ok(Number::Plain(-3.0)));
        assert_eq!(Number::parse("88 %"), Ok(Number::Percent(88.0)));
        assert_eq!(Number::parse("0012"), Ok(Number::Plain(12.0)));
    }

    #[test]
    fn a_missing_number_keeps_its_reason_and_is_not_zero() {
        for text in ["..", ".", "-", "–", "…", "NA"] {
            assert_eq!(
                Number::parse(text),
                Ok(Number::Missing(Missing::NotAvailable)),
                "{text}"
            );
        }
        assert_eq!(Number::parse("x"), Ok(Number::Missing(Missing::Suppressed)));
        for text in ["<5", "< 5", "<10", "≤4"] {
            let suppressed = Ok(Number::Missing(Missing::Suppressed));
            assert_eq!(Number::parse(text), suppressed, "{text}");
        }
        assert_eq!(Number::parse("  "), Ok(Number::Missing(Missing::Empty)));
        assert_eq!(Number::parse("0"), Ok(Number::Plain(0.0)));
    }

    #[test]
    fn doubtful_numbers_are_refused() {
        for text in [
            "12 34", "1 2345", "1.234,5", "1,2,3", "1e3", "12a", "--3", "%", ",5", "5,", "1 234 5",
            "inf", "NaN", "+3", "1  234", "３", "<", "<x", "<-5", ">5",
        ] {
            assert!(Number::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_name_may_say_that_it_is_missing() {
        for text in ["", "..", ".", "x", "NA", "-", "–", "NaN", "null"] {
            assert!(is_missing_name(text.as_bytes()), "{text}");
        }
        for text in ["0", "12", "X1", "-1", "nanna", "naxn"] {
            assert!(!is_missing_name(text.as_bytes()), "{text}");
        }
    }
}
