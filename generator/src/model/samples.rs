//! The samples that documents show, as tests of their types.

use super::lowering::Lowering;
use super::masked::{Masked, masked, shown};
use super::names::{MethodName, ModuleName, Spelling, UserNames, Wish, settle};
use super::types::TypeNames;
use super::{Group, Lock, RustType, Sample, Samples};
use crate::ir::{self, NodeId, SampleRole};
use std::collections::{BTreeMap, BTreeSet};

/// A sample before its test has a name.
struct Shown {
    wish: Wish,
    node: NodeId,
    ty: RustType,
    masked: Masked,
    place: crate::text::Span,
}

/// The samples, operation by operation: each that says something else than those before it, of a type that says something.
pub(super) fn samples(lowering: &mut Lowering<'_>, types: &TypeNames, groups: &[Group]) -> Vec<Sample> {
    let as_shown = match lowering.options.samples {
        Samples::None => return Vec::new(),
        Samples::Tests => false,
        Samples::Shown => true,
    };
    let api = lowering.api;
    let by_id: BTreeMap<&str, &ir::Operation> = api.operations.iter().map(|operation| (operation.id.as_str(), operation)).collect();
    let mut all: Vec<(&ir::Sample, NodeId, String)> = Vec::new();
    for (group, named) in groups.iter().flat_map(|group| group.operations.iter().map(move |operation| (group, operation))) {
        let Some(operation) = by_id.get(named.id.as_str()) else { continue };
        let node = NodeId::operation(&operation.id);
        let module = group.home.as_ref().map_or("", |home| home.module.as_str());
        for sample in &operation.samples {
            let (step, role) = match &sample.role {
                SampleRole::Request => ("body".to_owned(), "request".to_owned()),
                SampleRole::Response(status) => (status.to_string(), status.to_string()),
                SampleRole::Type(name) => (name.clone(), name.clone()),
            };
            all.push((sample, node.child(&step), format!("{module} {} {role}", named.method.as_str())));
        }
    }
    for sample in &api.samples {
        if let SampleRole::Type(name) = &sample.role {
            all.push((sample, NodeId::ty(name), name.clone()));
        }
    }
    let mut said = BTreeSet::new();
    let mut all_shown: Vec<Shown> = Vec::new();
    for (at, (sample, node, words)) in all.into_iter().enumerate() {
        let Some((ty, json)) = sample.ty.zip(sample.json.as_deref()) else { continue };
        let masked = if as_shown { shown(json, &api.types, ty) } else { masked(json, &api.types, ty) };
        let Some(masked) = masked else { continue };
        let ty = types.rust(api, ty);
        // What may be anything holds anything.
        if as_shown || ty != RustType::Any && said.insert((ty.clone(), masked.json.clone())) {
            let wish = Wish::new(format!("{node}#sample:{at:08}"), words, Vec::<String>::new());
            all_shown.push(Shown { wish, node, ty, masked, place: sample.span });
        }
    }
    let wishes: Vec<Wish> = all_shown.iter().map(|shown| shown.wish.clone()).collect();
    // Nobody calls a test: what there was before has no say.
    let names: Vec<MethodName> = settle(&wishes, Spelling::Snake, &[], &Lock::default(), &mut UserNames::default());
    let module = module(groups);
    let mut samples = Vec::new();
    for (Shown { node, ty, masked, place, .. }, name) in all_shown.into_iter().zip(names) {
        lowering.place(format!("{}::{}", module.as_str(), name.as_str()), node.as_str(), Some(place));
        let source = lowering.source(Some(place), node.as_str().split_once(':').map_or(node.as_str(), |(_, rest)| rest));
        samples.push(Sample { name, ty, json: masked.json, differs_at: masked.differs_at.into_iter().collect(), source });
    }
    samples
}

/// The module of the tests: `samples`, or, where the vendor has samples of its own, another name.
pub(super) fn module(groups: &[Group]) -> ModuleName {
    ModuleName::besides(groups.iter().filter_map(|group| Some(&group.home.as_ref()?.module)), "samples")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::ir::{ResponseStatus, Sample, SampleRole, Shape, TypeDef, sample};
    use crate::model::{Directions, Grouping, Lock, Options, Samples, UnknownFields, UserNames, lower};

    /// The texts of the tests, without the spaces between: of two answers of one type that differ by a name alone, and of an answer of any type.
    fn texts(samples: Samples) -> Vec<String> {
        let mut api = sample::pets();
        let any = api.types.add(TypeDef::anonymous(Shape::Any, sample::basis()));
        let list = sample::op(&mut api, "pets.list");
        let page = list.samples[0].ty;
        let one = |ty, json: &str| Sample {
            role: SampleRole::Response(ResponseStatus::Code(200)),
            ty,
            span: sample::line(9),
            json: Some(json.to_owned()),
        };
        list.samples = vec![
            one(page, r#"{"items":[{"id":"1","name":"Ann"}]}"#),
            one(page, r#"{"items":[{"id":"1","name":"Bob"}]}"#),
            one(Some(any), r#"{"x":1}"#),
        ];
        api.samples.clear();
        let mut said = Diagnostics::default();
        let checked = crate::passes::run(api, &[], &mut said).unwrap_or_else(|| panic!("{said:?}"));
        let options = Options {
            name: "pets".to_owned(),
            grouping: Grouping::Document,
            directions: Directions::Used,
            unknown_fields: UnknownFields::Keep,
            samples,
        };
        let client = lower(&checked, &options, &Lock::default(), UserNames::default(), &sample::sources()).client;
        client.samples.into_iter().map(|sample| sample.json.split_whitespace().collect()).collect()
    }

    #[test]
    fn each_different_one_is_a_test_without_people() {
        assert_eq!(texts(Samples::Tests), [r#"{"items":[{"id":"1","name":"Xxx"}]}"#]);
    }

    #[test]
    fn as_they_are_shown_all_of_them_are() {
        let all = [r#"{"items":[{"id":"1","name":"Ann"}]}"#, r#"{"items":[{"id":"1","name":"Bob"}]}"#, r#"{"x":1}"#];
        assert_eq!(texts(Samples::Shown), all);
    }

    #[test]
    fn who_wants_none_gets_none() {
        assert_eq!(texts(Samples::None), [""; 0]);
    }
}
