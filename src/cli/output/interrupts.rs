//! Ctrl-C and SIGTERM.
//!
//! They end the program at once with 128 + the signal's number (130 and 143), except while unfinished files lie
//! beside their targets: then the writer stops at its next piece, the unfinished files are removed, and the
//! program ends with the same code. A second signal ends it at once in either case.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What signals and writers share. Signals are of the process, and so is this.
#[derive(Debug)]
struct Interrupts {
    may_end: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

static INTERRUPTS: OnceLock<Interrupts> = OnceLock::new();

/// Listens from now on. A system that refuses ends the program its own way.
pub(in crate::cli) fn listen() {
    INTERRUPTS.get_or_init(|| {
        let own = Interrupts {
            may_end: Arc::new(AtomicBool::new(true)),
            signal: Arc::default(),
        };
        for signal in [SIGINT, SIGTERM] {
            let number = usize::try_from(signal).unwrap_or_default();
            // In this order: the first signal finds `may_end` as the writer left it.
            let _ =
                flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&own.may_end));
            let _ = flag::register_usize(signal, Arc::clone(&own.signal), number);
            let _ = flag::register(signal, Arc::clone(&own.may_end));
        }
        own
    });
}

/// The exit code of a run that a signal stopped.
pub(in crate::cli) fn exit_code() -> Option<u8> {
    let signal = INTERRUPTS.get()?.signal.load(Ordering::SeqCst);
    let code = u8::try_from(128 + signal).ok();
    code.filter(|_| signal != 0)
}

/// While it lives, the first signal does not end the program.
#[derive(Debug)]
pub(super) struct Unfinished;

impl Unfinished {
    pub(super) fn begin() -> Self {
        set_may_end(false);
        Self
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        set_may_end(true);
    }
}

fn set_may_end(may_end: bool) {
    if let Some(own) = INTERRUPTS.get() {
        own.may_end.store(may_end, Ordering::SeqCst);
    }
}

/// A writer that stops when a signal has come.
pub(super) struct Interruptible<W>(pub(super) W);

impl<W: io::Write> io::Write for Interruptible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        check()?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        check()?;
        self.0.flush()
    }
}

/// Refuses to go on when a signal has come.
pub(super) fn check() -> io::Result<()> {
    match exit_code() {
        // Not `ErrorKind::Interrupted`, which writers take for a request to try again.
        Some(_) => Err(io::Error::other(Interrupted)),
        None => Ok(()),
    }
}

#[derive(Debug)]
struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("avbruten")
    }
}

impl std::error::Error for Interrupted {}
