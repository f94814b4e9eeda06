//! Two pieces of work on one text, side by side where the text is long enough to gain by it.

/// From so many words on, another thread saves more than handing over to it takes.
const LONG: usize = 300;

/// Does both pieces of work on a text of so many words.
pub fn side_by_side<A: Send, B: Send>(
    words: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if words < LONG {
        return (one(), other());
    }
    rayon::join(one, other)
}
