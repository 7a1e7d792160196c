//! From results to exit codes: 0 done, 1 input refused or a check failed, 2 wrong usage, 130 and 143 stopped by
//! Ctrl-C and SIGTERM.

use std::io;
use std::process::ExitCode;

use super::output::{OutputArgs, check_stdout, interrupted};
use super::usage_error::UsageError;
use crate::language::Language;
use crate::render::RenderError;
use crate::source::{Fault, Faults};

const REFUSED: u8 = 1;
const USAGE: u8 = 2;

/// Prints what clap has to say: help and version on stdout with 0, an error on stderr with 2.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let is_told = if error.use_stderr() {
        Ok(())
    } else {
        check_stdout()
    };
    match is_told.and_then(|()| error.print()) {
        // Nothing can be reported to a reader who has left.
        _ if error.use_stderr() => ExitCode::from(USAGE),
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(REFUSED),
        Ok(()) | Err(_) => ExitCode::SUCCESS,
    }
}

/// Reports an error once, and forgives a reader who closed the pipe.
pub(super) fn code(result: anyhow::Result<()>, output: &OutputArgs) -> ExitCode {
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    if let Some(code) = interrupted() {
        return ExitCode::from(code);
    }
    if is_closed_pipe(&error) {
        return ExitCode::SUCCESS;
    }
    if let Some(usage) = error.downcast_ref::<UsageError>() {
        output.say(&format!(
            "error: {usage}\n\nFor more information, try '--help'."
        ));
        return ExitCode::from(USAGE);
    }
    output.say(&message(&error, output.language()));
    ExitCode::from(REFUSED)
}

/// What is wrong, in the language of the results.
fn message(error: &anyhow::Error, language: Language) -> String {
    let word = language.choose("fel", "error");
    if let Some(faults) = error.downcast_ref::<Faults>() {
        faults.in_language(language).to_string()
    } else if let Some(fault) = error.downcast_ref::<Fault>() {
        fault.in_language(language).to_string()
    } else if let Some(error) = error.downcast_ref::<RenderError>() {
        format!("{word}: {}", error.words().text(language))
    } else {
        format!("{word}: {error:#}")
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
