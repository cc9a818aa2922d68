//! What the tags of mail clients say of the text in them: quoted, attribution,
//! signature, hidden. Clients mark this by classes, ids and styles of their own.

use super::stack::{Effect, Effects, Kind};
use super::style::{self, Hidden};
use super::tokens::Tag;

/// The marks of mail clients in `class`, `id` and `name`, in lower case.
const MARKS: [(&str, Effect); 20] = [
    // Gmail
    ("gmail_quote", Effect::Conversation),
    ("gmail_attr", Effect::Attribution),
    ("gmail_signature_prefix", Effect::Signature),
    // Thunderbird
    ("moz-cite-prefix", Effect::Attribution),
    ("moz-forward-container", Effect::Forwarded),
    // Outlook, on the desktop, the phone and the web
    ("divrplyfwdmsg", Effect::Attribution),
    ("mail-editor-reference-message-container", Effect::Quoted),
    ("ms-outlook-mobile-reference-message", Effect::Quoted),
    // Proton: the attribution line and a blockquote; the empty parts of a signature have another name
    ("protonmail_quote", Effect::Quoted),
    ("protonmail_signature_block", Effect::Signature),
    // Yahoo, Roundcube, Spark, Zoho, QQ, Yandex, Tutanota
    ("yahoo_quoted", Effect::Quote),
    ("ydp_quoted", Effect::Quote),
    ("reply-intro", Effect::Attribution),
    ("messagereplysection", Effect::Quoted),
    ("messagesignaturesection", Effect::Signature),
    ("zmail_extra", Effect::Quoted),
    ("qqmail_quote", Effect::Quoted),
    ("yandex_quote", Effect::Quoted),
    ("tutanota_quote", Effect::Quote),
    // Preview texts are hidden by a style sheet that some senders strip.
    ("preheader", Effect::Hidden),
];

/// What an element does to the text in it.
pub fn effects(tag: &Tag, kind: Option<Kind>, hidden: &Hidden) -> Effects {
    let mut effects = Effects::default();
    match tag.name.as_str() {
        "head" | "script" | "style" | "template" | "title" | "textarea" | "select" | "iframe" | "noembed"
        | "mj-head" | "mj-preview" | "mj-style" | "mj-title" | "noframes" | "object" | "applet" | "svg" | "math"
        | "canvas" | "audio" | "video" | "datalist" => {
            effects.add(Effect::Hidden);
        }
        // What is struck out is taken back; what stands beside it is what holds.
        "s" | "del" | "strike" => effects.add(Effect::Struck),
        "blockquote" if !is_indent(tag) => effects.add(Effect::Quote),
        _ => {}
    }
    if kind == Some(Kind::Preformatted) {
        let mark = |name| tag.attribute(name).is_some_and(|value: &str| value.contains("moz-"));
        let is_text = tag.attribute("wrap").is_some() || mark("class");
        effects.add(Effect::Preformatted);
        if is_text {
            effects.add(Effect::Wrapped);
        }
    }
    if tag.attribute("hidden").is_some() {
        effects.add(Effect::Hidden);
    }
    let style = tag.attribute("style").unwrap_or_default();
    if !style.is_empty() {
        if style::hides(style) || style::sets(style, "mso-list", "ignore") {
            effects.add(Effect::Hidden);
        }
        if style::sets(style, "white-space", "pre-") || style::sets(style, "white-space", "break-spaces") {
            effects.add(Effect::Wrapped);
        }
        if kind == Some(Kind::Division) && style::sets(style, "border-top", "solid") {
            effects.add(Effect::Divider);
        }
    }
    let class = tag.attribute("class").unwrap_or_default();
    let id = tag.attribute("id").unwrap_or_default();
    if class.split_ascii_whitespace().any(|class| hidden.has_class(class)) || hidden.has_id(id) {
        effects.add(Effect::Hidden);
    }
    let name = if tag.name == "div" { tag.attribute("name").unwrap_or_default() } else { "" };
    for mark in class.split_ascii_whitespace().chain([id, name]).filter(|mark| !mark.is_empty()) {
        if let Some(effect) = effect_of_mark(mark)
            // Gmail gives its blockquote the same class as the element around it.
            && !(effect != Effect::Signature && kind == Some(Kind::Quote))
        {
            effects.add(effect);
        }
    }
    effects
}

/// What a class, id or name of a mail client stands for. Outlook on the web puts `x_`
/// before the marks of the mail that it quotes, once for each time.
fn effect_of_mark(mark: &str) -> Option<Effect> {
    if mark.len() > 60 {
        return None;
    }
    let mark = mark.to_ascii_lowercase();
    let mark = mark.trim_start_matches("x_");
    let known = MARKS.iter().find(|(known, _)| *known == mark).map(|(_, effect)| *effect);
    // gmail_signature, moz-signature, ms-outlook-mobile-signature, AppleMailSignature, Signature
    known.or_else(|| mark.ends_with("signature").then_some(Effect::Signature))
}

/// Whether a blockquote only indents: "indent more" in Gmail and Apple Mail.
fn is_indent(tag: &Tag) -> bool {
    let style = tag.attribute("style").unwrap_or_default();
    tag.attribute("type").is_none()
        && tag.attribute("class").is_none()
        && style::sets(style, "border", "none")
        && style::sets(style, "margin", "40px")
}

/// Whether an element that holds nothing itself parts a message from the one it answers.
pub fn is_reply_divider(tag: &Tag) -> bool {
    let id = tag.attribute("id").unwrap_or_default().trim_start_matches("x_");
    tag.name == "hr" && matches!(id, "stopSpelling" | "zwchr") || id == "divRplyFwdMsg"
}

/// The depth of a list item of Word, which writes lists as paragraphs.
pub fn word_list_depth(tag: &Tag) -> Option<usize> {
    let class = tag.attribute("class")?;
    let style = tag.attribute("style").unwrap_or_default();
    let list = style.split(';').find_map(|declaration| declaration.trim().strip_prefix("mso-list:"));
    if !class.contains("MsoListParagraph") && list.is_none() {
        return None;
    }
    let level = list?.split_ascii_whitespace().find_map(|word| word.strip_prefix("level"));
    Some(level.and_then(|level| level.parse().ok()).unwrap_or(1).clamp(1, 9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_clients_are_known_also_when_quoted_again() {
        assert_eq!(effect_of_mark("x_x_divRplyFwdMsg"), Some(Effect::Attribution));
        assert_eq!(effect_of_mark("AppleMailSignature"), Some(Effect::Signature));
        assert_eq!(effect_of_mark("protonmail_signature_block-empty"), None);
        assert_eq!(effect_of_mark("signature-request"), None);
    }
}
