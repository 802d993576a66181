//! The specs of this repository, and the examples of `FORMAT.md`.

use super::{Run, empty, overlay_on, run_on};
use crate::text::{SourceMap, Span};
use std::fs;
use std::path::PathBuf;

fn specs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn text(path: &str) -> String {
    fs::read_to_string(specs().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn vendor(folder: &str, page: &str, spec: &str) -> Run {
    run_on(&format!("{folder}/{page}"), &text(&format!("{folder}/{page}")), &format!("{folder}/{spec}"), &text(&format!("{folder}/{spec}")))
}

fn overlay(folder: &str, page: &str) -> Run {
    let mut sources = SourceMap::default();
    let file = sources.add(&format!("{folder}/{page}"), text(&format!("{folder}/{page}")));
    overlay_on(empty(Span::new(file, 0, 0)), sources, &format!("{folder}/overlay.toml"), &text(&format!("{folder}/overlay.toml")))
}

#[test]
fn look() {
    for run in [
        vendor("agendize", "reseller-accounts.tables.txt", "reseller-accounts.spec.toml"),
        vendor("remote-counsel", "event-schedules.apipie.txt", "event-schedules.spec.toml"),
        vendor("worksection", "worksection-get-users.article.txt", "worksection-get-users.spec.toml"),
        overlay("crankwheel", "crankwheel.postman_collection.json"),
        overlay("krisp", "krisp.documenter-metadata.json"),
    ] {
        println!("{} {}", run.api.title.value, run.lines().join("\n"));
    }
    let format = text("FORMAT.md");
    let block = |name: &str| {
        let start = format.find(&format!(" {name}\n")).expect("the example is there") + name.len() + 2;
        let end = format[start..].find("```").expect("the example ends");
        format[start..start + end].to_owned()
    };
    let run = run_on("library.txt", &block("library.txt"), "library.spec.toml", &block("library.spec.toml"));
    println!("{} {}", run.api.title.value, run.lines().join("\n"));
    let mut sources = SourceMap::default();
    let file = sources.add("shop.postman_collection.json", block("shop.postman_collection.json"));
    let run = overlay_on(empty(Span::new(file, 0, 0)), sources, "shop.overlay.toml", &block("shop.overlay.toml"));
    println!("{} {}", run.api.title.value, run.lines().join("\n"));
}
