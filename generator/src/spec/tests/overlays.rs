//! Overlays and corrections.

use super::{Run, empty, overlay_on};
use crate::ir::{
    Accepts, Address, Basis, Fact, How, Layer, PathTemplate, Place, Presence, Server, Serves, Setting, Shape, StringForm, TypeDef, sample,
};
use crate::text::{SourceMap, Span};

const PAGE: &str = "{ \"info\": { \"description\": \"Gives orders.\\nPut your key into Authorization.\" } }\n";

/// Lowers an overlay over a base with a server and a type `Order`; its text begins in line 4.
fn run(spec: &str) -> Run {
    let mut sources = SourceMap::default();
    let file = sources.add("c.json", PAGE.to_owned());
    let span = Span::new(file, 0, 1);
    let mut base = empty(span);
    base.title.value = "Old".to_owned();
    let url = PathTemplate::parse("http://{host}/api").expect("a template");
    base.servers.push(Server { url: Fact::stated(url, span), variables: Vec::new(), serves: Serves::Main });
    base.types.add(TypeDef { name: Some(Fact::stated("Order".to_owned(), span)), ..TypeDef::anonymous(Shape::Any, Basis::stated(span)) });
    overlay_on(base, sources, "o.toml", &format!("docwright = 1\n[source]\nfile = \"c.json\"\n{spec}"))
}

#[test]
fn new_things_go_into_the_base() {
    let run = run(r#"
[server.variables.host]
default = "x.example"
assumed = "t"
[auth.key]
header = ["Authorization", "Basic ", "key"]
text = "Put your key into Authorization."
reason = "there is no `auth`"
at = "/info/description:2"
[type.Page]
assumed = "t"
rows = [["orders[]", "Order"]]
"#);
    assert_eq!(run.lines(), Vec::<String>::new());
    assert_eq!(run.api.title.value, "Old");
    assert_eq!(run.api.servers[0].variables[0].default.as_ref().map(|default| default.value.as_str()), Some("x.example"));
    let key = &run.api.auth[0];
    assert_eq!(key.credentials[0].values, ["key"]);
    assert_eq!(key.basis.layer, Layer::Overlay);
    assert_eq!(run.sources.place(key.docs.as_ref().and_then(|docs| docs.basis.span).expect("a place")), "c.json:1:44");
    let page = run.api.types.get(run.api.types.named("Page").expect("the type"));
    assert_eq!(page.basis.layer, Layer::Overlay);
    let Shape::Object(object) = &page.shape else { panic!("no object") };
    let Shape::List(item) = run.api.types.get(object.fields[0].ty).shape else { panic!("no list") };
    assert_eq!(Some(item), run.api.types.named("Order"), "the base's type is referred to");
}

#[test]
fn an_overlay_says_why() {
    let run = run(r#"
[auth.key]
header = ["Authorization", "Basic ", "key"]
at = "/info/description:2"
[type.Page]
reason = ""
from = "x.example"
rows = [["id", "string"]]
[type.Order2]
assumed = "a decision is a reason"
rows = [["id", "string"]]
"#);
    let said: Vec<(&str, String)> = run.said.sorted().iter().map(|one| (one.code.id(), one.message.clone())).collect();
    let expected = [
        ("missing-key", "the scheme `key` of an overlay has no `reason`".to_owned()),
        ("missing-key", "the `reason` of the type `Page` is empty".to_owned()),
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_further_server_may_be_written_and_corrected() {
    let mut run = run(r#"[servers.login]
url = "https://login.x.example"
reason = "the pages of the login say so"
from = "x.example/login"
[server.variables.host]
default = "x.example"
reason = "r"
from = "x.example"
[[patch]]
at = "server login"
set = { url = "https://sso.x.example" }
reason = "it moved"
[[patch]]
at = "server nowhere"
set = { url = "https://sso.x.example" }
reason = "it moved"
[[patch]]
at = "server a b"
set = { url = "https://sso.x.example" }
reason = "it moved"
"#);
    crate::passes::apply(&mut run.api, &run.patches, &mut run.said);
    let urls: Vec<String> = run.api.servers.iter().map(|server| format!("{:?} {}", server.serves, server.url.value)).collect();
    assert_eq!(urls, ["Main http://{host}/api", "Named(ServerId(\"login\")) https://sso.x.example"]);
    assert_eq!(
        run.lines(),
        [
            "o.toml:17:6: patch-matches-nothing: nothing in the document is `server nowhere` = the nearest is `server login` ? correct the address, or delete the correction if the vendor took the thing away",
            "o.toml:21:14: bad-patch: `a b` is no name of a server ? one of: `api`, `server`, `server <name>`, `op *`, `op <id>`, `op <id> / query <name>` (or path, header, cookie, form, part, text), `op <id> / answer <status>`, `type <Name>`, `type <Name> / <path>`, `errors`, `envelope`, or an address as messages show it: `op:<id>/200/items[]/id`",
        ]
    );
}

#[test]
fn what_is_there_already_is_corrected_not_written_again() {
    let run = run("[server]\nurl = \"https://x.example\"\nassumed = \"t\"\n[type.Order]\nassumed = \"t\"\nrows = [[\"id\", \"string\"]]\n");
    assert_eq!(
        run.lines(),
        [
            "o.toml:4:1: duplicate-name: the document has a server already ? correct it with `[[patch]]`, `at = \"server\"` and `set = { url = \"…\" }`, with a reason",
            "o.toml:7:7: duplicate-name: the type `Order` is there already in the document that this overlays + c.json:1:1 there ? correct it with `[[patch]]` and \
             `at = \"type Order\"`, not with `[type.Order]`",
        ]
    );
}

#[test]
fn corrections_come_back() {
    let run = run(r#"[auth.key]
bearer = "t"
assumed = "t"
[[patch]]
at = "op Orders/Get / query since"
set = { type = "datetime?", presence = "optional" }
reason = "r"
from = "p"
[[patch]]
at = "op *"
set = { auth = "key" }
remove = "header Accept"
reason = "why"
[[patch]]
at = "type Order / lines[].id"
remove = "this"
reason = "why"
quoted_at = "/info/description:1"
quote = "Gives orders."
"#);
    assert_eq!(run.lines(), Vec::<String>::new());
    let [first, second, third] = run.patches.as_slice() else { panic!("three corrections") };
    assert_eq!(first.at.value, Address::Param { operation: "Orders/Get".to_owned(), place: Place::Query, name: "since".to_owned() });
    let Setting::Type(ty) = first.settings[0].value else { panic!("a type") };
    let Shape::Nullable(inner) = run.api.types.get(ty).shape else { panic!("may be null") };
    assert_eq!(run.api.types.get(inner).shape, Shape::String(StringForm::DateTime));
    assert_eq!(first.settings[1].value, Setting::Presence(Presence::Optional));
    assert_eq!((first.settings[1].basis.how.clone(), first.settings[1].basis.page.as_deref()), (How::Stated, Some("p")));
    assert_eq!(second.at.value, Address::AllOperations);
    let settings: Vec<_> = second.settings.iter().map(|setting| setting.value.clone()).collect();
    assert_eq!(settings, [Setting::Auth(Accepts::Of(vec!["key".to_owned()])), Setting::RemoveHeader("Accept".to_owned())]);
    assert_eq!(second.settings[0].basis.how, How::Assumed { reason: "why".to_owned() });
    assert_eq!(third.settings[0].value, Setting::Remove);
    assert_eq!(run.sources.place(third.settings[0].basis.span.expect("a place")), "c.json:1:29");
}

#[test]
fn whoever_describes_a_way_to_authenticate_says_that_one_is_wanted() {
    let accepts = |spec: &str| {
        let mut sources = SourceMap::default();
        let file = sources.add("c.json", PAGE.to_owned());
        let mut base = empty(Span::new(file, 0, 1));
        base.operations = vec![sample::operation("a", "GET", "/a"), sample::operation("b", "GET", "/b")];
        for (operation, accepts) in base.operations.iter_mut().zip([Accepts::AnyOrNone, Accepts::None]) {
            operation.auth.value = accepts;
        }
        let run = overlay_on(base, sources, "o.toml", &format!("docwright = 1\n[source]\nfile = \"c.json\"\n{spec}"));
        run.api.operations.into_iter().map(|operation| operation.auth.value).collect::<Vec<_>>()
    };
    assert_eq!(accepts(""), [Accepts::AnyOrNone, Accepts::None]);
    let key = "[auth.key]\nheader = [\"Authorization\", \"Basic \", \"key\"]\nassumed = \"t\"\n";
    assert_eq!(accepts(key), [Accepts::Any, Accepts::None]);
}

#[test]
fn a_correction_that_is_wrong_is_said_with_its_place() {
    let run = run(r#"[[patch]]
at = "oop x"
reason = "r"
[[patch]]
at = "type T"
set = { url = "x", text = "y" }
reason = ""
[[patch]]
at = "op a / query b"
set = { presence = "optionl", place = "body", type = "Ordr" }
remove = "header x"
reason = "r"
quoted_at = "/info/description:2"
quote = "Gives orders."
[[patch]]
at = "op a"
set = { method = "G T", path = "x", auth = ["none", "k"] }
remove = "that"
reason = "r"
[[patch]]
at = "op a / answer 200"
set = { answer = "[" }
reason = "r"
quote = "x"
"#);
    let lines: Vec<String> = run
        .said
        .sorted()
        .iter()
        .map(|diagnostic| format!("{}: {}: {}", run.sources.place(diagnostic.primary.span), diagnostic.code, diagnostic.message))
        .collect();
    assert_eq!(
        lines,
        [
            "o.toml:5:7: bad-patch: `oop x` is no address",
            "o.toml:7:1: bad-patch: the reason of a correction is empty",
            "o.toml:9:9: bad-patch: `url` cannot be set there",
            "o.toml:13:20: bad-patch: `optionl` is no presence",
            "o.toml:13:39: bad-patch: `body` is no place of a parameter",
            "o.toml:13:55: unknown-type: there is no type `Ordr`",
            "o.toml:14:10: bad-patch: `header x` cannot be removed there",
            "o.toml:17:9: quote-not-found: the text `Gives orders.` does not stand at the lines that are named",
            "o.toml:20:18: bad-patch: found `G T`",
            "o.toml:20:32: bad-patch: found `x`",
            "o.toml:20:45: bad-value: `none` stands beside other schemes",
            "o.toml:20:53: unknown-auth: there is no authentication scheme `k`",
            "o.toml:21:11: bad-patch: found `that`, expected `header <name>` or `this`",
            "o.toml:25:20: bad-type: the type ends where a type was expected",
            "o.toml:27:9: no-basis: a quote without lines",
        ]
    );
}
