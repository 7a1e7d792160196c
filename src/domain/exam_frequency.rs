//! Exam frequency: the second factor of a graduate estimate.

use std::collections::BTreeMap;

use super::{Place, ProgrammeId, Sex, Share, Spread};
use crate::language::Words;

/// Share of an entrant cohort that takes the degree of the programme it entered
/// (examensfrekvens).
///
/// Official follow-up is nominal length + 3 years: of the läkare entrants of 2009/10, followed to
/// 2017/18, 88 % had the degree.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamFrequency {
    /// The programme.
    pub programme: ProgrammeId,
    /// Where it was observed.
    pub place: Place,
    /// The sex it holds for; none for both.
    pub sex: Option<Sex>,
    /// The share.
    pub share: Share,
    /// How sure it is, if that is known.
    pub spread: Option<Spread>,
    /// What the share rests on: the table's own word, or the name of the file.
    pub basis: Words,
}

/// The exam frequencies of a run, at most one per programme, place and sex.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExamFrequencies {
    by_key: BTreeMap<(ProgrammeId, Place, Option<Sex>), ExamFrequency>,
}

impl ExamFrequencies {
    /// The frequency that applies to entrants of `programme` at `place` of `sex`.
    ///
    /// The nearest place wins: the unit itself, then its health region, then the country. At each
    /// place the frequency of their own sex wins over the one for both sexes. Entrants whose sex
    /// is not known never get the frequency of one sex.
    #[must_use]
    pub fn applying_to(
        &self,
        programme: ProgrammeId,
        place: Place,
        sex: Option<Sex>,
    ) -> Option<&ExamFrequency> {
        place.nearest_first().find_map(|place| {
            let own_sex = self.by_key.get(&(programme, place, sex));
            own_sex.or_else(|| self.by_key.get(&(programme, place, None)))
        })
    }

    /// Whether any frequency of the programme is given, for whatever place and sex.
    #[must_use]
    pub fn knows(&self, programme: ProgrammeId) -> bool {
        self.iter()
            .any(|frequency| frequency.programme == programme)
    }

    /// All frequencies, by programme, place and sex.
    pub fn iter(&self) -> impl Iterator<Item = &ExamFrequency> {
        self.by_key.values()
    }
}

impl FromIterator<ExamFrequency> for ExamFrequencies {
    /// The last of several frequencies with the same key stays; intake refuses such tables.
    fn from_iter<I: IntoIterator<Item = ExamFrequency>>(frequencies: I) -> Self {
        let keyed = frequencies.into_iter().map(|frequency| {
            (
                (frequency.programme, frequency.place, frequency.sex),
                frequency,
            )
        });
        Self {
            by_key: keyed.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{HealthRegionId, Unit, UniversityId};

    const PROGRAMME: ProgrammeId = ProgrammeId(0);
    const NORTH: Place = Place::health_region(HealthRegionId(0));
    const SOUTH: Place = Place::health_region(HealthRegionId(4));
    const UMEA: Place = Place {
        health_region: Some(HealthRegionId(0)),
        unit: Unit::University(UniversityId(3)),
    };

    fn frequency(place: Place, sex: Option<Sex>, share: f64) -> ExamFrequency {
        let share = Share::new(share).unwrap();
        ExamFrequency {
            programme: PROGRAMME,
            place,
            sex,
            share,
            spread: None,
            basis: Words::verbatim("test"),
        }
    }

    #[test]
    fn the_nearest_place_and_then_the_own_sex_decide() {
        let frequencies: ExamFrequencies = [
            frequency(Place::SWEDEN, None, 0.7),
            frequency(Place::SWEDEN, Some(Sex::Women), 0.8),
            frequency(NORTH, None, 0.6),
        ]
        .into_iter()
        .collect();
        let share = |place, sex| {
            frequencies
                .applying_to(PROGRAMME, place, sex)
                .map(|found| found.share.as_f64())
        };
        assert_eq!(share(UMEA, None), Some(0.6));
        assert_eq!(
            share(UMEA, Some(Sex::Women)),
            Some(0.6),
            "the region comes before the sex"
        );
        assert_eq!(share(SOUTH, Some(Sex::Women)), Some(0.8));
        assert_eq!(share(SOUTH, Some(Sex::Men)), Some(0.7));
        assert_eq!(frequencies.applying_to(ProgrammeId(1), NORTH, None), None);
    }

    #[test]
    fn entrants_of_unknown_sex_never_get_the_frequency_of_one_sex() {
        let frequencies: ExamFrequencies = [frequency(Place::SWEDEN, Some(Sex::Women), 0.8)]
            .into_iter()
            .collect();
        assert_eq!(frequencies.applying_to(PROGRAMME, SOUTH, None), None);
    }
}
