//! Documents that are made to break a generator: deep, wide, long, all alike, or referring to themselves.
//!
//! Each is small to write and grows as one likes. Of every one a small edition runs in the ordinary tests: it must come to an end, in an account
//! that is whole, and neither what is said nor what is made may be out of all proportion to the document. The full edition takes each at two sizes
//! and compares the times, and is a command of its own:
//!
//! ```sh
//! cargo test --release -p docwright --test bombs -- --ignored --nocapture
//! ```

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use docwright::config::Config;
use docwright::diagnostic::{Color, Diagnostics, Format, Notes, render};
use docwright::document::json;
use docwright::emit::{CratePlan, crate_files};
use docwright::model::{self, Lock};
use docwright::text::SourceMap;
use docwright::{confidence, passes, postman};

/// How long the larger of two editions may take: the machine that this runs on may be a slow one.
const BUDGET: Duration = Duration::from_secs(30);

/// Twice the document may take so many times as long. What grows with its square takes four times as long.
const GROWTH: f64 = 3.0;

/// Shorter times are mostly noise.
const TOO_SHORT: Duration = Duration::from_millis(150);

/// For each byte of a document so many may be said and made at most, over a start that every client has. A field of four bytes becomes setters,
/// documentation and the code that reads it.
const LARGER: usize = 400;
const START: usize = 64 * 1024;

/// What makes a document of a size.
type Bomb = fn(usize) -> String;

/// The bombs: name, the size of the small edition, the size of the full one, and the document.
const BOMBS: &[(&str, usize, usize, Bomb)] = &[
    ("requests", 300, 10_000, |n| collection(&list(n, |i| request(&format!("Get thing {i}"), &format!("/things{i}/list"), "")), "")),
    ("folders beside one another", 200, 10_000, |n| {
        collection(&list(n, |i| format!(r#"{{"name":"F{i}","item":[{}]}}"#, request("Get", &format!("/f{i}"), ""))), "")
    }),
    ("folders in one another", 20, 120, |n| {
        collection(&format!("{}{}{}", r#"{"name":"f","item":["#.repeat(n), request("Get", "/a", ""), "]}".repeat(n)), "")
    }),
    ("one name for all", 300, 20_000, |n| collection(&list(n, |i| request("Get", &format!("/x{i}/list"), "")), "")),
    ("one request many times", 300, 50_000, |n| collection(&list(n, |_| request("Get", "/x", "")), "")),
    ("fields of a body", 300, 20_000, |n| collection(&body(&object(n, |i| format!("f{i}"), |i| i.to_string())), "")),
    ("fields of an answer", 300, 20_000, |n| collection(&answer(&object(n, |i| format!("f{i}"), |i| i.to_string())), "")),
    ("objects in an object", 100, 5_000, |n| {
        collection(&answer(&object(n, |i| format!("f{i}"), |i| format!(r#"{{"a":{i},"b{i}":1}}"#))), "")
    }),
    ("samples of one answer", 300, 20_000, |n| {
        let samples = list(n, |i| format!(r#"{{"name":"ok","code":200,"body":"{{\"f{}\":{i}}}"}}"#, i % 50));
        collection(&request("Get", "/x", &format!(r#","response":[{samples}]"#)), "")
    }),
    ("samples with nothing in common", 100, 5_000, |n| {
        let samples = list(n, |i| format!(r#"{{"name":"ok","code":200,"body":"{{\"f{i}\":{i}}}"}}"#));
        collection(&request("Get", "/x", &format!(r#","response":[{samples}]"#)), "")
    }),
    ("a deep answer", 1_000, 1_000_000, |n| collection(&answer(&format!("{}{}", "[".repeat(n), "]".repeat(n))), "")),
    ("an answer that is never closed", 1_000, 200_000, |n| collection(&answer(&r#"{"a":"#.repeat(n)), "")),
    ("strings that are never closed", 1_000, 100_000, |n| collection(&answer(&format!("{{{}", "\"a\n".repeat(n))), "")),
    ("a deep document", 1_000, 1_000_000, |n| collection(&format!("{}{}", "[".repeat(n), "]".repeat(n)), "")),
    ("a long string", 10_000, 50_000_000, |n| collection(&body(&"x".repeat(n)), "")),
    ("a long description", 1_000, 2_000_000, |n| collection(&described(&"word ".repeat(n), ""), "")),
    ("quotes in one another", 1_000, 200_000, |n| collection(&described(&">".repeat(n), ""), "")),
    ("links that never end", 1_000, 100_000, |n| collection(&described(&"[".repeat(n), ""), "")),
    ("comments that never end", 1_000, 100_000, |n| collection(&described(&"<!-- ".repeat(n), "text/html"), "")),
    ("declarations that never end", 1_000, 100_000, |n| collection(&described(&"<! ".repeat(n), "text/html"), "")),
    ("tags that never end", 1_000, 100_000, |n| collection(&described(&"<a href='".repeat(n), "text/html"), "")),
    ("lists of HTML in one another", 1_000, 100_000, |n| collection(&described(&"<ul><li>".repeat(n), "text/html"), "")),
    ("a table of parameters", 200, 10_000, |n| collection(&described(&table(n), ""), "")),
    ("a table of parameters in HTML", 200, 10_000, |n| {
        let rows = (0..n).fold(String::new(), |rows, i| rows + &format!("<tr><td>k{i}</td><td>string</td></tr>"));
        let text = format!("<h3>Query parameters</h3><table><tr><th>Name</th><th>Type</th></tr>{rows}</table>");
        collection(&described(&text, "text/html"), "")
    }),
    ("lists in one another in a table", 1_000, 500_000, |n| {
        let text = format!("| Name | Type |\n| --- | --- |\n| a | {}integer{} |\n", "[".repeat(n), "]".repeat(n));
        collection(&described(&text, ""), "")
    }),
    ("a table of a folder", 100, 5_000, |n| {
        let requests = list(n, |i| {
            let answer = format!(r#","response":[{{"name":"ok","code":200,"body":"{{\"k{i}\":1}}"}}]"#);
            request(&format!("Get {i}"), &format!("/x{i}/list"), &answer)
        });
        collection(&format!(r#"{{"name":"F","description":{},"item":[{requests}]}}"#, quoted(&table(n))), "")
    }),
    ("passwords in a description", 300, 20_000, |n| {
        let text = (0..n).fold(String::new(), |text, i| text + &format!("password: \"hunter{i}a\" "));
        collection(&described(&text, ""), "")
    }),
    ("attributes without a value", 1_000, 500_000, |n| collection(&body(&format!("{{{{x}}}}<a{}>", "=".repeat(n))), "")),
    ("variables in a ring", 300, 50_000, |n| {
        collection(&one("{{v0}}/x"), &variables(&list(n, |i| variable(&format!("v{i}"), &format!("{{{{v{}}}}}", (i + 1) % n)))))
    }),
    ("variables that double", 19, 60, |n| {
        collection(&one("{{v0}}/x"), &variables(&list(n, |i| variable(&format!("v{i}"), &format!("{{{{v{0}}}}}{{{{v{0}}}}}", i + 1)))))
    }),
    ("variables and requests", 200, 10_000, |n| {
        let requests = list(n, |i| format!(r#"{{"name":"T{i}","request":{{"method":"GET","url":"{{{{v{i}}}}}/x{i}"}}}}"#));
        collection(&requests, &variables(&list(n, |i| variable(&format!("v{i}"), "https://a.example"))))
    }),
    ("segments", 300, 50_000, |n| collection(&request("Get", &"/s".repeat(n), ""), "")),
    ("variables of a path", 200, 10_000, |n| {
        collection(&request("Get", &(0..n).fold(String::new(), |path, i| path + "/:s" + &i.to_string()), ""), "")
    }),
    ("variables of a host", 200, 10_000, |n| {
        collection(&one(&format!("https://{}example/x", (0..n).fold(String::new(), |host, i| host + &format!("{{{{a{i}}}}}.")))), "")
    }),
    ("holes of a text", 300, 20_000, |n| collection(&body(&(0..n).fold(String::new(), |text, i| text + &format!("{{{{h{i}}}}} "))), "")),
    ("bodies and none, told apart by a header", 200, 8_000, |n| {
        let post = |header: String, body: &str| {
            format!(r#"{{"name":"p","request":{{"method":"POST","url":"https://a.example/x","header":"X-Amz-Target: {header}"{body}}}}}"#)
        };
        let body = r#","body":{"mode":"raw","raw":"{\"a\":1}"}"#;
        collection(&format!("{},{}", list(n, |i| post(format!("A{i}"), body)), list(n, |i| post(format!("B{i}"), ""))), "")
    }),
    ("a long name", 1_000, 500_000, |n| collection(&request(&"ab ".repeat(n), "/x", ""), "")),
    ("capitals", 1_000, 1_000_000, |n| collection(&request(&"A".repeat(n), "/x", ""), "")),
    ("a long key", 1_000, 500_000, |n| collection(&answer(&format!(r#"{{"{}":1}}"#, "ab ".repeat(n))), "")),
    ("a long key around others", 100, 10_000, |n| {
        let inner = object(n, |i| format!("f{i}"), |i| format!(r#"{{"a{i}":1}}"#));
        collection(&answer(&format!(r#"{{"{}":{inner}}}"#, "ab ".repeat(n))), "")
    }),
    ("a long name of a folder", 100, 4_000, |n| {
        collection(
            &format!(r#"{{"name":"{}","item":[{}]}}"#, "ab ".repeat(n * 5), list(n, |i| request("Get", &format!("/x{i}/y"), ""))),
            "",
        )
    }),
    ("slashes in the name of a folder", 100, 2_000, |n| {
        let name = (0..n).fold(String::new(), |name, i| name + &format!("s{i}/"));
        collection(&format!(r#"{{"name":"{name}","item":[{}]}}"#, list(n, |i| request("Get", &format!("/x{i}/y"), ""))), "")
    }),
    ("bodies with nothing in common", 100, 5_000, |n| {
        collection(
            &list(n, |i| {
                format!(
                    r#"{{"name":"R{i}","request":{{"method":"POST","url":"https://a.example/x","body":{{"mode":"raw","raw":"{{\"f{i}\":1,\"g{i}\":2}}"}}}}}}"#
                )
            }),
            "",
        )
    }),
    ("bodies of many shapes", 100, 5_000, |n| {
        collection(
            &list(n, |i| {
                let members = list(16, |bit| format!(r#"\"m{bit}\":{}"#, if i >> bit & 1 == 0 { "1" } else { "{}" }));
                format!(
                    r#"{{"name":"R{i}","request":{{"method":"POST","url":"https://a.example/x","body":{{"mode":"raw","raw":"{{{members}}}"}}}}}}"#
                )
            }),
            "",
        )
    }),
    ("a wide shape and bodies that show none", 100, 5_000, |n| {
        let shape = |value: &str| object(n, |i| format!("m{i}"), |_| value.to_owned()).replace('"', "\\\"");
        let post = |name: &str, body: &str| {
            format!(
                r#"{{"name":"{name}","request":{{"method":"POST","url":"https://a.example/x","body":{{"mode":"raw","raw":"{body}"}}}}}}"#
            )
        };
        let rest = list(n, |i| post(&format!("R{i}"), &format!(r#"{{\"m{i}\":null}}"#)));
        collection(&[post("One", &shape("1")), post("Other", &shape("{}")), rest].join(","), "")
    }),
    ("a long query", 300, 20_000, |n| {
        collection(&request("Get", &format!("/x?{}", (0..n).map(|i| format!("k{i}=v")).collect::<Vec<_>>().join("&")), ""), "")
    }),
    ("one key of a query", 300, 50_000, |n| collection(&request("Get", &format!("/x?{}", vec!["k=v"; n].join("&")), ""), "")),
    ("headers", 300, 20_000, |n| {
        let headers = list(n, |i| format!(r#"{{"key":"x-h{i}","value":"1"}}"#));
        collection(&format!(r#"{{"name":"Get","request":{{"method":"GET","url":"https://a.example/x","header":[{headers}]}}}}"#), "")
    }),
    ("ways to authenticate", 100, 2_000, |n| {
        collection(
            &list(n, |i| {
                format!(
                    r#"{{"name":"T{i}","request":{{"method":"GET","url":"https://a.example/x{i}","auth":{{"type":"apikey","apikey":[{{"key":"key","value":"k{i}"}}]}}}}}}"#
                )
            }),
            "",
        )
    }),
    ("ways to authenticate, and requests without one", 100, 3_000, |n| {
        let with = list(n, |i| {
            format!(
                r#"{{"name":"T{i}","request":{{"method":"GET","url":"https://a.example/x{i}","auth":{{"type":"apikey","apikey":[{{"key":"key","value":"k{i}"}}]}}}}}}"#
            )
        });
        collection(&format!("{with},{}", list(n, |i| request(&format!("N{i}"), &format!("/n{i}"), ""))), "")
    }),
    ("servers", 100, 5_000, |n| {
        collection(&list(n, |i| format!(r#"{{"name":"T{i}","request":{{"method":"GET","url":"https://a{i}.example/x"}}}}"#)), "")
    }),
    ("servers in variables", 100, 5_000, |n| {
        collection(&list(n, |i| format!(r#"{{"name":"T{i}","request":{{"method":"GET","url":"{{{{v{i}}}}}/x{i}"}}}}"#)), "")
    }),
    ("what is no request", 300, 50_000, |n| collection(&list(n, |_| "3".to_owned()), "")),
    ("a key many times", 300, 50_000, |n| collection("", &format!(",{}", list(n, |_| r#""a":1"#.to_owned())))),
    ("no JSON", 300, 100_000, |n| format!("{{{}", "x,".repeat(n))),
    ("a long number", 1_000, 1_000_000, |n| collection(&answer(&format!(r#"{{"a":{}}}"#, "9".repeat(n))), "")),
    ("version 1", 300, 10_000, |n| {
        let order = list(n, |i| format!("\"r{i}\""));
        let requests = list(n, |i| format!(r#"{{"id":"r{i}","name":"T{i}","url":"https://a.example/x{i}","method":"GET"}}"#));
        format!(r#"{{"id":"c","name":"Bomb","order":[{order}],"requests":[{requests}]}}"#)
    }),
    ("folders of version 1 in one another", 20, 3_000, |n| {
        let folders = list(n, |i| format!(r#"{{"id":"f{i}","name":"F{i}","order":["r{i}"],"folders_order":["f{}"]}}"#, i + 1));
        let requests = list(n, |i| format!(r#"{{"id":"r{i}","name":"T{i}","url":"https://a.example/x{i}","method":"GET"}}"#));
        format!(r#"{{"id":"c","name":"Bomb","order":[],"folders_order":["f0"],"folders":[{folders}],"requests":[{requests}]}}"#)
    }),
    ("scripts", 300, 10_000, |n| {
        collection(
            &list(n, |i| {
                request(
                    &format!("T{i}"),
                    &format!("/{{{{s{i}}}}}/x{i}"),
                    &format!(r#","event":[{{"script":{{"exec":["pm.environment.set('s{i}', 1)"]}}}}]"#),
                )
            }),
            "",
        )
    }),
];

fn list(n: usize, item: impl Fn(usize) -> String) -> String {
    (0..n).map(item).collect::<Vec<_>>().join(",")
}

fn object(n: usize, key: impl Fn(usize) -> String, value: impl Fn(usize) -> String) -> String {
    format!("{{{}}}", list(n, |i| format!("\"{}\":{}", key(i), value(i))))
}

fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

fn collection(items: &str, more: &str) -> String {
    format!(
        r#"{{"info":{{"name":"Bomb","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}},"item":[{items}]{more}}}"#
    )
}

fn request(name: &str, path: &str, more: &str) -> String {
    format!(r#"{{"name":"{name}","request":{{"method":"GET","url":"https://a.example{path}"}}{more}}}"#)
}

fn one(url: &str) -> String {
    format!(r#"{{"name":"Get","request":{{"method":"GET","url":"{url}"}}}}"#)
}

fn body(text: &str) -> String {
    format!(r#"{{"name":"Add","request":{{"method":"POST","url":"https://a.example/x","body":{{"mode":"raw","raw":{}}}}}}}"#, quoted(text))
}

fn answer(text: &str) -> String {
    request("Get", "/x", &format!(r#","response":[{{"name":"ok","code":200,"body":{}}}]"#, quoted(text)))
}

fn described(text: &str, kind: &str) -> String {
    format!(
        r#"{{"name":"Get","request":{{"method":"GET","url":"https://a.example/x","description":{{"content":{},"type":"{kind}"}}}}}}"#,
        quoted(text)
    )
}

fn table(n: usize) -> String {
    let rows = (0..n).fold(String::new(), |rows, i| rows + &format!("| k{i} | string |\n"));
    format!("### Query parameters\n\n| Name | Type |\n| --- | --- |\n{rows}")
}

fn variables(all: &str) -> String {
    format!(r#","variable":[{all}]"#)
}

fn variable(name: &str, value: &str) -> String {
    format!(r#"{{"key":"{name}","value":"{value}"}}"#)
}

/// What came of a document, in bytes.
struct Made {
    said: usize,
    files: usize,
}

/// A document through all stages, on half the stack of an ordinary thread: a build script may have used some of it.
fn through(text: String) -> Made {
    let run = std::thread::Builder::new().stack_size(1024 * 1024).spawn(|| stages(text)).expect("a thread");
    run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn stages(text: String) -> Made {
    let mut sources = SourceMap::default();
    let file = sources.add("c.json", text);
    let config = sources.add("docwright.toml", "docwright = 1\nname = \"bomb\"\ninput.postman = \"c.json\"\n".to_owned());
    let config = Config::read(config, &sources, &mut Diagnostics::default()).expect("the configuration is right");
    let mut diagnostics = Diagnostics::default();
    let api = json::read_strict(file, &sources, &mut diagnostics)
        .and_then(|node| postman::read(&node, None, &[], &sources, &mut diagnostics))
        .and_then(|collection| {
            let lowered = postman::lower(&collection, &sources, &mut diagnostics);
            let coverage = &lowered.coverage;
            assert_eq!(coverage.seen, coverage.made + coverage.joined.len() + coverage.refused.len());
            passes::run(lowered.api, &[], &mut diagnostics)
        });
    let said = render(&diagnostics, &sources, Format::Human { color: Color::Plain }, Notes::Summarised).len();
    let Some(api) = api else {
        assert!(diagnostics.has_errors(), "nothing is made, and nothing is said");
        return Made { said, files: 0 };
    };
    let weakest = confidence::weakest(&api);
    assert!(weakest.more == 0 || !weakest.first.is_empty(), "what is counted beside nothing is nothing");
    let lowered = model::lower(&api, &config.options(), &Lock::default(), config.user_names(), &sources);
    let plan = CratePlan {
        origin: "specs/bomb".to_owned(),
        package: "bomb".to_owned(),
        runtime_path: "../../runtime".to_owned(),
        documents: Vec::new(),
        weakest: (Vec::new(), false),
        places: Vec::new(),
    };
    Made { said, files: crate_files(&lowered.client, &plan).iter().map(|file| file.text.len()).sum() }
}

#[test]
fn small_bombs_come_to_an_end_in_proportion() {
    let mut wrong = String::new();
    for (name, small, _, bomb) in BOMBS {
        let text = bomb(*small);
        let most = START + LARGER * text.len();
        let Made { said, files } = through(text);
        if said + files > most {
            let _ = writeln!(wrong, "{name}: {said} bytes are said and {files} are made, where {most} are expected at most");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// For a quiet machine and a release build.
#[test]
#[ignore = "takes minutes, and looks at the clock"]
#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "what is measured is time, and the figures are what one runs this for")]
fn large_bombs_take_twice_as_long_for_twice_the_document() {
    let measured = |text: String| {
        let started = Instant::now();
        through(text);
        started.elapsed()
    };
    let mut wrong = String::new();
    for (name, _, large, bomb) in BOMBS {
        let half = measured(bomb(*large / 2));
        let whole = measured(bomb(*large));
        let growth = whole.as_secs_f64() / half.as_secs_f64().max(0.001);
        println!("{name}: {half:.2?}, twice as much {whole:.2?}");
        if whole > BUDGET || (whole > TOO_SHORT && growth > GROWTH) {
            let _ = writeln!(wrong, "{name}: {half:?}, and twice as much takes {whole:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
