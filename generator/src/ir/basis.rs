//! How a fact is known, and where it stands.

use crate::text::Span;

/// How a fact is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// A document says so.
    Stated,
    /// Seen in samples only. The count is no part of what is compared.
    Inferred {
        /// How many samples showed it.
        samples: Samples,
    },
    /// A person decided it without a document that says so.
    Assumed {
        /// Why.
        reason: String,
    },
}

/// A number of samples; all numbers are equal to one another, so that a further sample alone is no change.
#[derive(Clone, Copy, Debug, Default)]
pub struct Samples(pub u32);

impl PartialEq for Samples {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Samples {}

/// Which input a fact came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Layer {
    /// The vendor's document itself (a collection, or a spec that quotes one line by line).
    #[default]
    Document,
    /// A hand-written overlay over it.
    Overlay,
}

/// How a fact is known and where it stands. Places are no part of what is compared.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Stated, inferred, or assumed.
    pub how: How,
    /// The place in the vendor's document that says so, if one does.
    pub span: Option<Span>,
    /// The place in the file that people write (spec, overlay) where the fact was taken down, if it was.
    pub written: Option<Span>,
    /// Another public page of the vendor that says so, as the spec names it.
    pub page: Option<String>,
    /// Which input it came from.
    pub layer: Layer,
}

impl PartialEq for Basis {
    fn eq(&self, other: &Self) -> bool {
        self.how == other.how && self.page == other.page
    }
}

impl Eq for Basis {}

impl Basis {
    /// Stated by the vendor's document at a place.
    pub fn stated(span: Span) -> Self {
        Self { how: How::Stated, span: Some(span), written: None, page: None, layer: Layer::Document }
    }

    /// Seen in one sample at a place.
    pub fn inferred(span: Span, samples: u32) -> Self {
        Self { how: How::Inferred { samples: Samples(samples) }, span: Some(span), written: None, page: None, layer: Layer::Document }
    }

    /// Decided by a person.
    pub fn assumed(written: Span, reason: impl Into<String>) -> Self {
        Self { how: How::Assumed { reason: reason.into() }, span: None, written: Some(written), page: None, layer: Layer::Document }
    }

    /// Whether the evidence stands in the vendor's document itself, not on another page and not in a person's head.
    pub fn in_document(&self) -> bool {
        self.page.is_none() && !matches!(self.how, How::Assumed { .. })
    }

    /// The place to show: the vendor's document first, then the file that people write.
    pub fn place(&self) -> Option<Span> {
        self.span.or(self.written)
    }
}

/// A value with its basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// How it is known and where it stands.
    pub basis: Basis,
}

impl<T> Fact<T> {
    /// Puts a value and its basis together.
    pub fn new(value: T, basis: Basis) -> Self {
        Self { value, basis }
    }

    /// Stated by the vendor's document at a place.
    pub fn stated(value: T, span: Span) -> Self {
        Self { value, basis: Basis::stated(span) }
    }
}

/// The vendor's own words about a thing, as Markdown. Hostile text: only `emit` may print it.
pub type Docs = Option<Fact<String>>;
