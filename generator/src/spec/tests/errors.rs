//! One small spec for each thing that can be wrong. The specs begin in line 5 of their file.

use super::{codes, run, run_on, said};
use crate::diagnostic::Code;
use proptest::prelude::*;

/// What is said, without notes, help and other places.
#[track_caller]
fn says(spec: &str, expected: &[&str]) {
    let run = run(spec);
    let lines: Vec<String> = run
        .said
        .sorted()
        .iter()
        .map(|diagnostic| format!("{}: {}: {}", run.sources.place(diagnostic.primary.span), diagnostic.code, diagnostic.message))
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn the_version_is_named() {
    let run = run_on("page.txt", "a\n", "x.toml", "name = \"X\"\n[source]\nfile = \"page.txt\"\n");
    assert_eq!(
        run.lines(),
        ["x.toml:1:1: spec-version: the spec does not say which version of the format it is in ? write `docwright = 1` as its first line"]
    );
    let run = run_on("page.txt", "a\n", "x.toml", "docwright = 2\nname = \"X\"\n[source]\nfile = \"page.txt\"\n");
    assert_eq!(
        run.lines(),
        ["x.toml:1:13: spec-version: the spec is in a version of the format that is not known here = expected `docwright = 1`"]
    );
}

#[test]
fn the_source_is_there() {
    let spec = |file: &str| format!("docwright = 1\nname = \"X\"\n[source]\nfile = \"{file}\"\n[op.a]\nrequest = \"GET /a\"\nat = \"1\"\n");
    let run = run_on("page.txt", "a\n", "x.toml", &spec("pag.txt"));
    assert_eq!(
        run.lines(),
        ["x.toml:4:8: no-source: the source `pag.txt` is not there ? put the vendor's page, byte for byte, beside the spec"]
    );
    for hostile in ["../page.txt", "/etc/passwd", "a\\\\b", ".", ""] {
        assert_eq!(codes(&run_on("page.txt", "a\n", "x.toml", &spec(hostile))), [Code::NoSource], "{hostile}");
    }
    let run = run_on("page.txt", "a\n", "x.toml", "docwright = 1\nname = \"X\"\n");
    assert_eq!(codes(&run), [Code::NoSource]);
    // The file stands beside the spec, wherever that is.
    assert_eq!(codes(&run_on("v/page.txt", "GET a\n", "v/x.toml", &spec("page.txt"))), []);
}

#[test]
fn unknown_keys_missing_keys_and_wrong_kinds_are_said_at_once() {
    says(
        "[op.a]\nreqest = \"GET /a\"\nassumed = \"t\"\nparams = 3\n[typ.T]\n[[patch]]\n",
        &[
            "x.toml:5:1: missing-key: `[op.a]` has no `request`",
            "x.toml:6:1: unknown-key: `[op.a]` has no key `reqest`",
            "x.toml:8:10: wrong-kind: `params` of `[op.a]` must be a list, not a number",
            "x.toml:9:2: unknown-key: a spec has no key `typ`",
            "x.toml:10:1: missing-key: `[[patch]]` has no `at`",
            "x.toml:10:1: missing-key: `[[patch]]` has no `reason`",
            "x.toml:10:1: bad-patch: a spec does not correct itself",
        ],
    );
    said(
        "[group.users]\nassumd = \"t\"\n",
        &[
            "x.toml:5:1: no-basis: the group `users` does not say how it is known = expected one of `at` (lines of the source), `from` (another page), \
         `assumed` (a reason) ? name the lines with `at = \"12-15\"`; write `assumed = \"…\"` if no document says so",
            "x.toml:5:8: empty-group: no operation is in the group `users` = an operation's group is what stands before the last dot of its id",
            "x.toml:6:1: unknown-key: `[group.users]` has no key `assumd` = expected one of `assumed`, `at`, `from`, `quote`, `reason`, `text` ? did you mean `assumed`?",
        ],
    );
}

#[test]
fn a_quote_stands_at_its_lines() {
    said(
        "[type.T]\nat = \"1-6\"\nrows = [\n  [\"id\", \"string\", \"\", \"The number of it\", \"2\"],\n  [\"name\", \"string\", \"\", \"The name of the user…\", \"2\"],\n]\n",
        &[
            "x.toml:8:24: quote-not-found: the text `The number of it` does not stand at the lines that are named + page.txt:2:1 these lines = there stands: \
             id | string | The number. Read-only ? copy it from the source as it stands there; `…` stands for words left out",
            "x.toml:9:5: quote-not-found: the name `name` does not stand at the lines that are named + page.txt:2:1 these lines = there stands: id | string | \
             The number. Read-only ? it stands at `3`, `9`",
            "x.toml:9:26: quote-not-found: the text `The name of the user…` does not stand at the lines that are named + page.txt:2:1 these lines = there \
             stands: id | string | The number. Read-only ? it stands at `3`",
        ],
    );
    // White space is folded, and a `…` stands for words left out, in order.
    says(
        "[group.a]\nquote = \"id  |\\n string … Read-only\"\nat = \"2\"\n[op.\"a.b\"]\nrequest = \"GET /users/{id}\"\nat = \"7\"\nparams = [[\"id\", \"path\", \"string\", \"\", \"\", \"7\"]]\n",
        &[],
    );
    says(
        "[op.a]\nrequest = \"GET /users\"\nquote = \"gives … Read-only\"\nat = \"2, 7\"\n",
        &["x.toml:7:9: quote-not-found: the text `gives … Read-only` does not stand at the lines that are named"],
    );
}

#[test]
fn words_to_show_instead_need_a_quote() {
    says(
        "[op.a]\nrequest = \"GET /users\"\ntext = \"⇒ Users.\"\nat = \"7\"\n[op.b]\nrequest = \"GET /users\"\ntext = \"gives nothing ⇒ Users.\"\nat = \"7\"\n",
        &[
            "x.toml:7:8: bad-value: `⇒` has no words of the source before it",
            "x.toml:11:8: quote-not-found: the text `gives nothing` does not stand at the lines that are named",
        ],
    );
}

#[test]
fn values_facts_and_request_lines_are_quotes_too() {
    says(
        "[type.T]\nat = \"1-6\"\nrows = [\n  [\"state\", \"enum on | oof\", \"doc-says str\", \"\", \"4\"],\n  [\"name\", 'string | \"none\"', \"max 30; default x9; alias nam\", \"\", \"3\"],\n]\n",
        &[
            "x.toml:8:24: quote-not-found: the value `oof` does not stand at the lines that are named",
            "x.toml:8:31: quote-not-found: the page's own type `str` does not stand at the lines that are named",
            "x.toml:9:22: quote-not-found: the value `none` does not stand at the lines that are named",
            "x.toml:9:32: quote-not-found: the number `30` does not stand at the lines that are named",
            "x.toml:9:40: quote-not-found: the default `x9` does not stand at the lines that are named",
            "x.toml:9:52: quote-not-found: the alias `nam` does not stand at the lines that are named",
        ],
    );
    says(
        "[op.a]\nrequest = \"POST /user/all?kind=x\"\nat = \"7\"\n",
        &[
            "x.toml:6:12: quote-not-found: the method `POST` does not stand at the lines that are named",
            "x.toml:6:17: quote-not-found: the step of the path `all` does not stand at the lines that are named",
            "x.toml:6:27: quote-not-found: the constant `kind` does not stand at the lines that are named",
            "x.toml:6:32: quote-not-found: the constant `x` does not stand at the lines that are named",
        ],
    );
    says("[op.a]\nrequest = \"POST /user\"\nat = \"7\"\nassumed.method = \"t\"\nfrom.path = \"p\"\n", &[]);
}

#[test]
fn lines_are_within_the_source() {
    said(
        "[op.a]\nrequest = \"GET /users\"\nat = \"7, 11\"\n",
        &[
            "x.toml:7:10: lines-out-of-range: `11` is out of range: there are 10 lines ? name lines of the source file beside the spec, counted from 1",
        ],
    );
    says(
        "[op.a]\nrequest = \"GET /users\"\nat = \"/a:1\"\n",
        &["x.toml:7:7: bad-at: `/a:1` is a pointer, but `page.txt` is no JSON document"],
    );
    says("[op.a]\nrequest = \"GET /users\"\nat = \"seven\"\n", &["x.toml:7:7: bad-at: found `seven`, expected lines or a pointer"]);
    let json = "{ \"a\": \"GET\\nPOST\", \"b\": [1] }\n";
    let spec = |at: &str| {
        format!(
            "docwright = 1\nname = \"X\"\n[source]\nfile = \"p.json\"\n[op.a]\nrequest = \"POST ?x=1\"\nassumed.query = \"t\"\nat = \"{at}\"\n"
        )
    };
    assert_eq!(run_on("p.json", json, "x.toml", &spec("/a:2")).lines(), Vec::<String>::new());
    for (at, message) in [
        ("/a:3", "`/a:3` is out of range: there are 2 lines"),
        ("/c:1", "the pointer `/c:1` leads nowhere in `p.json`: there is no key `c`"),
        ("/b/3:1", "the pointer `/b/3:1` leads nowhere in `p.json`: the list has 1 item, counted from 0"),
        ("/b/x:1", "the pointer `/b/x:1` leads nowhere in `p.json`: no item of the list has the name `x`"),
        ("/a/x:1", "the pointer `/a/x:1` leads nowhere in `p.json`: `x` would be a part of a string"),
        ("/b:1", "`/b:1` names lines, but the pointer leads to a list"),
    ] {
        assert_eq!(run_on("p.json", json, "x.toml", &spec(at)).said.iter().map(|said| said.message.clone()).collect::<Vec<_>>(), [message]);
    }
}

#[test]
fn everything_says_how_it_is_known() {
    says(
        "[server]\nurl = \"https://x.y\"\n[type.T]\nrows = [[\"id\", \"string\"]]\n[values.V]\nrows = [[\"on\", \"\", \"4\"], [\"off\"]]\n[auth.k]\nbearer = \"t\"\n",
        &[
            "x.toml:5:1: no-basis: `[server]` does not say how it is known",
            "x.toml:7:1: no-basis: the type `T` does not say how it is known",
            "x.toml:8:9: no-basis: the row `id` does not say how it is known",
            "x.toml:10:26: no-basis: the value `off` does not say how it is known",
            "x.toml:11:1: no-basis: the scheme `k` does not say how it is known",
        ],
    );
    // Lines of a type are not those of its rows.
    says("[type.T]\nat = \"1\"\nrows = [[\"id\", \"string\"]]\n", &["x.toml:7:9: no-basis: the row `id` does not say how it is known"]);
    says("[type.T]\nfrom = \"p\"\nrows = [[\"id\", \"string\"]]\n", &[]);
    says(
        "[type.T]\nat = \"1\"\nrows = [[\"id\", \"string\"]]\nassumed.id = \"t\"\nassumed.di = \"t\"\nfrom.id = \"p\"\n",
        &[
            "x.toml:8:14: contradictory-facts: `id` of the type `T` is both assumed and from a page",
            "x.toml:9:9: unknown-key: the type `T` has no key and no row `di`, which `assumed` names",
        ],
    );
}

#[test]
fn types_and_schemes_are_there() {
    said(
        "[type.Account]\nassumed = \"t\"\nrows = [[\"a\", \"[Acount]\"], [\"b\", \"strng\"], [\"c\", \"Nope\"]]\n[op.a]\nrequest = \"GET /\"\nassumed = \"t\"\nauth = [\"key\", \"none\"]\nanswer = \"object\"\n[auth.keys]\nassumed = \"t\"\nbearer = \"t\"\n",
        &[
            "x.toml:7:17: unknown-type: there is no type `Acount` ? did you mean `Account`?",
            "x.toml:7:35: unknown-type: there is no type `strng` ? did you mean `string`?",
            "x.toml:7:51: unknown-type: there is no type `Nope` ? write `[type.Nope]`, or one of the words for types: `string`, `integer`, `datetime`, …",
            "x.toml:11:9: unknown-auth: there is no authentication scheme `key` ? did you mean `keys`?",
            "x.toml:11:16: bad-value: `none` stands beside other schemes = expected `\"none\"` alone, or ids of schemes",
            "x.toml:12:11: row-parent: an `object` without rows for its fields = the fields of an `object` follow as rows of the same type, with paths below it ? \
         write them down, or `any` if nothing says what it holds, `{any}` if its keys are data",
        ],
    );
}

#[test]
fn path_variables_and_rows_fit() {
    said(
        "[op.a]\nrequest = \"GET /users/{id}/{no}\"\nassumed = \"t\"\nparams = [[\"id\", \"query\", \"string\"], [\"non\", \"path\", \"string\", \"optional\"], [\"id\", \"query\", \"string\"], [\"z\", \"querry\", \"string\"]]\n",
        &[
            "x.toml:6:23: path-params: no row of `params` fills `{id}` + x.toml:8:18 this row is not one of the path ? its place is `path`",
            "x.toml:6:28: path-params: no row of `params` fills `{no}` ? write a row `[\"no\", \"path\", …]`",
            "x.toml:8:39: path-params: the path has no `{non}` for this row + x.toml:6:11 the path ? did you mean `no`?",
            "x.toml:8:64: contradictory-facts: `non` is a part of the path and cannot be optional ? write two operations, or let the page's word stand in the text",
            "x.toml:8:78: duplicate-row: the parameter `id` has two rows + x.toml:8:12 the other one ? keep one of them",
            "x.toml:8:110: bad-value: `querry` is no place of a parameter = expected one of `path`, `query`, `header`, `cookie`, `form`, `part` ? did you mean `query`?",
        ],
    );
}

#[test]
fn rows_stand_below_objects_only_once() {
    says(
        "[type.T]\nassumed = \"t\"\nrows = [\n  [\"a\", \"string\"],\n  [\"a.b\", \"string\"],\n  [\"c\", \"object\"],\n  [\"d[].e\", \"string\"],\n  [\"d.f\", \"string\"],\n  [\"g\", \"object\"],\n  [\"g[].h\", \"string\"],\n  [\"i\", \"string\"],\n  [\"i\", \"string\"],\n  [\"x-*\", \"any\"],\n  [\"y-*\", \"any\"],\n  [\"k\", \"\"],\n  [\"\", \"string\"],\n  [\"l\"],\n]\n",
        &[
            "x.toml:9:7: row-parent: `a` is `string`, which has no rows below it",
            "x.toml:10:9: row-parent: `c` is an object, but no row says what it holds",
            "x.toml:12:5: row-parent: `d` is no list here and a list elsewhere",
            "x.toml:14:5: row-parent: `g` is a list here, but its own row says no list",
            "x.toml:16:4: duplicate-row: the path `i` has two rows",
            "x.toml:18:5: duplicate-row: an object has two kinds of open keys",
            "x.toml:19:9: bad-type: the type of `k` is empty, and no sample shows it",
            "x.toml:20:5: bad-path: a step of the path is empty",
            "x.toml:21:3: bad-row: a row of `rows` of `[type.T]` has 1 cells",
        ],
    );
}

#[test]
fn names_and_values_are_there_once() {
    says(
        "[type.T]\nassumed = \"t\"\nrows = [[\"a\", \"string\"]]\n[values.T]\nassumed = \"t\"\nrows = [[\"x\"], [\"x\"], [3]]\n[values.string]\nassumed = \"t\"\nrows = [[\"x\"]]\n[op.a]\nrequest = \"GET /\"\nassumed = \"t\"\nerrors = [[404], [404], [999]]\n",
        &[
            "x.toml:8:9: duplicate-name: the type `T` is there twice",
            "x.toml:10:17: duplicate-row: the value `x` has two rows",
            "x.toml:10:24: wrong-kind: the enumeration `T` mixes strings and numbers",
            "x.toml:11:9: bad-type: `string` cannot be the name of a type",
            "x.toml:17:19: duplicate-row: the status 404 is there twice",
            "x.toml:17:26: bad-value: `999` is no HTTP status",
        ],
    );
}

#[test]
fn samples_lead_somewhere() {
    said(
        "[type.T]\nsample = \"9 data[]\"\n[type.U]\nsample = \"9 tags\"\n[type.V]\nsample = \"9 tags[].colour\"\n[type.W]\nsample = \"1\"\n[type.X]\n",
        &[
            "x.toml:6:13: bad-sample: the path `data[]` leads nowhere in the sample + page.txt:9:1 these lines = the sample is an object ? steps are keys, `[]` the \
         items of a list: `data[]`, `event_groups[].event_group_users[]`, `[].eventLog`",
            "x.toml:8:10: bad-sample: the sample of `U` shows a list, not an object + page.txt:9:47 there ? write the path to the object behind the lines: `18 []` \
         for the items of a list, `33 data[]` for those of a member",
            "x.toml:10:13: bad-sample: the path `tags[].colour` leads nowhere in the sample + page.txt:9:1 these lines = the sample is an object ? steps are keys, `[]` \
         the items of a list: `data[]`, `event_groups[].event_group_users[]`, `[].eventLog`",
            "x.toml:12:10: bad-sample: no sample stands at the lines that are named + page.txt:1:1 these lines ? name the lines that hold the JSON",
            "x.toml:13:1: no-basis: the type `X` does not say how it is known = expected one of `at` (lines of the source), `from` (another page), `assumed` (a \
         reason) ? name the lines with `at = \"12-15\"`; write `assumed = \"…\"` if no document says so",
            "x.toml:13:1: missing-key: the type `X` has neither `rows` nor a `sample` ? write a row for each field that the page names, or where a sample of it stands",
        ],
    );
}

#[test]
fn the_rest_of_the_api_is_checked_too() {
    says(
        r#"
[server]
url = "ftp://{a}/b"
assumed = "t"
[server.variables.b]
default = "x"
[auth.none]
assumed = "t"
[auth.two]
assumed = "t"
bearer = "x"
cookie = ["a", "b"]
[auth.sig]
assumed = "t"
signed_query = ["hash", "sha1", "key"]
[type.E]
assumed = "t"
rows = [["code", "string"], ["list", "[E]"]]
[errors]
body = "E"
code = "cod"
assumed = "t"
[outcome]
fails_when = "status"
assumed = "t"
[[limit]]
requests = 0
per = "1 fortnight"
assumed = "t"
[op.a]
request = "GET /a/{b"
assumed = "t"
answer = "E"
media = "json"
paging = { style = "cursor", param = "page", items = "list.x" }
params = [["t", "query", "string", "credential three"], ["u", "query", "string", "credential two"]]
[op.b]
request = "PUT /b"
assumed = "t"
body = "E"
media = "json"
"#,
        &[
            "x.toml:7:7: bad-value: `ftp://{a}/b` is no base URL",
            "x.toml:9:19: unknown-field: no base URL has a variable `{b}`",
            "x.toml:11:1: missing-key: the scheme `none` does not say where credentials go",
            "x.toml:11:7: bad-value: `none` cannot be the id of a scheme",
            "x.toml:16:1: key-conflict: the scheme `two` sends credentials in several ways",
            "x.toml:19:25: bad-value: `sha1` is no signature that is known",
            "x.toml:25:8: unknown-field: the path `cod` of `code` leads nowhere: there is no `cod`",
            "x.toml:28:15: bad-value: found `status`, expected a rule over a member of the body",
            "x.toml:31:12: wrong-kind: `requests` of `[[limit]]` must be a whole number from 1 to 4294967295",
            "x.toml:32:8: bad-value: found `fortnight`, expected a unit of time",
            "x.toml:35:19: bad-request: a `{` has no `}`",
            "x.toml:38:9: missing-key: `media` without a `body`",
            "x.toml:39:20: missing-key: paging by `cursor` has no `next`",
            "x.toml:39:38: unknown-field: no row of `params` is a query parameter `page`",
            "x.toml:39:54: unknown-field: the path `list.x` of `items` leads nowhere: there is no `x`",
            "x.toml:40:37: unknown-auth: there is no authentication scheme `three`",
            "x.toml:40:83: bad-facts: the scheme `two` sends no `u` in the query",
            "x.toml:45:9: bad-value: `json` is no media type",
        ],
    );
}

#[test]
fn a_text_of_the_whole_needs_lines() {
    let spec = "docwright = 1\nname = \"X\"\ntext = \"Users\"\n[source]\nfile = \"page.txt\"\n";
    assert_eq!(codes(&run_on("page.txt", "Users\n", "x.toml", spec)), [Code::NoBasis]);
    let spec = "docwright = 1\nname = \"Users\"\ntext = \"Users\"\nat = \"1\"\n[source]\nfile = \"page.txt\"\n";
    assert_eq!(codes(&run_on("page.txt", "Users\n", "x.toml", spec)), []);
}

proptest! {
    #[test]
    fn no_spec_makes_it_panic(cut in 0_usize..2_000, put in "\\PC{0,12}", at in 0_usize..2_000) {
        const WHOLE: &str = "docwright = 1\nname = \"X\"\n[source]\nfile = \"page.txt\"\n[server]\nurl = \"https://{a}.x/b\"\nassumed = \"t\"\n[server.variables.a]\ndefault = \"é\"\n[auth.k]\nquery = [\"t\", \"v\"]\nassumed = \"t\"\n[type.T]\nat = \"1-6\"\nsample = \"9 tags[]\"\nrows = [[\"tags[].color\", \"enum a | b?\", \"doc-says x; required because é\", \"a … b\", \"2-3, 6\"]]\nassumed.\"tags[].color\" = \"t\"\n[op.\"a.b\"]\nrequest = \"GET /users/{id}?x=y\"\nat = \"7\"\nanswer = \"{ items: [T] }\"\nparams = [[\"id\", \"path\", \"string\", \"\", \"\", \"7\"]]\npaging = { style = \"page\", param = \"id\", items = \"items\" }\n[[patch]]\nat = \"op a / query b\"\nset = { type = \"T?\" }\nreason = \"r\"\n";
        let boundary = |at: usize| (0..=at.min(WHOLE.len())).rev().find(|at| WHOLE.is_char_boundary(*at)).unwrap_or(0);
        let (from, to) = (boundary(at), boundary(at + cut % 40));
        let text = format!("{}{put}{}", &WHOLE[..from], &WHOLE[to..]);
        for name in ["x.toml", "x.json"] {
            let run = run_on("page.txt", super::PAGE, name, &text);
            for diagnostic in run.said.iter() {
                let file = run.sources.file(diagnostic.primary.span.file);
                prop_assert!(diagnostic.primary.span.end as usize <= file.text().len());
            }
        }
    }
}
