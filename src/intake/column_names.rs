//! The columns that inputs may have.

/// A column that an input may have, by its name; `data/aliases.csv` has the others it goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column(&'static str);

pub(super) const PROGRAMME: Column = Column("utbildning");
pub(super) const PROFESSION: Column = Column("yrke");
pub(super) const YEAR: Column = Column("år");
/// A year, or a month of it.
pub(super) const PERIOD: Column = Column("period");
pub(super) const AGE: Column = Column("åldersgrupp");
/// Those in the profession.
pub(super) const STOCK: Column = Column("antal");
pub(super) const IN_CARE: Column = Column("i_vården");
/// Active in the field of their profession.
pub(super) const IN_FIELD: Column = Column("i_sin_bransch");
pub(super) const EMPLOYED: Column = Column("sysselsatta");
pub(super) const LICENSED: Column = Column("legitimerade");
/// Of the licensed, those under 65.
pub(super) const UNDER_65: Column = Column("under_65");
/// Figures of which the header says no more.
pub(super) const VALUE: Column = Column("värde");
/// What the figure of a row is.
pub(super) const CONTENTS: Column = Column("tabellinnehåll");
pub(super) const INHABITANTS: Column = Column("folkmängd");
pub(super) const ACADEMIC_YEAR: Column = Column("läsår");
pub(super) const TERM: Column = Column("termin");
pub(super) const ENTRANTS: Column = Column("nybörjare");
pub(super) const UNIVERSITY: Column = Column("lärosäte");
pub(super) const COUNTY: Column = Column("län");
pub(super) const HEALTH_REGION: Column = Column("sjukvårdsregion");
pub(super) const MUNICIPALITY: Column = Column("kommun");
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

/// Columns that are recognised by their names and by nothing else.
pub(super) const NAMED: [Column; 22] = [
    PROGRAMME,
    PROFESSION,
    YEAR,
    PERIOD,
    AGE,
    ACADEMIC_YEAR,
    TERM,
    UNIVERSITY,
    COUNTY,
    HEALTH_REGION,
    AREA,
    MUNICIPALITY,
    SEX,
    BASIS,
    EXAM_FREQUENCY,
    EXAM_FREQUENCY_PERCENT,
    EXAM_FREQUENCY_SPREAD,
    STARTED,
    GRADUATED,
    PERSON,
    UPPER_SECONDARY,
    SYNTHETIC,
];

impl Column {
    /// Its own name.
    pub(super) const fn name(self) -> &'static str {
        self.0
    }
}
