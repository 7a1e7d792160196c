//! What a workbook says of its sheets, and where its parts are.

use std::collections::BTreeMap;

use crate::source::Fault;
use crate::source::workbook::archive::Archive;
use crate::source::workbook::budget::Budget;
use crate::source::workbook::limits::MAX_PARTS;
use crate::source::workbook::refusal::{damaged, too_many_parts};
use crate::source::workbook::xml::Node;

/// The description of a workbook.
pub(super) struct Workbook {
    /// Its worksheets in order; sheets of other kinds, such as charts, are left out.
    pub sheets: Vec<Sheet>,
    pub is_1904: bool,
    /// Whether the program that wrote the file left all formulas to whoever opens it.
    pub is_uncalculated: bool,
    pub shared_strings: Option<String>,
    pub styles: Option<String>,
}

/// A worksheet.
pub(super) struct Sheet {
    pub name: String,
    pub is_hidden: bool,
    /// The part with its cells.
    pub part: String,
}

/// Another part that a part names.
struct Relation {
    /// The last word of its type, such as `worksheet`.
    kind: String,
    part: String,
}

/// The part that describes the workbook; none if the archive is something else.
pub(in crate::source::workbook) fn main_part(
    archive: &mut Archive<'_>,
    budget: &Budget,
) -> Result<Option<String>, Fault> {
    let relations = relations(archive, "", budget)?;
    let main = relations
        .into_values()
        .find(|own| own.kind == "officeDocument");
    Ok(main.map(|own| own.part))
}

impl Workbook {
    pub(super) fn read(
        archive: &mut Archive<'_>,
        part: &str,
        budget: &Budget,
    ) -> Result<Self, Fault> {
        let mut relations = relations(archive, part, budget)?;
        let first = |kind| {
            let found = relations.values().find(|own| own.kind == kind);
            found.map(|own| own.part.clone())
        };
        let (shared_strings, styles) = (first("sharedStrings"), first("styles"));
        let mut workbook = Self {
            sheets: Vec::new(),
            is_1904: false,
            is_uncalculated: false,
            shared_strings,
            styles,
        };
        let mut xml = archive.xml(part, budget)?.ok_or_else(|| damaged(part))?;
        loop {
            match xml.next()? {
                Node::Start(element) => match element.name() {
                    "workbookPr" => workbook.is_1904 = element.says("date1904"),
                    "calcPr" => workbook.is_uncalculated = element.says("fullCalcOnLoad"),
                    "sheet" => {
                        let name = element.attribute("name").unwrap_or_default();
                        let id = element.attribute("id").unwrap_or_default();
                        let state = element.attribute("state");
                        let relation = relations.remove(&*id).ok_or_else(|| damaged(part))?;
                        if relation.kind == "worksheet" {
                            workbook.sheets.push(Sheet {
                                name: name.into_owned(),
                                is_hidden: state.is_some_and(|state| state != "visible"),
                                part: relation.part,
                            });
                        }
                    }
                    _ => {}
                },
                Node::Over => return Ok(workbook),
                _ => {}
            }
        }
    }
}

/// What a part names, by the keys it names them by; `""` is the archive as a whole.
fn relations(
    archive: &mut Archive<'_>,
    part: &str,
    budget: &Budget,
) -> Result<BTreeMap<String, Relation>, Fault> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let mut relations = BTreeMap::new();
    let name = absolute(folder, &format!("_rels/{file}.rels"));
    let Some(mut xml) = archive.xml(&name, budget)? else {
        return Ok(relations);
    };
    loop {
        match xml.next()? {
            Node::Start(element) if element.name() == "Relationship" => {
                let of = |name| element.attribute(name).unwrap_or_default();
                let kind = of("Type");
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let part = absolute(folder, &of("Target"));
                relations.insert(of("Id").into_owned(), Relation { kind, part });
                if relations.len() > MAX_PARTS {
                    return Err(too_many_parts());
                }
            }
            Node::Over => return Ok(relations),
            _ => {}
        }
    }
}

/// The name of a part that is named from within a folder.
fn absolute(folder: &str, target: &str) -> String {
    let path = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}
