//! What each factor means to the author.

/// What is said of a factor.
#[derive(Debug)]
pub struct About {
    /// The factor's name in the catalogue.
    pub name: &'static str,
    /// What speaks for a conversation or against it, to be followed by the draft's words.
    pub says: &'static str,
    /// What would have to be so for it to fall away: "would change if …".
    pub without: &'static str,
    /// What helps if the author stays with the message.
    pub hint: &'static str,
    /// Whether what is agreed should be written down after a talk.
    pub then_written: bool,
}

/// All factors, those that speak for a conversation first, each group by name.
pub const ABOUT: [About; 14] = [
    About {
        name: "back-and-forth",
        says: "the two of you have been round this before",
        without: "the open question were answered in full by this message",
        hint: "answer every open question in this message, and say which words you both mean the same by",
        then_written: true,
    },
    About {
        name: "brainstorm",
        says: "ideas are wanted, and one leads to the next",
        without: "there were a list of ideas to choose from",
        hint: "ask each person for three ideas in writing by a date, then share them all at once",
        then_written: true,
    },
    About {
        name: "complexity",
        says: "one answer depends on another",
        without: "each question could be answered without the others",
        hint: "put the questions in the order in which they depend on each other, and ask the first one only",
        then_written: true,
    },
    About {
        name: "conflict",
        says: "there is a disagreement that reads harder than it sounds",
        without: "it said what you need from now on instead of what went wrong",
        hint: "let it rest until tomorrow, and say what you need rather than who is at fault",
        then_written: false,
    },
    About {
        name: "decision",
        says: "people have to settle something that hangs on what the others say",
        without: "you proposed one option and asked for a yes or no",
        hint: "propose one option with its cost, and ask for a yes or no by a date",
        then_written: true,
    },
    About {
        name: "negotiation",
        says: "terms are still moving on both sides",
        without: "the terms were your last word and only a yes or no were open",
        hint: "name what is fixed, what can move and by how much",
        then_written: true,
    },
    About {
        name: "rapport",
        says: "this is about getting to know each other",
        without: "you knew each other and there were one thing to ask",
        hint: "offer two times for a call and ask for a yes to one of them",
        then_written: false,
    },
    About {
        name: "sensitivity",
        says: "this touches the reader closely",
        without: "the reader knew of it already",
        hint: "talk from written notes, then confirm in writing",
        then_written: false,
    },
    About {
        name: "urgency",
        says: "the answer is needed sooner than mail is read",
        without: "the answer could wait until tomorrow",
        hint: "put the time in the subject, and name one person who must act",
        then_written: false,
    },
    About {
        name: "walkthrough",
        says: "this is easier shown than described",
        without: "the reader had done it before",
        hint: "number the steps, one act each, and add a picture or a short recording",
        then_written: true,
    },
    About {
        name: "broadcast",
        says: "this tells, and nobody has to answer",
        without: "something had to be settled together",
        hint: "send it as a message, with the news in the first line",
        then_written: false,
    },
    About {
        name: "contact-preference",
        says: "the preference that is recorded for the reader",
        without: "the reader preferred another channel",
        hint: "say in the first line why you write",
        then_written: false,
    },
    About {
        name: "no-overlap",
        says: "your working hours hardly meet",
        without: "your working hours met for two hours or more",
        hint: "give all that is needed to answer in one go",
        then_written: true,
    },
    About {
        name: "simple-ask",
        says: "one question that a line can answer",
        without: "there were more to settle than one question",
        hint: "ask the question itself, and say by when you need the answer",
        then_written: false,
    },
];

/// What is said of the factor of this name.
pub fn about(name: &str) -> Option<&'static About> {
    ABOUT.iter().find(|about| about.name == name)
}
