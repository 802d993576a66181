//! The one rule that grades a fact by how it is known.

use crate::ir::{Basis, How, Presence, Shape};
use std::fmt;

/// How far a fact can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// A document says so.
    Stated,
    /// A person decided it, and said why.
    Assumed,
    /// Only samples show it.
    Inferred(Strength),
    /// Nothing says it.
    Unknown,
    /// A document says so, and a sample shows something else.
    Conflict,
}

/// How strong the evidence of samples is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Many samples show it, or one that proves it.
    High,
    /// Some samples show it.
    Medium,
    /// It was seen once, or too seldom to rely on.
    Low,
}

impl Strength {
    fn weaker(self) -> Self {
        match self {
            Self::High => Self::Medium,
            Self::Medium | Self::Low => Self::Low,
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stated => "stated",
            Self::Assumed => "assumed",
            Self::Inferred(Strength::High) => "inferred:high",
            Self::Inferred(Strength::Medium) => "inferred:medium",
            Self::Inferred(Strength::Low) => "inferred:low",
            Self::Unknown => "unknown",
            Self::Conflict => "conflict",
        })
    }
}

/// What a fact claims.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'a> {
    /// That what is called so has this shape.
    Type {
        /// The name on the wire; empty where it has none.
        name: &'a str,
        /// The shape, without `null`.
        shape: &'a Shape,
    },
    /// That something is there, or not always.
    Presence(Presence),
    /// Something else, which one sight of it shows.
    Other,
}

/// From so many objects on, "always there" is more than chance: of what is missing in every fourth object, ten objects without such a gap are seen in one
/// case of twenty.
const SOME_OBJECTS: u32 = 10;
/// From so many on it can be relied on: the same, of what is missing in every tenth.
const MANY_OBJECTS: u32 = 30;
/// From so many values on, a kind can be relied on.
const MANY_VALUES: u32 = 10;

/// Grades a fact: by who says it, by how often it was seen, and by what such a sight can show. `is_contested` is whether a sample speaks against it.
///
/// The table of it is in `specs/FORMAT.md`; evidence that gets richer is weighed here and nowhere else.
pub fn grade(basis: &Basis, claim: Claim<'_>, is_contested: bool) -> Grade {
    let seen = match &basis.how {
        How::Assumed { .. } => return Grade::Assumed,
        _ if is_contested => return Grade::Conflict,
        How::Stated => {
            return match claim {
                Claim::Type { shape: Shape::Any, .. } | Claim::Presence(Presence::Unknown) => Grade::Unknown,
                Claim::Type { .. } | Claim::Presence(Presence::Required | Presence::Optional) | Claim::Other => Grade::Stated,
            };
        }
        How::Inferred { samples } => samples.0,
    };
    match claim {
        Claim::Type { shape: Shape::Any, .. } => Grade::Unknown,
        Claim::Type { name, shape } => {
            let strength = by_count(seen, MANY_VALUES);
            let is_weaker = match shape {
                // Whole amounts do not show that there are no fractions; values, that there are no others; keys that look like data, that they are.
                Shape::Integer => speaks_of_fractions(name),
                Shape::Enum(_) | Shape::Map(_) => true,
                _ => false,
            };
            Grade::Inferred(if is_weaker { strength.weaker() } else { strength })
        }
        // An object without it was seen: that is no chance.
        Claim::Presence(Presence::Optional) => Grade::Inferred(Strength::High),
        Claim::Presence(Presence::Required | Presence::Unknown) => Grade::Inferred(if seen >= MANY_OBJECTS {
            Strength::High
        } else if seen >= SOME_OBJECTS {
            Strength::Medium
        } else {
            Strength::Low
        }),
        Claim::Other => Grade::Inferred(Strength::High),
    }
}

fn by_count(seen: u32, many: u32) -> Strength {
    match seen {
        0 | 1 => Strength::Low,
        _ if seen < many => Strength::Medium,
        _ => Strength::High,
    }
}

/// Words of names whose numbers mostly have fractions.
const FRACTIONS: &[&str] = &[
    "amount",
    "average",
    "avg",
    "balance",
    "cost",
    "discount",
    "fee",
    "height",
    "lat",
    "latitude",
    "length",
    "lng",
    "longitude",
    "percent",
    "percentage",
    "price",
    "rate",
    "ratio",
    "score",
    "subtotal",
    "sum",
    "tax",
    "total",
    "vat",
    "weight",
    "width",
];

/// Whether a name speaks of something that has fractions, as `unit_price` and `taxRate` do.
pub(super) fn speaks_of_fractions(name: &str) -> bool {
    let mut word = String::new();
    let mut before_was_small = false;
    for sign in name.chars().chain([' ']) {
        if !sign.is_alphanumeric() || (sign.is_uppercase() && before_was_small) {
            if FRACTIONS.contains(&word.as_str()) {
                return true;
            }
            word.clear();
        }
        before_was_small = sign.is_lowercase();
        if sign.is_alphanumeric() {
            word.extend(sign.to_lowercase());
        }
    }
    false
}
