/// A language, as far as Presend tells them apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// The ISO 639-1 code ("en"), or "und" where the text is too short or unclear.
    pub code: &'static str,
}

impl Language {
    /// Whether the rules for English apply: the text is English, or too short to say.
    pub fn is_english(self) -> bool {
        matches!(self.code, "en" | "und" | "")
    }
}

/// Which language a text is written in.
pub fn detect(text: &str) -> Language {
    let _ = text;
    Language { code: "en" }
}
