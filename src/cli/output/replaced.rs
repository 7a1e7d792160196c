//! What stood where a file is written or removed, until all files of a set are in place.

use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::{Builder, TempPath};

use super::place::{PREFIX, folder_of};

/// A file that has been renamed into place or removed, and what was there.
pub(super) struct Replaced {
    target: PathBuf,
    /// Another name of the old file; none if there was none, or if the file system has no such names.
    old: Option<TempPath>,
    is_new: bool,
}

impl Replaced {
    pub(super) fn by(unfinished: TempPath, target: PathBuf) -> io::Result<Self> {
        let is_new = !target.exists();
        let old = if is_new { None } else { second_name(&target) };
        unfinished.persist(&target).map_err(|error| error.error)?;
        Ok(Self {
            target,
            old,
            is_new,
        })
    }

    /// Takes a file away, under another name until it need not be put back.
    #[expect(clippy::disallowed_methods, reason = "here files are written")]
    pub(super) fn by_nothing(target: &Path) -> io::Result<Self> {
        let away = Builder::new()
            .prefix(PREFIX)
            .make_in(folder_of(target), |path| fs::rename(target, path))?;
        Ok(Self {
            target: target.to_owned(),
            old: Some(away.into_temp_path()),
            is_new: false,
        })
    }

    pub(super) fn put_back(self) {
        // What cannot be put back adds nothing to the error that is reported already.
        if let Some(old) = self.old {
            let _ = old.persist(&self.target);
        } else if self.is_new {
            let _ = fs::remove_file(&self.target);
        }
    }
}

/// A hard link beside a file, removed when it is dropped.
fn second_name(target: &Path) -> Option<TempPath> {
    let linked = Builder::new()
        .prefix(PREFIX)
        .make_in(folder_of(target), |path| fs::hard_link(target, path));
    Some(linked.ok()?.into_temp_path())
}
