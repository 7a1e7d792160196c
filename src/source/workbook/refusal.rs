//! Why a workbook is refused.

use std::io;

use super::limits::{MAX_CELL_MEMORY, MAX_PARTS, MAX_STEPS, MAX_UNPACKED};
use crate::language::{Words, words};
use crate::source::Fault;

fn save_again() -> Words {
    words!(
        "öppna filen i ett kalkylprogram och spara den igen som XLSX",
        "open the file in a spreadsheet program and save it again as XLSX"
    )
}

fn save_the_sheet() -> Words {
    words!(
        "spara bladet med tabellen som CSV UTF-8 eller i en egen arbetsbok",
        "save the sheet with the table as CSV UTF-8 or in a workbook of its own"
    )
}

/// A part that cannot be understood.
pub(super) fn damaged(part: &str) -> Fault {
    Fault::new(words!(
        "arbetsboken är skadad: `{part}` gick inte att läsa",
        "the workbook is damaged: `{part}` could not be read"
    ))
    .tip(save_again())
}

/// The fault of a part that could not be unpacked.
pub(super) fn failed(part: &str, error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::FileTooLarge => unpacks_too_far(part),
        _ => damaged(part),
    }
}

/// A file that is cut off, or is no sound archive.
pub(super) fn broken_archive() -> Fault {
    Fault::new(words!(
        "filen är avkortad eller skadad: dess innehållsförteckning saknas",
        "the file is cut off or damaged: its directory is missing"
    ))
    .tip(words!("hämta filen igen", "fetch the file again"))
}

/// What the libraries did not expect.
pub(super) fn unexpected() -> Fault {
    Fault::new(words!(
        "arbetsboken är skadad och gick inte att läsa",
        "the workbook is damaged and could not be read"
    ))
    .tip(save_again())
}

/// A part that is larger than any sheet that a person reads.
pub(super) fn unpacks_too_far(part: &str) -> Fault {
    let most = MAX_UNPACKED >> 20;
    Fault::new(words!(
        "arbetsboken är för stor: med `{part}` packas den upp till mer än {most} MB",
        "the workbook is too large: with `{part}` it unpacks to more than {most} MB"
    ))
    .tip(save_the_sheet())
}

pub(super) fn too_many_parts() -> Fault {
    Fault::new(words!(
        "arbetsboken är för stor: den har mer än {MAX_PARTS} delar",
        "the workbook is too large: it has more than {MAX_PARTS} parts"
    ))
    .tip(save_the_sheet())
}

pub(super) fn too_many_cells() -> Fault {
    let most = MAX_CELL_MEMORY >> 20;
    Fault::new(words!(
        "arbetsboken är för stor: dess celler kräver mer än {most} MB",
        "the workbook is too large: its cells need more than {most} MB"
    ))
    .tip(save_the_sheet())
}

pub(super) fn too_many_steps() -> Fault {
    let most = MAX_STEPS / 1_000_000;
    Fault::new(words!(
        "arbetsboken är för stor: den har mer än {most} miljoner celler och märken",
        "the workbook is too large: it has more than {most} million cells and tags"
    ))
    .tip(save_the_sheet())
}

/// A file that only its password opens.
pub(super) fn encrypted() -> Fault {
    Fault::new(words!(
        "arbetsboken är skyddad med lösenord",
        "the workbook is protected by a password"
    ))
    .tip(words!(
        "öppna den i ett kalkylprogram, ta bort lösenordet och spara",
        "open it in a spreadsheet program, remove the password and save"
    ))
}

/// A file of another kind in the same wrapping.
pub(super) fn no_workbook(what: &Words) -> Fault {
    use crate::language::Language::{English, Swedish};
    let (swedish, english) = (what.text(Swedish), what.text(English));
    Fault::new(words!(
        "filen är {swedish}, inte en arbetsbok",
        "the file is {english}, not a workbook"
    ))
}

/// A workbook in which no visible sheet has a cell.
pub(super) fn without_cells() -> Fault {
    Fault::new(words!(
        "arbetsboken har inget synligt blad med innehåll",
        "the workbook has no visible sheet with content"
    ))
    .tip(words!(
        "gör bladet med tabellen synligt i ett kalkylprogram och spara",
        "unhide the sheet with the table in a spreadsheet program and save"
    ))
}
