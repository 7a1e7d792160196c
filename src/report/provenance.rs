//! What a result was made from.

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
