//! The subject of a verb: the noun phrase that says.

use super::{Cue, Scene, Source, SourceLink};
use crate::layers::{MentionId, MentionKind, Penn, Upos};
use crate::lexicon::{Frames, WordClass};
use crate::quote::lines::Line;

/// How many items an aside may hold before we no longer believe that it is one.
const LONGEST_ASIDE: usize = 40;

/// What an item is in the search for a subject.
fn upos(scene: &Scene<'_>, item: usize) -> Option<Upos> {
    scene.token(item).and_then(|token| scene.reading.pos.get(token)).map(|pos| pos.upos)
}

fn penn(scene: &Scene<'_>, item: usize) -> Option<Penn> {
    scene.token(item).and_then(|token| scene.reading.pos.get(token)).map(|pos| pos.penn)
}

/// The first item of the verb group that ends at `verb`: auxiliaries, adverbs and *to* before it.
pub(super) fn group_start(scene: &Scene<'_>, line: &Line, verb: usize) -> usize {
    let mut start = verb;
    while start > line.items.start {
        let before = start - 1;
        let part = match upos(scene, before) {
            Some(Upos::Aux | Upos::Part) => true,
            Some(Upos::Adv) => !scene.is_word(before, &["here", "there", "ago", "how", "why", "when"]),
            _ => matches!(penn(scene, before), Some(Penn::Md)),
        };
        let glued =
            scene.is_word(before, &["also", "then", "later", "n't", "not", "never", "has", "have", "had"]);
        if !(part || glued) {
            break;
        }
        start = before;
    }
    start
}

/// The source before a verb group that starts at `group`; `earlier` are the cues before it on the line.
pub(super) fn before(
    scene: &Scene<'_>,
    line: &Line,
    group: usize,
    earlier: &[Cue],
) -> Option<(Source, usize)> {
    walk_back(scene, line, group, earlier).or_else(|| opens_clause(scene, line, group))
}

/// The first noun phrase of the clause that ends at `group`: where no step back from the verb leads to the
/// subject, as with *a pilot hired to stir the air over the valley explained*, the clause's start does. No
/// other finite verb may stand in between.
fn opens_clause(scene: &Scene<'_>, line: &Line, group: usize) -> Option<(Source, usize)> {
    let mut first = None;
    let mut item = group;
    for _ in 0..LONGEST_ASIDE {
        let Some(before) = item.checked_sub(1).filter(|&before| before >= line.items.start) else { break };
        let finite = penn(scene, before).is_some_and(Penn::is_finite);
        let edge =
            matches!(scene.form(before), ";" | ":" | "," | "—" | "–" | "--") || scene.is_quoted(before);
        if finite {
            // The verb of a relative clause: leaders who have been its opponents | embraced the idea.
            let pronoun = (line.items.start..before)
                .rev()
                .take(6)
                .find(|&item| matches!(penn(scene, item), Some(Penn::Wp | Penn::Wdt)));
            item = pronoun?;
            continue;
        }
        if edge || matches!(upos(scene, before), Some(Upos::Sconj | Upos::Cconj)) {
            break;
        }
        item = before;
        if let Some(mention) = mention_starting(scene, item) {
            let object = item > line.items.start && upos(scene, item - 1) == Some(Upos::Adp);
            if !object && !is_calendar(scene, mention) {
                first = Some((mention, item));
            }
        }
    }
    let (mention, start) = first?;
    Some((Source { mention, link: SourceLink::Before }, start))
}

fn walk_back(scene: &Scene<'_>, line: &Line, group: usize, earlier: &[Cue]) -> Option<(Source, usize)> {
    let mut link = SourceLink::Before;
    let mut at = group;
    for _ in 0..LONGEST_ASIDE {
        let last = at.checked_sub(1).filter(|&last| last >= line.items.start)?;
        if let Some(mention) = mention_ending(scene, last) {
            if is_calendar(scene, mention) {
                at = start_item(scene, line, mention)?;
                at = before_preposition(scene, line, at);
                continue;
            }
            let start = start_item(scene, line, mention)?;
            // The object of a preposition is no subject: officials in the region said.
            if start > line.items.start
                && upos(scene, start - 1) == Some(Upos::Adp)
                && !opens_line(scene, line, start - 1)
            {
                at = start - 1;
                continue;
            }
            if scene.mentions[mention.index()].kind == MentionKind::Pronoun
                && scene.is_word(last, &["who", "which", "that"])
            {
                // Who said …? asks; only after a noun phrase is it a relative.
                if last == line.items.start {
                    return None;
                }
                return Some((Source { mention, link: SourceLink::Relative }, start));
            }
            return Some((Source { mention, link }, start));
        }
        match (scene.form(last), upos(scene, last)) {
            (",", _) => {
                if let Some(whole) = with_apposition(scene, last) {
                    let start = start_item(scene, line, whole)?;
                    return Some((Source { mention: whole, link: SourceLink::AcrossAside }, start));
                }
                at = aside_start(scene, line, last)?;
                link = SourceLink::AcrossAside;
            }
            (")" | "]", _) => {
                at = opening_before(scene, line, last, &["(", "["])?;
            }
            ("—" | "–" | "--" | "-", _) => {
                at = opening_before(scene, line, last, &["—", "–", "--", "-"])?;
                link = SourceLink::AcrossAside;
            }
            (_, Some(Upos::Cconj)) => return shared(scene, line, last, earlier),
            ("then", _) => at = last,
            (_, Some(Upos::Adv)) => at = last,
            (form, _)
                if is_calendar_word(scene, last)
                    || form.chars().all(|character| character.is_ascii_digit()) =>
            {
                at = before_preposition(scene, line, last);
            }
            // A common noun that no mention claims, at the end of an adverbial: officials in the area said.
            (_, Some(Upos::Noun | Upos::Propn | Upos::Num)) => {
                at = phrase_before(scene, line, last)?;
            }
            _ => return None,
        }
    }
    None
}

/// Steps over a noun phrase that no mention claims and the preposition before it.
fn phrase_before(scene: &Scene<'_>, line: &Line, last: usize) -> Option<usize> {
    let mut at = last;
    while at > line.items.start
        && matches!(upos(scene, at - 1), Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Det))
        && mention_ending(scene, at - 1).is_none()
    {
        at -= 1;
    }
    let preposition = at.checked_sub(1).filter(|&item| item >= line.items.start)?;
    (upos(scene, preposition) == Some(Upos::Adp)).then_some(preposition)
}

/// Whether nothing but this item starts the clause: then a prepositional phrase is an adverbial and not an
/// attribute of the noun phrase before it.
fn opens_line(scene: &Scene<'_>, line: &Line, item: usize) -> bool {
    item == line.items.start || matches!(scene.form(item - 1), "," | ";" | ":" | "—" | "–" | "--")
}

/// The source of a participle or of a verb after *and*: the subject of the verb before it.
pub(super) fn shared(
    scene: &Scene<'_>,
    line: &Line,
    from: usize,
    earlier: &[Cue],
) -> Option<(Source, usize)> {
    // Hill said the group had yet to decide, adding that …: what stands between belongs to what Hill said.
    if let Some(said) = earlier.iter().rev().find(|cue| {
        cue.item < from && !cue.participle && cue.frames.contains(Frames::STRONG) && cue.source.is_some()
    }) {
        let source = said.source?;
        return Some((Source { mention: source.mention, link: SourceLink::Shared }, from + 1));
    }
    let mut item = from;
    while item > line.items.start {
        item -= 1;
        if let Some(source) = earlier.iter().rev().find(|cue| cue.item == item).and_then(|cue| cue.source) {
            return Some((Source { mention: source.mention, link: SourceLink::Shared }, from + 1));
        }
        let finite = penn(scene, item).is_some_and(Penn::is_finite);
        if !finite {
            continue;
        }
        let group = group_start(scene, line, item);
        let Some((source, start)) = before_plain(scene, line, group) else { continue };
        // The verb of a relative clause has the wrong subject: go on to the main one.
        if scene.mentions[source.mention.index()].kind == MentionKind::Pronoun
            && scene.is_word(start, &["who", "which", "that"])
        {
            item = start;
            continue;
        }
        return Some((Source { mention: source.mention, link: SourceLink::Shared }, from + 1));
    }
    None
}

/// The subject before a verb group, asides crossed, no sharing: one step only, so that chains of *and* end.
fn before_plain(scene: &Scene<'_>, line: &Line, group: usize) -> Option<(Source, usize)> {
    let last = group.checked_sub(1).filter(|&last| last >= line.items.start)?;
    if scene.form(last) != "," && upos(scene, last) == Some(Upos::Cconj) {
        return None;
    }
    before(scene, line, group, &[]).filter(|(source, _)| source.link != SourceLink::Shared)
}

/// The mention that ends before the comma at `comma` and holds its own apposition.
fn with_apposition(scene: &Scene<'_>, comma: usize) -> Option<MentionId> {
    let mention = mention_ending(scene, comma.checked_sub(1)?)?;
    let this = scene.mentions.get(mention.index())?;
    let commas = this.tokens.clone().any(|token| scene.reading.form(token as usize) == ",");
    (this.kind == MentionKind::Name && commas).then_some(mention)
}

/// Walks back over comma-delimited asides from the comma at `comma` to the comma before which the noun
/// phrase ends that they belong to.
fn aside_start(scene: &Scene<'_>, line: &Line, comma: usize) -> Option<usize> {
    let mut best = None;
    let mut item = comma;
    let mut steps = 0;
    while item > line.items.start && steps < LONGEST_ASIDE {
        item -= 1;
        steps += 1;
        if scene.is_quoted(item) || scene.is_word(item, &[";", ":"]) {
            break;
        }
        if scene.form(item) != "," {
            continue;
        }
        let opens = item + 1;
        if !starts_aside(scene, opens) {
            break;
        }
        let last = item.checked_sub(1).filter(|&last| last >= line.items.start)?;
        if let Some(mention) = mention_ending(scene, last) {
            // In London, the minister, Ann Lee, said: the object of a preposition is no subject.
            let start = start_item(scene, line, mention)?;
            if start > line.items.start && upos(scene, start - 1) == Some(Upos::Adp) {
                break;
            }
            best = Some(item);
            let this = &scene.mentions[mention.index()];
            // A name closes the search; a nominal may itself be an apposition to one further left.
            if this.kind != MentionKind::Nominal {
                break;
            }
        }
    }
    best
}

/// Whether what starts at `item` can be an aside: an apposition, a relative clause, a participle, an age.
fn starts_aside(scene: &Scene<'_>, item: usize) -> bool {
    if scene.is_word(item, &["and", "or"]) && scene.is_word(item + 1, &["who", "whose", "which", "whom"]) {
        return true;
    }
    if scene.is_word(item, &["and", "but", "or", "he", "she", "they", "it", "i", "we"]) {
        return false;
    }
    !matches!(penn(scene, item), Some(Penn::Vbd | Penn::Md | Penn::Vbz))
}

fn opening_before(scene: &Scene<'_>, line: &Line, from: usize, forms: &[&str]) -> Option<usize> {
    (line.items.start..from).rev().take(LONGEST_ASIDE).find(|&item| scene.is_word(item, forms))
}

fn before_preposition(scene: &Scene<'_>, line: &Line, item: usize) -> usize {
    let mut at = item;
    while at > line.items.start
        && (is_calendar_word(scene, at - 1)
            || scene.is_word(at - 1, &["early", "late", "last", "next", "this", "earlier"]))
    {
        at -= 1;
    }
    if at > line.items.start && scene.is_word(at - 1, &["on", "in", "at", "since", "by", "during"]) {
        at -= 1;
    }
    at
}

pub(super) fn is_calendar_word(scene: &Scene<'_>, item: usize) -> bool {
    scene
        .token(item)
        .and_then(|token| scene.reading.words.get(token))
        .is_some_and(|word| word.is(WordClass::CALENDAR))
}

fn is_calendar(scene: &Scene<'_>, mention: MentionId) -> bool {
    scene.mentions.get(mention.index()).is_some_and(|mention| {
        let last = mention.tokens.end.saturating_sub(1) as usize;
        scene.reading.words.get(last).is_some_and(|word| word.is(WordClass::CALENDAR))
    })
}

/// The longest mention that ends with an item.
pub(super) fn mention_ending(scene: &Scene<'_>, item: usize) -> Option<MentionId> {
    scene.index.ending(scene.token(item)?)
}

/// The longest mention that starts with an item.
pub(super) fn mention_starting(scene: &Scene<'_>, item: usize) -> Option<MentionId> {
    scene.index.starting(scene.token(item)?)
}

/// The mention of just so many tokens that starts with an item.
pub(super) fn mention_starting_with(scene: &Scene<'_>, item: usize, tokens: u32) -> Option<MentionId> {
    let token = u32::try_from(scene.token(item)?).ok()?;
    let first = scene.mentions.partition_point(|mention| mention.tokens.start < token);
    (first..scene.mentions.len())
        .take_while(|&index| scene.mentions[index].tokens.start == token)
        .find(|&index| scene.mentions[index].tokens.end == token + tokens)
        .map(MentionId::of)
}

/// The item of a mention's first token.
pub(super) fn start_item(scene: &Scene<'_>, line: &Line, mention: MentionId) -> Option<usize> {
    scene.item_at(line, scene.mentions.get(mention.index())?.tokens.start as usize)
}

/// The item after a mention's last token.
pub(super) fn end_item(scene: &Scene<'_>, line: &Line, mention: MentionId) -> Option<usize> {
    let last = (scene.mentions.get(mention.index())?.tokens.end as usize).checked_sub(1)?;
    scene.item_at(line, last).map(|item| item + 1)
}
