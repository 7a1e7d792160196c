//! Tables as people lay them out, to be damaged: small files of every layout.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use vardkraft::language::{Language, Words};
use vardkraft::layout::tables_of;
use vardkraft::reference::Reference;

use crate::program::repository;

/// Copies the made-up file of every layout.
pub(super) fn write_seeds(folder: &Path) {
    let layouts = fs::read_dir(repository().join("tests/layouts")).unwrap();
    for layout in layouts {
        let path = layout.unwrap().path();
        let name = path.file_name().unwrap();
        fs::copy(&path, folder.join("layout").join(name)).unwrap();
    }
}

/// Reads the tables of a file, and everything of them or of their faults that is ever shown; 0 for tables, 1 for
/// faults.
pub(super) fn read(bytes: &[u8]) -> ExitCode {
    let reference = Reference::load().unwrap();
    let read = tables_of("input", bytes, None, &reference);
    let shown = match &read {
        Ok(tables) => {
            let places = tables.iter().flat_map(|table| {
                let columns = 0..table.header().len();
                let records = table.records();
                records.flat_map(move |record| {
                    let cells = columns.clone().map(move |column| record.cell(column));
                    cells.map(|cell| cell.fault(Words::verbatim("x")).to_string().len())
                })
            });
            let layouts = tables.iter().flat_map(|table| &table.about().layout);
            let layouts = layouts.map(|words| words.text(Language::English).len());
            places.chain(layouts).sum()
        }
        Err(faults) => faults.in_language(Language::English).to_string().len(),
    };
    assert!(
        shown > 0,
        "a table without cells, or a refusal without a word"
    );
    ExitCode::from(u8::from(read.is_err()))
}
