//! What the client can do.

use serde_json::Value;

use super::positions::Encoding;

/// What the client can do, as far as it matters here.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// How it counts positions.
    pub encoding: Encoding,
    /// Whether it asks for diagnostics; then none are pushed to it.
    pub pulls: bool,
    /// Whether it can be told to ask for all diagnostics anew.
    pub refreshes_diagnostics: bool,
    /// Whether it shows places beside that of a diagnostic.
    pub related_information: bool,
    /// Whether it shows where the code of a diagnostic is explained.
    pub code_description: bool,
    /// Whether it knows the tags of diagnostics.
    pub tags: bool,
    /// Whether it hands `data` of a diagnostic back with a request for code actions.
    pub diagnostic_data: bool,
    /// Whether code actions may be more than commands.
    pub code_action_literals: bool,
    /// Whether it takes edits that say which version they are for.
    pub document_changes: bool,
    /// Whether edits may hold places to fill in.
    pub snippet_edits: bool,
    /// Whether it opens a document that the server names.
    pub shows_documents: bool,
    /// Whether hovers may be Markdown.
    pub hover_markdown: bool,
    /// Whether the documentation of completions may be Markdown.
    pub completion_markdown: bool,
    /// Whether symbols may lie within symbols.
    pub nested_symbols: bool,
    /// Whether it can be told to ask for inlay hints anew.
    pub refreshes_hints: bool,
    /// Whether it can be told to ask for code lenses anew.
    pub refreshes_lenses: bool,
    /// Whether it can be told to ask for semantic tokens anew.
    pub refreshes_tokens: bool,
    /// Whether it answers `workspace/configuration`.
    pub configuration: bool,
    /// Whether it takes registrations for its news of settings.
    pub registers_configuration: bool,
    /// Whether it watches files that the server names.
    pub watches: bool,
    /// Whether it watches files of a folder that the server names.
    pub relative_patterns: bool,
    /// Whether it shows progress that the server starts.
    pub progress: bool,
}

impl Client {
    /// Reads the capabilities of `initialize`. What they lack, the client can't do; but there are
    /// clients that count bytes and know no way to say so, for which `initializationOptions` can.
    pub fn new(capabilities: &Value, options: &Value) -> Client {
        let has = |pointer: &str| capabilities.pointer(pointer).and_then(Value::as_bool) == Some(true);
        let names = |pointer: &str, name: &str| {
            let list = capabilities.pointer(pointer).and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|item| item == name))
        };
        let offered = capabilities.pointer("/general/positionEncodings").and_then(Value::as_array);
        let set = options.get("presend").unwrap_or(options).get("positionEncoding");
        let offered: Vec<&str> = offered.into_iter().flatten().filter_map(Value::as_str).collect();
        let set = set.and_then(Value::as_str).and_then(Encoding::named);
        Client {
            encoding: set.unwrap_or_else(|| Encoding::choose(&offered)),
            pulls: capabilities.pointer("/textDocument/diagnostic").is_some_and(Value::is_object),
            // Named “diagnostics” by the protocol; some clients write it as the others are.
            refreshes_diagnostics: has("/workspace/diagnostics/refreshSupport")
                || has("/workspace/diagnostic/refreshSupport"),
            related_information: has("/textDocument/publishDiagnostics/relatedInformation"),
            code_description: has("/textDocument/publishDiagnostics/codeDescriptionSupport"),
            tags: capabilities
                .pointer("/textDocument/publishDiagnostics/tagSupport")
                .is_some_and(|tags| *tags != false),
            diagnostic_data: has("/textDocument/publishDiagnostics/dataSupport"),
            code_action_literals: capabilities.pointer("/textDocument/codeAction/codeActionLiteralSupport").is_some(),
            document_changes: has("/workspace/workspaceEdit/documentChanges"),
            snippet_edits: has("/workspace/workspaceEdit/snippetEditSupport"),
            shows_documents: has("/window/showDocument/support"),
            hover_markdown: names("/textDocument/hover/contentFormat", "markdown"),
            completion_markdown: names("/textDocument/completion/completionItem/documentationFormat", "markdown"),
            nested_symbols: has("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            refreshes_hints: has("/workspace/inlayHint/refreshSupport"),
            refreshes_lenses: has("/workspace/codeLens/refreshSupport"),
            refreshes_tokens: has("/workspace/semanticTokens/refreshSupport"),
            configuration: has("/workspace/configuration"),
            registers_configuration: has("/workspace/didChangeConfiguration/dynamicRegistration"),
            watches: has("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            relative_patterns: has("/workspace/didChangeWatchedFiles/relativePatternSupport"),
            progress: has("/window/workDoneProgress"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_positions_count_is_offered_or_set() {
        let encoding = |capabilities, options: Value| Client::new(&capabilities, &options).encoding;
        let offers = json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } });
        assert_eq!(encoding(json!({}), json!(null)), Encoding::Utf16);
        assert_eq!(encoding(offers.clone(), json!(null)), Encoding::Utf8);
        assert_eq!(encoding(json!({}), json!({ "positionEncoding": "utf-8" })), Encoding::Utf8);
        assert_eq!(encoding(offers.clone(), json!({ "presend": { "positionEncoding": "utf-32" } })), Encoding::Utf32);
        assert_eq!(encoding(json!({}), json!({ "positionEncoding": "bytes" })), Encoding::Utf16);
        assert_eq!(encoding(offers, json!({ "positionEncoding": "bytes" })), Encoding::Utf8);
    }
}
