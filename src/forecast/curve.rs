//! A programme's completion curve: the chance of the degree by läsår since the start.

use super::cohort_table::{Cohort, CohortTable};
use super::outlook::Variation;
use crate::domain::Year;
use crate::stats::{Step, chi_squared_tail, development};

/// Every cohort counts this much of the next younger one that has been followed as far: four cohorts'
/// worth in all, one and a half years old on average.
const DISCOUNT: f64 = 0.6;

/// A trend between cohorts is carried on when chance would give one as strong less often than this.
const SIGNIFICANT: f64 = 0.05;

/// Cohorts that must have been followed through the nominal length.
pub(super) const FEWEST_COHORTS: usize = 3;

/// The completion curve of one programme, for the country and its places.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Curve {
    /// By läsår since the start, the first läsår first.
    pub(super) years: Vec<CurveYear>,
    /// Variance of log odds between cohorts that all places share.
    pub(super) shared_variance: f64,
    /// Variance of log odds between cohorts in one place alone.
    pub(super) own_variance: f64,
    /// Degrees of freedom behind both.
    pub(super) degrees_of_freedom: f64,
    /// Whether chances change from cohort to cohort.
    pub(super) trend: Option<Trend>,
    /// How they change, if they do.
    slope: Slope,
}

/// The change of log odds from one cohort to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Slope {
    per_cohort: f64,
    variance: f64,
}

/// The chance of the degree in one läsår among those who have not taken it before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CurveYear {
    /// In the country.
    pub(super) chance: f64,
    /// Variance of its log odds as an estimate.
    pub(super) variance: f64,
    /// The year in which the cohorts that it rests on began, on average.
    centre: f64,
    /// In every place, small ones drawn towards the country's.
    pub(super) of_places: Vec<PlaceChance>,
}

/// The chance in a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlaceChance {
    /// The chance.
    pub(super) chance: f64,
    /// Variance of its log odds around the country's, as an estimate.
    pub(super) variance: f64,
}

/// A test for trend between cohorts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Positive if younger cohorts take the degree more often, or sooner.
    pub direction: f64,
    /// The chance of a trend as strong or stronger if there is none.
    pub p_value: f64,
}

impl Trend {
    /// Whether it is carried on into the forecast.
    #[must_use]
    pub fn is_carried_on(self) -> bool {
        self.p_value < SIGNIFICANT
    }
}

/// What one cohort did in one läsår since the start.
#[derive(Clone, Copy)]
struct Observed {
    /// The year in which the cohort began.
    begins: f64,
    unfinished: f64,
    degrees: f64,
    weight: f64,
}

impl Observed {
    /// The variance of its degrees at a chance, by chance alone.
    fn binomial(&self, chance: f64) -> f64 {
        self.unfinished * chance * (1.0 - chance)
    }

    fn beyond(&self, chance: f64) -> f64 {
        self.degrees - self.unfinished * chance
    }
}

impl Curve {
    /// Estimates the curve.
    ///
    /// The chance in läsår `k` is `Σ w d / Σ w u` over all cohorts that have been followed so far,
    /// `u` of a cohort not having the degree before and `d` taking it in that läsår ([`development`]);
    /// a cohort weighs ¾ of the next younger one. Variation between cohorts is a variance of log odds,
    /// common to all läsår, by moments: what the squared residuals are beyond chance, by the square of
    /// `u h (1 − h)`. Places are drawn towards the country by the beta-binomial posterior mean
    /// `(d/φ + M h) / (u/φ + M)`, φ being their variance inflation and M the precision that the
    /// variation between places, by moments again, gives.
    ///
    /// Where the trend between cohorts is significant (see [`Trend`]), log odds are carried on along it from
    /// the mean start of the cohorts that they rest on.
    ///
    /// References: Singer & Willett (1993) on discrete-time hazards; Efron & Morris (1975) on empirical
    /// Bayes; Williams (1982) on extra-binomial variation.
    ///
    /// None with fewer than three cohorts followed through the nominal length.
    pub(super) fn of(table: &CohortTable, nominal: u8) -> Option<Self> {
        if Self::followed(table, nominal) < FEWEST_COHORTS {
            return None;
        }
        let country: Vec<Vec<Observed>> = (0..table.last_since())
            .map(|since| observed(table, None, since))
            .collect();
        let (trend, slope) = trend(&country).unzip();
        let slope = match (trend, slope) {
            (Some(trend), Some(slope)) if trend.is_carried_on() => slope,
            _ => Slope::default(),
        };
        let of_country = between_cohorts(&country, slope);
        let places: Vec<Vec<Vec<Observed>>> =
            if table.has_degrees_by_place && table.places.len() > 1 {
                let places = 0..table.places.len();
                let of_place = |place| {
                    (0..country.len())
                        .map(|since| observed(table, Some(place), since))
                        .collect()
                };
                places.map(of_place).collect()
            } else {
                Vec::new()
            };
        let (shared, own) = parted(&of_country, &places, slope, concentration(table));
        let mut years: Vec<CurveYear> = country
            .iter()
            .map(|cohorts| curve_year(cohorts, of_country.variance))
            .collect();
        if !places.is_empty() {
            let between = between_places(&years, &places, own);
            for (since, year) in years.iter_mut().enumerate() {
                let own_places = places.iter().map(|place| &place[since][..]);
                let pooled = own_places.map(|cohorts| pooled(cohorts, year.chance, own, between));
                year.of_places = pooled.collect();
            }
        }
        Some(Self {
            years,
            shared_variance: shared,
            own_variance: own,
            degrees_of_freedom: of_country.degrees_of_freedom,
            trend,
            slope,
        })
    }

    /// How many cohorts with students have been followed through the nominal length.
    pub(super) fn followed(table: &CohortTable, nominal: u8) -> usize {
        let last = usize::from(nominal).saturating_sub(1);
        observed(table, None, last).len()
    }

    /// The chance in läsår `since` (0 the first) at a place, for the cohort that began in a year; 0
    /// beyond the last läsår in which anybody has taken the degree.
    pub(super) fn chance(&self, place: usize, since: usize, begins: Year) -> f64 {
        self.years.get(since).map_or(0.0, |year| {
            let own = year.of_places.get(place);
            let chance = own.map_or(year.chance, |own| own.chance);
            moved(chance, self.slope.per_cohort * year.away(begins))
        })
    }

    /// The variance of that chance's log odds that is the place's alone.
    pub(super) fn place_variance(&self, place: usize, since: usize) -> f64 {
        let year = self.years.get(since);
        let own = year.and_then(|year| year.of_places.get(place));
        own.map_or(0.0, |own| own.variance) + self.own_variance
    }

    /// What moves the chance of that läsår everywhere.
    pub(super) fn variation(&self, since: usize, begins: Year) -> Variation {
        let of_estimate = self.years.get(since).map_or(0.0, |year| {
            year.variance + self.slope.variance * year.away(begins).powi(2)
        });
        Variation {
            between_cohorts: self.shared_variance,
            of_estimate,
        }
    }

    /// The share of the cohort that takes the degree within so many läsår.
    pub(super) fn share_within(&self, place: usize, years: usize, begins: Year) -> f64 {
        let waiting = (0..years).map(|since| 1.0 - self.chance(place, since, begins));
        1.0 - waiting.product::<f64>()
    }
}

impl CurveYear {
    /// How many cohorts away one is from those that the chance rests on.
    fn away(&self, begins: Year) -> f64 {
        f64::from(begins) - self.centre
    }
}

/// A chance whose log odds are changed.
fn moved(chance: f64, change: f64) -> f64 {
    if change.abs() <= 0.0 || chance <= 0.0 || chance >= 1.0 {
        return chance;
    }
    let odds = chance / (1.0 - chance) * change.exp();
    odds / (1.0 + odds)
}

/// What every cohort that has been followed so far did in a läsår.
fn observed(table: &CohortTable, place: Option<usize>, since: usize) -> Vec<Observed> {
    let of_cohort = |(begins, cohort): (&i16, &Cohort)| {
        Some(Observed {
            begins: f64::from(*begins),
            unfinished: cohort.unfinished(place, since)?,
            degrees: cohort.taken(place, since)?,
            weight: 1.0,
        })
    };
    let mut cohorts: Vec<Observed> = table.cohorts.iter().filter_map(of_cohort).collect();
    cohorts.retain(|cohort| cohort.unfinished > 0.0);
    let youngest = cohorts.last().map_or(0.0, |cohort| cohort.begins);
    for cohort in &mut cohorts {
        cohort.weight = DISCOUNT.powf(youngest - cohort.begins);
    }
    cohorts
}

/// The chance over cohorts, by the given weights.
fn chance(cohorts: &[Observed], weight: fn(&Observed) -> f64) -> f64 {
    let steps = cohorts.iter().map(|cohort| Step {
        before: cohort.unfinished,
        after: cohort.degrees,
        weight: weight(cohort),
    });
    development(&steps.collect::<Vec<_>>()).unwrap_or_default()
}

/// The year in which those began who make up the chance, on average; 0 if there are none.
fn centre(cohorts: &[Observed], weight: fn(&Observed) -> f64) -> f64 {
    let weighed = |cohort: &Observed| weight(cohort) * cohort.unfinished;
    let all: f64 = cohorts.iter().map(weighed).sum();
    let begins = cohorts.iter().map(|cohort| weighed(cohort) * cohort.begins);
    if all > 0.0 {
        begins.sum::<f64>() / all
    } else {
        0.0
    }
}

const fn equally(_: &Observed) -> f64 {
    1.0
}

const fn by_age(cohort: &Observed) -> f64 {
    cohort.weight
}

/// The variance of log odds between cohorts, and what it rests on.
struct BetweenCohorts {
    variance: f64,
    degrees_of_freedom: f64,
}

fn between_cohorts(years: &[Vec<Observed>], slope: Slope) -> BetweenCohorts {
    let (mut beyond, mut squares, mut fourths, mut means) = (0.0, 0.0, 0.0, 0.0);
    for cohorts in years {
        let count = cohorts.iter().map(|_| 1.0).sum::<f64>();
        let chance = chance(cohorts, equally);
        if count < 2.0 || chance <= 0.0 || chance >= 1.0 {
            continue;
        }
        let mut own_squares = 0.0;
        let centre = centre(cohorts, equally);
        for cohort in cohorts {
            let chance = moved(chance, slope.per_cohort * (cohort.begins - centre));
            let binomial = cohort.binomial(chance);
            beyond += cohort.beyond(chance).powi(2) * count / (count - 1.0) - binomial;
            own_squares += binomial * binomial;
            fourths += binomial.powi(4);
        }
        squares += own_squares;
        means += own_squares / count;
    }
    if squares <= 0.0 {
        return BetweenCohorts {
            variance: 0.0,
            degrees_of_freedom: 1.0,
        };
    }
    // As many cells as count, less one mean for each läsår, as far as it counts.
    let effective = squares * squares / fourths;
    BetweenCohorts {
        variance: (beyond / squares).max(0.0),
        degrees_of_freedom: (effective * (1.0 - means / squares)).max(1.0),
    }
}

/// Parts the variance between cohorts into what all places share and what is each place's own, by
/// what it is in the country and in the places.
fn parted(
    of_country: &BetweenCohorts,
    places: &[Vec<Vec<Observed>>],
    slope: Slope,
    concentration: f64,
) -> (f64, f64) {
    let of_country = of_country.variance;
    if places.is_empty() || concentration >= 1.0 {
        return (of_country, 0.0);
    }
    let cells: Vec<Vec<Observed>> = places.iter().flatten().cloned().collect();
    let of_places = between_cohorts(&cells, slope).variance;
    let own = ((of_places - of_country) / (1.0 - concentration)).max(0.0);
    ((of_country - concentration * own).max(0.0), own)
}

/// The sum of the squared shares of the places among all entrants.
fn concentration(table: &CohortTable) -> f64 {
    let of_place = |place: usize| {
        let cohorts = table.cohorts.values();
        cohorts
            .filter_map(|cohort| cohort.entrants[place])
            .sum::<f64>()
    };
    let sums: Vec<f64> = (0..table.places.len()).map(of_place).collect();
    let all: f64 = sums.iter().sum();
    sums.iter().map(|sum| (sum / all).powi(2)).sum()
}

fn curve_year(cohorts: &[Observed], between: f64) -> CurveYear {
    let chance = chance(cohorts, by_age);
    let weighed: f64 = cohorts.iter().map(|own| own.weight * own.unfinished).sum();
    let scale = weighed * chance * (1.0 - chance);
    let variance = if scale > 0.0 {
        weighed_variance(cohorts, chance, between) / (scale * scale)
    } else {
        0.0
    };
    CurveYear {
        chance,
        variance,
        centre: centre(cohorts, by_age),
        of_places: Vec::new(),
    }
}

/// The variance of the weighed degrees, by chance and between cohorts.
fn weighed_variance(cohorts: &[Observed], chance: f64, between: f64) -> f64 {
    let of_cohort = |cohort: &Observed| {
        let binomial = cohort.binomial(chance);
        cohort.weight.powi(2) * (binomial + binomial * binomial * between)
    };
    cohorts.iter().map(of_cohort).sum()
}

/// The variance of log odds between places, by moments.
fn between_places(years: &[CurveYear], places: &[Vec<Vec<Observed>>], own: f64) -> f64 {
    let (mut beyond, mut squares) = (0.0, 0.0);
    for place in places {
        for (cohorts, year) in place.iter().zip(years) {
            let weighed = |value: f64, cohort: &Observed| cohort.weight * value;
            let residual: f64 = cohorts
                .iter()
                .map(|cohort| weighed(cohort.beyond(year.chance), cohort))
                .sum();
            let scale: f64 = cohorts
                .iter()
                .map(|cohort| weighed(cohort.binomial(year.chance), cohort))
                .sum();
            beyond += residual * residual - weighed_variance(cohorts, year.chance, own);
            squares += scale * scale;
        }
    }
    if squares > 0.0 {
        (beyond / squares).max(0.0)
    } else {
        0.0
    }
}

/// The chance in a place as the posterior mean of a beta prior around the country's.
fn pooled(cohorts: &[Observed], of_country: f64, own: f64, between: f64) -> PlaceChance {
    let binomial = of_country * (1.0 - of_country);
    if between <= 0.0 || binomial <= 0.0 {
        return PlaceChance {
            chance: of_country,
            variance: 0.0,
        };
    }
    let precision = (1.0 / (between * binomial) - 1.0).max(1.0);
    let sum = |value: fn(&Observed) -> f64| -> f64 {
        cohorts
            .iter()
            .map(|cohort| cohort.weight * value(cohort))
            .sum()
    };
    let (unfinished, degrees) = (sum(|own| own.unfinished), sum(|own| own.degrees));
    let inflation = if unfinished > 0.0 {
        weighed_variance(cohorts, of_country, own) / (unfinished * binomial)
    } else {
        1.0
    };
    let (unfinished, degrees) = (unfinished / inflation, degrees / inflation);
    let chance = (degrees + precision * of_country) / (unfinished + precision);
    let variance = chance * (1.0 - chance) / (unfinished + precision + 1.0);
    let scale = chance * (1.0 - chance);
    PlaceChance {
        chance,
        variance: if scale > 0.0 {
            variance / (scale * scale)
        } else {
            0.0
        },
    }
}

/// The score test for a trend of log odds over cohorts, within each läsår since the start, with the
/// variance inflated by what cohorts vary beyond chance.
///
/// `Σ (d − u h)(s − s̄)` by the root of `φ Σ h (1 − h) u (s − s̄)²`, `s` being the year in which a cohort
/// began and φ Pearson's chi-squared by its degrees of freedom, at least 1.
///
/// The slope is one step of Newton's method towards its maximum-likelihood estimate, score by information.
///
/// Reference: Armitage (1955).
fn trend(years: &[Vec<Observed>]) -> Option<(Trend, Slope)> {
    let (mut score, mut information, mut pearson, mut freedom) = (0.0, 0.0, 0.0, 0.0);
    for cohorts in years {
        let chance = chance(cohorts, equally);
        let count = cohorts.iter().map(|_| 1.0).sum::<f64>();
        if count < 2.0 || chance <= 0.0 || chance >= 1.0 {
            continue;
        }
        let mean = centre(cohorts, equally);
        for cohort in cohorts {
            let (residual, away) = (cohort.beyond(chance), cohort.begins - mean);
            score += residual * away;
            information += cohort.binomial(chance) * away * away;
            pearson += residual * residual / cohort.binomial(chance);
        }
        freedom += count - 1.0;
    }
    (information > 0.0).then(|| {
        let inflation = (pearson / freedom).max(1.0);
        let trend = Trend {
            direction: score.signum(),
            p_value: chi_squared_tail(score * score / (inflation * information), 1),
        };
        let slope = Slope {
            per_cohort: score / information,
            variance: inflation / information,
        };
        (trend, slope)
    })
}
