//! The library as an analyst's team would use it: a whole flow description, counted, described and written.
//!
//! ```sh
//! cargo run --release --example flow
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use vardkraft::disclosure::{Policy, release};
use vardkraft::extract::{Dictionary, ReadRequest, read};
use vardkraft::flow::{Basis, CountedRegister, Counting, Description, Request, describe};
use vardkraft::reference::{Reference, inhabitants};
use vardkraft::render::{Format, render};
use vardkraft::report::Provenance;
use vardkraft::source::Faults;
use vardkraft::view::{self, FlowFacts};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    run(&mut io::stdout().lock())
}

/// Prints the flow description of dentists in an invented register of eight persons.
pub(crate) fn run(out: &mut impl Write) -> Outcome<()> {
    let reference = Reference::load()?;
    let request = Request::description(reference.profession_named("tandläkare")?);

    let basis = count(Path::new("examples/atta-personer/uttag.csv"), &reference)?;
    let description = describe(&basis, &request)?;
    write(&description, &basis, &request, &reference, out)
}

/// Reads a register extract and counts it once; any number of requests can be answered from the counts.
fn count(extract: &Path, reference: &Reference) -> Outcome<Basis> {
    let dictionary = Dictionary::embedded(reference)?;
    let request = ReadRequest {
        paths: vec![extract.to_owned()],
        dictionary: dictionary.clone(),
        profession: None,
        keeps_refused_rows: false,
    };
    // Every fault of an extract comes back at once, each with its line; `?` shows them all.
    let (register, inventory) = read(&request).map_err(Faults::from)?;
    let read = (register, &inventory);
    let counted = CountedRegister::of(read, &dictionary, Counting::ALL, reference)?;
    let mut basis = Basis::of_register(counted, None, reference);
    basis.inhabitants = inhabitants(reference)?;
    Ok(basis)
}

/// Writes a description as tables for people. Only what has been released can be rendered: of a real register
/// that is `Policy::Suppressed(disclosure_rules()?)`, with `FlowCounts::of` among the facts.
fn write(
    description: &Description,
    basis: &Basis,
    request: &Request,
    reference: &Reference,
    out: &mut impl Write,
) -> Outcome<()> {
    let selection = request.selection(basis);
    let facts = FlowFacts::of(basis, &selection, reference);
    let report = view::flow(description, facts, Provenance::default());
    let released = release(report, Policy::Unprotected)?;
    out.write_all(&render(&released, Format::Table)?)?;
    Ok(())
}
