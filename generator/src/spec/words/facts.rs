//! Facts of a row.

use super::{Complaint, Ranged, nearest, quoted, range_of};
use std::mem::discriminant;

/// A fact as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactWord {
    /// `required`.
    Required,
    /// `optional`.
    Optional,
    /// `required if …`: when it must be there.
    RequiredIf(String),
    /// `present if …`: when it is there.
    PresentIf(String),
    /// `read-only`.
    ReadOnly,
    /// `write-only`.
    WriteOnly,
    /// `secret`.
    Secret,
    /// `max 255`: the most characters.
    Max(u32),
    /// `default x`.
    Default(String),
    /// `example x`.
    Example(String),
    /// `deprecated`, with or without words about it.
    Deprecated(String),
    /// `alias x`: another name under which it is read.
    Alias(String),
    /// `doc-says T`: the page's own type, which is wrong.
    DocSays(String),
    /// `media text/csv`: the media type of a part.
    Media(String),
    /// `credential id`: the row belongs to an authentication scheme and is no argument.
    Credential(String),
}

/// A fact, and the reason of the person who decided it, where no page says so (`optional because …`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFact {
    /// The fact.
    pub word: FactWord,
    /// The reason.
    pub because: Option<Ranged<String>>,
}

/// The words that facts begin with, as help shows them.
const WORDS: &[&str] = &[
    "required",
    "optional",
    "required if",
    "present if",
    "read-only",
    "write-only",
    "secret",
    "max",
    "default",
    "example",
    "deprecated",
    "alias",
    "doc-says",
    "media",
    "credential",
];

/// Reads facts, parted by `;`. What was understood, and every complaint.
pub fn parse_facts(text: &str) -> (Vec<Ranged<WrittenFact>>, Vec<Complaint>) {
    let mut facts: Vec<Ranged<WrittenFact>> = Vec::new();
    let mut complaints = Vec::new();
    for part in parts(text) {
        let trimmed = part.trim();
        if trimmed.is_empty() {
            continue;
        }
        let range = range_of(text, trimmed);
        match read(trimmed, text) {
            Ok(fact) => {
                if let Some(against) = facts.iter().find(|other| contradict(&other.value.word, &fact.word)) {
                    let said = &text[against.range.clone()];
                    let message = if said == trimmed {
                        format!("`{trimmed}` stands twice")
                    } else {
                        format!("`{trimmed}` contradicts `{said}` in the same row")
                    };
                    complaints.push(Complaint::new(range, message).help("keep one of them"));
                } else {
                    facts.push(Ranged::new(fact, range));
                }
            }
            Err(complaint) => complaints.push(complaint),
        }
    }
    (facts, complaints)
}

/// The pieces between the `;` that stand outside of quotes.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(sign) = text[at..].chars().next() {
        // A quote opens only where an argument may begin: the apostrophes and inches of prose are no quotes.
        let opens = sign == '"' && text[..at].ends_with(' ');
        let length = if opens { quoted(&text[at..]).map_or(1, |(_, length)| length) } else { sign.len_utf8() };
        if sign == ';' {
            parts.push(&text[start..at]);
            start = at + 1;
        }
        at += length;
    }
    parts.push(&text[start..]);
    parts
}

/// Reads a fact and its reason. Only what a person may decide takes one: other words may hold `because` themselves.
fn read(part: &str, whole: &str) -> Result<WrittenFact, Complaint> {
    let (fact, reason) = match part.split_once(char::is_whitespace) {
        Some((word @ ("required" | "optional" | "read-only" | "write-only" | "secret"), rest)) => {
            match rest.trim_start().strip_prefix("because") {
                Some(reason) if reason.is_empty() || reason.starts_with(char::is_whitespace) => (word, Some(reason.trim())),
                _ => (part, None),
            }
        }
        _ => (part, None),
    };
    if reason == Some("") {
        return Err(Complaint::new(range_of(whole, part), "`because` needs a reason behind it").help(format!("write `{fact} because …`")));
    }
    let because = reason.map(|reason| Ranged::new(reason.to_owned(), range_of(whole, reason)));
    Ok(WrittenFact { word: read_word(fact, whole)?, because })
}

fn read_word(part: &str, whole: &str) -> Result<FactWord, Complaint> {
    let (word, argument) = part.split_once(char::is_whitespace).map_or((part, ""), |(word, rest)| (word, rest.trim()));
    let bare = |fact: FactWord| {
        if argument.is_empty() {
            Ok(fact)
        } else {
            Err(Complaint::new(range_of(whole, argument), format!("`{word}` takes nothing behind it, found `{argument}`"))
                .help("facts are parted by `;`"))
        }
    };
    let value = || match quoted(argument) {
        Some((value, length)) if length == argument.len() => value,
        _ => argument.to_owned(),
    };
    let given = |fact: fn(String) -> FactWord| {
        if argument.is_empty() {
            Err(Complaint::new(range_of(whole, part), format!("`{word}` needs something behind it")))
        } else {
            Ok(fact(value()))
        }
    };
    let condition = |fact: fn(String) -> FactWord| match argument.strip_prefix("if").filter(|rest| rest.starts_with(char::is_whitespace)) {
        Some(rest) if !rest.trim().is_empty() => Ok(fact(rest.trim().to_owned())),
        _ => Err(Complaint::new(range_of(whole, part), format!("`{word}` takes `if` and a condition behind it"))
            .help(format!("write `{word} if …`"))),
    };
    match word {
        "required" if argument.is_empty() => Ok(FactWord::Required),
        "required" => condition(FactWord::RequiredIf),
        "present" => condition(FactWord::PresentIf),
        "optional" => bare(FactWord::Optional),
        "read-only" => bare(FactWord::ReadOnly),
        "write-only" => bare(FactWord::WriteOnly),
        "secret" => bare(FactWord::Secret),
        "deprecated" => Ok(FactWord::Deprecated(value())),
        "max" => argument.parse().map(FactWord::Max).map_err(|_| {
            Complaint::new(range_of(whole, part), format!("`max` takes a number of characters, found `{argument}`")).help("write `max 255`")
        }),
        "default" => given(FactWord::Default),
        "example" => given(FactWord::Example),
        "alias" => given(FactWord::Alias),
        "doc-says" => given(FactWord::DocSays),
        "media" => given(FactWord::Media),
        "credential" => given(FactWord::Credential),
        _ => {
            let complaint = Complaint::new(range_of(whole, word), format!("`{word}` is no fact"));
            Err(match nearest(word, WORDS.iter().copied()) {
                Some(near) => complaint.help(format!("did you mean `{near}`?")),
                None => complaint.help(format!("one of: {}", WORDS.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))),
            })
        }
    }
}

/// Whether two facts cannot both stand in one row.
fn contradict(one: &FactWord, other: &FactWord) -> bool {
    use FactWord::{Alias, Deprecated, Optional, PresentIf, ReadOnly, Required, RequiredIf, WriteOnly};
    match (one, other) {
        (Alias(one), Alias(other)) => one == other,
        (Required, Optional | RequiredIf(_) | PresentIf(_))
        | (Optional | RequiredIf(_) | PresentIf(_), Required)
        | (RequiredIf(_), PresentIf(_))
        | (PresentIf(_), RequiredIf(_))
        | (ReadOnly, WriteOnly)
        | (WriteOnly, ReadOnly)
        | (Deprecated(_), Deprecated(_)) => true,
        _ => discriminant(one) == discriminant(other),
    }
}
