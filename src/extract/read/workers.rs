//! Threads that interpret pieces of a file, whose results are gathered in file order.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;
use std::thread;

use crate::source::Fault;

/// Pieces waiting to be gathered.
pub(super) const WAITING: usize = 4;

/// Hands numbered results on in the order of their numbers; the first fault ends it.
pub(super) fn in_order<T>(
    results: Receiver<(usize, Result<T, Fault>)>,
    mut take: impl FnMut(T) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, result) in results {
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            take(result?)?;
            next += 1;
        }
    }
    Ok(())
}

/// The result of a thread; its panic, if any, is resumed here.
pub(super) fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
