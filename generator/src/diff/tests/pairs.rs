//! One change each.

use super::Case;
use crate::ir::sample::{
    add, answer, basis, fact, field, fields, further_server, line, member, method, name, object, op, operation, param, parameter, path,
    retype, retype_param, scheme, seen, server, server_id, shape, text, value, values,
};
use crate::ir::{
    Accepts, Access, Answer, Api, Basis, CaseKind, ConstantQuery, CredentialPlace, Enum, EnumBase, ErrorModel, Fact, Gap, GapSubject,
    Header, Markup, OpenKeys, Origin, Outcome, Paging, PagingStyle, Place, Presence, RequestBody, ResponseStatus, ServerVariable, Shape,
    StringForm, Telling, TextTemplate, Webhook,
};

fn same(_: &mut Api) {}

fn case(new: fn(&mut Api), found: &'static [&'static str]) -> Case {
    Case { old: same, new, found }
}

fn from(old: fn(&mut Api), new: fn(&mut Api), found: &'static [&'static str]) -> Case {
    Case { old, new, found }
}

fn cases(api: &mut Api, name: &str, wire: &str) -> Vec<crate::ir::Case> {
    let ty = field(api, name, wire).ty;
    match &api.types.get(ty).shape {
        Shape::OneOf(cases) => cases.clone(),
        other => panic!("{other:?} is no union"),
    }
}

fn enumeration<'a>(api: &'a mut Api, name: &str) -> &'a mut Vec<crate::ir::EnumValue> {
    match shape(api, name) {
        Shape::Enum(found) => &mut found.values,
        other => panic!("{other:?} is no enumeration"),
    }
}

fn open<'a>(api: &'a mut Api, name: &str) -> &'a mut Option<Box<OpenKeys>> {
    match shape(api, name) {
        Shape::Object(found) => &mut found.open,
        other => panic!("{other:?} is no object"),
    }
}

fn drop_field(api: &mut Api, name: &str, wire: &str) {
    fields(api, name).retain(|field| field.wire != wire);
}

fn list_of(api: &mut Api, shape: Shape) -> Shape {
    Shape::List(add(api, shape))
}

fn header(name: &str, prefix: &str) -> CredentialPlace {
    CredentialPlace::Header { name: name.to_owned(), prefix: prefix.to_owned() }
}

fn place(api: &mut Api, id: &str, place: CredentialPlace) {
    let scheme = api.auth.iter_mut().find(|scheme| scheme.id == id).expect("a scheme of the sample");
    scheme.credentials[0].place = place;
}

fn string(api: &mut Api) -> crate::ir::TypeId {
    add(api, Shape::String(StringForm::Plain))
}

fn event(api: &mut Api) -> crate::ir::TypeId {
    api.types.named("Event").expect("a type of the sample")
}

/// All pairs.
pub(super) fn all() -> Vec<Case> {
    let mut all = whole();
    all.extend(servers_and_headers());
    all.extend(operations());
    all.extend(params());
    all.extend(bodies());
    all.extend(answers());
    all.extend(types());
    all.extend(errors());
    all.extend(auth());
    all
}

fn whole() -> Vec<Case> {
    vec![
        case(|api| api.title = text("Animals"), &["info-title api no patch docs"]),
        case(|api| api.docs = Some(text("New words.")), &["doc-info-description api no patch docs"]),
        case(|api| field(api, "Pet", "age").basis = seen(), &["evidence-changed type:Pet/age no none seen"]),
        case(
            |api| {
                api.gaps.push(Gap { subject: GapSubject::Type("Pet".to_owned()), text: "its age's unit".to_owned(), span: Some(line(3)) });
            },
            &["gap-opened type:Pet no patch docs"],
        ),
        case(|api| api.gaps.clear(), &["gap-closed api no patch docs"]),
    ]
}

fn servers_and_headers() -> Vec<Case> {
    vec![
        case(|api| api.servers[0].url = fact(path("https://{region}.animals.example/v1")), &["server-url-host server maybe patch silent"]),
        case(|api| api.servers[0].url = fact(path("https://{region}.pets.example/v2")), &["server-path-prefix server yes patch silent"]),
        case(|api| api.servers[0].url = fact(path("https://{region}.pets.example/v1/")), &["trailing-slash server maybe patch silent"]),
        case(|api| api.servers.push(server("https://test.pets.example")), &["server-added server no minor seen"]),
        case(|api| api.servers.truncate(1), &["server-removed server yes major seen"]),
        case(|api| api.servers.push(further_server("files", "https://files.pets.example")), &["server-added server:files no minor seen"]),
        from(
            |api| api.servers.push(further_server("files", "https://files.pets.example")),
            |api| {
                let files = api.servers.len() - 1;
                api.servers[files].url = fact(path("https://{host}.animals.example/v2"));
            },
            &[
                "server-url-host server:files maybe patch silent",
                "server-path-prefix server:files yes patch silent",
                "pm-var-added server:files/host yes major seen",
            ],
        ),
        from(
            |api| {
                api.servers.push(further_server("files", "https://files.pets.example"));
                api.servers.push(further_server("old", "https://old.pets.example"));
                op(api, "pets.get").server = Some(fact(server_id("old")));
                op(api, "owners.update").server = Some(fact(server_id("old")));
            },
            |api| {
                api.servers.pop();
                op(api, "pets.list").server = Some(fact(server_id("files")));
                op(api, "pets.get").server = None;
                op(api, "owners.update").server = Some(fact(server_id("files")));
            },
            &[
                "server-removed server:old yes major seen",
                "op-server-override op:pets.list yes patch silent",
                "op-server-override op:pets.get yes patch silent",
                "op-server-override op:owners.update yes patch silent",
            ],
        ),
        case(
            |api| {
                api.servers.remove(0);
            },
            &[
                "server-url-host server maybe patch silent",
                "server-var-removed server/region no major seen",
                "server-removed server yes major seen",
            ],
        ),
        case(|api| api.servers[0].variables[0].default = Some(text("us")), &["server-var-default server/region maybe patch silent"]),
        case(|api| api.servers[0].variables[0].default = None, &["pm-var-added server/region yes major seen"]),
        case(|api| api.servers[0].variables[0].example = None, &["doc-example server/region no patch docs"]),
        case(|api| api.servers[0].variables[0].docs = None, &["doc-server server/region no patch docs"]),
        case(
            |api| {
                api.servers[0].url = fact(path("https://{region}.{zone}.pets.example/v1"));
                api.servers[0].variables.push(ServerVariable {
                    name: "zone".to_owned(),
                    default: Some(text("a")),
                    example: None,
                    docs: None,
                    basis: basis(),
                });
            },
            &["server-url-host server maybe patch silent", "server-var-added server/zone no minor seen"],
        ),
        case(
            |api| api.servers[0].url = fact(path("https://eu.pets.example/v1")),
            &["server-url-host server maybe patch silent", "server-var-removed server/region no major seen"],
        ),
        case(
            |api| api.headers.push(Header { name: "X-App".to_owned(), value: "docwright".to_owned(), basis: basis() }),
            &["header-added api/header/X-App maybe patch silent"],
        ),
        case(|api| api.headers.clear(), &["header-removed api/header/Accept maybe patch silent"]),
        case(
            |api| op(api, "pets.list").headers[0].value = "2".to_owned(),
            &["header-value op:pets.list/header/X-Version maybe patch silent"],
        ),
        case(|api| api.headers[0].name = "accept".to_owned(), &["header-case-changed api/header/Accept no none seen"]),
    ]
}

fn operations() -> Vec<Case> {
    vec![
        case(|api| api.groups[0].docs = Some(text("Other words.")), &["doc-group group:pets no patch docs"]),
        case(
            |api| {
                for operation in api.operations.iter_mut().filter(|operation| operation.group.as_deref() == Some("pets")) {
                    operation.group = Some("animals".to_owned());
                    operation.id = operation.id.replace("pets.", "animals.");
                }
                api.groups[0].name = "animals".to_owned();
            },
            &["tag-renamed group:animals no major seen"],
        ),
        case(
            |api| {
                op(api, "pets.get").group = Some("owners".to_owned());
                op(api, "pets.get").id = "owners.get".to_owned();
            },
            &["op-moved-tag op:owners.get no major seen"],
        ),
        case(
            |api| {
                op(api, "pets.get").name = text("fetch");
                op(api, "pets.get").id = "pets.fetch".to_owned();
            },
            &["op-id-changed op:pets.fetch no major seen"],
        ),
        case(|api| api.operations.push(operation("pets.count", "GET", "/pets/count")), &["op-added op:pets.count no minor seen"]),
        case(|api| api.operations.retain(|operation| operation.id != "pets.get"), &["op-removed op:pets.get yes major seen"]),
        case(
            |api| api.operations.retain(|operation| operation.id != "owners.remove"),
            &["op-removed-deprecated op:owners.remove yes major seen"],
        ),
        case(|api| op(api, "pets.get").path = fact(path("/pet/{petId}")), &["path-renamed op:pets.get yes patch silent"]),
        case(|api| op(api, "pets.get").path = fact(path("/pets/{petId}/")), &["trailing-slash op:pets.get maybe patch silent"]),
        case(
            |api| {
                op(api, "pets.get").path = fact(path("/pets/{id}"));
                param(api, "pets.get", "petId").wire = "id".to_owned();
            },
            &["path-param-renamed op:pets.get/path/id no patch seen"],
        ),
        case(|api| op(api, "owners.update").method = fact(method("PATCH")), &["method-changed op:owners.update yes patch silent"]),
        case(|api| op(api, "pets.list").constants[0].value = "all".to_owned(), &["op-constant op:pets.list/query/action yes patch silent"]),
        case(|api| op(api, "pets.list").constants.clear(), &["op-constant op:pets.list/query/action yes patch silent"]),
        case(
            |api| op(api, "pets.get").constants.push(ConstantQuery { name: "v".to_owned(), value: "1".to_owned(), basis: basis() }),
            &["op-constant op:pets.get/query/v yes patch silent"],
        ),
        case(|api| op(api, "pets.get").told_by.push(telling("method", "get")), &["op-told-by op:pets.get/told/method yes patch silent"]),
        from(
            |api| op(api, "pets.get").told_by.push(telling("method", "get")),
            |api| op(api, "pets.get").told_by = vec![telling("method", "fetch")],
            &["op-told-by op:pets.get/told/method yes patch silent"],
        ),
        case(|api| op(api, "pets.get").deprecated = Some(text("")), &["op-deprecated op:pets.get no minor seen"]),
        case(|api| op(api, "owners.remove").deprecated = None, &["op-undeprecated op:owners.remove no patch seen"]),
        case(|api| op(api, "pets.list").docs = Some(text("Some pets.")), &["op-doc op:pets.list no patch docs"]),
        case(
            |api| {
                op(api, "pets.list").paging =
                    Some(fact(Paging { style: PagingStyle::Offset, param: "page".to_owned(), items: "items".to_owned() }));
            },
            &["op-pagination op:pets.list yes major seen"],
        ),
        case(|api| op(api, "pets.list").paging = None, &["op-pagination-removed op:pets.list maybe major seen"]),
        from(
            |api| op(api, "pets.list").paging = None,
            |api| {
                op(api, "pets.list").paging =
                    Some(fact(Paging { style: PagingStyle::Offset, param: "from".to_owned(), items: "items".to_owned() }));
            },
            &["op-pagination-added op:pets.list maybe minor seen"],
        ),
        case(|api| op(api, "pets.list").decisions.clear(), &["doc-decision op:pets.list no patch docs"]),
    ]
}

fn params() -> Vec<Case> {
    let mut all = vec![
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").params.push(parameter(Place::Query, "fields", ty, Presence::Optional));
            },
            &["param-added-optional op:pets.get/query/fields no minor seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").params.push(parameter(Place::Query, "fields", ty, Presence::Unknown));
            },
            &["param-added-unknown op:pets.get/query/fields maybe minor seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").params.push(parameter(Place::Query, "fields", ty, Presence::Required));
            },
            &["param-added-required op:pets.get/query/fields yes major seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                let mut fields = parameter(Place::Query, "fields", ty, Presence::Required);
                fields.facts.default = Some(text("all"));
                op(api, "pets.get").params.push(fields);
            },
            &["param-added-required-default op:pets.get/query/fields no minor seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").params.push(parameter(Place::Header, "X-Tenant", ty, Presence::Required));
            },
            &["header-param-added-required op:pets.get/header/X-Tenant yes major seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").params.push(parameter(Place::Cookie, "lang", ty, Presence::Optional));
            },
            &["cookie-param-added op:pets.get/cookie/lang no minor seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").path = fact(path("/{tenant}/pets/{petId}"));
                op(api, "pets.get").params.push(parameter(Place::Path, "tenant", ty, Presence::Required));
            },
            &["path-renamed op:pets.get yes patch silent", "path-param-added op:pets.get/path/tenant yes major seen"],
        ),
        case(
            |api| op(api, "pets.list").params.retain(|param| param.wire != "search"),
            &["param-removed op:pets.list/query/search maybe major seen"],
        ),
        case(
            |api| op(api, "pets.list").params.retain(|param| param.wire != "tenant"),
            &["param-removed-required op:pets.list/query/tenant no major seen"],
        ),
        case(|api| param(api, "pets.list", "search").wire = "q".to_owned(), &["param-renamed op:pets.list/query/q yes major seen"]),
        case(
            |api| param(api, "pets.list", "search").presence.value = Presence::Required,
            &["param-became-required op:pets.list/query/search yes major seen"],
        ),
        case(
            |api| param(api, "pets.list", "tenant").presence.value = Presence::Optional,
            &["param-became-optional op:pets.list/query/tenant no major seen"],
        ),
        case(
            |api| param(api, "pets.list", "tenant").facts.default = Some(text("main")),
            &[
                "param-became-optional op:pets.list/query/tenant no major seen",
                "param-default-added op:pets.list/query/tenant maybe patch silent",
            ],
        ),
        // With a default it need not be given, whatever the table says.
        case(
            |api| param(api, "pets.list", "limit").presence.value = Presence::Required,
            &["presence-said op:pets.list/query/limit no patch docs"],
        ),
        case(
            |api| param(api, "pets.list", "search").presence.value = Presence::Unknown,
            &["presence-said op:pets.list/query/search no patch docs"],
        ),
        case(
            |api| param(api, "pets.list", "search").place.value = Place::Header,
            &["param-location-changed op:pets.list/header/search yes patch silent"],
        ),
        case(
            |api| param(api, "pets.list", "X-Trace").wire = "x-trace".to_owned(),
            &["header-case-changed op:pets.list/header/x-trace no none seen"],
        ),
    ];
    all.extend(param_types());
    all.extend(param_facts());
    all
}

fn param_types() -> Vec<Case> {
    vec![
        case(
            |api| retype_param(api, "pets.get", "petId", Shape::String(StringForm::Plain)),
            &["path-param-type op:pets.get/path/petId no major seen"],
        ),
        case(|api| retype_param(api, "pets.get", "petId", Shape::Bool), &["param-type-changed op:pets.get/path/petId yes major seen"]),
        case(
            |api| retype_param(api, "pets.list", "limit", Shape::String(StringForm::Plain)),
            &["param-type-widened op:pets.list/query/limit no major seen"],
        ),
        case(|api| retype_param(api, "pets.list", "limit", Shape::Number), &["param-int-number op:pets.list/query/limit no major seen"]),
        case(
            |api| {
                let many = list_of(api, Shape::Integer);
                retype_param(api, "pets.list", "limit", many);
            },
            &["param-scalar-to-array op:pets.list/query/limit no major seen"],
        ),
        case(
            |api| retype_param(api, "pets.list", "tags", Shape::String(StringForm::Plain)),
            &["param-array-to-scalar op:pets.list/query/tags yes major seen"],
        ),
        case(
            |api| retype_param(api, "pets.list", "search", Shape::String(StringForm::DateTime)),
            &["param-format-added op:pets.list/query/search yes major seen"],
        ),
        // A UUID stays text for callers: what is refused is refused at run time.
        case(
            |api| retype_param(api, "pets.list", "search", Shape::String(StringForm::Uuid)),
            &["param-format-added op:pets.list/query/search yes patch silent"],
        ),
        case(
            |api| retype_param(api, "pets.list", "search", values(&["rex"])),
            &["param-became-enum op:pets.list/query/search yes major seen"],
        ),
        case(
            |api| retype_param(api, "pets.list", "sort", Shape::String(StringForm::Plain)),
            &["param-enum-dropped op:pets.list/query/sort no major seen"],
        ),
        case(
            |api| retype_param(api, "pets.list", "sort", values(&["name", "age", "weight"])),
            &["param-enum-value-added op:pets.list/query/sort/=weight no minor seen"],
        ),
        case(
            |api| retype_param(api, "pets.list", "sort", values(&["name"])),
            &["param-enum-value-removed op:pets.list/query/sort/=age yes major seen"],
        ),
        case(
            |api| {
                let inner = string(api);
                retype_param(api, "pets.list", "search", Shape::Nullable(inner));
            },
            &["param-nullable op:pets.list/query/search no minor seen"],
        ),
        case(
            |api| retype_param(api, "owners.update", "name", Shape::String(StringForm::Plain)),
            &["param-not-nullable op:owners.update/form/name yes major seen"],
        ),
        case(|api| retype_param(api, "pets.list", "search", Shape::Any), &["schema-any op:pets.list/query/search maybe major seen"]),
    ]
}

fn param_facts() -> Vec<Case> {
    vec![
        case(
            |api| param(api, "pets.list", "search").facts.default = Some(text("Rex")),
            &["param-default-added op:pets.list/query/search maybe patch silent"],
        ),
        case(
            |api| param(api, "pets.list", "limit").facts.default = Some(text("50")),
            &["param-default-changed op:pets.list/query/limit maybe patch silent"],
        ),
        case(
            |api| param(api, "pets.list", "limit").facts.default = None,
            &["param-default-removed op:pets.list/query/limit maybe patch silent"],
        ),
        case(
            |api| param(api, "pets.list", "search").facts.max_length = Some(fact(40)),
            &["param-maxlen-decreased op:pets.list/query/search yes patch silent"],
        ),
        case(
            |api| param(api, "pets.list", "search").facts.max_length = Some(fact(60)),
            &["param-maxlen-increased op:pets.list/query/search no patch seen"],
        ),
        case(
            |api| param(api, "pets.list", "tenant").facts.max_length = Some(fact(60)),
            &["param-maxlen-added op:pets.list/query/tenant maybe patch silent"],
        ),
        case(
            |api| param(api, "pets.list", "search").facts.deprecated = Some(text("use the index")),
            &["param-deprecated op:pets.list/query/search no minor seen"],
        ),
        from(
            |api| param(api, "pets.list", "search").facts.deprecated = Some(text("use the index")),
            |api| param(api, "pets.list", "search").facts.deprecated = None,
            &["param-undeprecated op:pets.list/query/search no patch seen"],
        ),
        case(|api| param(api, "pets.list", "search").docs = None, &["param-doc op:pets.list/query/search no patch docs"]),
        case(
            |api| {
                let origin = Origin { operation: "pets.get".to_owned(), path: "name".to_owned() };
                param(api, "pets.list", "search").facts.origin = Some(fact(origin));
            },
            &["param-doc op:pets.list/query/search no patch docs"],
        ),
        case(
            |api| param(api, "pets.list", "tenant").facts.secret = Some(fact(())),
            &["secret-changed op:pets.list/query/tenant no major seen"],
        ),
    ]
}

fn telling(what: &str, value: &str) -> Telling {
    Telling { what: what.to_owned(), value: value.to_owned(), basis: basis() }
}

fn template(words: &str) -> Fact<TextTemplate> {
    fact(TextTemplate { text: words.to_owned(), markup: Markup::Xml(Vec::new()) })
}

fn bodies() -> Vec<Case> {
    let mut all = vec![
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").body = Some(RequestBody {
                    media: text("application/json"),
                    ty,
                    template: None,
                    presence: fact(Presence::Optional),
                    basis: basis(),
                });
            },
            &["req-body-added-optional op:pets.get/body no minor seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").body = Some(RequestBody {
                    media: text("application/json"),
                    ty,
                    template: None,
                    presence: fact(Presence::Required),
                    basis: basis(),
                });
            },
            &["req-body-added-required op:pets.get/body yes major seen"],
        ),
        case(|api| op(api, "pets.add").body = None, &["req-body-removed op:pets.add/body yes major seen"]),
        from(
            |api| op(api, "pets.add").body.as_mut().expect("a body").presence.value = Presence::Optional,
            |api| op(api, "pets.add").body.as_mut().expect("a body").presence.value = Presence::Required,
            &["req-body-became-required op:pets.add/body yes major seen"],
        ),
        case(
            |api| op(api, "pets.add").body.as_mut().expect("a body").presence.value = Presence::Optional,
            &["req-body-became-optional op:pets.add/body no major seen"],
        ),
        case(
            |api| param(api, "pets.list", "search").bare = Some(fact(())),
            &["param-written op:pets.list/query/search maybe patch silent"],
        ),
        case(
            |api| param(api, "pets.list", "search").media = Some(text("text/csv")),
            &["param-written op:pets.list/query/search maybe patch silent"],
        ),
        case(
            |api| param(api, "pets.list", "search").place = fact(Place::Part),
            &["param-location-changed op:pets.list/part/search yes patch silent"],
        ),
        case(|api| retype_param(api, "pets.list", "search", Shape::File), &["param-type-changed op:pets.list/query/search yes major seen"]),
        case(
            |api| op(api, "pets.add").body.as_mut().expect("a body").media = text("application/xml"),
            &["req-media-changed op:pets.add/body yes patch silent"],
        ),
        case(
            |api| {
                let ty = string(api);
                fields(api, "NewPet").push(member("color", ty, Presence::Optional));
            },
            &["req-prop-added-optional type:NewPet/color no minor seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                fields(api, "NewPet").push(member("color", ty, Presence::Unknown));
            },
            &["req-prop-added-unknown type:NewPet/color maybe minor seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                fields(api, "NewPet").push(member("color", ty, Presence::Required));
            },
            &["req-prop-added-required type:NewPet/color yes major seen"],
        ),
        case(|api| drop_field(api, "NewPet", "note"), &["req-prop-removed type:NewPet/note maybe major seen"]),
        case(|api| drop_field(api, "NewPet", "name"), &["req-prop-removed-required type:NewPet/name maybe major seen"]),
        case(|api| field(api, "NewPet", "note").wire = "remark".to_owned(), &["req-prop-renamed type:NewPet/remark yes major seen"]),
        case(
            |api| field(api, "NewPet", "note").presence.value = Presence::Required,
            &["req-prop-became-required type:NewPet/note yes major seen"],
        ),
        case(
            |api| field(api, "NewPet", "name").presence.value = Presence::Optional,
            &["req-prop-became-optional type:NewPet/name no major seen"],
        ),
        case(|api| retype(api, "NewPet", "note", Shape::Integer), &["req-prop-type type:NewPet/note yes major seen"]),
        case(|api| retype(api, "NewPet", "weight", Shape::Number), &["req-prop-widened type:NewPet/weight no major seen"]),
        // In JSON `1` and `"1"` are two values, whatever they look like in an address.
        case(|api| retype(api, "NewPet", "weight", Shape::String(StringForm::Plain)), &["req-prop-type type:NewPet/weight yes major seen"]),
        case(
            |api| retype(api, "NewPet", "kind", values(&["cat", "dog", "bird"])),
            &["req-enum-added type:NewPet/kind/=bird no minor seen"],
        ),
        case(|api| retype(api, "NewPet", "kind", values(&["cat"])), &["req-enum-removed type:NewPet/kind/=dog yes major seen"]),
        case(|api| retype(api, "NewPet", "note", values(&["a"])), &["req-prop-became-enum type:NewPet/note yes major seen"]),
        case(|api| retype(api, "NewPet", "kind", Shape::String(StringForm::Plain)), &["req-enum-dropped type:NewPet/kind no major seen"]),
        case(
            |api| {
                let inner = string(api);
                retype(api, "NewPet", "note", Shape::Nullable(inner));
            },
            &["req-prop-nullable type:NewPet/note no major seen"],
        ),
        from(
            |api| {
                let inner = string(api);
                retype(api, "NewPet", "note", Shape::Nullable(inner));
            },
            |api| retype(api, "NewPet", "note", Shape::String(StringForm::Plain)),
            &["req-prop-not-nullable type:NewPet/note yes major seen"],
        ),
        case(
            |api| field(api, "NewPet", "note").facts.constant = Some(text("1")),
            &["req-constant-added type:NewPet/note maybe major seen"],
        ),
        from(
            |api| field(api, "NewPet", "note").facts.constant = Some(text("1")),
            |api| field(api, "NewPet", "note").facts.constant = None,
            &["req-constant-removed type:NewPet/note maybe major seen"],
        ),
        from(
            |api| field(api, "NewPet", "note").facts.constant = Some(text("1")),
            |api| field(api, "NewPet", "note").facts.constant = Some(text("2")),
            &["req-constant-changed type:NewPet/note yes patch silent"],
        ),
        from(
            |api| op(api, "pets.add").body.as_mut().expect("a body").template = Some(template("<a>{{b}}</a>")),
            |api| op(api, "pets.add").body.as_mut().expect("a body").template = Some(template("<a x='1'>{{b}}</a>")),
            &["req-template op:pets.add/body maybe patch silent"],
        ),
        case(|api| field(api, "NewPet", "note").facts.default = Some(text("x")), &["req-prop-default type:NewPet/note maybe patch silent"]),
    ];
    all.extend(body_facts());
    all
}

fn body_facts() -> Vec<Case> {
    vec![
        case(
            |api| field(api, "NewPet", "note").facts.access = Some(fact(Access::ReadOnly)),
            &["req-prop-read-only type:NewPet/note maybe major seen"],
        ),
        case(|api| field(api, "NewPet", "note").facts.max_length = Some(fact(50)), &["req-constraint type:NewPet/note yes patch silent"]),
        case(|api| field(api, "NewPet", "note").facts.max_length = None, &["req-constraint-loosened type:NewPet/note no patch seen"]),
        case(
            |api| {
                let ty = string(api);
                *open(api, "NewPet") = Some(Box::new(OpenKeys { prefix: String::new(), ty, docs: None, basis: basis() }));
            },
            &["req-additional-opened type:NewPet no minor seen"],
        ),
        from(
            |api| {
                let ty = string(api);
                *open(api, "NewPet") = Some(Box::new(OpenKeys { prefix: String::new(), ty, docs: None, basis: basis() }));
            },
            |api| *open(api, "NewPet") = None,
            &["req-additional-closed type:NewPet yes major seen"],
        ),
        case(
            |api| {
                let mut all = cases(api, "NewPet", "size");
                all.push(crate::ir::Case { kind: CaseKind::Text("tiny".to_owned()), basis: basis() });
                retype(api, "NewPet", "size", Shape::OneOf(all));
            },
            &["req-oneof-added type:NewPet/size no minor seen"],
        ),
        case(
            |api| {
                let all = cases(api, "NewPet", "size");
                retype(api, "NewPet", "size", Shape::OneOf(all[..1].to_vec()));
            },
            &["req-oneof-removed type:NewPet/size yes major seen"],
        ),
        case(|api| field(api, "NewPet", "note").facts.deprecated = Some(text("")), &["req-prop-deprecated type:NewPet/note no minor seen"]),
    ]
}

fn answers() -> Vec<Case> {
    vec![
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.get").responses.push(answer(202, Answer::Type(ty)));
            },
            &["resp-success-added op:pets.get/202 maybe major seen"],
        ),
        // The same answer with one more status.
        case(
            |api| {
                let pet = api.types.named("Pet").expect("a type");
                op(api, "pets.get").responses.push(answer(202, Answer::Type(pet)));
            },
            &["resp-success-added op:pets.get/202 no none seen"],
        ),
        case(
            |api| op(api, "pets.add").responses[0].status.value = ResponseStatus::Code(200),
            &["resp-success-changed op:pets.add/200 maybe none silent"],
        ),
        // Where the type depends on the status, callers name the status.
        from(
            |api| {
                let ty = string(api);
                op(api, "pets.get").responses.push(answer(202, Answer::Type(ty)));
            },
            |api| op(api, "pets.get").responses[1].status.value = ResponseStatus::Code(203),
            &["resp-success-changed op:pets.get/203 maybe major seen"],
        ),
        from(
            |api| {
                let ty = string(api);
                op(api, "pets.get").responses.push(answer(202, Answer::Type(ty)));
            },
            |api| op(api, "pets.get").responses.truncate(1),
            &["resp-success-removed op:pets.get/202 yes major seen"],
        ),
        case(|api| op(api, "pets.get").responses.push(answer(410, Answer::Empty)), &["resp-error-added op:pets.get/410 no minor seen"]),
        case(|api| op(api, "pets.list").responses.truncate(1), &["resp-error-removed op:pets.list/404 no major seen"]),
        case(|api| op(api, "pets.list").responses[1].answer.value = Answer::Empty, &["resp-error-schema op:pets.list/404 yes major seen"]),
        case(
            |api| {
                let ty = string(api);
                op(api, "pets.list").responses[1].answer.value = Answer::Type(ty);
            },
            &["resp-error-schema op:pets.list/404 yes major seen"],
        ),
        case(|api| op(api, "pets.add").responses[0].answer.value = Answer::Empty, &["resp-body-to-204 op:pets.add/201 yes major seen"]),
        case(
            |api| {
                let ty = string(api);
                op(api, "owners.update").responses[0].answer.value = Answer::Type(ty);
            },
            &["resp-body-added op:owners.update/204 no major seen"],
        ),
        case(
            |api| op(api, "owners.remove").responses[0].answer.value = Answer::Empty,
            &["schema-any op:owners.remove/200 maybe major seen"],
        ),
        case(|api| op(api, "pets.list").responses[0].docs = None, &["doc-response op:pets.list/200 no patch docs"]),
        case(
            |api| {
                let ty = string(api);
                fields(api, "Pet").push(member("color", ty, Presence::Unknown));
            },
            &["resp-prop-added-optional type:Pet/color no minor seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                fields(api, "Pet").push(member("color", ty, Presence::Required));
            },
            &["resp-prop-added-required type:Pet/color maybe minor seen"],
        ),
        case(|api| drop_field(api, "Pet", "age"), &["resp-prop-removed-optional type:Pet/age no major seen"]),
        case(|api| drop_field(api, "Pet", "name"), &["resp-prop-removed-required type:Pet/name yes major seen"]),
        from(
            |api| field(api, "Pet", "age").facts.deprecated = Some(text("")),
            |api| drop_field(api, "Pet", "age"),
            &["resp-prop-removed-deprecated type:Pet/age no major seen"],
        ),
        case(|api| field(api, "Pet", "nick").wire = "nickname".to_owned(), &["resp-prop-renamed type:Pet/nickname yes major seen"]),
        case(
            |api| field(api, "Pet", "name").presence.value = Presence::Unknown,
            &["resp-prop-became-optional type:Pet/name yes major seen"],
        ),
        case(|api| field(api, "Pet", "age").presence.value = Presence::Required, &["resp-prop-became-required type:Pet/age no major seen"]),
        case(
            |api| {
                let inner = string(api);
                retype(api, "Pet", "name", Shape::Nullable(inner));
            },
            &["resp-prop-nullable type:Pet/name yes major seen"],
        ),
        case(|api| retype(api, "Pet", "nick", Shape::String(StringForm::Plain)), &["resp-prop-not-nullable type:Pet/nick no major seen"]),
    ]
}

fn types() -> Vec<Case> {
    let mut all = vec![
        case(|api| retype(api, "Pet", "age", Shape::Bool), &["resp-prop-type type:Pet/age yes major seen"]),
        case(|api| retype(api, "Pet", "weight", Shape::Integer), &["resp-number-integer type:Pet/weight no major seen"]),
        case(|api| retype(api, "Pet", "age", Shape::Number), &["resp-integer-number type:Pet/age yes major seen"]),
        case(|api| retype(api, "Pet", "name", Shape::String(StringForm::DateTime)), &["resp-format-datetime type:Pet/name no major seen"]),
        case(|api| retype(api, "Pet", "name", Shape::String(StringForm::Url)), &["resp-format-datetime type:Pet/name no patch seen"]),
        case(
            |api| {
                let many = list_of(api, Shape::Integer);
                retype(api, "Pet", "age", many);
            },
            &["resp-scalar-array type:Pet/age yes major seen"],
        ),
        case(
            |api| {
                let many = list_of(api, Shape::Bool);
                retype(api, "Pet", "tags", many);
            },
            &["resp-items-type type:Pet/tags[] yes major seen"],
        ),
        case(
            |api| {
                let inner = add(api, Shape::Bool);
                retype(api, "Pet", "labels", Shape::Map(inner));
            },
            &["resp-map-value type:Pet/labels[] yes major seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                retype(api, "Pet", "labels", object(vec![member("a", ty, Presence::Optional)]));
            },
            &["resp-map-object type:Pet/labels maybe major seen"],
        ),
        from(
            |api| {
                let ty = string(api);
                retype(api, "Pet", "age", object(vec![member("a", ty, Presence::Optional)]));
            },
            |api| {
                let kind = CaseKind::Type(string(api));
                retype(api, "Pet", "age", Shape::OneOf(vec![crate::ir::Case { kind, basis: basis() }]));
            },
            &["resp-object-oneof type:Pet/age yes major seen"],
        ),
        case(
            |api| {
                let ty = field(api, "Pet", "tags").ty;
                retype(api, "Pet", "tags", object(vec![member("data", ty, Presence::Required)]));
            },
            &["resp-envelope type:Pet/tags yes major seen"],
        ),
        case(|api| enumeration(api, "Status").push(value("lost")), &["resp-enum-added type:Status/=lost maybe minor silent"]),
        case(|api| enumeration(api, "Status").truncate(1), &["resp-enum-removed type:Status/=sold no major seen"]),
        case(|api| retype(api, "Pet", "name", values(&["Rex"])), &["resp-became-enum type:Pet/name no major seen"]),
        case(|api| *shape(api, "Status") = Shape::String(StringForm::Plain), &["resp-enum-dropped type:Status maybe major seen"]),
        case(
            |api| {
                let mut all = cases(api, "Pet", "vaccinated");
                all.push(crate::ir::Case { kind: CaseKind::Text("soon".to_owned()), basis: basis() });
                retype(api, "Pet", "vaccinated", Shape::OneOf(all));
            },
            &["resp-oneof-added type:Pet/vaccinated maybe minor silent"],
        ),
        case(
            |api| {
                let all = cases(api, "Pet", "vaccinated");
                retype(api, "Pet", "vaccinated", Shape::OneOf(all[..1].to_vec()));
            },
            &["resp-oneof-removed type:Pet/vaccinated no major seen"],
        ),
        case(|api| field(api, "Pet", "nick").facts.max_length = Some(fact(30)), &["resp-constraint type:Pet/nick maybe patch seen"]),
        case(|api| field(api, "Pet", "nick").facts.default = None, &["resp-prop-default type:Pet/nick maybe patch silent"]),
        case(
            |api| field(api, "Pet", "nick").facts.access = Some(fact(Access::WriteOnly)),
            &["resp-write-only type:Pet/nick maybe major seen"],
        ),
        case(
            |api| {
                let ty = string(api);
                *open(api, "Pet") = Some(Box::new(OpenKeys { prefix: "x-".to_owned(), ty, docs: None, basis: basis() }));
            },
            &["resp-keys-added type:Pet no minor seen"],
        ),
        case(|api| *open(api, "Owner") = None, &["resp-keys-removed type:Owner maybe major seen"]),
        case(
            |api| open(api, "Owner").as_mut().expect("open keys").prefix = "lead-".to_owned(),
            &["keys-prefix type:Owner/lead-* yes patch silent"],
        ),
        case(|api| retype(api, "Pet", "name", Shape::Any), &["schema-any type:Pet/name maybe major seen"]),
        case(|api| rename_type(api, "Owner", "Keeper"), &["schema-renamed type:Keeper no major seen"]),
        case(
            |api| {
                let id = api.types.named("Owner").expect("a type");
                api.types.get_mut(id).name = None;
            },
            &["schema-inlined type:Pet/owner no major seen"],
        ),
        case(
            |api| {
                let page = match op(api, "pets.list").responses[0].answer.value {
                    Answer::Type(page) => page,
                    other => panic!("{other:?} is no type"),
                };
                api.types.get_mut(page).name = Some(text("Page"));
            },
            &["schema-extracted type:Page no major seen"],
        ),
        case(
            |api| {
                name(api, "More", Shape::Bool);
            },
            &["schema-unused-added type:More no none seen"],
        ),
        case(|api| rename_type(api, "Unused", "Other"), UNUSED_RENAMED),
        case(|api| *shape(api, "Unused") = Shape::Bool, &["schema-unused-changed type:Unused no none seen"]),
    ];
    all.extend(field_facts());
    all
}

const UNUSED_RENAMED: &[&str] = &["schema-unused-removed type:Unused no none seen", "schema-unused-added type:Other no none seen"];

fn rename_type(api: &mut Api, from: &str, to: &str) {
    let id = api.types.named(from).expect("a type of the sample");
    api.types.get_mut(id).name = Some(text(to));
}

fn field_facts() -> Vec<Case> {
    vec![
        case(|api| field(api, "Pet", "age").facts.deprecated = Some(text("")), &["resp-prop-deprecated type:Pet/age no minor seen"]),
        from(
            |api| field(api, "Pet", "age").facts.deprecated = Some(text("")),
            |api| field(api, "Pet", "age").facts.deprecated = None,
            &["prop-undeprecated type:Pet/age no patch seen"],
        ),
        case(|api| field(api, "Pet", "name").facts.secret = Some(fact(())), &["secret-changed type:Pet/name no major seen"]),
        case(|api| field(api, "Pet", "age").facts.aliases.push(text("years")), &["alias-added type:Pet/age no patch seen"]),
        from(
            |api| field(api, "Pet", "age").facts.aliases.push(text("years")),
            |api| field(api, "Pet", "age").facts.aliases.clear(),
            &["alias-removed type:Pet/age maybe patch silent"],
        ),
        case(
            |api| {
                let id = api.types.named("Pet").expect("a type");
                api.types.get_mut(id).docs = Some(text("An animal."));
            },
            &["doc-schema type:Pet no patch docs"],
        ),
        case(|api| field(api, "Pet", "nick").docs = Some(text("A name.")), &["doc-prop type:Pet/nick no patch docs"]),
        case(|api| field(api, "Pet", "nick").facts.example = Some(text("Max")), &["doc-example type:Pet/nick no patch docs"]),
        case(|api| field(api, "Pet", "age").facts.condition = Some(text("if it is known")), &["doc-condition type:Pet/age no patch docs"]),
        case(|api| field(api, "Pet", "age").facts.doc_says = Some(text("boolean")), &["doc-says type:Pet/age no patch docs"]),
        case(|api| field(api, "Pet", "age").facts.decisions.push(text("years")), &["doc-decision type:Pet/age no patch docs"]),
        case(
            |api| field(api, "Pet", "age").presence.basis = Basis::assumed(line(5), "nobody knows"),
            &["evidence-changed type:Pet/age no none seen"],
        ),
    ]
}

fn errors() -> Vec<Case> {
    vec![
        from(
            |api| api.errors = None,
            |api| {
                let ty = api.types.named("ErrorBody").expect("a type");
                api.errors = Some(ErrorModel { ty: fact(ty), codes: Vec::new(), message: None, statuses: Vec::new(), basis: basis() });
            },
            &["error-model-added errors no minor seen"],
        ),
        case(|api| api.errors = None, &["error-model-removed errors maybe major seen"]),
        case(|api| api.errors.as_mut().expect("errors").codes = vec![text("status")], &["error-code-field errors yes patch silent"]),
        case(|api| api.errors.as_mut().expect("errors").codes.push(text("status")), &["error-code-field errors yes patch silent"]),
        case(|api| api.errors.as_mut().expect("errors").message = Some(text("text")), &["error-message-field errors yes patch silent"]),
        case(|api| enumeration(api, "Code").push(value("1003")), &["error-code-added type:Code/=1003 maybe minor silent"]),
        case(|api| enumeration(api, "Code").truncate(1), &["error-code-removed type:Code/=1002 no major seen"]),
        case(|api| enumeration(api, "Code")[0].http_status = Some(fact(410)), &["error-code-status type:Code/=1001 maybe patch silent"]),
        case(|api| enumeration(api, "Code")[0].message = Some(text("Gone.")), &["doc-error-message type:Code/=1001 no patch docs"]),
        case(
            |api| match &mut api.outcome.as_mut().expect("an outcome").value {
                Outcome::FailsWhen(rule) | Outcome::SucceedsWhen(rule) => rule.is = "failed".to_owned(),
            },
            &["outcome-changed api/outcome yes patch silent"],
        ),
        case(
            |api| {
                let ty = string(api);
                api.envelope = Some(fact(ty));
            },
            &["envelope-added envelope no minor seen"],
        ),
        from(
            |api| {
                let ty = string(api);
                api.envelope = Some(fact(ty));
            },
            |api| api.envelope = None,
            &["envelope-removed envelope maybe major seen"],
        ),
        case(|api| api.rate_limits[0].value.requests = 50, &["rate-limit-lowered api/limit maybe patch silent"]),
        case(|api| api.rate_limits.clear(), &["rate-limit-raised api/limit no patch seen"]),
        case(
            |api| {
                let ty = event(api);
                api.webhooks.push(Webhook { name: "other".to_owned(), ty, docs: None, basis: basis() });
            },
            &["op-callback webhook:other no minor seen"],
        ),
        case(|api| api.webhooks.clear(), &["webhook-removed webhook:watch yes major seen"]),
        case(|api| api.webhooks[0].docs = None, &["doc-webhook webhook:watch no patch docs"]),
        case(
            |api| api.errors.as_mut().expect("errors").statuses.push(answer(503, Answer::Unknown)),
            &["resp-error-added errors/503 no minor seen"],
        ),
        case(|api| api.errors.as_mut().expect("errors").statuses.clear(), &["resp-error-removed errors/429 no major seen"]),
        // Codes are not made of texts any more.
        case(
            |api| *shape(api, "Code") = Shape::Enum(Enum { base: EnumBase::Text, values: vec![value("a")] }),
            &["resp-prop-type type:Code yes major seen"],
        ),
    ]
}

fn auth() -> Vec<Case> {
    vec![
        case(
            |api| api.auth.push(scheme("cookie", CredentialPlace::Cookie { name: "sid".to_owned() }, &["sid"])),
            &["auth-scheme-added auth:cookie no minor seen"],
        ),
        case(|api| api.auth.retain(|scheme| scheme.id != "pair"), &["auth-scheme-removed auth:pair maybe major seen"]),
        from(
            |api| {
                api.auth.truncate(1);
                op(api, "pets.add").auth = fact(Accepts::Any);
            },
            |api| api.auth = vec![scheme("token", header("Authorization", "Bearer "), &["token"])],
            &["auth-global-scheme auth:key yes major seen", "auth-scheme-added auth:token no minor seen"],
        ),
        from(
            |api| {
                api.auth.truncate(1);
                op(api, "pets.add").auth = fact(Accepts::Any);
            },
            |api| api.auth.clear(),
            &["auth-scheme-removed auth:key maybe major seen", "auth-global-removed api/auth no patch silent"],
        ),
        case(|api| api.auth[2].id = "basic".to_owned(), &["auth-scheme-renamed auth:basic no major seen"]),
        case(|api| place(api, "pair", header("X-Pair", "")), &["auth-scheme-type auth:pair yes major seen"]),
        case(|api| api.auth[0].credentials[0].values.push("partner".to_owned()), &["auth-values auth:key yes major seen"]),
        // One value as before, under another name.
        case(|api| api.auth[0].credentials[0].values = vec!["secret".to_owned()], &["auth-values auth:key maybe patch silent"]),
        case(
            |api| {
                api.auth[0].credentials[0].values = vec!["Token".to_owned()];
                place(api, "key", header("Token", ""));
            },
            &["auth-apikey-name auth:key yes patch silent"],
        ),
        case(|api| place(api, "key", header("Authorization", "")), &["auth-apikey-name auth:key yes patch silent"]),
        case(|api| place(api, "key", CredentialPlace::Query { name: "key".to_owned() }), &["auth-apikey-in auth:key yes patch silent"]),
        case(|api| place(api, "key", header("X-Key", "Key ")), &["auth-prefix auth:key yes patch silent"]),
        case(|api| op(api, "owners.remove").auth = fact(Accepts::Any), &["auth-op-added op:owners.remove/auth yes patch silent"]),
        case(|api| op(api, "pets.add").auth = fact(Accepts::None), &["auth-op-removed op:pets.add/auth no patch seen"]),
        case(
            |api| op(api, "pets.add").auth = fact(Accepts::Of(vec!["key".to_owned(), "token".to_owned(), "pair".to_owned()])),
            &["auth-op-alternative op:pets.add/auth no minor seen"],
        ),
        case(
            |api| op(api, "pets.add").auth = fact(Accepts::Of(vec!["token".to_owned()])),
            &["auth-op-narrowed op:pets.add/auth yes patch silent"],
        ),
        // To do without a credential is one more way.
        case(
            |api| op(api, "pets.add").auth = fact(Accepts::OfOrNone(vec!["key".to_owned(), "token".to_owned()])),
            &["auth-op-alternative op:pets.add/auth no minor seen"],
        ),
        case(|api| op(api, "owners.remove").auth = fact(Accepts::AnyOrNone), &["auth-op-alternative op:owners.remove/auth no minor seen"]),
        from(
            |api| op(api, "pets.add").auth = fact(Accepts::OfOrNone(vec!["key".to_owned(), "token".to_owned()])),
            |api| op(api, "pets.add").auth = fact(Accepts::Of(vec!["key".to_owned(), "token".to_owned()])),
            &["auth-op-narrowed op:pets.add/auth yes patch silent"],
        ),
        case(|api| api.auth[0].docs = Some(text("Ask for one.")), &["doc-auth auth:key no patch docs"]),
    ]
}
