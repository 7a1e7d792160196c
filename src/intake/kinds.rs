//! Which input a table could be, by its columns and by what they hold.

use super::column_names::{
    ACADEMIC_YEAR, AREA, COUNTY, Column, EMPLOYED, ENTRANTS, EXAM_FREQUENCY,
    EXAM_FREQUENCY_PERCENT, GRADUATED, GRADUATES, HEALTH_REGION, IN_CARE, IN_FIELD, INHABITANTS,
    LICENSED, MUNICIPALITY, PERIOD, PERSON, PROFESSION, PROGRAMME, STARTED, STOCK, TERM, UNDER_65,
    YEAR,
};
use super::columns::Columns;
use super::contents::names_any;
use super::{Context, SplitCounties};
use crate::language::{Language, Words, words};
use crate::reference::{Measure, Reference};
use crate::source::{Fault, RawTable};

/// An input of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputKind {
    /// A register extract: one row per licence and year.
    Extract,
    /// Entrants, person by person (utbildningsuttag).
    Education,
    /// Degrees by start cohort (examinerade per startkohort).
    Completions,
    /// Exam frequencies (examensfrekvens).
    Frequencies,
    /// Entrants (nybörjare).
    Entrants,
    /// Graduates by läsår (examinerade).
    Graduates,
    /// Stock counted by others (sysselsatta, legitimerade).
    Stock,
    /// Inhabitants (folkmängd).
    Population,
}

/// The columns by which an input is recognised.
struct Shape {
    kind: InputKind,
    /// What it is called, in Swedish and in English.
    name: [&'static str; 2],
    /// A table must have one column of each group.
    required: &'static [&'static [Column]],
    /// Figures, one column of which a table must have.
    figures: &'static [Column],
    /// A table with one of these is of something else.
    foreign: &'static [Column],
}

/// In the order in which a table is tried: rows of persons first, for they have most columns.
const SHAPES: [Shape; 8] = [
    Shape {
        kind: InputKind::Extract,
        name: ["registeruttag", "register extract"],
        required: &[&[PERSON], &[YEAR], &[PROFESSION]],
        figures: &[],
        foreign: &[STARTED, GRADUATED],
    },
    Shape {
        kind: InputKind::Education,
        name: ["utbildningsuttag", "education extract"],
        required: &[&[PERSON], &[PROGRAMME], &[STARTED], &[GRADUATED]],
        figures: &[],
        foreign: &[],
    },
    Shape {
        kind: InputKind::Completions,
        name: ["examinerade per startkohort", "graduates by start cohort"],
        required: &[&[PROGRAMME], &[STARTED], &[GRADUATED]],
        figures: &[GRADUATES],
        foreign: &[PERSON],
    },
    Shape {
        kind: InputKind::Frequencies,
        name: ["examensfrekvens", "exam frequencies"],
        required: &[&[PROGRAMME], &[EXAM_FREQUENCY, EXAM_FREQUENCY_PERCENT]],
        figures: &[],
        foreign: &[PERSON],
    },
    Shape {
        kind: InputKind::Entrants,
        name: ["nybörjare", "entrants"],
        required: &[&[PROGRAMME], &[ACADEMIC_YEAR, TERM]],
        figures: &[ENTRANTS],
        foreign: &[PERSON, GRADUATED],
    },
    Shape {
        kind: InputKind::Graduates,
        name: ["examinerade", "graduates"],
        required: &[&[PROGRAMME], &[ACADEMIC_YEAR]],
        figures: &[GRADUATES],
        foreign: &[PERSON, STARTED],
    },
    Shape {
        kind: InputKind::Stock,
        name: ["bestånd", "stock"],
        required: &[&[PROFESSION], &[YEAR, PERIOD]],
        figures: &[STOCK, IN_FIELD, IN_CARE, EMPLOYED, LICENSED, UNDER_65],
        foreign: &[PERSON, ACADEMIC_YEAR, TERM, STARTED],
    },
    Shape {
        kind: InputKind::Population,
        name: ["folkmängd", "population"],
        required: &[&[YEAR, PERIOD]],
        figures: &[INHABITANTS],
        foreign: &[PERSON, PROFESSION, PROGRAMME, ACADEMIC_YEAR, TERM, STARTED],
    },
];

/// What a table could be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognition {
    /// The inputs that it could be, the likeliest first; several where its figures have no name.
    pub fits: Vec<InputKind>,
    /// Why it is not each of the others, the nearest first.
    pub misfits: Vec<Misfit>,
    /// What its figures are, where a header or the title says so: perhaps something that no input takes.
    pub measure: Option<&'static Measure>,
}

/// Why a table is not an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The input.
    pub kind: InputKind,
    /// What it lacks or has too much, in one clause.
    pub reason: Words,
    /// How many of the columns that the input needs it lacks.
    lacking: usize,
}

impl Misfit {
    /// How many of the columns that the input needs the table lacks.
    pub(super) const fn lacking(&self) -> usize {
        self.lacking
    }
}

impl InputKind {
    /// All inputs.
    pub fn all() -> impl Iterator<Item = Self> {
        SHAPES.iter().map(|shape| shape.kind)
    }

    /// What the input is called.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        let shape = SHAPES.iter().find(|shape| shape.kind == self);
        let [swedish, english] = shape.map_or(["", ""], |shape| shape.name);
        language.choose(swedish, english)
    }

    /// What its table is for, as options and results name it.
    #[must_use]
    pub const fn role(self) -> &'static str {
        match self {
            Self::Extract => "extract",
            Self::Education => "education",
            Self::Completions => "completions",
            Self::Frequencies => "frequencies",
            Self::Entrants => "entrants",
            Self::Graduates => "graduates",
            Self::Stock => "stock",
            Self::Population => "population",
        }
    }

    /// Why a table is not this input; none if it could be.
    #[must_use]
    pub fn misfit(self, table: &RawTable, reference: &Reference) -> Option<Misfit> {
        let shape = SHAPES.iter().find(|shape| shape.kind == self)?;
        shape.misfit(table, reference)
    }
}

/// Which inputs a table could be, and why it is none of the others.
///
/// Only columns are looked at, and whether they name anything that is known: a table that could be an
/// input may still have faults.
#[must_use]
pub fn recognise(table: &RawTable, reference: &Reference) -> Recognition {
    let mut found = Recognition {
        measure: columns(table, reference).shown(),
        ..Recognition::default()
    };
    for shape in &SHAPES {
        match shape.misfit(table, reference) {
            None => found.fits.push(shape.kind),
            Some(misfit) => found.misfits.push(misfit),
        }
    }
    found.misfits.sort_by_key(|misfit| misfit.lacking);
    found
}

fn columns<'t>(table: &'t RawTable, reference: &'t Reference) -> Columns<'t> {
    Columns::of(Context {
        table,
        reference,
        split: SplitCounties::default(),
    })
}

impl Shape {
    /// Whether its rows are about professions, programmes or persons, so that figures without a name are of them.
    fn has_subject(&self) -> bool {
        let subjects = [PROFESSION, PROGRAMME, PERSON];
        let mut required = self.required.iter().flat_map(|group| group.iter());
        required.any(|column| subjects.contains(column))
    }

    fn misfit(&self, table: &RawTable, reference: &Reference) -> Option<Misfit> {
        let mut columns = columns(table, reference);
        let mut lacking = self.required.len() + usize::from(!self.figures.is_empty());
        let mut reason = None;
        for group in self.required {
            match one_of(group, |column| columns.optional(column)) {
                Ok(Some((column, position))) => {
                    lacking -= 1;
                    let names = names_any(table, column, position, reference);
                    reason = reason.or((!names).then(|| knows_nothing(column)));
                }
                Ok(None) => reason = reason.or(Some(lacks(group))),
                Err(fault) => reason = reason.or(Some(message(&fault))),
            }
        }
        for place in [COUNTY, HEALTH_REGION, AREA, MUNICIPALITY] {
            if let Ok(Some(position)) = columns.optional(place) {
                let names = names_any(table, place, position, reference);
                reason = reason.or((!names).then(|| knows_nothing(place)));
            }
        }
        if !self.figures.is_empty() {
            match one_of(self.figures, |column| columns.optional_figures(column)) {
                Ok(Some(_)) => lacking -= 1,
                Ok(None) => {
                    let fault = columns.without_figures(self.figures);
                    reason = reason.or(Some(message(&fault)));
                }
                Err(fault) => reason = reason.or(Some(message(&fault))),
            }
        }
        for column in self.foreign {
            if let Ok(Some(_)) = columns.optional(*column) {
                reason = reason.or(Some(is_foreign(*column)));
            }
        }
        if let Some(header) = columns.unknown_dimension().filter(|_| !self.has_subject()) {
            reason = reason.or(Some(words!(
                "talen har inget namn, och kolumnen `{header}` är av annat slag",
                "the figures have no name, and the column `{header}` is of another kind"
            )));
        }
        let kind = self.kind;
        reason.map(|reason| Misfit {
            kind,
            reason,
            lacking,
        })
    }
}

/// The first column of a group that a table has.
fn one_of(
    group: &[Column],
    mut find: impl FnMut(Column) -> Result<Option<usize>, Fault>,
) -> Result<Option<(Column, usize)>, Fault> {
    for column in group {
        if let Some(position) = find(*column)? {
            return Ok(Some((*column, position)));
        }
    }
    Ok(None)
}

fn message(fault: &Fault) -> Words {
    Words::new(
        fault.message(Language::Swedish),
        fault.message(Language::English),
    )
}

fn lacks(group: &[Column]) -> Words {
    let names: Vec<String> = group
        .iter()
        .map(|own| format!("`{}`", own.name()))
        .collect();
    let (swedish, english) = (names.join(" eller "), names.join(" or "));
    words!(
        "kolumnen {swedish} saknas",
        "the column {english} is missing"
    )
}

fn knows_nothing(column: Column) -> Words {
    let name = column.name();
    words!(
        "kolumnen `{name}` innehåller inget känt namn",
        "the column `{name}` has no known name"
    )
}

fn is_foreign(column: Column) -> Words {
    let name = column.name();
    words!(
        "tabellen har en kolumn `{name}`",
        "the table has a column `{name}`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::table_of;

    fn fits(text: &str) -> Vec<InputKind> {
        let reference = Reference::load().unwrap();
        let table = table_of("a.csv", text.as_bytes()).unwrap();
        recognise(&table, &reference).fits
    }

    #[test]
    fn every_input_is_recognised_by_its_columns() {
        for (text, kind) in [
            (
                "löpnr;år;yrke;län;status\n1;2020;tandläkare;01;i yrket\n",
                InputKind::Extract,
            ),
            (
                "löpnr;utbildning;startläsår;examensläsår\n1;tandläkare;2010/11;\n",
                InputKind::Education,
            ),
            (
                "utbildning;startläsår;examensläsår;examinerade\ntandläkare;2010/11;2015/16;5\n",
                InputKind::Completions,
            ),
            (
                "utbildning;examensfrekvens\ntandläkare;0,8\n",
                InputKind::Frequencies,
            ),
            (
                "utbildning;läsår;nybörjare\ntandläkare;2010/11;50\n",
                InputKind::Entrants,
            ),
            (
                "utbildning;läsår;examinerade\ntandläkare;2010/11;50\n",
                InputKind::Graduates,
            ),
            (
                "yrke;år;sysselsatta\ntandläkare;2010;50\n",
                InputKind::Stock,
            ),
            (
                "region;ålder;kön;år;Folkmängd\n01 Stockholms län;55-59 år;män;2008;56072\n",
                InputKind::Population,
            ),
        ] {
            assert_eq!(fits(text), [kind], "{text}");
        }
    }

    #[test]
    fn figures_without_a_name_may_be_several_inputs() {
        let text = "utbildning;läsår;antal\ntandläkare;2010/11;50\n";
        assert_eq!(fits(text), [InputKind::Entrants, InputKind::Graduates]);
    }

    #[test]
    fn columns_without_a_telling_name_are_recognised_by_what_they_hold() {
        let text =
            "Legitimation;Mätår;Könet;Antal\ntandläkare;2010;kvinnor;50\nläkare;2010;män;40\n";
        assert_eq!(fits(text), [InputKind::Stock]);
    }

    #[test]
    fn a_table_of_something_else_is_no_input() {
        let reference = Reference::load().unwrap();
        let text = "region;år;fastighetstyp;Köpeskilling för småhus\n0114 Upplands Väsby;2012;permanentbostad;3268\n";
        let table = table_of("a.csv", text.as_bytes()).unwrap();
        let found = recognise(&table, &reference);
        assert_eq!(found.fits, []);
        assert_eq!(found.measure.unwrap().name, "belopp");
        let nearest = &found.misfits[0];
        let said = nearest.reason.text(Language::Swedish);
        assert_eq!(said, "tabellen visar belopp, inte `folkmängd`");
    }
}
