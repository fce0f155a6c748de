//! Speakers under one name each, as annotation tools show them.

use std::collections::BTreeSet;

use crate::eval::gold::GoldSpeaker;

/// A name on one line: what stands for the speaker where a tool shows or asks for one.
pub(in crate::eval) fn plain(name: &str) -> String {
    // XML and some readers of lines know these two no more than control characters.
    let apart = |character: char| {
        character.is_whitespace() || character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}')
    };
    let shown: Vec<&str> = name.split(apart).filter(|word| !word.is_empty()).collect();
    shown.join(" ")
}

/// For each speaker its name on one line, with a number where another one has the same.
pub(in crate::eval) fn keys(speakers: &[GoldSpeaker]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let names = speakers.iter().map(|speaker| {
        let name = plain(&speaker.name);
        let name = if name.is_empty() { "?".to_owned() } else { name };
        let mut key = name.clone();
        let mut number = 2;
        while !taken.insert(key.clone()) {
            key = format!("{name} ({number})");
            number += 1;
        }
        key
    });
    names.collect()
}

/// The speaker that somebody meant by a name: the key, or else a name or alias that only one speaker has.
pub(in crate::eval) fn find(meant: &str, speakers: &[GoldSpeaker], keys: &[String]) -> Option<usize> {
    let meant = plain(meant);
    if let Some(index) = keys.iter().position(|key| *key == meant) {
        return Some(index);
    }
    let mut named = speakers
        .iter()
        .enumerate()
        .filter(|(_, speaker)| speaker.names().any(|name| plain(name) == meant))
        .map(|(index, _)| index);
    let first = named.next();
    first.filter(|_| named.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(name: &str, aliases: &[&str]) -> GoldSpeaker {
        let aliases = aliases.iter().map(|&alias| alias.to_owned()).collect();
        GoldSpeaker { name: name.to_owned(), aliases, kind: None }
    }

    #[test]
    fn every_speaker_has_a_key_of_its_own() {
        let all = [speaker("Ann\nLee", &[]), speaker("Ann Lee", &["Lee"]), speaker("", &["Lee", "Bo"])];
        let keys = keys(&all);
        assert_eq!(keys, ["Ann Lee", "Ann Lee (2)", "?"]);
        assert_eq!(find(" Ann  Lee (2)", &all, &keys), Some(1));
        assert_eq!(find("Bo", &all, &keys), Some(2));
        assert_eq!((find("Lee", &all, &keys), find("Cy", &all, &keys)), (None, None));
    }
}
