//! What the formats of a workbook's cells say of its numbers.

use std::collections::BTreeMap;

use crate::source::Fault;
use crate::source::workbook::archive::Archive;
use crate::source::workbook::budget::Budget;
use crate::source::workbook::number_format::NumberFormat;
use crate::source::workbook::xml::Node;

/// The formats of cells, by the numbers that cells name them by.
pub(super) fn formats(
    archive: &mut Archive<'_>,
    part: Option<&str>,
    budget: &Budget,
) -> Result<Vec<NumberFormat>, Fault> {
    let mut formats = Vec::new();
    let Some(part) = part else {
        return Ok(formats);
    };
    let Some(mut xml) = archive.xml(part, budget)? else {
        return Ok(formats);
    };
    let mut spelled_out: BTreeMap<u32, NumberFormat> = BTreeMap::new();
    let mut is_of_cells = false;
    loop {
        match xml.next()? {
            Node::Start(element) => {
                let number = element.attribute("numFmtId");
                let number = number.and_then(|number| number.parse::<u32>().ok());
                match element.name() {
                    "numFmt" => {
                        let code = element.attribute("formatCode").unwrap_or_default();
                        let format = NumberFormat::of_code(&code);
                        spelled_out.extend(number.map(|number| (number, format)));
                    }
                    "cellXfs" => is_of_cells = true,
                    "xf" if is_of_cells => {
                        let number = number.unwrap_or_default();
                        let known = spelled_out.get(&number).copied();
                        formats.push(known.unwrap_or_else(|| NumberFormat::built_in(number)));
                    }
                    _ => {}
                }
            }
            Node::End(end) if end.local_name().into_inner() == "cellXfs" => is_of_cells = false,
            Node::Over => return Ok(formats),
            _ => {}
        }
    }
}
