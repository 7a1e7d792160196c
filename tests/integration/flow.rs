//! Flow descriptions: by hand, against the generator's own truth, and what must always hold.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use polars::io::parquet::write::KeyValueMetadata;
use polars::prelude::{
    Column, NamedFrom as _, ParquetReader, ParquetWriter, SerReader as _, Series,
};
use proptest::prelude::*;

use vardkraft::accounts::{NotRounded, round};
use vardkraft::domain::State;
use vardkraft::extract::synth::{Recipe, SynthRequest, Truth, register, synthesise, write_csv};
use vardkraft::extract::{
    Dictionary, Inventory, Mapping, ReadError, ReadRequest, Register, StateRule, read,
};
use vardkraft::flow::{
    Area, Balance, Basis, CountedRegister, CountyRegions, Coverage, Cube, Cut, Depth, Description,
    Ending, Key, Level, Linkage, NotDescribed, Origin, PathwayResults, PathwaySelection, Refusal,
    Request, RouteCount, Selection, Stock, View, balance, describe, mobility, stock,
};
use vardkraft::reference::{Reference, population};

use crate::program::Program;

fn reference() -> Reference {
    Reference::load().unwrap()
}

fn dictionary(reference: &Reference) -> Dictionary<'_> {
    let rule = StateRule::embedded(reference).unwrap();
    Dictionary::new(reference, Mapping::default(), rule, 65, None)
}

fn read_paths(paths: &[PathBuf]) -> (Register, Inventory) {
    let reference = reference();
    let request = ReadRequest {
        paths: paths.to_vec(),
        dictionary: dictionary(&reference),
        profession: None,
        keeps_refused_rows: false,
    };
    match read(&request) {
        Ok(found) => found,
        Err(ReadError::Files(faults)) => panic!("{faults}"),
        Err(ReadError::Rows(refusals)) => panic!("{}", refusals.faults()),
    }
}

/// The cube of extracts, each a text.
pub(crate) fn cube_of(texts: &[&str]) -> Cube {
    let folder = tempfile::tempdir().unwrap();
    let paths = texts.iter().enumerate().map(|(number, text)| {
        let path = folder.path().join(format!("{number}.csv"));
        fs::write(&path, text).unwrap();
        path
    });
    let (register, inventory) = read_paths(&paths.collect::<Vec<_>>());
    let coverage = Coverage {
        has_licence_cohorts: true,
        ..Coverage::of(&inventory)
    };
    Cube::of(&register, coverage, Depth::Careers)
}

pub(crate) fn everything(cube: &Cube, level: Level, cuts: &[Cut]) -> Selection {
    Selection {
        professions: cube.coverage.years.keys().copied().collect(),
        years: None,
        level,
        cuts: cuts.to_vec(),
    }
}

/// Eight persons in five years. 1 stays; 2 retires (at 67) in 2018; 3 gets her licence in 2017 and
/// moves from Skåne to Stockholm in 2018; 4 has no row in 2017 and is back in 2018; 5 goes to another
/// role, then to another industry, and comes back in 2019; 6 gets his licence in December 2018, enters
/// in 2019 and is not employed in 2020; 7 is a dental hygienist who becomes a dentist in 2018; 8 leaves
/// for another industry in 2020.
const EIGHT: &str = include_str!("../../examples/atta-personer/uttag.csv");

const PEOPLE: &str = include_str!("../../examples/atta-personer/folkmangd.csv");

/// Runs `flow` on the eight persons.
fn eight(arguments: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (extract, people) = (folder.path().join("a.csv"), folder.path().join("folk.csv"));
    fs::write(&extract, EIGHT).unwrap();
    fs::write(&people, PEOPLE).unwrap();
    let program = Program::new(&format!("flow {arguments} --disclosure off -q -f csv"));
    let program = program.arg("--extract").arg(&extract);
    // Only the stock has a density.
    let has_density = !arguments.contains("--view") || arguments.contains("--view stock");
    if has_density {
        program.arg("--population").arg(&people).stdout()
    } else {
        program.stdout()
    }
}

#[test]
fn the_stock_of_eight_persons_by_hand() {
    let expected = "\
yrke,år,sjukvårdsregion,underlag,legitimerade,under_65,sysselsatta,i_vården,i_yrket,andel_i_yrket,folkmängd,per_100000_i_vården,förändring_i_vården,varav_bestånd_i_vården,varav_folkmängd_i_vården,per_100000_i_yrket,förändring_i_yrket,varav_bestånd_i_yrket,varav_folkmängd_i_yrket,status
tandläkare,2016,Riket,registeruttag,5,4,5,5,5,1,100000,5,0,0,0,5,0,0,0,
tandläkare,2017,Riket,registeruttag,5,4,5,5,4,0.8,100000,5,0,0,0,4,-1,-1,0,
tandläkare,2018,Riket,registeruttag,7,6,6,5,5,0.8333,100000,5,0,0,0,5,0,0,0,
tandläkare,2019,Riket,registeruttag,8,7,7,7,7,1,100000,7,2,2,0,7,2,2,0,
tandläkare,2020,Riket,registeruttag,8,7,6,5,5,0.8333,125000,4,-1,0,-1,4,-1,0,-1,
";
    assert_eq!(eight("tandläkare"), expected);
}

#[test]
fn the_balance_of_eight_persons_by_hand() {
    let expected = "\
yrke,år,sjukvårdsregion,ingående,nylegitimerade_sverige,nylegitimerade_eu_ees,nylegitimerade_tredje_land,nylegitimerade_okänt,återinträde,första_inträde_äldre_legitimation,inträde_okänt_legitimationsår,inflyttade,flytt_okänd_in,pensionerade,annan_roll,annan_bransch,ej_sysselsatta,lämnat_registret,utflyttade,flytt_okänd_ut,gruppbyte,utgående,residual
tandläkare,2017,Riket,5,1,0,0,0,0,0,0,0,0,0,1,0,0,1,0,0,0,4,0
tandläkare,2017,Stockholm-Gotland,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0
tandläkare,2017,Södra,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0
tandläkare,2017,Västra,2,0,0,0,0,0,0,0,0,0,0,1,0,0,1,0,0,0,0,0
tandläkare,2018,Riket,4,1,0,0,0,1,0,0,1,0,1,0,0,0,0,1,0,0,5,0
tandläkare,2018,Stockholm-Gotland,2,0,0,0,0,0,0,0,1,0,1,0,0,0,0,0,0,0,2,0
tandläkare,2018,Södra,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,1,0
tandläkare,2018,Västra,0,1,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,2,0
tandläkare,2019,Riket,5,0,0,1,0,1,0,0,0,0,0,0,0,0,0,0,0,0,7,0
tandläkare,2019,Stockholm-Gotland,2,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,3,0
tandläkare,2019,Södra,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0
tandläkare,2019,Västra,2,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,3,0
tandläkare,2020,Riket,7,0,0,0,0,0,0,0,0,0,0,0,1,1,0,0,0,0,5,0
tandläkare,2020,Stockholm-Gotland,3,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,2,0
tandläkare,2020,Södra,1,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0
tandläkare,2020,Västra,3,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,3,0
";
    assert_eq!(
        eight("tandläkare --view balance --by sjukvårdsregion"),
        expected
    );
}

#[test]
fn the_moves_of_eight_persons_by_hand() {
    let expected = "\
yrke,år,jämfört_med,från,till,antal,andel
tandläkare,2018,föregående år,Stockholms län,Stockholms län,1,1
tandläkare,2018,föregående år,Skåne län,Stockholms län,1,0.5
tandläkare,2018,föregående år,Skåne län,Skåne län,1,0.5
tandläkare,2018,studier,Stockholms län,Stockholms län,1,1
tandläkare,2018,studier,Skåne län,Stockholms län,1,0.5
tandläkare,2018,studier,Skåne län,Skåne län,1,0.5
tandläkare,2018,studier,Västra Götalands län,Västra Götalands län,1,1
tandläkare,2018,studier,uppgift saknas,Västra Götalands län,1,
";
    let actual = eight("tandläkare --view mobility --level län --years 2018..2018");
    assert_eq!(actual, expected);
}

/// In 2020 person 3 turns 30, person 1 turns 40 and person 7 turns 50; 6 (27 in 2019) and 8 (59) leave.
#[test]
fn whoever_grows_out_of_an_age_group_changes_group() {
    let expected = "\
yrke,år,sjukvårdsregion,åldersgrupp,ingående,nylegitimerade_sverige,nylegitimerade_eu_ees,nylegitimerade_tredje_land,nylegitimerade_okänt,återinträde,första_inträde_äldre_legitimation,inträde_okänt_legitimationsår,inflyttade,flytt_okänd_in,pensionerade,annan_roll,annan_bransch,ej_sysselsatta,lämnat_registret,utflyttade,flytt_okänd_ut,gruppbyte,utgående,residual
tandläkare,2020,Riket,0–29,2,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,-1,0,0
tandläkare,2020,Riket,30–39,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0
tandläkare,2020,Riket,40–49,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0
tandläkare,2020,Riket,50–59,1,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1,1,0
tandläkare,2020,Riket,totalt,7,0,0,0,0,0,0,0,0,0,0,0,1,1,0,0,0,0,5,0
";
    let arguments = "tandläkare --view balance --by åldersgrupp --years 2020..2020";
    assert_eq!(eight(arguments), expected);
}

/// By the clock of years since licence: person 1 is followed from 2016 (11 years) to 2020 (15).
#[test]
fn the_spells_of_eight_persons_by_hand() {
    let cube = cube_of(&[EIGHT]);
    let dentist = reference().profession_named("tandläkare").unwrap();
    let spells = cube
        .spells()
        .filter(|(spell, _)| spell.profession == dentist);
    let mut actual: Vec<_> = spells
        .map(|(spell, count)| {
            (
                spell.licence_year,
                spell.entry,
                spell.exit,
                spell.ending,
                count,
            )
        })
        .collect();
    actual.sort_unstable();
    let expected = [
        (1976, 40, 42, Ending::Into(State::Retired), 1),
        (1986, 30, 34, Ending::Into(State::OtherIndustry), 1),
        (2000, 16, 17, Ending::Into(State::OtherRoleInCare), 1),
        (2005, 11, 15, Ending::Censored, 1),
        (2010, 6, 7, Ending::LeftRegister, 1),
        (2017, 0, 3, Ending::Censored, 1),
        (2018, 0, 2, Ending::Censored, 1),
        (2018, 1, 2, Ending::Into(State::NotEmployed), 1),
    ];
    assert_eq!(actual, expected);
}

/// Licences of 2017 and 2018 are followed from the beginning: 3, 6 and 7. In November of the licence year 6
/// has no row yet; after 1 year all three are in the profession; after 2 years 6 is not employed; only 3 is
/// followed for 3 years. Wilson of 2 in 3: 0.2077 to 0.9385.
#[test]
fn the_retention_of_eight_persons_by_hand() {
    let expected = "\
yrke,sjukvårdsregion,år_sedan_legitimation,antal_uppföljda,i_yrket,utanför_yrket,annan_roll,annan_bransch,ej_sysselsatta,pensionerade,ej_i_registret,kvarvaro,nedre,övre
tandläkare,Riket,0,3,2,0,0,0,0,0,1,0.6667,0.2077,0.9385
tandläkare,Riket,1,3,3,0,0,0,0,0,0,1,0.4385,1
tandläkare,Riket,2,3,2,1,0,0,1,0,0,0.6667,0.2077,0.9385
tandläkare,Riket,3,1,1,0,0,0,0,0,0,1,0.2065,1
";
    let view = "tandläkare --view retention --least-at-risk 1";
    assert_eq!(eight(&format!("{view} --destinations")), expected);
    let late = eight(&format!("{view} --late-entry"));
    // 4, of 2010, from 2016 on: in the profession, without a row, and back.
    for row in ["6,1,1,0,0,1,", "7,1,0,0,1,0,", "8,1,1,0,0,1,"] {
        assert!(late.contains(&format!("tandläkare,Riket,{row}")), "{late}");
    }
    // 2, of 1976, retired from 2018 on.
    assert!(late.contains("tandläkare,Riket,42,1,0,1,0,0,"), "{late}");
}

/// Followed 1 year after the licence: persons 3 and 7; after 2 years also 6, who leaves (2/3 stay), and
/// 7 is last seen; after 3 years 3 is last seen. With late entry nobody is followed 4 to 6 years after, so
/// that no later estimate stands: 4, seen from 6 years on, leaves the register after 7.
#[test]
fn the_first_exits_of_eight_persons_by_hand() {
    let expected = "\
yrke,sjukvårdsregion,år_sedan_legitimation,antal_under_risk,avbrott,censurerade,andel_utan_avbrott,standardfel,nedre,övre,annan_roll,annan_bransch,ej_sysselsatta,pensionerade,lämnat_registret
tandläkare,Riket,0,0,0,0,,,,,,,,,
tandläkare,Riket,1,2,0,0,1,0,,,0,0,0,0,0
tandläkare,Riket,2,3,1,1,0.6667,0.27217,0.0541,0.9452,0,0,0.3333,0,0
tandläkare,Riket,3,1,0,1,0.6667,0.27217,0.0541,0.9452,0,0,0.3333,0,0
";
    let view = "tandläkare --view first-exit --least-at-risk 1 --destinations";
    assert_eq!(eight(view), expected);
    let late = eight(&format!("{view} --late-entry"));
    assert!(late.starts_with(expected), "{late}");
    assert!(late.contains("\ntandläkare,Riket,6,0,0,0,,,,"), "{late}");
    assert!(late.contains("\ntandläkare,Riket,7,1,1,0,,,,"), "{late}");
    // Three are too few for the least of ten.
    let few = eight("tandläkare --view first-exit");
    assert!(few.contains("\ntandläkare,Riket,2,3,1,1,,,,\n"), "{few}");
}

#[test]
fn age_groups_are_named_by_the_age_that_they_are_of() {
    let header = |arguments: &str| {
        let found = eight(&format!("tandläkare --by åldersgrupp {arguments}"));
        found.lines().next().map(str::to_owned).unwrap()
    };
    for view in ["stock", "balance", "mobility"] {
        let header = header(&format!("--view {view}"));
        assert!(header.contains(",åldersgrupp,"), "{header}");
    }
    for view in ["retention", "first-exit", "followup"] {
        let swedish = header(&format!("--view {view}"));
        assert!(
            swedish.contains(",åldersgrupp_vid_legitimation,"),
            "{swedish}"
        );
        let english = header(&format!("--view {view} --lang en"));
        assert!(english.contains(",age_group_at_licence,"), "{english}");
    }
}

/// Of 2017 there is person 3, who studied in Skåne and works in Stockholm from 2018 on; of 2018 there are
/// 6 and 7, both in the profession in 2019, 6 without a known county of studies. 2021 is not covered.
#[test]
fn the_followup_of_eight_persons_by_hand() {
    let actual = eight("tandläkare --view followup --cohorts 2017..2017,2018..2018");
    let told =
        |line: &&str| !line.contains(",0,0") && !line.contains("2017,5") && !line.contains(",10,");
    let lines: Vec<&str> = actual.lines().filter(told).collect();
    let expected = [
        "yrke,kohort,år_sedan_legitimation,fördelning,kategori,antal,andel",
        "tandläkare,2017,1,status,i yrket,1,1",
        "tandläkare,2017,1,sysselsatt,ja,1,1",
        "tandläkare,2017,1,sjukvårdsregion,Stockholm-Gotland,1,1",
        "tandläkare,2017,1,kvar i studieregion,nej,1,1",
        "tandläkare,2017,3,status,i yrket,1,1",
        "tandläkare,2017,3,sysselsatt,ja,1,1",
        "tandläkare,2017,3,sjukvårdsregion,Stockholm-Gotland,1,1",
        "tandläkare,2017,3,kvar i studieregion,nej,1,1",
        "tandläkare,2018,1,status,i yrket,2,1",
        "tandläkare,2018,1,sysselsatt,ja,2,1",
        "tandläkare,2018,1,sjukvårdsregion,Stockholm-Gotland,1,0.5",
        "tandläkare,2018,1,sjukvårdsregion,Västra,1,0.5",
        "tandläkare,2018,1,kvar i studieregion,ja,1,1",
        "tandläkare,2018,3,status,i yrket,,",
        "tandläkare,2018,5,status,i yrket,,",
    ];
    assert_eq!(lines, expected);
    assert!(actual.contains("tandläkare,2017,1,status,ej i registret,0,0\n"));
}

/// In 2020 the employed are 1 (15 years after the licence), 3 (3), 4 (10), 5 (20), 7 (2) and 8 (34), all
/// but 8 in the profession; in 2016 they were 1 (11), 2 (40), 4 (6), 5 (16) and 8 (30), all in it.
#[test]
fn the_supply_of_eight_persons_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, EIGHT).unwrap();
    let actual = Program::new("supply tandläkare --disclosure off -q -f csv --extract")
        .arg(path)
        .stdout();
    let expected = "\
yrke,år_sedan_legitimation,år,sysselsatta,i_yrket,andel_i_yrket,jämförelseår,förändring_i_yrket,förändring_andel,publicerad_andel,underlag
tandläkare,alla,2020,6,5,0.8333,2016,0,-0.1667,,registeruttag
tandläkare,0–4,2020,2,2,1,2016,2,,,registeruttag
tandläkare,5–9,2020,0,0,,2016,-1,,,registeruttag
tandläkare,10–19,2020,2,2,1,2016,0,0,,registeruttag
tandläkare,20–29,2020,1,1,1,2016,1,,,registeruttag
tandläkare,30+,2020,1,0,0,2016,-2,-1,,registeruttag
";
    assert_eq!(actual, expected);
}

/// A profession of the embedded register is the same alone, among others and in another command.
#[test]
fn the_embedded_register_does_not_depend_on_what_is_asked_beside() {
    let alone = Program::new("flow tandläkare -q -f csv --view balance").stdout();
    let beside = Program::new("flow tandläkare audionom -q -f csv --view balance").stdout();
    let of_dentists = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("tandläkare,"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(of_dentists(&alone).len(), 20);
    assert_eq!(of_dentists(&alone), of_dentists(&beside));
    let newest = of_dentists(&alone).pop().unwrap();
    let stock = newest.split(',').nth(21).unwrap().to_owned();
    let supply = Program::new("supply tandläkare -q -f csv").stdout();
    assert!(
        supply.contains(&format!("tandläkare,alla,2021,8962,{stock},")),
        "{supply}"
    );
}

/// Published: 90 % of the physicians in 2021. The physicians of the synthetic register are a copy of the
/// dentists: nothing is concluded from them, and the published share stands in a note only.
#[test]
fn a_copy_in_the_synthetic_register_has_no_finding_and_no_published_number_beside_it() {
    let run = Program::new("supply läkare -f csv").run();
    let all: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.contains(",alla,2021,"))
        .collect();
    let copy = ",,syntetiskt register (kopia av tandläkarregistret i annan skala)";
    assert!(all.len() == 1 && all[0].ends_with(copy), "{all:?}");
    assert!(
        run.stderr.contains("läkare 2021: 90 %") && run.stderr.contains("seed_arsrapport_2024"),
        "{}",
        run.stderr
    );
    for (arguments, expected) in [
        ("supply audionom -q -f json", 0),
        ("flow audionom -q -f json", 1),
    ] {
        let document = Program::new(arguments).stdout();
        let document: serde_json::Value = serde_json::from_str(&document).unwrap();
        let findings = document["findings"].as_array().into_iter().flatten();
        let findings: Vec<&str> = findings.filter_map(|own| own.as_str()).collect();
        let is_published = |own: &&str| own.starts_with("Publicerade tal (socialstyrelsen_2019)");
        assert!(findings.iter().all(is_published), "{findings:?}");
        assert_eq!(findings.len(), expected, "{arguments}");
    }
    let dentists = Program::new("supply tandläkare -q -f json").stdout();
    assert!(dentists.contains("\"findings\""), "{dentists}");
}

/// A real register stands beside what was published of the same year.
#[test]
fn the_published_share_stands_beside_an_extract_of_the_same_year() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let rows = "löpnr,år,yrke,status,län\n1,2021,läkare,i yrket,01\n2,2021,läkare,i yrket,01\n";
    fs::write(&path, rows).unwrap();
    let actual = Program::new("supply läkare --disclosure off -q -f csv --extract")
        .arg(&path)
        .stdout();
    assert!(
        actual.contains("läkare,alla,2021,2,2,1,2021,0,0,0.9,registeruttag"),
        "{actual}"
    );
}

#[test]
fn supply_without_a_licence_year_has_no_bands() {
    let unclocked = EIGHT.replace(",legitimationsår,", ",övrigt,");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, unclocked).unwrap();
    let run = Program::new("supply tandläkare --disclosure off -f csv --extract")
        .arg(path)
        .run();
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
    assert!(
        run.stdout.contains("tandläkare,uppgift saknas,2020,6,5,"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_cohort_of_nobody_is_missing_with_a_note_and_a_clock_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, EIGHT).unwrap();
    let run = |view: &str| {
        let cohorts = "--cohorts 2017..2018,2016..2016,2011..2012 --least-at-risk 1";
        let command = format!("flow tandläkare --view {view} {cohorts} --disclosure off -f csv");
        let run = Program::new(&command).arg("--extract").arg(&path).run();
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run
    };
    let (retention, first_exit) = (run("retention"), run("first-exit"));
    for (output, row) in [
        (&retention.stdout, "2011–2012,0,,,,,,,"),
        (&retention.stdout, "2016,0,,,,,,,"),
        (&retention.stdout, "2017–2018,2,3,2,1,0,0.6667,"),
        (&first_exit.stdout, "2011–2012,0,,,,,,,"),
        (&first_exit.stdout, "2017–2018,2,3,1,1,0.6667,"),
        (&retention.stderr, "inga legitimationer från 2016"),
        (&retention.stderr, "Uttaget börjar 2016: kohort 2011–2012"),
        (&first_exit.stderr, "Uttaget börjar 2016: kohort 2011–2012"),
    ] {
        assert!(output.contains(row), "{row} is not in {output}");
    }
    let clockless = EIGHT.replace(",legitimationsår,", ",övrigt,");
    let message = refused(&clockless, "tandläkare --view retention");
    assert!(
        message.contains("uttaget saknar legitimationsår"),
        "{message}"
    );
    assert!(
        message.contains("lägg till kolumnen legitimationsår"),
        "{message}"
    );
    let kept = EIGHT
        .split_inclusive('\n')
        .filter(|line| !line.contains(",2018,tandl"));
    let holed: String = kept.collect();
    let message = refused(&holed, "tandläkare --view retention");
    assert!(
        message.contains("uttaget saknar 2018 för tandläkare"),
        "{message}"
    );
}

/// The published numbers of dentists in care and SCB's inhabitants: 80,0 80,2 80,7 80,3 77,2. An edition of
/// Socialstyrelsen has six years more, 2013 to 2018.
#[test]
fn without_input_the_published_series_stands_first_and_each_is_named() {
    let printed = Program::new("flow tandläkare -q -f table").stdout();
    let published = printed
        .find("Publicerade tal, andra källor: bestånd och täthet 2010–2021")
        .unwrap();
    let synthetic = printed
        .find("Syntetiskt register: bestånd och täthet 2001–2021")
        .unwrap();
    assert!(published < synthetic);
    let densities = " per_100000_i_vården        80,0   80,2   80,7    80,3   77,2\n";
    assert!(
        printed[published..synthetic].contains(densities),
        "{printed}"
    );
    let csv = Program::new("flow tandläkare -q -f csv").stdout();
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let basis = |row: &Vec<&str>| row[3].to_owned();
    assert!(
        rows[1..12]
            .iter()
            .all(|row| basis(row).starts_with("publicerat: "))
    );
    assert!(
        rows[12..]
            .iter()
            .all(|row| basis(row) == "syntetiskt register")
    );
    assert_eq!(rows.len(), 1 + 5 + 6 + 21);
    let others = rows[1..12]
        .iter()
        .filter(|row| basis(row) != "publicerat: socialstyrelsen_2019");
    let in_care: Vec<&str> = others.map(|row| row[7]).collect();
    assert_eq!(in_care, ["7528", "7604", "8063", "8212", "8066"]);
}

/// Halmstad (1380) lies in Södra and Kungsbacka (1384) in Västra.
const HALLAND: [&str; 2] = [
    "löpnr,år,yrke,status,län\n1,2020,tandläkare,i yrket,13\n2,2020,tandläkare,i yrket,13\n3,2020,tandläkare,i yrket,14\n",
    "löpnr,år,yrke,status,län,kommun\n1,2020,tandläkare,i yrket,13,1384\n2,2020,tandläkare,i yrket,13,1380\n3,2020,tandläkare,i yrket,14,1480\n",
];

/// What `flow` prints of an extract on stdin's file: (rows of year, area and in profession, notes).
fn by_region(extract: &str, arguments: &str) -> (Vec<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, extract).unwrap();
    let command =
        format!("flow tandläkare --level sjukvårdsregion --disclosure off -f csv {arguments}");
    let run = Program::new(&command).arg("--extract").arg(path).run();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rows = run.stdout.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        format!("{} {} {}", cells[2], cells[8], cells[15])
    });
    (rows.collect(), run.stderr)
}

#[test]
fn halland_is_counted_where_it_is_said_to_be() {
    // 2020: Södra 1 972 930 with and 1 636 443 without Halland; Västra 1 734 443 and 2 070 930.
    let reference = reference();
    let people = vardkraft::reference::inhabitants(&reference).unwrap();
    let of_counties = |codes: &[&str]| -> f64 {
        let rows = people.iter().filter(|row| {
            let is_there = |code| {
                let unit = vardkraft::domain::Unit::County(reference.county_named(code).unwrap());
                row.place.unit == unit
            };
            row.year == 2020 && codes.iter().any(|code| is_there(code))
        });
        rows.map(|row| row.count.unwrap().as_f64()).sum()
    };
    let per_100000 = |stock: f64, codes: &[&str]| {
        let text = format!("{:.2}", 1e5 * stock / of_counties(codes));
        text.trim_end_matches('0').to_owned()
    };
    let (rows, notes) = by_region(HALLAND[0], "");
    let south = per_100000(2.0, &["07", "10", "12", "13"]);
    assert_eq!(rows[1], format!("Södra 2 {south}"));
    assert_eq!(rows[2], format!("Västra 1 {}", per_100000(1.0, &["14"])));
    assert!(
        notes.contains("Hallands län räknas helt till Södra"),
        "{notes}"
    );
    let (rows, notes) = by_region(HALLAND[0], "--halland västra");
    assert_eq!(
        rows[1],
        format!("Västra 3 {}", per_100000(3.0, &["13", "14"]))
    );
    assert!(
        notes.contains("Hallands län räknas helt till Västra"),
        "{notes}"
    );
    // By municipality the stock is exact; nobody has told how many live in each part.
    let (rows, notes) = by_region(HALLAND[1], "");
    assert_eq!(rows[1..], ["Södra 1 ", "Västra 2 "]);
    assert!(notes.contains("Hallands län delas efter kommun"), "{notes}");
    assert!(
        notes.contains("Folkmängd saknas för Södra, Västra"),
        "{notes}"
    );
    let country = format!("Riket 3 {}", per_100000(3.0, &all_counties(&reference)));
    assert_eq!(rows[0], country);
}

/// Stock by county: 5 in Halland and 7 in Västra Götaland are Västra's only when it is said so.
#[test]
fn a_table_of_stock_counts_halland_where_it_is_said_to_be() {
    let stock = "yrke;år;antal;län\ntandläkare;2020;5;13\ntandläkare;2020;7;14\n";
    let of_west = |halland: &str| {
        let command =
            format!("flow tandläkare --level sjukvårdsregion -q -f csv {halland} --stock -");
        let rows = Program::new(&command).stdin(stock.as_bytes()).stdout();
        let row = rows
            .lines()
            .find(|row| row.contains(",Västra,"))
            .unwrap()
            .to_owned();
        let cells: Vec<&str> = row.split(',').collect();
        (cells[8].to_owned(), cells[10].to_owned())
    };
    let (own, people) = of_west("");
    let (chosen, more_people) = of_west("--halland västra");
    assert_eq!((own.as_str(), chosen.as_str()), ("7", "12"));
    let [people, more_people] = [people, more_people].map(|count| count.parse::<u64>().unwrap());
    assert_eq!(
        more_people - people,
        336_748,
        "the inhabitants of Halland in 2020"
    );
}

fn all_counties(reference: &Reference) -> Vec<&str> {
    let counties = reference.counties();
    counties.map(|(_, county)| county.code.as_str()).collect()
}

/// A density without inhabitants is missing, never 0.
#[test]
fn a_year_or_county_that_the_population_lacks_has_no_density() {
    let folder = tempfile::tempdir().unwrap();
    let (extract, people) = (folder.path().join("a.csv"), folder.path().join("folk.csv"));
    fs::write(&extract, EIGHT).unwrap();
    fs::write(&people, "år,län,folkmängd\n2020,01,100000\n2020,12,..\n").unwrap();
    let command = "flow tandläkare --level län --years 2019..2020 --disclosure off -f csv";
    let run = Program::new(command)
        .arg("--extract")
        .arg(extract)
        .arg("--population")
        .arg(people)
        .run();
    let lines: Vec<Vec<&str>> = run
        .stdout
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    let told: Vec<[&str; 4]> = lines[1..]
        .iter()
        .map(|row| [row[1], row[2], row[15], row[19]])
        .collect();
    let expected = [
        ["2019", "Riket", "", ".."],
        ["2019", "Stockholms län", "", ".."],
        ["2019", "Skåne län", "", ".."],
        ["2019", "Västra Götalands län", "", ".."],
        ["2020", "Riket", "", ".."],
        ["2020", "Stockholms län", "2", ""],
        ["2020", "Skåne län", "", ".."],
        ["2020", "Västra Götalands län", "", ".."],
    ];
    assert_eq!(told, expected);
    assert!(
        run.stderr.contains("Folkmängd saknas för"),
        "{}",
        run.stderr
    );
}

/// Runs `flow` on an extract and expects a refusal.
fn refused(extract: &str, arguments: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, extract).unwrap();
    Program::new(&format!("flow {arguments}"))
        .arg("--extract")
        .arg(path)
        .refused()
}

/// A synthetic extract is named for what it is wherever it shows, and never mixed with a real one.
#[test]
fn a_synthetic_extract_is_named_and_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (synthetic, real) = (folder.path().join("s.csv"), folder.path().join("r.csv"));
    Program::new("synth --persons 200 -q -o")
        .arg(&synthetic)
        .stdout();
    let run = Program::new("flow tandläkare -f csv --extract")
        .arg(&synthetic)
        .run();
    assert!(
        run.stdout
            .lines()
            .skip(1)
            .all(|row| row.contains(",syntetiskt register,"))
    );
    assert!(
        run.stderr
            .contains("uppgifterna är konstruerade och är inte statistik"),
        "{}",
        run.stderr
    );
    assert!(
        !run.stderr.contains("Små antal visas utan sekretesskydd"),
        "{}",
        run.stderr
    );
    let table = Program::new("flow tandläkare -q -f table --extract")
        .arg(&synthetic)
        .stdout();
    assert!(table.starts_with("SYNTETISKT REGISTER: "), "{table}");
    fs::write(&real, EIGHT.replace("\n1,", "\nx1,")).unwrap();
    let run = Program::new("flow tandläkare --disclosure off -f csv --extract")
        .arg(&real)
        .run();
    assert!(
        run.stderr.contains("Små antal visas utan sekretesskydd"),
        "{}",
        run.stderr
    );
    let both = Program::new("flow tandläkare --extract")
        .arg(&synthetic)
        .arg("--extract")
        .arg(&real);
    let message = both.refused();
    assert!(message.contains("rader är syntetiska"), "{message}");
    assert!(
        message.contains("läs syntetiska och riktiga rader var för sig"),
        "{message}"
    );
}

#[test]
fn what_the_input_cannot_tell_is_refused_with_what_it_can() {
    let message = refused(EIGHT, "läkare");
    assert!(
        message.contains("uttaget innehåller inga läkare"),
        "{message}"
    );
    assert!(
        message.contains("där finns tandhygienist, tandläkare"),
        "{message}"
    );
    let message = refused(EIGHT, "tandläkare --years 2010..2018");
    assert!(
        message.contains("uttaget har inte alla år 2010–2018"),
        "{message}"
    );
    assert!(message.contains("uttaget omfattar 2016–2020"), "{message}");
    let message = refused(EIGHT, "tandläkare --by sektor,kön");
    assert!(
        message.contains("uttaget kan inte delas efter sektor"),
        "{message}"
    );
    assert!(
        message.contains("kolumnen sektor saknas") && message.contains("1 fel"),
        "{message}"
    );
    let message = refused(EIGHT, "tandläkare --by könn");
    assert!(message.contains("menade du `kön`?"), "{message}");
    let message = refused(HALLAND[0], "tandläkare --view balance");
    assert!(message.contains("flöden kräver två år i rad"), "{message}");
}

#[test]
fn a_cube_is_refused_when_it_is_none_broken_or_of_another_version() {
    let reference = reference();
    let bytes = cube_of(&[EIGHT]).to_parquet(&reference).unwrap();
    let refuses = |bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kub.parquet");
        fs::write(&path, bytes).unwrap();
        Program::new("flow tandläkare --cube").arg(path).refused()
    };
    let version = b"{\"version\":3";
    let at = bytes
        .windows(version.len())
        .position(|window| window == version)
        .unwrap();
    let mut newer = bytes.clone();
    newer[at + version.len() - 1] = b'7';
    let message = refuses(&newer);
    assert!(
        message.contains("kuben har version 7, men programmet läser version 3"),
        "{message}"
    );
    let message = refuses(&bytes[..bytes.len() / 2]);
    assert!(message.contains("kuben gick inte att läsa"), "{message}");
    let message = refuses(EIGHT.as_bytes());
    assert!(message.contains("filen är ingen sparad kub"), "{message}");
}

/// A saved cube with one licence too many among those who retired in 2018.
fn with_one_too_many(bytes: &[u8], metadata: Vec<(String, String)>) -> Vec<u8> {
    let mut frame = ParquetReader::new(Cursor::new(bytes)).finish().unwrap();
    let column = |name: &str| frame.column(name).unwrap().clone();
    let (table, to, years) = (column("tabell"), column("status"), column("år"));
    let is_it = |row: usize| {
        let text = |column: &Column| column.str().unwrap().get(row).map(str::to_owned);
        let step = [text(&table), text(&to)].map(Option::unwrap_or_default);
        let year = years.i64().unwrap().get(row);
        step == ["övergångar", "pensionerad"] && year == Some(2018)
    };
    let counts = column("antal");
    let counts = counts.i64().unwrap().iter().enumerate();
    let counts: Vec<_> = counts
        .map(|(row, count)| if is_it(row) { Some(2) } else { count })
        .collect();
    let counts = Series::new("antal".into(), counts);
    frame.with_column(Column::from(counts)).unwrap();
    let mut changed = Vec::new();
    ParquetWriter::new(&mut changed)
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(metadata)))
        .finish(&mut frame)
        .unwrap();
    changed
}

/// A changed cube is told by its digest; with a new digest too, by the cell that does not add up.
#[test]
fn a_cube_that_was_changed_or_contradicts_itself_is_refused() {
    let reference = reference();
    let bytes = cube_of(&[EIGHT]).to_parquet(&reference).unwrap();
    let mut reader = ParquetReader::new(Cursor::new(&bytes));
    let metadata = reader.get_metadata().unwrap().key_value_metadata().clone();
    let pairs = metadata.unwrap().into_iter();
    let pairs = pairs.filter(|pair| pair.key == "vardkraft.cube");
    let metadata = pairs.map(|pair| pair.value.unwrap()).next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kub.parquet");
    let refused = |metadata: &str| {
        let metadata = vec![("vardkraft.cube".to_owned(), metadata.to_owned())];
        fs::write(&path, with_one_too_many(&bytes, metadata)).unwrap();
        let flow = Program::new("flow tandläkare --view balance --by kön --cube");
        flow.arg(&path).refused()
    };
    let message = refused(&metadata);
    assert!(message.contains("kuben är ändrad"), "{message}");
    let mut digests = message.split_whitespace().filter(|word| word.len() == 64);
    let (saved, found) = (digests.next().unwrap(), digests.next().unwrap());
    let message = refused(&metadata.replace(saved, found));
    let expected = "flödena förklarar inte beståndet för tandläkare, 2018, Riket, män: residualen är 1, inte 0";
    assert!(message.contains(expected), "{message}");
}

#[test]
fn every_view_of_a_saved_cube_is_that_of_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let (extract, cube) = (
        folder.path().join("a.csv"),
        folder.path().join("kub.parquet"),
    );
    fs::write(&extract, EIGHT).unwrap();
    let save = Program::new("flow --all --disclosure off -q --save-cube").arg(&cube);
    save.arg("--extract").arg(&extract).stdout();
    for arguments in [
        "--all --view stock --by kön,åldersgrupp,utbildningsland,län",
        "--all --view balance --by kön,sjukvårdsregion",
        "--all --view mobility --level län",
        "--all --view retention --by kön --destinations --late-entry",
        "--all --view first-exit --by kön --destinations --least-at-risk 1",
        "--all --view followup --by utbildningsland",
        "tandläkare -f table",
    ] {
        let of = |option: &str, path: &PathBuf| {
            Program::new(&format!("flow {arguments} --disclosure off {option}"))
                .arg(path)
                .run()
        };
        let (rows, saved) = (of("--extract", &extract), of("--cube", &cube));
        assert!(rows.stdout.lines().count() > 3, "{}", rows.stderr);
        assert_eq!(rows.stdout, saved.stdout, "{arguments}");
        assert_eq!(rows.stderr, saved.stderr, "{arguments}");
    }
}

#[test]
fn several_views_are_a_file_each_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let target = format!("{}/", folder.path().join("flöden").display());
    Program::new("flow tandläkare -q -o").arg(&target).stdout();
    let mut names: Vec<_> = fs::read_dir(&target)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        ".vardkraft.sha256",
        "balans.csv",
        "bestånd.csv",
        "publicerad_täthet.csv",
        "publicerade_nya_legitimationer.csv",
        "publicerat_bestånd.csv",
        "publicerat_bestånd_andra_källor.csv",
        "rörlighet.csv",
    ];
    assert_eq!(names, expected);
    let balance = fs::read_to_string(format!("{target}balans.csv")).unwrap();
    let alone = Program::new("flow tandläkare -q -f csv --view balance").stdout();
    assert_eq!(balance, alone);
}

/// Two professions, a few hundred licences, all years.
fn synthetic() -> (String, Truth) {
    let reference = reference();
    let request = SynthRequest {
        licences: Some(1500),
        years: 2001..=2021,
        professions: ["tandläkare", "tandhygienist"]
            .map(|name| reference.profession_named(name).unwrap())
            .to_vec(),
        seed: 11,
    };
    let recipe = Recipe::embedded(&reference).unwrap();
    let people = population(&reference).unwrap();
    let mut bytes = Vec::new();
    let truth = write_csv(&mut bytes, &reference, |write| {
        synthesise(&recipe, &request, &people, &reference, write)
            .map_err(|error: std::io::Error| error)
    });
    (String::from_utf8(bytes).unwrap(), truth.unwrap())
}

#[test]
fn the_cube_of_a_synthetic_register_is_its_truth_cell_by_cell() {
    let (csv, truth) = synthetic();
    let cube = cube_of(&[&csv]);
    let mut counted = BTreeMap::new();
    for (cell, count) in cube.transitions() {
        let at = |status: vardkraft::flow::LicenceStatus| (status.state, status.county.unwrap());
        let (before, after) = (cell.before.map(at), cell.after.map(at));
        let (sex, education) = (cell.holder.sex.unwrap(), cell.holder.education.unwrap());
        let key = (cell.year, cell.profession, before, after, sex, education);
        *counted.entry(key).or_insert(0) += count;
    }
    let truth: BTreeMap<_, u64> = truth
        .transitions()
        .into_iter()
        .map(|(cell, count)| {
            let (before, after) = (cell.before, cell.after);
            let holder = (cell.sex, cell.education);
            let key = (
                cell.year,
                cell.profession,
                before,
                after,
                holder.0,
                holder.1,
            );
            (key, count)
        })
        .collect();
    assert!(truth.len() > 2000, "{}", truth.len());
    assert_eq!(counted, truth);
}

#[test]
fn a_synthetic_register_in_memory_is_the_one_that_is_written_and_read() {
    let reference = reference();
    let request = SynthRequest {
        licences: Some(300),
        years: 2001..=2021,
        professions: vec![reference.profession_named("tandläkare").unwrap()],
        seed: 3,
    };
    let recipe = Recipe::embedded(&reference).unwrap();
    let people = population(&reference).unwrap();
    let (made, made_inventory) = register(
        &recipe,
        &request,
        &people,
        &reference,
        &dictionary(&reference),
    );
    let mut bytes = Vec::new();
    write_csv(&mut bytes, &reference, |write| {
        synthesise(&recipe, &request, &people, &reference, write)
            .map_err(|error: std::io::Error| error)
    })
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, bytes).unwrap();
    let (read, inventory) = read_paths(&[path]);
    assert!(made.bytes().eq(read.bytes()));
    let coverage = (Coverage::of(&made_inventory), Coverage::of(&inventory));
    assert_eq!(coverage.0, coverage.1);
}

/// The rows of a licence that somebody might have: gaps, moves, unknown cells and all.
fn licence() -> impl Strategy<Value = Vec<String>> {
    let lasting = (
        prop_oneof![Just("kvinna"), Just("man"), Just("")],
        prop_oneof![
            Just("Sverige"),
            Just("EU/EES"),
            Just("tredje land"),
            Just("")
        ],
        1940..1990_i32,
        proptest::option::of(0..15_i32),
        prop_oneof![Just("01"), Just("12"), Just("13"), Just("")],
    );
    let states = [
        "i yrket",
        "i yrket",
        "i yrket",
        "annan roll i vården",
        "annan bransch",
        "ej sysselsatt",
    ];
    let year = (
        proptest::sample::select(states.to_vec()),
        prop_oneof![Just("01"), Just("09"), Just("12"), Just("13"), Just("")],
        prop_oneof![Just("offentlig"), Just("privat"), Just("")],
    );
    let years = proptest::collection::vec(proptest::option::weighted(0.8, year), 6);
    (lasting, years).prop_map(|((sex, education, born, before, studies), years)| {
        let first = years.iter().position(Option::is_some).unwrap_or_default();
        let first = 2010 + i32::try_from(first).unwrap();
        let licensed = before.map_or(String::new(), |before| (first - before).to_string());
        let rows = (2010..).zip(years).filter_map(|(year, row)| {
            let (state, county, sector) = row?;
            Some(format!(
                "{year},tandläkare,{state},{county},{sex},{born},{licensed},{education},{studies},{sector}"
            ))
        });
        rows.collect()
    })
}

pub(crate) const HEADER: &str =
    "löpnr,år,yrke,status,län,kön,födelseår,legitimationsår,utbildningsland,studielän,sektor\n";

pub(crate) fn extract() -> impl Strategy<Value = Vec<String>> {
    let licences = proptest::collection::vec(licence(), 1..25);
    let rows = licences.prop_map(|licences| {
        let numbered = licences.into_iter().enumerate();
        let rows = numbered.flat_map(|(person, rows)| {
            rows.into_iter()
                .map(move |row| format!("{},{row}\n", person + 1))
        });
        rows.collect::<Vec<String>>()
    });
    rows.prop_filter("an extract has rows", |rows| !rows.is_empty())
}

/// The terms of a balance, all as they are added.
fn terms(row: &Balance) -> [i64; 20] {
    let Balance {
        opening,
        newly_licensed: [sweden, eu_eea, third_country, unknown],
        returned,
        first_entries,
        entries_of_unknown_year,
        moved_in,
        unknown_moves_in,
        retired,
        other_role,
        other_industry,
        not_employed,
        left_register,
        moved_out,
        unknown_moves_out,
        changed_group,
        closing,
        departures,
    } = *row;
    assert_eq!(departures.total(), left_register);
    let counts = [
        opening,
        sweden,
        eu_eea,
        third_country,
        unknown,
        returned,
        first_entries,
        entries_of_unknown_year,
        moved_in,
        unknown_moves_in,
        retired,
        other_role,
        other_industry,
        not_employed,
        left_register,
        moved_out,
        unknown_moves_out,
        closing,
    ];
    let mut terms = [0; 20];
    for (term, count) in terms.iter_mut().zip(counts) {
        *term = i64::try_from(count).unwrap();
    }
    terms[18] = changed_group;
    terms[19] = row.residual();
    terms
}

fn added<const N: usize>(sum: &mut [i64; N], terms: [i64; N]) {
    for (sum, term) in sum.iter_mut().zip(terms) {
        *sum += term;
    }
}

/// What must hold of the balance of a cube, whatever it is cut by.
fn check_balance(cube: &Cube, level: Level, cuts: &[Cut]) {
    let selection = everything(cube, level, cuts);
    let rows = balance(cube, &selection).unwrap();
    let stocks = stock(cube, &selection);
    let in_profession = |key: &Key| stocks.get(key).map_or(0, Stock::in_profession);
    let mut parts: BTreeMap<Key, [i64; 20]> = BTreeMap::new();
    for (key, row) in &rows {
        assert_eq!(row.residual(), 0);
        let year_before = Key {
            year: key.year - 1,
            ..*key
        };
        assert_eq!(row.closing, in_profession(key), "{key:?}");
        assert_eq!(row.opening, in_profession(&year_before), "{key:?}");
        if key.area != Area::Sweden {
            let country = Key {
                area: Area::Sweden,
                ..*key
            };
            added(parts.entry(country).or_insert([0; 20]), terms(row));
        }
    }
    for (key, sum) in parts {
        assert_eq!(terms(&rows[&key]), sum, "{key:?}");
    }
    check_moves(cube, &selection, &rows);
}

/// Rows and columns of the matrix of moves are the moves of the balance, those with an unknown end apart.
fn check_moves(cube: &Cube, selection: &Selection, rows: &BTreeMap<Key, Balance>) {
    let reference = reference();
    let counties = CountyRegions::of(cube, None, &reference);
    let [mut gone, mut come, mut lost, mut found] = [(); 4].map(|()| BTreeMap::<Key, u64>::new());
    let mut leaving: BTreeMap<(Key, Origin), (u64, u64, RouteCount)> = BTreeMap::new();
    for (route, takers) in mobility(cube, selection, &counties) {
        let key = |area| Key {
            profession: route.profession,
            year: route.year,
            area,
            group: route.group,
        };
        let count = takers.count;
        let of_origin = leaving.entry((key(route.from), route.origin)).or_default();
        let (known, unknown, all) = of_origin;
        *(if route.to == Area::Unknown {
            unknown
        } else {
            known
        }) += count;
        *all = takers;
        if route.origin == Origin::YearBefore && route.from != route.to {
            let (out, into) = if route.is_known() {
                (&mut gone, &mut come)
            } else {
                (&mut lost, &mut found)
            };
            *out.entry(key(route.from)).or_default() += count;
            *into.entry(key(route.to)).or_default() += count;
        }
    }
    for (known, unknown, all) in leaving.values() {
        assert_eq!((*known, *unknown), (all.origin_total, all.to_unknown));
    }
    for (key, row) in rows.iter().filter(|(key, _)| key.area != Area::Sweden) {
        let by_routes = [&mut gone, &mut come, &mut lost, &mut found]
            .map(|moves| moves.remove(key).unwrap_or_default());
        let by_balance = [
            row.moved_out,
            row.moved_in,
            row.unknown_moves_out,
            row.unknown_moves_in,
        ];
        assert_eq!(by_routes, by_balance, "{key:?}");
    }
    assert!([gone, come, lost, found].iter().all(BTreeMap::is_empty));
}

/// Every way to cut: no trait, each alone, all together.
fn ways_to_cut() -> Vec<Vec<Cut>> {
    let alone = Cut::ALL.into_iter().map(|cut| vec![cut]);
    alone.chain([Vec::new(), Cut::ALL.to_vec()]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_balance_adds_up(rows in extract()) {
        let cube = cube_of(&[&(HEADER.to_owned() + &rows.concat())]);
        for level in [Level::Country, Level::HealthRegion, Level::County] {
            for cuts in ways_to_cut() {
                check_balance(&cube, level, &cuts);
            }
        }
    }

    #[test]
    fn the_order_of_rows_and_their_parting_into_files_changes_nothing(
        rows in extract(),
        seed: u64,
        part in 0.0..1.0,
    ) {
        let whole = cube_of(&[&(HEADER.to_owned() + &rows.concat())]);
        let mut shuffled = rows.clone();
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let cut = ((shuffled.len() as f64) * part) as usize;
        let (one, other) = shuffled.split_at(cut);
        let files = [one, other].map(|rows| HEADER.to_owned() + &rows.concat());
        let files: Vec<&str> = files.iter().map(String::as_str).filter(|file| file.len() > HEADER.len()).collect();
        prop_assert_eq!(cube_of(&files), whole);
    }

    #[test]
    fn a_saved_cube_is_the_cube(rows in extract()) {
        let reference = reference();
        let cube = cube_of(&[&(HEADER.to_owned() + &rows.concat())]);
        let bytes = cube.to_parquet(&reference).unwrap();
        prop_assert_eq!(Cube::from_parquet(bytes, &reference).unwrap(), cube);
    }

    /// Every row is in the stock once, and every pair of years of a licence in the transitions.
    #[test]
    fn nobody_is_lost_between_rows_and_cube(rows in extract()) {
        let cube = cube_of(&[&(HEADER.to_owned() + &rows.concat())]);
        let counted: u64 = cube.stock().map(|(_, count)| count).sum();
        prop_assert_eq!(counted, rows.len() as u64);
        let selection = everything(&cube, Level::Country, &[]);
        for (key, row) in stock(&cube, &selection) {
            let ending = |state| move |row: &&String| row.contains(&format!(",{},tandläkare,{state}", key.year));
            let in_state = |state| rows.iter().filter(ending(state)).count() as u64;
            prop_assert_eq!(row.in_profession(), in_state("i yrket"));
            prop_assert_eq!(row.in_state(State::OtherIndustry), in_state("annan bransch"));
            prop_assert_eq!(row.licensed(), in_state(""));
        }
    }
}

/// Of two dentists one has no county in 2019, so that her move has an unknown end; one moves in 2020, one
/// retires and one has no sex.
const UNKNOWN_ENDS: &str = "\
löpnr,år,yrke,status,län,kön,legitimationsår
1,2018,tandläkare,i yrket,12,kvinna,2010
1,2019,tandläkare,i yrket,,kvinna,2010
1,2020,tandläkare,i yrket,12,kvinna,2010
2,2018,tandläkare,i yrket,12,kvinna,2018
2,2019,tandläkare,i yrket,12,kvinna,2018
2,2020,tandläkare,i yrket,01,kvinna,2018
3,2018,tandläkare,i yrket,12,man,2011
3,2019,tandläkare,i yrket,12,man,2011
3,2020,tandläkare,pensionerad,12,man,2011
4,2018,tandläkare,annan bransch,12,,2011
4,2019,tandläkare,i yrket,12,,2011
4,2020,tandläkare,i yrket,12,,2011
";

/// The cells of a table by the words of its columns, without those that only one of two tables has.
fn cells_of(table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let mut lines = table
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let at = |name: &&str| header.iter().position(|own| own == name).expect("a column");
    let at: Vec<usize> = columns.iter().map(at).collect();
    let rows = lines.map(|row| at.iter().map(|at| row[*at].to_owned()).collect());
    rows.collect()
}

#[test]
fn the_total_of_all_groups_is_the_row_of_the_uncut_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, UNKNOWN_ENDS).unwrap();
    for view in ["stock", "balance", "mobility"] {
        let run = |cut: &str| {
            let arguments = "--level sjukvårdsregion --disclosure off -q -f csv --extract";
            let program = Program::new(&format!("flow tandläkare --view {view} {cut} {arguments}"));
            program.arg(&path).stdout()
        };
        let (uncut, cut) = (run(""), run("--by kön"));
        let [own, others] = [&uncut, &cut].map(|table| {
            let header = table.lines().next().expect("a header");
            header.split(',').collect::<Vec<_>>()
        });
        let common: Vec<&str> = own
            .into_iter()
            .filter(|name| others.contains(name))
            .collect();
        assert!(common.len() > 6, "{common:?}");
        let with_group = [&["kön"], &common[..]].concat();
        let totals = cells_of(&cut, &with_group).into_iter();
        let totals = totals.filter(|row| row[0] == "totalt");
        let totals: Vec<Vec<String>> = totals.map(|row| row[1..].to_vec()).collect();
        assert_eq!(totals, cells_of(&uncut, &common), "{view}");
    }
}

/// A library user is refused what the command refuses, in data rather than in words.
#[test]
fn a_request_that_the_counts_cannot_answer_is_not_described() {
    let reference = reference();
    let cube = cube_of(&[EIGHT]);
    let counted = CountedRegister {
        cube,
        passages: None,
    };
    let basis = Basis::of_register(counted, None, &reference);
    let dentist = reference.profession_named("tandläkare").unwrap();
    let request = Request::description(dentist);
    assert!(describe(&basis, &request).is_ok());
    let refused = |request: Request| match describe(&basis, &request) {
        Err(NotDescribed::Refused(refusals)) => refusals,
        other => panic!("{other:?}"),
    };
    let years = Request {
        years: Some(2010..=2018),
        ..request.clone()
    };
    let covered = 2016..=2020;
    let asked = 2010..=2018;
    assert_eq!(refused(years), [Refusal::NoYears { asked, covered }]);
    let followed_by_sector = Request {
        views: vec![View::Retention],
        cuts: vec![Cut::Sector],
        ..request
    };
    assert_eq!(
        refused(followed_by_sector),
        [
            Refusal::NoTrait(Cut::Sector),
            Refusal::NotFollowedBy(Cut::Sector)
        ]
    );
}

#[test]
fn shares_of_a_pathway_are_refused_rather_than_left_exact_among_rounded_counts() {
    let reference = reference();
    let basis = Basis::of_stock(Vec::new(), None, &reference);
    let pathway = PathwayResults {
        rows: BTreeMap::new(),
        linkage: Linkage::default(),
        degrees_until: BTreeMap::new(),
        selection: PathwaySelection::default(),
    };
    let description = Description {
        pathway: Some(pathway),
        ..Description::default()
    };
    let rounded = round(description, &basis, &Request::default(), 5);
    assert_eq!(rounded.unwrap_err(), NotRounded::Pathway);
}
