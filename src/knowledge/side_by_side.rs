//! Two pieces of work on one text, side by side where the text is long enough to gain by it.

use std::panic::resume_unwind;
use std::thread;

/// From so many words on, another thread is worth its start.
const LONG: usize = 300;

/// Does both pieces of work on a text of so many words.
pub fn side_by_side<A: Send, B>(
    words: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if words < LONG {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
    })
}
