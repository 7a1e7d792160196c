//! A cell of any table of a cube and its count, laid out alike.

use std::ops::RangeInclusive;

use crate::domain::{
    AgeBand, CountyId, Departure, EducationCountry, HealthRegionId, LicenceCohort, ProfessionId,
    Sector, Sex, State, Year,
};
use crate::flow::packing::{FIRST_YEAR, LAST_YEAR};
use crate::flow::{
    CareerCell, CohortCell, Ending, Entry, Holder, LicenceStatus, SpellCell, StockCell,
    TransitionCell,
};
use crate::reference::Reference;

/// The years that a cube may cover: far ones would make long series of nothing.
pub(super) const YEARS: RangeInclusive<Year> = 1900..=2100;

/// A column that holds words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    Table,
    Profession,
    FromState,
    FromCounty,
    FromHealthRegion,
    FromSector,
    FromAgeBand,
    State,
    County,
    HealthRegion,
    Sector,
    AgeBand,
    Sex,
    EducationCountry,
    StudyCounty,
    Entry,
    Ending,
    Departure,
    LicenceCohort,
}

/// All columns of words, in the order of the file.
pub(super) const CODES: [Code; 19] = [
    Code::Table,
    Code::Profession,
    Code::FromState,
    Code::FromCounty,
    Code::FromHealthRegion,
    Code::FromSector,
    Code::FromAgeBand,
    Code::State,
    Code::County,
    Code::HealthRegion,
    Code::Sector,
    Code::AgeBand,
    Code::Sex,
    Code::EducationCountry,
    Code::StudyCounty,
    Code::Entry,
    Code::Ending,
    Code::Departure,
    Code::LicenceCohort,
];

/// A column that holds numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Year,
    LicenceYear,
    Entry,
    Exit,
    Industry,
    Since,
    Count,
}

/// All columns of numbers, after those of words.
pub(super) const NUMBERS: [Number; 7] = [
    Number::Year,
    Number::LicenceYear,
    Number::Entry,
    Number::Exit,
    Number::Industry,
    Number::Since,
    Number::Count,
];

/// The table that a cell is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Stock,
    Transitions,
    Spells,
    Careers,
    Cohorts,
}

const TABLES: [(Table, &str); 5] = [
    (Table::Stock, "bestånd"),
    (Table::Transitions, "övergångar"),
    (Table::Spells, "varaktigheter"),
    (Table::Careers, "karriärer"),
    (Table::Cohorts, "kohorter"),
];

/// The columns of where and how a licence stood the year before, and in the year.
const BEFORE: [Code; 5] = [
    Code::FromState,
    Code::FromCounty,
    Code::FromHealthRegion,
    Code::FromSector,
    Code::FromAgeBand,
];
const AFTER: [Code; 5] = [
    Code::State,
    Code::County,
    Code::HealthRegion,
    Code::Sector,
    Code::AgeBand,
];

/// The word for no row, after the states; and for an ending that was not seen, before them.
const NOT_IN_REGISTER: &str = "ej i registret";
const CENSORED: &str = "följs inte längre";

/// The words of ways to enter, in the order of [`Entry::ALL`].
const ENTRIES: [&str; 4] = [
    "nylegitimerad",
    "återinträde",
    "första inträde, äldre legitimation",
    "okänt legitimationsår",
];

impl Code {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Table => "tabell",
            Self::Profession => "yrke",
            Self::FromState => "från_status",
            Self::FromCounty => "från_län",
            Self::FromHealthRegion => "från_sjukvårdsregion",
            Self::FromSector => "från_sektor",
            Self::FromAgeBand => "från_åldersgrupp",
            Self::State => "status",
            Self::County => "län",
            Self::HealthRegion => "sjukvårdsregion",
            Self::Sector => "sektor",
            Self::AgeBand => "åldersgrupp",
            Self::Sex => "kön",
            Self::EducationCountry => "utbildningsland",
            Self::StudyCounty => "studielän",
            Self::Entry => "inträdesslag",
            Self::Ending => "avslut",
            Self::Departure => "utträdesorsak",
            Self::LicenceCohort => "legitimationskohort",
        }
    }

    /// The words of its codes, by code.
    pub(super) fn words(self, reference: &Reference) -> Vec<String> {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let states = State::ALL.map(State::swedish);
        match self {
            Self::Table => owned(&TABLES.map(|(_, name)| name)),
            Self::Profession => {
                let professions = reference.professions();
                professions.map(|(_, entry)| entry.name.clone()).collect()
            }
            Self::FromState | Self::State => owned(&[&states[..], &[NOT_IN_REGISTER]].concat()),
            Self::FromCounty | Self::County | Self::StudyCounty => {
                let counties = reference.counties();
                counties.map(|(_, entry)| entry.code.clone()).collect()
            }
            Self::FromHealthRegion | Self::HealthRegion => {
                let regions = reference.health_regions();
                regions.map(|(_, entry)| entry.name.clone()).collect()
            }
            Self::FromSector | Self::Sector => owned(&Sector::ALL.map(Sector::swedish)),
            Self::FromAgeBand | Self::AgeBand => {
                AgeBand::all().map(|band| band.name().to_owned()).collect()
            }
            Self::Sex => owned(&Sex::ALL.map(Sex::swedish)),
            Self::EducationCountry => owned(&EducationCountry::ALL.map(EducationCountry::swedish)),
            Self::Entry => owned(&ENTRIES),
            Self::Departure => owned(&Departure::ALL.map(Departure::swedish)),
            Self::LicenceCohort => {
                let cohorts = LicenceCohort::all();
                cohorts.map(|cohort| cohort.name().to_owned()).collect()
            }
            Self::Ending => owned(&[&[CENSORED], &states[..], &[NOT_IN_REGISTER]].concat()),
        }
    }
}

impl Number {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Year => "år",
            Self::LicenceYear => "legitimationsår",
            Self::Entry => "inträde",
            Self::Exit => "utträde",
            Self::Industry => "sni",
            Self::Since => "år_sedan_legitimation",
            Self::Count => "antal",
        }
    }
}

/// The codes and numbers of a cell; a column that its table does not have is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    codes: [Option<u8>; CODES.len()],
    numbers: [Option<i64>; NUMBERS.len()],
}

impl Line {
    pub(super) const fn code(&self, code: Code) -> Option<u8> {
        self.codes[code as usize]
    }

    pub(super) const fn set_code(&mut self, code: Code, value: Option<u8>) {
        self.codes[code as usize] = value;
    }

    pub(super) const fn number(&self, number: Number) -> Option<i64> {
        self.numbers[number as usize]
    }

    pub(super) const fn set_number(&mut self, number: Number, value: Option<i64>) {
        self.numbers[number as usize] = value;
    }

    pub(super) fn table(&self) -> Option<Table> {
        self.one_of(Code::Table, &TABLES).map(|(table, _)| table)
    }

    pub(super) fn count(&self) -> Option<u32> {
        u32::try_from(self.number(Number::Count)?).ok()
    }

    pub(super) fn of_stock(cell: StockCell, count: u64) -> Self {
        let mut line = Self::new(Table::Stock, cell.profession, cell.holder, count);
        line.set_number(Number::Year, Some(cell.year.into()));
        line.set_status(AFTER, Some(cell.status));
        line.set_cohort(cell.holder);
        line.set_code(Code::StudyCounty, cell.study_county.map(|id| id.0));
        line
    }

    pub(super) fn of_transition(cell: TransitionCell, count: u64) -> Self {
        let mut line = Self::new(Table::Transitions, cell.profession, cell.holder, count);
        line.set_number(Number::Year, Some(cell.year.into()));
        line.set_status(BEFORE, cell.before);
        line.set_status(AFTER, cell.after);
        line.set_cohort(cell.holder);
        line.set_code(Code::Entry, cell.entry.map(|entry| entry as u8));
        let departure = cell.departure.map(|reason| reason as u8);
        line.set_code(Code::Departure, departure);
        line
    }

    pub(super) fn of_spell(cell: SpellCell, count: u64) -> Self {
        let mut line = Self::new(Table::Spells, cell.profession, cell.holder, count);
        line.set_number(Number::LicenceYear, Some(cell.licence_year.into()));
        line.set_number(Number::Entry, Some(cell.entry.into()));
        line.set_number(Number::Exit, Some(cell.exit.into()));
        let ending = ENDINGS.iter().position(|ending| *ending == cell.ending);
        line.set_code(Code::Ending, ending.and_then(|at| u8::try_from(at).ok()));
        line.set_code(Code::AgeBand, cell.age_band.map(AgeBand::position));
        line.set_code(Code::County, cell.county.map(|id| id.0));
        line.set_code(Code::HealthRegion, cell.health_region.map(|id| id.0));
        line
    }

    pub(super) fn of_career(cell: CareerCell, count: u64) -> Self {
        let mut line = Self::new(Table::Careers, cell.profession, cell.holder, count);
        line.set_number(Number::LicenceYear, Some(cell.licence_year.into()));
        line.set_number(Number::Since, Some(cell.since.into()));
        line.set_number(Number::Industry, cell.industry.map(i64::from));
        line.set_status(AFTER, cell.status);
        line.set_code(Code::AgeBand, cell.age_band.map(AgeBand::position));
        line.set_code(Code::StudyCounty, cell.study_county.map(|id| id.0));
        line
    }

    pub(super) fn career(&self) -> Option<CareerCell> {
        let byte = |number| u8::try_from(number).ok();
        let industry = self.number(Number::Industry);
        Some(CareerCell {
            profession: self.profession()?,
            licence_year: self.year(Number::LicenceYear)?,
            status: self.status(AFTER),
            industry: industry.and_then(byte),
            study_county: self.code(Code::StudyCounty).map(CountyId),
            holder: self.holder(),
            age_band: self.code(Code::AgeBand).and_then(AgeBand::at),
            since: byte(self.number(Number::Since)?)?,
        })
    }

    pub(super) fn of_cohort(cell: CohortCell, count: u64) -> Self {
        let mut line = Self::new(Table::Cohorts, cell.profession, cell.holder, count);
        line.set_number(Number::LicenceYear, Some(cell.licence_year.into()));
        line.set_number(Number::Since, Some(cell.since.into()));
        let no_row = State::ALL.len().to_le_bytes()[0];
        line.set_code(
            Code::State,
            Some(cell.state.map_or(no_row, |own| own as u8)),
        );
        line.set_code(Code::AgeBand, cell.age_band.map(AgeBand::position));
        line.set_code(Code::County, cell.county.map(|id| id.0));
        line.set_code(Code::HealthRegion, cell.health_region.map(|id| id.0));
        line
    }

    pub(super) fn cohort(&self) -> Option<CohortCell> {
        Some(CohortCell {
            profession: self.profession()?,
            licence_year: self.year(Number::LicenceYear)?,
            state: self.one_of(Code::State, &State::ALL),
            holder: self.holder(),
            age_band: self.code(Code::AgeBand).and_then(AgeBand::at),
            county: self.code(Code::County).map(CountyId),
            health_region: self.code(Code::HealthRegion).map(HealthRegionId),
            since: u8::try_from(self.number(Number::Since)?).ok()?,
        })
    }

    pub(super) fn stock(&self) -> Option<StockCell> {
        Some(StockCell {
            year: self.year(Number::Year)?,
            profession: self.profession()?,
            status: self.status(AFTER)?,
            holder: self.holder(),
            study_county: self.code(Code::StudyCounty).map(CountyId),
        })
    }

    pub(super) fn transition(&self) -> Option<TransitionCell> {
        Some(TransitionCell {
            year: self.year(Number::Year)?,
            profession: self.profession()?,
            before: self.status(BEFORE),
            after: self.status(AFTER),
            holder: self.holder(),
            entry: self.one_of(Code::Entry, &Entry::ALL),
            departure: self.one_of(Code::Departure, &Departure::ALL),
        })
    }

    pub(super) fn spell(&self) -> Option<SpellCell> {
        let years = |number| u8::try_from(self.number(number)?).ok();
        Some(SpellCell {
            licence_year: self.year(Number::LicenceYear)?,
            profession: self.profession()?,
            entry: years(Number::Entry)?,
            exit: years(Number::Exit)?,
            ending: self.one_of(Code::Ending, &ENDINGS)?,
            holder: self.holder(),
            age_band: self.code(Code::AgeBand).and_then(AgeBand::at),
            county: self.code(Code::County).map(CountyId),
            health_region: self.code(Code::HealthRegion).map(HealthRegionId),
        })
    }

    fn new(table: Table, profession: ProfessionId, holder: Holder, count: u64) -> Self {
        let mut line = Self::default();
        line.set_code(Code::Table, Some(table as u8));
        line.set_code(Code::Profession, Some(profession.0));
        line.set_code(Code::Sex, holder.sex.map(|sex| sex as u8));
        let education = holder.education.map(|country| country as u8);
        line.set_code(Code::EducationCountry, education);
        line.set_number(Number::Count, i64::try_from(count).ok());
        line
    }

    /// The cohort of a table that has no licence year.
    fn set_cohort(&mut self, holder: Holder) {
        let cohort = holder.cohort.map(LicenceCohort::position);
        self.set_code(Code::LicenceCohort, cohort);
    }

    fn set_status(&mut self, codes: [Code; 5], status: Option<LicenceStatus>) {
        let [state, county, health_region, sector, age_band] = codes;
        let no_row = State::ALL.len().to_le_bytes()[0];
        self.set_code(state, Some(status.map_or(no_row, |at| at.state as u8)));
        let Some(status) = status else { return };
        self.set_code(county, status.county.map(|id| id.0));
        self.set_code(health_region, status.health_region.map(|id| id.0));
        self.set_code(sector, status.sector.map(|sector| sector as u8));
        self.set_code(age_band, status.age_band.map(AgeBand::position));
    }

    fn status(&self, codes: [Code; 5]) -> Option<LicenceStatus> {
        let [state, county, health_region, sector, age_band] = codes;
        Some(LicenceStatus {
            state: self.one_of(state, &State::ALL)?,
            county: self.code(county).map(CountyId),
            health_region: self.code(health_region).map(HealthRegionId),
            sector: self.one_of(sector, &Sector::ALL),
            age_band: self.code(age_band).and_then(AgeBand::at),
        })
    }

    fn holder(&self) -> Holder {
        let cohort = self.code(Code::LicenceCohort);
        Holder {
            cohort: cohort.and_then(LicenceCohort::at),
            sex: self.one_of(Code::Sex, &Sex::ALL),
            education: self.one_of(Code::EducationCountry, &EducationCountry::ALL),
        }
    }

    fn profession(&self) -> Option<ProfessionId> {
        self.code(Code::Profession).map(ProfessionId)
    }

    fn year(&self, number: Number) -> Option<Year> {
        let year = Year::try_from(self.number(number)?).ok();
        year.filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year))
    }

    fn one_of<T: Copy>(&self, code: Code, all: &[T]) -> Option<T> {
        all.get(usize::from(self.code(code)?)).copied()
    }
}

/// All endings, in the order of their words.
const ENDINGS: [Ending; 7] = [
    Ending::Censored,
    Ending::Into(State::InProfession),
    Ending::Into(State::OtherRoleInCare),
    Ending::Into(State::OtherIndustry),
    Ending::Into(State::NotEmployed),
    Ending::Into(State::Retired),
    Ending::LeftRegister,
];
