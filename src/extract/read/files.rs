//! Which files a person means by a path, a folder or a pattern, and what is left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::extract::LeftOut;
use crate::language::{Words, words};
use crate::source::{Fault, Faults};

/// What extracts are called, packed or not.
const ENDINGS: [&str; 14] = [
    ".csv", ".csv.gz", ".csv.zst", ".tsv", ".tsv.gz", ".tsv.zst", ".txt", ".txt.gz", ".txt.zst",
    ".parquet", ".pq", ".arrow", ".feather", ".ipc",
];

/// What other data is called, which is refused rather than left out.
const UNREADABLE: [&str; 23] = [
    ".xlsx",
    ".xls",
    ".xlsm",
    ".xlsb",
    ".ods",
    ".sas7bdat",
    ".xpt",
    ".sav",
    ".zsav",
    ".por",
    ".dta",
    ".rds",
    ".rdata",
    ".mdb",
    ".accdb",
    ".dbf",
    ".sqlite",
    ".zip",
    ".7z",
    ".rar",
    ".tar",
    ".bz2",
    ".xz",
];

/// Packed tables of other kinds.
const PACKED: [&str; 4] = [".gz", ".tgz", ".zst", ".lz4"];

/// The files to read, and the files beside them that are not read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<PathBuf>,
    pub(super) left_out: Vec<LeftOut>,
}

/// The files named by paths, folders and glob patterns, sorted by name within each.
pub(super) fn find(paths: &[PathBuf]) -> Result<Found, Faults> {
    let mut faults = Faults::new();
    let mut found = Found::default();
    for path in paths {
        let own = if path.is_dir() {
            in_folder(path)
        } else if !path.exists() && is_pattern(path) {
            matching(path)
        } else {
            Ok(Found {
                files: vec![path.clone()],
                left_out: Vec::new(),
            })
        };
        let own = faults.keep(own).unwrap_or_default();
        found.files.extend(own.files);
        found.left_out.extend(own.left_out);
    }
    let mut seen = BTreeSet::new();
    for file in &found.files {
        // The same file under two names is the same file; a pipe has no other name.
        let own = file.canonicalize().unwrap_or_else(|_| file.clone());
        if !seen.insert(own) {
            let file = file.display();
            faults.push(Fault::new(words!(
                "filen `{file}` är nämnd två gånger",
                "the file `{file}` is named twice"
            )));
        }
    }
    faults.or_else(|| found)
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

/// Whether a path is neither a file nor a folder, but something that is read once.
pub(super) fn is_pipe(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// What becomes of something in a folder, or that a pattern fits.
enum Fate {
    Read,
    LeftOut(Words),
    Refused(Fault),
}

/// By the name, and by what is there under it. A pattern names what it wants: then any other name is
/// read as well.
fn fate(path: &Path, is_named: bool) -> Fate {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let is_data = ends_in(&ENDINGS) || ends_in(&UNREADABLE) || ends_in(&PACKED);
    match fs::metadata(path) {
        _ if name.starts_with('.') => Fate::LeftOut(words!("dold", "hidden")),
        _ if name.starts_with('~') => Fate::LeftOut(words!("tillfällig fil", "temporary file")),
        Err(error) if is_data || is_named => Fate::Refused(not_there(path, &error)),
        Err(error) => Fate::LeftOut(words!(
            "går inte att öppna: {error}",
            "cannot be opened: {error}"
        )),
        Ok(metadata) if metadata.is_dir() => Fate::LeftOut(words!("mapp", "folder")),
        Ok(metadata) if !metadata.is_file() => Fate::LeftOut(words!("inte en fil", "not a file")),
        Ok(_) if ends_in(&ENDINGS) => Fate::Read,
        Ok(_) if is_data => Fate::Refused(unread_data(path)),
        Ok(_) if is_named => Fate::Read,
        Ok(_) => Fate::LeftOut(words!(
            "namnet är inte ett uttags",
            "not the name of an extract"
        )),
    }
}

fn not_there(path: &Path, error: &std::io::Error) -> Fault {
    let name = path.display();
    Fault::new(words!(
        "`{name}` ser ut som data men går inte att öppna: {error}",
        "`{name}` looks like data but cannot be opened: {error}"
    ))
    .tip(words!(
        "ta bort länken eller rätta den, eller ange filerna var för sig",
        "remove the link or mend it, or give the files one by one"
    ))
}

fn unread_data(path: &Path) -> Fault {
    let name = path.display();
    Fault::new(words!(
        "`{name}` ser ut som data men kan inte läsas",
        "`{name}` looks like data but cannot be read"
    ))
    .tip(words!(
        "spara den som CSV eller Parquet, eller flytta den; filer kan också anges var för sig",
        "save it as CSV or Parquet, or move it; files may also be given one by one"
    ))
}

fn sorted_out(mut paths: Vec<PathBuf>, is_named: bool) -> Result<Found, Faults> {
    paths.sort();
    let (mut faults, mut found) = (Faults::new(), Found::default());
    for path in paths {
        match fate(&path, is_named) {
            Fate::Read => found.files.push(path),
            Fate::Refused(fault) => faults.push(fault),
            Fate::LeftOut(reason) => found.left_out.push(LeftOut {
                name: path.display().to_string(),
                reason,
            }),
        }
    }
    faults.or_else(|| found)
}

fn in_folder(folder: &Path) -> Result<Found, Faults> {
    let name = folder.display();
    let failed = |error: std::io::Error| {
        Fault::new(words!(
            "mappen `{name}` gick inte att läsa: {error}",
            "the folder `{name}` could not be read: {error}"
        ))
    };
    let paths = fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<PathBuf>, _>>()
        .map_err(failed)?;
    let found = sorted_out(paths, false)?;
    if found.files.is_empty() {
        let endings = ENDINGS.join(", ");
        let fault = Fault::new(words!(
            "mappen `{name}` har inget registeruttag",
            "the folder `{name}` has no register extract"
        ));
        return Err(fault
            .tip(words!(
                "uttag slutar på {endings}",
                "the names of extracts end in {endings}"
            ))
            .into());
    }
    Ok(found)
}

fn matching(pattern: &Path) -> Result<Found, Faults> {
    let text = pattern.to_string_lossy();
    let entries = glob::glob(&text).map_err(|error| {
        Fault::new(words!(
            "mönstret `{text}` går inte att läsa: {error}",
            "the pattern `{text}` cannot be read: {error}"
        ))
    })?;
    let paths: Vec<PathBuf> = entries.collect::<Result<_, _>>().map_err(|error| {
        let folder = error.path().display();
        let error = error.error();
        Fault::new(words!(
            "`{folder}` gick inte att läsa: {error}",
            "`{folder}` could not be read: {error}"
        ))
    })?;
    let found = sorted_out(paths, true)?;
    if found.files.is_empty() {
        let fault = Fault::new(words!(
            "inga filer passar mönstret `{text}`",
            "no files fit the pattern `{text}`"
        ));
        return Err(fault
            .tip(words!(
                "kontrollera mapp och ändelse",
                "check the folder and the ending"
            ))
            .into());
    }
    Ok(found)
}
