//! Where a document's own file stands in a folder of files.
//!
//! An id may name folders: `news/2024/a` stands in `news/2024/`. Whatever else it holds, its file stands under the
//! folder, and two ids never share a file: what a file system cannot hold is written as `%` and two hexadecimal
//! digits for each byte, `%` itself too. Case alone does not tell files apart on every system.

use std::fmt::Write as _;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

/// Longer names than this many bytes are cut, and end in a digest of the whole.
const LONGEST: usize = 180;

/// Endings that files get; a folder that ends like one could stand in a file's way.
const ENDINGS: [&str; 7] = ["ann", "conf", "conll", "html", "json", "txt", "xml"];

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// The path of a document's file under its folder, without the ending that the format adds.
#[must_use]
pub fn inside(id: &str) -> PathBuf {
    let mut parts = id.split('/').peekable();
    let mut path = PathBuf::new();
    while let Some(part) = parts.next() {
        path.push(component(part, parts.peek().is_some()));
    }
    path
}

fn component(part: &str, folder: bool) -> String {
    if part.is_empty() {
        // No name of another component holds a lone sign.
        return "%".to_owned();
    }
    let ends_like_a_file = folder
        && part.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.contains(&end.to_lowercase().as_str()));
    let last = part.chars().count() - 1;
    let last_stop = part.rfind('.');
    let mut name = String::with_capacity(part.len());
    for (index, (byte, character)) in part.char_indices().enumerate() {
        let at_end = index == last && matches!(character, '.' | ' ');
        let at_start = index == 0 && (matches!(character, '.' | ' ') || device(part));
        let ending = ends_like_a_file && Some(byte) == last_stop;
        let never = matches!(character, '%' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            || character.is_control();
        if never || at_end || at_start || ending {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(name, "%{byte:02X}");
            }
        } else {
            name.push(character);
        }
    }
    if name.len() <= LONGEST {
        return name;
    }
    let digest = Sha256::digest(part.as_bytes());
    let cut = (0..=LONGEST - 40).rev().find(|&byte| name.is_char_boundary(byte)).unwrap_or(0);
    name.truncate(cut);
    // A sign that no escape has keeps cut names apart from whole ones.
    name.push_str("%-");
    for byte in digest.iter().take(16) {
        let _ = write!(name, "{byte:02x}");
    }
    name
}

fn device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |name: &str| {
        stem.strip_prefix(name)
            .is_some_and(|rest| rest.chars().count() == 1 && rest.chars().all(char::is_numeric))
    };
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_become_paths_under_the_folder() {
        let shown = |id: &str| inside(id).to_string_lossy().replace('\\', "/");
        assert_eq!(shown("news/2024/a"), "news/2024/a");
        assert_eq!(shown("../../etc/passwd"), "%2E%2E/%2E%2E/etc/passwd");
        assert_eq!(shown("/etc"), "%/etc");
        assert_eq!(shown("a//b"), "a/%/b");
        assert_eq!(shown("a:b\\c?\u{7}%"), "a%3Ab%5Cc%3F%07%25");
        assert_eq!(shown("x.txt/y.txt"), "x%2Etxt/y.txt");
        assert_eq!(
            (shown("con"), shown("Nul.x"), shown("LPT1"), shown("cone")),
            ("%63on".into(), "%4Eul.x".into(), "%4CPT1".into(), "cone".into())
        );
        assert_eq!(shown("a."), "a%2E");
        assert_eq!(shown("quotes.jsonl#3"), "quotes.jsonl#3");
        assert!(shown(&"é".repeat(500)).len() < 255);
        assert_ne!(shown(&"é".repeat(500)), shown(&"é".repeat(501)));
    }

    proptest! {
        #[test]
        fn different_ids_have_different_files(one in "[a./%\\\\: ]{0,6}", other in "[a./%\\\\: ]{0,6}") {
            prop_assert_eq!(one == other, inside(&one) == inside(&other));
        }

        #[test]
        fn nothing_leads_out(id in ".{0,40}") {
            let path = inside(&id);
            let mut components = path.components();
            prop_assert!(components.all(|component| matches!(component, std::path::Component::Normal(_))));
        }
    }
}
