//! Servers, authentication, groups, errors and the rest of the API.

use super::Lowering;
use super::evidence::{Entry, excerpt};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    AuthScheme, Basis, Credential, CredentialPlace, ErrorModel, Fact, Gap, GapSubject, Group, Layer, Outcome, PathTemplate, RateLimit,
    Response, Segment, Server, ServerId, ServerVariable, Serves, Signature, Webhook,
};
use crate::spec::tree::{AuthTable, FurtherServerTable, SetKey, Spec, Text, UnknownRow, VariableTable, Way, WayKind};
use crate::spec::words::{nearest, parse_duration, parse_rule, template_complaint};
use crate::text::Span;

/// The word for the one way of signing that is known.
const MD5: &str = "md5-of-query-and-key";

impl Lowering<'_> {
    /// Name and words of the API.
    pub(super) fn title(&mut self, spec: &Spec) {
        let what = "the spec as a whole";
        let evidence = &spec.evidence;
        let has_text = spec.text.as_ref().is_some_and(|text| !text.value.trim().is_empty());
        let chosen = Text::new("the name was chosen by hand".to_owned(), spec.name.as_ref().map_or(spec.span, |name| name.span));
        // A name for people needs no witness; words of the vendor's do.
        let told = !has_text || evidence.from.key("text").is_some() || evidence.assumed.key("text").is_some();
        let own = told.then(|| self.assumed(&chosen));
        let written = spec.text.as_ref().map_or(spec.span, |text| text.span);
        let entry = self.frame(evidence, written, what, own);
        self.known_keys(&entry, what, &["name", "text"]);
        if let Some(text) = &spec.text {
            let basis = self.key(&entry, "text", text.span);
            let docs = self.docs(Some(text), &basis, entry.place.as_ref());
            if self.layer == Layer::Overlay && self.api.docs.is_some() && docs.is_some() {
                self.there_already(text.span, "the document has words about the API as a whole", "at = \"api\"", "set = { text = \"…\" }");
            } else if docs.is_some() {
                self.api.docs = docs;
            }
        }
        match &spec.name {
            Some(name) => {
                if name.value.trim().is_empty() {
                    self.diagnostics.push(Diagnostic::new(Code::BadValue, name.span, "the API's name is empty"));
                }
                // Only lines that show the name state it.
                let own = self.by_key(&entry, "name");
                let states = entry.place.as_ref().is_some_and(|place| super::source::has_name(&place.folded(), &name.value));
                let basis = match own {
                    Some(basis) => basis,
                    None if states || evidence.from.whole.is_some() || evidence.assumed.whole.is_some() => entry.basis.clone(),
                    None => self.assumed(&chosen),
                };
                self.api.title = Fact::new(name.value.clone(), Basis { written: Some(name.span), ..basis });
            }
            None if self.layer == Layer::Document => {
                self.diagnostics.push(
                    Diagnostic::new(Code::MissingKey, Span { end: spec.span.start, ..spec.span }, "a spec has no `name`")
                        .note("`name` must be there")
                        .help("write the API's name for people: `name = \"Agendize Resellers\"`"),
                );
            }
            None => {}
        }
    }

    /// A new thing whose place is taken by the document that is overlaid.
    fn there_already(&mut self, span: Span, what: &str, at: &str, set: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::DuplicateName, span, format!("{what} already"))
                .help(format!("correct it with `[[patch]]`, `{at}` and `{set}`, with a reason")),
        );
    }

    /// `[server]`, and the servers of authentication schemes. Variables are those of all base URLs.
    pub(super) fn servers(&mut self, spec: &Spec) {
        let mut variables = Vec::new();
        if let Some(table) = &spec.server {
            let own = table.url.is_none().then(|| self.stated(None, table.span));
            let entry = if table.url.is_some() {
                self.entry(&table.evidence, table.span, "`[server]`", own)
            } else {
                self.frame(&table.evidence, table.span, "`[server]`", own)
            };
            self.known_keys(&entry, "`[server]`", &["url"]);
            variables = self.variables(spec, &table.variables, &entry, table.url.is_some());
            match &table.url {
                Some(url) => {
                    let basis = self.key(&entry, "url", url.span);
                    let server = self.server(url, basis, &entry, &variables, Serves::Main);
                    if self.api.servers_of(None).next().is_some() {
                        self.there_already(table.span, "the document has a server", "at = \"server\"", "set = { url = \"…\" }");
                    } else {
                        self.api.servers.extend(server);
                    }
                }
                None if self.layer == Layer::Document => self.diagnostics.push(
                    Diagnostic::new(Code::MissingKey, table.span, "`[server]` has no `url`")
                        .note("only an overlay leaves it out, to say something about variables of a server that the document has"),
                ),
                None => {}
            }
        }
        if self.layer == Layer::Overlay {
            let corrected = spec.patches.iter().flat_map(|patch| &patch.set).any(|set| set.key == SetKey::Url);
            for server in &mut self.api.servers {
                for variable in &variables {
                    let is_named = server.url.value.params().any(|hole| hole == variable.name);
                    // A correction of the URL may bring the variable in; it is applied later.
                    let comes = corrected && !matches!(server.serves, Serves::Auth(_));
                    if (is_named || comes) && !server.variables.iter().any(|other| other.name == variable.name) {
                        server.variables.push(variable.clone());
                    }
                }
            }
        }
        self.further_servers(&spec.servers, &variables);
        for table in &spec.auth {
            if let Some(url) = &table.server {
                let entry = Entry::new(&table.evidence, self.silent_basis(table));
                let basis = self.key(&entry, "server", url.span);
                let server = self.server(url, basis, &entry, &variables, Serves::Auth(table.id.value.clone()));
                self.api.servers.extend(server);
            }
        }
    }

    /// `[servers.*]`.
    fn further_servers(&mut self, tables: &[FurtherServerTable], variables: &[ServerVariable]) {
        for table in tables {
            let what = format!("the server `{}`", excerpt(&table.id.value));
            let entry = self.entry(&table.evidence, table.span, &what, None);
            self.known_keys(&entry, &what, &["url"]);
            let (Some(id), Some(url)) = (self.server_id(&table.id), &table.url) else { continue };
            if self.api.servers_of(Some(&id)).next().is_some() {
                self.there_already(
                    table.span,
                    &format!("the document has the server `{id}`"),
                    &format!("at = \"server {id}\""),
                    "set = { url = \"…\" }",
                );
                continue;
            }
            let basis = self.key(&entry, "url", url.span);
            let server = self.server(url, basis, &entry, variables, Serves::Named(id));
            self.api.servers.extend(server);
        }
    }

    /// The name of a further server.
    pub(super) fn server_id(&mut self, text: &Text) -> Option<ServerId> {
        let id = ServerId::new(&text.value);
        if id.is_none() {
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, text.span, format!("`{}` is no name of a server", excerpt(&text.value)))
                    .note("expected letters, digits, `.`, `-` and `_`"),
            );
        }
        id
    }

    /// The basis of a scheme that was looked at before.
    fn silent_basis(&self, table: &AuthTable) -> Basis {
        self.api
            .auth
            .iter()
            .find(|scheme| scheme.id == table.id.value)
            .map_or_else(|| self.stated(None, table.span), |scheme| scheme.basis.clone())
    }

    /// `[server.variables.*]`. A variable that no base URL has is an error.
    fn variables(&mut self, spec: &Spec, tables: &[VariableTable], entry: &Entry<'_>, inherits: bool) -> Vec<ServerVariable> {
        let mut holes: Vec<String> = Vec::new();
        let urls = spec.server.iter().filter_map(|table| table.url.as_ref());
        let urls = urls.chain(spec.servers.iter().filter_map(|table| table.url.as_ref()));
        let urls = urls.chain(spec.auth.iter().filter_map(|table| table.server.as_ref()));
        let sets = spec.patches.iter().flat_map(|patch| &patch.set).filter(|set| set.key == SetKey::Url);
        for url in urls.chain(sets.flat_map(|set| &set.values)) {
            if let Ok(template) = PathTemplate::parse(&url.value) {
                holes.extend(template.params().map(str::to_owned));
            }
        }
        for server in &self.api.servers {
            holes.extend(server.url.value.params().map(str::to_owned));
        }
        let mut known = Vec::new();
        for table in tables {
            let name = &table.name.value;
            if !holes.contains(name) {
                let mut diagnostic =
                    Diagnostic::new(Code::UnknownField, table.name.span, format!("no base URL has a variable `{{{}}}`", excerpt(name)));
                if let Some(near) = nearest(name, holes.iter().map(String::as_str)) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                self.diagnostics.push(diagnostic);
                continue;
            }
            let what = format!("the variable `{name}`");
            let own = inherits.then(|| Basis { written: Some(table.name.span), ..entry.basis.clone() });
            let own = self.entry(&table.evidence, table.name.span, &what, own);
            self.known_keys(&own, &what, &["text", "default", "example"]);
            let place = own.place.clone().or_else(|| entry.place.clone().filter(|_| Self::is_quoted(&own.basis)));
            let text_basis = self.key(&own, "text", table.name.span);
            let docs = self.docs(table.text.as_ref(), &text_basis, place.as_ref());
            let mut value = |key: &str, value: Option<&Text>| {
                let value = value?;
                let basis = self.key(&own, key, value.span);
                if Self::is_quoted(&basis) {
                    self.quote_stands(&format!("the {key}"), &value.value, value.span, place.as_ref());
                }
                Some(Fact::new(value.value.clone(), basis))
            };
            let default = value("default", table.default.as_ref());
            let example = value("example", table.example.as_ref());
            known.push(ServerVariable { name: name.clone(), default, example, docs, basis: own.basis });
        }
        known
    }

    fn server(&mut self, url: &Text, basis: Basis, entry: &Entry<'_>, variables: &[ServerVariable], serves: Serves) -> Option<Server> {
        let template = self.template(url)?;
        if !(url.value.starts_with("https://") || url.value.starts_with("http://")) || url.value.contains(['?', '#']) {
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, url.span, format!("`{}` is no base URL", excerpt(&url.value)))
                    .note("expected `https://`, a host, perhaps a path; no query"),
            );
        }
        if Self::is_quoted(&basis) {
            for segment in &template.segments {
                if let Segment::Literal(literal) = segment {
                    let literal = literal.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
                    self.quote_stands("the URL's part", literal, url.span, entry.place.as_ref());
                }
            }
        }
        let variables = variables.iter().filter(|variable| template.params().any(|hole| hole == variable.name)).cloned().collect();
        Some(Server { url: Fact::new(template, Basis { written: Some(url.span), ..basis }), variables, serves })
    }

    /// A URL or path with `{name}` holes; what is wrong with it is reported.
    pub(super) fn template(&mut self, text: &Text) -> Option<PathTemplate> {
        match PathTemplate::parse(&text.value) {
            Ok(template) => Some(template),
            Err(error) => {
                let complaint = template_complaint(&error, 0..text.value.len());
                self.complain(Code::BadRequest, text, complaint);
                None
            }
        }
    }

    /// `[auth.*]`.
    pub(super) fn auth(&mut self, spec: &Spec) {
        for table in &spec.auth {
            let id = &table.id.value;
            let what = format!("the scheme `{id}`");
            let entry = self.entry(&table.evidence, table.span, &what, None);
            self.known_keys(&entry, &what, &["text", "server", "headers", "header", "bearer", "basic", "query", "cookie", "signed_query"]);
            if id == "none" || id.trim().is_empty() {
                self.diagnostics.push(Diagnostic::new(
                    Code::BadValue,
                    table.id.span,
                    format!("`{}` cannot be the id of a scheme", excerpt(id)),
                ));
            }
            if let Some(other) = self.api.auth.iter().find(|scheme| scheme.id == *id) {
                let mut diagnostic = Diagnostic::new(Code::DuplicateName, table.id.span, format!("the scheme `{id}` is there already"));
                if let Some(place) = other.basis.written.or(other.basis.span) {
                    diagnostic = diagnostic.and(place, "there");
                }
                self.diagnostics.push(diagnostic);
                continue;
            }
            if table.ways.is_empty() {
                self.diagnostics.push(
                    Diagnostic::new(Code::MissingKey, table.span, format!("{what} does not say where credentials go"))
                        .note("expected one of `headers`, `header`, `bearer`, `basic`, `query`, `cookie`, `signed_query`"),
                );
            }
            if let [first, .., last] = table.ways.as_slice() {
                self.diagnostics.push(
                    Diagnostic::new(Code::KeyConflict, last.span, format!("{what} sends credentials in several ways"))
                        .and(first.span, "one of them")
                        .help("alternatives are schemes of their own, each with its table"),
                );
            }
            let credentials = table.ways.iter().take(1).flat_map(|way| self.credentials(way, &entry)).collect();
            let text_basis = self.key(&entry, "text", table.span);
            let docs = self.docs(table.text.as_ref(), &text_basis, entry.place.as_ref());
            self.api.auth.push(AuthScheme { id: id.clone(), credentials, docs, basis: entry.basis.clone() });
        }
    }

    fn credentials(&mut self, way: &Way, entry: &Entry<'_>) -> Vec<Credential> {
        let key = match way.kind {
            WayKind::Headers => "headers",
            WayKind::Header => "header",
            WayKind::Bearer => "bearer",
            WayKind::Basic => "basic",
            WayKind::Query => "query",
            WayKind::Cookie => "cookie",
            WayKind::SignedQuery => "signed_query",
        };
        let basis = self.key(entry, key, way.span);
        let mut all: Vec<Credential> = Vec::new();
        for cells in &way.rows {
            let cell = |at: usize| cells.get(at).map(|text| text.value.clone()).unwrap_or_default();
            let docs = |at: usize| {
                let cell = cells.get(at).filter(|text| !text.value.trim().is_empty())?;
                Some(Fact::new(cell.value.clone(), Basis { written: Some(cell.span), ..basis.clone() }))
            };
            // What the caller gives is called as on the wire, where that is a name and not a container.
            let wire = |name: String, what: String| {
                let container = name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("cookie");
                vec![if container && !what.trim().is_empty() { what } else { name }]
            };
            let names_wire = !matches!(way.kind, WayKind::Bearer | WayKind::Basic);
            if names_wire {
                if cell(0).trim().is_empty() {
                    let span = cells.first().map_or(way.span, |text| text.span);
                    self.diagnostics.push(Diagnostic::new(Code::BadValue, span, format!("the name in `{key}` is empty")));
                }
                if Self::is_quoted(&basis) {
                    let span = cells.first().map_or(way.span, |text| text.span);
                    self.name_stands("the name", &cell(0), span, entry.place.as_ref());
                }
            }
            let credential = match way.kind {
                WayKind::Headers => Credential {
                    place: CredentialPlace::Header { name: cell(0), prefix: String::new() },
                    values: wire(cell(0), cell(1)),
                    docs: docs(1),
                },
                WayKind::Header => Credential {
                    place: CredentialPlace::Header { name: cell(0), prefix: cell(1) },
                    values: wire(cell(0), cell(2)),
                    docs: docs(2),
                },
                WayKind::Bearer => Credential {
                    place: CredentialPlace::Header { name: "Authorization".to_owned(), prefix: "Bearer ".to_owned() },
                    values: vec!["token".to_owned()],
                    docs: docs(0),
                },
                WayKind::Basic => Credential { place: CredentialPlace::BasicPair, values: vec![cell(0), cell(1)], docs: None },
                WayKind::Query => Credential { place: CredentialPlace::Query { name: cell(0) }, values: vec![cell(0)], docs: docs(1) },
                WayKind::Cookie => Credential { place: CredentialPlace::Cookie { name: cell(0) }, values: vec![cell(0)], docs: docs(1) },
                WayKind::SignedQuery => {
                    if cell(1) != MD5 {
                        let span = cells.get(1).map_or(way.span, |text| text.span);
                        self.diagnostics.push(
                            Diagnostic::new(Code::BadValue, span, format!("`{}` is no signature that is known", excerpt(&cell(1))))
                                .note(format!("expected `{MD5}`")),
                        );
                    }
                    Credential {
                        place: CredentialPlace::SignedQuery { name: cell(0), signature: Signature::Md5OfQueryAndKey },
                        // The signature goes over the wire, the key does not: so the key has a name of its own.
                        values: vec!["key".to_owned()],
                        docs: docs(2),
                    }
                }
            };
            if all.iter().any(|other| other.place == credential.place) {
                let span = cells.first().map_or(way.span, |text| text.span);
                self.diagnostics.push(Diagnostic::new(
                    Code::DuplicateRow,
                    span,
                    format!("`{}` stands twice in `{key}`", excerpt(&cell(0))),
                ));
                continue;
            }
            all.push(credential);
        }
        all
    }

    /// `[group.*]`, and the groups that operations name without a table.
    pub(super) fn groups(&mut self, spec: &Spec) {
        for table in &spec.groups {
            let name = &table.name.value;
            let what = format!("the group `{name}`");
            let entry = self.entry(&table.evidence, table.span, &what, None);
            self.known_keys(&entry, &what, &["text"]);
            if !self.api.operations.iter().any(|operation| operation.group.as_deref() == Some(name)) {
                let mut diagnostic = Diagnostic::new(Code::EmptyGroup, table.name.span, format!("no operation is in {what}"))
                    .note("an operation's group is what stands before the last dot of its id");
                let groups: Vec<&str> = self.api.operations.iter().filter_map(|operation| operation.group.as_deref()).collect();
                if let Some(near) = nearest(name, groups) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                self.diagnostics.push(diagnostic);
            }
            let text_basis = self.key(&entry, "text", table.span);
            let docs = self.docs(table.text.as_ref(), &text_basis, entry.place.as_ref());
            if self.api.groups.iter().any(|group| group.name == *name) {
                self.diagnostics.push(Diagnostic::new(Code::DuplicateName, table.name.span, format!("{what} is there already")));
                continue;
            }
            self.api.groups.push(Group { name: name.clone(), docs, basis: entry.basis.clone() });
        }
        for operation in &self.api.operations {
            if let Some(name) = &operation.group
                && !self.api.groups.iter().any(|group| group.name == *name)
            {
                self.api.groups.push(Group { name: name.clone(), docs: None, basis: operation.basis.clone() });
            }
        }
    }

    /// `[webhook.*]`.
    pub(super) fn webhooks(&mut self, spec: &Spec) {
        for table in &spec.webhooks {
            let what = format!("the webhook `{}`", table.name.value);
            let entry = self.entry(&table.evidence, table.span, &what, None);
            self.known_keys(&entry, &what, &["body", "text"]);
            let text_basis = self.key(&entry, "text", table.span);
            let docs = self.docs(table.text.as_ref(), &text_basis, entry.place.as_ref());
            if self.api.webhooks.iter().any(|webhook| webhook.name == table.name.value) {
                self.diagnostics.push(Diagnostic::new(Code::DuplicateName, table.name.span, format!("{what} is there already")));
            } else if let Some(body) = &table.body {
                let basis = self.key(&entry, "body", body.span);
                let ty = self.ty(body, &basis, entry.place.as_ref());
                self.api.webhooks.push(Webhook { name: table.name.value.clone(), ty, docs, basis: entry.basis.clone() });
            }
        }
    }

    /// `[errors]`.
    pub(super) fn errors(&mut self, spec: &Spec) {
        let Some(table) = &spec.errors else { return };
        let own = (table.body.is_none() && !table.rows.is_empty()).then(|| self.stated(None, table.span));
        let entry = self.entry(&table.evidence, table.span, "`[errors]`", own);
        let mut known = vec!["body", "code", "message"];
        known.extend(table.rows.iter().map(|row| row.status.value.as_str()));
        self.known_keys(&entry, "`[errors]`", &known);
        let body_basis = self.key(&entry, "body", table.body.as_ref().map_or(table.span, |body| body.span));
        let ty = match &table.body {
            Some(body) => self.ty(body, &body_basis, entry.place.as_ref()),
            None => self.any(&body_basis),
        };
        let fact = |lowering: &mut Self, key: &str, text: &Text| {
            lowering.path_in_type(text, ty, key);
            Fact::new(text.value.clone(), lowering.key(&entry, key, text.span))
        };
        let mut codes: Vec<Fact<String>> = Vec::new();
        for text in &table.codes {
            let code = fact(self, "code", text);
            if codes.iter().any(|known| known.value == code.value) {
                let said = format!("the field `{}` stands twice", excerpt(&text.value));
                self.diagnostics.push(Diagnostic::new(Code::DuplicateName, text.span, said));
            } else {
                codes.push(code);
            }
        }
        let message = table.message.as_ref().map(|text| fact(self, "message", text));
        let mut statuses: Vec<Response> = Vec::new();
        for row in &table.rows {
            if let Some(response) = self.status_row(row, &entry) {
                self.push_response(&mut statuses, response, &row.status);
            }
        }
        if self.api.errors.is_some() {
            self.diagnostics.push(Diagnostic::new(
                Code::DuplicateName,
                table.span,
                "`[errors]` is there already in the document that this overlays",
            ));
            return;
        }
        self.api.errors = Some(ErrorModel { ty: Fact::new(ty, body_basis), codes, message, statuses, basis: entry.basis.clone() });
    }

    /// `[outcome]`.
    pub(super) fn outcome(&mut self, spec: &Spec) {
        let Some(table) = &spec.outcome else { return };
        let entry = self.entry(&table.evidence, table.span, "`[outcome]`", None);
        self.known_keys(&entry, "`[outcome]`", &["fails_when", "succeeds_when"]);
        let (text, make): (&Text, fn(crate::ir::BodyRule) -> Outcome) = match (&table.fails_when, &table.succeeds_when) {
            (Some(text), _) => (text, Outcome::FailsWhen),
            (None, Some(text)) => (text, Outcome::SucceedsWhen),
            (None, None) => {
                self.diagnostics.push(
                    Diagnostic::new(Code::MissingKey, table.span, "`[outcome]` has no rule")
                        .note("expected `fails_when` or `succeeds_when`"),
                );
                return;
            }
        };
        match parse_rule(&text.value) {
            Ok(rule) => {
                if Self::is_quoted(&entry.basis) {
                    // The member's name may stand in the head of a table, the value in a row.
                    self.name_stands("the value", &rule.is, text.span, entry.place.as_ref());
                }
                if self.api.outcome.is_some() {
                    self.diagnostics.push(Diagnostic::new(
                        Code::DuplicateName,
                        table.span,
                        "`[outcome]` is there already in the document that this overlays",
                    ));
                    return;
                }
                self.api.outcome = Some(Fact::new(make(rule), Basis { written: Some(text.span), ..entry.basis.clone() }));
            }
            Err(complaint) => self.complain(Code::BadValue, text, complaint),
        }
    }

    /// `[envelope]`.
    pub(super) fn envelope(&mut self, spec: &Spec) {
        let Some(table) = &spec.envelope else { return };
        let entry = self.entry(&table.evidence, table.span, "`[envelope]`", None);
        self.known_keys(&entry, "`[envelope]`", &["type"]);
        let Some(text) = &table.ty else { return };
        let basis = self.key(&entry, "type", text.span);
        let ty = self.ty(text, &basis, entry.place.as_ref());
        if self.api.envelope.is_some() {
            self.diagnostics.push(Diagnostic::new(
                Code::DuplicateName,
                table.span,
                "`[envelope]` is there already in the document that this overlays",
            ));
            return;
        }
        self.api.envelope = Some(Fact::new(ty, basis));
    }

    /// `[[limit]]`.
    pub(super) fn limits(&mut self, spec: &Spec) {
        for table in &spec.limits {
            let entry = self.entry(&table.evidence, table.span, "`[[limit]]`", None);
            self.known_keys(&entry, "`[[limit]]`", &["requests", "per", "block", "scope"]);
            if let Some(requests) = &table.requests
                && Self::is_quoted(&self.key(&entry, "requests", requests.span))
            {
                self.name_stands("the number", &requests.value.to_string(), requests.span, entry.place.as_ref());
            }
            let duration = |lowering: &mut Self, text: &Option<Text>| {
                let text = text.as_ref()?;
                match parse_duration(&text.value) {
                    Ok(seconds) => Some(seconds),
                    Err(complaint) => {
                        lowering.complain(Code::BadValue, text, complaint);
                        None
                    }
                }
            };
            let per = duration(self, &table.per);
            let block_seconds = duration(self, &table.block);
            if let (Some(requests), Some(per_seconds)) = (&table.requests, per) {
                let scope = table.scope.as_ref().map(|scope| scope.value.clone()).unwrap_or_default();
                let limit = RateLimit { requests: requests.value, per_seconds, scope, block_seconds };
                self.api.rate_limits.push(Fact::new(limit, entry.basis.clone()));
            }
        }
    }

    /// `unknown`.
    pub(super) fn gaps(&mut self, rows: &[UnknownRow], subject: &GapSubject) {
        for row in rows {
            let place = row.at.as_ref().and_then(|at| self.place(at));
            if row.text.value.trim().is_empty() {
                self.diagnostics.push(Diagnostic::new(Code::BadValue, row.text.span, "an entry of `unknown` is empty"));
                continue;
            }
            let span = place.as_ref().and_then(super::source::Place::span);
            self.api.gaps.push(Gap { subject: subject.clone(), text: row.text.value.clone(), span });
        }
    }
}
