//! What a result was derived from.

use serde::Serialize;

/// Everything needed to make the result again. Holds no clock and no machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The program and its version, `vardkraft 0.1.0`.
    pub program: String,
    /// The command, `forecast`.
    pub command: String,
    /// The options that shaped the numbers, by name.
    pub options: Vec<(String, String)>,
    /// The inputs, in the order they were read.
    pub inputs: Vec<InputFile>,
}

impl Provenance {
    /// What this version of the program made with a command, from options and inputs. An option without a value was
    /// not given, and is left out.
    #[must_use]
    pub fn of<'a>(
        command: &str,
        options: impl IntoIterator<Item = (&'a str, Option<String>)>,
        inputs: impl IntoIterator<Item = InputFile>,
    ) -> Self {
        let given = options
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Self {
            program: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
            command: command.to_owned(),
            options: given.collect(),
            inputs: inputs.into_iter().collect(),
        }
    }
}

/// An input of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputFile {
    /// What it was read as, `entrants`.
    pub role: String,
    /// Its name as given.
    pub name: String,
    /// SHA-256 of its bytes in lower-case hexadecimal; none where it was not taken.
    pub sha256: Option<String>,
}
