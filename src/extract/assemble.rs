//! One row of an extract from the codes of its cells.

use super::Dictionary;
use super::columns::Column;
use super::dictionary::Code;
use super::licence_year::{
    DEPARTURE_GIVEN, EDUCATION, LicenceYear, RETIRED_BY_AGE, SECTOR, SEX, SPECIALIST, SYNTHETIC,
    UNCODED, UNKNOWN, WITHOUT_MUNICIPALITY, departure_mark,
};
use super::municipality::MunicipalityCode;
use super::problem::{Problem, Resolved};
use super::state_rule::NO_CODE;
use crate::domain::{Departure, ProfessionId, State};

/// Ages outside this range are slips of the pen.
const AGES: std::ops::RangeInclusive<i32> = 15..=110;

/// The cells of one row: the code of a column that the file has, none for one that it lacks.
struct Cells<F>(F);

impl<F: FnMut(Column) -> Option<Resolved<Code>>> Cells<F> {
    /// A code that fits a byte, as those of all columns but industry and occupation do.
    fn byte(&mut self, column: Column, absent: u8) -> Resolved<u8> {
        match (self.0)(column) {
            Some(code) => code.map(|code| code.to_le_bytes()[0]),
            None => Ok(absent),
        }
    }

    /// The first of several columns that is known.
    fn first_known(&mut self, columns: [Column; 2]) -> Resolved<u8> {
        match self.byte(columns[0], UNKNOWN)? {
            UNKNOWN => self.byte(columns[1], UNKNOWN),
            known => Ok(known),
        }
    }

    fn rule_rows(&mut self, column: Column) -> Resolved<Code> {
        (self.0)(column).unwrap_or_else(|| Err(Box::new(Problem::NoState)))
    }
}

impl Dictionary<'_> {
    /// One row from the codes of its cells; its person is not known yet.
    pub(super) fn licence_year(
        &self,
        code: impl FnMut(Column) -> Option<Resolved<Code>>,
    ) -> Resolved<LicenceYear> {
        let mut cells = Cells(code);
        let year = cells.byte(Column::Year, 0)?;
        let profession = cells.byte(Column::Profession, UNKNOWN)?;
        let birth_year = birth_year(&mut cells, year)?;
        let licence_year = cells.byte(Column::LicenceYear, 0)?;
        if licence_year > year {
            return Err(Box::new(Problem::BeforeLicence));
        }
        let age = age(year, birth_year)?;
        let (given, is_uncoded) = self.state(&mut cells, profession)?;
        let (state, retired) = self.at_age(given, age);
        let place = self.place(&mut cells, state)?;
        let synthetic = cells.byte(Column::Synthetic, 0)? * SYNTHETIC;
        Ok(LicenceYear {
            person: 0,
            profession,
            year,
            state: state as u8,
            county: place.county,
            health_region: place.health_region,
            birth_year,
            licence_year,
            study_county: cells.first_known([Column::StudyCounty, Column::University])?,
            industry: UNKNOWN,
            extent: cells.byte(Column::Extent, UNKNOWN)?,
            marks: synthetic | place.mark | retired | departure(&mut cells, year)?,
            traits: traits(&mut cells)? | if is_uncoded { UNCODED } else { 0 },
        })
    }

    /// The state as given, or derived by the rule; and whether it was derived without an industry or
    /// occupation.
    fn state<F: FnMut(Column) -> Option<Resolved<Code>>>(
        &self,
        cells: &mut Cells<F>,
        profession: u8,
    ) -> Resolved<(State, bool)> {
        match (cells.0)(Column::Status) {
            Some(state) => Ok((State::ALL[usize::from(state?.to_le_bytes()[0])], false)),
            None => self.derived_state(cells, profession),
        }
    }

    /// The state at an age, and its mark: the not employed retire at the pension age.
    pub(super) fn at_age(&self, given: State, age: Option<i32>) -> (State, u8) {
        let is_old = age.is_some_and(|age| age >= i32::from(self.pension_age()));
        match given {
            State::NotEmployed if is_old => (State::Retired, RETIRED_BY_AGE),
            given => (given, 0),
        }
    }

    fn derived_state<F: FnMut(Column) -> Option<Resolved<Code>>>(
        &self,
        cells: &mut Cells<F>,
        profession: u8,
    ) -> Resolved<(State, bool)> {
        if cells.rule_rows(Column::Employed)? == 0 {
            return Ok((State::NotEmployed, false));
        }
        let industry = cells.rule_rows(Column::Industry)?;
        let occupation = cells.rule_rows(Column::Occupation)?;
        let fitting = self.rows_of_profession(profession) & industry & occupation;
        let profession = ProfessionId(profession);
        if !self.rule().decides(profession) {
            let profession = self.profession_name(profession).to_owned();
            return Err(Box::new(Problem::NoRule { profession }));
        }
        let state = self.rule().state(fitting);
        let state = state.ok_or_else(|| Box::new(Problem::NoState))?;
        Ok((state, (industry | occupation) & NO_CODE != 0))
    }

    /// County of work for the employed and of residence otherwise, and its health region, which a
    /// municipality of a split county decides.
    fn place<F: FnMut(Column) -> Option<Resolved<Code>>>(
        &self,
        cells: &mut Cells<F>,
        state: State,
    ) -> Resolved<PlaceOfRow> {
        let is_employed = !matches!(state, State::NotEmployed | State::Retired);
        let own = if is_employed {
            Column::WorkCounty
        } else {
            Column::ResidenceCounty
        };
        let county = cells.first_known([own, Column::County])?;
        let mut place = PlaceOfRow {
            county,
            health_region: self.health_region_of(county),
            mark: 0,
        };
        if let Some(municipality) = (cells.0)(Column::Municipality) {
            let municipality = self.municipality(municipality?.to_le_bytes()[0]);
            self.refine(&mut place, municipality)?;
        }
        Ok(place)
    }

    /// Decides by the municipality, which must lie in the county.
    fn refine(&self, place: &mut PlaceOfRow, municipality: MunicipalityCode<'_>) -> Resolved<()> {
        let is_split = self.is_split(place.county);
        let is_elsewhere = match municipality {
            MunicipalityCode::Missing => {
                place.mark = if is_split { WITHOUT_MUNICIPALITY } else { 0 };
                false
            }
            MunicipalityCode::In(county) => county.0 != place.county,
            MunicipalityCode::Unlisted => is_split,
            MunicipalityCode::Listed(listed) => {
                place.health_region = listed.health_region.0;
                listed.county.0 != place.county
            }
        };
        if place.county == UNKNOWN {
            place.health_region = UNKNOWN;
        } else if is_elsewhere {
            return Err(Box::new(Problem::Elsewhere {
                given: None,
                county: self.county_name(place.county).to_owned(),
                suggestion: None,
            }));
        }
        Ok(())
    }
}

/// Where a row counts.
struct PlaceOfRow {
    county: u8,
    health_region: u8,
    /// What to note of it.
    mark: u8,
}

fn birth_year<F: FnMut(Column) -> Option<Resolved<Code>>>(
    cells: &mut Cells<F>,
    year: u8,
) -> Resolved<u8> {
    let age = cells.byte(Column::Age, 0)?;
    Ok(match cells.byte(Column::BirthYear, 0)? {
        0 if age > 0 => year.saturating_sub(age - 1),
        birth_year => birth_year,
    })
}

fn age(year: u8, birth_year: u8) -> Resolved<Option<i32>> {
    let age = i32::from(year) - i32::from(birth_year);
    match birth_year {
        0 => Ok(None),
        _ if AGES.contains(&age) => Ok(Some(age)),
        _ => Err(Box::new(Problem::Age { age })),
    }
}

/// Why the licence leaves the register, if this is its last row: as given, or because its holder died or
/// emigrated before the next November.
fn departure<F: FnMut(Column) -> Option<Resolved<Code>>>(
    cells: &mut Cells<F>,
    year: u8,
) -> Resolved<u8> {
    let given = cells.byte(Column::Departure, 0)?;
    if let Some(at) = given.checked_sub(1) {
        let reason = Departure::ALL.get(usize::from(at)).copied();
        return Ok(departure_mark(reason) | DEPARTURE_GIVEN);
    }
    let death = cells.byte(Column::DeathYear, 0)?;
    let emigration = cells.byte(Column::EmigrationYear, 0)?;
    let is_next = |event: u8| event > 0 && (event == year || Some(event) == year.checked_add(1));
    let reason = match (is_next(death), is_next(emigration)) {
        (true, true) if emigration < death => Some(Departure::Emigrated),
        (true, _) => Some(Departure::Dead),
        (false, true) => Some(Departure::Emigrated),
        (false, false) => None,
    };
    Ok(departure_mark(reason))
}

fn traits<F: FnMut(Column) -> Option<Resolved<Code>>>(cells: &mut Cells<F>) -> Resolved<u8> {
    let traits = cells.byte(Column::Sex, 0)? << SEX
        | cells.byte(Column::EducationCountry, 0)? << EDUCATION
        | cells.byte(Column::Sector, 0)? << SECTOR;
    let is_specialist = cells.byte(Column::Speciality, 0)? > 0;
    Ok(if is_specialist {
        traits | SPECIALIST
    } else {
        traits
    })
}
