//! Densities: of whom, of which inhabitants, and with how many digits.

use std::fs;

use serde_json::Value;

use crate::program::{Program, Run};

/// In 2020 four women are in care, three of them in the profession, and two men are in the profession.
const EXTRACT: &str = "\
löpnr,år,yrke,status,län,kön,ålder
1,2020,tandläkare,i yrket,01,kvinna,35
2,2020,tandläkare,i yrket,01,kvinna,35
3,2020,tandläkare,i yrket,01,kvinna,45
4,2020,tandläkare,annan roll i vården,01,kvinna,45
5,2020,tandläkare,i yrket,01,man,25
6,2020,tandläkare,i yrket,01,man,35
";

/// Runs `flow` on the extract and these inhabitants.
fn densities(population: &str, arguments: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let (extract, people) = (folder.path().join("a.csv"), folder.path().join("folk.csv"));
    fs::write(&extract, EXTRACT).unwrap();
    fs::write(&people, population).unwrap();
    let command = format!("flow tandläkare --view stock --disclosure off -f csv {arguments}");
    let run = Program::new(&command)
        .arg("--extract")
        .arg(&extract)
        .arg("--population")
        .arg(&people)
        .run();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run
}

/// The values of some columns, row by row.
fn columns(csv: &str, names: &[&str]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &&str| header.iter().position(|own| own == *name).expect(name);
    let positions: Vec<usize> = names.iter().map(at).collect();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let cells: Vec<&str> = positions.iter().map(|at| &row[*at]).collect();
        cells.join(" ")
    });
    rows.collect()
}

const OF_ALL: [&str; 2] = ["per_100000_i_vården", "per_100000_i_yrket"];

const OF_GROUP: [&str; 3] = [
    "folkmängd_egen_grupp",
    "per_100000_i_vården_egen_grupp",
    "per_100000_i_yrket_egen_grupp",
];

/// 4 of 100 000 and 4 of 60 000 women; 2 of 100 000 and 2 of 40 000 men; 6 of all.
#[test]
fn cut_by_sex_a_density_is_of_everybody_and_of_the_own_sex() {
    let population = "år,kön,folkmängd\n2020,kvinnor,60000\n2020,män,40000\n";
    let run = densities(population, "--by kön");
    let of_all = columns(&run.stdout, &[&["kön"], &OF_ALL[..]].concat());
    assert_eq!(of_all, ["kvinnor 4 3", "män 2 2", "totalt 6 5"]);
    let of_group = columns(&run.stdout, &OF_GROUP);
    assert_eq!(of_group, ["60000 6.67 5", "40000 5 5", "100000 6 5"]);
    assert!(
        run.stderr
            .contains("per 100\u{a0}000 invånare i området med samma kön"),
        "{}",
        run.stderr
    );
}

/// 0–29: one of 20 000; 30–39: three of 30 000; 40–49: the table does not part 40 and over.
#[test]
fn a_density_of_an_age_group_needs_exactly_its_ages() {
    let population = "år,ålder,folkmängd\n2020,0-19,10000\n2020,20-29,10000\n\
                      2020,30-34,20000\n2020,35-39,10000\n2020,40+,50000\n";
    let run = densities(population, "--by åldersgrupp");
    let names = ["åldersgrupp", OF_GROUP[0], OF_GROUP[2]];
    let expected = [
        "0–29 20000 5",
        "30–39 30000 10",
        "40–49  ",
        "totalt 100000 5",
    ];
    assert_eq!(columns(&run.stdout, &names), expected);
    assert!(
        run.stderr.contains("Folkmängd saknas för någon grupp"),
        "{}",
        run.stderr
    );
}

/// Women are not everybody: 4 of 60 000 is no density of the country.
#[test]
fn a_population_of_one_sex_is_not_that_of_all() {
    let run = densities("år,kön,folkmängd\n2020,kvinnor,60000\n", "");
    let names = ["folkmängd", OF_ALL[0], OF_ALL[1], "status"];
    assert_eq!(columns(&run.stdout, &names), ["   .."]);
    assert!(
        run.stderr.contains("Folkmängd saknas för 2020"),
        "{}",
        run.stderr
    );
}

/// Published are those in care: 80,0 and 77,2. The register's own stand beside them by both definitions.
#[test]
fn densities_of_both_definitions_stand_beside_what_is_published() {
    let text = Program::new("flow tandläkare -f table").run();
    let published =
        "minskade från 80,0 sysselsatta i vården per 100\u{a0}000 invånare 2010 till 77,2 år 2021";
    assert!(text.stdout.contains(published), "{}", text.stdout);
    let sentences: Vec<&str> = text
        .stdout
        .lines()
        .filter(|line| line.contains("Syntetiskt register: tätheten"))
        .collect();
    assert_eq!(sentences.len(), 2, "{sentences:?}");
    assert!(sentences[0].contains("sysselsatta i vården"));
    assert!(sentences[1].contains("i yrket"));
    let csv = Program::new("flow tandläkare -q -f csv --years 2021").stdout();
    let rows = columns(
        &csv,
        &["underlag", "per_100000_i_vården", "per_100000_i_yrket"],
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0], "publicerat: tandlakartidningen_2024_nps 77.17 ");
    assert_eq!(rows[1], "syntetiskt register 79.85 77.41");
}

/// 8 091 of 10 452 326.
#[test]
fn json_has_all_digits_and_csv_as_many_as_are_asked_for() {
    let document = Program::new("flow tandläkare -q -f json --years 2021 --view stock").stdout();
    let document: Value = serde_json::from_str(&document).unwrap();
    let row = &document["tables"][1]["rows"][0];
    let stock = row["i_yrket"].as_f64().unwrap();
    let exact = 1e5 * stock / row["folkmängd"].as_f64().unwrap();
    let written = row["per_100000_i_yrket"].as_f64().unwrap();
    assert!((written - exact).abs() < 1e-12, "{written} {exact}");
    let digits = |arguments: &str| {
        let command = format!("flow tandläkare -q --years 2021 {arguments}");
        columns(&Program::new(&command).stdout(), &["per_100000_i_yrket"])
    };
    assert_eq!(digits("-f csv")[1], "77.41");
    assert_eq!(digits("-f csv --digits 6")[1], format!("{exact:.6}"));
    assert_eq!(digits("-f csv --digits 0")[1], "77");
    let refused = Program::new("flow tandläkare -f json --digits 3").run();
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("--digits is for CSV and TSV"),
        "{}",
        refused.stderr
    );
}
