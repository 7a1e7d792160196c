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

/// How many lines are looked at where the first may be a title.
const SAMPLE: usize = 50;

/// The delimiter of a text whose first line may be a title: that of the first line if it splits half of the lines
/// below in the same way, else the one that splits most of them into equally many fields.
pub(super) fn sniff_lines<'t>(lines: impl Iterator<Item = &'t str>) -> u8 {
    let lines: Vec<&str> = lines.take(SAMPLE).collect();
    let Some((first, below)) = lines.split_first() else {
        return b',';
    };
    let own = sniff(first);
    let regular = |delimiter| {
        let widths = below.iter().map(|line| width(line, delimiter));
        let mut widths: Vec<usize> = widths.filter(|width| *width > 1).collect();
        widths.sort_unstable();
        let usual = widths.chunk_by(PartialEq::eq).max_by_key(|run| run.len());
        usual.map_or((0, 0), |run| (run.len(), run[0]))
    };
    let first_width = width(first, own);
    let fits = below.iter().filter(|line| width(line, own) == first_width);
    if first_width > 1 && fits.count() * 2 >= below.len() {
        return own;
    }
    let fields = |delimiter| {
        let (lines, width) = regular(delimiter);
        if lines > 1 { lines * width } else { 0 }
    };
    let others = CANDIDATES.iter().rev().copied();
    let best = others.max_by_key(|candidate| (fields(*candidate), *candidate == own));
    best.unwrap_or(own)
}

/// How many fields a line has.
fn width(line: &str, delimiter: u8) -> usize {
    let delimiters = outside_quotes(line).filter(|byte| *byte == delimiter);
    delimiters.count() + 1
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
    fn a_title_with_commas_hides_no_semicolons() {
        let text = "Väntetider, alla åldrar, alla kön\n;2025;2025\nRegion;Juli;Augusti\nUppsala;27;10,5\nKälla";
        assert_eq!(sniff_lines(text.lines()), b';');
        let title = "Folkmängd\n\nregion,2022,2023\nStockholm,1,2\nUppsala,3,4";
        assert_eq!(sniff_lines(title.lines()), b',');
        let ragged = "a;b;c\n1;2\n1;2;3\n1;2;3;4";
        assert_eq!(sniff_lines(ragged.lines()), b';');
        assert_eq!(sniff_lines("nybörjare\n1,5\n2,5".lines()), b',');
    }

    #[test]
    fn excel_may_declare_it() {
        assert_eq!(declared("sep=;\r\n"), Some(b';'));
        assert_eq!(declared("sep=#"), None);
        assert_eq!(declared("separator;läsår"), None);
    }
}
