//! Nouns that report: *his claim that*, *a warning from police that*, *Hill's promise to*.

use super::{Cue, CueKind, Scene, Source, SourceLink, subject};
use crate::layers::{MentionId, Penn, Upos};
use crate::lexicon::{Frames, WordClass};
use crate::quote::lines::Line;

/// The cue at an item, if a noun of saying stands there with its source and something that can be content.
pub(super) fn at(scene: &Scene<'_>, number: usize, item: usize) -> Option<Cue> {
    let token = scene.token(item)?;
    let word = scene.reading.words.get(token)?;
    if !word.is(WordClass::REPORTING_NOUN) || scene.reading.pos.get(token)?.upos != Upos::Noun {
        return None;
    }
    let line = scene.lines.lines.get(number)?;
    let mut end = item + 1;
    let mut start = item;
    let mut source = None;
    if let Some((mention, first)) = owner(scene, line, item) {
        source = Some(Source { mention, link: SourceLink::Before });
        start = first;
    } else if scene.is_word(end, &["by", "from"])
        && let Some(mention) = subject::mention_starting(scene, end + 1)
    {
        source = Some(Source { mention, link: SourceLink::By });
        end = subject::end_item(scene, line, mention)?;
    }
    source?;
    let that = scene.is_word(end, &["that"])
        && scene
            .token(end)
            .and_then(|token| scene.reading.pos.get(token))
            .is_some_and(|pos| matches!(pos.penn, Penn::In | Penn::Wdt));
    let to = scene.is_word(end, &["to"]);
    let about = scene.is_word(end, &["of", "about", "for", "on", "over"]);
    if !(that || to || about) {
        return None;
    }
    let form = scene.form(item).to_lowercase();
    let mut frames = Frames::CLAUSE | Frames::OBJECT;
    if word.is(WordClass::ATTITUDE_NOUN) {
        frames |= Frames::ATTITUDE;
    }
    Some(Cue {
        span: scene.reading.span_of(token..token + 1),
        kind: CueKind::Noun,
        frames,
        lemma: form,
        source,
        line: number,
        item,
        extent: start..end,
        that,
        negated: false,
        unplaced: false,
        participle: false,
        addressee: None,
    })
}

/// Whose claim it is: the possessor before the noun and its adjectives, and where that starts.
fn owner(scene: &Scene<'_>, line: &Line, item: usize) -> Option<(MentionId, usize)> {
    const ADJECTIVES: usize = 3;
    let tag = |item: usize| scene.token(item).and_then(|token| scene.reading.pos.get(token));
    let mut at = item;
    for _ in 0..=ADJECTIVES {
        let before = at.checked_sub(1).filter(|&before| before >= line.items.start)?;
        let pos = tag(before)?;
        if pos.penn == Penn::PrpPossessive {
            return subject::mention_starting_with(scene, before, 1).map(|mention| (mention, before));
        }
        if pos.penn == Penn::Pos {
            let last = before.checked_sub(1).filter(|&last| last >= line.items.start)?;
            let mention = subject::mention_ending(scene, last)?;
            return subject::start_item(scene, line, mention).map(|start| (mention, start));
        }
        if !matches!(pos.upos, Upos::Adj | Upos::Noun | Upos::Adv | Upos::Verb | Upos::Num) {
            return None;
        }
        at = before;
    }
    None
}
