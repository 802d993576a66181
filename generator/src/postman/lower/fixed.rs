//! What every request of an operation has in its body, so that no caller gives it; and questions in GraphQL, which are that.

use super::body::Content;
use super::same::Told;
use super::tell::{Fixed, Step};
use super::{Lowering, assumed};
use crate::document::Node;
use crate::infer::infer;
use crate::ir::{Basis, Fact, Field, Object, Presence, RequestBody, Shape, StringForm, TypeDef, TypeId};
use crate::postman::collection::{Body, BodyContent};
use crate::postman::{read_excerpt, secret};
use crate::text::{Located, Span};

impl<'a> Lowering<'a> {
    /// Takes from the caller what tells the operation from others: its client sends it.
    pub(super) fn fix(&mut self, first: &Told<'a>, content: &mut Content) {
        for fixed in &first.fixed {
            // Nobody should see it again: the caller gives it.
            let said = serde_json::from_str::<String>(&fixed.value).unwrap_or_else(|_| fixed.value.clone());
            if let [(name, _), ..] = secret::within(&said).as_slice() {
                let name = name.or(match fixed.path.last() {
                    Some(Step::Member(last)) => Some(last.as_str()),
                    Some(Step::Only) | None => None,
                });
                self.masked(name.unwrap_or("body"), fixed.span);
                continue;
            }
            if let Some(body) = &mut content.body {
                if self.fix_member(body.ty, fixed) {
                    body.presence = Fact::new(Presence::Required, Basis::inferred(fixed.span, 1));
                }
            } else if let [Step::Member(name)] = fixed.path.as_slice()
                && let Some(field) = content.params.iter_mut().find(|field| field.wire == *name)
            {
                field.facts.constant = Some(Fact::new(fixed.value.clone(), Basis::inferred(fixed.span, 1)));
                field.facts.example = None;
            }
        }
    }

    /// Makes a member of a type constant; `false` where the type has no such member in one place.
    fn fix_member(&mut self, mut ty: TypeId, fixed: &Fixed) -> bool {
        let Some((Step::Member(last), way)) = fixed.path.split_last() else { return false };
        let presence = Fact::new(Presence::Required, Basis::inferred(fixed.span, 1));
        let mut on_the_way: Vec<(TypeId, &String)> = Vec::new();
        for step in way {
            (ty, _) = self.api.types.peel(ty);
            if let Step::Member(name) = step {
                on_the_way.push((ty, name));
            }
            ty = match (step, &self.api.types.get(ty).shape) {
                (Step::Member(name), Shape::Object(object)) => match object.fields.iter().find(|field| field.wire == *name) {
                    Some(field) => field.ty,
                    None => return false,
                },
                (Step::Only, Shape::List(inner)) => *inner,
                _ => return false,
            };
        }
        (ty, _) = self.api.types.peel(ty);
        let Shape::Object(object) = &mut self.api.types.get_mut(ty).shape else { return false };
        let Some(field) = object.fields.iter_mut().find(|field| field.wire == *last) else { return false };
        field.facts.constant = Some(Fact::new(fixed.value.clone(), Basis::inferred(fixed.span, 1)));
        field.presence = presence.clone();
        // What holds it has to be sent, too.
        for (ty, name) in on_the_way {
            if let Shape::Object(object) = &mut self.api.types.get_mut(ty).shape
                && let Some(field) = object.fields.iter_mut().find(|field| field.wire == *name)
            {
                field.presence = presence.clone();
            }
        }
        true
    }

    /// The body of a question in GraphQL: the question, the name of one among several, and the values of its variables.
    pub(super) fn graphql(&mut self, bodies: &[(&Told<'a>, &'a Body)], span: Span) -> RequestBody {
        let text =
            |lowering: &mut Self, at: Span| lowering.api.types.add(TypeDef::anonymous(Shape::String(StringForm::Plain), Basis::stated(at)));
        let mut fields: Vec<Field> = Vec::new();
        let mut values: Vec<(Node, Span)> = Vec::new();
        let mut questions = 0;
        for (told, body) in bodies {
            let BodyContent::GraphQl { query, variables, operation } = &body.content else { continue };
            questions += 1;
            for (name, said) in [("query", query), ("operationName", operation)] {
                if let Some(said) = said
                    && !fields.iter().any(|field| field.wire == name)
                {
                    let ty = text(self, said.span);
                    let mut field = Field::new(name, ty, Basis::stated(said.span));
                    let presence = if name == "query" { Presence::Required } else { Presence::Unknown };
                    field.presence = Fact::stated(presence, said.span);
                    fields.push(field);
                }
            }
            let Some(variables) = variables else { continue };
            let node = match variables.as_str() {
                Some(written) => {
                    let what = format!("the variables of `{}`", read_excerpt(&told.found.id));
                    self.sample(&what, &Located::new(written.to_owned(), variables.span))
                }
                None => Some(variables.clone()),
            };
            values.extend(node.map(|node| (node, variables.span)));
        }
        if let Some(&(_, at)) = values.first() {
            let ty = infer(&values.iter().map(|(node, _)| node).collect::<Vec<_>>(), &mut self.api.types);
            let mut field = Field::new("variables", ty, Basis::stated(at));
            let presence = if values.len() == questions { Presence::Required } else { Presence::Optional };
            field.presence = Fact::stated(presence, at);
            fields.push(field);
        }
        let ty = self.api.types.add(TypeDef::anonymous(Shape::Object(Object { fields, open: None }), Basis::stated(span)));
        RequestBody {
            media: Fact::new("application/json".to_owned(), assumed(span, "a question in GraphQL is sent as JSON")),
            ty,
            template: None,
            presence: Fact::stated(Presence::Required, span),
            basis: Basis::stated(span),
        }
    }
}
