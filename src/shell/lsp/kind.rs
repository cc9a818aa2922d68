//! What a document is: a draft and of which format, a settings file, or none of our business.

use std::borrow::Cow;
use std::path::Path;

use crate::parse;
use crate::shell::config;
use crate::shell::files;

/// What a document is.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    /// A draft; the name tells its format, as that of a file does on the command line.
    Draft(String),
    /// A settings file.
    Settings,
    /// Something else, such as a program.
    Other,
}

/// Languages that editors give to drafts, and the extension that a file of that format has. A
/// text without one is known by its content: as mail by its header, as a page by its first tag.
const LANGUAGES: [(&str, &str); 31] = [
    ("markdown", ".md"),
    ("html", ".html"),
    ("mjml", ".mjml"),
    ("icalendar", ".ics"),
    ("ics", ".ics"),
    ("jinja", ".j2"),
    ("jinja2", ".j2"),
    ("jinja-html", ".html.j2"),
    ("django", ".html.j2"),
    ("django-html", ".html.j2"),
    ("htmldjango", ".html.j2"),
    ("twig", ".html.twig"),
    ("nunjucks", ".njk"),
    ("liquid", ".liquid"),
    ("handlebars", ".hbs"),
    ("html.handlebars", ".html.hbs"),
    ("mustache", ".mustache"),
    ("erb", ".html.erb"),
    ("eruby", ".html.erb"),
    ("html.erb", ".html.erb"),
    ("ejs", ".html.ejs"),
    ("gotmpl", ".gotmpl"),
    ("gohtmltmpl", ".gohtml"),
    ("go-template", ".gotmpl"),
    ("mail", ""),
    ("email", ""),
    ("message", ""),
    ("eml", ""),
    ("plaintext", ""),
    ("text", ""),
    ("", ""),
];

/// Languages of mail: a text in one of them is a draft wherever it lies.
const MAIL: [&str; 4] = ["mail", "email", "message", "eml"];

/// What a document is. The extension counts first, then a mail's header, then the language that
/// the client names: a mail client hands over its draft as a file of any name.
pub fn kind(path: &Path, is_file: bool, language: &str, text: &str) -> Kind {
    if is_file && config::is_settings_file(path) {
        return Kind::Settings;
    }
    let name = path.to_string_lossy();
    let language = language.to_ascii_lowercase();
    let extension = LANGUAGES.iter().find(|(known, _)| *known == language).map(|(_, extension)| *extension);
    // What else is called .txt, such as CMakeLists.txt, has a language of its own.
    let is_code = extension.is_none() && path.extension().is_some_and(|extension| extension == "txt");
    if files::looks_like_draft(path) && !is_code {
        return Kind::Draft(name.into_owned());
    }
    if parse::looks_like_mail(text.as_bytes()) {
        return Kind::Draft(format!("{name}.eml"));
    }
    let Some(extension) = extension else { return Kind::Other };
    // A plain text in a file may be anything: a licence, a log. One that was never saved is
    // being written.
    let is_text = extension.is_empty() && !MAIL.contains(&language.as_str());
    if is_text && is_file && path.extension().is_none_or(|extension| extension != "text") {
        return Kind::Other;
    }
    Kind::Draft(without_extension(&name).into_owned() + extension)
}

/// A name whose last part has no point, so that the extension which is put behind it counts, and
/// where none is, the content.
fn without_extension(name: &str) -> Cow<'_, str> {
    let start = name.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
    match name[start..].contains('.') {
        true => Cow::Owned(format!("{}{}", &name[..start], name[start..].replace('.', "-"))),
        false => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(path: &str, language: &str, text: &str) -> Option<String> {
        match kind(Path::new(path), path.starts_with('/'), language, text) {
            Kind::Draft(name) => Some(name),
            _ => None,
        }
    }

    #[test]
    fn the_extension_counts_then_the_header_then_the_language() {
        let mail = "To: ana@a.example\nSubject: Plan\n\nHi Ana,\n";
        let is = |path, language, text, name: &str| assert_eq!(draft(path, language, text).as_deref(), Some(name));
        is("/x/a.md", "rust", "Hi", "/x/a.md");
        is("/tmp/neomutt-mail.a.example-1000-1-2", "plaintext", mail, "/tmp/neomutt-mail.a.example-1000-1-2.eml");
        is("/tmp/neomutt-mail.a.example-1000-1-2", "mail", "Hi Ana,\n", "/tmp/neomutt-mail-a-example-1000-1-2");
        is("Untitled-1", "plaintext", "Hi Ana,\n", "Untitled-1");
        is("Untitled-1", "markdown", "# Plan\n", "Untitled-1.md");
        is("Untitled-1", "plaintext", mail, "Untitled-1.eml");
        is("*unsent mail*", "message", mail, "*unsent mail*.eml");
        is("/x/mail.txt", "plaintext", mail, "/x/mail.txt");
        is("/x/welcome.html", "django-html", "{{ x }}", "/x/welcome.html");
        is("/x/welcome", "eruby", "<%= x %>", "/x/welcome.html.erb");
    }

    #[test]
    fn what_is_no_draft_is_left_alone() {
        for (path, language) in [
            ("/x/main.rs", "rust"),
            ("/x/LICENSE", "plaintext"),
            ("/x/a.log", "plaintext"),
            ("Untitled-1", "python"),
            ("/x/CMakeLists.txt", "cmake"),
        ] {
            assert_eq!(draft(path, language, "Hi Ana,\n\nCould you send the plan?\n"), None, "{path} {language}");
        }
        assert_eq!(kind(Path::new("/x/.presend.toml"), true, "toml", ""), Kind::Settings);
        assert_eq!(kind(Path::new("/x/other.toml"), true, "toml", ""), Kind::Other);
    }

    #[test]
    fn each_language_stands_once() {
        for (at, (language, _)) in LANGUAGES.iter().enumerate() {
            assert!(!LANGUAGES[..at].iter().any(|(other, _)| other == language), "{language}");
        }
    }
}
