//! Types from samples.
//!
//! * `mod.rs`: the one question, samples in, a type out
//! * `evidence.rs`: what was seen at a place in the samples, joined over all of them
//! * `observed.rs`: all that samples show of a place, for people who ask
//! * `objects.rs`: whose keys are data, and which objects contain themselves
//! * `shape.rs`: evidence → types
//! * `form.rs`: what a string, a number or a key looks like
//! * `stand_in.rs`: values that only stand for one
//! * `select.rs`: the values behind a path of wire names
//!
//! Evidence comes first and types late: whatever the samples show is counted per place and joined, and only the sum is given a type. So
//! the order of samples decides nothing but the order of fields and which place is shown.
//!
//! Deliberately not here: enumerations (a few values that were seen are not all values), names, and one type for what stands at several places
//! (`passes/dedupe.rs`).

mod evidence;
mod form;
mod objects;
mod observed;
mod select;
mod shape;
mod stand_in;
#[cfg(test)]
mod tests;

pub use evidence::{Evidence, is_too_deep};
pub use form::{as_placeholder, decode_signs, is_placeholder};
pub use observed::{Numbers, Observed, Range, Sight, Texts};
pub use select::select;
pub use stand_in::stands_in;

use crate::document::Node;
use crate::ir::{TypeId, Types};

/// The type that all samples have in common, with every fact `How::Inferred` at the place where it was first seen.
///
/// Without a sample, or with nothing but `null` and placeholders, it is `Any`. Nothing here fails.
pub fn infer(samples: &[&Node], types: &mut Types) -> TypeId {
    let mut evidence = Evidence::default();
    for sample in samples {
        evidence.see(sample);
    }
    evidence.settle(types)
}

impl Evidence {
    /// The type of all that was seen. A sample can be forgotten as soon as it was: what is kept does not grow with their number.
    pub fn settle(mut self, types: &mut Types) -> TypeId {
        objects::settle_objects(&mut self);
        shape::settle(self, types)
    }
}
