//! All that samples show of one place, for people who ask: a record that can be joined in any order and any grouping, and is the same each time.
//!
//! Types are made of less than that (`evidence.rs`). Here the extremes, lengths, forms and texts are kept as well, each of them bounded: so a record is as large
//! as what a person reads, whatever the samples.

use super::form;
use crate::document::{Node, Value};
use crate::ir::StringForm;
use crate::text::Span;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// So many different texts are kept: those that come first in the order of their letters, whatever the order in which they came.
pub(super) const MOST_TEXTS: usize = 12;

/// A longer text, or a longer number, is not kept, only counted.
const LONGEST: usize = 40;

/// Lists in lists are looked into so deep.
const DEEPEST: usize = 4;

/// What was seen at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// In how many objects it could have stood: those that were shown whole, and those that have it.
    pub objects: u64,
    /// In how many of them it stood.
    pub present: u64,
    /// `null`s.
    pub nulls: Option<Sight>,
    /// Placeholders.
    pub holes: Option<Sight>,
    /// Booleans, and how many of them were true.
    pub bools: Option<(Sight, u64)>,
    /// Whole numbers.
    pub integers: Option<Numbers>,
    /// Numbers that are none by their text.
    pub fractions: Option<Numbers>,
    /// Texts.
    pub texts: Option<Texts>,
    /// Lists, by their lengths, and what is in them.
    pub lists: Option<(Sight, Range, Box<Observed>)>,
    /// Objects.
    pub members: Option<Sight>,
}

/// How often something was seen, and where first: in the order of the document, not of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// How often.
    pub count: u64,
    /// Where first.
    pub first: Span,
}

/// The least and the greatest of some numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub least: usize,
    /// The greatest.
    pub most: usize,
}

/// Numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// How many, and where.
    pub sight: Sight,
    /// The least and the greatest, as they are written; none where all are too long to be shown.
    pub ends: Option<(String, String)>,
}

/// Texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Texts {
    /// How many, and where.
    pub sight: Sight,
    /// How many characters they have.
    pub lengths: Range,
    /// How many of them have which form.
    pub forms: BTreeMap<StringForm, u64>,
    /// Different texts, with how often each was seen.
    pub distinct: BTreeMap<String, u64>,
    /// Whether there were others: more of them, longer ones, or such as are not to be shown.
    pub more: bool,
}

impl Observed {
    /// Takes in that an object has the member, with its value. What `is_hidden` names by its place is counted, and not kept.
    pub fn see_member(&mut self, value: &Node, is_hidden: &dyn Fn(Span) -> bool) {
        self.objects += 1;
        self.present += 1;
        self.see(value, is_hidden);
    }

    /// Takes in that an object that is shown whole does not have the member.
    pub fn see_absence(&mut self) {
        self.objects += 1;
    }

    /// Takes in a value.
    pub fn see(&mut self, node: &Node, is_hidden: &dyn Fn(Span) -> bool) {
        self.see_at(node, is_hidden, 0);
    }

    fn see_at(&mut self, node: &Node, is_hidden: &dyn Fn(Span) -> bool, depth: usize) {
        let sight = Sight { count: 1, first: node.span };
        let one = match &node.value {
            Value::Null => Self { nulls: Some(sight), ..Self::default() },
            Value::Hole(_) => Self { holes: Some(sight), ..Self::default() },
            Value::Bool(value) => Self { bools: Some((sight, u64::from(*value))), ..Self::default() },
            Value::Number(text) => {
                let is_shown = text.len() <= LONGEST && !is_hidden(node.span);
                let numbers = Some(Numbers { sight, ends: is_shown.then(|| (text.clone(), text.clone())) });
                match form::number(text) {
                    form::NumberForm::Whole => Self { integers: numbers, ..Self::default() },
                    form::NumberForm::Fraction => Self { fractions: numbers, ..Self::default() },
                }
            }
            Value::String(text) if form::is_placeholder(text) => Self { holes: Some(sight), ..Self::default() },
            Value::String(text) => {
                let length = text.chars().count();
                let is_shown = length <= LONGEST && !is_hidden(node.span);
                let texts = Texts {
                    sight,
                    lengths: Range { least: length, most: length },
                    forms: form_of(text).map(|form| (form, 1)).into_iter().collect(),
                    distinct: is_shown.then(|| (text.clone(), 1)).into_iter().collect(),
                    more: !is_shown,
                };
                Self { texts: Some(texts), ..Self::default() }
            }
            Value::Array(array) => {
                let length = array.items.len();
                let mut items = Self::default();
                if depth < DEEPEST {
                    array.items.iter().for_each(|item| items.see_at(item, is_hidden, depth + 1));
                }
                Self { lists: Some((sight, Range { least: length, most: length }, Box::new(items))), ..Self::default() }
            }
            Value::Object(_) => Self { members: Some(sight), ..Self::default() },
        };
        self.join(one);
    }

    /// Joins what was seen elsewhere.
    pub fn join(&mut self, other: Self) {
        let Self { objects, present, nulls, holes, bools, integers, fractions, texts, lists, members } = other;
        self.objects += objects;
        self.present += present;
        joined(&mut self.nulls, nulls, Sight::join);
        joined(&mut self.holes, holes, Sight::join);
        joined(&mut self.bools, bools, |(sight, truths), (other, more)| {
            sight.join(other);
            *truths += more;
        });
        joined(&mut self.integers, integers, Numbers::join);
        joined(&mut self.fractions, fractions, Numbers::join);
        joined(&mut self.texts, texts, Texts::join);
        joined(&mut self.lists, lists, |(sight, lengths, items), (other, more, behind)| {
            sight.join(other);
            lengths.join(more);
            items.join(*behind);
        });
        joined(&mut self.members, members, Sight::join);
    }
}

fn joined<T>(to: &mut Option<T>, other: Option<T>, join: impl FnOnce(&mut T, T)) {
    match (to, other) {
        (Some(known), Some(other)) => join(known, other),
        (to @ None, other) => *to = other,
        (Some(_), None) => {}
    }
}

impl Sight {
    fn join(&mut self, other: Self) {
        self.count += other.count;
        self.first = self.first.min(other.first);
    }
}

impl Range {
    fn join(&mut self, other: Self) {
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
    }
}

impl Numbers {
    fn join(&mut self, other: Self) {
        self.sight.join(other.sight);
        joined(&mut self.ends, other.ends, |(least, most), (low, high)| {
            if compare(&low, least).is_lt() {
                *least = low;
            }
            if compare(&high, most).is_gt() {
                *most = high;
            }
        });
    }
}

/// The order of two numbers, as they are written: by their value, and of those that 64 bits do not tell apart, whole ones by all of their digits. Numbers that
/// are equal have an order too, so that it is the same one each time.
fn compare(one: &str, other: &str) -> Ordering {
    let value = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    let whole = |text: &str| text.parse::<i128>().ok();
    value(one).total_cmp(&value(other)).then_with(|| whole(one).cmp(&whole(other))).then_with(|| one.cmp(other))
}

impl Texts {
    fn join(&mut self, other: Self) {
        self.sight.join(other.sight);
        self.lengths.join(other.lengths);
        self.more |= other.more;
        for (form, count) in other.forms {
            *self.forms.entry(form).or_default() += count;
        }
        for (text, count) in other.distinct {
            *self.distinct.entry(text).or_default() += count;
        }
        // What goes has so many before it for good, and never comes back: so the counts of those that stay are whole.
        while self.distinct.len() > MOST_TEXTS {
            self.distinct.pop_last();
            self.more = true;
        }
    }
}

/// The form of a text, if it has one.
fn form_of(text: &str) -> Option<StringForm> {
    const FORMS: &[StringForm] =
        &[StringForm::DateTime, StringForm::LocalDateTime, StringForm::Date, StringForm::Time, StringForm::Uuid, StringForm::Decimal];
    let is_url = || ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let is_mail = || {
        let parts = text.split_once('@');
        parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
    };
    let found = FORMS.iter().copied().find(|form| form.fits(text));
    found.or_else(|| is_url().then_some(StringForm::Url)).or_else(|| is_mail().then_some(StringForm::Email))
}
