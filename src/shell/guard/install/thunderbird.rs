//! What Thunderbird's extension needs to find presend.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::Places;
use super::clients::{OURS, script};

/// The name by which the extension asks for presend.
const HOST: &str = "presend";
/// The extension (clients/thunderbird/extension/manifest.json).
const EXTENSION: &str = "presend@presend.example.org";

/// The files with what they hold: the manifest of the native messaging host, and the program that
/// it names, since a manifest has no place for arguments.
pub fn files(places: &Places) -> Result<[(PathBuf, String); 2], String> {
    let program = places.config.join("presend").join("thunderbird-host");
    let script = script(places, "native");
    let manifest = json!({
        "name": HOST,
        "description": format!("Checks drafts before they are sent. {OURS}."),
        "path": program.display().to_string(),
        "type": "stdio",
        "allowed_extensions": [EXTENSION],
    });
    let manifest = serde_json::to_string_pretty(&manifest).map_err(|error| error.to_string())?;
    let folder = folder(&places.home)
        .ok_or("here the manifest has to be made known to Thunderbird by hand (docs/guards-thunderbird.md)")?;
    Ok([(program, script), (folder.join(format!("{HOST}.json")), format!("{manifest}\n"))])
}

/// Where Thunderbird looks for the manifests of a person's hosts. On Windows the registry tells it.
fn folder(home: &Path) -> Option<PathBuf> {
    match () {
        _ if cfg!(windows) => None,
        // Unlike Firefox, it does not look below “Application Support”.
        _ if cfg!(target_os = "macos") => Some(home.join("Library/Mozilla/NativeMessagingHosts")),
        _ => Some(home.join(".mozilla/native-messaging-hosts")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_the_program_and_the_extension() {
        let places = Places {
            home: "/home/ana".into(),
            config: "/home/ana/.config".into(),
            etc: "/etc".into(),
            hooks: None,
            presend: "/opt/it's here/presend".into(),
        };
        let [(program, script), (path, manifest)] = files(&places).expect("there is a place");
        assert!(path.starts_with(&places.home) && path.ends_with("presend.json"), "{path:?}");
        assert!(script.ends_with("\nexec '/opt/it'\\''s here/presend' guard native \"$@\"\n"), "{script}");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
        assert_eq!(manifest["path"], program.display().to_string());
        let extension = include_str!("../../../../clients/thunderbird/extension/manifest.json");
        let extension: serde_json::Value = serde_json::from_str(extension).expect("it is JSON");
        assert_eq!(manifest["allowed_extensions"][0], extension["browser_specific_settings"]["gecko"]["id"]);
    }
}
