//! JSON read where it stands: a value is a place in the text, and nothing is copied until it is asked for.
//!
//! So a file of a hundred million zeros takes no more memory than its text, every value has its place for
//! messages, and numbers stay as they were written. The text is checked to be JSON once, before.

use std::borrow::Cow;

use memchr::memchr2;
use serde::de::IgnoredAny;

use super::super::Location;
use super::super::input_text::InputText;
use super::super::{Fault, Faults};
use crate::language::words;

/// A value of a text that is known to be JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'t> {
    text: &'t str,
    start: usize,
}

/// The whole text as one value.
///
/// # Errors
/// A text that is not JSON, with the place where it ceases to be.
pub(super) fn root(input: &InputText) -> Result<Node<'_>, Faults> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(input.text()) {
        let location = Location {
            column: Some(error.column().max(1)),
            ..Location::line(input.name(), error.line() as u64)
        };
        let fault = Fault::new(words!(
            "filen är inte giltig JSON",
            "the file is not valid JSON"
        ));
        let fault = fault.located(location).tip(words!(
            "filen kan vara avbruten; hämta den på nytt",
            "the file may be cut off; fetch it again"
        ));
        return Err(fault.into());
    }
    Ok(Node {
        text: input.text(),
        start: after_blanks(input.text(), 0),
    })
}

impl<'t> Node<'t> {
    /// Where it begins in the text.
    pub(super) const fn start(self) -> usize {
        self.start
    }

    /// Where it ends in the text.
    pub(super) fn end(self) -> usize {
        end_of(self.text, self.start)
    }

    fn first(self) -> u8 {
        let bytes = self.text.as_bytes();
        bytes.get(self.start).copied().unwrap_or(b'n')
    }

    pub(super) fn is_object(self) -> bool {
        self.first() == b'{'
    }

    pub(super) fn is_array(self) -> bool {
        self.first() == b'['
    }

    pub(super) fn is_null(self) -> bool {
        self.first() == b'n'
    }

    /// The value as it is written.
    pub(super) fn raw(self) -> &'t str {
        &self.text[self.start..self.end()]
    }

    /// The number as it is written, if it is one.
    pub(super) fn number(self) -> Option<&'t str> {
        matches!(self.first(), b'-' | b'0'..=b'9').then(|| self.raw())
    }

    /// A whole number, also within quotation marks.
    pub(super) fn whole(self) -> Option<usize> {
        self.raw().trim_matches('"').parse().ok()
    }

    /// The text, if it is one.
    pub(super) fn string(self) -> Option<Cow<'t, str>> {
        (self.first() == b'"').then(|| unescaped(self.raw()))
    }

    /// The elements of an array; none of anything else.
    pub(super) fn elements(self) -> Elements<'t> {
        let at = if self.is_array() {
            self.start + 1
        } else {
            self.text.len()
        };
        Elements {
            text: self.text,
            at,
        }
    }

    /// The members of an object with their names; none of anything else.
    pub(super) fn members(self) -> impl Iterator<Item = (Cow<'t, str>, Self)> {
        let at = if self.is_object() {
            self.start + 1
        } else {
            self.text.len()
        };
        let mut elements = Elements {
            text: self.text,
            at,
        };
        std::iter::from_fn(move || {
            let name = elements.next()?;
            Some((unescaped(name.raw()), elements.next()?))
        })
    }

    /// The member of an object with a name.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        self.members()
            .find_map(|(member, value)| (member == name).then_some(value))
    }

    /// The text of a member.
    pub(super) fn text_of(self, name: &str) -> Option<String> {
        let text = self.get(name)?.string()?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// The values within brackets or braces, whatever separates them.
pub(super) struct Elements<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Elements<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(self.at..)?;
        let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b':');
        let start = self.at + rest.iter().position(|byte| !is_between(byte))?;
        if matches!(bytes[start], b']' | b'}') {
            self.at = bytes.len();
            return None;
        }
        self.at = end_of(self.text, start);
        Some(Node {
            text: self.text,
            start,
        })
    }
}

fn after_blanks(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    let is_text = |byte: &u8| !byte.is_ascii_whitespace();
    at + rest.iter().position(is_text).unwrap_or(rest.len())
}

/// Where the value that begins at `start` ends. Depth is counted, so that deep nesting takes no stack.
fn end_of(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut depth = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'[' | b'{' => {
                depth += 1;
                at += 1;
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b',' | b':' => {
                at += 1;
                continue;
            }
            _ if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            _ => {
                let is_end = |byte: &u8| b",:]} \t\r\n".contains(byte);
                let rest = &bytes[at..];
                at += rest.iter().position(is_end).unwrap_or(rest.len());
            }
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

/// Where the string that begins at `start` ends, its second quotation mark included.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// A string without its quotation marks and escapes; as it is written if it has escapes that mean nothing.
fn unescaped(raw: &str) -> Cow<'_, str> {
    let within = raw.trim_matches('"');
    if !raw.contains('\\') {
        return Cow::Borrowed(within);
    }
    let text = serde_json::from_str::<String>(raw);
    text.map_or(Cow::Borrowed(within), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(text: &str) -> InputText {
        InputText::new("a.json", text.to_owned())
    }

    #[test]
    fn values_are_read_where_they_stand() {
        let input = input(r#" {"a" : [1, "två\n\"", null, {"b": -5.00}], "å": {"c": [] }} "#);
        let root = root(&input).unwrap();
        let elements: Vec<&str> = root.get("a").unwrap().elements().map(Node::raw).collect();
        assert_eq!(elements, ["1", r#""två\n\"""#, "null", r#"{"b": -5.00}"#]);
        let second = root.get("a").unwrap().elements().nth(1).unwrap();
        assert_eq!(second.string().unwrap(), "två\n\"");
        let last = root.get("a").unwrap().elements().nth(3).unwrap();
        assert_eq!(last.get("b").unwrap().number(), Some("-5.00"));
        assert_eq!(
            root.get("å").unwrap().get("c").unwrap().elements().count(),
            0
        );
        assert!(root.get("x").is_none());
        let names: Vec<Cow<'_, str>> = root.members().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "å"]);
    }

    #[test]
    fn depth_takes_no_stack() {
        let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let input = input(&deep);
        let node = root(&input).unwrap();
        assert_eq!(node.end(), deep.len());
        assert_eq!(node.elements().count(), 1);
    }

    #[test]
    fn what_is_not_json_is_refused_with_its_place() {
        let faults = root(&input("{\n \"a\": 1,\n}")).unwrap_err();
        let shown = faults
            .in_language(crate::language::Language::English)
            .to_string();
        assert!(shown.contains("a.json:3:1"), "{shown}");
        assert!(shown.contains("not valid JSON"), "{shown}");
    }
}
