//! What belongs to a cue after its verb: the addressee and adverbials, before the content starts.

use super::{Scene, subject};
use crate::layers::{MentionId, MentionKind, Penn, Upos};
use crate::lexicon::Frames;
use crate::quote::lines::Line;

/// Words that open an adverbial of manner, place or medium after a reporting verb.
const ADVERBIAL: [&str; 24] = [
    "in", "on", "at", "during", "after", "before", "via", "through", "by", "to", "with", "from", "of",
    "about", "late", "early", "last", "this", "while", "when", "over", "earlier", "outside", "inside",
];

/// The end of addressee and adverbials that start at `item`, and the addressee.
///
/// *told AFP on Sunday | that*, *said in a statement | it*, *said to reporters | “…”*.
pub(super) fn after(
    scene: &Scene<'_>,
    line: &Line,
    item: usize,
    frames: Frames,
) -> (usize, Option<MentionId>) {
    let mut end = item;
    let mut addressee = None;
    if frames.contains(Frames::ADDRESSEE)
        && let Some(mention) = subject::mention_starting(scene, end)
        && !starts_clause(scene, line, mention)
    {
        addressee = Some(mention);
        end = subject::end_item(scene, line, mention).unwrap_or(end);
    }
    loop {
        let next = adverbial_end(scene, line, end);
        if next == end {
            break;
        }
        if addressee.is_none() && scene.is_word(end, &["to", "with"]) {
            addressee = subject::mention_starting(scene, end + 1);
        }
        end = next;
    }
    (end, addressee)
}

/// *insists, most recently in an interview, that*: steps over an aside that *that* follows.
pub(super) fn to_distant_that(scene: &Scene<'_>, line: &Line, end: usize) -> usize {
    if scene.form(end) != "," {
        // Tells the programme's host on Friday that: no other verb may come first.
        let limit = line.items.end.min(end + 10);
        return (end..limit)
            .take_while(|&item| {
                !scene.is_quoted(item)
                    && !matches!(scene.form(item), "," | ";" | ":" | "." | "—" | "–" | "--")
                    && scene.token(item).and_then(|token| scene.reading.pos.get(token)).is_none_or(|pos| {
                        !matches!(pos.penn, Penn::Vbd | Penn::Vbz | Penn::Vbp | Penn::Md | Penn::To)
                            && !matches!(pos.upos, Upos::Pron | Upos::Cconj)
                    })
            })
            .find(|&item| {
                scene.is_word(item + 1, &["that"])
                    && scene
                        .token(item + 1)
                        .and_then(|token| scene.reading.pos.get(token))
                        .is_some_and(|pos| pos.penn == Penn::In)
            })
            .map_or(end, |last| last + 1);
    }
    let close = (end + 1..line.items.end.min(end + 16))
        .find(|&item| scene.form(item) == "," || scene.is_quoted(item));
    match close {
        Some(close) if scene.form(close) == "," && scene.is_word(close + 1, &["that"]) => close + 1,
        _ => end,
    }
}

/// The end of the adverbial that starts at `item`; `item` itself where none does.
fn adverbial_end(scene: &Scene<'_>, line: &Line, item: usize) -> usize {
    if item >= line.items.end {
        return item;
    }
    if subject::is_calendar_word(scene, item) && !scene.is_word(item + 1, &["'s", "’s", "'", "’"]) {
        return item + 1;
    }
    let Some(pos) = scene.token(item).and_then(|token| scene.reading.pos.get(token)) else { return item };
    if pos.upos == Upos::Adv
        && !scene
            .is_word(item, &["so", "why", "how", "when", "where", "there", "not", "no", "only", "even", "as"])
    {
        return item + 1;
    }
    if pos.upos == Upos::Num && item > line.items.start && subject::is_calendar_word(scene, item - 1) {
        return item + 1;
    }
    if !scene.is_word(item, &ADVERBIAL) || (pos.penn == Penn::To && pos_is_verb(scene, item + 1)) {
        return item;
    }
    // The noun phrase after the preposition, and prepositional phrases that hang on it.
    let mut end = item + 1;
    let mut nouns = 0;
    while end < line.items.end {
        let Some(pos) = scene.token(end).and_then(|token| scene.reading.pos.get(token)) else { break };
        let starts_new =
            nouns > 0 && (pos.upos == Upos::Det || pos.upos == Upos::Pron && pos.penn != Penn::PrpPossessive);
        if starts_new || nouns > 0 && starts_clause_at(scene, line, end) {
            break;
        }
        match pos.upos {
            Upos::Noun | Upos::Propn | Upos::Num => nouns += 1,
            Upos::Pron if nouns == 0 => nouns += 1,
            Upos::Det | Upos::Adj | Upos::Part => {}
            Upos::Cconj if nouns > 0 && follows_noun(scene, end + 1) => {}
            Upos::Adp if nouns > 0 && !scene.is_word(end, &["that", "if", "as", "because", "while"]) => {
                nouns = 0
            }
            _ => break,
        }
        end += 1;
    }
    if nouns == 0 { item } else { end }
}

fn follows_noun(scene: &Scene<'_>, item: usize) -> bool {
    scene
        .token(item)
        .and_then(|token| scene.reading.pos.get(token))
        .is_some_and(|pos| matches!(pos.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det))
}

fn pos_is_verb(scene: &Scene<'_>, item: usize) -> bool {
    scene.token(item).and_then(|token| scene.reading.pos.get(token)).is_some_and(|pos| pos.upos == Upos::Verb)
}

/// Whether a mention that starts at an item is the subject of a finite verb right after it.
fn starts_clause_at(scene: &Scene<'_>, line: &Line, item: usize) -> bool {
    subject::mention_starting(scene, item).is_some_and(|mention| starts_clause(scene, line, mention))
}

/// Whether a finite verb follows a mention: it is the subject of a clause and no object.
fn starts_clause(scene: &Scene<'_>, line: &Line, mention: MentionId) -> bool {
    let Some(end) = subject::end_item(scene, line, mention) else { return false };
    if scene.mentions[mention.index()].kind == MentionKind::Pronoun
        && scene.is_word(end.wrapping_sub(1), &["him", "her", "them", "me", "us"])
    {
        return false;
    }
    // An adverb may stand between subject and verb; a noun phrase there is the subject itself: told AFP | it was.
    let tag = |item: usize| scene.token(item).and_then(|token| scene.reading.pos.get(token));
    let verb = if tag(end).is_some_and(|pos| pos.upos == Upos::Adv) { end + 1 } else { end };
    verb < line.items.end && tag(verb).is_some_and(|pos| pos.penn.is_finite())
}
