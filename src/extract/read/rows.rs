//! What takes the rows of an extract as texts.

/// What takes the rows of files in turn.
pub(in crate::extract) trait Rows {
    /// A file with these headers begins.
    fn begin(&mut self, headers: &[String]);

    /// A row of the file that was begun last; it may be shorter or longer than the headers.
    fn take(&mut self, cells: &[&str]);
}
