//! The figures after `DATA=`.
//!
//! They are separated by blanks; older files have commas, tabs or semicolons. The last variable varies fastest.

use super::super::limits::MOST_CELLS;
use super::super::statistical_table::{StatCell, StatValue, cell_count};
use super::findings::Findings;
use super::symbols::Symbols;
use super::variables::Variables;
use crate::language::words;

/// One figure or symbol, with the quotation marks that it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figure<'t> {
    pub(super) text: &'t str,
    pub(super) is_quoted: bool,
    /// Where it is in the text of the file, marks included.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The figures of a text from an offset on.
pub(super) struct Figures<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Figures<'t> {
    pub(super) const fn new(text: &'t str, start: usize) -> Self {
        Self { text, at: start }
    }
}

impl<'t> Iterator for Figures<'t> {
    type Item = Figure<'t>;

    fn next(&mut self) -> Option<Figure<'t>> {
        let bytes = self.text.as_bytes();
        let is_delimiter = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b';');
        let rest = &bytes[self.at..];
        let start = self.at + rest.iter().position(|byte| !is_delimiter(byte))?;
        let rest = &bytes[start..];
        let is_quoted = rest[0] == b'"';
        let (text, end) = if is_quoted {
            let is_end = |byte: &u8| matches!(byte, b'"' | b'\n');
            let length = rest[1..].iter().position(is_end).unwrap_or(rest.len() - 1);
            let end = start + 1 + length;
            let has_mark = bytes.get(end) == Some(&b'"');
            (&self.text[start + 1..end], end + usize::from(has_mark))
        } else {
            let is_end = |byte: &u8| is_delimiter(byte) || *byte == b'"';
            let length = rest.iter().position(is_end).unwrap_or(rest.len());
            (&self.text[start..start + length], start + length)
        };
        self.at = end;
        Some(Figure {
            text,
            is_quoted,
            start,
            end,
        })
    }
}

/// How many cells the variables declare, for people.
pub(super) fn declared(variables: &Variables) -> String {
    let count = variables
        .sizes()
        .try_fold(1_u128, |product, size| product.checked_mul(size as u128));
    count.map_or_else(|| "> 10^38".to_owned(), |count| count.to_string())
}

/// The cells of a file without `KEYS`: exactly as many as the variables declare, which is checked before any
/// memory is taken.
pub(super) fn figures(
    start: usize,
    variables: &Variables,
    symbols: &Symbols,
    findings: &mut Findings<'_>,
) -> Vec<StatCell> {
    let text = findings.input.text();
    let count = Figures::new(text, start).count();
    let Some(cells) = cell_count(variables.sizes()).filter(|&cells| cells == count) else {
        refuse_count(start, count, variables, findings);
        return Vec::new();
    };
    let mut read = Vec::with_capacity(cells);
    for figure in Figures::new(text, start) {
        read.push(cell(figure, symbols, findings));
    }
    read
}

/// One cell; a fault if it is neither number nor symbol.
pub(super) fn cell(figure: Figure<'_>, symbols: &Symbols, findings: &mut Findings<'_>) -> StatCell {
    let value = symbols.value(figure.text.trim()).unwrap_or_else(|| {
        findings.refuse_figure(figure.start, figure.end, || {
            let text = figure.text;
            words!(
                "`{text}` är varken ett tal eller en PX-symbol (en till sex punkter eller `-`)",
                "`{text}` is neither a number nor a PX symbol (one to six dots or `-`)"
            )
        });
        StatValue::Missing(figure.text.into())
    });
    StatCell::new(value, figure.start)
}

fn refuse_count(start: usize, count: usize, variables: &Variables, findings: &mut Findings<'_>) {
    let declared = declared(variables);
    let is_large = cell_count(variables.sizes()).is_none();
    let message = if is_large && count >= MOST_CELLS {
        words!(
            "tabellen har {declared} celler; högst {MOST_CELLS} läses",
            "the table has {declared} cells; at most {MOST_CELLS} are read"
        )
    } else {
        words!(
            "variablerna ger {declared} celler men filen har {count} tal och symboler",
            "the variables make {declared} cells but the file has {count} numbers and symbols"
        )
    };
    findings.refuse_at(&(start.saturating_sub(1)..start), message);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(data: &str) -> Vec<&str> {
        Figures::new(data, 0).map(|figure| figure.text).collect()
    }

    #[test]
    fn figures_are_separated_by_blanks_commas_tabs_and_semicolons() {
        assert_eq!(texts("1 2\t3,4;5\r\n6 ;\n"), ["1", "2", "3", "4", "5", "6"]);
        assert_eq!(
            texts("\"..\" -5 \"-\" 522028.00;"),
            ["..", "-5", "-", "522028.00"]
        );
        assert_eq!(texts("1\"..\"2"), ["1", "..", "2"]);
        assert_eq!(texts("1,,2"), ["1", "2"]);
        assert!(texts(" ;\n").is_empty());
        assert_eq!(texts("1 \"abc"), ["1", "abc"]);
    }
}
