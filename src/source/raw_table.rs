//! A table split into cells that know their place, whatever format it was read from.

use std::collections::BTreeMap;
use std::fmt;

use csv::StringRecord;

use super::{Excerpt, Fault, Faults, Location, Missing};
use crate::language::{Words, words};

/// How many faults of the header point at their column; the rest are counted.
const POINTED: usize = 20;

/// A header and records; nothing is interpreted yet.
#[derive(Debug)]
pub struct RawTable {
    input: TableInput,
    about: TableFacts,
    header: Vec<String>,
    /// The texts of every record, the delimiters of its file left behind.
    records: Vec<StringRecord>,
    places: Box<dyn Places>,
}

/// The input that a table was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInput {
    /// The file name as given, or what replaces it.
    pub name: String,
    /// SHA-256 of the bytes as they were read, in lower-case hexadecimal.
    pub sha256: String,
    /// What was recognised, such as the encoding and the delimiter.
    pub format: Words,
    /// What a reader must know of the file although it could be read.
    pub remarks: Vec<Words>,
}

/// What a file says of a table beside its rows, and how its layout was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableFacts {
    /// The sheet, if the file is a workbook.
    pub sheet: Option<String>,
    /// What the table shows: the lines above the header, joined.
    pub title: Option<String>,
    /// What the file calls the unit of the figures: `antal`, `Tusental`.
    pub unit: Option<String>,
    /// Columns of figures that are no counts, with the unit that their source declares.
    pub not_counts: BTreeMap<String, String>,
    /// The lines below the figures: notes and sources.
    pub notes: Vec<String>,
    /// Signs to which the file's own legend gives a meaning, such as `N` for too few persons.
    pub signs: BTreeMap<String, Missing>,
    /// Columns the values of which are together all there is, so that figures may be summed over them, and
    /// the value that is the total of the others, if there is one.
    pub exhaustive: BTreeMap<String, Option<String>>,
    /// How the layout was understood: header rows, columns that were turned into rows, section rows.
    pub layout: Vec<Words>,
}

/// Where the rows of a table are in its input. Rows and columns count from 0, the header being row 0.
pub(crate) trait Places: fmt::Debug {
    /// A whole row.
    fn row(&self, row: usize) -> Location;

    /// One cell, and the line that a message quotes where the input has lines.
    fn cell(&self, row: usize, column: usize) -> (Location, Option<Excerpt>);
}

impl RawTable {
    /// A table of rows that have some content, the first of which is the header.
    ///
    /// Trailing columns without any content are left out.
    ///
    /// # Errors
    /// Every row with too few or too many fields, a header with equal or empty names, and a table
    /// without records.
    pub(crate) fn new(
        input: TableInput,
        header: &StringRecord,
        records: Vec<StringRecord>,
        places: Box<dyn Places>,
    ) -> Result<Self, Faults> {
        let mut table = Self {
            input,
            about: TableFacts::default(),
            header: header.iter().map(|name| name.trim().to_owned()).collect(),
            records,
            places,
        };
        table.drop_empty_columns();
        table.check()?;
        Ok(table)
    }

    /// Columns after the last that has a name or any content, as a spreadsheet leaves behind.
    fn drop_empty_columns(&mut self) {
        let of_header = used(self.header.iter().map(String::as_str));
        let of_records = self.records.iter().map(|fields| used(fields.iter())).max();
        let width = of_records.unwrap_or_default().max(of_header);
        let width = width.min(self.header.len());
        self.header.truncate(width);
        for fields in &mut self.records {
            if fields.len() > width && used(fields.iter()) <= width {
                fields.truncate(width);
            }
        }
    }

    fn check(&self) -> Result<(), Faults> {
        let mut faults = Faults::new();
        self.check_header(&mut faults);
        for (row, fields) in self.records.iter().enumerate() {
            self.check_width(row, fields.len(), &mut faults);
        }
        if self.records.is_empty() {
            let fault = Fault::new(words!(
                "filen har en rubrikrad men inga rader",
                "the file has a header but no rows"
            ));
            faults.push(fault.located(self.places.row(0)));
        }
        faults.or_else(|| ())
    }

    fn check_header(&self, faults: &mut Faults) {
        let mut seen = BTreeMap::new();
        for (index, name) in self.header.iter().enumerate() {
            seen.entry(name.as_str())
                .or_insert_with(Vec::new)
                .push(index);
        }
        let nameless = seen.remove("").unwrap_or_default();
        let mut found: Vec<(usize, Fault)> = nameless
            .iter()
            .map(|&index| (index, without_name(index + 1)))
            .collect();
        let repeated = seen.iter().filter_map(|(name, places)| match places[..] {
            [_, second, ..] => Some((second, repeated(name, places.len()))),
            _ => None,
        });
        found.extend(repeated);
        found.sort_by_key(|(index, _)| *index);
        for (number, (index, fault)) in found.into_iter().enumerate() {
            faults.push(if number < POINTED {
                self.point(fault, 0, index)
            } else {
                fault.located(self.places.row(0))
            });
        }
    }

    fn check_width(&self, row: usize, got: usize, faults: &mut Faults) {
        let want = self.header.len();
        if got != want {
            let fault = Fault::new(words!(
                "raden har {got} fält men rubriken har {want}",
                "the row has {got} fields but the header has {want}"
            ))
            .tip(words!(
                "titel-, käll- och summarader ska inte stå i filen; text med avgränsare ska ha citattecken",
                "titles, sources and totals do not belong in the file; text with delimiters needs quotation marks"
            ));
            faults.push(self.point(fault, row + 1, got.min(want).saturating_sub(1)));
        }
    }

    /// Adds place and quotation to a fault of one field; row 0 is the header.
    fn point(&self, fault: Fault, row: usize, column: usize) -> Fault {
        let (location, excerpt) = self.places.cell(row, column);
        let fault = fault.located(Location {
            header: self.header_of(column),
            ..location
        });
        match excerpt {
            Some(excerpt) => fault.quoting(excerpt),
            None => fault,
        }
    }

    fn header_of(&self, column: usize) -> Option<String> {
        let name = self.header.get(column);
        name.filter(|name| !name.is_empty()).cloned()
    }

    /// The input that the table was read from.
    #[must_use]
    pub const fn input(&self) -> &TableInput {
        &self.input
    }

    /// The same table with what its file says of it.
    #[must_use]
    pub(crate) fn described(self, about: TableFacts) -> Self {
        Self { about, ..self }
    }

    /// What the file says of the table beside its rows.
    #[must_use]
    pub const fn about(&self) -> &TableFacts {
        &self.about
    }

    /// The column names, without surrounding spaces.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The records below the header.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.records.len()).map(|row| self.record(row))
    }

    /// How many records there are.
    #[must_use]
    pub const fn record_count(&self) -> u64 {
        self.records.len() as u64
    }

    /// One record, counted from 0.
    #[must_use]
    pub const fn record(&self, row: usize) -> Record<'_> {
        Record { table: self, row }
    }

    /// A fault of the whole table.
    #[must_use]
    pub fn fault(&self, message: impl Into<Words>) -> Fault {
        Fault::new(message).located(Location::file(&self.input.name))
    }
}

/// How many columns there are up to the last with any content.
fn used<'f>(fields: impl Iterator<Item = &'f str>) -> usize {
    let filled = fields
        .enumerate()
        .filter(|(_, field)| !field.trim().is_empty());
    filled.last().map_or(0, |(position, _)| position + 1)
}

/// One record of a [`RawTable`].
#[derive(Clone, Copy, Debug)]
pub struct Record<'t> {
    table: &'t RawTable,
    row: usize,
}

impl<'t> Record<'t> {
    /// The cell in a column, counted from 0.
    #[must_use]
    pub const fn cell(self, column: usize) -> Cell<'t> {
        Cell {
            record: self,
            column,
        }
    }

    /// The position of the record in its table, counted from 0.
    #[must_use]
    pub const fn row(self) -> usize {
        self.row
    }

    /// How a sentence refers to the record, in Swedish and in English: `rad 5`, `line 5`.
    #[must_use]
    pub fn reference(self) -> [String; 2] {
        let Location { sheet, row, .. } = self.table.places.row(self.row + 1);
        let row = row.unwrap_or_default();
        let line = if sheet.is_some() { "row" } else { "line" };
        [format!("rad {row}"), format!("{line} {row}")]
    }
}

/// One cell of a [`RawTable`]: its text and its place.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'t> {
    record: Record<'t>,
    column: usize,
}

impl<'t> Cell<'t> {
    /// The text, without surrounding spaces.
    #[must_use]
    pub fn text(self) -> &'t str {
        let fields = &self.record.table.records[self.record.row];
        fields.get(self.column).unwrap_or_default().trim()
    }

    /// What the legend of its own file says that its text means, if it is a sign for no number.
    #[must_use]
    pub fn sign(self) -> Option<Missing> {
        let signs = &self.record.table.about.signs;
        signs.get(self.text()).copied()
    }

    /// Where in which input it is.
    #[must_use]
    pub fn location(self) -> Location {
        let Record { table, row } = self.record;
        let (location, _) = table.places.cell(row + 1, self.column);
        Location {
            header: table.header_of(self.column),
            ..location
        }
    }

    /// A fault that points at this cell.
    #[must_use]
    pub fn fault(self, message: impl Into<Words>) -> Fault {
        let Record { table, row } = self.record;
        table.point(Fault::new(message), row + 1, self.column)
    }
}

fn without_name(position: usize) -> Fault {
    Fault::new(words!(
        "kolumn {position} saknar rubrik men har innehåll",
        "column {position} has no header but has content"
    ))
    .tip(words!(
        "ge kolumnen ett namn eller ta bort den",
        "name the column or remove it"
    ))
}

fn repeated(name: &str, times: usize) -> Fault {
    let fault = match times {
        2 => Fault::new(words!(
            "rubriken `{name}` står två gånger",
            "the header `{name}` occurs twice"
        )),
        _ => Fault::new(words!(
            "rubriken `{name}` står {times} gånger",
            "the header `{name}` occurs {times} times"
        )),
    };
    fault.tip(words!(
        "ta bort eller döp om den ena kolumnen",
        "remove or rename one of the columns"
    ))
}
