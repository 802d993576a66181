//! What is known about one thing of an API: each fact with how it is known, and the lines that say so.

use crate::config::NameRow;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::cursor::closest;
use crate::infer::{Numbers, Observed, Range, Sight, Texts};
use crate::ir::{
    Accepts, Access, Answer, Api, Basis, CaseKind, Conflict, Contested, Fact, FieldFacts, How, NodeId, Presence, Serves, Shape, StringForm,
    TypeId, form_text, visible,
};
use crate::model::Lowered;
use crate::model::masked::is_nobodys;
use crate::pipeline::seen::{SeenFields, seen_fields};
use crate::secret;
use crate::text::{SourceMap, Span};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The most lines of a document that are shown for one fact.
const LINES: u32 = 4;
/// The most characters of such a line.
const WIDTH: usize = 160;

/// A thing of an API: its address and the facts about it.
struct Thing {
    node: NodeId,
    facts: Vec<(String, Basis)>,
    /// The field that it is, by its object and its position: samples show it.
    field: Option<(TypeId, usize)>,
}

impl Thing {
    fn new(node: NodeId, facts: Vec<(String, Basis)>) -> Self {
        Self { node, facts, field: None }
    }
}

/// Explains the thing with an address (`type:User/role`) or a path in Rust (`types::User::role`, or the end of one: `User::role`).
pub(super) fn thing(
    api: &Api,
    lowered: &Lowered,
    wanted: &str,
    (sources, names): (&SourceMap, &[NameRow]),
    said: &Diagnostics,
) -> Option<String> {
    let secrets = masked_places(said);
    let ends = format!("::{wanted}");
    let nodes: BTreeSet<&str> = lowered
        .places
        .iter()
        .filter(|(item, node, _)| item == wanted || item.ends_with(&ends) || node.as_str() == wanted)
        .map(|(_, node, _)| node.as_str())
        .collect();
    let things = things(api);
    let mut seen: Option<SeenFields> = None;
    let mut text = String::new();
    for thing in things.iter().filter(|thing| nodes.contains(thing.node.as_str()) || thing.node.as_str() == wanted) {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{}", visible(thing.node.as_str()));
        for (item, _, _) in lowered.places.iter().filter(|(_, node, _)| *node == thing.node) {
            let _ = writeln!(text, "  in Rust: {item}");
        }
        let own = |row: &&NameRow| {
            let rest = row.address.value.strip_prefix(thing.node.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
        };
        for NameRow { address, name, reason } in names.iter().filter(own) {
            let _ = writeln!(text, "  called {} by hand: {}", visible(&name.value), visible(reason));
            let _ = writeln!(text, "    written down at {}", visible(&sources.place(address.span)));
        }
        let mut shown = None;
        for (what, basis) in &thing.facts {
            let _ = writeln!(text, "  {what}");
            evidence(basis, sources, &secrets, &mut shown, &mut text);
        }
        if let Some(field) = thing.field {
            let seen = seen.get_or_insert_with(|| seen_fields(api, sources, &secrets));
            if let (Some(observed), Shape::Object(object)) = (seen.get(&field), &api.types.get(field.0).shape) {
                let name = object.fields.get(field.1).map_or("", |field| field.wire.as_str());
                observation(observed, name, sources, &mut text);
            }
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The address or the path in Rust that a misspelt one most likely stands for. The end of a path stands for the whole.
pub(super) fn nearly(lowered: &Lowered, wanted: &str) -> Option<String> {
    let steps = wanted.split("::").count();
    let mut words: BTreeSet<&str> = BTreeSet::new();
    for (item, node, _) in &lowered.places {
        words.insert(node.as_str());
        let mut starts: Vec<usize> = item.match_indices("::").map(|(at, mark)| at + mark.len()).collect();
        starts.insert(0, 0);
        words.extend(starts.len().checked_sub(steps).and_then(|at| starts.get(at)).and_then(|&at| item.get(at..)));
    }
    let words: Vec<&str> = words.into_iter().collect();
    closest(wanted, &words).map(str::to_owned)
}

/// What samples show of a field: how often it is there, and what stands in it.
fn observation(observed: &Observed, name: &str, sources: &SourceMap, text: &mut String) {
    let Observed { objects, present, nulls, holes, .. } = observed;
    let _ = writeln!(text, "  in samples: it stands in {present} of {objects} object{}", if *objects == 1 { "" } else { "s" });
    let place = |sight: &Sight| visible(&sources.place(sight.first));
    for (what, sight) in [("null", nulls), ("a placeholder", holes)] {
        if let Some(sight) = sight {
            let _ = writeln!(text, "    {what} {}, first at {}", times(sight.count), place(sight));
        }
    }
    for (words, sight) in kinds(observed, name) {
        let _ = writeln!(text, "    {words}, first at {}", place(&sight));
    }
    if let Some((_, _, items)) = &observed.lists {
        let of_items = |what: &str, sight: &Sight| format!("      each: {what} {}, first at {}", times(sight.count), place(sight));
        for line in items.nulls.iter().map(|sight| of_items("null", sight)) {
            let _ = writeln!(text, "{line}");
        }
        for (words, sight) in kinds(items, name) {
            let _ = writeln!(text, "      each: {words}, first at {}", place(&sight));
        }
    }
}

/// The kinds of values that were seen, in a fixed order, each with what it shows and where it stands first. What may be a secret, or somebody's, is not shown.
fn kinds(observed: &Observed, name: &str) -> Vec<(String, Sight)> {
    let Observed { objects: _, present: _, nulls: _, holes: _, bools, integers, fractions, texts, lists, members } = observed;
    let mut all = Vec::new();
    if let Some((sight, truths)) = bools {
        all.push((format!("a boolean {}: true {}", times(sight.count), times(*truths)), *sight));
    }
    for (what, numbers) in [("a whole number", integers), ("a number with a fraction", fractions)] {
        let Some(Numbers { sight, ends }) = numbers else { continue };
        let ends = ends.as_ref().filter(|(least, most)| [least, most].iter().all(|number| is_nobodys(name, number)));
        let ends = match ends {
            Some((least, most)) if least == most => format!(": {least}"),
            Some((least, most)) => format!(": from {least} to {most}"),
            None => String::new(),
        };
        all.push((format!("{what} {}{ends}", times(sight.count)), *sight));
    }
    if let Some(Texts { sight, lengths, forms, distinct, more }) = texts {
        let mut words = format!("a text {} of {} characters", times(sight.count), span_of(*lengths));
        for (form, count) in forms {
            let _ = write!(words, ", {} {}", form_text(*form), times(*count));
        }
        let shown: Vec<String> = distinct
            .iter()
            .filter(|(text, _)| is_nobodys(name, text))
            .map(|(text, count)| format!("`{}` {}", visible(text), times(*count)))
            .collect();
        let others = *more || shown.len() < distinct.len();
        if !shown.is_empty() {
            let _ = write!(words, ": {}{}", shown.join(", "), if others { ", and others" } else { "" });
        }
        all.push((words, *sight));
    }
    if let Some((sight, lengths, _)) = lists {
        all.push((format!("a list {} of {} items", times(sight.count), span_of(*lengths)), *sight));
    }
    all.extend(members.iter().map(|sight| (format!("an object {}", times(sight.count)), *sight)));
    all
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

fn span_of(Range { least, most }: Range) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

/// How a fact is known. Lines that were just `shown` are not shown again.
fn evidence(basis: &Basis, sources: &SourceMap, secrets: &[Span], shown: &mut Option<Span>, text: &mut String) {
    let how = match &basis.how {
        How::Stated => "stated".to_owned(),
        How::Inferred { samples } if samples.0 == 1 => "inferred from 1 sample".to_owned(),
        How::Inferred { samples } => format!("inferred from {} samples", samples.0),
        How::Assumed { reason } => format!("assumed: {}", visible(reason)),
    };
    let _ = write!(text, "    {how}");
    if let Some(page) = &basis.page {
        let _ = write!(text, ", by another page: {}", visible(page));
    }
    text.push('\n');
    if let Some(written) = basis.written {
        let _ = writeln!(text, "    written down at {}", visible(&sources.place(written)));
    }
    if let Some(span) = basis.span
        && *shown != Some(span)
    {
        quote(span, sources, secrets, text);
        *shown = Some(span);
    }
}

/// The lines of a place, cut to what a screen can show.
fn quote(span: Span, sources: &SourceMap, secrets: &[Span], text: &mut String) {
    let _ = writeln!(text, "    at {}", visible(&sources.place(span)));
    let (start, end) = (sources.start(span), sources.end(span));
    let file = sources.file(span.file);
    for line in start.line..=end.line.min(start.line + LINES - 1) {
        let Some(range) = file.lines(line, line) else { continue };
        let whole = &file.text()[range.clone()];
        let skip = if line == start.line && whole.chars().count() > WIDTH { start.column.saturating_sub(1) as usize } else { 0 };
        let place = |count: usize| range.start + whole.char_indices().nth(count).map_or(whole.len(), |(at, _)| at);
        let here = secrets.iter().filter(|secret| secret.file == span.file).map(|secret| secret.start as usize..secret.end as usize);
        let shown = secret::starred(file.text(), &range, &(place(skip)..place(skip + WIDTH)), here);
        let dots = if whole.chars().count() > skip + WIDTH { " …" } else { "" };
        let _ = writeln!(text, "      {line} | {}{}{dots}", if skip > 0 { "… " } else { "" }, visible(shown.trim_end()));
    }
    if end.line >= start.line + LINES {
        let _ = writeln!(text, "      … up to line {}", end.line);
    }
}

/// The places that were masked in what an API became, in order.
fn masked_places(said: &Diagnostics) -> Vec<Span> {
    let masked = said.iter().filter(|diagnostic| diagnostic.code == Code::MaskedSecret);
    let mut places: Vec<Span> =
        masked.flat_map(|diagnostic| std::iter::once(&diagnostic.primary).chain(&diagnostic.others)).map(|label| label.span).collect();
    places.sort_unstable();
    places
}

/// Everything that has an address.
fn things(api: &Api) -> Vec<Thing> {
    let mut all = vec![Thing::new(NodeId::api(), vec![(format!("title: {}", visible(&api.title.value)), api.title.basis.clone())])];
    for server in &api.servers {
        let fact = |whose: &str| (format!("base URL{whose}: {}", server.url.value), server.url.basis.clone());
        match &server.serves {
            Serves::Main => all[0].facts.push(fact("")),
            Serves::Auth(id) => all[0].facts.push(fact(&format!(" (with {id})"))),
            Serves::Named(id) => {
                let node = NodeId::further_server(id);
                match all.iter_mut().find(|thing| thing.node == node) {
                    Some(known) => known.facts.push(fact("")),
                    None => all.push(Thing::new(node, vec![fact("")])),
                }
            }
        }
        for variable in &server.variables {
            all.push(Thing::new(
                NodeId::server().child(&variable.name),
                vec![("a variable of the base URL".to_owned(), variable.basis.clone())],
            ));
        }
    }
    for limit in &api.rate_limits {
        all[0].facts.push((format!("{} requests in {} seconds", limit.value.requests, limit.value.per_seconds), limit.basis.clone()));
    }
    if let Some(outcome) = &api.outcome {
        all[0].facts.push((format!("the body tells: {:?}", outcome.value), outcome.basis.clone()));
    }
    for scheme in &api.auth {
        all.push(Thing::new(NodeId::auth(&scheme.id), vec![("a way to authenticate".to_owned(), scheme.basis.clone())]));
    }
    for group in &api.groups {
        all.push(Thing::new(NodeId::group(&group.name), vec![("a group of operations".to_owned(), group.basis.clone())]));
    }
    for operation in &api.operations {
        let node = NodeId::operation(&operation.id);
        let mut facts = vec![
            ("an operation".to_owned(), operation.basis.clone()),
            (format!("method: {}", operation.method.value), operation.method.basis.clone()),
            (format!("path: {}", operation.path.value), operation.path.basis.clone()),
        ];
        if operation.auth.value != Accepts::Any || operation.auth.basis != operation.basis {
            facts.push((format!("authentication: {:?}", operation.auth.value), operation.auth.basis.clone()));
        }
        for constant in &operation.constants {
            facts
                .push((format!("constant in the query: {}={}", visible(&constant.name), visible(&constant.value)), constant.basis.clone()));
        }
        for telling in &operation.told_by {
            facts.push((format!("told from others by {}: {}", visible(&telling.what), visible(&telling.value)), telling.basis.clone()));
        }
        for response in &operation.responses {
            let holds = answer_words(api, response.answer.value);
            facts.push((format!("answer {}: {holds}", response.status.value), response.answer.basis.clone()));
        }
        let successes = operation.responses.iter().filter(|response| response.status.value.is_success());
        let answers: Vec<(String, Basis)> = successes
            .map(|response| {
                (format!("answer {}: {}", response.status.value, answer_words(api, response.answer.value)), response.answer.basis.clone())
            })
            .collect();
        if let Some(body) = &operation.body {
            facts.push((format!("body: {} as {}", words(api, body.ty, 0), visible(&body.media.value)), body.basis.clone()));
        }
        facts.extend(operation.also.iter().map(|name| (format!("also shown as {}", visible(&name.value)), name.basis.clone())));
        facts
            .extend(operation.decisions.iter().map(|decision| (format!("decision: {}", visible(&decision.value)), decision.basis.clone())));
        all.push(Thing::new(node.clone(), facts));
        if answers.len() > 1 {
            all.push(Thing::new(node.child("answer"), answers));
        }
        for param in &operation.params {
            let place = param.place.value.word();
            let mut facts = vec![("a parameter".to_owned(), param.basis.clone()), (format!("in the {place}"), param.place.basis.clone())];
            facts.push((format!("type: {}", words(api, param.ty, 0)), api.types.get(param.ty).basis.clone()));
            more(&mut facts, &param.presence, &param.facts, &api.types.get(param.ty).basis);
            all.push(Thing::new(node.child(place).child(&param.wire), facts));
            fields(api, param.ty, &node.child(place).child(&param.wire), &mut all, &mut Vec::new());
        }
        if let Some(body) = &operation.body {
            fields(api, body.ty, &node.child("body"), &mut all, &mut Vec::new());
        }
        for response in &operation.responses {
            if let Answer::Type(ty) = response.answer.value {
                fields(api, ty, &node.child(&response.status.value.to_string()), &mut all, &mut Vec::new());
            }
        }
    }
    for (id, def) in api.types.iter() {
        if let Some(name) = &def.name {
            let node = NodeId::ty(&name.value);
            all.push(Thing::new(node.clone(), vec![("a type".to_owned(), def.basis.clone())]));
            below(api, id, &node, &mut all, &mut vec![id]);
        }
    }
    all
}

/// What an answer holds, in words.
fn answer_words(api: &Api, answer: Answer) -> String {
    match answer {
        Answer::Unknown => "not described".to_owned(),
        Answer::Empty => "empty".to_owned(),
        Answer::Type(ty) => words(api, ty, 0),
    }
}

/// What stands below a type, unless the type has a name, under which it is listed.
fn fields(api: &Api, id: TypeId, node: &NodeId, all: &mut Vec<Thing>, inside: &mut Vec<TypeId>) {
    if api.types.get(id).name.is_some() || inside.contains(&id) {
        return;
    }
    let def = api.types.get(id);
    // A nameless type that becomes an item of its own: of the items of a list, of an answer, of a body. That of a field is its field's thing.
    let is_item = matches!(def.shape, Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_));
    if is_item && all.last().is_none_or(|last| last.node != *node) {
        all.push(Thing::new(node.clone(), vec![(format!("a type: {}", words(api, id, 0)), def.basis.clone())]));
    }
    inside.push(id);
    below(api, id, node, all, inside);
    inside.pop();
}

fn below(api: &Api, id: TypeId, node: &NodeId, all: &mut Vec<Thing>, inside: &mut Vec<TypeId>) {
    match &api.types.get(id).shape {
        Shape::List(inner) | Shape::Map(inner) => fields(api, *inner, &node.items(), all, inside),
        Shape::Nullable(inner) => fields(api, *inner, node, all, inside),
        Shape::Object(object) => {
            for (at, field) in object.fields.iter().enumerate() {
                let node = node.child(&field.wire);
                let mut facts = vec![("a field".to_owned(), field.basis.clone())];
                facts.push((format!("type: {}", words(api, field.ty, 0)), api.types.get(field.ty).basis.clone()));
                more(&mut facts, &field.presence, &field.facts, &api.types.get(field.ty).basis);
                all.push(Thing { field: Some((id, at)), ..Thing::new(node.clone(), facts) });
                fields(api, field.ty, &node, all, inside);
            }
            if let Some(open) = &object.open {
                let facts = vec![(format!("open keys, each {}", words(api, open.ty, 0)), open.basis.clone())];
                all.push(Thing::new(node.child(&format!("{}*", open.prefix)), facts));
            }
        }
        Shape::Enum(values) => {
            for value in &values.values {
                let mut facts = vec![("a value".to_owned(), value.basis.clone())];
                facts.extend(value.http_status.iter().map(|status| (format!("HTTP status {}", status.value), status.basis.clone())));
                facts.extend(value.message.iter().map(|message| (format!("message: {}", visible(&message.value)), message.basis.clone())));
                all.push(Thing::new(node.value(&value.wire), facts));
            }
        }
        Shape::OneOf(cases) => {
            for (ty, node) in api.types.cases(cases, node) {
                fields(api, ty, &node, all, inside);
            }
        }
        Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File => {}
    }
}

fn more(all: &mut Vec<(String, Basis)>, presence: &Fact<Presence>, facts: &FieldFacts, ty: &Basis) {
    let presence_words = match presence.value {
        Presence::Required => "always there",
        Presence::Optional => "not always there",
        Presence::Unknown => "whether it is always there is not known",
    };
    all.push((presence_words.to_owned(), presence.basis.clone()));
    let FieldFacts {
        access,
        secret,
        max_length,
        constant,
        default,
        example,
        deprecated,
        aliases,
        doc_says,
        condition,
        origin,
        decisions,
        conflicts,
    } = facts;
    if let Some(access) = access {
        let words = match access.value {
            Access::ReadOnly => "read-only",
            Access::WriteOnly => "write-only",
        };
        all.push((words.to_owned(), access.basis.clone()));
    }
    all.extend(secret.iter().map(|fact| ("a secret".to_owned(), fact.basis.clone())));
    all.extend(max_length.iter().map(|fact| (format!("at most {} characters", fact.value), fact.basis.clone())));
    let texts = [
        ("always", constant),
        ("default", default),
        ("example", example),
        ("deprecated", deprecated),
        ("the document says", doc_says),
        ("condition", condition),
    ];
    for (what, fact) in texts {
        all.extend(fact.iter().map(|fact| (format!("{what}: {}", visible(&fact.value)), fact.basis.clone())));
    }
    all.extend(origin.iter().map(|fact| {
        let words = format!("what `{}` answers in `{}`", visible(&fact.value.operation), visible(&fact.value.path));
        (words, fact.basis.clone())
    }));
    all.extend(aliases.iter().map(|fact| (format!("also read as {}", visible(&fact.value)), fact.basis.clone())));
    // What settled the type was said with the type.
    all.extend(
        decisions.iter().filter(|fact| fact.basis != *ty).map(|fact| (format!("decision: {}", visible(&fact.value)), fact.basis.clone())),
    );
    for Conflict { about, stated, shown, is_settled } in conflicts {
        let what = match about {
            Contested::Type => "type",
            Contested::Presence => "presence",
            Contested::Values => "values",
            Contested::Form => "form",
            Contested::Length => "length",
        };
        let settled = if *is_settled { " (settled by hand)" } else { "" };
        all.push((format!("conflict about the {what}{settled}: stated is {}", visible(&stated.value)), stated.basis.clone()));
        all.push((format!("and a sample shows {}", visible(&shown.value)), shown.basis.clone()));
    }
}

/// A type in a few words.
fn words(api: &Api, id: TypeId, depth: usize) -> String {
    let def = api.types.get(id);
    if let Some(name) = &def.name {
        return visible(&name.value);
    }
    if depth > 4 {
        return "…".to_owned();
    }
    match &def.shape {
        Shape::Any => "anything: the documents do not say".to_owned(),
        Shape::Bool => "boolean".to_owned(),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::File => "file".to_owned(),
        Shape::String(form) => match form {
            StringForm::Plain => "string",
            StringForm::DateTime => "datetime",
            StringForm::LocalDateTime => "datetime without zone",
            StringForm::Date => "date",
            StringForm::Time => "time",
            StringForm::Uuid => "uuid",
            StringForm::Url => "url",
            StringForm::Email => "email",
            StringForm::Bytes => "bytes",
            StringForm::Decimal => "decimal",
        }
        .to_owned(),
        Shape::List(inner) => format!("[{}]", words(api, *inner, depth + 1)),
        Shape::Map(inner) => format!("{{{}}}", words(api, *inner, depth + 1)),
        Shape::Nullable(inner) => format!("{}?", words(api, *inner, depth + 1)),
        Shape::Object(object) => {
            let mut fields: Vec<String> = object
                .fields
                .iter()
                .take(6)
                .map(|field| format!("{}: {}", visible(&field.wire), words(api, field.ty, depth + 1)))
                .collect();
            if object.fields.len() > 6 {
                fields.push("…".to_owned());
            }
            if object.open.is_some() {
                fields.push("open keys".to_owned());
            }
            format!("{{ {} }}", fields.join(", "))
        }
        Shape::Enum(values) => values.values.iter().map(|value| visible(&value.wire)).collect::<Vec<_>>().join(" | "),
        Shape::OneOf(cases) => cases
            .iter()
            .map(|case| match &case.kind {
                CaseKind::Type(ty) => words(api, *ty, depth + 1),
                CaseKind::Text(text) => format!("\"{}\"", visible(text)),
            })
            .collect::<Vec<_>>()
            .join(" | "),
    }
}
