//! The only door out: what leaves the program has been released here.
//!
//! Renderers take a [`Released`] and nothing else, and only [`release`] makes one.

use crate::report::Report;

/// What a result was made from decides what must be hidden in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Made from tables of published or otherwise releasable aggregates, or from reference data:
    /// there is nothing to hide. Not for anything computed from a register extract.
    Aggregates,
    /// A look at one's own input, which shows how many rows it has and is not for publication.
    Inspection,
    /// Made from a synthetic register: there is nobody to protect.
    Synthetic,
    /// Made from a register extract, and small counts are shown: for those who may see the register.
    Unprotected,
}

/// A report that may leave the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Released(Report);

impl Released {
    /// What may be shown.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.0
    }

    /// Each table as a report of its own: what is released together may be written apart.
    pub fn table_by_table(&self) -> impl Iterator<Item = Self> {
        self.0.tables.iter().map(|table| {
            Self(Report {
                tables: vec![table.clone()],
                ..self.0.clone()
            })
        })
    }
}

/// Applies the policy and lets the report out.
#[must_use]
pub fn release(mut report: Report, policy: Policy) -> Released {
    if policy == Policy::Unprotected {
        let warning = report.language.choose(
            "Inte sekretessgranskat: små antal visas. Granska innan något lämnar er.",
            "No disclosure control: small counts are shown. Review before anything leaves you.",
        );
        report.notes.push(warning.to_owned());
        let option = ("disclosure".to_owned(), "off".to_owned());
        report.provenance.options.push(option);
    }
    Released(report)
}
