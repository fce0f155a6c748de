//! Noun phrases, names and pronouns that can speak.
//!
//! Mentions nest: *a spokesman for the White House* holds *the White House*, *Netanyahu's office* holds
//! *Netanyahu*, and *Hugh Hill, a doctor* holds *a doctor*. The outer one comes first in the text order; see
//! [`outermost`] for who wants no nested ones.

mod apposition;
mod chunk;
mod features;
mod phrase;
mod view;

use self::chunk::Chunk;
use self::phrase::Phrases;
use self::view::{Slot, View};
use crate::layers::{Determiner, Entity, Gender, Mention, MentionKind, Number, Person};
use crate::lexicon::WordClass;
use crate::reading::Reading;
use crate::span::Span;

/// Finds every mention: by start, longer ones first. `quoted` are the stretches between outermost quotation
/// marks, in text order and apart from each other: a mention in one of them is marked as such, and none
/// reaches over an edge of one.
///
/// Names, pronouns and nouns for people, bodies and texts are found everywhere; other noun phrases only where
/// they could be the subject of a clause, since a source may be called anything (*the two-page filing said*).
#[must_use]
pub fn find(reading: &Reading<'_>, entities: &[Entity], quoted: &[Span]) -> Vec<Mention> {
    let view = View::new(reading, entities, quoted);
    let mut mentions = Vec::new();
    for sentence in 0..reading.sentences.len() {
        let tokens = view.sentence(sentence);
        let chunks = chunk::chunks(&view, tokens.clone());
        let phrases = Phrases { view: &view, chunks: &chunks, end: tokens.end };
        let first = mentions.len();
        mentions.extend(label(&view, tokens.clone(), sentence));
        for index in 0..chunks.len() {
            let Some(phrase) = phrases.whole(index) else { continue };
            if let Some(both) = phrases.coordinated(index, &phrase) {
                mentions.push(Mention {
                    number: Number::Plural,
                    gender: Gender::Unknown,
                    ..mention(&view, &both.chunk, sentence)
                });
            }
            if is_wanted(&phrases, &phrase.chunk) {
                mentions.push(mention(&view, &phrase.chunk, sentence));
            }
        }
        if let Some(found) = mentions.get_mut(first..) {
            found.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
        }
    }
    mentions.dedup_by_key(|mention| mention.span);
    mentions
}

/// The label of a turn that is no name: *Q:*, *MODERATOR:*, at the start of a line.
fn label(view: &View<'_, '_>, tokens: std::ops::Range<usize>, sentence: usize) -> Option<Mention> {
    let start = view.reading.tokens.get(tokens.start)?.span.start;
    let at_start = view
        .reading
        .paragraphs
        .get(view.reading.paragraph_at(start))
        .is_some_and(|paragraph| paragraph.span.start == start);
    let upper = |form: &str| form.chars().any(char::is_alphabetic) && !form.chars().any(char::is_lowercase);
    let colon = tokens.start + 1;
    let chunk = Chunk {
        tokens: tokens.start..colon,
        head: tokens.start..colon,
        kind: MentionKind::Name,
        label: None,
        role: None,
        determiner: Determiner::Bare,
        possessor: false,
    };
    (at_start
        && view.form(colon) == ":"
        && upper(view.form(tokens.start))
        && view.entity(tokens.start).is_none())
    .then(|| mention(view, &chunk, sentence))
}

/// For each mention whether it lies in no other one.
#[must_use]
pub fn outermost(mentions: &[Mention]) -> Vec<bool> {
    let mut reach = 0;
    mentions
        .iter()
        .map(|mention| {
            let outer = mention.span.end > reach;
            reach = reach.max(mention.span.end);
            outer
        })
        .collect()
}

/// Whether a mention's head is a name, a pronoun, or a noun for people, bodies of people or texts: the rest
/// may be a source only where nothing else is.
#[must_use]
pub fn is_likely_source(reading: &Reading<'_>, mention: &Mention) -> bool {
    let class = WordClass::ROLE
        | WordClass::GROUP
        | WordClass::HUMAN
        | WordClass::KINSHIP
        | WordClass::DOCUMENT
        | WordClass::NATIONALITY;
    mention.kind != MentionKind::Nominal
        || reading.tokens_in(mention.head).next_back().is_some_and(|index| {
            reading.words.get(index).is_some_and(|word| word.is(class))
                || features::looks_like_person(reading.form(index))
        })
}

/// Whether a mention's head is a noun for a person or persons beyond doubt.
pub(crate) fn is_human(reading: &Reading<'_>, mention: &Mention) -> bool {
    reading.tokens_in(mention.head).next_back().is_some_and(|index| {
        let form = reading.form(index);
        let class = features::HUMAN | WordClass::NATIONALITY;
        // *the head of the agency* is a person, *his head* is not.
        let limb = mention.determiner == Determiner::Possessive
            && matches!(
                form,
                "head" | "heads" | "hand" | "hands" | "back" | "heart" | "voice" | "face" | "figure" | "mind"
            );
        if limb || form == "other" {
            return false;
        }
        reading.words.get(index).is_some_and(|word| word.is(class)) || features::names_a_person(form)
    })
}

/// Calendar words never speak; nouns that do not speak are kept as subjects only.
fn is_wanted(phrases: &Phrases<'_, '_, '_>, chunk: &Chunk) -> bool {
    let view = phrases.view;
    let last = chunk.head.end.saturating_sub(1);
    if chunk.label.is_none() && view.is(last, WordClass::CALENDAR) {
        return false;
    }
    let before = chunk.tokens.start.checked_sub(1);
    let after_cue = before.is_some_and(|before| {
        view.word(before).verb.is_some() || matches!(view.form(before), "to" | "by" | "from")
    });
    let subject = (phrases.is_finite(chunk.tokens.end) || phrases.speaks_later(chunk.tokens.end))
        && phrases.opens_clause(chunk.tokens.start);
    if features::is_speaking(view, chunk) {
        // *on high alert*, *an Israeli pullout*: a bare body, text or nation speaks only as a subject.
        let human = view.is(last, features::HUMAN) || view.is(last, WordClass::PLURAL);
        let bare = chunk.determiner == Determiner::Bare && chunk.kind == MentionKind::Nominal && !human;
        return !bare || subject || after_cue;
    }
    view.slot(last) != Slot::Number && (subject || after_cue)
}

fn mention(view: &View<'_, '_>, chunk: &Chunk, sentence: usize) -> Mention {
    let (number, gender, person) = features::agreement(view, chunk);
    let token = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    Mention {
        span: view.reading.span_of(chunk.tokens.clone()),
        tokens: token(chunk.tokens.start)..token(chunk.tokens.end),
        head: view.reading.span_of(chunk.head.clone()),
        kind: chunk.kind,
        label: chunk.label,
        role: chunk.role.clone().map(|role| view.reading.span_of(role)),
        number,
        gender,
        person: if chunk.kind == MentionKind::Pronoun { person } else { Person::Third },
        determiner: chunk.determiner,
        quoted: view.is_quoted(chunk.tokens.start),
        sentence: token(sentence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ner::{EntityTagger, lexical::LexicalTagger};

    /// The outermost mentions of a text: `span (head) [role]`, head and role where they differ from the span.
    fn outer(text: &str) -> Vec<String> {
        let reading = Reading::new(text, crate::lexicon::Lexicon::embedded());
        let entities = LexicalTagger.entities(&reading);
        let mentions = find(&reading, &entities, &[]);
        let outer = outermost(&mentions);
        mentions
            .iter()
            .zip(outer)
            .filter(|(_, outer)| *outer)
            .map(|(mention, _)| {
                let mut line = mention.span.text(text).to_owned();
                if mention.head != mention.span {
                    line += &format!(" ({})", mention.head.text(text));
                }
                if let Some(role) = mention.role {
                    line += &format!(" [{}]", role.text(text));
                }
                line
            })
            .collect()
    }

    #[test]
    fn a_role_before_a_name_belongs_to_it() {
        assert_eq!(
            outer("Hamas spokesman Omar Haddad said no."),
            ["Hamas spokesman Omar Haddad (Omar Haddad) [Hamas spokesman]"]
        );
        assert_eq!(
            outer("Hamas spokesman, Omar Haddad, said no."),
            ["Hamas spokesman, Omar Haddad (Omar Haddad) [Hamas spokesman]"]
        );
        // A noun that is no role stands apart.
        assert_eq!(
            outer("In the interview Omar Haddad said no."),
            ["the interview (interview)", "Omar Haddad"].into_iter().skip(1).collect::<Vec<_>>()
        );
    }

    #[test]
    fn an_apposition_belongs_to_its_name() {
        assert_eq!(outer("Hugh Hill, a doctor, said no."), ["Hugh Hill, a doctor (Hugh Hill) [doctor]"]);
        assert_eq!(outer("Hugh Hill, 35, said no."), ["Hugh Hill, 35 (Hugh Hill)"]);
        assert_eq!(outer("Hugh Hill, John Keller and Ann Lee said no.")[1..], [] as [String; 0]);
    }

    #[test]
    fn what_identifies_a_source_belongs_to_it() {
        assert_eq!(
            outer("A spokesperson for the Department of Energy said no."),
            ["A spokesperson for the Department of Energy (spokesperson)"]
        );
        assert_eq!(outer("A source close to the talks said no."), ["A source close to the talks (source)"]);
        assert_eq!(
            outer("Officials familiar with the plan said no."),
            ["Officials familiar with the plan (Officials)"]
        );
        // When is not who.
        assert_eq!(outer("Officials in June said no."), ["Officials"]);
    }

    #[test]
    fn a_possessor_is_not_the_head() {
        assert_eq!(outer("Carver’s office said no."), ["Carver’s office (office)"]);
    }

    #[test]
    fn amounts_pronouns_and_plurals_are_mentions() {
        assert_eq!(outer("More than 4,000 supporters cheered."), ["More than 4,000 supporters (supporters)"]);
        assert_eq!(outer("Many said they agreed."), ["Many", "they"]);
        assert_eq!(outer("Residents said no."), ["Residents"]);
        assert_eq!(outer("It rained on Monday."), ["It"]);
    }

    #[test]
    fn any_noun_can_be_a_subject_and_few_an_object() {
        assert_eq!(outer("The two-page filing said no."), ["The two-page filing (filing)"]);
        assert_eq!(outer("They broke the window."), ["They"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_its_mentions_in_order(text in "([A-Z]?[a-zé’'.,“” -]{0,9}|said |of |, a |Mr. |\\PC){0,40}") {
            let reading = Reading::new(&text, crate::lexicon::Lexicon::embedded());
            let entities = LexicalTagger.entities(&reading);
            let mentions = find(&reading, &entities, &[]);
            for mention in &mentions {
                assert!(!mention.span.text(&text).is_empty() && mention.span.contains(mention.head));
            }
            assert!(mentions.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
            let resolution = crate::speaker::resolve(&reading, &entities, &mentions, &[]);
            assert_eq!(resolution.of_mention.len(), mentions.len());
        }
    }

    #[test]
    fn no_mention_reaches_over_an_edge_of_a_quotation() {
        let text = "He said “officials” in London agreed.";
        let reading = Reading::new(text, crate::lexicon::Lexicon::embedded());
        let quoted = Span::of(11, 20);
        assert_eq!(quoted.text(text), "officials");
        let mentions = find(&reading, &[], &[quoted]);
        assert!(mentions.iter().any(|mention| mention.quoted && mention.span == quoted));
    }
}
