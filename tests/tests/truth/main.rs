//! What docwright knows of the five vendors' documents is what stands in them: no less, and no more without saying whence.
//!
//! * `tables.rs`: every field of the five documents, written out
//! * `numbers.rs`: how many of each kind there are, and the lists that are short enough
//! * `added.rs`: what other pages add, and what a person decided
//! * `clients.rs`: what the compiler says of the generated clients
//! * `samples.rs`: every sample that the documents show is a test of the client
//! * `fields.rs`, `facts.rs`: how the tests look at an API

mod added;
mod clients;
mod facts;
mod fields;
mod numbers;
mod samples;
mod tables;

use docwright_tests::vendors::vendor;

fn compare(folder: &str, types: &[(&str, &str)]) {
    let (api, _) = vendor(folder);
    let all: String = types.iter().filter_map(|(name, table)| fields::difference(&api, name, table)).collect();
    assert!(all.is_empty(), "`-` is expected, `+` was found\n{all}");
}

#[test]
fn crankwheel_has_the_fields_that_its_prose_names() {
    compare("crankwheel", tables::CRANKWHEEL);
}

#[test]
fn remote_counsel_has_the_fields_that_its_samples_show() {
    compare("remote-counsel", tables::REMOTE_COUNSEL);
}

#[test]
fn agendize_has_the_fields_that_its_tables_list() {
    compare("agendize", tables::AGENDIZE);
}

#[test]
fn krisp_has_the_fields_that_its_table_lists() {
    compare("krisp", tables::KRISP);
}

#[test]
fn worksection_has_the_fields_that_its_list_names() {
    compare("worksection", tables::WORKSECTION);
}
