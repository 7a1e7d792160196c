//! How numbers are written as text.

/// A suppressed number in text.
pub(super) const SUPPRESSED: &str = "x";

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

/// A number with all its digits, for formats whose numbers are 64-bit floats; nought has no sign.
pub(super) fn whole_precision(value: f64) -> f64 {
    value + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_read_a_decimal_point_and_no_dust() {
        assert_eq!(for_machines(30.250_000_000_000_004, 4), "30.25");
        assert_eq!(for_machines(100.0, 4), "100");
        assert_eq!(for_machines(100.0, 0), "100");
        assert_eq!(for_machines(-0.000_01, 4), "0");
    }
}
