//! The lock: names and order, settled once. An input: same inputs and lock, same bytes.
//!
//! One line per entry, sorted by address, so that branches merge: `"op:accounts.list" 3 list`. A type that stands at several places has its
//! line at one of them; each other place says whose it is, `"op:accounts.get/success/owner#type" - Owner`, so that the type keeps its name
//! when the first place changes.

use super::names::is_identifier;
use super::residence;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::{FileId, SourceMap, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the lock remembers at one address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// A thing: its name, and where it stands among its like.
    Thing { rank: u32, name: String },
    /// A further place of a type that has its line elsewhere.
    Place { of: String },
}

impl Entry {
    fn name(&self) -> &str {
        match self {
            Self::Thing { name, .. } | Self::Place { of: name } => name,
        }
    }
}

/// Names and order of everything that has a name in Rust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    entries: BTreeMap<String, Entry>,
}

/// The highest rank that a lock may have: so many things no API has.
const LAST: u32 = u32::MAX / 2;

const HEADER: &str = "# docwright.lock 1: names and order of the generated items, by address. Kept under version control; edited by `docwright`, reviewed by people.\n";

impl Lock {
    /// Reads a lock. Says all that is wrong with it.
    pub fn read(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Self {
        let mut lock = Self::default();
        let mut lines: BTreeMap<String, Span> = BTreeMap::new();
        let mut offset = 0;
        for line in sources.file(file).text().split_inclusive('\n') {
            let span = Span::new(file, offset, offset + line.trim_end().len());
            offset += line.len();
            let line = line.trim_end().trim_start_matches('\u{feff}');
            if let Some(version) = line.strip_prefix("# docwright.lock ").and_then(|rest| rest.split(':').next())
                && version != "1"
            {
                diagnostics.push(
                    Diagnostic::new(
                        Code::LockLine,
                        span,
                        format!("the lock is of version `{version}`, which this docwright does not know"),
                    )
                    .note("expected version 1")
                    .help("use the docwright that wrote it"),
                );
                return Self::default();
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
                diagnostics.push(
                    Diagnostic::new(Code::LockLine, span, "the lock holds an unresolved merge conflict")
                        .help("keep the lines of both sides, without the marks, and run `docwright generate`"),
                );
                continue;
            }
            match entry(line) {
                Some((id, entry)) if !is_identifier(entry.name()) => diagnostics.push(
                    Diagnostic::new(Code::LockLine, span, format!("`{id}` has a name that is no identifier"))
                        .help("restore the line from version control, or delete it: the name is then settled anew"),
                ),
                Some((id, entry)) => {
                    lines.insert(id.clone(), span);
                    if lock.entries.insert(id.clone(), entry).is_some() {
                        diagnostics.push(
                            Diagnostic::new(Code::LockLine, span, format!("`{id}` stands twice in the lock"))
                                .help("delete one of the lines"),
                        );
                    }
                }
                None => diagnostics.push(
                    Diagnostic::new(Code::LockLine, span, "a line of the lock cannot be read")
                        .note("expected an address in quotes, a rank (or `-` at a further place of a type) and a name, such as `\"op:accounts.list\" 3 list`")
                        .help("restore the line from version control, or delete it: the name is then settled anew"),
                ),
            }
        }
        lock.say_namesakes(&lines, diagnostics);
        lock
    }

    /// Says which types have the name of another one: by its name further places know a type.
    fn say_namesakes(&self, lines: &BTreeMap<String, Span>, diagnostics: &mut Diagnostics) {
        let mut named: BTreeMap<&str, &str> = BTreeMap::new();
        for (id, name) in self.things().filter(|(id, _)| residence::type_address(id).is_some()) {
            if let (Some(other), Some(&span)) = (named.insert(name, id), lines.get(id)) {
                diagnostics.push(
                    Diagnostic::new(Code::LockLine, span, format!("`{id}` has the name of another type, `{name}` at `{other}`"))
                        .help("delete one of the lines: the name is then settled anew"),
                );
            }
        }
    }

    /// The lock without what it remembers at some addresses.
    #[must_use]
    pub fn without<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut entries = self.entries.clone();
        for id in ids {
            entries.remove(id);
        }
        Self { entries }
    }

    /// The name that an address has.
    pub fn name(&self, id: &str) -> Option<&str> {
        match self.entries.get(id)? {
            Entry::Thing { name, .. } => Some(name),
            Entry::Place { .. } => None,
        }
    }

    /// The rank that an address has.
    pub fn rank(&self, id: &str) -> Option<u32> {
        match self.entries.get(id)? {
            Entry::Thing { rank, .. } => Some(*rank),
            Entry::Place { .. } => None,
        }
    }

    /// The name of the type that has a further place at an address.
    pub(super) fn type_at(&self, id: &str) -> Option<&str> {
        match self.entries.get(id)? {
            Entry::Place { of } => Some(of),
            Entry::Thing { .. } => None,
        }
    }

    /// Remembers a name and a rank.
    pub fn set(&mut self, id: &str, rank: u32, name: &str) {
        self.entries.insert(id.to_owned(), Entry::Thing { rank, name: name.to_owned() });
    }

    /// Remembers a further place of a type.
    pub(super) fn set_place(&mut self, id: String, of: &str) {
        self.entries.entry(id).or_insert_with(|| Entry::Place { of: of.to_owned() });
    }

    /// The addresses that have a name of their own, and those names.
    pub(super) fn things(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().filter_map(|(id, entry)| match entry {
            Entry::Thing { name, .. } => Some((id.as_str(), name.as_str())),
            Entry::Place { .. } => None,
        })
    }

    /// The things at other addresses: those for which `address` knows one, without those for which it has none. Without the places, which are
    /// those of before.
    pub(super) fn readdressed(&self, address: impl Fn(&str) -> Option<String>) -> Self {
        let things = self.entries.iter().filter(|(_, entry)| matches!(entry, Entry::Thing { .. }));
        Self { entries: things.filter_map(|(id, entry)| Some((address(id)?, entry.clone()))).collect() }
    }

    /// Puts things into their locked order; newcomers stand behind all others, in the order in which they come.
    pub fn order<T>(&self, things: Vec<T>, id: impl Fn(&T) -> String) -> Vec<(u32, T)> {
        let mut next = things.iter().filter_map(|thing| self.rank(&id(thing))).max().map_or(0, |rank| rank.saturating_add(1));
        let mut ranked: Vec<(u32, String, T)> = things
            .into_iter()
            .map(|thing| {
                let key = id(&thing);
                let rank = self.rank(&key).unwrap_or_else(|| {
                    next = next.saturating_add(1);
                    next - 1
                });
                (rank, key, thing)
            })
            .collect();
        ranked.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        ranked.into_iter().map(|(rank, _, thing)| (rank, thing)).collect()
    }

    /// The lock as the text of its file.
    pub fn write(&self) -> String {
        let mut text = HEADER.to_owned();
        for (id, entry) in &self.entries {
            let id = serde_json::Value::String(id.clone());
            let _ = match entry {
                Entry::Thing { rank, name } => writeln!(text, "{id} {rank} {name}"),
                Entry::Place { of } => writeln!(text, "{id} - {of}"),
            };
        }
        text
    }
}

fn entry(line: &str) -> Option<(String, Entry)> {
    let mut values = serde_json::Deserializer::from_str(line).into_iter::<String>();
    let id = values.next()?.ok()?;
    let mut rest = line.get(values.byte_offset()..)?.split_whitespace();
    let rank = rest.next()?;
    let name = rest.next()?.to_owned();
    let entry = match rank {
        "-" => Entry::Place { of: name },
        // Newcomers come behind all others.
        rank => Entry::Thing { rank: rank.parse().ok().filter(|rank| *rank <= LAST)?, name },
    };
    rest.next().is_none().then_some((id, entry))
}
