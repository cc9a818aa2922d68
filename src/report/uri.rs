//! Paths as URIs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 3986, section 2.3 has no need to encode stays, and so do slashes.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as a URI reference: relative as it was given, or of a file on this machine.
pub fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let scheme = if is_absolute(path) { "file://" } else { "" };
    format!("{scheme}{}", utf8_percent_encode(path, ENCODED))
}

/// Whether a path names its file whatever folder is the current one.
pub fn is_absolute(path: &str) -> bool {
    path.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_uri_is_encoded() {
        assert_eq!(uri("./drafts/a b.md"), "drafts/a%20b.md");
        assert_eq!(uri("1:2/100%#?.eml"), "1%3A2/100%25%23%3F.eml");
        assert_eq!(uri("Grüße\n.txt"), "Gr%C3%BC%C3%9Fe%0A.txt");
        assert_eq!(uri("/tmp/x.md"), "file:///tmp/x.md");
    }
}
