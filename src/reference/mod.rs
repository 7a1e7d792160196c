//! The embedded tables of `data/`, looked up by name, alias or code.
//!
//! Look-ups ignore case, diacritics, spaces and punctuation, and answer a miss with what was
//! probably meant. A new profession, programme or region is a row in `data/`.

mod aliases;
mod area_names;
mod areas;
mod catalogue;
mod definitions;
mod disclosure_rules;
mod embedded;
mod geography;
mod main_profession;
mod measures;
mod name;
mod noise;
mod partitions;
mod population;
mod professions;
mod programmes;
mod published;
mod published_figures;
mod published_shares;
mod published_stock;
mod sources;
mod tenure_bands;

use crate::domain::{
    County, CountyId, HealthRegion, HealthRegionId, Municipality, Profession, ProfessionId,
    Programme, ProgrammeId, University, UniversityId,
};
use crate::source::Faults;

pub use aliases::{WordKind, canonical_word, spellings, value_named, yes_or_no};
pub use areas::{AreaMeanings, FormerCounty, Kommun, KommunId, is_whole_country};
pub use catalogue::{EntryKind, Unknown, suggestion};
pub use definitions::Definitions;
pub use disclosure_rules::{disclosure_rules, disclosure_rules_in};
pub use geography::is_sweden;
pub use main_profession::MainRank;
pub use measures::{Measure, measure_of_header, measure_of_title};
pub use name::Named;
pub use noise::{Noise, noise_of_notes, noises};
pub use partitions::are_everybody;
pub use population::{inhabitants, population};
pub use published::published;
pub use published_figures::published_figures;
pub use published_shares::{PublishedShare, published_shares};
pub use sources::{Source, sources};
pub use tenure_bands::TenureBands;

use areas::Areas;
use catalogue::Catalogue;

/// The reference tables that name things.
#[derive(Clone, Debug)]
pub struct Reference {
    definitions: Definitions,
    professions: Catalogue<Profession>,
    main_ranks: Vec<MainRank>,
    programmes: Catalogue<Programme>,
    health_regions: Catalogue<HealthRegion>,
    counties: Catalogue<County>,
    municipalities: Catalogue<Municipality>,
    universities: Catalogue<University>,
    areas: Areas,
}

impl Reference {
    /// Reads the embedded tables.
    ///
    /// # Errors
    /// Faults in the embedded tables themselves, which the tests rule out.
    pub fn load() -> Result<Self, Faults> {
        let definitions = definitions::load()?;
        let professions = professions::load()?;
        let main_ranks = main_profession::load(&professions)?;
        let programmes = programmes::load(&professions)?;
        let health_regions = geography::health_regions()?;
        let counties = geography::counties(&health_regions)?;
        let municipalities = geography::municipalities(&counties, &health_regions)?;
        let universities = geography::universities(&counties, &health_regions)?;
        let areas = Areas::load(&health_regions, &counties, &municipalities)?;
        Ok(Self {
            definitions,
            professions,
            main_ranks,
            programmes,
            health_regions,
            counties,
            municipalities,
            universities,
            areas,
        })
    }

    /// Numbers by which the official statistics define their measures.
    #[must_use]
    pub const fn definitions(&self) -> &Definitions {
        &self.definitions
    }

    /// How many academic years after its start a cohort of a programme is followed in the exam
    /// frequency: the nominal length and the follow-up beyond it.
    #[must_use]
    pub fn followed_years(&self, programme: ProgrammeId) -> u8 {
        self.programme(programme).lag_years + self.definitions.follow_up_years
    }

    /// The licensed professions, by name.
    pub fn professions(&self) -> impl Iterator<Item = (ProfessionId, &Profession)> {
        self.professions
            .iter()
            .map(|(id, entry)| (ProfessionId(id), entry))
    }

    /// The programmes, in the order of the council's estimates: the longest first.
    pub fn programmes(&self) -> impl Iterator<Item = (ProgrammeId, &Programme)> {
        self.programmes
            .iter()
            .map(|(id, entry)| (ProgrammeId(id), entry))
    }

    /// The health regions, in the order in which results print them.
    pub fn health_regions(&self) -> impl Iterator<Item = (HealthRegionId, &HealthRegion)> {
        self.health_regions
            .iter()
            .map(|(id, entry)| (HealthRegionId(id), entry))
    }

    /// The counties, by code.
    pub fn counties(&self) -> impl Iterator<Item = (CountyId, &County)> {
        self.counties
            .iter()
            .map(|(id, entry)| (CountyId(id), entry))
    }

    /// The municipalities of split counties, by code.
    pub fn municipalities(&self) -> impl Iterator<Item = &Municipality> {
        self.municipalities.iter().map(|(_, entry)| entry)
    }

    /// The universities, by health region.
    pub fn universities(&self) -> impl Iterator<Item = (UniversityId, &University)> {
        self.universities
            .iter()
            .map(|(id, entry)| (UniversityId(id), entry))
    }

    /// The profession with this name or alias.
    ///
    /// # Errors
    /// No such profession.
    pub fn profession_named(&self, given: &str) -> Result<ProfessionId, Unknown> {
        self.professions.find(given).map(ProfessionId)
    }

    /// The programme with this name, alias or degree, or with the name of its profession.
    ///
    /// # Errors
    /// No such programme.
    pub fn programme_named(&self, given: &str) -> Result<ProgrammeId, Unknown> {
        self.programmes.find(given).map(ProgrammeId)
    }

    /// The health region with this name or alias.
    ///
    /// # Errors
    /// No such health region.
    pub fn health_region_named(&self, given: &str) -> Result<HealthRegionId, Unknown> {
        self.health_regions.find(given).map(HealthRegionId)
    }

    /// The county with this name, alias or code, the code with or without its leading zero.
    ///
    /// # Errors
    /// No such county.
    pub fn county_named(&self, given: &str) -> Result<CountyId, Unknown> {
        self.counties.find(given).map(CountyId)
    }

    /// The university with this name or alias.
    ///
    /// # Errors
    /// No such university.
    pub fn university_named(&self, given: &str) -> Result<UniversityId, Unknown> {
        self.universities.find(given).map(UniversityId)
    }

    /// Like [`Self::profession_named`], without looking for a likely name where there is none.
    #[must_use]
    pub fn known_profession(&self, given: &str) -> Option<ProfessionId> {
        self.professions.position(given).map(ProfessionId)
    }

    /// Like [`Self::programme_named`], without looking for a likely name where there is none.
    #[must_use]
    pub fn known_programme(&self, given: &str) -> Option<ProgrammeId> {
        self.programmes.position(given).map(ProgrammeId)
    }

    /// Like [`Self::county_named`], without looking for a likely name where there is none.
    #[must_use]
    pub fn known_county(&self, given: &str) -> Option<CountyId> {
        self.counties.position(given).map(CountyId)
    }

    /// Like [`Self::university_named`], without looking for a likely name where there is none.
    #[must_use]
    pub fn known_university(&self, given: &str) -> Option<UniversityId> {
        self.universities.position(given).map(UniversityId)
    }

    /// Like [`Self::health_region_named`], without looking for a likely name where there is none.
    #[must_use]
    pub fn known_health_region(&self, given: &str) -> Option<HealthRegionId> {
        self.health_regions.position(given).map(HealthRegionId)
    }

    /// The profession of an id. Ids come from this table, so there is one.
    #[must_use]
    pub fn profession(&self, id: ProfessionId) -> &Profession {
        self.professions.get(id.0)
    }

    /// In which profession a person with several licences is counted, by profession.
    #[must_use]
    pub fn main_ranks(&self) -> &[MainRank] {
        &self.main_ranks
    }

    /// The rank of a profession among a person's professions, of which the lowest is the main one.
    #[must_use]
    pub fn main_rank(&self, id: ProfessionId) -> u8 {
        let rank = self.main_ranks.get(usize::from(id.0));
        rank.map_or(u8::MAX, |row| row.rank)
    }

    /// The programme of an id.
    #[must_use]
    pub fn programme(&self, id: ProgrammeId) -> &Programme {
        self.programmes.get(id.0)
    }

    /// The health region of an id.
    #[must_use]
    pub fn health_region(&self, id: HealthRegionId) -> &HealthRegion {
        self.health_regions.get(id.0)
    }

    /// The county of an id.
    #[must_use]
    pub fn county(&self, id: CountyId) -> &County {
        self.counties.get(id.0)
    }

    /// The university of an id.
    #[must_use]
    pub fn university(&self, id: UniversityId) -> &University {
        self.universities.get(id.0)
    }

    /// The health region or county whose name is nearest to one that is neither.
    #[must_use]
    pub fn nearest_area(&self, given: &str) -> Option<&str> {
        let regions = self.health_regions().map(|(_, own)| own.name.as_str());
        let counties = self.counties().map(|(_, own)| own.name.as_str());
        suggestion(given, regions.chain(counties))
    }

    /// The health regions that the municipalities of a county lie in, if it is split.
    #[must_use]
    pub fn split_between(&self, county: CountyId) -> Vec<HealthRegionId> {
        let mut regions: Vec<_> = self
            .municipalities()
            .filter(|municipality| municipality.county == county)
            .map(|municipality| municipality.health_region)
            .collect();
        regions.sort_unstable();
        regions.dedup();
        regions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn reference() -> Reference {
        Reference::load().unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn there_are_22_professions_19_estimated_programmes_21_counties_and_six_regions() {
        let reference = reference();
        let horizons = |years| {
            let ahead = reference
                .programmes()
                .filter(|(_, p)| p.horizon_years == years);
            ahead.count()
        };
        assert_eq!(reference.professions().count(), 22);
        assert_eq!(
            [horizons(Some(3)), horizons(Some(2)), horizons(Some(1))],
            [6, 12, 1]
        );
        assert_eq!(reference.counties().count(), 21);
        assert_eq!(reference.health_regions().count(), 6);
        assert_eq!(reference.universities().count(), 29);
    }

    #[test]
    fn a_programme_answers_to_every_name_it_goes_by() {
        let reference = reference();
        let dentist = reference.programme_named("tandläkare").unwrap();
        for name in [
            "TANDLAKARE",
            "Tandläkarexamen",
            "tandläkarprogrammet",
            "dentist",
            "tandla\u{308}kare",
            "Legitimerad tandläkare",
            "Tandlakarutbildning",
        ] {
            assert_eq!(reference.programme_named(name), Ok(dentist), "{name}");
        }
    }

    #[test]
    fn regions_and_counties_answer_to_their_other_names() {
        let reference = reference();
        let region = |name| {
            reference
                .health_region_named(name)
                .map(|id| reference.health_region(id).name.clone())
        };
        assert_eq!(region("Uppsala-Örebro").unwrap(), "Mellansverige");
        assert_eq!(region("Stockholm").unwrap(), "Stockholm-Gotland");
        assert_eq!(region("stockholm–gotland").unwrap(), "Stockholm-Gotland");
        assert_eq!(region("Linköpingsregionen").unwrap(), "Sydöstra");
        let county = |name| {
            reference
                .county_named(name)
                .map(|id| reference.county(id).code.clone())
        };
        for name in [
            "01",
            "1",
            "Stockholm",
            "Stockholms län",
            "01 - Stockholms län",
        ] {
            assert_eq!(county(name).unwrap(), "01", "{name}");
        }
        assert!(county("26").is_err());
    }

    #[test]
    fn only_halland_is_split_and_its_universities_are_not() {
        let reference = reference();
        let split: Vec<_> = reference
            .counties()
            .filter(|(id, _)| !reference.split_between(*id).is_empty())
            .map(|(_, county)| county.name.as_str())
            .collect();
        assert_eq!(split, ["Hallands län"]);
        let halmstad = reference.university_named("Högskolan i Halmstad").unwrap();
        let region = reference.university(halmstad).health_region;
        assert_eq!(reference.health_region(region).name, "Södra");
    }

    #[test]
    fn a_near_miss_is_answered_with_what_was_meant() {
        let unknown = reference().programme_named("tandlekare").unwrap_err();
        assert_eq!(unknown.to_string(), "okänd utbildning `tandlekare`");
        let tip = unknown.tip();
        let tip = tip.text(Language::Swedish);
        assert!(tip.starts_with("menade du `tandläkare`?"), "{tip}");
        let hopeless = reference().programme_named("rymdforskare").unwrap_err();
        let tip = hopeless.tip();
        let tip = tip.text(Language::English);
        assert!(!tip.contains("did you mean"), "{tip}");
    }

    #[test]
    fn population_of_the_country_is_the_published_one() {
        let reference = reference();
        let population = population(&reference).unwrap();
        let total = |year| {
            let rows = population.iter().filter(|row| row.year == year);
            rows.map(|row| row.inhabitants).sum::<u32>()
        };
        // SCB, 31 December: the denominators of the published dentist densities.
        assert_eq!(
            [total(2010), total(2016), total(2021)],
            [9_415_570, 9_995_153, 10_452_326]
        );
        assert_eq!(population.len(), 21 * 25 * 2 * 3);
    }

    #[test]
    fn every_row_names_a_source_that_is_listed() {
        let reference = reference();
        let listed: Vec<_> = sources()
            .unwrap()
            .into_iter()
            .map(|source| source.key)
            .collect();
        let population = population(&reference).unwrap();
        let published = published(&reference).unwrap();
        let figures = published_figures(&reference).unwrap();
        let shares = published_shares(&reference).unwrap();
        let named = reference
            .professions()
            .map(|(_, entry)| &entry.source)
            .chain(reference.programmes().map(|(_, entry)| &entry.source))
            .chain(reference.health_regions().map(|(_, entry)| &entry.source))
            .chain(reference.counties().map(|(_, entry)| &entry.source))
            .chain(reference.municipalities().map(|entry| &entry.source))
            .chain(reference.kommuner().map(|(_, entry)| &entry.source))
            .chain(
                reference
                    .former_counties()
                    .iter()
                    .map(|entry| &entry.source),
            )
            .chain(noises().iter().map(|entry| &entry.source))
            .chain(reference.universities().map(|(_, entry)| &entry.source))
            .chain(population.iter().map(|row| &row.source))
            .chain(published.edition.iter().map(|row| &row.basis))
            .chain(published.quoted.iter().map(|row| &row.basis))
            .chain(published.notes.iter().map(|note| &note.source))
            .chain(figures.iter().map(|figure| &figure.source))
            .chain(reference.main_ranks().iter().map(|row| &row.source))
            .chain(&reference.definitions().sources)
            .chain(shares.iter().map(|row| &row.source));
        for key in named.flat_map(|keys| keys.split(';')) {
            assert!(listed.iter().any(|listed| listed == key), "{key}");
        }
    }
}
