//! What is wrong with a JSON file.

use super::super::input_text::InputText;
use super::super::{Fault, Faults, Location};
use super::node::Node;
use crate::language::{Words, words};

/// The most faults that are shown with their place; the rest are counted.
const SHOWN: usize = 100;

/// What was found while reading one file.
pub(super) struct Findings<'t> {
    input: &'t InputText,
    faults: Faults,
    found: usize,
    pub(super) remarks: Vec<Fault>,
}

impl<'t> Findings<'t> {
    pub(super) fn new(input: &'t InputText) -> Self {
        Self {
            input,
            faults: Faults::new(),
            found: 0,
            remarks: Vec::new(),
        }
    }

    /// A fault of one value.
    pub(super) fn refuse(&mut self, node: Node<'_>, message: Words) {
        self.found += 1;
        if self.found <= SHOWN {
            let end = if node.is_object() || node.is_array() {
                node.start() + 1
            } else {
                node.end()
            };
            self.faults
                .push(self.input.fault(node.start(), end, message));
        }
    }

    /// Something about the whole file that does not forbid reading it.
    pub(super) fn remark(&mut self, message: Words) {
        let file = Location::file(self.input.name());
        self.remarks.push(Fault::new(message).located(file));
    }

    /// The value with the remarks, unless there are faults.
    pub(super) fn end<T>(mut self, value: T) -> Result<(T, Vec<Fault>), Faults> {
        if let Some(more @ 1..) = self.found.checked_sub(SHOWN) {
            let file = Location::file(self.input.name());
            let message = words!(
                "ytterligare {more} värden i filen är felaktiga",
                "another {more} values of the file are wrong"
            );
            self.faults.push(Fault::new(message).located(file));
        }
        self.faults.or_else(|| (value, self.remarks))
    }
}
