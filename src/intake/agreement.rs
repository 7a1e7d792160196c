//! A total and the sum of its parts, and the difference that a publisher's noise explains.

use super::observation::{Observation, Period};
use crate::domain::{Headcount, InputRemark, Year};
use crate::language::words;
use crate::reference::{Noise, noise_of_notes};
use crate::source::{Faults, RawTable};

type Count = Option<Headcount>;

/// Totals of one table as they are compared with their parts.
pub(super) struct Totals<'t> {
    table: &'t RawTable,
    /// The noise that the table says its figures have.
    noise: Option<&'static Noise>,
    /// The differences that noise explains: how many, the largest, and its limit.
    noisy: usize,
    largest: u64,
    limit: f64,
}

/// What comparing a total with the sum of its parts gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The parts give the total.
    Exact,
    /// They differ by no more than noise.
    Noise,
    /// They differ, which is a fault.
    Disagreement,
    /// Some part is not known, but the total is.
    PartsUnknown,
    /// The total is not known.
    TotalUnknown,
}

impl<'t> Totals<'t> {
    pub(super) fn of(table: &'t RawTable) -> Self {
        Self {
            table,
            noise: noise_of_notes(&table.about().notes),
            noisy: 0,
            largest: 0,
            limit: 0.0,
        }
    }

    /// Compares a total with its parts; a difference that nothing explains is a fault.
    pub(super) fn compare<S, P: Period>(
        &mut self,
        total: &Observation<S, P, Count>,
        parts: &[Count],
        [name, english]: [&str; 2],
        faults: &mut Faults,
    ) -> Agreement {
        let Some(reported) = total.value else {
            return Agreement::TotalUnknown;
        };
        let parts_known = parts
            .iter()
            .map(|part| part.map(|count| u64::from(count.0)));
        let Some(sum) = parts_known.sum::<Option<u64>>() else {
            return Agreement::PartsUnknown;
        };
        let difference = sum.abs_diff(u64::from(reported.0));
        if difference == 0 {
            return Agreement::Exact;
        }
        let limit = self.limit(parts.len(), total.period.year());
        if limit.is_some_and(|limit| as_f64(difference) <= limit) {
            self.noisy += 1;
            self.largest = self.largest.max(difference);
            self.limit = self.limit.max(limit.unwrap_or_default());
            return Agreement::Noise;
        }
        let cell = self.table.record(total.row).cell(total.column);
        let fault = cell.fault(words!(
            "raden för {name} är {reported} men delarna är tillsammans {sum}",
            "the row of {english} is {reported} but its parts are {sum} together"
        ));
        faults.push(fault.tip(match limit {
            Some(limit) => words!(
                "brus som utgivaren lagt in förklarar högst {limit:.0}; rätta talen, eller ta bort totalraden",
                "noise that the publisher has added explains {limit:.0} at most; correct the numbers, or remove the total row"
            ),
            None => words!(
                "rätta talen, eller ta bort totalraden",
                "correct the numbers, or remove the total row"
            ),
        }));
        Agreement::Disagreement
    }

    fn limit(&self, parts: usize, year: Option<Year>) -> Option<f64> {
        let noise = self.noise.filter(|noise| noise.is_of(year))?;
        Some(noise.limit(parts))
    }

    /// What to say of the totals that noise keeps from agreeing with their parts.
    pub(super) fn remark(&self) -> Option<InputRemark> {
        let noise = self.noise.filter(|_| self.noisy > 0)?;
        let whole = |value: f64| format!("{value:.0}").parse().unwrap_or(u32::MAX);
        Some(InputRemark::NoisyTotals {
            file: self.table.input().name.clone(),
            noise: noise.name.clone(),
            rows: self.noisy,
            largest: u32::try_from(self.largest).unwrap_or(u32::MAX),
            limit: whole(self.limit.floor()),
        })
    }
}

/// Differences of counts of persons are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(difference: u64) -> f64 {
    difference as f64
}
