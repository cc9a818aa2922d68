//! The statements of Jinja, Django, Twig and Liquid, by what they do.

/// The statements of Jinja, Django and Twig that hold text up to their end.
pub const JINJA_BLOCKS: [&str; 22] = [
    "if",
    "for",
    "block",
    "macro",
    "call",
    "filter",
    "raw",
    "autoescape",
    "with",
    "blocktrans",
    "blocktranslate",
    "ifchanged",
    "ifequal",
    "ifnotequal",
    "spaceless",
    "verbatim",
    "comment",
    "cache",
    "embed",
    "apply",
    "language",
    "localize",
];

/// Those of Liquid.
pub const LIQUID_BLOCKS: [&str; 13] = [
    "if",
    "unless",
    "case",
    "for",
    "tablerow",
    "capture",
    "comment",
    "raw",
    "form",
    "paginate",
    "style",
    "schema",
    "ifchanged",
];

/// Those that may have an end or none.
pub const OTHER_BLOCKS: [&str; 3] = ["set", "trans", "translate"];

/// The statements between braces that part a block.
pub const MIDDLES: [&str; 8] = ["else", "elif", "elsif", "elseif", "when", "empty", "plural", "pluralize"];

/// The statements of Jinja and Django that give a value.
pub const VALUES: [&str; 10] =
    ["trans", "translate", "url", "now", "firstof", "cycle", "static", "lorem", "get_current_language", "widthratio"];

/// The statements within which no other tag is one.
pub const VERBATIM: [&str; 3] = ["raw", "verbatim", "comment"];
