//! Many inputs at once: the same work for each, in several threads. What comes out stands in the order of what went in, so that nobody can tell how many
//! threads there were.

use std::io::IsTerminal as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::ThreadPoolBuilder;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use crate::cli::args::Work;
use crate::cli::console::Console;

/// The stack of a thread: that of a main thread, which the readers of nested documents are made for.
const STACK: usize = 8 * 1024 * 1024;

/// What became of an input.
pub(super) enum Worked<R> {
    /// The work was done.
    Done(R, Duration),
    /// It could not be done for a bug in docwright, of which the process has said what it knows.
    Broken,
}

/// Does the work for each input; `name` is what the bar shows.
pub(super) fn each<T: Sync, R: Send>(
    work: Work,
    inputs: &[T],
    console: &Console<'_>,
    name: impl Fn(&T) -> String + Sync,
    of: impl Fn(&T) -> R + Sync,
) -> Vec<Worked<R>> {
    let bar = bar(work, inputs.len(), console);
    let one = |input: &T| {
        #[expect(clippy::disallowed_methods, reason = "how long it took is for people, and nothing is made of it")]
        let start = Instant::now();
        // One input that breaks the stages is no reason to let the others go.
        let done = catch_unwind(AssertUnwindSafe(|| of(input)));
        bar.set_message(name(input));
        bar.inc(1);
        done.map_or(Worked::Broken, |done| Worked::Done(done, start.elapsed()))
    };
    let mut pool = ThreadPoolBuilder::new().stack_size(STACK);
    if let Some(jobs) = work.jobs {
        pool = pool.num_threads(jobs.get());
    }
    let all = match pool.build() {
        Ok(pool) => pool.install(|| inputs.par_iter().with_max_len(1).map(one).collect()),
        // A system that gives no threads still has this one.
        Err(_) => inputs.iter().map(one).collect(),
    };
    bar.finish_and_clear();
    all
}

/// The bar: on a terminal, where somebody waits for more than one thing, and nowhere else.
fn bar(work: Work, count: usize, console: &Console<'_>) -> ProgressBar {
    let watched = console.is_process() && std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
    if work.quiet || !watched || count < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(u64::try_from(count).ok(), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("  {bar:30} {pos}/{len}  {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::{Worked, each};
    use crate::cli::args::Work;
    use crate::cli::console::Console;

    #[test]
    fn the_order_is_that_of_the_inputs_and_one_that_breaks_stops_no_other() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let console = Console::of_memory(&mut out, &mut err, anstream::ColorChoice::Never);
        let inputs: Vec<usize> = (0..100).collect();
        for jobs in [1, 2, 7] {
            let work = Work { jobs: NonZeroUsize::new(jobs), quiet: false, timings: false };
            let of = |&input: &usize| {
                assert!(input != 13, "the thirteenth breaks");
                // The first take the longest.
                std::thread::sleep(std::time::Duration::from_micros(u64::try_from(100 - input).unwrap_or(0)));
                input * 2
            };
            let all = each(work, &inputs, &console, ToString::to_string, of);
            let done: Vec<Option<usize>> =
                all.iter().map(|worked| if let Worked::Done(done, _) = worked { Some(*done) } else { None }).collect();
            let expected: Vec<Option<usize>> = (0..100).map(|input| (input != 13).then_some(input * 2)).collect();
            assert_eq!(done, expected, "{jobs}");
        }
    }
}
