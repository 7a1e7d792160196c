//! A register, counted once.

use std::error::Error;
use std::fmt;

use super::coverage::Coverage;
use super::cube::Cube;
use super::depth::Depth;
use super::passage::Passages;
use crate::domain::Studies;
use crate::extract::{Dictionary, Inventory, Register};
use crate::language::{Language, Words, words};
use crate::reference::Reference;

/// A register, counted: all that flow descriptions are derived from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedRegister {
    /// Stock, steps between years and times in the profession.
    pub cube: Cube,
    /// Entrants of the programmes, linked to the register, if there are any.
    pub passages: Option<Passages>,
}

/// How a register is counted.
#[derive(Clone, Copy, Debug)]
pub struct Counting<'a> {
    /// How much of it.
    pub depth: Depth,
    /// Whether stock and transitions are counted by licence cohort.
    pub by_licence_cohort: bool,
    /// Whether a person with several licences is counted once, in the main profession.
    pub in_main_profession: bool,
    /// Studies to link to the licences.
    pub entrants: Option<&'a [Studies]>,
}

impl Counting<'_> {
    /// Everything that a description can show of a register alone.
    pub const ALL: Self = Counting {
        depth: Depth::Careers,
        by_licence_cohort: false,
        in_main_profession: false,
        entrants: None,
    };
}

impl CountedRegister {
    /// Counts a register that was read with a dictionary.
    ///
    /// # Errors
    /// Studies that cannot be linked to the register.
    pub fn of(
        (register, inventory): (Register, &Inventory),
        dictionary: &Dictionary<'_>,
        counting: Counting<'_>,
        reference: &Reference,
    ) -> Result<Self, NotLinked> {
        let (register, main_professions) = if counting.in_main_profession {
            let (register, counts) = register.in_main_professions(|id| reference.main_rank(id));
            (register, Some(counts))
        } else {
            (register, None)
        };
        let coverage = Coverage {
            main_professions,
            has_licence_cohorts: counting.by_licence_cohort,
            ..Coverage::read_with(inventory, dictionary)
        };
        let link = |studies| {
            are_written_alike(studies, &register)?;
            are_of_one_kind(studies, &coverage)?;
            Ok(Passages::link(studies, &register, &coverage, reference))
        };
        Ok(Self {
            passages: counting.entrants.map(link).transpose()?,
            cube: Cube::of(&register, coverage, counting.depth),
        })
    }
}

/// Why entrants cannot be linked to a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotLinked {
    /// Pseudonyms of so many that are written differently in the register: linked as they are written, their
    /// licences would be missed.
    PseudonymsDiffer(usize),
    /// Synthetic entrants of a real register.
    SyntheticEntrants,
    /// Real entrants of a synthetic register.
    SyntheticRegister,
}

impl NotLinked {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::PseudonymsDiffer(persons) => words!(
                "{persons} löpnr i utbildningsuttaget skrivs annorlunda i registeruttaget",
                "{persons} löpnr of the education extract are written otherwise in the register extract"
            ),
            Self::SyntheticEntrants => words!(
                "utbildningsuttaget är syntetiskt, men inte registret",
                "the education extract is synthetic, but not the register",
            ),
            Self::SyntheticRegister => words!(
                "registret är syntetiskt, men inte utbildningsuttaget",
                "the register is synthetic, but not the education extract",
            ),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn tip(&self) -> Words {
        match self {
            Self::PseudonymsDiffer(_) => words!(
                "skriv löpnr likadant i båda: utan tillagda decimaler (123.0), med sina inledande nollor (00123) och med samma bokstäver",
                "write löpnr alike in both: without added decimals (123.0), with their leading zeros (00123) and in the same case"
            ),
            Self::SyntheticEntrants | Self::SyntheticRegister => words!(
                "vardkraft synth -o REGISTER --education FIL skriver båda",
                "vardkraft synth -o REGISTER --education FILE writes both",
            ),
        }
    }
}

impl fmt::Display for NotLinked {
    /// The error in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl Error for NotLinked {}

fn are_written_alike(studies: &[Studies], register: &Register) -> Result<(), NotLinked> {
    let persons = studies.iter().map(|studies| studies.person.as_str());
    match register.written_otherwise(persons) {
        0 => Ok(()),
        persons => Err(NotLinked::PseudonymsDiffer(persons)),
    }
}

/// Refuses synthetic entrants of a real register and the other way round.
fn are_of_one_kind(studies: &[Studies], coverage: &Coverage) -> Result<(), NotLinked> {
    if studies.is_empty() {
        return Ok(());
    }
    let is_synthetic = studies.iter().any(|row| row.is_synthetic);
    match (is_synthetic, coverage.is_synthetic) {
        (true, false) => Err(NotLinked::SyntheticEntrants),
        (false, true) => Err(NotLinked::SyntheticRegister),
        (true, true) | (false, false) => Ok(()),
    }
}
