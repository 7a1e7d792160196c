//! The texts that the cells of a workbook share.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::cell_text::CellText;
use crate::source::Fault;

/// About the memory of a text besides its characters.
const TEXT: usize = 16;

/// Texts by number, end to end in one.
#[derive(Debug, Default)]
pub(super) struct SharedTexts {
    texts: String,
    ends: Vec<usize>,
    superscripts: BTreeMap<usize, usize>,
}

impl SharedTexts {
    pub(super) fn push(&mut self, text: &CellText, budget: &Budget) -> Result<(), Fault> {
        budget.step()?;
        budget.hold(text.text.len() + TEXT)?;
        if text.superscript > 0 {
            self.superscripts.insert(self.ends.len(), text.superscript);
        }
        self.texts.push_str(&text.text);
        self.ends.push(self.texts.len());
        Ok(())
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
