//! The texts that the cells of a workbook share, and the fonts within a text.

use std::io::BufRead;

use crate::source::Fault;
use crate::source::workbook::archive::Archive;
use crate::source::workbook::budget::Budget;
use crate::source::workbook::cell_text::{CellText, Run, TooLong, add_run, unescaped};
use crate::source::workbook::shared_texts::SharedTexts;
use crate::source::workbook::xml::{Node, Xml};

/// Reads the part of that name, if there is one.
pub(super) fn shared_strings(
    archive: &mut Archive<'_>,
    part: Option<&str>,
    budget: &Budget,
) -> Result<SharedTexts, Fault> {
    let mut shared = SharedTexts::default();
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
            drop(node);
            shared.push(&rich_text(&mut xml)?, budget)?;
        }
    }
}

/// Reads the text of the element whose start tag was last read: `t`, or runs `r` with fonts; how it is pronounced
/// (`rPh`) is left out.
pub(super) fn rich_text<R: BufRead>(xml: &mut Xml<'_, R>) -> Result<CellText, Fault> {
    let depth = xml.depth();
    let (mut runs, mut is_superscript): (Vec<Run>, _) = (Vec::new(), false);
    while xml.depth() >= depth {
        match xml.next()? {
            Node::Start(element) => match element.name() {
                "t" => {
                    let mut text = String::new();
                    drop(element);
                    xml.text_into(&mut text)?;
                    let added = add_run(&mut runs, &unescaped(&text), is_superscript);
                    added.map_err(|TooLong| xml.damaged())?;
                }
                "r" => is_superscript = false,
                "vertAlign" => {
                    is_superscript = element.attribute("val").as_deref() == Some("superscript");
                }
                "rPh" => {
                    drop(element);
                    xml.skip()?;
                }
                _ => {}
            },
            Node::Over => return Err(xml.damaged()),
            _ => {}
        }
    }
    Ok(CellText::of_runs(&runs))
}
