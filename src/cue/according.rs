//! *according to Ann Lee*, *in the words of Ann Lee*, *in Lee's words*.

use super::{Cue, CueKind, Scene, Source, SourceLink, subject};
use crate::layers::MentionId;
use crate::lexicon::Frames;
use crate::quote::lines::Line;

/// The cue that starts at an item, if *according to* or one of its like does.
pub(super) fn at(scene: &Scene<'_>, number: usize, item: usize) -> Option<Cue> {
    let line = scene.lines.lines.get(number)?;
    let words = |from: usize, words: &[&str]| {
        words.iter().zip(from..).all(|(word, item)| scene.is_word(item, &[word]))
    };
    let length = if words(item, &["according", "to"]) {
        2
    } else if words(item, &["in", "the", "words", "of"]) {
        4
    } else {
        return in_own_words(scene, line, number, item);
    };
    let mention = subject::mention_starting(scene, item + length);
    let end = mention.and_then(|mention| subject::end_item(scene, line, mention)).unwrap_or(item + length);
    cue(scene, number, item, length, mention, end)
}

/// *in Lee's words*, *in the mayor's own words*.
fn in_own_words(scene: &Scene<'_>, line: &Line, number: usize, item: usize) -> Option<Cue> {
    if !scene.is_word(item, &["in"]) {
        return None;
    }
    let mention = subject::mention_starting(scene, item + 1)?;
    let mut end = subject::end_item(scene, line, mention)?;
    if !scene.is_word(end, &["'s", "’s", "'", "’"]) {
        return None;
    }
    end += 1;
    end += usize::from(scene.is_word(end, &["own"]));
    scene.is_word(end, &["words"]).then(|| cue(scene, number, item, 1, Some(mention), end + 1))?
}

/// The cue of some words at an item, whose source and what belongs to it end at `end`.
fn cue(
    scene: &Scene<'_>,
    number: usize,
    item: usize,
    length: usize,
    mention: Option<MentionId>,
    end: usize,
) -> Option<Cue> {
    let first = scene.token(item)?;
    Some(Cue {
        span: scene.reading.span_of(first..first + length),
        kind: CueKind::According,
        frames: Frames::QUOTATION | Frames::CLAUSE | Frames::STRONG,
        lemma: String::new(),
        source: mention.map(|mention| Source { mention, link: SourceLink::After }),
        line: number,
        item,
        extent: item..end,
        that: false,
        negated: false,
        unplaced: false,
        participle: false,
        addressee: None,
    })
}
