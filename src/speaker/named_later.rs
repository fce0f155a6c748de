//! A nameless source at the start that the text then names: *A Hamas spokesman said …* … *Hamas spokesman
//! Abdul Latif al-Qanou affirmed …*.

use super::cast::{Cast, EntryId};
use super::description::Description;
use super::name::fold;
use crate::layers::{Determiner, Mention, MentionId};
use crate::lexicon::WordClass;
use crate::reading::Reading;

/// The nameless source of the lead is the person whom the next paragraphs name in the same role.
const NAMED_LATER: &str = "named-later";

/// How many paragraphs from the start a lead may be, headings and captions counted.
const LEAD: u32 = 12;
/// How many paragraphs after it the name must come.
const REACH: u32 = 3;
/// Offices that a lead may give in other words than the body of the text.
const LOOSE: [&str; 10] = [
    "official",
    "leader",
    "member",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "figure",
    "source",
    "minister",
    "aide",
];

/// A nameless source.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    entry: EntryId,
    mention: usize,
    head: u64,
    loose: bool,
    /// Folded words of names and nationalities in it: what it is an official of.
    names: Vec<u64>,
    paragraph: u32,
    wanted: bool,
}

impl Lead {
    pub(super) fn read(
        reading: &Reading<'_>,
        mention: &Mention,
        description: &Description,
        entry: EntryId,
        index: usize,
    ) -> Self {
        let tokens = mention.tokens.start as usize..mention.tokens.end as usize;
        let names = tokens
            .skip(1)
            .map(|index| reading.form(index))
            .filter(|form| form.starts_with(char::is_uppercase))
            .map(fold)
            .collect();
        Self {
            entry,
            mention: index,
            head: description.head,
            loose: is_loose(description.head),
            names,
            paragraph: description.paragraph,
            wanted: mention.determiner != Determiner::Possessive && description.word.is(WordClass::ROLE),
        }
    }
}

fn is_loose(head: u64) -> bool {
    LOOSE.iter().any(|known| fold(known) == head)
}

/// The nameless sources of the first paragraphs and the persons named with a role.
#[derive(Debug, Default)]
pub(super) struct NamedLater {
    leads: Vec<Lead>,
    named: Vec<(EntryId, Vec<u64>, u32)>,
}

impl NamedLater {
    pub(super) fn unnamed(&mut self, lead: Lead) {
        if lead.wanted && lead.paragraph < LEAD {
            self.leads.push(lead);
        }
    }

    pub(super) fn named(&mut self, entry: EntryId, words: Vec<u64>, paragraph: u32) {
        if paragraph < LEAD + REACH {
            self.named.push((entry, words, paragraph));
        }
    }

    /// Merges each lead with the one person who fits; where two fit, nobody does.
    pub(super) fn finish(self, cast: &mut Cast) {
        for lead in &self.leads {
            let mut fitting = self.named.iter().filter(|(_, words, paragraph)| {
                let near = *paragraph >= lead.paragraph && *paragraph <= lead.paragraph + REACH;
                let office =
                    words.contains(&lead.head) || (lead.loose && words.iter().any(|word| is_loose(*word)));
                let body = lead.names.iter().any(|name| words.contains(name));
                let same = lead.names.is_empty() && !lead.loose && words.contains(&lead.head);
                near && office && (body || same)
            });
            let Some((person, _, _)) = fitting.next() else { continue };
            let root = cast.root(*person);
            if fitting.any(|(other, _, _)| cast.root(*other) != root) {
                continue;
            }
            cast.merge(*person, lead.entry);
            cast.link(MentionId::of(lead.mention), *person, NAMED_LATER);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::speaker::testing::check;

    #[test]
    fn a_nameless_lead_is_named_in_the_next_paragraph() {
        check(
            "<m named-later \"Omar Haddad\">A Hamas spokesman</m> said no.\n\n<m exact-name \"Omar Haddad\">Hamas spokesman Omar Haddad</m> said so.",
        );
        // Two who fit: nobody knows.
        check(
            "<m first-mention \"Hamas official\">A Hamas official</m> said no.\n\n<m exact-name \"Omar Haddad\">Hamas official Omar Haddad</m> met <m exact-name \"Sami Nasser\">Hamas official Sami Nasser</m>.",
        );
    }
}
