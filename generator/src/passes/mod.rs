//! The ordered list of passes over the IR, and the last gate.
//!
//! * `overlay.rs`: applies corrections made by hand
//! * `contradict.rs`: what speaks against a correction: another one, or all samples
//! * `part.rs`: the parts that corrections name, and what may stand there as well
//! * `keys.rs`: keys that are data as fields, and the other way round
//! * `dedupe.rs`: one type for nameless types that have the same fields and stand at places of the same name
//! * `slash.rs`: one spelling for paths
//! * `classify.rs`: which types go to the vendor, which come back, which contain themselves
//! * `samples.rs`: samples that corrections speak against
//! * `sendable.rs`: what no HTTP client could send
//! * `validate.rs`: the last gate: behind it nothing fails but writing
//!
//! Deliberately not here: anything that reads a document, and anything about Rust.

mod classify;
mod contradict;
mod dedupe;
mod keys;
mod overlay;
mod part;
mod samples;
mod sendable;
mod slash;
mod validate;

pub use classify::{DEEPEST, Usage, classify, containing_themselves};
pub use dedupe::{dedupe, is_generic};
pub use overlay::{apply, apply_to_parts};
pub use samples::refuse_samples;
pub use sendable::sendable;
pub use slash::paths_begin_with_a_slash;
pub use validate::validate;

use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Checked, Patch};

/// Runs all passes, in their order. `None` where something was said that forbids to go on.
pub fn run(mut api: Api, patches: &[Patch], diagnostics: &mut Diagnostics) -> Option<Checked<Api>> {
    contradict::contradictions(&api, patches, diagnostics);
    apply(&mut api, patches, diagnostics);
    paths_begin_with_a_slash(&mut api);
    dedupe(&mut api);
    if apply_to_parts(&mut api, patches, diagnostics) {
        // What was corrected may be the same as something else now.
        paths_begin_with_a_slash(&mut api);
        dedupe(&mut api);
    }
    if !patches.is_empty() {
        refuse_samples(&mut api, diagnostics);
    }
    sendable(&api, diagnostics);
    validate(api, diagnostics)
}
