//! Which files a person means by a path, a folder or a pattern.

use std::fs;
use std::path::{Path, PathBuf};

use crate::source::{Fault, Faults};

/// What extracts are called, packed or not.
const ENDINGS: [&str; 9] = [
    ".csv", ".csv.gz", ".csv.zst", ".tsv", ".txt", ".txt.gz", ".parquet", ".arrow", ".feather",
];

/// The files behind paths, folders and glob patterns, sorted by name within each.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Faults> {
    let mut faults = Faults::new();
    let mut files = Vec::new();
    for path in paths {
        let found = if path.is_dir() {
            in_folder(path)
        } else if !path.exists() && is_pattern(path) {
            matching(path)
        } else {
            Ok(vec![path.clone()])
        };
        files.extend(faults.keep(found).into_iter().flatten());
    }
    for (at, file) in files.iter().enumerate() {
        if files[..at].contains(file) {
            faults.push(Fault::new(format!(
                "filen `{}` är nämnd två gånger",
                file.display()
            )));
        }
    }
    faults.or_else(|| files)
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let name = folder.display();
    let entries = fs::read_dir(folder)
        .map_err(|error| Fault::new(format!("mappen `{name}` gick inte att läsa: {error}")))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.to_string_lossy().to_lowercase();
        file.is_file() && ENDINGS.iter().any(|ending| name.ends_with(ending))
    });
    files.sort();
    if files.is_empty() {
        let fault = Fault::new(format!("mappen `{name}` har inget registeruttag"));
        return Err(fault.tip(format!("uttag slutar på {}", ENDINGS.join(", "))));
    }
    Ok(files)
}

fn matching(pattern: &Path) -> Result<Vec<PathBuf>, Fault> {
    let text = pattern.to_string_lossy();
    let paths = glob::glob(&text)
        .map_err(|error| Fault::new(format!("mönstret `{text}` går inte att läsa: {error}")))?;
    let mut files: Vec<PathBuf> = paths.flatten().filter(|path| path.is_file()).collect();
    files.sort();
    if files.is_empty() {
        let fault = Fault::new(format!("inga filer passar mönstret `{text}`"));
        return Err(fault.tip("kontrollera mapp och ändelse"));
    }
    Ok(files)
}
