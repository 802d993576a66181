//! Samples before and behind the mask, written out.

use super::{Masked, is_nobodys, masked, shown};
use crate::ir::{Basis, Conflict, Contested, Enum, EnumBase, EnumValue, Fact, Field, Object, Shape, StringForm, TypeDef, TypeId, Types};
use crate::text::{SourceMap, Span};

fn basis() -> Basis {
    Basis::stated(Span::new(SourceMap::default().add("a test", String::new()), 0, 0))
}

/// The arena, and what makes types in it.
#[derive(Default)]
struct Made(Types);

impl Made {
    fn ty(&mut self, shape: Shape) -> TypeId {
        self.0.add(TypeDef::anonymous(shape, basis()))
    }

    fn object(&mut self, fields: Vec<Field>) -> TypeId {
        self.ty(Shape::Object(Object { fields, open: None }))
    }

    fn values(&mut self, base: EnumBase, values: &[&str]) -> TypeId {
        let value = |wire: &&str| EnumValue { wire: (*wire).to_owned(), docs: None, http_status: None, message: None, basis: basis() };
        self.ty(Shape::Enum(Enum { base, values: values.iter().map(value).collect() }))
    }

    fn field(&mut self, wire: &str, shape: Shape) -> Field {
        Field::new(wire, self.ty(shape), basis())
    }

    fn masked(&self, json: &str, ty: TypeId) -> Masked {
        masked(json, &self.0, ty).expect("a test writes JSON")
    }
}

fn signs(json: &str) -> String {
    let mut is_quoted = false;
    json.chars()
        .filter(|sign| {
            is_quoted ^= *sign == '"';
            is_quoted || !sign.is_whitespace()
        })
        .collect()
}

/// A sample of which nothing is known.
#[track_caller]
fn flat(json: &str) -> String {
    let mut made = Made::default();
    let any = made.ty(Shape::Any);
    let masked = made.masked(json, any);
    assert!(masked.differs_at.is_empty());
    signs(&masked.json)
}

#[test]
fn people_lose_their_letters() {
    for (before, behind) in [
        (r#"{"firstName":"Ann","n":7}"#, r#"{"firstName":"Xxx","n":7}"#),
        (r#"{"to":"ann.wood@example.com"}"#, r#"{"to":"xxx.xxxx@xxxxxxx.xxx"}"#),
        (r#"{"call":"+44 20 7946 0000"}"#, r#"{"call":"+11 10 1111 0000"}"#),
        (r#"{"phone":447946000}"#, r#"{"phone":111111000}"#),
        (r#"{"address":{"line1":"7 Long Lane","zip":1070}}"#, r#"{"address":{"line1":"1 Xxxx Xxxx","zip":1010}}"#),
        (r#"{"ann@a.example":1,"bob@b.example":2}"#, r#"{"xxx@x.xxxxxxx":1,"xxx@x.xxxxxxxx":2}"#),
        (r#"{"title":"Ann Wood"}"#, r#"{"title":"Xxx Xxxx"}"#),
        (r#"["Jürgen Müller","東京"]"#, r#"["Xxxxxx Xxxxxx","東京"]"#),
        // Plurals, digits, and other names for people.
        (r#"{"phones":["447946","44-79"],"phone1":"447946"}"#, r#"{"phones":["111111","11-11"],"phone1":"111111"}"#),
        (r#"{"names":["Ann"],"users":["ann"],"address1":"Lane"}"#, r#"{"names":["Xxx"],"users":["xxx"],"address1":"Xxxx"}"#),
        (r#"{"sender":"Ann","given":"Ann","family":"Wood"}"#, r#"{"sender":"Xxx","given":"Xxx","family":"Xxxx"}"#),
        (r#"{"attendees":[{"x":"Ann"}],"firstNames":"Ann"}"#, r#"{"attendees":[{"x":"Xxx"}],"firstNames":"Xxx"}"#),
        // By form.
        (r#"{"tw":"@annwood","text":"Ann,Wood"}"#, r#"{"tw":"@xxxxxxx","text":"Xxx,Xxxx"}"#),
        (r#"{"name":"<Ann>","html":"<Ann Wood>","token":"<Ann>"}"#, r#"{"name":"<Xxx>","html":"<Xxx Xxxx>","token":"***"}"#),
        (r#"{"html":"<b>Ann</b>"}"#, r#"{"html":"<x>Xxx</x>"}"#),
        (r#"{"web":"https://annwood.example/"}"#, r#"{"web":"https://xxxxxxxxxxxxxxx.example/"}"#),
        (r#"{"company_url":"https://x.test/a"}"#, r#"{"company_url":"https://xxxxxx.example/x"}"#),
        (r#"{"a":4111111111111111,"b":"4111 1111 1111 1111"}"#, r#"{"a":1111111111111111,"b":"1111 1111 1111 1111"}"#),
        (r#"{"a":5500000000000004,"b":5500000000000005}"#, r#"{"a":1100000000000001,"b":5500000000000005}"#),
        (r#"{"a":"DE89370400440532013000"}"#, r#"{"a":"XX11110100110111011000"}"#),
        (r#"{"a":"203.0.113.7","b":"2001:db8::7"}"#, r#"{"a":"101.0.111.1","b":"1001:aa1::1"}"#),
        (
            r#"{"a":"47.3769,8.5417","lat":47.37,"coordinates":[8.54,47.3]}"#,
            r#"{"a":"11.1111,1.1111","lat":11.11,"coordinates":[1.11,11.1]}"#,
        ),
        // Numbers.
        (
            r#"{"pan":"42","passport":"X12","taxId":723,"nationalId":"9-8","msisdn":447946}"#,
            r#"{"pan":"11","passport":"X11","taxId":111,"nationalId":"1-1","msisdn":111111}"#,
        ),
        // Phones that look like dates.
        (r#"{"phone":"0049-30-1234567","tel":"1234-56-78901234"}"#, r#"{"phone":"0011-10-1111111","tel":"1111-11-11101111"}"#),
        (r#"{"x":"0049-30-1234567"}"#, r#"{"x":"0011-10-1111111"}"#),
        // A UUID stays one, and so does a moment.
        (r#"{"user_id":"e0a6bb0d-1234-4222-8333-0123456789ab"}"#, r#"{"user_id":"a0a1aa0a-1111-4111-8111-0111111111aa"}"#),
        (r#"{"dob":"1984-03-07","birth_date":"1984-12-30T10:20:30Z"}"#, r#"{"dob":"1111-01-01","birth_date":"1111-11-10T10:10:10Z"}"#),
        (r#"{"born":{"year":1984,"on":"7.3."}}"#, r#"{"born":{"year":1111,"on":"1.1."}}"#),
    ] {
        assert_eq!(flat(before), behind, "{before}");
    }
}

#[test]
fn prose_keeps_what_every_vendor_says() {
    for (before, behind) in [
        (
            r#"{"message":"Dear Ann Wood of 7 Long Lane, call 0207946000"}"#,
            r#"{"message":"Xxxx Xxx Xxxx of 1 Xxxx Xxxx, call 0101111000"}"#,
        ),
        (r#"{"status":"Paid by Ann Wood"}"#, r#"{"status":"Xxxx by Xxx Xxxx"}"#),
        (r#"{"event":{"title":"Ann Wood","message":"It is done."}}"#, r#"{"event":{"title":"Xxx Xxxx","message":"It is done."}}"#),
        (r#"{"message":"mail ann@wood.example"}"#, r#"{"message":"xxxx xxx@xxxx.xxxxxxx"}"#),
    ] {
        assert_eq!(flat(before), behind, "{before}");
    }
}

#[test]
fn nothing_stays_of_a_secret() {
    for (before, behind) in [
        (r#"{"access_token":"9081a829","password":["a","b"]}"#, r#"{"access_token":"***","password":["***","***"]}"#),
        (r#"{"x":"ghp_0123456789abcdefghijABCDEFGHIJ012345"}"#, r#"{"x":"***"}"#),
        (r#"{"token":""}"#, r#"{"token":""}"#),
        (r#"{"pin":"1234","otp":123456,"cvv":"999"}"#, r#"{"pin":"***","otp":111111,"cvv":"***"}"#),
        (r#"{"session":"31d4d96e407aad42"}"#, r#"{"session":"***"}"#),
        (r#"{"session":{"id":"31d4d96e","title":"Keynote"}}"#, r#"{"session":{"id":"***","title":"Keynote"}}"#),
        (r#"{"aws":"AKIAIOSFODNN7EXAMPLE"}"#, r#"{"aws":"***"}"#),
    ] {
        assert_eq!(flat(before), behind, "{before}");
    }
}

#[test]
fn what_tells_of_nobody_stays() {
    for json in [
        r#"{"id":"a1b2","state":"OPEN","at":"1970-01-02T03:04:05Z","rate":0.10,"big":12345678901234567890123}"#,
        r#"{"error":{"message":"There is no such thing."},"status":"not found"}"#,
        r#"{"account_status":"active","user":{"role":"admin","created_at":"2020-01-02"},"user_created_at":"2020-01-02"}"#,
        r#"{"order":{"id":1017,"date":"2020-01-02","price":12.50,"currency":"CHF","tax":7.7,"sku":"AB-12"}}"#,
        r#"{"users":[{"id":416761}],"user_id":416761,"date":"07/10/2017"}"#,
        r#"{"n":"<integer>","session":"{{session}}","name":"{{name}}","more":"..."}"#,
        r#"{"id":"e0a6bb0d-1234-4222-8333-0123456789ab","event":"order.created"}"#,
        r#"{"users":[true,null]}"#,
        "[]",
        "{}",
        r#"[[],{"a":{}}]"#,
        r#""text""#,
        "null",
    ] {
        assert_eq!(flat(json), json);
    }
}

#[test]
fn what_is_shown_alone_is_nobodys() {
    for (name, value) in [("state", "sold"), ("currency", "CHF"), ("status", "not found"), ("code", "E17")] {
        assert!(is_nobodys(name, value), "{name}: {value}");
    }
    for (name, value) in [
        ("firstName", "x"),
        ("city", "1"),
        ("token", "abc"),
        ("state", "ann@a.example"),
        ("state", "Ann Wood"),
        ("state", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
        ("x", "+44 20 7946 0000"),
        ("user_role", "admin"),
    ] {
        assert!(!is_nobodys(name, value), "{name}: {value}");
    }
}

#[test]
fn what_nobody_sees_is_written_with_its_number() {
    assert_eq!(flat("[\"a\u{200b}\u{e0001}\"]"), "[\"x\\u200b\\udb40\\udc01\"]");
    assert_eq!(flat("{\"\u{202e}\":1}"), "{\"\\u202e\":1}");
    assert_eq!(flat("{\"state\":\"\u{202e}NEPO\u{e0041}é\"}"), "{\"state\":\"\\u202eXXXX\\udb40\\udc41x\"}");
}

#[test]
fn what_is_no_json_is_none() {
    let mut made = Made::default();
    let any = made.ty(Shape::Any);
    for text in ["{", "\"a", "]", "{\"a\" 1"] {
        assert_eq!(masked(text, &made.0, any), None, "{text}");
        assert_eq!(shown(text, &made.0, any), None, "{text}");
    }
}

#[test]
fn constants_and_listed_values_stay() {
    let mut made = Made::default();
    let mut query = made.field("query", Shape::String(StringForm::Plain));
    query.facts.constant = Some(Fact::new("\"mutation B { b }\"".to_owned(), basis()));
    let mut operation = made.field("operationName", Shape::String(StringForm::Plain));
    operation.facts.constant = Some(Fact::new("\"getProductByKey\"".to_owned(), basis()));
    let mut params = made.field("names", Shape::Any);
    params.facts.constant = Some(Fact::new(r#"{"a": ["Ann", 1.0]}"#.to_owned(), basis()));
    let company = made.values(EnumBase::Text, &["Wood Inc", "Lane Ltd"]);
    let company = Field::new("company", company, basis());
    let card = made.values(EnumBase::Integer, &["12", "13"]);
    let card = Field::new("card", card, basis());
    let body = made.object(vec![query, operation, params, company, card]);
    for (before, behind) in [
        (r#"{"query":"mutation B { b }"}"#, r#"{"query":"mutation B { b }"}"#),
        (r#"{"query":"mutation C { c }"}"#, r#"{"query":"xxxxxxxx X { x }"}"#),
        (r#"{"operationName":"getProductByKey"}"#, r#"{"operationName":"getProductByKey"}"#),
        (r#"{"names":{"a":["Ann",1.0]}}"#, r#"{"names":{"a":["Ann",1.0]}}"#),
        (r#"{"names":{"a":["Bob",1.0]}}"#, r#"{"names":{"a":["Xxx",1.0]}}"#),
        (r#"{"company":"Wood Inc","card":13}"#, r#"{"company":"Wood Inc","card":13}"#),
        (r#"{"company":"Mill Inc","card":23}"#, r#"{"company":"Xxxx Xxx","card":11}"#),
    ] {
        assert_eq!(signs(&made.masked(before, body).json), behind, "{before}");
    }
}

#[test]
fn what_is_read_in_one_form_keeps_it() {
    let mut made = Made::default();
    let seen = made.field("name", Shape::String(StringForm::DateTime));
    let token = made.field("token", Shape::String(StringForm::DateTime));
    let users = made.ty(Shape::Integer);
    let users = made.field("users", Shape::List(users));
    let body = made.object(vec![seen, token, users]);
    let masked = made.masked(r#"{"name":"2020-12-31T23:45:06Z","token":"2020-12-31 23:45:06+02:00","users":[7,-35]}"#, body);
    assert_eq!(signs(&masked.json), r#"{"name":"1010-11-11T11:11:01Z","token":"1010-11-11 11:11:01+01:00","users":[1,-11]}"#);
    assert!(masked.differs_at.is_empty());
}

#[test]
fn keys_are_masked_where_they_are_data_and_nowhere_else() {
    let mut made = Made::default();
    let count = made.ty(Shape::Integer);
    let by_phone = made.field("calls", Shape::Map(count));
    let fixed = made.field("+442079460001", Shape::Integer);
    let body = made.object(vec![by_phone, fixed]);
    let before = r#"{"calls":{"+442079460001":1,"+442079460002":2,"+442079460003":3,"total":6},"+442079460001":7}"#;
    assert_eq!(
        signs(&made.masked(before, body).json),
        r#"{"calls":{"+111011110001":1,"+1110111100011":2,"+11101111000110":3,"total":6},"+442079460001":7}"#
    );
    let users = made.field("users", Shape::Map(count));
    let body = made.object(vec![users]);
    assert_eq!(signs(&made.masked(r#"{"users":{"ann":1,"bob":2}}"#, body).json), r#"{"users":{"xxx":1,"xxxx":1}}"#);
}

#[test]
fn a_union_keeps_what_any_of_its_cases_lists() {
    let mut made = Made::default();
    let never = made.values(EnumBase::Text, &["create user"]);
    let mut action = Field::new("action", never, basis());
    action.facts.constant = Some(Fact::new("\"create user\"".to_owned(), basis()));
    let one = made.object(vec![action]);
    let mut action = made.field("action", Shape::String(StringForm::Plain));
    action.facts.constant = Some(Fact::new("\"delete user\"".to_owned(), basis()));
    let other = made.object(vec![action]);
    let case = |ty| crate::ir::Case { kind: crate::ir::CaseKind::Type(ty), basis: basis() };
    let text = crate::ir::Case { kind: crate::ir::CaseKind::Text("by hand".to_owned()), basis: basis() };
    let union = made.ty(Shape::OneOf(vec![case(one), case(other), text]));
    for json in [r#"{"action":"create user"}"#, r#"{"action":"delete user"}"#, r#""by hand""#] {
        assert_eq!(signs(&made.masked(json, union).json), json);
    }
}

#[test]
fn a_sample_says_where_it_is_known_to_differ() {
    let mut made = Made::default();
    let mut rate = made.field("rate", Shape::Integer);
    let said = |words: &str| Fact::new(words.to_owned(), basis());
    rate.facts.contest(Some(Conflict { about: Contested::Type, stated: said("an integer"), shown: said("text"), is_settled: false }));
    let kind = made.field("kind", Shape::Bool);
    let other = made.field("other", Shape::Integer);
    let odd = made.ty(Shape::Integer);
    let mut odd = made.field("a b", Shape::List(odd));
    odd.facts = rate.facts.clone();
    let row = made.object(vec![rate, kind, other, odd]);
    let rows = made.ty(Shape::List(row));
    let data = made.field("data", Shape::List(row));
    let whole = made.object(vec![data]);
    let places = |json: &str, ty: TypeId| made.masked(json, ty).differs_at.into_iter().collect::<Vec<_>>();
    assert_eq!(places(r#"{"data":[{"rate":1},{"rate":"12.50"},{"rate":"7"}]}"#, whole), ["data[].rate"]);
    assert_eq!(places(r#"[{"rate":-0}]"#, rows), ["[].rate"]);
    assert_eq!(places(r#"{"rate":null}"#, row), ["rate"]);
    assert_eq!(places(r#"{"rate":3,"a b":[1]}"#, row), Vec::<String>::new());
    assert_eq!(places(r#"{"a b":[1,"x"]}"#, row), [r#"["a b"][]"#]);
    // What stands for a value is none of another kind; what nothing is known of is not passed over.
    assert_eq!(places(r#"{"kind":"<boolean>","other":"x"}"#, row), ["kind"]);
    assert_eq!(places(r#"{"unheard":1,"other":1.5}"#, row), Vec::<String>::new());
    let shown = shown(r#"{"rate":"Ann Wood"}"#, &made.0, row).expect("it is JSON");
    assert_eq!((shown.json.as_str(), shown.differs_at.first().map(String::as_str)), ("{\"rate\":\"Ann Wood\"}\n", Some("rate")));
}

#[test]
fn many_masked_keys_are_as_long_as_their_number() {
    let members: Vec<String> = (0..20_000).map(|at| format!("\"u{at}@x.io\":1")).collect();
    let json = format!("{{{}}}", members.join(","));
    let masked = flat(&json);
    assert!(masked.len() < json.len() * 2, "{}", masked.len());
}
