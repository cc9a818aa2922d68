//! Which elements nobody sees: what style attributes and style sheets hide.

use std::collections::BTreeSet;

/// The classes and ids that a page's style sheets hide.
#[derive(Debug, Default)]
pub struct Hidden {
    /// `.class` and `#id`, with their mark.
    names: BTreeSet<String>,
}

impl Hidden {
    /// Reads one style sheet. Only rules outside of `@media` count, and only selectors
    /// that are one class or id, with or without an element before it: what a rule for
    /// some screens or a deeper selector hides is seen by other readers.
    pub fn read(&mut self, sheet: &str) {
        let sheet = without_comments(sheet);
        let mut rest = sheet.as_str();
        while let Some(open) = rest.find('{') {
            // What ends in a semicolon before a rule is an `@import` or the like.
            let selectors = rest[..open].rsplit(';').next().unwrap_or_default();
            let (body, after) = block(&rest[open + 1..]);
            rest = after;
            if selectors.trim_start().starts_with('@') || !hides(body) {
                continue;
            }
            for selector in selectors.split(',') {
                let selector = selector.trim();
                if let Some(at) = selector.find(['.', '#'])
                    && selector[..at].bytes().all(|byte| byte.is_ascii_alphanumeric())
                    && selector[at + 1..].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
                {
                    self.names.insert(selector[at..].to_owned());
                }
            }
        }
    }

    /// Whether an element with this class is hidden.
    pub fn has_class(&self, class: &str) -> bool {
        !self.names.is_empty() && self.names.contains(&format!(".{class}"))
    }

    /// Whether an element with this id is hidden.
    pub fn has_id(&self, id: &str) -> bool {
        !self.names.is_empty() && self.names.contains(&format!("#{id}"))
    }
}

/// Whether declarations keep an element from being seen.
pub fn hides(declarations: &str) -> bool {
    declarations.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else { return false };
        let value = value.trim();
        let value = value.strip_suffix("!important").unwrap_or(value).trim_end();
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => value.eq_ignore_ascii_case("none"),
            "visibility" => value.eq_ignore_ascii_case("hidden"),
            "mso-hide" => value.eq_ignore_ascii_case("all"),
            // A font size of zero only closes the gaps between columns that set their own.
            "max-height" | "opacity" => is_zero(value),
            _ => false,
        }
    })
}

/// Whether a style sets a property to a value that holds `word`, both in lower case.
pub fn sets(declarations: &str, property: &str, word: &str) -> bool {
    declarations.split(';').any(|declaration| {
        declaration.split_once(':').is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case(property) && value.to_ascii_lowercase().contains(word)
        })
    })
}

fn is_zero(value: &str) -> bool {
    value.trim_end_matches(|char: char| char.is_ascii_alphabetic() || char == '%').parse::<f32>() == Ok(0.0)
}

/// What stands in a block whose `{` has been read, and what comes behind its `}`.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 1usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    (text, "")
}

/// A style sheet without its comments.
fn without_comments(mut sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    while let Some((before, comment)) = sheet.split_once("/*") {
        text.push_str(before);
        sheet = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(sheet);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_rules_of_a_style_sheet_hide() {
        let mut hidden = Hidden::default();
        hidden.read(
            "@charset 'x'; /* { */ a { color: red } /* Base */ .pre, span.teaser , #top { color: red; Display : NONE !important }\n\
             .row > .deep { display: none } @media (max-width: 600px) { .wide { display: none } } .after { opacity: 0 }",
        );
        assert!(
            hidden.has_class("pre") && hidden.has_class("teaser") && hidden.has_id("top") && hidden.has_class("after")
        );
        assert!(!hidden.has_class("deep") && !hidden.has_class("wide") && !hidden.has_class("top"));
    }

    #[test]
    fn styles_hide_by_what_they_do() {
        for style in ["display:none", "color:red; mso-hide: all", "max-height:0px", "opacity: 0", "visibility: hidden"]
        {
            assert!(hides(style), "{style}");
        }
        for style in ["display:block", "max-height:10px", "opacity:0.5", "font-size:0", "none", "overflow:hidden"] {
            assert!(!hides(style), "{style}");
        }
    }
}
