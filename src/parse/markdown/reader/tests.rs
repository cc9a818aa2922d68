use super::*;
use crate::Span;

fn blocks(text: &str) -> Vec<Block> {
    read(&MappedText::verbatim_at(text, 0), 0).0
}

/// The role, the depth and the text of each block.
fn outline(text: &str) -> Vec<(&'static str, usize, String)> {
    blocks(text).iter().map(|b| (b.role.name(), b.depth, b.text.as_str().to_owned())).collect()
}

fn texts(text: &str) -> Vec<String> {
    blocks(text).iter().map(|block| block.text.as_str().to_owned()).collect()
}

#[test]
fn every_block_has_its_role_and_depth() {
    let text = "# Plan\n\nHi *Ana*,\nsee below.\n\n- one\n  - two\n\n    more\n- [ ] three\n\n1. four\n\n> old\n> > older\n\n```sh\nls  -l\n\ncd\n```\n\n    log\n\n| a | b |\n|---|---|\n| c | |\n| | d `e` |\n";
    let expected = [
        ("heading", 1, "Plan"),
        ("prose", 0, "Hi Ana,\nsee below."),
        ("list-item", 1, "one"),
        ("list-item", 2, "two"),
        ("prose", 0, "more"),
        ("list-item", 1, "three"),
        ("list-item", 1, "four"),
        ("quote", 1, "old"),
        ("quote", 2, "older"),
        ("code", 0, "ls  -l\n\ncd"),
        ("code", 0, "log"),
        ("table", 0, "a\tb\nc\n\td e"),
    ];
    assert_eq!(outline(text), expected.map(|(role, depth, text)| (role, depth, text.to_owned())));
    let numbered: Vec<bool> = blocks(text).iter().map(|block| block.numbered).collect();
    assert_eq!(numbered.iter().position(|numbered| *numbered), Some(6));
}

#[test]
fn text_is_what_the_reader_sees_and_knows_its_source() {
    let text =
        "See [the *plan*](http://x.example/y) and <http://z.example>, **R&amp;D** \\*new\\* `a  b`.\\\nLast\u{a0}line";
    let block = &blocks(text)[0];
    assert_eq!(block.text.as_str(), "See the plan and http://z.example, R&D *new* a b.\u{2028}Last line");
    for word in ["See", "the", "plan", "http://z.example", "new", "Last", "line", ", "] {
        let at = block.text.as_str().find(word).unwrap();
        let span = block.text.verbatim(at..at + word.len()).unwrap_or_else(|| panic!("{word} is not verbatim"));
        assert_eq!(&text[span.range()], word);
    }
    let amp = block.text.as_str().find('&').unwrap();
    assert_eq!(&text[block.text.source(amp..amp + 1).range()], "&amp;");
    assert_eq!(block.text.verbatim(amp..amp + 1), None);
}

#[test]
fn a_wrapped_paragraph_is_one_verbatim_piece() {
    let text = "Could you send\nthe plan by Friday?\n";
    let block = &blocks(text)[0];
    assert_eq!(block.text.verbatim(0..block.text.len()), Some(Span::new(0, 34)));
    assert_eq!(block.span, Span::new(0, 34));
    let quoted = &blocks("> Could you send\n> the plan?\n")[0];
    assert_eq!(quoted.text.as_str(), "Could you send\nthe plan?");
    assert_eq!(quoted.span, Span::new(0, 28));
}

#[test]
fn what_is_not_read_leaves_no_trace() {
    assert_eq!(
        texts(
            "Meet on ~~Monday~~ Tuesday ![a chart](c.png) at <b>ten</b><!-- or so -->.\n\n<!--\nx\n\ny -->\n\n---\n\n[1]: http://x.example"
        ),
        ["Meet on Tuesday at ten."]
    );
    assert_eq!(texts("One<br>two <your name>"), ["One\u{2028}two <your name>"]);
    assert_eq!(texts("Text[^1] goes on.\n\n[^1]: A note."), ["Text goes on.", "A note."]);
}

#[test]
fn html_blocks_are_read_as_html() {
    let text = "<p>Hi &amp; bye</p>\n\n> <ul><li>one\n> <li>two</ul>\n";
    assert_eq!(
        outline(text),
        [("prose", 0, "Hi & bye".into()), ("quote", 1, "one".into()), ("quote", 1, "two".into())]
    );
    let span = blocks(text)[0].text.verbatim(0..2).unwrap();
    assert_eq!(&text[span.range()], "Hi");
}

#[test]
fn dashes_start_a_signature_and_make_no_heading() {
    let text = "Thanks\n-- \nAna Lima\nLima Ltd\n\nPhone 1\n\n> old";
    let roles: Vec<_> = outline(text).into_iter().map(|(role, _, text)| (role, text)).collect();
    assert_eq!(
        roles,
        [
            ("prose", "Thanks".into()),
            ("signature", "Ana Lima\nLima Ltd".into()),
            ("signature", "Phone 1".into()),
            ("quote", "old".into())
        ]
    );
    assert_eq!(outline("Yes.\n\n--\nAna")[1].0, "signature");
    assert_eq!(outline("Some\nlines\n-----\n")[0].0, "prose");
    assert_eq!(outline("Title\n-----\n")[0].0, "heading");
}

#[test]
fn an_alert_is_no_quote() {
    assert_eq!(outline("> [!NOTE]\n> Mind the gap.\n\n> old")[0], ("prose", 0, "Mind the gap.".into()));
}

#[test]
fn ten_thousand_quotes_are_read_in_linear_time() {
    let text = format!("{}deep\n\nafter", "> ".repeat(10_000));
    assert_eq!(blocks(&text).last().unwrap().text.as_str(), "after");
}
