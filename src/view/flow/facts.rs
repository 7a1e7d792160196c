//! What the report says besides the results: the question, the register, the reader's language.

use crate::accounts::FlowCounts;
use crate::domain::{ProfessionId, Year};
use crate::extract::columns::Column as ExtractColumn;
use crate::flow::{Area, Basis, CountyRegions, Coverage, Selection};
use crate::reference::Reference;
use crate::report::Language;
use crate::view::synthetic::{is_copy, register_basis};

/// What the report says besides the results.
#[derive(Clone, Copy)]
pub struct FlowFacts<'a> {
    /// Names of professions and areas.
    pub reference: &'a Reference,
    /// The language of the report.
    pub language: Language,
    /// What the register covers; none without a register.
    pub coverage: Option<&'a Coverage>,
    /// What was asked for.
    pub selection: &'a Selection,
    /// Which counties make up which regions.
    pub counties: &'a CountyRegions,
    /// The names of the views to show; empty for the first view of each part of the description.
    pub views: &'a [&'static str],
    /// The areas to show; empty for all of the level and the country.
    pub areas: &'a [Area],
    /// Whether the report must be one table: counted stock then comes first in the table of stock.
    pub is_one_table: bool,
    /// Whether balance and mobility are left out because the format holds one table.
    pub leaves_out_views: bool,
    /// What else a reader must know, a sentence each.
    pub remarks: &'a [String],
    /// What the counts in notes are multiples of, if they are rounded.
    pub rounding_base: Option<u64>,
    /// The counts to protect; none where no persons need protection.
    pub counts: Option<&'a FlowCounts>,
}

impl<'a> FlowFacts<'a> {
    /// What is said of a description of a selection of a basis, in Swedish, in tables of all areas and with
    /// exact counts.
    #[must_use]
    pub fn of(basis: &'a Basis, selection: &'a Selection, reference: &'a Reference) -> Self {
        Self {
            reference,
            language: Language::Swedish,
            coverage: basis.cube.as_ref().map(|cube| &cube.coverage),
            selection,
            counties: &basis.counties,
            views: &[],
            areas: &[],
            is_one_table: false,
            leaves_out_views: false,
            remarks: &[],
            rounding_base: None,
            counts: None,
        }
    }
}

impl FlowFacts<'_> {
    pub(super) fn shows(&self, area: Area) -> bool {
        self.areas.is_empty() || self.areas.contains(&area)
    }

    pub(super) fn profession(&self, id: ProfessionId) -> &str {
        self.reference.name(id, self.language)
    }

    /// The one profession that was asked for, if it is one.
    pub(super) fn only_profession(&self) -> Option<ProfessionId> {
        let mut professions = self.selection.professions.iter();
        professions
            .next()
            .copied()
            .filter(|_| professions.next().is_none())
    }

    /// What the register is called in the titles of its tables.
    pub(super) fn register_name(&self) -> &'static str {
        match self.coverage {
            Some(coverage) if coverage.is_synthetic => self
                .language
                .choose("Syntetiskt register", "Synthetic register"),
            _ => self.language.choose("Registret", "The register"),
        }
    }

    /// What the numbers of a profession in the register rest on.
    pub(super) fn register_basis(&self, profession: ProfessionId) -> &'static str {
        register_basis(profession, self.coverage, self.reference, self.language)
    }

    /// Whether any profession that was asked for is a copy of another.
    pub(super) fn has_copies(&self) -> bool {
        let coverage = self.coverage;
        let is_copy = |id| coverage.is_some_and(|own| is_copy(id, own, self.reference));
        self.selection.professions.iter().any(|id| is_copy(*id))
    }

    /// Whether the register gives licence years.
    pub(super) fn knows_licence_years(&self) -> bool {
        let has = |coverage: &Coverage| coverage.has_any(&[ExtractColumn::LicenceYear]);
        self.coverage.is_none_or(has)
    }

    /// The years of rows, as in a title.
    pub(super) fn span(years: impl Iterator<Item = Year> + Clone) -> String {
        match (years.clone().min(), years.max()) {
            (Some(first), Some(last)) if first < last => format!("{first}–{last}"),
            (Some(only), _) => only.to_string(),
            _ => String::new(),
        }
    }
}
