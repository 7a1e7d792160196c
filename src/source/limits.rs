//! How large an input may be.
//!
//! What is larger is refused by its size or by what it declares, before there is any memory for it. An extract
//! in text form is read piece by piece and may have any size.

use super::{Fault, Location};
use crate::language::words;

/// Bytes of a file that is read whole: a table of any format. The largest tables that the statistical
/// authorities publish are a few tens of megabytes.
pub(super) const MOST_BYTES: usize = 128 << 20;

/// Bytes of a saved cube.
pub(super) const MOST_CUBE_BYTES: usize = 256 << 20;

/// Rows of a table: folkmängd by kommun, sex and year of age of fifty years has three million.
pub(super) const MOST_ROWS: u64 = 4_000_000;

/// Columns of a table, as many as a sheet of a workbook has.
pub(super) const MOST_COLUMNS: u64 = 16_384;

/// Bytes of a line of a delimited table: 64 for each of as many columns.
pub(super) const MOST_LINE: usize = 1 << 20;

/// Cells of a table of rows, five in each of its rows.
pub(super) const MOST_ROW_CELLS: u64 = 20_000_000;

/// Cells of a statistical table, which are figures. `PxWeb` at SCB gives 150 000 at a time.
pub(super) const MOST_CELLS: usize = 4_000_000;

/// How many times its own size a packed file may unpack to.
pub(super) const UNPACKED_TIMES: u64 = 256;

/// The bytes that any packed file may unpack to besides.
pub(super) const UNPACKED_MARGIN: u64 = 256 << 20;

/// How large a table is, as far as that is known before it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) rows: u64,
    pub(super) columns: u64,
    pub(super) cells: u64,
}

impl Extent {
    /// A table whose rows have all columns.
    pub(super) const fn full(rows: u64, columns: u64) -> Self {
        Self {
            rows,
            columns,
            cells: rows.saturating_mul(columns),
        }
    }

    /// Refuses a table of this extent, which is that of the file of a name.
    ///
    /// # Errors
    /// More rows, columns or cells than any table has.
    pub(super) fn check(self, name: &str) -> Result<(), Fault> {
        let measures = [
            (self.rows, MOST_ROWS, ("rader", "rows")),
            (self.columns, MOST_COLUMNS, ("kolumner", "columns")),
            (self.cells, MOST_ROW_CELLS, ("celler", "cells")),
        ];
        let exceeded = measures.into_iter().find(|(found, most, _)| found > most);
        let Some((found, most, (swedish, english))) = exceeded else {
            return Ok(());
        };
        let fault = Fault::new(words!(
            "filen har {found} {swedish}; tabeller läses upp till {most}",
            "the file has {found} {english}; tables are read up to {most}"
        ));
        Err(smaller(fault.located(Location::file(name))))
    }
}

/// The fault of a file that is larger than it may be.
pub(super) fn too_large(name: &str, most: usize) -> Fault {
    let most = most >> 20;
    let fault = Fault::new(words!(
        "filen är större än {most} MB, som är det mesta som läses",
        "the file is larger than {most} MB, which is the most that is read"
    ));
    smaller(fault.located(Location::file(name)))
}

fn smaller(fault: Fault) -> Fault {
    fault.tip(words!(
        "ta med färre år, områden eller åldrar, eller lägg ihop rader; ett registeruttag ges med --extract, som läser hur stora filer som helst",
        "include fewer years, areas or ages, or add up rows; a register extract is given with --extract, which reads files of any size"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_table_may_have_what_the_limits_say_and_no_more() {
        let refused = |extent: Extent| {
            let fault = extent.check("a.csv").err()?;
            Some(fault.message(Language::English).to_owned())
        };
        assert_eq!(refused(Extent::full(MOST_ROWS, 5)), None);
        assert_eq!(refused(Extent::full(1, MOST_COLUMNS)), None);
        let message = |found: &str| Some(format!("the file has {found}"));
        assert_eq!(
            refused(Extent::full(MOST_ROWS + 1, 1)),
            message("4000001 rows; tables are read up to 4000000")
        );
        assert_eq!(
            refused(Extent::full(1, MOST_COLUMNS + 1)),
            message("16385 columns; tables are read up to 16384")
        );
        assert_eq!(
            refused(Extent::full(MOST_ROWS, 6)),
            message("24000000 cells; tables are read up to 20000000")
        );
    }
}
