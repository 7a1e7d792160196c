//! What is damaged: every kind of input, sound ones to start from, and who reads them.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use polars::prelude::{
    Column, DataFrame, IpcCompression, IpcWriter, ParquetCompression, ParquetWriter, SerWriter as _,
};

use super::mutation::{self, Random};
use super::{layouts, statistical, workbook};
use crate::program::{Program, repository};

/// Every kind of input: its name, the ending of its files, and commands that read it as `{}`.
pub(super) const KINDS: [(&str, &str, &[&str]); 22] = [
    (
        "entrants",
        "csv",
        &[
            "forecast --entrants {} --frequencies SOUND/frequencies.csv",
            "check {} --as entrants",
        ],
    ),
    (
        "frequencies",
        "csv",
        &[
            "forecast --entrants SOUND/entrants.csv --frequencies {}",
            "check {} --as frequencies",
        ],
    ),
    (
        "completions",
        "csv",
        &[
            "forecast --entrants KOHORTER/nyborjare.csv --completions {} --draws 100",
            "check {} --as completions",
        ],
    ),
    (
        "graduates",
        "csv",
        &["backtest --graduates {}", "check {} --as graduates"],
    ),
    (
        "stock",
        "csv",
        &["flow tandläkare --stock {}", "check {} --as stock"],
    ),
    (
        "population",
        "csv",
        &[
            "flow tandläkare --stock SOUND/stock.csv --population {}",
            "check {} --as population",
        ],
    ),
    (
        "education",
        "csv",
        &[
            "check {} --as education",
            "flow tandläkare --view pathway --extract SEEDS/long/register.csv --education {}",
        ],
    ),
    (
        "extract",
        "csv",
        &[
            "check {}",
            "flow tandläkare --extract {} --view balance",
            "flow tandläkare --extract {} --view retention --by kön",
        ],
    ),
    ("gzip", "csv.gz", &["check {}"]),
    ("zstandard", "csv.zst", &["check {}"]),
    (
        "parquet",
        "parquet",
        &["check {}", "flow tandläkare --extract {} -f csv"],
    ),
    ("arrow", "arrow", &["check {}"]),
    ("cube", "parquet", &["flow tandläkare --cube {}"]),
    (
        "edition",
        "json",
        &[
            "compare SEEDS/edition/edition.json {}",
            "compare {} SEEDS/edition/edition.json",
        ],
    ),
    (
        "mapping",
        "toml",
        &["check SEEDS/extract/register.csv --map {}"],
    ),
    (
        "policy",
        "toml",
        &[
            "flow tandläkare --extract SEEDS/extract/register.csv --disclosure suppress --disclosure-policy {}",
        ],
    ),
    (
        "recipe",
        "toml",
        &["synth --persons 20 --years 2019..2021 -o out.csv --recipe {}"],
    ),
    ("arguments", "csv", &[]),
    // Read by the library alone; see `statistical`.
    ("px", "px", &["read {}"]),
    ("json_stat", "json", &["read {}"]),
    // Read by the library alone; see `layouts`.
    ("layout", "csv", &["lay_out {}"]),
    // Read by the library alone; see `workbook`.
    ("workbook", "xlsx", &["read {}"]),
];

/// Words that the program knows, and some that it does not. `supply` without an extract and large
/// professions take a slow build minutes and are left out.
const WORDS: [&str; 78] = [
    "forecast",
    "backtest",
    "compare",
    "flow",
    "check",
    "reference",
    "synth",
    "completions",
    "tandläkare",
    "--entrants",
    "--frequencies",
    "--completions",
    "--graduates",
    "--extract",
    "--stock",
    "--population",
    "--education",
    "--map",
    "--states",
    "--pension-age",
    "--halland",
    "--disclosure",
    "--disclosure-policy",
    "--region",
    "--level",
    "--by",
    "--view",
    "--years",
    "--cohorts",
    "--destinations",
    "--lang",
    "--round",
    "--horizon",
    "--from-year",
    "--method",
    "--average",
    "--seed",
    "--draws",
    "--as",
    "-f",
    "--excel",
    "-q",
    "-v",
    "--color",
    "--persons",
    "--profession",
    "SEEDS/extract/register.csv",
    "SOUND/entrants.csv",
    "SOUND/frequencies.csv",
    "SOUND/stock.csv",
    "KOHORTER/nyborjare.csv",
    "KOHORTER/examinerade.csv",
    "SEEDS/parquet/plain.parquet",
    "balance",
    "stock",
    "mobility",
    "retention",
    "followup",
    "pathway",
    "kön",
    "åldersgrupp",
    "län",
    "Västra",
    "riket",
    "södra",
    "suppress",
    "off",
    "round",
    "csv",
    "json",
    "md",
    "table",
    "2015..2021",
    "2021",
    "0.8",
    "65",
    "en",
    "-",
];

/// Commands that go well, to be damaged.
const COMMANDS: [&str; 9] = [
    "forecast tandläkare --region Västra --horizon 2",
    "forecast --entrants SOUND/entrants.csv --frequencies SOUND/frequencies.csv --lang en",
    "backtest --graduates SEEDS/graduates/sound.csv",
    "flow tandläkare --extract SEEDS/extract/register.csv --by kön --level län",
    "flow tandläkare --extract SEEDS/extract/register.csv --view mobility --years 2016..2020",
    "flow tandläkare --cube SEEDS/cube/cube.parquet --view followup --disclosure round",
    "check SEEDS/extract/register.csv --pension-age 67 -f json",
    "reference regions -f md",
    "supply tandläkare --extract SEEDS/extract/register.csv",
];

/// Sound inputs of every kind and those that once did harm.
pub(super) struct Corpus {
    folder: PathBuf,
    /// By kind.
    sound: Vec<Vec<Vec<u8>>>,
    /// Inputs that are refused already, or once did harm.
    unsound: Vec<Vec<Vec<u8>>>,
}

/// A damaged input and the arguments that make the program read it.
pub(super) struct Case {
    pub(super) kind: usize,
    pub(super) bytes: Vec<u8>,
    pub(super) arguments: Vec<String>,
}

impl Corpus {
    /// Writes the sound inputs that the program makes itself.
    pub(super) fn write(folder: &Path) {
        let folder = folder.join("seeds");
        for (kind, _, _) in KINDS {
            fs::create_dir_all(folder.join(kind)).unwrap();
        }
        let register = folder.join("extract/register.csv");
        Program::new("synth --persons 24 --years 2015..2021 -q -o")
            .arg(&register)
            .stdout();
        // A short register has no studies: its licences began before it.
        fs::create_dir_all(folder.join("long")).unwrap();
        Program::new("synth --persons 60 --years 2001..2021 -q --education")
            .arg(folder.join("education/studies.csv"))
            .arg("-o")
            .arg(folder.join("long/register.csv"))
            .stdout();
        Program::new("flow tandläkare -q --view retention --disclosure off --extract")
            .arg(&register)
            .arg("--save-cube")
            .arg(folder.join("cube/cube.parquet"))
            .stdout();
        let edition = folder.join("edition/edition.json");
        Program::new("forecast tandläkare receptarie -q --save")
            .arg(edition)
            .stdout();
        let text = fs::read(&register).unwrap();
        fs::write(folder.join("gzip/register.csv.gz"), gzip(&text)).unwrap();
        fs::write(folder.join("zstandard/register.csv.zst"), zstandard(&text)).unwrap();
        columnar(&folder, &text);
        // Commands read copies: whatever a damaged argument writes over is not the repository's.
        for source in ["tests/faults/sound", "examples/kohorter"] {
            let source = repository().join(source);
            let copies = folder.join(source.file_name().unwrap());
            fs::create_dir_all(&copies).unwrap();
            for entry in fs::read_dir(&source).unwrap() {
                let path = entry.unwrap().path();
                fs::copy(&path, copies.join(path.file_name().unwrap())).unwrap();
            }
        }
        for (example, copy) in [
            (
                "tandlakare-examinerade/examinerade.csv",
                "graduates/sound.csv",
            ),
            ("atta-personer/folkmangd.csv", "population/sound.csv"),
        ] {
            fs::copy(
                repository().join("examples").join(example),
                folder.join(copy),
            )
            .unwrap();
        }
        fs::write(folder.join("mapping/mapping.toml"), MAPPING).unwrap();
        fs::write(folder.join("policy/policy.toml"), POLICY).unwrap();
        let recipe = repository().join("seeds/synthetic_register.toml");
        fs::copy(recipe, folder.join("recipe/recipe.toml")).unwrap();
        fs::write(folder.join("arguments/none.csv"), "").unwrap();
        statistical::write_seeds(&folder);
        layouts::write_seeds(&folder);
        let workbooks = fs::read_dir(repository().join("tests/workbooks")).unwrap();
        for path in workbooks.map(|entry| entry.unwrap().path()) {
            let copy = folder.join("workbook").join(path.file_name().unwrap());
            fs::copy(path, copy).unwrap();
        }
    }

    /// Reads all sound inputs.
    pub(super) fn read(folder: &Path) -> Self {
        let repository = repository();
        let folder = folder.join("seeds");
        let sound = KINDS.map(|(kind, _, _)| {
            let mut sound = files(&folder.join(kind));
            sound.extend(fs::read(folder.join(format!("sound/{kind}.csv"))).ok());
            if kind == "completions" {
                sound = vec![fs::read(folder.join("kohorter/examinerade.csv")).unwrap()];
            }
            assert!(!sound.is_empty(), "no {kind} to start from");
            sound
        });
        let unsound = KINDS.map(|(kind, _, _)| {
            let faults = if kind == "policy" { "disclosure" } else { kind };
            let mut unsound = files(&repository.join("tests/fuzz/regressions").join(kind));
            unsound.extend(files(&repository.join("tests/faults").join(faults)));
            unsound
        });
        Self {
            folder,
            sound: sound.to_vec(),
            unsound: unsound.to_vec(),
        }
    }

    /// Case `number`, which reads `input`. The kinds take turns.
    pub(super) fn case(&self, number: u64, input: &str) -> Case {
        let mut random = Random::new(number);
        let kind = usize::try_from(number % KINDS.len() as u64).unwrap();
        let (name, _, commands) = KINDS[kind];
        let seed = match random.below(4) {
            0 if !self.unsound[kind].is_empty() => random.one_of(&self.unsound[kind]),
            _ => random.one_of(&self.sound[kind]),
        };
        let bytes = match (name, random.below(3)) {
            ("gzip", 0) => gzip(&mutation::text(&mut random, &self.extract())),
            ("zstandard", 0) => zstandard(&mutation::text(&mut random, &self.extract())),
            ("gzip" | "zstandard" | "parquet" | "arrow" | "cube", _) => {
                mutation::binary(&mut random, seed)
            }
            ("workbook", _) => workbook::damaged(&mut random, seed),
            _ => mutation::text(&mut random, seed),
        };
        let arguments = match name {
            "arguments" => self.arguments(&mut random),
            _ => self.command(random.one_of::<&str>(commands), input),
        };
        Case {
            kind,
            bytes,
            arguments,
        }
    }

    /// The sound inputs as they are, with every command that reads them.
    pub(super) fn sound(&self, input: &str) -> Vec<Case> {
        let of_kind = |(kind, (_, _, commands)): (usize, (_, _, &[&str]))| {
            let read = |bytes: &Vec<u8>| {
                let commands = commands.iter().map(|command| Case {
                    kind,
                    bytes: bytes.clone(),
                    arguments: self.command(command, input),
                });
                commands.collect::<Vec<_>>()
            };
            self.sound[kind].iter().flat_map(read).collect::<Vec<_>>()
        };
        let kinds: [(&str, &str, &[&str]); KINDS.len()] = KINDS;
        kinds.into_iter().enumerate().flat_map(of_kind).collect()
    }

    /// The inputs that once did harm, as they are.
    pub(super) fn regressions(&self, input: &str) -> Vec<Case> {
        let folder = repository().join("tests/fuzz/regressions");
        let mut cases = Vec::new();
        for (kind, (name, _, commands)) in KINDS.into_iter().enumerate() {
            for bytes in files(&folder.join(name)) {
                cases.extend(commands.iter().map(|command| Case {
                    kind,
                    bytes: bytes.clone(),
                    arguments: self.command(command, input),
                }));
            }
        }
        cases
    }

    /// The sound extract as text.
    fn extract(&self) -> Vec<u8> {
        fs::read(self.folder.join("extract/register.csv")).unwrap()
    }

    fn command(&self, command: &str, input: &str) -> Vec<String> {
        let words = command.split(' ');
        words
            .map(|word| self.path(&word.replace("{}", input)))
            .collect()
    }

    /// A word with its folder named; the names are short in the tables above.
    fn path(&self, word: &str) -> String {
        let seeds = self.folder.display();
        word.replace("SEEDS", &format!("{seeds}"))
            .replace("SOUND", &format!("{seeds}/sound"))
            .replace("KOHORTER", &format!("{seeds}/kohorter"))
    }

    /// Words in any order, some of them damaged.
    fn arguments(&self, random: &mut Random) -> Vec<String> {
        let mut arguments = match random.below(3) {
            0 => vec![(*random.one_of(&WORDS[..8])).to_owned()],
            _ => self.command(random.one_of::<&str>(&COMMANDS), ""),
        };
        for _ in 0..random.below(4) {
            let word = *random.one_of(&WORDS);
            let is_path = word.contains('/');
            let word = match random.below(6) {
                0 if !is_path => {
                    let damaged = mutation::text(random, word.as_bytes());
                    String::from_utf8_lossy(&damaged).replace(['\0', '/'], "")
                }
                _ => self.path(word),
            };
            arguments.insert(random.below(arguments.len()) + 1, word);
        }
        arguments
    }
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter(|path| path.extension().is_none_or(|ending| ending != "txt"))
        .map(|path| fs::read(path).unwrap())
        .collect()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text).unwrap();
    gzip.finish().unwrap()
}

fn zstandard(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 1).unwrap()
}

/// The register as Parquet and Arrow files, packed in several ways.
fn columnar(folder: &Path, text: &[u8]) {
    let mut reader = csv::Reader::from_reader(text);
    let headers = reader.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let columns = headers.iter().enumerate().map(|(at, header)| {
        let cells = records.iter().map(|record| &record[at]);
        let wholes: Option<Vec<i64>> = cells.clone().map(|cell| cell.parse().ok()).collect();
        match wholes {
            Some(wholes) => Column::new(header.into(), wholes),
            None => Column::new(header.into(), cells.collect::<Vec<_>>()),
        }
    });
    let mut frame = DataFrame::new(records.len(), columns.collect()).unwrap();
    for (name, packing) in [
        ("plain", ParquetCompression::Uncompressed),
        ("snappy", ParquetCompression::Snappy),
        ("zstd", ParquetCompression::Zstd(None)),
    ] {
        let file = fs::File::create(folder.join(format!("parquet/{name}.parquet"))).unwrap();
        let writer = ParquetWriter::new(file).with_compression(packing);
        writer
            .with_row_group_size(Some(60))
            .finish(&mut frame)
            .unwrap();
    }
    for (name, packing) in [
        ("plain", None),
        ("lz4", Some(IpcCompression::LZ4)),
        ("zstd", Some(IpcCompression::default())),
    ] {
        let file = fs::File::create(folder.join(format!("arrow/{name}.arrow"))).unwrap();
        let mut writer = IpcWriter::new(file).with_compression(packing);
        writer.finish(&mut frame).unwrap();
    }
}

const MAPPING: &str = "[columns]\nlopnr = \"löpnr\"\n\n[values.kon]\n1 = \"man\"\n2 = \"kvinna\"\n";
const POLICY: &str = "threshold = 5\n";
