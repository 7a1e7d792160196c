//! What the name of a file says of its format.

use std::path::Path;

use super::FormatArg;
use crate::cli::exit::UsageError;
use crate::language::visible;
use crate::render::Format;

/// Extensions that say what a file holds; `txt` leaves it open.
const KNOWN: [&str; 16] = [
    "arrow", "csv", "feather", "gz", "html", "json", "md", "ods", "parquet", "px", "toml", "tsv",
    "xls", "xlsx", "zip", "zst",
];

/// What the files of a format are called.
pub(super) const fn extension(format: Format) -> &'static str {
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

/// The format that the name of a file says.
pub(super) fn by_extension(path: &Path) -> Result<FormatArg, UsageError> {
    match extension_of(path).as_deref() {
        Some("csv") => Ok(FormatArg::Csv),
        Some("tsv") => Ok(FormatArg::Tsv),
        Some("json") => Ok(FormatArg::Json),
        Some("parquet") => Ok(FormatArg::Parquet),
        Some("xlsx") => Ok(FormatArg::Xlsx),
        Some("md") => Ok(FormatArg::Md),
        Some("txt") => Ok(FormatArg::Table),
        _ => Err(UsageError(format!(
            "cannot tell the format of '{}'; use .csv, .tsv, .xlsx, .json, .md, .parquet or .txt, or give --format",
            visible(&path.display().to_string())
        ))),
    }
}

/// Refuses a name that says another format than the option.
pub(super) fn check_name(path: &Path, format: FormatArg) -> Result<(), UsageError> {
    let own = match format {
        FormatArg::Auto => return Ok(()),
        FormatArg::Table => "txt",
        FormatArg::Csv => "csv",
        FormatArg::Tsv => "tsv",
        FormatArg::Json => "json",
        FormatArg::Md => "md",
        FormatArg::Xlsx => "xlsx",
        FormatArg::Parquet => "parquet",
    };
    if names_another(path, own) {
        let name = visible(&path.display().to_string()).into_owned();
        let message = format!("'{name}' would hold {own}; name it .{own}, or leave out --format");
        return Err(UsageError(message));
    }
    Ok(())
}

/// Whether a name says that the file holds something else than this.
pub(super) fn names_another(path: &Path, own: &str) -> bool {
    extension_of(path).is_some_and(|named| named != own && KNOWN.contains(&named.as_str()))
}

fn extension_of(path: &Path) -> Option<String> {
    let extension = path.extension()?;
    Some(extension.to_string_lossy().to_lowercase())
}
