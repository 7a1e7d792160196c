//! What is wrong with a PX file: what forbids reading it, and what does not.

use super::super::input_text::InputText;
use super::super::{Fault, Faults, Location};
use crate::language::{Words, words};

/// The most faults of the figures that are shown with their place; the rest are counted.
const SHOWN: usize = 100;

/// What was found while reading one file.
pub(super) struct Findings<'t> {
    pub(super) input: &'t InputText,
    pub(super) faults: Faults,
    pub(super) remarks: Vec<Fault>,
    in_figures: usize,
}

impl<'t> Findings<'t> {
    pub(super) fn new(input: &'t InputText) -> Self {
        Self {
            input,
            faults: Faults::new(),
            remarks: Vec::new(),
            in_figures: 0,
        }
    }

    /// A fault of the whole file.
    pub(super) fn refuse(&mut self, message: Words, tip: Words) {
        let file = Location::file(self.input.name());
        self.faults.push(Fault::new(message).located(file).tip(tip));
    }

    /// Something about the whole file that does not forbid reading it.
    pub(super) fn remark(&mut self, message: Words) {
        let file = Location::file(self.input.name());
        self.remarks.push(Fault::new(message).located(file));
    }

    /// A fault at a place of the header.
    pub(super) fn refuse_at(&mut self, place: &std::ops::Range<usize>, message: Words) {
        let fault = self.input.fault(place.start, place.end, message);
        self.faults.push(fault);
    }

    /// Something at a place of the header that does not forbid reading the file.
    pub(super) fn remark_at(&mut self, place: &std::ops::Range<usize>, message: Words) {
        if self.remarks.len() < SHOWN {
            let remark = self.input.fault(place.start, place.end, message);
            self.remarks.push(remark);
        }
    }

    /// A fault at a place of the figures, of which there may be very many.
    pub(super) fn refuse_figure(
        &mut self,
        start: usize,
        end: usize,
        message: impl FnOnce() -> Words,
    ) {
        self.in_figures += 1;
        if self.in_figures <= SHOWN {
            let fault = self.input.fault(start, end, message());
            self.faults.push(fault);
        }
    }

    /// All faults, or the remarks if there are none.
    pub(super) fn end(mut self) -> Result<Vec<Fault>, Faults> {
        if let Some(more @ 1..) = self.in_figures.checked_sub(SHOWN) {
            let file = Location::file(self.input.name());
            let message = words!(
                "ytterligare {more} siffror i filen är felaktiga",
                "another {more} figures of the file are wrong"
            );
            self.faults.push(Fault::new(message).located(file));
        }
        self.faults.or_else(|| self.remarks)
    }
}
