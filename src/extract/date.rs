//! The year of a year or of a date.

/// A year, alone or at the start of a date that there is: `2011`, `2011-05`, `2011-05-01`, `20110501`,
/// and a date with a time of day after it.
pub(super) fn year_of(text: &str) -> Option<i32> {
    let date = text.split_once([' ', 'T']).map_or(
        text,
        |(date, time)| {
            if is_time(time) { date } else { text }
        },
    );
    if !date.is_ascii() || date.len() < 4 {
        return None;
    }
    let (year, rest) = date.split_at(4);
    let year = digits(year)?;
    let day = match rest.len() {
        0 => return Some(year),
        3 => (digits(rest.strip_prefix('-')?)?, 1),
        4 => (digits(&rest[..2])?, digits(&rest[2..])?),
        6 => {
            let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
            (digits(month)?, digits(day)?)
        }
        _ => return None,
    };
    (1..=days_of(year, day.0)).contains(&day.1).then_some(year)
}

fn digits(text: &str) -> Option<i32> {
    let all = text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

/// `00:00`, `00:00:00.000000`, `00:00:00Z`.
fn is_time(text: &str) -> bool {
    let is_of_time =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z');
    text.as_bytes().get(2) == Some(&b':') && text.bytes().all(is_of_time)
}

/// How many days a month has; none if there is no such month.
const fn days_of(year: i32, month: i32) -> i32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_there_is_has_a_year() {
        for text in [
            "2020",
            "2020-02",
            "2020-02-29",
            "20200229",
            "2020-02-29 00:00:00.000000",
            "2020-02-29T10:00:00Z",
        ] {
            assert_eq!(year_of(text), Some(2020), "{text}");
        }
    }

    #[test]
    fn a_date_that_there_is_not_has_none() {
        for text in [
            "2020-99-99",
            "2020-06-31",
            "2021-02-29",
            "1900-02-29",
            "20200631",
            "2020-00-01",
            "2020-1-1",
            "2020-",
            "20201",
            "2020-06-31 00:00:00",
            "2020-06-30 x",
            "202",
            "",
            "åå",
            "2020-13",
            "+202",
            "-202",
        ] {
            assert_eq!(year_of(text), None, "{text}");
        }
    }
}
