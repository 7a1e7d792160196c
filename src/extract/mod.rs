//! The register extract: one row per licence and year, read, checked and packed.
//!
//! - [`columns`]: the columns of an extract and the names they go by
//! - [`Mapping`]: local names and codes
//! - [`Proposal`]: a mapping that is guessed from a register
//! - [`StateRule`]: from employment, industry and occupation to a state
//! - [`synth`]: a synthetic register with known truth
//! - [`Register`]: the packed form that everything after this reads
//!
//! A [`Register`] is grouped by licence and ordered by year, has at most one row per licence and
//! year, and holds the same value of sex, birth year, licence year and country of education in all
//! rows of a licence. Code that has one may rely on that.

mod assemble;
mod check;
pub mod columns;
mod completeness;
mod date;
mod dictionary;
mod inventory;
mod licence_year;
mod main_profession;
mod mapping;
mod municipality;
mod persons;
mod problem;
mod proposal;
mod pseudonym;
mod read;
mod refusals;
mod register;
mod spelling;
mod state_rule;
pub mod synth;

pub use check::Oddities;
pub use completeness::PartialYear;
pub use dictionary::Dictionary;
pub use inventory::{FileForm, Inventory, LeftOut, SourceFile};
pub use licence_year::LicenceYear;
pub use main_profession::{MainProfession, MainProfessions};
pub use mapping::Mapping;
pub use problem::{Problem, RowLocation};
pub use proposal::{MapProtection, Proposal, Survey, least_cell};
pub(crate) use read::{Damage, ParquetFile};
pub use read::{ReadError, ReadRequest, can_be_read_again, is_extract, read};
pub use refusals::{Refusal, Refusals};
pub use register::{Register, departures_without_effect, licences};
pub use state_rule::{EMBEDDED_RULE, StateRow, StateRule};
