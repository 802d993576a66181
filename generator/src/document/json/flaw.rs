//! What a text does that JSON does not allow, and what the reader made of it.

use std::fmt;

use crate::text::Span;

/// A place where the text is not JSON, and how it was read all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The place. Empty where something is missing.
    pub span: Span,
    /// What is wrong there.
    pub what: Flaw,
    /// What JSON allows there, as a message says it.
    pub expected: &'static str,
}

macro_rules! flaws {
    ($($(#[doc = $meaning:literal])+ $variant:ident = $found:literal, $mended:literal;)+) => {
        /// A way not to be JSON.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Flaw {
            $($(#[doc = $meaning])+ $variant,)+
        }

        impl Flaw {
            /// What stands there, as an error says it.
            pub fn found(self) -> &'static str {
                match self {
                    $(Self::$variant => $found,)+
                }
            }

            /// What was done about it, as a remark says it.
            pub fn mended(self) -> &'static str {
                match self {
                    $(Self::$variant => $mended,)+
                }
            }
        }
    };
}

flaws! {
    /// A non-breaking space, a byte order mark or another space that JSON does not know.
    Space = "a kind of space that JSON does not know", "unusual spaces left out";
    /// `// …`, `/* … */`, `# …` or `<!-- … -->`.
    Comment = "a comment", "comment left out";
    /// Text before, after or between the values.
    Text = "text that is not JSON", "text around the sample left out";
    /// A second value behind the first one.
    SeveralValues = "a second value", "several values taken one by one";
    /// No text at all, or only text that is no value.
    NoValue = "no value", "no value found";
    /// Two items or members with nothing between them.
    MissingComma = "no comma", "missing comma put in";
    /// A comma with nothing before it.
    ExtraComma = "a comma too many", "extra comma left out";
    /// A comma before a closing bracket.
    TrailingComma = "a comma before the closing bracket", "trailing comma left out";
    /// `;` for a comma.
    OtherComma = "`;` in place of a comma", "`;` read as a comma";
    /// A key and a value with nothing between them.
    MissingColon = "no colon", "missing colon put in";
    /// `=`, `=>` or `->` for a colon.
    OtherColon = "another sign in place of a colon", "`=>` or the like read as a colon";
    /// A key without a value.
    MissingValue = "a key without a value", "missing value read as a placeholder";
    /// Members without the braces around them.
    MissingBraces = "members without braces", "members without braces read as an object";
    /// Keys in square brackets.
    OtherBrackets = "keys in square brackets", "list with keys read as an object";
    /// A key without quotes.
    BareKey = "a key without quotes", "key without quotes taken";
    /// A value where a key must stand.
    KeylessValue = "a value without a key", "value without a key left out";
    /// A key and a value among the items of a list.
    StrayMember = "a member outside of an object", "member outside of an object left out";
    /// Single, curly or backward quotes.
    OtherQuotes = "quotes that JSON does not know", "other quotes taken as double quotes";
    /// `\"` outside of a string, or `\n`: the text was escaped as a whole.
    Escaped = "an escape sequence outside of a string", "text escaped as a whole was unescaped";
    /// A string without its closing quote.
    UnclosedString = "a string without its closing quote", "string closed at the end of its line";
    /// Quotes within a string that are not escaped.
    InnerQuotes = "a quote within a string", "quotes within a string taken as text";
    /// A quote that opens or closes nothing.
    StrayQuote = "a stray quote", "stray quote left out";
    /// A line break, a tab or another control character within a string.
    ControlCharacter = "a control character in a string", "control characters in a string taken as they are";
    /// A backslash before something that needs none.
    BadEscape = "an unknown escape sequence", "unknown escape sequence taken as it is";
    /// Half of a character outside the basic plane.
    LoneSurrogate = "half of a surrogate pair", "half of a surrogate pair replaced";
    /// `USER_RATE`, `{{id}}`, `<id>`, `{id}`, `undefined`, …
    Placeholder = "a word that is no JSON value", "placeholder read as a hole";
    /// `00000`: not a number, and probably not meant as one.
    LeadingZeros = "a number with leading zeros", "digits with leading zeros read as a hole";
    /// `1,000` or `12,5` where one value stands.
    GroupedNumber = "a number with a sign for thousands or decimals that JSON does not know", "number with a thousands or a decimal comma read as a hole";
    /// The text ends with a number, and within an object or a list.
    CutNumber = "a number at the end of the text", "number that the end of the text may cut off read as a hole";
    /// `r"x"`, `u"x"`.
    PrefixedString = "a string with a prefix", "prefix of a string left out; as a value it is read as a hole";
    /// `+1`, `.5` or `5.`.
    OtherNumber = "a number that is not written as JSON writes it", "number rewritten";
    /// `True`, `None` and the like.
    OtherWord = "a word of another language", "word of another language translated";
    /// `...`.
    Ellipsis = "an ellipsis", "ellipsis: the sample is cut short there";
    /// A remark, an alternative or an expression behind a value.
    Remark = "text behind a value", "remark behind a value left out";
    /// A closing bracket that closes nothing.
    StrayBracket = "a closing bracket that closes nothing", "stray closing bracket left out";
    /// An object or a list whose closing bracket is missing.
    Unclosed = "the end of an object or a list that is not closed", "missing closing bracket put in";
    /// The text ends within a member or an item.
    CutOff = "the end of the text", "what the end of the text cuts off was left out";
    /// Brackets within brackets, too many of them.
    TooDeep = "nesting deeper than 127 levels", "what is nested too deeply was left out";
}

impl Flaw {
    /// Whether it is a guess what stands where behind it, so that what else seems wrong there may only follow from it.
    pub fn hides_what_follows(self) -> bool {
        match self {
            Self::Text
            | Self::SeveralValues
            | Self::NoValue
            | Self::MissingValue
            | Self::MissingBraces
            | Self::OtherBrackets
            | Self::KeylessValue
            | Self::StrayMember
            | Self::Escaped
            | Self::UnclosedString
            | Self::InnerQuotes
            | Self::StrayQuote
            | Self::Placeholder
            | Self::CutNumber
            | Self::Ellipsis
            | Self::Remark
            | Self::StrayBracket
            | Self::Unclosed
            | Self::CutOff
            | Self::TooDeep => true,
            Self::Space
            | Self::Comment
            | Self::MissingComma
            | Self::ExtraComma
            | Self::TrailingComma
            | Self::OtherComma
            | Self::MissingColon
            | Self::OtherColon
            | Self::BareKey
            | Self::OtherQuotes
            | Self::ControlCharacter
            | Self::BadEscape
            | Self::LoneSurrogate
            | Self::LeadingZeros
            | Self::GroupedNumber
            | Self::PrefixedString
            | Self::OtherNumber
            | Self::OtherWord => false,
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mended())
    }
}
