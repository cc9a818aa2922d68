//! Pages and mails as clients write them.

use super::*;
use crate::Span;

/// The role, the depth and the text of each block; line breaks that the author meant as `|`.
fn outline(markup: &str) -> Vec<(&'static str, usize, String)> {
    let blocks = fragment(&MappedText::verbatim_at(markup, 0));
    blocks.iter().map(|b| (b.role.name(), b.depth, b.text.as_str().replace('\u{2028}', "|"))).collect()
}

fn roles(markup: &str) -> Vec<(&'static str, String)> {
    outline(markup).into_iter().map(|(role, _, text)| (role, text)).collect()
}

fn check(markup: &str, expected: &[(&str, &str)]) {
    let found = roles(markup);
    let found: Vec<(&str, &str)> = found.iter().map(|(role, text)| (*role, text.as_str())).collect();
    assert_eq!(found, expected, "{markup}");
}

#[test]
fn blocks_have_their_role_and_depth() {
    let markup = "<h2>Plan</h2><p>Hi <b>Ana</b>,<br>see\n below.<ul><li>one<ol><li>two</ol><li><p>three<p>more</ul>\
                  <pre>ls  -l\n\n  cd</pre><div>a <code>b()</code> c</div>";
    let expected = [
        ("heading", 2, "Plan"),
        ("prose", 0, "Hi Ana,|see\nbelow."),
        ("list-item", 1, "one"),
        ("list-item", 2, "two"),
        ("list-item", 1, "three"),
        ("prose", 0, "more"),
        ("code", 0, "ls  -l\n\n  cd"),
        ("prose", 0, "a b() c"),
    ];
    assert_eq!(outline(markup), expected.map(|(role, depth, text)| (role, depth, text.to_owned())));
}

#[test]
fn text_knows_its_source_also_beside_entities() {
    let markup = "<p>R&amp;D &#8211; see\n<a href='x'>the plan</a>&nbsp;today</p>";
    let blocks = fragment(&MappedText::verbatim_at(markup, 100));
    let text = &blocks[0].text;
    assert_eq!(text.as_str(), "R&D – see\nthe plan today");
    assert_eq!(blocks[0].span, Span::new(100, 100 + markup.len()));
    for word in ["D", "see\n", "the plan", "today"] {
        let at = text.as_str().find(word).unwrap();
        let span = text.verbatim(at..at + word.len()).unwrap_or_else(|| panic!("{word:?} is not verbatim"));
        assert_eq!(&markup[span.start - 100..span.end - 100], word);
    }
    let dash = text.as_str().find('–').unwrap();
    assert_eq!(
        text.source(dash..dash + 3),
        Span::new(100 + markup.find("&#8211;").unwrap(), 100 + markup.find(" see").unwrap())
    );
}

#[test]
fn nobody_reads_what_is_hidden() {
    check(
        "<html><head><title>T</title><style>.x{display:none}</style><script>a<b</script></head><body>\
         <span class='x'>teaser</span><div style='display:none'><p>gone</p><table><tr><td>a</table></div>\
         <!-- no --><!--[if mso]><p>Outlook</p><![endif]--><p>Seen<span style='mso-hide:all'> not</span><img alt='pic'>\
         <s>old</s> <del>older</del></p><svg><text>x</text></svg>",
        &[("prose", "Seen")],
    );
    check("<span style='display:none'><p>a</p></span><p>b</p>", &[("prose", "b")]);
    check(
        "<head><meta charset=utf-8><p>Body without an end of the head",
        &[("prose", "Body without an end of the head")],
    );
}

#[test]
fn two_line_breaks_part_paragraphs() {
    check(
        "one<br>two<br><br>three<br>\n&nbsp;<br/>four",
        &[("prose", "one|two"), ("prose", "three"), ("prose", "four")],
    );
    check("<div style='white-space: pre-wrap'>one\ntwo\n\nthree</div>", &[("prose", "one|two"), ("prose", "three")]);
}

#[test]
fn gmail_quotes_are_told_from_replies_between_them() {
    let markup = "<div dir=ltr>Yes.</div><br><div class=gmail_quote><div class=gmail_attr>On Mon Ana wrote:<br></div>\
                  <blockquote class=gmail_quote><div>Shall we?<blockquote class=gmail_quote>Oldest</blockquote></div></blockquote>\
                  <div>My answer below.</div><blockquote class=gmail_quote>Rest</blockquote></div>\
                  <span class=gmail_signature_prefix>-- </span><br><div class=gmail_signature>Ben<br>Head</div>";
    check(
        markup,
        &[
            ("prose", "Yes."),
            ("attribution", "On Mon Ana wrote:"),
            ("quote", "Shall we?"),
            ("quote", "Oldest"),
            ("prose", "My answer below."),
            ("quote", "Rest"),
            ("signature", "--"),
            ("signature", "Ben|Head"),
        ],
    );
    assert_eq!(outline(markup)[3].1, 2);
    check(
        "<div>FYI</div><div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>From: Ana</div>\
         <div>The text</div></div><div>After</div>",
        &[
            ("prose", "FYI"),
            ("forwarded", "---------- Forwarded message ---------|From: Ana"),
            ("forwarded", "The text"),
            ("prose", "After"),
        ],
    );
}

#[test]
fn outlook_dividers_quote_the_rest() {
    check(
        "<div><div>Fine by me.</div><div id=Signature>Ben</div><div id=appendonsend></div><hr>\
         <div id=divRplyFwdMsg><b>From:</b> Ana<br><b>Sent:</b> Monday</div><div>Shall we?</div>\
         <hr><div id=x_divRplyFwdMsg><b>From:</b> Ben</div><div>Oldest</div></div>",
        &[
            ("prose", "Fine by me."),
            ("signature", "Ben"),
            ("attribution", "From: Ana|Sent: Monday"),
            ("quote", "Shall we?"),
            ("quote", "From: Ben"),
            ("quote", "Oldest"),
        ],
    );
    check(
        "<p class=MsoNormal>Passt.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>\
         <p class=MsoNormal><b>Von:</b> Ana<br><b>Gesendet:</b> Montag<br><b>An:</b> Ben<br><b>Betreff:</b> Plan</p></div>\
         <p class=MsoNormal>Geht das?</p>",
        &[
            ("prose", "Passt."),
            ("attribution", "Von: Ana|Gesendet: Montag|An: Ben|Betreff: Plan"),
            ("quote", "Geht das?"),
        ],
    );
    check(
        "<div style='border-top:solid red 1pt'><p>Note: one thing.</p></div><p>Own</p>",
        &[("prose", "Note: one thing."), ("prose", "Own")],
    );
}

#[test]
fn quotes_of_other_clients() {
    check(
        "<p>Ok</p><div class=moz-cite-prefix>Ana wrote:<br></div><blockquote type=cite>Shall we?</blockquote>\
         <div class=moz-signature>Ben</div>",
        &[("prose", "Ok"), ("attribution", "Ana wrote:"), ("quote", "Shall we?"), ("signature", "Ben")],
    );
    let signature = roles("<pre class=moz-signature cols=72>-- \nBen\nHead</pre>");
    assert!(signature.iter().all(|(role, _)| *role == "signature") && !signature.is_empty());
    check(
        "Ok<div class='ydp1 yahoo_quoted'><div>Ana wrote:</div><p>Shall we?</p></div>",
        &[("prose", "Ok"), ("quote", "Ana wrote:"), ("quote", "Shall we?")],
    );
    check(
        "<div>Ok</div><div class=protonmail_signature_block>Ben</div><div class=protonmail_quote>Ana wrote:<br>\
         <blockquote class=protonmail_quote type=cite>Shall we?</blockquote></div>",
        &[("prose", "Ok"), ("signature", "Ben"), ("quote", "Ana wrote:"), ("quote", "Shall we?")],
    );
    check(
        "<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>indented</blockquote>",
        &[("prose", "indented")],
    );
}

#[test]
fn lists_of_word_are_lists() {
    let markup = "<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l0 level2 lfo1'><![if !supportLists]>\
                  <span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Order chairs</p><p>Next</p>";
    assert_eq!(outline(markup), [("list-item", 2, "Order chairs".to_owned()), ("prose", 0, "Next".to_owned())]);
}

#[test]
fn data_tables_stand_whole_and_layouts_fall_apart() {
    check(
        "<table><tr><th>Item<th>Price<tr><td>Chair<td>20 €<tr><td></td><td>Total</td></tr></table><p>End",
        &[("table", "Item\tPrice\nChair\t20 €\n\tTotal"), ("prose", "End")],
    );
    let layout = "<table><tr><td>Logo</td><td><table><tr><td><p>Hello</p><p>Text</p></td></tr></table></td></tr><tr><td>a<td>b</table>";
    check(layout, &[("prose", "Logo"), ("prose", "Hello"), ("prose", "Text"), ("prose", "a"), ("prose", "b")]);
    check(
        "<table><tr><td>one column</td></tr><tr><td>of text</td></tr></table>",
        &[("prose", "one column"), ("prose", "of text")],
    );
}

#[test]
fn misnested_and_unclosed_tags_do_no_harm() {
    check(
        "<b><p>one</b> still one<p>two</div></blockquote> still two",
        &[("prose", "one still one"), ("prose", "two still two")],
    );
    check(
        "<blockquote>old<table><tr><td>cell</blockquote></td></tr></table>old too</blockquote>own",
        &[("quote", "old"), ("quote", "cell"), ("quote", "old too"), ("prose", "own")],
    );
    check("<p>Hello <a href='x", &[("prose", "Hello")]);
    check("</p></html>a<html><body>b<body>c", &[("prose", "a"), ("prose", "bc")]);
}

#[test]
fn the_title_is_the_subject_of_a_file() {
    let draft = parse(&Source::new("a.html", b"<title>Plan &amp; dates</title><title>x</title><p>Hi".as_slice()));
    let subject = draft.envelope.subject.unwrap();
    assert_eq!(subject.as_str(), "Plan & dates");
    assert_eq!(subject.verbatim(0..4), Some(Span::new(7, 11)));
    assert!(parse(&Source::new("a.html", b"<title> </title>x".as_slice())).envelope.subject.is_none());
}

#[test]
fn a_mail_that_is_all_preformatted_is_plain_text() {
    let (blocks, _) =
        blocks(&MappedText::verbatim_at("<html><body><pre>Hello there.\n\nOne more thing.\n</pre></body></html>", 0));
    assert!(blocks.len() == 2 && blocks.iter().all(|block| block.role != Role::Code), "{blocks:?}");
}

#[test]
fn hostile_markup_is_read_to_its_end() {
    let n = 30_000;
    for markup in [
        format!("{}deep", "<blockquote>".repeat(n)),
        format!("{}deep{}", "<div>".repeat(n), "</p>".repeat(n)),
        format!("<div><td>{}{}deep", "<p><i>".repeat(n), "</div></b>".repeat(n)),
        "<table><tr><td>".repeat(n) + "deep",
        "<span style=display:none></td></i></span>".repeat(n) + "deep",
        "</style></title>".repeat(n) + "deep",
        "<style>.a{}</title>".repeat(n) + "</style>deep",
        "&".repeat(n) + &"<".repeat(n) + " deep",
        "<div class=gmail_quote><hr id=zwchr>x".repeat(n) + "deep",
        "<table><tr><th>a<th>b<tr><td>c<td>d</table>".repeat(n) + "deep",
    ] {
        let blocks = fragment(&MappedText::verbatim_at(&markup, 0));
        let last = blocks.last().map(|block| block.text.as_str()).unwrap_or_default();
        assert!(last.ends_with("deep"), "{}: {last}", &markup[..30]);
    }
}

#[test]
fn links_know_what_they_show_and_where_they_lead() {
    let text = "<p>See <a href=' https://a.example/x '>the <b>plan</b></a>, <a>none</a> \
                <a href=\"mailto:b@c.example\"></a><span style=\"display:none\"><a href=\"https://d.example\">no</a></span>";
    let (blocks, Spots { links, .. }) = blocks(&MappedText::verbatim_at(text, 0));
    assert_eq!(links.iter().map(|link| link.target.as_str()).collect::<Vec<_>>(), ["https://a.example/x"]);
    let shown = &blocks[0].text;
    assert_eq!(&shown.as_str()[shown.range_of(links[0].span)], "the plan");
}

#[test]
fn code_and_pictures_are_known() {
    let text = "<p>Set <code>{{name}}</code> there.</p><img src=a.png><img src=t.gif width=1 height=1>\
                <blockquote><img src=b.png></blockquote>";
    let (_, spots) = blocks(&MappedText::verbatim_at(text, 0));
    assert_eq!(spots.code.iter().map(|span| &text[span.range()]).collect::<Vec<_>>(), ["{{name}}"]);
    assert_eq!(spots.pictures, 1);
}

#[test]
fn a_hidden_line_at_the_start_is_the_preheader() {
    let preheader = |text: &str| {
        let draft = parse(&Source::new("a.html", text.as_bytes()));
        draft.envelope.preheader.map(|line| line.as_str().to_owned())
    };
    assert_eq!(
        preheader("<span style='display:none'>The <b>yard</b> is open</span><p>Hi"),
        Some("The yard is open".into())
    );
    assert_eq!(preheader("<div class=preheader>A &amp; B&zwnj;</div>Hi"), Some("A & B\u{200c}".into()));
    assert_eq!(preheader("<mjml><mj-head><mj-preview>Soon</mj-preview></mj-head>"), Some("Soon".into()));
    assert_eq!(preheader("<p>Hi<div hidden>late</div>"), None);
    assert_eq!(preheader("<div hidden>&nbsp;</div><div hidden>x</div>"), Some("x".into()));
    assert_eq!(preheader("<head><style>a{}</style><script>x</script></head>Hi"), None);
    assert_eq!(preheader("<div hidden>open"), Some("open".into()));
}

#[test]
fn mjml_is_read_as_html() {
    let text = "<mjml><mj-head><mj-title>News</mj-title><mj-attributes><mj-all color='red'/></mj-attributes>\
                <mj-style>.a{}</mj-style></mj-head><mj-body><mj-section><mj-image src='a'/><mj-column>\
                <mj-text>One</mj-text><mj-divider /><mj-button href='b'>Two</mj-button></mj-column></mj-section>\
                </mj-body></mjml>";
    let draft = parse(&Source::new("a.mjml", text.as_bytes()));
    assert_eq!(draft.envelope.subject.unwrap().as_str(), "News");
    let blocks: Vec<&str> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(blocks, ["One", "Two"]);
}
