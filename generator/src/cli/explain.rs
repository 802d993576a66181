//! `docwright explain`.

use crate::cli::Exit;
use crate::cli::args::{Form, Global};
use crate::cli::console::{BOLD, Console, styled};
use crate::cli::workspace::Workspace;
use crate::diagnostic::{Code, JsonLine, visible, visible_lines};
use crate::diff::Rule;
use crate::document::cursor::closest;
use crate::pipeline::{Explained, Stages};

/// Explains a code, or a rule of `diff`; or, over all APIs, the thing that has this address or this path in Rust.
pub(super) fn explain(stages: &dyn Stages, global: &Global, thing: &str, console: &mut Console<'_>) -> Exit {
    if let Some(code) = Code::from_id(thing) {
        if global.format == Form::Json {
            let line = JsonLine::new().string("type", "code").string("code", code.id()).string("severity", &code.severity().to_string());
            console.line(line.string("explanation", &code.explanation()).finish());
        } else {
            console.line(format!("{} ({})\n\n{}", styled(BOLD, code), code.severity(), code.explanation()));
        }
        return Exit::Fine;
    }
    if let Some(rule) = Rule::from_id(thing) {
        if global.format == Form::Json {
            console
                .line(JsonLine::new().string("type", "rule").string("rule", rule.id()).string("explanation", &rule.explanation()).finish());
        } else {
            console.line(rule.explanation());
        }
        return Exit::Fine;
    }
    // A word without `:` and `/` can only have been meant as a code; then its neighbours help more than a walk through all documents.
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.id()).chain(Rule::ALL.iter().map(|rule| rule.id())).collect();
    if let (false, Some(meant)) = (thing.contains([':', '/']), closest(thing, &codes)) {
        console.error(&format!("no code is called `{thing}`\nhelp: did you mean `{meant}`?"));
        return Exit::Usage;
    }
    let Some(mut workspace) = Workspace::open(global, &[], console) else { return Exit::Usage };
    let mut found = false;
    let mut near: Vec<String> = Vec::new();
    for loaded in std::mem::take(&mut workspace.loaded) {
        match stages.explain(&loaded, thing, &workspace.files.sources, &mut workspace.diagnostics) {
            Some(Explained::Known(text)) if global.format == Form::Json => {
                found = true;
                let line = JsonLine::new().string("type", "explanation").string("api", &loaded.config.name.value);
                console.line(line.string("thing", thing).string("text", &text).finish());
            }
            Some(Explained::Known(text)) => {
                found = true;
                console.line(format!("{}\n{}", styled(BOLD, &loaded.config.name), visible_lines(&text)));
            }
            Some(Explained::Nearly(word)) => near.push(word),
            None => {}
        }
    }
    if found {
        return Exit::Fine;
    }
    // What is only a warning about some document has nothing to do with the question.
    if workspace.diagnostics.has_errors() {
        workspace.say(global, console);
    }
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    let help = match closest(thing, &near) {
        Some(word) => format!("did you mean `{}`?", visible(word)),
        None => "`docwright show ir SPEC_DIR` lists the addresses of an API; codes stand in brackets in messages".to_owned(),
    };
    console.error(&format!("`{}` is neither a code nor a thing of an API\nhelp: {help}", visible(thing)));
    workspace.exit.max(Exit::Usage)
}
