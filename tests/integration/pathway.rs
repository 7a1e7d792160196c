//! From the start of studies to the profession: by hand, recounted, and what is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::RangeInclusive;

use crate::program::{Program, Run};

/// Dentists, whose programme is five läsår. 1 is in the profession from 2010 and a specialist from
/// 2015; 2 is in it in 2011–2013 and not employed from 2014; 3 gets his licence in 2014; 6 hers in 2015;
/// 7 his in 2016. The others are not there.
const REGISTER: &str = "\
löpnr,år,yrke,status,län,legitimationsår,specialitet
1,2010,tandläkare,i yrket,01,2010,
1,2011,tandläkare,i yrket,01,2010,
1,2012,tandläkare,i yrket,01,2010,
1,2013,tandläkare,i yrket,01,2010,
1,2014,tandläkare,i yrket,01,2010,
1,2015,tandläkare,i yrket,01,2010,ortodonti
1,2016,tandläkare,i yrket,01,2010,ortodonti
2,2011,tandläkare,i yrket,12,2011,
2,2012,tandläkare,i yrket,12,2011,
2,2013,tandläkare,i yrket,12,2011,
2,2014,tandläkare,ej sysselsatt,12,2011,
2,2015,tandläkare,ej sysselsatt,12,2011,
2,2016,tandläkare,ej sysselsatt,12,2011,
3,2014,tandläkare,i yrket,24,2014,
3,2015,tandläkare,i yrket,24,2014,
3,2016,tandläkare,i yrket,24,2014,
6,2015,tandläkare,i yrket,14,2015,
6,2016,tandläkare,i yrket,14,2015,
7,2016,tandläkare,i yrket,14,2016,
";

/// Six begin in 2005/06: 1 and 5 take the degree in time, 2 a läsår and 6 three läsår late, 3 too late to
/// count, 4 never. Two begin in 2011/12, and one of them is not done in 2016. 9 is not to be a dentist.
const EDUCATION: &str = "\
löpnr;utbildning;startläsår;examensläsår;lärosäte;kön
1;tandläkare;2005/06;2009/10;Karolinska institutet;kvinna
2;Tandläkarexamen;2005/06;2010/11;Malmö universitet;man
3;tandläkare;2005/06;2013/14;Umeå universitet;man
4;tandläkare;2005/06;;Umeå universitet;kvinna
5;tandläkare;2005/06;2009/10;Malmö universitet;man
6;tandläkare;2005/06;2012/13;;kvinna
7;tandläkare;2011/12;2015/16;Göteborgs universitet;
8;tandläkare;2011/12;;Göteborgs universitet;kvinna
9;specialistsjuksköterska;2011/12;2012/13;Umeå universitet;kvinna
";

fn run(register: &str, education: &str, arguments: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let (extract, studies) = (folder.path().join("r.csv"), folder.path().join("u.csv"));
    fs::write(&extract, register).unwrap();
    fs::write(&studies, education).unwrap();
    Program::new(&format!(
        "flow tandläkare --view pathway --disclosure off {arguments}"
    ))
    .arg("--extract")
    .arg(&extract)
    .arg("--education")
    .arg(&studies)
    .run()
}

/// The rows of a run without the profession.
fn rows(arguments: &str) -> Vec<String> {
    let run = run(REGISTER, EDUCATION, &format!("{arguments} -q -f csv"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines = run.stdout.lines().skip(1);
    lines
        .map(|line| line.strip_prefix("tandläkare,").unwrap().to_owned())
        .collect()
}

#[test]
fn the_way_of_eight_entrants_by_hand() {
    // Degrees after 5, 5, 6 and 8 läsår; a quarter of the four have theirs after 5, half after 5, three
    // quarters after 6. Licences 0, 0 and 2 years after. Three years on, 1 is in the profession, 2 is
    // not, and 6 would be looked up in 2018. Nobody is followed for ten years to a speciality.
    // 8 has been followed for five läsår, not for eight.
    assert_eq!(
        rows(""),
        [
            "2005/06,nybörjare,6,0,,1,,,",
            "2005/06,examen inom nominell tid,2,0,0.3333,0.3333,5,5,5",
            "2005/06,examen,4,0,0.6667,0.6667,5,5,6",
            "2005/06,legitimation,3,0,0.75,0.5,0,0,2",
            "2005/06,i yrket efter 1 år,3,0,1,0.5,,,",
            "2005/06,i yrket efter 3 år,1,1,0.5,0.25,,,",
            "2005/06,specialist,1,2,,,,,",
            "2011/12,nybörjare,2,0,,1,,,",
            "2011/12,examen inom nominell tid,1,0,0.5,0.5,5,5,5",
            "2011/12,examen,1,1,,,,,",
            "2011/12,legitimation,1,0,1,,0,0,0",
            "2011/12,i yrket efter 1 år,0,1,,,,,",
            "2011/12,i yrket efter 3 år,0,1,,,,,",
            "2011/12,specialist,0,1,,,,,",
        ]
    );
}

#[test]
fn cohorts_followed_together_censor_those_who_still_study() {
    // Eight entrants. After five läsår 3 of 8 have the degree and 8 is censored; of the four left one
    // takes it after six (S = 5/8 × 3/4) and one after eight (× 2/3): 1 − 5/16 = 11/16.
    let found = rows("--cohorts 2005..2011");
    assert_eq!(
        found[..3],
        [
            "2005/06–2011/12,nybörjare,8,0,,1,,,",
            "2005/06–2011/12,examen inom nominell tid,3,0,0.375,0.375,5,5,5",
            "2005/06–2011/12,examen,5,1,0.6875,0.6875,5,5,6",
        ]
    );
}

#[test]
fn entrants_are_cut_by_what_is_known_of_them() {
    let degrees = |arguments: &str| -> Vec<String> {
        let all = rows(&format!("{arguments} --cohorts 2005..2005"));
        all.into_iter()
            .filter(|row| row.contains(",examen,"))
            .collect()
    };
    assert_eq!(
        degrees("--by kön"),
        [
            "2005/06,kvinnor,examen,2,0,0.6667,0.6667,5,5,8",
            "2005/06,män,examen,2,0,0.6667,0.6667,5,5,6",
        ]
    );
    let by_region: Vec<String> = degrees("--by sjukvårdsregion")
        .iter()
        .map(|row| row.split(',').skip(1).take(3).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(
        by_region,
        [
            "Riket,examen,4",
            "Norra,examen,0",
            "Stockholm-Gotland,examen,1",
            "Södra,examen,2",
            "uppgift saknas,examen,1",
        ]
    );
}

#[test]
fn those_who_cannot_be_linked_are_counted_and_told() {
    let run = run(REGISTER, EDUCATION, "-f csv");
    let told = "5 av 8 nybörjare har legitimation i registret. Av övriga saknar 2 examen och 1 har examen.";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(run.stderr.contains("Examina är kända till och med 2015/16"));

    // A licence without a degree, one from before it, and one of unknown year.
    let education = "löpnr,utbildning,startläsår,examensläsår\n\
        1,tandläkare,2005/06,\n2,tandläkare,2009/10,2013/14\n3,tandläkare,2005/06,2009/10\n";
    let register = REGISTER.replace(",24,2014,", ",24,,");
    let run = self::run(&register, education, "-f csv");
    for told in [
        "1 har legitimation men ingen examen i uttaget",
        "1 fick legitimationen efter studiestarten men före examensläsåret",
        "1 har en legitimation vars år är okänt",
    ] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
}

/// A dentist's rows, in the profession each year; `speciality` from a year on.
fn dentist(person: u32, years: RangeInclusive<u32>, licensed: u32, speciality: u32) -> String {
    let rows = years.map(|year| {
        let own = if year >= speciality { "ortodonti" } else { "" };
        format!("{person},{year},tandläkare,i yrket,01,{licensed},{own}\n")
    });
    rows.collect()
}

const HEADER: &str = "löpnr,år,yrke,status,län,legitimationsår,specialitet\n";
const NEVER: u32 = 9999;

/// Entrants of 2002/03 with the degree of a läsår, numbered from 1.
fn entrants(degrees: &[&str]) -> String {
    let rows = (1..).zip(degrees);
    let rows = rows.map(|(person, degree)| format!("{person},tandläkare,2002/03,{degree}\n"));
    format!(
        "löpnr,utbildning,startläsår,examensläsår\n{}",
        rows.collect::<String>()
    )
}

/// The rows of a run, from a step on, without profession and cohort, and its notes.
fn steps(register: &str, education: &str) -> (BTreeMap<String, String>, String) {
    let run = run(register, education, "-f csv");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rows = run.stdout.lines().skip(1).map(|line| {
        let mut cells = line.splitn(4, ',').skip(2);
        let step = cells.next().unwrap().to_owned();
        (step, cells.next().unwrap().to_owned())
    });
    (rows.collect(), run.stderr)
}

#[test]
fn a_licence_from_before_the_register_is_followed_to_the_speciality() {
    // Ten with licences of 2008 in a register from 2010: six become specialists in 2014, 6 / 10. One and
    // three years on only those who had not left by 2010 are seen.
    let specialists = (1..=6).map(|person| dentist(person, 2010..=2021, 2008, 2014));
    let others = (7..=10).map(|person| dentist(person, 2010..=2021, 2008, NEVER));
    let register = HEADER.to_owned() + &specialists.chain(others).collect::<String>();
    let (found, notes) = steps(&register, &entrants(&["2007/08"; 10]));
    assert_eq!(found["specialist"], "6,0,0.6,,6,6,6");
    assert_eq!(found["legitimation"], "10,10,,,,,");
    assert_eq!(found["i yrket efter 1 år"], "0,10,,,,,");
    assert_eq!(found["i yrket efter 3 år"], "10,10,,,,,");
    for told in [
        "10 har examen från tiden före registrets första år",
        "10 har legitimation från tiden före registrets första år",
    ] {
        assert!(notes.contains(told), "{told}: {notes}");
    }
}

#[test]
fn a_specialist_when_first_seen_counts_without_a_time() {
    // 1 and 2 are specialists in the first row: at some time within two years. 3 is after six years, 4 and
    // 5 never: 3 / 5, and no quartiles.
    let late = (1..=2).map(|person| dentist(person, 2010..=2021, 2008, 2009));
    let rest = [
        dentist(3, 2010..=2021, 2008, 2014),
        dentist(4, 2010..=2021, 2008, NEVER),
        dentist(5, 2010..=2021, 2008, NEVER),
    ];
    let register = HEADER.to_owned() + &late.chain(rest).collect::<String>();
    let (found, notes) = steps(&register, &entrants(&["2007/08"; 5]));
    assert_eq!(found["specialist"], "3,0,0.6,,,,");
    let told = "2 hade en specialitet redan i sin första registerrad";
    assert!(notes.contains(told), "{notes}");

    // First seen eleven years on: who was a specialist within ten is not known of anybody.
    let older = entrants(&["1998/99"; 5]).replace("2002/03", "1994/95");
    let (found, _) = steps(&register.replace(",2008,", ",1999,"), &older);
    assert_eq!(found["specialist"], "0,5,,,,,");

    // 6 has been followed for one year since the licence, less than the two of 1 and 2: whether they were
    // specialists by then is not known, and so the share is not.
    let register = register + &dentist(6, 2020..=2021, 2020, NEVER);
    let education = entrants(&["2007/08"; 5]) + "6,tandläkare,2015/16,2019/20\n";
    let run = run(&register, &education, "-q -f csv --cohorts 2002..2015");
    assert!(
        run.stdout.contains(",specialist,3,1,,,,,"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_licence_from_before_the_start_is_not_the_outcome_of_the_studies() {
    // 1 had the licence in 2000 and starts in 2002/03. 2 gets it in the autumn of the läsår of the degree,
    // 3 has none, 4 gets it twelve years after: 1 / 3.
    let rows = [
        dentist(1, 2001..=2021, 2000, NEVER),
        dentist(2, 2007..=2021, 2007, NEVER),
        dentist(4, 2020..=2021, 2020, NEVER),
        dentist(9, 2001..=2021, 2001, NEVER),
    ];
    let register = HEADER.to_owned() + &rows.concat();
    let (found, notes) = steps(&register, &entrants(&["2007/08"; 4]));
    assert_eq!(found["legitimation"], "1,1,0.3333,0.3333,0,0,0");
    assert_eq!(found["i yrket efter 1 år"], "1,0,1,0.3333,,,");
    let told = "1 hade legitimationen redan före studiestarten och censureras";
    assert!(notes.contains(told), "{notes}");
}

#[test]
fn degrees_are_known_until_the_newest_of_the_own_programme() {
    // Läkare have degrees of 2015/16, tandläkare until 2009/10: who started in 2005/06 without one has been
    // followed for five läsår, not eleven.
    let education = "löpnr,utbildning,startläsår,examensläsår\n\
        1,tandläkare,2005/06,2009/10\n2,tandläkare,2005/06,\n7,läkare,2005/06,2015/16\n";
    let (found, notes) = steps(REGISTER, education);
    assert_eq!(found["examen inom nominell tid"], "1,0,0.5,0.5,5,5,5");
    assert_eq!(found["examen"], "1,1,,,,,");
    assert!(
        notes.contains("Examina är kända till och med 2009/10"),
        "{notes}"
    );
}

#[test]
fn extracts_that_do_not_go_together_are_refused() {
    let refused = |register: &str, education: &str, arguments: &str| {
        let run = run(register, education, arguments);
        assert_ne!(run.code, Some(0), "{}", run.stdout);
        run.stderr
    };
    let others = EDUCATION.replace('\n', "\nX");
    let told = refused(REGISTER, others.trim_end_matches('X'), "");
    assert!(told.contains("ingen av utbildningsuttagets 8 nybörjare finns i registret"));
    assert!(told.contains("samma pseudonymer"), "{told}");

    let nurses = EDUCATION.replace("tandläkare", "sjuksköterska");
    let nurses = nurses.replace("Tandläkarexamen", "sjuksköterska");
    let told = refused(REGISTER, &nurses, "");
    assert!(
        told.contains("innehåller inga nybörjare till tandläkare"),
        "{told}"
    );

    let without = REGISTER.replace("legitimationsår", "annat_år");
    let told = refused(&without, EDUCATION, "");
    assert!(told.contains("uttaget saknar legitimationsår"), "{told}");

    let told = refused(REGISTER, EDUCATION, "--by gymnasieprogram");
    assert!(
        told.contains("kan inte redovisas efter gymnasieprogram"),
        "{told}"
    );
    let told = refused(REGISTER, EDUCATION, "--by utbildningsland");
    assert!(told.contains("kön, gymnasieprogram, lärosäte"), "{told}");

    let made_up = "löpnr,utbildning,startläsår,examensläsår,syntetisk\n1,tandläkare,2005/06,,ja\n";
    let told = refused(REGISTER, made_up, "");
    assert!(told.contains("utbildningsuttaget är syntetiskt, men inte registret"));
}

#[test]
fn entrants_need_their_view_and_persons_to_link() {
    let refused = |arguments: &str| Program::new(arguments).run();
    for (arguments, told) in [
        (
            "flow tandläkare --view pathway --cube x.parquet",
            "a cube has none",
        ),
        (
            "flow tandläkare --view pathway --extract x.csv",
            "needs --education",
        ),
        (
            "flow tandläkare --extract x.csv --education u.csv",
            "needs --view pathway",
        ),
        (
            "flow tandläkare --education u.csv --view pathway",
            "--extract",
        ),
    ] {
        let run = refused(arguments);
        assert_eq!(run.code, Some(2), "{arguments}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{arguments}: {}", run.stderr);
    }
}

/// A table of a synthetic file, by column name.
fn table(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    lines
        .map(|cells| header.iter().copied().zip(cells).collect())
        .collect()
}

#[test]
fn the_pathway_of_synthetic_extracts_is_what_their_rows_show() {
    let folder = tempfile::tempdir().unwrap();
    let [register, education] = ["r.csv", "u.csv"].map(|name| folder.path().join(name));
    Program::new("synth --persons 3000 --years 1990..2021 -q")
        .arg("-o")
        .arg(&register)
        .arg("--education")
        .arg(&education)
        .stdout();
    let found = Program::new("flow tandläkare --view pathway -q -f csv")
        .arg("--extract")
        .arg(&register)
        .arg("--education")
        .arg(&education)
        .stdout();
    let embedded = Program::new("flow tandläkare --view pathway -q -f csv").stdout();
    assert_ne!(found, embedded);
    let (rows, studies) = (
        fs::read_to_string(&register).unwrap(),
        fs::read_to_string(&education).unwrap(),
    );
    let (rows, studies) = (table(&rows), table(&studies));
    assert!(studies.len() > 500, "{}", studies.len());

    // Everybody in the register with Swedish education and a start since 1990 is among the entrants.
    let entrants: BTreeSet<&str> = studies.iter().map(|row| row["löpnr"]).collect();
    assert_eq!(entrants.len(), studies.len());
    let late = |row: &&BTreeMap<&str, &str>| {
        row["utbildningsland"] == "Sverige" && row["legitimationsår"].parse::<i32>().unwrap() > 2003
    };
    assert!(rows.iter().any(|row| late(&row)));
    for row in rows.iter().filter(late) {
        assert!(entrants.contains(row["löpnr"]), "{row:?}");
    }

    let licences: BTreeMap<&str, i32> = rows
        .iter()
        .map(|row| (row["löpnr"], row["legitimationsår"].parse().unwrap()))
        .collect();
    let in_profession: BTreeSet<(&str, i32)> = rows
        .iter()
        .filter(|row| row["status"] == "i yrket")
        .map(|row| (row["löpnr"], row["år"].parse().unwrap()))
        .collect();
    let begins = |year: &str| year[..4].parse::<i32>().unwrap();
    let mut counts: BTreeMap<(String, &str), u64> = BTreeMap::new();
    for row in &studies {
        let person = row["löpnr"];
        let mut reached = vec!["nybörjare"];
        let degree = row["examensläsår"];
        let läsår = if degree.is_empty() {
            99
        } else {
            begins(degree) + 1 - begins(row["startläsår"])
        };
        if läsår <= 5 {
            reached.push("examen inom nominell tid");
        }
        if läsår <= 8 {
            reached.push("examen");
            if let Some(year) = licences.get(person)
                && *year - (begins(degree) + 1) <= 3
            {
                reached.push("legitimation");
                for (since, step) in [(1, "i yrket efter 1 år"), (3, "i yrket efter 3 år")] {
                    if in_profession.contains(&(person, year + since)) {
                        reached.push(step);
                    }
                }
            }
        }
        for step in reached {
            let key = (row["startläsår"].to_owned(), step);
            *counts.entry(key).or_default() += 1;
        }
    }
    let shown = table(&found);
    let mut steps = 0;
    for row in &shown {
        let key = (row["kohort"].to_owned(), row["steg"]);
        let count = counts.get(&key).copied().unwrap_or_default();
        assert_eq!(row["antal"], count.to_string(), "{key:?}");
        // Where nobody is censored the share of the first step is the number by the first.
        let of_first: Option<f64> = row["andel_av_första"].parse().ok();
        let is_whole = shown
            .iter()
            .filter(|other| other["kohort"] == row["kohort"])
            .all(|other| other["censurerade"] == "0");
        if let Some(of_first) = of_first.filter(|_| is_whole) {
            let entrants = counts[&(row["kohort"].to_owned(), "nybörjare")];
            #[expect(clippy::cast_precision_loss, reason = "small counts")]
            let share = count as f64 / entrants as f64;
            assert!(
                (of_first - share).abs() < 6e-5,
                "{key:?}: {of_first} {share}"
            );
            steps += 1;
        }
    }
    assert!(steps > 60, "{steps}");
}
