//! Several files or sheets: what each of them is.

use super::args::{Args, Kind};
use super::subject::Seen;
use crate::cli::disclosure_args::not_released;
use crate::cli::output::OutputArgs;
use crate::cli::usage_error::UsageError;
use crate::disclosure::{Policy, Released, release};
use crate::intake::recognise;
use crate::language::{Language, Words, words};
use crate::reference::Reference;
use crate::report::Provenance;
use crate::source::{Fault, Faults, Location, RawTable};
use crate::view::{self, ListedInput};

/// How many letters of a remark are shown among others.
const GLANCE: usize = 90;

/// Lists what files and sheets are; details are of one of them.
pub(super) fn listing(
    seen: Vec<Seen>,
    args: &Args,
    output: &OutputArgs,
    reference: &Reference,
) -> anyhow::Result<Released> {
    if args.disclosure.is_given() {
        let why = "--disclosure and --audit are of one extract; give it alone";
        return Err(UsageError(why.to_owned()).into());
    }
    let listed: Vec<ListedInput> = seen.into_iter().map(|own| entry(own, reference)).collect();
    if listed.iter().all(|own| own.inputs.is_empty()) {
        say_each(&listed, output);
        return Err(no_inputs(&listed).into());
    }
    if listed.iter().any(|own| own.sheet.is_some()) {
        output.note(&words!(
            "Välj ett blad med --sheet för att se hur det lästes och vad det innehåller.",
            "Choose a sheet with --sheet to see how it was read and what it holds."
        ));
    }
    let report = view::input_listing(&listed, output.language(), Provenance::of("check", [], []));
    Ok(release(report, Policy::Inspection).map_err(|error| not_released(&error))?)
}

fn entry(seen: Seen, reference: &Reference) -> ListedInput {
    match seen {
        Seen::Extract(file) => ListedInput {
            file,
            sheet: None,
            inputs: vec![name(Kind::Extract)],
            options: vec![Kind::Extract.option().to_owned()],
            remark: Words::verbatim(""),
        },
        Seen::Table(table) => of_table(&table, reference),
        Seen::Unread(file, sheet, faults) => ListedInput {
            file,
            sheet,
            inputs: Vec::new(),
            options: Vec::new(),
            remark: first_of(&faults),
        },
    }
}

fn of_table(table: &RawTable, reference: &Reference) -> ListedInput {
    let found = recognise(table, reference);
    let kinds: Vec<Kind> = found.fits.iter().filter_map(|own| Kind::of(*own)).collect();
    let about = table.about();
    let remark = match (&about.title, found.misfits.first()) {
        (Some(title), _) => Words::verbatim(title.clone()),
        (None, Some(misfit)) if kinds.is_empty() => misfit.reason.clone(),
        _ => Words::verbatim(""),
    };
    ListedInput {
        file: table.input().name.clone(),
        sheet: about.sheet.clone(),
        inputs: kinds.iter().map(|kind| name(*kind)).collect(),
        options: kinds.iter().map(|kind| kind.option().to_owned()).collect(),
        remark,
    }
}

fn name(kind: Kind) -> Words {
    let name = |language| kind.input().name(language);
    Words::new(name(Language::Swedish), name(Language::English))
}

/// What is wrong first.
fn first_of(faults: &Faults) -> Words {
    let first = faults.iter().next();
    first.map_or_else(
        || Words::verbatim(""),
        |fault| {
            Words::new(
                fault.message(Language::Swedish),
                fault.message(Language::English),
            )
        },
    )
}

/// Says what files and sheets are none of which is an input.
fn say_each(listed: &[ListedInput], output: &OutputArgs) {
    for own in listed {
        let name = own.sheet.as_ref().unwrap_or(&own.file);
        let [swedish, english] =
            [Language::Swedish, Language::English].map(|language| cut(own.remark.text(language)));
        output.note(&words!("{name}: {swedish}", "{name}: {english}"));
    }
}

/// As much of a remark as is read at a glance.
fn cut(remark: &str) -> String {
    if remark.chars().count() <= GLANCE {
        return remark.to_owned();
    }
    let cut: String = remark.chars().take(GLANCE).collect();
    format!("{} …", cut.trim_end())
}

/// The fault of files or sheets none of which is an input.
fn no_inputs(listed: &[ListedInput]) -> Fault {
    let count = listed.len();
    let mut files: Vec<&str> = listed.iter().map(|own| own.file.as_str()).collect();
    files.dedup();
    let fault = Fault::new(words!(
        "ingen av {count} tabeller och blad är indata till något kommando",
        "none of {count} tables and sheets is an input of any command"
    ))
    .located(Location::file(&files.join(", ")));
    fault.tip(words!(
        "`vardkraft check FIL --sheet BLAD` visar vad ett blad saknar",
        "`vardkraft check FILE --sheet SHEET` shows what a sheet lacks"
    ))
}
