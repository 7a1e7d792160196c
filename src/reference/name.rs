//! The names of professions, programmes, health regions and counties in either language.

use super::Reference;
use crate::domain::{CountyId, HealthRegionId, ProfessionId, ProgrammeId};
use crate::language::Language;

/// An id whose entry has a Swedish and an English name.
pub trait Named: Copy {
    /// Its Swedish and its English name.
    fn names(self, reference: &Reference) -> (&str, &str);
}

impl Named for ProfessionId {
    fn names(self, reference: &Reference) -> (&str, &str) {
        let profession = reference.profession(self);
        (&profession.name, &profession.english)
    }
}

impl Named for ProgrammeId {
    fn names(self, reference: &Reference) -> (&str, &str) {
        let programme = reference.programme(self);
        (&programme.name, &programme.english)
    }
}

impl Named for HealthRegionId {
    fn names(self, reference: &Reference) -> (&str, &str) {
        let region = reference.health_region(self);
        (&region.name, &region.english)
    }
}

impl Named for CountyId {
    fn names(self, reference: &Reference) -> (&str, &str) {
        let county = reference.county(self);
        (&county.name, &county.english)
    }
}

impl Reference {
    /// The name of a profession, programme, health region or county in a language.
    #[must_use]
    pub fn name(&self, id: impl Named, language: Language) -> &str {
        let (swedish, english) = id.names(self);
        language.choose(swedish, english)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_id_has_a_name_in_both_languages() {
        let reference = Reference::load().unwrap();
        let dentist = reference.profession_named("tandläkare").unwrap();
        let programme = reference.programme_named("tandläkare").unwrap();
        let region = reference.health_region_named("Södra").unwrap();
        let skane = reference.county_named("12").unwrap();
        let names = |language| {
            [
                reference.name(dentist, language),
                reference.name(programme, language),
                reference.name(region, language),
                reference.name(skane, language),
            ]
        };
        assert_eq!(
            [names(Language::Swedish), names(Language::English)],
            [
                ["tandläkare", "tandläkare", "Södra", "Skåne län"],
                ["dentist", "dentist", "Southern", "Skåne County"],
            ]
        );
    }
}
