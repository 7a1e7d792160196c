//! What somebody reads out of several views of one run, who knows what their columns mean.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::attacker::Knowledge;
use crate::program::Program;

const SMALL: std::ops::RangeInclusive<i64> = 1..=4;

/// A register of made-up persons that the program takes for real ones.
fn register(folder: &TempDir, arguments: &str) -> PathBuf {
    let synthetic = folder.path().join("syntetiskt.csv");
    Program::new(&format!("synth {arguments} -q -o"))
        .arg(&synthetic)
        .stdout();
    let synthetic = fs::read_to_string(&synthetic).expect("written");
    let path = folder.path().join("uttag.csv");
    fs::write(&path, without_mark(&synthetic)).expect("written");
    path
}

/// A table without its last column, which says that its rows are made up.
fn without_mark(table: &str) -> String {
    let mut lines = table.lines();
    assert!(
        lines
            .clone()
            .next()
            .expect("a header")
            .ends_with(",syntetisk")
    );
    lines.by_ref().fold(String::new(), |text, line| {
        text + line.rsplit_once(',').expect("a column").0 + "\n"
    })
}

fn document(arguments: &str, extract: &Path) -> Value {
    let command = format!("flow tandläkare -q -f json {arguments} --extract");
    let document = Program::new(&command).arg(extract).stdout();
    serde_json::from_str(&document).expect("JSON")
}

fn rows<'a>(document: &'a Value, table: &str) -> &'a [Value] {
    let tables = document["tables"].as_array().expect("tables");
    let found = tables.iter().find(|own| own["name"] == table);
    found.map_or(&[], |own| own["rows"].as_array().expect("rows"))
}

fn word<'a>(row: &'a Value, column: &str) -> &'a str {
    row[column].as_str().unwrap_or_default()
}

/// Counts by name, what is true of them and what is published.
#[derive(Default)]
struct Reader {
    ids: BTreeMap<String, usize>,
    truth: Vec<i64>,
    knowledge: Knowledge,
}

impl Reader {
    fn add(&mut self, name: String, truth: i64, published: Option<i64>) -> usize {
        let id = self.knowledge.add_unknown();
        self.knowledge.published[id] = published;
        self.truth.push(truth);
        self.ids.insert(name, id);
        id
    }

    /// A cell of both documents. One that is empty in the true document holds nobody, and is empty rather
    /// than hidden in the other.
    fn add_cell(&mut self, name: String, truth: &Value, released: &Value) {
        let is_known = truth.is_null();
        let id = self.add(
            name,
            truth.as_i64().unwrap_or(0),
            if is_known { Some(0) } else { released.as_i64() },
        );
        self.knowledge.is_known[id] = is_known;
    }

    fn id(&self, name: &str) -> Option<usize> {
        self.ids.get(name).copied()
    }

    fn is_listed(&mut self, name: &str) {
        if let Some(id) = self.id(name) {
            self.knowledge.least[id] = Some(1);
        }
    }

    /// Adds that a sum is 0, of the counts that there are.
    fn relate(&mut self, terms: &[(&str, i8)]) {
        let terms = terms.iter();
        let known: Option<Vec<(usize, i8)>> = terms
            .map(|(name, sign)| Some((self.id(name)?, *sign)))
            .collect();
        if let Some(known) = known {
            let sum = known
                .iter()
                .map(|(id, sign)| self.truth[*id] * i64::from(*sign));
            assert_eq!(sum.sum::<i64>(), 0, "the reader errs");
            self.knowledge.relations.push(known);
        }
    }

    /// Names what the counts leave of one of them; nobody can be fewer than nobody.
    fn name_rest(&mut self, name: &str, terms: &[(&str, i8)]) {
        let known: Option<Vec<(usize, i8)>> = terms
            .iter()
            .map(|(name, sign)| Some((self.id(name)?, *sign)))
            .collect();
        if let Some(mut known) = known {
            let rest = known
                .iter()
                .map(|(id, sign)| self.truth[*id] * i64::from(*sign));
            let rest: i64 = rest.sum();
            assert!(rest >= 0, "{name}: {rest}");
            let id = self.add(name.to_owned(), rest, None);
            known.push((id, -1));
            self.knowledge.relations.push(known);
        }
    }

    /// The small counts that can be narrowed down, and how many there are.
    fn leaks(&self) -> (Vec<String>, usize) {
        let small = self.ids.iter().filter(|(name, id)| {
            let is_secret = SMALL.contains(&self.truth[**id]);
            // Who is still followed is at risk in the next row, where that is protected.
            is_secret && !self.knowledge.is_known[**id] && !name.ends_with(" kvar")
        });
        let small: Vec<(&String, &usize)> = small.collect();
        let lost = small.iter().filter(|(_, id)| {
            self.knowledge.published[**id].is_some() || !self.knowledge.keeps_secret(**id)
        });
        let lost = lost.map(|(name, id)| match self.knowledge.published[**id] {
            Some(value) => format!("{name} = {value} is published"),
            None => format!(
                "{name} = {}: {:?}",
                self.truth[**id],
                self.knowledge.range(**id)
            ),
        });
        (lost.collect(), small.len())
    }
}

/// The table of first exits.
const EXITS: &str = "tid_till_första_avbrott";

/// Curves of first exits: `antal_under_risk`, `avbrott` and `censurerade` by years since the licence.
///
/// Of those at risk some exit, some are censored, and the rest are at risk in the next year, with those
/// who come under observation late. Nobody is left after the last row.
fn read_curves(reader: &mut Reader, truth: &Value, released: &Value) {
    let name = |row: &Value, since: i64, what: &str| {
        format!("{} +{since} {what}", word(row, "legitimationskohort"))
    };
    let since = |row: &Value| row["år_sedan_legitimation"].as_i64().expect("a year");
    let (truth, released) = (rows(truth, EXITS), rows(released, EXITS));
    assert!(!truth.is_empty() && truth.len() == released.len());
    for (row, shown) in truth.iter().zip(released) {
        for what in ["antal_under_risk", "avbrott", "censurerade"] {
            reader.add_cell(name(row, since(row), what), &row[what], &shown[what]);
        }
        if row["antal_under_risk"].as_i64().is_some() {
            reader.is_listed(&name(row, since(row), "antal_under_risk"));
        }
    }
    for (at, row) in truth.iter().enumerate() {
        let now = |what: &str| name(row, since(row), what);
        let remaining = [
            (now("antal_under_risk"), 1),
            (now("avbrott"), -1),
            (now("censurerade"), -1),
        ];
        let remaining: Vec<(&str, i8)> = remaining
            .iter()
            .map(|(own, sign)| (own.as_str(), *sign))
            .collect();
        let next = truth
            .get(at + 1)
            .filter(|next| next["legitimationskohort"] == row["legitimationskohort"]);
        match next {
            None => reader.relate(&remaining),
            Some(next) => {
                reader.name_rest(&now("kvar"), &remaining);
                let later = name(next, since(next), "antal_under_risk");
                reader.name_rest(
                    &name(next, since(next), "sen start"),
                    &[(&later, 1), (&now("kvar"), -1)],
                );
            }
        }
    }
}

/// The balance of the country, and that its newly licensed are those who come under observation in the
/// first or second year of a curve.
fn read_balance(reader: &mut Reader, truth: &Value, released: &Value, last: i64) {
    let entries =
        ["sverige", "eu_ees", "tredje_land", "okänt"].map(|from| format!("nylegitimerade_{from}"));
    let exits = [
        "pensionerade",
        "annan_roll",
        "annan_bransch",
        "ej_sysselsatta",
        "lämnat_registret",
    ];
    let rows = rows(truth, "balans").iter().zip(rows(released, "balans"));
    for (row, shown) in rows.filter(|(row, _)| row["sjukvårdsregion"] == "Riket") {
        let year = row["år"].as_i64().expect("a year");
        let at = |what: &str| format!("{year} {what}");
        let others = [
            "utgående",
            "återinträde",
            "första_inträde_äldre_legitimation",
            "inträde_okänt_legitimationsår",
        ];
        let whats = entries
            .iter()
            .map(String::as_str)
            .chain(exits)
            .chain(others);
        for what in whats {
            reader.add_cell(at(what), &row[what], &shown[what]);
        }
        let opening = format!("{} utgående", year - 1);
        if reader.id(&opening).is_none() {
            reader.add_cell(opening.clone(), &row["ingående"], &shown["ingående"]);
        }
        let mut terms = vec![(at("utgående"), 1), (opening, -1)];
        terms.extend(others[1..].iter().map(|what| (at(what), -1)));
        terms.extend(entries.iter().map(|what| (at(what), -1)));
        terms.extend(exits.iter().map(|what| (at(what), 1)));
        let terms: Vec<(&str, i8)> = terms
            .iter()
            .map(|(own, sign)| (own.as_str(), *sign))
            .collect();
        reader.relate(&terms);
    }
    for year in 1990..last {
        let new: Vec<(String, i8)> = entries
            .iter()
            .map(|what| (format!("{year} {what}"), 1))
            .collect();
        let of_year = format!("{year} +1 sen start");
        let of_year_before = format!("{} +2 sen start", year - 1);
        let mut terms: Vec<(&str, i8)> = new
            .iter()
            .map(|(own, sign)| (own.as_str(), *sign))
            .collect();
        terms.push((&of_year, -1));
        if reader.id(&of_year_before).is_some() {
            terms.push((&of_year_before, -1));
            reader.relate(&terms);
        } else {
            reader.name_rest(&format!("{year} nya med äldre legitimation"), &terms);
        }
    }
}

/// The follow-up of cohorts: every distribution sums to the cohort or to those it is of.
fn read_followup(reader: &mut Reader, truth: &Value, released: &Value) {
    let mut sums: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let (truth, released) = (rows(truth, "uppföljning"), rows(released, "uppföljning"));
    assert!(!truth.is_empty() && truth.len() == released.len());
    for (row, shown) in truth.iter().zip(released) {
        if row["antal"].is_null() {
            continue;
        }
        let at = format!("{} +{}", word(row, "kohort"), row["år_sedan_legitimation"]);
        let distribution = word(row, "fördelning");
        let name = format!("{at} {distribution} {}", word(row, "kategori"));
        reader.add_cell(name.clone(), &row["antal"], &shown["antal"]);
        if ["näringsgren", "sektor", "sjukvårdsregion"].contains(&distribution) {
            reader.is_listed(&name);
        }
        sums.entry((at, distribution.to_owned()))
            .or_default()
            .push(name);
    }
    for ((at, distribution), parts) in &sums {
        let parts: Vec<(&str, i8)> = parts.iter().map(|name| (name.as_str(), 1)).collect();
        reader.name_rest(&format!("{at} {distribution} alla"), &parts);
    }
    for (at, _) in sums.keys() {
        let of = |what: &str| format!("{at} {what}");
        let alike = |reader: &mut Reader, one: &str, other: &str| {
            reader.relate(&[(&of(one), 1), (&of(other), -1)]);
        };
        alike(reader, "status alla", "sysselsatt alla");
        alike(reader, "näringsgren alla", "sysselsatt ja");
        alike(reader, "sektor alla", "sysselsatt ja");
        reader.relate(&[
            (&of("status alla"), 1),
            (&of("status ej i registret"), -1),
            (&of("sjukvårdsregion alla"), -1),
        ]);
        reader.name_rest(
            &of("ej i yrket"),
            &[(&of("status alla"), 1), (&of("status i yrket"), -1)],
        );
    }
}

/// Retention counts a cohort by where it is so many years on, and the follow-up counts the same licences.
fn read_retention(reader: &mut Reader, truth: &Value, released: &Value) {
    let columns = [
        "antal_uppföljda",
        "i_yrket",
        "utanför_yrket",
        "ej_i_registret",
    ];
    let alike = [
        ("antal_uppföljda", "status alla"),
        ("i_yrket", "status i yrket"),
        ("ej_i_registret", "status ej i registret"),
    ];
    let (truth, released) = (rows(truth, "kvarvaro"), rows(released, "kvarvaro"));
    assert!(!truth.is_empty() && truth.len() == released.len());
    for (row, shown) in truth.iter().zip(released) {
        let cohort = word(row, "legitimationskohort");
        let of = |what: &str| format!("{cohort} +{} {what}", row["år_sedan_legitimation"]);
        for what in columns {
            reader.add_cell(of(what), &row[what], &shown[what]);
        }
        let [all, parts @ ..] = columns.map(of);
        let mut terms = vec![(all.as_str(), 1)];
        terms.extend(parts.iter().map(|part| (part.as_str(), -1)));
        reader.relate(&terms);
        for (own, other) in alike {
            reader.relate(&[(&of(own), 1), (&of(other), -1)]);
        }
    }
}

/// Runs an attack on what is released of registers, told the truth by `--disclosure off`.
fn attack(views: &str, read: impl Fn(&mut Reader, &Value, &Value)) {
    let mut attacked = 0;
    for seed in [4, 7] {
        let folder = tempfile::tempdir().expect("a folder");
        let extract = register(
            &folder,
            &format!("--persons 600 --years 2003..2014 --seed {seed}"),
        );
        let released = document(views, &extract);
        let truth = document(&format!("{views} --disclosure off"), &extract);
        let mut reader = Reader::default();
        read(&mut reader, &truth, &released);
        let (leaks, small) = reader.leaks();
        assert!(leaks.is_empty(), "seed {seed}: {leaks:#?}");
        attacked += small;
    }
    assert!(attacked > 20, "{attacked}");
}

#[test]
fn nobody_reads_who_left_in_the_last_year_of_a_curve() {
    let cohorts = "2004..2004,2005..2006,2007..2009,2010..2011";
    let views = format!("--view first-exit --cohorts {cohorts}");
    attack(&views, read_curves);
}

#[test]
fn nobody_reads_a_balance_out_of_curves() {
    let cohorts = "2005..2005,2006..2006,2007..2007,2008..2008";
    let views = format!("--view balance,first-exit --cohorts {cohorts}");
    attack(&views, |reader, truth, released| {
        read_curves(reader, truth, released);
        read_balance(reader, truth, released, 2014);
    });
}

#[test]
fn nobody_reads_a_follow_up_out_of_retention() {
    let cohorts = "2004..2006,2007..2009";
    let views = format!("--view retention,followup --cohorts {cohorts}");
    attack(&views, |reader, truth, released| {
        read_followup(reader, truth, released);
        read_retention(reader, truth, released);
    });
}

#[test]
fn what_is_hidden_of_an_area_is_so_whether_or_not_others_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let extract = register(&folder, "--persons 1500 --years 2012..2015 --seed 4");
    let all = document("--view stock --level län", &extract);
    for county in ["Skåne län", "Kronobergs län", "Gotlands län"] {
        let name = county
            .split(' ')
            .next()
            .expect("a word")
            .trim_end_matches('s');
        let one = document(&format!("--view stock --region {name}"), &extract);
        let of_county = |document: &Value| {
            let rows = rows(document, "bestånd").iter();
            rows.filter(|row| row["län"] == county)
                .cloned()
                .collect::<Vec<_>>()
        };
        assert!(!of_county(&one).is_empty());
        assert_eq!(of_county(&one), of_county(&all), "{county}");
    }
}

#[test]
fn the_note_counts_what_is_hidden_and_not_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let extract = register(&folder, "--persons 600 --years 2010..2014 --seed 4");
    let command = "flow tandläkare --view stock --by kön --level sjukvårdsregion -f csv --extract";
    let run = Program::new(command).arg(&extract).run();
    let lines = run.stdout.lines().skip(1);
    let hidden: usize = lines
        .map(|line| line.split(',').filter(|cell| *cell == "x").count())
        .map(|cells| cells.saturating_sub(1))
        .sum();
    assert!(hidden > 20, "{hidden}");
    let note = format!(
        "Sekretess: x = dold uppgift, aldrig noll. Dolda är antal som är under 5, andra antal som de kunde härledas ur och tal som har beräknats ur dolda antal. {hidden} uppgifter är dolda."
    );
    assert!(run.stderr.contains(&note), "{}", run.stderr);
    let numbers = run.stderr.lines().filter(|line| line.contains("dold"));
    assert_eq!(numbers.count(), 1, "{}", run.stderr);
}

#[test]
fn an_audit_says_that_it_must_not_be_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let extract = register(&folder, "--persons 600 --years 2010..2014 --seed 4");
    let audit = folder.path().join("dolt.json");
    let command = "flow tandläkare --view stock --by kön -q --audit";
    Program::new(command)
        .arg(&audit)
        .arg("--extract")
        .arg(&extract)
        .stdout();
    let audit = fs::read_to_string(&audit).expect("an audit");
    assert!(audit.contains("får inte publiceras"), "{audit}");
}

#[test]
fn checking_an_extract_shows_no_small_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let extract = folder.path().join("uttag.csv");
    // Three rows of 2020, six of 2021, all without a county.
    let rows = (1..=9).map(|id| {
        let year = if id <= 3 { 2020 } else { 2021 };
        format!("{id},{year},tandläkare,i yrket,\n")
    });
    let text = format!("löpnr,år,yrke,status,län\n{}", rows.collect::<String>());
    fs::write(&extract, text).expect("written");
    let check = |arguments: &str| {
        let run = Program::new(&format!("check -f csv {arguments}"))
            .arg(&extract)
            .run();
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        (run.stdout, run.stderr)
    };
    let (table, notes) = check("");
    assert_eq!(
        table,
        "yrke,år,rader,status\ntandläkare,2020,x,x\ntandläkare,2021,6,\n"
    );
    assert!(!notes.contains("9 rader,"), "{notes}");
    let (table, notes) = check("--disclosure off");
    assert!(table.contains("tandläkare,2020,3\n"), "{table}");
    assert!(notes.contains("9 rader,"), "{notes}");
    assert!(notes.contains("utan sekretesskydd"), "{notes}");
}

/// The table of the pathway.
const WAY: &str = "utbildningsväg";

#[test]
fn a_pathway_shows_no_share_while_anybody_is_censored() {
    let folder = tempfile::tempdir().expect("a folder");
    let education = folder.path().join("utbildning.csv");
    let extract = register(
        &folder,
        &format!(
            "--persons 1500 --years 2001..2017 --seed 4 --education {}",
            education.display()
        ),
    );
    let text = fs::read_to_string(&education).expect("written");
    fs::write(&education, without_mark(&text)).expect("written");
    let view = format!(
        "--view pathway --cohorts 2002..2004,2010..2014 --education {}",
        education.display()
    );
    let released = document(&view, &extract);
    let truth = document(&format!("{view} --disclosure off"), &extract);
    let (mut with, mut without) = (0, 0);
    let mut is_censored = false;
    for (row, shown) in rows(&truth, WAY).iter().zip(rows(&released, WAY)) {
        is_censored &= row["steg"] != "nybörjare";
        is_censored |= row["censurerade"].as_i64().expect("a count") > 0;
        let shares = ["andel_av_föregående", "andel_av_första", "median_år"];
        let are_shown = shares.iter().any(|share| !shown[*share].is_null());
        assert!(!(is_censored && are_shown), "{shown}");
        with += u32::from(is_censored);
        without += u32::from(are_shown);
    }
    assert!(with > 3 && without > 3, "{with} {without}");
    let notes = released["notes"].to_string();
    assert!(!notes.contains(" % av nybörjarna"), "{notes}");
}
