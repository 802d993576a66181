//! What the project says of itself is true.
//!
//! * `readme.rs`: every block, picture and link of the pages for people
//! * `licences.rs`: what the tree of crates may hold
//! * `architecture.rs`: what the architecture page names is there
//! * `benches.rs`: nothing is forgotten by the benches

mod architecture;
mod benches;
mod licences;
mod readme;
