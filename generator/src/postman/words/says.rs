//! What the words beside a name say of it: its kind, whether it must be given, its default, its values.

use crate::ir::{Presence, StringForm};

/// A longer text is no description of a field.
pub(super) const LONGEST: usize = 4 * 1024;
/// A longer list of values is no list of values.
const MOST_VALUES: usize = 64;

/// Kinds that stand in more lists than this are none that people write.
const DEEPEST: usize = 8;

/// The kind of value that words name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::postman) enum Kind {
    Bool,
    Integer,
    Number,
    Text(StringForm),
    /// A list, with the kind of its items where the words name it.
    List(Option<Box<Kind>>),
    Object,
}

/// What words say about a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::postman) struct Says {
    pub(in crate::postman) kind: Option<Kind>,
    /// The words that name the kind.
    pub(in crate::postman) kind_words: String,
    pub(in crate::postman) presence: Option<Presence>,
    pub(in crate::postman) default: Option<String>,
    /// The values that are allowed.
    pub(in crate::postman) values: Vec<String>,
    pub(in crate::postman) example: Option<String>,
    pub(in crate::postman) max_length: Option<u32>,
    pub(in crate::postman) deprecated: bool,
    /// That it is never `null`.
    pub(in crate::postman) never_null: bool,
    /// What else is said, as Markdown.
    pub(in crate::postman) text: Option<String>,
}

/// Lower case, single blanks, without marks around it.
pub(super) fn fold(text: &str) -> String {
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '*' | '_' | '`' | ':'));
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Reads `integer, optional`; whether all of it was understood. What was not is left as words.
pub(super) fn qualifiers(text: &str, says: &mut Says) -> bool {
    let mut all = true;
    for piece in text.split([',', ';', '|']) {
        let piece = piece.trim().trim_matches(|sign| matches!(sign, '`' | '*' | '_'));
        let folded = fold(piece);
        if piece.is_empty() {
            continue;
        }
        if let Some(presence) = presence_word(&folded) {
            says.presence = Some(presence);
        } else if folded == "deprecated" {
            says.deprecated = true;
        } else if NEVER_NULL.contains(&folded.as_str()) {
            says.never_null = true;
        } else if let Some(value) = ["default:", "default=", "default =", "defaults to", "default is", "default"]
            .iter()
            .find_map(|w| folded.starts_with(w).then(|| piece.get(w.len()..)).flatten())
        {
            let value = value.trim().trim_matches(|sign| matches!(sign, '`' | '"' | '\'' | '*'));
            if value.is_empty() || value.contains(char::is_whitespace) {
                all = false;
            } else {
                says.default = Some(value.to_owned());
            }
        } else if let (Some(found), max_length) = kind(piece) {
            says.kind = Some(found);
            piece.clone_into(&mut says.kind_words);
            says.max_length = says.max_length.or(max_length);
        } else if let Some((first, second)) = folded.split_once(' ').filter(|(first, second)| {
            (presence_word(first).is_some() && kind(second).0.is_some()) || (presence_word(second).is_some() && kind(first).0.is_some())
        }) {
            let (presence, word) = if presence_word(first).is_some() { (first, second) } else { (second, first) };
            says.presence = presence_word(presence);
            says.kind = kind(word).0;
            word.clone_into(&mut says.kind_words);
        } else {
            all = false;
        }
    }
    all
}

/// Words that say that a thing is never `null`.
const NEVER_NULL: &[&str] = &[
    "never null",
    "not null",
    "not nullable",
    "non-null",
    "non-nullable",
    "cannot be null",
    "can not be null",
    "can't be null",
    "may not be null",
    "must not be null",
    "mustn't be null",
];

/// Whether words say that a thing is never `null`, and not only sometimes.
fn never_null(lower: &str) -> bool {
    NEVER_NULL.iter().any(|words| {
        lower.match_indices(words).any(|(at, _)| {
            let behind = &lower[at + words.len()..];
            let next = behind.trim_start_matches([' ', ',', '`']).split_whitespace().next().unwrap_or("");
            let is_word = !lower[..at].ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric);
            let ends = behind.trim_start().is_empty() || behind.trim_start().starts_with(['.', ';', ')', '\n']);
            is_word && (ends || !CONDITIONS.contains(&next))
        })
    })
}

fn presence_word(folded: &str) -> Option<Presence> {
    match folded {
        "required" | "mandatory" | "required parameter" | "required field" => Some(Presence::Required),
        "optional" | "not required" | "optional parameter" | "optional field" => Some(Presence::Optional),
        _ => None,
    }
}

/// The kind that a word names, and the most characters where it says so: `varchar(20)`.
pub(super) fn kind(text: &str) -> (Option<Kind>, Option<u32>) {
    let text = fold(text);
    let text = text.trim_matches('.');
    if let Some((base, inner)) = text.split_once('(').and_then(|(base, rest)| Some((base.trim(), rest.strip_suffix(')')?))) {
        let found = word(base);
        return match (&found, inner.trim().parse::<u32>(), word(inner.trim())) {
            (Some(Kind::Text(_)), Ok(most), _) => (found, Some(most)),
            // `string (date-time)`
            (Some(Kind::Text(_)), Err(_), Some(Kind::Text(form))) => (Some(Kind::Text(form)), None),
            (Some(Kind::Integer), Err(_), Some(Kind::Integer)) | (Some(Kind::Number), Err(_), Some(Kind::Number)) => (found, None),
            _ => (None, None),
        };
    }
    (word(text), None)
}

fn word(text: &str) -> Option<Kind> {
    word_within(text, 0)
}

/// A kind that stands in so many lists: nothing keeps a vendor from a cell of nothing but brackets.
fn word_within(text: &str, depth: usize) -> Option<Kind> {
    if depth > DEEPEST {
        return None;
    }
    let within = |item: &str| word_within(item, depth + 1);
    let list = |item: &str| {
        let item = item.trim();
        let single = item.strip_suffix('s').unwrap_or(item);
        Kind::List(within(item).or_else(|| within(single)).map(Box::new))
    };
    if let Some(item) = ["array of ", "list of ", "an array of "].iter().find_map(|before| text.strip_prefix(before)) {
        return Some(list(item));
    }
    if let Some(item) = text.strip_suffix("[]") {
        return within(item).map(|item| Kind::List(Some(Box::new(item))));
    }
    for (open, close) in [("array[", "]"), ("array<", ">"), ("list<", ">"), ("list[", "]"), ("[", "]")] {
        if let Some(item) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return within(item).map(|item| Kind::List(Some(Box::new(item))));
        }
    }
    Some(match text {
        "string" | "str" | "text" | "varchar" | "char" | "character" | "enum" | "enum string" | "string enum" | "password" => {
            Kind::Text(StringForm::Plain)
        }
        "uuid" | "guid" => Kind::Text(StringForm::Uuid),
        "url" | "uri" => Kind::Text(StringForm::Url),
        "email" | "e-mail" | "email address" => Kind::Text(StringForm::Email),
        // Which form of a date or a time is meant, the word does not tell; only that it is no number is not sure either.
        "integer" | "int" | "int32" | "int64" | "long" | "bigint" | "positive integer" | "unsigned integer" | "smallint" => Kind::Integer,
        "number" | "float" | "double" | "decimal" | "numeric" => Kind::Number,
        "boolean" | "bool" => Kind::Bool,
        "array" | "list" => Kind::List(None),
        "object" | "json object" | "hash" | "dict" | "dictionary" | "map" => Kind::Object,
        _ => return None,
    })
}

impl Says {
    /// Takes over what is not known yet.
    pub(super) fn fill(&mut self, other: Self) {
        let Self { kind, kind_words, presence, default, values, example, max_length, deprecated, never_null, text } = other;
        if self.kind.is_none() && self.kind_words.is_empty() {
            self.kind = kind;
            self.kind_words = kind_words;
        }
        self.presence = self.presence.or(presence);
        self.default = self.default.take().or(default);
        if self.values.is_empty() {
            self.values = values;
        }
        self.example = self.example.take().or(example);
        self.max_length = self.max_length.or(max_length);
        self.deprecated |= deprecated;
        self.never_null |= never_null;
        self.text = self.text.take().or(text);
    }
}

/// What the words about a thing say. The words themselves are not repeated in the answer.
pub(in crate::postman) fn of_text(text: &str) -> Says {
    let mut says = Says::default();
    if text.len() > LONGEST {
        return says;
    }
    leading(text, &mut says);
    trailing(text, &mut says);
    // Of ASCII only: then a place in the one is that place in the other.
    let lower = text.to_ascii_lowercase();
    if says.kind.is_none()
        && let Some(found) = must_be(&lower)
    {
        says.kind = kind(found).0;
        found.clone_into(&mut says.kind_words);
    }
    let several = ["comma", "separated", "list of", "multiple", "one or more", "combination", "array", "any of"]
        .iter()
        .any(|word| lower.contains(word));
    let mut shown = None;
    if !several && let Some(found) = allowed(text, &lower) {
        shown = found.default;
        if found.values.len() == 2 && found.values.iter().all(|value| matches!(value.as_str(), "true" | "false")) {
            if says.kind.is_none() {
                says.kind = Some(Kind::Bool);
                "boolean".clone_into(&mut says.kind_words);
            }
        } else if says.kind != Some(Kind::Bool) {
            says.values = found.values;
        }
    }
    says.default = default(text, &lower).or(shown);
    says.never_null |= never_null(&lower);
    says
}

/// `Required. integer. …`, `(required) …`, `Deprecated. …`.
fn leading(text: &str, says: &mut Says) {
    let mut rest = text.trim_start();
    for _ in 0..4 {
        let (piece, after) = if let Some(inner) = rest.strip_prefix('(').or_else(|| rest.strip_prefix('[')) {
            let Some(end) = inner.find([')', ']']) else { return };
            (&inner[..end], &inner[end + 1..])
        } else if let Some(inner) = rest.strip_prefix("**").or_else(|| rest.strip_prefix("__")) {
            let Some(end) = inner.find("**").or_else(|| inner.find("__")) else { return };
            (&inner[..end], &inner[end + 2..])
        } else {
            let Some(end) = rest.find(['.', ',', ';', ':', '\n', '\t', '–', '—']) else {
                // All of it, or nothing.
                let mut more = Says::default();
                if qualifiers(rest, &mut more) {
                    says.fill(more);
                }
                return;
            };
            (&rest[..end], &rest[end..])
        };
        let mut more = Says::default();
        let condition = after.trim_start_matches([' ', ',', '.', ':', ';']).split_whitespace().next().unwrap_or("").to_lowercase();
        let conditional = after.trim_start().starts_with([',', ' ', ':']) && CONDITIONS.contains(&condition.as_str());
        // `Default: 10` at the beginning is read elsewhere, with all its forms.
        if piece.len() > 60 || conditional || fold(piece).starts_with("default") || !qualifiers(piece, &mut more) || more == Says::default()
        {
            return;
        }
        says.fill(more);
        rest = after.trim_start_matches(['.', ',', ';', ':', '–', '—', ' ', '\n', '\t', '\r']);
        rest = rest.strip_prefix("- ").unwrap_or(rest);
    }
}

/// Words that make what stands before them hold sometimes only.
const CONDITIONS: &[&str] =
    &["if", "when", "unless", "only", "for", "except", "in", "where", "with", "on", "and", "or", "but", "while", "depending"];

/// `… (required)`.
fn trailing(text: &str, says: &mut Says) {
    let text = text.trim_end().trim_end_matches('.');
    let Some(inner) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map(|(_, inner)| inner) else { return };
    let mut more = Says::default();
    if inner.len() <= 60 && qualifiers(inner, &mut more) {
        says.fill(more);
    }
}

/// `Must be a String.`
fn must_be(lower: &str) -> Option<&str> {
    let found = ["must be a ", "must be an "].iter().find_map(|before| lower.find(before).map(|at| &lower[at + before.len()..]))?;
    let end = found.find(['.', ',', '\n']).unwrap_or(found.len());
    let word = &found[..end];
    kind(word).0.is_some().then_some(word)
}

/// Values that words list.
#[expect(clippy::struct_field_names, reason = "they are the values, and there is more")]
pub(super) struct Values<'t> {
    pub(super) values: Vec<String>,
    /// The one that is marked as the default.
    default: Option<String>,
    pub(super) rest: &'t str,
}

/// Words behind which the allowed values stand.
const BEFORE_VALUES: &[&str] = &[
    "must be one of",
    "one of the following values",
    "one of the following",
    "one of",
    "allowed values are",
    "allowed values",
    "possible values are",
    "possible values",
    "valid values are",
    "valid values",
    "accepted values are",
    "accepted values",
    "supported values are",
    "supported values",
    "permitted values are",
    "permitted values",
    "can be",
    "can be either",
    "must be either",
];

fn allowed<'t>(text: &'t str, lower: &str) -> Option<Values<'t>> {
    let mut found: Option<Values<'t>> = None;
    for before in BEFORE_VALUES {
        for (at, _) in lower.match_indices(before) {
            let behind = &text[at + before.len()..];
            let told = lower[..at].trim_end();
            let is_word = !lower[..at].ends_with(|sign: char| sign.is_alphanumeric());
            if !is_word || ["such as", "e.g.", "for example", "not", "include"].iter().any(|word| told.ends_with(word)) {
                continue;
            }
            let colon = behind.trim_start().strip_prefix(':');
            let list = colon.unwrap_or(behind);
            let Some(list) = values(list, colon.is_some() && *before != "can be") else { continue };
            let next = list.rest.trim_start_matches([' ', ',', '\n', '\r']).to_lowercase();
            let goes_on = ["or ", "and "].iter().find_map(|word| next.strip_prefix(word)).is_some_and(|next| !next.starts_with("default"));
            // A list that goes on is not told whole.
            if goes_on || ["etc", "...", "…", "e.g", "to "].iter().any(|word| next.starts_with(word)) {
                continue;
            }
            match &found {
                Some(known) if known.values.len() >= list.values.len() => {}
                Some(_) | None => found = Some(list),
            }
        }
    }
    found.filter(|found| found.values.len() >= 2)
}

/// Reads a list of values: each in marks, or, where that is allowed, single words up to the end of the line.
pub(super) fn values(text: &str, bare: bool) -> Option<Values<'_>> {
    let mut found = Values { values: Vec::new(), default: None, rest: text };
    let mut marked = false;
    loop {
        let mut rest = found.rest.trim_start_matches([' ', '\n', '\r', '\t']);
        let between = rest;
        rest = rest
            .strip_prefix(", ")
            .or_else(|| rest.strip_prefix(','))
            .or_else(|| rest.strip_prefix("|"))
            .or_else(|| rest.strip_prefix("/"))
            .unwrap_or(rest)
            .trim_start();
        rest = ["- ", "* ", "• "].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest).trim_start();
        for word in ["or ", "and ", "either "] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        let separated = rest.len() != between.len() || found.values.is_empty();
        let mark = ["`", "**", "\"", "'", "“"].into_iter().find(|mark| rest.starts_with(mark));
        let (value, after) = match mark {
            Some(mark) if separated => {
                let close = if mark == "“" { "”" } else { mark };
                let Some((value, after)) = rest[mark.len()..].split_once(close) else { break };
                (value, after)
            }
            None if separated && bare && !marked => {
                let end = rest.find(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '|' | '(')).unwrap_or(rest.len());
                let value = rest[..end].trim_end_matches('.');
                let after = &rest[value.len()..];
                // A word among words is none of a list.
                let ends = after.trim_start_matches([' ', '\r']).is_empty()
                    || after.trim_start_matches(' ').starts_with([',', '|', '.', ';', '\n', '\r', '('])
                    || after.trim_start().starts_with("or ")
                    || after.trim_start().starts_with("and ");
                if !ends || value.is_empty() {
                    // Then the whole is no list of bare words.
                    return None;
                }
                (value, after)
            }
            Some(_) | None => break,
        };
        marked |= mark.is_some();
        let value = value.trim().trim_matches('`');
        if value.is_empty() || value.len() > 64 || value.contains(['\n', '{', '<']) || found.values.len() >= MOST_VALUES {
            return None;
        }
        if !found.values.iter().any(|known| known == value) {
            found.values.push(value.to_owned());
        }
        found.rest = after;
        if let Some(after) = after.trim_start().strip_prefix("(default)") {
            found.default = Some(value.to_owned());
            found.rest = after;
        }
        if !marked && found.rest.trim_start_matches([' ', '\r']).starts_with(['.', ';']) {
            break;
        }
        // Bare words end with their line, unless a comma stands before it.
        if !marked && found.rest.trim_start_matches([' ', '\r']).starts_with('\n') {
            break;
        }
    }
    (!found.values.is_empty()).then_some(found)
}

/// `Default: 10`, "defaults to `asc`".
fn default(text: &str, lower: &str) -> Option<String> {
    let mut found: Option<String> = None;
    for (at, _) in lower.match_indices("default") {
        if lower[..at].ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '`')) {
            continue;
        }
        let mut behind = &text[at + "default".len()..];
        let mut told = false;
        for word in ["s to", " value is", " value:", " value =", " is", ":**", ":", " =", "="] {
            if let Some(after) = behind.strip_prefix(word) {
                behind = after;
                told = true;
                break;
            }
        }
        if !told {
            continue;
        }
        let behind = behind.trim_start_matches([' ', ':']);
        let mark = ["`", "**", "\"", "'"].into_iter().find(|mark| behind.starts_with(mark));
        let (value, after) = match mark {
            Some(mark) => behind[mark.len()..].split_once(mark)?,
            None => {
                let end = behind.find(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | ')' | '(')).unwrap_or(behind.len());
                let value = behind[..end].trim_end_matches(['.', ':']);
                let plain = value.parse::<f64>().is_ok() || matches!(value, "true" | "false");
                let after = &behind[value.len()..];
                let ends = after.trim_start_matches(['.', ' ']).is_empty() || after.starts_with(['.', ',', ')', ';', '\n', '\r']);
                if !(plain && (ends || after.starts_with(' '))) {
                    return None;
                }
                (value, after)
            }
        };
        let next = after.trim_start_matches([' ', ',']).split_whitespace().next().unwrap_or("").to_lowercase();
        if value.trim().is_empty() || value.len() > 64 || value.contains(['\n', '{', '<']) || CONDITIONS.contains(&next.as_str()) {
            return None;
        }
        match &found {
            Some(known) if known != value => return None,
            Some(_) | None => found = Some(value.to_owned()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Kind, Says, allowed, kind, of_text};
    use crate::ir::{Presence, StringForm};

    const TEXT: Kind = Kind::Text(StringForm::Plain);

    #[track_caller]
    fn check(text: &str, kind: Option<Kind>, presence: Option<Presence>, default: Option<&str>, values: &[&str]) {
        let says = of_text(text);
        assert_eq!((says.kind, says.presence), (kind, presence), "{text}");
        assert_eq!((says.default.as_deref(), says.values), (default, values.iter().map(|&value| value.to_owned()).collect()), "{text}");
    }

    #[test]
    fn words_beside_a_name() {
        let (must, may) = (Some(Presence::Required), Some(Presence::Optional));
        check("Required. integer. One of: 1, 2", Some(Kind::Integer), must, None, &["1", "2"]);
        check("(required) the lamp's name", None, must, None, &[]);
        check("(Required) The organization's GUID.", None, must, None, &[]);
        check("the lamp's name (optional)", None, may, None, &[]);
        check("optional. Must be one of: `true`, `false`.", Some(Kind::Bool), may, None, &[]);
        check("required. URL of the file. Must be a String.", Some(TEXT), must, None, &[]);
        check("Not required. string", Some(TEXT), may, None, &[]);
        check("Sort. Possible values: **up**, **down**.  Default value: **up**.", None, None, Some("up"), &["up", "down"]);
        check("Valid values:\n\n* `Any` (default)\n* `Name`\n* `Email`\n", None, None, Some("Any"), &["Any", "Name", "Email"]);
        check("The default is **10** items on a page.", None, None, Some("10"), &[]);
        check("The number of results. Default: 100.", None, None, Some("100"), &[]);
        check("Can be: `GET` or `POST` and defaults to `POST`.", None, None, Some("POST"), &["GET", "POST"]);
        check("Valid values are id, name. May precede any value with a -.", None, None, None, &[]);
    }

    #[test]
    fn words_that_could_mean_something_else_say_nothing() {
        for text in [
            "Required if `a` is given.",
            "required when the lamp is on",
            "Optional, if the lamp has a name",
            "By default, all lamps are listed.",
            "Defaults to `false` unless `a` is given.",
            "Comma-separated list of fields. Allowed values: `a`, `b`",
            "One of the lamps of the account",
            "Values such as one of `a`, `b`",
            "Possible values: `a`, `b`, ...",
            "The required voltage.",
            "integers only",
            "default: the first of them",
            "",
            // Small letters of other lengths, which sum up to the length of the text.
            "\u{130} one of\u{e9} \u{2126}, default\u{e9}",
        ] {
            assert_eq!(of_text(text), Says::default(), "{text}");
        }
        assert!(allowed("one of `a`", "one of `a`").is_none());
    }

    #[test]
    fn kinds() {
        let list = |item| Some(Kind::List(Some(Box::new(item))));
        assert_eq!(kind("Array of strings").0, list(TEXT));
        assert_eq!(kind("integer[]").0, list(Kind::Integer));
        assert_eq!(kind("array<number>").0, list(Kind::Number));
        assert_eq!(kind("list").0, Some(Kind::List(None)));
        assert_eq!(kind("varchar(20)"), (Some(TEXT), Some(20)));
        assert_eq!(kind("`Boolean`").0, Some(Kind::Bool));
        for deep in ["array of ".repeat(100_000), format!("{}integer{}", "[".repeat(100_000), "]".repeat(100_000)), "[]".repeat(100_000)] {
            let _ = kind(&deep);
        }
        for unknown in ["Lamp", "string or integer", "date", "array of lamps, maybe", ""] {
            assert!(matches!(kind(unknown).0, None | Some(Kind::List(None))), "{unknown}");
        }
    }

    #[test]
    fn words_say_that_a_thing_is_never_null() {
        for text in [
            "Never null.",
            "string, not null",
            "The hall. Must not be null.",
            "Cannot be null; else 400",
            "(non-nullable)",
            "It can't be null, ever",
        ] {
            assert!(of_text(text).never_null, "{text}");
        }
        for text in [
            "Null.",
            "May be null",
            "Must not be null if there is a hall",
            "Cannot be null, unless it is off",
            "not nulls",
            "cannot be nullified",
        ] {
            assert!(!of_text(text).never_null, "{text}");
        }
    }
}
