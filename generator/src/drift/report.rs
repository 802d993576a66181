//! The account for people and for programs.
//!
//! What vendors wrote is shown, never obeyed: no escape sequence reaches a terminal, no line break the line after it.

use crate::diagnostic::{JsonLine, visible};
use crate::drift::account::{Recordings, Unmatched};
use crate::drift::finding::{Finding, FindingKind, NoEntry};
use crate::drift::record::Where;
use crate::ir::{Basis, How, NodeId};
use crate::text::SourceMap;
use std::fmt::Write as _;

/// How an account is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Human {
        /// With colours.
        color: bool,
        /// With all that was never seen, and not only how much that is.
        verbose: bool,
    },
    /// For programs: one object a line. Nothing is shortened.
    Json,
}

/// The most requests without an operation that people are shown.
const SHOWN: usize = 20;

/// Writes the account of an API. The sources are those that it was read from.
pub fn report(name: &str, recordings: &Recordings, sources: &SourceMap, format: Format) -> String {
    match format {
        Format::Human { color, verbose } => human(name, recordings, sources, color, verbose),
        Format::Json => json(name, recordings, sources),
    }
}

fn plural(count: u64, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn ink(color: bool, code: &str, text: &str) -> String {
    if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn sign(kind: FindingKind) -> (&'static str, &'static str) {
    match kind {
        FindingKind::Missing | FindingKind::OtherKind | FindingKind::NoBody | FindingKind::NotJson => ("✗", "31"),
        FindingKind::UnexpectedNull | FindingKind::Duplicate | FindingKind::Status | FindingKind::UnexpectedBody => ("⚠", "33"),
        FindingKind::Unlisted | FindingKind::UnknownMember => ("+", "32"),
    }
}

fn human(name: &str, recordings: &Recordings, sources: &SourceMap, color: bool, verbose: bool) -> String {
    let Recordings {
        answers,
        held,
        without_body,
        findings,
        left,
        more_left,
        operations,
        unseen_operations,
        fields,
        unseen_fields,
        is_whole,
    } = recordings;
    let mut text = format!("{}   {}, {held} held against the documents", ink(color, "1", &visible(name)), plural(*answers, "answer"));
    if *without_body > 0 {
        let _ = write!(text, ", {without_body} of them by the status alone: without a body");
    }
    text.push('\n');
    for &kind in FindingKind::ALL {
        let found: Vec<&Finding> = findings.iter().filter(|finding| finding.kind == kind).collect();
        if found.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{}", ink(color, "1", kind.heading()));
        for finding in found {
            write_finding(finding, sources, color, &mut text);
        }
    }
    if !left.is_empty() {
        let _ = writeln!(text, "\n{}", ink(color, "1", "Held against nothing"));
        let shown = if verbose { left.len() } else { SHOWN };
        for Unmatched { why, what, count, first } in left.iter().take(shown) {
            let between = if what.is_empty() { "" } else { ": " };
            let _ = writeln!(text, "  {count} × {}{between}{}, first at {}", visible(what), why.sentence(), visible(&first.to_string()));
        }
        let rest = left.iter().skip(shown).map(|left| left.count).sum::<u64>() + more_left;
        if rest > 0 {
            let _ = writeln!(text, "  {rest} × others");
        }
    }
    text.push('\n');
    if findings.is_empty() {
        text.push_str(if *is_whole { "no drift\n" } else { "no drift in what could be read\n" });
    } else {
        let _ = writeln!(text, "{}; `docwright explain` takes their addresses", plural(size(findings.len()), "finding"));
    }
    let (no_operations, no_fields) = (unseen_operations.len(), unseen_fields.len());
    let _ = writeln!(
        text,
        "never seen: {no_operations} of {}, {no_fields} of {}",
        plural(size(*operations), "operation"),
        plural(size(*fields), "field")
    );
    if verbose {
        for id in unseen_operations {
            let _ = writeln!(text, "  op:{}", visible(id));
        }
        for node in unseen_fields {
            let _ = writeln!(text, "  {}", visible(node.as_str()));
        }
    }
    text
}

fn write_finding(finding: &Finding, sources: &SourceMap, color: bool, text: &mut String) {
    let Finding { kind, node, count, answers, of, first, path, says, basis, kinds, values, more_values, entry, operations: _ } = finding;
    let (sign, code) = sign(*kind);
    let _ = writeln!(
        text,
        "  {} {}  {}: {}",
        ink(color, code, sign),
        ink(color, code, kind.id()),
        visible(node.as_str()),
        seen(*kind, kinds, values, *more_values)
    );
    let times = if count == answers { String::new() } else { format!("{count} times, ") };
    let place = if path.is_empty() { String::new() } else { format!(" in `{}`", visible(path)) };
    let _ = writeln!(text, "      {times}in {answers} of {}, first at {}{place}", plural(*of, "answer"), visible(&first.to_string()));
    let _ = writeln!(text, "      {}", ink(color, "2", &format!("the documents: {}; {}", visible(says), known(basis, sources))));
    match entry {
        Ok(entry) => entry.lines().for_each(|line| _ = writeln!(text, "        {}", visible(line))),
        Err(why) => _ = writeln!(text, "        {}", visible(&why.help())),
    }
}

/// What was seen, in a few words.
fn seen(kind: FindingKind, kinds: &[&str], values: &[String], more: bool) -> String {
    let mut words: Vec<String> = if values.is_empty() { kinds.iter().map(|kind| (*kind).to_owned()).collect() } else { Vec::new() };
    words.extend(values.iter().map(|value| format!("`{}`", visible(value))));
    if !values.is_empty() && more {
        words.push("others".to_owned());
    }
    match kind {
        FindingKind::Missing => "not there".to_owned(),
        FindingKind::Duplicate => "twice".to_owned(),
        _ => words.join(", "),
    }
}

/// How something is known, and where it stands.
fn known(basis: &Basis, sources: &SourceMap) -> String {
    let how = match &basis.how {
        How::Stated => "stated".to_owned(),
        How::Inferred { samples } if samples.0 == 1 => "inferred from 1 sample".to_owned(),
        How::Inferred { samples } => format!("inferred from {} samples", samples.0),
        How::Assumed { reason } => format!("assumed: {}", visible(reason)),
    };
    let page = basis.page.as_ref().map_or_else(String::new, |page| format!(" by {}", visible(page)));
    let place = place(basis, sources).map_or_else(String::new, |place| format!(", {}", visible(&place)));
    format!("{how}{page}{place}")
}

fn place(basis: &Basis, sources: &SourceMap) -> Option<String> {
    basis.place().map(|span| sources.place(span))
}

fn json(name: &str, recordings: &Recordings, sources: &SourceMap) -> String {
    let Recordings {
        answers,
        held,
        without_body,
        findings,
        left,
        more_left,
        operations,
        unseen_operations,
        fields,
        unseen_fields,
        is_whole,
    } = recordings;
    let mut text = String::new();
    for finding in findings {
        text.push_str(&finding_line(name, finding, sources).finish());
        text.push('\n');
    }
    for Unmatched { why, what, count, first } in left {
        let line = JsonLine::new().string("type", "drift-left").string("api", name).string("why", why.id()).string("what", what);
        let _ = writeln!(text, "{}", line.number("count", number(*count)).object("first", first_line(first, "")).finish());
    }
    let line = JsonLine::new()
        .string("type", "drift")
        .string("api", name)
        .boolean("whole", *is_whole)
        .number("answers", number(*answers))
        .number("held", number(*held))
        .number("without_body", number(*without_body))
        .number("findings", findings.len())
        .number("left", number(left.iter().map(|left| left.count).sum::<u64>() + more_left))
        .number("operations", *operations)
        .strings("unseen_operations", unseen_operations.iter().map(String::as_str))
        .number("fields", *fields)
        .strings("unseen_fields", unseen_fields.iter().map(NodeId::as_str));
    let _ = writeln!(text, "{}", line.finish());
    text
}

fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn finding_line(name: &str, finding: &Finding, sources: &SourceMap) -> JsonLine {
    let Finding { kind, node, count, answers, of, operations, first, path, says, basis, kinds, values, more_values, entry } = finding;
    let (how, samples, reason) = match &basis.how {
        How::Stated => ("stated", None, None),
        How::Inferred { samples } => ("inferred", Some(samples.0), None),
        How::Assumed { reason } => ("assumed", None, Some(reason.as_str())),
    };
    let document = JsonLine::new().string("says", says).string("how", how);
    let document = match samples {
        Some(samples) => document.number("samples", usize::try_from(samples).unwrap_or(usize::MAX)),
        None => document,
    };
    let document = match reason {
        Some(reason) => document.string("reason", reason),
        None => document,
    };
    let document = document.optional("page", basis.page.as_deref()).optional("place", place(basis, sources).as_deref());
    JsonLine::new()
        .string("type", "drift-finding")
        .string("api", name)
        .string("kind", kind.id())
        .string("node", node.as_str())
        .strings("operations", operations.iter().map(String::as_str))
        .number("count", number(*count))
        .number("answers", number(*answers))
        .number("of", number(*of))
        .object("first", first_line(first, path))
        .object("document", document)
        .strings("kinds", kinds.iter().copied())
        .strings("values", values.iter().map(String::as_str))
        .boolean("more_values", *more_values)
        .optional("entry", entry.as_deref().ok())
        .optional("help", entry.as_ref().err().map(NoEntry::help).as_deref())
}

fn first_line(first: &Where, path: &str) -> JsonLine {
    let line = JsonLine::new().string("file", &first.file).number("line", usize::try_from(first.line).unwrap_or(usize::MAX));
    let line = match first.entry {
        Some(entry) => line.number("entry", entry),
        None => line,
    };
    line.string("path", path)
}
