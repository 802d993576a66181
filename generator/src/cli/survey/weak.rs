//! What to settle first.

use std::fmt::Write as _;

use crate::cli::console::{BOLD, styled};
use crate::cli::words::{number, plural};
use crate::confidence::{Known, Weak, Weakest};
use crate::diagnostic::{JsonLine, visible};
use crate::text::SourceMap;

/// So many facts of an API are shown to people.
const SHOWN: usize = 5;

/// How much is told of a weak fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// What it is, in a line.
    Line,
    /// Its place and the entry that settles it, too.
    Entry,
}

/// The weakest facts of an input; nothing where there is none.
pub(super) fn table(name: &str, Weakest { first, more }: &Weakest, sources: &SourceMap, detail: Detail) -> Option<String> {
    if first.is_empty() {
        return None;
    }
    let mut text = format!("\n  {}   settle first:\n", styled(BOLD, name));
    for Weak { known, entry } in first.iter().take(SHOWN) {
        let Known { node, grade, words, places, operations, subject: _, basis: _, value: _, is_sent: _, points: _ } = known;
        let count = *operations as usize;
        let _ = writeln!(text, "     {} [{grade}]: {}", styled(BOLD, visible(node.as_str())), visible(words));
        if detail == Detail::Line {
            continue;
        }
        let places: Vec<String> = places.iter().map(|&place| visible(&sources.place(place)).into_owned()).collect();
        let at = if places.is_empty() { String::new() } else { format!("{}; ", places.join(" and ")) };
        let _ = writeln!(text, "        {at}{} {}", number(count), plural(count, "operation"));
        entry.lines().for_each(|line| {
            let _ = writeln!(text, "        {}", visible(line));
        });
    }
    let rest = first.len().saturating_sub(SHOWN) + more;
    if rest > 0 {
        let _ = writeln!(text, "     and {} more weak {}: `--format json` lists them", number(rest), plural(rest, "fact"));
    }
    Some(text)
}

/// The same for programs, all of them as far as they are listed.
pub(super) fn json(line: JsonLine, Weakest { first, more }: &Weakest, sources: &SourceMap) -> JsonLine {
    let facts = first.iter().map(|Weak { known, entry }| {
        let Known { node, grade, words, places, operations, value, is_sent: _, points: _, subject: _, basis: _ } = known;
        let places = places.iter().map(|&place| {
            let start = sources.start(place);
            let line = JsonLine::new().string("file", sources.file(place.file).name());
            line.number("line", start.line as usize).number("column", start.column as usize)
        });
        JsonLine::new()
            .string("node", node.as_str())
            .string("grade", &grade.to_string())
            .string("value", value)
            .string("words", words)
            .objects("places", places)
            .number("operations", *operations as usize)
            .string("entry", entry)
    });
    line.objects("weakest", facts).number("weakest_more", *more)
}
