//! Bodies of requests.

use super::param::Sent;
use super::same::Told;
use super::{Lowering, assumed};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Node;
use crate::document::json::{self, Flaw, Lenient, Mend};
use crate::infer::infer;
use crate::ir::{Basis, Fact, Param, Place, Presence, RequestBody, Sample, SampleRole, Shape, StringForm, TypeDef};
use crate::postman::collection::{Body, BodyContent, Entry, Example};
use crate::postman::{read_excerpt, sample, variables};
use crate::text::{Located, Span};
use std::borrow::Cow;

/// A text that stands as the body of one request or of several.
struct Written<'a> {
    text: &'a Located<String>,
    /// What it was read as, where somebody read it already.
    read: Option<&'a Lenient>,
    /// Where else it stands.
    again: Vec<Span>,
}

/// What the bodies of an operation's requests come to.
pub(super) struct Content {
    pub(super) body: Option<RequestBody>,
    /// The fields of a form.
    pub(super) params: Vec<Param>,
    /// What was decided here about the body.
    pub(super) decisions: Vec<Fact<String>>,
}

impl Content {
    /// What the body says of its own media type.
    pub(super) fn sent(&self) -> Sent {
        match (&self.body, self.params.first().map(|param| param.place.value)) {
            (Some(body), _) => Sent::Of(body.media.value.clone()),
            (None, Some(Place::Part)) => Sent::Parts,
            (None, Some(_)) => Sent::Form,
            (None, None) => Sent::Nothing,
        }
    }
}

impl<'a> Lowering<'a> {
    /// Whether the body of a request is one that a client can send.
    pub(super) fn body_can_be_sent(told: &Told<'a>) -> Result<(), &'static str> {
        match told.found.request.body.as_ref().filter(|_| sends_body(told)).map(|body| &body.content) {
            Some(BodyContent::Other(_)) => Err("its body has a mode that no known Postman has"),
            Some(
                BodyContent::FormData(_)
                | BodyContent::Raw { .. }
                | BodyContent::UrlEncoded(_)
                | BodyContent::GraphQl { .. }
                | BodyContent::File,
            )
            | None => Ok(()),
        }
    }

    /// The body of an operation. The first request with one decides what it is; bodies of the same kind are joined.
    pub(super) fn body(&mut self, requests: &[Told<'a>], samples: &mut Vec<Sample>) -> Content {
        let mut content = Content { body: None, params: Vec::new(), decisions: Vec::new() };
        let mut bodies: Vec<(&Told<'a>, &'a Body)> = Vec::new();
        for told in requests {
            let Some(body) = &told.found.request.body else { continue };
            if sends_body(told) {
                bodies.push((told, body));
            } else {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::PrunedBody,
                        body.span,
                        format!("the body of `{}` is left out: Postman sends none with {}", read_excerpt(&told.found.id), told.method),
                    )
                    .note("`disableBodyPruning` is not set"),
                );
            }
        }
        let Some((first, body)) = bodies.first().copied() else { return content };
        for (told, other) in bodies.iter().skip(1) {
            if std::mem::discriminant(&other.content) != std::mem::discriminant(&body.content) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnreadBody,
                        other.span,
                        format!(
                            "the body of `{}` is of another kind than that of `{}`, and is left out",
                            read_excerpt(&told.found.id),
                            read_excerpt(&first.found.id)
                        ),
                    )
                    .and(body.span, "this body is read"),
                );
            }
        }
        let id = first.found.id.clone();
        match &body.content {
            BodyContent::Raw { language, .. } => {
                content.body = Some(self.raw(first, &bodies, language.as_deref(), body.span, samples));
            }
            BodyContent::UrlEncoded(_) => {
                content.params = self.params(
                    &id,
                    Place::Form,
                    &forms(&bodies, |content| if let BodyContent::UrlEncoded(form) = content { Some(form) } else { None }),
                    &[],
                );
            }
            BodyContent::FormData(_) => {
                content.params = self.params(
                    &id,
                    Place::Part,
                    &forms(&bodies, |content| if let BodyContent::FormData(form) = content { Some(form) } else { None }),
                    &[],
                );
            }
            BodyContent::GraphQl { .. } => content.body = Some(self.graphql(&bodies, body.span)),
            BodyContent::File => content.body = Some(self.file(first, body.span)),
            BodyContent::Other(_) => {}
        }
        content
    }

    fn raw(
        &mut self,
        first: &Told<'a>,
        bodies: &[(&Told<'a>, &'a Body)],
        language: Option<&str>,
        span: Span,
        samples: &mut Vec<Sample>,
    ) -> RequestBody {
        let header = media_header(&first.found.request.headers);
        let mut texts: Vec<Written<'_>> = Vec::new();
        for (told, body) in bodies {
            // The requests behind saved answers are samples, too, but for those that the vendor calls malformed.
            let is_good = |example: &&Example| !example.code.as_ref().is_some_and(|code| matches!(code.value, 400 | 415 | 422));
            let saved = told.found.request.examples.iter().filter(is_good).filter_map(|example| Some((example.request.as_ref()?, None)));
            for (body, read) in std::iter::once((*body, told.read.as_ref())).chain(saved) {
                if let BodyContent::Raw { text, .. } = &body.content {
                    match texts.iter_mut().find(|known| known.text.value == text.value) {
                        Some(known) => known.again.push(text.span),
                        None => texts.push(Written { text, read, again: Vec::new() }),
                    }
                }
            }
        }
        let media_of = header.map(|value| value.value.as_str());
        // A body that is one variable shows nothing: another one may.
        let telling = texts.iter().map(|written| written.text).find(|text| variables::only_reference(&text.value).is_none());
        let json = language == Some("json") || telling.is_some_and(|text| sample::is_json(&text.value, media_of, language));
        let media = match (header, language) {
            (Some(header), _) => Fact::stated(header.value.trim().to_owned(), header.span),
            (None, Some("json")) => Fact::stated("application/json".to_owned(), span),
            (None, Some("xml")) => Fact::stated("application/xml".to_owned(), span),
            (None, Some("html")) => Fact::stated("text/html".to_owned(), span),
            (None, Some("javascript")) => Fact::stated("application/javascript".to_owned(), span),
            (None, _) if json => {
                Fact::new("application/json".to_owned(), assumed(span, "the body reads as JSON, and no header tells its type"))
            }
            (None, _) => {
                Fact::new("text/plain".to_owned(), assumed(span, "no header tells the type of the body, and it does not read as JSON"))
            }
        };
        let json = json || media_of.is_some_and(|media| media.to_ascii_lowercase().contains("json"));
        let ty = if json {
            let mut nodes: Vec<(Cow<'_, Node>, &Located<String>)> = Vec::new();
            for Written { text, read, again } in texts {
                // A body that is one variable shows nothing.
                if variables::only_reference(&text.value).is_some() {
                    continue;
                }
                let read = read.map_or_else(|| Cow::Owned(sample::read(self.sources, text)), Cow::Borrowed);
                if let Some(node) = self.value(&format!("the body of `{}`", read_excerpt(&first.found.id)), text, &again, read) {
                    nodes.push((node, text));
                }
            }
            if nodes.is_empty() && telling.is_some() {
                // Several values in a row, or no JSON at all: whatever it is, it is sent as the caller has it.
                let basis = assumed(span, "its type is called JSON, but no body that is shown is one value of JSON");
                let ty = self.api.types.add(TypeDef::anonymous(Shape::File, basis));
                return RequestBody {
                    media,
                    ty,
                    template: None,
                    presence: Fact::stated(Presence::Unknown, span),
                    basis: Basis::stated(span),
                };
            }
            let ty = infer(&nodes.iter().map(|(node, _)| node.as_ref()).collect::<Vec<_>>(), &mut self.api.types);
            for (node, text) in &nodes {
                let json = Some(self.json(&first.found.id, node));
                samples.push(Sample { role: SampleRole::Request, ty: Some(ty), span: text.span, json });
            }
            ty
        } else {
            self.api.types.add(TypeDef::anonymous(Shape::String(StringForm::Plain), Basis::inferred(span, 1)))
        };
        RequestBody { media, ty, template: None, presence: Fact::stated(Presence::Unknown, span), basis: Basis::stated(span) }
    }

    /// A body that is a file. Postman sends it without a media type where no header gives one.
    fn file(&mut self, told: &Told<'a>, span: Span) -> RequestBody {
        let media = match media_header(&told.found.request.headers) {
            Some(header) => Fact::stated(header.value.trim().to_owned(), header.span),
            None => Fact::new("application/octet-stream".to_owned(), assumed(span, "the body is a file, and no header tells its type")),
        };
        let ty = self.api.types.add(TypeDef::anonymous(Shape::File, Basis::stated(span)));
        RequestBody { media, ty, template: None, presence: Fact::stated(Presence::Unknown, span), basis: Basis::stated(span) }
    }

    /// The value of a saved body; `None`, with a remark, where it is not one value.
    pub(super) fn sample(&mut self, what: &str, text: &Located<String>) -> Option<Node> {
        self.value(what, text, &[], Cow::Owned(sample::read(self.sources, text))).map(Cow::into_owned)
    }

    /// The same of a body that was read. What is said of it is said of all places where the same text stands.
    fn value<'n>(&mut self, what: &str, text: &Located<String>, again: &[Span], read: Cow<'n, Lenient>) -> Option<Cow<'n, Node>> {
        // `{{name}}` where a value stands is how Postman writes bodies; that needs no remark.
        let is_variable = |mend: &&Mend| mend.what == Flaw::Placeholder && self.sources.text(mend.span).trim_start().starts_with("{{");
        let mends: Vec<Mend> = read.mends.iter().filter(|mend| !is_variable(mend)).copied().collect();
        let node = match read {
            Cow::Borrowed(Lenient { nodes, .. }) => {
                if let [node] = nodes.as_slice() {
                    Some(Cow::Borrowed(node))
                } else {
                    None
                }
            }
            Cow::Owned(Lenient { nodes, .. }) => <[Node; 1]>::try_from(nodes).ok().map(|[node]| Cow::Owned(node)),
        };
        let Some(node) = node else {
            let diagnostic =
                Diagnostic::new(Code::SampleNotJson, text.span, format!("{what} is not one JSON value, and says nothing about types"));
            self.diagnostics.push(everywhere(diagnostic, again).help(NOT_ONE));
            return None;
        };
        self.mended(what, &mends, again, None);
        json::report_duplicates_of_sample(&node, self.diagnostics);
        Some(node)
    }

    /// The values of a saved answer: several where all are objects, for they are of one type then. Those of a stream come one by one, and are no answer
    /// that is read as a whole.
    pub(super) fn samples(&mut self, what: &str, text: &Located<String>, is_stream: bool) -> Vec<Node> {
        let read = sample::read(self.sources, text);
        if is_stream || read.nodes.len() < 2 || !read.nodes.iter().all(|node| node.as_object().is_some()) {
            return self.value(what, text, &[], Cow::Owned(read)).map(Cow::into_owned).into_iter().collect();
        }
        self.mended(what, &read.mends, &[], Some(EACH));
        for node in &read.nodes {
            json::report_duplicates_of_sample(node, self.diagnostics);
        }
        read.nodes
    }

    /// Says what was mended in a sample.
    fn mended(&mut self, what: &str, mends: &[Mend], again: &[Span], help: Option<&str>) {
        if let Some(first) = mends.first() {
            let mut kinds: Vec<&str> = mends.iter().map(|mend| mend.what.mended()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            let note = Diagnostic::new(Code::SampleMended, first.span, format!("{what} is not valid JSON and was mended")).note(format!(
                "{}: {}",
                if kinds.len() == 1 { "mended" } else { "mended in several ways" },
                kinds.join("; ")
            ));
            let note = everywhere(json::show_mends(note, mends), again);
            self.diagnostics.push(if let Some(help) = help { note.help(help) } else { note });
        }
    }

    /// A sample as JSON, without its secrets.
    pub(super) fn json(&mut self, id: &str, node: &Node) -> String {
        let mut masked = Vec::new();
        let json = sample::to_json(node, &mut masked);
        if let Some((&first, rest)) = masked.split_first() {
            let mut diagnostic = Diagnostic::new(
                Code::MaskedSecret,
                first,
                format!("a value in a sample of `{}` looks like a secret and is masked", read_excerpt(id)),
            );
            for &span in rest.iter().take(8) {
                diagnostic = diagnostic.and(span, "this one too");
            }
            self.diagnostics.push(diagnostic);
        }
        json
    }
}

/// What to do where several values are taken for samples of one type.
const EACH: &str = "each of them is taken as a whole answer; where one answer holds all of them, correct it in an overlay: `set = { answer = \"unknown\" }`";

/// What to do about a sample of which the type of nothing is taken.
pub(super) const NOT_ONE: &str = "describe what it holds in an overlay, or save one value of JSON in its place";

/// Whether Postman sends a body with this request.
pub(super) fn sends_body(told: &Told<'_>) -> bool {
    told.found.request.keeps_body || !matches!(told.method.as_str(), "GET" | "COPY" | "HEAD" | "PURGE" | "UNLOCK")
}

/// Whether a request has a body that is sent.
pub(super) fn has_body(told: &Told<'_>) -> bool {
    let Some(body) = told.found.request.body.as_ref().filter(|_| sends_body(told)) else { return false };
    match &body.content {
        BodyContent::UrlEncoded(form) | BodyContent::FormData(form) => form.iter().any(|field| field.disabled.is_none()),
        BodyContent::Raw { .. } | BodyContent::GraphQl { .. } | BodyContent::File | BodyContent::Other(_) => true,
    }
}

/// The media type that a header gives, if it is one.
pub(super) fn media_header(headers: &[Entry]) -> Option<&Located<String>> {
    let header = headers.iter().find(|entry| entry.disabled.is_none() && entry.key.value.trim().eq_ignore_ascii_case("content-type"))?;
    header.value.as_ref().filter(|value| is_media(value.value.trim()))
}

/// Whether a text is a media type, and always the same.
pub(super) fn is_media(text: &str) -> bool {
    text.contains('/') && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') && variables::references(text).is_empty()
}

fn forms<'a>(bodies: &[(&Told<'a>, &'a Body)], form: impl Fn(&'a BodyContent) -> Option<&'a Vec<Entry>>) -> Vec<Vec<&'a Entry>> {
    bodies.iter().filter_map(|(_, body)| form(&body.content)).map(|entries| entries.iter().collect()).collect()
}

/// What is said of a text is said of all places where it stands.
fn everywhere(diagnostic: Diagnostic, again: &[Span]) -> Diagnostic {
    again.iter().fold(diagnostic, |said, &span| said.and(span, "the same text"))
}
