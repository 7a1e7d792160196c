//! Arguments as they were typed: parsed, and held against what can act.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Error, Parser};

use super::idle_options::idle_option;
use crate::language::visible;

/// What was typed. An error names no control character of an argument, or a terminal would obey it.
pub(super) fn parse<P: Parser>(arguments: impl IntoIterator<Item = OsString>) -> Result<P, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    parse_typed(&arguments).map_err(|error| {
        let shown: Vec<OsString> = arguments.iter().map(shown).collect();
        if shown == arguments {
            return error;
        }
        // The same arguments, but for what cannot be seen, are refused for the same reason.
        let control = || Error::raw(error.kind(), "an argument holds control characters\n");
        parse_typed::<P>(&shown).err().unwrap_or_else(control)
    })
}

fn parse_typed<P: Parser>(arguments: &[OsString]) -> Result<P, Error> {
    let mut command = P::command();
    let matches = command.try_get_matches_from_mut(arguments)?;
    if let Some(refused) = idle_option(&command, &matches) {
        return Err(command.error(ErrorKind::ArgumentConflict, refused));
    }
    P::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn shown(argument: &OsString) -> OsString {
    let text = argument.to_string_lossy();
    let shown = visible(&text);
    if shown == text {
        argument.clone()
    } else {
        OsString::from(shown.into_owned())
    }
}
