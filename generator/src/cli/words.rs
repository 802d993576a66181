//! What a comparison of files found, in words.

use std::fmt::Write as _;

use crate::cli::console::{BOLD, GREEN, RED, styled};
use crate::cli::coverage;
use crate::cli::generate::Done;
use crate::diagnostic::{JsonLine, visible};
use crate::output::{FileReport, FileState, HandEdit, LineChange, LineEnds, Mode, PLACES, Reason, count_lines, edited_lines, unified};
use crate::pipeline::LOCK;
use crate::postman::Coverage;
use crate::text::SourceMap;

/// How many lines of differences `check` shows.
const DIFF_LINES: usize = 40;

/// What `generate` did: a line for the API, a line for each file that changed, a line for the rest.
pub(super) fn generated(done: &Done<'_>) -> String {
    if done.is_refused() {
        return refused(done);
    }
    let mut text = String::new();
    let name = styled(BOLD, &done.loaded.config.name);
    let _ = writeln!(text, "  {name}   {}   {}", done.loaded.folder.shown, reasons(done, ""));
    let changed: Vec<Row> = done.report.stale().map(row).chain(done.lock.as_ref().map(row)).collect();
    let width = changed.iter().map(|row| row.path.chars().count()).max().unwrap_or(0);
    for Row { letter, path, what } in &changed {
        let _ = writeln!(text, "{}", format!("     {letter} {path:width$}   {what}").trim_end());
    }
    let unchanged = done.report.unchanged();
    if unchanged > 0 {
        let other = if changed.is_empty() { "" } else { " other" };
        let _ = writeln!(text, "     {}{other} {} unchanged", number(unchanged), plural(unchanged, "file"));
    }
    let stats = done.stats;
    let _ = write!(
        text,
        "     {} {}, {} {}",
        number(stats.operations),
        plural(stats.operations, "operation"),
        number(stats.types),
        plural(stats.types, "type")
    );
    if stats.open > 0 {
        let _ = write!(text, "; the documents leave {} {} open", number(stats.open), plural(stats.open, "question"));
    }
    text.push('\n');
    let Coverage { seen, made: _, joined, refused } = done.coverage;
    let not_made: Vec<String> = [(joined.len(), "joined to another"), (refused.len(), "refused")]
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, what)| format!("{} {what}", number(count)))
        .collect();
    if !not_made.is_empty() {
        let _ = writeln!(text, "     of {} {}: {}", number(*seen), plural(*seen, "request"), not_made.join(", "));
    }
    if has_crlf(done) {
        text.push_str(CRLF);
    }
    text
}

const CRLF: &str = "     some files were checked out with CR LF: `generated/** -text` in .gitattributes keeps them as written\n";

fn has_crlf(done: &Done<'_>) -> bool {
    done.report.files.iter().any(|file| file.state == FileState::Unchanged(LineEnds::Crlf))
}

/// Why nothing was written.
fn refused(done: &Done<'_>) -> String {
    let edits: Vec<(&FileReport, HandEdit)> = done.report.hand_edits().collect();
    let mut text = format!(
        "{}: {}: {} {} not docwright's own; nothing was written\n",
        styled(RED.bold(), "error"),
        styled(BOLD, &done.loaded.config.name),
        number(edits.len()),
        if edits.len() == 1 { "file is" } else { "files are" },
    );
    let width = edits.iter().map(|(file, _)| visible(&file.path).chars().count()).max().unwrap_or(0);
    for (file, edit) in edits {
        let _ = writeln!(text, "  {:width$}   {}", visible(&file.path), hand_edit(file, edit));
    }
    text.push_str("help: move your own code to a file of its own, or run `docwright generate --force` to write over it\n");
    text
}

/// What `check` found: each file with its reason, and the first differences.
pub(super) fn stale(done: &Done<'_>) -> String {
    // The manifest changes with every file; it is worth a line only when it is all that changed.
    let only_manifest = done.report.stale().next().is_none() && done.lock.is_none() && done.report.manifest_changed;
    let count = done.report.stale().count() + usize::from(done.lock.is_some()) + usize::from(only_manifest);
    let error = styled(RED.bold(), "error");
    let name = styled(BOLD, &done.loaded.config.name);
    let mut text = format!("{error}: {name}: generated code is stale ({} {})\n", number(count), plural(count, "file"));
    let files: Vec<(String, String)> = done
        .report
        .stale()
        .map(|file| (visible(&file.path).into_owned(), why(done, file)))
        .chain(done.lock.as_ref().map(|_| (LOCK.to_owned(), "names or order changed".to_owned())))
        .chain(only_manifest.then(|| (crate::output::MANIFEST.to_owned(), reasons(done, &of_input(done)))))
        .collect();
    let width = files.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0);
    for (path, why) in files {
        let _ = writeln!(text, "  {path:width$}   {why}");
    }
    let mut left = DIFF_LINES;
    let mut left_out = 0;
    // Places are for `explain`, not for readers.
    for file in done.report.stale().filter(|file| file.path != PLACES).chain(&done.lock) {
        let (Some(before), Some(after)) = (&file.before, &file.after) else { continue };
        let (diff, more) = unified(&file.path, before, after, left);
        left -= diff.lines().count().min(left);
        left_out += more;
        for line in diff.lines() {
            let shown = visible(line);
            let _ = match line.as_bytes().first() {
                Some(b'+') => writeln!(text, "{}", styled(GREEN, shown)),
                Some(b'-') => writeln!(text, "{}", styled(RED, shown)),
                Some(b'@') => writeln!(text, "{}", styled(BOLD, shown)),
                _ => writeln!(text, "{shown}"),
            };
        }
    }
    if left_out > 0 {
        let _ = write!(text, "… {} more {}. ", number(left_out), plural(left_out, "line"));
    }
    text.push_str(match (done.report.hand_edits().next().is_some(), done.report.stale().any(|file| file.state == FileState::Orphan)) {
        (true, _) => "Move what was edited by hand to a file of its own, run `docwright generate --force` and commit the result.\n",
        (false, true) => "Run `docwright generate`, delete the orphans and commit the result.\n",
        (false, false) => "Run `docwright generate` and commit the result.\n",
    });
    text
}

/// The same as one annotation.
pub(super) fn github(done: &Done<'_>) -> String {
    let escape = |text: &str| visible(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C");
    let file = format!("{}/{}", done.loaded.folder.shown, crate::config::FILE);
    format!(
        "::error file={},line=1,title=stale::generated code of `{}` is stale: {}",
        escape(&file),
        done.loaded.config.name,
        reasons(done, "")
    )
}

/// The same for programs: one object.
pub(super) fn json(done: &Done<'_>, mode: Mode, sources: &SourceMap) -> String {
    let Done { loaded, stats, coverage, report, lock } = done;
    let state = match mode {
        Mode::Write(_) if done.is_refused() => "refused",
        Mode::Write(_) if report.written || lock.is_some() => "written",
        Mode::Check | Mode::List if !done.is_fresh() => "stale",
        Mode::Write(_) | Mode::Check | Mode::List => "fresh",
    };
    let reasons: Vec<String> = report.reasons.iter().map(|reason| reason_word(*reason).to_owned()).collect();
    let line = JsonLine::new()
        .string("type", "api")
        .string("name", &loaded.config.name.value)
        .string("spec", &loaded.folder.shown)
        .string("state", state)
        .strings("reasons", reasons.iter().map(String::as_str))
        .objects("files", report.stale().map(json_file))
        .optional("lock", lock.as_ref().map(|lock| lock.state.word()))
        .boolean("manifest_changed", report.manifest_changed)
        .number("unchanged", report.unchanged());
    coverage::json(line, coverage, sources).number("types", stats.types).number("open_questions", stats.open).finish()
}

fn json_file(file: &FileReport) -> JsonLine {
    let line = JsonLine::new().string("path", &file.path).string("state", file.state.word());
    let line = match file.state {
        FileState::HandEdited(edit) => line.string("edit", edit_word(edit)),
        FileState::Added | FileState::Changed | FileState::Removed | FileState::Unchanged(_) | FileState::Orphan | FileState::Missing => {
            line
        }
    };
    let LineChange { added, removed } = lines_of(file);
    line.number("added", added).number("removed", removed)
}

struct Row {
    letter: char,
    path: String,
    what: String,
}

fn row(file: &FileReport) -> Row {
    let LineChange { added, removed } = lines_of(file);
    let what = match file.state {
        FileState::Added => styled(GREEN, format!("+{}", number(added))),
        FileState::Changed => format!("{} {}", styled(GREEN, format!("+{}", number(added))), styled(RED, format!("−{}", number(removed)))),
        FileState::Removed => "no longer produced".to_owned(),
        FileState::Missing => "was missing".to_owned(),
        FileState::HandEdited(HandEdit::NoLongerProduced) => "no longer produced; kept, for it was edited by hand".to_owned(),
        FileState::HandEdited(_) => "what was edited by hand is overwritten".to_owned(),
        FileState::Orphan => "orphan: in no manifest; delete it if it is not yours".to_owned(),
        FileState::Unchanged(_) => String::new(),
    };
    Row { letter: file.state.letter(), path: visible(&file.path).into_owned(), what }
}

fn lines_of(file: &FileReport) -> LineChange {
    count_lines(file.before.as_deref().unwrap_or(""), file.after.as_deref().unwrap_or(""))
}

/// Why a file is not what it should be.
fn why(done: &Done<'_>, file: &FileReport) -> String {
    match file.state {
        FileState::Added => format!("new: {}", reasons(done, &of_input(done))),
        FileState::Changed => reasons(done, &of_input(done)),
        FileState::Removed => "no longer produced".to_owned(),
        FileState::Missing => "missing: someone deleted it".to_owned(),
        FileState::HandEdited(edit) => hand_edit(file, edit),
        FileState::Orphan => "orphan: says that docwright made it, and is in no manifest".to_owned(),
        FileState::Unchanged(_) => String::new(),
    }
}

fn hand_edit(file: &FileReport, edit: HandEdit) -> String {
    match edit {
        HandEdit::Edited => {
            let lines = edited_lines(file.after.as_deref().unwrap_or(""), file.before.as_deref().unwrap_or(""));
            let ranges: Vec<String> =
                lines
                    .iter()
                    .take(5)
                    .map(|range| {
                        if range.start() == range.end() {
                            range.start().to_string()
                        } else {
                            format!("{}–{}", range.start(), range.end())
                        }
                    })
                    .collect();
            let more = if lines.len() > 5 { " and others" } else { "" };
            let noun = if lines.len() == 1 && lines.first().is_some_and(|range| range.start() == range.end()) { "line" } else { "lines" };
            format!("edited by hand: {noun} {}{more}", ranges.join(", "))
        }
        HandEdit::EditedAndOutdated => "edited by hand, and the input changed since".to_owned(),
        HandEdit::NoLongerProduced => "edited by hand, and no longer produced".to_owned(),
        HandEdit::Conflict => "holds marks of a merge conflict".to_owned(),
        HandEdit::Unlisted => "was there before: in no manifest".to_owned(),
    }
}

fn of_input(done: &Done<'_>) -> String {
    format!(": {}", done.loaded.folder.shown)
}

/// Why there is something to write; `input` says which input changed.
fn reasons(done: &Done<'_>, input: &str) -> String {
    let reasons: Vec<String> = done
        .report
        .reasons
        .iter()
        .map(|reason| match reason {
            Reason::Input => format!("{reason}{input}"),
            Reason::First | Reason::Engine { .. } | Reason::Interrupted | Reason::Conflict | Reason::Moved | Reason::Unexplained => {
                reason.to_string()
            }
        })
        .collect();
    if !reasons.is_empty() {
        reasons.join(", ")
    } else if done.is_fresh() {
        "nothing changed".to_owned()
    } else if done.report.stale().next().is_none() {
        "only the lock changed".to_owned()
    } else {
        "files were touched".to_owned()
    }
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::First => "first",
        Reason::Input => "input",
        Reason::Engine { .. } => "engine",
        Reason::Interrupted => "interrupted",
        Reason::Conflict => "conflict",
        Reason::Moved => "moved",
        Reason::Unexplained => "unexplained",
    }
}

fn edit_word(edit: HandEdit) -> &'static str {
    match edit {
        HandEdit::Edited => "edited",
        HandEdit::EditedAndOutdated => "edited-and-outdated",
        HandEdit::NoLongerProduced => "no-longer-produced",
        HandEdit::Conflict => "conflict",
        HandEdit::Unlisted => "unlisted",
    }
}

/// A number with a comma at each thousand.
pub(super) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A noun, for one or for several.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_have_commas() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(number), ["0", "999", "1,000", "1,234,567"]);
    }
}
