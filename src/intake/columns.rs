//! Which column of a table holds what.

use crate::domain::InputRemark;
use crate::language::words;
use crate::reference::{WordKind, spellings, suggestion};
use crate::source::{Fault, RawTable, fold};

/// A column that an input may have, by its name; `data/aliases.csv` has the others it goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column(&'static str);

pub(super) const PROGRAMME: Column = Column("utbildning");
pub(super) const PROFESSION: Column = Column("yrke");
pub(super) const YEAR: Column = Column("år");
pub(super) const AGE: Column = Column("åldersgrupp");
/// Those in the profession.
pub(super) const STOCK: Column = Column("antal");
pub(super) const IN_CARE: Column = Column("i_vården");
pub(super) const EMPLOYED: Column = Column("sysselsatta");
pub(super) const LICENSED: Column = Column("legitimerade");
pub(super) const INHABITANTS: Column = Column("folkmängd");
pub(super) const ACADEMIC_YEAR: Column = Column("läsår");
pub(super) const TERM: Column = Column("termin");
pub(super) const ENTRANTS: Column = Column("nybörjare");
pub(super) const UNIVERSITY: Column = Column("lärosäte");
pub(super) const COUNTY: Column = Column("län");
pub(super) const HEALTH_REGION: Column = Column("sjukvårdsregion");
/// Holds any area: what it holds decides which.
pub(super) const AREA: Column = Column("region");
pub(super) const SEX: Column = Column("kön");
pub(super) const BASIS: Column = Column("underlag");
pub(super) const EXAM_FREQUENCY: Column = Column("examensfrekvens");
pub(super) const EXAM_FREQUENCY_PERCENT: Column = Column("examensfrekvens_procent");
pub(super) const EXAM_FREQUENCY_SPREAD: Column = Column("standardavvikelse");
pub(super) const STARTED: Column = Column("startläsår");
pub(super) const GRADUATED: Column = Column("examensläsår");
pub(super) const GRADUATES: Column = Column("examinerade");

pub(super) const PERSON: Column = Column("löpnr");
pub(super) const UPPER_SECONDARY: Column = Column("gymnasieprogram");
pub(super) const SYNTHETIC: Column = Column("syntetisk");

impl Column {
    /// Its own name.
    pub(super) const fn name(self) -> &'static str {
        self.0
    }
}

/// The columns of one table as they are being claimed.
pub(super) struct Columns<'t> {
    table: &'t RawTable,
    claimed: Vec<bool>,
}

impl<'t> Columns<'t> {
    pub(super) fn of(table: &'t RawTable) -> Self {
        Self {
            table,
            claimed: vec![false; table.header().len()],
        }
    }

    /// The position of a column that may be absent.
    ///
    /// The column's own name wins over its aliases; two aliases side by side are a fault, for
    /// either may be meant.
    pub(super) fn optional(&mut self, column: Column) -> Result<Option<usize>, Fault> {
        let wanted = fold(column.0);
        if let [position, ..] = self.positions(|header| header == wanted)[..] {
            return Ok(Some(self.claim(position)));
        }
        let aliases = spellings(WordKind::Column, column.0).iter();
        let aliases: Vec<String> = aliases.map(|alias| fold(alias)).collect();
        let found = self.positions(|header| aliases.iter().any(|alias| alias == header));
        match found[..] {
            [] => Ok(None),
            [position] => Ok(Some(self.claim(position))),
            _ => {
                let headers = quoted(found.iter().map(|&position| &self.table.header()[position]));
                let name = column.0;
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

    /// The position of a column that must be there.
    pub(super) fn required(&mut self, column: Column) -> Result<usize, Fault> {
        self.optional(column)?
            .ok_or_else(|| self.missing(&[column]))
    }

    /// The fault of a table that lacks all of these columns.
    pub(super) fn missing(&self, columns: &[Column]) -> Fault {
        let names: Vec<String> = columns
            .iter()
            .map(|column| format!("`{}`", column.0))
            .collect();
        let headers = self.table.header();
        let near = columns
            .iter()
            .find_map(|column| suggestion(column.0, headers.iter().map(String::as_str)));
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
        let (one, other) = (one.0, other.0);
        let fault = self.table.fault(words!(
            "filen har både `{one}` och `{other}`",
            "the file has both `{one}` and `{other}`"
        ));
        fault.tip(words!("behåll den ena kolumnen", "keep one of the columns"))
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

/// A header for comparison; `Examensfrekvens (%)` is not the same column as `Examensfrekvens`.
fn folded(header: &str) -> String {
    fold(&header.replace('%', "procent"))
}

fn quoted<'h>(headers: impl Iterator<Item = &'h String>) -> String {
    headers
        .map(|header| format!("`{header}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
