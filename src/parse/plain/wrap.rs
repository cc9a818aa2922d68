//! Which line breaks the author meant, and which only wrap the text.

use super::lines::Line;

/// Wrapped text is rarely wider than this; a wider line was broken by its author.
const WIDEST_WRAP: usize = 100;
/// Where several lines agree, text may be wrapped as far out as this.
const WIDEST_EVER: usize = 130;
/// A narrower line says nothing about where the text is wrapped.
const NARROWEST_WRAP: usize = 40;

/// How the lines of a text are broken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrap {
    /// At this column: a word that no longer fits goes to the next line.
    At(usize),
    /// Nowhere: paragraphs are long lines, and every break is meant.
    Never,
    /// Too few lines to tell.
    Unknown,
}

/// Finds the column at which the author's own lines are wrapped.
///
/// A line that was wrapped says that its own width fits and that the next word would not
/// have: the column lies between. The column that most lines agree with wins, provided
/// that they are most of those that could speak.
pub fn detect(text: &str, lines: &[Line]) -> Wrap {
    let usual = count(text, lines, WIDEST_WRAP);
    if usual.is_clear() {
        return Wrap::At(usual.column);
    }
    // Some editors wrap further out, where people also write one long sentence a line.
    if usual.long >= 2 {
        let wide = count(text, lines, WIDEST_EVER);
        if wide.is_clear() && wide.column > WIDEST_WRAP {
            return Wrap::At(wide.column);
        }
    }
    if usual.long > 0 { Wrap::Never } else { Wrap::Unknown }
}

/// What the lines say of the column at which they are wrapped.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    /// How many lines could say something.
    spoken: usize,
    /// How many lines are too wide to be wrapped at all.
    long: usize,
    /// The column that most agree with.
    column: usize,
    /// How many do, less those that do not fit.
    agreeing: usize,
}

impl Votes {
    fn is_clear(&self) -> bool {
        self.agreeing >= 2 && self.agreeing * 2 > self.spoken && self.agreeing > self.long
    }
}

/// Asks the lines for a column up to `widest`.
fn count(text: &str, lines: &[Line], widest: usize) -> Votes {
    let mut starts = [0usize; WIDEST_EVER + 2];
    let mut ends = [0usize; WIDEST_EVER + 2];
    let mut wider = [0usize; WIDEST_EVER + 2];
    let mut votes = Votes::default();
    for (index, line) in lines.iter().enumerate() {
        if line.depth > 0 || line.width < NARROWEST_WRAP {
            continue;
        }
        if line.width > widest {
            votes.long += usize::from(line.content(text).contains(' '));
            continue;
        }
        wider[line.width] += 1;
        let Some(next) = lines.get(index + 1).filter(|next| !next.is_blank() && next.depth == 0) else { continue };
        votes.spoken += 1;
        // Of such wide lines, those that end where a sentence does were ended by their author.
        if line.width > WIDEST_WRAP && ends_sentence(line.content(text)) {
            continue;
        }
        starts[line.width] += 1;
        ends[(line.width + first_word(next.content(text))).min(widest)] += 1;
    }
    let mut agreeing = 0;
    let mut too_wide: usize = wider.iter().sum();
    for at in NARROWEST_WRAP..=widest {
        agreeing += starts[at];
        too_wide -= wider[at];
        if agreeing.saturating_sub(too_wide) > votes.agreeing {
            (votes.agreeing, votes.column) = (agreeing - too_wide, at);
        }
        agreeing -= ends[at];
    }
    votes
}

/// Whether the break between two lines that follow each other only wraps the text.
pub fn is_soft(text: &str, wrap: Wrap, line: &Line, next: &Line) -> bool {
    let (content, after) = (line.content(text), next.content(text));
    // An indented line starts something of its own.
    if next.indent > line.indent + 1 && line.indent == 0 {
        return false;
    }
    // A sentence that goes on in lower case goes on, unless the line is a short item.
    let goes_on = goes_on(content, after);
    let widest = if let Wrap::At(column) = wrap { column.max(WIDEST_WRAP) } else { WIDEST_WRAP };
    if line.width > widest {
        // Only a long word, such as an address, makes a wrapped line that wide.
        return goes_on && wrap != Wrap::Never && content.split(' ').any(|word| word.len() > 40);
    }
    let fits = |column: usize| line.width + 1 + first_word(after) <= column;
    match wrap {
        Wrap::Never => false,
        Wrap::At(column) => !fits(column) || (goes_on && line.width >= column / 2),
        Wrap::Unknown => {
            (goes_on && line.width >= NARROWEST_WRAP - 5) || (line.width >= 55 && !ends_sentence(content) && !fits(78))
        }
    }
}

/// Whether a sentence goes on in lower case from one line to the next.
pub fn goes_on(content: &str, after: &str) -> bool {
    after.starts_with(|c: char| c.is_lowercase()) && !ends_sentence(content)
}

/// The width of the first word, in characters.
fn first_word(content: &str) -> usize {
    content.chars().take(WIDEST_WRAP).take_while(|c| !c.is_whitespace()).count()
}

fn ends_sentence(content: &str) -> bool {
    content
        .trim_end_matches(['"', '\'', ')', ']', '”', '’', '*', '_'])
        .ends_with(['.', '!', '?', ':', ';', '…', '。', '？', '！'])
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    /// The text with `/` where a break is meant and a space where it wraps.
    fn joined(text: &str) -> String {
        let lines = split(text);
        let wrap = detect(text, &lines);
        let mut out = String::new();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                out.push(if is_soft(text, wrap, &lines[index - 1], line) { ' ' } else { '/' });
            }
            out.push_str(line.content(text));
        }
        out
    }

    #[test]
    fn wrapped_paragraphs_are_rejoined() {
        let text = "We looked at the three offers that came in last week and think that\n\
                    Northwind is the one to take, because they can start in May and the\n\
                    other two can't before July.";
        assert!(!joined(text).contains('/'), "{}", joined(text));
    }

    #[test]
    fn text_may_be_wrapped_further_out_where_several_lines_agree() {
        let text = "We looked at the three offers that came in last week and think that Northwind is the one to take, because they\n\
                    can start in May and the other two can't before July, which is too late for the fair in Porto and for those who\n\
                    come to see it. Ana will call them on Monday and ask for a contract that ends in December, as the last one did\n\
                    not.";
        assert!(!joined(text).contains('/'), "{}", joined(text));
        let lines = "We looked at the three offers that came in last week and think that Northwind is the best one to take.\n\
                     They can start in May while the other two can't before July, which is too late for the fair in Porto.\n\
                     Ana will call them on Monday and ask them for a new contract that ends in December as the last one did.";
        assert_eq!(joined(lines).matches('/').count(), 2, "{}", joined(lines));
    }

    #[test]
    fn a_break_where_the_next_word_would_fit_is_meant() {
        let text = "We looked at the three offers that came in last week and think that\n\
                    Northwind is the one to take, because they can start in May and the\n\
                    other two can't.\n\
                    Tell me what you think.";
        assert!(joined(text).contains("can't./Tell"), "{}", joined(text));
    }

    #[test]
    fn one_sentence_a_line_and_addresses_stay() {
        assert_eq!(joined("How are you\nCome on Monday\nBring the key").matches('/').count(), 2);
        assert_eq!(joined("Ana Silva\nRua Nova 12\n1200 Lisboa").matches('/').count(), 2);
        let long = "word ".repeat(30);
        assert!(joined(&format!("{long}\nSee you")).contains('/'));
    }
}
