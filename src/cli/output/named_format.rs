//! The format of a result, by an option or by the name of its file.

use std::iter::once;
use std::path::Path;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::usage_error::UsageError;
use crate::language::visible;
use crate::render::Format;

/// Extensions of files that hold something else than results, or results that cannot be written yet.
const OTHERS: [&str; 10] = [
    "arrow", "feather", "gz", "html", "ods", "px", "toml", "xls", "zip", "zst",
];

/// An extension that leaves open what the file holds.
const OPEN: &str = "txt";

/// What `--format` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormatArg {
    Auto,
    Only(Format),
}

impl FormatArg {
    /// Reads `auto` or the name of a format.
    pub(super) fn parser() -> impl TypedValueParser<Value = Self> {
        let names = once("auto").chain(Format::ALL.map(Format::name));
        PossibleValuesParser::new(names)
            .map(|name| Format::named(&name).map_or(Self::Auto, Self::Only))
    }
}

/// The format that the name of a file says.
pub(super) fn by_extension(path: &Path) -> Result<Format, UsageError> {
    let named = extension_of(path).and_then(|own| Format::of_extension(&own));
    named.ok_or_else(|| {
        let [others @ .., last] = Format::ALL.map(|format| format!(".{}", format.extension()));
        UsageError(format!(
            "cannot determine the format of '{}'; use {} or {last}, or give --format",
            visible(&path.display().to_string()),
            others.join(", "),
        ))
    })
}

/// Refuses a name that says another format than the option.
pub(super) fn check_name(path: &Path, format: Format) -> Result<(), UsageError> {
    let own = format.extension();
    if names_another(path, own) {
        let name = visible(&path.display().to_string()).into_owned();
        let message = format!("'{name}' would hold {own}; name it .{own}, or leave out --format");
        return Err(UsageError(message));
    }
    Ok(())
}

/// Whether a name says that the file holds something else than this.
pub(super) fn names_another(path: &Path, own: &str) -> bool {
    extension_of(path).is_some_and(|named| named != own && says_what_it_holds(&named))
}

/// Whether the name of a file is one that results are given.
pub(super) fn is_named_as_result(path: &Path) -> bool {
    extension_of(path).is_some_and(|own| Format::of_extension(&own).is_some())
}

fn says_what_it_holds(extension: &str) -> bool {
    extension != OPEN && (OTHERS.contains(&extension) || Format::of_extension(extension).is_some())
}

fn extension_of(path: &Path) -> Option<String> {
    let extension = path.extension()?;
    Some(extension.to_string_lossy().to_lowercase())
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::*;

    #[test]
    fn every_format_is_chosen_by_its_name_and_by_its_extension() {
        let parse = |name| {
            let format = Arg::new("format").value_parser(FormatArg::parser());
            let matches = Command::new("program").arg(format);
            let matches = matches.try_get_matches_from(["program", name]);
            matches
                .ok()
                .and_then(|own| own.get_one::<FormatArg>("format").copied())
        };
        assert_eq!(parse("auto"), Some(FormatArg::Auto));
        assert_eq!(parse("doc"), None);
        for format in Format::ALL {
            assert_eq!(parse(format.name()), Some(FormatArg::Only(format)));
            let path = Path::new("result").with_extension(format.extension());
            assert_eq!(by_extension(&path).unwrap(), format);
            for other in Format::ALL {
                let may = other == format || format.extension() == OPEN;
                assert_eq!(check_name(&path, other).is_ok(), may, "{other:?}");
            }
        }
    }

    #[test]
    fn a_name_without_a_known_extension_is_refused_with_those_that_are_known() {
        let message = by_extension(Path::new("r.doc")).unwrap_err().to_string();
        for format in Format::ALL {
            let extension = format!(".{}", format.extension());
            assert!(message.contains(&extension), "{message}");
        }
    }
}
