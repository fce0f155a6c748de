//! One pass over the mentions in text order: names are taken up, descriptions and pronouns resolved.

mod bind;

use rustc_hash::FxHashMap;

use super::cast::{Cast, EntryId, Form};
use super::description::{self, Description, FIRST_MENTION};
use super::discourse::{Discourse, Seen, is_subject};
use super::name::fold;
use super::named_later::{Lead, NamedLater};
use super::pronoun::{self, Place};
use crate::layers::{
    Determiner, Entity, Gender, Mention, MentionId, MentionKind, Number, Person, SpeakerKind,
};
use crate::lexicon::WordClass;
use crate::reading::Reading;

/// A noun phrase beside a name that says the same: *Hugh Hill, a doctor*.
const APPOSITION: &str = "apposition";
/// *Lee and Park*
const COORDINATION: &str = "coordination";
/// *Q:* before a turn.
const TURN_LABEL: &str = "turn-label";
/// *I* outside quotations: the narrator.
const NARRATOR: &str = "narrator";

/// The state of the pass.
struct Reader<'a, 't> {
    reading: &'a Reading<'t>,
    entities: &'a [Entity],
    mentions: &'a [Mention],
    names: &'a [Option<(EntryId, &'static str)>],
    sources: Vec<bool>,
    nested: Vec<bool>,
    cast: &'a mut Cast,
    discourse: Discourse,
    narrator: Option<EntryId>,
    later: NamedLater,
    /// The first entity that was not yet read.
    next_entity: usize,
    /// Who the labels of turns stand for.
    labels: FxHashMap<u64, EntryId>,
}

/// Links every mention that can be.
pub(super) fn read(
    reading: &Reading<'_>,
    entities: &[Entity],
    mentions: &[Mention],
    sources: &[MentionId],
    names: &[Option<(EntryId, &'static str)>],
    cast: &mut Cast,
) {
    let mut is_source = vec![false; mentions.len()];
    for source in sources {
        if let Some(slot) = is_source.get_mut(source.index()) {
            *slot = true;
        }
    }
    let nested = crate::mention::outermost(mentions).into_iter().map(|outer| !outer).collect();
    let mut reader = Reader {
        reading,
        entities,
        mentions,
        names,
        sources: is_source,
        nested,
        cast,
        discourse: Discourse::default(),
        narrator: None,
        later: NamedLater::default(),
        next_entity: 0,
        labels: FxHashMap::default(),
    };
    for index in 0..mentions.len() {
        reader.pass_names(index);
        reader.mention(index);
    }
    let Reader { later, cast, .. } = reader;
    later.finish(cast);
}

impl Reader<'_, '_> {
    /// Names that no mention has at its head (*the Hamas walkout*) come to mind too, if less.
    fn pass_names(&mut self, index: usize) {
        let Some(mention) = self.mentions.get(index) else { return };
        while let Some(entity) = self.entities.get(self.next_entity) {
            if entity.span.start >= mention.span.end {
                break;
            }
            let known = self.names.get(self.next_entity).copied().flatten();
            self.next_entity += 1;
            let Some((entry, _)) = known.filter(|_| entity.span != mention.head && !mention.quoted) else {
                continue;
            };
            let Some(known) = self.cast.entry(entry) else { continue };
            let (gender, human) = (known.gender, known.kind == SpeakerKind::Person);
            let paragraph = u32::try_from(self.reading.paragraph_at(entity.span.start)).unwrap_or(u32::MAX);
            self.discourse.see(Seen {
                entry,
                span_end: entity.span.end,
                sentence: mention.sentence,
                paragraph,
                gender,
                number: Number::Singular,
                kind: MentionKind::Name,
                owned: false,
                human,
                subject: false,
                source: false,
                nested: true,
            });
        }
    }

    fn mention(&mut self, index: usize) {
        let Some(mention) = self.mentions.get(index) else { return };
        let source = self.sources.get(index).copied().unwrap_or(false);
        let found = match mention.kind {
            MentionKind::Name => self.name(mention),
            // What is said inside a quotation may quote in turn; the rest of it is the speaker's to know.
            MentionKind::Nominal if mention.quoted && !source => None,
            MentionKind::Nominal => self.nominal(index, mention),
            MentionKind::Pronoun if mention.quoted && (!source || mention.person != Person::Third) => None,
            MentionKind::Pronoun => self.pronoun(mention, source),
        };
        let Some((entry, rule)) = found else { return };
        self.cast.link(MentionId::of(index), entry, rule);
        if !mention.quoted && mention.person == Person::Third {
            self.see(index, mention, entry);
        }
    }

    /// Puts a mention before the reader's eyes.
    fn see(&mut self, index: usize, mention: &Mention, entry: EntryId) {
        let flag = |flags: &[bool]| flags.get(index).copied().unwrap_or(false);
        let known = self.cast.entry(entry);
        let kind = known.map(|entry| entry.kind);
        let human = known.is_some_and(|entry| entry.human);
        let gender = match (mention.gender, kind) {
            (Gender::Unknown, Some(SpeakerKind::Person | SpeakerKind::Unnamed)) => {
                known.map_or(Gender::Unknown, |entry| entry.gender)
            }
            (gender, _) => gender,
        };
        self.discourse.see(Seen {
            entry,
            span_end: mention.span.end,
            sentence: mention.sentence,
            paragraph: self.paragraph(mention),
            gender,
            number: mention.number,
            kind: mention.kind,
            owned: mention.determiner == Determiner::Possessive,
            human,
            subject: is_subject(self.reading, mention),
            source: flag(&self.sources),
            nested: flag(&self.nested),
        });
    }

    fn paragraph(&self, mention: &Mention) -> u32 {
        u32::try_from(self.reading.paragraph_at(mention.span.start)).unwrap_or(u32::MAX)
    }

    /// The entity whose span is exactly the head.
    fn entity_of(&self, mention: &Mention) -> Option<usize> {
        let at = self.entities.partition_point(|entity| entity.span.start < mention.head.start);
        self.entities.get(at).filter(|entity| entity.span == mention.head).map(|_| at)
    }

    fn name(&mut self, mention: &Mention) -> Option<(EntryId, &'static str)> {
        let Some(entity) = self.entity_of(mention) else {
            return self.several(mention).or_else(|| self.label(mention));
        };
        let (entry, rule) = self.names.get(entity).copied().flatten()?;
        self.bind_role(mention, entry);
        Some((entry, rule))
    }

    /// *Q:*, *MODERATOR:*: the same label is the same person.
    fn label(&mut self, mention: &Mention) -> Option<(EntryId, &'static str)> {
        if mention.label.is_some() {
            return None;
        }
        let key = fold(mention.head.text(self.reading.text));
        let entry = match self.labels.get(&key) {
            Some(entry) => *entry,
            None => {
                let entry = self.cast.add(SpeakerKind::Unnamed, None, Gender::Unknown);
                let form = Form { span: mention.head, named: true, alias: false, address: None };
                self.cast.note(self.reading.text, entry, form);
                self.labels.insert(key, entry);
                entry
            }
        };
        Some((entry, TURN_LABEL))
    }

    /// *Lee and Park*: a group of its own.
    fn several(&mut self, mention: &Mention) -> Option<(EntryId, &'static str)> {
        if mention.number != Number::Plural {
            return None;
        }
        let entry = self.cast.add(SpeakerKind::Group, None, Gender::Unknown);
        if let Some(entry) = self.cast.entry_mut(entry) {
            entry.human = true;
        }
        self.cast.note(
            self.reading.text,
            entry,
            Form { span: mention.span, named: true, alias: false, address: None },
        );
        Some((entry, COORDINATION))
    }

    fn nominal(&mut self, index: usize, mention: &Mention) -> Option<(EntryId, &'static str)> {
        let description = Description::read(self.reading, mention)?;
        let source = self.sources.get(index).copied().unwrap_or(false);
        if let Some(entry) = self.apposition(index, mention) {
            description::remember(&mut self.discourse, entry, mention, description);
            return Some((entry, APPOSITION));
        }
        let found = description::antecedent(self.reading, self.cast, &self.discourse, mention, &description);
        let (entry, rule) = match found {
            Some(found) => found,
            None => {
                let kind = description::kind(mention, &description);
                (self.cast.add(kind, None, mention.gender), FIRST_MENTION)
            }
        };
        // A thing or text that does not speak is nobody, but who issued it may be asked later.
        let person = crate::mention::is_human(self.reading, mention);
        let body = description.word.is(WordClass::GROUP) && is_subject(self.reading, mention);
        let silent = rule == FIRST_MENTION && !person && !body && !source;
        if let Some(entry) = self.cast.entry_mut(entry) {
            entry.human |= person;
        }
        if rule != description::STATEMENT_OF {
            // The same words again, with another article or number, are no better name.
            let alias = rule == description::SAME_DESCRIPTION;
            let form = Form { span: mention.span, named: false, alias, address: None };
            self.cast.note(self.reading.text, entry, form);
        }
        if rule == FIRST_MENTION && mention.number != Number::Plural {
            self.later.unnamed(Lead::read(self.reading, mention, &description, entry, index));
        }
        // What issues a statement is who speaks in its sentence.
        let issuer = (rule == FIRST_MENTION && description::is_issued(self.reading.form(description.token)))
            .then(|| self.issuer(index, mention))
            .flatten();
        let link = (!silent).then_some(entry);
        description::remember(&mut self.discourse, issuer.unwrap_or(entry), mention, description);
        link.map(|entry| (entry, rule))
    }

    /// Whether a comma stands before a mention and a reporting verb, which ends its clause, after it.
    fn reports_before(&self, mention: &Mention) -> bool {
        let before =
            (mention.tokens.start as usize).checked_sub(1).map_or("", |index| self.reading.form(index));
        let verb = mention.tokens.end as usize;
        let after = self.reading.form(verb + 1);
        before == ","
            && self.reading.words.get(verb).is_some_and(|word| word.verb.is_some())
            && matches!(after, "." | "," | "" | ";")
    }

    fn pronoun(&mut self, mention: &Mention, source: bool) -> Option<(EntryId, &'static str)> {
        if mention.person == Person::First && mention.number == Number::Singular {
            let text = self.reading.text;
            if !mention.head.text(text).eq_ignore_ascii_case("I") {
                return self.narrator.map(|entry| (entry, NARRATOR));
            }
            let entry = match self.narrator {
                Some(entry) => entry,
                None => {
                    let entry = self.cast.add(SpeakerKind::Unnamed, None, Gender::Unknown);
                    let form = Form { span: mention.head, named: false, alias: false, address: None };
                    self.cast.note(text, entry, form);
                    self.narrator = Some(entry);
                    entry
                }
            };
            return Some((entry, NARRATOR));
        }
        let place = Place {
            paragraph: self.paragraph(mention),
            subject: is_subject(self.reading, mention),
            source,
            after_content: self.reports_before(mention),
        };
        pronoun::resolve(self.reading, self.cast, &self.discourse, mention, &place)
    }
}

#[cfg(test)]
mod tests {
    use crate::speaker::testing::check;

    #[test]
    fn an_apposition_is_the_name_beside_it() {
        check(
            "<m exact-name \"Hugh Hill\">Hugh Hill, <m apposition \"Hugh Hill\">a doctor</m></m>, said no.",
        );
        check("<m exact-name \"Hugh Hill\">Hugh Hill</m> saw <m first-mention doctor>a doctor</m>.");
    }

    #[test]
    fn the_narrator_is_a_speaker() {
        check(
            "<m narrator I>I</m> rose. “<m - ->I</m> see,” said John Keller. “Yes,” <m narrator I>I</m> said.",
        );
    }

    #[test]
    fn two_joined_subjects_are_a_group() {
        check("<m coordination \"Ann Lee and John Park\">Ann Lee and John Park</m> say no.");
    }

    #[test]
    fn a_label_is_a_speaker() {
        check("<m turn-label Q>Q</m>: Why?\n\n<m turn-label A>A</m>: Because.\n\n<m turn-label Q>Q</m>: Oh.");
    }
}
