//! What the format of a number says it is: a share, a date, or a number.

/// What a number is, by its format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// A number.
    #[default]
    Plain,
    /// A share that is shown as per cent: 0.88 as 88 %.
    Percent,
    /// A number with a percent sign of its own: 88 as 88 %.
    PercentSign,
    /// Days since the epoch.
    Date,
}

impl NumberFormat {
    /// A format that workbooks need not spell out.
    pub(super) const fn built_in(number: u32) -> Self {
        match number {
            9 | 10 => Self::Percent,
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            _ => Self::Plain,
        }
    }

    /// A format as it is spelled out, such as `0.0%` or `yyyy-mm-dd`. The section for positive numbers decides.
    ///
    /// Elapsed time (`[h]:mm`) is a number of days and no date.
    pub(super) fn of_code(code: &str) -> Self {
        let mut letters = code.chars();
        let (mut format, mut is_elapsed) = (Self::Plain, false);
        while let Some(letter) = letters.next() {
            match letter {
                ';' => break,
                '"' => {
                    let literal = letters.by_ref().take_while(|&letter| letter != '"');
                    if literal.into_iter().any(|letter| letter == '%') {
                        format = Self::PercentSign;
                    }
                }
                '\\' | '_' | '*' => {
                    let escaped = letters.next();
                    if letter == '\\' && escaped == Some('%') {
                        format = Self::PercentSign;
                    }
                }
                '[' => {
                    let bracket: String = letters
                        .by_ref()
                        .take_while(|&letter| letter != ']')
                        .collect();
                    is_elapsed |= !bracket.is_empty()
                        && bracket
                            .chars()
                            .all(|letter| matches!(letter, 'h' | 'H' | 'm' | 'M' | 's' | 'S'));
                }
                '%' => return Self::Percent,
                'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => format = Self::Date,
                // `General` is no date although it has letters; no other format has a g.
                'g' | 'G' => return format,
                _ => {}
            }
        }
        if is_elapsed { Self::Plain } else { format }
    }
}

/// A number in the shortest digits that give it back.
pub(super) fn digits(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    value.to_string()
}

/// A share as per cent, its digits moved and not multiplied: 0.07 is 7 and not 7.000000000000001.
pub(super) fn hundredfold(value: f64) -> String {
    let digits = digits(value);
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest.to_owned()),
        None => ("", digits),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction = format!("{fraction:0<2}");
    let (moved, fraction) = fraction.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    match fraction {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_share_date_or_number() {
        for (code, format) in [
            ("General", NumberFormat::Plain),
            ("#,##0", NumberFormat::Plain),
            ("0.00E+00", NumberFormat::Plain),
            ("0%", NumberFormat::Percent),
            ("[Red]0.0 %;-0.0 %", NumberFormat::Percent),
            ("0.0\"%\"", NumberFormat::PercentSign),
            ("0\\%", NumberFormat::PercentSign),
            ("0;0%", NumberFormat::Plain),
            ("yyyy-mm-dd", NumberFormat::Date),
            ("[$-41D]d mmmm yyyy;@", NumberFormat::Date),
            ("hh:mm:ss", NumberFormat::Date),
            ("[h]:mm", NumberFormat::Plain),
            ("0 \"mdkr\"", NumberFormat::Plain),
            ("0_d", NumberFormat::Plain),
        ] {
            assert_eq!(NumberFormat::of_code(code), format, "{code}");
        }
    }

    #[test]
    fn numbers_have_their_shortest_digits() {
        let read = |stored: &str| stored.parse::<f64>().unwrap();
        let texts = [
            9074.0,
            0.1,
            -0.0,
            read("8.8000000000000007"),
            0.1 + 0.2,
            1e21,
        ]
        .map(digits);
        let expected = [
            "9074",
            "0.1",
            "0",
            "8.8",
            "0.30000000000000004",
            "1000000000000000000000",
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_share_becomes_per_cent_without_rounding() {
        let texts = [0.88, 0.07, 1.0, 0.0, -0.125, 0.000_1, 12.5, 0.005].map(hundredfold);
        assert_eq!(
            texts,
            ["88", "7", "100", "0", "-12.5", "0.01", "1250", "0.5"]
        );
    }
}
