#![allow(missing_docs)]
use presend::{
    Context, Settings, Source, channel, parse, reading,
    rules::{Facts, Subject},
};
use std::time::Instant;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    let settings = Settings::default();
    let context =
        Context { now: Some("2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().unwrap()), ..Context::default() };
    let mut times = vec![0f64; settings.rules.len()];
    let mut found = vec![0usize; settings.rules.len()];
    for path in &files {
        let source = Source::new(path.display().to_string(), std::fs::read(path).unwrap());
        let draft = parse::parse(&source);
        let reading = reading::read(&draft, &settings.phrases, context.reference());
        let advice = channel::advise(&draft, &reading, &settings.channel, &context.contacts);
        for (at, rule) in settings.rules.iter().enumerate() {
            let start = Instant::now();
            let cached = Facts::default();
            let mut least = f64::MAX;
            for _ in 0..50 {
                let facts = &cached;
                let subject = Subject {
                    facts,
                    source: &source,
                    draft: &draft,
                    reading: &reading,
                    advice: &advice,
                    context: &context,
                };
                let one = Instant::now();
                std::hint::black_box(rule.find(&subject));
                least = least.min(one.elapsed().as_secs_f64());
            }
            times[at] += least;
            let _ = start;
            let subject = Subject {
                facts: &cached,
                source: &source,
                draft: &draft,
                reading: &reading,
                advice: &advice,
                context: &context,
            };
            found[at] += rule.find(&subject).len();
        }
    }
    let total: f64 = times.iter().sum();
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by(|a, b| times[*b].total_cmp(&times[*a]));
    println!("total {:.0} us", total * 1e6);
    for at in order {
        println!(
            "{:8.1} us {:5} found  {} {:?}",
            times[at] * 1e6,
            found[at],
            settings.rules[at].card.name,
            settings.rules[at].card.level
        );
    }
}
