//! Splits a PX file into its statements and the place where its figures begin.
//!
//! A value is a text within quotation marks, which may be continued by another on the next line, a word without
//! them, or a list of either; a semicolon ends it. No text holds a quotation mark, so a stray one damages its
//! statement; the next that begins a line is read as if nothing had happened.

use std::ops::Range;

use memchr::memchr;

use super::super::input_text::InputText;
use super::statement::{Statement, Token};

/// The most statements and values of a header, so that a small file never takes much memory.
const MOST_TOKENS: usize = 2_000_000;

/// What was read before the figures.
pub(super) struct Header {
    pub(super) statements: Vec<Statement>,
    /// Where the figures begin: after `DATA=`.
    pub(super) data: Option<usize>,
    pub(super) damages: Vec<Damage>,
}

/// A statement that could not be read as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    /// The keyword; none if there is no telling.
    pub(super) keyword: Option<String>,
    pub(super) language: Option<String>,
    pub(super) kind: DamageKind,
    pub(super) place: Range<usize>,
}

/// What is wrong with a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DamageKind {
    /// A quotation mark where none belongs, so that text stands outside of them.
    StrayQuote,
    /// A quotation mark that is never followed by another.
    UnclosedQuote,
    /// The next statement begins before this one has ended; it is read nevertheless.
    NoSemicolon,
    /// No keyword, or no equals sign after it.
    NoStatement,
    /// The header is longer than any.
    TooLong,
}

/// Reads the statements up to `DATA=`.
pub(super) fn header(input: &InputText) -> Header {
    let mut lexer = Lexer {
        text: input.text(),
        at: 0,
        tokens: 0,
        damages: Vec::new(),
    };
    let mut statements = Vec::new();
    let mut data = None;
    while let Some(start) = lexer.next_statement() {
        lexer.at = start;
        match lexer.statement() {
            Ok(Some(statement)) => statements.push(statement),
            Ok(None) => {
                data = Some(lexer.at);
                break;
            }
            Err(damage) => {
                let is_end = damage.kind == DamageKind::TooLong;
                lexer.at = lexer.recovery(damage.place.start.max(start + 1));
                lexer.damages.push(damage);
                if is_end {
                    break;
                }
            }
        }
    }
    Header {
        statements,
        data,
        damages: lexer.damages,
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: usize,
    damages: Vec<Damage>,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        self.at += leading_blanks(&self.text[self.at..]);
    }

    /// Whether the next sign is this one, which is then behind us.
    fn take(&mut self, sign: u8) -> bool {
        self.skip_blanks();
        let is_next = self.peek() == Some(sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// Where the next statement begins.
    fn next_statement(&mut self) -> Option<usize> {
        while self.take(b';') {}
        (self.at < self.text.len()).then_some(self.at)
    }

    /// One statement; none at `DATA=`.
    fn statement(&mut self) -> Result<Option<Statement>, Damage> {
        let start = self.at;
        let length = keyword_length(&self.text.as_bytes()[start..]);
        let keyword = self.text[start..start + length].to_ascii_uppercase();
        self.at += length;
        let mut statement = Statement {
            keyword,
            language: None,
            subkeys: Vec::new(),
            value: Vec::new(),
            place: start..self.at,
        };
        let damage = |lexer: &Self, statement: &Statement, kind, from: usize| Damage {
            keyword: (!statement.keyword.is_empty()).then(|| statement.keyword.clone()),
            language: statement.language.clone(),
            kind,
            place: from..lexer.at.max(from + 1),
        };
        if length == 0 {
            return Err(damage(self, &statement, DamageKind::NoStatement, start));
        }
        self.count(4)
            .map_err(|kind| damage(self, &statement, kind, start))?;
        statement.language = self.language();
        let subkeys = self.subkeys();
        statement.subkeys = subkeys.map_err(|(kind, from)| damage(self, &statement, kind, from))?;
        if !self.take(b'=') {
            return Err(damage(self, &statement, DamageKind::NoStatement, start));
        }
        statement.place.end = self.at - 1;
        if statement.keyword == "DATA" {
            return Ok(None);
        }
        let value = self.value();
        let value = value.map_err(|(kind, from)| damage(self, &statement, kind, from));
        let (value, is_ended) = value?;
        statement.value = value;
        if !is_ended {
            let at = statement.place.start;
            let missing = damage(self, &statement, DamageKind::NoSemicolon, at);
            self.damages.push(Damage {
                place: statement.place.clone(),
                ..missing
            });
        }
        Ok(Some(statement))
    }

    fn count(&mut self, tokens: usize) -> Result<(), DamageKind> {
        self.tokens += tokens;
        if self.tokens > MOST_TOKENS {
            return Err(DamageKind::TooLong);
        }
        Ok(())
    }

    fn language(&mut self) -> Option<String> {
        let before = self.at;
        if !self.take(b'[') {
            self.at = before;
            return None;
        }
        let rest = &self.text[self.at..];
        let end = memchr(b']', &rest.as_bytes()[..rest.len().min(80)])?;
        let language = rest.get(..end)?.trim().trim_matches('"').to_owned();
        self.at += end + 1;
        Some(language)
    }

    fn subkeys(&mut self) -> Result<Vec<String>, (DamageKind, usize)> {
        let mut subkeys = Vec::new();
        if !self.take(b'(') {
            return Ok(subkeys);
        }
        while !self.take(b')') {
            self.skip_blanks();
            let from = self.at;
            self.count(1).map_err(|kind| (kind, from))?;
            match self.peek() {
                Some(b'"') => subkeys.push(self.quoted()?),
                Some(b',') => self.at += 1,
                _ => {
                    let word = self.word();
                    if word.is_empty() || !subkeys.is_empty() {
                        return Err((DamageKind::StrayQuote, from));
                    }
                    subkeys.push(word);
                }
            }
        }
        Ok(subkeys)
    }

    /// The tokens of a value, and whether a semicolon ends them.
    fn value(&mut self) -> Result<(Vec<Token>, bool), (DamageKind, usize)> {
        let mut value = Vec::new();
        loop {
            self.skip_blanks();
            let from = self.at;
            let Some(sign) = self.peek() else {
                return Ok((value, false));
            };
            if sign == b';' {
                self.at += 1;
                return Ok((value, true));
            }
            if is_complete(&value) && begins_statement_line(self.text, from) {
                return Ok((value, false));
            }
            self.count(1).map_err(|kind| (kind, from))?;
            let token = self.token(sign, &value)?;
            if is_complete(&value) && matches!(token, Token::Text(_) | Token::Word(_)) {
                return Err((DamageKind::StrayQuote, from));
            }
            value.push(token);
        }
    }

    fn token(&mut self, sign: u8, before: &[Token]) -> Result<Token, (DamageKind, usize)> {
        let mark = match sign {
            b'"' => return self.quoted().map(Token::Text),
            b',' => Token::Comma,
            b':' => Token::Colon,
            b'(' => Token::Open,
            b')' => Token::Close,
            b'-' if matches!(before.last(), Some(Token::Text(_))) => Token::Dash,
            _ => return Ok(Token::Word(self.word())),
        };
        self.at += 1;
        Ok(mark)
    }

    /// A text within quotation marks with those that continue it.
    fn quoted(&mut self) -> Result<String, (DamageKind, usize)> {
        let mut text = String::new();
        while self.peek() == Some(b'"') {
            let start = self.at;
            let rest = &self.text[start + 1..];
            let end = memchr(b'"', rest.as_bytes());
            let piece = &rest[..end.unwrap_or(rest.len())];
            if end.is_none() || next_statement_line(piece).is_some() {
                return Err((DamageKind::UnclosedQuote, start));
            }
            text.push_str(piece);
            self.at = start + piece.len() + 2;
            self.skip_blanks();
        }
        Ok(text)
    }

    /// What is written without quotation marks, up to a mark or the end of the line.
    fn word(&mut self) -> String {
        let rest = &self.text[self.at..];
        let is_end = |letter: char| matches!(letter, ',' | ';' | '"' | '(' | ')' | '\n' | '\r');
        let end = rest.find(is_end).unwrap_or(rest.len());
        // Whatever it begins with, it is passed.
        let end = end.max(rest.chars().next().map_or(0, char::len_utf8));
        self.at += end;
        rest[..end].trim().to_owned()
    }

    /// Where reading goes on after damage: at the next line that begins a statement.
    fn recovery(&self, from: usize) -> usize {
        let from = self.text.ceil_char_boundary(from);
        next_statement_line(&self.text[from..]).map_or(self.text.len(), |at| from + at)
    }
}

/// Whether a value could end here.
fn is_complete(value: &[Token]) -> bool {
    matches!(
        value.last(),
        Some(Token::Text(_) | Token::Word(_) | Token::Close)
    )
}

fn leading_blanks(text: &str) -> usize {
    let is_blank = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
    text.find(|letter| !is_blank(letter)).unwrap_or(text.len())
}

/// How long the keyword is that the bytes begin with: letters, digits, `-` and `_`.
fn keyword_length(bytes: &[u8]) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match bytes.first() {
        Some(first) if first.is_ascii_alphabetic() => {
            bytes.iter().take_while(|byte| is_part(byte)).count()
        }
        _ => 0,
    }
}

/// Whether a statement begins at `at`, and a line with it.
fn begins_statement_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t']);
    before.ends_with(['\n', '\r']) && begins_statement(&text.as_bytes()[at..])
}

/// Whether the bytes begin with a keyword in capitals and `=`, `[` or `(`.
fn begins_statement(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    let length = keyword_length(bytes);
    let has_capitals = bytes[..length]
        .iter()
        .all(|byte| !byte.is_ascii_lowercase());
    let after = bytes[length..].iter().find(|byte| !b" \t".contains(byte));
    length > 1 && has_capitals && matches!(after, Some(b'=' | b'[' | b'('))
}

/// Where the first line begins that begins a statement, after one that ends with a semicolon.
///
/// If a text within quotation marks has such a line, its second mark belongs to another text.
fn next_statement_line(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut is_ended = false;
    while let Some(feed) = memchr(b'\n', &text.as_bytes()[at..]) {
        let line = text[at..at + feed].trim();
        is_ended = line.ends_with(';') || (line.is_empty() && is_ended);
        at += feed + 1;
        if is_ended && begins_statement(line_of(&text.as_bytes()[at..])) {
            return Some(at);
        }
    }
    None
}

fn line_of(bytes: &[u8]) -> &[u8] {
    &bytes[..memchr(b'\n', bytes).unwrap_or(bytes.len())]
}
