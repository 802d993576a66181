//! Facts of a row → facts of a field.

use super::Lowering;
use super::evidence::RowEvidence;
use crate::diagnostic::Code;
use crate::ir::{Access, Basis, Fact, FieldFacts, Presence};
use crate::spec::tree::Text;
use crate::spec::words::{FactWord, parse_facts};

/// What the facts of a row say.
pub(super) struct RowFacts {
    /// Whether the thing is there, if they say so.
    pub(super) presence: Option<Fact<Presence>>,
    /// The media type of a part.
    pub(super) media: Option<Fact<String>>,
    /// The rest.
    pub(super) facts: FieldFacts,
    /// The authentication scheme that the row belongs to.
    pub(super) credential: Option<Text>,
}

impl Lowering<'_> {
    /// Reads the facts of a row. What the page says and is wrong must stand at the row's lines.
    pub(super) fn facts(&mut self, text: &Text, row: &RowEvidence) -> RowFacts {
        let (words, complaints) = parse_facts(&text.value);
        for complaint in complaints {
            self.complain(Code::BadFacts, text, complaint);
        }
        let basis = Basis { written: Some(text.span), ..row.basis.clone() };
        let mut found = RowFacts { presence: None, media: None, facts: FieldFacts::default(), credential: None };
        for word in words {
            let span = self.inside(text, &word.range);
            let basis = match &word.value.because {
                Some(reason) => Basis { written: Some(span), ..self.assumed(&Text::new(reason.value.clone(), span)) },
                None => Basis { written: Some(span), ..basis.clone() },
            };
            let facts = &mut found.facts;
            match word.value.word {
                FactWord::Required => found.presence = Some(Fact::new(Presence::Required, basis)),
                FactWord::Optional => {
                    found.presence = Some(Fact::new(Presence::Optional, basis));
                }
                FactWord::RequiredIf(condition) => {
                    found.presence = Some(Fact::new(Presence::Optional, basis.clone()));
                    facts.condition = Some(Fact::new(format!("required if {condition}"), basis));
                }
                FactWord::PresentIf(condition) => {
                    found.presence = Some(Fact::new(Presence::Optional, basis.clone()));
                    facts.condition = Some(Fact::new(format!("present if {condition}"), basis));
                }
                FactWord::ReadOnly => facts.access = Some(Fact::new(Access::ReadOnly, basis)),
                FactWord::WriteOnly => facts.access = Some(Fact::new(Access::WriteOnly, basis)),
                FactWord::Secret => facts.secret = Some(Fact::new((), basis)),
                FactWord::Max(most) => {
                    self.name_stands("the number", &most.to_string(), span, row.place.as_ref());
                    facts.max_length = Some(Fact::new(most, basis));
                }
                FactWord::Default(value) => {
                    self.quote_stands("the default", &value, span, row.place.as_ref());
                    facts.default = Some(Fact::new(value, basis));
                }
                FactWord::Example(value) => {
                    self.quote_stands("the example", &value, span, row.place.as_ref());
                    facts.example = Some(Fact::new(value, basis));
                }
                FactWord::Deprecated(words) => facts.deprecated = Some(Fact::new(words, basis)),
                FactWord::Alias(name) => {
                    self.name_stands("the alias", &name, span, row.place.as_ref());
                    facts.aliases.push(Fact::new(name, basis));
                }
                FactWord::DocSays(ty) => {
                    self.name_stands("the page's own type", &ty, span, row.place.as_ref());
                    facts.doc_says = Some(Fact::new(ty, basis));
                }
                FactWord::Media(media) => {
                    self.quote_stands("the media type", &media, span, row.place.as_ref());
                    found.media = Some(Fact::new(media, basis));
                }
                FactWord::Credential(id) => found.credential = Some(Text::new(id, span)),
            }
        }
        if let Some(settled) = &row.settled {
            found.facts.decisions.push(Fact::new("the type".to_owned(), settled.clone()));
        }
        found
    }
}
