//! What to read of an extract, and how.

use std::path::PathBuf;

use crate::domain::ProfessionId;
use crate::extract::Dictionary;
use crate::extract::columns::Column;
use crate::extract::dictionary::Code;
use crate::language::words;
use crate::source::Fault;

/// What to read and how.
#[derive(Clone, Debug)]
pub struct ReadRequest<'a> {
    /// Files, folders and glob patterns.
    pub paths: Vec<PathBuf>,
    /// What the cells mean.
    pub dictionary: Dictionary<'a>,
    /// Only this profession; none for all.
    pub profession: Option<ProfessionId>,
    /// Whether refused rows are kept one by one, which takes memory for each; otherwise they are told by what is
    /// wrong with them.
    pub keeps_refused_rows: bool,
}

impl ReadRequest<'_> {
    /// Whether rows of this profession are certainly not asked for.
    pub(super) fn excludes(&self, profession: &str) -> bool {
        let code = self.dictionary.code(Column::Profession, profession);
        let wanted = self.profession.map(|id| Code::from(id.0));
        wanted.is_some_and(|wanted| code.is_ok_and(|code| code != wanted))
    }

    pub(super) fn without_rows(&self) -> Fault {
        let Some(profession) = self.profession else {
            return Fault::new(words!("uttaget har inga rader", "the extract has no rows"));
        };
        let name = self.dictionary.profession_name(profession);
        Fault::new(words!(
            "uttaget har inga rader för {name}",
            "the extract has no rows of {name}"
        ))
    }
}
