//! How what is said of many drafts becomes one text. Each piece is given away as soon as it
//! comes, so that memory does not grow with the number of drafts.

use super::statistics::Statistics;
use super::tally::Tally;

/// How many messages about drafts that can't be read are kept for the end.
const MESSAGES: usize = 1000;

/// The text of a run: what stands before the first piece, between two, and after the last.
pub struct Document {
    opening: String,
    separator: &'static str,
    closing: fn(&Totals) -> String,
    /// The piece that tells of a draft which can't be read; none where the format has no
    /// word for it.
    problem: Option<fn(&str) -> String>,
    totals: Totals,
}

/// What is known when all drafts have been read.
#[derive(Default)]
pub struct Totals {
    /// The findings of all drafts.
    pub tally: Tally,
    /// The findings by rule, where the format asks for them.
    pub statistics: Statistics,
    /// How many pieces were given.
    pub pieces: usize,
    /// What is said of drafts that can't be read, the first of them.
    pub messages: Vec<String>,
    /// How many drafts can't be read.
    pub unreadable: usize,
}

impl Document {
    /// A document with this around its pieces. What sums them up stands in the closing.
    pub fn new(opening: impl Into<String>, separator: &'static str, closing: fn(&Totals) -> String) -> Document {
        Document { opening: opening.into(), separator, closing, problem: None, totals: Totals::default() }
    }

    /// One piece after the other.
    pub fn plain() -> Document {
        Document::new("", "", |_| String::new())
    }

    /// Pieces with an empty line between them.
    pub fn spaced() -> Document {
        Document::new("", "\n", |_| String::new())
    }

    /// One JSON array, of pieces that [`items`] makes.
    pub fn array() -> Document {
        Document::new("[", ",", |totals| if totals.pieces == 0 { "]\n" } else { "\n]\n" }.to_owned())
    }

    /// The same document, with a piece for each draft that can't be read.
    pub fn with_problems(mut self, problem: fn(&str) -> String) -> Document {
        self.problem = Some(problem);
        self
    }

    /// Takes note of the findings of a draft.
    pub fn count(&mut self, tally: Tally, statistics: &Statistics) {
        self.totals.tally.add(tally);
        self.totals.statistics.add(statistics);
    }

    /// The findings of all drafts so far.
    pub fn tally(&self) -> Tally {
        self.totals.tally
    }

    /// Takes note of a draft that can't be read, and gives what is to be written of it now.
    pub fn problem(&mut self, message: &str) -> Vec<u8> {
        self.totals.unreadable += 1;
        if self.totals.messages.len() < MESSAGES {
            self.totals.messages.push(message.to_owned());
        }
        self.problem.map(|problem| self.piece(problem(message).into_bytes())).unwrap_or_default()
    }

    /// Takes the piece of a draft, and gives what is to be written of it now.
    pub fn piece(&mut self, piece: Vec<u8>) -> Vec<u8> {
        if piece.is_empty() {
            return piece;
        }
        self.totals.pieces += 1;
        let before = if self.totals.pieces == 1 { &self.opening } else { self.separator };
        if before.is_empty() { piece } else { [before.as_bytes(), &piece].concat() }
    }

    /// Gives what is to be written at the end.
    pub fn close(&self) -> String {
        let opening = if self.totals.pieces == 0 { self.opening.as_str() } else { "" };
        format!("{opening}{}", (self.closing)(&self.totals))
    }
}

/// Objects of a JSON array as a piece of its document: each on a line of its own.
pub fn items(objects: impl IntoIterator<Item = String>) -> String {
    let mut out = String::new();
    for object in objects {
        out.push_str(if out.is_empty() { "\n" } else { ",\n" });
        out.push_str(&object);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(mut document: Document, pieces: &[&str]) -> String {
        let mut out: Vec<u8> = pieces.iter().flat_map(|piece| document.piece(piece.as_bytes().to_vec())).collect();
        out.extend(document.close().into_bytes());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn pieces_are_joined_and_empty_ones_leave_no_trace() {
        let pieces = [items(["1".to_owned(), "2".to_owned()]), items([]), items(["3".to_owned()])];
        let pieces = pieces.each_ref().map(String::as_str);
        assert_eq!(whole(Document::array(), &pieces), "[\n1,\n2,\n3\n]\n");
        assert_eq!(whole(Document::array(), &[]), "[]\n");
        assert_eq!(whole(Document::spaced(), &["a\n", "", "b\n"]), "a\n\nb\n");
        assert_eq!(whole(Document::plain(), &["a\n", "b\n"]), "a\nb\n");
    }

    #[test]
    fn what_cannot_be_read_is_counted_and_told_where_there_is_a_word_for_it() {
        let mut plain = Document::plain();
        assert!(plain.problem("gone").is_empty());
        assert_eq!((plain.totals.unreadable, plain.totals.messages.len()), (1, 1));
        let mut told = Document::plain().with_problems(|message| format!("! {message}\n"));
        assert_eq!(told.problem("gone"), b"! gone\n");
    }
}
