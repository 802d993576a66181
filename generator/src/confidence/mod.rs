//! How far each fact can be trusted, and what to settle first.
//!
//! * `grade.rs`: the one rule that grades a fact by how it is known
//! * `survey.rs`: the facts of an API with their grades, what hangs on each, the weakest first
//! * `entry.rs`: the entry of an overlay that settles a fact
//! * `policy.rs`: which grades nobody wants, and what is said of facts that have them
//!
//! Deliberately not here: how evidence is gathered, and anything that changes an API.

mod entry;
mod grade;
mod policy;
mod survey;
#[cfg(test)]
mod tests;

pub use grade::{Claim, Grade, Strength, grade};
pub use policy::{Denial, Policy, denied};
pub use survey::{Known, Subject, Weak, Weakest, facts, weakest};
