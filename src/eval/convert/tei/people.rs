//! Who can speak, as the header lists them.

use roxmltree::Node;

use super::pieces::{Named as _, XML, text_of};
use crate::eval::convert::Tally;
use crate::eval::exchange::speakers;
use crate::eval::gold::GoldSpeaker;
use crate::eval::read::corpus::Character;
use crate::layers::SpeakerKind;

/// Everybody in the header, and who was added since.
pub(super) struct People {
    /// `xml:id` and who it is.
    listed: Vec<(String, GoldSpeaker)>,
}

impl People {
    pub(super) fn new(root: Node<'_, '_>) -> Self {
        let mut listed = Vec::new();
        for node in root.descendants().filter(Node::is_element) {
            let kind = match node.tag_name().name() {
                "org" => Some(SpeakerKind::Organisation),
                "personGrp" => Some(SpeakerKind::Group),
                "person" => node.attribute("role").and_then(SpeakerKind::parse),
                _ => continue,
            };
            let names: Vec<(bool, String)> = node
                .children()
                .filter(|node| {
                    node.has_tag_name_of("persName")
                        || node.has_tag_name_of("orgName")
                        || node.has_tag_name_of("name")
                })
                .map(|node| (node.attribute("type") == Some("alias"), text_of(node)))
                .collect();
            let main = names.iter().position(|(alias, _)| !alias).unwrap_or(0);
            let Some((_, name)) = names.get(main).cloned() else { continue };
            let others = names.into_iter().enumerate().filter(|&(place, _)| place != main);
            let aliases = others.map(|(_, (_, name))| name).collect();
            let key = node.attribute((XML, "id")).unwrap_or_default().to_owned();
            listed.push((key, GoldSpeaker { name, aliases, kind }));
        }
        Self { listed }
    }

    /// The key of whom `who` points at: `#s1`, or a name.
    pub(super) fn key(&mut self, who: &str, id: &str, quote: &str, tally: &mut Tally) -> Option<String> {
        let mut pointers = who.split_whitespace();
        let first = pointers.next()?;
        if pointers.next().is_some() && first.starts_with('#') {
            tally.problem(id, quote, "there are several speakers; the first one counts");
        }
        let Some(pointer) = first.strip_prefix('#') else { return Some(who.to_owned()) };
        let place = self.listed.iter().position(|(key, _)| key == pointer);
        if place.is_none() {
            tally.problem(id, quote, format!("the speaker #{pointer} is not in the header and is left out"));
        }
        let speakers: Vec<GoldSpeaker> = self.listed.iter().map(|(_, speaker)| speaker.clone()).collect();
        place.and_then(|place| speakers::keys(&speakers).into_iter().nth(place))
    }

    pub(super) fn characters(&self) -> Vec<Character> {
        let characters = self.listed.iter().map(|(_, speaker)| Character {
            name: speaker.name.clone(),
            aliases: speaker.aliases.clone(),
            kind: speaker.kind.map(|kind| kind.as_str().to_owned()),
        });
        characters.collect()
    }
}
