use presend::{Context, Settings, Source, check, fix};

/// Checks the bytes under this name: no panic, every place inside the file, and fixes
/// that can be applied.
pub fn sound(name: &str, bytes: &[u8]) {
    thread_local!(static SETTINGS: Settings = Settings::default());
    SETTINGS.with(|settings| {
        let source = Source::new(name, bytes);
        let report = check(&source, settings, &Context::default());
        let blocks = report.draft.blocks.iter().map(|block| block.span);
        let sentences = report.reading.sentences.iter().map(|sentence| sentence.span);
        let findings = report.diagnostics.iter().map(|diagnostic| diagnostic.finding.span);
        for span in blocks.chain(sentences).chain(findings) {
            assert!(span.start <= span.end && span.end <= bytes.len(), "{span:?} of {} bytes", bytes.len());
        }
        fix(&source, &report);
    });
}
