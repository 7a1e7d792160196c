//! Dates as spreadsheets store them: days since an epoch, the time of day as a fraction.

/// The first day that no spreadsheet has: 1 January 10000.
const END: f64 = 2_958_466.0;

/// The day that Lotus 1-2-3 invented and Excel keeps, 29 February 1900.
const LEAP_BUG: i64 = 60;

const SECONDS_OF_DAY: i64 = 86_400;

/// A date, a date with time of day, or a time of day below one day, as ISO 8601; none of a number that is no date.
///
/// Day 1 is 1 January 1900, or day 0 1 January 1904. Seconds are rounded.
#[must_use]
pub(super) fn iso_date(serial: f64, is_1904: bool) -> Option<String> {
    if !(0.0..END).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most ten digits")]
    let seconds = (serial * 86_400.0).round() as i64;
    let (day, second) = (seconds / SECONDS_OF_DAY, seconds % SECONDS_OF_DAY);
    let time = format!(
        "{:02}:{:02}:{:02}",
        second / 3600,
        second / 60 % 60,
        second % 60
    );
    let since_1970 = match day {
        _ if is_1904 => day - 24_107,
        0 => return Some(time),
        LEAP_BUG => return None,
        1..LEAP_BUG => day - 25_568,
        _ => day - 25_569,
    };
    let (year, month, day) = civil(since_1970);
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(match second {
        0 => date,
        _ => format!("{date}T{time}"),
    })
}

/// Year, month and day of a number of days since 1 January 1970 (Howard Hinnant, `civil_from_days`).
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_number_is_an_iso_date() {
        for (serial, date) in [
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (61.0, "1900-03-01"),
            (43_466.0, "2019-01-01"),
            (45_351.0, "2024-02-29"),
            (43_466.75, "2019-01-01T18:00:00"),
            (43_466.999_999_9, "2019-01-02"),
            (0.5, "12:00:00"),
            (2_958_465.0, "9999-12-31"),
        ] {
            assert_eq!(iso_date(serial, false).as_deref(), Some(date), "{serial}");
        }
    }

    #[test]
    fn the_epoch_of_1904_is_1462_days_later() {
        assert_eq!(iso_date(0.0, true).as_deref(), Some("1904-01-01"));
        assert_eq!(iso_date(42_004.0, true).as_deref(), Some("2019-01-01"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for serial in [60.0, -1.0, 2_958_466.0, f64::NAN] {
            assert_eq!(iso_date(serial, false), None, "{serial}");
        }
    }
}
