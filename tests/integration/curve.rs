//! The completion curve and intervals, by hand and by what must always hold.

use proptest::prelude::*;

use crate::program::Program;

/// Rows of a forecast of tables that are given as text: region, year, graduates.
fn forecast(entrants: &str, completions: &str, arguments: &str) -> Vec<String> {
    let run = refused_or_not(entrants, completions, arguments);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines = run.stdout.lines().skip(1);
    let cells = lines.map(|line| line.split(',').collect::<Vec<_>>());
    cells
        .map(|cells| format!("{} {} {}", cells[1], cells[2], cells[6]))
        .collect()
}

fn refused_or_not(entrants: &str, completions: &str, arguments: &str) -> crate::program::Run {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["n.csv", "e.csv"].map(|name| folder.path().join(name));
    for (path, text) in paths.iter().zip([entrants, completions]) {
        std::fs::write(path, text).unwrap();
    }
    Program::new(&format!("forecast -f csv {arguments}"))
        .arg("--entrants")
        .arg(&paths[0])
        .arg("--completions")
        .arg(&paths[1])
        .run()
}

/// Barnmorska is two läsår. Of every cohort half take the degree after two läsår and two fifths of the rest
/// after three; nobody after one or four.
const ENTRANTS: &str = "\
utbildning,läsår,nybörjare
barnmorska,2013/14,100
barnmorska,2014/15,100
barnmorska,2015/16,100
barnmorska,2016/17,100
barnmorska,2017/18,100
barnmorska,2018/19,200
";

const COMPLETIONS: &str = "\
utbildning,startläsår,examensläsår,examinerade
barnmorska,2013/14,2014/15,50
barnmorska,2013/14,2015/16,20
barnmorska,2014/15,2015/16,50
barnmorska,2014/15,2016/17,20
barnmorska,2015/16,2016/17,50
barnmorska,2015/16,2017/18,20
barnmorska,2016/17,2017/18,50
barnmorska,2016/17,2018/19,20
barnmorska,2017/18,2018/19,50
barnmorska,2018/19,2018/19,0
";

/// A table without the rows that hold any of these words.
fn without(table: &str, words: &[&str]) -> String {
    let rows = table.lines();
    let rows = rows.filter(|row| !words.iter().any(|word| row.contains(word)));
    rows.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn graduates_come_from_all_cohorts_on_their_way() {
    // In 2020: half of the 200 who began in 2018, and two fifths of the 50 who are left of 2017.
    let curve = forecast(ENTRANTS, COMPLETIONS, "--method completion-curve");
    assert_eq!(curve, ["Riket 2020 120"]);
    // The published method books 70 % of the 200 on the nominal year.
    let mean = forecast(ENTRANTS, COMPLETIONS, "--method mean-frequency");
    assert_eq!(mean, ["Riket 2020 140"]);
}

#[test]
fn younger_cohorts_count_more() {
    // 48, 50 and 52 of 100 after two läsår, weights 0.36, 0.6 and 1: 99.28 / 196 of the next 200.
    let entrants = "utbildning,läsår,nybörjare\nbarnmorska,2014/15,100\nbarnmorska,2015/16,100\n\
        barnmorska,2016/17,100\nbarnmorska,2017/18,200\n";
    let completions = "utbildning,startläsår,examensläsår,examinerade\n\
        barnmorska,2014/15,2015/16,48\nbarnmorska,2015/16,2016/17,50\n\
        barnmorska,2016/17,2017/18,52\nbarnmorska,2017/18,2017/18,0\n";
    let curve = forecast(entrants, completions, "--method completion-curve");
    assert_eq!(curve, ["Riket 2019 101.3061"]);
}

#[test]
fn degrees_of_the_country_go_with_entrants_of_regions() {
    let regional = ENTRANTS
        .replace("läsår,nybörjare", "läsår,sjukvårdsregion,nybörjare")
        .replace(",100", ",Norra,40\n#,Södra,60")
        .replace(",200", ",Norra,150\n#,Södra,50");
    let mut year = String::new();
    let lines = regional.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) => format!("{year}{rest}\n"),
        None => {
            year = line.split(',').take(2).collect::<Vec<_>>().join(",");
            format!("{line}\n")
        }
    });
    let regional: String = lines.collect();
    let curve = forecast(&regional, COMPLETIONS, "--method completion-curve");
    // Half of 150 and 50, and two fifths of half of 40 and 60.
    assert_eq!(curve, ["Riket 2020 120", "Norra 2020 83", "Södra 2020 37"]);
}

/// Six cohorts of midwives in Norra and Södra: entrants and how many of each cohort take the degree after two
/// läsår; the newest cohort has not come so far.
fn two_regions(entrants: [u32; 2], degrees: impl Fn(usize) -> [u32; 2]) -> [String; 2] {
    let mut tables = [
        vec!["utbildning,läsår,sjukvårdsregion,nybörjare".to_owned()],
        vec!["utbildning,startläsår,examensläsår,sjukvårdsregion,examinerade".to_owned()],
    ];
    for cohort in 0..7_usize {
        let begins = 2010 + cohort;
        let year = |begins: usize| format!("{begins}/{:02}", (begins + 1) % 100);
        let places = ["Norra", "Södra"]
            .into_iter()
            .zip(entrants)
            .zip(degrees(cohort));
        for ((place, entrants), degrees) in places {
            tables[0].push(format!("barnmorska,{},{place},{entrants}", year(begins)));
            let row = (year(begins), year(begins + 1));
            if cohort < 6 {
                tables[1].push(format!("barnmorska,{},{},{place},{degrees}", row.0, row.1));
            }
        }
    }
    tables.map(|rows| rows.join("\n") + "\n")
}

/// Cells of the rows of a curve, by region.
fn curve_of(tables: &[String; 2]) -> std::collections::BTreeMap<String, Vec<f64>> {
    let run = refused_or_not(&tables[0], &tables[1], "--method completion-curve");
    let rows = run.stdout.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let numbers = cells[4..9].iter().map(|cell| cell.parse().unwrap());
        (cells[1].to_owned(), numbers.collect())
    });
    rows.collect()
}

#[test]
fn a_small_region_is_drawn_towards_the_country_and_a_large_one_is_not() {
    // 40 % of a thousand, and nine of ten.
    let found = curve_of(&two_regions([1_000, 10], |_| [400, 9]));
    let share = |region: &str| found[region][1];
    assert!((share("Norra") - 0.4).abs() < 0.005, "{found:?}");
    let small = share("Södra");
    assert!(small > 0.45 && small < 0.895, "{small}");
    // With a hundred times as many it stands by itself.
    let found = curve_of(&two_regions([1_000, 1_000], |_| [400, 900]));
    assert!((found["Södra"][1] - 0.9).abs() < 0.01, "{found:?}");
}

#[test]
fn what_varies_in_a_region_alone_widens_its_interval_alone() {
    let width = |found: &std::collections::BTreeMap<String, Vec<f64>>, region: &str| {
        found[region][4] - found[region][3]
    };
    let steady = curve_of(&two_regions([1_000, 1_000], |_| [600, 600]));
    // Ten points up in one region are ten points down in the other: the country does not vary.
    let swinging = curve_of(&two_regions([1_000, 1_000], |cohort| {
        if cohort % 2 == 0 {
            [500, 700]
        } else {
            [700, 500]
        }
    }));
    for region in ["Norra", "Södra"] {
        let (steady, swinging) = (width(&steady, region), width(&swinging, region));
        // Chance alone: 2 × 1.28 × √240 = 40, and a little for the estimate.
        assert!(steady > 38.0 && steady < 50.0, "{steady}");
        assert!(swinging > 4.0 * steady, "{swinging}");
    }
    // Both ways at once: now it is the country that varies, and riket's interval shows it.
    let together = curve_of(&two_regions([1_000, 1_000], |cohort| {
        if cohort % 2 == 0 {
            [500, 500]
        } else {
            [700, 700]
        }
    }));
    let (apart, together) = (width(&swinging, "Riket"), width(&together, "Riket"));
    assert!(together > 1.2 * apart, "{together} {apart}");
}

#[test]
fn cohorts_that_have_not_begun_are_told() {
    // One of ten takes the degree in the first läsår: of the 200 taken to begin in 2019, 20.
    let early = COMPLETIONS.replace(
        "barnmorska,2018/19,2018/19,0",
        "barnmorska,2018/19,2018/19,20\nbarnmorska,2017/18,2017/18,10\n\
         barnmorska,2016/17,2016/17,10\nbarnmorska,2015/16,2015/16,10\n\
         barnmorska,2014/15,2014/15,10\nbarnmorska,2013/14,2013/14,10",
    );
    let run = refused_or_not(ENTRANTS, &early, "--method completion-curve");
    assert!(
        run.stderr.contains("Kohorter som inte har börjat"),
        "{}",
        run.stderr
    );
    // 20 of those, 5/9 of the 180 left of 2018, and half of the 40 left of 2017: 20 + 100 + 20.
    assert!(run.stdout.contains("Riket,2020,1,200,"), "{}", run.stdout);
    assert!(run.stdout.contains(",140,"), "{}", run.stdout);
}

#[test]
fn what_a_curve_cannot_be_drawn_of_is_refused() {
    let refused = |entrants: &str, completions: &str, arguments: &str| {
        let run = refused_or_not(entrants, completions, arguments);
        assert_eq!(run.code, Some(1), "{}", run.stdout);
        run.stderr
    };
    let two = without(COMPLETIONS, &["a,2013/14", "a,2014/15", "a,2015/16"]);
    let told = refused(ENTRANTS, &two, "--method completion-curve");
    assert!(told.contains("2 kohorter i barnmorska är följda nominell tid; en kurva behöver 3"));
    assert!(
        told.contains("--method mean-frequency eller auto"),
        "{told}"
    );

    let many = two.replace("2017/18,2018/19,50", "2017/18,2018/19,101");
    let told = refused(ENTRANTS, &many, "--method completion-curve");
    assert!(told.contains("kohorten 2017/18 i barnmorska har 101 examinerade men 100 nybörjare"));

    for method in ["completion-curve", "auto"] {
        let run = Program::new(&format!("forecast --method {method}")).run();
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("need --completions"), "{}", run.stderr);
    }
}

#[test]
fn degrees_that_are_not_used_are_told() {
    let run = refused_or_not(
        &without(ENTRANTS, &["a,2013/14"]),
        COMPLETIONS,
        "--method completion-curve",
    );
    let told = "Barnmorska: examina i 1 kohort används inte, eftersom nybörjarna saknas";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    // 20 of 2016/17 and 50 of 2017/18 took theirs in 2018/19.
    let run = refused_or_not(
        ENTRANTS,
        COMPLETIONS,
        "--method completion-curve --from-year 2018",
    );
    let told = "Barnmorska: 70 examina efter basåret 2018 används inte";
    assert!(run.stderr.contains(told), "{}", run.stderr);
}

#[test]
fn auto_falls_back_where_a_method_lacks_cohorts() {
    // Three cohorts followed two läsår, none for five: only a curve can be drawn.
    let early = ["a,2013/14", "a,2014/15"];
    let (entrants, completions) = (without(ENTRANTS, &early), without(COMPLETIONS, &early));
    let run = refused_or_not(&entrants, &completions, "--method mean-frequency");
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    let run = refused_or_not(&entrants, &completions, "--method auto");
    assert!(
        run.stdout.contains("examenskurva"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    let told = "Barnmorska: metoden examenskurva används, eftersom medelfrekvens inte kan användas \
                (ingen kohort i barnmorska är färdigföljd";
    assert!(run.stderr.contains(told), "{}", run.stderr);
}

#[test]
fn a_level_of_eighty_is_refused_and_several_levels_are_a_row_each() {
    let run = Program::new("forecast --level 80").run();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("as 0.8 or 80%"), "{}", run.stderr);
    let level = |level: &str| {
        let arguments = format!("--method completion-curve --level {level}");
        let printed = refused_or_not(ENTRANTS, COMPLETIONS, &arguments).stdout;
        let intervals = printed.lines().map(|line| {
            line.split(',')
                .skip(7)
                .take(3)
                .collect::<Vec<_>>()
                .join(" ")
        });
        intervals.collect::<Vec<_>>()
    };
    assert_eq!(level("0.8").len(), 2);
    assert_eq!(level("80%"), level("0.8"));
    let run = refused_or_not(
        ENTRANTS,
        COMPLETIONS,
        "--method completion-curve --level 0.5,0.95",
    );
    let rows: Vec<Vec<&str>> = run
        .stdout
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let levels: Vec<&str> = rows.iter().map(|row| row[9]).collect();
    assert_eq!(levels, ["0.5", "0.95"]);
    let ends = |row: usize| [7, 8].map(|at| rows[row][at].parse::<f64>().unwrap());
    let ([a, b], [c, d]) = (ends(0), ends(1));
    assert!(c < a && a < 120.0 && 120.0 < b && b < d, "{c} {a} {b} {d}");
    // Binomial alone: variance 200 × 0.25 + 50 × 0.24 = 62; the curve's own error adds to it.
    assert!(b - a > 2.0 * 0.674 * 62.0_f64.sqrt(), "{}", b - a);
}

#[test]
fn a_spread_must_be_known_and_is_used_when_stated() {
    let entrants = "tests/faults/sound/entrants.csv";
    let run = |frequencies: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.csv");
        std::fs::write(&path, frequencies).unwrap();
        Program::new(&format!("forecast -f csv --entrants {entrants}"))
            .arg("--frequencies")
            .arg(&path)
            .run()
    };
    let without = run("utbildning,examensfrekvens\ntandläkare,0.8\n");
    assert!(
        without.stdout.contains(",,,,medelfrekvens"),
        "{}",
        without.stdout
    );
    assert!(
        without.stderr.contains("Intervall saknas"),
        "{}",
        without.stderr
    );
    let width = |run: &crate::program::Run| {
        let line = run.stdout.lines().nth(1).unwrap();
        let cells: Vec<f64> = line
            .split(',')
            .map(|cell| cell.parse().unwrap_or(0.0))
            .collect();
        cells[8] - cells[7]
    };
    let narrow = run("utbildning,examensfrekvens,standardavvikelse\ntandläkare,0.8,0\n");
    let wide = run("utbildning,examensfrekvens,standardavvikelse\ntandläkare,0.8,0.05\n");
    assert!(width(&narrow) > 0.0 && width(&wide) > 1.3 * width(&narrow));
    let refused = run("utbildning,examensfrekvens,standardavvikelse\ntandläkare,0.8,5\n");
    assert!(refused.stderr.contains("f.csv:2:3"), "{}", refused.stderr);
}

const EXAMPLE: &str = "forecast --entrants examples/kohorter/nyborjare.csv \
    --completions examples/kohorter/examinerade.csv -q -f csv";

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_is_forecast_beside() {
    let all = Program::new(&format!("{EXAMPLE} --method completion-curve")).stdout();
    let again = Program::new(&format!("{EXAMPLE} --method completion-curve")).stdout();
    assert_eq!(all, again);
    let one = Program::new(&format!("{EXAMPLE} --method completion-curve tandläkare")).stdout();
    let rows = |text: &str| -> Vec<String> {
        let rows = text.lines().filter(|line| line.starts_with("tandläkare"));
        rows.map(str::to_owned).collect()
    };
    assert_eq!(rows(&one), rows(&all));
    assert!(!rows(&one).is_empty());
    let other = Program::new(&format!("{EXAMPLE} --method completion-curve --seed 2")).stdout();
    assert_ne!(all, other);
    let points = |text: &str| -> Vec<String> {
        let rows = text
            .lines()
            .map(|line| line.split(',').take(7).collect::<Vec<_>>().join(","));
        rows.collect()
    };
    assert_eq!(
        points(&all),
        points(&other),
        "points do not depend on the seed"
    );
}

/// Shared variation makes the country's interval wider than if regions varied by themselves, and
/// narrower than the sum of theirs.
#[test]
fn intervals_of_regions_and_country_belong_together() {
    for method in ["completion-curve", "mean-frequency"] {
        let text = Program::new(&format!("{EXAMPLE} --method {method} sjuksköterska")).stdout();
        let rows: Vec<Vec<&str>> = text
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect())
            .collect();
        for year in ["2024", "2025"] {
            let of_year: Vec<_> = rows.iter().filter(|row| row[2] == year).collect();
            let width =
                |row: &&&Vec<&str>| row[8].parse::<f64>().unwrap() - row[7].parse::<f64>().unwrap();
            let (country, regions): (Vec<_>, Vec<_>) =
                of_year.iter().partition(|row| row[1] == "Riket");
            let country = width(&country[0]);
            let sum: f64 = regions.iter().map(width).sum();
            let apart = regions
                .iter()
                .map(|row| width(row).powi(2))
                .sum::<f64>()
                .sqrt();
            assert!(country < sum, "{method} {year}: {country} {sum}");
            assert!(country > 1.1 * apart, "{method} {year}: {country} {apart}");
        }
    }
}

#[test]
fn a_trend_between_cohorts_is_told_and_carried_on() {
    let run = Program::new(&EXAMPLE.replace(" -q", " --method completion-curve")).run();
    let told =
        "Sjuksköterska: yngre kohorter tar examen i lägre grad eller i annan takt (p < 0,001)";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(!run.stderr.contains("tandläkare: yngre"), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("Utvärdering av tidigare skattningar, riket, basår 20"),
        "{}",
        run.stderr
    );
}

/// Cohorts of which exactly half take the degree after the nominal length, and nobody else.
fn half() -> impl Strategy<Value = Vec<[u32; 3]>> {
    proptest::collection::vec([1_u32..200, 1..200, 1..200], 6..=9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// When everybody graduates at one time the curve is the published method.
    #[test]
    fn a_curve_with_one_year_is_the_mean_frequency(halves in half()) {
        let regions = ["Norra", "Södra", "Västra"];
        let year = |begins: usize| format!("{begins}/{:02}", (begins + 1) % 100);
        let last = 2010 + halves.len() - 1;
        let mut entrants = vec!["utbildning,läsår,sjukvårdsregion,nybörjare".to_owned()];
        let columns = "utbildning,startläsår,examensläsår,sjukvårdsregion,examinerade";
        let mut degrees = vec![columns.to_owned()];
        for (at, halves) in halves.iter().enumerate() {
            let begins = 2010 + at;
            let (started, graduated) = (year(begins), year(begins + 1));
            for (region, half) in regions.iter().zip(halves) {
                entrants.push(format!("barnmorska,{started},{region},{}", 2 * half));
                if begins < last {
                    degrees.push(format!("barnmorska,{started},{graduated},{region},{half}"));
                }
            }
        }
        let [entrants, degrees] = [entrants, degrees].map(|rows| rows.join("\n") + "\n");
        let mean = "--method mean-frequency --cohorts 1 --average pooled";
        let curve = forecast(&entrants, &degrees, "--method completion-curve");
        let mean = forecast(&entrants, &degrees, mean);
        prop_assert_eq!(curve, mean);
    }
}
