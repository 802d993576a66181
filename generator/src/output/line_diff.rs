//! The difference of two texts, for people.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use similar::{ChangeTag, DiffTag, TextDiff};

/// How many lines came and went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineChange {
    /// Lines that came.
    pub added: usize,
    /// Lines that went.
    pub removed: usize,
}

/// How many lines came and went between two texts.
pub fn count_lines(before: &str, after: &str) -> LineChange {
    if before.is_empty() {
        // Most files are new on a first run.
        return LineChange { added: after.lines().count(), removed: 0 };
    }
    let mut change = LineChange::default();
    for line in TextDiff::from_lines(before, after).iter_all_changes() {
        match line.tag() {
            ChangeTag::Insert => change.added += 1,
            ChangeTag::Delete => change.removed += 1,
            ChangeTag::Equal => {}
        }
    }
    change
}

/// Which lines of `edited` are not those of `written`, counted from 1. Lines that were only deleted show as the line before the gap.
pub fn edited_lines(written: &str, edited: &str) -> Vec<RangeInclusive<usize>> {
    let diff = TextDiff::from_lines(written, edited);
    let mut ranges: Vec<RangeInclusive<usize>> = Vec::new();
    for op in diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal) {
        let new = op.new_range();
        let (first, last) = if new.is_empty() { (new.start.max(1), new.start.max(1)) } else { (new.start + 1, new.end) };
        match ranges.last_mut() {
            Some(range) if *range.end() + 1 >= first => *range = *range.start()..=last.max(*range.end()),
            _ => ranges.push(first..=last),
        }
    }
    ranges
}

/// A unified difference of at most `limit` lines, and how many more there are. `@@ name:line` heads each piece.
pub fn unified(name: &str, before: &str, after: &str, limit: usize) -> (String, usize) {
    let diff = TextDiff::from_lines(before, after);
    let mut text = String::new();
    let mut lines = 0;
    let mut left_out = 0;
    for group in diff.grouped_ops(1) {
        let line = group.first().map_or(0, |op| op.old_range().start) + 1;
        let changes = group.iter().flat_map(|op| diff.iter_changes(op));
        let head = format!("@@ {name}:{line}");
        for shown in
            std::iter::once(head).chain(changes.map(|change| format!("{}{}", change.tag(), change.value().trim_end_matches(['\n', '\r']))))
        {
            if lines < limit {
                let _ = writeln!(text, "{shown}");
                lines += 1;
            } else {
                left_out += 1;
            }
        }
    }
    (text, left_out)
}

#[cfg(test)]
mod tests {
    use super::{LineChange, count_lines, edited_lines, unified};

    #[test]
    fn counts_lines() {
        assert_eq!(count_lines("a\nb\nc\n", "a\nx\ny\nc\n"), LineChange { added: 2, removed: 1 });
        assert_eq!(count_lines("", "a\nb\n"), LineChange { added: 2, removed: 0 });
        assert_eq!(count_lines("a\n", "a\n"), LineChange::default());
    }

    #[test]
    fn names_edited_lines() {
        assert_eq!(edited_lines("a\nb\nc\nd\n", "a\nx\ny\nc\nd\n"), [2..=3]);
        assert_eq!(edited_lines("a\nb\nc\n", "a\nc\n"), [1..=1]);
        assert_eq!(edited_lines("a\nb\n", "b\n"), [1..=1]);
        assert_eq!(edited_lines("a\nb\nc\nd\ne\n", "1\nb\nc\nd\n5\n"), [1..=1, 5..=5]);
    }

    #[test]
    fn shows_pieces_and_stops() {
        let (text, left_out) = unified("src/a.rs", "a\nb\nc\nd\n", "a\nb\nx\nd\n", 40);
        assert_eq!(text, "@@ src/a.rs:2\n b\n-c\n+x\n d\n");
        assert_eq!(left_out, 0);
        let (text, left_out) = unified("src/a.rs", "a\nb\nc\nd\n", "a\nb\nx\nd\n", 3);
        assert_eq!(text, "@@ src/a.rs:2\n b\n-c\n");
        assert_eq!(left_out, 2);
    }
}
