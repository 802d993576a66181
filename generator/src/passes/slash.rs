//! `users` and `/users` are the same path; an empty one is the base URL itself.

use crate::ir::{Api, Segment};

/// Puts a slash before every path that has none.
pub fn paths_begin_with_a_slash(api: &mut Api) {
    for operation in &mut api.operations {
        let segments = &mut operation.path.value.segments;
        match segments.first_mut() {
            Some(Segment::Literal(text)) if text.starts_with('/') => {}
            Some(Segment::Literal(text)) => text.insert(0, '/'),
            Some(Segment::Param(_)) => segments.insert(0, Segment::Literal("/".to_owned())),
            None => {}
        }
    }
}
