//! All files of a run, declared before any is read, so that none is lost.
//!
//! A file that would be written may be no input, no other output, in no folder and of no pattern that is read,
//! however the paths are written: `..`, links and hard links are seen through.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::names_another;
use super::place::{Place, folder_of, resolved};
use super::table_folder;
use crate::cli::usage_error::UsageError;
use crate::language::{visible, words};
use crate::source::{Fault, Faults};

/// What a command reads and writes.
#[derive(Debug, Default)]
pub(in crate::cli) struct Files<'a> {
    inputs: Vec<&'a Path>,
    outputs: Vec<Output<'a>>,
    folder: Option<(&'a Path, &'static str)>,
    writes_stdout: bool,
}

/// A file that an option asks to write.
#[derive(Debug)]
struct Output<'a> {
    option: &'static str,
    path: &'a Path,
    /// The only format that it is written in, as an extension; none if its name decides.
    only: Option<&'static str>,
}

impl<'a> Files<'a> {
    /// Files, folders and patterns that are read; `-` is standard input.
    pub(in crate::cli) fn reading(paths: impl IntoIterator<Item = &'a Path>) -> Self {
        Self {
            inputs: paths.into_iter().collect(),
            ..Self::default()
        }
    }

    /// A file that an option asks to write, and its extension if it is written in one format only.
    #[must_use]
    pub(in crate::cli) fn writing(
        mut self,
        option: &'static str,
        only: Option<&'static str>,
        path: Option<&'a Path>,
    ) -> Self {
        let output = |path| Output { option, path, only };
        self.outputs.extend(path.map(output));
        self
    }

    /// A folder that files with this extension are written to.
    pub(super) const fn into_folder(mut self, folder: &'a Path, extension: &'static str) -> Self {
        self.folder = Some((folder, extension));
        self
    }

    pub(super) const fn with_stdout(mut self) -> Self {
        self.writes_stdout = true;
        self
    }

    /// Refuses every output that would cost a file, or that cannot be written where it is asked for.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        for output in &self.outputs {
            output.check_name()?;
        }
        let inputs: Vec<Input> = self.inputs.iter().map(|path| Input::of(path)).collect();
        let mut faults = self.check_files(&inputs);
        if let Some((folder, extension)) = self.folder {
            faults.extend(check_folder(folder, extension, &inputs));
        }
        if let Some(place) = Place::of_stdout().filter(|_| self.writes_stdout) {
            let reason = inputs.iter().find_map(|input| input.forbids(&place));
            let fault = reason.map(|reason| reason.fault("> FIL", &place.path));
            if let Some(fault) = fault {
                faults.push(fault);
            }
        }
        Ok(faults.or_else(|| ())?)
    }

    fn check_files(&self, inputs: &[Input]) -> Faults {
        let mut faults = Faults::new();
        let mut places: Vec<(&str, Place)> = Vec::new();
        for &Output { option, path, .. } in &self.outputs {
            faults.keep(can_be_written(path));
            let place = Place::of(path);
            if let Some(reason) = inputs.iter().find_map(|input| input.forbids(&place)) {
                faults.push(reason.fault(option, path));
            }
            if let Some((other, _)) = places.iter().find(|(_, other)| other.is(&place)) {
                faults.push(twice(path, other, option));
            }
            if !is_stream(&place.path) {
                places.push((option, place));
            }
        }
        faults
    }
}

impl Output<'_> {
    fn check_name(&self) -> Result<(), UsageError> {
        let Self { option, path, only } = self;
        if *path == Path::new("-") {
            let message = format!("{option} writes a file; only -o can write to stdout with '-'");
            return Err(UsageError(message));
        }
        match only {
            Some(only) if names_another(path, only) => {
                let name = visible(&path.display().to_string()).into_owned();
                Err(UsageError(format!(
                    "{option} writes {only}; name '{name}' .{only}"
                )))
            }
            _ => Ok(()),
        }
    }
}

/// The tables' names are not known yet: what they might replace, or what the run would remove, must not be an input.
fn check_folder(folder: &Path, extension: &str, inputs: &[Input]) -> Faults {
    let mut faults = Faults::new();
    let at = resolved(folder);
    if at.exists() && !at.is_dir() {
        let name = folder.display();
        faults.push(
            Fault::new(words!("`{name}` är ingen mapp", "`{name}` is not a folder")).tip(words!(
                "utan `/` sist är det ett filnamn",
                "without the `/` at the end it is the name of a file"
            )),
        );
    }
    let inside = Place::of(&at.join("tables"));
    let is_read = inputs.iter().any(|input| input.is_folder_around(&inside));
    let existing = files_in(&at);
    let existing = existing.filter(|file| {
        let may_be_written = file.extension().is_some_and(|own| own == extension);
        may_be_written || table_folder::lists(&at, file)
    });
    let replaced = existing
        .map(|file| Place::of(&file))
        .find(|place| inputs.iter().any(|input| input.is_file(place)));
    if is_read || replaced.is_some() {
        let name = folder.display();
        let fault = Fault::new(words!(
            "i mappen `{name}` ligger indata (-o)",
            "the folder `{name}` holds input (-o)"
        ));
        faults.push(fault.tip(words!(
            "skriv till en mapp som inte läses",
            "write to a folder that is not read"
        )));
    }
    faults
}

/// The files that a path to read names.
struct Input {
    files: Vec<Place>,
    folder: Option<PathBuf>,
    /// The folders that a pattern looks in, and what names must look like there.
    pattern: Option<(Vec<PathBuf>, Pattern)>,
}

/// Why a file must not be written.
enum Reason {
    IsInput,
    InFolder,
    InPattern,
}

impl Input {
    fn of(path: &Path) -> Self {
        let (mut files, mut folder, mut pattern) = (Vec::new(), None, None);
        if path == Path::new("-") {
            files.extend(Place::of_stdin());
        } else if path.is_dir() {
            let at = resolved(path);
            files.extend(files_in(&at).map(|file| Place::of(&file)));
            folder = Some(at);
        } else if path.exists() || !is_pattern(path) {
            files.push(Place::of(path));
        } else {
            files.extend(matching(path).map(|file| Place::of(&file)));
            pattern = names_in_folders(path);
        }
        Self {
            files,
            folder,
            pattern,
        }
    }

    fn is_file(&self, place: &Place) -> bool {
        self.files.iter().any(|file| file.is(place))
    }

    fn is_folder_around(&self, place: &Place) -> bool {
        let folder = self.folder.as_ref();
        folder.is_some_and(|folder| place.path.starts_with(folder))
    }

    fn forbids(&self, place: &Place) -> Option<Reason> {
        if is_stream(&place.path) {
            None
        } else if self.is_file(place) {
            Some(Reason::IsInput)
        } else if self.is_folder_around(place) {
            Some(Reason::InFolder)
        } else {
            self.would_match(place).then_some(Reason::InPattern)
        }
    }

    fn would_match(&self, place: &Place) -> bool {
        let Some((folders, names)) = &self.pattern else {
            return false;
        };
        let name = place.path.file_name().unwrap_or_default();
        let as_the_shell = MatchOptions::new();
        folders.iter().any(|own| own == folder_of(&place.path))
            && names.matches_with(&name.to_string_lossy(), as_the_shell)
    }
}

impl Reason {
    fn fault(&self, option: &str, path: &Path) -> Fault {
        let name = path.display();
        let message = match self {
            Self::IsInput => words!(
                "`{name}` är både indata och utdata ({option})",
                "`{name}` is both input and output ({option})"
            ),
            Self::InFolder => words!(
                "`{name}` ligger i en mapp som läses som indata ({option})",
                "`{name}` lies in a folder that is read as input ({option})"
            ),
            Self::InPattern => words!(
                "`{name}` passar ett mönster som läses som indata ({option})",
                "`{name}` matches a pattern that is read as input ({option})"
            ),
        };
        Fault::new(message).tip(words!(
            "skriv till en annan fil eller mapp",
            "write to another file or folder"
        ))
    }
}

fn twice(path: &Path, one: &str, other: &str) -> Fault {
    let name = path.display();
    let fault = Fault::new(words!(
        "`{name}` skulle skrivas två gånger ({one} och {other})",
        "`{name}` would be written twice ({one} and {other})"
    ));
    fault.tip(words!(
        "ge varje utdata en egen fil",
        "give every output a file of its own"
    ))
}

/// Refuses what is known not to work before anything is calculated.
fn can_be_written(path: &Path) -> Result<(), Fault> {
    let name = path.display();
    if path.is_dir() {
        let fault = Fault::new(words!("`{name}` är en mapp", "`{name}` is a folder"));
        return Err(fault.tip(words!(
            "ange ett filnamn i den, eller `-o {name}/` för en fil per tabell",
            "give the name of a file in it, or `-o {name}/` for a file per table"
        )));
    }
    let target = resolved(path);
    let folder = folder_of(&target);
    if !folder.is_dir() {
        let missing = folder.display();
        return Err(Fault::new(words!(
            "`{name}` gick inte att skriva: mappen `{missing}` finns inte",
            "`{name}` could not be written: there is no folder `{missing}`"
        )));
    }
    let is_protected = target
        .metadata()
        .is_ok_and(|old| old.is_file() && old.permissions().readonly());
    if is_protected {
        let fault = Fault::new(words!(
            "`{name}` är skrivskyddad",
            "`{name}` is write-protected"
        ));
        return Err(fault.tip(words!(
            "ange en annan fil, eller ta bort skrivskyddet",
            "give another file, or remove the protection"
        )));
    }
    Ok(())
}

/// Whether writing there replaces no file: a device, a pipe.
fn is_stream(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|there| !there.is_file() && !there.is_dir())
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

fn files_in(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

fn matching(pattern: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let found = glob::glob(&pattern.to_string_lossy());
    found.into_iter().flatten().flatten()
}

/// The folders that a pattern looks in, and what a name must look like there.
fn names_in_folders(pattern: &Path) -> Option<(Vec<PathBuf>, Pattern)> {
    let names = Pattern::new(&pattern.file_name()?.to_string_lossy()).ok()?;
    let around = folder_of(pattern);
    let folders = if is_pattern(around) {
        matching(around).map(|folder| resolved(&folder)).collect()
    } else {
        vec![resolved(around)]
    };
    Some((folders, names))
}
