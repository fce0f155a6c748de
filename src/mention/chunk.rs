//! Base noun phrases: determiner, modifiers, head; possessors in front are part of them.

use std::ops::Range;

use super::view::{Slot, View};
use crate::layers::{Determiner, EntityLabel, MentionKind, Penn};
use crate::lexicon::WordClass;

/// A base noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// All its tokens.
    pub(super) tokens: Range<usize>,
    /// The name, head noun or pronoun.
    pub(super) head: Range<usize>,
    /// Its form.
    pub(super) kind: MentionKind,
    /// The label of the entity under the head.
    pub(super) label: Option<EntityLabel>,
    /// Role or title before a name.
    pub(super) role: Option<Range<usize>>,
    /// How it is introduced.
    pub(super) determiner: Determiner,
    /// Whether it only owns what the next chunk names: *Netanyahu* in *Netanyahu's office*.
    pub(super) possessor: bool,
}

/// Where an amount really starts: *more than 4,000 supporters*, *nearly 20 residents*.
fn amount(view: &View<'_, '_>, start: usize, floor: usize) -> usize {
    const WORDS: [&str; 8] = ["nearly", "about", "almost", "around", "over", "roughly", "some", "only"];
    if view.slot(start) != Slot::Number {
        return start;
    }
    let back =
        |count: usize| start.checked_sub(count).filter(|at| *at >= floor).map_or("", |at| view.form(at));
    let pair = matches!(
        (back(2).to_ascii_lowercase().as_str(), back(1)),
        ("more" | "less" | "fewer", "than") | ("at", "least" | "most") | ("up" | "close", "to")
    );
    if pair {
        start - 2
    } else if WORDS.iter().any(|word| back(1).eq_ignore_ascii_case(word)) {
        start - 1
    } else {
        start
    }
}

/// The base noun phrases of a stretch, in text order; a possessor comes before the phrase it stands in.
pub(super) fn chunks(view: &View<'_, '_>, tokens: Range<usize>) -> Vec<Chunk> {
    let mut found = Vec::new();
    let mut at = tokens.start;
    let mut floor = at;
    let mut end = at;
    while at < tokens.end {
        if at >= end {
            end = view.zone_end(at, tokens.end);
        }
        let before = found.len();
        let next = noun_phrase(view, at, end, &mut found);
        if let Some(chunk) = found.get_mut(before) {
            chunk.tokens.start = amount(view, chunk.tokens.start, floor);
        }
        floor = next.unwrap_or(floor);
        at = next.map_or(at + 1, |next| next.max(at + 1));
    }
    found
}

/// Reads one noun phrase that starts at `start`; the token after it.
fn noun_phrase(view: &View<'_, '_>, start: usize, end: usize, found: &mut Vec<Chunk>) -> Option<usize> {
    let relative = opens_report(view, start);
    if relative || view.slot(start) == Slot::Pronoun {
        if relative || is_personal(view.form(start)) {
            found.push(pronoun(start));
        }
        return Some(start + 1);
    }
    if owns_report(view, start) {
        found.push(Chunk { possessor: true, ..pronoun(start) });
    }
    let mut at = start;
    let mut determiner = Determiner::Bare;
    loop {
        let (next, introduced) = introduction(view, at, end);
        if determiner == Determiner::Bare {
            determiner = introduced;
        }
        let body = body(view, next, end);
        let Some(chunk) = chunk(view, start, next, body, determiner) else {
            return (at > start).then_some(at);
        };
        let stop = chunk.tokens.end;
        if view.slot(stop) == Slot::Clitic && stop + 1 < end && opens_body(view, stop + 1) {
            found.push(Chunk { possessor: true, ..chunk });
            determiner = Determiner::Possessive;
            at = stop + 1;
            continue;
        }
        found.push(chunk);
        return Some(stop);
    }
}

const fn pronoun(token: usize) -> Chunk {
    Chunk {
        tokens: token..token + 1,
        head: token..token + 1,
        kind: MentionKind::Pronoun,
        label: None,
        role: None,
        determiner: Determiner::Bare,
        possessor: false,
    }
}

/// *his claim*, *their repeated warnings*: a possessive pronoun before a noun of saying tells who says it.
fn owns_report(view: &View<'_, '_>, index: usize) -> bool {
    view.slot(index) == Slot::Possessive
        && (index + 1..index + 4)
            .take_while(|&next| matches!(view.slot(next), Slot::Adjective | Slot::Noun | Slot::Participle))
            .any(|next| view.is(next, WordClass::REPORTING_NOUN))
}

/// Determiners, possessive pronouns and quantities before the body.
fn introduction(view: &View<'_, '_>, start: usize, end: usize) -> (usize, Determiner) {
    let mut at = start;
    let mut determiner = Determiner::Bare;
    while at < end {
        let introduced = match view.slot(at) {
            Slot::Determiner => determiner_of(view.form(at)),
            Slot::Possessive => Determiner::Possessive,
            Slot::Number if opens_body(view, at + 1) => Determiner::Indefinite,
            // *all of the*, *both* and *half* may stand before another determiner.
            _ => break,
        };
        if determiner == Determiner::Bare || introduced == Determiner::Possessive {
            determiner = introduced;
        }
        at += 1;
    }
    (at, determiner)
}

fn determiner_of(form: &str) -> Determiner {
    const DEFINITE: [&str; 7] = ["the", "this", "that", "these", "those", "both", "all"];
    if DEFINITE.iter().any(|known| form.eq_ignore_ascii_case(known)) {
        Determiner::Definite
    } else {
        Determiner::Indefinite
    }
}

fn opens_body(view: &View<'_, '_>, index: usize) -> bool {
    matches!(
        view.slot(index),
        Slot::Adjective
            | Slot::Noun
            | Slot::Name
            | Slot::Number
            | Slot::Participle
            | Slot::Gerund
            | Slot::Adverb
    )
}

/// The modifiers and nouns from `start` on.
fn body(view: &View<'_, '_>, start: usize, end: usize) -> Range<usize> {
    let mut at = start;
    let mut nominal = start;
    while at < end {
        // *pull-out*, *U.S.-backed*: the compound is one word; it is the head where no noun follows.
        if at > start && view.form(at) == "-" && view.touches(at) && view.touches(at + 1) && at + 1 < end {
            at += 2;
            let modifies =
                matches!(view.slot(at), Slot::Noun | Slot::Name | Slot::Adjective) || view.form(at) == "-";
            if !modifies && nominal > start {
                nominal = at;
            }
            continue;
        }
        let next = view.slot(at + 1);
        let goes_on = match view.slot(at) {
            Slot::Noun => {
                // *officials Friday* are two phrases; so are *the interview Trump*.
                if view.is(at, WordClass::CALENDAR) && nominal > start {
                    false
                } else {
                    nominal = at + 1;
                    true
                }
            }
            Slot::Name => {
                if nominal > start && !may_precede_name(view, at) {
                    false
                } else {
                    let entity = view.entity(at).map(|(number, _)| number);
                    while at + 1 < end && view.entity(at + 1).map(|(number, _)| number) == entity {
                        at += 1;
                    }
                    nominal = at + 1;
                    true
                }
            }
            Slot::Number => nominal == start || next == Slot::Noun,
            // *at least 20 people* starts at the number.
            Slot::Adjective => next != Slot::Number || at > start,
            Slot::Participle => {
                (nominal == start && (at > start || is_modified(view, start)))
                    && matches!(next, Slot::Noun | Slot::Name | Slot::Adjective)
            }
            // *its governing party*; without a word that asks for a noun, *pursuing talks* is an act.
            Slot::Gerund => {
                at == start
                    && is_determined(view, start)
                    && matches!(next, Slot::Noun | Slot::Name | Slot::Adjective)
            }
            Slot::Adverb => {
                nominal == start
                    && (matches!(next, Slot::Adjective | Slot::Number)
                        || (next == Slot::Participle && is_determined(view, start)))
                    && !matches!(view.form(at), "not" | "n't" | "n’t" | "never")
            }
            // *a calm and orderly withdrawal*, *a small, angry crowd*
            Slot::Conjunction | Slot::Comma => {
                nominal == start
                    && at > start
                    && view.slot(at - 1) == Slot::Adjective
                    && matches!(next, Slot::Adjective | Slot::Participle)
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    start..nominal
}

/// Whether a determiner or possessive stands right before the body.
fn is_determined(view: &View<'_, '_>, start: usize) -> bool {
    start
        .checked_sub(1)
        .is_some_and(|before| matches!(view.slot(before), Slot::Determiner | Slot::Possessive))
}

/// Whether a determiner or the like stands right before the body.
fn is_modified(view: &View<'_, '_>, start: usize) -> bool {
    start.checked_sub(1).is_none_or(|before| {
        matches!(
            view.slot(before),
            Slot::Determiner | Slot::Possessive | Slot::Number | Slot::Clitic | Slot::Preposition
        )
    })
}

/// Whether what stands before a name can be its role or kind: *spokesman Abu Zuhri*, *the movement Hamas*,
/// *Israeli Prime Minister Sharon*, not *the interview Trump*.
fn may_precede_name(view: &View<'_, '_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let person = WordClass::ROLE | WordClass::TITLE | WordClass::KINSHIP | WordClass::HUMAN;
    match view.label(at) {
        Some(EntityLabel::Per) => {
            view.is(before, person)
                || view.is(before, WordClass::NATIONALITY)
                || super::features::looks_like_person(view.form(before))
        }
        Some(EntityLabel::Org) => {
            view.is(before, WordClass::GROUP | WordClass::NATIONALITY | WordClass::ORGANISATION_WORD)
                || view.entity(before).is_some()
        }
        _ => view.entity(before).is_some() || view.is(before, WordClass::GROUP | WordClass::TITLE),
    }
}

/// The head of a body and what it makes of the phrase.
fn chunk(
    view: &View<'_, '_>,
    start: usize,
    body_start: usize,
    body: Range<usize>,
    determiner: Determiner,
) -> Option<Chunk> {
    if body.is_empty() {
        return headless(view, start, body_start, determiner);
    }
    let last = body.end - 1;
    let tokens = start..body.end;
    let nominal = |head: Range<usize>, label| Chunk {
        tokens: tokens.clone(),
        head,
        kind: MentionKind::Nominal,
        label,
        role: None,
        determiner,
        possessor: false,
    };
    let Some((number, entity)) = view.entity(last) else { return Some(nominal(last..body.end, None)) };
    let mut first = last;
    while first > body.start && view.entity(first - 1).is_some_and(|(other, _)| other == number) {
        first -= 1;
    }
    // *Palestinians*, *an American*: people of a nation have no name here.
    let demonym = entity.label == EntityLabel::Misc && view.is(last, WordClass::NATIONALITY);
    if demonym {
        return Some(nominal(first..body.end, None));
    }
    // *young Archer* has no role, *young Doctor Archer* has one.
    let noun = (body.start..first).any(|index| matches!(view.slot(index), Slot::Noun | Slot::Name));
    let role = (noun && entity.label == EntityLabel::Per).then_some(body.start..first);
    Some(Chunk { kind: MentionKind::Name, label: Some(entity.label), role, ..nominal(first..body.end, None) })
}

/// *Many*, *one*, *both*, *the wounded*: a determiner, number or adjective that stands for the noun.
fn headless(view: &View<'_, '_>, start: usize, after: usize, determiner: Determiner) -> Option<Chunk> {
    const HEADS: [&str; 23] = [
        "those", "many", "some", "several", "others", "both", "few", "most", "one", "two", "three", "four",
        "five", "six", "all", "none", "another", "each", "either", "neither", "half", "dozens", "hundreds",
    ];
    let is_head = |index: usize| HEADS.iter().any(|head| view.form(index).eq_ignore_ascii_case(head));
    let (head, end) = if after > start && is_head(after - 1) {
        (after - 1, after)
    } else if is_head(after)
        && matches!(view.slot(after), Slot::Number | Slot::Adjective | Slot::Noun | Slot::Adverb)
    {
        (after, after + 1)
    } else {
        return None;
    };
    Some(Chunk {
        tokens: start..end,
        head: head..end,
        kind: MentionKind::Nominal,
        label: None,
        role: None,
        determiner: if head == start { Determiner::Indefinite } else { determiner },
        possessor: false,
    })
}

/// *a report, which says …*; *an ad that accused …*: a relative pronoun right before a reporting verb.
fn opens_report(view: &View<'_, '_>, index: usize) -> bool {
    if view.penn(index) != Some(Penn::Wdt) {
        return false;
    }
    (index + 1..index + 4)
        .take_while(|&next| matches!(view.slot(next), Slot::Adverb | Slot::Verb | Slot::Participle))
        .any(|next| view.word(next).verb.is_some())
}

/// Personal pronouns, and *who*.
fn is_personal(form: &str) -> bool {
    const PERSONAL: [&str; 14] =
        ["he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them", "me", "us", "everyone"];
    PERSONAL.iter().any(|known| form.eq_ignore_ascii_case(known))
}
