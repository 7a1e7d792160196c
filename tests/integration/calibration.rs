//! Do intervals hold, and does the curve beat the mean? On made-up cohorts whose truth is known.
//!
//! Slow, so it runs only where it is asked for: `cargo test --release -- --ignored`.

use std::thread;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use vardkraft::domain::{
    AcademicYear, Completions, Entrants, Headcount, IntervalLevel, Place, ProgrammeId, Year,
};
use vardkraft::forecast::{
    Average, CohortRule, Draws, Forecast, Request, cohort_frequencies, completion_curve,
    mean_frequency,
};
use vardkraft::reference::Reference;

/// The first cohort begins in 2002, the newest in 2022.
const COHORTS: std::ops::RangeInclusive<Year> = 2002..=2022;
const BASE: Year = 2023;

/// How cohorts come about. The model of the forecast knows none of it.
#[derive(Clone, Copy)]
struct Truth {
    /// Standard deviation between cohorts of the share that takes the degree, in the country.
    of_cohorts: f64,
    /// The same in each region around the country's.
    of_regions: f64,
    /// Change of the share from cohort to cohort.
    drift: f64,
}

struct Dice(ChaCha8Rng);

impl Dice {
    fn uniform(&mut self) -> f64 {
        (f64::from(self.0.next_u32()) + 0.5) / 4_294_967_296.0
    }

    /// Exponential by inversion, gamma of whole shape by adding: beta variables without our own code.
    fn gamma(&mut self, shape: u32) -> f64 {
        (0..shape).map(|_| -self.uniform().ln()).sum()
    }

    /// A beta variable of about this mean and standard deviation.
    fn beta(&mut self, mean: f64, deviation: f64) -> f64 {
        let size = mean * (1.0 - mean) / (deviation * deviation) - 1.0;
        let [a, b] = [mean * size, (1.0 - mean) * size].map(|shape| shape.round().max(1.0));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small"
        )]
        let [a, b] = [a as u32, b as u32].map(|shape| self.gamma(shape));
        a / (a + b)
    }

    fn binomial(&mut self, count: u32, chance: f64) -> u32 {
        let hits = (0..count).filter(|_| self.uniform() < chance).count();
        u32::try_from(hits).unwrap()
    }
}

/// A made-up country: entrants, degrees as far as they are known in 2023, and all that come later.
struct World {
    entrants: Vec<Entrants>,
    known: Vec<Completions>,
    later: Vec<Completions>,
}

impl World {
    fn made(truth: Truth, seed: u64, reference: &Reference) -> Self {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        let mut world = Self {
            entrants: Vec::new(),
            known: Vec::new(),
            later: Vec::new(),
        };
        for programme in programmes(reference) {
            world.add(programme, truth, &mut dice, reference);
        }
        world
    }

    fn add(
        &mut self,
        programme: ProgrammeId,
        truth: Truth,
        dice: &mut Dice,
        reference: &Reference,
    ) {
        let nominal = reference.programme(programme).lag_years;
        // From 60 to 1 600 entrants a year, three to eight of ten of whom take the degree in the end.
        let size = 60.0 * 27.0_f64.powf(dice.uniform());
        let share = 0.55 + 0.3 * dice.uniform();
        let regions: Vec<_> = reference.health_regions().map(|(id, _)| id).collect();
        let sizes: Vec<f64> = regions.iter().map(|_| 0.3 + dice.uniform()).collect();
        let all: f64 = sizes.iter().sum();
        let shifts: Vec<f64> = regions
            .iter()
            .map(|_| 0.08 * (dice.uniform() - 0.5))
            .collect();
        // Läsår before or after the nominal one in which the degree is taken, if it is.
        let delays = [-1, 0, 1, 2, 3, 4];
        let timing = [0.02, 0.60, 0.19, 0.10, 0.06, 0.03];
        let first = *COHORTS.start();
        for begins in first..=COHORTS.end() + 1 {
            let drifted = share + truth.drift * f64::from(begins - 2012);
            let of_cohort = dice.beta(drifted, truth.of_cohorts);
            let on_time = dice.beta(timing[1], 0.03);
            let rest = (1.0 - on_time) / (1.0 - timing[1]);
            for ((region, own), shift) in regions.iter().zip(&sizes).zip(&shifts) {
                let chance = dice.beta((of_cohort + shift).clamp(0.05, 0.95), truth.of_regions);
                let swing = 0.9 + 0.2 * dice.uniform();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "small"
                )]
                let count = (size * own / all * swing).round() as u32;
                let place = Place::health_region(*region);
                if begins <= *COHORTS.end() {
                    self.entrants.push(Entrants {
                        programme,
                        academic_year: AcademicYear::beginning(begins),
                        place,
                        sex: None,
                        count: Some(Headcount(count)),
                        basis: "påhittat".to_owned(),
                    });
                }
                let mut left = count;
                let mut waiting = 1.0;
                for (delay, part) in delays.iter().zip(timing) {
                    let part = if *delay == 0 { on_time } else { part * rest };
                    let taken = dice.binomial(left, chance * part / waiting);
                    waiting -= chance * part;
                    left -= taken;
                    let graduated = AcademicYear::ending(begins + Year::from(nominal) + delay);
                    let row = Completions {
                        programme,
                        started: AcademicYear::beginning(begins),
                        graduated,
                        place,
                        sex: None,
                        count: Some(Headcount(taken)),
                    };
                    if graduated.ends() <= BASE {
                        self.known.push(row);
                    } else {
                        self.later.push(row);
                    }
                }
            }
        }
    }

    fn outcome(&self, programme: ProgrammeId, place: Option<Place>, year: Year) -> f64 {
        let rows = self.later.iter().filter(|row| {
            row.programme == programme
                && row.graduated.ends() == year
                && place.is_none_or(|place| row.place == place)
        });
        rows.filter_map(|row| row.count)
            .map(Headcount::as_f64)
            .sum()
    }
}

fn programmes(reference: &Reference) -> Vec<ProgrammeId> {
    let all = reference.programmes();
    all.filter(|(_, programme)| programme.horizon_years.is_some())
        .map(|(id, _)| id)
        .collect()
}

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
    let frequencies = cohort_frequencies(
        &world.entrants,
        &world.known,
        &request.programmes,
        rule,
        reference,
    )
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

const STEADY: Truth = Truth {
    of_cohorts: 0.03,
    of_regions: 0.03,
    drift: 0.0,
};

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
