//! Diagnostics as text: for people, for programs, for CI.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use crate::diagnostic::json_line::JsonLine;
use crate::diagnostic::visible::{visible, visible_columns, visible_lines};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Label, Severity};
use crate::secret;
use crate::text::{Shown, SourceMap, Span};

/// How many notes of one code are shown before they are only counted.
pub const SHOWN_NOTES: usize = 3;
/// Longest line of a file that is shown whole; of longer ones the surroundings of the place are shown.
const LONGEST_LINE: usize = 160;
/// How much of a cut line is shown before the place.
const BEFORE_PLACE: usize = 40;

/// The form of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: with the lines of the file.
    Human {
        /// Whether with colours.
        color: Color,
    },
    /// For programs: one JSON object a line.
    Json,
    /// Annotations of GitHub's workflow commands.
    Github,
}

/// Whether a text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// No escape sequences at all.
    Plain,
    /// ANSI escape sequences.
    Ansi,
}

/// How many of the notes are shown. Errors and warnings are always shown, and programs get everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    /// Counted by code for people; for CI the first [`SHOWN_NOTES`] of each code are shown.
    Summarised,
    /// All.
    All,
}

/// All diagnostics as text, in the order of their places; for CI the worst first. Empty when nothing was said.
pub fn render(diagnostics: &Diagnostics, sources: &SourceMap, format: Format, notes: Notes) -> String {
    assemble(each(diagnostics, sources, format, notes), format, notes)
}

/// A diagnostic as text: what is left when the files that it speaks of are let go.
#[derive(Clone, Debug)]
pub struct Said {
    /// What kind of thing it is.
    pub code: Code,
    /// The text; nothing for a note that is only counted.
    text: Option<String>,
}

/// Each diagnostic as text, in the order of their places.
pub fn each(diagnostics: &Diagnostics, sources: &SourceMap, format: Format, notes: Notes) -> Vec<Said> {
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    let is_shown = |diagnostic: &Diagnostic, seen: usize| match (notes, diagnostic.severity(), format) {
        (Notes::All, ..) | (_, Severity::Error | Severity::Warning, _) | (.., Format::Json) => true,
        (Notes::Summarised, Severity::Note, Format::Human { .. }) => false,
        (Notes::Summarised, Severity::Note, Format::Github) => seen <= SHOWN_NOTES,
    };
    let secrets = secrets(diagnostics);
    let mut all = Vec::new();
    for diagnostic in diagnostics.sorted() {
        let seen = seen.entry(diagnostic.code).or_default();
        *seen += 1;
        let text = is_shown(diagnostic, *seen).then(|| match format {
            Format::Human { color } => human(diagnostic, &secrets, sources, color),
            Format::Json => json(diagnostic, sources),
            Format::Github => github(diagnostic, sources),
        });
        all.push(Said { code: diagnostic.code, text });
    }
    all
}

/// What was said of all inputs, one behind the other, as one text: with the sums at its end.
pub fn assemble(mut all: Vec<Said>, format: Format, notes: Notes) -> String {
    let mut text = String::new();
    let mut line = |said: &Said| {
        if let Some(said) = &said.text {
            text.push_str(said);
            text.push('\n');
        }
    };
    match format {
        Format::Human { .. } => {
            all.iter().for_each(line);
            if let Some(summary) = sums(&all) {
                let _ = writeln!(text, "{summary}");
            }
            let codes = all.iter().map(|said| said.code).filter(|code| code.severity() == Severity::Note);
            let counted = counted(codes);
            if notes == Notes::Summarised && !counted.is_empty() {
                let _ = writeln!(text, "  not shown without `--verbose`: {counted}");
            }
        }
        Format::Json => all.iter().for_each(line),
        Format::Github => {
            all.sort_by_key(|said| std::cmp::Reverse(said.code.severity()));
            // Of each input some are there; of all together no more are shown.
            let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
            let mut left_out: BTreeMap<Code, usize> = BTreeMap::new();
            for said in &all {
                let seen = seen.entry(said.code).or_default();
                *seen += 1;
                if notes == Notes::Summarised && said.code.severity() == Severity::Note && *seen > SHOWN_NOTES {
                    *left_out.entry(said.code).or_default() += 1;
                } else {
                    line(said);
                }
            }
            for (code, count) in left_out {
                let _ = writeln!(text, "::notice title={}::{count} more of these", property(code.id()));
            }
        }
    }
    text
}

/// How much was said: `3 errors, 2 warnings, 5 notes`; nothing when nothing was.
fn sums(all: &[Said]) -> Option<String> {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (severity, all.iter().filter(|said| said.code.severity() == severity).count()))
        .filter(|&(_, count)| count > 0)
        .map(|(severity, count)| format!("{count} {severity}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { None } else { Some(parts.join(", ")) }
}

/// Codes, the most frequent first: `4 placeholder-value, 1 sample-mended`.
fn counted(all: impl Iterator<Item = Code>) -> String {
    let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
    for code in all {
        *codes.entry(code).or_default() += 1;
    }
    let mut codes: Vec<(Code, usize)> = codes.into_iter().collect();
    codes.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
    codes.iter().map(|(code, count)| format!("{count} {code}")).collect::<Vec<_>>().join(", ")
}

fn human(diagnostic: &Diagnostic, secrets: &[Span], sources: &SourceMap, color: Color) -> String {
    let renderer = match color {
        Color::Plain => Renderer::plain(),
        Color::Ansi => Renderer::styled(),
    };
    // Long lines are cut here, where the right column is known, and not once more.
    let renderer = renderer.term_width(4 * LONGEST_LINE);
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.id()).elements(Vec::<Element<'_>>::new());
    let mut words = Vec::new();
    for places in by_line(diagnostic, sources) {
        if shows_lines(places[0].0, sources) {
            let (origin, snippet) = snippet(&places, secrets, sources);
            group = group.element(origin).element(snippet);
            continue;
        }
        for (label, kind) in places {
            let said = said(label, sources);
            if kind == AnnotationKind::Primary {
                group = group.element(origin(label.span, sources));
                words.extend((!said.is_empty()).then(|| said.to_owned()));
            } else {
                let between = if said.is_empty() { "" } else { ": " };
                words.push(format!("{said}{between}{}", sources.place(label.span)));
            }
        }
    }
    for word in &words {
        group = group.element(Level::NOTE.message(visible_lines(word)));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(visible_lines(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible_lines(help)));
    }
    // The origin has named the place; the snippet behind it has none of its own, and its empty header goes.
    let text = renderer.render(&[group]);
    let is_empty_header = |line: &&str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
    let mut lines: Vec<&str> = text.lines().filter(|line| !is_empty_header(line)).collect();
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}

/// Whether the lines of the file of a place may be shown.
fn shows_lines(label: &Label, sources: &SourceMap) -> bool {
    match sources.file(label.span.file).shown() {
        Shown::Lines => true,
        Shown::PlaceOnly => false,
    }
}

/// The word about a place. One that quotes what stands there is nothing where that may not be shown.
fn said<'l>(label: &'l Label, sources: &SourceMap) -> &'l str {
    let is_quoting = label.text.contains('`');
    if is_quoting && !shows_lines(label, sources) { "" } else { &label.text }
}

fn origin(span: Span, sources: &SourceMap) -> Origin<'_> {
    let at = sources.start(span);
    Origin::path(visible(sources.file(span.file).name())).line(at.line as usize).char_column(at.column as usize)
}

/// The labels, those on one line together; the primary one's line first.
fn by_line<'d>(diagnostic: &'d Diagnostic, sources: &SourceMap) -> Vec<Vec<(&'d Label, AnnotationKind)>> {
    let mut lines: Vec<Vec<(&Label, AnnotationKind)>> = Vec::new();
    let labels = std::iter::once((&diagnostic.primary, AnnotationKind::Primary));
    for (label, kind) in labels.chain(diagnostic.others.iter().map(|label| (label, AnnotationKind::Context))) {
        let fits = |places: &&mut Vec<(&Label, AnnotationKind)>| {
            places.first().is_some_and(|(first, _)| {
                let line = Line::of(first.span, sources);
                line.covers(label.span) && line.range.len() <= LONGEST_LINE
            })
        };
        match lines.iter_mut().find(fits) {
            Some(places) => places.push((label, kind)),
            None => lines.push(vec![(label, kind)]),
        }
    }
    lines
}

/// The line of a file that a place starts in, without its break.
struct Line<'s> {
    text: &'s str,
    range: Range<usize>,
    span: Span,
}

impl<'s> Line<'s> {
    fn of(span: Span, sources: &'s SourceMap) -> Self {
        let text = sources.file(span.file).text();
        let at = text.floor_char_boundary(span.start as usize);
        // Looked up and not looked for: a document may be one line of megabytes of which thousands of things are said.
        let Range { start, end } = sources.file(span.file).line_at(at);
        let end = start + text[start..end].trim_end_matches('\r').len();
        Self { text, range: start..end, span }
    }

    fn covers(&self, span: Span) -> bool {
        span.file == self.span.file && self.range.contains(&(span.start as usize)) && span.end as usize <= self.range.end
    }

    /// A place within the line; what goes beyond it is cut.
    fn clip(&self, span: Span) -> Range<usize> {
        let start = self.text.floor_char_boundary(span.start as usize).clamp(self.range.start, self.range.end);
        let end = self.text.ceil_char_boundary(span.end as usize).clamp(start, self.range.end);
        start..end
    }

    /// What of the line is shown: all, or the surroundings of a place.
    fn window(&self, place: &Range<usize>) -> Range<usize> {
        if self.range.len() <= LONGEST_LINE {
            return self.range.clone();
        }
        let start = self.text.floor_char_boundary(place.start.saturating_sub(BEFORE_PLACE).max(self.range.start));
        let end = self.text.ceil_char_boundary((start + LONGEST_LINE).min(self.range.end));
        start..end
    }
}

/// The places of values that were masked, in order; of those that meet, one that holds them.
fn secrets(diagnostics: &Diagnostics) -> Vec<Span> {
    let masked = diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::MaskedSecret);
    let mut all: Vec<Span> =
        masked.flat_map(|diagnostic| std::iter::once(&diagnostic.primary).chain(&diagnostic.others)).map(|label| label.span).collect();
    all.sort_unstable();
    all.dedup_by(|next, last| {
        let meet = next.file == last.file && next.start < last.end;
        if meet {
            *last = last.to(*next);
        }
        meet
    });
    all
}

/// What of a line is shown, without secrets.
fn without_secrets(line: &Line<'_>, window: &Range<usize>, secrets: &[Span]) -> String {
    // Of a line that is a whole document, only those that are shown. One may go over several lines; then what stands on this one is masked.
    let first = secrets.partition_point(|span| (span.file, span.end as usize) <= (line.span.file, window.start));
    let is_here = |span: &&Span| span.file == line.span.file && (span.start as usize) < window.end;
    let here = secrets[first..].iter().take_while(is_here).map(|span| line.clip(*span));
    secret::starred(line.text, &line.range, window, here)
}

fn snippet<'s>(
    places: &[(&'s Label, AnnotationKind)],
    secrets: &[Span],
    sources: &'s SourceMap,
) -> (Origin<'s>, Snippet<'s, Annotation<'s>>) {
    let first = places[0].0.span;
    let at = sources.start(first);
    let origin = origin(first, sources);
    let line = Line::of(first, sources);
    let window = line.window(&line.clip(first));
    let text = without_secrets(&line, &window, secrets);
    let mut shown = String::new();
    if window.start > line.range.start {
        shown.push('…');
    }
    let lead = shown.len();
    shown.push_str(&visible_columns(&text));
    if window.end < line.range.end {
        shown.push('…');
    }
    // Offsets into what is shown: the lead, and as many visible bytes as the characters before the place have become.
    let offset = |at: usize| lead + visible_columns(&text[..at.clamp(window.start, window.end) - window.start]).len();
    let annotations: Vec<Annotation<'s>> = places
        .iter()
        .map(|(label, kind)| {
            let place = line.clip(label.span);
            let annotation = kind.span(offset(place.start)..offset(place.end));
            if label.text.is_empty() { annotation } else { annotation.label(visible(&label.text)) }
        })
        .collect();
    (origin, Snippet::source(shown).line_start(at.line as usize).annotations(annotations))
}

fn json(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let Diagnostic { code, message, primary, others, notes, help } = diagnostic;
    let line = JsonLine::new()
        .string("type", "diagnostic")
        .string("code", code.id())
        .string("severity", &diagnostic.severity().to_string())
        .string("message", message);
    place(line, primary, sources)
        .strings("notes", notes.iter().map(String::as_str))
        .optional("help", help.as_deref())
        .objects("others", others.iter().map(|other| place(JsonLine::new(), other, sources)))
        .finish()
}

fn place(line: JsonLine, label: &Label, sources: &SourceMap) -> JsonLine {
    let (start, end) = (sources.start(label.span), sources.end(label.span));
    line.string("file", sources.file(label.span.file).name())
        .number("line", start.line as usize)
        .number("column", start.column as usize)
        .number("end_line", end.line as usize)
        .number("end_column", end.column as usize)
        .string("label", said(label, sources))
}

fn github(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let command = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let span = diagnostic.primary.span;
    let (start, end) = (sources.start(span), sources.end(span));
    let mut text = format!("::{command} file={},line={}", property(sources.file(span.file).name()), start.line);
    // Columns over several lines are not understood there.
    if start.line == end.line {
        let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
    } else {
        let _ = write!(text, ",endLine={}", end.line);
    }
    let mut message = visible(&diagnostic.message).into_owned();
    for note in &diagnostic.notes {
        message.push('\n');
        message.push_str(&visible_lines(note));
    }
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(&visible_lines(help));
    }
    let _ = write!(text, ",title={}::{}", property(diagnostic.code.id()), data(&message));
    text
}

/// A message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{Color, Format, Notes, each, render, sums};
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::text::{FileId, SourceMap, Span};

    const PLAIN: Format = Format::Human { color: Color::Plain };

    /// The place of the first `needle` in a file.
    fn span(sources: &SourceMap, file: FileId, needle: &str) -> Span {
        let at = sources.file(file).text().find(needle).unwrap_or(0);
        Span::new(file, at, at + needle.len())
    }

    fn one(diagnostic: Diagnostic) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(diagnostic);
        diagnostics
    }

    fn example() -> (SourceMap, Diagnostics) {
        let mut sources = SourceMap::default();
        let spec = sources.add("specs/pets/spec.toml", "docwright = 1\nname = \"Pets\"\n[op.a]\nrequset = \"GET /a\"\n".to_owned());
        let page = sources.add("specs/pets/page.txt", "first\nsecond line\n".to_owned());
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(
            Diagnostic::new(Code::UnknownKey, span(&sources, spec, "requset"), "an operation has no key `requset`")
                .label("not known here")
                .and(span(&sources, spec, "op.a"), "the operation")
                .and(span(&sources, page, "second"), "what it was taken from")
                .note("expected one of `at`, `request`")
                .help("did you mean `request`?"),
        );
        diagnostics.push(Diagnostic::new(Code::DuplicateKey, span(&sources, spec, "name"), "the key `name` stands twice"));
        (sources, diagnostics)
    }

    #[test]
    fn a_secret_of_several_lines_is_masked_on_each() {
        let mut sources = SourceMap::default();
        let file = sources.add("pets.yaml", "key: first\n  tulip\nand: rose\n".to_owned());
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Diagnostic::new(Code::MaskedSecret, span(&sources, file, "first\n  tulip"), "masked"));
        diagnostics.push(Diagnostic::new(Code::MaskedSecret, span(&sources, file, "rose"), "masked"));
        diagnostics.push(Diagnostic::new(Code::UnknownKey, span(&sources, file, "tulip"), "odd"));
        let text = render(&diagnostics, &sources, PLAIN, Notes::All);
        for secret in ["first", "tulip", "rose"] {
            assert!(!text.contains(secret), "{text}");
        }
    }

    #[test]
    fn people_see_the_lines() {
        let (sources, diagnostics) = example();
        insta::assert_snapshot!(render(&diagnostics, &sources, PLAIN, Notes::All), @r#"
        warning[duplicate-key]: the key `name` stands twice
         --> specs/pets/spec.toml:2:1
          |
        2 | name = "Pets"
          | ^^^^

        error[unknown-key]: an operation has no key `requset`
         --> specs/pets/spec.toml:4:1
          |
        4 | requset = "GET /a"
          | ^^^^^^^ not known here
         ::: specs/pets/spec.toml:3:2
          |
        3 | [op.a]
          |  ---- the operation
         ::: specs/pets/page.txt:2:1
          |
        2 | second line
          | ------ what it was taken from
          |
          = note: expected one of `at`, `request`
          = help: did you mean `request`?

        1 error, 1 warning
        "#);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let mut sources = SourceMap::default();
        let text = format!("{{\"é\":\"{}\",\"item\":[BAD],\"rest\":\"{}\"}}", "x".repeat(9_000), "y".repeat(4_000));
        let file = sources.add("c.json", text);
        let diagnostics = one(Diagnostic::new(Code::InvalidJson, span(&sources, file, "BAD"), "no value").label("here"));
        insta::assert_snapshot!(render(&diagnostics, &sources, PLAIN, Notes::All), @r#"
        error[invalid-json]: no value
         --> c.json:1:9017
          |
        1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","item":[BAD],"rest":"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
          |                                          ^^^ here

        1 error
        "#);
    }

    #[test]
    fn hostile_text_is_made_visible() {
        let mut sources = SourceMap::default();
        let file = sources.add("c\u{1b}.json", "\u{1b}[31m\u{202e}\"name\" \u{9b}: 1\r\n".to_owned());
        let diagnostics = one(Diagnostic::new(Code::WrongKind, span(&sources, file, "\"name\""), "`\u{1b}[2J\u{202e}`\nerror: forged")
            .label("\u{7}")
            .note("one\ntwo\u{1b}")
            .help("\u{feff}"));
        insta::assert_snapshot!(render(&diagnostics, &sources, PLAIN, Notes::All), @r#"
        error[wrong-kind]: `<U+001B>[2J<U+202E>`␊error: forged
         --> c<U+001B>.json:1:7
          |
        1 | ␛[31m�"name" �: 1
          |       ^^^^^^ <U+0007>
          |
          = note: one
                  two<U+001B>
          = help: <U+FEFF>

        1 error
        "#);
        for format in [PLAIN, Format::Json, Format::Github] {
            let text = render(&diagnostics, &sources, format, Notes::All);
            assert!(!text.chars().any(|found| found != '\n' && crate::text::is_invisible(found)), "{text:?}");
        }
    }

    #[test]
    fn colours_change_nothing_else() {
        let (sources, diagnostics) = example();
        let plain = render(&diagnostics, &sources, PLAIN, Notes::All);
        let colored = render(&diagnostics, &sources, Format::Human { color: Color::Ansi }, Notes::All);
        assert!(!plain.contains('\u{1b}'));
        assert!(colored.contains('\u{1b}'));
        let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(trimmed(&anstream::adapter::strip_str(&colored).to_string()), trimmed(&plain));
    }

    #[test]
    fn programs_get_one_object_a_line() {
        let (sources, diagnostics) = example();
        let text = render(&diagnostics, &sources, Format::Json, Notes::Summarised);
        assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
        insta::assert_snapshot!(text, @r#"
        {"type":"diagnostic","code":"duplicate-key","severity":"warning","message":"the key `name` stands twice","file":"specs/pets/spec.toml","line":2,"column":1,"end_line":2,"end_column":5,"label":"","notes":[],"help":null,"others":[]}
        {"type":"diagnostic","code":"unknown-key","severity":"error","message":"an operation has no key `requset`","file":"specs/pets/spec.toml","line":4,"column":1,"end_line":4,"end_column":8,"label":"not known here","notes":["expected one of `at`, `request`"],"help":"did you mean `request`?","others":[{"file":"specs/pets/spec.toml","line":3,"column":2,"end_line":3,"end_column":6,"label":"the operation"},{"file":"specs/pets/page.txt","line":2,"column":1,"end_line":2,"end_column":7,"label":"what it was taken from"}]}
        "#);
    }

    #[test]
    fn annotations_are_escaped_and_the_worst_come_first() {
        let (mut sources, mut diagnostics) = example();
        let file = sources.add("a,b:c%.json", "{\n}".to_owned());
        diagnostics.push(Diagnostic::new(Code::InvalidJson, Span::new(file, 0, 3), "100%\r\n::error::forged"));
        insta::assert_snapshot!(render(&diagnostics, &sources, Format::Github, Notes::All), @r#"
        ::error file=specs/pets/spec.toml,line=4,col=1,endColumn=8,title=unknown-key::an operation has no key `requset`%0Aexpected one of `at`, `request`%0Ahelp: did you mean `request`?
        ::error file=a%2Cb%3Ac%25.json,line=1,endLine=2,title=invalid-json::100%25<U+000D>␊::error::forged
        ::warning file=specs/pets/spec.toml,line=2,col=1,endColumn=5,title=duplicate-key::the key `name` stands twice
        "#);
    }

    #[test]
    fn notes_are_counted_by_code() {
        let mut sources = SourceMap::default();
        let file = sources.add("c.json", "abcdefgh".to_owned());
        let mut diagnostics = Diagnostics::default();
        for at in 0..8 {
            diagnostics.push(Diagnostic::new(Code::SampleMended, Span::new(file, at, at + 1), "a sample was mended"));
        }
        diagnostics.push(Diagnostic::new(Code::DuplicateKey, Span::new(file, 0, 1), "twice"));
        let few = render(&diagnostics, &sources, PLAIN, Notes::Summarised);
        assert_eq!(few.matches("note[sample-mended]: a sample").count(), 0);
        assert!(few.ends_with("\n\n1 warning, 8 notes\n  not shown without `--verbose`: 8 sample-mended\n"), "{few}");
        let all = render(&diagnostics, &sources, PLAIN, Notes::All);
        assert_eq!(all.matches("note[sample-mended]: a sample").count(), 8);
        assert_eq!(render(&diagnostics, &sources, Format::Json, Notes::Summarised).lines().count(), 9);
        assert_eq!(render(&diagnostics, &sources, Format::Github, Notes::Summarised).lines().count(), 5);
    }

    #[test]
    fn places_at_the_edge_do_not_panic() {
        for text in ["", "\n", "a", "a\n", "é\r\n\r\n", "\u{feff}{}", &"é".repeat(500)] {
            let mut sources = SourceMap::default();
            let file = sources.add("a", text.to_owned());
            for start in 0..=text.len() + 2 {
                for end in [start, start + 1, start + 2, text.len(), text.len() + 5] {
                    let other = Span::new(file, text.len() / 2, text.len());
                    let diagnostics = one(Diagnostic::new(Code::InvalidJson, Span::new(file, start, end), "x").and(other, "y"));
                    for format in [PLAIN, Format::Json, Format::Github] {
                        assert!(!render(&diagnostics, &sources, format, Notes::All).is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn sums_up() {
        let (sources, diagnostics) = example();
        assert_eq!(sums(&each(&diagnostics, &sources, Format::Json, Notes::All)).as_deref(), Some("1 error, 1 warning"));
        assert_eq!(sums(&[]), None);
    }
}
