//! What each sign of a sentence brings.

use presend::Settings;
use presend::reading::ask_signs;
use presend::reading::learned::ASKS;

use crate::data::Read;

/// Shows the signs of asks in each sentence with their points.
pub fn explain(texts: &[String]) {
    let settings = Settings::default();
    for text in texts {
        let read = Read::new("sentence.txt", text.as_bytes(), &settings.phrases);
        for (sentence, signs) in read.sentences().iter().zip(ask_signs(&read.reading, &read.draft)) {
            println!("{sentence}\n  always {}", ASKS.always);
            let mut sum = ASKS.always;
            for name in &signs.names {
                let points = ASKS.points_of(name);
                sum += points;
                if points != 0 {
                    println!("  {name} {points:+}");
                }
            }
            let grammar = match signs.grammar {
                Some(true) => "asks",
                Some(false) => "does not ask",
                None => "is a courtesy or a heading",
            };
            println!("  = {sum}; to the grammar it {grammar}");
        }
    }
}
