//! Headers that a program split: over several lines, or at a delimiter that it forgot to quote.

use csv::StringRecord;

use crate::language::{Words, words};

/// Over how many records the header goes; 1 for one that is whole.
///
/// Every record after the first begins with an empty field and has one name, and together they are as wide as
/// the record that follows.
pub(super) fn header_lines(records: &[StringRecord]) -> usize {
    let [first, rest @ ..] = records else {
        return 1;
    };
    let is_name = |name: &str| !name.trim().is_empty();
    if first.len() != 1 {
        return 1;
    }
    let continues = |record: &&StringRecord| match (record.get(0), record.get(1)) {
        (Some(""), Some(name)) => record.len() == 2 && is_name(name),
        _ => false,
    };
    let lines = 1 + rest.iter().take_while(continues).count();
    match records.get(lines) {
        Some(next) if next.len() == lines => lines,
        _ => 1,
    }
}

/// How many fields at the end of the header are one name that holds the delimiter and has no quotes.
///
/// All records are equally wide and narrower than the header. Either the other names have quotes and those
/// at the end have none, or a blank follows every delimiter at the end and none before.
pub(super) fn unquoted_fields(records: &[StringRecord], raw: &str, delimiter: u8) -> Option<usize> {
    let [header, rest @ ..] = records else {
        return None;
    };
    let width = rest.first()?.len();
    let is_narrower = width >= 2 && width < header.len();
    if !is_narrower || rest.iter().any(|record| record.len() != width) {
        return None;
    }
    let blank_before = |name: &str| name.starts_with(' ');
    let (before, end) = (width - 1, header.len() - width + 1);
    let follows_blank =
        header.iter().skip(width).all(blank_before) && !header.iter().take(width).any(blank_before);
    let mut quoted = raw
        .split(char::from(delimiter))
        .map(|name| name.trim_start().starts_with('"'));
    let is_quoted_before = quoted.by_ref().take(before).all(|is_quoted| is_quoted);
    let is_bare_at_end = !raw.trim_end().ends_with('"') && quoted.all(|is_quoted| !is_quoted);
    (follows_blank || is_quoted_before && is_bare_at_end).then_some(end)
}

/// Joins the last fields of a header and gives the name that they make.
pub(super) fn join_last(header: &mut StringRecord, fields: usize, delimiter: u8) -> String {
    let before = header.len() - fields;
    let parts: Vec<&str> = header.iter().skip(before).collect();
    let name = parts.join(&char::from(delimiter).to_string());
    header.truncate(before);
    header.push_field(&name);
    name
}

/// The remark on a header that was joined.
pub(super) fn header_joined(file: &str, name: &str) -> Words {
    let name = name.trim();
    words!(
        "{file}: rubriken `{name}` saknar citattecken och lästes som en",
        "{file}: the header `{name}` has no quotation marks and was read as one"
    )
}

/// The remark on a header that goes over lines.
pub(super) fn header_over_lines(file: &str, lines: usize) -> Words {
    words!(
        "{file}: rubriken är delad på {lines} rader och lästes som en",
        "{file}: the header is split over {lines} lines and was read as one"
    )
}
