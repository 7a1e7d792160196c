//! The register extract: the same register however it comes, every corruption told.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use polars::prelude::{
    Categories, DataType, IpcWriter, ParquetReader, SerReader as _, SerWriter as _,
};
use proptest::prelude::*;

use vardkraft::domain::State;
use vardkraft::extract::synth::{
    Recipe, SynthRequest, SyntheticYear, Truth, synthesise, write_csv, write_parquet,
};
use vardkraft::extract::{
    Dictionary, LicenceYear, Mapping, ReadError, ReadRequest, Register, StateRule, read,
};
use vardkraft::reference::{Reference, population};

use crate::program::Program;

fn reference() -> Reference {
    Reference::load().unwrap()
}

/// A register of two professions and a few hundred persons.
fn small(licences: u32) -> SynthRequest {
    let reference = reference();
    let professions = ["tandläkare", "tandhygienist"];
    SynthRequest {
        licences: Some(licences),
        years: 2001..=2021,
        professions: professions
            .map(|name| reference.profession_named(name).unwrap())
            .to_vec(),
        seed: 7,
    }
}

fn rows(request: &SynthRequest) -> (Vec<SyntheticYear>, Truth) {
    let reference = reference();
    let recipe = Recipe::embedded(&reference).unwrap();
    let population = population(&reference).unwrap();
    let mut rows = Vec::new();
    let truth = synthesise(&recipe, request, &population, &reference, |row| {
        rows.push(row);
        Ok::<(), Infallible>(())
    });
    (rows, truth.unwrap())
}

fn csv(rows: &[SyntheticYear]) -> String {
    let mut bytes = Vec::new();
    write_csv(&mut bytes, &reference(), |write| {
        rows.iter()
            .try_for_each(|row| write(*row))
            .map_err(|error: std::io::Error| error)
    })
    .unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read_paths(paths: &[PathBuf], mapping: Mapping) -> Result<Register, ReadError> {
    let reference = reference();
    let rule = StateRule::embedded(&reference).unwrap();
    let dictionary = Dictionary::new(&reference, mapping, rule, 65, None);
    let request = ReadRequest {
        paths: paths.to_vec(),
        dictionary,
        profession: None,
        keeps_refused_rows: true,
    };
    read(&request).map(|(register, _)| register)
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Register, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_paths(&[path], Mapping::default())
}

#[track_caller]
fn register(name: &str, bytes: &[u8]) -> Register {
    match read_bytes(name, bytes) {
        Ok(register) => register,
        Err(ReadError::Files(faults)) => panic!("{faults}"),
        Err(ReadError::Rows(refusals)) => panic!("{}", refusals.faults()),
    }
}

fn with_lines_reversed(csv: &str) -> String {
    let (header, body) = csv.split_once('\n').unwrap();
    let lines: Vec<&str> = body.lines().rev().collect();
    format!("{header}\n{}\n", lines.join("\n"))
}

#[test]
fn the_same_register_comes_out_of_every_form_it_can_come_in() {
    let (rows, _) = rows(&small(600));
    let csv = csv(&rows);
    let expected = register("a.csv", csv.as_bytes());
    assert_eq!(expected.rows().len(), rows.len());
    assert!(rows.len() > 5000, "{}", rows.len());

    let semicolons = csv.replace(',', ";").replace('\n', "\r\n");
    let windows = encoding_rs::WINDOWS_1252.encode(&semicolons).0.into_owned();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(csv.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(csv.as_bytes()).unwrap();
    let mut parquet = Vec::new();
    write_parquet(&mut parquet, &reference(), |write| {
        rows.iter()
            .try_for_each(|row| write(*row))
            .map_err(|error: std::io::Error| error)
    })
    .unwrap();
    let mut frame = ParquetReader::new(std::io::Cursor::new(parquet.clone()))
        .finish()
        .unwrap();
    let mut ipc = Vec::new();
    IpcWriter::new(&mut ipc).finish(&mut frame).unwrap();
    for name in ["yrke", "status", "län", "kön", "sektor"] {
        let coded = DataType::from_categories(Categories::global());
        let column = frame.column(name).unwrap().cast(&coded).unwrap();
        frame.with_column(column).unwrap();
    }
    let mut coded_ipc = Vec::new();
    IpcWriter::new(&mut coded_ipc).finish(&mut frame).unwrap();
    let coded_parquet = self::parquet(frame);
    for (name, bytes) in [
        ("b.csv", windows),
        ("c.txt", wide),
        ("d.csv.gz", gzip.finish().unwrap()),
        ("e.csv.zst", zstd::encode_all(csv.as_bytes(), 1).unwrap()),
        ("f.csv", with_lines_reversed(&csv).into_bytes()),
        ("g.parquet", parquet),
        ("h.arrow", ipc),
        ("i.arrow", coded_ipc),
        ("j.parquet", coded_parquet),
    ] {
        let actual = register(name, &bytes);
        assert!(actual.bytes().eq(expected.bytes()), "{name}");
    }
}

#[test]
fn yearly_files_of_a_folder_or_pattern_are_one_register() {
    let (rows, _) = rows(&small(200));
    let csv = csv(&rows);
    let (header, body) = csv.split_once('\n').unwrap();
    let folder = tempfile::tempdir().unwrap();
    for year in 2001..=2021 {
        let marker = format!(",{year},tand");
        let lines: Vec<&str> = body.lines().filter(|line| line.contains(&marker)).collect();
        let path = folder.path().join(format!("lova_{year}.csv"));
        fs::write(path, format!("{header}\n{}\n", lines.join("\n"))).unwrap();
    }
    let expected = register("a.csv", csv.as_bytes());
    let pattern = folder.path().join("lova_*.csv");
    for path in [folder.path().to_owned(), pattern] {
        let actual = read_paths(&[path], Mapping::default()).unwrap_or_else(|_| panic!("refused"));
        assert!(actual.bytes().eq(expected.bytes()));
    }
}

#[test]
fn local_names_and_codes_give_the_same_register() {
    let (rows, _) = rows(&small(200));
    let csv = csv(&rows);
    let local = csv
        .replacen("löpnr,år,yrke", "PersonLopNr,AR,Yrkeskod", 1)
        .replacen(",kön,", ",KON,", 1)
        .replace(",tandläkare,", ",TL,")
        .replace(",kvinna,", ",2,")
        .replace(",man,", ",1,");
    let folder = tempfile::tempdir().unwrap();
    let (path, map) = (
        folder.path().join("a.csv"),
        folder.path().join("karta.toml"),
    );
    fs::write(&path, local).unwrap();
    let mapping = "[columns]\nlopnr = \"PersonLopNr\"\nyrke = \"Yrkeskod\"\n\
                   [values.yrke]\nTL = \"tandläkare\"\n";
    fs::write(&map, mapping).unwrap();
    let mapping = Mapping::parse(&vardkraft::source::Document::read(&map).unwrap()).unwrap();
    let actual = read_paths(&[path], mapping).unwrap_or_else(|_| panic!("refused"));
    assert!(actual.bytes().eq(register("a.csv", csv.as_bytes()).bytes()));
}

/// Employed dentists by industry and occupation, by the rows of `data/states.csv`: a dentist in
/// dental care is in the profession, a dentist employed as something else in health care is in
/// another role, one who teaches is in another industry.
#[test]
fn a_state_is_derived_where_it_is_not_given() {
    let csv = "löpnr,år,yrke,bostadslän,arbetslän,sysselsatt,sni,ssyk,ålder\n\
               1,2020,tandläkare,01,03,1,86230,2260,40\n\
               2,2020,tandläkare,01,03,1,86103,1711,40\n\
               3,2020,tandläkare,01,03,ja,85420,2311,40\n\
               4,2020,tandläkare,01,,0,,,40\n\
               5,2020,tandläkare,01,,0,,,65\n";
    let register = register("a.csv", csv.as_bytes());
    let states: Vec<_> = register.rows().iter().map(LicenceYear::state).collect();
    assert_eq!(states, State::ALL);
    let reference = reference();
    let counties: Vec<_> = register
        .rows()
        .iter()
        .map(|row| reference.county(row.county().unwrap()).code.clone())
        .collect();
    assert_eq!(
        counties,
        ["03", "03", "03", "01", "01"],
        "work for the employed, home for the rest"
    );
    let industries: Vec<_> = register.rows().iter().map(LicenceYear::industry).collect();
    assert_eq!(industries, [Some(86), Some(86), Some(85), None, None]);
}

/// A missing code is told; the rule decides by the code there is.
#[test]
fn the_employed_without_codes_are_counted_in_the_notes() {
    let csv = "löpnr,år,yrke,län,sysselsatt,sni,ssyk\n\
               1,2020,tandläkare,01,1,86230,\n\
               2,2020,tandläkare,01,1,,2260\n\
               3,2020,tandläkare,01,1,86230,2260\n\
               4,2020,tandläkare,01,0,,\n";
    let register = register("a.csv", csv.as_bytes());
    let states: Vec<_> = register.rows().iter().map(LicenceYear::state).collect();
    let expected = [
        State::OtherRoleInCare,
        State::OtherIndustry,
        State::InProfession,
        State::NotEmployed,
    ];
    assert_eq!(states, expected);
    let check = Program::new("check --disclosure off -");
    let notes = check.stdin(csv.as_bytes()).run().stderr;
    assert!(
        notes.contains("2 rader med sysselsatta utan sni eller ssyk"),
        "{notes}"
    );
}

#[test]
fn a_kommun_decides_halland_exactly() {
    let csv = "löpnr,år,yrke,län,kommun,status\n\
               1,2020,tandläkare,13,1384,i yrket\n\
               2,2020,tandläkare,13,Halmstad,i yrket\n\
               3,2020,tandläkare,13,,i yrket\n\
               4,2020,tandläkare,12,1280,i yrket\n\
               5,2020,tandläkare,12,Malmö,i yrket\n";
    let register = register("a.csv", csv.as_bytes());
    let reference = reference();
    let regions: Vec<_> = register
        .rows()
        .iter()
        .map(|row| {
            reference
                .health_region(row.health_region().unwrap())
                .name
                .clone()
        })
        .collect();
    assert_eq!(regions, ["Västra", "Södra", "Södra", "Södra", "Södra"]);
}

/// Person 1 is barnmorska and sjuksköterska, person 2 sjuksköterska who was away in 2020.
#[test]
fn two_licences_are_two_and_a_gap_is_odd_but_no_fault() {
    let csv = "löpnr,år,yrke,län,status\n\
               1,2019,barnmorska,01,i yrket\n\
               2,2019,sjuksköterska,01,i yrket\n\
               1,2019,sjuksköterska,01,annan roll i vården\n\
               2,2021,sjuksköterska,03,i yrket\n\
               1,2020,sjuksköterska,01,annan roll i vården\n";
    let register = register("a.csv", csv.as_bytes());
    let lengths: Vec<usize> = register.licences().map(<[_]>::len).collect();
    assert_eq!((register.persons(), lengths), (2, vec![1, 2, 2]));
    let check = Program::new("check --disclosure off -");
    let notes = check.stdin(csv.as_bytes()).run();
    assert_eq!(notes.code, Some(0), "{}", notes.stderr);
    let notes = notes.stderr;
    assert!(
        notes.contains("1 fil, 5 rader, 3 legitimationer, 2 personer"),
        "{notes}"
    );
    assert!(
        notes.contains("1 legitimation saknar sammanlagt 1 år"),
        "{notes}"
    );
    assert!(
        notes.contains("1 person har legitimation i flera yrken"),
        "{notes}"
    );
}

#[test]
fn the_synthetic_dentists_pass_the_published_checkpoints() {
    let reference = reference();
    let professions = vec![reference.profession_named("tandläkare").unwrap()];
    let request = SynthRequest {
        licences: None,
        years: 2001..=2021,
        professions,
        seed: 2,
    };
    let (rows, _) = rows(&request);
    // Tandläkare sysselsatta i hälso- och sjukvård, published (data in shared facts and README).
    for (year, published) in [
        (2011, 7604.0),
        (2016, 8063.0),
        (2018, 8212.0),
        (2021, 8066.0),
    ] {
        let stock = rows
            .iter()
            .filter(|row| row.year == year && row.state == State::InProfession);
        let ratio = f64::from(u32::try_from(stock.count()).unwrap()) / published;
        assert!((ratio - 1.0).abs() < 0.02, "{year}: {ratio}");
    }
}

/// The transitions that the rows show are those that the generator says it made.
#[test]
fn the_truth_is_what_the_rows_show() {
    let (rows, truth) = rows(&small(800));
    let mut seen: BTreeMap<_, u64> = BTreeMap::new();
    let mut by_person: BTreeMap<u64, BTreeMap<i16, SyntheticYear>> = BTreeMap::new();
    for row in rows {
        by_person
            .entry(row.person)
            .or_default()
            .insert(row.year, row);
    }
    for years in by_person.values() {
        for year in 2002..=2021 {
            let (before, after) = (years.get(&(year - 1)), years.get(&year));
            let Some(any) = before.or(after) else {
                continue;
            };
            let place = |row: Option<&SyntheticYear>| row.map(|row| (row.state, row.county));
            let key = (
                year,
                any.profession,
                place(before),
                place(after),
                any.sex,
                any.education,
            );
            *seen.entry(key).or_default() += 1;
        }
    }
    let told: BTreeMap<_, u64> = truth
        .transitions()
        .into_iter()
        .map(|(key, count)| {
            let places = (key.before, key.after);
            (
                (
                    key.year,
                    key.profession,
                    places.0,
                    places.1,
                    key.sex,
                    key.education,
                ),
                count,
            )
        })
        .collect();
    assert_eq!(seen, told);
    assert!(told.len() > 500);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let run = |arguments: &str| {
        let folder = tempfile::tempdir().unwrap();
        let (path, truth) = (
            folder.path().join("r.parquet"),
            folder.path().join("sant.csv"),
        );
        Program::new(arguments)
            .arg("-o")
            .arg(&path)
            .arg("--truth")
            .arg(&truth)
            .stdout();
        (fs::read(path).unwrap(), fs::read(truth).unwrap())
    };
    let first = run("synth --persons 500 -q");
    assert_eq!(first, run("synth --persons 500 -q"));
    assert_ne!(first, run("synth --persons 500 -q --seed 3"));
}

/// The rows that recipe version 1 and seed 2 have always given, but for the mark that they are synthetic.
#[test]
fn recipe_version_1_gives_the_register_it_has_always_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.csv");
    Program::new("synth --persons 300 --profession alla -q -o")
        .arg(&path)
        .stdout();
    let csv = fs::read_to_string(&path).unwrap();
    assert!(csv.starts_with("löpnr,") && csv.lines().skip(1).all(|row| row.ends_with(",ja")));
    let unmarked = csv.replace(",syntetisk\n", "\n").replace(",ja\n", "\n");
    let document = vardkraft::source::Document::from_bytes("r.csv", unmarked.as_bytes()).unwrap();
    assert_eq!(document.sha256(), DIGEST_OF_VERSION_1);
}

const DIGEST_OF_VERSION_1: &str =
    "16896e0dc96cf346086d56dde8ea09cec305b87c3a7a329963102e20689ff11a";

#[test]
fn check_says_what_it_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reg.parquet");
    Program::new("synth --persons 400 -q -o")
        .arg(&path)
        .stdout();
    let run = Program::new("check -f csv").arg(&path).run();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.starts_with("yrke,år,rader\ntandläkare,2001,"),
        "{}",
        run.stdout
    );
    assert!(
        run.stderr
            .contains("Anm.: Kolumner som används: löpnr, år, yrke, status, län, kön")
    );
    assert!(
        run.stderr
            .contains("en person med två legitimationer räknas i båda yrkena")
    );
}

#[test]
fn files_that_are_broken_or_missing_are_refused_without_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reg.parquet");
    Program::new("synth --persons 400 -q -o")
        .arg(&path)
        .stdout();
    let whole = fs::read(&path).unwrap();
    let refused = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let message = Program::new("check").arg(&path).refused();
        assert!(
            message.contains(name) && !message.contains("panicked"),
            "{message}"
        );
        message
    };
    for length in [4, 5, 100, whole.len() / 2, whole.len() - 1] {
        refused("trunc.parquet", &whole[..length]);
    }
    let mut broken = whole.clone();
    for at in (whole.len() / 4..whole.len() / 2).step_by(3) {
        broken[at] ^= 0x55;
    }
    let path = folder.path().join("broken.parquet");
    fs::write(&path, &broken).unwrap();
    let run = Program::new("check").arg(&path).run();
    assert!(
        run.code == Some(1) && !run.stderr.contains("panicked"),
        "{}",
        run.stderr
    );

    let csv = csv(&rows(&small(100)).0);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(csv.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    assert!(refused("trunc.csv.gz", &gzip[..gzip.len() / 2]).contains("till slutet"));

    let message = Program::new("check")
        .arg(folder.path().join("lova_*.parquet"))
        .refused();
    assert!(message.contains("inga filer passar mönstret"), "{message}");
    let empty = folder.path().join("tom");
    fs::create_dir(&empty).unwrap();
    assert!(
        Program::new("check")
            .arg(&empty)
            .refused()
            .contains("har inget registeruttag")
    );
    let frame = polars::df!("löpnr" => [1_i64], "år" => [2020_i32], "yrke" => ["läkare"]).unwrap();
    let message = refused("fattas.parquet", &parquet(frame));
    assert!(
        message.contains("`status`") && message.contains("`län`"),
        "{message}"
    );
    let frame = polars::df!(
        "löpnr" => [1_i64], "år" => [2020.5_f64], "yrke" => ["läkare"], "län" => ["01"],
        "status" => ["i yrket"]
    );
    assert!(
        refused("fel_typ.parquet", &parquet(frame.unwrap()))
            .contains("`2020.5` är inte ett giltigt år")
    );
}

fn parquet(mut frame: polars::prelude::DataFrame) -> Vec<u8> {
    let mut bytes = Vec::new();
    polars::prelude::ParquetWriter::new(&mut bytes)
        .finish(&mut frame)
        .unwrap();
    bytes
}

#[test]
fn two_files_with_the_same_year_are_told_as_two_files() {
    let csv = csv(&rows(&small(100)).0);
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.csv", "b.csv"] {
        fs::write(folder.path().join(name), &csv).unwrap();
    }
    let message = Program::new("check").arg(folder.path()).refused();
    assert!(
        message.contains("rader finns också i") && message.ends_with("1 fel\n"),
        "{message}"
    );
}

#[test]
fn refused_rows_are_written_where_they_are_asked_for() {
    let csv = "löpnr,år,yrke,län,status\n1,2020,läkare,01,i yrket\n2,2020,läkare,99,i yrket\n";
    let folder = tempfile::tempdir().unwrap();
    let (path, rejects) = (folder.path().join("a.csv"), folder.path().join("fel.csv"));
    fs::write(&path, csv).unwrap();
    Program::new("check")
        .arg(&path)
        .arg("--rejects")
        .arg(&rejects)
        .refused();
    let rejects = fs::read_to_string(&rejects).unwrap();
    let expected = format!(
        "fil,rad,kolumn,fel\n{},3,län,okänt värde `99` i län\n",
        path.display()
    );
    assert_eq!(rejects, expected);
}

#[test]
fn one_profession_can_be_read_alone() {
    let reference = reference();
    let (rows, _) = rows(&small(400));
    let csv = csv(&rows);
    let mut parquet = Vec::new();
    write_parquet(&mut parquet, &reference, |write| {
        rows.iter()
            .try_for_each(|row| write(*row))
            .map_err(|error: std::io::Error| error)
    })
    .unwrap();
    let dentist = reference.profession_named("tandläkare").unwrap();
    let expected = rows.iter().filter(|row| row.profession == dentist).count();
    assert!(expected > 0 && expected < rows.len());
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("a.csv", csv.as_bytes()), ("b.parquet", &parquet)] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let rule = StateRule::embedded(&reference).unwrap();
        let dictionary = Dictionary::new(&reference, Mapping::default(), rule, 65, None);
        let request = ReadRequest {
            paths: vec![path],
            dictionary,
            profession: Some(dentist),
            keeps_refused_rows: false,
        };
        let (register, _) = read(&request).unwrap_or_else(|_| panic!("{name} is refused"));
        assert_eq!(register.rows().len(), expected, "{name}");
        assert!(
            register
                .rows()
                .iter()
                .all(|row| row.profession() == dentist)
        );
    }
}

const HEADER: &str = "löpnr,år,yrke,status,län";

/// `count` dentists in each of these counties in each year.
fn dentists(count: usize, years: &[i32], counties: &[&str]) -> String {
    let mut csv = format!("{HEADER}\n");
    for year in years {
        for (at, county) in counties.iter().enumerate() {
            for person in 0..count {
                let row = format!(
                    "{},{year},tandläkare,i yrket,{county}\n",
                    1 + at * count + person
                );
                csv.push_str(&row);
            }
        }
    }
    csv
}

#[test]
fn a_line_ending_in_crlf_has_its_own_number_also_among_the_refused() {
    let csv = format!("{HEADER}\n1,2020,läkare,i yrket,01\n\n2,2020,läkare,i yrket,99\n")
        .replace('\n', "\r\n");
    let folder = tempfile::tempdir().unwrap();
    let (path, rejects) = (folder.path().join("a.csv"), folder.path().join("fel.csv"));
    fs::write(&path, csv).unwrap();
    let check = || Program::new("check").arg(&path);
    assert!(check().refused().contains("a.csv:4 "));
    check().arg("--rejects").arg(&rejects).refused();
    let rejects = fs::read_to_string(&rejects).unwrap();
    assert!(rejects.contains("a.csv,4,län"), "{rejects}");
}

/// A quote in the middle of a field is a character; the rows after it are read.
#[test]
fn a_quote_inside_a_field_opens_nothing() {
    let csv = format!(
        "{HEADER},not\n1,2020,läkare,i yrket,01,5\" rör\n2,2020,läkare,i yrket,01,\"a \"\"b\"\"\"\n"
    );
    assert_eq!(register("a.csv", csv.as_bytes()).rows().len(), 2);
}

#[test]
fn lines_that_end_in_carriage_returns_alone_are_lines() {
    let csv = dentists(3, &[2019, 2020], &["01"]).replace('\n', "\r");
    assert_eq!(register("a.csv", csv.as_bytes()).rows().len(), 6);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_and_its_digest_is_of_what_was_read() {
    let csv = dentists(20_000, &[2020], &["01"]);
    let folder = tempfile::tempdir().unwrap();
    let (file, pipe) = (folder.path().join("a.csv"), folder.path().join("pipe"));
    fs::write(&file, &csv).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let json = |path: &Path| Program::new("check -f json").arg(path).stdout();
    let digest = |json: &str| {
        let at = json.find("sha256").unwrap();
        json[at..at + 80].to_owned()
    };
    let expected = json(&file);
    assert!(expected.contains("20000"));
    let writer = std::thread::spawn({
        let (pipe, csv) = (pipe.clone(), csv.clone());
        move || fs::write(pipe, csv)
    });
    assert_eq!(digest(&json(&pipe)), digest(&expected));
    writer.join().unwrap().unwrap();
    let stdin = Program::new("check -f json /dev/stdin")
        .stdin(csv.as_bytes())
        .stdout();
    assert_eq!(digest(&stdin), digest(&expected));
    // A profession that is not there must not make the pipe be opened again.
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, csv)
    });
    let message = Program::new("flow läkare --extract").arg(&pipe).refused();
    assert!(message.contains("inga rader för läkare"), "{message}");
    writer.join().unwrap().unwrap();
}

#[cfg(unix)]
#[test]
fn parquet_comes_out_of_a_pipe_like_text() {
    let frame = polars::df!("löpnr" => [1_i64], "år" => [2020_i32], "yrke" => ["läkare"], "län" => ["01"], "status" => ["i yrket"]);
    let bytes = parquet(frame.unwrap());
    let check = Program::new("check --disclosure off /dev/stdin");
    let years = check.stdin(&bytes).stdout();
    assert_eq!(years, "yrke,år,rader\nläkare,2020,1\n");
}

#[cfg(unix)]
#[test]
fn what_a_folder_holds_beside_its_extracts_is_told_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.csv"), dentists(2, &[2019], &["01"])).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let tsv = dentists(2, &[2020], &["01"]).replace(',', "\t");
    gzip.write_all(tsv.as_bytes()).unwrap();
    fs::write(at("b.tsv.gz"), gzip.finish().unwrap()).unwrap();
    fs::create_dir(at("äldre")).unwrap();
    for name in [".dold.csv", "~$lova.xlsx", "anteckningar.md"] {
        fs::write(at(name), "x").unwrap();
    }
    std::os::unix::fs::symlink("ingenstans", at("borta.md")).unwrap();
    let check = Program::new("check --disclosure off");
    let run = check.arg(folder.path()).run();
    let notes = run.stderr;
    assert_eq!(run.code, Some(0), "{notes}");
    assert!(notes.contains("2 filer, 4 rader"), "{notes}");
    for left_out in [
        ".dold.csv (dold)",
        "~$lova.xlsx (tillfällig fil)",
        "äldre (mapp)",
        "anteckningar.md (namnet är inte ett uttags)",
        "borta.md (går inte att öppna:",
    ] {
        assert!(notes.contains(left_out), "{left_out}: {notes}");
    }
    let flow = Program::new("flow tandläkare --extract")
        .arg(folder.path())
        .run();
    assert!(flow.stderr.contains("Har inte lästs: "), "{}", flow.stderr);

    fs::write(at("c.xlsx"), "PK").unwrap();
    std::os::unix::fs::symlink("ingenstans", at("d.csv")).unwrap();
    for given in [folder.path().to_owned(), at("*")] {
        let message = Program::new("check").arg(&given).refused();
        assert!(
            message.contains("c.xlsx` ser ut som data men kan inte läsas"),
            "{message}"
        );
        assert!(
            message.contains("d.csv` ser ut som data men går inte att öppna"),
            "{message}"
        );
    }
}

#[cfg(unix)]
#[test]
fn one_file_under_two_names_is_named_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
    fs::write(&one, dentists(2, &[2019], &["01"])).unwrap();
    std::os::unix::fs::symlink(&one, &other).unwrap();
    let message = Program::new("check").arg(one).arg(other).refused();
    assert!(message.contains("är nämnd två gånger"), "{message}");
}

#[test]
fn a_mapping_that_cannot_act_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (path, map) = (
        folder.path().join("a.csv"),
        folder.path().join("karta.toml"),
    );
    fs::write(&path, dentists(2, &[2019], &["01"])).unwrap();
    for (mapping, said) in [
        (
            "[columns]\nlan = \"Arbetslan\"\n",
            "kolumnen `Arbetslan` saknas, som enligt mappningen är `län`",
        ),
        (
            "[values.kon]\n1 = \"man\"\n",
            "översätter värden i `kön`, som filen saknar",
        ),
        (
            "[values.lan]\nA = \"Ankeborg\"\n",
            "`Ankeborg`, som inte är ett giltigt län",
        ),
        (
            "[values.lopnr]\n1 = \"2\"\n",
            "kan inte översätta värden i löpnr",
        ),
        (
            "[values.yrke]\nTL = \"tandläkare\"\ntl = \"läkare\"\n",
            "samma nyckel",
        ),
    ] {
        fs::write(&map, mapping).unwrap();
        let message = Program::new("check --map").arg(&map).arg(&path).refused();
        assert!(message.contains(said), "{message}");
    }
}

#[test]
fn an_option_that_cannot_act_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, dentists(2, &[2019], &["01"])).unwrap();
    for option in ["--states data/states.csv", "--pension-age 67"] {
        for command in ["check", "flow tandläkare --extract"] {
            let message = Program::new(command).arg(&path).args(option).refused();
            assert!(message.contains("har ingen verkan"), "{message}");
        }
    }
    let table = "tests/faults/sound/entrants.csv";
    for option in [
        "--map x",
        "--states x",
        "--pension-age 65",
        "--rejects x",
        "--partial-years",
    ] {
        let run = Program::new(&format!("check --as entrants {table} {option}")).run();
        assert_eq!(run.code, Some(2), "{option}: {}", run.stderr);
        assert!(run.stderr.contains("needs --as extract"), "{}", run.stderr);
    }
}

/// A county that a year lacks, half of a year's rows, and a year that is not there.
#[test]
fn a_year_of_a_part_of_the_country_is_refused_or_accepted_and_told() {
    let all = ["01", "12", "14"];
    let three = |middle: &[&str]| {
        let rows = [(2018, &all[..]), (2019, middle), (2020, &all[..])];
        let rows = rows.map(|(year, counties)| dentists(12, &[year], counties));
        format!(
            "{HEADER}\n{}",
            rows.map(|rows| rows.split_once('\n').unwrap().1.to_owned())
                .concat()
        )
    };
    let part = three(&["01"]);
    let message = Program::new("check -").stdin(part.as_bytes()).refused();
    let said = "tandläkare 2019: rader saknas för 2 län som har rader grannåren: Skåne län, Västra Götalands län";
    assert!(
        message.contains(said) && message.contains("--partial-years"),
        "{message}"
    );
    let accepted = Program::new("check --partial-years -")
        .stdin(part.as_bytes())
        .run();
    assert_eq!(accepted.code, Some(0));
    assert!(accepted.stderr.contains(said), "{}", accepted.stderr);
    let flow = Program::new("flow tandläkare --extract -")
        .stdin(part.as_bytes())
        .run();
    assert!(flow.stderr.contains(said), "{}", flow.stderr);
    Program::new("check -")
        .stdin(three(&all).as_bytes())
        .stdout();

    let whole = dentists(12, &[2018, 2020, 2021], &all);
    let run = Program::new("check -").stdin(whole.as_bytes()).run();
    assert_eq!(run.code, Some(0));
    assert!(
        run.stderr.contains("Rader saknas för tandläkare 2019"),
        "{}",
        run.stderr
    );
}

/// A year with 2 rows beside years with 60 is told of without the numbers, which the table hides.
#[test]
fn a_year_that_has_collapsed_does_not_disclose_its_few_rows() {
    let part = [(2018, 60), (2019, 2), (2020, 60)];
    let part = part.map(|(year, persons)| {
        let rows = dentists(persons, &[year], &["01"]);
        rows.split_once('\n').unwrap().1.to_owned()
    });
    let csv = format!("{HEADER}\n{}", part.concat());
    for arguments in [
        "check -",
        "check --partial-years -",
        "flow tandläkare --extract -",
    ] {
        let told = Program::new(arguments).stdin(csv.as_bytes()).run().stderr;
        let said = "tandläkare 2019: mindre än hälften så många rader som grannåren";
        assert!(told.contains(said), "{told}");
        assert!(!told.contains("2 rader") && !told.contains("60"), "{told}");
    }
}

/// Three who study to become dentists and five who study to become physicians.
const STUDENTS: &str = "\
löpnr,utbildning,startläsår,examensläsår
1,tandläkare,2015/16,
2,tandläkare,2015/16,
3,tandläkare,2016/17,
1,läkare,2015/16,
5,läkare,2015/16,
6,läkare,2015/16,
7,läkare,2016/17,
8,läkare,2016/17,
";

/// As is a register extract, and so that the sum does not give them away.
#[test]
fn small_counts_of_an_education_extract_are_protected() {
    let check = |options: &str, table: &str| {
        Program::new(&format!("check --as education -f csv {options} -"))
            .stdin(table.as_bytes())
            .run()
    };
    let hidden = check("", STUDENTS);
    assert!(hidden.stdout.contains("\nläkare,5,"), "{}", hidden.stdout);
    assert!(hidden.stdout.contains("tandläkare,x,"), "{}", hidden.stdout);
    let said = "Inga fel. Antal rader och poster totalt anges inte: de kan röja små antal.";
    assert!(hidden.stderr.contains(said), "{}", hidden.stderr);
    assert!(!hidden.stderr.contains('8'), "{}", hidden.stderr);
    let english = check("--lang en", STUDENTS);
    assert!(
        english.stderr.contains("No faults. The numbers of rows"),
        "{}",
        english.stderr
    );

    let open = check("--disclosure off", STUDENTS);
    assert!(open.stdout.contains("tandläkare,3,"), "{}", open.stdout);
    assert!(
        open.stderr.contains("Inga fel: 8 rader blev 8 poster."),
        "{}",
        open.stderr
    );
    let synthetic = STUDENTS.replace("examensläsår\n", "examensläsår,syntetisk\n");
    let synthetic = synthetic.replace(",\n", ",,ja\n");
    let synthetic = check("", &synthetic);
    assert!(
        synthetic.stdout.contains("tandläkare,3,"),
        "{}",
        synthetic.stdout
    );
    let refused =
        Program::new("check --as stock tests/faults/sound/stock.csv --disclosure off").run();
    assert_eq!(refused.code, Some(2));
}

/// The rows of Halland without kommun, counted, and where they are.
#[test]
fn rows_of_halland_without_kommun_are_told() {
    let csv = "löpnr,år,yrke,län,kommun,status\n\
               1,2020,tandläkare,13,1384,i yrket\n\
               2,2020,tandläkare,13,,i yrket\n\
               3,2020,tandläkare,01,,i yrket\n";
    let notes = |arguments: &str| Program::new(arguments).stdin(csv.as_bytes()).run().stderr;
    let said = "1 rad: Rader i Hallands län utan kommun räknas till Södra";
    let open = notes("check --disclosure off -");
    assert!(open.contains(said), "{open}");
    let chosen = notes("check --halland västra -");
    assert!(chosen.contains("räknas till Västra"), "{chosen}");
    let flow = notes("flow tandläkare --extract - --level sjukvårdsregion");
    assert!(
        flow.contains("Rader i Hallands län utan kommun räknas till Södra"),
        "{flow}"
    );
}

#[test]
fn a_speciality_may_be_denied() {
    let denied = ["", "nej", "0", "false", "no", "ingen", "-"];
    let given = ["ja", "1", "ortodonti"];
    let words = (1..).zip(denied.into_iter().chain(given));
    let rows = words.map(|(person, word)| format!("{person},2020,tandläkare,i yrket,01,{word}\n"));
    let csv = format!("{HEADER},specialitet\n{}", rows.collect::<String>());
    let register = register("a.csv", csv.as_bytes());
    let specialists: Vec<_> = register
        .rows()
        .iter()
        .map(LicenceYear::is_specialist)
        .collect();
    assert_eq!(specialists, [vec![false; 7], vec![true; 3]].concat());
}

#[test]
fn women_and_men_go_by_the_same_names_everywhere() {
    for (women, men) in [
        ("kvinna", "man"),
        ("woman", "men"),
        ("Kvinnor", "MALE"),
        ("2", "1"),
        ("f", "m"),
    ] {
        let extract = format!(
            "{HEADER},kön\n1,2020,läkare,i yrket,01,{women}\n2,2020,läkare,i yrket,01,{men}\n"
        );
        Program::new("check -").stdin(extract.as_bytes()).stdout();
        let stock = format!("yrke,år,antal,kön\nläkare,2020,5,{women}\nläkare,2020,6,{men}\n");
        Program::new("check --as stock -")
            .stdin(stock.as_bytes())
            .stdout();
    }
}

#[test]
fn entrants_whose_pseudonyms_are_written_otherwise_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (extract, education) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
    fs::write(
        &extract,
        format!("{HEADER},legitimationsår\n00012,2020,tandläkare,i yrket,01,2019\n"),
    )
    .unwrap();
    fs::write(
        &education,
        "löpnr,utbildning,startläsår,examensläsår\n12,tandläkare,2013/14,2018/19\n",
    )
    .unwrap();
    let message = Program::new("flow tandläkare --view pathway --extract")
        .arg(&extract)
        .arg("--education")
        .arg(&education)
        .refused();
    assert!(
        message.contains("1 löpnr i utbildningsuttaget skrivs annorlunda"),
        "{message}"
    );
}

/// Every unknown name is another one: suggestions are looked for once for each that may be shown.
#[test]
fn misspelt_names_are_suggested_for_in_the_order_of_their_lines() {
    let row = |person| format!("{person},2020,tandläkarre{person},i yrket,01\n");
    let rows: String = (1..=3000).map(row).collect();
    let csv = format!("{HEADER}\n{rows}");
    let message = Program::new("check -").stdin(csv.as_bytes()).refused();
    for said in ["`tandläkarre1` i yrke", "-:2 ", "menade du `tandläkare`?"] {
        assert!(message.contains(said), "{message}");
    }
}

/// Something done to a sound CSV, and whether the register may still be read.
#[derive(Clone, Debug)]
enum Corruption {
    Repeat,
    DropField,
    AddField,
    YearOfFiveDigits,
    UnknownCounty,
    UnknownProfession,
    OtherSex,
    OtherBirthYear,
    OtherLicenceYear,
    Newborn,
    NoState,
    NoPerson,
    Shuffle,
    BlankLine,
    ExtraColumn,
    CarriageReturns,
}

impl Corruption {
    fn is_harmless(&self) -> bool {
        matches!(
            self,
            Self::Shuffle | Self::BlankLine | Self::ExtraColumn | Self::CarriageReturns
        )
    }

    fn apply(&self, csv: &str, at: usize) -> String {
        let mut lines: Vec<String> = csv.lines().map(str::to_owned).collect();
        let at = 1 + at % (lines.len() - 1);
        let field = |lines: &mut Vec<String>, column: usize, change: &dyn Fn(&str) -> String| {
            let mut cells: Vec<String> = lines[at].split(',').map(str::to_owned).collect();
            cells[column] = change(&cells[column]);
            lines[at] = cells.join(",");
        };
        let plus =
            |years: i32| move |text: &str| (text.parse::<i32>().unwrap() + years).to_string();
        match self {
            Self::Repeat => lines.insert(at, lines[at].clone()),
            Self::DropField => lines[at] = lines[at].replacen(',', " ", 1),
            Self::AddField => lines[at].push_str(",x"),
            Self::YearOfFiveDigits => field(&mut lines, 1, &|year| format!("{year}2")),
            Self::UnknownCounty => field(&mut lines, 4, &|_| "99".to_owned()),
            Self::UnknownProfession => field(&mut lines, 2, &|_| "tandlekare".to_owned()),
            Self::OtherSex => field(&mut lines, 5, &|sex| {
                if sex == "man" {
                    "kvinna".to_owned()
                } else {
                    "man".to_owned()
                }
            }),
            Self::OtherBirthYear => field(&mut lines, 6, &plus(-1)),
            Self::OtherLicenceYear => field(&mut lines, 7, &plus(-1)),
            Self::Newborn => {
                let year = lines[at].split(',').nth(1).unwrap_or_default().to_owned();
                field(&mut lines, 6, &|_| year.clone());
            }
            Self::NoState => field(&mut lines, 3, &|_| String::new()),
            Self::NoPerson => field(&mut lines, 0, &|_| String::new()),
            Self::Shuffle => lines[1..].rotate_left(at - 1),
            Self::BlankLine => lines.insert(at, String::new()),
            Self::ExtraColumn => lines.iter_mut().for_each(|line| line.push_str(",x")),
            Self::CarriageReturns => lines.iter_mut().for_each(|line| line.push('\r')),
        }
        lines.join("\n") + "\n"
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_corruption_is_refused_at_its_line_or_harmless(
        seed in 0_u64..1000,
        at in any::<usize>(),
        corruption in prop::sample::select(vec![
            Corruption::Repeat, Corruption::DropField, Corruption::AddField,
            Corruption::YearOfFiveDigits, Corruption::UnknownCounty, Corruption::UnknownProfession,
            Corruption::OtherSex, Corruption::OtherBirthYear, Corruption::OtherLicenceYear,
            Corruption::Newborn, Corruption::NoState, Corruption::NoPerson, Corruption::Shuffle,
            Corruption::BlankLine, Corruption::ExtraColumn, Corruption::CarriageReturns,
        ]),
    ) {
        // Licences of one row cannot contradict themselves; twenty years make nearly all longer.
        let request = SynthRequest { seed, ..small(30) };
        let sound = csv(&rows(&request).0);
        let corrupted = corruption.apply(&sound, at);
        let line = 2 + at % (sound.lines().count() - 1);
        match read_bytes("a.csv", corrupted.as_bytes()) {
            Ok(register) => {
                let expected = read_bytes("a.csv", sound.as_bytes());
                let is_same = expected.is_ok_and(|expected| expected.bytes().eq(register.bytes()));
                let is_lone = matches!(
                    corruption,
                    Corruption::OtherSex | Corruption::OtherBirthYear | Corruption::OtherLicenceYear
                ) && lone(&sound, line);
                prop_assert!(is_same || is_lone, "{:?} went unseen", corruption);
            }
            Err(ReadError::Rows(refusals)) => {
                prop_assert!(!corruption.is_harmless(), "{:?}: {}", corruption, refusals.faults());
                // The contradiction of two rows is told at either of them.
                let near = refusals.iter().any(|refusal| {
                    let told = usize::try_from(refusal.place.line).unwrap();
                    told == line || told == line + 1 || contradicts(&sound, told, line)
                });
                prop_assert!(near, "{:?} at {}: {}", corruption, line, refusals.faults());
            }
            Err(ReadError::Files(faults)) => prop_assert!(false, "{}", faults),
        }
    }
}

fn person(csv: &str, line: usize) -> &str {
    csv.lines()
        .nth(line - 1)
        .and_then(|line| line.split(',').next())
        .unwrap_or_default()
}

/// Whether the row is its person's only one.
fn lone(csv: &str, line: usize) -> bool {
    let wanted = person(csv, line);
    csv.lines()
        .filter(|line| line.split(',').next() == Some(wanted))
        .count()
        == 1
}

fn contradicts(csv: &str, told: usize, line: usize) -> bool {
    person(csv, told) == person(csv, line)
}

#[test]
fn the_embedded_recipe_and_rule_are_sound() {
    let reference = reference();
    assert!(Recipe::embedded(&reference).is_ok());
    assert!(StateRule::embedded(&reference).is_ok());
    assert!(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("seeds/synthetic_register.toml")
            .exists()
    );
}
