//! Bodies that are texts with holes, such as the envelopes of SOAP.

/// A text whose `{{holes}}` the caller fills.
#[derive(Debug)]
pub struct Template {
    /// Its media type.
    pub media: &'static str,
    /// The text. Each `{{name}}` is a hole; white space around a name is no part of it.
    pub text: &'static str,
    /// How values are written into it.
    pub escape: Escape,
    /// The holes whose values are markup themselves, and stand in the text as they are.
    pub markup: &'static [&'static str],
}

/// How values are written into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Escape {
    /// As they are.
    None,
    /// As text of XML: what would be markup is not. In `CDATA`, where markup is text anyway, a value does not end it.
    Xml,
}

impl Template {
    /// Whether a place of the text is within a section of `CDATA`.
    fn is_cdata(&self, at: usize) -> bool {
        let before = &self.text[..at];
        before.rfind("<![CDATA[").is_some_and(|open| !before[open..].contains("]]>"))
    }

    /// The text with its holes filled.
    pub(crate) fn fill(&self, values: &[(String, String)]) -> Result<String, String> {
        let mut filled = String::with_capacity(self.text.len());
        let mut rest = self.text;
        while let Some(open) = rest.find("{{") {
            let inner = &rest[open + 2..];
            let end = inner.find(['{', '}']).unwrap_or(inner.len());
            let name = inner[..end].trim();
            if name.is_empty() || !inner[end..].starts_with("}}") {
                // One brace on: of `{{{name}}` the second and the third begin the hole.
                filled.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
                continue;
            }
            filled.push_str(&rest[..open]);
            let Some((_, value)) = values.iter().find(|(known, _)| known == name) else {
                return Err(format!("`{name}` was not given, and the body needs it"));
            };
            match self.escape {
                // There nothing is escaped, and nothing but its end means anything: `]]` at the end may meet a `>` of the text.
                Escape::Xml if self.is_cdata(self.text.len() - rest.len() + open) => {
                    filled.push_str(&value.replace("]]", "]]]]><![CDATA["));
                }
                Escape::Xml if !self.markup.contains(&name) => push_xml(&mut filled, name, value)?,
                Escape::Xml | Escape::None => filled.push_str(value),
            }
            rest = &inner[end + 2..];
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

fn push_xml(filled: &mut String, name: &str, value: &str) -> Result<(), String> {
    for sign in value.chars() {
        match sign {
            '&' => filled.push_str("&amp;"),
            '<' => filled.push_str("&lt;"),
            '>' => filled.push_str("&gt;"),
            '"' => filled.push_str("&quot;"),
            '\'' => filled.push_str("&apos;"),
            // A reader of XML makes another sign of it.
            '\r' => filled.push_str("&#13;"),
            '\t' | '\n' => filled.push(sign),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => return Err(format!("`{name}` holds a character that XML cannot hold")),
            sign => filled.push(sign),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Escape, Template};

    fn fill(text: &'static str, escape: Escape, values: &[(&str, &str)]) -> Result<String, String> {
        let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Template { media: "text/plain", text, escape, markup: &["head"] }.fill(&values)
    }

    #[test]
    fn holes_are_filled() {
        assert_eq!(fill("a {{b}} {{ c d }}{{b}}", Escape::None, &[("b", "<1>"), ("c d", "2")]).as_deref(), Ok("a <1> 2<1>"));
        assert_eq!(fill("{{{b}}} {{}} {{ }} {{ {b", Escape::None, &[("b", "1")]).as_deref(), Ok("{1} {{}} {{ }} {{ {b"));
        assert_eq!(fill("{{b}}", Escape::None, &[("b", "{{c}}")]).as_deref(), Ok("{{c}}"));
        assert_eq!(fill("{{b}}", Escape::None, &[]), Err("`b` was not given, and the body needs it".to_owned()));
    }

    #[test]
    fn values_are_text_and_no_markup() {
        let filled = fill("{{head}}<a b='{{b}}'>{{b}}</a>", Escape::Xml, &[("head", "<h/>"), ("b", "<&'\">\r")]);
        assert_eq!(filled.as_deref(), Ok("<h/><a b='&lt;&amp;&apos;&quot;&gt;&#13;'>&lt;&amp;&apos;&quot;&gt;&#13;</a>"));
        assert!(fill("{{b}}", Escape::Xml, &[("b", "\u{1}")]).is_err());
    }

    #[test]
    fn values_stay_within_cdata() {
        let text = "<a><![CDATA[{{b}}]]>{{b}}</a>";
        assert_eq!(fill(text, Escape::Xml, &[("b", "<i>")]).as_deref(), Ok("<a><![CDATA[<i>]]>&lt;i&gt;</a>"));
        let hostile = fill("<a><![CDATA[{{head}}>]]></a>", Escape::Xml, &[("head", "]]><b/>]]")]);
        assert_eq!(hostile.as_deref(), Ok("<a><![CDATA[]]]]><![CDATA[><b/>]]]]><![CDATA[>]]></a>"));
    }
}
