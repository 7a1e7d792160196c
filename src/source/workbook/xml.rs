//! XML as a row of tags and texts, within limits.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Error, Reader, XmlVersion};

use super::budget::Budget;
use super::limits::{MAX_DEPTH, MAX_TAG, MAX_TEXT};
use super::refusal::{damaged, failed};
use crate::source::Fault;

/// A part of a workbook that is read from its first tag to its last.
pub(super) struct Xml<'a, R> {
    budget: &'a Budget,
    reader: Reader<TagBytes<R>>,
    buffer: Vec<u8>,
    depth: usize,
    /// What the part is called within the workbook.
    name: String,
}

/// What comes next in a part.
pub(super) enum Node<'a> {
    Start(Element<'a>),
    End(BytesEnd<'a>),
    Text(Cow<'a, str>),
    /// Comments and instructions.
    Other,
    /// The part has ended.
    Over,
}

/// A start tag. An element that is written as one tag has an end tag too.
pub(super) struct Element<'a>(BytesStart<'a>);

impl<'a, R: BufRead> Xml<'a, R> {
    pub(super) fn new(name: &str, bytes: R, budget: &'a Budget) -> Self {
        let left = MAX_TAG;
        let mut reader = Reader::from_reader(TagBytes { bytes, left });
        reader.config_mut().expand_empty_elements = true;
        Self {
            budget,
            reader,
            buffer: Vec::new(),
            depth: 0,
            name: name.to_owned(),
        }
    }

    /// The fault of a part that makes no sense.
    pub(super) fn damaged(&self) -> Fault {
        damaged(&self.name)
    }

    /// How many elements are open.
    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Fault> {
        self.buffer.clear();
        self.reader.get_mut().left = MAX_TAG;
        let event = self.reader.read_event_into(&mut self.buffer);
        let event = event.map_err(|error| fault(&self.name, &error))?;
        Ok(match event {
            Event::Start(_) if self.depth == MAX_DEPTH => return Err(damaged(&self.name)),
            Event::Start(tag) => {
                self.depth += 1;
                self.budget.step()?;
                Node::Start(Element(tag))
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Node::End(tag)
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(entity) => {
                let character = character(&entity).ok_or_else(|| damaged(&self.name))?;
                Node::Text(character.to_string().into())
            }
            Event::Eof if self.depth > 0 => return Err(damaged(&self.name)),
            Event::Eof => Node::Over,
            _ => Node::Other,
        })
    }

    /// Reads past the end of the element whose start tag was last read.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let depth = self.depth;
        while self.depth >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// The text of the element whose start tag was last read, elements within it left out, added to `text`.
    pub(super) fn text_into(&mut self, text: &mut String) -> Result<(), Fault> {
        let depth = self.depth;
        while self.depth >= depth {
            let is_own = self.depth == depth;
            if let Node::Text(part) = self.next()?
                && is_own
            {
                text.push_str(&part);
            }
            if text.len() > MAX_TEXT {
                return Err(self.damaged());
            }
        }
        Ok(())
    }
}

impl Node<'_> {
    /// The name of a start tag without its prefix; empty of anything else.
    pub(super) fn started(&self) -> &str {
        match self {
            Self::Start(element) => element.name(),
            _ => "",
        }
    }
}

impl Element<'_> {
    /// Its name without prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, found by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.value(|key| key.local_name().into_inner() == name)
    }

    fn value(&self, is_wanted: impl Fn(QName<'_>) -> bool) -> Option<Cow<'_, str>> {
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|attribute| is_wanted(attribute.key))?;
        found.normalized_value(XmlVersion::Implicit1_0).ok()
    }

    /// The value of an attribute, found by its name with prefix.
    pub(super) fn qualified(&self, name: &str) -> Option<Cow<'_, str>> {
        self.value(|key| key.into_inner() == name)
    }

    /// Whether an attribute says yes.
    pub(super) fn says(&self, name: &str) -> bool {
        matches!(self.attribute(name).as_deref(), Some("1" | "true" | "on"))
    }
}

/// The character that an entity means; entities of the document's own are not followed.
fn character(entity: &BytesRef<'_>) -> Option<char> {
    match entity.resolve_char_ref() {
        Ok(Some(character)) => Some(character),
        Ok(None) => resolve_predefined_entity(entity)?.chars().next(),
        Err(_) => None,
    }
}

fn fault(part: &str, error: &Error) -> Fault {
    match error {
        Error::Io(error) => failed(part, error),
        _ => damaged(part),
    }
}

/// The bytes of a part, no more of them at a time than one tag may have.
struct TagBytes<R> {
    bytes: R,
    left: u64,
}

impl<R: BufRead> BufRead for TagBytes<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bytes = self.bytes.fill_buf()?;
        if self.left == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        Ok(&bytes[..bytes.len().min(most)])
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.bytes.consume(amount);
    }
}

impl<R: BufRead> Read for TagBytes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}
