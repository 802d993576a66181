//! The last look over all that a collection became: secrets in words, examples and values get a mask, and it is said where.

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    AuthScheme, Docs, EnumValue, Fact, Facts, Field, FieldFacts, Object, OpenKeys, Param, Server, ServerVariable, Shape, TypeDef, Types,
};
use crate::postman::{sample, secret};
use crate::secret::{found_in_words, masked_at};
use crate::text::{Located, SourceMap, Span};

/// Where secrets stood.
struct Masked<'a> {
    sources: &'a SourceMap,
    places: Vec<Span>,
}

impl Masked<'_> {
    fn docs(&mut self, docs: &mut Docs) {
        if let Some(fact) = docs {
            self.fact(None, fact);
        }
    }

    /// Words about a thing with a name.
    fn docs_of(&mut self, name: &str, docs: &mut Docs) {
        if let Some(fact) = docs {
            self.fact(Some(name), fact);
        }
    }

    fn fact(&mut self, name: Option<&str>, fact: &mut Fact<String>) {
        let ranges = found_in_words(name, &fact.value);
        if ranges.is_empty() {
            return;
        }
        if let Some(span) = fact.basis.span {
            // The text of the fact may be a part of what stands there.
            let written = sample::written(self.sources, span).unwrap_or_default();
            let map = sample::places(self.sources, &Located::new(written.clone(), span));
            // In the same order as here, and none behind one that is not there: no byte is looked at twice.
            let mut rest = Some(0);
            for range in &ranges {
                let at = rest.and_then(|from| Some(from + written.get(from..)?.find(&fact.value[range.clone()])?));
                self.places.push(at.map_or(span, |at| map.span(at..at + range.len())));
                rest = at.map(|at| at + range.len());
            }
        }
        fact.value = masked_at(&fact.value, ranges).into_owned();
    }

    fn facts(&mut self, name: &str, facts: &mut Facts) {
        let Some(facts) = facts.known_mut() else { return };
        let FieldFacts {
            access: _,
            secret: _,
            max_length: _,
            constant: _,
            default,
            example,
            deprecated,
            aliases: _,
            doc_says,
            condition,
            origin: _,
            decisions: _,
            // In words of ours, and without values that look like secrets.
            conflicts: _,
        } = facts;
        for value in [default, example] {
            if let Some(fact) = value.take_if(|fact| secret::is_secret(name, &fact.value)) {
                self.places.extend(fact.basis.span);
            }
        }
        for words in [deprecated, doc_says, condition] {
            self.docs_of(name, words);
        }
    }
}

impl Lowering<'_> {
    /// Masks what is left of secrets.
    pub(super) fn mask(&mut self) {
        let mut all = Masked { sources: self.sources, places: Vec::new() };
        all.fact(None, &mut self.api.title);
        all.docs(&mut self.api.docs);
        for Server { url: _, variables, serves: _ } in &mut self.api.servers {
            for ServerVariable { name, default, example, docs, basis: _ } in variables {
                for words in [default, example, docs] {
                    all.docs_of(name, words);
                }
            }
        }
        for AuthScheme { id: _, credentials, docs, basis: _ } in &mut self.api.auth {
            all.docs(docs);
            for credential in credentials {
                all.docs(&mut credential.docs);
            }
        }
        for group in &mut self.api.groups {
            all.docs(&mut group.docs);
        }
        for operation in &mut self.api.operations {
            all.docs(&mut operation.docs);
            for telling in &mut operation.told_by {
                let places = secret::within(&telling.value).into_iter().map(|(_, range)| range);
                telling.value = masked_at(&telling.value, places).into_owned();
            }
            for Param { wire, place: _, ty: _, presence: _, media: _, bare: _, docs, facts, basis: _ } in &mut operation.params {
                all.docs_of(wire, docs);
                all.facts(wire, facts);
            }
            for response in &mut operation.responses {
                all.docs(&mut response.docs);
            }
        }
        all.types(&mut self.api.types);
        let mut places = all.places;
        places.sort_unstable();
        places.dedup();
        for span in places {
            self.diagnostics.push(
                Diagnostic::new(Code::MaskedSecret, span, "words of the document hold what looks like a secret, and are masked")
                    .help("if it is alive, tell its owner"),
            );
        }
    }
}

impl Masked<'_> {
    fn types(&mut self, types: &mut Types) {
        let ids: Vec<_> = types.iter().map(|(id, _)| id).collect();
        for id in ids {
            let TypeDef { name: _, shape, docs, basis: _ } = types.get_mut(id);
            self.docs(docs);
            match shape {
                Shape::Object(Object { fields, open }) => {
                    for Field { wire, ty: _, presence: _, docs, facts, basis: _ } in fields {
                        self.docs_of(wire, docs);
                        self.facts(wire, facts);
                    }
                    if let Some(open) = open {
                        let OpenKeys { prefix: _, ty: _, docs, basis: _ } = open.as_mut();
                        self.docs(docs);
                    }
                }
                Shape::Enum(values) => {
                    for EnumValue { wire: _, docs, http_status: _, message, basis: _ } in &mut values.values {
                        self.docs(docs);
                        self.docs(message);
                    }
                }
                Shape::Any
                | Shape::Bool
                | Shape::Integer
                | Shape::Number
                | Shape::String(_)
                | Shape::File
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::OneOf(_)
                | Shape::Nullable(_) => {}
            }
        }
    }
}
