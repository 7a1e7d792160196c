//! Where results go: the only place that writes to files, standard output and standard error.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use clap::{Args, ValueEnum, ValueHint};
use tempfile::Builder;

use super::exit::UsageError;
use crate::disclosure::Released;
use crate::render::{Format, manifest, render, render_with_digits};
use crate::report::Language;

/// Options that every command has.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// How the result is written; auto: a table on a terminal, CSV in a pipe, and what the
    /// extension says for a file.
    #[arg(short, long, global = true, value_enum, default_value_t = FormatArg::Auto)]
    format: FormatArg,
    /// CSV for Swedish Excel: semicolons, decimal comma, BOM, CRLF.
    #[arg(long, global = true)]
    excel: bool,
    /// Decimals in CSV and TSV at most; if left out 4 of a share and 2 of a rate per 100 000. JSON, Parquet
    /// and XLSX hold all digits.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=15))]
    digits: Option<u8>,
    /// Write to a file instead of stdout (`-`), or with a `/` at the end one file per table to that
    /// folder; an old file stays until the new one is whole.
    #[arg(short, long, global = true, value_name = "PATH", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Write title, columns, notes and provenance as JSON beside the result (for CSV and Parquet).
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    manifest: Option<PathBuf>,
    /// The language of results.
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
enum FormatArg {
    Auto,
    Table,
    Csv,
    Tsv,
    Json,
    Md,
    Xlsx,
    Parquet,
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
        let holds_several = matches!(
            self.resolved_format(),
            Ok(Format::Table { .. } | Format::Json | Format::Xlsx | Format::Markdown)
        );
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

    /// Refuses wishes about the output that cannot be met, before any work is done.
    pub(super) fn check(&self, inputs: &[&Path]) -> anyhow::Result<()> {
        let format = self.resolved_format()?;
        let is_delimited = matches!(format, Format::Csv | Format::ExcelCsv | Format::Tsv);
        if self.digits.is_some() && !is_delimited {
            let only = "--digits is for CSV and TSV; the format has its own decimals";
            return Err(UsageError(only.to_owned()).into());
        }
        if let Some(manifest) = &self.manifest {
            if self.target() == Some(manifest) {
                anyhow::bail!("`{}` är både resultat och manifest", manifest.display());
            }
            keeps(manifest, inputs)?;
        }
        let Some(target) = self.target() else {
            return Ok(());
        };
        if target.is_dir() && self.folder().is_none() {
            let name = target.display();
            anyhow::bail!(
                "`{name}` är en mapp; ange ett filnamn i den, eller `{name}/` för en fil per tabell"
            );
        }
        keeps(target, inputs)
    }

    /// Writes the result where it was asked for, then its notes to stderr.
    pub(super) fn write(&self, released: &Released) -> anyhow::Result<()> {
        match self.folder() {
            Some(folder) => self.write_folder(folder, released)?,
            None => {
                let format = self.resolved_format()?;
                self.write_bytes(&render_with_digits(released, format, self.digits)?)?;
            }
        }
        if let Some(path) = &self.manifest {
            let bytes = manifest(released)?;
            replace(path, |out| out.write_all(&bytes))?;
        }
        self.notes(&released.report().notes);
        Ok(())
    }

    /// Refuses to write something beside the result where it cannot be written.
    pub(super) fn check_beside(&self, path: &Path, inputs: &[&Path]) -> anyhow::Result<()> {
        self.format_of(path)?;
        if self.target() == Some(path) || self.manifest.as_deref() == Some(path) {
            anyhow::bail!("`{}` skulle skrivas två gånger", path.display());
        }
        keeps(path, inputs)
    }

    /// Writes something beside the result, in the format of its name.
    pub(super) fn write_beside(&self, path: &Path, released: &Released) -> anyhow::Result<()> {
        let bytes = render(released, self.format_of(path)?)?;
        replace(path, |out| out.write_all(&bytes))
    }

    /// The format that the name of a file says.
    fn format_of(&self, path: &Path) -> Result<Format, UsageError> {
        let named = Self::plain(by_extension(path)?);
        Ok(if self.excel && named == Format::Csv {
            Format::ExcelCsv
        } else {
            named
        })
    }

    /// Writes each table to a file of its own, named after the table.
    fn write_folder(&self, folder: &Path, released: &Released) -> anyhow::Result<()> {
        let format = self.resolved_format()?;
        fs::create_dir_all(folder)
            .with_context(|| format!("mappen `{}` gick inte att skapa", folder.display()))?;
        for table in released.table_by_table() {
            let names = table
                .report()
                .tables
                .iter()
                .map(|table| table.name.as_str());
            let name: String = names.collect();
            let bytes = render_with_digits(&table, format, self.digits)?;
            let path = folder.join(name).with_extension(extension(format));
            replace(&path, |out| out.write_all(&bytes))?;
        }
        Ok(())
    }

    /// Writes bytes that are no report where the result was asked for.
    pub(super) fn write_bytes(&self, bytes: &[u8]) -> anyhow::Result<()> {
        if let Some(path) = self.target() {
            return replace(path, |out| out.write_all(bytes));
        }
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
        written.context("resultatet gick inte att skriva till standard ut")
    }

    /// The file that a command writes data to that are not a report, and what kind it is.
    pub(super) fn data_file(&self) -> Result<(&Path, FileKind), UsageError> {
        let path = self
            .target()
            .ok_or_else(|| UsageError("give a file with -o".to_owned()))?;
        let format = match self.format {
            FormatArg::Auto => by_extension(path)?,
            other => other,
        };
        match format {
            FormatArg::Csv if !self.excel => Ok((path, FileKind::Csv)),
            FormatArg::Parquet if !self.excel => Ok((path, FileKind::Parquet)),
            _ => Err(UsageError("write .csv or .parquet".to_owned())),
        }
    }

    /// Says notes on stderr, unless quiet.
    pub(super) fn notes(&self, notes: &[String]) {
        if !self.quiet && !notes.is_empty() {
            let word = self.language().choose("not", "note");
            let lines: Vec<String> = notes.iter().map(|note| format!("{word}: {note}")).collect();
            self.say(&lines.join("\n"));
        }
    }

    /// Says something on stderr, with the first word of each paragraph coloured on a terminal.
    pub(super) fn say(&self, text: &str) {
        let choice = match self.color {
            ColorArg::Auto => AutoStream::choice(&io::stderr()),
            ColorArg::Always => ColorChoice::Always,
            ColorArg::Never => ColorChoice::Never,
        };
        let mut stderr = AutoStream::new(io::stderr().lock(), choice);
        for line in text.lines() {
            // Nothing can be told to a reader who has left.
            let _ = writeln!(stderr, "{}", coloured(line));
        }
    }

    fn resolved_format(&self) -> Result<Format, UsageError> {
        let wanted = match (self.format, self.target()) {
            (FormatArg::Auto, Some(_)) if self.folder().is_some() => FormatArg::Csv,
            (FormatArg::Auto, Some(path)) if !self.excel => by_extension(path)?,
            (FormatArg::Auto, _) if self.excel => FormatArg::Csv,
            (FormatArg::Auto, _) if io::stdout().is_terminal() => FormatArg::Table,
            (FormatArg::Auto, _) => FormatArg::Csv,
            (wanted, _) => wanted,
        };
        match wanted {
            FormatArg::Csv if self.excel => Ok(Format::ExcelCsv),
            _ if self.excel => Err(UsageError(
                "--excel is a kind of CSV; leave out --format".to_owned(),
            )),
            FormatArg::Table => Ok(Format::Table {
                width: self.width(),
            }),
            FormatArg::Parquet | FormatArg::Xlsx
                if self.target().is_none() && io::stdout().is_terminal() =>
            {
                let not_text = "the format is not text; give a file with -o";
                Err(UsageError(not_text.to_owned()))
            }
            other => Ok(Self::plain(other)),
        }
    }

    /// The format of a file that no terminal and no option says more of.
    const fn plain(wanted: FormatArg) -> Format {
        match wanted {
            FormatArg::Table => Format::Table { width: None },
            FormatArg::Tsv => Format::Tsv,
            FormatArg::Json => Format::Json,
            FormatArg::Md => Format::Markdown,
            FormatArg::Xlsx => Format::Xlsx,
            FormatArg::Parquet => Format::Parquet,
            FormatArg::Csv | FormatArg::Auto => Format::Csv,
        }
    }

    /// The terminal's width; a file or pipe has none.
    fn width(&self) -> Option<u16> {
        let is_terminal = self.target().is_none() && io::stdout().is_terminal();
        let size = is_terminal
            .then(|| terminal_size::terminal_size_of(io::stdout()))
            .flatten();
        size.map(|(width, _)| width.0)
    }
}

/// Refuses to write over an input.
pub(super) fn keeps(target: &Path, inputs: &[&Path]) -> anyhow::Result<()> {
    let same = |input: &Path| match (input.canonicalize(), target.canonicalize()) {
        (Ok(input), Ok(target)) => input == target,
        _ => false,
    };
    match inputs.iter().find(|input| same(input)) {
        Some(input) => anyhow::bail!("`{}` är både indata och utdata", input.display()),
        None => Ok(()),
    }
}

/// What the files of a format are called.
const fn extension(format: Format) -> &'static str {
    match format {
        Format::Table { .. } => "txt",
        Format::Csv | Format::ExcelCsv => "csv",
        Format::Tsv => "tsv",
        Format::Json => "json",
        Format::Xlsx => "xlsx",
        Format::Markdown => "md",
        Format::Parquet => "parquet",
    }
}

fn by_extension(path: &Path) -> Result<FormatArg, UsageError> {
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("csv") => Ok(FormatArg::Csv),
        Some("tsv") => Ok(FormatArg::Tsv),
        Some("json") => Ok(FormatArg::Json),
        Some("parquet") => Ok(FormatArg::Parquet),
        Some("xlsx") => Ok(FormatArg::Xlsx),
        Some("md") => Ok(FormatArg::Md),
        Some("txt") => Ok(FormatArg::Table),
        _ => Err(UsageError(format!(
            "cannot tell the format of '{}'; use .csv, .tsv, .xlsx, .json, .md, .parquet or .txt, or give --format",
            path.display()
        ))),
    }
}

/// Writes beside the target and renames, so that a failed run leaves the old file whole. What is
/// not a regular file (`/dev/null`, a named pipe) is written to as it is.
pub(super) fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    replace_file(path, write).with_context(|| format!("`{}` gick inte att skriva", path.display()))
}

fn replace_file(
    path: &Path,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&path);
    if old.as_ref().is_ok_and(|old| !old.is_file()) {
        let mut file = io::BufWriter::new(fs::File::options().write(true).open(&path)?);
        write(&mut file)?;
        return file.flush();
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(".vardkraft-");
    // A new file gets the rights that the user's umask gives, an old one keeps its own.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    let mut file = io::BufWriter::with_capacity(1 << 20, file);
    write(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    if let Ok(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

fn coloured(line: &str) -> String {
    let bold = Style::new().bold();
    let styles = [
        ("fel: ", bold.fg_color(Some(AnsiColor::Red.into()))),
        ("error: ", bold.fg_color(Some(AnsiColor::Red.into()))),
        ("tip: ", bold.fg_color(Some(AnsiColor::Cyan.into()))),
        ("tips: ", bold.fg_color(Some(AnsiColor::Cyan.into()))),
        ("not: ", Style::new().dimmed()),
        ("note: ", Style::new().dimmed()),
    ];
    for (word, style) in styles {
        if let Some(rest) = line.strip_prefix(word) {
            return format!("{style}{word}{style:#}{rest}");
        }
    }
    line.to_owned()
}
