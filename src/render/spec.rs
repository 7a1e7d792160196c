//! What the file of a format says of it.

use super::{Manner, RenderError};
use crate::report::{Report, Table};

/// A format, as its own file describes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spec {
    /// What `--format` calls it.
    pub(super) name: &'static str,
    /// What its files are called.
    pub(super) extension: &'static str,
    pub(super) content: Content,
    pub(super) writer: Writer,
    /// Whether it draws the charts that tables name.
    pub(super) has_charts: bool,
    /// Whether [`Manner::is_for_excel`] changes it.
    pub(super) has_excel_variant: bool,
}

/// What its bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Lines of text. On a terminal every other control character is made visible.
    Text,
    /// Text whose separators may be control characters: it makes those of its cells visible itself, and rounds to
    /// [`Manner::digits`].
    Delimited,
    /// Bytes that no terminal should get.
    Binary,
}

/// What writes it, and so how much it holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Writer {
    /// One table, without the words around it.
    Table(fn(&Table, Manner) -> Result<Vec<u8>, RenderError>),
    /// All tables, and the words around them.
    Report(fn(&Report, Manner) -> Result<Vec<u8>, RenderError>),
}
