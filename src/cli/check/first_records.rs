//! Records of inputs in columns, for a look at how a table was understood.

use crate::domain::{
    Completions, Entrants, ExamFrequency, Graduates, Headcount, Inhabitants, Place, ProfessionId,
    ProgrammeId, Sex, StockCount, Unit,
};
use crate::language::Language;
use crate::reference::Reference;

/// The cells of a record, each with the name of its column in Swedish and in English.
pub(super) type FirstRecord = Vec<([&'static str; 2], Value)>;

/// A cell of a record.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Programme(ProgrammeId),
    Profession(ProfessionId),
    Place(Place),
    /// None for both sexes together.
    Sex(Option<Sex>),
    /// None for a figure that the table does not have.
    Count(Option<Headcount>),
}

/// A record that can be shown.
pub(super) trait Shown {
    /// Its cells.
    fn cells(&self) -> FirstRecord;
}

impl Shown for Entrants {
    fn cells(&self) -> FirstRecord {
        vec![
            (PROGRAMME, Value::Programme(self.programme)),
            (ACADEMIC_YEAR, Value::Text(self.academic_year.to_string())),
            (AREA, Value::Place(self.place)),
            (SEX, Value::Sex(self.sex)),
            (["nybörjare", "entrants"], Value::Count(self.count)),
        ]
    }
}

impl Shown for ExamFrequency {
    fn cells(&self) -> FirstRecord {
        vec![
            (PROGRAMME, Value::Programme(self.programme)),
            (AREA, Value::Place(self.place)),
            (SEX, Value::Sex(self.sex)),
            (
                ["examensfrekvens", "exam_frequency"],
                Value::Text(self.share.as_f64().to_string()),
            ),
        ]
    }
}

impl Shown for Completions {
    fn cells(&self) -> FirstRecord {
        vec![
            (PROGRAMME, Value::Programme(self.programme)),
            (
                ["startläsår", "started"],
                Value::Text(self.started.to_string()),
            ),
            (
                ["examensläsår", "graduated"],
                Value::Text(self.graduated.to_string()),
            ),
            (AREA, Value::Place(self.place)),
            (SEX, Value::Sex(self.sex)),
            (GRADUATES, Value::Count(self.count)),
        ]
    }
}

impl Shown for Graduates {
    fn cells(&self) -> FirstRecord {
        vec![
            (PROGRAMME, Value::Programme(self.programme)),
            (ACADEMIC_YEAR, Value::Text(self.academic_year.to_string())),
            (AREA, Value::Place(self.place)),
            (SEX, Value::Sex(self.sex)),
            (GRADUATES, Value::Count(self.count)),
        ]
    }
}

impl Shown for StockCount {
    fn cells(&self) -> FirstRecord {
        vec![
            (["yrke", "profession"], Value::Profession(self.profession)),
            (YEAR, Value::Text(self.year.to_string())),
            (AREA, Value::Place(self.place)),
            (SEX, Value::Sex(self.sex)),
            (["legitimerade", "licensed"], Value::Count(self.licensed)),
            (["under_65", "under_65"], Value::Count(self.under_65)),
            (["sysselsatta", "employed"], Value::Count(self.employed)),
            (["yrkesverksamma", "in_field"], Value::Count(self.in_field)),
            (["i_vården", "in_care"], Value::Count(self.in_care)),
            (
                ["i_yrket", "in_profession"],
                Value::Count(self.in_profession),
            ),
        ]
    }
}

impl Shown for Inhabitants {
    fn cells(&self) -> FirstRecord {
        vec![
            (YEAR, Value::Text(self.year.to_string())),
            (AREA, Value::Place(self.place)),
            (["folkmängd", "inhabitants"], Value::Count(self.count)),
        ]
    }
}

const PROGRAMME: [&str; 2] = ["utbildning", "programme"];
const ACADEMIC_YEAR: [&str; 2] = ["läsår", "academic_year"];
const YEAR: [&str; 2] = ["år", "year"];
const AREA: [&str; 2] = ["område", "area"];
const SEX: [&str; 2] = ["kön", "sex"];
const GRADUATES: [&str; 2] = ["examinerade", "graduates"];

/// A header and a row for each record, without the columns that none of them has a value in.
pub(super) fn rows(
    records: &[FirstRecord],
    reference: &Reference,
    language: Language,
) -> Vec<Vec<String>> {
    let Some(first) = records.first() else {
        return Vec::new();
    };
    let has_values = |at: &usize| {
        let mut cells = records.iter().filter_map(|record| record.get(*at));
        cells.any(|(_, value)| !matches!(value, Value::Count(None) | Value::Sex(None)))
    };
    let columns: Vec<usize> = (0..first.len()).filter(has_values).collect();
    let names = columns.iter().map(|at| {
        let [swedish, english] = first[*at].0;
        language.choose(swedish, english).to_owned()
    });
    let rows = records.iter().map(|record| {
        let cells = columns.iter().filter_map(|at| record.get(*at));
        cells
            .map(|(_, value)| value.text(reference, language))
            .collect()
    });
    [names.collect()].into_iter().chain(rows).collect()
}

impl Value {
    fn text(&self, reference: &Reference, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Programme(id) => reference.name(*id, language).to_owned(),
            Self::Profession(id) => reference.name(*id, language).to_owned(),
            Self::Place(place) => area(*place, reference, language).to_owned(),
            Self::Sex(None) => language.choose("båda könen", "both sexes").to_owned(),
            Self::Sex(Some(sex)) => language.choose(sex.swedish(), sex.english()).to_owned(),
            Self::Count(None) => "..".to_owned(),
            Self::Count(Some(Headcount(count))) => count.to_string(),
        }
    }
}

fn area(place: Place, reference: &Reference, language: Language) -> &str {
    match place.unit {
        Unit::Sweden => language.choose("Riket", "Sweden"),
        Unit::HealthRegion(id) => reference.name(id, language),
        Unit::County(id) => reference.name(id, language),
        Unit::University(id) => &reference.university(id).name,
    }
}
