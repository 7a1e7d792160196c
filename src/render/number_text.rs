//! How numbers are written for people and for machines.

use crate::report::Language;

/// A number for people: grouped in thousands, with a fixed number of decimals.
///
/// Swedish `1 234,5` with a no-break space and U+2212 as minus, English `1,234.5`.
pub(super) fn for_people(value: f64, decimals: u8, language: Language) -> String {
    let text = format!("{:.*}", usize::from(decimals), value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (group, point, minus) = language.choose(("\u{a0}", ",", "\u{2212}"), (",", ".", "-"));
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

/// A number for machines: decimal point, at most `decimals` decimals, no trailing zeros.
pub(super) fn for_machines(value: f64, decimals: u8) -> String {
    let text = format!("{:.*}", usize::from(decimals), value);
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_grouped_digits_in_their_language() {
        let swedish = |value, decimals| for_people(value, decimals, Language::Swedish);
        assert_eq!(swedish(1_234_567.0, 0), "1\u{a0}234\u{a0}567");
        assert_eq!(swedish(-1234.56, 1), "\u{2212}1\u{a0}234,6");
        assert_eq!(swedish(999.0, 0), "999");
        assert_eq!(swedish(-0.4, 0), "0");
        assert_eq!(for_people(-1234.5, 1, Language::English), "-1,234.5");
    }

    #[test]
    fn machines_read_a_decimal_point_and_no_dust() {
        assert_eq!(for_machines(30.250_000_000_000_004, 4), "30.25");
        assert_eq!(for_machines(100.0, 4), "100");
        assert_eq!(for_machines(100.0, 0), "100");
        assert_eq!(for_machines(-0.000_01, 4), "0");
    }
}
