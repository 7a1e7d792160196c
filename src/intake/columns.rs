//! Which column of a table holds what.

use std::collections::BTreeSet;

use super::Context;
use super::column_names::{Column, INHABITANTS, NAMED};
use super::contents::content_of;
use super::header_names::{contents_column, folded, is_alias, is_generic};
use super::restrictions;
use crate::domain::InputRemark;
use crate::language::{Language, words};
use crate::reference::{Measure, Reference, measure_of_header, measure_of_title, suggestion};
use crate::source::{Fault, RawTable, fold, is_multiple, multiple_of_header};

/// The columns of one table as they are being claimed.
pub(super) struct Columns<'t> {
    table: &'t RawTable,
    reference: &'t Reference,
    /// What the title says that the figures are.
    measure: Option<&'static Measure>,
    claimed: Vec<bool>,
    /// Of the claimed, those that hold figures.
    figures: Vec<usize>,
}

impl<'t> Columns<'t> {
    pub(super) fn of(context: Context<'t>) -> Self {
        let Context {
            table, reference, ..
        } = context;
        Self {
            table,
            reference,
            measure: measure_of(table),
            claimed: vec![false; table.header().len()],
            figures: Vec::new(),
        }
    }

    /// The position of a column that may be absent: by its name, or else by what it holds.
    pub(super) fn optional(&mut self, column: Column) -> Result<Option<usize>, Fault> {
        let found = match self.named(column)? {
            Some(position) => Some(position),
            None => self.holding(column),
        };
        Ok(found.map(|position| self.claim(position)))
    }

    /// The position of a column of figures that may be absent.
    ///
    /// Its name and what its header says come first. A header that says no more than `antal` or `värde`
    /// is of what the title says, or, if the title says nothing, of whatever it may be.
    pub(super) fn optional_figures(&mut self, column: Column) -> Result<Option<usize>, Fault> {
        let found = match self.named(column)? {
            Some(position) if self.is_of_other_measure(position, column) => None,
            Some(position) => Some(position),
            None => self.figures(column)?,
        };
        if let Some(position) = found {
            self.check_unit(position)?;
            if column == INHABITANTS {
                restrictions::check(self.table, position, self.reference)?;
            }
            self.figures.push(position);
        }
        Ok(found.map(|position| self.claim(position)))
    }

    /// The position of a column by its name.
    ///
    /// The column's own name wins over its aliases; two aliases side by side are a fault, for
    /// either may be meant.
    fn named(&self, column: Column) -> Result<Option<usize>, Fault> {
        let wanted = fold(column.name());
        if let [position, ..] = self.positions(|header| header == wanted)[..] {
            return Ok(Some(position));
        }
        let found = self.positions(|header| is_alias(column, header));
        self.only(&found, column)
    }

    fn only(&self, found: &[usize], column: Column) -> Result<Option<usize>, Fault> {
        match *found {
            [] => Ok(None),
            [position] => Ok(Some(position)),
            _ => {
                let headers = quoted(found.iter().map(|&position| &self.table.header()[position]));
                let name = column.name();
                let fault = self.table.fault(words!(
                    "kolumnerna {headers} kan alla vara `{name}`",
                    "the columns {headers} may all be `{name}`"
                ));
                Err(fault.tip(words!(
                    "döp den rätta kolumnen till `{name}`",
                    "name the right column `{name}`"
                )))
            }
        }
    }

    /// A column that no name tells, by its cells: every one of them is of this column and of no other.
    fn holding(&self, column: Column) -> Option<usize> {
        let holds = content_of(column)?;
        let headers = self.table.header().iter().enumerate();
        let unknown = headers
            .filter(|(position, header)| !self.claimed[*position] && !is_known_header(header));
        let mut found = unknown
            .map(|(position, _)| position)
            .filter(|position| holds(self.table, *position, self.reference));
        let only = found.next();
        only.filter(|_| found.next().is_none())
    }

    /// The column of figures that its header, or else the title, says is of this measure.
    fn figures(&self, column: Column) -> Result<Option<usize>, Fault> {
        let headers = self.table.header().iter().enumerate();
        let of_measure = headers.filter(|(position, header)| {
            let measure = measure_of_header(header);
            !self.claimed[*position] && measure.is_some_and(|own| own.name == column.name())
        });
        let of_measure: Vec<usize> = of_measure.map(|(position, _)| position).collect();
        if let Some(position) = self.only(&of_measure, column)? {
            return Ok(Some(position));
        }
        let is_of_title = self.measure.is_none_or(|own| own.name == column.name());
        let generic = self.positions(is_generic);
        let mut generic = generic.into_iter().filter(|at| !self.claimed[*at]);
        Ok(generic.rfind(|_| is_of_title))
    }

    /// Whether a header that says no more than `antal` is, by the title, of something else.
    fn is_of_other_measure(&self, position: usize, column: Column) -> bool {
        let is_generic = is_generic(&folded(&self.table.header()[position]));
        is_generic && self.measure.is_some_and(|own| own.name != column.name())
    }

    /// Thousands of persons are rounded, and no count; neither is a share.
    fn check_unit(&self, position: usize) -> Result<(), Fault> {
        let header = &self.table.header()[position];
        let about = self.table.about();
        let declared = about.not_counts.get(header).map(String::as_str);
        let multiple = about.unit.as_deref().filter(|unit| is_multiple(unit));
        let Some(unit) = declared.or(multiple_of_header(header)).or(multiple) else {
            return Ok(());
        };
        let fault = self.table.fault(words!(
            "talen i `{header}` är angivna i {unit} och är inte antal",
            "the figures in `{header}` are given in {unit} and are no counts"
        ));
        Err(fault.tip(words!(
            "hämta tabellen med hela antal: avrundade tal går inte att räkna om till personer",
            "fetch the table with whole counts: rounded figures cannot be turned into persons"
        )))
    }

    /// The position of a column of figures that must be there.
    pub(super) fn required_figures(&mut self, column: Column) -> Result<usize, Fault> {
        self.optional_figures(column)?
            .ok_or_else(|| self.without_figures(&[column]))
    }

    /// The fault of a table without figures of these measures; it says what its figures are if that is known.
    pub(super) fn without_figures(&self, columns: &[Column]) -> Fault {
        let is_wanted = |own: &&Measure| columns.iter().any(|column| own.name == column.name());
        let Some(measure) = self.shown().filter(|own| !is_wanted(own)) else {
            return self.missing(columns);
        };
        let (shown, in_english) = (
            measure.words.text(Language::Swedish),
            measure.words.text(Language::English),
        );
        let names = joined(columns);
        let (swedish, english) = (names.join(" eller "), names.join(" or "));
        self.table.fault(words!(
            "tabellen visar {shown}, inte {swedish}",
            "the table shows {in_english}, not {english}"
        ))
    }

    /// What the figures are, by the title or by a header.
    pub(super) fn shown(&self) -> Option<&'static Measure> {
        let mut headers = self.table.header().iter().rev();
        let of_header = || headers.find_map(|header| measure_of_header(header));
        self.measure.or_else(of_header)
    }

    /// The header of a column of different texts that no rule of the input knows, of a table whose figures have no
    /// name either.
    pub(super) fn unknown_dimension(&self) -> Option<&str> {
        let mut headers = self.figures.iter().map(|at| &self.table.header()[*at]);
        let is_named = headers.any(|header| measure_of_header(header).is_some());
        let is_generic = !is_named && self.measure.is_none();
        let mut others = self.unclaimed_texts().filter(|column| {
            let mut texts = self
                .table
                .records()
                .map(|record| record.cell(*column).text());
            let first = texts.next();
            texts.any(|text| Some(text) != first && text.chars().any(char::is_alphabetic))
        });
        let column = others.next().filter(|_| is_generic)?;
        Some(&self.table.header()[column])
    }

    /// The position of a column that must be there.
    pub(super) fn required(&mut self, column: Column) -> Result<usize, Fault> {
        self.optional(column)?
            .ok_or_else(|| self.missing(&[column]))
    }

    /// The fault of a table that lacks all of these columns.
    pub(super) fn missing(&self, columns: &[Column]) -> Fault {
        let names = joined(columns);
        let headers = self.table.header();
        let near = columns
            .iter()
            .find_map(|column| suggestion(column.name(), headers.iter().map(String::as_str)));
        let (swedish, english) = (names.join(" eller "), names.join(" or "));
        let tip = match near {
            Some(header) => words!(
                "ska kolumnen `{header}` heta {swedish}?",
                "should the column `{header}` be named {english}?"
            ),
            None => {
                let headers = quoted(headers.iter());
                words!(
                    "filen har kolumnerna {headers}",
                    "the file has the columns {headers}"
                )
            }
        };
        let fault = self.table.fault(words!(
            "kolumnen {swedish} saknas",
            "the column {english} is missing"
        ));
        fault.tip(tip)
    }

    /// The fault of a table that has both of two columns of which it may have one.
    pub(super) fn both(&self, one: Column, other: Column) -> Fault {
        let (one, other) = (one.name(), other.name());
        let fault = self.table.fault(words!(
            "filen har både `{one}` och `{other}`",
            "the file has both `{one}` and `{other}`"
        ));
        fault.tip(words!("behåll den ena kolumnen", "keep one of the columns"))
    }

    /// The column that says what the figure of its row is, if the table has one.
    pub(super) fn contents(&self) -> Option<usize> {
        contents_column(self.table).filter(|column| !self.claimed[*column])
    }

    /// Takes a column that the input does not know by name.
    pub(super) fn claim_other(&mut self, column: usize) {
        self.claim(column);
    }

    /// The claimed columns that do not hold figures.
    pub(super) fn claimed_keys(&self) -> Vec<usize> {
        let claimed = self.claimed.iter().enumerate();
        let claimed =
            claimed.filter(|(column, claimed)| **claimed && !self.figures.contains(column));
        claimed.map(|(column, _)| column).collect()
    }

    /// The columns that no rule of the input knows, and that do not hold figures.
    pub(super) fn unclaimed_texts(&self) -> impl Iterator<Item = usize> {
        let headers = self.table.header().iter().enumerate();
        let others = headers.filter(|(column, header)| {
            !self.claimed[*column] && measure_of_header(header).is_none()
        });
        others.map(|(column, _)| column)
    }

    /// What to say of the columns that were not claimed.
    pub(super) fn ignored(&self) -> Option<InputRemark> {
        let unclaimed = self
            .table
            .header()
            .iter()
            .zip(&self.claimed)
            .filter(|(_, claimed)| !**claimed);
        let headers: Vec<String> = unclaimed.map(|(header, _)| header.clone()).collect();
        let file = self.table.input().name.clone();
        (!headers.is_empty()).then_some(InputRemark::IgnoredColumns { file, headers })
    }

    fn positions(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<usize> {
        let headers = self.table.header().iter().enumerate();
        let wanted = headers.filter(|(_, header)| is_wanted(&folded(header)));
        wanted.map(|(position, _)| position).collect()
    }

    fn claim(&mut self, position: usize) -> usize {
        self.claimed[position] = true;
        position
    }
}

/// What the figures of a table are: by the one thing that its column of contents names, or by its title.
fn measure_of(table: &RawTable) -> Option<&'static Measure> {
    let contents = contents_column(table).map(|column| {
        let texts = table.records().map(|record| record.cell(column).text());
        texts.collect::<BTreeSet<&str>>()
    });
    match contents.map(Vec::from_iter).as_deref() {
        Some([only]) => measure_of_header(only),
        Some(_) => None,
        None => {
            let about = table.about();
            let title = about.title.as_deref().and_then(measure_of_title);
            title.or_else(|| about.sheet.as_deref().and_then(measure_of_title))
        }
    }
}

fn joined(columns: &[Column]) -> Vec<String> {
    let names = columns.iter().map(|column| format!("`{}`", column.name()));
    names.collect()
}

/// Whether a header names a column of some input, or figures.
fn is_known_header(header: &str) -> bool {
    let folded = folded(header);
    is_generic(&folded)
        || measure_of_header(header).is_some()
        || NAMED.iter().any(|column| is_alias(*column, &folded))
}

fn quoted<'h>(headers: impl Iterator<Item = &'h String>) -> String {
    headers
        .map(|header| format!("`{header}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
