use crate::text::MappedText;

/// Joins the lines of a `format=flowed` text (RFC 3676) to paragraphs, so that the line
/// breaks that are left are meant. With `delsp` the space at a soft break goes too.
pub fn unfold(text: &MappedText, delsp: bool) -> MappedText {
    let all = text.as_str();
    let newline = if all.contains('\n') { '\n' } else { '\r' };
    let mut joined = MappedText::default();
    let mut at = 0;
    // The quote depth of the line before, if that runs on.
    let mut runs_on: Option<usize> = None;
    // The line break of the line before, which stands unless the line runs on.
    let mut line_break = 0..0;
    for line in all.split_inclusive(newline) {
        let whole = line.trim_end_matches(['\n', '\r']);
        let depth = whole.bytes().take_while(|&byte| byte == b'>').count();
        let stuffed = usize::from(whole[depth..].starts_with(' '));
        let content = &whole[depth + stuffed..];
        let signature = content == "-- ";
        let mut start = at + depth + stuffed;
        if runs_on != Some(depth) || signature {
            joined.push_from(text, line_break);
            // A space before `>` stays, else the line would look like a quote.
            let hides_quote = depth == 0 && stuffed > 0 && !content.starts_with('>');
            start = if hides_quote { at + stuffed } else { at };
        }
        let end = at + whole.len();
        let flows = content.ends_with(' ') && !signature;
        joined.push_from(text, start..if flows && delsp { end - 1 } else { end });
        runs_on = flows.then_some(depth);
        line_break = end..at + line.len();
        at += line.len();
    }
    joined.push_from(text, line_break);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn check(text: &str, delsp: bool, expected: &str) {
        assert_eq!(unfold(&MappedText::verbatim_at(text, 0), delsp).as_str(), expected, "{text:?}");
    }

    #[test]
    fn soft_breaks_go_and_hard_ones_stay() {
        check("one \ntwo\nthree\n", false, "one two\nthree\n");
        check("one \r\ntwo\r\n\r\nthree \r\n", false, "one two\r\n\r\nthree \r\n");
        check("ex \nample\n", true, "example\n");
        check("one \rtwo\rthree", false, "one two\rthree");
        check("", false, "");
    }

    #[test]
    fn quotes_are_joined_by_depth() {
        check("> one \n> two\n>> three \nfour\n", false, "> one two\n>> three \nfour\n");
    }

    #[test]
    fn stuffed_lines_lose_their_space_and_signatures_stay() {
        check(" From here \n on\n > no quote\n", false, "From here on\n > no quote\n");
        check("bye \n-- \nAna\n", false, "bye \n-- \nAna\n");
    }

    #[test]
    fn places_are_kept() {
        let text = unfold(&MappedText::verbatim_at("> a \n> b\n", 10), false);
        assert_eq!(text.as_str(), "> a b\n");
        assert_eq!(text.source(4..5), Span::new(17, 18));
        assert_eq!(text.source(2..5), Span::new(12, 18));
    }
}
