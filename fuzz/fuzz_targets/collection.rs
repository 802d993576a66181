//! Documents of Postman's in all versions, all the way to files; each request is accounted for.

#![no_main]

use docwright_fuzz::collection_to_files;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| collection_to_files(text, None, None));
