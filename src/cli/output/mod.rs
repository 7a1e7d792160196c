//! Where results go: the only place that writes to files, standard output and standard error.
//!
//! Here is what was asked for; `files` checks that no output is an input before any is read, `file_set` writes files
//! that appear together, `speaking` and `progress` are standard error.

mod file_set;
mod files;
mod interrupts;
mod named_format;
mod place;
mod progress;
mod replaced;
mod speaking;
mod standard_out;
mod table_folder;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use super::usage_error::UsageError;
use crate::disclosure::Released;
use crate::render::{Format, Manner, RenderError, manifest, render_with};
use crate::report::Language;
pub(super) use file_set::{FileSet, Readers};
pub(super) use files::Files;
pub(super) use interrupts::{exit_code as interrupted, listen as listen_for_interrupts};
use named_format::{FormatArg, by_extension, check_name, names_another};
pub(super) use standard_out::check as check_stdout;

/// Options that every command has.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// How the result is written; auto: a table on a terminal, CSV in a pipe, and what the
    /// extension says for a file.
    #[arg(short, long, global = true, value_parser = FormatArg::parser(), default_value = "auto")]
    format: FormatArg,
    /// CSV for Swedish Excel: semicolons, decimal comma, BOM, CRLF.
    #[arg(long, global = true)]
    excel: bool,
    /// Decimals in CSV and TSV at most; if left out 4 of a share and 2 of a rate per 100 000. JSON, Parquet
    /// and XLSX hold all digits.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=15))]
    digits: Option<u8>,
    /// Write to a file instead of stdout (`-`), or with a `/` at the end one file per table to that
    /// folder; an old file stays until the new one is whole, and keeps its permissions.
    #[arg(short, long, global = true, value_name = "PATH", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Write title, columns, notes and provenance as JSON beside the result (for CSV and Parquet).
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    manifest: Option<PathBuf>,
    /// The language of results and messages.
    #[arg(long, global = true, value_enum, default_value_t = LanguageArg::Sv)]
    lang: LanguageArg,
    /// Colour in messages; NO_COLOR is honoured.
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto)]
    color: ColorArg,
    /// No notes on stderr, only errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say how the inputs were read.
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LanguageArg {
    Sv,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

/// The kinds of file that hold rows of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Csv,
    Parquet,
}

impl OutputArgs {
    pub(super) const fn language(&self) -> Language {
        match self.lang {
            LanguageArg::Sv => Language::Swedish,
            LanguageArg::En => Language::English,
        }
    }

    pub(super) const fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether the result must be one table and no more.
    pub(super) fn holds_one_table(&self) -> bool {
        let holds_several = self.resolved_format().is_ok_and(Format::holds_reports);
        !holds_several && self.folder().is_none()
    }

    /// The file to write to; none for stdout, which `-` names too.
    fn target(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    /// The folder to write a file per table to, if that was asked for.
    fn folder(&self) -> Option<&Path> {
        let target = self.target()?;
        let is_folder = target.to_string_lossy().ends_with(std::path::is_separator);
        is_folder.then_some(target)
    }

    /// The file to write the whole result to, if that was asked for.
    fn file(&self) -> Option<&Path> {
        self.target().filter(|_| self.folder().is_none())
    }

    /// Refuses what the output cannot be, before any work is done.
    pub(super) fn check<'a>(&'a self, files: Files<'a>) -> anyhow::Result<()> {
        let format = self.resolved_format()?;
        if self.digits.is_some() && !format.has_digits() {
            return Err(no_digits().into());
        }
        let files = files.writing("-o", None, self.file()).writing(
            "--manifest",
            Some("json"),
            self.manifest.as_deref(),
        );
        let files = match self.folder() {
            Some(folder) => files.into_folder(folder, format.extension()),
            None if self.target().is_none() => files.with_stdout(),
            None => files,
        };
        files.check()
    }

    /// The same for what is no report: it has no format to choose, and no notes.
    pub(super) fn check_plain<'a>(&'a self, files: Files<'a>) -> anyhow::Result<()> {
        if self.format != FormatArg::Auto
            || self.excel
            || self.digits.is_some()
            || self.manifest.is_some()
        {
            let only = "--format, --excel, --digits and --manifest need a result in a table";
            return Err(UsageError(only.to_owned()).into());
        }
        let files = files.writing("-o", None, self.file());
        match self.folder() {
            Some(folder) => files.into_folder(folder, "1").check(),
            None => files.check(),
        }
    }

    /// Refuses the name of a report beside the result that names no format.
    pub(super) fn check_beside(path: &Path) -> Result<(), UsageError> {
        by_extension(path).map(|_| ())
    }

    /// Writes the result where it was asked for, then its notes to stderr.
    pub(super) fn write(&self, released: &Released) -> anyhow::Result<()> {
        self.write_with(released, FileSet::new())
    }

    /// Writes the result and these files beside it, all or none of them, then the result's notes to stderr.
    pub(super) fn write_with(&self, released: &Released, mut set: FileSet) -> anyhow::Result<()> {
        let format = self.resolved_format()?;
        if let Some(path) = &self.manifest {
            set.add_bytes(path, Readers::Usual, &manifest(released)?)?;
        }
        let mut remarks = Vec::new();
        if let Some(folder) = self.folder() {
            let files = self.table_files(released, format)?;
            remarks = table_folder::add(&mut set, folder, &files)?;
        } else if let Some(path) = self.file() {
            let bytes = render_with(released, format, self.manner())?;
            set.add_bytes(path, Readers::Usual, &bytes)?;
        } else {
            let bytes = render_with(released, format, self.manner())?;
            let written = standard_out::write(&bytes);
            // A reader who has had enough of standard output still wants the files.
            if !matches!(&written, Err(error) if error.kind() == io::ErrorKind::BrokenPipe) {
                written.map_err(standard_out::unwritten)?;
            }
        }
        set.publish()?;
        self.notes(&released.report().notes);
        for remark in &remarks {
            self.note(remark);
        }
        Ok(())
    }

    /// Adds a report beside the result, in the format of its name.
    pub(super) fn add_beside(
        &self,
        path: &Path,
        released: &Released,
        set: &mut FileSet,
    ) -> anyhow::Result<()> {
        let manner = Manner {
            is_for_excel: self.excel,
            ..Manner::default()
        };
        let bytes = render_with(released, by_extension(path)?, manner)?;
        set.add_bytes(path, Readers::Usual, &bytes)
    }

    /// Writes bytes that are no report where the result was asked for.
    pub(super) fn write_bytes(&self, bytes: &[u8]) -> anyhow::Result<()> {
        let Some(path) = self.target() else {
            return standard_out::write(bytes).map_err(standard_out::unwritten);
        };
        let mut set = FileSet::new();
        set.add_bytes(path, Readers::Usual, bytes)?;
        set.publish()
    }

    /// Writes files that are no reports to the folder that was asked for.
    pub(super) fn write_files(
        &self,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> anyhow::Result<()> {
        let folder = self
            .folder()
            .ok_or_else(|| UsageError("give a folder with -o, such as -o man/".to_owned()))?;
        let mut set = FileSet::new();
        set.make_folder(folder)?;
        for (name, bytes) in files {
            set.add_bytes(&folder.join(name), Readers::Usual, &bytes)?;
        }
        set.publish()
    }

    /// Whether a folder was asked for.
    pub(super) fn is_folder(&self) -> bool {
        self.folder().is_some()
    }

    /// The file that a command writes data to that are not a report, and what kind it is.
    pub(super) fn data_file(&self) -> Result<(&Path, FileKind), UsageError> {
        let path = self
            .file()
            .ok_or_else(|| UsageError("give a file with -o".to_owned()))?;
        let format = match self.format {
            FormatArg::Auto => by_extension(path)?,
            FormatArg::Only(format) => format,
        };
        check_name(path, format)?;
        match format {
            Format::Csv if !self.excel => Ok((path, FileKind::Csv)),
            Format::Parquet if !self.excel => Ok((path, FileKind::Parquet)),
            _ => Err(UsageError("write .csv or .parquet".to_owned())),
        }
    }

    fn resolved_format(&self) -> Result<Format, UsageError> {
        let format = self.wanted_format()?;
        if self.excel && !format.has_excel_variant() {
            return Err(UsageError(
                "--excel is a kind of CSV: it needs -f csv, or -o with .csv".to_owned(),
            ));
        }
        if !format.is_text() && self.shows_on_terminal() {
            let not_text = "the format is not text; give a file with -o";
            return Err(UsageError(not_text.to_owned()));
        }
        Ok(format)
    }

    fn wanted_format(&self) -> Result<Format, UsageError> {
        match (self.format, self.file()) {
            (FormatArg::Only(format), Some(path)) => check_name(path, format).map(|()| format),
            (FormatArg::Only(format), None) => Ok(format),
            (FormatArg::Auto, Some(path)) => by_extension(path),
            (FormatArg::Auto, None) if !self.excel && self.shows_on_terminal() => Ok(Format::Table),
            (FormatArg::Auto, None) => Ok(Format::Csv),
        }
    }

    /// How the result is written beside its format.
    fn manner(&self) -> Manner {
        Manner {
            digits: self.digits,
            width: self.width(),
            is_for_terminal: self.shows_on_terminal(),
            is_for_excel: self.excel,
        }
    }

    /// Each table as a file of its own, named after the table.
    fn table_files(
        &self,
        released: &Released,
        format: Format,
    ) -> Result<Vec<(String, Vec<u8>)>, RenderError> {
        let file = |table: Released| {
            let names = table.report().tables.iter();
            let name: String = names.map(|table| table.name.as_str()).collect();
            let bytes = render_with(&table, format, self.manner())?;
            Ok((format!("{name}.{}", format.extension()), bytes))
        };
        released.table_by_table().map(file).collect()
    }

    /// Whether the result goes to a terminal.
    fn shows_on_terminal(&self) -> bool {
        self.target().is_none() && io::stdout().is_terminal()
    }

    /// The terminal's width; a file or pipe has none.
    fn width(&self) -> Option<u16> {
        let size = self
            .shows_on_terminal()
            .then(|| terminal_size::terminal_size_of(io::stdout()))
            .flatten();
        size.map(|(width, _)| width.0)
    }
}

fn no_digits() -> UsageError {
    let formats = Format::ALL.into_iter().filter(|own| own.has_digits());
    let names: Vec<String> = formats.map(|own| own.name().to_uppercase()).collect();
    UsageError(format!(
        "--digits is for {}; the format has its own decimals",
        names.join(" and ")
    ))
}
