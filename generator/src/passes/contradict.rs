//! What speaks against a correction: another correction of the same thing, and all samples.
//!
//! A correction goes over what samples show, and the later of two over the earlier. Both are allowed, and both are said.

use super::overlay::{answers, same, spots};
use super::part;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Address, Answer, Api, Basis, CaseKind, EnumBase, EnumValue, Fact, How, Layer, Patch, Place, Root, Setting, Shape, Spot, TypeId, Types,
    visible,
};
use crate::text::Span;
use std::collections::BTreeSet;

/// Says which corrections say something else of a thing than an earlier one: an error within one file; where files lie over one another, the later
/// one was meant to count.
pub(super) fn contradictions(api: &Api, patches: &[Patch], diagnostics: &mut Diagnostics) {
    let all: Vec<(&Patch, &Fact<Setting>)> =
        patches.iter().flat_map(|patch| patch.settings.iter().map(move |setting| (patch, setting))).collect();
    for (at, &(later, setting)) in all.iter().enumerate() {
        let is_same = |(patch, known): &&(&Patch, &Fact<Setting>)| {
            patch.at.value == later.at.value && std::mem::discriminant(&known.value) == std::mem::discriminant(&setting.value)
        };
        let Some(&(earlier, known)) = all[..at].iter().rev().find(is_same) else { continue };
        if !differ(&api.types, &known.value, &setting.value) {
            continue;
        }
        let place = |patch: &Patch, setting: &Fact<Setting>| setting.basis.written.unwrap_or(patch.span);
        let (first, second) = (place(earlier, known), place(later, setting));
        let shown = visible(&later.at.value.to_string());
        diagnostics.push(if first.file == second.file {
            Diagnostic::new(Code::BadPatch, second, format!("two corrections of `{shown}` contradict one another"))
                .label("says one thing")
                .and(first, "says another")
                .note("expected one correction of a thing in a file")
                .help("delete the one that is wrong")
        } else {
            Diagnostic::new(Code::PatchOverridden, first, format!("the correction of `{shown}` is overridden by a later file"))
                .label("counts no more")
                .and(second, "counts in its place")
        });
    }
}

/// Whether two settings of one kind cannot both hold.
fn differ(types: &Types, one: &Setting, other: &Setting) -> bool {
    match (one, other) {
        (Setting::Type(one), Setting::Type(other))
        | (Setting::Add(one), Setting::Add(other))
        | (Setting::Answer(Answer::Type(one)), Setting::Answer(Answer::Type(other))) => !same(types, *one, *other, &mut Vec::new()),
        (Setting::Values(one), Setting::Values(other)) => {
            let wires = |values: &[EnumValue]| values.iter().map(|value| value.wire.clone()).collect::<BTreeSet<_>>();
            wires(one) != wires(other)
        }
        // Each of them adds or takes away something of its own.
        (Setting::Also(_) | Setting::RemoveHeader(_), _) => false,
        (one, other) => one != other,
    }
}

/// What samples show of a thing.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    shape: Shape,
    /// Where the first sample shows it.
    span: Span,
    /// Whether it is sent as text, which any text fits.
    is_text: bool,
}

/// What samples show of the things that an address leads to, where nothing else says what they are.
pub(super) fn shown(api: &Api, address: &Address, setting: &Setting) -> Vec<Shown> {
    if !matches!(setting, Setting::Type(_) | Setting::Answer(_) | Setting::Values(_)) {
        return Vec::new();
    }
    let all = |root: &Root| match root {
        Root::Type(name) => api.types.named(name).map(Spot::Type).into_iter().collect(),
        Root::Answer { operation, status } => answers(api, operation, status),
        Root::Errors => api.errors.iter().map(|_| Spot::Errors).collect(),
        Root::Envelope => api.envelope.iter().map(|_| Spot::Envelope).collect(),
    };
    let spots: Vec<Spot> = match address {
        Address::Part { root, path } => all(root).into_iter().filter_map(|root| part::find(api, root, path)).collect(),
        Address::Node(node) => spots(api, node),
        Address::Answer { operation, status } => answers(api, operation, status),
        Address::Param { operation, place, name } => params(api, operation, *place, name),
        Address::Type(name) => api.types.named(name).map(Spot::Type).into_iter().collect(),
        Address::Api | Address::Server | Address::FurtherServer(_) | Address::AllOperations | Address::Operation(_) => Vec::new(),
    };
    spots.into_iter().filter_map(|spot| shown_at(api, spot)).collect()
}

fn params(api: &Api, operation: &str, place: Place, name: &str) -> Vec<Spot> {
    let operations = api.operations.iter().enumerate().filter(|(_, found)| super::overlay::names(operation, found));
    let params = operations.flat_map(|(at, found)| found.params.iter().enumerate().map(move |(param, known)| (at, param, known)));
    params.filter(|(.., known)| known.place.value == place && known.wire == name).map(|(at, param, _)| Spot::Param(at, param)).collect()
}

fn shown_at(api: &Api, spot: Spot) -> Option<Shown> {
    let (ty, _) = api.types.peel(spot.ty(api)?);
    let def = api.types.get(ty);
    let Basis { how: How::Inferred { .. }, span: Some(span), layer: Layer::Document, .. } = def.basis else { return None };
    Some(Shown { shape: def.shape.clone(), span, is_text: matches!(spot, Spot::Param(..)) })
}

/// Says that no sample fits what a correction says.
pub(super) fn tell(api: &Api, patch: &Patch, setting: &Fact<Setting>, shown: &[Shown], diagnostics: &mut Diagnostics) {
    // Where one place fits, the correction is right of some.
    let Some(first) = shown.first().filter(|_| shown.iter().all(|shown| !fits(api, shown, &setting.value))) else { return };
    let place = setting.basis.written.unwrap_or(patch.span);
    let address = visible(&patch.at.value.to_string());
    diagnostics.push(
        Diagnostic::new(Code::SampleContradicts, place, format!("no sample fits the correction of `{address}`"))
            .label("says what it is")
            .and(first.span, format!("a sample shows {}", words(&first.shape)))
            .note("the correction counts")
            .help("look at both: delete the correction if the samples are right; if they are wrong, nothing is to be done"),
    );
}

/// Whether a sample may fit what a setting says: only what surely does not is told.
fn fits(api: &Api, shown: &Shown, setting: &Setting) -> bool {
    match setting {
        Setting::Type(ty) | Setting::Answer(Answer::Type(ty)) => fits_type(&api.types, shown, *ty, &mut BTreeSet::new()),
        Setting::Values(values) if !values.is_empty() => match &shown.shape {
            Shape::Enum(known) => known.values.iter().any(|known| values.iter().any(|value| value.wire == known.wire)),
            _ => true,
        },
        _ => true,
    }
}

fn fits_type(types: &Types, shown: &Shown, ty: TypeId, seen: &mut BTreeSet<TypeId>) -> bool {
    if !seen.insert(ty) {
        return false;
    }
    match &types.get(ty).shape {
        Shape::Nullable(inner) => fits_type(types, shown, *inner, seen),
        Shape::OneOf(cases) => cases.iter().any(|case| match &case.kind {
            CaseKind::Type(ty) => fits_type(types, shown, *ty, seen),
            CaseKind::Text(_) => may_be(types, &shown.shape, Kind::Text),
        }),
        shape => match kind(shape) {
            None => true,
            Some(Kind::Text) if shown.is_text => true,
            Some(kind) => may_be(types, &shown.shape, kind),
        },
    }
}

/// What is told apart on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bool,
    Integer,
    Number,
    Text,
    List,
    Object,
}

/// The kind of a shape that has one.
fn kind(shape: &Shape) -> Option<Kind> {
    match shape {
        Shape::Bool => Some(Kind::Bool),
        Shape::Integer => Some(Kind::Integer),
        Shape::Number => Some(Kind::Number),
        Shape::String(_) => Some(Kind::Text),
        Shape::Enum(values) => Some(match values.base {
            EnumBase::Text => Kind::Text,
            EnumBase::Integer => Kind::Integer,
        }),
        Shape::List(_) => Some(Kind::List),
        Shape::Map(_) | Shape::Object(_) => Some(Kind::Object),
        Shape::Any | Shape::File | Shape::OneOf(_) | Shape::Nullable(_) => None,
    }
}

/// Whether a value that was seen as a shape may be one of a kind.
fn may_be(types: &Types, shown: &Shape, said: Kind) -> bool {
    if let Shape::OneOf(cases) = shown {
        return cases.iter().any(|case| match &case.kind {
            CaseKind::Type(ty) => may_be(types, &types.get(types.peel(*ty).0).shape, said),
            CaseKind::Text(_) => said == Kind::Text,
        });
    }
    match (kind(shown), said) {
        // One of several numbers had a fraction; the others may be whole.
        (None, _) | (Some(Kind::Integer | Kind::Number), Kind::Integer | Kind::Number) => true,
        (Some(shown), said) => shown == said,
    }
}

fn words(shape: &Shape) -> String {
    match shape {
        Shape::Enum(found) => format!("values such as `{}`", visible(found.values.first().map_or("", |value| value.wire.as_str()))),
        shape => match kind(shape) {
            Some(Kind::Bool) => "a boolean",
            Some(Kind::Integer) => "a whole number",
            Some(Kind::Number) => "a number",
            Some(Kind::Text) => "a string",
            Some(Kind::List) => "a list",
            Some(Kind::Object) => "an object",
            None => "something else",
        }
        .to_owned(),
    }
}
