//! Running the program the way a person would.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The top folder of the repository; the program runs there.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One run of the program.
#[must_use]
pub(crate) struct Program {
    command: Command,
    stdin: Vec<u8>,
}

/// What a run printed and how it ended.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Program {
    /// The arguments as typed, parted by blanks.
    pub(crate) fn new(arguments: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vardkraft"));
        command
            .args(arguments.split_whitespace())
            .current_dir(repository());
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        Self {
            command,
            stdin: Vec::new(),
        }
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// More arguments, as typed.
    pub(crate) fn args(mut self, arguments: &str) -> Self {
        self.command.args(arguments.split_whitespace());
        self
    }

    /// Runs in another folder than the repository's.
    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn stdin(self, bytes: &[u8]) -> Self {
        Self {
            stdin: bytes.to_vec(),
            ..self
        }
    }

    pub(crate) fn run(mut self) -> Run {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        // A program that refuses its arguments does not read.
        let _ = stdin.write_all(&self.stdin);
        drop(stdin);
        Run::from(child.wait_with_output().expect("the program ends"))
    }

    /// Runs, expecting exit code 0, and returns what stood on stdout.
    #[track_caller]
    pub(crate) fn stdout(self) -> String {
        let run = self.run();
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    }

    /// Runs, expecting exit code 1 and nothing on stdout, and returns what stood on stderr.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        let run = self.run();
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(1), ""),
            "{}",
            run.stderr
        );
        run.stderr
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
            code: output.status.code(),
        }
    }
}

/// Compares with a file of the repository; `SNAPSHOTS=overwrite` writes it instead.
#[track_caller]
pub(crate) fn assert_matches_file(actual: &str, path: &Path) {
    let expected = snapbox::Data::read_from(path, Some(snapbox::data::DataFormat::Text)).raw();
    let compare = snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .normalize_paths(false);
    compare.eq(actual.to_owned(), expected);
}
