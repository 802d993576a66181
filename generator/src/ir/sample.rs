//! A small API in which everything occurs once, for tests; and ways to change it.

use super::{
    Accepts, Access, Answer, Api, AuthScheme, Basis, BodyRule, Case, CaseKind, ConstantQuery, Credential, CredentialPlace, Enum, EnumBase,
    EnumValue, ErrorModel, Fact, Facts, Field, Gap, GapSubject, Group, Header, Method, Object, OpenKeys, Operation, Outcome, Paging,
    PagingStyle, Param, PathTemplate, Place, Presence, RateLimit, RequestBody, Response, ResponseStatus, Sample, SampleRole, Server,
    ServerId, ServerVariable, Serves, Shape, Signature, StringForm, TypeDef, TypeId, Webhook,
};
use crate::text::{SourceMap, Span};
use std::fmt::Write as _;

/// The sources of the sample, `pets.txt`: two hundred lines, each its number.
pub(crate) fn sources() -> SourceMap {
    let mut text = String::new();
    for line in 1..=200 {
        let _ = writeln!(text, "{line:03}");
    }
    let mut sources = SourceMap::default();
    sources.add("pets.txt", text);
    sources
}

/// A line of the sample's sources.
pub(crate) fn line(line: usize) -> Span {
    // The first file of any map has the same id.
    let file = SourceMap::default().add("pets.txt", String::new());
    Span::new(file, (line - 1) * 4, (line - 1) * 4 + 3)
}

/// Stated on line 1.
pub(crate) fn basis() -> Basis {
    Basis::stated(line(1))
}

/// Seen in two samples on line 2.
pub(crate) fn seen() -> Basis {
    Basis::inferred(line(2), 2)
}

/// A stated fact.
pub(crate) fn fact<T>(value: T) -> Fact<T> {
    Fact::new(value, basis())
}

/// A stated text.
pub(crate) fn text(value: &str) -> Fact<String> {
    fact(value.to_owned())
}

/// A path template.
pub(crate) fn path(value: &str) -> PathTemplate {
    PathTemplate::parse(value).expect("a test writes valid templates")
}

/// A method.
pub(crate) fn method(value: &str) -> Method {
    Method::new(value).expect("a test writes valid methods")
}

/// A type without a name.
pub(crate) fn add(api: &mut Api, shape: Shape) -> TypeId {
    api.types.add(TypeDef::anonymous(shape, basis()))
}

/// A type with a name.
pub(crate) fn name(api: &mut Api, name: &str, shape: Shape) -> TypeId {
    api.types.add(TypeDef { name: Some(text(name)), shape, docs: None, basis: basis() })
}

/// An enumeration of texts.
pub(crate) fn values(all: &[&str]) -> Shape {
    Shape::Enum(Enum { base: EnumBase::Text, values: all.iter().map(|value| self::value(value)).collect() })
}

/// A value of an enumeration.
pub(crate) fn value(wire: &str) -> EnumValue {
    EnumValue { wire: wire.to_owned(), docs: None, http_status: None, message: None, basis: basis() }
}

/// An object without open keys.
pub(crate) fn object(fields: Vec<Field>) -> Shape {
    Shape::Object(Object { fields, open: None })
}

/// A field whose presence is stated.
pub(crate) fn member(wire: &str, ty: TypeId, presence: Presence) -> Field {
    Field { presence: fact(presence), ..Field::new(wire, ty, basis()) }
}

/// A parameter whose presence is stated.
pub(crate) fn parameter(place: Place, wire: &str, ty: TypeId, presence: Presence) -> Param {
    Param {
        wire: wire.to_owned(),
        place: fact(place),
        ty,
        presence: fact(presence),
        media: None,
        bare: None,
        docs: None,
        facts: Facts::default(),
        basis: basis(),
    }
}

/// An operation that answers nothing.
pub(crate) fn operation(id: &str, verb: &str, template: &str) -> Operation {
    let (group, name) = id.rsplit_once('.').map_or((None, id), |(group, name)| (Some(group.to_owned()), name));
    Operation {
        server: None,
        id: id.to_owned(),
        group,
        name: text(name),
        method: fact(method(verb)),
        path: fact(path(template)),
        constants: Vec::new(),
        told_by: Vec::new(),
        params: Vec::new(),
        headers: Vec::new(),
        body: None,
        responses: Vec::new(),
        auth: fact(Accepts::Any),
        docs: None,
        deprecated: None,
        paging: None,
        also: Vec::new(),
        samples: Vec::new(),
        decisions: Vec::new(),
        basis: basis(),
    }
}

/// An answer with a status.
pub(crate) fn answer(code: u16, answer: Answer) -> Response {
    Response { status: fact(ResponseStatus::Code(code)), answer: fact(answer), docs: None, basis: basis() }
}

/// A server without variables.
pub(crate) fn server(url: &str) -> Server {
    Server { url: fact(path(url)), variables: Vec::new(), serves: Serves::Main }
}

/// The name of a further server.
pub(crate) fn server_id(id: &str) -> ServerId {
    ServerId::new(id).expect("a name of a server")
}

/// A further server without variables.
pub(crate) fn further_server(id: &str, url: &str) -> Server {
    Server { serves: Serves::Named(server_id(id)), ..server(url) }
}

/// A way to authenticate with one credential.
pub(crate) fn scheme(id: &str, place: CredentialPlace, values: &[&str]) -> AuthScheme {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    AuthScheme { id: id.to_owned(), credentials: vec![Credential { place, values, docs: None }], docs: None, basis: basis() }
}

/// The sample.
pub(crate) fn pets() -> Api {
    let mut api = Api::new(text("Pets"));
    api.docs = Some(text("Everything about pets."));
    api.servers = vec![server("https://{region}.pets.example/v1"), server("https://sandbox.pets.example/v1")];
    api.servers[0].variables = vec![ServerVariable {
        name: "region".to_owned(),
        default: Some(text("eu")),
        example: Some(text("us")),
        docs: Some(text("Where the data is.")),
        basis: basis(),
    }];
    let header = |name: &str, prefix: &str| CredentialPlace::Header { name: name.to_owned(), prefix: prefix.to_owned() };
    api.auth = vec![
        scheme("key", header("X-Key", ""), &["key"]),
        scheme("token", header("Authorization", "Bearer "), &["token"]),
        scheme("pair", CredentialPlace::BasicPair, &["user", "password"]),
        scheme("signed", CredentialPlace::SignedQuery { name: "hash".to_owned(), signature: Signature::Md5OfQueryAndKey }, &["secret"]),
    ];
    api.headers = vec![Header { name: "Accept".to_owned(), value: "application/json".to_owned(), basis: basis() }];
    api.groups = vec![
        Group { name: "pets".to_owned(), docs: Some(text("Pets of all kinds.")), basis: basis() },
        Group { name: "owners".to_owned(), docs: None, basis: basis() },
    ];

    let string = add(&mut api, Shape::String(StringForm::Plain));
    let integer = add(&mut api, Shape::Integer);
    let number = add(&mut api, Shape::Number);
    let datetime = add(&mut api, Shape::String(StringForm::DateTime));
    let nullable = add(&mut api, Shape::Nullable(string));
    let strings = add(&mut api, Shape::List(string));
    let map = add(&mut api, Shape::Map(string));
    let status = name(&mut api, "Status", values(&["available", "sold"]));
    let never = add(
        &mut api,
        Shape::OneOf(vec![
            Case { kind: CaseKind::Type(number), basis: basis() },
            Case { kind: CaseKind::Text("never".to_owned()), basis: basis() },
        ]),
    );
    let owner = name(&mut api, "Owner", object(vec![member("id", string, Presence::Required), member("name", string, Presence::Unknown)]));
    if let Shape::Object(object) = &mut api.types.get_mut(owner).shape {
        object.open = Some(Box::new(OpenKeys { prefix: "prospect-".to_owned(), ty: string, docs: None, basis: basis() }));
    }
    let pet = name(&mut api, "Pet", Shape::Any);
    let mut id = member("id", string, Presence::Required);
    id.facts.access = Some(fact(Access::ReadOnly));
    let mut nick = member("nick", nullable, Presence::Optional);
    nick.docs = Some(text("What the owner calls it at home."));
    nick.facts.default = Some(text("Rex"));
    nick.facts.max_length = Some(fact(20));
    nick.facts.example = Some(text("Rexy"));
    api.types.get_mut(pet).shape = object(vec![
        id,
        member("name", string, Presence::Required),
        nick,
        member("status", status, Presence::Optional),
        member("age", integer, Presence::Optional),
        member("weight", number, Presence::Optional),
        member("born", datetime, Presence::Optional),
        member("tags", strings, Presence::Optional),
        member("labels", map, Presence::Optional),
        member("owner", owner, Presence::Optional),
        member("vaccinated", never, Presence::Optional),
        member("mother", pet, Presence::Optional),
    ]);
    api.types.get_mut(pet).docs = Some(text("A pet."));
    let kind = add(&mut api, values(&["cat", "dog"]));
    let case = Case { kind: CaseKind::Type(integer), basis: basis() };
    let size = add(&mut api, Shape::OneOf(vec![case, Case { kind: CaseKind::Text("huge".to_owned()), basis: basis() }]));
    let mut note = member("note", string, Presence::Optional);
    note.docs = Some(text("Whatever else is worth knowing."));
    note.facts.max_length = Some(fact(100));
    note.facts.default = Some(text("-"));
    let fields = vec![
        member("name", string, Presence::Required),
        note,
        member("kind", kind, Presence::Optional),
        member("size", size, Presence::Optional),
        member("weight", integer, Presence::Optional),
    ];
    let new_pet = name(&mut api, "NewPet", object(fields));
    let mut codes = vec![value("1001"), value("1002")];
    codes[0].http_status = Some(fact(404));
    codes[0].message = Some(text("No such pet."));
    let codes = name(&mut api, "Code", Shape::Enum(Enum { base: EnumBase::Integer, values: codes }));
    let fields = vec![member("code", codes, Presence::Required), member("message", string, Presence::Unknown)];
    let error = name(&mut api, "ErrorBody", object(fields));
    name(&mut api, "Unused", object(vec![member("x", string, Presence::Unknown)]));

    let mut list = operation("pets.list", "GET", "/pets");
    list.docs = Some(text("All pets, page by page, the youngest first."));
    list.constants = vec![ConstantQuery { name: "action".to_owned(), value: "list".to_owned(), basis: basis() }];
    let sort = add(&mut api, values(&["name", "age"]));
    let mut limit = parameter(Place::Query, "limit", integer, Presence::Optional);
    limit.facts.default = Some(text("20"));
    let mut search = parameter(Place::Query, "search", string, Presence::Optional);
    search.docs = Some(text("Words that the name must hold."));
    search.facts.max_length = Some(fact(50));
    list.params = vec![
        parameter(Place::Query, "sort", sort, Presence::Optional),
        limit,
        search,
        parameter(Place::Query, "tags", strings, Presence::Optional),
        parameter(Place::Query, "tenant", string, Presence::Required),
        parameter(Place::Header, "X-Trace", string, Presence::Optional),
    ];
    list.headers = vec![Header { name: "X-Version".to_owned(), value: "1".to_owned(), basis: basis() }];
    let all = add(&mut api, Shape::List(pet));
    let page = add(&mut api, object(vec![member("items", all, Presence::Required)]));
    list.responses = vec![answer(200, Answer::Type(page)), answer(404, Answer::Type(error))];
    list.responses[0].docs = Some(text("A page of pets."));
    list.paging = Some(fact(Paging { style: PagingStyle::Page { first: 1 }, param: "page".to_owned(), items: "items".to_owned() }));
    list.samples = vec![Sample { role: SampleRole::Response(ResponseStatus::Code(200)), ty: Some(page), span: line(9), json: None }];
    list.decisions = vec![text("the page says nothing of a total")];

    let mut get = operation("pets.get", "GET", "/pets/{petId}");
    get.params = vec![parameter(Place::Path, "petId", integer, Presence::Required)];
    get.responses = vec![answer(200, Answer::Type(pet))];
    let mut insert = operation("pets.add", "POST", "/pets");
    let body =
        RequestBody { media: text("application/json"), ty: new_pet, template: None, presence: fact(Presence::Required), basis: basis() };
    insert.body = Some(body);
    insert.responses = vec![answer(201, Answer::Type(pet))];
    insert.auth = fact(Accepts::Of(vec!["key".to_owned(), "token".to_owned()]));
    let mut update = operation("owners.update", "PUT", "/owners/{id}");
    update.params =
        vec![parameter(Place::Path, "id", string, Presence::Required), parameter(Place::Form, "name", nullable, Presence::Optional)];
    update.responses = vec![answer(204, Answer::Empty)];
    let mut remove = operation("owners.remove", "DELETE", "/owners/{id}");
    remove.params = vec![parameter(Place::Path, "id", string, Presence::Required)];
    remove.deprecated = Some(text("owners are never removed"));
    remove.auth = fact(Accepts::None);
    remove.responses = vec![answer(200, Answer::Unknown)];
    api.operations = vec![list, get, insert, update, remove];

    let event = name(&mut api, "Event", object(vec![member("kind", string, Presence::Unknown)]));
    api.webhooks = vec![Webhook { name: "watch".to_owned(), ty: event, docs: Some(text("Sent on every change.")), basis: basis() }];
    api.errors = Some(ErrorModel {
        ty: fact(error),
        codes: vec![text("code")],
        message: Some(text("message")),
        statuses: vec![answer(429, Answer::Type(error))],
        basis: basis(),
    });
    api.outcome = Some(fact(Outcome::FailsWhen(BodyRule { member: "status".to_owned(), is: "error".to_owned() })));
    api.rate_limits = vec![fact(RateLimit { requests: 100, per_seconds: 60, scope: "key".to_owned(), block_seconds: None })];
    api.gaps = vec![Gap { subject: GapSubject::Api, text: "how many pets a page holds at most".to_owned(), span: Some(line(12)) }];
    api.samples = vec![Sample { role: SampleRole::Type("Pet".to_owned()), ty: Some(pet), span: line(13), json: Some("{}".to_owned()) }];
    api
}

/// An operation of the sample.
pub(crate) fn op<'a>(api: &'a mut Api, id: &str) -> &'a mut Operation {
    api.operations.iter_mut().find(|operation| operation.id == id).expect("a test names an operation of the sample")
}

/// A parameter of the sample.
pub(crate) fn param<'a>(api: &'a mut Api, id: &str, wire: &str) -> &'a mut Param {
    op(api, id).params.iter_mut().find(|param| param.wire == wire).expect("a test names a parameter of the sample")
}

/// The shape of a named type of the sample.
pub(crate) fn shape<'a>(api: &'a mut Api, name: &str) -> &'a mut Shape {
    let id = api.types.named(name).expect("a test names a type of the sample");
    &mut api.types.get_mut(id).shape
}

/// The fields of a named type of the sample.
pub(crate) fn fields<'a>(api: &'a mut Api, name: &str) -> &'a mut Vec<Field> {
    match shape(api, name) {
        Shape::Object(object) => &mut object.fields,
        other => panic!("a test takes {other:?} for an object"),
    }
}

/// A field of a named type of the sample.
pub(crate) fn field<'a>(api: &'a mut Api, name: &str, wire: &str) -> &'a mut Field {
    fields(api, name).iter_mut().find(|field| field.wire == wire).expect("a test names a field of the sample")
}

/// Gives a field another type, without a name.
pub(crate) fn retype(api: &mut Api, name: &str, wire: &str, shape: Shape) {
    let ty = add(api, shape);
    field(api, name, wire).ty = ty;
}

/// Gives a parameter another type, without a name.
pub(crate) fn retype_param(api: &mut Api, id: &str, wire: &str, shape: Shape) {
    let ty = add(api, shape);
    param(api, id, wire).ty = ty;
}
