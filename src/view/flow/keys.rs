//! The columns that say what a row is about.

use super::FlowFacts;
use crate::domain::{ProfessionId, Sector, Year};
use crate::flow::{Area, Cut, Group, Key, Level, Value};
use crate::report::{Cell, Column, Language};
use crate::view::{label_column, text, text_column};

/// The words for a trait or an area that is not known.
const UNKNOWN: (&str, &str) = ("uppgift saknas", "not known");

impl FlowFacts<'_> {
    pub(super) fn word(&self, (swedish, english): (&'static str, &'static str)) -> &'static str {
        self.language.choose(swedish, english)
    }

    pub(super) fn profession_column(&self) -> Column {
        text_column(self.word(("yrke", "profession")))
    }

    pub(super) fn year_column(&self) -> Column {
        label_column(self.word(("år", "year")))
    }

    pub(super) fn area_column(&self) -> Column {
        text_column(self.word(match self.selection.level {
            Level::County => ("län", "county"),
            Level::Country | Level::HealthRegion => ("sjukvårdsregion", "health_region"),
        }))
    }

    pub(super) fn cut_columns(&self) -> impl Iterator<Item = Column> {
        let cuts = self.selection.cuts.iter();
        cuts.map(|cut| text_column(self.word(cut.names())))
    }

    /// The cuts of licences that are followed from the year they were given.
    pub(super) fn licence_cut_columns(&self) -> impl Iterator<Item = Column> {
        let cuts = self.selection.cuts.iter();
        cuts.map(|cut| text_column(self.word(licence_cut_name(*cut))))
    }

    /// Profession, year, area and the cuts.
    pub(super) fn key_columns(&self) -> Vec<Column> {
        let keys = [
            self.profession_column(),
            self.year_column(),
            self.area_column(),
        ];
        keys.into_iter().chain(self.cut_columns()).collect()
    }

    /// The names of the key columns that differ between rows, the year first among them.
    pub(super) fn distinguishing_keys(&self) -> Vec<String> {
        let mut names = Vec::new();
        if self.only_profession().is_none() {
            names.push(self.profession_column().name);
        }
        names.push(self.year_column().name);
        if self.selection.level != Level::Country {
            names.push(self.area_column().name);
        }
        names.extend(self.cut_columns().map(|column| column.name));
        names
    }

    pub(super) fn key_cells(&self, key: &Key) -> Vec<Cell> {
        let keys = [
            self.profession_cell(key.profession),
            Cell::Whole(key.year.into()),
            self.area_cell(key.area),
        ];
        keys.into_iter()
            .chain(self.group_cells(key.group))
            .collect()
    }

    pub(super) fn profession_cell(&self, id: ProfessionId) -> Cell {
        text(self.profession(id))
    }

    pub(super) fn area_cell(&self, area: Area) -> Cell {
        text(self.area_name(area))
    }

    pub(super) fn area_name(&self, area: Area) -> &str {
        match area {
            Area::Sweden => self.word(("Riket", "Sweden")),
            Area::HealthRegion(id) => self.reference.name(id, self.language),
            Area::County(id) => self.reference.name(id, self.language),
            Area::Unknown => self.word(UNKNOWN),
        }
    }

    pub(super) fn group_cells(&self, group: Group) -> impl Iterator<Item = Cell> {
        let cuts = self.selection.cuts.iter();
        cuts.map(move |cut| text(value_name(group.value(*cut), self.language)))
    }
}

/// What a trait of a licence is called where it is followed: its age is that of the licence year.
const fn licence_cut_name(cut: Cut) -> (&'static str, &'static str) {
    match cut {
        Cut::AgeBand => ("åldersgrupp_vid_legitimation", "age_group_at_licence"),
        _ => cut.names(),
    }
}

pub(super) fn value_name(value: Value, language: Language) -> &'static str {
    match value {
        Value::Sex(sex) => language.choose(sex.swedish(), sex.english()),
        Value::AgeBand(band) => band.name(),
        Value::EducationCountry(country) => language.choose(country.swedish(), country.english()),
        Value::Sector(sector) => sector_name(sector, language),
        Value::LicenceCohort(cohort) => cohort.name(),
        Value::Total => language.choose("totalt", "total"),
        Value::Unknown => language.choose(UNKNOWN.0, UNKNOWN.1),
    }
}

pub(super) fn sector_name(sector: Sector, language: Language) -> &'static str {
    language.choose(sector.swedish(), sector.english())
}

/// Years in a row.
pub(super) fn listed(years: impl Iterator<Item = Year>) -> String {
    let years: Vec<String> = years.map(|year| year.to_string()).collect();
    years.join(", ")
}

/// Counts of persons are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
pub(super) const fn as_f64(count: u64) -> f64 {
    count as f64
}
