use super::super::plain;
use crate::draft::{LINE_BREAK, Role};
use crate::text::MappedText;

/// The roles and texts of the blocks of a plain text.
fn read(text: &str) -> Vec<(Role, String)> {
    let blocks = plain::blocks(&MappedText::verbatim_at(text, 0));
    blocks.iter().map(|block| (block.role, block.text.as_str().replace(LINE_BREAK, "/").replace('\n', " "))).collect()
}

/// What stays the author's own.
fn own(text: &str) -> String {
    let own: Vec<String> = read(text).into_iter().filter(|(role, _)| role.is_own()).map(|(_, text)| text).collect();
    own.join("|")
}

#[test]
fn attributions_are_known_in_many_languages() {
    for line in [
        "On Tue, 3 Mar 2026 at 10:00, Ana Silva <ana@example.org> wrote:",
        "Am 03.03.26 um 10:00 schrieb Ana Silva:",
        "Le mar. 3 mars 2026 à 10:00, Ana Silva\n<ana@example.org> a écrit :",
        "El 3 mar 2026, a las 10:00, Ana Silva escribió:",
        "Il giorno 3 mar 2026, alle 10:00, Ana Silva ha scritto:",
        "Op 3 mrt 2026 om 10:00 schreef Ana Silva <ana@example.org>:",
        "Em 3 de março de 2026 10:00, Ana <\nana@example.org> escreveu:",
        "3 марта 2026 г., 10:00, Ana Silva <ana@example.org> написал:",
        "Ana Silva <ana@example.org> 于2026年3月3日周二 10:00写道：",
        "2026-03-03 10:00 GMT+01:00 Ana Silva <ana@example.org>:",
        "Ana Silva <ana@example.org> wrote:",
    ] {
        let quoted = format!("Fine with me.\n\n{line}\n> Shall we meet?\n");
        assert_eq!(own(&quoted), "Fine with me.", "{line}");
        let below = format!("Shall we meet?\n\n{line}\n\nText of the old mail.\n");
        assert!(
            line.ends_with("org>:") && !line.starts_with("Op") || own(&below) == "Shall we meet?",
            "{line}: {}",
            own(&below)
        );
    }
}

#[test]
fn a_sentence_with_a_colon_is_no_attribution() {
    let text = "I read what Ana wrote in 2024 about this and the answer is clear, so please do this:\n\nBook the room.";
    assert_eq!(
        own(text),
        "I read what Ana wrote in 2024 about this and the answer is clear, so please do this:|Book the room."
    );
}

#[test]
fn answers_between_quotes_stay_the_authors_own() {
    let text = "Ana wrote:\n> Can you come?\n\nYes.\n\n> And Rui?\n\nNo.";
    assert_eq!(own(text), "Yes.|No.");
}

#[test]
fn a_header_heads_the_mail_that_is_answered() {
    let text = "Approved.\n\n________________________________\nVon: Ana Silva\nGesendet: Dienstag, 3. März 2026 10:00\nAn: Rui\nBetreff: Plan\n\nBitte prüfen.";
    let roles: Vec<Role> = read(text).iter().map(|(role, _)| *role).collect();
    assert_eq!(roles.first(), Some(&Role::Prose));
    assert_eq!(roles.last(), Some(&Role::Quote));
    assert_eq!(own(text), "Approved.");
    assert_eq!(own("Done.\n\n*From:* Ana\n*Sent:* Monday\n*To:* Rui\n\nOld."), "Done.");
}

#[test]
fn a_forwarded_mail_is_forwarded() {
    let text = "See below.\n\n---------- Forwarded message ---------\nFrom: Ana\nSubject: Plan\n\nThe plan is off.";
    assert_eq!(own(text), "See below.");
    assert_eq!(read(text).last().map(|(role, _)| *role), Some(Role::Forwarded));
}

#[test]
fn endings_are_peeled_from_the_end() {
    let text = "Hi Ana,\n\nThe plan is ready.\n\nBest regards,\nRui Costa\nHead of Plans\n+351 21 000 0000\n\nSent from my phone\n";
    let found = read(text);
    let roles: Vec<Role> = found.iter().map(|(role, _)| *role).collect();
    assert_eq!(roles, [Role::Greeting, Role::Prose, Role::Closing, Role::Signature, Role::Signature]);
    assert_eq!(found[2].1, "Best regards,/Rui Costa");
    assert_eq!(own("Done.\n\n-- \nRui Costa\nPlans Ltd"), "Done.");
    assert_eq!(own("Done.\n\n__________\nPlans mailing list\nhttps://lists.example.org/plans"), "Done.");
    assert_eq!(read("The plan is ready.\n\nThanks for the photos.").last().map(|(role, _)| *role), Some(Role::Prose));
    assert_eq!(read("The plan is ready.\n\nRui").last().map(|(role, _)| *role), Some(Role::Closing));
}

#[test]
fn a_notice_is_no_part_of_the_text() {
    let text = "Done.\n\nThis e-mail and any attachments are confidential. If you are not the\nintended recipient, please notify the sender and delete it.";
    assert_eq!(own(text), "Done.");
}

#[test]
fn greetings_stand_alone_or_before_a_clear_sentence() {
    let first = |text: &str| read(text).into_iter().next().unwrap();
    for text in ["Dear Dr. Silva,", "Team,", "Ana -", "Olá Rui!", "Sehr geehrte Frau Silva,", "Hi Ana and Rui,"] {
        assert_eq!(first(&format!("{text}\nthe plan is ready.")), (Role::Greeting, text.to_owned()));
    }
    assert_eq!(first("Hi Ana, The plan is ready."), (Role::Greeting, "Hi Ana,".into()));
    assert_eq!(first("Hi Ana, could you look at it?").0, Role::Prose);
    assert_eq!(first("Dear me, what a day that was.").0, Role::Prose);
    assert_eq!(first("Morning shifts change in May.").0, Role::Prose);
}

#[test]
fn what_a_conferencing_program_adds_is_not_the_authors() {
    for added in [
        "________________________________________________________________________________\nMicrosoft Teams meeting\nJoin on \
         your computer, mobile app or room device\nClick here to join the meeting<https://teams.example/l/1>\nMeeting ID: 123 \
         456 789\nPasscode: aBc1\nDownload Teams<https://t.example> | Join on the web<https://t.example>\nOr call in (audio \
         only)\n+49 69 365000000,,12345#   Germany, Frankfurt am Main\nPhone Conference ID: 123 456#\nLearn \
         More<https://t.example> | Meeting options<https://t.example>\n______________________________",
        "Mia Lund is inviting you to a scheduled Zoom meeting.\n\nTopic: Harbour\nTime: Jun 9, 2026 10:00 \
         Berlin\n\nJoin Zoom Meeting\nhttps://zoom.example/j/1\n\nMeeting ID: 123 4567\nPasscode: 99\nOne tap \
         mobile\n+13017158592,,123# US (Washington DC)\nDial by your location\n        +1 301 715 8592 US (Washington \
         DC)\nFind your local number: https://zoom.example/u/1",
        "-::~:~::~:~:~:~::-\nJoin with Google Meet: https://meet.example/abc\nOr dial: (DE) +49 40 8081616 PIN: \
         123#\nMore phone numbers: https://tel.example\nLearn more about Meet at: https://s.example\n\nPlease do not edit this \
         section.\n-::~:~::~:~:~:~::-",
    ] {
        assert_eq!(own(&format!("We choose the stand.\n\n{added}\n")), "We choose the stand.", "{added}");
        assert_eq!(own(&format!("{added}\n\nWe choose the stand.\n")), "We choose the stand.", "{added}");
        assert_eq!(own(added), "", "{added}");
    }
    for text in [
        "Microsoft Teams meetings fail since Monday.",
        "Join on your computer I said.",
        "The Zoom link is below.",
        "https://a.example",
    ] {
        assert_eq!(own(text), text);
    }
}

#[test]
fn a_patch_is_read_by_programs_only_its_message_by_people() {
    let patch = "The reader has to guess it now.\n\nReviewed-by: Ana <a@a.example>\nSigned-off-by: Rui <r@a.example>\n                 ---\nChanges since v1: shorter.\n\n f.txt | 4 ++--\n 1 file changed, 2 insertions(+), 2 deletions(-)\n\n                 diff --git a/f.txt b/f.txt\n--- a/f.txt\n+++ b/f.txt\n@@ -1,5 +1,5 @@\n one\n \n-two\n+Could you look at it?\n \n                  Could you sign it?\n-- \n2.47.3\n";
    assert_eq!(own(patch), "The reader has to guess it now.|Changes since v1: shorter.");
    for text in ["Done.\n\n---\n\nSee also a.txt.", "I ran diff --git by hand.\n\nIt said nothing."] {
        assert!(read(text).iter().all(|(role, _)| *role != Role::Code), "{text}");
    }
}
