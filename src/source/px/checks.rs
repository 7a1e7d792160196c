//! What a PX file must have, and what in it names something that is not there.
//!
//! SCB's own test files say which mistakes are fatal: damage to what the table consists of, or its absence. A
//! note, a source or a setting for the screen that is wrong does not hinder reading, and is remarked.

use super::findings::Findings;
use super::keywords::{MANDATORY, Subject, is_essential, is_yes_or_no, subject};
use super::lexer::{Damage, DamageKind};
use super::metadata::Metadata;
use super::notes::cells;
use super::statement::{Statement, Token};
use super::variables::Variables;
use crate::language::{Words, words};

/// The most decimals of a figure.
const MOST_DECIMALS: u8 = 15;

/// The most decimals that are shown.
const MOST_SHOWN: u8 = 6;

/// Faults and remarks about statements that could not be read.
pub(super) fn check_damages(damages: &[Damage], findings: &mut Findings<'_>) {
    for damage in damages {
        let keyword = damage.keyword.as_deref();
        let name = keyword.unwrap_or("?");
        let what = describe(damage.kind, name);
        let is_fatal = match damage.kind {
            DamageKind::NoSemicolon => false,
            DamageKind::TooLong => true,
            _ => damage.language.is_none() && keyword.is_none_or(is_essential),
        };
        if is_fatal {
            findings.refuse_at(&damage.place, what);
        } else {
            findings.remark_at(&damage.place, what);
        }
    }
}

fn describe(kind: DamageKind, name: &str) -> Words {
    match kind {
        DamageKind::StrayQuote => words!(
            "{name} har text utanför citattecknen, eller ett citattecken för mycket",
            "{name} has text outside of its quotation marks, or one mark too many"
        ),
        DamageKind::UnclosedQuote => words!(
            "{name} har ett citattecken som inte avslutas",
            "{name} has a quotation mark that is not closed"
        ),
        DamageKind::NoSemicolon => words!(
            "{name} avslutas inte med semikolon",
            "{name} does not end with a semicolon"
        ),
        DamageKind::NoStatement => words!(
            "här skulle ett PX-nyckelord med likhetstecken stå",
            "a PX keyword with an equals sign belongs here"
        ),
        DamageKind::TooLong => words!(
            "filens beskrivning är för stor för att läsas",
            "the file's description is too large to be read"
        ),
    }
}

/// A fault for every keyword that is missing; one that is there but damaged is not missing.
pub(super) fn check_mandatory(
    metadata: &Metadata<'_>,
    damages: &[Damage],
    findings: &mut Findings<'_>,
) {
    let is_there = |keyword: &'static str| {
        let mut damaged = damages
            .iter()
            .filter_map(|damage| damage.keyword.as_deref());
        metadata.get(keyword, &[]).is_some() || damaged.any(|damaged| damaged == keyword)
    };
    // Where contents have units of their own, some programs leave out the unit of the table.
    let has_own_units = metadata.get("CONTVARIABLE", &[]).is_some()
        && metadata
            .statements
            .iter()
            .any(|statement| statement.keyword == "UNITS");
    for keyword in MANDATORY {
        let is_replaced = keyword == "UNITS" && has_own_units;
        if !is_there(keyword) && !is_replaced {
            missing(keyword, findings);
        }
    }
    if !is_there("TITLE") && !is_there("DESCRIPTION") {
        missing("TITLE", findings);
    }
    if !is_there("STUB") && !is_there("HEADING") {
        missing("STUB / HEADING", findings);
    }
}

fn missing(keyword: &str, findings: &mut Findings<'_>) {
    let message = words!(
        "PX-nyckelordet {keyword} saknas",
        "the PX keyword {keyword} is missing"
    );
    let tip = words!(
        "hämta filen på nytt från källan; nyckelordet är obligatoriskt",
        "fetch the file again from its source; the keyword is mandatory"
    );
    findings.refuse(message, tip);
}

/// A fault for every variable without values.
pub(super) fn check_values(variables: &Variables, damages: &[Damage], findings: &mut Findings<'_>) {
    if damages
        .iter()
        .any(|damage| damage.keyword.as_deref() == Some("VALUES"))
    {
        return;
    }
    for dimension in &variables.dimensions {
        if dimension.values.is_empty() {
            missing(&format!("VALUES(\"{}\")", dimension.name), findings);
        }
    }
    if variables.dimensions.is_empty() {
        missing("STUB / HEADING", findings);
    }
}

/// Faults and remarks about single statements.
pub(super) fn check_statements(
    metadata: &Metadata<'_>,
    variables: &Variables,
    content: Option<usize>,
    findings: &mut Findings<'_>,
) {
    for statement in metadata.statements {
        let name = statement.name();
        if let Some(language) = &statement.language
            && !metadata.knows_language(language)
        {
            let message = words!(
                "{name}: språket `{language}` står inte i LANGUAGES",
                "{name}: the language `{language}` is not among LANGUAGES"
            );
            findings.remark_at(&statement.place, message);
            continue;
        }
        if !metadata.is_read(statement) {
            continue;
        }
        check_subject(metadata, statement, variables, content, findings);
        check_setting(metadata, statement, variables, findings);
    }
}

/// Whether the subkeys name something that is there.
fn check_subject(
    metadata: &Metadata<'_>,
    statement: &Statement,
    variables: &Variables,
    content: Option<usize>,
    findings: &mut Findings<'_>,
) {
    let subkeys = &statement.subkeys;
    let Some(first) = subkeys.first() else { return };
    let is_known = match subject(&statement.keyword) {
        Subject::Other => true,
        Subject::Variable => variables.position(first).is_some(),
        Subject::Value => variables.position(first).is_some_and(|at| {
            let value = subkeys.get(1);
            value.is_some_and(|value| variables.value(at, value).is_some())
        }),
        Subject::Content => content.is_none_or(|at| variables.value(at, first).is_some()),
        Subject::Cell => cells(statement, variables).is_some(),
    };
    if is_known {
        return;
    }
    let name = statement.name();
    let message = words!(
        "{name} avser en variabel eller ett värde som inte finns i tabellen",
        "{name} is about a variable or a value that is not in the table"
    );
    if statement.keyword == "UNITS" && metadata.is_default(statement) {
        findings.refuse_at(&statement.place, message);
    } else {
        findings.remark_at(&statement.place, message);
    }
}

/// Whether the value is one that the keyword may have.
fn check_setting(
    metadata: &Metadata<'_>,
    statement: &Statement,
    variables: &Variables,
    findings: &mut Findings<'_>,
) {
    let wrong = match statement.keyword.as_str() {
        keyword if is_yes_or_no(keyword) => statement.yes_or_no().is_none(),
        "SHOWDECIMALS" => {
            let shown = decimals(statement, MOST_SHOWN);
            let stored = metadata.get("DECIMALS", &[]);
            let stored = stored.and_then(|stored| decimals(stored, MOST_DECIMALS));
            shown.is_none() || stored.is_some_and(|stored| shown > Some(stored))
        }
        "TIMEVAL" => !fits_time(statement, variables),
        "ELIMINATION" => !is_elimination(statement, variables),
        _ => false,
    };
    if wrong {
        let name = statement.name();
        let message = words!(
            "värdet för {name} stämmer inte med tabellen; det används inte",
            "the value of {name} does not agree with the table; it is not used"
        );
        findings.remark_at(&statement.place, message);
    }
}

/// The number of decimals of the figures.
pub(super) fn stored_decimals(metadata: &Metadata<'_>, findings: &mut Findings<'_>) -> Option<u8> {
    let statement = metadata.get("DECIMALS", &[])?;
    let found = decimals(statement, MOST_DECIMALS);
    if found.is_none() {
        let message = words!(
            "DECIMALS ska vara ett heltal från 0 till {MOST_DECIMALS}",
            "DECIMALS should be a whole number from 0 to {MOST_DECIMALS}"
        );
        findings.refuse_at(&statement.place, message);
    }
    found
}

fn decimals(statement: &Statement, most: u8) -> Option<u8> {
    let number = statement.text()?.trim().parse().ok();
    number.filter(|&decimals| decimals <= most)
}

/// Whether as many periods are listed as the variable has values. A range, `"2019"-"2022"`, is not counted.
fn fits_time(statement: &Statement, variables: &Variables) -> bool {
    let mut pieces = statement.value.iter();
    if pieces.any(|token| *token == Token::Dash) {
        return true;
    }
    let periods = statement.value.iter();
    let periods = periods
        .filter(|token| matches!(token, Token::Text(_)))
        .count();
    let named = statement.subkeys.first();
    let variable = named.and_then(|name| variables.position(name));
    variable.is_none_or(|at| periods == 0 || periods == variables.dimensions[at].values.len())
}

/// Whether elimination is `YES`, `NO` or a value of its variable.
fn is_elimination(statement: &Statement, variables: &Variables) -> bool {
    let named = statement.subkeys.first();
    let Some(at) = named.and_then(|name| variables.position(name)) else {
        return true;
    };
    statement.yes_or_no().is_some()
        || statement
            .text()
            .is_some_and(|text| text.is_empty() || variables.value(at, text).is_some())
}
