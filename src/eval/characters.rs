//! Which character of a given list a predicted speaker stands for.

use super::answer::AnsweredSpeaker;
use super::gold::GoldSpeaker;
use super::names::NameIndex;

/// For each predicted speaker the character that its names lead to; none where they lead to nobody.
///
/// The canonical name decides where it is the name of one character alone. Where it is several characters'
/// name, or nobody's, each of the speaker's mentions that is the name of one character alone votes, only for
/// one of those several; the first of equals wins.
#[must_use]
pub fn of_speakers(
    characters: &[GoldSpeaker],
    speakers: &[AnsweredSpeaker],
    text: &str,
) -> Vec<Option<usize>> {
    let index = index(characters);
    let lead_to = |speaker: &AnsweredSpeaker| {
        let owners = index.owners(&speaker.name);
        if let [only] = owners.as_slice() {
            return Some(*only);
        }
        let mut votes = vec![0u32; characters.len()];
        for mention in &speaker.mentions {
            if let [only] = index.owners(mention.text(text)).as_slice()
                && (owners.is_empty() || owners.contains(only))
                && let Some(count) = votes.get_mut(*only)
            {
                *count += 1;
            }
        }
        let most = votes.iter().copied().max().filter(|&most| most > 0)?;
        votes.iter().position(|&count| count == most)
    };
    speakers.iter().map(lead_to).collect()
}

/// For each gold speaker its place in the list: by its canonical name to the letter, else as the only
/// character of that name.
#[must_use]
pub fn of_gold(characters: &[GoldSpeaker], speakers: &[GoldSpeaker]) -> Vec<Option<usize>> {
    let index = index(characters);
    let place = |speaker: &GoldSpeaker| {
        let same = characters.iter().position(|character| character.name == speaker.name);
        same.or_else(|| match index.owners(&speaker.name).as_slice() {
            [only] => Some(*only),
            _ => None,
        })
    };
    speakers.iter().map(place).collect()
}

fn index(characters: &[GoldSpeaker]) -> NameIndex {
    let names = characters.iter().enumerate();
    NameIndex::new(names.flat_map(|(index, character)| character.names().map(move |name| (index, name))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn character(name: &str, aliases: &[&str]) -> GoldSpeaker {
        let aliases = aliases.iter().map(|&alias| alias.to_owned()).collect();
        GoldSpeaker { name: name.to_owned(), aliases, kind: None }
    }

    fn list() -> Vec<GoldSpeaker> {
        vec![
            character("Mr Bell", &["Bell", "Tom Bell"]),
            character("Mrs Bell", &["Bell", "Ann"]),
            character("The Ferryman", &[]),
        ]
    }

    /// The character of a speaker with this name, whose mentions are the words of `text`.
    fn lead_to(name: &str, text: &str) -> Option<usize> {
        let mut from = 0;
        let mentions = text
            .split(' ')
            .map(|word| {
                let span = Span::of(from, from + word.len());
                from += word.len() + 1;
                span
            })
            .collect();
        let speaker = AnsweredSpeaker { name: name.to_owned(), kind: None, mentions };
        of_speakers(&list(), &[speaker], text)[0]
    }

    #[test]
    fn a_name_of_one_character_decides() {
        assert_eq!(lead_to("Tom Bell", "Ann Ann"), Some(0));
        assert_eq!(lead_to("Mrs. Bell", ""), Some(1));
        assert_eq!(lead_to("the ferryman", ""), Some(2));
    }

    #[test]
    fn an_ambiguous_or_unknown_name_is_settled_by_mentions() {
        assert_eq!(lead_to("Bell", "Bell she Ann"), Some(1));
        assert_eq!(lead_to("Bell", "Bell she"), None);
        // Ferryman is not among those whose name Bell is.
        assert_eq!(lead_to("Bell", "Ferryman Ferryman Ann"), Some(1));
        assert_eq!(lead_to("a stranger", "stranger Ferryman he"), Some(2));
        assert_eq!(lead_to("a stranger", "stranger he"), None);
    }

    #[test]
    fn gold_speakers_have_their_place_in_the_list() {
        let speakers = [character("Mrs Bell", &["Bell"]), character("Ann", &[]), character("Bell", &[])];
        assert_eq!(of_gold(&list(), &speakers), [Some(1), Some(1), None]);
    }
}
