//! Real collections: none of them makes the reader panic, and every request of each is accounted for.
//!
//! The files are other people's, so they are not here: `DOCWRIGHT_CORPUS` names a folder whose `postman/INDEX.tsv` lists them.

use docwright::diagnostic::{Code, Diagnostics, Severity};
use docwright::document::json;
use docwright::ir::Answer;
use docwright::pipeline::{self, Docwright, Stages as _, Subject};
use docwright::postman::{self, Kind, WordsRead};
use docwright::text::SourceMap;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[test]
fn every_collection_is_lowered_or_refused_with_a_place() {
    let Some(corpus) = std::env::var_os("DOCWRIGHT_CORPUS") else {
        // Tests may say why they do nothing.
        #[expect(clippy::print_stdout, reason = "the reader of a test run should know that nothing was tested")]
        {
            println!("skipped: DOCWRIGHT_CORPUS is not set");
        }
        return;
    };
    let folder = PathBuf::from(corpus).join("postman");
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).expect("the corpus has an index");
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut codes: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut words = WordsRead::default();
    let (mut files, mut seen, mut made, mut joined, mut typed) = (0, 0, 0, 0, 0);
    for line in index.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [file, _, _, _, schema, _, requests, ..] = columns.as_slice() else { panic!("a line of the index: {line}") };
        let bytes = std::fs::read(folder.join(file)).expect("the index lists files that are there");
        files += 1;
        let Ok(text) = pipeline::decode(bytes) else {
            *kinds.entry("not text".to_owned()).or_default() += 1;
            continue;
        };
        let mut sources = SourceMap::default();
        let id = sources.add(file, text);
        let mut diagnostics = Diagnostics::default();
        let Some(node) = json::read_strict(id, &sources, &mut diagnostics) else {
            assert!(diagnostics.has_errors(), "{file}");
            *kinds.entry("not JSON".to_owned()).or_default() += 1;
            continue;
        };
        let kind = postman::detect(&node);
        *kinds.entry(kind.to_string()).or_default() += 1;
        let collection = postman::read(&node, None, &[], &sources, &mut diagnostics);
        assert_eq!(collection.is_some(), !diagnostics.has_errors(), "{file}: {kind}");
        let is_read = matches!(kind, Kind::Collection | Kind::Wrapped | Kind::V1 | Kind::Dump | Kind::Published | Kind::Metadata);
        assert_eq!(collection.is_some(), is_read, "{file}: {kind}");
        if schema.starts_with("2.") {
            assert!(matches!(kind, Kind::Collection | Kind::Wrapped | Kind::Published), "{file} is {schema}, taken for {kind}");
        }
        let Some(collection) = collection else { continue };
        let lowered = postman::lower(&collection, &sources, &mut diagnostics);
        let coverage = &lowered.coverage;
        assert_eq!(coverage.seen, coverage.made + coverage.joined.len() + coverage.refused.len(), "{file}");
        assert_eq!(coverage.made, lowered.api.operations.len(), "{file}");
        assert_eq!(diagnostics.iter().filter(|said| said.code == Code::RefusedRequest).count(), coverage.refused.len(), "{file}");
        let surveyed =
            Docwright.survey(&Subject::Collection(id), &[], &sources, &mut Diagnostics::default()).map(|surveyed| surveyed.coverage);
        let counted = surveyed.map(|surveyed| (surveyed.seen, surveyed.made, surveyed.joined.len(), surveyed.refused.len()));
        let expected = (coverage.seen, coverage.made, coverage.joined.len(), coverage.refused.len());
        assert_eq!(counted, Some(expected), "{file}: what was lowered passes the gate");
        for joined in &coverage.joined {
            let is_there = lowered.api.operations.iter().any(|operation| operation.id == joined.into);
            assert!(is_there && joined.name != joined.into, "{file}: {joined:?}");
        }
        // Files in folders were not counted, and `items` in place of `item` were not seen.
        let counted = !file.starts_with('_') && *requests != "0";
        if counted && requests.parse::<usize>().ok() != Some(coverage.seen) {
            // The index counts requests that have one; an item without any is refused here.
            let nothing = coverage.refused.iter().filter(|refused| refused.reason.starts_with("it has neither")).count();
            assert_eq!(requests.parse::<usize>().ok(), Some(coverage.seen - nothing), "{file}");
        }
        let mut ids: Vec<&str> = lowered.api.operations.iter().map(|operation| operation.id.as_str()).collect();
        let mut keys: Vec<String> = lowered.api.operations.iter().map(docwright::ir::Operation::key).collect();
        ids.sort_unstable();
        keys.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{file}: two operations have one id");
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{file}: two operations have one key");
        for operation in &lowered.api.operations {
            let mut params: Vec<_> = operation.params.iter().map(|param| (param.place.value, param.wire.as_str())).collect();
            params.sort_unstable();
            assert!(params.windows(2).all(|pair| pair[0] != pair[1]), "{file}: `{}` has a parameter twice", operation.id);
            typed += usize::from(operation.responses.iter().any(|response| matches!(response.answer.value, Answer::Type(_))));
            for sample in operation.samples.iter().filter_map(|sample| sample.json.as_ref()) {
                serde_json::from_str::<serde_json::Value>(sample)
                    .unwrap_or_else(|error| panic!("{file}: {}: {error}\n{sample}", operation.id));
            }
        }
        for said in diagnostics.iter() {
            *codes.entry(said.code.id()).or_default() += 1;
            let length = sources.file(said.primary.span.file).text().len();
            assert!(said.primary.span.end as usize <= length && said.severity() <= Severity::Warning, "{file}: {said:?}");
        }
        for refused in &coverage.refused {
            let reason = refused.reason.split('`').next().unwrap_or_default().to_owned();
            *reasons.entry(reason).or_default() += 1;
        }
        words += lowered.words;
        (seen, made, joined) = (seen + coverage.seen, made + coverage.made, joined + coverage.joined.len());
    }
    #[expect(clippy::print_stdout, reason = "the counts are what one runs this for")]
    {
        println!("{files} files: {kinds:#?}");
        println!("{seen} requests: {made} operations ({typed} with a typed answer), {joined} joined, refused: {reasons:#?}");
        println!("{codes:#?}");
        println!("{words:#?}");
    }
    // A smaller corpus would show less than it seems to.
    assert!(files >= 299, "only {files} files in {}", folder.display());
}
