//! Workbooks: damage to the bytes of a file, and to the XML of one part of it.

use std::io::{Cursor, Read as _, Write as _};
use std::process::ExitCode;

use vardkraft::language::Language;
use vardkraft::source::Grid;
use vardkraft::source::workbook::sheets;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::mutation::{self, Random};

/// Values at which readers of attributes and cells stumble.
const VALUES: [&str; 22] = [
    "",
    "0",
    "1",
    "-1",
    "255",
    "16384",
    "16385",
    "1048576",
    "1048577",
    "4294967296",
    "18446744073709551615",
    "99999999999999999999",
    "1e308",
    "NaN",
    "A1",
    "XFD1048576",
    "A1:XFD1048576",
    "B2:A1",
    "_xD83D_",
    "inlineStr",
    "true",
    "PT99H",
];

const UNEXPECTED: &str = "is damaged and could not be read";

/// Damages a workbook.
pub(super) fn damaged(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    match random.below(4) {
        0 => mutation::binary(random, seed),
        _ => repacked(random, seed).unwrap_or_else(|| mutation::binary(random, seed)),
    }
}

/// The same archive with one part damaged; none of a file that is no archive.
fn repacked(random: &mut Random, seed: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(seed)).ok()?;
    let chosen = random.below(archive.len());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..archive.len() {
        let mut file = archive.by_index(part).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        if part == chosen {
            bytes = part_damaged(random, &bytes);
        }
        zip.start_file(name, SimpleFileOptions::default()).ok()?;
        zip.write_all(&bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

fn part_damaged(random: &mut Random, part: &[u8]) -> Vec<u8> {
    let mut bytes = part.to_vec();
    for _ in 0..=random.below(3) {
        let value = random.one_of(&VALUES).as_bytes().to_vec();
        match random.below(6) {
            0 => bytes = mutation::text(random, &bytes),
            1 | 2 => replace(random, &mut bytes, *b"\"\"", &value),
            3 => replace(random, &mut bytes, *b"><", &value),
            4 => replace(random, &mut bytes, *b"<>", b"br/"),
            _ => repeat_tag(random, &mut bytes),
        }
    }
    bytes
}

/// Replaces what is between a mark and the next other one.
fn replace(random: &mut Random, bytes: &mut Vec<u8>, [open, close]: [u8; 2], value: &[u8]) {
    let from = random.below(bytes.len());
    let find =
        |from: usize, mark| Some(from + bytes.get(from..)?.iter().position(|&own| own == mark)?);
    if let Some(start) = find(from, open)
        && let Some(end) = find(start + 1, close)
    {
        bytes.splice(start + 1..end, value.iter().copied());
    }
}

fn repeat_tag(random: &mut Random, bytes: &mut Vec<u8>) {
    let from = random.below(bytes.len());
    let find =
        |from: usize, mark| Some(from + bytes.get(from..)?.iter().position(|&own| own == mark)?);
    if let Some(start) = find(from, b'<')
        && let Some(end) = find(start, b'>')
    {
        let tag = bytes[start..=end].repeat(random.below(300));
        bytes.splice(start..start, tag);
    }
}

/// Reads a file, and everything of its sheets or its faults that is ever shown; 0 for sheets, 1 for faults.
pub(super) fn read(bytes: &[u8]) -> ExitCode {
    let read = sheets("input.xlsx", bytes);
    let messages: usize = match &read {
        Ok(grids) => grids.iter().map(shown).sum(),
        Err(faults) => {
            let english = faults.in_language(Language::English).to_string();
            // The guard's words; a library that panics would be behind it, our own code may not.
            assert!(!english.contains(UNEXPECTED), "contained a panic");
            faults.to_string().len() + english.len()
        }
    };
    assert!(
        messages > 0,
        "a sheet without cells, or a refusal without a word"
    );
    ExitCode::from(u8::from(read.is_err()))
}

fn shown(grid: &Grid) -> usize {
    let cells = (0..grid.height()).flat_map(|row| {
        let cells = (0..grid.width(row)).map(move |column| (row, column));
        cells.map(|(row, column)| {
            let text = grid.text(row, column);
            let raised = grid.superscript(row, column);
            assert!(raised <= text.chars().count(), "{text} {raised}");
            usize::from(!text.is_empty()) + format!("{:?}", grid.kind(row, column)).len()
        })
    });
    cells.sum::<usize>() + format!("{:?} {:?}", grid.merged(), grid.row_location(0)).len()
}
