//! What changes mean for the people who call a client, told to people and machines.
//!
//! * `summary.rs`: changes in groups, and the level they ask for together
//! * `report.rs`: the report, for a terminal, as Markdown, as JSON
//!
//! Deliberately not here: judging. What a change means is said by its rule, in `diff`.

mod report;
mod summary;

pub use report::{Format, report};
pub use summary::{Group, Summary};
