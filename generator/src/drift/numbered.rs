//! Names that differ in a running number only: `k0`, `k1`, … are keys that are data.

use std::collections::BTreeSet;

/// So many names that run make keys that are data.
const RUN: usize = 3;

/// And so many that do not run.
const MANY: usize = 8;

/// The numbers that stand behind one beginning.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbered {
    /// As they are written, until they are many.
    names: BTreeSet<String>,
    are_many: bool,
}

impl Numbered {
    /// Takes a number in.
    pub(super) fn take(&mut self, number: &str) {
        if self.are_many || !self.names.insert(number.to_owned()) {
            return;
        }
        let numbers: Vec<u64> = self.names.iter().filter_map(|name| name.parse().ok()).collect();
        let span = numbers.iter().max().zip(numbers.iter().min()).map_or(0, |(most, least)| most - least);
        // `sha1`, `sha256` and `sha512` are three names.
        let runs = usize::try_from(span).is_ok_and(|span| span < 2 * numbers.len());
        self.are_many = self.names.len() >= MANY || self.names.len() >= RUN && runs;
    }

    /// Whether they are keys that are data.
    pub(super) fn are_many(&self) -> bool {
        self.are_many
    }

    /// The numbers that came before they were many, as they are written.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// What stands before the number that a name ends with, and the number.
pub(super) fn numbered(name: &str) -> Option<(&str, &str)> {
    let stem = name.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let number = &name[stem.len()..];
    (!number.is_empty() && stem.contains(char::is_alphabetic)).then_some((stem, number))
}

#[cfg(test)]
mod tests {
    use super::{Numbered, numbered};

    #[test]
    fn a_number_at_the_end_is_told() {
        for (name, expected) in [
            ("k0", Some(("k", "0"))),
            ("line_12", Some(("line_", "12"))),
            ("a1b22", Some(("a1b", "22"))),
            ("é07", Some(("é", "07"))),
            ("name", None),
            ("2x", None),
            ("17", None),
            ("_1", None),
            ("", None),
        ] {
            assert_eq!(numbered(name), expected, "{name}");
        }
    }

    #[test]
    fn three_that_run_are_many() {
        for (numbers, expected) in [
            (&["1", "2"][..], false),
            (&["1", "2", "2"], false),
            (&["1", "2", "3"], true),
            (&["0", "2", "4"], true),
            (&["1", "256", "512"], false),
            (&["1", "256", "384", "512", "5", "6", "7"], false),
            (&["17", "230", "901", "4", "5000", "77", "6", "1000"], true),
            (&["18446744073709551615", "99999999999999999999999", "0"], false),
        ] {
            let mut all = Numbered::default();
            for number in numbers {
                all.take(number);
            }
            assert_eq!(all.are_many(), expected, "{numbers:?}");
        }
    }
}
