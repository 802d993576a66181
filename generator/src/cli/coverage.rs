//! The account of requests, shared by all verbs that make one: a table at the end, a line for each request, an object for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use crate::cli::console::{BOLD, RED, styled};
use crate::cli::words::{number, plural};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, JsonLine, Severity, visible};
use crate::postman::{Coverage, Joined, Refused};
use crate::text::{SourceMap, Span};

/// An input in the table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// What it is called.
    pub(super) name: String,
    pub(super) state: State,
    pub(super) warnings: usize,
    pub(super) errors: usize,
    /// How long it took; nothing where that is not asked for.
    pub(super) time: Option<Duration>,
    /// Lines under it.
    pub(super) details: String,
}

/// What became of an input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    requests: usize,
    operations: usize,
    joined: usize,
    refused: usize,
}

#[derive(Clone, Debug)]
pub(super) enum State {
    Read(Counts),
    /// It is refused as a whole: by the code of the first error, with its words.
    Refused(Option<(Code, String)>),
}

impl State {
    /// What became of an input, by its account and by what was said of it.
    pub(super) fn of(coverage: Option<&Coverage>, diagnostics: &Diagnostics) -> Self {
        let Some(Coverage { seen, made, joined, refused }) = coverage else {
            let errors = errors(diagnostics);
            return Self::Refused(errors.first().map(|first| {
                let more = if errors.len() > 1 { format!(" (and {} more)", number(errors.len() - 1)) } else { String::new() };
                (first.code, format!("{}{more}", visible(&first.message)))
            }));
        };
        Self::Read(Counts { requests: *seen, operations: *made, joined: joined.len(), refused: refused.len() })
    }
}

/// All that is wrong, in the order of the places.
pub(super) fn errors(diagnostics: &Diagnostics) -> Vec<&Diagnostic> {
    diagnostics.sorted().into_iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).collect()
}

/// The table: a line for each input, and the sums. `noun` is what an input is.
pub(super) fn table(rows: &[Row], noun: &str) -> String {
    const HEADS: [&str; 6] = ["requests", "operations", "joined", "refused", "warnings", "errors"];
    let mut sums = Counts { requests: 0, operations: 0, joined: 0, refused: 0 };
    let (mut warnings, mut errors, mut time) = (0, 0, None);
    let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
    for row in rows {
        match &row.state {
            State::Read(Counts { requests, operations, joined, refused }) => {
                sums.requests += requests;
                sums.operations += operations;
                sums.joined += joined;
                sums.refused += refused;
            }
            State::Refused(first) => {
                if let Some((code, _)) = first {
                    *codes.entry(*code).or_default() += 1;
                }
            }
        }
        warnings += row.warnings;
        errors += row.errors;
        if let Some(taken) = row.time {
            time = Some(time.unwrap_or(Duration::ZERO) + taken);
        }
    }
    let total = format!("{} {}", number(rows.len()), plural(rows.len(), noun));
    let width = rows.iter().map(|row| row.name.chars().count()).chain([total.len()]).max().unwrap_or(0);
    let line = |name: &str, cells: &[String], time: Option<Duration>| {
        let gap = " ".repeat(width.saturating_sub(name.chars().count()));
        let mut line = format!("  {}{gap} ", if name.is_empty() { String::new() } else { styled(BOLD, name) });
        for (head, cell) in HEADS.iter().zip(cells) {
            let _ = write!(line, "  {cell:>width$}", width = head.len());
        }
        if let Some(time) = time {
            let _ = write!(line, "  {:>8}", seconds(time));
        }
        line + "\n"
    };
    let cells = |counts: &Counts, warnings: usize, errors: usize| {
        let Counts { requests, operations, joined, refused } = *counts;
        [requests, operations, joined, refused, warnings, errors].map(number)
    };
    let heads = HEADS.map(str::to_owned);
    let mut text = line("", &heads, None);
    if time.is_some() {
        text.truncate(text.len() - 1);
        text.push_str("      time\n");
    }
    for row in rows {
        match &row.state {
            State::Read(counts) => text.push_str(&line(&row.name, &cells(counts, row.warnings, row.errors), row.time)),
            State::Refused(first) => {
                let gap = " ".repeat(width - row.name.chars().count());
                let why = match first {
                    Some((code, message)) => format!("{}: {message}", styled(RED, format!("refused[{}]", code.id()))),
                    None => styled(RED, "refused"),
                };
                let _ = writeln!(text, "  {}{gap}   {why}", styled(BOLD, &row.name));
            }
        }
        text.push_str(&row.details);
    }
    text.push_str(&line(&total, &cells(&sums, warnings, errors), time));
    let whole: usize = codes.values().sum();
    if whole > 0 {
        let mut codes: Vec<(Code, usize)> = codes.into_iter().collect();
        codes.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
        let codes: Vec<String> = codes.iter().map(|(code, count)| format!("{} {code}", number(*count))).collect();
        let _ = writeln!(text, "  {} {} refused as a whole: {}", number(whole), plural(whole, noun), codes.join(", "));
    }
    text
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// A line for each request of an input that became no operation of its own, or for each reason why the input is refused.
pub(super) fn details(coverage: Option<&Coverage>, diagnostics: &Diagnostics, sources: &SourceMap) -> String {
    let mut text = String::new();
    let Some(Coverage { seen: _, made: _, joined, refused }) = coverage else {
        for error in errors(diagnostics) {
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

/// The same for programs: members of an object about an input.
pub(super) fn json(line: JsonLine, coverage: &Coverage, sources: &SourceMap) -> JsonLine {
    let Coverage { seen, made, joined, refused } = coverage;
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
    line.number("requests", *seen).number("operations", *made).objects("joined", joined).objects("refused", refused)
}

/// Why an input is refused, for programs.
pub(super) fn json_errors(line: JsonLine, diagnostics: &Diagnostics, sources: &SourceMap) -> JsonLine {
    let errors = errors(diagnostics).into_iter().map(|error| {
        let line = JsonLine::new().string("code", error.code.id());
        placed(line, error.primary.span, sources).string("message", &error.message)
    });
    line.objects("errors", errors)
}

fn placed(line: JsonLine, place: Span, sources: &SourceMap) -> JsonLine {
    let start = sources.start(place);
    line.string("file", sources.file(place.file).name()).number("line", start.line as usize).number("column", start.column as usize)
}
