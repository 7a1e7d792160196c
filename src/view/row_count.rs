//! A count of rows of microdata, for what `check` shows of them.

use crate::domain::DisclosureRules;
use crate::report::{Cell, Counts, Exposure, PersonCount};

/// How counts of rows are protected; none where there is no one to protect.
pub(super) type Protection = Option<DisclosureRules>;

/// Whether a count is suppressed.
pub(super) fn hides(protection: Protection, count: u64) -> bool {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    protection.is_some_and(|rules| rules.is_small(count))
}

/// The cell of a count of rows, which is protected alone: no other row of the table is counted from the same
/// persons. A sum of such counts must be left out where one of them is suppressed.
pub(super) fn row_count(
    counts: &mut Counts,
    (subject, what): (String, &str),
    count: u64,
    protection: Protection,
) -> Cell {
    let value = i64::try_from(count).unwrap_or(i64::MAX);
    if protection.is_none() {
        return Cell::Whole(value);
    }
    let subject = counts.add_subject(subject);
    let id = counts.add(PersonCount {
        value,
        exposure: Exposure::Shown,
        is_fixed: false,
        is_net: false,
        least: 1,
        is_headline: false,
        what: what.to_owned(),
        subject,
    });
    Cell::Count(value, id)
}
