//! Where in which input something is.

use std::fmt;

use crate::language::{Language, visible};

/// Where in which input. Rows and columns count from 1, as people count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file name as given.
    pub file: String,
    /// The sheet, if the file is a workbook.
    pub sheet: Option<String>,
    /// The line of a text, the row of a sheet; none when the whole file is meant.
    pub row: Option<u64>,
    /// The field within the row; none when the whole row is meant.
    pub column: Option<usize>,
    /// The header of the column, if it has one.
    pub header: Option<String>,
}

impl Location {
    /// A whole file.
    #[must_use]
    pub fn file(name: &str) -> Self {
        Self {
            file: name.to_owned(),
            sheet: None,
            row: None,
            column: None,
            header: None,
        }
    }

    /// A whole line of a text.
    #[must_use]
    pub fn line(name: &str, line: u64) -> Self {
        Self {
            row: Some(line),
            ..Self::file(name)
        }
    }

    /// The line of a text that contains byte `offset`.
    pub(super) fn line_of(name: &str, bytes: &[u8], offset: usize) -> Self {
        let lines = bytes[..offset].split(|&byte| byte == b'\n').count();
        Self::line(name, lines as u64)
    }

    /// `file:line:column`, in a workbook `file:sheet!C117`, and the header of the column.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        f.write_str(&visible(&self.file))?;
        match &self.sheet {
            Some(sheet) => self.write_cell(f, sheet)?,
            None => self.write_field(f)?,
        }
        match &self.header {
            Some(header) => {
                let word = language.choose("kolumn", "column");
                write!(f, " ({word} `{}`)", visible(header))
            }
            None => Ok(()),
        }
    }

    fn write_field(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        match self.column {
            Some(column) => write!(f, ":{column}"),
            None => Ok(()),
        }
    }

    fn write_cell(&self, f: &mut fmt::Formatter<'_>, sheet: &str) -> fmt::Result {
        write!(f, ":{}", visible(sheet))?;
        if self.row.is_none() && self.column.is_none() {
            return Ok(());
        }
        let column = self.column.map(letters).unwrap_or_default();
        let row = self.row.map(|row| row.to_string()).unwrap_or_default();
        write!(f, "!{column}{row}")
    }
}

/// The name of a column of a sheet, counted from 1: A … Z, AA, AB …
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Fault;

    fn shown(location: Location) -> String {
        let fault = Fault::new("x").located(location).to_string();
        fault.replace("fel: x\n  --> ", "")
    }

    #[test]
    fn a_text_says_line_and_field_and_a_workbook_the_cell() {
        let field = Location {
            column: Some(3),
            header: Some("lan".to_owned()),
            ..Location::line("a.csv", 117)
        };
        let cell = Location {
            file: "a.xlsx".to_owned(),
            sheet: Some("Blad1".to_owned()),
            ..field.clone()
        };
        assert_eq!(shown(cell.clone()), "a.xlsx:Blad1!C117 (kolumn `lan`)");
        assert_eq!(shown(field), "a.csv:117:3 (kolumn `lan`)");
        let row = Location {
            column: None,
            header: None,
            ..cell
        };
        assert_eq!(shown(row.clone()), "a.xlsx:Blad1!117");
        assert_eq!(shown(Location { row: None, ..row }), "a.xlsx:Blad1");
    }

    #[test]
    fn columns_of_a_sheet_have_letters() {
        let names = [1, 26, 27, 52, 702, 703].map(letters);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }
}
