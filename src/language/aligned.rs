//! Cells in columns of the same width.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Rows of cells as lines, every column as wide as its widest cell, indented by two blanks; a line that is wider than
/// `width` columns is cut and ends in `…`.
#[must_use]
pub fn aligned(rows: &[Vec<String>], width: usize) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let blanks = width.saturating_sub(cell.width());
            format!("  {cell}{}", " ".repeat(blanks))
        });
        cut(cells.collect::<String>().trim_end(), width)
    });
    lines.collect()
}

fn cut(line: &str, width: usize) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let fits = |letter: &char| {
        let own = letter.width().unwrap_or_default();
        let is_room = own <= room;
        room = room.saturating_sub(own);
        is_room
    };
    line.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_lines_fit() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = [row(["år", "område"]), row(["2020", "Örebro län"])];
        assert_eq!(aligned(&rows, 80), ["  år    område", "  2020  Örebro län"]);
        assert_eq!(aligned(&rows, 10), ["  år    o…", "  2020  Ö…"]);
    }
}
