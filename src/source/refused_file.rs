//! Why a file is refused before anything in it is understood.

use std::io;

use super::statistics_program::StatisticsProgram;
use super::{Encoding, Fault, Location};
use crate::language::{Language, Words, words};

/// The fault of a file without content.
pub(super) fn empty(location: Location) -> Fault {
    Fault::new(words!("filen är tom", "the file is empty")).located(location)
}

/// The fault of a file that the system does not let be read.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::new(words!(
            "filen `{name}` finns inte",
            "the file `{name}` does not exist"
        ))
        .tip(words!(
            "kontrollera sökvägen; `-` läser standard in",
            "check the path; `-` reads standard input"
        )),
        io::ErrorKind::PermissionDenied => Fault::new(words!(
            "filen `{name}` får inte läsas",
            "the file `{name}` may not be read"
        ))
        .tip(words!("kontrollera rättigheterna", "check its permissions")),
        io::ErrorKind::IsADirectory => is_folder(name),
        _ => Fault::new(words!(
            "filen `{name}` gick inte att läsa: {error}",
            "the file `{name}` could not be read: {error}"
        )),
    }
}

fn is_folder(name: &str) -> Fault {
    let fault = Fault::new(words!(
        "`{name}` är en mapp, inte en fil",
        "`{name}` is a folder, not a file"
    ));
    fault.tip(words!("ange en fil i mappen", "give a file in the folder"))
}

/// Formats that are no text, known by their first bytes.
pub(super) fn known_binary(bytes: &[u8]) -> Option<Fault> {
    let save_sheet = || words!("spara bladet som CSV UTF-8", "save the sheet as CSV UTF-8");
    let (what, tip) = match bytes {
        [b'P', b'K', 3, 4, ..] => (
            words!(
                "en Excel-arbetsbok eller annan zip-fil",
                "an Excel workbook or another zip file"
            ),
            save_sheet(),
        ),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => (
            words!("en äldre Excel-arbetsbok", "an older Excel workbook"),
            save_sheet(),
        ),
        [b'P', b'A', b'R', b'1', ..] => (words!("en Parquet-fil", "a Parquet file"), save_table()),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => {
            (words!("en Arrow-fil", "an Arrow file"), save_table())
        }
        _ => return never_read(bytes),
    };
    Some(no_text(&what, tip))
}

/// Formats that no input may have, known by their first bytes.
pub(super) fn never_read(bytes: &[u8]) -> Option<Fault> {
    let unpack = || words!("packa upp den först", "unpack it first");
    let (what, tip) = match bytes {
        [0x1f, 0x8b, ..] => (words!("en gzip-fil", "a gzip file"), unpack()),
        [b'%', b'P', b'D', b'F', ..] => (words!("en PDF-fil", "a PDF file"), save_table()),
        [b'B', b'Z', b'h', ..] => (words!("en bzip2-fil", "a bzip2 file"), unpack()),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => (words!("en xz-fil", "an xz file"), unpack()),
        _ => {
            let of = StatisticsProgram::of(bytes)?;
            (of.words(), of.conversion())
        }
    };
    Some(no_text(&what, tip))
}

fn save_table() -> Words {
    words!("spara tabellen som CSV", "save the table as CSV")
}

fn no_text(what: &Words, tip: Words) -> Fault {
    let [swedish, english] =
        [Language::Swedish, Language::English].map(|language| what.text(language));
    let fault = Fault::new(words!(
        "filen är {swedish}, inte text",
        "the file is {english}, not text"
    ));
    fault.tip(tip)
}

/// The fault of a file whose characters no encoding has.
pub(super) fn not_text(location: Location, tried: Option<Encoding>) -> Fault {
    let fault = match tried {
        Some(encoding) => {
            let (swedish, english) = (encoding.swedish(), encoding.english());
            Fault::new(words!(
                "filen är inte text (läst som {swedish})",
                "the file is not text (read as {english})"
            ))
        }
        None => Fault::new(words!("filen är inte text", "the file is not text")),
    };
    fault.located(location).tip(words!(
        "spara tabellen som CSV, helst UTF-8",
        "save the table as CSV, preferably UTF-8"
    ))
}

/// The fault of a block with a character that no text has.
pub(super) fn with_nul(location: Location) -> Fault {
    Fault::new(words!(
        "filen är inte text (den har NUL-tecken)",
        "the file is not text (it has NUL characters)"
    ))
    .located(location)
    .tip(words!(
        "spara uttaget som text igen",
        "save the extract as text again"
    ))
}

/// The fault of a file whose characters are of two encodings.
pub(super) fn mixed(location: Location) -> Fault {
    Fault::new(words!(
        "filen blandar teckenkodningar",
        "the file mixes character encodings"
    ))
    .located(location)
    .tip(words!(
        "spara om hela filen som UTF-8; raden är den första som avviker",
        "save the whole file again as UTF-8; the line is the first that differs"
    ))
}
