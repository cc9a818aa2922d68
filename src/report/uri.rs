//! Paths as URIs.

use std::fmt::Write as _;

/// A path as a URI reference: relative as it was given, or of a file on this machine.
pub fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = String::with_capacity(path.len() + 8);
    if is_absolute(path) {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
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
