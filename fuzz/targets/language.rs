#![no_main]

use presend::language;

// Sentences, words and times of any text lie inside it, in order, on whole characters.
libfuzzer_sys::fuzz_target!(|text: &str| {
    let times = language::time::times(text, Default::default()).into_iter().map(|time| time.range).collect();
    for ranges in [language::sentences(text), language::words(text), times] {
        let mut end = 0;
        for range in ranges {
            assert!(end <= range.start && !text[range.clone()].is_empty(), "{range:?} in {text:?}");
            end = range.end;
        }
    }
    language::detect(text);
});
