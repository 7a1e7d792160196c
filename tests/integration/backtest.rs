//! Backtests and editions: by hand, what they may see, and what must always add up.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;

use vardkraft::domain::{AcademicYear, Completions, Entrants, Headcount, Place, ProgrammeId, Year};
use vardkraft::forecast::{
    Average, BacktestRequest, Change, CohortRule, Edition, EditionError, EditionFacts, Estimate,
    Forecast, History, Method, Outcomes, Pair, backtest, compare,
};
use vardkraft::reference::Reference;

use crate::program::Program;

/// Degrees of tandläkare as published, 2005/06–2014/15.
const PUBLISHED: [f64; 10] = [
    212.0, 173.0, 176.0, 199.0, 221.0, 202.0, 208.0, 216.0, 234.0, 265.0,
];

#[test]
fn the_published_series_by_hand() {
    let text = Program::new(
        "backtest --graduates examples/tandlakare-examinerade/examinerade.csv -q -f csv --region riket",
    )
    .stdout();
    let row = |horizon: &str, method: &str| -> Vec<String> {
        let start = format!("tandläkare,Riket,{horizon},{method},");
        let line = text.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap().split(',').map(str::to_owned).collect()
    };
    // Last value one year ahead, made in 2007–2014: |173 − 176|, |176 − 199|, … |234 − 265|.
    let errors: Vec<f64> = PUBLISHED[1..]
        .windows(2)
        .map(|pair| pair[0] - pair[1])
        .collect();
    let mae = errors.iter().map(|error| error.abs()).sum::<f64>() / 8.0;
    assert!((mae - 16.25).abs() < 1e-9);
    assert_eq!(row("1", "senaste värdet")[..2], ["8", "16.25"]);
    let bias: f64 = errors.iter().sum::<f64>() / 8.0;
    assert_eq!(row("1", "senaste värdet")[3], bias.to_string());
    // Drift two years ahead, made in 2013 from 216: the mean change is (216 − 212) / 7.
    let drift: Vec<f64> = (1..8)
        .map(|at: usize| {
            let years = f64::from(u32::try_from(at).unwrap());
            let mean = (PUBLISHED[at] - PUBLISHED[0]) / years;
            (PUBLISHED[at] + 2.0 * mean - PUBLISHED[at + 2]).abs()
        })
        .collect();
    let mae = drift.iter().sum::<f64>() / 7.0;
    assert_eq!(
        row("2", "trend")[..2],
        ["7".to_owned(), format!("{mae:.4}")]
    );
}

#[test]
fn the_winner_is_named_and_so_is_its_absence() {
    let run = Program::new(
        "backtest --entrants examples/kohorter/nyborjare.csv \
         --completions examples/kohorter/examinerade.csv -f table -q",
    )
    .stdout();
    assert!(
        run.contains("Tandläkare: metoden examenskurva träffar bäst"),
        "{run}"
    );
    assert!(
        run.contains("Sjuksköterska: ingen metod är bättre än att upprepa det senaste värdet"),
        "{run}"
    );
}

#[test]
fn what_cannot_be_tried_is_refused() {
    let refused = |arguments: &str| Program::new(arguments).run();
    let run = refused("backtest");
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let graduates = "--graduates examples/tandlakare-examinerade/examinerade.csv";
    let run = refused(&format!("backtest {graduates} --method completion-curve"));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("needs --entrants and --completions"),
        "{}",
        run.stderr
    );
    let run = refused(&format!("backtest {graduates} --method mean"));
    assert!(
        run.stderr
            .contains("mean-frequency, completion-curve, last-value, drift")
    );
    let run = refused(&format!("backtest sjuksköterska {graduates}"));
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("utfall saknas för sjuksköterska"),
        "{}",
        run.stderr
    );
    let run = refused(&format!("backtest {graduates} --region Norra"));
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert!(
        run.stderr.contains("inga rader för Norra"),
        "{}",
        run.stderr
    );
    let run = refused(&format!("backtest {graduates} --origins 2015..2016"));
    assert!(
        run.stderr.contains("historiken är för kort"),
        "{}",
        run.stderr
    );
}

fn programme(reference: &Reference) -> ProgrammeId {
    reference.programme_named("barnmorska").unwrap()
}

/// Midwives who began in 2005–2020: 100 + 10 a year, 60 % of whom take the degree after two läsår and 20 % after
/// three; from 2016 on twice as many.
fn cohorts(reference: &Reference) -> (Vec<Entrants>, Vec<Completions>) {
    let programme = programme(reference);
    let (mut entrants, mut completions) = (Vec::new(), Vec::new());
    for begins in 2005..=2020_i16 {
        let size = u32::try_from(100 + 10 * (begins - 2005)).unwrap();
        let size = if begins >= 2016 { 2 * size } else { size };
        let started = AcademicYear::beginning(begins);
        entrants.push(Entrants {
            programme,
            academic_year: started,
            place: Place::SWEDEN,
            sex: None,
            count: Some(Headcount(size)),
            basis: "påhittat".to_owned(),
        });
        for (since, tenths) in [(2, 6), (3, 2)] {
            completions.push(Completions {
                programme,
                started,
                graduated: AcademicYear::ending(begins + since),
                place: Place::SWEDEN,
                sex: None,
                count: Some(Headcount(size * tenths / 10)),
            });
        }
    }
    (entrants, completions)
}

fn pairs(entrants: &[Entrants], completions: &[Completions], outcomes: &Outcomes) -> Vec<Pair> {
    let reference = Reference::load().unwrap();
    let history = History {
        entrants,
        completions,
        outcomes,
        rule: CohortRule {
            cohorts: 3,
            average: Average::Unpooled,
        },
    };
    let request = BacktestRequest {
        programmes: vec![programme(&reference)],
        methods: Method::ALL.to_vec(),
        origins: None,
        horizon_cap: None,
        draws: None,
    };
    backtest(history, &request, &reference)
}

/// What was forecast at an origin does not change with anything that became known after it.
#[test]
fn an_origin_sees_nothing_that_came_later() {
    let reference = Reference::load().unwrap();
    let (entrants, mut completions) = cohorts(&reference);
    // Every cohort has a share of its own, so that it tells which ones a method has seen.
    for row in &mut completions {
        let fewer = u32::try_from(row.started.begins() - 2005).unwrap();
        row.count = row.count.map(|count| Headcount(count.0 - fewer));
    }
    let outcomes = Outcomes::of_completions(&entrants, &completions, &reference);
    let all = pairs(&entrants, &completions, &outcomes);
    assert!(all.len() > 30, "{}", all.len());
    for origin in [2013, 2015, 2017] {
        // The future is another one: ten times the entrants, and hardly any degrees.
        let mut later = (entrants.clone(), completions.clone());
        for row in &mut later.0 {
            if row.academic_year.ends() > origin {
                row.count = row.count.map(|count| Headcount(10 * count.0));
            }
        }
        for row in &mut later.1 {
            if row.graduated.ends() > origin {
                row.count = row.count.map(|count| Headcount(count.0 / 10));
            }
        }
        let changed = pairs(&later.0, &later.1, &outcomes);
        // Or there is none at all yet.
        let known_entrants = entrants
            .iter()
            .filter(|row| row.academic_year.ends() <= origin);
        let known_entrants: Vec<Entrants> = known_entrants.cloned().collect();
        let known = completions
            .iter()
            .filter(|row| row.graduated.ends() <= origin);
        let known: Vec<Completions> = known.cloned().collect();
        let then = pairs(&known_entrants, &known, &outcomes);
        let forecasts = |pairs: &[Pair]| -> Vec<(Method, Year, f64)> {
            let known = pairs.iter().filter(|pair| pair.origin <= origin);
            known
                .map(|pair| (pair.method, pair.origin, pair.forecast))
                .collect()
        };
        assert_eq!(forecasts(&all), forecasts(&changed), "{origin}");
        assert_eq!(forecasts(&all), forecasts(&then), "{origin}");
        assert!(!forecasts(&all).is_empty());
    }
}

/// The curve is exact here: one läsår ahead it knows the entrants and the chances.
#[test]
fn a_curve_of_cohorts_that_are_all_alike_is_right() {
    let reference = Reference::load().unwrap();
    let (entrants, completions) = cohorts(&reference);
    let outcomes = Outcomes::of_completions(&entrants, &completions, &reference);
    let all = pairs(&entrants, &completions, &outcomes);
    let of = |method| all.iter().filter(move |pair| pair.method == method);
    assert!(of(Method::CompletionCurve).count() >= 8);
    for pair in of(Method::CompletionCurve) {
        assert!((pair.forecast - pair.outcome).abs() < 1e-6, "{pair:?}");
    }
    // The published method books all eight tenths on the nominal year, and is wrong when cohorts grow.
    let jump = of(Method::MeanFrequency)
        .find(|pair| pair.origin == 2017)
        .unwrap();
    let (new, old) = (2.0 * 210.0, 200.0);
    assert!((jump.forecast - 0.8 * new).abs() < 1e-6, "{jump:?}");
    assert!(
        (jump.outcome - (0.6 * new + 0.2 * old)).abs() < 1e-6,
        "{jump:?}"
    );
    // All methods are compared on the same years.
    let years = |method| -> Vec<Year> { of(method).map(|pair| pair.origin).collect() };
    for method in Method::ALL {
        assert_eq!(years(method), years(Method::Drift), "{method:?}");
    }
}

/// The parts of every change add up, whatever the editions, and the country's are its regions'.
fn check(changes: &BTreeMap<vardkraft::forecast::CellKey, Change>) {
    for (key, change) in changes {
        let Some(total) = change.total() else {
            // What one edition lacks has no change; the other one's number stands apart.
            let parts = [change.entrants, change.frequency, change.timing];
            assert!(
                parts.iter().all(|part| part.abs() <= 0.0),
                "{key:?} {change:?}"
            );
            let other = change.new.or(change.old.map(|old| -old));
            assert!((change.coverage - other.unwrap_or_default()).abs() < 1e-9);
            continue;
        };
        let sum = change.entrants + change.frequency + change.timing + change.coverage;
        let slack = 1e-9 * (1.0 + sum.abs() + total.abs());
        assert!((sum - total).abs() < slack, "{key:?} {change:?}");
    }
}

/// Cells of one edition: entrants, share that takes the degree, others; or nothing.
type Made = [Option<(u16, f64, f64)>; 3];

fn made() -> impl Strategy<Value = Made> {
    let cell = proptest::option::weighted(0.8, (0_u16..2_000, 0.0..1.0_f64, -50.0..50.0_f64));
    [cell.clone(), cell.clone(), cell].prop_map(|cells| cells)
}

fn edition(cells: Made, method: Method, reference: &Reference) -> Edition {
    let regions: Vec<_> = reference.health_regions().map(|(id, _)| Some(id)).collect();
    let programme = programme(reference);
    let mut estimates: Vec<Estimate> = Vec::new();
    for (cell, region) in cells.into_iter().zip(regions) {
        let Some((entrants, share, others)) = cell else {
            continue;
        };
        let of_entrants = f64::from(entrants) * share;
        let graduates = (of_entrants + others).max(0.0);
        estimates.push(estimate(
            programme,
            region,
            entrants.into(),
            of_entrants,
            graduates,
            method,
        ));
    }
    let sum = |value: fn(&Estimate) -> f64| estimates.iter().map(value).sum::<f64>();
    let entrants = estimates.iter().filter_map(|row| row.entrants).sum();
    let (of_entrants, graduates) = (
        sum(|row| row.of_entrants.unwrap()),
        sum(|row| row.graduates.unwrap()),
    );
    if !estimates.is_empty() {
        let country = estimate(programme, None, entrants, of_entrants, graduates, method);
        estimates.push(country);
    }
    let forecast = Forecast {
        base_year: 2023,
        estimates,
        ..Forecast::default()
    };
    Edition::of(&forecast, &[], EditionFacts::default(), reference)
}

fn estimate(
    programme: ProgrammeId,
    health_region: Option<vardkraft::domain::HealthRegionId>,
    entrants: u64,
    of_entrants: f64,
    graduates: f64,
    method: Method,
) -> Estimate {
    Estimate {
        programme,
        health_region,
        exam_year: 2024,
        horizon: 1,
        entrants: Some(entrants),
        of_entrants: Some(of_entrants),
        graduates: Some(graduates),
        from_unstarted: 0.0,
        predictive: None,
        method,
        entrants_basis: [String::new()].into(),
        frequency_basis: std::collections::BTreeSet::new(),
        uses_national_frequency: false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_change_is_explained_to_the_last_person(old in made(), new in made()) {
        let reference = Reference::load().unwrap();
        let old = edition(old, Method::MeanFrequency, &reference);
        let new = edition(new, Method::CompletionCurve, &reference);
        let changes = compare(&old, &new, &reference);
        check(&changes);
        // And back again it is the opposite.
        let back = compare(&new, &old, &reference);
        for (key, change) in &changes {
            let opposite = &back[key];
            prop_assert!((change.entrants + opposite.entrants).abs() < 1e-9);
            let both = change.total().zip(opposite.total());
            prop_assert!(both.is_none_or(|(a, b)| (a + b).abs() < 1e-9));
            prop_assert!((change.coverage + opposite.coverage).abs() < 1e-9);
        }
    }

    /// An edition that is saved and read is the edition, number by number.
    #[test]
    fn a_saved_edition_is_the_edition(cells in made()) {
        let reference = Reference::load().unwrap();
        let edition = edition(cells, Method::MeanFrequency, &reference);
        let text = edition.to_json();
        prop_assert_eq!(Edition::from_json(&text, &reference), Ok(edition));
    }
}

#[test]
fn a_change_by_hand() {
    let reference = Reference::load().unwrap();
    let one = |entrants, share, others| {
        let cells = [Some((entrants, share, others)), None, None];
        edition(cells, Method::MeanFrequency, &reference)
    };
    // 100 × 0.80 become 120 × 0.75 + 3.
    let changes = compare(&one(100, 0.80, 0.0), &one(120, 0.75, 3.0), &reference);
    assert_eq!(changes.len(), 2);
    for change in changes.values() {
        let parts = [
            change.entrants,
            change.frequency,
            change.timing,
            change.coverage,
        ];
        for (part, expected) in parts.into_iter().zip([15.5, -5.5, 3.0, 0.0]) {
            assert!((part - expected).abs() < 1e-9, "{parts:?}");
        }
    }
}

#[test]
fn an_edition_that_is_none_changed_or_newer_is_refused() {
    let reference = Reference::load().unwrap();
    let edition = edition(
        [Some((100, 0.8, 0.0)), None, None],
        Method::MeanFrequency,
        &reference,
    );
    let text = edition.to_json();
    let read = |text: &str| Edition::from_json(text, &reference);
    assert_eq!(read(&text), Ok(edition.clone()));
    for cut in [1, text.len() / 3, text.len() / 2] {
        assert!(matches!(
            read(&text[..cut]),
            Err(EditionError::Unreadable { .. })
        ));
    }
    assert_eq!(read("{}"), Err(EditionError::NotAnEdition));
    assert_eq!(read("[1]"), Err(EditionError::NotAnEdition));
    let newer = text.replace("\"version\": 2", "\"version\": 3");
    assert_eq!(read(&newer), Err(EditionError::OtherVersion { version: 3 }));
    let changed = text.replacen("\"graduates\": 80.0", "\"graduates\": 81.0", 1);
    assert_ne!(changed, text);
    assert_eq!(read(&changed), Err(EditionError::Changed));
    let lacking = text.replacen("\"horizon\"", "\"horisont\"", 1);
    assert!(matches!(
        read(&lacking),
        Err(EditionError::Incomplete { .. })
    ));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("omgang.json");
    fs::write(&path, &newer).unwrap();
    let run = Program::new("compare").arg(&path).arg(&path).run();
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("omgången har version 3"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("omgang.json"), "{}", run.stderr);
}

#[test]
fn an_edition_is_held_against_another_and_against_what_happened() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = ["a.json", "b.json"].map(|name| folder.path().join(name));
    let forecast = "forecast --entrants examples/kohorter/nyborjare.csv -q -f csv \
        --completions examples/kohorter/examinerade.csv";
    let save = |path: &std::path::Path, arguments: &str| {
        Program::new(&format!("{forecast} {arguments} --save"))
            .arg(path)
            .stdout()
    };
    save(&old, "--method mean-frequency --from-year 2021");
    save(&new, "--method completion-curve --from-year 2022");
    let text = Program::new("compare -q -f csv")
        .arg(&old)
        .arg(&new)
        .stdout();
    let number = |cell: &str| cell.parse::<f64>().unwrap_or(0.0);
    let (mut rows, mut lone) = (0, 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[3].is_empty() || cells[4].is_empty() {
            // What one edition lacks is missing, never 0; the other one's number stands apart.
            assert!(cells[5..9].iter().all(|cell| cell.is_empty()), "{line}");
            let other = number(cells[4]) - number(cells[3]);
            assert!((number(cells[9]) - other).abs() < 1e-9, "{line}");
            lone += 1;
            continue;
        }
        let parts: f64 = cells[6..10].iter().map(|cell| number(cell)).sum();
        assert!((parts - number(cells[5])).abs() < 3e-4, "{line}");
        assert!(
            (number(cells[4]) - number(cells[3]) - number(cells[5])).abs() < 3e-4,
            "{line}"
        );
        rows += 1;
    }
    assert!(rows > 12 && lone > 8, "{rows} {lone}");

    let told = Program::new("compare -f csv --outcome examples/kohorter/utfall.csv")
        .arg(&old)
        .run();
    assert!(
        told.stderr.contains("har inget känt utfall"),
        "{}",
        told.stderr
    );
    let wrong = "utbildning,läsår,examinerade\ntandläkare,1999/00,5\n";
    let path = folder.path().join("u.csv");
    fs::write(&path, wrong).unwrap();
    let run = Program::new("compare")
        .arg(&old)
        .arg("--outcome")
        .arg(&path)
        .run();
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("inga av omgångens"), "{}", run.stderr);
}

#[test]
fn an_edition_never_overwrites_its_inputs() {
    let run = Program::new(
        "forecast --entrants examples/kohorter/nyborjare.csv --save examples/kohorter/nyborjare.csv \
         --completions examples/kohorter/examinerade.csv",
    )
    .run();
    assert_ne!(run.code, Some(0));
    let text = fs::read_to_string("examples/kohorter/nyborjare.csv").unwrap();
    assert!(text.starts_with("utbildning,"), "{text}");
}
