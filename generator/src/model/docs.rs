//! What is said about a thing, in the order in which it is printed.

use super::Field;
use super::masked::is_nobodys;
use super::names::TypeName;
use crate::ir::{Access, Basis, Contested, Docs, Fact, FieldFacts, How, Presence};

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
        /// The further server that it goes to.
        server: Option<String>,
        /// Whether it may be repeated.
        retry: super::Retry,
        /// The constructors of what it accepts.
        auth: super::AuthChoice,
    },
    /// What the document calls an operation elsewhere.
    Also(Vec<String>),
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
    /// Where its value comes from.
    Origin {
        /// The call that gives it; before all names are known, the operation's id.
        operation: String,
        /// The field of the answer.
        path: String,
    },
    /// Another name under which it is read.
    Alias(String),
    /// The type that the document gives, where it is wrong.
    DocSays(String),
    /// What a document states of it, and what a sample shows otherwise.
    Contested {
        /// What is stated.
        stated: String,
        /// What a sample shows.
        shown: String,
    },
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
    /// These facts about several fields are known in the same way.
    OfFields {
        /// The fields' names on the wire; none where it is all of them.
        fields: Vec<String>,
        /// The fact, as in `the type`, `that it is optional`; empty: the fields themselves.
        fact: String,
        /// How it is known.
        shared: Shared,
    },
    /// What every request has, and no caller gives: the name on the wire and the value.
    Constant(Vec<(String, String)>),
    /// The documents never say what it holds.
    UnknownType,
    /// Samples have null or a placeholder in its place.
    NoValue,
    /// Samples have it as a list with nothing in it that could be told.
    NoItem,
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
    /// The status with which it comes; `None`: with any that has no case of its own.
    Status(Option<u16>),
    /// That an answer may be empty: how the caller sees that, and with which statuses.
    MayBeEmpty {
        /// What stands for it.
        nothing: &'static str,
        /// The statuses that the document names.
        statuses: Vec<u16>,
    },
    /// That what comes depends on the status.
    ByStatus {
        /// The enum of what comes.
        ty: TypeName,
        /// The statuses that the document names.
        statuses: Vec<u16>,
        /// Whether it says what comes with any other one.
        takes_others: bool,
    },
    /// How answers are cut into pages.
    Paging(String),
    /// What the documents leave open about it.
    Gap(String),
}

/// What several facts have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared {
    /// A person decided them, for this reason.
    Reason(String),
    /// Another page states them.
    Page(String),
}

/// From how many fields on a thing is said at their type instead.
const SHARED: usize = 3;

impl Doc {
    /// The vendor's words, and what their basis says about them.
    pub fn vendor(docs: &Docs) -> Self {
        let mut doc = Self::default();
        if let Some(fact) = docs {
            doc.vendor = Some(fact.value.clone()).filter(|text| !text.trim().is_empty());
        }
        doc
    }

    /// Takes away what is only said because of a page or a reason, where the whole is known from that page or for that reason.
    pub fn forget(&mut self, whole: &Basis) {
        self.notes.retain(|note| match (note, &whole.how) {
            (Note::Assumed { reason, .. }, How::Assumed { reason: known }) => reason != known,
            (Note::Page { page, .. }, _) => whole.page.as_ref() != Some(page),
            _ => true,
        });
    }

    /// Takes over what many of a type's fields would say alike, in front of what is open.
    pub fn take_what_is_shared(&mut self, fields: &mut [Field]) {
        let mut candidates: Vec<Note> = Vec::new();
        for note in fields.iter().flat_map(|field| &field.docs.notes) {
            let is_one = matches!(note, Note::Assumed { facts, .. } | Note::Page { facts, .. } if facts.len() <= 1);
            if is_one && !candidates.contains(note) {
                candidates.push(note.clone());
            }
        }
        let mut at = self.notes.iter().position(|note| matches!(note, Note::Gap(_))).unwrap_or(self.notes.len());
        for note in candidates {
            let having = fields.iter().filter(|field| field.docs.notes.contains(&note)).count();
            let all = having == fields.len() && having > 1;
            if having < SHARED && !all {
                continue;
            }
            let (facts, shared) = match &note {
                Note::Assumed { facts, reason } => (facts, Shared::Reason(reason.clone())),
                Note::Page { facts, page } => (facts, Shared::Page(page.clone())),
                _ => continue,
            };
            let mut named = Vec::new();
            for field in fields.iter_mut().filter(|field| field.docs.notes.contains(&note)) {
                field.docs.notes.retain(|known| *known != note);
                named.push(field.wire.clone());
            }
            let fields = if all { Vec::new() } else { named };
            self.notes.insert(at, Note::OfFields { fields, fact: facts.first().cloned().unwrap_or_default(), shared });
            at += 1;
        }
    }

    /// Adds that nothing is known of what it holds, unless there is a better word for it.
    pub fn unknown(&mut self, note: Note) {
        let is_decided = |note: &Note| matches!(note, Note::Assumed { facts, .. } if facts.iter().any(|fact| fact == "the type"));
        if !self.notes.iter().any(is_decided) {
            self.note(note);
        }
    }

    /// Adds what is open about it, unless it is said already that exactly that is assumed. It says more than that nothing is known.
    pub fn open(&mut self, gap: &str) {
        let subject = gap.split(':').next().unwrap_or(gap).trim();
        // `whether x is …`, of a thing that has a name.
        let is_its_type =
            gap.strip_prefix("whether `").and_then(|rest| rest.split_once('`')).is_some_and(|(_, rest)| rest.starts_with(" is "));
        let is_assumed = self.notes.iter().any(|note| match note {
            Note::Assumed { facts, .. } => {
                facts.join(" and ") == subject || facts.iter().any(|fact| fact == subject || (is_its_type && fact == "the type"))
            }
            _ => false,
        });
        if !is_assumed {
            self.notes.retain(|note| !matches!(note, Note::UnknownType | Note::NoValue | Note::NoItem));
            self.note(Note::Gap(gap.to_owned()));
        }
    }

    /// Adds the form of a string, unless the vendor's words name it.
    pub fn form(&mut self, words: &'static str, known_by: &str) {
        let reasons = self.notes.iter().filter_map(|note| match note {
            Note::Assumed { reason, .. } => Some(reason),
            _ => None,
        });
        if !self.says(known_by) && !reasons.into_iter().any(|reason| fold(reason).contains(&fold(known_by))) {
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
        self.vendor.as_ref().is_some_and(|text| fold(text).contains(&fold(words)))
    }

    /// Whether the vendor's words name this default as one.
    fn says_default(&self, value: &str) -> bool {
        let value = unquoted(value);
        let Some(text) = self.vendor.as_ref().map(|text| unquoted(text)) else { return false };
        let said = |words: &str| {
            text.match_indices(words).any(|(at, _)| {
                let ends = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                ends(text[..at].chars().next_back()) && ends(text[at + words.len()..].chars().next())
            })
        };
        ["default:", "default is", "default value is", "default value:", "defaults to", "by default"]
            .iter()
            .any(|before| said(&format!("{before} {value}")))
            || said(&format!("{value} (default)"))
            || said(&format!("{value} by default"))
    }

    /// Whether the vendor's words hold this condition already, in these words or after another one: `only for x` says `present if x`.
    fn says_condition(&self, condition: &str) -> bool {
        let words = condition.split_once(' ').map_or(condition, |(_, words)| words);
        let told = words.split_once(' ').filter(|(first, _)| ["if", "when"].contains(first)).map(|(_, told)| told);
        self.says(words) || told.is_some_and(|told| ["if", "when", "for", "with"].iter().any(|first| self.says(&format!("{first} {told}"))))
    }

    /// Adds what is known of a field or a parameter.
    pub fn facts(&mut self, facts: &FieldFacts, presence: &Fact<Presence>) {
        // A constant is no field and no argument: what holds it says so.
        let FieldFacts {
            access,
            secret,
            max_length,
            constant: _,
            default,
            example,
            deprecated: _,
            aliases,
            doc_says,
            condition,
            origin,
            decisions,
            conflicts,
        } = facts;
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
        if let Some(default) = default.as_ref().filter(|default| !self.says_default(&default.value)) {
            self.note(Note::Default(default.value.clone()));
        }
        if let Some(example) = example.as_ref().filter(|example| secret.is_none() && !self.says(&example.value)) {
            self.note(Note::Example(example.value.clone()));
        }
        if let Some(condition) = condition.as_ref().filter(|condition| !self.says_condition(&condition.value)) {
            self.note(Note::Condition(condition.value.clone()));
        }
        if let Some(origin) = origin {
            self.note(Note::Origin { operation: origin.value.operation.clone(), path: origin.value.path.clone() });
        }
        for alias in aliases {
            self.note(Note::Alias(alias.value.clone()));
        }
        // A conflict says it with the other side.
        if let Some(says) = doc_says.as_ref().filter(|_| facts.conflict(&[Contested::Type]).is_none()) {
            self.note(Note::DocSays(says.value.clone()));
        }
        for conflict in conflicts.iter().filter(|conflict| !conflict.is_settled) {
            // A value that may be somebody's is shown to nobody.
            let shown = &conflict.shown.value;
            let value = shown.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
            let is_shown = value.is_none_or(|value| is_nobodys("value", value));
            let shown = if is_shown { shown.clone() } else { "another value".to_owned() };
            self.note(Note::Contested { stated: conflict.stated.value.clone(), shown });
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

/// A text for comparing: one blank between words, small letters.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The same, without quotes and marks of Markdown.
fn unquoted(text: &str) -> String {
    fold(text).chars().filter(|c| !matches!(c, '"' | '\'' | '`' | '*' | '“' | '”')).collect()
}

#[cfg(test)]
mod tests {
    use super::{Doc, Note};

    fn doc(text: &str) -> Doc {
        Doc { vendor: Some(text.to_owned()), ..Doc::default() }
    }

    #[test]
    fn a_default_that_the_words_name_is_known() {
        for text in [
            "Values: \"on\" (default), \"off\"",
            "Default: on.",
            "The default is `on`",
            "It defaults to on",
            "Default value: on",
            "On by default",
        ] {
            assert!(doc(text).says_default("on"), "{text}");
        }
        for text in ["Values: on, off", "Default: once", "The default is off, and on at night", "upon (default)", "null, the same as on"] {
            assert!(!doc(text).says_default("on"), "{text}");
        }
    }

    #[test]
    fn a_condition_that_the_words_name_is_known() {
        assert!(doc("The scope.\nOnly for kind \"a\"").says_condition("present if kind \"a\""));
        assert!(doc("Shown if specified").says_condition("present if specified"));
        for text in ["What kind \"a\" is", "A kind", "Only for kind \"b\""] {
            assert!(!doc(text).says_condition("present if kind \"a\""), "{text}");
        }
    }

    #[test]
    fn what_is_assumed_is_not_open_as_well() {
        let assumed = |facts: &[&str]| {
            let facts = facts.iter().map(|fact| (*fact).to_owned()).collect();
            Doc { notes: vec![Note::Assumed { facts, reason: "it was so".to_owned() }], ..Doc::default() }
        };
        let said = |mut doc: Doc, gap: &str| {
            doc.open(gap);
            doc.notes.contains(&Note::Gap(gap.to_owned()))
        };
        assert!(!said(assumed(&["the method", "the path"]), "the path: nobody says it"));
        assert!(!said(assumed(&["the method", "the path"]), "the method and the path: nobody says them"));
        assert!(said(assumed(&["the method", "the path"]), "the method and the path, and whether `id` stands in it"));
        assert!(said(assumed(&["the method"]), "the path: nobody says it"));
        assert!(!said(assumed(&["the type"]), "whether `rate` is a number or text"));
        assert!(said(assumed(&["the type"]), "whether `rate` can be changed"));
        assert!(said(assumed(&["that it is optional"]), "whether `rate` is a number or text"));
    }
}
