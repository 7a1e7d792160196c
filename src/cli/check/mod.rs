//! `vardkraft check`: what is this file, is it fit to use, and what is in it?

mod args;
mod description;
mod extract;
mod first_records;
mod found;
mod listing;
mod not_an_input;
mod preview;
mod provenance;
mod subject;
mod table;
mod write_map;

use std::path::PathBuf;

pub(super) use self::args::Args;
use self::extract::extract;
use self::listing::listing;
use self::subject::{Subject, subject};
use self::table::{recognised, said};
use self::write_map::write_map;
use super::output::{FileSet, Files, OutputArgs};
use crate::reference::Reference;

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let inputs = args
        .files
        .iter()
        .map(PathBuf::as_path)
        .chain(args.extract.inputs())
        .chain(args.disclosure.inputs());
    let audit = args.disclosure.audit_path()?;
    let files = Files::reading(inputs)
        .writing("--rejects", Some("csv"), args.rejects.as_deref())
        .writing("--write-map", Some("toml"), args.write_map.as_deref());
    output.check(files.writing("--audit", None, audit))?;
    let reference = Reference::load()?;
    if let Some(path) = &args.write_map {
        return write_map(path, args, output, &reference);
    }
    let released = match subject(args, &reference)? {
        Subject::Extract => extract(args, output, &reference)?,
        Subject::Said(kind, table) => said(kind, &table, args, output, &reference)?,
        Subject::Recognised(table) => recognised(&table, args, output, &reference)?,
        Subject::Several(found) => listing(found, args, output, &reference)?,
    };
    let mut files = FileSet::new();
    args.disclosure.add_audit(&released, output, &mut files)?;
    output.write_with(&released, files)
}
