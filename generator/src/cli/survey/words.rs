//! What became of the inputs, in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cli::console::{BOLD, RED, styled};
use crate::cli::survey::Surveyed;
use crate::cli::survey::find::Input;
use crate::cli::words::{number, plural};
use crate::diagnostic::{Code, JsonLine, visible};
use crate::postman::{Coverage, Joined, Refused};
use crate::text::{SourceMap, Span};

/// The sums over all inputs.
#[derive(Debug, Default)]
pub(super) struct Totals {
    inputs: usize,
    requests: usize,
    operations: usize,
    joined: usize,
    refused: usize,
    /// Inputs that are refused as a whole, by the code of the first error.
    codes: BTreeMap<Code, usize>,
}

impl Totals {
    pub(super) fn add(&mut self, surveyed: &Surveyed<'_>) {
        self.inputs += 1;
        if let Some(Coverage { seen, made, joined, refused }) = &surveyed.coverage {
            self.requests += seen;
            self.operations += made;
            self.joined += joined.len();
            self.refused += refused.len();
        } else if let Some(error) = surveyed.errors().first() {
            *self.codes.entry(error.code).or_default() += 1;
        }
    }
}

/// How an input is called in a line of its own.
pub(super) fn name(input: &Input) -> String {
    visible(&input.shown).into_owned()
}

/// One line about an input.
pub(super) fn line(surveyed: &Surveyed<'_>, width: usize) -> String {
    let name = name(surveyed.input);
    let gap = " ".repeat(width.saturating_sub(name.chars().count()));
    let name = styled(BOLD, name);
    let Some(Coverage { seen, made, joined, refused }) = &surveyed.coverage else {
        let errors = surveyed.errors();
        let Some(first) = errors.first() else { return format!("  {name}{gap}   {}", styled(RED, "refused")) };
        let more = if errors.len() > 1 { format!(" (and {} more)", number(errors.len() - 1)) } else { String::new() };
        return format!("  {name}{gap}   {}: {}{more}", styled(RED, format!("refused[{}]", first.code.id())), visible(&first.message));
    };
    let mut text =
        format!("  {name}{gap}   {} {}, {} {}", number(*seen), plural(*seen, "request"), number(*made), plural(*made, "operation"));
    for (count, what) in [(joined.len(), "joined"), (refused.len(), "refused")] {
        if count > 0 {
            let _ = write!(text, ", {} {what}", number(count));
        }
    }
    text
}

/// A line for each request of an input that became no operation of its own, or for each reason why the input is refused.
pub(super) fn details(surveyed: &Surveyed<'_>) -> String {
    let sources = &surveyed.files.sources;
    let mut text = String::new();
    let Some(Coverage { seen: _, made: _, joined, refused }) = &surveyed.coverage else {
        for error in surveyed.errors() {
            let _ = writeln!(text, "     {}", visible(&error.line(sources)));
        }
        return text;
    };
    let joined = joined.iter().map(|Joined { name, place, into: _, first: _, reason }| (*place, "joined", name, reason));
    let refused = refused.iter().map(|Refused { name, place, reason }| (*place, "refused", name, reason));
    let mut requests: Vec<_> = joined.chain(refused).collect();
    requests.sort_by_key(|&(place, ..)| (place.file, place.start));
    for (place, what, name, reason) in requests {
        let _ = writeln!(text, "     {}: {what}: `{}`: {}", visible(&sources.place(place)), visible(name), visible(reason));
    }
    text
}

/// The sums, a line each.
pub(super) fn summary(totals: &Totals) -> String {
    let Totals { inputs, requests, operations, joined, refused, codes } = totals;
    let files_refused: usize = codes.values().sum();
    let mut rows = vec![
        ("files".to_owned(), *inputs),
        ("requests".to_owned(), *requests),
        ("operations".to_owned(), *operations),
        ("joined".to_owned(), *joined),
        ("refused".to_owned(), *refused),
        ("files refused".to_owned(), files_refused),
    ];
    rows.extend(codes.iter().map(|(code, count)| (format!("  {}", code.id()), *count)));
    let name_width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let number_width = rows.iter().map(|(_, count)| number(*count).len()).max().unwrap_or(0);
    let mut text = "\n".to_owned();
    for (name, count) in rows {
        let _ = writeln!(text, "  {name:name_width$}   {:>number_width$}", number(count));
    }
    text
}

/// The same for programs: one object for an input.
pub(super) fn json(surveyed: &Surveyed<'_>) -> String {
    let sources = &surveyed.files.sources;
    let line = JsonLine::new().string("type", "survey").string("input", &surveyed.input.shown);
    let errors = surveyed.errors().into_iter().map(|error| {
        let line = JsonLine::new().string("code", error.code.id());
        placed(line, error.primary.span, sources).string("message", &error.message)
    });
    let Some(Coverage { seen, made, joined, refused }) = &surveyed.coverage else {
        return line.string("state", "refused").objects("errors", errors).finish();
    };
    let joined = joined.iter().map(|Joined { name, place, into, first, reason }| {
        let start = sources.start(*first);
        placed(JsonLine::new().string("name", name), *place, sources)
            .string("into", into)
            .number("into_line", start.line as usize)
            .number("into_column", start.column as usize)
            .string("reason", reason)
    });
    let refused = refused
        .iter()
        .map(|Refused { name, place, reason }| placed(JsonLine::new().string("name", name), *place, sources).string("reason", reason));
    line.string("state", "read")
        .number("requests", *seen)
        .number("operations", *made)
        .objects("joined", joined)
        .objects("refused", refused)
        .finish()
}

fn placed(line: JsonLine, place: Span, sources: &SourceMap) -> JsonLine {
    let start = sources.start(place);
    line.string("file", sources.file(place.file).name()).number("line", start.line as usize).number("column", start.column as usize)
}
