//! The texts that the cells of a workbook share, and the fonts within a text.

use std::collections::BTreeMap;
use std::io::BufRead;

use crate::source::Fault;
use crate::source::workbook::archive::Archive;
use crate::source::workbook::cell_text::{CellText, Run, unescaped};
use crate::source::workbook::limits::Budget;
use crate::source::workbook::xml::{Node, Xml};

/// About the memory of a text besides its characters.
const TEXT: usize = 16;

/// Texts by number, end to end in one.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    texts: String,
    ends: Vec<usize>,
    superscripts: BTreeMap<usize, usize>,
}

impl SharedStrings {
    /// Reads the part of that name, if there is one.
    pub(super) fn read(
        archive: &mut Archive<'_>,
        part: Option<&str>,
        budget: &Budget,
    ) -> Result<Self, Fault> {
        let mut shared = Self::default();
        let Some(part) = part else {
            return Ok(shared);
        };
        let Some(mut xml) = archive.xml(part, budget)? else {
            return Ok(shared);
        };
        loop {
            let node = xml.next()?;
            if matches!(node, Node::Over) {
                return Ok(shared);
            }
            if node.started() == "si" {
                let text = rich_text(&mut xml)?;
                budget.hold(text.text.len() + TEXT)?;
                shared.push(&text);
            }
        }
    }

    fn push(&mut self, text: &CellText) {
        if text.superscript > 0 {
            self.superscripts.insert(self.ends.len(), text.superscript);
        }
        self.texts.push_str(&text.text);
        self.ends.push(self.texts.len());
    }

    /// The text of a number, if there is one.
    pub(super) fn get(&self, number: usize) -> Option<CellText> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(CellText {
            text: self.texts[start..end].to_owned(),
            superscript: self.superscripts.get(&number).copied().unwrap_or_default(),
        })
    }
}

/// Reads the text of the element whose start tag was last read: `t`, or runs `r` with fonts; how it is pronounced
/// (`rPh`) is left out.
pub(super) fn rich_text<R: BufRead>(xml: &mut Xml<R>) -> Result<CellText, Fault> {
    let depth = xml.depth();
    let mut runs: Vec<Run> = Vec::new();
    while xml.depth() >= depth {
        match xml.next()? {
            Node::Start(element) => match element.name() {
                "t" => {
                    let mut text = String::new();
                    xml.text_into(&mut text)?;
                    let is_font_of_text = runs.last().is_some_and(|run| run.text.is_empty());
                    if !is_font_of_text {
                        runs.push(Run::default());
                    }
                    if let Some(run) = runs.last_mut() {
                        run.text = unescaped(&text);
                    }
                }
                "r" => runs.push(Run::default()),
                "vertAlign" => {
                    let is_superscript = element.attribute("val").as_deref() == Some("superscript");
                    if let Some(run) = runs.last_mut() {
                        run.is_superscript = is_superscript;
                    }
                }
                "rPh" => xml.skip()?,
                _ => {}
            },
            Node::Over => return Err(xml.damaged()),
            _ => {}
        }
    }
    Ok(CellText::of_runs(&runs))
}
