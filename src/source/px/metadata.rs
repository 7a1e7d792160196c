//! The statements of a header, found by keyword, language and subkeys.

use std::collections::{BTreeMap, BTreeSet};

use super::statement::Statement;

/// The language that words are taken in where a file has several.
const SWEDISH: &str = "sv";

/// The statements of one file.
pub(super) struct Metadata<'s> {
    pub(super) statements: &'s [Statement],
    by_name: BTreeMap<Name<'s>, &'s Statement>,
    /// The language of the statements that name none.
    default_language: Option<&'s str>,
    languages: Vec<&'s str>,
    /// Whether Swedish words are taken in place of the default language's.
    is_translated: bool,
    translated_keywords: BTreeSet<&'s str>,
}

type Name<'s> = (&'s str, Option<&'s str>, Vec<&'s str>);

impl<'s> Metadata<'s> {
    /// The default language is that of `LANGUAGE`; a statement that names it is the same as one that names none.
    pub(super) fn new(statements: &'s [Statement]) -> Self {
        let plain = |keyword: &str| {
            let mut found = statements.iter();
            found.find(|statement| statement.keyword == keyword)
        };
        let default_language = plain("LANGUAGE").and_then(Statement::text);
        let languages = plain("LANGUAGES").map(Statement::list).unwrap_or_default();
        let mut by_name = BTreeMap::new();
        for statement in statements {
            let language = statement.language.as_deref();
            let language = language.filter(|language| Some(*language) != default_language);
            let subkeys = statement.subkeys.iter().map(String::as_str).collect();
            by_name
                .entry((statement.keyword.as_str(), language, subkeys))
                .or_insert(statement);
        }
        let is_swedish = |language: &str| language.eq_ignore_ascii_case(SWEDISH);
        let is_translated = !default_language.is_some_and(is_swedish)
            && by_name
                .keys()
                .any(|(_, language, _)| language.is_some_and(is_swedish));
        let translated = by_name
            .keys()
            .filter(|(_, language, _)| is_translated && language.is_some_and(is_swedish));
        let translated_keywords = translated.map(|(keyword, ..)| *keyword).collect();
        Self {
            statements,
            by_name,
            default_language,
            languages,
            is_translated,
            translated_keywords,
        }
    }

    /// The statement in the default language.
    pub(super) fn get(&self, keyword: &'s str, subkeys: &[&'s str]) -> Option<&'s Statement> {
        self.find(keyword, None, subkeys)
    }

    /// The statement in Swedish, where that is a translation.
    pub(super) fn translated(
        &self,
        keyword: &'s str,
        subkeys: &[&'s str],
    ) -> Option<&'s Statement> {
        self.is_translated
            .then(|| self.find(keyword, Some(SWEDISH), subkeys))?
    }

    /// The text of a statement about the whole table, in Swedish if there is one.
    pub(super) fn text(&self, keyword: &'s str) -> Option<String> {
        let found = self
            .translated(keyword, &[])
            .or_else(|| self.get(keyword, &[]));
        let text = found.and_then(Statement::text)?;
        (!text.is_empty()).then(|| plain_text(text))
    }

    /// Whether the file has words in this language.
    pub(super) fn knows_language(&self, language: &str) -> bool {
        self.default_language == Some(language) || self.languages.contains(&language)
    }

    /// Whether a statement is in the default language or in the one that words are taken in.
    pub(super) fn is_read(&self, statement: &Statement) -> bool {
        self.is_default(statement) || self.is_translation(statement)
    }

    pub(super) fn is_default(&self, statement: &Statement) -> bool {
        let language = statement.language.as_deref();
        language.is_none() || language == self.default_language
    }

    pub(super) fn is_translation(&self, statement: &Statement) -> bool {
        self.is_translated && statement.language.as_deref() == Some(SWEDISH)
    }

    /// Whether any statement with the keyword is in the language that words are taken in, and that is not the
    /// default one.
    pub(super) fn is_translated_keyword(&self, keyword: &str) -> bool {
        self.translated_keywords.contains(keyword)
    }

    fn find(
        &self,
        keyword: &'s str,
        language: Option<&'s str>,
        subkeys: &[&'s str],
    ) -> Option<&'s Statement> {
        self.by_name
            .get(&(keyword, language, subkeys.to_vec()))
            .copied()
    }
}

/// A text whose lines are ended by `#`, as PX writes them.
pub(super) fn plain_text(text: &str) -> String {
    text.replace('#', "\n").trim().to_owned()
}
