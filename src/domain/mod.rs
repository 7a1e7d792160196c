//! The field's words as types: professions, programmes, places, years, people and shares.
//!
//! This module knows no file, no table and no calculation. Codes such as [`ProgrammeId`] are
//! positions in the reference tables of `data/`; adding a programme changes data, never code.

mod academic_year;
mod age_band;
mod completions;
mod departure;
mod disclosure_rules;
mod education_country;
mod entrants;
mod exam_frequency;
mod graduates;
mod headcount;
mod input_remark;
mod interval_level;
mod licence_cohort;
mod place;
mod population;
mod profession;
mod programme;
mod published;
mod sector;
mod sex;
mod share;
mod spread;
mod state;
mod stock_count;
mod studies;

pub use academic_year::{AcademicYear, AcademicYearError, Season, Term, Year};
pub use age_band::AgeBand;
pub use completions::Completions;
pub use departure::Departure;
pub use disclosure_rules::DisclosureRules;
pub use education_country::EducationCountry;
pub use entrants::Entrants;
pub use exam_frequency::{ExamFrequencies, ExamFrequency};
pub use graduates::Graduates;
pub use headcount::Headcount;
pub use input_remark::InputRemark;
pub use interval_level::IntervalLevel;
pub use licence_cohort::LicenceCohort;
pub use place::{
    County, CountyId, HealthRegion, HealthRegionId, Municipality, Place, Unit, University,
    UniversityId,
};
pub use population::{AgeGroup, InhabitantGroup, Inhabitants, Population};
pub use profession::{Profession, ProfessionId};
pub use programme::{Programme, ProgrammeId};
pub use published::{Published, PublishedFigure, PublishedMeasure, PublishedNote, PublishedValue};
pub use sector::Sector;
pub use sex::Sex;
pub use share::Share;
pub use spread::Spread;
pub use state::State;
pub use stock_count::{CountStatus, StockCount};
pub use studies::Studies;
