//! What the styles of a spreadsheet say: which sheets are hidden, which words are in superscript.

use std::collections::BTreeSet;

use crate::source::workbook::xml::Element;

#[derive(Debug, Default)]
pub(super) struct Styles {
    /// The style whose properties are being read.
    current: String,
    hidden: BTreeSet<String>,
    superscript: BTreeSet<String>,
}

impl Styles {
    /// Takes the start tag of a style.
    pub(super) fn begin(&mut self, element: &Element<'_>) {
        self.current = element.attribute("name").unwrap_or_default().into_owned();
    }

    /// Takes properties of the style that was begun.
    pub(super) fn add(&mut self, element: &Element<'_>) {
        if element.attribute("display").as_deref() == Some("false") {
            self.hidden.insert(self.current.clone());
        }
        let position = element.attribute("text-position");
        if position.is_some_and(|position| is_raised(&position)) {
            self.superscript.insert(self.current.clone());
        }
    }

    /// Whether the style of a sheet hides it.
    pub(super) fn hides(&self, element: &Element<'_>) -> bool {
        is_of(element, &self.hidden)
    }

    /// Whether the style of a text raises it.
    pub(super) fn raises(&self, element: &Element<'_>) -> bool {
        is_of(element, &self.superscript)
    }
}

fn is_of(element: &Element<'_>, styles: &BTreeSet<String>) -> bool {
    let style = element.attribute("style-name");
    style.is_some_and(|style| styles.contains(&*style))
}

/// `super 58%`, or a share of the height above the line, `33% 58%`.
fn is_raised(position: &str) -> bool {
    let height = position.split_whitespace().next().unwrap_or_default();
    let share = height
        .strip_suffix('%')
        .and_then(|share| share.parse::<f64>().ok());
    height == "super" || share.is_some_and(|share| share > 0.0)
}
