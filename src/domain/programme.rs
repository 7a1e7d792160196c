//! Degree programmes that lead to a profession.

use super::ProfessionId;
use crate::language::Words;

/// Which programme: its row in `data/programmes.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProgrammeId(pub u8);

/// A degree programme (utbildning).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// The Swedish name as results print it, the same word as the profession: `tandläkare`.
    pub name: String,
    /// The English name, `dentist`.
    pub english: String,
    /// The licensed profession that the degree leads to; none for tandtekniker, which needs no
    /// licence, and for specialistsjuksköterska, which has the licence already.
    pub profession: Option<ProfessionId>,
    /// The degree's name in the ordinance and in UKÄ's tables, `Tandläkarexamen`.
    pub degree: String,
    /// Other names of the programme, `Tandläkarprogrammet`.
    pub aliases: Vec<String>,
    /// Length in higher education credits (högskolepoäng); 60 are a läsår.
    pub credits: u16,
    /// Nominal length in terms.
    pub nominal_terms: u8,
    /// Läsår from the autumn of entry to the spring of the degree: nominal length rounded up to
    /// whole läsår (`L` in the method).
    pub lag_years: u8,
    /// How many years ahead the council's method goes; none for programmes outside the estimates.
    pub horizon_years: Option<u8>,
    /// What a reader of the figures should know; empty if nothing.
    pub note: Words,
    /// How sure the row is.
    pub verification: Words,
    /// Keys into the source list.
    pub source: String,
}
