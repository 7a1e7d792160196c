//! Persons counted once, in their main profession; and why licences leave the register.

use std::fs;
use std::path::Path;

use crate::program::{Program, Run};

/// 1 is a nurse and from 2019 on a midwife too, 2 a nurse throughout, 3 a nurse who is gone in 2019.
const NURSES: &str = "\
löpnr,år,yrke,status,län,legitimationsår
1,2018,sjuksköterska,i yrket,01,2010
1,2019,sjuksköterska,i yrket,01,2010
1,2019,barnmorska,i yrket,01,2019
1,2020,sjuksköterska,annan roll i vården,01,2010
1,2020,barnmorska,i yrket,01,2019
2,2018,sjuksköterska,i yrket,01,2010
2,2019,sjuksköterska,i yrket,01,2010
2,2020,sjuksköterska,i yrket,01,2010
3,2018,sjuksköterska,i yrket,01,2010
";

fn run(register: &str, arguments: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let extract = folder.path().join("r.csv");
    fs::write(&extract, register).unwrap();
    Program::new(&format!("{arguments} --disclosure off -f csv"))
        .arg("--extract")
        .arg(&extract)
        .run()
}

/// The rows of a run as the named columns.
fn columns(run: &Run, names: &[&str]) -> Vec<String> {
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let mut lines = run.stdout.lines().map(|line| line.split(','));
    let header: Vec<&str> = lines.next().unwrap().collect();
    let at = |name: &&str| header.iter().position(|own| own == name).unwrap();
    let at: Vec<usize> = names.iter().map(at).collect();
    lines
        .map(|cells| {
            let cells: Vec<&str> = cells.collect();
            at.iter().map(|at| cells[*at]).collect::<Vec<_>>().join(",")
        })
        .collect()
}

#[test]
fn a_nurse_who_is_a_midwife_counts_as_midwife_only() {
    let stock = |arguments: &str| {
        let command = format!("flow barnmorska sjuksköterska --view stock {arguments}");
        columns(
            &run(NURSES, &command),
            &["yrke", "år", "legitimerade", "i_yrket"],
        )
    };
    assert_eq!(
        stock("--main-profession"),
        [
            "barnmorska,2019,1,1",
            "barnmorska,2020,1,1",
            "sjuksköterska,2018,3,3",
            "sjuksköterska,2019,1,1",
            "sjuksköterska,2020,1,1",
        ]
    );
    assert_eq!(
        stock("")[3..],
        ["sjuksköterska,2019,2,2", "sjuksköterska,2020,2,1"]
    );
}

#[test]
fn both_numbers_are_in_the_notes() {
    let run = run(NURSES, "flow sjuksköterska --view stock --main-profession");
    let told = "År 2020 fanns 2 legitimationer i de valda yrkena. 1 person har ett av dem som \
        huvudyrke. 1 legitimation räknas inte";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    let run = self::run(NURSES, "supply sjuksköterska --main-profession --lang en");
    let told = "In 2020 there were 2 licences in the chosen professions. 1 person has one of them";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert_eq!(columns(&run, &["employed", "in_profession"])[0], "1,1");
}

#[test]
fn who_changes_main_profession_has_not_died() {
    let names = [
        "år",
        "lämnat_registret",
        "varav_bytt_huvudyrke",
        "varav_okänd_orsak",
        "residual",
    ];
    let run = run(
        NURSES,
        "flow sjuksköterska --view balance --main-profession",
    );
    assert_eq!(columns(&run, &names), ["2019,2,1,1,0", "2020,0,0,0,0"]);
}

#[test]
fn a_cube_is_counted_with_main_professions_or_refuses_them() {
    let folder = tempfile::tempdir().unwrap();
    let [extract, with, without] =
        ["r.csv", "with.parquet", "without.parquet"].map(|name| folder.path().join(name));
    fs::write(&extract, NURSES).unwrap();
    let save = |cube: &Path, arguments: &str| {
        Program::new(&format!(
            "flow --all --view stock --disclosure off -f csv {arguments}"
        ))
        .arg("--extract")
        .arg(&extract)
        .arg("--save-cube")
        .arg(cube)
        .run()
    };
    let direct = save(&with, "--main-profession");
    save(&without, "");
    let read = |cube: &Path, arguments: &str| {
        Program::new(&format!("{arguments} --disclosure off -f csv"))
            .arg("--cube")
            .arg(cube)
            .run()
    };
    for arguments in [
        "flow --all --view stock --main-profession",
        "flow --all --view stock",
    ] {
        let again = read(&with, arguments);
        assert_eq!(again.stdout, direct.stdout);
        assert!(again.stderr.contains("Huvudyrke: "), "{}", again.stderr);
    }
    let refused = read(&without, "flow --all --view stock --main-profession");
    assert_eq!(refused.code, Some(1));
    assert!(
        refused
            .stderr
            .contains("kuben är inte räknad med --main-profession"),
        "{}",
        refused.stderr
    );
    let refused = read(&with, "flow sjuksköterska --view retention");
    assert!(
        refused.stderr.contains("en legitimation kan inte följas"),
        "{}",
        refused.stderr
    );
    let english = Program::new("flow tandläkare --main-profession --lang en").run();
    assert_eq!(english.code, Some(1));
}

/// Six dentists of 2018. Gone in 2019: 1 with a reason, 2 and 3 by the years of their death and emigration,
/// 4 without a reason. 5 dies long after leaving. 6 stays.
const LEAVERS: &str = "\
löpnr,år,yrke,status,län,legitimationsår,utträdesorsak,dödsår,utvandringsår
1,2018,tandläkare,i yrket,01,2010,avregistrerad,,
2,2018,tandläkare,i yrket,01,2010,,2019-03-01,
3,2018,tandläkare,i yrket,01,2010,,2019,2018
4,2018,tandläkare,i yrket,01,2010,,,
5,2018,tandläkare,i yrket,01,2010,,2021,
6,2018,tandläkare,i yrket,01,2010,,,
6,2019,tandläkare,i yrket,01,2010,,,
";

#[test]
fn those_who_leave_the_register_are_split_by_reason() {
    let names = [
        "lämnat_registret",
        "varav_avlidna",
        "varav_utvandrade",
        "varav_avregistrerade",
        "varav_okänd_orsak",
        "residual",
    ];
    let balance = "flow tandläkare --view balance";
    assert_eq!(columns(&run(LEAVERS, balance), &names), ["5,1,1,1,2,0"]);

    let without = run(NURSES, "flow sjuksköterska --view balance");
    assert!(!without.stdout.contains("varav_"), "{}", without.stdout);
    let told = "Uttaget anger inte varför legitimationer lämnar registret";
    assert!(without.stderr.contains(told), "{}", without.stderr);

    let unknown = run(&LEAVERS.replace("avregistrerad", "försvunnen"), balance);
    assert_eq!(unknown.code, Some(1));
    assert!(
        unknown.stderr.contains("`försvunnen`"),
        "{}",
        unknown.stderr
    );
}

/// Licence 6 is deregistered in 2018 and there in 2019 all the same.
#[test]
fn a_reason_to_leave_that_has_no_effect_is_counted() {
    let register = LEAVERS.replace(
        "6,2018,tandläkare,i yrket,01,2010,,,",
        "6,2018,tandläkare,i yrket,01,2010,avregistrerad,,",
    );
    let balance = "flow tandläkare --view balance";
    let open = run(&register, balance);
    assert_eq!(columns(&open, &["lämnat_registret"]), ["5"]);
    let said = "1 rad anger utträdesorsak men följs av en rad för samma legitimation året därpå; orsaken räknas inte.";
    assert!(open.stderr.contains(said), "{}", open.stderr);
    let english = run(&register, &format!("{balance} --lang en"));
    let said = "but are followed by a row of the same licence in the next year";
    assert!(english.stderr.contains(said), "{}", english.stderr);
    let sound = run(LEAVERS, balance);
    assert!(
        !sound.stderr.contains("anger utträdesorsak men"),
        "{}",
        sound.stderr
    );

    let suppressed = Program::new(&format!("{balance} -f csv --extract -"))
        .stdin(register.as_bytes())
        .run();
    let said = "Det finns rader som anger utträdesorsak men följs av en rad";
    assert!(suppressed.stderr.contains(said), "{}", suppressed.stderr);
    let check = Program::new("check --disclosure off -")
        .stdin(register.as_bytes())
        .run();
    let said = "1 rad med utträdesorsak som följs av en rad för samma legitimation";
    assert!(check.stderr.contains(said), "{}", check.stderr);
}

/// A change of main profession is a reason too.
#[test]
fn reasons_that_are_left_out_are_so_with_main_professions_too() {
    let run =
        Program::new("flow sjuksköterska --view balance --main-profession -f csv --extract -")
            .stdin(NURSES.as_bytes())
            .run();
    assert!(!run.stdout.contains("varav_"), "{}", run.stdout);
    assert!(
        run.stderr
            .contains("bara utan röjandeskydd (--disclosure off)"),
        "{}",
        run.stderr
    );
}

#[test]
fn reasons_to_leave_are_not_shown_where_small_counts_are_protected() {
    let folder = tempfile::tempdir().unwrap();
    let extract = folder.path().join("r.csv");
    fs::write(&extract, LEAVERS).unwrap();
    for how in ["suppress", "round"] {
        let run = Program::new(&format!(
            "flow tandläkare --view balance --disclosure {how} -f csv"
        ))
        .arg("--extract")
        .arg(&extract)
        .run();
        assert!(!run.stdout.contains("varav_"), "{}", run.stdout);
        let told = "bara utan röjandeskydd";
        assert!(run.stderr.contains(told), "{how}: {}", run.stderr);
    }
}
