//! A sign of life on a terminal while something takes long.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::OutputArgs;
use crate::language::Words;

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the sign moves.
const TICK: Duration = Duration::from_millis(120);

impl OutputArgs {
    /// Does some work, and says on a terminal what is being done if it takes more than about a second;
    /// nothing if standard error is not a terminal, and nothing if quiet.
    pub(in crate::cli) fn while_working<T>(&self, doing: &Words, work: impl FnOnce() -> T) -> T {
        let is_shown = !self.quiet && io::stderr().is_terminal();
        let progress = is_shown.then(|| {
            let message = doing.text(self.language()).to_owned();
            Progress::start(message, PATIENCE, ProgressDrawTarget::stderr)
        });
        let result = work();
        drop(progress);
        result
    }
}

/// A line that appears after a while and is cleared when this is dropped, also by an error or a panic.
struct Progress {
    /// Nothing is sent: closing it is the message.
    running: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    fn start(
        message: String,
        patience: Duration,
        target: impl FnOnce() -> ProgressDrawTarget + Send + 'static,
    ) -> Self {
        let (running, stopped) = channel::<()>();
        let thread = thread::spawn(move || {
            if stopped.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                let line = line(message, target()).with_elapsed(patience);
                line.enable_steady_tick(TICK);
                let _ = stopped.recv();
                line.finish_and_clear();
            }
        });
        Self {
            running: Some(running),
            thread: Some(thread),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.running = None;
        if let Some(thread) = self.thread.take() {
            // A sign of life that fails must not end the work.
            let _ = thread.join();
        }
    }
}

fn line(message: String, target: ProgressDrawTarget) -> ProgressBar {
    let line = ProgressBar::with_draw_target(None, target).with_message(message);
    match ProgressStyle::with_template("{spinner} {msg} … {elapsed}") {
        Ok(style) => line.with_style(style),
        Err(_) => line,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use indicatif::TermLike;

    use super::*;

    /// A terminal that remembers what was written to it.
    #[derive(Clone, Debug, Default)]
    struct Written(Arc<Mutex<Vec<String>>>);

    impl Written {
        fn add(&self, text: &str) {
            self.0.lock().unwrap().push(text.to_owned());
        }

        fn text(&self) -> String {
            self.0.lock().unwrap().concat()
        }
    }

    impl TermLike for Written {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.add(text);
            Ok(())
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            self.add(text);
            Ok(())
        }
        fn clear_line(&self) -> io::Result<()> {
            self.add("<cleared>");
            Ok(())
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    fn progress(terminal: &Written, patience: Duration) -> Progress {
        let terminal = Box::new(terminal.clone());
        Progress::start("läser".to_owned(), patience, move || {
            ProgressDrawTarget::term_like(terminal)
        })
    }

    #[test]
    fn short_work_shows_nothing() {
        let terminal = Written::default();
        drop(progress(&terminal, Duration::from_mins(1)));
        assert_eq!(terminal.text(), "");
    }

    #[test]
    fn long_work_is_named_and_the_line_is_cleared() {
        let terminal = Written::default();
        let running = progress(&terminal, Duration::ZERO);
        while !terminal.text().contains("läser") {
            thread::yield_now();
        }
        drop(running);
        let text = terminal.text();
        assert!(text.ends_with("<cleared>"), "{text}");
    }
}
