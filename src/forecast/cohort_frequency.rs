//! Exam frequencies estimated from what earlier cohorts did.

use std::collections::BTreeSet;
use std::fmt;

use crate::domain::{
    AcademicYear, Completions, Entrants, ExamFrequencies, ExamFrequency, Headcount, HealthRegionId,
    Place, ProgrammeId, Sex, Share, Spread, Year,
};
use crate::reference::Reference;

/// Official follow-up: nominal length + 3 years (UKÄ/SCB, UF 20 SM).
const FOLLOW_UP_YEARS: Year = 3;

/// Which cohorts the mean is taken over, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CohortRule {
    /// How many of the newest completed cohorts; at least 1.
    pub cohorts: usize,
    /// How the cohorts are weighed together.
    pub average: Average,
}

/// How the frequencies of several cohorts become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Average {
    /// The plain mean of the cohorts' frequencies: every cohort counts the same.
    Unpooled,
    /// All degrees by all entrants: every entrant counts the same.
    Pooled,
}

/// Exam frequencies and the cohorts they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimatedFrequencies {
    /// The frequencies of the country and of every region that both tables divide by.
    pub frequencies: ExamFrequencies,
    /// The cohorts of each programme.
    pub cohorts: Vec<UsedCohorts>,
}

/// The completed cohorts behind a programme's frequency, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedCohorts {
    /// The programme.
    pub programme: ProgrammeId,
    /// The läsår in which they started.
    pub started: Vec<AcademicYear>,
}

/// Something that keeps a programme's frequency from being estimated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortError {
    /// The programme's name.
    pub programme: String,
    /// The health region's name, if one is concerned.
    pub health_region: Option<String>,
    /// What is wrong.
    pub fault: CohortFault,
}

/// What is wrong with a programme's cohorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CohortFault {
    /// No cohort has been followed for nominal length + 3 years.
    NoneCompleted {
        /// The last läsår with degrees in the table.
        observed_to: AcademicYear,
        /// The latest start that would be completed by then.
        latest_start: AcademicYear,
    },
    /// The completions do not speak of the programme.
    NoDegrees,
    /// Not enough cohorts have been followed through the nominal length.
    TooFew {
        /// How many have.
        followed: usize,
        /// How many a completion curve needs.
        needed: usize,
    },
    /// A cohort whose entrants are not in the entrants table.
    NoEntrants {
        /// When it started.
        started: AcademicYear,
    },
    /// A cohort with a number that is missing or suppressed.
    Unknown {
        /// When it started.
        started: AcademicYear,
    },
    /// A region that the cohorts have entrants in, but that the completions never speak of: counted
    /// as nobody, it would lower the frequency of the country.
    RegionWithoutDegrees {
        /// The region.
        health_region: HealthRegionId,
    },
    /// A cohort that took more degrees than it had entrants.
    MoreDegreesThanEntrants {
        /// When it started.
        started: AcademicYear,
        /// Where; none for the country.
        health_region: Option<HealthRegionId>,
        /// Degrees within the follow-up.
        degrees: u64,
        /// Entrants.
        entrants: u64,
    },
}

impl CohortError {
    pub(super) fn new(programme: &str, fault: CohortFault, reference: &Reference) -> Self {
        let health_region = match fault {
            CohortFault::RegionWithoutDegrees { health_region } => Some(health_region),
            CohortFault::MoreDegreesThanEntrants { health_region, .. } => health_region,
            _ => None,
        };
        let name = |id| reference.health_region(id).name.clone();
        Self {
            programme: programme.to_owned(),
            health_region: health_region.map(name),
            fault,
        }
    }

    /// What to do.
    #[must_use]
    pub fn tip(&self) -> String {
        match self.fault {
            CohortFault::NoneCompleted { .. } => {
                "en kohort är färdigföljd efter nominell tid + 3 år; ta med äldre kohorter"
            }
            CohortFault::NoDegrees => {
                "ta med utbildningens examinerade, eller nämn bara dem som ska skattas"
            }
            CohortFault::TooFew { .. } => {
                "ta med äldre kohorter, eller välj --method mean-frequency eller auto"
            }
            CohortFault::NoEntrants { .. } => {
                "ta med kohortens nybörjare, eller välj färre kohorter med --cohorts"
            }
            CohortFault::Unknown { .. } => "fyll i talen, eller välj färre kohorter med --cohorts",
            CohortFault::RegionWithoutDegrees { .. } => {
                "ta med regionens examinerade, med 0 om ingen tog examen"
            }
            CohortFault::MoreDegreesThanEntrants { .. } => {
                "kontrollera att båda tabellerna räknar samma kohort, och att läsåren stämmer"
            }
        }
        .to_owned()
    }
}

impl fmt::Display for CohortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            programme,
            health_region,
            fault,
        } = self;
        match fault {
            CohortFault::NoneCompleted {
                observed_to,
                latest_start,
            } => write!(
                f,
                "ingen kohort i {programme} är färdigföljd: examina finns till {observed_to}, \
                 så bara starter till och med {latest_start} kan vara det"
            ),
            CohortFault::NoDegrees => write!(f, "{programme} saknas bland de examinerade"),
            CohortFault::TooFew { followed, needed } => write!(
                f,
                "{followed} kohorter i {programme} är följda nominell tid; en kurva behöver {needed}"
            ),
            CohortFault::NoEntrants { started } => {
                write!(
                    f,
                    "kohorten {started} i {programme} saknas bland nybörjarna"
                )
            }
            CohortFault::RegionWithoutDegrees { .. } => {
                let region = health_region.as_deref().unwrap_or_default();
                write!(
                    f,
                    "{programme} har nybörjare i {region} men inga rader om examinerade där"
                )
            }
            CohortFault::Unknown { started } => {
                write!(f, "kohorten {started} i {programme} har tal som saknas")
            }
            CohortFault::MoreDegreesThanEntrants {
                started,
                degrees,
                entrants,
                ..
            } => {
                let region = health_region.as_ref();
                let region = region.map_or(String::new(), |name| format!(", {name},"));
                write!(
                    f,
                    "kohorten {started} i {programme}{region} har {degrees} examinerade men {entrants} nybörjare"
                )
            }
        }
    }
}

impl std::error::Error for CohortError {}

/// Mean exam frequency of the newest completed cohorts, by programme, for the country and every
/// region, and by sex where both tables are divided by sex.
///
/// A cohort that started in läsår `s` of a programme of `L` läsår is completed when degrees are
/// observed up to the läsår that ends in `begins(s) + L + 3`; degrees after that are not counted,
/// so that all cohorts are followed equally long. Its frequency is degrees by entrants. The mean
/// over cohorts is plain ([`Average::Unpooled`]) or weighted by entrants ([`Average::Pooled`]).
///
/// Example: cohorts of 100 and 300 entrants with 80 and 180 degrees. Unpooled (0.80 + 0.60) / 2 =
/// 0.70, pooled 260 / 400 = 0.65.
///
/// Reference: UKÄ/SCB, UF 20 SM "Genomströmning och resultat" (läkare that started in 2009/10 are
/// followed to 2017/18).
///
/// # Errors
/// Every programme without a completed cohort, and every cohort that cannot be counted.
pub fn cohort_frequencies(
    entrants: &[Entrants],
    completions: &[Completions],
    programmes: &[ProgrammeId],
    rule: CohortRule,
    reference: &Reference,
) -> Result<EstimatedFrequencies, Vec<CohortError>> {
    let observed_to = completions.iter().map(|row| row.graduated).max();
    let (mut frequencies, mut cohorts, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for &programme in programmes {
        let name = &reference.programme(programme).name;
        let follow_up = Year::from(reference.programme(programme).lag_years) + FOLLOW_UP_YEARS;
        let tables = Tables {
            entrants: entrants
                .iter()
                .filter(|row| row.programme == programme)
                .collect(),
            completions: completions
                .iter()
                .filter(|row| row.programme == programme)
                .collect(),
            follow_up,
        };
        // A programme that the completions do not speak of keeps its place in the coverage check.
        let Some(observed_to) = observed_to.filter(|_| !tables.completions.is_empty()) else {
            continue;
        };
        match tables.frequencies(programme, rule, observed_to) {
            Ok((own_frequencies, started)) => {
                frequencies.extend(own_frequencies);
                cohorts.push(UsedCohorts { programme, started });
            }
            Err(faults) => {
                let error = |fault| CohortError::new(name, fault, reference);
                errors.extend(faults.into_iter().map(error));
            }
        }
    }
    if errors.is_empty() {
        Ok(EstimatedFrequencies {
            frequencies: frequencies.into_iter().collect(),
            cohorts,
        })
    } else {
        Err(errors)
    }
}

/// The rows of one programme.
struct Tables<'a> {
    entrants: Vec<&'a Entrants>,
    completions: Vec<&'a Completions>,
    follow_up: Year,
}

/// Entrants of a cohort and how many of them took the degree within the follow-up.
#[derive(Clone, Copy)]
struct Cohort {
    entrants: u64,
    degrees: u64,
}

impl Tables<'_> {
    fn frequencies(
        &self,
        programme: ProgrammeId,
        rule: CohortRule,
        observed_to: AcademicYear,
    ) -> Result<(Vec<ExamFrequency>, Vec<AcademicYear>), Vec<CohortFault>> {
        let started = self
            .newest_completed(rule.cohorts, observed_to)
            .map_err(|fault| vec![fault])?;
        let mut faults = self.regions_without_degrees(&started);
        let mut frequencies = Vec::new();
        for (place, sex) in self.divisions() {
            let cohorts: Vec<Cohort> = started
                .iter()
                .filter_map(|&started| {
                    let cohort = self.cohort(started, place, sex);
                    cohort.map_err(|fault| faults.push(fault)).ok()
                })
                .collect();
            let basis = basis(&started, rule.average);
            frequencies.extend(mean(&cohorts, rule.average).map(|share| ExamFrequency {
                programme,
                place,
                sex,
                share,
                spread: spread(&cohorts, share),
                basis,
            }));
        }
        faults.dedup();
        if faults.is_empty() {
            Ok((frequencies, started))
        } else {
            Err(faults)
        }
    }

    /// Where completions are given by region: the regions of the cohorts' entrants that they lack.
    fn regions_without_degrees(&self, started: &[AcademicYear]) -> Vec<CohortFault> {
        let told: BTreeSet<_> = self
            .completions
            .iter()
            .filter_map(|row| row.place.health_region)
            .collect();
        if told.is_empty() {
            return Vec::new();
        }
        let entered = self
            .entrants
            .iter()
            .filter(|row| started.contains(&row.academic_year) && row.count != Some(Headcount(0)));
        let entered: BTreeSet<_> = entered.filter_map(|row| row.place.health_region).collect();
        let missing = entered.difference(&told);
        missing
            .map(|&health_region| CohortFault::RegionWithoutDegrees { health_region })
            .collect()
    }

    /// The start läsår of the newest cohorts that have been followed to the end, oldest first.
    fn newest_completed(
        &self,
        wanted: usize,
        observed_to: AcademicYear,
    ) -> Result<Vec<AcademicYear>, CohortFault> {
        let latest_start = AcademicYear::beginning(observed_to.ends() - self.follow_up);
        let started: BTreeSet<_> = self.completions.iter().map(|row| row.started).collect();
        let mut completed: Vec<_> = started
            .into_iter()
            .rev()
            .filter(|start| *start <= latest_start)
            .take(wanted)
            .collect();
        completed.reverse();
        if completed.is_empty() {
            return Err(CohortFault::NoneCompleted {
                observed_to,
                latest_start,
            });
        }
        Ok(completed)
    }

    /// The country, and the regions and sexes that both tables know; both sexes come first.
    fn divisions(&self) -> Vec<(Place, Option<Sex>)> {
        let of_entrants: BTreeSet<_> = self
            .entrants
            .iter()
            .map(|row| row.place.health_region)
            .collect();
        let regions = self
            .completions
            .iter()
            .filter_map(|row| row.place.health_region);
        let regions: BTreeSet<_> = regions
            .filter(|region| of_entrants.contains(&Some(*region)))
            .collect();
        let is_by_sex = self.entrants.iter().all(|row| row.sex.is_some())
            && self.completions.iter().all(|row| row.sex.is_some());
        let sexes = if is_by_sex {
            [Some(Sex::Women), Some(Sex::Men)].as_slice()
        } else {
            &[]
        };
        let places =
            std::iter::once(Place::SWEDEN).chain(regions.into_iter().map(Place::health_region));
        places
            .flat_map(|place| {
                let by_sex = sexes.iter().map(move |&sex| (place, sex));
                std::iter::once((place, None)).chain(by_sex)
            })
            .collect()
    }

    fn cohort(
        &self,
        started: AcademicYear,
        place: Place,
        sex: Option<Sex>,
    ) -> Result<Cohort, CohortFault> {
        let is_within = |row_place: Place, row_sex: Option<Sex>| {
            (place == Place::SWEDEN || row_place.health_region == place.health_region)
                && (sex.is_none() || row_sex == sex)
        };
        let followed_to = started.begins() + self.follow_up;
        let entered: Vec<_> = self
            .entrants
            .iter()
            .filter(|row| row.academic_year == started)
            .collect();
        if entered.is_empty() {
            return Err(CohortFault::NoEntrants { started });
        }
        let entrants = entered.iter().filter(|row| is_within(row.place, row.sex));
        let entrants = known_sum(entrants.map(|row| row.count));
        let degrees = self.completions.iter().filter(|row| {
            row.started == started
                && row.graduated.ends() <= followed_to
                && is_within(row.place, row.sex)
        });
        let degrees = known_sum(degrees.map(|row| row.count));
        match entrants.zip(degrees) {
            None => Err(CohortFault::Unknown { started }),
            Some((entrants, degrees)) if degrees > entrants => {
                Err(CohortFault::MoreDegreesThanEntrants {
                    started,
                    health_region: place.health_region,
                    degrees,
                    entrants,
                })
            }
            Some((entrants, degrees)) => Ok(Cohort { entrants, degrees }),
        }
    }
}

fn known_sum(counts: impl Iterator<Item = Option<Headcount>>) -> Option<u64> {
    counts
        .map(|count| count.map(|count| u64::from(count.0)))
        .sum()
}

/// None when nobody entered in any cohort; cohorts that nobody entered do not count.
fn mean(cohorts: &[Cohort], average: Average) -> Option<Share> {
    let entered: Vec<_> = cohorts
        .iter()
        .filter(|cohort| cohort.entrants > 0)
        .collect();
    let mean = match average {
        Average::Pooled => {
            let degrees: u64 = entered.iter().map(|cohort| cohort.degrees).sum();
            let entrants: u64 = entered.iter().map(|cohort| cohort.entrants).sum();
            ratio(degrees, entrants)
        }
        Average::Unpooled => {
            let sum: f64 = entered
                .iter()
                .map(|cohort| ratio(cohort.degrees, cohort.entrants))
                .sum();
            sum / ratio(entered.len() as u64, 1)
        }
    };
    Share::new(mean)
}

/// How the cohorts' frequencies vary around their mean, beyond the chance in each of them; none of a
/// single cohort.
///
/// Example: cohorts of 100 entrants with the frequencies 0.70 and 0.80 have the sample variance 0.005,
/// of which chance makes 0.75 × 0.25 / 100 = 0.001 875: between cohorts √0.003 125 = 0.056, and the
/// standard error of the mean is √(0.005 / 2) = 0.05.
fn spread(cohorts: &[Cohort], mean: Share) -> Option<Spread> {
    let entered = cohorts.iter().filter(|cohort| cohort.entrants > 0);
    let entered: Vec<&Cohort> = entered.collect();
    let freedom = u32::try_from(entered.len()).ok()?.checked_sub(1)?;
    if freedom == 0 {
        return None;
    }
    let mean = mean.as_f64();
    let count = f64::from(freedom) + 1.0;
    let squares = entered
        .iter()
        .map(|cohort| (ratio(cohort.degrees, cohort.entrants) - mean).powi(2));
    let sample = squares.sum::<f64>() / f64::from(freedom);
    let by_chance = entered
        .iter()
        .map(|cohort| mean * (1.0 - mean) / ratio(cohort.entrants, 1));
    let by_chance = by_chance.sum::<f64>() / count;
    Some(Spread {
        between_cohorts: (sample - by_chance).max(0.0).sqrt(),
        of_mean: (sample.max(by_chance) / count).sqrt(),
        degrees_of_freedom: Some(freedom),
    })
}

/// Counts of persons stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

fn basis(started: &[AcademicYear], average: Average) -> String {
    let average = match average {
        Average::Unpooled => "oviktat medel",
        Average::Pooled => "viktat medel",
    };
    match started {
        [only] => format!("kohort {only}"),
        [first, .., last] => format!("kohorter {first}–{last}, {average}"),
        [] => String::new(),
    }
}
