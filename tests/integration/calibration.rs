//! Do intervals hold, and does the curve beat the mean? On made-up cohorts whose truth is known.
//!
//! Slow, so it runs only where it is asked for: `cargo test --release -- --ignored`.

use std::thread;

use vardkraft::domain::{IntervalLevel, Place};
use vardkraft::forecast::{
    Average, CohortRule, Draws, Forecast, Request, cohort_frequencies, completion_curve,
    mean_frequency,
};
use vardkraft::reference::Reference;

use crate::worlds::{STEADY, Truth, World, programmes};

/// What was found over many worlds, by horizon.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    pairs: f64,
    within: [f64; 2],
    of_curve: f64,
    of_mean: f64,
}

const LEVELS: [f64; 2] = [0.8, 0.95];

fn tally(truth: Truth, worlds: u64, count: u32) -> [Tally; 3] {
    let reference = Reference::load().unwrap();
    let reference = &reference;
    let add = |mut sum: [Tally; 3], part: [Tally; 3]| {
        for (sum, part) in sum.iter_mut().zip(part) {
            sum.pairs += part.pairs;
            sum.of_curve += part.of_curve;
            sum.of_mean += part.of_mean;
            for (sum, part) in sum.within.iter_mut().zip(part.within) {
                *sum += part;
            }
        }
        sum
    };
    let halves: Vec<[Tally; 3]> = thread::scope(|scope| {
        let halves = [0, 1].map(|half| {
            scope.spawn(move || {
                let seeds = (0..worlds).filter(|seed| seed % 2 == half);
                seeds
                    .map(|seed| of_world(truth, seed, count, reference))
                    .fold([Tally::default(); 3], add)
            })
        });
        halves.map(|half| half.join().unwrap()).to_vec()
    });
    halves.into_iter().fold([Tally::default(); 3], add)
}

fn of_world(truth: Truth, seed: u64, count: u32, reference: &Reference) -> [Tally; 3] {
    let world = World::made(truth, seed, reference);
    let request = Request {
        programmes: programmes(reference),
        from_year: None,
        horizon_cap: None,
        draws: Some(Draws { count, seed }),
    };
    let curve = completion_curve(&world.entrants, &world.known, &request, reference).unwrap();
    let rule = CohortRule {
        cohorts: 3,
        average: Average::Unpooled,
    };
    let frequencies = cohort_frequencies(&world.entrants, &world.known, rule, &request, reference)
        .unwrap()
        .frequencies;
    let points = Request {
        draws: None,
        ..request
    };
    let mean = mean_frequency(&world.entrants, &frequencies, &points, reference).unwrap();
    compared(&world, &curve, &mean)
}

fn compared(world: &World, curve: &Forecast, mean: &Forecast) -> [Tally; 3] {
    let mut tallies = [Tally::default(); 3];
    assert_eq!(curve.estimates.len(), mean.estimates.len());
    for (curve, mean) in curve.estimates.iter().zip(&mean.estimates) {
        let place = curve.health_region.map(Place::health_region);
        let outcome = world.outcome(curve.programme, place, curve.exam_year);
        let tally = &mut tallies[usize::from(curve.horizon) - 1];
        tally.pairs += 1.0;
        tally.of_curve += (curve.graduates.unwrap() - outcome).abs();
        tally.of_mean += (mean.graduates.unwrap() - outcome).abs();
        let predictive = curve.predictive.as_ref().unwrap();
        for (within, level) in tally.within.iter_mut().zip(LEVELS) {
            let (lower, upper) = predictive.interval(IntervalLevel::new(level).unwrap());
            *within += f64::from(u8::from(lower <= outcome && outcome <= upper));
        }
    }
    tallies
}

#[test]
#[ignore = "500 made-up countries take a minute"]
fn intervals_hold_and_the_curve_loses_nothing_when_cohorts_are_alike() {
    let tallies = tally(STEADY, 500, 1_000);
    for (horizon, tally) in (1..).zip(tallies) {
        let [of_80, of_95] = tally.within.map(|within| within / tally.pairs);
        let ratio = tally.of_curve / tally.of_mean;
        println!(
            "horisont {horizon}: 80 % {of_80:.3}, 95 % {of_95:.3}, MAE {ratio:.3} of mean-frequency"
        );
        assert!((0.77..=0.83).contains(&of_80), "{horizon}: {of_80}");
        assert!((0.93..=0.97).contains(&of_95), "{horizon}: {of_95}");
        assert!(ratio <= 1.02, "{horizon}: {ratio}");
    }
}

#[test]
#[ignore = "100 made-up countries take a quarter of a minute"]
fn the_curve_beats_the_mean_when_completion_drifts() {
    for drift in [0.01, -0.01] {
        let drifting = Truth { drift, ..STEADY };
        for (horizon, tally) in (1..).zip(tally(drifting, 100, 200)) {
            let ratio = tally.of_curve / tally.of_mean;
            println!("drift {drift}, horisont {horizon}: MAE {ratio:.3} of mean-frequency");
            assert!(ratio < 1.0, "{drift} {horizon}: {ratio}");
        }
    }
}
