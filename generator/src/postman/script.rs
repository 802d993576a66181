//! What a test script of Postman's tells about answers: statuses, fields and what becomes of them. Read by its tokens, never run.
//!
//! A script is code and no documentation: what is not understood says nothing, and neither does what only holds on a condition.

use std::ops::Range;

/// A longer script is not read.
const LONGEST: usize = 64 * 1024;
/// So many variables may hold a part of an answer.
const MOST_NAMES: usize = 256;

/// A fact that a script tells, with its place in the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) says: Says,
    pub(super) range: Range<usize>,
}

/// What a script tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// The answer comes with one of these statuses.
    Status(Vec<u16>),
    /// The answer has a field.
    Field(Vec<Step>),
    /// A field of the answer is of a kind.
    Kind(Vec<Step>, Kind),
    /// A variable gets its value from a field of the answer.
    Saves {
        /// The variable.
        variable: String,
        /// The field.
        path: Vec<Step>,
    },
}

/// A step into an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Field(String),
    Item,
}

/// The kinds that tests speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Bool,
    List,
    Object,
}

#[derive(Clone, Debug, PartialEq)]
enum Token<'t> {
    Word(&'t str),
    Text(String),
    Number(&'t str),
    Sign(char),
}

#[derive(Clone, Debug)]
struct Placed<'t> {
    token: Token<'t>,
    range: Range<usize>,
}

/// What a script tells.
pub(super) fn read(text: &str) -> Vec<Fact> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut reader = Reader { tokens: tokens(text), at: 0, names: Vec::new(), found: Vec::new() };
    reader.run();
    reader.found
}

fn tokens(text: &str) -> Vec<Placed<'_>> {
    let mut found: Vec<Placed<'_>> = Vec::new();
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let rest = &text[at..];
        let token = if sign.is_whitespace() {
            continue;
        } else if rest.starts_with("//") {
            while signs.peek().is_some_and(|(_, sign)| *sign != '\n') {
                signs.next();
            }
            continue;
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(text.len(), |end| at + end + 2);
            while signs.peek().is_some_and(|(at, _)| *at < end) {
                signs.next();
            }
            continue;
        } else if matches!(sign, '"' | '\'' | '`') {
            let mut content = String::new();
            while let Some((_, inner)) = signs.next() {
                match inner {
                    '\\' => content.extend(signs.next().map(|(_, escaped)| escaped)),
                    inner if inner == sign => break,
                    // A quote that nobody closes ends with its line.
                    '\n' if sign != '`' => break,
                    inner => content.push(inner),
                }
            }
            Token::Text(content)
        } else if sign == '/'
            && found.last().is_none_or(|last| matches!(last.token, Token::Sign('(' | ',' | '=' | ':' | '[' | '!' | '&' | '|')))
        {
            // A regular expression.
            let mut in_class = false;
            while let Some((_, inner)) = signs.next() {
                match inner {
                    '\\' => _ = signs.next(),
                    '[' => in_class = true,
                    ']' => in_class = false,
                    '/' if !in_class => break,
                    '\n' => break,
                    _ => {}
                }
            }
            Token::Text(String::new())
        } else {
            let length = if sign.is_alphabetic() || matches!(sign, '_' | '$') {
                rest.find(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '$'))).unwrap_or(rest.len())
            } else if sign.is_ascii_digit() {
                rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '.')).unwrap_or(rest.len())
            } else {
                sign.len_utf8()
            };
            while signs.peek().is_some_and(|(next, _)| *next < at + length) {
                signs.next();
            }
            let word = &rest[..length];
            if sign.is_alphabetic() || matches!(sign, '_' | '$') {
                Token::Word(word)
            } else if sign.is_ascii_digit() {
                Token::Number(word)
            } else {
                Token::Sign(sign)
            }
        };
        let end = signs.peek().map_or(text.len(), |(next, _)| *next);
        found.push(Placed { token, range: at..end });
    }
    found
}

struct Reader<'t> {
    tokens: Vec<Placed<'t>>,
    at: usize,
    /// Variables that hold a part of the answer.
    names: Vec<(&'t str, Vec<Step>)>,
    found: Vec<Fact>,
}

impl<'t> Reader<'t> {
    fn run(&mut self) {
        while self.at < self.tokens.len() {
            let start = self.at;
            self.statement();
            // Whatever was understood, it goes on behind it.
            self.at = self.at.max(start + 1);
        }
    }

    fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at).map(|placed| &placed.token)
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        self.token(at) == Some(&Token::Sign(sign))
    }

    fn word(&self, at: usize) -> Option<&'t str> {
        if let Some(Token::Word(word)) = self.token(at) { Some(word) } else { None }
    }

    /// Whether words with dots between them stand at a place; where they end.
    fn chain(&self, mut at: usize, words: &[&str]) -> Option<usize> {
        for (number, word) in words.iter().enumerate() {
            if number > 0 {
                at = self.is_sign(at, '.').then_some(at + 1)?;
            }
            at = (self.word(at)? == *word).then_some(at + 1)?;
        }
        Some(at)
    }

    fn tell(&mut self, says: Says, from: usize, to: usize) {
        let start = self.tokens.get(from).map(|placed| placed.range.start);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map(|placed| placed.range.end);
        if let (Some(start), Some(end)) = (start, end) {
            self.found.push(Fact { says, range: start..end.max(start) });
        }
    }

    fn statement(&mut self) {
        let at = self.at;
        match self.word(at) {
            // What holds on a condition only, or many times, is not told of every answer.
            Some("if" | "else" | "for" | "while" | "switch" | "catch") => self.at = self.behind_branch(at),
            Some("var" | "let" | "const") => {
                // Without the name, what stands behind it is looked at once more: it may save something.
                self.binding(at + 1);
                self.at = at + 2;
            }
            Some("pm" | "postman" | "tests") => self.at = self.known(at),
            Some(_) if self.is_sign(at + 1, '=') && !self.is_sign(at + 2, '=') && !self.is_sign(at + 2, '>') => {
                self.binding(at);
                self.at = at + 2;
            }
            Some(_) | None => self.at = at + 1,
        }
    }

    /// Behind a branch: its condition, and its block or its one statement.
    fn behind_branch(&self, at: usize) -> usize {
        let mut at = at + 1;
        if self.is_sign(at, '(') {
            at = self.behind_bracket(at, '(', ')');
        }
        if self.word(at) == Some("if") {
            // `else if`
            return at;
        }
        if self.is_sign(at, '{') {
            return self.behind_bracket(at, '{', '}');
        }
        let mut depth = 0_usize;
        while let Some(token) = self.token(at) {
            match token {
                Token::Sign('(' | '[' | '{') => depth += 1,
                Token::Sign(')' | ']' | '}') if depth == 0 => break,
                Token::Sign(')' | ']' | '}') => depth -= 1,
                Token::Sign(';') if depth == 0 => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    fn behind_bracket(&self, at: usize, open: char, close: char) -> usize {
        let mut depth = 0_usize;
        for (offset, placed) in self.tokens[at..].iter().enumerate() {
            if placed.token == Token::Sign(open) {
                depth += 1;
            } else if placed.token == Token::Sign(close) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + offset + 1;
                }
            }
        }
        self.tokens.len()
    }

    /// `name = …`: whether the name holds a part of the answer from now on.
    fn binding(&mut self, at: usize) {
        let Some(name) = self.word(at).filter(|_| self.is_sign(at + 1, '=')) else { return };
        self.names.retain(|(known, _)| *known != name);
        if let Some((path, _)) = self.part(at + 2)
            && self.names.len() < MOST_NAMES
        {
            self.names.push((name, path));
        }
    }

    /// A part of the answer, as `jsonData.data[0].id`; and where it ends.
    fn part(&self, at: usize) -> Option<(Vec<Step>, usize)> {
        let (mut path, mut at) = self.whole(at)?;
        loop {
            if self.is_sign(at, '.') || (self.is_sign(at, '?') && self.is_sign(at + 1, '.')) {
                let name_at = if self.is_sign(at, '.') { at + 1 } else { at + 2 };
                let Some(name) = self.word(name_at) else { break };
                // A call is no field: `.toString()` leaves what it is called on, anything else is not followed.
                if self.is_sign(name_at + 1, '(') {
                    return (matches!(name, "toString" | "trim") && self.is_sign(name_at + 2, ')')).then_some((path, name_at + 3));
                }
                if name == "length" {
                    return None;
                }
                path.push(Step::Field(name.to_owned()));
                at = name_at + 1;
            } else if self.is_sign(at, '[') && self.is_sign(at + 2, ']') {
                match self.token(at + 1) {
                    Some(Token::Text(name)) => path.push(Step::Field(name.clone())),
                    Some(Token::Number(_)) => path.push(Step::Item),
                    _ => return None,
                }
                at += 3;
            } else {
                break;
            }
        }
        // Part of a larger expression it is no longer a part of the answer.
        let goes_on = matches!(self.token(at), Some(Token::Sign('+' | '-' | '*' | '/' | '%' | '[' | '(' | '?' | '|' | '&')));
        (!goes_on).then_some((path, at))
    }

    /// The answer as a whole, or a name that holds a part of it.
    fn whole(&self, at: usize) -> Option<(Vec<Step>, usize)> {
        if let Some(end) = self.chain(at, &["pm", "response", "json"]).filter(|end| self.is_sign(*end, '(') && self.is_sign(*end + 1, ')'))
        {
            return Some((Vec::new(), end + 2));
        }
        if let Some(end) = self.chain(at, &["JSON", "parse"]).filter(|end| self.is_sign(*end, '(')) {
            if self.word(end + 1) == Some("responseBody") && self.is_sign(end + 2, ')') {
                return Some((Vec::new(), end + 3));
            }
            let inner = self.chain(end + 1, &["pm", "response", "text"])?;
            return (self.is_sign(inner, '(') && self.is_sign(inner + 1, ')') && self.is_sign(inner + 2, ')'))
                .then_some((Vec::new(), inner + 3));
        }
        let name = self.word(at)?;
        self.names.iter().find(|(known, _)| *known == name).map(|(_, path)| (path.clone(), at + 1))
    }

    /// A statement that begins with `pm`, `postman` or `tests`; where to go on.
    fn known(&mut self, at: usize) -> usize {
        for words in [
            &["pm", "environment", "set"][..],
            &["pm", "collectionVariables", "set"],
            &["pm", "globals", "set"],
            &["pm", "variables", "set"],
            &["postman", "setEnvironmentVariable"],
            &["postman", "setGlobalVariable"],
        ] {
            if let Some(end) = self.chain(at, words).filter(|end| self.is_sign(*end, '(')) {
                return self.saves(at, end + 1);
            }
        }
        if let Some(end) = self.chain(at, &["pm", "response", "to", "have", "status"]).filter(|end| self.is_sign(*end, '(')) {
            return self.statuses(at, end);
        }
        if let Some(end) = self.chain(at, &["pm", "expect"]).filter(|end| self.is_sign(*end, '(')) {
            return self.expectation(at, end + 1);
        }
        if self.word(at) == Some("tests")
            && self.is_sign(at + 1, '[')
            && self.is_sign(at + 3, ']')
            && self.is_sign(at + 4, '=')
            && !self.is_sign(at + 5, '=')
        {
            return self.old_test(at, at + 5);
        }
        at + 1
    }

    fn saves(&mut self, from: usize, at: usize) -> usize {
        let Some(Token::Text(variable)) = self.token(at) else { return at };
        let variable = variable.trim().to_owned();
        if self.is_sign(at + 1, ',')
            && let Some((path, end)) = self.part(at + 2)
            && self.is_sign(end, ')')
            && !path.is_empty()
        {
            self.tell(Says::Saves { variable, path }, from, end + 1);
            return end;
        }
        at + 1
    }

    /// `(201)` or `([200, 201])`.
    fn numbers(&self, open: usize) -> Option<(Vec<u16>, usize)> {
        let mut at = open + 1;
        let listed = self.is_sign(at, '[');
        at += usize::from(listed);
        let mut found = Vec::new();
        while let Some(Token::Number(number)) = self.token(at) {
            found.push(number.parse().ok().filter(|status| (100..600).contains(status))?);
            at += 1;
            at += usize::from(listed && self.is_sign(at, ','));
        }
        at = if listed { self.is_sign(at, ']').then_some(at + 1)? } else { at };
        (self.is_sign(at, ')') && !found.is_empty()).then_some((found, at + 1))
    }

    fn statuses(&mut self, from: usize, open: usize) -> usize {
        let Some((statuses, end)) = self.numbers(open) else { return open };
        self.tell(Says::Status(statuses), from, end);
        end
    }

    /// `pm.expect(…).to.…`.
    fn expectation(&mut self, from: usize, at: usize) -> usize {
        if let Some(end) = self.chain(at, &["pm", "response", "code"]).filter(|end| self.is_sign(*end, ')')) {
            let (words, open) = self.words(end + 1);
            if matches!(words.last(), Some(&("equal" | "eql" | "equals" | "eq" | "oneOf"))) && !words.contains(&"not") {
                return self.statuses(from, open);
            }
            return open;
        }
        let Some((path, end)) = self.part(at).filter(|(_, end)| self.is_sign(*end, ')')) else { return at };
        let (words, open) = self.words(end + 1);
        if words.contains(&"not") {
            return open;
        }
        let argument = if let Some(Token::Text(text)) = self.token(open + 1) { Some(text.clone()) } else { None };
        match (words.last().copied(), argument) {
            (Some("property"), Some(name)) if self.is_sign(open, '(') && !words.contains(&"nested") => {
                let mut path = path;
                path.push(Step::Field(name));
                self.tell(Says::Field(path), from, open + 3);
            }
            (Some("a" | "an"), Some(name)) if self.is_sign(open, '(') && !path.is_empty() => {
                let kind = match name.to_lowercase().as_str() {
                    "string" => Some(Kind::Text),
                    "number" => Some(Kind::Number),
                    "boolean" => Some(Kind::Bool),
                    "array" => Some(Kind::List),
                    "object" => Some(Kind::Object),
                    _ => None,
                };
                if let Some(kind) = kind {
                    self.tell(Says::Kind(path, kind), from, open + 3);
                }
            }
            (Some("exist"), _) if !path.is_empty() => self.tell(Says::Field(path), from, open),
            _ => {}
        }
        open
    }

    /// The words of a chain behind a bracket, up to the next bracket.
    fn words(&self, mut at: usize) -> (Vec<&'t str>, usize) {
        let mut words = Vec::new();
        while self.is_sign(at, '.')
            && let Some(word) = self.word(at + 1)
        {
            words.push(word);
            at += 2;
        }
        (words, at)
    }

    /// `tests["…"] = responseCode.code === 200`.
    fn old_test(&mut self, from: usize, at: usize) -> usize {
        let Some(mut end) = self.chain(at, &["responseCode", "code"]) else { return at };
        let mut equal = 0;
        while self.is_sign(end, '=') {
            end += 1;
            equal += 1;
        }
        if let (Some(Token::Number(number)), 2 | 3) = (self.token(end), equal)
            && let Some(status) = number.parse().ok().filter(|status| (100..600).contains(status))
            && !matches!(self.token(end + 1), Some(Token::Sign('|' | '&' | '?')))
        {
            self.tell(Says::Status(vec![status]), from, end + 1);
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Says, Step, read};

    fn said(script: &str) -> Vec<Says> {
        read(script).into_iter().map(|fact| fact.says).collect()
    }

    fn path(text: &str) -> Vec<Step> {
        text.split('.').map(|step| if step == "[]" { Step::Item } else { Step::Field(step.to_owned()) }).collect()
    }

    fn saves(variable: &str, from: &str) -> Says {
        Says::Saves { variable: variable.to_owned(), path: path(from) }
    }

    #[test]
    fn statuses() {
        assert_eq!(said("pm.test('made', function () { pm.response.to.have.status(201); });"), [Says::Status(vec![201])]);
        assert_eq!(said("pm.test(\"ok\", () => pm.expect(pm.response.code).to.be.oneOf([200, 202]))"), [Says::Status(vec![200, 202])]);
        assert_eq!(said("pm.expect(pm.response.code).to.equal(204)"), [Says::Status(vec![204])]);
        assert_eq!(said("tests[\"Status\"] = responseCode.code === 200;"), [Says::Status(vec![200])]);
        for other in [
            "tests['x'] = responseCode.code === 200 || responseCode.code === 201;",
            "pm.expect(pm.response.code).to.not.equal(500)",
            "if (pm.response.code === 401) { pm.response.to.have.status(401) }",
            "if (late) pm.response.to.have.status(401);",
            "// pm.response.to.have.status(201)",
            "/* pm.response.to.have.status(201) */ 'pm.response.to.have.status(201)'",
            "pm.response.to.have.status('Created')",
            "pm.response.to.have.status(9999)",
        ] {
            assert_eq!(said(other), [], "{other}");
        }
    }

    #[test]
    fn fields() {
        let script = "const data = pm.response.json();\npm.expect(data).to.have.property('id');\npm.expect(data.list[0].name).to.be.a('string');\npm.expect(data.x).to.not.be.a('string');";
        assert_eq!(said(script), [Says::Field(path("id")), Says::Kind(path("list.[].name"), Kind::Text)]);
        assert_eq!(said("pm.expect(other.id).to.be.a('string')"), []);
        assert_eq!(said("var d = JSON.parse(responseBody); pm.expect(d.on).to.be.a(\"boolean\")"), [Says::Kind(path("on"), Kind::Bool)]);
        assert_eq!(said("let d = pm.response.json(); d = 5; pm.expect(d.on).to.be.a('boolean')"), []);
    }

    #[test]
    fn what_is_saved() {
        assert_eq!(said("var d = JSON.parse(responseBody);\npostman.setEnvironmentVariable('id', d.data.id);"), [saves("id", "data.id")]);
        assert_eq!(said("pm.environment.set(\"token\", pm.response.json().access_token);"), [saves("token", "access_token")]);
        assert_eq!(said("pm.collectionVariables.set('id', pm.response.json()[0]['id'].toString())"), [saves("id", "[].id")]);
        assert_eq!(said("const {id} = pm.response.json(); pm.environment.set('id', id)"), []);
        assert_eq!(said("let d = pm.response.json(); pm.environment.set('id', d.id + 1)"), []);
        assert_eq!(said("pm.environment.set('id', 'x')"), []);
        assert_eq!(said("let d = pm.response.json(); let e = d.user; pm.globals.set('who', e.id)"), [saves("who", "user.id")]);
    }

    #[test]
    fn a_place_is_that_of_the_statement() {
        let script = "let a = 1; pm.response.to.have.status(201);";
        let facts = read(script);
        assert_eq!(&script[facts[0].range.clone()], "pm.response.to.have.status(201)");
    }

    #[test]
    fn whatever_it_is_it_ends() {
        for script in [
            "pm.expect(",
            "pm.test(\"",
            "if (",
            "if (((((",
            "pm.expect(pm.response.json().a[",
            "`${`",
            "/[/",
            "var = = =",
            "é€😀 pm.",
            "tests[",
            "pm.response.to.have.status([",
        ] {
            let _ = read(script);
            let _ = read(&script.repeat(500));
        }
    }
}
