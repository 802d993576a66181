//! Bodies that are neither JSON nor a form: texts whose variables the caller gives.
//!
//! Everything between the variables is sent byte for byte. Values are text: in XML what would be markup is escaped. A variable is markup itself where XML
//! has no text: outside of the root element, where one stands for the beginning or the end of an envelope, and in `CDATA`. A value that the collection or
//! an environment has for a variable is an example, as everywhere. A text without a variable is a sample of what the caller gives, and so are texts
//! of one operation that differ in more than the names of their variables: the body is then a text of the caller's.

use super::body::{self, Content};
use super::same::Told;
use super::{Lowering, assumed};
use crate::ir::{Basis, Fact, FieldFacts, Markup, Param, Place, Presence, Segment, Shape, StringForm, TextTemplate};
use crate::postman::collection::{Body, BodyContent};
use crate::postman::{markup, sample, secret, variables};
use crate::secret::{meets, values};
use crate::text::{Located, Span};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

impl<'a> Lowering<'a> {
    /// Makes the text of an operation's body a template, if it is one.
    pub(super) fn template(&mut self, requests: &[Told<'a>], content: &mut Content) {
        let Some(found) = &mut content.body else { return };
        let is_text = match self.api.types.get(found.ty).shape {
            Shape::String(StringForm::Plain) => true,
            // Called JSON, and none.
            Shape::File => false,
            _ => return,
        };
        // Whatever becomes of a text, its secrets are left out, and that is said.
        let mut holds_a_secret = false;
        for told in requests {
            if let Some(Body { content: BodyContent::Raw { text, .. }, .. }) =
                told.found.request.body.as_ref().filter(|_| body::sends_body(told))
            {
                holds_a_secret |= self.holds_a_secret(text);
            }
        }
        if !is_text || holds_a_secret {
            return;
        }
        let mut texts: Vec<&'a Located<String>> = Vec::new();
        let mut is_markup = false;
        for told in requests {
            let Some(body) = told.found.request.body.as_ref().filter(|_| body::sends_body(told)) else { return };
            let BodyContent::Raw { text, language } = &body.content else { return };
            let media = body::media_header(&told.found.request.headers).map(|media| media.value.to_ascii_lowercase());
            if variables::only_reference(&text.value).is_some() || sample::is_json(&text.value, media.as_deref(), language.as_deref()) {
                return;
            }
            let is_html = media.as_ref().is_some_and(|media| media.contains("html")) || language.as_deref() == Some("html");
            is_markup |= is_html || markup::called(&text.value, media.as_deref(), language.as_deref()).is_some();
            texts.push(text);
        }
        let Some((first, rest)) = texts.split_first() else { return };
        let pieces = TextTemplate::pieces(&first.value);
        let alike = |text: &&&Located<String>| {
            let other = TextTemplate::pieces(&text.value);
            other.len() == pieces.len()
                && other.iter().zip(&pieces).all(|(one, other)| match (one, other) {
                    (Segment::Literal(one), Segment::Literal(other)) => one == other,
                    (Segment::Param(_), Segment::Param(_)) => true,
                    (Segment::Literal(_), Segment::Param(_)) | (Segment::Param(_), Segment::Literal(_)) => false,
                })
        };
        let mut names: Vec<&str> = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for piece in &pieces {
            if let Segment::Param(name) = piece
                && seen.insert(name)
            {
                names.push(name);
            }
        }
        if names.is_empty() || !rest.iter().all(|text| alike(&text)) {
            return;
        }
        let raw = if is_markup { markup::raw(&first.value) } else { BTreeSet::new() };
        let basis = Basis::stated(first.span);
        found.template = Some(Fact::new(
            TextTemplate {
                text: first.value.clone(),
                markup: if is_markup {
                    Markup::Xml(names.iter().filter(|name| raw.contains(**name)).map(|name| (*name).to_owned()).collect())
                } else {
                    Markup::None
                },
            },
            basis.clone(),
        ));
        found.presence = Fact::stated(Presence::Required, first.span);
        for name in names {
            let mut facts = FieldFacts::default();
            if raw.contains(name) {
                let reason = "it stands where XML has no text";
                facts.decisions.push(Fact::new("that it is markup, and sent as it is,".to_owned(), assumed(first.span, reason)));
            }
            self.example(Place::Text, name, &Located::new(format!("{{{{{name}}}}}"), first.span), &mut facts);
            content.params.push(Param {
                wire: name.to_owned(),
                place: Fact::stated(Place::Text, first.span),
                bare: None,
                media: None,
                ty: self.text_type(first.span),
                presence: Fact::stated(Presence::Required, first.span),
                docs: None,
                facts: facts.into(),
                basis: basis.clone(),
            });
        }
    }

    /// Whether a text holds what nobody should see again; it is then said, and no part of the client.
    fn holds_a_secret(&mut self, text: &Located<String>) -> bool {
        let places: Vec<(String, Span)> = {
            let map = sample::places(self.sources, text);
            let mut found: Vec<(Cow<'_, str>, Range<usize>)> = values(&text.value)
                .into_iter()
                .filter(secret::is_secret_in_markup)
                .map(|value| (Cow::Owned(value.name), value.range))
                .collect();
            // Not all texts are markup, and a secret may stand in the middle of a value.
            let known: Vec<Range<usize>> = found.iter().map(|(_, range)| range.clone()).collect();
            let others = secret::within(&text.value).into_iter().filter(|(_, range)| !meets(&known, range));
            found.extend(others.map(|(name, range)| (Cow::Borrowed(name.unwrap_or("body")), range)));
            found.into_iter().map(|(name, range)| (name.into_owned(), map.span(range))).collect()
        };
        for (name, span) in &places {
            self.masked(name, *span);
        }
        !places.is_empty()
    }
}
