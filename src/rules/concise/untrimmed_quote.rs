use crate::draft::{Block, LINE_BREAK, Role};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::Finding;

/// A short answer above a long quote. Options: `above`, the quoted lines past which that is
/// too much; `times`, how many times as many as the author's own there must be.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (above, times) = (setup.number("above"), setup.number("times"));
    Box::new(move |subject: &Subject| {
        let blocks = &subject.draft.blocks;
        let Some(first) = blocks.iter().position(|block| block.role == Role::Quote) else { return Vec::new() };
        // Who answers part by part has the quote there for a reason.
        let answers = blocks.iter().skip(first).any(|block| block.role.is_prose());
        if answers || subject.is(Situation::Forward) {
            return Vec::new();
        }
        let count = |is: fn(&Block) -> bool| blocks.iter().filter(|block| is(block)).map(lines).sum::<usize>();
        let (quoted, own) = (count(|block| block.role == Role::Quote), count(|block| block.role.is_own()));
        if quoted <= above || quoted <= times * own {
            return Vec::new();
        }
        let text = format!("{} of your own stand above {quoted} quoted ones", counted(own));
        let help = "keep the few lines that you answer, write below them, and cut the rest of the quote";
        vec![Finding::new(blocks[first].span, text).help(help)]
    })
}

fn lines(block: &Block) -> usize {
    1 + block.text.as_str().matches(['\n', LINE_BREAK]).count()
}

fn counted(lines: usize) -> String {
    match lines {
        1 => "1 line".to_owned(),
        _ => format!("{lines} lines"),
    }
}
