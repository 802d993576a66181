//! What a lowering carries along: what was settled before, what is settled now, and where each item stands.

use super::{Lock, Options, Slot, UserNames, docs};
use crate::ir::{Api, NodeId, Presence};
use crate::passes::Usage;
use crate::text::{SourceMap, Span};

/// What the lowering carries along.
pub(super) struct Lowering<'a> {
    pub(super) api: &'a Api,
    pub(super) options: &'a Options,
    /// What earlier runs settled.
    pub(super) old: &'a Lock,
    /// What this run settles.
    pub(super) lock: Lock,
    pub(super) user: UserNames,
    pub(super) usage: Usage,
    pub(super) places: Vec<(String, NodeId, Option<Span>)>,
    pub(super) sources: &'a SourceMap,
}

impl Lowering<'_> {
    /// Remembers a name and its rank, and where the item comes from.
    pub(super) fn remember(&mut self, id: &str, rank: u32, name: &str) {
        self.lock.set(id, rank, name);
    }

    /// Remembers where an item stands.
    pub(super) fn place(&mut self, rust: String, node: &str, span: Option<Span>) {
        self.places.push((rust, NodeId::written(node), span));
    }

    /// The source line of an item: the document's file name and the stable pointer into it.
    pub(super) fn source(&self, span: Option<Span>, pointer: &str) -> Option<docs::Source> {
        let name = self.sources.file(span?.file).name();
        let file = name.rsplit('/').next().unwrap_or(name).to_owned();
        Some(docs::Source { file, pointer: pointer.to_owned() })
    }
}

/// How a field wraps its type.
pub(super) fn slot(presence: Presence, nullable: bool) -> Slot {
    match (presence, nullable) {
        (Presence::Required, false) => Slot::Required,
        (Presence::Required, true) => Slot::Nullable,
        (Presence::Optional | Presence::Unknown, false) => Slot::Optional,
        (Presence::Optional | Presence::Unknown, true) => Slot::Maybe,
    }
}
