//! What the test of a sample takes, and what it does not.

use std::panic::catch_unwind;

use crate::rt;
use crate::shape::types::User;

/// What a test of a sample says; `None` where it passes.
fn said(sample: &'static str, places: &'static [&'static str]) -> Option<String> {
    let failed = catch_unwind(move || rt::assert_round_trip_with_conflicts::<User>(sample, places)).err()?;
    Some(failed.downcast_ref::<String>().cloned().unwrap_or_default())
}

#[test]
fn what_the_type_says_passes() {
    for sample in ["{}", r#"{"id":"7","rate":3,"tags":[1,2],"role":"never seen","nickname":null}"#] {
        rt::assert_round_trip::<User>(sample);
        assert_eq!(said(sample, &[]), None, "{sample}");
    }
}

#[test]
fn what_is_of_another_kind_fails_although_it_could_be_kept() {
    for (sample, words) in [
        (r#"{"id":7}"#, "`id` is a number, expected text"),
        (r#"{"rate":"3"}"#, "`rate` is text, expected an integer"),
        (r#"{"rate":3.0}"#, "`rate` is a number, expected an integer"),
        (r#"{"rate":-0}"#, "`rate` is a number, expected an integer"),
        (r#"{"tags":[1,"x"]}"#, "`tags[1]` is text, expected an integer"),
        (r#"{"id":null}"#, "`id` is null, expected text"),
        (r#"{"seen":true}"#, "`seen` is not in the document"),
        (r#"{"manager":{"id":8}}"#, "`manager.id` is a number, expected text"),
    ] {
        assert_eq!(said(sample, &[]), Some(format!("the sample differs from its type: {words}")), "{sample}");
    }
}

#[test]
fn a_place_that_is_named_may_differ_and_no_other() {
    assert_eq!(said(r#"{"rate":"3","tags":["x"]}"#, &["rate", "tags[]"]), None);
    assert_eq!(said(r#"{"tags":["x"]}"#, &["tags"]), None);
    assert_eq!(
        said(r#"{"rate":"3","tags":["x"]}"#, &["tags[]", "rat"]),
        Some("the sample differs from its type: `rate` is text, expected an integer".to_owned())
    );
}

#[test]
fn all_of_it_is_told_of_however_much_differs() {
    let items: Vec<&str> = std::iter::repeat_n("\"x\"", 1500).collect();
    let sample: &'static str = Box::leak(format!(r#"{{"tags":[{}],"rate":"3"}}"#, items.join(",")).into_boxed_str());
    assert_eq!(said(sample, &["tags"]), Some("the sample differs from its type: `rate` is text, expected an integer".to_owned()));
}

#[test]
fn a_minus_before_a_zero_is_kept() {
    let read = rt::decode::<User>(r#"{"rate":-0}"#, rt::Mode::Lenient).expect("it is kept");
    assert_eq!(read.value.rate, None);
    assert_eq!(read.drifts.len(), 1);
    assert_eq!(serde_json::to_string(&read.value).expect("it can be written"), r#"{"rate":-0}"#);
    let read = rt::decode::<User>(r#"{"rate":-0.0}"#, rt::Mode::Lenient).expect("it is kept");
    assert_eq!((read.value.rate, read.drifts.len()), (None, 1));
    let read = rt::decode::<User>(r#"{"rate":0e3}"#, rt::Mode::Lenient).expect("it is kept");
    assert_eq!((read.value.rate, read.drifts.len()), (Some(0), 1));
}
