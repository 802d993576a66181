//! The only maker of Rust identifiers: names on the wire become names in Rust here.
//!
//! All names of one scope are settled together: spell (words, case, reserved words) → namesakes take their next wording or qualifier, all of
//! them → the first free number, in the order of the wire names. What the user says goes over everything, then what the lock remembers.
//!
//! A name has at most 50 letters: where words in front tell it from namesakes, what stands between is cut first. It begins with a letter: `2fa_enable` is
//! `two_fa_enable`, `24h_change` is `change_24h`. Capitals follow words: `userIDs` is `user_ids`, `OAuth` one word.

use super::lock::Lock;
use super::words;
use proc_macro2::{Ident, Span};
use std::collections::{BTreeMap, BTreeSet};

macro_rules! name_types {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
            pub struct $name(String);

            impl $name {
                /// Made by this file only, from a settled name.
                fn made(text: String) -> Self {
                    Self(text)
                }

                /// The name as text, without `r#`.
                pub fn as_str(&self) -> &str {
                    &self.0
                }

                /// The identifier; a raw one where the name is a keyword.
                pub fn ident(&self) -> Ident {
                    identifier(&self.0)
                }
            }

            impl Settled for $name {
                fn settled(text: String) -> Self {
                    Self::made(text)
                }
            }
        )+
    };
}

name_types! {
    /// The name of a type.
    TypeName;
    /// The name of a field.
    FieldName;
    /// The name of a variant.
    VariantName;
    /// The name of a method or a setter.
    MethodName;
    /// The name of an argument.
    ArgName;
    /// The name of a module, and so of a file.
    ModuleName;
    /// The name of a constant.
    ConstName;
}

/// A name that came out of [`settle`].
pub trait Settled {
    /// Wraps a settled name.
    fn settled(text: String) -> Self;
}

impl ConstName {
    /// The constant that belongs to a method: `GET_USERS` to `get_users`. Unique where the methods are.
    pub fn of_method(method: &MethodName) -> Self {
        Self::made(method.as_str().to_ascii_uppercase())
    }
}

impl ModuleName {
    /// The name by which code uses a crate: as it stands, however long it is, with `_` for each `-`. `None` where that is no identifier.
    pub fn of_crate(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
        let is_one = name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(is_sign);
        is_one.then(|| Self::made(name))
    }
}

impl TypeName {
    /// The private type that holds the parts of a type while it is read. It stands beside all types of the client, so it must not have the
    /// name of one. Two types never get the same: before the digits at its end stands the type's own name.
    #[must_use]
    pub fn parts(&self, is_taken: impl Fn(&str) -> bool) -> Self {
        // `Self_` ends where a word cannot go on.
        let stem = self.0.trim_end_matches('_');
        let whole = if stem == self.0 { format!("{stem}Parts") } else { format!("PartsOf{stem}") };
        let mut name = whole.clone();
        let mut number = 1u32;
        while is_taken(&name) {
            number = number.saturating_add(1);
            name = format!("{whole}{number}");
        }
        Self::made(name)
    }
}

impl FieldName {
    /// The field that keeps what no other one takes; none of the others has its name.
    pub fn besides<'a>(others: impl Iterator<Item = &'a Self>) -> Self {
        let mut claimed = others.map(|name| name.as_str().to_owned()).collect();
        Self::made(free(&mut claimed, "extra"))
    }
}

impl MethodName {
    /// The method that is called as an argument is.
    pub fn of_arg(arg: &ArgName) -> Self {
        Self::made(arg.as_str().to_owned())
    }
}

/// What has setters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettersOf {
    /// A call.
    Call,
    /// An object that is sent.
    Object,
}

/// The setters of one object or call: what each thing is called, and whether it has a second setter that writes a null.
///
/// A thing's own name is its setter's; only what every such type has already, and the setters of nulls, give way.
pub fn setters(of: SettersOf, things: &[(&str, bool)]) -> Vec<(MethodName, Option<MethodName>)> {
    let reserved = match of {
        SettersOf::Call => RESERVED_CALL_SETTERS,
        SettersOf::Object => &[],
    };
    let mut claimed: BTreeSet<String> =
        RESERVED_METHODS.iter().chain(RESERVED_SETTERS).chain(reserved).map(|&name| name.to_owned()).collect();
    let mut own: Vec<Option<String>> =
        things.iter().map(|(name, _)| claimed.insert((*name).to_owned()).then(|| (*name).to_owned())).collect();
    for ((name, _), own) in things.iter().zip(&mut own) {
        if own.is_none() {
            *own = Some(free(&mut claimed, &format!("with_{name}")));
        }
    }
    things
        .iter()
        .zip(own)
        .map(|((name, has_null), own)| {
            let null = has_null.then(|| MethodName::made(free(&mut claimed, &format!("{}_null", name.trim_end_matches('_')))));
            (MethodName::made(own.unwrap_or_else(|| (*name).to_owned())), null)
        })
        .collect()
}

/// The first free name: the wish, or the wish with a number.
fn free(claimed: &mut BTreeSet<String>, wish: &str) -> String {
    let mut name = wish.to_owned();
    let mut number = 1u32;
    while !claimed.insert(name.clone()) {
        number = number.saturating_add(1);
        name = format!("{wish}_{number}");
    }
    name
}

impl ArgName {
    /// The argument of a field's setter.
    pub fn of_field(field: &FieldName) -> Self {
        Self::made(field.as_str().to_owned())
    }

    /// A variable of a function; none of its arguments has its name.
    pub fn besides<'a>(others: impl Iterator<Item = &'a Self>, wish: &'static str) -> Self {
        let mut claimed = others.map(|name| name.as_str().to_owned()).collect();
        Self::made(free(&mut claimed, wish))
    }
}

impl ModuleName {
    /// A module that none of the others is called like.
    pub fn besides<'a>(others: impl Iterator<Item = &'a Self>, wish: &'static str) -> Self {
        let mut claimed = others.map(|name| name.as_str().to_owned()).collect();
        Self::made(free(&mut claimed, wish))
    }
}

/// A fixed identifier of our own output. Nothing that came from a document may go through here.
pub(crate) fn fixed(text: &'static str) -> Ident {
    identifier(text)
}

#[expect(clippy::disallowed_methods, reason = "this is the only maker of identifiers")]
fn identifier(text: &str) -> Ident {
    if KEYWORDS.contains(&text) { Ident::new_raw(text, Span::call_site()) } else { Ident::new(text, Span::call_site()) }
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `UserRole`: types and variants.
    Camel,
    /// `user_role`: fields, methods, arguments, modules.
    Snake,
}

/// Keywords that can be written raw.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern", "false",
    "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// Keywords that cannot be written raw.
const NEVER: &[&str] = &["self", "super", "crate", "Self", "_"];

/// Type names that the prelude or our own output takes.
pub const RESERVED_TYPES: &[&str] = &[
    "AsRef",
    "Auth",
    "BTreeMap",
    "Box",
    "Builder",
    "Call",
    "Client",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Extra",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sending",
    "SendingRaw",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Method names that every handle and builder has.
pub const RESERVED_METHODS: &[&str] = &["builder", "call", "clone", "into", "into_future", "new", "request", "send"];

/// Setters that would hide what our own output calls on an object by its trait.
const RESERVED_SETTERS: &[&str] = &["default", "header", "send_raw", "timeout"];

/// What every call can do beside what an object can.
const RESERVED_CALL_SETTERS: &[&str] = &["base_url", "into_http", "query"];

/// Names of ways to authenticate, beside those of methods, whose constants every client has.
pub const RESERVED_SCHEMES: &[&str] = &["api"];

/// Module names that every client has; that would hide a type of the language, which has no path to name it by; and that no file can have on
/// Windows, where they are devices.
pub const RESERVED_MODULES: &[&str] = &[
    "lib",
    "main",
    "mod",
    "operations",
    "prelude",
    "rt",
    "types",
    "wire",
    "core",
    "std",
    "alloc",
    "test",
    "docwright_runtime",
    "bool",
    "char",
    "f32",
    "f64",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "aux",
    "con",
    "conin",
    "conout",
    "nul",
    "prn",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
];

/// Variant names that every open enumeration has.
pub const RESERVED_VARIANTS: &[&str] = &["Other"];

/// The longest name that is made from words of a document: 50 with a sign, a number or a `_` of ours.
const LONGEST: usize = 46;

/// What the outermost of several words in front has of it.
const OUTERMOST: usize = 18;

/// Spells words of a document as a name: always a valid identifier, never empty.
pub fn spell(words: &str, spelling: Spelling) -> String {
    spell_all(&[words], spelling)
}

/// Whether a name shows what a thing is called on the wire: nobody has to look that up.
pub fn shows(name: &str, wire: &str) -> bool {
    let is_plain = wire.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    let letters = |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect::<Vec<u8>>();
    is_plain && letters(name) == letters(wire)
}

/// Spells the words of a thing behind what tells it from namesakes. Where that is too long, what stands in front is cut first.
fn spell_all<T: AsRef<str>>(parts: &[T], spelling: Spelling) -> String {
    let joint = usize::from(spelling == Spelling::Snake);
    let length = |words: &[String]| words.iter().map(|word| word.len() + joint).sum::<usize>();
    let mut parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    let own = parts.pop().unwrap_or_default();
    let mut all = words::split(own);
    words::cut(&mut all, LONGEST, joint, own.contains(' '));
    if let [word] = all.as_mut_slice() {
        word.truncate(LONGEST);
    }
    let mut left = LONGEST.saturating_sub(length(&all));
    // What stands outermost tells the most; what stands between may go.
    let mut outermost = if parts.len() > 1 { words::split(parts.remove(0)) } else { Vec::new() };
    words::cut(&mut outermost, if parts.is_empty() { left } else { left.min(OUTERMOST) }, joint, true);
    if length(&outermost) > left + joint {
        outermost.clear();
    }
    left = left.saturating_sub(length(&outermost));
    for part in parts.into_iter().rev() {
        let mut part = words::split(part);
        if repeats(&part, &all) {
            continue;
        }
        words::cut(&mut part, left, joint, true);
        if length(&part) > left + joint {
            break;
        }
        left = left.saturating_sub(length(&part));
        part.append(&mut all);
        all = part;
    }
    if !repeats(&outermost, &all) {
        outermost.append(&mut all);
        all = outermost;
    }
    while all.len() > 1 && length(&all) > LONGEST + joint {
        all.remove(0);
    }
    name_of(all, own, spelling)
}

/// Whether several words say again what follows them; a single one may well stand in another of its name.
fn repeats(words: &[String], all: &[String]) -> bool {
    words.len() > 1 && words.len() <= all.len() && words.iter().zip(all).all(|(a, b)| words::singular(a) == words::singular(b))
}

/// Joins words to a name. A name begins with a letter: a small number is written out, a large one stands behind its word.
fn name_of(mut all: Vec<String>, text: &str, spelling: Spelling) -> String {
    if all.is_empty() {
        all = words::split(&symbols(text));
    }
    if all.first().is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit())) {
        match text.trim_start().chars().next() {
            Some('-') => all.insert(0, "minus".to_owned()),
            Some('+') => all.insert(0, "plus".to_owned()),
            Some(_) | None => number_first(&mut all),
        }
    }
    let mut name = String::new();
    for word in &all {
        match spelling {
            Spelling::Camel => {
                let (first, rest) = word.split_at(1);
                name.push_str(&first.to_ascii_uppercase());
                name.push_str(rest);
            }
            Spelling::Snake => {
                if !name.is_empty() {
                    name.push('_');
                }
                name.push_str(word);
            }
        }
    }
    if NEVER.contains(&name.as_str()) { format!("{name}_") } else { name }
}

const NUMBERS: &[&str] = &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

const ORDINALS: &[(&str, &str)] = &[("1st", "first"), ("2nd", "second"), ("3rd", "third"), ("4th", "fourth"), ("5th", "fifth")];

/// Gives a name that would begin with a digit a letter in front: `two_fa_enable` for `2fa_enable`, `change_24h` for `24h_change`.
fn number_first(all: &mut Vec<String>) {
    let Some(first) = all.first().cloned() else { return };
    if let Some((_, word)) = ORDINALS.iter().find(|(digits, _)| *digits == first) {
        (*word).clone_into(&mut all[0]);
        return;
    }
    let digits = first.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = &first[digits.len()..];
    let is_alphabetic = |word: &String| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let number = digits.parse::<usize>().ok().filter(|_| digits == "0" || !digits.starts_with('0'));
    match (number.and_then(|number| NUMBERS.get(number)), all.get(1)) {
        (Some(word), next) if !unit.is_empty() || next.is_none_or(is_alphabetic) => {
            (*word).clone_into(&mut all[0]);
            if !unit.is_empty() {
                all.insert(1, unit.to_owned());
            }
        }
        (_, Some(next)) if is_alphabetic(next) && digits.bytes().all(|byte| byte.is_ascii_digit()) => all.rotate_left(1),
        _ => all[0] = format!("n{first}"),
    }
}

/// Words for a text that has no letter and no digit.
fn symbols(text: &str) -> String {
    if text.trim().is_empty() {
        return "empty".to_owned();
    }
    let words: Vec<&str> = text
        .chars()
        .filter_map(|c| {
            Some(match c {
                '*' => "star",
                '+' => "plus",
                '-' => "minus",
                '/' => "slash",
                '<' => "less",
                '>' => "greater",
                '=' => "equal",
                '!' => "not",
                '%' => "percent",
                '&' => "and",
                '|' => "or",
                '#' => "hash",
                '$' => "dollar",
                '@' => "at",
                '.' => "dot",
                ',' => "comma",
                ':' => "colon",
                '?' => "question",
                _ => return None,
            })
        })
        .take(4)
        .collect();
    if words.is_empty() { "unnamed".to_owned() } else { words.join(" ") }
}

/// Whether a text can be a name as a user writes it in `docwright.toml`.
pub fn is_identifier(text: &str) -> bool {
    !NEVER.contains(&text)
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && text.len() <= 100
}

/// Whether a settled name has the spelling that its scope asks for.
fn is_spelled(text: &str, spelling: Spelling) -> bool {
    is_identifier(text)
        && match spelling {
            Spelling::Camel => text.starts_with(|c: char| c.is_ascii_uppercase()),
            Spelling::Snake => !text.chars().any(|c| c.is_ascii_uppercase()),
        }
}

/// Something that wants a name in a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Its address: what the lock and the user call it.
    pub id: String,
    /// The words that it is called in the document.
    pub words: String,
    /// Fuller wordings, the shortest first, each whole: what comes last is the thing, the rest stands in front. Namesakes take the next one, all of them.
    pub fuller: Vec<Vec<String>>,
    /// Words that tell it from namesakes whom no fuller wording tells apart, the nearest first.
    pub qualifiers: Vec<String>,
}

impl Wish {
    /// A wish whose namesakes are told apart by qualifiers only.
    pub fn new(id: impl Into<String>, words: impl Into<String>, qualifiers: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { id: id.into(), words: words.into(), fuller: Vec::new(), qualifiers: qualifiers.into_iter().map(Into::into).collect() }
    }
}

/// What the user says about names, by address; remembers which were used.
#[derive(Clone, Debug, Default)]
pub struct UserNames {
    names: BTreeMap<String, String>,
    /// Under which of its further addresses the user names a thing.
    written: BTreeMap<String, String>,
    used: BTreeSet<String>,
    refused: BTreeMap<String, NameRefusal>,
}

/// Why a thing is not called as the user says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRefusal {
    /// Its names are spelled like `UserRole`.
    NotCamel,
    /// Its names are spelled like `user_role`.
    NotSnake,
    /// Something beside it is called so, or our own output is.
    Taken,
}

impl UserNames {
    /// Names by address, as `docwright.toml` gives them.
    pub fn new(names: BTreeMap<String, String>) -> Self {
        Self { names, ..Self::default() }
    }

    /// A thing may be named by further addresses.
    pub(super) fn also(&mut self, id: &str, mut others: impl Iterator<Item = String>) {
        if !self.names.is_empty()
            && !self.names.contains_key(id)
            && let Some(written) = others.find(|other| self.names.contains_key(other))
        {
            self.written.insert(id.to_owned(), written);
        }
    }

    fn get(&mut self, id: &str) -> Option<String> {
        let id = self.written.get(id).map_or(id, String::as_str);
        let name = self.names.get(id)?;
        self.used.insert(id.to_owned());
        Some(name.clone())
    }

    fn refuse(&mut self, id: &str, why: NameRefusal) {
        let id = self.written.get(id).map_or(id, String::as_str);
        self.refused.insert(id.to_owned(), why);
    }

    /// The addresses whose names could not be used, and why.
    pub fn refused(&self) -> impl Iterator<Item = (&str, NameRefusal)> {
        self.refused.iter().map(|(id, &why)| (id.as_str(), why))
    }

    /// The addresses that named nothing.
    pub fn unused(&self) -> Vec<&str> {
        self.names.keys().filter(|id| !self.used.contains(*id)).map(String::as_str).collect()
    }
}

/// Settles all names of one scope: the same answer for any order of the wishes, no two equal, all of them identifiers, none of them `taken`.
pub fn settle<N: Settled>(wishes: &[Wish], spelling: Spelling, taken: &[&str], lock: &Lock, user: &mut UserNames) -> Vec<N> {
    let taken: BTreeSet<&str> = taken.iter().copied().collect();
    settle_beside(wishes, spelling, &|name| taken.contains(name), lock, user)
}

/// Settles as [`settle`] does, where the names that are taken are too many to be listed for each scope.
pub fn settle_beside<N: Settled>(
    wishes: &[Wish],
    spelling: Spelling,
    is_taken: &dyn Fn(&str) -> bool,
    lock: &Lock,
    user: &mut UserNames,
) -> Vec<N> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&a, &b| (&wishes[a].words, &wishes[a].id).cmp(&(&wishes[b].words, &wishes[b].id)));
    let mut names: Vec<Option<String>> = vec![None; wishes.len()];
    let mut claimed = Claimed { here: BTreeSet::new(), is_taken };

    for &at in &order {
        let Some(name) = user.get(&wishes[at].id) else { continue };
        let refusal = match spelling {
            Spelling::Camel if !is_spelled(&name, spelling) => Some(NameRefusal::NotCamel),
            Spelling::Snake if !is_spelled(&name, spelling) => Some(NameRefusal::NotSnake),
            Spelling::Camel | Spelling::Snake if !claimed.insert(name.clone()) => Some(NameRefusal::Taken),
            Spelling::Camel | Spelling::Snake => None,
        };
        match refusal {
            Some(why) => user.refuse(&wishes[at].id, why),
            None => names[at] = Some(name),
        }
    }
    for &at in &order {
        if names[at].is_none()
            && let Some(name) = lock.name(&wishes[at].id).filter(|name| is_spelled(name, spelling))
            && claimed.insert(name.to_owned())
        {
            names[at] = Some(name.to_owned());
        }
    }

    // Namesakes take one qualifier more in each round, all of them, until they differ or have no more.
    // Only what was spelled anew in the last round, and who has its name, is looked at in the next.
    let open: Vec<usize> = order.iter().copied().filter(|&at| names[at].is_none()).collect();
    let mut depth = vec![0; wishes.len()];
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut to_spell = open.clone();
    while !to_spell.is_empty() {
        let mut spelled = BTreeSet::new();
        for at in to_spell.drain(..) {
            let name = qualified(&wishes[at], depth[at], spelling);
            groups.entry(name.clone()).or_default().push(at);
            spelled.insert(name);
        }
        for name in spelled {
            let Some(group) = groups.get_mut(&name) else { continue };
            if group.len() > 1 || claimed.contains(&name) {
                to_spell.extend(group.extract_if(.., |&mut at| depth[at] < wishes[at].fuller.len() + wishes[at].qualifiers.len()));
            }
        }
        for &at in &to_spell {
            depth[at] += 1;
        }
    }
    let mut base: Vec<String> = vec![String::new(); wishes.len()];
    for (name, group) in groups {
        for at in group {
            base[at].clone_from(&name);
        }
    }
    // All numbers below the next one are claimed, and stay so.
    let mut next: BTreeMap<&str, u32> = BTreeMap::new();
    for at in open {
        let base = base[at].as_str();
        let number = next.entry(base).or_insert(1);
        let mut name = base.to_owned();
        loop {
            if *number > 1 {
                name = if spelling == Spelling::Snake { format!("{base}_{number}") } else { format!("{base}{number}") };
            }
            *number = number.saturating_add(1);
            if claimed.insert(name.clone()) {
                break;
            }
        }
        names[at] = Some(name);
    }
    names.into_iter().map(|name| N::settled(name.unwrap_or_else(|| "unnamed".to_owned()))).collect()
}

/// The names of a scope that nobody gets any more.
struct Claimed<'a> {
    here: BTreeSet<String>,
    is_taken: &'a dyn Fn(&str) -> bool,
}

impl Claimed<'_> {
    fn contains(&self, name: &str) -> bool {
        self.here.contains(name) || (self.is_taken)(name)
    }

    /// Whether it was free until now.
    fn insert(&mut self, name: String) -> bool {
        !(self.is_taken)(&name) && self.here.insert(name)
    }
}

fn qualified(wish: &Wish, depth: usize, spelling: Spelling) -> String {
    if let Some(wording) = depth.checked_sub(1).and_then(|at| wish.fuller.get(at)) {
        return spell_all(wording, spelling);
    }
    let qualifiers = depth.saturating_sub(wish.fuller.len()).min(wish.qualifiers.len());
    let mut parts: Vec<&str> = wish.qualifiers[..qualifiers].iter().map(String::as_str).collect();
    parts.reverse();
    parts.push(&wish.words);
    spell_all(&parts, spelling)
}
