//! Every fact of an API, with what it is about and how it is known.

use crate::fields::{fields, type_basis};
use docwright::ir::{
    Answer, Api, AuthScheme, Basis, ConstantQuery, Credential, Docs, Enum, EnumValue, ErrorModel, Fact, Field, FieldFacts, Group, Header,
    Operation, Param, RequestBody, Response, Server, ServerVariable, Shape, Telling, TypeDef, TypeId, Types, Webhook,
};

/// A fact: what it is about, and how it is known.
pub(crate) struct Known {
    pub what: String,
    pub basis: Basis,
}

/// All facts in the order of the API. Everything is taken apart field by field, so that a new field must be dealt with here.
pub(crate) fn facts(api: &Api) -> Vec<Known> {
    let mut walk = Walk { types: &api.types, all: Vec::new() };
    let Api {
        title,
        docs,
        servers,
        auth,
        headers,
        types,
        groups,
        operations,
        webhooks,
        errors,
        outcome,
        envelope,
        rate_limits,
        // Questions and samples are no facts.
        gaps: _,
        samples: _,
    } = api;
    walk.fact("title", title);
    walk.docs("words of the API", docs);
    for server in servers {
        walk.server(server);
    }
    for scheme in auth {
        walk.auth(scheme);
    }
    for header in headers {
        walk.header("the API", header);
    }
    for Group { name, docs, basis } in groups {
        walk.known(format!("group {name}"), basis);
        walk.docs(&format!("words of group {name}"), docs);
    }
    for operation in operations {
        walk.operation(operation);
    }
    for Webhook { name, ty, docs, basis } in webhooks {
        walk.known(format!("webhook {name}"), basis);
        walk.docs(&format!("words of webhook {name}"), docs);
        walk.anonymous(&format!("webhook {name}"), *ty);
    }
    if let Some(ErrorModel { ty, codes, message, statuses, basis }) = errors {
        walk.known("errors".to_owned(), basis);
        walk.fact("body of errors", ty);
        for code in codes {
            walk.fact(&format!("code of errors in {}", code.value), code);
        }
        walk.optional("message of errors", message.as_ref());
        for status in statuses {
            walk.response("any operation", status);
        }
    }
    walk.optional("outcome", outcome.as_ref());
    walk.optional("envelope", envelope.as_ref());
    for limit in rate_limits {
        walk.fact("limit", limit);
    }
    for (id, def) in types.iter() {
        if let Some(name) = &def.name {
            walk.named(api, id, def, &name.value);
        }
    }
    walk.all
}

struct Walk<'a> {
    types: &'a Types,
    all: Vec<Known>,
}

impl Walk<'_> {
    fn known(&mut self, what: String, basis: &Basis) {
        self.all.push(Known { what, basis: basis.clone() });
    }

    fn fact<T>(&mut self, what: &str, fact: &Fact<T>) {
        self.known(what.to_owned(), &fact.basis);
    }

    fn optional<T>(&mut self, what: &str, fact: Option<&Fact<T>>) {
        if let Some(fact) = fact {
            self.fact(what, fact);
        }
    }

    fn docs(&mut self, what: &str, docs: &Docs) {
        self.optional(what, docs.as_ref());
    }

    fn server(&mut self, server: &Server) {
        let Server { url, variables, serves: _ } = server;
        self.fact(&format!("server {}", url.value), url);
        for ServerVariable { name, default, example, docs, basis } in variables {
            self.known(format!("variable {name} of {}", url.value), basis);
            self.optional(&format!("default of {name} of {}", url.value), default.as_ref());
            self.optional(&format!("example of {name} of {}", url.value), example.as_ref());
            self.docs(&format!("words of {name} of {}", url.value), docs);
        }
    }

    fn auth(&mut self, scheme: &AuthScheme) {
        let AuthScheme { id, credentials, docs, basis } = scheme;
        self.known(format!("auth {id}"), basis);
        self.docs(&format!("words of auth {id}"), docs);
        for Credential { place: _, values, docs } in credentials {
            self.docs(&format!("words of {} of auth {id}", values.join(" and ")), docs);
        }
    }

    fn header(&mut self, whose: &str, header: &Header) {
        let Header { name, value: _, basis } = header;
        self.known(format!("header {name} of {whose}"), basis);
    }

    fn operation(&mut self, operation: &Operation) {
        let Operation {
            id,
            group: _,
            name,
            server,
            method,
            path,
            constants,
            told_by,
            params,
            headers,
            body,
            responses,
            auth,
            docs,
            deprecated,
            paging,
            also,
            samples: _,
            decisions: _,
            basis,
        } = operation;
        self.known(format!("operation {id}"), basis);
        self.fact(&format!("name of {id}"), name);
        for name in also {
            self.fact(&format!("further name of {id}"), name);
        }
        self.optional(&format!("server of {id}"), server.as_ref());
        self.fact(&format!("method of {id}"), method);
        self.fact(&format!("path of {id}"), path);
        self.fact(&format!("auth of {id}"), auth);
        self.docs(&format!("words of {id}"), docs);
        self.optional(&format!("deprecation of {id}"), deprecated.as_ref());
        self.optional(&format!("paging of {id}"), paging.as_ref());
        for name in also {
            self.fact(&format!("further name of {id}"), name);
        }
        for ConstantQuery { name, value, basis } in constants {
            self.known(format!("constant {name}={value} of {id}"), basis);
        }
        for Telling { what, value, basis } in told_by {
            self.known(format!("{what}={value} of {id}"), basis);
        }
        for Param { wire, place, ty, presence, media, bare, docs, facts, basis } in params {
            let at = format!("{id}({wire})");
            self.known(format!("parameter {at}"), basis);
            self.fact(&format!("place of {at}"), place);
            self.optional(&format!("media type of {at}"), media.as_ref());
            self.optional(&format!("writing of {at}"), bare.as_ref());
            let settled = facts.decisions.first().map_or_else(|| &self.types.get(*ty).basis, |decision| &decision.basis).clone();
            self.known(format!("type of {at}"), &settled);
            self.anonymous(&at, *ty);
            self.fact(&format!("presence of {at}"), presence);
            self.docs(&format!("words of {at}"), docs);
            self.field_facts(&at, facts);
        }
        for header in headers {
            self.header(id, header);
        }
        if let Some(RequestBody { media, ty, template, presence, basis }) = body {
            self.known(format!("body of {id}"), basis);
            self.fact(&format!("media type of the body of {id}"), media);
            self.fact(&format!("presence of the body of {id}"), presence);
            self.optional(&format!("template of the body of {id}"), template.as_ref());
            self.anonymous(&format!("body of {id}"), *ty);
        }
        for response in responses {
            self.response(id, response);
        }
    }

    fn response(&mut self, id: &str, response: &Response) {
        let Response { status, answer, docs, basis } = response;
        let at = format!("{id} {}", status.value);
        self.known(format!("answer {at}"), basis);
        self.fact(&format!("status of {at}"), status);
        self.fact(&format!("type of {at}"), answer);
        self.docs(&format!("words of {at}"), docs);
        if let Answer::Type(ty) = answer.value {
            self.anonymous(&at, ty);
        }
    }

    /// A type with a name, and all fields within it.
    fn named(&mut self, api: &Api, id: TypeId, def: &TypeDef, name: &str) {
        let TypeDef { name: _, shape, docs, basis } = def;
        self.known(format!("type {name}"), basis);
        self.docs(&format!("words of {name}"), docs);
        self.values(name, id);
        if let Shape::Object(object) = shape
            && let Some(open) = &object.open
        {
            self.known(format!("open keys {name}.{}*", open.prefix), &open.basis);
            self.docs(&format!("words of {name}.{}*", open.prefix), &open.docs);
        }
        for found in fields(api, name) {
            self.field(&format!("{name}.{}", found.path), found.field);
        }
    }

    fn field(&mut self, at: &str, field: &Field) {
        let Field { wire: _, ty, presence, docs, facts, basis } = field;
        self.known(format!("field {at}"), basis);
        let settled = type_basis(self.types, field).clone();
        self.known(format!("type of {at}"), &settled);
        if self.types.get(*ty).name.is_none() {
            self.values(at, *ty);
        }
        self.fact(&format!("presence of {at}"), presence);
        self.docs(&format!("words of {at}"), docs);
        self.field_facts(at, facts);
    }

    fn field_facts(&mut self, at: &str, facts: &FieldFacts) {
        let FieldFacts {
            access,
            secret,
            max_length,
            constant,
            default,
            example,
            deprecated,
            aliases,
            doc_says,
            condition,
            origin,
            decisions: _,
            conflicts: _,
        } = facts;
        self.optional(&format!("access of {at}"), access.as_ref());
        self.optional(&format!("secrecy of {at}"), secret.as_ref());
        self.optional(&format!("max length of {at}"), max_length.as_ref());
        self.optional(&format!("constant value of {at}"), constant.as_ref());
        self.optional(&format!("default of {at}"), default.as_ref());
        self.optional(&format!("example of {at}"), example.as_ref());
        self.optional(&format!("deprecation of {at}"), deprecated.as_ref());
        for alias in aliases {
            self.fact(&format!("alias {} of {at}", alias.value), alias);
        }
        self.optional(&format!("doc-says of {at}"), doc_says.as_ref());
        self.optional(&format!("condition of {at}"), condition.as_ref());
        self.optional(&format!("origin of {at}"), origin.as_ref());
    }

    /// A type without a name, where it is used: its values, its fields.
    fn anonymous(&mut self, at: &str, id: TypeId) {
        let def = self.types.get(id).clone();
        if def.name.is_some() {
            return;
        }
        self.values(at, id);
        match &def.shape {
            Shape::Object(object) => {
                for field in &object.fields {
                    self.field(&format!("{at} .{}", field.wire), field);
                }
            }
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => self.anonymous(at, *inner),
            _ => {}
        }
    }

    /// The values of an enumeration.
    fn values(&mut self, at: &str, id: TypeId) {
        let Shape::Enum(Enum { base: _, values }) = &self.types.get(id).shape else { return };
        for EnumValue { wire, docs, http_status, message, basis } in values.clone() {
            self.known(format!("value {at}={wire}"), &basis);
            self.docs(&format!("words of {at}={wire}"), &docs);
            self.optional(&format!("HTTP status of {at}={wire}"), http_status.as_ref());
            self.docs(&format!("message of {at}={wire}"), &message);
        }
    }
}
