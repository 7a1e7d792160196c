//! A synthetic register with known truth, for everyone without a register and to check the
//! analysis against.
//!
//! Every licence lives its own life from the year it is given, by the rates of a [`Recipe`] and a
//! random stream of its own, so any one of them can be made again alone. Chances are compared as
//! whole numbers: the same recipe and seed give the same register on every machine.

mod life;
mod recipe;
mod register;
mod request;
mod studies;
mod synthesise;
mod truth;
mod write;

pub use life::SyntheticYear;
pub use recipe::Recipe;
pub use register::register;
pub use request::SynthRequest;
pub use studies::{studies, studies_by_profession, write_studies};
pub use synthesise::synthesise;
pub use truth::Truth;
pub use write::{write_csv, write_parquet};
