//! The report of the rule from employment, industry and occupation to a state.

use super::{text, text_column};
use crate::extract::{StateRow, StateRule};
use crate::reference::Reference;
use crate::report::{Cell, Language, Layout, Provenance, Report, Table};

/// The rows of the rule in the order in which they decide, and after them the professions that it does not
/// decide.
#[must_use]
pub fn states(
    rule: &StateRule,
    reference: &Reference,
    language: Language,
    provenance: Provenance,
) -> Report {
    let columns = [
        text_column(language.choose("yrke", "profession")),
        text_column("sni"),
        text_column("ssyk"),
        text_column(language.choose("status", "state")),
        text_column(language.choose("underlag", "basis")),
        text_column(language.choose("källa", "source")),
    ];
    let shown = columns[..5].iter().map(|column| column.name.clone());
    let layout = Layout::Rows {
        columns: shown.collect(),
    };
    let decided = rule.rows().map(|row| row_cells(row, reference, language));
    let undecided = reference
        .professions()
        .filter(|(id, _)| !rule.decides(*id))
        .map(|(id, _)| {
            let name = text(reference.name(id, language));
            let refused = text(language.choose("regel saknas", "no rule"));
            let (none, source) = (Cell::Missing, Cell::Missing);
            vec![name, none.clone(), none.clone(), none, refused, source]
        });
    Report {
        findings: Vec::new(),
        title: language
            .choose(
                "Statusregel: från näringsgren och yrke till status",
                "State rule: from industry and occupation to state",
            )
            .to_owned(),
        tables: vec![Table {
            name: language.choose("statusregel", "state_rule").to_owned(),
            title: None,
            rows: decided.chain(undecided).collect(),
            columns: columns.into(),
            layout,
            shown: None,
            chart: None,
        }],
        notes: notes(language),
        provenance,
        language,
        counts: None,
    }
}

fn row_cells(row: &StateRow, reference: &Reference, language: Language) -> Vec<Cell> {
    let every = language.choose("alla", "all");
    let profession = row
        .profession
        .map_or(every, |id| reference.name(id, language));
    let codes = |prefixes: &[String]| {
        let codes = prefixes.join(", ");
        text(if codes.is_empty() {
            every.to_owned()
        } else {
            codes
        })
    };
    vec![
        text(profession),
        codes(&row.industries),
        codes(&row.occupations),
        text(language.choose(row.state.swedish(), row.state.english())),
        text(basis(&row.basis, language)),
        text(row.source.as_str()),
    ]
}

/// How sure a row is, in words.
fn basis(basis: &str, language: Language) -> &str {
    match basis {
        "code checked" => language.choose(
            "yrkeskoden kontrollerad, regeln bakgrundskunskap",
            "occupation code checked, rule from background knowledge",
        ),
        "background" => language.choose("bakgrundskunskap", "background knowledge"),
        other => other,
    }
}

fn notes(language: Language) -> Vec<String> {
    let notes = [
        language.choose(
            "Den första raden som passar gäller; sni och ssyk anger vad koden börjar med. Regeln avser sysselsatta i uttag utan kolumnen status.",
            "The first row that fits decides; sni and ssyk are what the code begins with. The rule is for the employed of extracts without a column status.",
        ),
        language.choose(
            "Socialstyrelsens egen regel är inte publicerad: kontrollera regeln före användning, och ersätt den vid behov med --states FIL.",
            "The rule of Socialstyrelsen itself has not been published: check the rule before use, and replace it where needed with --states FILE.",
        ),
        language.choose(
            "Yrken vars regel saknas avvisas: ge kolumnen status eller --states FIL. Koderna följer SSYK 2012 och SNI 2007; för år med äldre koder krävs status eller en egen regel.",
            "Professions without a rule are refused: give the column status or --states FILE. The codes are those of SSYK 2012 and SNI 2007; years with older codes need the column status or a rule of their own.",
        ),
    ];
    notes.map(str::to_owned).into()
}
