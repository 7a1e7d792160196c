//! argv in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    vardkraft::cli::run(std::env::args_os())
}
