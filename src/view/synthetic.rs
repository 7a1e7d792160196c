//! What is fitted in a synthetic register, and what is not.

use crate::domain::ProfessionId;
use crate::flow::Coverage;
use crate::reference::Reference;
use crate::report::Language;

/// The profession whose entries the recipe fits to published numbers.
const FITTED: &str = "tandläkare";

/// Whether the licences of a profession are those of another in a different number: then nothing can be
/// concluded from them, and published numbers are not to be compared with them.
pub(super) fn is_copy(
    profession: ProfessionId,
    coverage: &Coverage,
    reference: &Reference,
) -> bool {
    coverage.is_synthetic && reference.profession(profession).name != FITTED
}

/// What the numbers of a profession in a register rest on.
pub(super) fn register_basis(
    profession: ProfessionId,
    coverage: Option<&Coverage>,
    reference: &Reference,
    language: Language,
) -> &'static str {
    match coverage {
        Some(coverage) if is_copy(profession, coverage, reference) => language.choose(
            "syntetiskt register (kopia av tandläkarregistret i annan skala)",
            "synthetic register (scaled copy of the dentists' register)",
        ),
        Some(coverage) if coverage.is_synthetic => {
            language.choose("syntetiskt register", "synthetic register")
        }
        _ => language.choose("registeruttag", "register extract"),
    }
}
