//! Requests that became one operation with others, drawn with a fixed seed, for people to read: are they the same operation?

use std::fs;

use crate::Options;
use crate::made::{hash, make};
use crate::resolver::{self, Body, Request};

/// So much of a body is shown.
const LONGEST: usize = 300;

/// A request that was joined to another one.
struct Merge {
    /// What decides whether it is drawn.
    lot: u64,
    file: String,
    place: String,
    joined: Request,
    operation: String,
    /// The request that the operation has its name of.
    first: Option<Request>,
}

/// Draws so many merges, and shows both sides of each.
#[expect(clippy::print_stdout, reason = "what is shown is what one runs this for")]
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let mut merges: Vec<Merge> = Vec::new();
    for entry in options.entries()? {
        let bytes = fs::read(&entry.path).map_err(|error| format!("{}: {error}", entry.path.display()))?;
        let Ok(document) = resolver::read(&bytes) else { continue };
        let requests = resolver::requests(&document, &[]);
        let Ok(made) = make(&entry, "directions = \"used\"") else { continue };
        if made.requests.len() != requests.len() {
            return Err(format!("{}: {} requests by the resolver, {} by docwright", entry.file, requests.len(), made.requests.len()));
        }
        for (became, request) in made.requests.iter().zip(&requests) {
            let Ok(operation) = &became.operation else { continue };
            if *operation == became.id {
                continue;
            }
            let first = made.requests.iter().position(|other| other.id == *operation).and_then(|at| requests.get(at)).cloned();
            let lot = hash(format!("{}\n{}\n{}", options.seed, entry.file, became.place).as_bytes());
            merges.push(Merge {
                lot,
                file: entry.file.clone(),
                place: became.place.clone(),
                joined: request.clone(),
                operation: operation.clone(),
                first,
            });
        }
    }
    let all = merges.len();
    merges.sort_by_key(|merge| merge.lot);
    merges.truncate(options.draw);
    for (at, merge) in merges.iter().enumerate() {
        let line = merge.place.rsplit("collection.json").next().unwrap_or_default();
        println!("{}. {}{line} `{}` is `{}`", at + 1, merge.file, merge.joined.name, merge.operation);
        println!("   {}", told(&merge.joined));
        println!("   {}", merge.first.as_ref().map_or_else(|| "no request has its name".to_owned(), told));
    }
    println!("{} of {all} merges, drawn with the seed {}", merges.len(), options.seed);
    Ok(!merges.is_empty() && merges.iter().all(|merge| merge.first.is_some()))
}

/// A request in a line.
fn told(request: &Request) -> String {
    let url = request.urls.first().map_or("", String::as_str);
    let query: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let body = match &request.body {
        Body::None => String::new(),
        Body::Text { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
        other => format!("{other:?}"),
    };
    let body: String = body.chars().take(LONGEST).collect();
    format!("{} {url} ?{} {body}", request.method, query.join("&"))
}
