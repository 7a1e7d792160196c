//! Which character parts the fields of a text.

/// The delimiters that are recognised, the likelier of equals first.
const CANDIDATES: [u8; 3] = [b';', b'\t', b','];

/// The candidate that occurs most often outside quotes in the first line; comma if none does.
///
/// A header holds words, never decimal commas, so the most frequent candidate in it is the
/// delimiter.
pub(super) fn sniff(first_line: &str) -> u8 {
    let mut best = (0, b',');
    for candidate in CANDIDATES {
        let count = outside_quotes(first_line)
            .filter(|&byte| byte == candidate)
            .count();
        if count > best.0 {
            best = (count, candidate);
        }
    }
    best.1
}

/// The delimiter that a first line `sep=;` declares, as Excel writes it.
pub(super) fn declared(first_line: &str) -> Option<u8> {
    let declared = first_line
        .trim_end_matches(['\r', '\n'])
        .strip_prefix("sep=")?
        .as_bytes();
    match declared {
        [delimiter] if CANDIDATES.contains(delimiter) => Some(*delimiter),
        _ => None,
    }
}

/// The bytes of a line that are not inside quotes.
pub(super) fn outside_quotes(line: &str) -> impl Iterator<Item = u8> {
    let mut is_quoted = false;
    line.bytes().filter(move |&byte| {
        if byte == b'"' {
            is_quoted = !is_quoted;
        }
        !is_quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_the_delimiter() {
        assert_eq!(sniff("utbildning;läsår;nybörjare"), b';');
        assert_eq!(sniff("utbildning\tläsår\tnybörjare"), b'\t');
        assert_eq!(sniff("utbildning,läsår,nybörjare"), b',');
        assert_eq!(sniff("\"utbildning, lång; eller kort\",läsår"), b',');
        assert_eq!(sniff("nybörjare"), b',');
    }

    #[test]
    fn excel_may_declare_it() {
        assert_eq!(declared("sep=;\r\n"), Some(b';'));
        assert_eq!(declared("sep=#"), None);
        assert_eq!(declared("separator;läsår"), None);
    }
}
