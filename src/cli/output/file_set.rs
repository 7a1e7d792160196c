//! Files that appear together: all of them whole, or none.
//!
//! Each is written to a temporary file beside its target. Only when all are whole are they renamed; if one cannot
//! be, those before it are put back. A target that is a link is followed. What is no regular file (`/dev/null`, a
//! named pipe) is written to as it is.

use std::fs::{self, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

use super::interrupts::{self, Interruptible, Unfinished};
use super::place::{PREFIX, folder_of, resolved};
use super::replaced::Replaced;
use crate::language::words;
use crate::source::Fault;

/// Who may read a new file. A file that is replaced keeps its own permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Readers {
    /// As the user's umask says.
    Usual,
    /// Only the user: persons, or counts that nothing protects.
    Owner,
}

/// Files that are being written.
#[derive(Debug, Default)]
pub(in crate::cli) struct FileSet {
    staged: Vec<Staged>,
    /// Files that go when the others appear.
    removed: Vec<PathBuf>,
    /// Folders that were made for them, the outermost first.
    folders: Vec<PathBuf>,
    unfinished: Option<Unfinished>,
}

#[derive(Debug)]
struct Staged {
    named: PathBuf,
    target: PathBuf,
    unfinished: TempPath,
}

impl FileSet {
    pub(in crate::cli) fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub(in crate::cli) fn add(
        &mut self,
        path: &Path,
        readers: Readers,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        self.unfinished.get_or_insert_with(Unfinished::begin);
        let target = resolved(path);
        if self.staged.iter().any(|other| other.target == target) {
            let name = path.display();
            let fault = Fault::new(words!(
                "`{name}` skulle skrivas två gånger",
                "`{name}` would be written twice"
            ));
            return Err(fault.into());
        }
        let staged = stage(&target, readers, write).map_err(|error| unwritten(path, error))?;
        self.staged.extend(staged.map(|unfinished| Staged {
            named: path.to_owned(),
            target,
            unfinished,
        }));
        Ok(())
    }

    /// Adds a file of these bytes.
    pub(in crate::cli) fn add_bytes(
        &mut self,
        path: &Path,
        readers: Readers,
        bytes: &[u8],
    ) -> anyhow::Result<()> {
        self.add(path, readers, |out| out.write_all(bytes))
    }

    /// Makes a folder for files of the set, unless it is there.
    pub(super) fn make_folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        let missing = folder.ancestors().take_while(|own| {
            // A bare name has the empty path above it.
            !own.as_os_str().is_empty() && !own.exists()
        });
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        for own in missing {
            fs::create_dir(&own).map_err(|error| unwritten(&own, error))?;
            self.folders.push(own);
        }
        Ok(())
    }

    /// Removes a file when the others appear.
    pub(super) fn remove(&mut self, path: &Path) {
        self.removed.push(path.to_owned());
    }

    /// Whether a file of the set will be there.
    pub(super) fn writes(&self, path: &Path) -> bool {
        let target = resolved(path);
        self.staged.iter().any(|own| own.target == target)
    }

    /// Lets all files appear, and those go that were to be removed.
    pub(in crate::cli) fn publish(mut self) -> anyhow::Result<()> {
        interrupts::check()?;
        let mut replaced = Vec::new();
        let published = self.replace_all(&mut replaced);
        if published.is_err() {
            replaced.into_iter().rev().for_each(Replaced::put_back);
        } else {
            self.folders.clear();
        }
        published
    }

    /// Keeps what was there in `replaced`, until the last file is in place.
    fn replace_all(&mut self, replaced: &mut Vec<Replaced>) -> anyhow::Result<()> {
        for staged in self.staged.drain(..) {
            let own = Replaced::by(staged.unfinished, staged.target);
            replaced.push(own.map_err(|error| unwritten(&staged.named, error))?);
        }
        for path in self.removed.drain(..) {
            let own = Replaced::by_nothing(&path);
            replaced.push(own.map_err(|error| unremoved(&path, &error))?);
        }
        Ok(())
    }
}

impl Drop for FileSet {
    /// Leaves no unfinished file and no folder that was made for one.
    fn drop(&mut self) {
        self.staged.clear();
        for folder in self.folders.drain(..).rev() {
            // One that something else has been put in stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The temporary file that holds what is to be at `target`; none if that was written to as it is.
fn stage(
    target: &Path,
    readers: Readers,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Option<TempPath>> {
    let old = fs::metadata(target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let file = fs::File::options().write(true).open(target)?;
        let mut file = BufWriter::new(Interruptible(file));
        write(&mut file)?;
        file.flush()?;
        return Ok(None);
    }
    let file = temporary_file(target, readers, old.as_ref())?;
    let mut file = BufWriter::with_capacity(1 << 20, Interruptible(file));
    write(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?.0;
    if let Some(old) = old {
        keep_rights(&file, &old)?;
    }
    file.as_file().sync_all()?;
    Ok(Some(file.into_temp_path()))
}

#[cfg(unix)]
fn temporary_file(
    target: &Path,
    readers: Readers,
    old: Option<&Metadata>,
) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    // The system takes from these what the umask forbids.
    let mode = match (old, readers) {
        (Some(old), _) => old.permissions().mode() & 0o666,
        (None, Readers::Usual) => 0o666,
        (None, Readers::Owner) => 0o600,
    };
    let mut builder = Builder::new();
    builder.prefix(PREFIX);
    builder.permissions(fs::Permissions::from_mode(mode | 0o600));
    builder.tempfile_in(folder_of(target))
}

#[cfg(not(unix))]
fn temporary_file(
    target: &Path,
    _readers: Readers,
    _old: Option<&Metadata>,
) -> io::Result<NamedTempFile> {
    Builder::new().prefix(PREFIX).tempfile_in(folder_of(target))
}

/// Gives a new file the owner, if the user may, and the permissions of the one that it replaces.
fn keep_rights(file: &NamedTempFile, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let own = file.as_file().metadata()?;
        if (own.uid(), own.gid()) != (old.uid(), old.gid()) {
            // Only the system's administrator may give a file away.
            let _ = fchown(file.as_file(), Some(old.uid()), Some(old.gid()));
        }
    }
    file.as_file().set_permissions(old.permissions())
}

/// A closed pipe stays what it is, for `exit` to forgive.
fn unwritten(path: &Path, error: io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return error.into();
    }
    let name = path.display();
    Fault::new(words!(
        "`{name}` gick inte att skriva: {error}",
        "`{name}` could not be written: {error}"
    ))
    .into()
}

fn unremoved(path: &Path, error: &io::Error) -> anyhow::Error {
    let name = path.display();
    Fault::new(words!(
        "`{name}` från en tidigare körning gick inte att ta bort: {error}",
        "`{name}` of an earlier run could not be removed: {error}"
    ))
    .into()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "looks at what was written")]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_renamed_is_put_back_when_a_later_file_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("old.csv"), "old").unwrap();
        let mut set = FileSet::new();
        for name in ["old.csv", "new.csv", "last.csv"] {
            set.add_bytes(&at(name), Readers::Usual, b"result").unwrap();
        }
        // Someone makes a folder of that name meanwhile.
        fs::create_dir(at("last.csv")).unwrap();
        assert!(set.publish().is_err());
        assert_eq!(fs::read(at("old.csv")).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["last.csv", "old.csv"]);
    }

    #[test]
    fn what_was_removed_is_put_back_when_a_later_file_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("old.csv"), "old").unwrap();
        let remove = |names: &[&str]| {
            let mut set = FileSet::new();
            set.add_bytes(&at("new.csv"), Readers::Usual, b"result")
                .unwrap();
            for name in names {
                set.remove(&at(name));
            }
            set.publish()
        };
        assert!(remove(&["old.csv", "missing.csv"]).is_err());
        assert_eq!(fs::read(at("old.csv")).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["old.csv"]);
        remove(&["old.csv"]).unwrap();
        assert_eq!(names(folder.path()), ["new.csv"]);
    }

    #[test]
    fn a_set_that_is_not_published_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        let mut set = FileSet::new();
        set.make_folder(&inner).unwrap();
        set.add_bytes(&inner.join("x.csv"), Readers::Owner, b"x")
            .unwrap();
        assert_eq!(names(&inner).len(), 1);
        drop(set);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn no_file_of_a_set_is_written_twice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.csv");
        let mut set = FileSet::new();
        set.add_bytes(&path, Readers::Usual, b"one").unwrap();
        let again = folder.path().join("./x.csv");
        assert!(set.add_bytes(&again, Readers::Usual, b"two").is_err());
    }
}
