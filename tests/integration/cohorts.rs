//! Licence cohorts: the share in the profession, the time to the first exit, and how licences enter.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use vardkraft::flow::{
    Balance, Cube, CurveOptions, FirstExit, Level, Retention, balance, first_exit, retention,
};

use crate::flow::{HEADER, cube_of, everything, extract};
use crate::program::Program;

fn options(late_entry: bool) -> CurveOptions<'static> {
    CurveOptions {
        cohorts: &[],
        late_entry,
        least_at_risk: CurveOptions::LEAST_AT_RISK,
    }
}

/// The one curve of a register of one profession.
fn exits(cube: &Cube, late_entry: bool) -> FirstExit {
    let selection = everything(cube, Level::Country, &[]);
    let curves = first_exit(cube, &selection, options(late_entry));
    curves.into_values().next().unwrap_or_default()
}

fn stays(cube: &Cube, late_entry: bool) -> Retention {
    let selection = everything(cube, Level::Country, &[]);
    let curves = retention(cube, &selection, options(late_entry));
    curves.into_values().next().unwrap_or_default()
}

/// Half of each cohort stay for ever. The other half leave with a chance of 3 in 10 each year they are in,
/// and come back with 4 in 10 each year they are out. The register sees 2000 to 2019 of the cohorts from
/// 1970 on.
fn movers_and_stayers() -> String {
    let mut csv = String::from("löpnr,år,yrke,status,län,legitimationsår\n");
    let mut state = 7_u64;
    let mut chance = |tenths: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 10 < tenths
    };
    let mut person = 0;
    for licensed in 1970..2020 {
        for of_cohort in 0..40 {
            person += 1;
            let mut is_in = true;
            for year in licensed..2020 {
                let is_mover = of_cohort % 2 == 0;
                if is_mover && year > licensed {
                    is_in = if is_in { !chance(3) } else { chance(4) };
                }
                if year >= 2000 {
                    let status = if is_in { "i yrket" } else { "annan bransch" };
                    let _ = writeln!(csv, "{person},{year},läkare,{status},01,{licensed}");
                }
            }
        }
    }
    csv
}

/// After 15 years 0.5 + 0.5 · 0.7¹⁵ = 0.5024 have never left, and 0.5 + 0.5 · (4 + 3 · 0.3¹⁵)/7 = 0.7857 are
/// in the profession. A movers' exits before the register are unseen, so that with late entry those who
/// are met in it leave more than their cohort did: the curve is too low, and its interval with it.
#[test]
fn late_entry_biases_first_exits_and_retention_shows_who_is_there() {
    let cube = cube_of(&[&movers_and_stayers()]);
    let at = |late_entry: bool| {
        let point = exits(&cube, late_entry).years[15].point.unwrap();
        (point.survival, point.interval.unwrap())
    };
    let never_left = 0.5 + 0.5 * 0.7_f64.powi(15);
    let (share, (lower, upper)) = at(false);
    assert!(
        lower < never_left && never_left < upper,
        "{share} is not {never_left}"
    );
    let (share, (_, upper)) = at(true);
    assert!(upper < never_left - 0.05, "{share} is not biased");
    let in_profession = 0.5 + 0.5 * (4.0 + 3.0 * 0.3_f64.powi(15)) / 7.0;
    let year = stays(&cube, false).years[15];
    // The cohorts of 2000 to 2004.
    assert_eq!(year.followed(), 200);
    let (share, (lower, upper)) = year.share(10).unwrap();
    assert!(lower < in_profession && in_profession < upper, "{share}");
}

/// 12 licensed in 2010: 6 leave in 2011 and are back in 2012, 3 leave the register in 2013, 3 stay.
#[test]
fn who_comes_back_counts_in_retention_and_not_in_first_exits() {
    let mut csv = String::from("löpnr,år,yrke,status,län,legitimationsår\n");
    for person in 1..=12 {
        for year in 2010..2015 {
            let is_away = person <= 6 && year == 2011;
            let status = if is_away { "ej sysselsatt" } else { "i yrket" };
            if !(7..=9).contains(&person) || year < 2013 {
                let _ = writeln!(csv, "{person},{year},läkare,{status},01,2010");
            }
        }
    }
    let cube = cube_of(&[&csv]);
    let told = |year: &vardkraft::flow::RetentionYear| {
        [
            year.followed(),
            year.in_profession(),
            year.outside(),
            year.not_in_register,
        ]
    };
    let years: Vec<_> = stays(&cube, false).years.iter().map(told).collect();
    let expected = [
        [12, 12, 0, 0],
        [12, 6, 6, 0],
        [12, 12, 0, 0],
        [12, 9, 0, 3],
        [12, 9, 0, 3],
    ];
    assert_eq!(years, expected);
    let curve = exits(&cube, false);
    let counts = curve.years.iter().map(|year| {
        let point = year.point;
        (
            point.map_or(0, |point| point.at_risk),
            point.map_or(0, |point| point.events),
            year.is_estimated,
        )
    });
    // After 1 year 6 of 12 have left; the 6 who are still followed are too few.
    let expected = [
        (0, 0, false),
        (12, 6, true),
        (6, 0, false),
        (6, 3, false),
        (3, 0, false),
    ];
    assert_eq!(counts.collect::<Vec<_>>(), expected);
    let share = curve.years[1].point.unwrap().survival;
    assert!((share - 0.5).abs() < 1e-12, "{share}");
}

/// A row of an extract as it stands in the text.
struct Row<'a> {
    person: &'a str,
    year: i16,
    state: &'a str,
    licensed: Option<i16>,
}

fn parsed(rows: &[String]) -> BTreeMap<&str, Vec<Row<'_>>> {
    let mut licences: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_end().split(',').collect();
        let row = Row {
            person: cells[0],
            year: cells[1].parse().unwrap(),
            state: cells[3],
            licensed: cells[7].parse().ok(),
        };
        licences.entry(row.person).or_default().push(row);
    }
    licences
}

/// The years that a register covers: those with rows of anybody.
fn covered(rows: &[String]) -> Vec<i16> {
    let licences = parsed(rows);
    let mut years: Vec<i16> = licences.values().flatten().map(|row| row.year).collect();
    years.sort_unstable();
    years.dedup();
    years
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Followed, in the profession and not in the register, by years since the licence, counted from the
    /// rows by the words of the definition.
    #[test]
    fn retention_is_counted_by_its_definition(rows in extract(), late_entry: bool) {
        let cube = cube_of(&[&(HEADER.to_owned() + &rows.concat())]);
        let years = covered(&rows);
        let mut expected: BTreeMap<usize, [u64; 3]> = BTreeMap::new();
        for licence in parsed(&rows).values() {
            let Some(licensed) = licence[0].licensed else { continue };
            if licensed < years[0] && !late_entry {
                continue;
            }
            for year in years.iter().filter(|year| **year >= licensed) {
                let sums = expected.entry(usize::try_from(year - licensed).unwrap()).or_default();
                let row = licence.iter().find(|row| row.year == *year);
                sums[0] += 1;
                sums[1] += u64::from(row.is_some_and(|row| row.state == "i yrket"));
                sums[2] += u64::from(row.is_none());
            }
        }
        let curve = stays(&cube, late_entry);
        let counted = curve.years.iter().map(|year| {
            [year.followed(), year.in_profession(), year.not_in_register]
        });
        let counted: BTreeMap<usize, [u64; 3]> =
            counted.enumerate().filter(|(_, counts)| counts[0] > 0).collect();
        prop_assert_eq!(counted, expected);
        // The cohort changes only by those who come under the register's years or out of them; a register
        // with a hole in its years is refused before it comes to this.
        let has_hole = years.windows(2).any(|pair| pair[0] + 1 < pair[1]);
        for pair in curve.years.windows(2).filter(|_| !has_hole) {
            prop_assert_eq!(
                pair[0].followed() - pair[0].leaving + pair[1].entering,
                pair[1].followed()
            );
        }
    }

    /// Newly licensed, returned, first with an older licence and of an unknown licence year.
    #[test]
    fn entries_are_told_apart_by_what_was_seen_before(rows in extract()) {
        let cube = cube_of(&[&(HEADER.to_owned() + &rows.concat())]);
        let years = covered(&rows);
        let mut expected: BTreeMap<i16, [u64; 4]> = BTreeMap::new();
        for licence in parsed(&rows).values() {
            let is_in = |year: i16| licence.iter().any(|row| row.year == year && row.state == "i yrket");
            for year in years.iter().filter(|year| years.contains(&(**year - 1))) {
                let sums = expected.entry(*year).or_default();
                if !is_in(*year) || is_in(year - 1) {
                    continue;
                }
                let kind = match licence[0].licensed {
                    _ if (years[0]..*year).any(is_in) => 1,
                    Some(licensed) if year - licensed <= 1 => 0,
                    Some(_) => 2,
                    None => 3,
                };
                sums[kind] += 1;
            }
        }
        let selection = everything(&cube, Level::Country, &[]);
        let counted = balance(&cube, &selection).unwrap().into_iter().map(|(key, row)| {
            let Balance { newly_licensed, returned, first_entries, entries_of_unknown_year, .. } = row;
            (key.year, [newly_licensed.iter().sum(), returned, first_entries, entries_of_unknown_year])
        });
        let counted: BTreeMap<i16, [u64; 4]> = counted.collect();
        expected.retain(|year, _| counted.contains_key(year));
        prop_assert_eq!(counted, expected);
    }
}

/// A row of `flow` on one of the small registers in `tests/flow`, by the names of its columns.
fn row_of(arguments: &str, keys: &[(&str, &str)]) -> BTreeMap<String, String> {
    let csv = Program::new(&format!(
        "flow läkare --disclosure off -q -f csv {arguments}"
    ))
    .stdout();
    let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned));
    let header: Vec<String> = lines.next().unwrap().collect();
    let mut rows = lines.map(|cells| {
        header
            .iter()
            .cloned()
            .zip(cells)
            .collect::<BTreeMap<_, _>>()
    });
    let is_it =
        |row: &BTreeMap<String, String>| keys.iter().all(|(name, value)| row[*name] == *value);
    rows.find(is_it)
        .unwrap_or_else(|| panic!("{keys:?} is not in\n{csv}"))
}

fn notes(arguments: &str) -> String {
    Program::new(&format!("flow läkare -f csv {arguments}"))
        .run()
        .stderr
}

/// Four women of 55 without a licence year enter the register in 2019: they are not newly licensed.
#[test]
fn whoever_has_no_licence_year_is_not_newly_licensed() {
    let extract = "--extract tests/flow/nolic.csv";
    let row = row_of(&format!("{extract} --view balance"), &[("år", "2019")]);
    assert_eq!(row["nylegitimerade_sverige"], "0");
    assert_eq!(row["inträde_okänt_legitimationsår"], "4");
    assert_eq!((&*row["utgående"], &*row["residual"]), ("10", "0"));
    let balance = notes(&format!("{extract} --view balance --disclosure off"));
    let count =
        "4 legitimationer saknar legitimationsår; deras inträden räknas inte som nylegitimerade";
    assert!(balance.contains(count), "{balance}");
    let late = "--late-entry --least-at-risk 1 --disclosure off";
    for view in ["retention", "first-exit", "followup"] {
        let late = if view == "followup" {
            "--disclosure off"
        } else {
            late
        };
        let followed = notes(&format!("{extract} --view {view} {late}"));
        let count = "4 legitimationer saknar legitimationsår och ingår inte i kvarvaro";
        assert!(followed.contains(count), "{followed}");
    }
    let row = row_of(
        &format!("{extract} --view retention --late-entry --least-at-risk 1"),
        &[("år_sedan_legitimation", "26")],
    );
    assert_eq!((&*row["antal_uppföljda"], &*row["kvarvaro"]), ("6", "1"));
    // No number of a hidden few in a protected result.
    let protected = notes(&format!("{extract} --view balance"));
    assert!(
        protected.contains("Det finns legitimationer som saknar legitimationsår"),
        "{protected}"
    );
    assert!(!protected.contains("4 legitimationer"), "{protected}");
}

/// Without the column nobody is known to be newly licensed, or not to be.
#[test]
fn without_licence_years_the_newly_licensed_are_missing_and_not_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let text = std::fs::read_to_string("tests/flow/nolic.csv").unwrap();
    std::fs::write(&path, text.replace("legitimationsår", "annat")).unwrap();
    let extract = format!("--view balance --extract {}", path.display());
    let row = row_of(&extract, &[("år", "2019")]);
    for missing in [
        "nylegitimerade_sverige",
        "nylegitimerade_okänt",
        "första_inträde_äldre_legitimation",
    ] {
        assert_eq!(row[missing], "", "{missing}");
    }
    assert_eq!(row["inträde_okänt_legitimationsår"], "4");
    let told = notes(&format!("{extract} --disclosure off"));
    assert!(
        told.contains("antalet nylegitimerade är okänt (..)"),
        "{told}"
    );
}

/// 3 of 10 in Skåne have no county in 2019. Nobody has moved.
#[test]
fn an_unknown_county_is_no_move() {
    let extract = "--extract tests/flow/nolan.csv --level sjukvårdsregion";
    let row = row_of(
        &format!("{extract} --view balance"),
        &[("år", "2019"), ("sjukvårdsregion", "Södra")],
    );
    assert_eq!((&*row["utflyttade"], &*row["flytt_okänd_ut"]), ("0", "3"));
    assert_eq!((&*row["utgående"], &*row["residual"]), ("7", "0"));
    let row = row_of(
        &format!("{extract} --view balance"),
        &[("år", "2020"), ("sjukvårdsregion", "Södra")],
    );
    assert_eq!((&*row["inflyttade"], &*row["flytt_okänd_in"]), ("0", "3"));
    let routes = format!("{extract} --view mobility");
    for (year, from, to, count, share) in [
        ("2019", "Södra", "Södra", "7", "1"),
        ("2019", "Södra", "uppgift saknas", "3", ""),
        ("2020", "uppgift saknas", "Södra", "3", ""),
    ] {
        let keys = [
            ("år", year),
            ("jämfört_med", "föregående år"),
            ("från", from),
            ("till", to),
        ];
        let row = row_of(&routes, &keys);
        assert_eq!((&*row["antal"], &*row["andel"]), (count, share), "{keys:?}");
    }
    let run =
        Program::new("flow läkare --extract tests/flow/nolan.csv --disclosure off -f table").run();
    let stayed = "100,0 % av dem som var i yrket både 2019 och 2020 och har känd sjukvårdsregion båda åren var kvar";
    assert!(run.stdout.contains(stayed), "{}", run.stdout);
    assert!(run.stderr.contains("3 rader saknar län"), "{}", run.stderr);
}

/// At 59 and at an unknown age `pensionerad` is kept as given; at 65 `ej sysselsatt` is retired, and at an
/// unknown age it is not.
#[test]
fn a_given_state_that_contradicts_the_age_is_kept_and_counted() {
    let extract = "--extract tests/flow/pens.csv --view balance";
    let row = row_of(extract, &[("år", "2019")]);
    assert_eq!((&*row["pensionerade"], &*row["ej_sysselsatta"]), ("3", "1"));
    let told = notes(&format!("{extract} --disclosure off"));
    assert!(
        told.contains("2 rader har status pensionerad men är yngre än 65 år eller har okänd ålder"),
        "{told}"
    );
    assert!(
        told.contains("1 rad avser ej sysselsatta med okänd ålder"),
        "{told}"
    );
    let english = notes(&format!("{extract} --disclosure off --lang en"));
    assert!(
        english.contains("2 rows have the state retired but are younger than 65"),
        "{english}"
    );
}

/// 2 is `ej sysselsatt` at 65 and counts as retired; 1 and 4 are `pensionerad` in the extract itself.
#[test]
fn whoever_retires_by_age_is_counted_beside_those_the_extract_gives() {
    let extract = "--extract tests/flow/pens.csv --view stock";
    let open = notes(&format!("{extract} --disclosure off"));
    let said = "1 rad avser ej sysselsatta som är 65 år eller äldre; de räknas som pensionerade. \
                Uttaget självt anger status pensionerad i 2 rader.";
    assert!(open.contains(said), "{open}");
    let english = notes(&format!("{extract} --disclosure off --lang en"));
    let said = "aged 65 or over; they count as retired. The extract itself gives the state retired in 2 rows.";
    assert!(english.contains(said), "{english}");

    let suppressed = notes(extract);
    let said = "Det finns rader som avser ej sysselsatta som är 65 år eller äldre; de räknas som pensionerade. \
                Antalet visas inte av sekretesskäl.";
    assert!(suppressed.contains(said), "{suppressed}");
    assert!(!suppressed.contains("Uttaget självt"), "{suppressed}");
    let rounded = notes(&format!("{extract} --disclosure round"));
    assert!(
        rounded.contains("Färre än 5 rader avser ej sysselsatta som är 65 år"),
        "{rounded}"
    );

    let later = notes(&format!("{extract} --disclosure off --pension-age 66"));
    assert!(!later.contains("Uttaget självt"), "{later}");
    let check = Program::new("check tests/flow/pens.csv --disclosure off").run();
    let said = "1 rad med ej sysselsatta som är 65 år eller äldre räknas som pensionerade.";
    assert!(check.stderr.contains(said), "{}", check.stderr);
}

/// 2018, 2020 and 2021 are covered. In 2021 2 (licensed 2019) and 4 (2019) are seen in the profession for the
/// first time with an older licence, 3 (2020) is newly licensed.
#[test]
fn after_a_missing_year_only_covered_years_tell_who_was_seen() {
    let row = row_of(
        "--extract tests/flow/aftergap.csv --view balance",
        &[("år", "2021")],
    );
    assert_eq!(
        (&*row["nylegitimerade_okänt"], &*row["återinträde"]),
        ("1", "0")
    );
    assert_eq!(row["första_inträde_äldre_legitimation"], "2");
}

#[test]
fn options_of_curves_are_refused_where_they_cannot_act() {
    for option in ["--late-entry", "--destinations", "--least-at-risk 5"] {
        let run = Program::new(&format!("flow tandläkare --view followup {option}")).run();
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(
            run.stderr.contains("needs --view retention or first-exit"),
            "{}",
            run.stderr
        );
    }
    let message =
        Program::new("flow läkare --extract tests/flow/nolic.csv --view retention").refused();
    assert!(message.contains("--late-entry tar med äldre"), "{message}");
}
