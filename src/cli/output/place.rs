//! Where a path leads, however it is written.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// How the names of unfinished files begin, and of replaced ones until all are in place.
pub(super) const PREFIX: &str = ".vardkraft-";

/// As many links as the system follows itself.
const MOST_LINKS: usize = 40;

/// A file that is or will be: its path without links and `..`, and what the system knows it by.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    identity: Option<(u64, u64)>,
}

impl Place {
    pub(super) fn of(path: &Path) -> Self {
        let path = resolved(path);
        let metadata = fs::metadata(&path).ok();
        Self {
            identity: metadata.as_ref().and_then(identity),
            path,
        }
    }

    /// Whether both are one file: by name, or by a hard link.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.path == other.path || (self.identity.is_some() && self.identity == other.identity)
    }

    /// What standard input leads to, if that is a file.
    #[cfg(unix)]
    pub(super) fn of_stdin() -> Option<Self> {
        use std::os::fd::AsFd as _;
        let descriptor = std::io::stdin().as_fd().try_clone_to_owned().ok()?;
        Self::of_descriptor(descriptor, "standard in")
    }

    /// What standard output leads to, if that is a file.
    #[cfg(unix)]
    pub(super) fn of_stdout() -> Option<Self> {
        use std::os::fd::AsFd as _;
        let descriptor = std::io::stdout().as_fd().try_clone_to_owned().ok()?;
        Self::of_descriptor(descriptor, "standard ut")
    }

    #[cfg(unix)]
    fn of_descriptor(descriptor: std::os::fd::OwnedFd, name: &str) -> Option<Self> {
        let metadata = fs::File::from(descriptor).metadata().ok()?;
        Some(Self {
            path: PathBuf::from(format!("<{name}>")),
            identity: Some(identity(&metadata)?),
        })
    }

    #[cfg(not(unix))]
    pub(super) const fn of_stdin() -> Option<Self> {
        None
    }

    #[cfg(not(unix))]
    pub(super) const fn of_stdout() -> Option<Self> {
        None
    }
}

/// Device and number of a regular file, which all its names share.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    metadata.is_file().then(|| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
const fn identity(_: &Metadata) -> Option<(u64, u64)> {
    None
}

/// The path without links and `..`, also of a file that is not there yet.
///
/// A link whose target is not there yet is followed too, so that writing to it makes the target and leaves the
/// link a link.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if let Ok(found) = path.canonicalize() {
            return found;
        }
        path = beside_its_folder(&path);
        match fs::read_link(&path) {
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => break,
        }
    }
    path
}

/// The same path with its folder resolved, if that is there.
fn beside_its_folder(path: &Path) -> PathBuf {
    let folder = folder_of(path).canonicalize();
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// The folder that a file lies in: `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
