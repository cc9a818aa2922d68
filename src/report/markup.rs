//! Untrusted text made safe for XML, HTML and Markdown.

use super::escape::visible;

/// Text on one line as XML and HTML show it, within an element or a quoted attribute. What
/// can't be seen, and what XML forbids, stands as an escape such as `\u{1b}`.
pub fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => safe.extend(c.escape_unicode()),
            _ => safe.push(c),
        }
    }
    safe
}

/// Text on one line in which Markdown finds no markup.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '\\' | '*' | '_' | '<' | '`' | '[' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_and_nothing_is_forbidden() {
        assert_eq!(escaped("a ]]> <b> & \"c\" 'd'"), "a ]]&gt; &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
        assert_eq!(escaped("\0\u{b}\u{1b}\u{ffff}\u{fffe}\n"), "\\u{0}\\u{b}\\u{1b}\\u{ffff}\\u{fffe} ");
        assert_eq!(escaped("ü 𝄞"), "ü 𝄞");
    }
}
