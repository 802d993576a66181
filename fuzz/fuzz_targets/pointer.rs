//! Ways into a tree: the first line is the pointer, the rest the tree.

#![no_main]

use docwright::diagnostic::Diagnostics;
use docwright::document::{cursor, json, pointer};
use docwright_fuzz::sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some((way, text)) = text.split_once('\n') else { return };
    let (sources, file) = sources("c.json", text);
    let mut diagnostics = Diagnostics::default();
    for node in json::read_lenient(file, 0..text.len(), &sources).nodes {
        if let Err(end) = node.follow(way) {
            end.node.steps();
        }
        node.pointer(way);
        node.pointer(&format!("/{}", pointer::escaped(way)));
        if let Some(mut table) = cursor::Table::open(&node, "a thing", &mut diagnostics) {
            table.string("name", &mut diagnostics);
            table.integer("code", 0..=9, &mut diagnostics);
            table.strings("words", &mut diagnostics);
            table.rest();
            table.finish(&mut diagnostics);
        }
    }
});
