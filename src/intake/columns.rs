//! Which column of a table holds what.

use crate::domain::InputRemark;
use crate::language::words;
use crate::reference::suggestion;
use crate::source::{Fault, RawTable, fold};

/// A column that an input may have, and the other names it goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    name: &'static str,
    aliases: &'static [&'static str],
}

pub(super) const PROGRAMME: Column = Column {
    name: "utbildning",
    aliases: &[
        "program",
        "utbildningsprogram",
        "programme",
        "examen",
        "yrkesexamen",
        "degree",
        "yrke",
    ],
};
pub(super) const PROFESSION: Column = Column {
    name: "yrke",
    aliases: &["legitimationsyrke", "profession"],
};
pub(super) const YEAR: Column = Column {
    name: "år",
    aliases: &["årtal", "mätår", "year"],
};
pub(super) const AGE: Column = Column {
    name: "åldersgrupp",
    aliases: &["ålder", "age", "age group"],
};
/// Those in the profession.
pub(super) const STOCK: Column = Column {
    name: "antal",
    aliases: &["bestånd", "i yrket", "stock", "number", "in profession"],
};
pub(super) const IN_CARE: Column = Column {
    name: "i_vården",
    aliases: &["sysselsatta i vården", "in care", "employed in care"],
};
pub(super) const EMPLOYED: Column = Column {
    name: "sysselsatta",
    aliases: &["employed"],
};
pub(super) const LICENSED: Column = Column {
    name: "legitimerade",
    aliases: &["licensed"],
};
pub(super) const INHABITANTS: Column = Column {
    name: "folkmängd",
    aliases: &[
        "antal",
        "invånare",
        "befolkning",
        "population",
        "inhabitants",
        "number",
    ],
};
pub(super) const ACADEMIC_YEAR: Column = Column {
    name: "läsår",
    aliases: &["nybörjarläsår", "studieår", "academic year"],
};
pub(super) const TERM: Column = Column {
    name: "termin",
    aliases: &["starttermin", "nybörjartermin", "term", "semester"],
};
pub(super) const ENTRANTS: Column = Column {
    name: "nybörjare",
    aliases: &[
        "antal nybörjare",
        "programnybörjare",
        "entrants",
        "beginners",
        "antal",
        "number",
    ],
};
pub(super) const UNIVERSITY: Column = Column {
    name: "lärosäte",
    aliases: &["högskola", "universitet", "university"],
};
pub(super) const COUNTY: Column = Column {
    name: "län",
    aliases: &["länskod", "länsnamn", "studielän", "county", "county code"],
};
pub(super) const HEALTH_REGION: Column = Column {
    name: "sjukvårdsregion",
    aliases: &["samverkansregion", "health region"],
};
/// Holds any area: what it holds decides which.
pub(super) const AREA: Column = Column {
    name: "region",
    aliases: &["område", "area"],
};
pub(super) const SEX: Column = Column {
    name: "kön",
    aliases: &["sex", "gender"],
};
pub(super) const BASIS: Column = Column {
    name: "underlag",
    aliases: &["källa", "source", "basis"],
};
pub(super) const EXAM_FREQUENCY: Column = Column {
    name: "examensfrekvens",
    aliases: &["examensandel", "exam frequency", "andel", "share"],
};
pub(super) const EXAM_FREQUENCY_PERCENT: Column = Column {
    name: "examensfrekvens_procent",
    aliases: &[
        "examensandel procent",
        "exam frequency percent",
        "procent",
        "percent",
    ],
};
pub(super) const EXAM_FREQUENCY_SPREAD: Column = Column {
    name: "standardavvikelse",
    aliases: &["spridning", "standard deviation", "sd"],
};
pub(super) const STARTED: Column = Column {
    name: "startläsår",
    aliases: &[
        "startkohort",
        "kohort",
        "nybörjarläsår",
        "entry year",
        "start academic year",
    ],
};
pub(super) const GRADUATED: Column = Column {
    name: "examensläsår",
    aliases: &[
        "examinerad läsår",
        "graduation academic year",
        "graduation year",
    ],
};
pub(super) const GRADUATES: Column = Column {
    name: "examinerade",
    aliases: &[
        "antal examinerade",
        "antal examina",
        "graduates",
        "antal",
        "number",
    ],
};

pub(super) const PERSON: Column = Column {
    name: "löpnr",
    aliases: &[
        "löpnummer",
        "personlöpnr",
        "person",
        "person id",
        "id",
        "lopnr_personnr",
    ],
};
pub(super) const UPPER_SECONDARY: Column = Column {
    name: "gymnasieprogram",
    aliases: &["gymnasieutbildning", "upper secondary programme"],
};
pub(super) const SYNTHETIC: Column = Column {
    name: "syntetisk",
    aliases: &["synthetic"],
};

impl Column {
    /// Its own name.
    pub(super) const fn name(self) -> &'static str {
        self.name
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
        let wanted = fold(column.name);
        if let [position, ..] = self.positions(|header| header == wanted)[..] {
            return Ok(Some(self.claim(position)));
        }
        let aliases: Vec<String> = column.aliases.iter().map(|alias| fold(alias)).collect();
        let found = self.positions(|header| aliases.iter().any(|alias| alias == header));
        match found[..] {
            [] => Ok(None),
            [position] => Ok(Some(self.claim(position))),
            _ => {
                let headers = quoted(found.iter().map(|&position| &self.table.header()[position]));
                let name = column.name;
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
            .map(|column| format!("`{}`", column.name))
            .collect();
        let headers = self.table.header();
        let near = columns
            .iter()
            .find_map(|column| suggestion(column.name, headers.iter().map(String::as_str)));
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
        let (one, other) = (one.name, other.name);
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
