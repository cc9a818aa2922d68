//! What the client is told of a message that is held.

use super::reply::{Reply, ascii};
use crate::shell::guard::Checked;

/// The answer to a message that is held. Many mail clients show the last line only, so that the
/// gravest finding stands there once more.
pub fn held(checked: &Checked, is_utf8: bool) -> Reply {
    let mut lines = vec![format!("not sent: {}", checked.headline)];
    if checked.is_failure {
        // Nothing is wrong with the message, and it may be tried again.
        return Reply::of_lines(451, "4.7.1", &spoken(lines, is_utf8));
    }
    lines.extend(checked.lines.iter().cloned());
    lines.push("to send it anyway, add the header “X-Presend: send”".to_owned());
    lines.extend(gravest(&checked.lines).map(|text| format!("not sent, {}: {text}", checked.headline)));
    Reply::of_lines(550, "5.7.1", &spoken(lines, is_utf8))
}

/// The first finding, on one line and without what to do.
fn gravest(lines: &[String]) -> Option<String> {
    let (first, rest) = lines.split_first()?;
    let mut text = first.trim_start_matches("- ").to_owned();
    for line in rest.iter().take_while(|line| line.starts_with("  ") && !line.starts_with("  >")) {
        text.push(' ');
        text.push_str(line.trim_start());
    }
    Some(text)
}

/// The lines as a client can read them: ASCII, unless it said that it takes UTF-8 (RFC 6531).
fn spoken(lines: Vec<String>, is_utf8: bool) -> Vec<String> {
    match is_utf8 {
        true => lines,
        false => lines.iter().map(|line| ascii(line)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Decision;

    fn told(is_failure: bool, lines: &[&str], is_utf8: bool) -> String {
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        let checked = Checked { decision: Decision::Hold, is_failure, headline: "2 findings".into(), lines };
        String::from_utf8(held(&checked, is_utf8).bytes).unwrap()
    }

    #[test]
    fn the_gravest_finding_stands_in_the_last_line() {
        let lines = ["- no file is attached: “I have", "  attached … für”", "  > attach it", "- another"];
        let expected = "550-5.7.1 not sent: 2 findings\r\n\
                        550-5.7.1 - no file is attached: \"I have\r\n\
                        550-5.7.1   attached ... f?r\"\r\n\
                        550-5.7.1   > attach it\r\n\
                        550-5.7.1 - another\r\n\
                        550-5.7.1 to send it anyway, add the header \"X-Presend: send\"\r\n\
                        550 5.7.1 not sent, 2 findings: no file is attached: \"I have attached ... f?r\"\r\n";
        assert_eq!(told(false, &lines, false), expected);
        assert!(told(false, &lines, true).ends_with("“I have attached … für”\r\n"));
    }

    #[test]
    fn a_failure_of_the_check_may_be_tried_again() {
        assert_eq!(told(true, &[], false), "451 4.7.1 not sent: 2 findings\r\n");
    }
}
