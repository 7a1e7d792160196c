//! Exam frequencies estimated from what earlier cohorts did.

use std::collections::{BTreeMap, BTreeSet};

use super::Request;
use super::cohort_error::{CohortError, CohortFault};
use super::degree_record::DegreeRecord;
use crate::domain::{
    AcademicYear, Completions, Entrants, ExamFrequencies, ExamFrequency, Headcount, HealthRegionId,
    Place, ProgrammeId, Sex, Share, Spread, Year,
};
use crate::language::{Words, words};
use crate::reference::Reference;

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EstimatedFrequencies {
    /// The frequencies of the country and of every region that both tables divide by.
    pub frequencies: ExamFrequencies,
    /// The cohorts of each programme.
    pub cohorts: Vec<UsedCohorts>,
    /// Completed cohorts that would have been used if their numbers were known and possible.
    pub set_aside: Vec<CohortError>,
}

/// The completed cohorts behind a programme's frequency, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedCohorts {
    /// The programme.
    pub programme: ProgrammeId,
    /// The läsår in which they started.
    pub started: Vec<AcademicYear>,
    /// Degrees taken after the base year, which are not used.
    pub later_degrees: u64,
}

/// Mean exam frequency of the newest completed cohorts, by programme, for the country and every
/// region, and by sex where both tables are divided by sex.
///
/// A cohort that started in läsår `s` of a programme of `L` läsår is completed when degrees are
/// observed up to the läsår that ends in `begins(s) + L + 3`; degrees after that are not counted,
/// so that all cohorts are followed equally long. Its frequency is degrees by entrants. The mean
/// over cohorts is plain ([`Average::Unpooled`]) or weighted by entrants ([`Average::Pooled`]).
/// With a base year in the request nothing that came after it is used. A completed cohort of which a number is missing,
/// or that has more degrees than entrants, is set aside and an older one takes its place; a region lacks
/// it alone where the fault is the region's.
///
/// Example: cohorts of 100 and 300 entrants with 80 and 180 degrees. Unpooled (0.80 + 0.60) / 2 =
/// 0.70, pooled 260 / 400 = 0.65.
///
/// Reference: UKÄ/SCB, UF 20 SM "Genomströmning och resultat" (läkare that started in 2009/10 are
/// followed to 2017/18).
///
/// # Errors
/// Every programme without a completed cohort that can be used, and why.
pub fn cohort_frequencies(
    entrants: &[Entrants],
    completions: &[Completions],
    rule: CohortRule,
    request: &Request,
    reference: &Reference,
) -> Result<EstimatedFrequencies, Vec<CohortError>> {
    let known_to = request.from_year.unwrap_or(Year::MAX);
    let (mut found, mut errors) = (EstimatedFrequencies::default(), Vec::new());
    let mut frequencies = Vec::new();
    for &programme in &request.programmes {
        let entrants: Vec<&Entrants> = entrants
            .iter()
            .filter(|row| row.programme == programme && row.academic_year.ends() <= known_to)
            .collect();
        let own = completions.iter().filter(|row| row.programme == programme);
        let own: Vec<&Completions> = own.collect();
        let years = Followed {
            nominal: reference.programme(programme).lag_years,
            follow_up: Year::from(reference.followed_years(programme)),
        };
        // A programme that the completions leave out keeps its place in the coverage check.
        let Some(cohorts) = Cohorts::of(&entrants, &own, years, known_to) else {
            continue;
        };
        let error = |fault| CohortError::new(programme, fault, reference);
        match cohorts.frequencies(programme, rule) {
            Ok(own) => {
                frequencies.extend(own.frequencies);
                found.set_aside.extend(own.set_aside.into_iter().map(error));
                found.cohorts.push(UsedCohorts {
                    programme,
                    started: own.started,
                    later_degrees: cohorts.later_degrees(),
                });
            }
            Err(faults) => errors.extend(faults.into_iter().map(error)),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    found.frequencies = frequencies.into_iter().collect();
    Ok(found)
}

/// How many academic years a programme takes, and how many its cohorts are followed.
#[derive(Clone, Copy)]
struct Followed {
    nominal: u8,
    follow_up: Year,
}

/// The cohorts of one programme.
struct Cohorts<'a> {
    entrants: &'a [&'a Entrants],
    /// Degrees of both sexes, and of each where both tables are divided by sex.
    records: BTreeMap<Option<Sex>, DegreeRecord>,
    follow_up: Year,
}

/// Entrants of a cohort and how many of them took the degree within the follow-up.
#[derive(Clone, Copy)]
struct Cohort {
    entrants: u64,
    degrees: u64,
}

/// The frequencies of one programme, the cohorts that they rest on, and those set aside.
struct Found {
    frequencies: Vec<ExamFrequency>,
    started: Vec<AcademicYear>,
    set_aside: Vec<CohortFault>,
}

/// A region or the country, and a sex or both.
type Division = (Option<HealthRegionId>, Option<Sex>);

impl<'a> Cohorts<'a> {
    fn of(
        entrants: &'a [&'a Entrants],
        completions: &[&Completions],
        Followed { nominal, follow_up }: Followed,
        known_to: Year,
    ) -> Option<Self> {
        let record = |sex: Option<Sex>| {
            let is_own = |own: Option<Sex>| sex.is_none() || own == sex;
            let entrants: Vec<_> = entrants
                .iter()
                .filter(|row| is_own(row.sex))
                .copied()
                .collect();
            let own = completions.iter().filter(|row| is_own(row.sex)).copied();
            let own: Vec<_> = own.collect();
            Some((sex, DegreeRecord::of(&entrants, &own, nominal, known_to)?))
        };
        let mut records = BTreeMap::from([record(None)?]);
        if is_by_sex(entrants, completions) {
            let sexes = [Sex::Women, Sex::Men].into_iter();
            records.extend(sexes.filter_map(|sex| record(Some(sex))));
        }
        Some(Self {
            entrants,
            records,
            follow_up,
        })
    }

    fn later_degrees(&self) -> u64 {
        self.records
            .get(&None)
            .map_or(0, |record| record.later_degrees)
    }

    fn frequencies(
        &self,
        programme: ProgrammeId,
        rule: CohortRule,
    ) -> Result<Found, Vec<CohortFault>> {
        let faults = self.regions_without_counterpart();
        if !faults.is_empty() {
            return Err(faults);
        }
        let (started, mut set_aside) = self.newest_completed(rule.cohorts)?;
        let mut frequencies = Vec::new();
        for division in self.divisions() {
            let cohorts = started.iter().map(|begins| self.cohort(*begins, division));
            let (usable, unusable): (Vec<_>, Vec<_>) = cohorts.partition(Result::is_ok);
            set_aside.extend(unusable.into_iter().filter_map(Result::err));
            let usable: Vec<(Year, Cohort)> = usable.into_iter().flatten().collect();
            let begins = usable.iter().map(|(begins, _)| *begins);
            let basis = basis(&begins.collect::<Vec<_>>(), rule.average);
            let cohorts: Vec<Cohort> = usable.into_iter().map(|(_, cohort)| cohort).collect();
            let place = division.0.map_or(Place::SWEDEN, Place::health_region);
            frequencies.extend(mean(&cohorts, rule.average).map(|share| ExamFrequency {
                programme,
                place,
                sex: division.1,
                share,
                spread: spread(&cohorts, share),
                basis,
            }));
        }
        set_aside.sort();
        set_aside.dedup();
        Ok(Found {
            frequencies,
            started: started.into_iter().map(AcademicYear::beginning).collect(),
            set_aside,
        })
    }

    /// Where completions are given by region: the regions with entrants of completed cohorts that they
    /// lack, and regions that take degrees without ever having had entrants.
    fn regions_without_counterpart(&self) -> Vec<CohortFault> {
        let Some(record) = self.records.get(&None).filter(|record| record.is_by_region) else {
            return Vec::new();
        };
        let reported = record.reported_regions();
        let completed = record.first_start..=record.observed_to - self.follow_up;
        let is_counted = |row: &&&Entrants| {
            completed.contains(&row.academic_year.begins()) && row.count != Some(Headcount(0))
        };
        let region = |row: &&Entrants| row.place.health_region;
        let entered: BTreeSet<_> = self
            .entrants
            .iter()
            .filter(is_counted)
            .filter_map(region)
            .collect();
        let without_degrees = entered
            .difference(&reported)
            .map(|&health_region| CohortFault::RegionWithoutDegrees { health_region });
        let known: BTreeSet<_> = self.entrants.iter().map(region).collect();
        let taken = record.regions_with_degrees().into_iter();
        let without_entrants = taken
            .filter(|own| !known.contains(&None) && !known.contains(&Some(*own)))
            .map(|health_region| CohortFault::RegionWithoutEntrants { health_region });
        without_degrees.chain(without_entrants).collect()
    }

    /// When the newest cohorts that have been followed to the end began, oldest first, and the cohorts
    /// among them that cannot be used.
    fn newest_completed(
        &self,
        wanted: usize,
    ) -> Result<(Vec<Year>, Vec<CohortFault>), Vec<CohortFault>> {
        let Some(record) = self.records.get(&None) else {
            return Err(vec![CohortFault::NoDegrees]);
        };
        let latest = record.observed_to - self.follow_up;
        let (mut started, mut set_aside) = (Vec::new(), Vec::new());
        for begins in (record.first_start..=latest).rev() {
            match self.cohort(begins, (None, None)) {
                Ok(_) => started.push(begins),
                Err(fault) => set_aside.push(fault),
            }
            if started.len() == wanted {
                break;
            }
        }
        if !started.is_empty() {
            // Cohorts from before the table of entrants are older, not set aside.
            let first = self.entrants.iter().map(|row| row.academic_year).min();
            set_aside.retain(|fault| fault.started() >= first);
            started.reverse();
            return Ok((started, set_aside));
        }
        if set_aside.is_empty() {
            set_aside.push(CohortFault::NoneCompleted {
                observed_to: AcademicYear::ending(record.observed_to),
                latest_start: AcademicYear::beginning(latest),
            });
        }
        set_aside.truncate(wanted);
        Err(set_aside)
    }

    /// The country, and the regions and sexes that both tables know; both sexes come first.
    fn divisions(&self) -> Vec<Division> {
        let of_entrants: BTreeSet<_> = self
            .entrants
            .iter()
            .map(|row| row.place.health_region)
            .collect();
        let record = self.records.get(&None).filter(|record| record.is_by_region);
        let regions = record
            .map(DegreeRecord::reported_regions)
            .unwrap_or_default();
        let regions = regions.into_iter().map(Some);
        let regions = regions.filter(|region| of_entrants.contains(region));
        let places = std::iter::once(None).chain(regions);
        places
            .flat_map(|place| self.records.keys().map(move |sex| (place, *sex)))
            .collect()
    }

    fn cohort(&self, begins: Year, (region, sex): Division) -> Result<(Year, Cohort), CohortFault> {
        let started = AcademicYear::beginning(begins);
        let entered = self
            .entrants
            .iter()
            .filter(|row| row.academic_year == started);
        if entered.clone().next().is_none() {
            return Err(CohortFault::NoEntrants { started });
        }
        let entered = entered.filter(|row| {
            (region.is_none() || row.place.health_region == region)
                && (sex.is_none() || row.sex == sex)
        });
        let entrants: Option<u64> = entered
            .map(|row| row.count.map(|count| u64::from(count.0)))
            .sum();
        let entrants = entrants.ok_or(CohortFault::UnknownEntrants {
            started,
            health_region: region,
        })?;
        let degrees = self.degrees(begins, (region, sex))?;
        if degrees > entrants {
            return Err(CohortFault::MoreDegreesThanEntrants {
                started,
                health_region: region,
                degrees,
                entrants,
            });
        }
        Ok((begins, Cohort { entrants, degrees }))
    }

    /// Degrees within the follow-up.
    fn degrees(&self, begins: Year, (region, sex): Division) -> Result<u64, CohortFault> {
        let record = self.records.get(&sex).ok_or(CohortFault::NoDegrees)?;
        let last = begins + self.follow_up;
        let years = begins + 1..=last;
        let degrees: Option<u64> = years
            .map(|ends| record.degrees_in(region, begins, ends))
            .sum();
        let graduated = || record.first_unknown(region, begins, last);
        degrees.ok_or_else(|| CohortFault::UnknownDegrees {
            started: AcademicYear::beginning(begins),
            graduated: graduated().unwrap_or(AcademicYear::ending(last)),
            health_region: region,
        })
    }
}

/// Whether both tables divide the programme by sex.
pub(super) fn is_by_sex(entrants: &[&Entrants], completions: &[&Completions]) -> bool {
    entrants.iter().all(|row| row.sex.is_some()) && completions.iter().all(|row| row.sex.is_some())
}

/// None when no cohort has entrants; cohorts without entrants do not count.
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

fn basis(started: &[Year], average: Average) -> Words {
    let started = started
        .iter()
        .map(|begins| AcademicYear::beginning(*begins));
    let started: Vec<AcademicYear> = started.collect();
    match started[..] {
        [only] => words!("kohort {only}", "cohort {only}"),
        [first, .., last] => {
            let (swedish, english) = match average {
                Average::Unpooled => ("oviktat medel", "unweighted mean"),
                Average::Pooled => ("viktat medel", "weighted mean"),
            };
            words!(
                "kohorter {first}–{last}, {swedish}",
                "cohorts {first}–{last}, {english}"
            )
        }
        [] => Words::verbatim(""),
    }
}
