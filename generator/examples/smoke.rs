use docwright::ir::*;
use docwright::model::*;
use docwright::text::*;
fn main() {
    let mut sources = SourceMap::default();
    let f = sources.add("specs/pets/pets.txt", "hello\nworld\n".into());
    let sp = Span::new(f, 0, 5);
    let b = || Basis::stated(sp);
    let fact = |v: &str| Fact::stated(v.to_string(), sp);
    let mut api = Api::new(fact("Pets*/ #![evil]"));
    api.docs = Some(fact(
        "# Hello\n\nThis is `code` and https://example.com/x. Another Sentence here.\n\n    indented code\n\n```rust\nfn main() {}\n```\n\n| a | b |\n|---|---|\n| 1 | x_y |\n\n* one\n* two\n  * nested *em*\n\n<script>alert(1)</script> [link](javascript:alert) [ok](https://x.y) [foo]",
    ));
    api.servers.push(Server {
        url: Fact::stated(PathTemplate::parse("https://{account}.example.com/v1").unwrap(), sp),
        variables: vec![],
        for_auth: None,
    });
    api.auth.push(AuthScheme {
        id: "tokens".into(),
        credentials: vec![
            Credential {
                place: CredentialPlace::Header { name: "token".into(), prefix: "".into() },
                values: vec!["token".into()],
                docs: None,
            },
            Credential {
                place: CredentialPlace::Header { name: "apiKey".into(), prefix: "".into() },
                values: vec!["apiKey".into()],
                docs: None,
            },
        ],
        docs: None,
        basis: b(),
    });
    let s = api.types.add(TypeDef::anonymous(Shape::String(StringForm::Plain), b()));
    let int = api.types.add(TypeDef::anonymous(Shape::Integer, b()));
    let num = api.types.add(TypeDef::anonymous(Shape::Number, b()));
    let boo = api.types.add(TypeDef::anonymous(Shape::Bool, b()));
    let any = api.types.add(TypeDef::anonymous(Shape::Any, b()));
    let dt = api.types.add(TypeDef::anonymous(Shape::String(StringForm::DateTime), b()));
    let nul = api.types.add(TypeDef::anonymous(Shape::Nullable(s), b()));
    let en = api.types.add(TypeDef::anonymous(
        Shape::Enum(Enum {
            base: EnumBase::Text,
            values: ["n/a", "Self", "", "two words", "-1"]
                .iter()
                .map(|v| EnumValue { wire: v.to_string(), docs: None, http_status: None, message: None, basis: b() })
                .collect(),
        }),
        b(),
    ));
    let codes = api.types.add(TypeDef {
        name: Some(fact("Code")),
        shape: Shape::Enum(Enum {
            base: EnumBase::Integer,
            values: ["0", "1015"]
                .iter()
                .map(|v| EnumValue {
                    wire: v.to_string(),
                    docs: None,
                    http_status: Some(Fact::stated(400, sp)),
                    message: Some(fact("Not found \"x\"")),
                    basis: b(),
                })
                .collect(),
        }),
        docs: None,
        basis: b(),
    });
    let un = api.types.add(TypeDef::anonymous(
        Shape::OneOf(vec![Case { kind: CaseKind::Type(num), basis: b() }, Case { kind: CaseKind::Text("never".into()), basis: b() }]),
        b(),
    ));
    let un2 = api.types.add(TypeDef::anonymous(
        Shape::OneOf(vec![
            Case { kind: CaseKind::Type(dt), basis: b() },
            Case { kind: CaseKind::Type(s), basis: b() },
            Case { kind: CaseKind::Type(boo), basis: b() },
        ]),
        b(),
    ));
    let list = api.types.add(TypeDef::anonymous(Shape::List(s), b()));
    let f = |w: &str, t| {
        let mut f = Field::new(w, t, b());
        f.docs = Some(fact(&format!("The {w} of it.")));
        f
    };
    let node = api.types.add(TypeDef { name: Some(fact("Node")), shape: Shape::Any, docs: None, basis: b() });
    let nlist = api.types.add(TypeDef::anonymous(Shape::List(node), b()));
    let mut req = f("id", int);
    req.presence.value = Presence::Required;
    let inner = api.types.add(TypeDef::anonymous(
        Shape::Object(Object {
            fields: vec![f("type", s), f("self", s), f("extra", any)],
            open: Some(Box::new(OpenKeys { prefix: "prospect-".into(), ty: any, docs: None, basis: b() })),
        }),
        b(),
    ));
    let mut dep = f("old", s);
    dep.facts.deprecated = Some(fact("use `new`"));
    api.types.get_mut(node).shape = Shape::Object(Object {
        fields: vec![
            req,
            f("parent", node),
            f("children", nlist),
            f("kind", en),
            f("wait", un),
            f("either", un2),
            f("inner", inner),
            f("nick", nul),
            f("at", dt),
            f("code", codes),
            f("tags", list),
            dep,
        ],
        open: None,
    });
    api.errors = Some(ErrorModel { ty: Fact::stated(node, sp), code: Some(fact("code")), message: Some(fact("old")), basis: b() });
    let p = |w: &str, place, t, pres| Param {
        wire: w.into(),
        place: Fact::stated(place, sp),
        ty: t,
        presence: Fact::stated(pres, sp),
        docs: Some(fact("what")),
        facts: FieldFacts::default(),
        basis: b(),
    };
    api.operations.push(Operation {
        id: "pets.get".into(),
        group: Some("pets".into()),
        name: fact("get"),
        method: Fact::stated(Method::new("GET").unwrap(), sp),
        path: Fact::stated(PathTemplate::parse("/pets/{petId}").unwrap(), sp),
        constants: vec![ConstantQuery { name: "a".into(), value: "b".into(), basis: b() }],
        params: vec![
            p("petId", Place::Path, s, Presence::Required),
            p("kind", Place::Query, en, Presence::Optional),
            p("tags", Place::Query, list, Presence::Unknown),
            p("since", Place::Query, dt, Presence::Required),
            p("X-H", Place::Header, int, Presence::Optional),
        ],
        headers: vec![],
        body: None,
        responses: vec![
            Response {
                status: Fact::stated(ResponseStatus::Code(200), sp),
                answer: Fact::stated(Answer::Type(node), sp),
                docs: None,
                basis: b(),
            },
            Response {
                status: Fact::stated(ResponseStatus::Code(404), sp),
                answer: Fact::stated(Answer::Unknown, sp),
                docs: Some(fact("Not there")),
                basis: b(),
            },
        ],
        auth: Fact::stated(Accepts::Any, sp),
        docs: Some(fact("Gets a pet. It */ is good.\n\n```\nrm -rf\n```")),
        deprecated: None,
        paging: None,
        samples: vec![],
        decisions: vec![],
        basis: b(),
    });
    let mut op2 = api.operations[0].clone();
    op2.id = "pets.put".into();
    op2.name = fact("put");
    op2.method.value = Method::new("PUT").unwrap();
    op2.params.truncate(1);
    op2.body = Some(RequestBody { media: fact("application/json"), ty: node, presence: Fact::stated(Presence::Required, sp), basis: b() });
    op2.responses = vec![];
    op2.group = None;
    api.operations.push(op2);
    let mut d = docwright::diagnostic::Diagnostics::default();
    let checked = docwright::passes::run(api, &[], &mut d);
    for x in d.iter() {
        eprintln!("{}", x.line(&sources));
    }
    let checked = checked.unwrap();
    let low = lower(
        &checked,
        &Options {
            name: "pets".into(),
            grouping: Grouping::Document,
            directions: Directions::Both,
            unknown_fields: if std::env::args().nth(1).as_deref() == Some("drop") { UnknownFields::Drop } else { UnknownFields::Keep },
        },
        &Lock::default(),
        UserNames::default(),
        &sources,
    );
    println!("{}", low.lock.write());
    let plan = docwright::emit::CratePlan {
        origin: "specs/pets".into(),
        package: "pets".into(),
        runtime_path: "/work/main/runtime".into(),
        documents: vec![("pets.txt".into(), None)],
        places: vec![],
    };
    let root = std::path::Path::new("/tmp/smoke");
    for file in docwright::emit::crate_files(&low.client, &plan) {
        let path = root.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.text).unwrap();
    }
    std::fs::write("/tmp/smoke/module.rs", docwright::emit::module_text(&low.client, "specs/pets")).unwrap();
}
