//! The samples that documents show, as tests.

use super::docs;
use super::format::{Named, Printed, Source, name, printed};
use super::types::rust_type;
use super::{File, names_types};
use crate::model::{Client, Sample, Samples};
use proc_macro2::TokenStream;
use quote::quote;

/// The module of the tests.
pub(super) fn samples(client: &Client) -> Source {
    let mut tests: Vec<Printed> = printed(client.samples.iter().map(|sample| test(sample, client)));
    let types = client.samples.iter().any(|sample| names_types(&sample.ty)).then(|| {
        quote!(
            use super::types::*;
        )
    });
    let map = name(&tests, Named::Map).then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    });
    let runtime = quote!(
        use super::rt;
    );
    let mut items = printed(std::iter::once(runtime).chain(types).chain(map));
    items.append(&mut tests);
    let words = "The samples that the documents show, as tests: each is read and written again, nothing of it is of another kind than its type, and nothing is lost.";
    let kept = match client.samples_as {
        Samples::Tests | Samples::None => "What may be somebody's name, address or number has kept its shape, and none of its letters.",
        Samples::Shown => "They are as the documents have them, names, addresses and numbers of people included: keep none of these files.",
    };
    Source { docs: vec![words.to_owned(), String::new(), kept.to_owned()], items }
}

fn test(sample: &Sample, client: &Client) -> TokenStream {
    let (test, ty) = (sample.name.ident(), rust_type(&sample.ty));
    let docs = sample.source.as_ref().map(docs::source_line);
    let docs = docs.map(|line| {
        let line = format!(" {line}");
        quote!(#[doc = #line])
    });
    let file = path(sample, client);
    let places = &sample.differs_at;
    let (words, check) = if places.is_empty() {
        (None, quote!(rt::assert_round_trip::<#ty>(sample)))
    } else {
        let words = " At the places that are named it shows something else than the documents state, a text that stands for a value, what the client sends by itself, or what is too deep to be evidence.";
        let space = docs.is_some().then(|| quote!(#[doc = ""]));
        (Some(quote!(#space #[doc = #words])), quote!(rt::assert_round_trip_with_conflicts::<#ty>(sample, &[#(#places),*])))
    };
    quote! {
        #docs
        #words
        #[test]
        fn #test() {
            let sample = include_str!(#file);
            #check;
        }
    }
}

/// Where a sample's file is, from the module of the tests.
fn path(sample: &Sample, client: &Client) -> String {
    format!("{}/{}.json", client.samples_module.as_str(), sample.name.as_str())
}

/// The samples' files.
pub(super) fn files(client: &Client) -> impl Iterator<Item = File> {
    client.samples.iter().map(|sample| File { path: format!("src/{}", path(sample, client)), text: sample.json.clone() })
}
