//! Whether a request can be answered from what there is.

use std::collections::BTreeSet;

use super::basis::Basis;
use super::cube::Cube;
use super::cut::Cut;
use super::entrant_refusal::EntrantRefusal;
use super::passage::Passages;
use super::pathway::PathwaySelection;
use super::refusal::Refusal;
use super::request::Request;
use super::selection::Selection;
use crate::domain::{ProfessionId, Year};
use crate::extract::columns::Column;

impl Request {
    /// Refuses a request that a basis cannot answer.
    ///
    /// # Errors
    /// All that it cannot answer: first about the selection, and only where that can be answered about
    /// entrants.
    pub fn check(&self, basis: &Basis) -> Result<(), Vec<Refusal>> {
        let selection = self.selection(basis);
        all_or_none(self.refused_selection(&selection, basis))?;
        let pathway = self.pathway(basis);
        let entrants = basis.passages.as_ref().zip(pathway);
        let refused = entrants.map(|(passages, pathway)| {
            self.refused_entrants(passages, &pathway, basis)
                .into_iter()
                .map(Refusal::Entrants)
                .collect()
        });
        all_or_none(refused.unwrap_or_default())
    }

    fn refused_selection(&self, selection: &Selection, basis: &Basis) -> Vec<Refusal> {
        let existing = basis.years().into_keys().collect();
        let mut refused = missing_professions(&selection.professions, &existing);
        refused.extend(self.refused_years(selection, basis));
        if self.is_published() {
            let unpublished = self.cuts.iter().filter(|cut| **cut != Cut::Sex);
            refused.extend(unpublished.map(|cut| Refusal::NotPublishedBy(*cut)));
        }
        let cuts = self.cuts.iter();
        refused.extend(cuts.filter_map(|cut| basis.refused_cut(*cut)));
        if self.follows_licences() {
            if let Some(cube) = &basis.cube {
                refused.extend(cube.unfollowed(&selection.professions));
                let is_main = cube.coverage.main_professions.is_some();
                refused.extend(is_main.then_some(Refusal::InMainProfessions));
            }
            let changing = self.cuts.iter().filter(|cut| !cut.is_of_licence());
            refused.extend(changing.map(|cut| Refusal::NotFollowedBy(*cut)));
        }
        refused
    }

    fn refused_years(&self, selection: &Selection, basis: &Basis) -> Option<Refusal> {
        let asked = self.years.as_ref()?;
        let years: BTreeSet<Year> = basis
            .years()
            .into_iter()
            .filter(|(id, _)| selection.professions.contains(id))
            .flat_map(|(_, years)| years)
            .collect();
        let (first, last) = (*years.first()?, *years.last()?);
        let is_outside = *asked.start() < first || *asked.end() > last;
        is_outside.then(|| Refusal::NoYears {
            asked: asked.clone(),
            covered: first..=last,
        })
    }

    fn refused_entrants(
        &self,
        passages: &Passages,
        pathway: &PathwaySelection,
        basis: &Basis,
    ) -> Vec<EntrantRefusal> {
        let named = self.professions.iter().filter(|id| !passages.has(**id));
        let mut refused: Vec<EntrantRefusal> =
            named.map(|id| EntrantRefusal::NoEntrants(*id)).collect();
        if let (true, Some(cube)) = (refused.is_empty(), &basis.cube) {
            let professions = pathway.professions.iter().copied().collect();
            let linkage = passages.linkage(&professions, &cube.coverage);
            let entrants = linkage.entrants;
            let is_apart = linkage.in_register == 0;
            refused.extend(is_apart.then_some(EntrantRefusal::NoneLinked { entrants }));
        }
        let unknown = pathway.cuts.iter().filter(|cut| !cut.is_known(passages));
        refused.extend(unknown.map(|cut| EntrantRefusal::NoTrait(*cut)));
        refused
    }

    /// Why a description of a basis has no figures at all.
    #[must_use]
    pub fn nothing(&self, basis: &Basis) -> Refusal {
        if self.is_published() {
            Refusal::NothingPublished
        } else if basis.cube.is_none() {
            Refusal::NothingCounted
        } else if self.views.iter().all(|view| view.is_curve()) {
            Refusal::NothingFollowed
        } else {
            Refusal::NothingSelected
        }
    }
}

impl Basis {
    /// Refuses a cut that cannot be seen in it.
    fn refused_cut(&self, cut: Cut) -> Option<Refusal> {
        let Some(cube) = &self.cube else {
            let mut rows = self.counted.iter().flatten();
            let has_it = cut == Cut::Sex && rows.any(|row| row.sex.is_some());
            return (!has_it).then_some(Refusal::NoTrait(cut));
        };
        if cut == Cut::LicenceCohort && !cube.coverage.has_licence_cohorts {
            return Some(Refusal::NotByLicenceCohort);
        }
        let has_it = cube.coverage.has_any(cut.columns());
        (!has_it).then_some(Refusal::NoTrait(cut))
    }
}

impl Cube {
    /// Refuses to follow licences of professions whose years or extract do not allow it.
    ///
    /// # Errors
    /// All reasons.
    pub fn check_followed(&self, professions: &BTreeSet<ProfessionId>) -> Result<(), Vec<Refusal>> {
        all_or_none(self.unfollowed(professions))
    }

    fn unfollowed(&self, professions: &BTreeSet<ProfessionId>) -> Vec<Refusal> {
        let mut refused = Vec::new();
        if !self.coverage.has_any(&[Column::LicenceYear]) {
            refused.push(Refusal::NoLicenceYears);
        } else if self.careers().is_none() {
            refused.push(Refusal::NoCareers);
        }
        let missing = professions.iter().filter_map(|id| {
            let year = *self.coverage.holes(*id).first()?;
            Some(Refusal::MissingYear {
                profession: *id,
                year,
            })
        });
        refused.extend(missing);
        refused
    }
}

/// A refusal for each profession that is asked for and does not exist in a register.
#[must_use]
pub fn missing_professions(
    asked: &BTreeSet<ProfessionId>,
    existing: &BTreeSet<ProfessionId>,
) -> Vec<Refusal> {
    let missing = asked.difference(existing);
    let refusal = |id: &ProfessionId| Refusal::NoProfession {
        profession: *id,
        existing: existing.iter().copied().collect(),
    };
    missing.map(refusal).collect()
}

fn all_or_none(refused: Vec<Refusal>) -> Result<(), Vec<Refusal>> {
    if refused.is_empty() {
        Ok(())
    } else {
        Err(refused)
    }
}
