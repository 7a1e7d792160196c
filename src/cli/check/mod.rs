//! `vardkraft check`: is this file fit to use, and what is in it?

mod args;
mod extract;
mod found;
mod provenance;
mod table;
mod write_map;

use std::path::PathBuf;

pub(super) use self::args::Args;
use self::args::Kind;
use self::extract::extract;
use self::table::table;
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
    let rejects = args.rejects.as_deref();
    let audit = args.disclosure.audit_path()?;
    let files = Files::reading(inputs).writing("--rejects", Some("csv"), rejects);
    let files = files.writing("--write-map", Some("toml"), args.write_map.as_deref());
    output.check(files.writing("--audit", None, audit))?;
    args.check_disclosure()?;
    let reference = Reference::load()?;
    if let Some(path) = &args.write_map {
        return write_map(path, args, output, &reference);
    }
    let released = match args.kind {
        Kind::Extract => extract(args, output, &reference)?,
        _ => table(args, output, &reference)?,
    };
    let mut files = FileSet::new();
    args.disclosure.add_audit(&released, output, &mut files)?;
    output.write_with(&released, files)
}
