//! Corrections.

use super::Lowering;
use super::evidence::excerpt;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Address, Also, Answer, Basis, EnumValue, Fact, How, Keys, Method, Patch, Presence, Setting};
use crate::spec::tree::{PatchTable, Set, SetKey, Text};
use crate::spec::words::{PLACES, Removal, nearest, parse_address, parse_removal};
use crate::text::Located;

/// The words for presence.
const PRESENCES: &[(&str, Presence)] =
    &[("required", Presence::Required), ("optional", Presence::Optional), ("unknown", Presence::Unknown)];

/// The words for keys.
const KEYS: &[(&str, Keys)] = &[("data", Keys::Data), ("fields", Keys::Fields)];

impl Lowering<'_> {
    /// `[[patch]]`.
    pub(super) fn patches(&mut self, tables: &[PatchTable]) -> Vec<Patch> {
        tables.iter().filter_map(|table| self.patch(table)).collect()
    }

    fn patch(&mut self, table: &PatchTable) -> Option<Patch> {
        let basis = self.patch_basis(table);
        if let Some(reason) = table.reason.as_ref().filter(|reason| matches!(reason.value.trim(), "" | "…" | "...")) {
            let place = if reason.value.trim().is_empty() { table.span } else { reason.span };
            self.diagnostics
                .push(Diagnostic::new(Code::BadPatch, place, "the reason of a correction is empty").help("say why it is right"));
        }
        let at = table.at.as_ref()?;
        let address = match parse_address(&at.value) {
            Ok(address) => address,
            Err(complaint) => {
                self.complain(Code::BadPatch, at, complaint);
                return None;
            }
        };
        let mut settings = Vec::new();
        if let Some(add) = &table.add {
            let setting = self.addition(add, &address, &basis);
            settings.extend(setting.map(|setting| Fact::new(setting, Basis { written: Some(add.span), ..basis.clone() })));
        }
        for set in &table.set {
            if let Some(setting) = self.setting(set, &address, &basis) {
                settings.push(Fact::new(setting, Basis { written: Some(set.span), ..basis.clone() }));
            }
        }
        if let Some(remove) = &table.remove {
            match parse_removal(&remove.value) {
                Ok(removal) => {
                    let setting = self.removal(removal, &address, remove);
                    settings.extend(setting.map(|setting| Fact::new(setting, Basis { written: Some(remove.span), ..basis.clone() })));
                }
                Err(complaint) => self.complain(Code::BadPatch, remove, complaint),
            }
        }
        if table.set.is_empty() && table.add.is_none() && table.remove.is_none() {
            self.diagnostics.push(
                Diagnostic::new(Code::BadPatch, table.span, "a correction that corrects nothing").note("expected `set`, `add` or `remove`"),
            );
        }
        let reason = table.reason.clone()?;
        Some(Patch { at: Located::new(address, at.span), settings, reason, span: table.span })
    }

    /// A page, lines of the source, or else a person's reason.
    fn patch_basis(&mut self, table: &PatchTable) -> Basis {
        let mut basis = match &table.reason {
            Some(reason) => self.assumed(reason),
            None => self.stated(None, table.span),
        };
        if let Some(quoted_at) = &table.quoted_at {
            let place = self.place(quoted_at);
            match &table.quote {
                Some(quote) => self.quote(quote, place.as_ref()),
                None => self.diagnostics.push(
                    Diagnostic::new(Code::MissingKey, quoted_at.span, "`quoted_at` without a `quote`").help("quote the words that say so"),
                ),
            }
            basis = self.stated(place.as_ref(), table.span);
        } else if let Some(quote) = &table.quote {
            self.diagnostics
                .push(Diagnostic::new(Code::NoBasis, quote.span, "a quote without lines").note("expected `quoted_at` beside `quote`"));
        }
        if let Some(page) = &table.from {
            basis.how = How::Stated;
            basis.page = Some(page.value.clone());
            basis.written = Some(table.span);
        }
        basis
    }

    fn setting(&mut self, set: &Set, address: &Address, basis: &Basis) -> Option<Setting> {
        let allowed: &[SetKey] = match address {
            Address::Api => &[SetKey::Name, SetKey::Text],
            Address::Server | Address::FurtherServer(_) => &[SetKey::Url],
            Address::AllOperations | Address::Operation(_) => {
                &[SetKey::Server, SetKey::Method, SetKey::Path, SetKey::Group, SetKey::Auth, SetKey::Text]
            }
            Address::Param { .. } => {
                &[SetKey::Type, SetKey::Presence, SetKey::Place, SetKey::Enum, SetKey::Text, SetKey::Also, SetKey::Max]
            }
            Address::Answer { .. } => &[SetKey::Answer, SetKey::Also],
            Address::Type(_) => &[SetKey::Enum, SetKey::Keys, SetKey::Text, SetKey::Also],
            Address::Part { .. } => &[SetKey::Type, SetKey::Presence, SetKey::Enum, SetKey::Keys, SetKey::Text, SetKey::Also, SetKey::Max],
            // What it leads to is known when it is corrected.
            Address::Node(_) => &[
                SetKey::Type,
                SetKey::Presence,
                SetKey::Place,
                SetKey::Enum,
                SetKey::Keys,
                SetKey::Answer,
                SetKey::Also,
                SetKey::Server,
                SetKey::Method,
                SetKey::Path,
                SetKey::Group,
                SetKey::Auth,
                SetKey::Text,
                SetKey::Max,
            ],
        };
        if !allowed.contains(&set.key) {
            let words: Vec<String> = allowed.iter().map(|key| format!("`{}`", word(*key))).collect();
            self.diagnostics.push(
                Diagnostic::new(Code::BadPatch, set.span, format!("`{}` cannot be set there", word(set.key)))
                    .note(format!("expected {}", if words.len() == 1 { words.concat() } else { format!("one of {}", words.join(", ")) })),
            );
            return None;
        }
        if set.key == SetKey::Enum {
            return self.set_values(set, basis).map(Setting::Values);
        }
        let text = set.values.first()?;
        match set.key {
            SetKey::Enum => None,
            SetKey::Max => text.value.parse().ok().map(Setting::Max),
            SetKey::Keys => self.word_of(Code::BadPatch, text, "word for keys", KEYS).map(Setting::Keys),
            SetKey::Name => Some(Setting::Title(text.value.clone())),
            SetKey::Text => Some(Setting::Docs(text.value.clone())),
            SetKey::Url => self.template(text).map(Setting::Url),
            SetKey::Path => {
                if !text.value.is_empty() && !text.value.starts_with('/') {
                    self.bad(text, "a path that begins with `/`");
                    return None;
                }
                self.template(text).map(Setting::Path)
            }
            SetKey::Method => {
                let method = Method::new(&text.value).map(Setting::Method);
                if method.is_none() {
                    self.bad(text, "a method such as `GET`");
                }
                method
            }
            SetKey::Server => self.server_id(text).map(|id| Setting::Server(Some(id))),
            SetKey::Group => Some(Setting::Group(text.value.clone())),
            SetKey::Place => self.word_of(Code::BadPatch, text, "place of a parameter", PLACES).map(Setting::Place),
            SetKey::Presence => self.word_of(Code::BadPatch, text, "presence", PRESENCES).map(Setting::Presence),
            SetKey::Auth => Some(Setting::Auth(self.choice(&set.values, set.span))),
            SetKey::Type => self.set_type(text, basis).map(Setting::Type),
            SetKey::Answer => match text.value.trim() {
                "empty" => Some(Setting::Answer(Answer::Empty)),
                "unknown" => Some(Setting::Answer(Answer::Unknown)),
                _ => self.set_type(text, basis).map(|ty| Setting::Answer(Answer::Type(ty))),
            },
            SetKey::Also => match text.value.trim() {
                "null" => Some(Setting::Also(Also::Null)),
                "absent" => Some(Setting::Also(Also::Absent)),
                _ => self.set_type(text, basis).map(|ty| Setting::Also(Also::Type(ty))),
            },
        }
    }

    /// The values that a text or a whole number may have; each only once.
    fn set_values(&mut self, set: &Set, basis: &Basis) -> Option<Vec<EnumValue>> {
        let mut values: Vec<EnumValue> = Vec::new();
        for value in &set.values {
            if values.iter().any(|known| known.wire == value.value) {
                let message = format!("the value `{}` stands twice", excerpt(&value.value));
                self.diagnostics.push(Diagnostic::new(Code::BadPatch, value.span, message).help("keep one of them"));
                return None;
            }
            let basis = Basis { written: Some(value.span), ..basis.clone() };
            values.push(EnumValue { wire: value.value.clone(), docs: None, http_status: None, message: None, basis });
        }
        Some(values)
    }

    /// A field that the document does not describe.
    fn addition(&mut self, add: &Text, address: &Address, basis: &Basis) -> Option<Setting> {
        if !matches!(address, Address::Part { .. } | Address::Node(_)) {
            let message = format!("`{}` cannot be added there", excerpt(&add.value));
            self.diagnostics.push(
                Diagnostic::new(Code::BadPatch, add.span, message)
                    .note("a field is added to what has fields: `type:<Name>/<field>`, `op:<id>/200/<field>`"),
            );
            return None;
        }
        self.set_type(add, basis).map(Setting::Add)
    }

    fn set_type(&mut self, text: &Text, basis: &Basis) -> Option<crate::ir::TypeId> {
        let expression = self.expression(text)?;
        Some(self.settle(&expression, text, basis, None))
    }

    fn removal(&mut self, removal: Removal, address: &Address, written: &Text) -> Option<Setting> {
        let fits = match (&removal, address) {
            (Removal::Header(_), address) => matches!(address, Address::Api | Address::AllOperations | Address::Operation(_)),
            (Removal::Itself, address) => {
                !matches!(address, Address::Api | Address::Server | Address::FurtherServer(_) | Address::AllOperations)
            }
        };
        if !fits {
            self.diagnostics
                .push(Diagnostic::new(Code::BadPatch, written.span, format!("`{}` cannot be removed there", excerpt(&written.value))).note(
                "a header is removed from `api`, `op *` or `op <id>`; an operation, a parameter, an answer, a type or a field as `this`",
            ));
            return None;
        }
        Some(match removal {
            Removal::Itself => Setting::Remove,
            Removal::Header(name) => Setting::RemoveHeader(name),
        })
    }

    fn bad(&mut self, text: &Text, expected: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::BadPatch, text.span, format!("found `{}`", excerpt(&text.value))).note(format!("expected {expected}")),
        );
    }

    /// What one of some words means; what is none of them is said.
    pub(super) fn word_of<T: Copy>(&mut self, code: Code, text: &Text, what: &str, words: &[(&str, T)]) -> Option<T> {
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*meaning);
        }
        let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let mut diagnostic = Diagnostic::new(code, text.span, format!("`{}` is no {what}", excerpt(&text.value)))
            .note(format!("expected one of {}", known.join(", ")));
        if let Some(near) = nearest(&text.value, words.iter().map(|(word, _)| *word)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.diagnostics.push(diagnostic);
        None
    }
}

fn word(key: SetKey) -> &'static str {
    crate::spec::read::SETS.iter().find(|(_, other)| *other == key).map_or("", |(word, _)| word)
}
