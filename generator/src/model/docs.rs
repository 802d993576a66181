//! What is said about a thing, in the order in which it is printed.

use crate::ir::{Access, Basis, Docs, Fact, FieldFacts, How, Presence};

/// What is said about a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// What the thing is, in our words; printed where the vendor has none.
    pub summary: Option<String>,
    /// The vendor's words, as Markdown. Hostile text.
    pub vendor: Option<String>,
    /// What else there is to know, a paragraph each.
    pub notes: Vec<Note>,
    /// The file and the stable pointer where it comes from.
    pub source: Option<Source>,
}

/// The file and the stable pointer where a thing comes from: never a line, which moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file's name.
    pub file: String,
    /// The pointer: folder and request, or the spec's key.
    pub pointer: String,
}

/// A sentence about a thing. Words of the vendor or of the spec's author in it are hostile text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The request line of an operation, what it does when repeated, and the schemes that it accepts.
    Request {
        /// Method, path and constant query.
        line: String,
        /// Whether it may be repeated.
        retry: super::Retry,
        /// The schemes; empty where it needs none.
        auth: Vec<String>,
    },
    /// Who may write it.
    ReadOnly,
    /// Who may write it.
    WriteOnly,
    /// Fields that are the caller's only, and so no part of what is answered.
    NeverAnswered(Vec<String>),
    /// The most characters it may have.
    MaxLength(u32),
    /// The value it has when it is left out.
    Default(String),
    /// A value that the document shows.
    Example(String),
    /// When it must be there, or is.
    Condition(String),
    /// Another name under which it is read.
    Alias(String),
    /// The type that the document gives, where it is wrong.
    DocSays(String),
    /// It was seen in samples only.
    Inferred,
    /// All fields were seen in samples only.
    InferredFields,
    /// A person decided these facts about it, for this reason; no fact: the thing itself.
    Assumed {
        /// The facts, as in `the method`, `that it is optional`.
        facts: Vec<String>,
        /// Why.
        reason: String,
    },
    /// Another page states these facts about it; no fact: the thing itself.
    Page {
        /// The facts, as in `the method`, `that it is optional`.
        facts: Vec<String>,
        /// The page.
        page: String,
    },
    /// The documents never say what it holds.
    UnknownType,
    /// A string of a form that stays text.
    Form(&'static str),
    /// A value on the wire that its name does not show.
    Wire(String),
    /// A code of an error catalogue.
    CatalogueCode {
        /// The value on the wire.
        wire: String,
        /// The HTTP status that comes with it.
        http_status: Option<u16>,
        /// The message that comes with it.
        message: Option<String>,
    },
    /// How answers are cut into pages.
    Paging(String),
    /// What the documents leave open about it.
    Gap(String),
}

impl Doc {
    /// The vendor's words, and what their basis says about them.
    pub fn vendor(docs: &Docs) -> Self {
        let mut doc = Self::default();
        if let Some(fact) = docs {
            doc.vendor = Some(fact.value.clone()).filter(|text| !text.trim().is_empty());
        }
        doc
    }

    /// Takes away what is only said because a page other than the document states it, where the whole already says so.
    pub fn forget_page(&mut self, page: &str) {
        self.notes.retain(|note| !matches!(note, Note::Page { page: known, .. } if known == page));
    }

    /// Adds the form of a string, unless the vendor's words name it.
    pub fn form(&mut self, words: &'static str, known_by: &str) {
        if !self.says(known_by) {
            self.note(Note::Form(words));
        }
    }

    /// Adds a note.
    pub fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Adds what a fact's basis says, where it is not simply stated by the document. `what` names the fact, as in `that it is optional`;
    /// facts with the same reason or from the same page share a sentence.
    pub fn basis(&mut self, basis: &Basis, what: &str) {
        let fact: Vec<String> = Some(what.to_owned()).filter(|what| !what.is_empty()).into_iter().collect();
        match (&basis.how, &basis.page) {
            (How::Assumed { reason }, _) => {
                for note in &mut self.notes {
                    if let Note::Assumed { facts, reason: known } = note
                        && known == reason
                    {
                        facts.extend(fact.into_iter().filter(|fact| !facts.contains(fact)).collect::<Vec<_>>());
                        return;
                    }
                }
                self.notes.push(Note::Assumed { facts: fact, reason: reason.clone() });
            }
            (How::Stated | How::Inferred { .. }, Some(page)) => {
                for note in &mut self.notes {
                    if let Note::Page { facts, page: known } = note
                        && known == page
                    {
                        facts.extend(fact.into_iter().filter(|fact| !facts.contains(fact)).collect::<Vec<_>>());
                        return;
                    }
                }
                self.notes.push(Note::Page { facts: fact, page: page.clone() });
            }
            (How::Stated | How::Inferred { .. }, None) => {}
        }
    }

    /// Whether the vendor's words hold these already, letters' cases aside.
    pub(super) fn says(&self, words: &str) -> bool {
        let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        self.vendor.as_ref().is_some_and(|text| fold(text).contains(&fold(words)))
    }

    /// Adds what is known of a field or a parameter.
    pub fn facts(&mut self, facts: &FieldFacts, presence: &Fact<Presence>) {
        let FieldFacts { access, secret, max_length, default, example, deprecated: _, aliases, doc_says, condition, decisions } = facts;
        if let Some(access) = access {
            let (note, what) = match access.value {
                Access::ReadOnly => (Note::ReadOnly, "that it is read-only"),
                Access::WriteOnly => (Note::WriteOnly, "that it is write-only"),
            };
            if !access.basis.in_document() {
                self.basis(&access.basis, what);
            } else if access.value == Access::WriteOnly || !self.says("read-only") {
                self.note(note);
            }
        }
        if let Some(most) = max_length.as_ref().filter(|most| !self.says(&format!("max length: {}", most.value))) {
            self.note(Note::MaxLength(most.value));
        }
        if let Some(default) = default {
            self.note(Note::Default(default.value.clone()));
        }
        if let Some(example) = example.as_ref().filter(|example| secret.is_none() && !self.says(&example.value)) {
            self.note(Note::Example(example.value.clone()));
        }
        if let Some(condition) = condition.as_ref().filter(|condition| {
            let words = condition.value.split_once(' ').map_or(condition.value.as_str(), |(_, words)| words);
            !self.says(words)
        }) {
            self.note(Note::Condition(condition.value.clone()));
        }
        for alias in aliases {
            self.note(Note::Alias(alias.value.clone()));
        }
        if let Some(says) = doc_says {
            self.note(Note::DocSays(says.value.clone()));
        }
        for decision in decisions {
            self.basis(&decision.basis, &decision.value);
        }
        match presence.value {
            Presence::Required => self.basis(&presence.basis, "that it is required"),
            Presence::Optional => self.basis(&presence.basis, "that it is optional"),
            Presence::Unknown => {}
        }
    }
}
