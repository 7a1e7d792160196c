//! A mapping that is proposed from an extract with names and codes of its own.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::program::Program;

/// The columns of a synthetic register, in the order of its file.
const COLUMNS: usize = 12;

/// The rows of a synthetic register, without its header.
fn rows() -> Vec<[String; COLUMNS]> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.csv");
    Program::new("synth --persons 600 -q -o")
        .arg(&path)
        .stdout();
    let register = fs::read_to_string(&path).unwrap();
    let rows = register.lines().skip(1).map(|line| {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells.try_into().expect("every row has all columns")
    });
    rows.collect()
}

/// Writes an extract with other headers and other values.
fn write(path: &Path, headers: &str, row: impl Fn(usize, &[String; COLUMNS]) -> String) {
    let mut text = format!("{headers}\n");
    for (number, own) in rows().iter().enumerate() {
        writeln!(text, "{}", row(number, own)).unwrap();
    }
    fs::write(path, text).unwrap();
}

/// The same rows under their own names, and what a flow description makes of them.
fn plain(folder: &Path) -> String {
    let headers =
        "löpnr;år;yrke;status;län;kön;födelseår;legitimationsår;utbildningsland;studielän";
    write(&folder.join("plain.csv"), headers, |_, row| {
        row[..10].join(";")
    });
    flow(folder, "--extract plain.csv")
}

fn flow(folder: &Path, extract: &str) -> String {
    let arguments = "flow tandläkare --by kön --level län --disclosure suppress -q -f csv";
    Program::new(arguments)
        .args(extract)
        .within(folder)
        .stdout()
}

fn written(folder: &Path, arguments: &str) -> String {
    let run = Program::new("check").args(arguments).within(folder).run();
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(0), ""),
        "{}",
        run.stderr
    );
    fs::read_to_string(folder.join("karta.toml")).unwrap()
}

fn without_zero(code: &str) -> &str {
    code.trim_start_matches('0')
}

#[test]
fn renamed_and_recoded_rows_give_the_same_result_through_the_map() {
    let folder = tempfile::tempdir().unwrap();
    let headers =
        "P_LopNr;INDEKSAR;YRKE_KOD;StatusKlartext;Arb_Lan;KON;FodelseAr;Leg_dat;UTB_LAND;Stud_lan";
    write(&folder.path().join("a.csv"), headers, |_, row| {
        let [
            person,
            year,
            _,
            state,
            county,
            sex,
            born,
            licensed,
            country,
            studied,
            ..,
        ] = row;
        let (county, studied) = (without_zero(county), without_zero(studied));
        let sex = if sex == "kvinna" { "Kv" } else { "Mn" };
        format!(
            "A{person:0>9};{year};TL;Status: {state};{county};{sex};{born};{licensed};{country};{studied}"
        )
    });
    let map = written(folder.path(), "a.csv --write-map karta.toml");
    for line in [
        "lopnr = \"P_LopNr\" ",
        "ar = \"INDEKSAR\" ",
        "yrke = \"YRKE_KOD\" ",
        "# kon = \"KON\" ",
        "\"TL\" = \"tandläkare\" ",
        "\"Kv\" = \"kvinnor\" ",
    ] {
        assert!(
            map.lines().any(|own| own.starts_with(line)),
            "{line}\n{map}"
        );
    }
    let mapped = flow(folder.path(), "--extract a.csv --map karta.toml");
    assert_eq!(mapped, plain(folder.path()));
}

#[test]
fn headers_without_meaning_are_recognised_by_what_the_columns_hold() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("b.csv"),
        "v1;v2;v3;v4;v5;v6;v7;v8;v9;v10",
        |number, row| {
            let [
                person,
                year,
                profession,
                state,
                county,
                sex,
                born,
                licensed,
                country,
                _,
            ] = &row[..10]
            else {
                unreachable!("ten columns")
            };
            let income = (number * 7919) % 100_003;
            format!(
                "A{person:0>9};{year};Leg. {profession};{state};{county};{sex};{born};{licensed};{country};{income}"
            )
        },
    );
    let map = written(folder.path(), "b.csv --write-map karta.toml --lang en");
    for line in [
        "lopnr = \"v1\"                       # guessed from the content",
        "fodelsear = \"v7\"                   # guessed from the content",
        "legitimationsar = \"v8\"             # guessed from the content",
        "\"Leg. tandläkare\" = \"tandläkare\"",
    ] {
        assert!(
            map.lines().any(|own| own.starts_with(line)),
            "{line}\n{map}"
        );
    }
    let check = "check b.csv --map karta.toml -q -f csv --disclosure off";
    let mapped = Program::new(check).within(folder.path()).stdout();
    plain(folder.path());
    let own = "check plain.csv -q -f csv --disclosure off";
    assert_eq!(mapped, Program::new(own).within(folder.path()).stdout());
}

#[test]
fn the_map_names_no_person_and_is_always_the_same() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("c.csv"),
        "Pnr;Namn;år;yrke;län;status",
        |number, row| {
            let [person, year, _, state, county, ..] = row;
            // A pseudonym that has slipped into another column stays out as well.
            let state = if number % 50 == 0 {
                "19820101-1234"
            } else {
                state
            };
            format!(
                "19{person:0>8}-4711;Anna {person};{year};{};{county};{state}",
                number % 3
            )
        },
    );
    let arguments = "c.csv --write-map karta.toml --disclosure off";
    let map = written(folder.path(), arguments);
    assert!(
        !map.contains("4711") && !map.contains("Anna") && !map.contains("1234"),
        "{map}"
    );
    assert!(
        map.contains("# 1 värden skrivs inte här: de kan peka ut personer."),
        "{map}"
    );
    assert_eq!(map, written(folder.path(), arguments));
    assert!(map.contains("lopnr = \"Pnr\""), "{map}");
    assert!(map.contains("# \"?\" = \"Namn\""), "{map}");
}

#[test]
fn values_that_cannot_be_guessed_wait_for_an_answer_with_their_count() {
    let folder = tempfile::tempdir().unwrap();
    let row = |person: u32, status: u32| format!("{person},2020,tandläkare,01,{status}\n");
    let rows: String = (1..=9)
        .map(|person| row(person, if person > 7 { 2 } else { 1 }))
        .collect();
    let text = format!("löpnr,år,yrke,län,status\n{rows}");
    fs::write(folder.path().join("a.csv"), text).unwrap();
    let map = written(
        folder.path(),
        "a.csv --write-map karta.toml --disclosure off",
    );
    let section = "\
[values.status]                    # värde i \"status\" = vårt värde
# Giltiga värden: i yrket, annan roll i vården, annan bransch, ej sysselsatt,
# pensionerad.
# \"1\" = \"?\"                        # 7 rader
# \"2\" = \"?\"                        # 2 rader
";
    assert!(map.ends_with(section), "{map}");
    // As it is the map may be used, and says nothing of the codes.
    let refused = || {
        let check = Program::new("check a.csv --map karta.toml --disclosure off -q -f csv");
        check.within(folder.path()).refused()
    };
    assert!(
        refused().contains("`1` är inte en giltig status"),
        "{}",
        refused()
    );
    // An answer that is left out is refused with its line.
    let uncommented = map.replace("# \"1\"", "\"1\"").replace("# \"2\"", "\"2\"");
    fs::write(folder.path().join("karta.toml"), &uncommented).unwrap();
    let line = 1 + uncommented
        .lines()
        .position(|line| line.starts_with("\"1\""))
        .unwrap();
    let told = format!("`1` i status är obesvarat i mappningen\n  --> karta.toml:{line}\n");
    assert!(refused().contains(&told), "{}", refused());
    let answered = uncommented.replacen("\"?\"", "\"i yrket\"", 1);
    fs::write(
        folder.path().join("karta.toml"),
        answered.replacen("\"?\"", "\"annan bransch\"", 1),
    )
    .unwrap();
    let check = "check a.csv --map karta.toml --disclosure off -q -f csv";
    let stdout = Program::new(check).within(folder.path()).stdout();
    assert_eq!(stdout, "yrke,år,rader\ntandläkare,2020,9\n");
}

/// Counts of the map are protected as those of `check`: none below the threshold, and none that could disclose one.
#[test]
fn small_counts_of_a_register_are_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let text = |rare: usize| {
        let rows = (1..=40).map(|person| {
            let status = if person <= rare { 3 } else { person % 2 };
            format!("{person},{},tandläkare,01,{status}\n", 2019 + person % 2)
        });
        format!("löpnr,år,yrke,län,status\n{}", rows.collect::<String>())
    };
    let map_of = |rare| {
        fs::write(folder.path().join("a.csv"), text(rare)).unwrap();
        written(folder.path(), "a.csv --write-map karta.toml")
    };
    let map = map_of(3);
    assert!(
        map.contains("# \"3\" = \"?\"                        # färre än 5 rader"),
        "{map}"
    );
    assert!(
        map.contains("# \"0\" = \"?\"                        # minst 5 rader"),
        "{map}"
    );
    let map = map_of(10);
    assert!(
        map.contains("# \"3\" = \"?\"                        # 10 rader"),
        "{map}"
    );
    // A year of few rows could be worked out from counts over all years.
    let few = text(10) + "41,2021,tandläkare,01,1\n";
    fs::write(folder.path().join("a.csv"), few).unwrap();
    let map = written(folder.path(), "a.csv --write-map karta.toml");
    assert!(
        map.contains("# \"3\" = \"?\"                        # minst 5 rader"),
        "{map}"
    );
}

#[test]
fn what_a_proposal_cannot_use_is_refused() {
    for (option, code) in [
        ("--map a.toml", 2),
        ("--rejects r.csv", 2),
        ("-o r.csv", 2),
        ("--as entrants", 2),
    ] {
        let run = Program::new("check examples/atta-personer/uttag.csv --write-map k.toml")
            .args(option)
            .run();
        assert_eq!(run.code, Some(code), "{option}: {}", run.stderr);
    }
}
