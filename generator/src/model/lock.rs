//! The lock: names and order, settled once. An input: same inputs and lock, same bytes.
//!
//! One line per entry, sorted by address, so that branches merge: `"op:accounts.list" 3 list`.

use super::names::is_identifier;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::{FileId, SourceMap, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the lock remembers of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    rank: u32,
    name: String,
}

/// Names and order of everything that has a name in Rust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    entries: BTreeMap<String, Entry>,
}

const HEADER: &str = "# docwright.lock 1: names and order of the generated items, by address. Kept under version control; edited by `docwright`, reviewed by people.\n";

impl Lock {
    /// Reads a lock. Says all that is wrong with it.
    pub fn read(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Self {
        let mut lock = Self::default();
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
                Some((id, entry)) if !is_identifier(&entry.name) => diagnostics.push(
                    Diagnostic::new(Code::LockLine, span, format!("`{id}` has a name that is no identifier"))
                        .help("restore the line from version control, or delete it: the name is then settled anew"),
                ),
                Some((id, entry)) => {
                    if lock.entries.insert(id.clone(), entry).is_some() {
                        diagnostics.push(
                            Diagnostic::new(Code::LockLine, span, format!("`{id}` stands twice in the lock"))
                                .help("delete one of the lines"),
                        );
                    }
                }
                None => diagnostics.push(
                    Diagnostic::new(Code::LockLine, span, "a line of the lock cannot be read")
                        .note("expected an address in quotes, a rank and a name, such as `\"op:accounts.list\" 3 list`")
                        .help("restore the line from version control, or delete it: the name is then settled anew"),
                ),
            }
        }
        lock
    }

    /// The name that an address has.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.entries.get(id).map(|entry| entry.name.as_str())
    }

    /// The rank that an address has.
    pub fn rank(&self, id: &str) -> Option<u32> {
        self.entries.get(id).map(|entry| entry.rank)
    }

    /// Remembers a name and a rank.
    pub fn set(&mut self, id: &str, rank: u32, name: &str) {
        self.entries.insert(id.to_owned(), Entry { rank, name: name.to_owned() });
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
            let _ = writeln!(text, "{id} {} {}", entry.rank, entry.name);
        }
        text
    }
}

fn entry(line: &str) -> Option<(String, Entry)> {
    let mut values = serde_json::Deserializer::from_str(line).into_iter::<String>();
    let id = values.next()?.ok()?;
    let mut rest = line.get(values.byte_offset()..)?.split_whitespace();
    let rank = rest.next()?.parse().ok()?;
    let name = rest.next()?.to_owned();
    rest.next().is_none().then_some((id, Entry { rank, name }))
}
