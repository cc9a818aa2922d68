//! What kind of answer an ask wants.

use super::AskKind;
use super::cues::{Cue, Form};
use super::tokens::{Class, Tokens};
use crate::language::lists;

/// What kind of answer the cues want.
pub fn kind(tokens: &Tokens, cues: &[Cue]) -> AskKind {
    let words = || (0..tokens.len()).map(|at| tokens.word(at));
    let has = |form: Form| cues.iter().any(|cue| cue.form == form);
    let needs = |cue: &Cue| cue.form == Form::Phrase && wants_act(tokens, cue);
    let asks_act = has(Form::Imperative)
        || has(Form::Polite)
        || has(Form::Duty)
        || has(Form::Wish)
        || has(Form::Need)
        || has(Form::Advice)
        || cues.iter().any(needs);
    let choice = (0..tokens.len()).any(|at| tokens.is(at, lists::DECISION_WORDS))
        || (has(Form::Mark)
            && words().any(|word| word == "or")
            && words().take(3).any(|word| matches!(word, "should" | "do" | "shall")));
    if choice {
        return AskKind::Decision;
    }
    let attends = cues.iter().any(|cue| {
        cue.form == Form::Imperative
            && cue.verb.is_some_and(|verb| matches!(tokens.word(verb), "attend" | "join" | "meet"))
    });
    let free = words().any(|word| matches!(word, "free" | "available"));
    // "Who could come along?" wants to know who.
    let who = |at: usize| tokens.word(0) == "who" && matches!(tokens.word(at), "come" | "join");
    let meets = (0..tokens.len()).any(|at| tokens.is(at, lists::MEETING_WORDS) && !who(at));
    if meets
        && (has(Form::Proposal) || has(Form::Phrase) || has(Form::Polite) || has(Form::Inversion) || has(Form::Mark))
        || (free && (has(Form::Mark) || has(Form::Inversion)))
        || attends
        || calls(tokens)
    {
        return AskKind::Meeting;
    }
    // "Tell me whether…" wants information; the first verb that is asked for decides.
    let first = cues.iter().filter(|cue| cue.verb.is_some()).min_by_key(|cue| cue.from).and_then(|cue| cue.verb);
    let tells = first.is_some_and(|verb| {
        matches!(tokens.word(verb), "tell" | "explain" | "clarify" | "know" | "let" | "advise" | "say")
            && (verb + 1..verb + 5).any(|next| matches!(tokens.class(next), Some(Class::Wh | Class::Subordinator)))
    });
    if tells || !asks_act && (has(Form::Mark) || has(Form::Inversion) || !has(Form::Proposal)) {
        return AskKind::Question;
    }
    AskKind::Request
}

/// Whether a phrase wants an act, not an answer: "need you to", "I need it", "be grateful
/// if", but not "I'd like to know".
fn wants_act(tokens: &Tokens, cue: &Cue) -> bool {
    let words = || (cue.from..cue.to.max(cue.from + 1)).map(|at| tokens.word(at));
    let wants = |word: &str| {
        matches!(
            word,
            "need"
                | "needs"
                | "want"
                | "like"
                | "ask"
                | "asking"
                | "request"
                | "requesting"
                | "urge"
                | "encourage"
                | "expect"
                | "remind"
                | "reminder"
                | "appreciate"
                | "grateful"
                | "obliged"
                | "required"
                | "requested"
                | "suggest"
                | "propose"
                | "recommend"
                | "prefer"
        )
    };
    words().any(wants)
        && !words().chain([tokens.word(cue.to)]).any(|word| matches!(word, "know" | "hear" | "understand"))
}

/// "a call", "a quick call": a call to be held, not made.
fn calls(tokens: &Tokens) -> bool {
    (1..tokens.len()).any(|at| {
        tokens.word(at) == "call"
            && matches!(tokens.word(at - 1), "a" | "quick" | "short" | "conference" | "phone" | "video")
            && !(1..4).any(|back| matches!(tokens.word(at.saturating_sub(back)), "give" | "me"))
    })
}
