//! How a table was read, what was left out, and why a layout is not understood, in words.

use super::dimension::Dimension;
use super::header::Label;
use super::levels::TwoReadings;
use super::stub::SectionKind;
use super::walk::{LeftOut, Understood};
use crate::language::{Words, words};
use crate::source::{Fault, Grid, Location, RawTable, letters};

/// How many places or names are given; the others are counted.
const NAMED: usize = 3;

/// How a table was read.
pub(super) fn layout(understood: &Understood<'_>, grid: &Grid, left_out: &LeftOut) -> Vec<Words> {
    let mut layout = vec![header_rows(understood, grid)];
    let dimensions = understood.reading.dimensions.iter().enumerate();
    layout
        .extend(dimensions.filter_map(|(at, dimension)| turned(understood, grid, at, *dimension)));
    layout.extend(
        left_out
            .sections
            .iter()
            .map(|(kind, names)| sections(*kind, names)),
    );
    layout.extend(
        understood
            .stub
            .corner
            .iter()
            .map(|(kind, label)| corner(*kind, label)),
    );
    layout.extend(understood.stub.columns.iter().filter_map(|column| {
        let header = column.header.as_ref()?;
        (header.text != column.name).then(|| renamed(&header.text, &column.name))
    }));
    layout.extend(left_out.filled().into_iter().flatten());
    layout
}

fn number(grid: &Grid, row: usize) -> u64 {
    grid.row_location(row).row.unwrap_or_default()
}

fn header_rows(understood: &Understood<'_>, grid: &Grid) -> Words {
    let header = &understood.block.header;
    let (first, last) = (number(grid, header.start), number(grid, header.end - 1));
    if first == last {
        words!("rubrik på rad {first}", "header in row {first}")
    } else {
        words!(
            "rubrik på rad {first}–{last}",
            "header in rows {first}–{last}"
        )
    }
}

/// `åren i kolumnerna B–F lästes som rader`.
fn turned(
    understood: &Understood<'_>,
    grid: &Grid,
    at: usize,
    dimension: Dimension,
) -> Option<Words> {
    let columns = understood
        .columns
        .figures
        .iter()
        .zip(&understood.reading.columns);
    let mut columns =
        columns.filter(|(_, figures)| figures.as_ref().is_some_and(|own| own.values.len() > at));
    let first = *columns.next()?.0;
    let last = columns.next_back().map_or(first, |(column, _)| *column);
    let (values, english) = dimension.plural();
    let (first, last) = (column(grid, first), column(grid, last));
    Some(if first == last {
        words!(
            "{values} i kolumn {first} lästes som rader",
            "{english} in column {first} were read as rows"
        )
    } else {
        words!(
            "{values} i kolumnerna {first}–{last} lästes som rader",
            "{english} in columns {first}–{last} were read as rows"
        )
    })
}

/// A column as the program that shows the file calls it.
fn column(grid: &Grid, column: usize) -> String {
    match grid.sheet() {
        Some(_) => letters(column + 1),
        None => (column + 1).to_string(),
    }
}

fn sections(kind: SectionKind, names: &[String]) -> Words {
    let names = listed(names);
    let (swedish, english) = (&names[0], &names[1]);
    let column = kind.column();
    words!(
        "avsnittsraderna {swedish} lästes som {column}",
        "the section rows {english} were read as {column}"
    )
}

/// The first of some names, and how many more there are, in Swedish and in English.
fn listed(names: &[String]) -> [String; 2] {
    let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let shown = shown.join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => [shown.clone(), shown],
        more => [
            format!("{shown} och {more} till"),
            format!("{shown} and {more} more"),
        ],
    }
}

fn corner(kind: SectionKind, label: &Label) -> Words {
    let (column, value) = (kind.column(), &label.text);
    words!(
        "`{value}` i rubriken lästes som {column} för raderna under den",
        "`{value}` in the header was read as {column} of the rows below it"
    )
}

fn renamed(header: &str, name: &str) -> Words {
    words!(
        "kolumnen `{header}` heter här `{name}` efter vad den innehåller",
        "the column `{header}` is called `{name}` here after what it holds"
    )
}

impl LeftOut {
    /// What blank cells were read as.
    fn filled(&self) -> [Option<Words>; 2] {
        let (down, empty) = (self.filled_down, self.empty);
        let down = (down > 0).then(|| {
            words!(
                "{down} tomma celler i förspalten fick värdet ovanför",
                "{down} blank row labels were given the value above"
            )
        });
        let empty = (empty > 0).then(|| {
            words!(
                "{empty} tomma celler utan tal gav ingen rad",
                "{empty} empty cells gave no row"
            )
        });
        [down, empty]
    }
}

/// What was left out of a table, which is said whether or not somebody asks.
pub(super) fn remarks(grid: &Grid, left_out: &LeftOut) -> Vec<Words> {
    let count = left_out.cells.len();
    if count == 0 {
        return Vec::new();
    }
    let name = table_name(grid);
    let places = left_out.cells.iter().take(NAMED).map(|(row, at)| {
        let row = number(grid, *row);
        match grid.sheet() {
            Some(_) => format!("{}{row}", column(grid, *at)),
            None => format!("{row}:{}", at + 1),
        }
    });
    let places: Vec<String> = places.collect();
    let more = if count > places.len() { " …" } else { "" };
    let places = places.join(", ");
    vec![words!(
        "{name}: celler utan rubrik, förspalt eller värde på det som vändes är utelämnade: {count} ({places}{more})",
        "{name}: cells without a header, a row label or a value of what was turned are left out: {count} ({places}{more})"
    )]
}

/// The file, and the sheet if it is a workbook.
fn table_name(grid: &Grid) -> String {
    let file = &grid.input().name;
    match grid.sheet() {
        Some(sheet) => format!("{file}:{sheet}"),
        None => file.clone(),
    }
}

/// A file that has no sheets to select among.
pub(super) fn no_sheets(name: &str) -> Fault {
    let fault = Fault::new(words!(
        "--sheet har ingen verkan: filen är ingen arbetsbok",
        "--sheet has no effect: the file is no workbook"
    ));
    fault
        .located(Location::file(name))
        .tip(words!("utelämna --sheet", "leave out --sheet"))
}

/// A sheet that the workbook does not have.
pub(super) fn unknown_sheet(name: &str, wanted: &str, names: &[String]) -> Fault {
    let names = names.join("`, `");
    let fault = Fault::new(words!(
        "arbetsboken har inget blad `{wanted}`",
        "the workbook has no sheet `{wanted}`"
    ));
    fault
        .located(Location::file(name))
        .tip(words!("bladen är `{names}`", "the sheets are `{names}`"))
}

/// A file with several tables where one is needed.
pub(super) fn several(tables: &[RawTable]) -> Fault {
    let file = tables
        .first()
        .map(|table| table.input().name.clone())
        .unwrap_or_default();
    let names = tables
        .iter()
        .filter_map(|table| table.about().sheet.clone());
    let mut sheets: Vec<String> = names.collect();
    sheets.dedup();
    let count = tables.len();
    let fault = Fault::new(words!(
        "filen har {count} tabeller, och en behövs",
        "the file has {count} tables, and one is needed"
    ));
    let fault = fault.located(Location::file(&file));
    if sheets.is_empty() {
        return fault.tip(words!(
            "dela filen i en fil för varje tabell",
            "split the file into one for each table"
        ));
    }
    let sheets = sheets.join("`, `");
    fault.tip(words!(
        "välj ett blad med --sheet: `{sheets}`",
        "choose a sheet with --sheet: `{sheets}`"
    ))
}

/// A sheet with nothing that looks like a table.
pub(super) fn no_table(grid: &Grid) -> Fault {
    let file = Location {
        sheet: grid.sheet().map(str::to_owned),
        ..Location::file(&grid.input().name)
    };
    let fault = Fault::new(words!(
        "bladet har ingen tabell: ingen rad har tal bredvid en etikett",
        "the sheet has no table: no row has figures beside a label"
    ));
    fault.located(file).tip(words!(
        "välj ett annat blad med --sheet",
        "choose another sheet with --sheet"
    ))
}

/// Figures that have no header.
pub(super) fn no_header(grid: &Grid, row: usize) -> Fault {
    let first = number(grid, row);
    let fault = Fault::new(words!(
        "tabellen har ingen rubrikrad: rad {first} har tal, och ingen rad ovanför har etiketter över dem",
        "the table has no header: row {first} has figures, and no row above has labels over them"
    ));
    fault.located(grid.row_location(row)).tip(words!(
        "skriv en rubrikrad ovanför, en rubrik för varje kolumn",
        "write a header above, one name for each column"
    ))
}

/// Two rows of a header that give the same dimension.
pub(super) fn two_levels(grid: &Grid, two: &TwoReadings) -> Fault {
    let (values, english) = two.dimension.plural();
    let (one, other) = (number(grid, two.one.row), number(grid, two.other.row));
    let (first, second) = (&two.one.text, &two.other.text);
    let (location, excerpt) = grid.place(two.other.row, two.other.column);
    let fault = Fault::new(words!(
        "rubriken går att läsa på två sätt: {values} står både på rad {one} (`{first}`) och på rad {other} (`{second}`)",
        "the header can be read in two ways: {english} are in row {one} (`{first}`) and in row {other} (`{second}`)"
    ));
    let fault = fault.located(location).tip(words!(
        "behåll en av raderna, eller skriv ut vad den andra är",
        "keep one of the rows, or write what the other is"
    ));
    match excerpt {
        Some(excerpt) => fault.quoting(excerpt),
        None => fault,
    }
}

/// A dimension that both the header and a column give.
pub(super) fn header_and_column(
    grid: &Grid,
    dimension: Dimension,
    (row, at): (usize, usize),
    value: &Label,
) -> Fault {
    let (values, english) = dimension.plural();
    let (label, at_column) = (&value.text, column(grid, at));
    let (location, _) = grid.place(row, at);
    let fault = Fault::new(words!(
        "tabellen går att läsa på två sätt: {values} står både i kolumn {at_column} och i rubriken (`{label}`)",
        "the table can be read in two ways: {english} are in column {at_column} and in the header (`{label}`)"
    ));
    fault.located(location).tip(words!(
        "ta bort kolumnen, eller skriv i rubriken vad talen är i stället för `{label}`",
        "remove the column, or write in the header what the figures are instead of `{label}`"
    ))
}
