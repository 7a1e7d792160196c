//! What is not known is never zero: tables of degrees with holes, ends, suppressed numbers and slips.
//!
//! Of the cohorts of 100 in `tests/cohorts/` 1, 60, 12, 4 and 2 take the degree after four to eight läsår,
//! 79 in all, unless a test says otherwise.

use crate::program::{Program, Run};

fn arguments(name: &str, options: &str) -> String {
    format!(
        "forecast --entrants tests/cohorts/{name}-entrants.csv \
         --completions tests/cohorts/{name}-completions.csv -f csv {options}"
    )
}

fn run(name: &str, options: &str) -> Run {
    let run = Program::new(&arguments(name, options)).run();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run
}

/// One column of all rows of a programme in the country.
fn column(run: &Run, programme: &str, column: usize) -> Vec<f64> {
    let start = format!("{programme},Riket,");
    let rows = run.stdout.lines().filter(|line| line.starts_with(&start));
    rows.map(|line| line.split(',').nth(column).unwrap().parse().unwrap())
        .collect()
}

const GRADUATES: usize = 6;
const UPPER: usize = 8;

#[track_caller]
fn assert_graduates(run: &Run, programme: &str, expected: f64) {
    let found = column(run, programme, GRADUATES);
    assert!(!found.is_empty(), "{}", run.stdout);
    for graduates in found {
        assert!((graduates - expected).abs() < 0.05, "{}", run.stdout);
    }
}

const METHODS: [&str; 2] = ["mean-frequency", "completion-curve"];

/// Psykolog is reported to 2021/22, tandläkare to 2022/23.
#[test]
fn a_programme_whose_degrees_end_earlier_is_not_filled_with_zeros() {
    for method in METHODS {
        let run = run("ends-a-year-early", &format!("--method {method}"));
        assert_graduates(&run, "psykolog", 79.0);
        assert_graduates(&run, "tandläkare", 79.0);
        // Nor does any backtest hold an estimate against a zero.
        assert!(
            run.stderr.contains("felet var 0,0 personer"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_lasar_or_cohort_without_a_row_is_no_zero() {
    for (name, missing) in [
        ("lasar-left-out", "2018/19"),
        ("two-lasar-left-out", "2018/19, 2019/20"),
    ] {
        let told = Program::new(&arguments(name, "--lang en")).refused();
        assert!(
            told.contains(&format!("no rows of graduates in {missing}")),
            "{told}"
        );
        assert!(
            told.contains("with `..` if the number is not known"),
            "{told}"
        );
    }
    for method in METHODS {
        let run = run("cohort-left-out", &format!("--method {method}"));
        assert_graduates(&run, "tandläkare", 79.0);
    }
    let told = run("cohort-left-out", "--method completion-curve").stderr;
    assert!(
        told.contains("Kohorten 2012/13 i tandläkare: antalet examinerade"),
        "{told}"
    );
}

/// A läsår that is written with `..` is not known for any cohort: none that was followed through it counts.
#[test]
fn a_lasar_that_is_not_known_sets_its_cohorts_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.csv");
    let text = std::fs::read_to_string("tests/cohorts/lasar-left-out-completions.csv").unwrap();
    std::fs::write(&path, format!("{text}tandläkare,2013/14,2018/19,..\n")).unwrap();
    for method in METHODS {
        let run =
            Program::new("forecast --entrants tests/cohorts/lasar-left-out-entrants.csv -f csv")
                .arg("--method")
                .arg(method)
                .arg("--completions")
                .arg(&path)
                .run();
        assert_graduates(&run, "tandläkare", 79.0);
        let told = "i tandläkare: antalet examinerade läsåret 2018/19 är inte känt";
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
}

/// Two degrees of 2019/20 are suppressed: that year has no outcome, and no error.
#[test]
fn a_suppressed_number_is_no_outcome() {
    let run = run("suppressed", "--method auto");
    assert_graduates(&run, "tandläkare", 79.0);
    assert!(
        run.stderr
            .contains("felet var 0,0 personer i 16 skattningar"),
        "{}",
        run.stderr
    );
    let told = Program::new(
        "backtest --entrants tests/cohorts/suppressed-entrants.csv -f csv \
         --completions tests/cohorts/suppressed-completions.csv",
    )
    .run();
    let note = "Tandläkare: utfallet 2020 är inte känt";
    assert!(told.stderr.contains(note), "{}", told.stderr);
}

/// From the cohort of 2009 on a quarter of the degrees fall away, first seen in 2013/14: in 2015 the three
/// completed cohorts still have 0.79.
#[test]
fn nothing_after_the_base_year_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let cut = |kind: &str, column: usize| {
        let text = std::fs::read_to_string(format!("tests/cohorts/later-fall-{kind}.csv")).unwrap();
        let is_known = |line: &&str| {
            let year = line.split(',').nth(column).unwrap();
            year[..4]
                .parse::<i32>()
                .map_or(true, |begins| begins < 2015)
        };
        let lines: Vec<&str> = text.lines().filter(is_known).collect();
        let path = folder.path().join(format!("{kind}.csv"));
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        path
    };
    let (entrants, completions) = (cut("entrants", 1), cut("completions", 2));
    for method in ["mean-frequency", "completion-curve", "auto"] {
        let options = format!("--method {method} --from-year 2015");
        let all = run("later-fall", &options);
        let then = Program::new("forecast -f csv --method")
            .arg(method)
            .arg("--entrants")
            .arg(&entrants)
            .arg("--completions")
            .arg(&completions)
            .run();
        let numbers = |run: &Run| -> Vec<String> {
            let lines = run.stdout.lines();
            lines
                .map(|line| line.split(',').take(11).collect::<Vec<_>>().join(","))
                .collect()
        };
        assert_eq!(numbers(&all), numbers(&then), "{method}");
        let told = "examina efter basåret 2015 används inte";
        assert!(all.stderr.contains(told), "{}", all.stderr);
    }
    let mean = run("later-fall", "--method mean-frequency --from-year 2015");
    assert_graduates(&mean, "tandläkare", 79.0);
}

/// Women are half of the entrants at first and 85 % in the end; 0.9 of them take the degree and half of the
/// men. The newest cohorts are 10 women and 90 men.
#[test]
fn women_and_men_have_a_curve_each() {
    let run = run("by-sex", "--method completion-curve");
    assert_graduates(&run, "tandläkare", 58.0);
    assert!(
        run.stdout.contains("kurvor för kvinnor och män"),
        "{}",
        run.stdout
    );
    assert!(!run.stderr.contains("yngre kohorter"), "{}", run.stderr);
}

/// One of the cohort of 2005 took the degree after seventeen läsår.
#[test]
fn one_late_degree_leaves_the_backtest() {
    let run = run("late-degree", "--method auto");
    assert!(run.stderr.contains("i 24 skattningar"), "{}", run.stderr);
    assert!(!run.stderr.contains("kan inte jämföras"), "{}", run.stderr);
}

#[test]
fn a_choice_without_history_says_so() {
    let run = run("later-fall", "--method auto --from-year 2014");
    assert!(
        run.stderr.contains("Metoderna kan inte jämföras"),
        "{}",
        run.stderr
    );
}

#[test]
fn no_more_graduate_than_have_entered() {
    for method in METHODS {
        let run = run("all-graduate", &format!("--method {method} --level 0.99"));
        assert_graduates(&run, "tandläkare", 100.0);
        let upper = column(&run, "tandläkare", UPPER);
        assert!(upper.iter().all(|upper| *upper <= 100.0), "{}", run.stdout);
    }
}

/// Of one cohort 103 took the degree and 100 entered: it is left out by name, and the others count.
#[test]
fn one_impossible_cohort_is_left_out_and_all_of_them_are_refused() {
    let told = Program::new(&arguments("overfull", "")).refused();
    assert!(
        told.contains("kohorten 2015/16 i tandläkare har 103 examinerade"),
        "{told}"
    );

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.csv");
    let text = std::fs::read_to_string("tests/cohorts/late-degree-completions.csv").unwrap();
    let one = text.replace("2013/14,2017/18,60", "2013/14,2017/18,90");
    assert_ne!(one, text);
    std::fs::write(&path, one).unwrap();
    for (method, expected) in [("mean-frequency", 79.0), ("completion-curve", 80.0)] {
        let run = Program::new("forecast --entrants tests/cohorts/late-degree-entrants.csv -f csv")
            .arg("--method")
            .arg(method)
            .arg("--completions")
            .arg(&path)
            .run();
        assert_graduates(&run, "tandläkare", expected);
        let told = "Kohorten 2013/14 i tandläkare har 109 examinerade men 100 nybörjare";
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
}

/// Västra has entrants from 2020/21 on: no row says 0 of the years before.
#[test]
fn a_region_that_the_programme_has_not_come_to_has_no_row() {
    for method in METHODS {
        let run = run("region-of-zeros", &format!("--method {method}"));
        assert!(!run.stdout.contains("Västra,2024"), "{}", run.stdout);
        assert!(run.stdout.contains("Västra,2026"), "{}", run.stdout);
    }
}

#[test]
fn lasar_in_the_future_are_refused() {
    let told = Program::new(&arguments("far-future", "")).refused();
    assert!(
        told.contains("läsåret 2034/35 ligger i framtiden"),
        "{told}"
    );
    assert!(told.contains("far-future-entrants.csv:31:2"), "{told}");
}

/// Not a word of Swedish but names: basis, notes and messages.
#[test]
fn an_english_result_is_english() {
    let run = run("suppressed", "--method auto --lang en");
    let text = run.stdout + &run.stderr;
    for word in [
        "kohort",
        "medel",
        "viktat",
        "rader",
        "nybörjare:",
        "används",
        "riket",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert!(
        text.contains("cohorts 2013/14–2015/16, unweighted mean"),
        "{text}"
    );
}

#[test]
fn an_edition_is_sealed_with_its_options_and_base_year() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    let saved = Program::new(&arguments("late-degree", "-q --save")).arg(&path);
    saved.stdout();
    let text = std::fs::read_to_string(&path).unwrap();
    for (now, then) in [
        ("\"base_year\": 2023", "\"base_year\": 2022"),
        ("\"cohorts\": \"3\"", "\"cohorts\": \"4\""),
        ("late-degree-entrants.csv", "other-entrants.csv"),
        ("\"is_example\": false", "\"is_example\": true"),
    ] {
        assert!(text.contains(now), "{now}: {text}");
        std::fs::write(&path, text.replacen(now, then, 1)).unwrap();
        let told = Program::new("compare").arg(&path).arg(&path).refused();
        assert!(
            told.contains("omgången har ändrats sedan den sparades"),
            "{now}: {told}"
        );
    }
}
