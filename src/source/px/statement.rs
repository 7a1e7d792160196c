//! Statements: `KEYWORD[language]("subkey","subkey")=value;`.

use std::ops::Range;

/// One statement of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) keyword: String,
    /// The language that it is written in, if that is not the default one.
    pub(super) language: Option<String>,
    /// What it is about: a variable, a value of a variable, a cell.
    pub(super) subkeys: Vec<String>,
    pub(super) value: Vec<Token>,
    /// The bytes from the keyword to the equals sign.
    pub(super) place: Range<usize>,
}

/// A piece of a statement's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text within quotation marks, its continuations joined.
    Text(String),
    /// What is written without them: `YES`, `0`, `TLIST`.
    Word(String),
    /// `,` between values.
    Comma,
    /// `-` between the ends of a range of periods.
    Dash,
    /// `:` between the levels of a hierarchy.
    Colon,
    /// `(` after `TLIST`.
    Open,
    /// `)`
    Close,
}

impl Statement {
    /// The value as one text, with or without quotation marks.
    pub(super) fn text(&self) -> Option<&str> {
        match self.value.as_slice() {
            [Token::Text(text) | Token::Word(text)] => Some(text),
            _ => None,
        }
    }

    /// The values between the commas; one that is not written is empty.
    ///
    /// Example: `"1","2",` has three values, the last of which is empty.
    pub(super) fn list(&self) -> Vec<&str> {
        if matches!(self.value.as_slice(), [] | [Token::Text(_)]) {
            return self
                .text()
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
        }
        self.value
            .split(|token| *token == Token::Comma)
            .map(|value| match value {
                [Token::Text(text) | Token::Word(text)] => text.as_str(),
                _ => "",
            })
            .collect()
    }

    /// Whether the value is `YES`; none if it is neither that nor `NO`.
    pub(super) fn yes_or_no(&self) -> Option<bool> {
        match self.text()?.trim() {
            word if word.eq_ignore_ascii_case("YES") => Some(true),
            word if word.eq_ignore_ascii_case("NO") => Some(false),
            _ => None,
        }
    }

    /// The keyword as the file writes it: `VALUES[sv]("kön")`.
    pub(super) fn name(&self) -> String {
        let keyword = &self.keyword;
        let language = self
            .language
            .as_ref()
            .map(|language| format!("[{language}]"));
        let subkeys = match self.subkeys.as_slice() {
            [] => String::new(),
            subkeys => format!("(\"{}\")", subkeys.join("\",\"")),
        };
        format!("{keyword}{}{subkeys}", language.unwrap_or_default())
    }
}
