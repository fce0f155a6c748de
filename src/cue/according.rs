//! *according to Ann Lee*, *in the words of Ann Lee*.

use super::{Cue, CueKind, Scene, Source, SourceLink, subject};
use crate::lexicon::Frames;

/// The cue that starts at an item, if *according to* or one of its like does.
pub(super) fn at(scene: &Scene<'_>, number: usize, item: usize) -> Option<Cue> {
    let line = scene.lines.lines.get(number)?;
    let length = if scene.is_word(item, &["according"]) && scene.is_word(item + 1, &["to"]) {
        2
    } else if scene.is_word(item, &["in"])
        && scene.is_word(item + 1, &["the"])
        && scene.is_word(item + 2, &["words"])
        && scene.is_word(item + 3, &["of"])
    {
        4
    } else {
        return None;
    };
    let first = scene.token(item)?;
    let mention = subject::mention_starting(scene, item + length);
    let end = mention.and_then(|mention| subject::end_item(scene, line, mention)).unwrap_or(item + length);
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
