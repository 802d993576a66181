//! What really came, held against what the documents say.
//!
//! * `mod.rs`: the way of a recording: each answer to its operation, each body beside its type
//! * `record.rs`: an answer that was recorded
//! * `har.rs`: recordings of browsers (HAR 1.2)
//! * `line.rs`: recordings with an answer on each line (NDJSON)
//! * `looks.rs`: what a body that is no JSON seems to be
//! * `base64.rs`: bodies that are written to the base of 64
//! * `sent.rs`: what a request carried, as far as it tells operations apart
//! * `route.rs`: which operation an answer belongs to
//! * `place.rs`: where a value stands in the types, and its address in an overlay
//! * `walk.rs`: a value and its type, side by side
//! * `seen.rs`: what was seen, as a type
//! * `numbered.rs`: names that differ in a running number only
//! * `finding.rs`: what is not as the documents say, how often, where first
//! * `entry.rs`: the correction that makes a finding go
//! * `account.rs`: the sum over all that was recorded
//! * `report.rs`: the account for people and for programs
//!
//! A pure function from an API and answers to an account. Deliberately not here: files, and values. Of a value its kind is kept, and its text only
//! where an enumeration is asked for and nothing tells of a secret or of somebody.

mod account;
mod base64;
mod entry;
mod finding;
mod har;
mod line;
mod looks;
mod numbered;
mod place;
mod record;
mod report;
mod route;
mod seen;
mod sent;
#[cfg(test)]
mod tests;
mod walk;

pub use account::{Account, Left, Recordings, Unmatched};
pub use finding::{Finding, FindingKind, NoEntry};
pub use har::read_har;
pub use line::read_line;
pub use looks::Looks;
pub use record::{Body, Recorded, Where};
pub use report::{Format, report};
pub use route::Hosts;
