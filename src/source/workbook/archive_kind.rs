//! What is in a zip file.

use super::archive::Archive;
use super::budget::Budget;
use super::refusal::no_workbook;
use super::xlsx::main_part;
use crate::language::{Words, words};
use crate::source::Fault;

/// A zip file that holds a workbook.
pub(super) enum ArchiveKind {
    /// Office Open XML; the part that describes the workbook.
    Xlsx(String),
    /// An `OpenDocument` spreadsheet.
    Ods,
}

const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.";

impl ArchiveKind {
    /// Tells what a zip file holds.
    ///
    /// # Errors
    /// What is no workbook, named.
    pub(super) fn of(archive: &mut Archive<'_>, budget: &Budget) -> Result<Self, Fault> {
        let media_type = archive.text("mimetype", budget)?.unwrap_or_default();
        if let Some(document) = media_type.trim().strip_prefix(OPEN_DOCUMENT) {
            return match document {
                "spreadsheet" | "spreadsheet-template" => Ok(Self::Ods),
                _ => Err(other(&words!(
                    "ett OpenDocument-dokument av annat slag (`{document}`)",
                    "an OpenDocument document of another kind (`{document}`)"
                ))),
            };
        }
        match main_part(archive, budget)? {
            Some(main) if archive.has(&main) => of_office(main),
            _ if archive.has("xl/workbook.xml") => Ok(Self::Xlsx("xl/workbook.xml".to_owned())),
            _ if archive.has("index/document.iwa") => Err(other(&words!(
                "ett dokument från Apple iWork",
                "an Apple iWork document"
            ))),
            _ => Err(archive_of_files(archive)),
        }
    }
}

fn of_office(main: String) -> Result<ArchiveKind, Fault> {
    let file = main.rsplit('/').next().unwrap_or_default().to_lowercase();
    let ending = main.rsplit('.').next().unwrap_or_default();
    match file.as_str() {
        _ if ending.eq_ignore_ascii_case("bin") => Err(binary()),
        "document.xml" => Err(other(&words!("ett Word-dokument", "a Word document"))),
        "presentation.xml" => Err(other(&words!(
            "en PowerPoint-presentation",
            "a PowerPoint presentation"
        ))),
        _ => Ok(ArchiveKind::Xlsx(main)),
    }
}

/// The fault of Excel's binary form of the same, which authorities do not publish.
fn binary() -> Fault {
    Fault::new(words!(
        "arbetsboken är av det binära slaget XLSB, som inte läses",
        "the workbook is of the binary kind XLSB, which is not read"
    ))
    .tip(words!(
        "öppna den i Excel och spara den som XLSX",
        "open it in Excel and save it as XLSX"
    ))
}

fn other(what: &Words) -> Fault {
    no_workbook(what).tip(words!(
        "spara tabellen som CSV eller i en arbetsbok",
        "save the table as CSV or in a workbook"
    ))
}

/// The fault of a zip file with files of any kind.
fn archive_of_files(archive: &Archive<'_>) -> Fault {
    let mut files = archive.names().filter(|name| !name.ends_with('/'));
    let first = files.next().map(str::to_owned).unwrap_or_default();
    let others = files.count();
    let what = match (first.as_str(), others) {
        ("", _) => words!("en tom zip-fil", "an empty zip file"),
        (first, 0) => words!(
            "en zip-fil med filen `{first}`",
            "a zip file with the file `{first}`"
        ),
        (first, others) => words!(
            "en zip-fil med `{first}` och {others} filer till",
            "a zip file with `{first}` and {others} more"
        ),
    };
    no_workbook(&what).tip(words!("packa upp den först", "unpack it first"))
}
