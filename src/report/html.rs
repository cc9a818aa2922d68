//! One page that explains itself, for a browser: it asks nothing of any network, runs no
//! script, and is written draft by draft. The overview is known last and stands last in the
//! file; the style sheet puts it before the drafts.

mod charts;
mod draft;
mod gauge;

use super::document::{Document, Totals};
use super::markup::escaped;

pub use draft::render;

const STYLE: &str = include_str!("html/page.css");

/// What a page may do: show what stands in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// The page around the drafts; what can't be read is told among them.
pub fn document() -> Document {
    let boxes: String = [("error", "errors"), ("warning", "warnings"), ("info", "info"), ("clean", "clean drafts")]
        .map(|(id, label)| format!("<label><input type=\"checkbox\" id=\"show-{id}\" checked> {label}</label>\n"))
        .concat();
    let opening = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>Presend report</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>Presend report</h1>\n<nav aria-label=\"Parts of the page\"><a href=\"#overview\">Overview</a> \
         <a href=\"#drafts\">Drafts</a></nav>\n<fieldset class=\"filters\"><legend>Show</legend>\n{boxes}</fieldset>\n\
         </header>\n<main id=\"drafts\">\n"
    );
    Document::new(opening, "", closing).with_problems(|message| {
        format!("<p class=\"unreadable\"><strong>Not checked:</strong> {}</p>\n", escaped(message))
    })
}

fn closing(totals: &Totals) -> String {
    format!(
        "</main>\n<section id=\"overview\" aria-labelledby=\"overview-heading\">\n<h2 id=\"overview-heading\">Overview</h2>\n\
         {}</section>\n<footer>Made by Presend {}.</footer>\n</body>\n</html>\n",
        charts::overview(totals),
        env!("CARGO_PKG_VERSION"),
    )
}

/// A name as an id within the page: letters and digits, and the bytes of all else in hex.
fn anchor(name: &str) -> String {
    let mut id = "d".to_owned();
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => id.push(char::from(byte)),
            _ => id.push_str(&format!("_{byte:02x}")),
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Statistics, Tally};
    use crate::{Context, Settings, Source, check};

    /// The page of one draft.
    fn page(name: &str, draft: &str) -> String {
        let settings = Settings::default();
        let source = Source::new(name, draft.as_bytes());
        let report = check(&source, &settings, &Context::default());
        let mut document = document();
        document.count(Tally::of(&report, settings.fail_level), &Statistics::of(&source, &report));
        let piece = document.piece(render(&source, &report, &settings.rules).into_bytes());
        String::from_utf8(piece).unwrap() + &document.close()
    }

    #[test]
    fn names_never_share_an_id() {
        assert_eq!(anchor("a/b c.md"), "da_2fb_20c_2emd");
        assert_ne!(anchor("a_2f"), anchor("a/"));
    }

    #[test]
    fn words_are_marked_and_their_finding_stands_beside_them() {
        let page = page("a.txt", "Hi Ana,\n\nplease send it to [NAME] in order to start.\n");
        assert!(page.contains("\">[NAME]</mark>"), "{page}");
        assert!(page.contains("<code>hygiene/placeholder</code>"), "{page}");
        assert!(page.contains("href=\"#da_2etxt\""), "the chart leads to the draft: {page}");
    }

    #[test]
    fn rows_of_one_rule_say_their_level() {
        let page = page("a.txt", "Hi Ana. [presend: ok]\n\nThe van is booked. [presend: ok deadline/mising]\n");
        for level in ["error", "warning"] {
            let row = format!("<code>format/suppression</code><small>{level}</small>");
            assert!(page.contains(&row), "{page}");
        }
    }

    #[test]
    fn nothing_that_a_draft_says_becomes_markup() {
        let hostile =
            "Hi <b>Ana</b>,\n\nplease fill \"in\" [<script>alert(1)</script>] in order to\u{202e} start\u{1b}.\n";
        let page = page("<script>\"'&.txt", hostile);
        assert!(!page.contains("<script") && !page.contains("<b>Ana"), "{page}");
        assert!(!page.contains(['\u{202e}', '\u{1b}']) && page.contains("\\u{202e}"), "{page}");
    }

    #[test]
    fn a_run_without_drafts_is_a_page() {
        let page = document().close();
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"), "{page}");
        assert!(page.contains("No findings in 0 drafts"), "{page}");
    }
}
