//! How entries and rows are known: `at`, `from`, `assumed` → a basis; and whether quotes stand where they are said to stand.

use super::Lowering;
use super::source::{Place, Sought, fold, has_name, has_quote};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Basis, Docs, Fact, How, Layer};
use crate::spec::read::{PARAMS, shown};
use crate::spec::tree::{ByKey, Evidence, Text};
use crate::spec::words::{At, nearest, parse_at};
use crate::text::Span;

/// An entry whose evidence was looked at.
#[derive(Clone)]
pub(super) struct Entry<'s> {
    /// How it is known.
    pub(super) basis: Basis,
    /// The lines that it names.
    pub(super) place: Option<Place>,
    evidence: &'s Evidence,
}

/// Parts the source's words from those that documentation has instead.
const INSTEAD: char = '⇒';

/// A row whose evidence was looked at.
#[derive(Clone)]
pub(super) struct RowEvidence {
    /// How the row is known.
    pub(super) basis: Basis,
    /// The lines that it names.
    pub(super) place: Option<Place>,
    /// Who settled what the lines do not say, above all the type.
    pub(super) settled: Option<Basis>,
}

impl<'s> Entry<'s> {
    /// An entry whose evidence was looked at before.
    pub(super) fn new(evidence: &'s Evidence, basis: Basis) -> Self {
        Self { basis, place: None, evidence }
    }
}

impl Lowering<'_> {
    /// Looks at the evidence of an entry, and at the reason of an overlay's. `own` is what the entry brings along without saying so, such as
    /// its sample or its rows.
    pub(super) fn entry<'s>(&mut self, evidence: &'s Evidence, written: Span, what: &str, own: Option<Basis>) -> Entry<'s> {
        self.reason(evidence, written, what);
        self.frame(evidence, written, what, own)
    }

    /// The same of what only holds entries.
    pub(super) fn frame<'s>(&mut self, evidence: &'s Evidence, written: Span, what: &str, own: Option<Basis>) -> Entry<'s> {
        let place = evidence.at.as_ref().and_then(|at| self.place(at));
        let mut basis = own;
        if let Some(page) = &evidence.from.whole {
            basis = Some(self.by_page(&page.value, written));
        }
        if let Some(reason) = &evidence.assumed.whole {
            basis = Some(self.assumed(reason));
        } else if evidence.at.is_some() {
            let page = evidence.from.whole.as_ref().map(|page| page.value.clone());
            basis = Some(Basis { page, ..self.stated(place.as_ref(), written) });
        }
        if let (Some(basis), Some(place)) = (&mut basis, &place) {
            basis.span = place.span();
        }
        if basis.is_none() {
            self.diagnostics.push(
                Diagnostic::new(Code::NoBasis, written, format!("{what} does not say how it is known"))
                    .note("expected one of `at` (lines of the source), `from` (another page), `assumed` (a reason)")
                    .help("name the lines with `at = \"12-15\"`; write `assumed = \"…\"` if no document says so"),
            );
        }
        if let Some(quote) = &evidence.quote {
            if evidence.at.is_none() {
                self.diagnostics
                    .push(Diagnostic::new(Code::NoBasis, quote.span, "a quote without lines").note("expected `at` beside `quote`"));
            }
            self.quote(quote, place.as_ref());
        }
        let basis = basis.unwrap_or_else(|| self.stated(None, written));
        Entry { basis, place, evidence }
    }

    /// Whether an overlay's entry says why it is there: the document alone would have done without. A decision is a reason already.
    fn reason(&mut self, evidence: &Evidence, written: Span, what: &str) {
        let given = evidence.reason.as_ref();
        let diagnostic = match (self.layer, given) {
            (Layer::Overlay, None) if evidence.assumed.whole.is_none() => {
                Diagnostic::new(Code::MissingKey, written, format!("{what} of an overlay has no `reason`"))
            }
            (Layer::Overlay, Some(reason)) if reason.value.trim().is_empty() => {
                Diagnostic::new(Code::MissingKey, reason.span, format!("the `reason` of {what} is empty"))
            }
            (Layer::Document, Some(reason)) => {
                let diagnostic = Diagnostic::new(Code::UnknownKey, reason.span, format!("{what} has no key `reason`"));
                self.diagnostics
                    .push(diagnostic.note("it is a word of overlays").help("write `assumed` if a person decided it, a remark otherwise"));
                return;
            }
            (Layer::Overlay, _) | (Layer::Document, None) => return,
        };
        self.diagnostics.push(diagnostic.help("say why what the document says is not enough: `reason = \"told only in prose\"`"));
    }

    /// Looks at the evidence of a row of an entry. `key` is what `from` and `assumed` name it by, `name` what its lines show.
    pub(super) fn row(&mut self, entry: &Entry<'_>, key: &str, name: &str, at: Option<&Text>, written: Span, what: &str) -> RowEvidence {
        let settled = self.by_key(entry, key);
        if let Some(at) = at {
            let place = self.place(at);
            let mut basis = self.stated(place.as_ref(), written);
            basis.span = place.as_ref().and_then(|place| place.span_of_name(name));
            return RowEvidence { basis, place, settled };
        }
        let whole = || {
            let assumed = entry.evidence.assumed.whole.as_ref().map(|reason| self.assumed(reason));
            assumed.or_else(|| entry.evidence.from.whole.as_ref().map(|page| self.by_page(&page.value, written)))
        };
        if let Some(mut basis) = settled.or_else(whole) {
            basis.written = Some(written);
            return RowEvidence { basis, place: None, settled: None };
        }
        self.diagnostics.push(
            Diagnostic::new(Code::NoBasis, written, format!("{what} does not say how it is known"))
                .note("expected lines of the source in its last cell")
                .help(format!("or say `assumed.{0} = \"…\"`, or `from.{0} = \"…\"`", written_key(key))),
        );
        RowEvidence { basis: self.stated(None, written), place: None, settled: None }
    }

    /// How a key of an entry is known: by a word of its own, or as the entry.
    pub(super) fn key(&self, entry: &Entry<'_>, key: &str, written: Span) -> Basis {
        let mut basis = self.by_key(entry, key).unwrap_or_else(|| entry.basis.clone());
        basis.written = Some(written);
        basis
    }

    /// How a key is known, if a word of its own says so.
    pub(super) fn by_key(&self, entry: &Entry<'_>, key: &str) -> Option<Basis> {
        let assumed = entry.evidence.assumed.key(key).map(|reason| self.assumed(reason));
        assumed.or_else(|| entry.evidence.from.key(key).map(|page| self.by_page(&page.value, page.span)))
    }

    /// Reports words by key that belong to no key and no row.
    pub(super) fn known_keys(&mut self, entry: &Entry<'_>, what: &str, known: &[&str]) {
        let ByKey { keys: from, .. } = &entry.evidence.from;
        let ByKey { keys: assumed, .. } = &entry.evidence.assumed;
        for (word, (key, _)) in from.iter().map(|key| ("from", key)).chain(assumed.iter().map(|key| ("assumed", key))) {
            if !known.contains(&key.value.as_str()) {
                let mut diagnostic = Diagnostic::new(
                    Code::UnknownKey,
                    key.span,
                    format!("{what} has no key and no row `{}`, which `{word}` names", key.value),
                );
                if let Some(near) = nearest(&key.value, known.iter().copied()) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                self.diagnostics.push(diagnostic);
            }
        }
        for (key, reason) in assumed {
            if let Some((other, _)) = from.iter().find(|(other, _)| other.value == key.value) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ContradictoryFacts,
                        reason.span,
                        format!("`{}` of {what} is both assumed and from a page", key.value),
                    )
                    .and(other.span, "the page")
                    .help("keep the page, if it says so"),
                );
            }
        }
    }

    /// Stated by the source at a place.
    pub(super) fn stated(&self, place: Option<&Place>, written: Span) -> Basis {
        let span = place.and_then(Place::span);
        Basis { how: How::Stated, span, written: Some(written), page: None, layer: self.layer }
    }

    fn by_page(&self, page: &str, written: Span) -> Basis {
        Basis { how: How::Stated, span: None, written: Some(written), page: Some(page.to_owned()), layer: self.layer }
    }

    /// Decided by a person.
    pub(super) fn assumed(&self, reason: &Text) -> Basis {
        Basis { layer: self.layer, ..Basis::assumed(reason.span, reason.value.clone()) }
    }

    /// The lines that an `at` names; what is wrong with it is reported.
    pub(super) fn place(&mut self, at: &Text) -> Option<Place> {
        let parsed = match parse_at(&at.value) {
            Ok(parsed) => parsed,
            Err(complaint) => {
                self.complain(Code::BadAt, at, complaint);
                return None;
            }
        };
        self.resolve(at, &parsed)
    }

    /// The parts of the source behind a place.
    pub(super) fn resolve(&mut self, text: &Text, at: &At) -> Option<Place> {
        let Some(source) = &self.source else {
            // That there is none is said once, for the spec.
            return None;
        };
        let mut pieces = Vec::new();
        let mut said = Vec::new();
        for part in &at.parts {
            match source.piece(&part.value, self.sources) {
                Ok(piece) => pieces.push(piece),
                Err(nowhere) => {
                    let name = self.sources.file(source.file).name();
                    let written = &text.value[part.range.clone()];
                    said.push((part.range.clone(), nowhere.said(written, name)));
                }
            }
        }
        let whole = said.is_empty();
        for (range, (code, message, help)) in said {
            let span = self.inside(text, &range);
            self.diagnostics.push(Diagnostic::new(code, span, message).help(help));
        }
        whole.then_some(Place { pieces })
    }

    /// The vendor's words about a thing; they must stand at its place, if it has one. Where `⇒` parts them from other words, those are
    /// the words to be read.
    pub(super) fn docs(&mut self, text: Option<&Text>, basis: &Basis, place: Option<&Place>) -> Docs {
        let text = text.filter(|text| !text.value.trim().is_empty())?;
        let (quote, words) = match text.value.split_once(INSTEAD) {
            Some((quote, words)) => (quote.trim(), words.trim()),
            None => (text.value.as_str(), text.value.as_str()),
        };
        if quote.is_empty() {
            let said = format!("`{INSTEAD}` has no words of the source before it");
            self.diagnostics.push(Diagnostic::new(Code::BadValue, text.span, said).help("quote what the words behind it stand for"));
        }
        self.quote_stands("the text", quote, text.span, place);
        if words.is_empty() {
            return None;
        }
        // Words that stand in the source are the source's, whoever settles the rest of the entry.
        let basis = match place {
            Some(place) => Basis { span: place.span_of_quote(quote), ..self.stated(Some(place), text.span) },
            None => Basis { written: Some(text.span), ..basis.clone() },
        };
        // Words that were left out part paragraphs.
        let words: Vec<&str> = words.split('…').map(str::trim).filter(|words| !words.is_empty()).collect();
        Some(Fact::new(words.join("\n\n"), basis))
    }

    /// Reports words that do not stand at a place.
    pub(super) fn quote(&mut self, quote: &Text, place: Option<&Place>) {
        self.quote_stands("the text", &quote.value, quote.span, place);
    }

    /// The same, for words that are a part of a cell.
    pub(super) fn quote_stands(&mut self, what: &str, quote: &str, written: Span, place: Option<&Place>) {
        let Some(place) = place else { return };
        let folded = place.folded();
        if !has_quote(&folded, quote) {
            self.not_found(written, &format!("{what} `{}`", excerpt(quote)), Sought::Quote(quote), place, &folded);
        }
    }

    /// Reports a name that does not stand at a place.
    pub(super) fn name_stands(&mut self, what: &str, name: &str, written: Span, place: Option<&Place>) {
        let Some(place) = place else { return };
        if fold(name).is_empty() {
            return;
        }
        let folded = place.folded();
        if !has_name(&folded, name) {
            self.not_found(written, &format!("{what} `{}`", excerpt(name)), Sought::Name(name), place, &folded);
        }
    }

    fn not_found(&mut self, written: Span, what: &str, sought: Sought<'_>, place: &Place, folded: &str) {
        let mut diagnostic = Diagnostic::new(Code::QuoteNotFound, written, format!("{what} does not stand at the lines that are named"));
        if let Some(span) = place.span() {
            diagnostic = diagnostic.and(span, "these lines");
        }
        diagnostic = diagnostic.note(format!("there stands: {}", excerpt(folded)));
        let mut elsewhere = Vec::new();
        if let Some(source) = &self.source {
            let mut seen: Vec<Option<&str>> = Vec::new();
            for piece in &place.pieces {
                if !seen.contains(&piece.pointer.as_deref()) {
                    seen.push(piece.pointer.as_deref());
                    elsewhere.extend(source.elsewhere(piece.pointer.as_deref(), sought, self.sources));
                }
            }
        }
        diagnostic = diagnostic.help(if elsewhere.is_empty() {
            "copy it from the source as it stands there; `…` stands for words left out".to_owned()
        } else {
            format!("it stands at {}", elsewhere.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", "))
        });
        self.diagnostics.push(diagnostic);
    }
}

/// A key of `from` or `assumed` as people write it.
fn written_key(key: &str) -> String {
    match key.split_once('.') {
        Some((PARAMS, name)) => format!("{PARAMS}.{}", shown(name)),
        _ => shown(key),
    }
}

/// A text short enough for a message; signs that no terminal should get are escaped.
pub(super) fn excerpt(text: &str) -> String {
    const MOST: usize = 120;
    let mut short: String =
        text.chars().take(MOST).flat_map(|sign| if sign.is_control() { sign.escape_default().collect() } else { vec![sign] }).collect();
    if text.chars().nth(MOST).is_some() {
        short.push_str(" …");
    }
    short
}
