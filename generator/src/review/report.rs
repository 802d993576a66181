//! The report, for a terminal, as Markdown, as JSON.
//!
//! What vendors wrote is shown, never obeyed: no escape sequence reaches a terminal, no markup a page, no line break the line after it.

use super::{Group, Summary};
use crate::diff::{Change, Level};
use crate::ir::{NodeId, visible};
use crate::text::{SourceMap, Span};
use std::fmt::Write as _;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Human {
        /// With colours.
        color: bool,
    },
    /// For a page, such as a comment on a pull request.
    Markdown,
    /// For programs. Nothing is shortened.
    Json,
}

/// How many characters of a text are shown to people.
const SHOWN: usize = 160;
/// How many operations are named to people.
const NAMED: usize = 4;
/// How many findings of a group a page lists: pages have limits. The rest is counted.
const LISTED: usize = 100;

/// Writes the report of all changes from one version to another. The sources are those that the two versions were read from.
pub fn report(changes: &[Change], old_sources: &SourceMap, new_sources: &SourceMap, format: Format) -> String {
    let sources = Sources { old: old_sources, new: new_sources };
    match format {
        Format::Human { color } => human(changes, sources, if color { Paint::Color } else { Paint::Plain }),
        Format::Markdown => markdown(changes, sources),
        Format::Json => json(changes, sources),
    }
}

#[derive(Clone, Copy)]
struct Sources<'a> {
    old: &'a SourceMap,
    new: &'a SourceMap,
}

/// `file:line:column`, if the place is one of these sources'.
fn place(sources: &SourceMap, span: Option<Span>) -> Option<String> {
    let span = span?;
    sources.files().any(|(id, _)| id == span.file).then(|| visible(&sources.place(span)))
}

fn in_group(changes: &[Change], group: Group) -> Vec<&Change> {
    changes.iter().filter(|change| Group::of(change) == group).collect()
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The beginning of a text, with nothing in it that hides.
fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    visible(&short)
}

// ── for people at a terminal ─────────────────────────────────────────────────────────────────

#[derive(Clone, Copy)]
enum Paint {
    Plain,
    Color,
}

impl Paint {
    fn ink(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Color => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

/// The sign of a group, and its colour.
fn sign(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::Silent => ("!", "1;31"),
        Group::Callers => ("✗", "31"),
        Group::OldBinaries => ("⚠", "33"),
        Group::Added => ("+", "32"),
        Group::Also | Group::Docs => ("·", "2"),
    }
}

fn human(changes: &[Change], sources: Sources<'_>, paint: Paint) -> String {
    if changes.is_empty() {
        return "no changes\n".to_owned();
    }
    let mut text = format!("recommended: {}\n", paint.ink("1", Summary::of(changes).rust.word()));
    for &group in Group::ALL.iter().filter(|group| **group != Group::Docs) {
        let found = in_group(changes, group);
        if found.is_empty() {
            continue;
        }
        let (sign, ink) = sign(group);
        let _ = writeln!(text, "\n{}", paint.ink("1", group.heading()));
        for change in found {
            let _ = writeln!(
                text,
                "  {} {}  {}: {}",
                paint.ink(ink, sign),
                paint.ink(ink, change.rule.id()),
                shown(change.node.as_str()),
                transition(change, shown)
            );
            let places = places(change, sources);
            if !places.is_empty() {
                let _ = writeln!(text, "      {}", paint.ink("2", &places));
            }
            if let Some(users) = users(change, shown) {
                let _ = writeln!(text, "      used by {users}");
            }
        }
    }
    let docs = in_group(changes, Group::Docs).len();
    if docs > 0 {
        let _ = writeln!(text, "\n{}", plural(docs, "documentation-only change", "documentation-only changes"));
    }
    if let Some(worst) = worst(changes) {
        let _ = writeln!(text, "\n`docwright explain {}` for the rule", worst.rule.id());
    }
    text
}

/// The first finding of the loudest group.
fn worst(changes: &[Change]) -> Option<&Change> {
    changes.iter().filter(|change| !change.is_docs()).min_by_key(|change| Group::of(change))
}

fn transition(change: &Change, show: impl Fn(&str) -> String) -> String {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("{} → {}", show(before), show(after)),
        (Some(before), None) => format!("{} → gone", show(before)),
        (None, Some(after)) => format!("new: {}", show(after)),
        (None, None) => change.rule.sentence().to_owned(),
    }
}

fn places(change: &Change, sources: Sources<'_>) -> String {
    match (place(sources.old, change.old_place), place(sources.new, change.new_place)) {
        (Some(old), Some(new)) if old == new => old,
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("{old} (old)"),
        (None, Some(new)) => new,
        (None, None) => String::new(),
    }
}

fn users(change: &Change, show: impl Fn(&str) -> String) -> Option<String> {
    let users = &change.used_by;
    // A finding about one operation names it in its address.
    if users.is_empty() || users.iter().all(|user| change.node.as_str().starts_with(NodeId::operation(user).as_str())) {
        return None;
    }
    let named: Vec<String> = users.iter().take(NAMED).map(|user| show(user)).collect();
    let more = users.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("{}: {}{rest}", plural(users.len(), "operation", "operations"), named.join(", ")))
}

// ── for a page ───────────────────────────────────────────────────────────────────────────────

fn markdown(changes: &[Change], sources: Sources<'_>) -> String {
    let summary = Summary::of(changes);
    if changes.is_empty() {
        return "No changes.\n".to_owned();
    }
    let mut text = format!("### Recommended: **{}**\n\n| | |\n|--|--|\n", summary.rust.word());
    for &group in Group::ALL {
        let count = in_group(changes, group).len();
        if count > 0 {
            let row = match group {
                Group::Silent => "silent changes of behaviour",
                Group::Callers => "callers must edit code",
                Group::OldBinaries => "only old binaries break",
                Group::Added => "additions",
                Group::Also => "without effect on callers",
                Group::Docs => "documentation only",
            };
            let _ = writeln!(text, "| {row} | {count} |");
        }
    }
    for &group in Group::ALL {
        let found = in_group(changes, group);
        if found.is_empty() {
            continue;
        }
        let folded = matches!(group, Group::Also | Group::Docs);
        let heading = group.heading();
        if folded {
            let _ = write!(text, "\n<details><summary>{heading} ({})</summary>\n\n", found.len());
        } else {
            let _ = write!(text, "\n#### {heading}\n\n");
        }
        for change in found.iter().take(LISTED) {
            let _ = writeln!(text, "* **{}** {}: {}", change.rule.id(), code(change.node.as_str()), transition(change, code));
            let places = places(change, sources);
            if !places.is_empty() {
                let _ = writeln!(text, "  at {}", code(&places));
            }
            if let Some(users) = users(change, code) {
                let _ = writeln!(text, "  used by {users}");
            }
            if change.rust == Level::Major || change.silent {
                let _ = writeln!(text, "  > {}", change.rule.advice().replace('\n', " "));
            }
        }
        if found.len() > LISTED {
            let _ = writeln!(text, "\n… and {} more", found.len() - LISTED);
        }
        if folded {
            text.push_str("\n</details>\n");
        }
    }
    let marks: Vec<String> =
        changes.iter().filter(|change| change.silent || change.rust == Level::Major).take(LISTED).map(Change::fingerprint).collect();
    if !marks.is_empty() {
        let _ = writeln!(text, "\n<sub>Fingerprints of what breaks: {}</sub>", marks.join(" "));
    }
    text
}

/// A text as code that no backquote in it ends: nothing inside is markup, a link or a mention.
fn code(text: &str) -> String {
    let text = shown(text);
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|found| found != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // The space keeps a backquote at an end from joining the fence; Markdown takes it off.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

// ── for programs ─────────────────────────────────────────────────────────────────────────────

fn json(changes: &[Change], sources: Sources<'_>) -> String {
    let summary = Summary::of(changes);
    let mut text = format!(
        "{{\n  \"schema\": 1,\n  \"verdict\": {{ \"rust\": {}, \"wire\": {}, \"silent\": {} }},\n  \"findings\": [",
        string(summary.rust.word()),
        string(summary.wire.word()),
        summary.silent
    );
    for (number, change) in changes.iter().enumerate() {
        let Change { rule, node, before, after, old_place, new_place, direction, used_by, wire, rust, silent } = change;
        let uses: Vec<String> = used_by.iter().map(|user| string(user)).collect();
        let members = [
            ("rule", string(rule.id())),
            ("subject", string(node.as_str())),
            ("before", optional(before.as_deref())),
            ("after", optional(after.as_deref())),
            ("direction", string(direction.word())),
            ("wire", string(wire.word())),
            ("rust", string(rust.word())),
            ("silent", silent.to_string()),
            ("docs", change.is_docs().to_string()),
            ("uses", format!("[{}]", uses.join(", "))),
            ("old_loc", optional(place(sources.old, *old_place).as_deref())),
            ("new_loc", optional(place(sources.new, *new_place).as_deref())),
            ("advice", string(&rule.advice())),
            ("fingerprint", string(&change.fingerprint())),
        ];
        text.push_str(if number == 0 { "\n    {" } else { ",\n    {" });
        for (number, (key, value)) in members.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n      \"{key}\": {value}");
        }
        text.push_str("\n    }");
    }
    text.push_str(if changes.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
    text
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::compare;
    use crate::ir::sample::{
        add, fact, field, fields, line, member, method, op, operation, path, pets, retype_param, scheme, sources, text, value,
    };
    use crate::ir::{Basis, CredentialPlace, Presence, Shape};

    fn written(changes: &[Change], format: Format) -> String {
        report(changes, &sources(), &sources(), format)
    }

    /// One change of every group.
    fn changes() -> Vec<Change> {
        let mut old = pets();
        old.auth.truncate(1);
        let mut new = old.clone();
        let place = CredentialPlace::Header { name: "Authorization".to_owned(), prefix: String::new() };
        new.auth = vec![scheme("key", place, &["key"])];
        new.auth[0].basis = Basis::stated(line(12));
        field(&mut new, "Pet", "name").presence.value = Presence::Optional;
        field(&mut new, "Pet", "name").presence.basis = Basis::stated(line(55));
        field(&mut new, "Pet", "nick").facts.max_length = Some(fact(30));
        let ty = add(&mut new, Shape::Bool);
        fields(&mut new, "NewPet").push(member("tame", ty, Presence::Optional));
        new.operations.push(operation("pets.count", "GET", "/pets/count"));
        field(&mut new, "Pet", "age").basis = Basis::inferred(line(30), 3);
        op(&mut new, "pets.get").docs = Some(text("One pet."));
        compare(&old, &new)
    }

    #[test]
    fn a_terminal_shows_the_loudest_first() {
        assert_eq!(
            written(&changes(), Format::Human { color: false }),
            "\
recommended: major

SILENT: compiles, behaves differently
  ! auth-apikey-name  auth:key: header X-Key: <key> → header Authorization: <key>
      pets.txt:1:1 → pets.txt:12:1

BREAKS CALLERS
  ✗ resp-prop-became-optional  type:Pet/name: required → optional
      pets.txt:1:1 → pets.txt:55:1
      used by 3 operations: pets.list, pets.get, pets.add

BREAKS OLD BINARIES ONLY
  ⚠ resp-constraint  type:Pet/nick: at most 20 characters → at most 30 characters
      pets.txt:1:1
      used by 3 operations: pets.list, pets.get, pets.add

ADDED
  + op-added  op:pets.count: new: GET /pets/count
      pets.txt:1:1
  + req-prop-added-optional  type:NewPet/tame: new: boolean, optional
      pets.txt:1:1
      used by 1 operation: pets.add

ALSO CHANGED, without effect on callers
  · evidence-changed  type:Pet/age: field stated → field inferred
      pets.txt:1:1 → pets.txt:30:1
      used by 3 operations: pets.list, pets.get, pets.add

1 documentation-only change

`docwright explain auth-apikey-name` for the rule
"
        );
    }

    #[test]
    fn colours_are_the_only_difference_they_make() {
        let plain = written(&changes(), Format::Human { color: false });
        let mut color = written(&changes(), Format::Human { color: true });
        assert!(color.contains("\u{1b}[1;31mauth-apikey-name\u{1b}[0m"), "{color}");
        for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[1;31m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m"] {
            color = color.replace(code, "");
        }
        assert_eq!(color, plain);
    }

    #[test]
    fn a_page_counts_first_and_folds_what_is_quiet() {
        let silent = "7a1b6327344f";
        let breaks = "e032e9721fbb";
        assert_eq!(
            written(&changes(), Format::Markdown),
            format!(
                "\
### Recommended: **major**

| | |
|--|--|
| silent changes of behaviour | 1 |
| callers must edit code | 1 |
| only old binaries break | 1 |
| additions | 2 |
| without effect on callers | 1 |
| documentation only | 1 |

#### SILENT: compiles, behaves differently

* **auth-apikey-name** `auth:key`: `header X-Key: <key>` → `header Authorization: <key>`
  at `pets.txt:1:1 → pets.txt:12:1`
  > Old clients are refused as soon as the vendor switches.

#### BREAKS CALLERS

* **resp-prop-became-optional** `type:Pet/name`: `required` → `optional`
  at `pets.txt:1:1 → pets.txt:55:1`
  used by 3 operations: `pets.list`, `pets.get`, `pets.add`
  > Callers must handle its absence. Pinning it as required keeps their code, and decoding then fails where it is absent.

#### BREAKS OLD BINARIES ONLY

* **resp-constraint** `type:Pet/nick`: `at most 20 characters` → `at most 30 characters`
  at `pets.txt:1:1`
  used by 3 operations: `pets.list`, `pets.get`, `pets.add`

#### ADDED

* **op-added** `op:pets.count`: new: `GET /pets/count`
  at `pets.txt:1:1`
* **req-prop-added-optional** `type:NewPet/tame`: new: `boolean, optional`
  at `pets.txt:1:1`
  used by 1 operation: `pets.add`

<details><summary>ALSO CHANGED, without effect on callers (1)</summary>

* **evidence-changed** `type:Pet/age`: `field stated` → `field inferred`
  at `pets.txt:1:1 → pets.txt:30:1`
  used by 3 operations: `pets.list`, `pets.get`, `pets.add`

</details>

<details><summary>DOCUMENTATION ONLY (1)</summary>

* **op-doc** `op:pets.get`: new: `One pet.`
  at `pets.txt:1:1`

</details>

<sub>Fingerprints of what breaks: {silent} {breaks}</sub>
"
            )
        );
    }

    #[test]
    fn programs_get_everything() {
        let old = pets();
        let mut new = pets();
        field(&mut new, "NewPet", "name").presence.value = Presence::Optional;
        let text = written(&compare(&old, &new), Format::Json);
        assert_eq!(
            text,
            r#"{
  "schema": 1,
  "verdict": { "rust": "major", "wire": "no", "silent": 0 },
  "findings": [
    {
      "rule": "req-prop-became-optional",
      "subject": "type:NewPet/name",
      "before": "required",
      "after": "optional",
      "direction": "request",
      "wire": "no",
      "rust": "major",
      "silent": false,
      "docs": false,
      "uses": ["pets.add"],
      "old_loc": "pets.txt:1:1",
      "new_loc": "pets.txt:1:1",
      "advice": "It moves from an argument to a setter.",
      "fingerprint": "b48e7c22478a"
    }
  ]
}
"#
        );
        assert!(serde_json::from_str::<serde_json::Value>(&written(&changes(), Format::Json)).is_ok());
    }

    #[test]
    fn nothing_changed_is_said() {
        assert_eq!(written(&[], Format::Human { color: true }), "no changes\n");
        assert_eq!(written(&[], Format::Markdown), "No changes.\n");
        assert_eq!(
            written(&[], Format::Json),
            "{\n  \"schema\": 1,\n  \"verdict\": { \"rust\": \"none\", \"wire\": \"no\", \"silent\": 0 },\n  \"findings\": []\n}\n"
        );
    }

    /// What a vendor could write to break out.
    const HOSTILE: &str = "``` </details>\u{1b}]0;x\u{7}\n# @everyone [x](http://evil) \u{202e}`<script>";

    #[test]
    fn what_vendors_write_is_shown_and_never_obeyed() {
        let old = pets();
        let mut new = pets();
        new.operations.push(operation(HOSTILE, "GET", "/x"));
        let mut hostile = value(HOSTILE);
        hostile.docs = Some(text(HOSTILE));
        let values = Shape::Enum(crate::ir::Enum { base: crate::ir::EnumBase::Text, values: vec![hostile] });
        retype_param(&mut new, "pets.list", "sort", values);
        op(&mut new, "owners.update").method = fact(method("PATCH"));
        op(&mut new, "owners.update").path = fact(path(&HOSTILE.replace(['{', '}'], "")));
        op(&mut new, "pets.list").docs = Some(text(HOSTILE));
        let changes = compare(&old, &new);
        let human = written(&changes, Format::Human { color: false });
        assert_eq!(human.chars().filter(|found| (found.is_control() && *found != '\n') || *found == '\u{202e}').count(), 0, "{human}");
        assert!(human.contains(r"``` </details>\u{1b}]0;x\u{7}\n# @everyone"), "{human}");
        let page = written(&changes, Format::Markdown);
        assert!(page.lines().all(|line| !line.starts_with("# ")), "{page}");
        // Three backquotes inside: four around.
        assert!(page.contains(r"```` ``` </details>\u{1b}]0;x\u{7}\n# @everyone [x](http://evil) \u{202e}`<script> ````"), "{page}");
        let parsed: Vec<pulldown_cmark::Event<'_>> = pulldown_cmark::Parser::new(&page).collect();
        let links = parsed.iter().filter(|event| {
            matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Image { .. }))
        });
        assert_eq!(links.count(), 0, "{page}");
        let html: Vec<String> = parsed
            .iter()
            .filter_map(|event| match event {
                pulldown_cmark::Event::Html(text) | pulldown_cmark::Event::InlineHtml(text) => Some(text.trim().to_owned()),
                _ => None,
            })
            .collect();
        assert!(html.iter().all(|tag| !tag.contains("script")), "{html:?}");
    }

    #[test]
    fn long_texts_are_cut_for_people_only() {
        let old = pets();
        let mut new = pets();
        new.servers[0].variables[0].default = Some(text(&"ü".repeat(500)));
        let changes = compare(&old, &new);
        let human = written(&changes, Format::Human { color: false });
        assert!(human.contains(&format!("eu → {}…\n", "ü".repeat(160))), "{human}");
        assert!(written(&changes, Format::Json).contains(&"ü".repeat(500)));
    }

    #[test]
    fn places_of_other_sources_are_left_out() {
        let none = SourceMap::default();
        let text = report(&changes(), &none, &none, Format::Human { color: false });
        assert!(!text.contains("pets.txt"), "{text}");
    }
}
