//! What keywords are about, and which a file must have (PX file format specification 2013, SCB).

/// Keywords without which there is no table; SCB's programs refuse a file that lacks one.
///
/// `TITLE` may be replaced by `DESCRIPTION`, and one of `STUB` and `HEADING` is enough; `VALUES` is needed for
/// every variable. Those are checked apart.
pub(super) const MANDATORY: [&str; 6] = [
    "MATRIX",
    "SUBJECT-CODE",
    "SUBJECT-AREA",
    "CONTENTS",
    "UNITS",
    "DECIMALS",
];

/// What the subkey of a keyword names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A variable: `VALUES("kön")`.
    Variable,
    /// A variable and one of its values: `VALUENOTE("kön","män")`.
    Value,
    /// A value of the variable of contents: `UNITS("Inflyttade")`.
    Content,
    /// A value of every variable, or `*`: `CELLNOTE("*","20")`.
    Cell,
    /// Whatever it is, it is not looked at.
    Other,
}

/// What the subkey of a keyword names.
pub(super) fn subject(keyword: &str) -> Subject {
    match keyword {
        "VALUES"
        | "CODES"
        | "TIMEVAL"
        | "DOMAIN"
        | "MAP"
        | "ELIMINATION"
        | "DOUBLECOLUMN"
        | "PRESTEXT"
        | "PARTITIONED"
        | "HIERARCHIES"
        | "HIERARCHYLEVELS"
        | "HIERARCHYLEVELSOPEN"
        | "HIERARCHYNAMES"
        | "KEYS"
        | "NOTE"
        | "NOTEX"
        | "VARIABLECODE"
        | "VARIABLE-TYPE" => Subject::Variable,
        "VALUENOTE" | "VALUENOTEX" | "PRECISION" => Subject::Value,
        "UNITS" | "LAST-UPDATED" | "STOCKFA" | "CFPRICES" | "DAYADJ" | "SEASADJ" | "CONTACT"
        | "REFPERIOD" | "BASEPERIOD" => Subject::Content,
        "CELLNOTE" | "CELLNOTEX" | "DATANOTECELL" => Subject::Cell,
        _ => Subject::Other,
    }
}

/// Whether damage to a statement with the keyword leaves no table to trust.
pub(super) fn is_essential(keyword: &str) -> bool {
    MANDATORY.contains(&keyword)
        || matches!(
            keyword,
            "TITLE" | "STUB" | "HEADING" | "VALUES" | "CODES" | "KEYS" | "CONTVARIABLE" | "DATA"
        )
}

/// Keywords whose value is `YES` or `NO`.
pub(super) fn is_yes_or_no(keyword: &str) -> bool {
    matches!(
        keyword,
        "COPYRIGHT"
            | "DESCRIPTIONDEFAULT"
            | "AGGREGALLOWED"
            | "AUTOPEN"
            | "DOUBLECOLUMN"
            | "DAYADJ"
            | "SEASADJ"
            | "OFFICIAL-STATISTICS"
    )
}
