//! A folder with a file per table, and a list of what the last run wrote there.
//!
//! A run removes the tables of the run before it that it does not write itself, so that no folder holds tables of
//! two runs that look like one. Only listed files that are unchanged are removed; every other table stays and is
//! named.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::file_set::{FileSet, Readers};
use super::named_format::is_named_as_result;
use super::place::resolved;
use crate::language::{Words, hexadecimal, words};
use crate::source::BinaryFile;

/// The list: a line for each file, as `sha256sum` writes and checks them.
const LIST: &str = ".vardkraft.sha256";

/// The most files that a remark names.
const MOST_NAMES: usize = 20;

/// Adds the files of a folder, with their list, and removes those of the run before. Returns what a reader must know
/// about the other files in it.
pub(super) fn add(
    set: &mut FileSet,
    folder: &Path,
    files: &[(String, Vec<u8>)],
) -> anyhow::Result<Vec<Words>> {
    set.make_folder(folder)?;
    for (name, bytes) in files {
        set.add_bytes(&folder.join(name), Readers::Usual, bytes)?;
    }
    set.add(&folder.join(LIST), Readers::Usual, |list| {
        files
            .iter()
            .try_for_each(|(name, bytes)| writeln!(list, "{}  {name}", checksum(bytes)))
    })?;
    let (removed, others) = leftovers(set, folder);
    for name in &removed {
        set.remove(&folder.join(name));
    }
    Ok(remarks(folder, &removed, &others))
}

/// What else lies in a folder: what the last run wrote, unchanged since, and other files that are named as
/// results.
fn leftovers(set: &FileSet, folder: &Path) -> (Vec<String>, Vec<String>) {
    let written = listed(folder);
    let is_as_written = |name: &String| {
        let checksum = written.get(name);
        checksum.is_some_and(|own| is_unchanged(&folder.join(name), own))
    };
    let (removed, mut others): (Vec<String>, Vec<String>) = names(folder)
        .into_iter()
        .filter(|name| !set.writes(&folder.join(name)))
        .partition(is_as_written);
    others.retain(|name| is_named_as_result(Path::new(name)));
    (removed, others)
}

/// Whether the last run wrote this file in its folder.
pub(super) fn lists(folder: &Path, file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    listed(folder).contains_key(&*name)
}

/// What the last run wrote: names and checksums.
fn listed(folder: &Path) -> BTreeMap<String, String> {
    let path = folder.join(LIST);
    let list = Some(path)
        .filter(|path| path.is_file())
        .and_then(|path| BinaryFile::read(&path).ok())
        .map_or(Vec::new(), |list| list.bytes);
    String::from_utf8_lossy(&list)
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(checksum, name)| (name.to_owned(), checksum.to_owned()))
        .collect()
}

/// The names of what lies in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = resolved(folder).read_dir().into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// Whether a file is the very one that was written; a link is not.
fn is_unchanged(path: &Path, checksum: &str) -> bool {
    let is_file = path.symlink_metadata().is_ok_and(|own| own.is_file());
    is_file && BinaryFile::read(path).is_ok_and(|own| own.sha256 == checksum)
}

fn checksum(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn remarks(folder: &Path, removed: &[String], others: &[String]) -> Vec<Words> {
    let folder = folder.display();
    let few = |names: &[String], more: &str| {
        let named = names.get(..MOST_NAMES).unwrap_or(names).join(", ");
        match names.len().saturating_sub(MOST_NAMES) {
            0 => named,
            others => format!("{named} (+ {others} {more})"),
        }
    };
    let mut remarks = Vec::new();
    if !removed.is_empty() {
        let [names, in_english] = ["till", "more"].map(|more| few(removed, more));
        remarks.push(words!(
            "`{folder}`: tabeller från en tidigare körning är borttagna: {names}",
            "`{folder}`: tables of an earlier run were removed: {in_english}"
        ));
    }
    if !others.is_empty() {
        let [names, in_english] = ["till", "more"].map(|more| few(others, more));
        remarks.push(words!(
            "`{folder}` innehåller också filer som den här körningen inte har skrivit: {names}",
            "`{folder}` also holds files that this run did not write: {in_english}"
        ));
    }
    remarks
}
