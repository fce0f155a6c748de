//! What a name comes with: its role, the kind of body it is, a noun phrase beside it, a text it issued.

use super::{EntryId, Reader};
use crate::layers::{EntityLabel, Mention, MentionKind, Number};
use crate::lexicon::WordClass;
use crate::speaker::discourse::{Described, content_words, is_subject};
use crate::speaker::name::fold;

impl Reader<'_, '_> {
    /// *the league* may take up *Orchard Growers' League* by its last word.
    pub(super) fn describe_body(&mut self, mention: &Mention, entry: EntryId) {
        if mention.label == Some(EntityLabel::Per) {
            return;
        }
        let name = self.reading.tokens_in(mention.head);
        let Some(last) = name.clone().next_back().filter(|_| name.len() > 1) else { return };
        let body = WordClass::GROUP | WordClass::ORGANISATION_WORD;
        if self.reading.words.get(last).is_some_and(|word| word.is(body)) {
            let words = name.map(|index| fold(self.reading.form(index))).collect();
            let described = Described { entry, words, number: Number::Singular, joint: false };
            self.discourse.describe(fold(self.reading.form(last)), described);
        }
    }

    /// Remembers the role or title that a name comes with, under each noun for a person in it.
    pub(super) fn bind_role(&mut self, mention: &Mention, entry: EntryId) {
        let first = self.reading.tokens_in(mention.head).start;
        let role = match mention.role {
            Some(role) => self.reading.tokens_in(role),
            None if mention.label == Some(EntityLabel::Per) => return,
            // *the Palestinian resistance movement Hamas*
            None => mention.tokens.start as usize..first,
        };
        let words = content_words(self.reading, role.clone());
        // The noun that heads the role stands before the first preposition.
        let preposition = role.clone().find(|index| {
            matches!(self.reading.form(*index), "of" | "for" | "to" | "at" | "in" | "from" | "with" | "on")
        });
        let nouns = role.start..preposition.unwrap_or(role.end);
        let wanted = if mention.label == Some(EntityLabel::Per) {
            WordClass::ROLE | WordClass::TITLE | WordClass::HUMAN | WordClass::KINSHIP
        } else {
            WordClass::GROUP
        };
        let paragraph = self.paragraph(mention);
        self.describe_body(mention, entry);
        for index in nouns {
            let word = self.reading.words.get(index);
            let form = self.reading.form(index);
            if !word.is_some_and(|word| word.is(wanted)) {
                continue;
            }
            let described = Described { entry, words: words.clone(), number: Number::Singular, joint: false };
            self.discourse.describe(fold(full_title(form)), described);
        }
        if mention.label == Some(EntityLabel::Per) && !words.is_empty() {
            self.later.named(entry, words, paragraph);
            if let Some(role) = mention.role
                && let Some(known) = self.cast.entry_mut(entry)
                && !is_plain_address(role.text(self.reading.text).rsplit(' ').next().unwrap_or(""))
                && known.role.is_none_or(|known| known.len() < role.len())
            {
                known.role = Some(role);
            }
        }
    }

    /// The name that a noun phrase stands beside, inside the same mention.
    pub(super) fn apposition(&self, index: usize, mention: &Mention) -> Option<EntryId> {
        let outer = self
            .mentions
            .get(..index)?
            .iter()
            .enumerate()
            .rev()
            .take(4)
            .find(|(_, outer)| outer.kind == MentionKind::Name && outer.span.contains(mention.span))?;
        let (at, outer) = outer;
        let whole = |role: crate::Span| mention.span.contains(role) && mention.head.start < role.end;
        let beside = outer.role.is_some_and(whole)
            || (outer.label != Some(EntityLabel::Per)
                && outer.head.end < mention.span.start
                && mention.span.end == outer.span.end
                && self
                    .reading
                    .text
                    .get(outer.head.end as usize..mention.span.start as usize)
                    .is_some_and(|gap| gap.trim() == ","));
        if !beside || mention.number == Number::Plural {
            return None;
        }
        self.cast.of_mention.get(at).copied().flatten().map(|(entry, _)| entry)
    }

    /// *In a statement, Hamas said*: the subject of the sentence; *a statement from the ministry*: its source.
    pub(super) fn issuer(&self, index: usize, mention: &Mention) -> Option<EntryId> {
        let after = self.mentions.get(index + 1..)?;
        let entry = |mention: &Mention| {
            self.entity_of(mention)
                .and_then(|entity| self.names.get(entity).copied().flatten())
                .map(|(entry, _)| entry)
        };
        let within = after.iter().take(4).take_while(|inner| mention.span.contains(inner.span));
        let by = within.filter(|inner| inner.kind == MentionKind::Name).find_map(entry);
        by.or_else(|| {
            let near = after.iter().enumerate().take(8);
            near.filter(|(_, other)| other.sentence == mention.sentence && !mention.span.contains(other.span))
                .find(|(at, other)| {
                    other.kind == MentionKind::Name
                        && (self.sources.get(index + 1 + at).copied().unwrap_or(false)
                            || is_subject(self.reading, other))
                })
                .and_then(|(_, other)| entry(other))
        })
        .or_else(|| {
            self.discourse
                .recent()
                .take_while(|seen| seen.sentence == mention.sentence)
                .filter(|seen| seen.subject || seen.source)
                .last()
                .map(|seen| seen.entry)
        })
    }
}

/// The noun that a title abbreviates.
fn full_title(form: &str) -> &str {
    match form.trim_end_matches('.') {
        "Dr" => "doctor",
        "Sen" => "senator",
        "Gov" => "governor",
        "Rep" => "representative",
        "Prof" => "professor",
        "Gen" => "general",
        "Capt" => "captain",
        "Rev" => "reverend",
        "Sgt" => "sergeant",
        "Lt" => "lieutenant",
        "Col" => "colonel",
        bare => bare,
    }
}

/// *Mr.*, *Miss*: a form of address is no role.
fn is_plain_address(role: &str) -> bool {
    matches!(role.trim_end_matches('.'), "Mr" | "Mrs" | "Ms" | "Miss" | "Mme" | "Sir" | "Madam" | "Mister")
}
