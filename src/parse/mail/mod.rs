//! Mail: RFC 5322 header, MIME parts, encodings and charsets, with the map to the source.

use crate::draft::{Draft, Envelope, Format};
use crate::text::{MappedText, Source};

/// Reads a mail: its envelope, and its plain part, else its HTML part.
pub fn parse(source: &Source) -> Draft {
    let text = super::file_text(source);
    let all = text.as_str();
    let body = all.find("\n\n").map_or(all.len(), |at| at + 2);
    let mut envelope = Envelope::default();
    let mut at = 0;
    for line in all[..body].split_inclusive('\n') {
        if let Some(value) = line.strip_prefix("Subject: ") {
            let start = at + "Subject: ".len();
            envelope.subject = Some(text.slice(start..start + value.trim_end().len()));
        } else if let Some(value) = line.strip_prefix("Date: ") {
            envelope.date = jiff::fmt::rfc2822::parse(value.trim()).ok();
        }
        at += line.len();
    }
    let body: MappedText = text.slice(body..all.len());
    Draft { format: Format::Mail, envelope, blocks: super::plain::blocks(&body), ..Draft::default() }
}

/// Whether bytes of unknown format start with a mail's header.
pub fn looks_like_mail(bytes: &[u8]) -> bool {
    bytes.starts_with(b"From:") || bytes.starts_with(b"Return-Path:")
}
