//! The variables of a PX file and their values.
//!
//! `STUB` and `HEADING` list the variables down and across, `VALUES` the labels of each, `CODES` their codes in
//! the same order. The default language decides how many there are; a translation only gives other words, by
//! position, so that a broken one can never move a figure.

use std::collections::BTreeMap;

use super::super::statistical_table::{Dimension, Value};
use super::findings::Findings;
use super::metadata::Metadata;
use super::statement::Statement;
use crate::language::words;

/// The most variables of a table.
const MOST_VARIABLES: usize = 64;

/// The variables in the order of the figures.
pub(super) struct Variables {
    pub(super) dimensions: Vec<Dimension>,
    /// How many of them are in the stub.
    pub(super) stub: usize,
    /// By the name in the default language, and by the translated one.
    positions: BTreeMap<String, usize>,
    labels: Vec<BTreeMap<String, usize>>,
    codes: Vec<BTreeMap<String, usize>>,
}

impl Variables {
    pub(super) fn read(metadata: &Metadata<'_>, findings: &mut Findings<'_>) -> Self {
        let lists = ["STUB", "HEADING"].map(|keyword| {
            let statement = metadata.get(keyword, &[]);
            statement.map(Statement::list).unwrap_or_default()
        });
        let stub = lists[0].len();
        let names: Vec<&str> = lists.concat();
        check_names(&names, findings);
        let translated = translated_names(metadata, lists.each_ref().map(Vec::len), findings);
        let mut variables = Self {
            dimensions: Vec::new(),
            stub,
            positions: BTreeMap::new(),
            labels: Vec::new(),
            codes: Vec::new(),
        };
        for (at, name) in names.iter().enumerate().take(MOST_VARIABLES) {
            let translation = translated.as_ref().map(|names| names[at]);
            variables.add(metadata, name, translation, findings);
        }
        variables
    }

    fn add<'s>(
        &mut self,
        metadata: &Metadata<'s>,
        name: &'s str,
        translation: Option<&'s str>,
        findings: &mut Findings<'_>,
    ) {
        let at = self.dimensions.len();
        let list = |keyword| {
            let statement = metadata.get(keyword, &[name]);
            statement.map(|statement: &Statement| (statement, statement.list()))
        };
        let labels = list("VALUES").map(|(_, labels)| labels).unwrap_or_default();
        let codes = codes(list("CODES"), labels.len(), findings);
        let words = translated_labels(
            metadata,
            [name, translation.unwrap_or(name)],
            labels.len(),
            findings,
        );
        let values = labels.iter().enumerate().map(|(at, label)| {
            let word = words.as_ref().map_or(*label, |words| words[at]);
            let code = codes.as_ref().map(|codes| codes[at]);
            Value::new(code.filter(|code| !code.is_empty()).unwrap_or(word), word)
        });
        let dimension = Dimension {
            name: translation.unwrap_or(name).to_owned(),
            code: code(metadata, name)
                .unwrap_or(translation.unwrap_or(name))
                .to_owned(),
            is_time: is_time(metadata, name),
            values: values.collect(),
            ..Dimension::default()
        };
        let mut by_label = BTreeMap::new();
        let translated = words.as_ref().into_iter().flatten();
        let positions = (0..labels.len()).cycle();
        for (label, value) in labels.iter().chain(translated).zip(positions) {
            by_label.entry((*label).to_owned()).or_insert(value);
        }
        let mut by_code = BTreeMap::new();
        for (value, code) in codes.iter().flatten().enumerate() {
            by_code.entry((*code).to_owned()).or_insert(value);
        }
        self.labels.push(by_label);
        self.codes.push(by_code);
        for name in [Some(name), translation].into_iter().flatten() {
            self.positions.entry(name.to_owned()).or_insert(at);
        }
        self.dimensions.push(dimension);
    }

    /// The position of the variable with a name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// The position of a value by its label.
    pub(super) fn by_label(&self, variable: usize, label: &str) -> Option<usize> {
        self.labels[variable].get(label).copied()
    }

    /// The position of a value by its code.
    pub(super) fn by_code(&self, variable: usize, code: &str) -> Option<usize> {
        self.codes[variable].get(code).copied()
    }

    /// The position of a value by its label, or else by its code.
    pub(super) fn value(&self, variable: usize, name: &str) -> Option<usize> {
        self.by_label(variable, name)
            .or_else(|| self.by_code(variable, name))
    }

    /// How many values each variable has.
    pub(super) fn sizes(&self) -> impl Iterator<Item = usize> {
        self.dimensions
            .iter()
            .map(|dimension| dimension.values.len())
    }
}

fn check_names(names: &[&str], findings: &mut Findings<'_>) {
    let tip = || {
        words!(
            "STUB och HEADING ska nämna varje variabel en gång",
            "STUB and HEADING should name every variable once"
        )
    };
    let mut seen = BTreeMap::new();
    for name in names {
        *seen.entry(*name).or_insert(0) += 1;
    }
    for (name, _) in seen.iter().filter(|(_, count)| **count > 1) {
        let message = words!(
            "variabeln `{name}` står flera gånger i STUB och HEADING",
            "the variable `{name}` is in STUB and HEADING several times"
        );
        findings.refuse(message, tip());
    }
    if names.len() > MOST_VARIABLES {
        let count = names.len();
        let message = words!(
            "filen har {count} variabler; högst {MOST_VARIABLES} läses",
            "the file has {count} variables; at most {MOST_VARIABLES} are read"
        );
        findings.refuse(message, tip());
    }
}

/// The translated names of all variables; none if there are not as many.
fn translated_names<'s>(
    metadata: &Metadata<'s>,
    counts: [usize; 2],
    findings: &mut Findings<'_>,
) -> Option<Vec<&'s str>> {
    let mut names = Vec::new();
    for (keyword, count) in ["STUB", "HEADING"].into_iter().zip(counts) {
        if count == 0 {
            continue;
        }
        let statement = metadata.translated(keyword, &[])?;
        let list = statement.list();
        if list.len() != count {
            not_a_translation(statement, list.len(), count, findings);
            return None;
        }
        names.extend(list);
    }
    Some(names)
}

/// The translated labels of a variable; none if there are not as many.
fn translated_labels<'s>(
    metadata: &Metadata<'s>,
    names: [&'s str; 2],
    count: usize,
    findings: &mut Findings<'_>,
) -> Option<Vec<&'s str>> {
    let [name, translated] = names;
    let statement = metadata
        .translated("VALUES", &[translated])
        .or_else(|| metadata.translated("VALUES", &[name]))?;
    let labels = statement.list();
    if labels.len() != count {
        not_a_translation(statement, labels.len(), count, findings);
        return None;
    }
    Some(labels)
}

fn not_a_translation(statement: &Statement, got: usize, want: usize, findings: &mut Findings<'_>) {
    let name = statement.name();
    let message = words!(
        "{name} har {got} ord men originalet {want}; orden på filens eget språk används",
        "{name} has {got} words but the original {want}; the words in the file's own language are used"
    );
    findings.remark_at(&statement.place, message);
}

/// The codes of a variable; none if the file has none or another number than labels.
fn codes<'s>(
    found: Option<(&'s Statement, Vec<&'s str>)>,
    labels: usize,
    findings: &mut Findings<'_>,
) -> Option<Vec<&'s str>> {
    let (statement, codes) = found?;
    let (name, count) = (statement.name(), codes.len());
    let missing = codes.iter().filter(|code| code.is_empty()).count();
    if count != labels {
        if labels > 0 {
            let message = words!(
                "{name} har {count} koder men variabeln {labels} värden; koderna används inte",
                "{name} has {count} codes but the variable {labels} values; the codes are not used"
            );
            findings.remark_at(&statement.place, message);
        }
        return None;
    }
    if missing > 0 {
        let message = words!(
            "{name} saknar {missing} av koderna; värdets text används i stället",
            "{name} lacks {missing} of the codes; the text of the value is used instead"
        );
        findings.remark_at(&statement.place, message);
    }
    Some(codes)
}

fn code<'s>(metadata: &Metadata<'s>, name: &'s str) -> Option<&'s str> {
    let code = metadata.get("VARIABLECODE", &[name])?.text()?;
    (!code.is_empty()).then_some(code)
}

/// `TIMEVAL` makes a variable time, as does `VARIABLE-TYPE` in later versions.
fn is_time(metadata: &Metadata<'_>, name: &str) -> bool {
    let of = |keyword: &'static str| {
        let mut statements = metadata.statements.iter();
        statements.find(|statement| {
            statement.keyword == keyword && statement.subkeys.first().is_some_and(|key| key == name)
        })
    };
    let is_period = |statement: &Statement| {
        let text = statement.text();
        text.is_some_and(|text| matches!(text, "T" | "Time" | "time"))
    };
    of("TIMEVAL").is_some() || of("VARIABLE-TYPE").is_some_and(is_period)
}
