//! Names of which no two are equal.

use std::collections::{BTreeMap, BTreeSet};

/// The names that are taken, and for each that was wished for twice the number that its next namesake tries first.
///
/// All smaller numbers are taken by then, and stay so: a thousand namesakes do not begin at two a thousand times.
#[derive(Default)]
pub(super) struct Free {
    taken: BTreeSet<String>,
    next: BTreeMap<String, u32>,
}

impl Free {
    /// Everything is free but these names.
    pub(super) fn without(taken: impl IntoIterator<Item = String>) -> Self {
        Self { taken: taken.into_iter().collect(), next: BTreeMap::new() }
    }

    /// Whether nobody has taken a name.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// Takes a name, or the first free one with a number, from two on.
    pub(super) fn take(&mut self, wish: &str, numbered: impl Fn(&str, u32) -> String) -> String {
        if self.taken.insert(wish.to_owned()) {
            return wish.to_owned();
        }
        let number = self.next.entry(wish.to_owned()).or_insert(2);
        loop {
            let name = numbered(wish, *number);
            *number = number.saturating_add(1);
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Free;

    #[test]
    fn the_first_free_number_is_taken() {
        let mut free = Free::without(["a".to_owned(), "a-3".to_owned()]);
        let names: Vec<String> =
            ["a", "b", "a", "b", "a-3", "a"].iter().map(|wish| free.take(wish, |stem, number| format!("{stem}-{number}"))).collect();
        assert_eq!(names, ["a-2", "b", "a-4", "b-2", "a-3-2", "a-5"]);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
    fn many_namesakes_take_no_longer_each() {
        let started = std::time::Instant::now();
        let mut free = Free::default();
        let last = (0..50_000).map(|_| free.take("a", |stem, number| format!("{stem}-{number}"))).last();
        assert_eq!(last.as_deref(), Some("a-50000"));
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "it took {:?}", started.elapsed());
    }
}
