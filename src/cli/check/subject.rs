//! What the files are that are to be checked.

use std::path::{Path, PathBuf};

use super::args::{Args, Kind};
use crate::cli::usage_error::UsageError;
use crate::extract::is_extract;
use crate::language::words;
use crate::layout::{self, Reading};
use crate::reference::Reference;
use crate::source::{Fault, Faults, Location, RawTable, open};

/// What the files are.
pub(super) enum Subject {
    /// One register extract.
    Extract,
    /// A table that is said to be an input.
    Said(Kind, Box<RawTable>),
    /// A table of which nothing was said.
    Recognised(Box<RawTable>),
    /// Several files, or a workbook of several tables, in their order.
    Several(Vec<Seen>),
}

/// Something among several.
pub(super) enum Seen {
    /// A file of a register extract.
    Extract(String),
    /// A table.
    Table(Box<RawTable>),
    /// A file, or a sheet of it, that was not understood.
    Unread(String, Option<String>, Faults),
}

/// Looks at the files that are to be checked.
pub(super) fn subject(args: &Args, reference: &Reference) -> anyhow::Result<Subject> {
    match (args.said(), &args.files[..]) {
        (Some(Kind::Extract), _) => Ok(Subject::Extract),
        (Some(kind), [path]) => {
            let table = table_of_kind(kind, path, args, reference)?;
            Ok(Subject::Said(kind, Box::new(table)))
        }
        (Some(_), _) => Err(UsageError("give one table at a time".to_owned()).into()),
        (None, [path]) => Ok(of_file(path, args, reference)?),
        (None, paths) => Ok(of_files(paths, args, reference)),
    }
}

/// The table of a file that is said to be an input: its only one, or the only one that could be.
fn table_of_kind(
    kind: Kind,
    path: &Path,
    args: &Args,
    reference: &Reference,
) -> Result<RawTable, Faults> {
    let mut tables = layout::tables(path, args.sheet.as_deref(), reference)?;
    if tables.len() == 1 {
        return Ok(tables.remove(0));
    }
    let sheets: Vec<String> = tables.iter().map(table_name).collect();
    let mut fitting = tables
        .into_iter()
        .filter(|table| kind.input().misfit(table, reference).is_none());
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only),
        (first, _) => {
            let fitting = first.is_some();
            Err(which_table(path, &sheets, fitting).into())
        }
    }
}

/// What a table of several is called.
pub(super) fn table_name(table: &RawTable) -> String {
    let about = table.about();
    let named = about.sheet.clone().or_else(|| about.title.clone());
    named.unwrap_or_else(|| table.header().join(", "))
}

fn which_table(path: &Path, names: &[String], do_fit: bool) -> Fault {
    let (path, count) = (path.display().to_string(), names.len());
    let fault = if do_fit {
        Fault::new(words!(
            "flera av filens {count} tabeller kan vara det som söks",
            "several of the {count} tables of the file could be what is asked for"
        ))
    } else {
        Fault::new(words!(
            "ingen av filens {count} tabeller är det som söks",
            "none of the {count} tables of the file is what is asked for"
        ))
    };
    fault.located(Location::file(&path)).tip(words!(
        "`vardkraft check` utan --as visar vad varje blad är; välj med --sheet",
        "`vardkraft check` without --as shows what each sheet is; choose with --sheet"
    ))
}

fn of_file(path: &Path, args: &Args, reference: &Reference) -> Result<Subject, Faults> {
    // Whatever is wrong with its beginning is wrong with the table as well.
    if args.sheet.is_none() && is_extract(path).unwrap_or_default() {
        return Ok(Subject::Extract);
    }
    let mut seen = of_reading(
        path,
        layout::read(open(path)?, args.sheet.as_deref(), reference)?,
    );
    Ok(match seen.len() {
        0 => {
            return Err(Fault::new(words!("filen har inga blad", "the file has no sheets")).into());
        }
        1 => match seen.remove(0) {
            Seen::Table(table) => Subject::Recognised(table),
            Seen::Unread(_, _, faults) => return Err(faults),
            Seen::Extract(_) => Subject::Extract,
        },
        _ => Subject::Several(seen),
    })
}

fn of_reading(path: &Path, reading: Reading) -> Vec<Seen> {
    let name = path.display().to_string();
    let tables = reading.tables.into_iter();
    let unread = reading.unread.into_iter();
    tables
        .map(|table| Seen::Table(Box::new(table)))
        .chain(unread.map(|own| Seen::Unread(name.clone(), own.name, own.faults)))
        .collect()
}

/// Several files are one extract if all of them are, and are listed otherwise.
fn of_files(paths: &[PathBuf], args: &Args, reference: &Reference) -> Subject {
    let is_extract = |path: &PathBuf| is_extract(path).unwrap_or_default();
    if paths.iter().all(is_extract) {
        return Subject::Extract;
    }
    let mut seen = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        if is_extract(path) {
            seen.push(Seen::Extract(name));
            continue;
        }
        let read = open(path);
        match read.and_then(|opened| layout::read(opened, args.sheet.as_deref(), reference)) {
            Ok(reading) => seen.extend(of_reading(path, reading)),
            Err(faults) => seen.push(Seen::Unread(name, None, faults)),
        }
    }
    Subject::Several(seen)
}
