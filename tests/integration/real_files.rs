//! Files as authorities export them. They are kept beside the repository and are not part of it.

use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::program::repository;

/// A real file or a folder of them; none, with a word about it, where they are not there: in a folder
/// `shared/realfiles` beside the repository, or where `VARDKRAFT_REALFILES` says.
pub(crate) fn real(name: &str) -> Option<PathBuf> {
    let path = folder().map(|folder| folder.join(name));
    let path = path.filter(|path| path.exists());
    if path.is_none() {
        // Past the capture of what a test prints.
        let _ = writeln!(std::io::stderr().lock(), "skipped: {name} is not there");
    }
    path
}

fn folder() -> Option<PathBuf> {
    let beside = || {
        repository()
            .ancestors()
            .skip(1)
            .map(|folder: &Path| folder.join("shared/realfiles"))
            .find(|folder| folder.is_dir())
    };
    env::var_os("VARDKRAFT_REALFILES")
        .map(PathBuf::from)
        .or_else(beside)
}
