//! Made-up countries whose truth is known: entrants and degrees of all programmes with a horizon.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use vardkraft::domain::{AcademicYear, Completions, Entrants, Headcount, Place, ProgrammeId, Year};
use vardkraft::reference::Reference;

/// The first cohort begins in 2002, the newest in 2022.
const COHORTS: std::ops::RangeInclusive<Year> = 2002..=2022;
const BASE: Year = 2023;

/// How cohorts come about. The model of the forecast knows none of it.
#[derive(Clone, Copy)]
pub(crate) struct Truth {
    /// Standard deviation between cohorts of the share that takes the degree, in the country.
    pub(crate) of_cohorts: f64,
    /// The same in each region around the country's.
    pub(crate) of_regions: f64,
    /// Change of the share from cohort to cohort.
    pub(crate) drift: f64,
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
        (0..count).map(|_| u32::from(self.uniform() < chance)).sum()
    }
}

/// A made-up country: entrants, degrees as far as they are known in 2023, and all that come later.
pub(crate) struct World {
    pub(crate) entrants: Vec<Entrants>,
    pub(crate) known: Vec<Completions>,
    later: Vec<Completions>,
}

impl World {
    pub(crate) fn made(truth: Truth, seed: u64, reference: &Reference) -> Self {
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

    pub(crate) fn outcome(&self, programme: ProgrammeId, place: Option<Place>, year: Year) -> f64 {
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

pub(crate) fn programmes(reference: &Reference) -> Vec<ProgrammeId> {
    let all = reference.programmes();
    all.filter(|(_, programme)| programme.horizon_years.is_some())
        .map(|(id, _)| id)
        .collect()
}

/// Cohorts that vary but do not change.
pub(crate) const STEADY: Truth = Truth {
    of_cohorts: 0.03,
    of_regions: 0.03,
    drift: 0.0,
};
