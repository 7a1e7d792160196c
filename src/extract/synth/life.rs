//! One licence's way through the register.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::recipe::{Choice, Entry, OLDEST, Recipe, WHOLE, Whereabouts};
use crate::domain::{
    CountyId, EducationCountry, Population, ProfessionId, Sector, Sex, State, Year,
};

/// The age from which no one without employment counts as looking for work.
const PENSION_AGE: u16 = 65;

/// Years since licence after which the recipe's rates no longer change.
const SETTLED: usize = 60;

/// A row of a synthetic register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntheticYear {
    /// Pseudonym.
    pub person: u64,
    /// Year.
    pub year: Year,
    /// Profession.
    pub profession: ProfessionId,
    /// State.
    pub state: State,
    /// County of work for the employed, of residence otherwise.
    pub county: CountyId,
    /// Sex.
    pub sex: Sex,
    /// Year of birth.
    pub birth_year: Year,
    /// Year of the licence.
    pub licence_year: Year,
    /// Country of education.
    pub education: EducationCountry,
    /// County of studies, for those educated in Sweden.
    pub study_county: Option<CountyId>,
    /// Sector, for the employed.
    pub sector: Option<Sector>,
}

/// The rates of a recipe, ready to be lived by.
pub(super) struct Lives<'a> {
    recipe: &'a Recipe,
    counties: Choice<CountyId>,
    /// Chances summed, by whereabouts, education, age and years since licence.
    changes: Vec<Vec<(u64, Whereabouts)>>,
    seed: [u8; 32],
}

impl<'a> Lives<'a> {
    pub(super) fn new(recipe: &'a Recipe, population: &[Population], seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let last = population.iter().map(|row| row.year).max();
        let counties = Choice::of(
            population
                .iter()
                .filter(|row| Some(row.year) == last)
                .map(|row| (u64::from(row.inhabitants), row.county)),
        );
        let mut changes = Vec::new();
        for from in FROM {
            for education in EducationCountry::ALL {
                for age in 0..=OLDEST {
                    for years in 0..=SETTLED {
                        let mut sum = 0;
                        let chances = recipe.changes(from, age, years, education);
                        let summed = chances.into_iter().map(|(rate, to)| {
                            sum += rate;
                            (sum, to)
                        });
                        changes.push(summed.collect());
                    }
                }
            }
        }
        Self {
            recipe,
            counties,
            changes,
            seed: key,
        }
    }

    /// All years of a licence from the first on, a gap where it is out of the register.
    pub(super) fn live(
        &self,
        person: u64,
        entry: &Entry,
        last: Year,
        years: &mut Vec<Option<SyntheticYear>>,
    ) {
        years.clear();
        let mut random = self.random(person);
        let Some((mut now, mut place)) = self.first(person, entry, &mut random) else {
            return;
        };
        let private = chance(&mut random, self.recipe.private_sector);
        while now.year <= last {
            years.push(match place {
                Whereabouts::In(state) => Some(shown(now, state, private)),
                Whereabouts::Away => None,
                Whereabouts::Gone => break,
            });
            now.year += 1;
            place = self.change(place, &now, &mut random);
            self.perhaps_move(place, &mut now, &mut random);
        }
    }

    /// The licence year of a person, drawn as in [`Lives::live`].
    pub(super) fn begin(&self, person: u64, entry: &Entry) -> Option<SyntheticYear> {
        let (row, _) = self.first(person, entry, &mut self.random(person))?;
        Some(row)
    }

    /// The random stream of a person's studies, separate from that of the life after them.
    pub(super) fn random_of_studies(&self, person: u64) -> ChaCha8Rng {
        self.random(person | 1 << 63)
    }

    fn random(&self, stream: u64) -> ChaCha8Rng {
        let mut random = ChaCha8Rng::from_seed(self.seed);
        random.set_stream(stream);
        random
    }

    fn first(
        &self,
        person: u64,
        entry: &Entry,
        random: &mut ChaCha8Rng,
    ) -> Option<(SyntheticYear, Whereabouts)> {
        let sex = if chance(random, entry.women * WHOLE / 100) {
            Sex::Women
        } else {
            Sex::Men
        };
        let age = self.recipe.ages[entry.education as usize].choose(random.next_u32())?;
        let state = self.recipe.first_state.choose(random.next_u32())?;
        let study_county = match entry.education {
            EducationCountry::Sweden => self.recipe.study_counties.choose(random.next_u32()),
            EducationCountry::EuEea | EducationCountry::ThirdCountry => None,
        };
        let stays = chance(random, self.recipe.stays_in_study_county);
        let anywhere = self.counties.choose(random.next_u32())?;
        let row = SyntheticYear {
            person,
            year: entry.year,
            profession: entry.profession,
            state,
            county: study_county.filter(|_| stays).unwrap_or(anywhere),
            sex,
            birth_year: entry.year - Year::try_from(age).ok()?,
            licence_year: entry.year,
            education: entry.education,
            study_county,
            sector: None,
        };
        Some((row, Whereabouts::In(state)))
    }

    fn change(
        &self,
        from: Whereabouts,
        now: &SyntheticYear,
        random: &mut ChaCha8Rng,
    ) -> Whereabouts {
        let age = usize::try_from(now.year - now.birth_year)
            .unwrap_or_default()
            .min(OLDEST);
        let years = usize::try_from(now.year - now.licence_year)
            .unwrap_or_default()
            .min(SETTLED);
        let Some(from_index) = FROM.iter().position(|own| *own == from) else {
            return from;
        };
        let index = ((from_index * EducationCountry::ALL.len() + now.education as usize)
            * (OLDEST + 1)
            + age)
            * (SETTLED + 1)
            + years;
        let at = (u64::from(random.next_u32()) * WHOLE) >> 32;
        let chosen = self.changes[index].iter().find(|(sum, _)| at < *sum);
        chosen.map_or(from, |(_, to)| *to)
    }

    fn perhaps_move(&self, place: Whereabouts, now: &mut SyntheticYear, random: &mut ChaCha8Rng) {
        let age = usize::try_from(now.year - now.birth_year)
            .unwrap_or_default()
            .min(OLDEST);
        let rate = self.recipe.moves.get(age).copied().unwrap_or_default();
        let is_employed = matches!(
            place,
            Whereabouts::In(State::InProfession | State::OtherRoleInCare | State::OtherIndustry)
        );
        if chance(random, rate) && is_employed {
            now.county = self
                .counties
                .choose(random.next_u32())
                .unwrap_or(now.county);
        }
    }
}

/// Where a change can begin, in the order of the table of changes.
const FROM: [Whereabouts; 5] = [
    Whereabouts::In(State::InProfession),
    Whereabouts::In(State::OtherRoleInCare),
    Whereabouts::In(State::OtherIndustry),
    Whereabouts::In(State::NotEmployed),
    Whereabouts::Away,
];

fn chance(random: &mut ChaCha8Rng, rate: u64) -> bool {
    ((u64::from(random.next_u32()) * WHOLE) >> 32) < rate
}

/// The row as the register shows it.
fn shown(now: SyntheticYear, state: State, private: bool) -> SyntheticYear {
    let is_old = now.year - now.birth_year >= Year::try_from(PENSION_AGE).unwrap_or(Year::MAX);
    let state = if state == State::NotEmployed && is_old {
        State::Retired
    } else {
        state
    };
    let is_employed = !matches!(state, State::NotEmployed | State::Retired);
    let sector = if private {
        Sector::Private
    } else {
        Sector::Public
    };
    SyntheticYear {
        state,
        sector: is_employed.then_some(sector),
        ..now
    }
}
