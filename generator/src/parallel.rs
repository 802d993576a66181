//! Work on all cores: the same for each of many things, or two things that know nothing of each other. What comes out stands in the order of what went
//! in, so that nobody can tell how many there were.
//!
//! Only the command does so. A build script is one of many that run at once.

/// How many are one piece of work.
#[derive(Clone, Copy)]
pub(crate) enum Piece {
    /// Each is work enough.
    One,
    /// Each is small.
    Several,
}

/// What is made of each, in order.
#[cfg(feature = "cli")]
pub(crate) fn each<T: Sync, R: Send>(all: &[T], piece: Piece, made: impl Fn(&T) -> Vec<R> + Sync) -> Vec<R> {
    use std::sync::atomic::{AtomicUsize, Ordering};

    let (size, least) = match piece {
        Piece::One => (1, 2),
        Piece::Several => (16, 64),
    };
    let helpers = std::thread::available_parallelism().map_or(0, |cores| cores.get() - 1).min(all.len() / least);
    let next = AtomicUsize::new(0);
    // Takes one piece after the other until there is none left.
    let work = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            match all.chunks(size).nth(piece) {
                Some(things) => done.push((piece, things.iter().flat_map(&made).collect())),
                None => return done,
            }
        }
    };
    let mut pieces = std::thread::scope(|scope| {
        // A system that gives no threads still has this one.
        let helpers: Vec<_> =
            (0..helpers).filter_map(|_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()).collect();
        let mut pieces = work();
        for helper in helpers {
            match helper.join() {
                Ok(done) => pieces.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        pieces
    });
    pieces.sort_unstable_by_key(|(piece, _)| *piece);
    pieces.into_iter().flat_map(|(_, made)| made).collect()
}

/// What is made of both; the second may be made by another thread.
#[cfg(feature = "cli")]
pub(crate) fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    use std::sync::{Mutex, PoisonError};

    // A system that gives no threads still has this one, and the work is not lost with the thread.
    let other = Mutex::new(Some(other));
    let taken = || other.lock().unwrap_or_else(PoisonError::into_inner).take();
    std::thread::scope(|scope| {
        let helper = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || taken().map(|other| other()));
        let one = one();
        let by_helper = helper.ok().and_then(|helper| helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        let other = by_helper.or_else(|| taken().map(|other| other()));
        (one, other.expect("one of two threads has taken it"))
    })
}

/// What is made of both.
#[cfg(not(feature = "cli"))]
pub(crate) fn both<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}

/// The stack of a helper: that of a main thread.
#[cfg(feature = "cli")]
const STACK: usize = 8 * 1024 * 1024;

/// What is made of each, in order.
#[cfg(not(feature = "cli"))]
pub(crate) fn each<T, R>(all: &[T], _: Piece, made: impl Fn(&T) -> Vec<R>) -> Vec<R> {
    all.iter().flat_map(made).collect()
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::{Piece, both, each};

    #[test]
    fn both_are_made() {
        let text = "a".to_owned();
        assert_eq!(both(|| text.len(), || text.clone()), (1, "a".to_owned()));
    }

    #[test]
    fn what_comes_out_stands_in_the_order_of_what_went_in() {
        for count in [0, 1, 2, 16, 1601] {
            let all: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = all.iter().flat_map(|one| vec![*one; one % 3]).collect();
            for piece in [Piece::One, Piece::Several] {
                assert_eq!(each(&all, piece, |one| vec![*one; one % 3]), expected);
            }
        }
    }
}
