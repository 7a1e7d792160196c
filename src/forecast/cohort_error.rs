//! What keeps a cohort, or a programme's cohorts, from being used.

use std::fmt;

use crate::domain::{AcademicYear, HealthRegionId, ProgrammeId};
use crate::language::{Language, Words, words};
use crate::reference::Reference;

/// A fault of a programme's cohorts, with the names to say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortError {
    /// The programme.
    pub programme: ProgrammeId,
    /// The programme's name.
    pub name: Words,
    /// The health region's name, if one is concerned.
    pub health_region: Option<Words>,
    /// How many years beyond its nominal length a cohort is followed.
    pub follow_up_years: u8,
    /// What is wrong.
    pub fault: CohortFault,
}

/// What is wrong with a programme's cohorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CohortFault {
    /// No cohort has been followed for nominal length + 3 years.
    NoneCompleted {
        /// The programme's last läsår with degrees in the table.
        observed_to: AcademicYear,
        /// The latest start that would be completed by then.
        latest_start: AcademicYear,
    },
    /// The completions leave the programme out.
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
    /// A cohort whose number of entrants is missing or suppressed.
    UnknownEntrants {
        /// When it started.
        started: AcademicYear,
        /// Where; none for the country.
        health_region: Option<HealthRegionId>,
    },
    /// A cohort whose degrees of some läsår are not known: missing, suppressed, or of a läsår or cohort
    /// that the table leaves out.
    UnknownDegrees {
        /// When it started.
        started: AcademicYear,
        /// The first läsår that is not known.
        graduated: AcademicYear,
        /// Where; none for the country.
        health_region: Option<HealthRegionId>,
    },
    /// A region that the cohorts have entrants in, but that the completions leave out: counted
    /// as no graduates, it would lower the frequency of the country.
    RegionWithoutDegrees {
        /// The region.
        health_region: HealthRegionId,
    },
    /// A region that takes degrees although the entrants leave it out.
    RegionWithoutEntrants {
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

impl CohortFault {
    /// When the cohort started; none of a fault of all cohorts.
    #[must_use]
    pub const fn started(&self) -> Option<AcademicYear> {
        match *self {
            Self::NoEntrants { started }
            | Self::UnknownEntrants { started, .. }
            | Self::UnknownDegrees { started, .. }
            | Self::MoreDegreesThanEntrants { started, .. } => Some(started),
            Self::NoneCompleted { .. }
            | Self::NoDegrees
            | Self::TooFew { .. }
            | Self::RegionWithoutDegrees { .. }
            | Self::RegionWithoutEntrants { .. } => None,
        }
    }

    const fn health_region(&self) -> Option<HealthRegionId> {
        match *self {
            Self::RegionWithoutDegrees { health_region }
            | Self::RegionWithoutEntrants { health_region } => Some(health_region),
            Self::UnknownEntrants { health_region, .. }
            | Self::UnknownDegrees { health_region, .. }
            | Self::MoreDegreesThanEntrants { health_region, .. } => health_region,
            Self::NoneCompleted { .. }
            | Self::NoDegrees
            | Self::TooFew { .. }
            | Self::NoEntrants { .. } => None,
        }
    }
}

impl CohortError {
    pub(super) fn new(programme: ProgrammeId, fault: CohortFault, reference: &Reference) -> Self {
        let own = reference.programme(programme);
        let region = fault.health_region().map(|id| reference.health_region(id));
        let region = region.map(|own| Words::new(own.name.clone(), own.english.clone()));
        Self {
            programme,
            name: Words::new(own.name.clone(), own.english.clone()),
            health_region: region,
            follow_up_years: reference.definitions().follow_up_years,
            fault,
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        let [swedish, english] = [Language::Swedish, Language::English].map(|language| {
            let region = self.health_region.as_ref();
            let region = region.map(|name| name.text(language));
            self.in_language(language, region.unwrap_or_default())
        });
        Words::new(swedish, english)
    }

    fn in_language(&self, language: Language, region: &str) -> String {
        let name = self.name.text(language);
        // The cohort is that of the country where no region is named.
        let place = if region.is_empty() {
            String::new()
        } else {
            language.choose(format!(" i {region}"), format!(" in {region}"))
        };
        let words = match self.fault {
            CohortFault::NoneCompleted {
                observed_to,
                latest_start,
            } => words!(
                "ingen kohort i {name} är färdigföljd: examina finns till {observed_to}, \
                 så bara starter till och med {latest_start} kan vara det",
                "no cohort of {name} is completed: there are degrees up to {observed_to}, \
                 so that only starts up to {latest_start} can be"
            ),
            CohortFault::NoDegrees => words!(
                "{name} saknas bland de examinerade",
                "{name} is missing from the completions"
            ),
            CohortFault::TooFew { followed, needed } => words!(
                "{followed} kohorter i {name} är följda nominell tid; en kurva behöver {needed}",
                "{followed} cohorts of {name} are followed through the nominal length; a curve needs {needed}"
            ),
            CohortFault::NoEntrants { started } => words!(
                "kohorten {started} i {name} saknas bland nybörjarna",
                "the cohort of {started} in {name} is missing from the entrants"
            ),
            CohortFault::UnknownEntrants { started, .. } => words!(
                "kohorten {started} i {name}: antalet nybörjare{place} är inte känt",
                "the cohort of {started} in {name}: the number of entrants{place} is not known"
            ),
            CohortFault::UnknownDegrees {
                started, graduated, ..
            } => words!(
                "kohorten {started} i {name}: antalet examinerade{place} läsåret {graduated} är inte känt",
                "the cohort of {started} in {name}: the number of graduates{place} in {graduated} is not known"
            ),
            CohortFault::RegionWithoutDegrees { .. } => words!(
                "{name} har nybörjare i {region} men inga rader om examinerade där",
                "{name} has entrants in {region} but no rows of graduates there"
            ),
            CohortFault::RegionWithoutEntrants { .. } => words!(
                "{name} har examinerade i {region} men inga rader om nybörjare där",
                "{name} has graduates in {region} but no rows of entrants there"
            ),
            CohortFault::MoreDegreesThanEntrants {
                started,
                degrees,
                entrants,
                ..
            } => {
                let place = if region.is_empty() {
                    String::new()
                } else {
                    format!(", {region},")
                };
                words!(
                    "kohorten {started} i {name}{place} har {degrees} examinerade men {entrants} nybörjare",
                    "the cohort of {started} in {name}{place} has {degrees} graduates but {entrants} entrants"
                )
            }
        };
        words.text(language).to_owned()
    }

    /// What to do.
    #[must_use]
    pub fn tip(&self) -> Words {
        let beyond = self.follow_up_years;
        match self.fault {
            CohortFault::NoneCompleted { .. } => words!(
                "en kohort är färdigföljd efter nominell tid + {beyond} år; ta med äldre kohorter",
                "a cohort is completed after the nominal length + {beyond} years; include older cohorts"
            ),
            CohortFault::NoDegrees => words!(
                "ta med utbildningens examinerade, eller nämn bara dem som ska skattas",
                "include the graduates of the programme, or name only the programmes to estimate"
            ),
            CohortFault::TooFew { .. } => words!(
                "ta med äldre kohorter, eller välj --method mean-frequency eller auto",
                "include older cohorts, or choose --method mean-frequency or auto"
            ),
            CohortFault::NoEntrants { .. } => words!(
                "ta med kohortens nybörjare",
                "include the entrants of the cohort"
            ),
            CohortFault::UnknownEntrants { .. } => words!(
                "fyll i talet, eller ta med äldre kohorter",
                "fill in the number, or include older cohorts"
            ),
            CohortFault::UnknownDegrees { .. } => words!(
                "fyll i antalet, 0 om ingen tog examen, eller ta med äldre kohorter",
                "fill in the number, 0 if no one took the degree, or include older cohorts"
            ),
            CohortFault::RegionWithoutDegrees { .. } => words!(
                "ta med regionens examinerade, med 0 om ingen tog examen",
                "include the graduates of the region, with 0 if no one took the degree"
            ),
            CohortFault::RegionWithoutEntrants { .. } => words!(
                "ta med regionens nybörjare, eller räkna examina i samma region som nybörjarna",
                "include the entrants of the region, or count degrees in the region of the entrants"
            ),
            CohortFault::MoreDegreesThanEntrants { .. } => words!(
                "kontrollera att båda tabellerna räknar samma kohort, och att läsåren stämmer",
                "check that both tables count the same cohort, and that the academic years are right"
            ),
        }
    }
}

impl fmt::Display for CohortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for CohortError {}
