//! The program that calls every operation of a client: one function for each, which decodes what it is given and says what would be sent.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use docwright::model::names::TypeName;
use docwright::model::{Body, BodyForm, CaseHolds, Client, Group, Item, Operation, Param, ParamPlace, RustType, Scheme};

/// The files of the program's crate.
pub(crate) fn files(client: &Client, package: &str, root: &Path) -> BTreeMap<String, String> {
    let path = |below: &str| format!("{:?}", root.join(below).display().to_string());
    let manifest = format!(
        "[package]\nname = \"{package}-replay\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         {package} = {{ path = \"../{package}\", default-features = false }}\ndocwright-corpus-driver = {{ path = {} }}\n\
         docwright-runtime = {{ path = {}, default-features = false }}\n",
        path("tests/corpus/driver"),
        path("runtime")
    );
    BTreeMap::from([("Cargo.toml".to_owned(), manifest), ("src/main.rs".to_owned(), main(client))])
}

/// The key of an argument's values in a job.
pub(crate) fn key(param: &Param) -> String {
    let place = match param.place {
        ParamPlace::Path => "path",
        ParamPlace::Query | ParamPlace::QueryOrName => "query",
        ParamPlace::Header => "header",
        ParamPlace::Cookie => "cookie",
        ParamPlace::Form => "form",
        ParamPlace::Part => "part",
        ParamPlace::Text => "text",
    };
    format!("{place}/{}", param.wire)
}

/// All operations, each with its group and the name that it has in the program.
pub(crate) fn operations(client: &Client) -> impl Iterator<Item = (&Group, &Operation, String)> {
    let all = client.groups.iter().flat_map(|group| group.operations.iter().map(move |operation| (group, operation)));
    all.enumerate().map(|(at, (group, operation))| (group, operation, format!("o{at}")))
}

fn main(client: &Client) -> String {
    let name = client.name.ident();
    let mut text =
        String::from("#![allow(warnings)]\nuse docwright_corpus_driver::{Job, Sent, run, told};\nuse docwright_runtime as rt;\n");
    let _ = write!(text, "use {name} as api;\n\nfn client(job: &Job) -> Result<api::Client, String> {{\n");
    let variables: Vec<String> = client.variables.iter().map(|variable| format!("job.base({:?})?", variable.wire)).collect();
    let _ = writeln!(text, "    let builder = api::Client::builder({});", variables.join(", "));
    for variable in &client.settable {
        let (wire, setter) = (&variable.wire, variable.arg.ident());
        let _ = writeln!(text, "    let builder = if let Ok(value) = job.base({wire:?}) {{ builder.{setter}(value) }} else {{ builder }};");
    }
    if client.base.is_none() {
        text.push_str("    let builder = builder.base_url(job.base(\"\")?);\n");
    } else {
        text.push_str("    let builder = if let Ok(whole) = job.base(\"\") { builder.base_url(whole) } else { builder };\n");
    }
    if !client.schemes.is_empty() {
        text.push_str("    let builder = builder.danger_send_credentials_over_plain_http(true);\n    let mut builder = builder;\n");
        text.push_str("    for scheme in job.schemes() {\n        builder = match scheme {\n");
        for scheme in &client.schemes {
            let Scheme { id, method, args, .. } = scheme;
            let args: Vec<String> = (0..args.len()).map(|at| format!("job.secret({id:?}, {at})?")).collect();
            let _ = writeln!(text, "            {id:?} => builder.auth(api::Auth::{}({})),", method.ident(), args.join(", "));
        }
        text.push_str("            _ => builder,\n        };\n    }\n");
    }
    text.push_str("    builder.transport(rt::Memory::new()).build().map_err(|error| told(&error))\n}\n\n");
    for (group, operation, function) in operations(client) {
        call(&mut text, group, operation, &function, client);
    }
    text.push_str(
        "fn main() -> std::io::Result<()> {\n    run(|job| {\n        let client = client(job)?;\n        match job.operation() {\n",
    );
    for (_, _, function) in operations(client) {
        let _ = writeln!(text, "            {function:?} => {function}(&client, job),");
    }
    text.push_str("            _ => Err(\"there is no such operation\".to_owned()),\n        }\n    })\n}\n");
    text
}

fn call(text: &mut String, group: &Group, operation: &Operation, function: &str, client: &Client) {
    let _ = writeln!(text, "fn {function}(client: &api::Client, job: &Job) -> Sent {{");
    let home = group.home.as_ref().map_or_else(String::new, |home| format!(".{}()", home.module.ident()));
    let mut args: Vec<String> = operation.required.iter().map(|param| argument(param, client)).collect();
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        args.push(body_argument(body));
    }
    let _ = writeln!(text, "    let call = client{home}.{}({});", operation.method.ident(), args.join(", "));
    if operation.builder.is_some() {
        text.push_str("    let mut call = call;\n    for given in job.given() {\n        call = match given {\n");
        for param in &operation.optional {
            let _ = writeln!(text, "            {:?} => call.{}({}),", key(param), param.setter.ident(), argument(param, client));
        }
        if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
            let _ = writeln!(text, "            \"body\" => call.{}({}),", body.setter.ident(), body_argument(body));
        }
        text.push_str("            _ => call,\n        };\n    }\n");
    }
    text.push_str("    call.into_http().map_err(|error| told(&error))\n}\n\n");
}

/// What a method takes for a parameter: a type that it names is decoded, anything else is text.
fn argument(param: &Param, client: &Client) -> String {
    let key = format!("{:?}", key(param));
    if param.place == ParamPlace::Path {
        return match &param.ty {
            RustType::Integer => format!("job.value({key})?"),
            RustType::Item(name) if is_argument(name, client) => format!("job.value({key})?"),
            _ => format!("job.text({key})?"),
        };
    }
    match &param.ty {
        RustType::File => format!("rt::Part::file(\"file\", job.text({key})?.to_owned())"),
        RustType::Bool | RustType::Integer => format!("job.value({key})?"),
        RustType::Number => format!("job.value::<rt::Number>({key})?"),
        RustType::Timestamp => format!("job.value::<rt::Timestamp>({key})?"),
        RustType::Item(name) if is_argument(name, client) => format!("job.value({key})?"),
        RustType::List(inner) => match inner.as_ref() {
            RustType::File => format!("job.texts({key})?.into_iter().map(|text| rt::Part::file(\"file\", text.to_owned()))"),
            RustType::Item(name) if is_argument(name, client) => format!("job.values::<api::types::{}>({key})?", name.ident()),
            _ => format!("job.texts({key})?"),
        },
        _ => format!("job.text({key})?"),
    }
}

/// Whether a parameter takes the type itself, and not a text.
fn is_argument(name: &TypeName, client: &Client) -> bool {
    let item = |name: &TypeName| client.types.iter().find(|item| item.name() == name);
    let is_text = |ty: &RustType| match ty {
        RustType::Bool | RustType::Integer | RustType::Number | RustType::Text | RustType::Secret | RustType::Timestamp => true,
        RustType::Item(name) => matches!(item(name), Some(Item::Enum(_))),
        _ => false,
    };
    match item(name) {
        Some(Item::Enum(_)) => true,
        Some(Item::Union(union)) => union.cases.iter().all(|case| match &case.holds {
            CaseHolds::Type(ty) => is_text(ty),
            CaseHolds::Text(_) => true,
        }),
        _ => false,
    }
}

fn body_argument(body: &Body) -> String {
    match (&body.form, &body.ty) {
        (BodyForm::Text(_), _) => "job.body_text()?".to_owned(),
        (BodyForm::Bytes(_), _) => "job.body_text()?.to_owned()".to_owned(),
        (BodyForm::Json(_), RustType::Item(name) | RustType::Boxed(name)) => format!("&job.body::<api::types::{}>()?", name.ident()),
        (BodyForm::Json(_), RustType::List(inner)) => format!("&job.body::<Vec<{}>>()?", rust(inner)),
        (BodyForm::Json(_), _) => "&job.body_json()?".to_owned(),
    }
}

/// A type of a client whose crate is called `api`, in a program.
pub(crate) fn rust(ty: &RustType) -> String {
    match ty {
        RustType::Bool => "bool".to_owned(),
        RustType::Integer => "i64".to_owned(),
        RustType::Number => "rt::Number".to_owned(),
        RustType::Text => "String".to_owned(),
        RustType::File => "rt::Part".to_owned(),
        RustType::Secret => "rt::Secret".to_owned(),
        RustType::Timestamp => "rt::Timestamp".to_owned(),
        RustType::Any => "rt::Any".to_owned(),
        RustType::List(inner) => format!("Vec<{}>", rust(inner)),
        RustType::Map(inner) => format!("std::collections::BTreeMap<String, {}>", rust(inner)),
        RustType::Item(name) => format!("api::types::{}", name.ident()),
        RustType::Boxed(name) => format!("Box<api::types::{}>", name.ident()),
        RustType::Nullable(inner) => format!("Option<{}>", rust(inner)),
    }
}
