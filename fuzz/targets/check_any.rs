#![no_main]

mod common;

// The first byte chooses how the rest is read.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = ["draft", "draft.eml", "draft.md", "draft.html", "draft.txt", "draft.ics"][usize::from(*first) % 6];
    common::sound(name, rest);
});
