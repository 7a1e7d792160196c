//! Delimited texts that need no layout: a header in the first row and equally wide records below.

use super::dimension::Dimension;
use super::period::compound;
use crate::reference::Reference;
use crate::source::Grid;

/// Whether a text is a table as programs write it, with nothing to turn: it keeps its records as they are.
///
/// Every header has a name that is no value of a dimension, all rows have equally many fields, and none has but
/// its first filled, as titles, sections and notes have.
pub(super) fn is_plain(grid: &Grid, reference: &Reference) -> bool {
    let width = grid.width(0);
    let names = (0..width).map(|column| grid.text(0, column));
    let named = names.clone().filter(|name| !name.is_empty()).count();
    let is_header =
        |name: &str| Dimension::of(name, reference).is_none() && compound(name).is_none();
    let has_names = named > 0
        && names
            .take(named)
            .all(|name| !name.is_empty() && is_header(name));
    let is_blank = |row: usize, column: usize| grid.text(row, column).is_empty();
    let is_row = |row: usize| {
        grid.width(row) == width
            && (named..width).all(|column| is_blank(row, column))
            && (named < 3 || (1..named).any(|column| !is_blank(row, column)))
    };
    has_names && (1..grid.height()).all(is_row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Opened, open_bytes};

    fn is_plain_text(text: &str) -> bool {
        let Opened::Grids(grids) = open_bytes("t.csv", text.as_bytes()).unwrap() else {
            panic!("a table");
        };
        is_plain(&grids[0], &Reference::load().unwrap())
    }

    #[test]
    fn programs_write_plain_tables() {
        for text in [
            "region;år;antal\nSkåne;2023;5\n",
            "region;år;antal;;\nSkåne;2023;5;;\n",
            "läsår,antal\n2023/24,\n",
            "löpnr;år;yrke;sni2007;2 ggr/år\n1;2;3;4;5\n",
        ] {
            assert!(is_plain_text(text), "{text}");
        }
    }

    #[test]
    fn people_write_others() {
        for text in [
            "region;2023\nSkåne;5\n",
            "Titel;;\nregion;år;antal\nSkåne;2023;5\n",
            "region;år;antal\nSkåne;2023;5\nKälla: SCB\n",
            "region;år;antal\nKvinnor;;\nSkåne;2023;5\n",
            ";kvinnor;män\nSkåne;2023;5\n",
            "region;Folkmängd 2023\nSkåne;5\n",
        ] {
            assert!(!is_plain_text(text), "{text}");
        }
    }
}
