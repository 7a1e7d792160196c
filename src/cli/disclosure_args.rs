//! Disclosure control, for every command that shows a register.

use std::path::{Path, PathBuf};

use clap::{ValueEnum, ValueHint};

use super::how_read::HowRead;
use super::output::{FileSet, OutputArgs};
use super::usage_error::UsageError;
use crate::disclosure::{DisclosureError, Policy, Released};
use crate::domain::DisclosureRules;
use crate::flow::{Cube, Imbalance};
use crate::language::{Language, words};
use crate::reference::{disclosure_rules, disclosure_rules_in};
use crate::report::InputFile;
use crate::source::{Document, Fault, Faults};
use crate::view::{self, FlowFacts};

/// How persons are protected.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Disclosure control")]
pub(super) struct DisclosureArgs {
    /// How small counts are protected. A register extract is suppressed if left out; a synthetic one needs
    /// no protection.
    #[arg(long, value_enum, value_name = "HOW")]
    disclosure: Option<How>,
    /// Rules instead of the embedded ones (see `reference disclosure`), TOML.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    disclosure_policy: Option<PathBuf>,
    /// Write what is hidden and why, without its value; the format by the extension.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    audit: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// Hide counts below the threshold, and what would give them away.
    Suppress,
    /// Show every count as a multiple of the rounding base, so that everything still adds up.
    Round,
    /// Show everything, for those who may see the register.
    Off,
}

impl DisclosureArgs {
    pub(super) fn inputs(&self) -> impl Iterator<Item = &Path> {
        self.disclosure_policy.as_deref().into_iter()
    }

    /// Declares the audit, and refuses one whose name says no format.
    pub(super) fn audit_path(&self) -> Result<Option<&Path>, UsageError> {
        let path = self.audit.as_deref();
        path.map_or(Ok(()), OutputArgs::check_beside)?;
        Ok(path)
    }

    /// The rules of a user's own, for provenance; with `--verbose` how they were read.
    pub(super) fn rules_file(&self, output: &OutputArgs) -> Result<Option<InputFile>, Faults> {
        let document = self.disclosure_policy.as_ref();
        let document = document.map(|path| Document::read(path)).transpose()?;
        let read = document.as_ref().map(HowRead::text);
        output.describe(&read, Policy::Aggregates);
        Ok(document.map(|document| InputFile {
            role: "disclosure_policy".to_owned(),
            name: document.name().to_owned(),
            sha256: Some(document.sha256().to_owned()),
        }))
    }

    /// Whether any option is given.
    pub(super) fn is_given(&self) -> bool {
        self.disclosure.is_some() || self.audit.is_some() || self.disclosure_policy.is_some()
    }

    /// Whether counts are to be rounded.
    pub(super) fn rounds(&self) -> bool {
        self.disclosure == Some(How::Round)
    }

    /// How counts of persons are protected, who are made up or not.
    pub(super) fn policy_for(&self, is_synthetic: bool) -> Result<Policy, Faults> {
        Ok(match self.disclosure {
            None if is_synthetic && self.audit.is_some() => return Err(nothing_to_audit().into()),
            None | Some(How::Off) if is_synthetic => Policy::Synthetic,
            Some(How::Off) => Policy::Unprotected,
            Some(How::Round) => Policy::Rounded(self.rules()?),
            None | Some(How::Suppress) => Policy::Suppressed(self.rules()?),
        })
    }

    fn rules(&self) -> Result<DisclosureRules, Faults> {
        match &self.disclosure_policy {
            Some(path) => disclosure_rules_in(&Document::read(path)?),
            None => disclosure_rules(),
        }
    }

    /// Adds what was hidden, if that was asked for.
    pub(super) fn add_audit(
        &self,
        released: &Released,
        output: &OutputArgs,
        set: &mut FileSet,
    ) -> anyhow::Result<()> {
        let Some(path) = &self.audit else {
            return Ok(());
        };
        let audit = released.audit().ok_or_else(nothing_to_audit)?;
        output.add_beside(path, &audit, set)
    }
}

/// The fault of an audit of what is not suppressed, where only the input can decide that.
fn nothing_to_audit() -> Fault {
    let fault = Fault::new(words!(
        "--audit listar det som döljs, och här döljs ingenting: personerna är syntetiska",
        "--audit lists what is suppressed, and here nothing is: the persons are synthetic"
    ));
    fault.tip(words!(
        "--disclosure suppress döljer som i ett riktigt uttag",
        "--disclosure suppress protects them as in a real extract"
    ))
}

/// Why a result cannot be released, and what to do.
pub(super) fn not_released(error: &DisclosureError) -> Fault {
    let words = error.words();
    let [swedish, english] =
        [Language::Swedish, Language::English].map(|language| words.text(language));
    let fault = Fault::new(words!(
        "sekretess: {swedish}",
        "disclosure control: {english}"
    ));
    match error {
        DisclosureError::Unprotected(_) => fault.tip(words!(
            "gör en grövre uppdelning eller välj färre vyer",
            "cut more coarsely or choose fewer views"
        )),
        DisclosureError::UnknownCounts
        | DisclosureError::NotRounded(_)
        | DisclosureError::Contradiction(_) => fault.tip(words!(
            "det är ett fel i programmet; --disclosure off visar allt för dem som får se registret",
            "this is a fault of the program; --disclosure off shows everything to those who may see the register"
        )),
    }
}

/// Refuses to save the counts behind a result whose small counts are suppressed.
pub(super) fn may_leave(cube: &Cube, policy: Policy) -> Result<(), Fault> {
    if cube.coverage.is_synthetic || policy == Policy::Unprotected {
        return Ok(());
    }
    let fault = Fault::new(words!(
        "en kub innehåller alla små antal, också de som sekretessen döljer",
        "a cube holds all small counts, also those that are suppressed"
    ));
    Err(fault.tip(words!(
        "--disclosure off sparar den för dem som får se registret",
        "--disclosure off saves it for those who may see the register"
    )))
}

/// The fault of a cube that contradicts itself.
pub(super) fn broken_cube(broken: &Imbalance, facts: FlowFacts<'_>) -> Faults {
    let fault = Fault::new(view::imbalance(broken, facts));
    let tip = words!(
        "kuben är ändrad eller skadad; gör om den ur uttaget med --save-cube",
        "the cube is changed or damaged; make it again from the extract with --save-cube",
    );
    fault.tip(tip).into()
}

/// The fault of a cube whose counts contradict each other.
pub(super) fn contradiction() -> Faults {
    let fault = Fault::new(words!(
        "antalen går inte ihop och kan inte avrundas",
        "the counts contradict each other and cannot be rounded"
    ));
    let tip = words!(
        "kuben är ändrad eller skadad; skapa den på nytt ur uttaget med --save-cube",
        "the cube has been changed or damaged; make it anew from the extract with --save-cube"
    );
    fault.tip(tip).into()
}
