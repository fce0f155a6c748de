//! Reporting verbs as cues.

use super::{Cue, CueKind, Scene, Source, SourceLink, extent, subject};
use crate::layers::{MentionKind, Penn, Upos};
use crate::lexicon::{Frames, Verb};
use crate::quote::lines::Line;

/// Forms of *be* and *get*, which make a passive of a participle after them.
const PASSIVE: [&str; 13] =
    ["be", "is", "are", "was", "were", "been", "being", "'s", "’s", "'re", "’re", "got", "get"];

/// Verbs whose *to say* says nothing, or nothing yet.
const NOT_SAYING: [&str; 12] = [
    "declined",
    "refused",
    "failed",
    "declining",
    "refusing",
    "declines",
    "refuses",
    "unable",
    "hesitated",
    "able",
    "reluctant",
    "unwilling",
];

/// The cue at an item, if its word is a reporting verb used as one.
pub(super) fn at(scene: &Scene<'_>, number: usize, item: usize, earlier: &[Cue]) -> Option<Cue> {
    let token = scene.token(item)?;
    // Made it clear that: a fixed phrase that reports.
    let fixed = fixed_phrase(scene, item);
    // Point out, go on: the particle belongs to the cue, and may make it one.
    let phrasal = scene
        .reading
        .pos
        .get(token)
        .filter(|pos| pos.upos == Upos::Verb)
        .and_then(|_| scene.lexicon.phrasal(scene.form(item), scene.form(item + 1)));
    let verb = fixed.or(phrasal).or(scene.reading.words.get(token)?.verb)?;
    let line = scene.lines.lines.get(number)?;
    if fixed.is_none() && !is_verb(scene, line, item, token, verb) {
        return None;
    }
    let penn = scene.reading.pos.get(token)?.penn;
    let lemma = scene.lexicon.lemma(verb).to_owned();
    let group = subject::group_start(scene, line, item);
    let particle = phrasal.is_some();
    let words = if fixed.is_some() { 3 } else { 1 + usize::from(particle) };
    let last = item + words - 1;
    let passive = is_passive(scene, line, item, group, penn);
    let negated = is_negated(scene, line, item, group);
    let participle = group == item && (penn == Penn::Vbg || passive);

    let mut source = None;
    let mut start = group;
    if passive {
        let (by, quoted_as) = (scene.is_word(last + 1, &["by"]), is_quoted_as_saying(scene, item));
        if by {
            source = subject::mention_starting(scene, last + 2)
                .map(|mention| Source { mention, link: SourceLink::By });
        } else if !quoted_as {
            // Was told, were asked: the subject heard it, and nobody here says who spoke.
            return None;
        }
    }
    let said_before = group > line.items.start && follows_content(scene, line, group);
    // “…,” said Hill against X, a doctor, said North Korea had …: after a quotation the noun phrase behind
    // the verb is its subject; after a bare comma only if no noun phrase before the comma is. Whom one tells
    // is no subject either way: …, told the BBC.
    let inverted = !passive && said_before && penn != Penn::Vbg && penn != Penn::Vb;
    let after_quotation = inverted && follows_quotation(scene, group);
    // Hill praised the police, called the raid a disgrace and vowed …: a verb that takes an object goes on with
    // the subject of the verb before it.
    let listed = inverted
        && !after_quotation
        && verb.frames.intersects(Frames::NAMING | Frames::OBJECT | Frames::INFINITIVE)
        && !verb.frames.contains(Frames::STRONG);
    let tells = verb.frames.contains(Frames::ADDRESSEE) && lemma == "tell";
    if source.is_none() && after_quotation && !tells {
        source = inverted_source(scene, line, last + 1);
    }
    let mut end = last + 1;
    if let Some(found) = source {
        end = subject::end_item(scene, line, found.mention).unwrap_or(end).max(end);
    }
    if source.is_none() && !passive {
        let found = if penn == Penn::Vbg && item == line.items.start {
            opening_participle_source(scene, line, item).map(|source| (source, item))
        } else if penn == Penn::Vbg && group == item {
            participle_source(scene, line, item, earlier)
        } else {
            subject::before(scene, line, group, earlier)
        };
        if let Some((found, from)) = found {
            source = Some(found);
            start = from;
        } else if let Some((found, from)) =
            listed.then(|| subject::shared(scene, line, group, earlier)).flatten()
        {
            source = Some(found);
            start = from;
        } else if (group == line.items.start || inverted) && !tells {
            // Said Hugh Hill: “…”
            source = inverted_source(scene, line, last + 1);
            if let Some(found) = source {
                end = subject::end_item(scene, line, found.mention).unwrap_or(end).max(end);
            }
        }
    }
    let (end, addressee) = extent::after(scene, line, end, verb.frames);
    let end = extent::to_distant_that(scene, line, end);
    let that = scene.is_word(end, &["that"]) && follows_clause_word(scene, end);
    Some(Cue {
        span: scene.reading.span_of(token..token + words),
        kind: CueKind::Verb,
        frames: verb.frames,
        lemma,
        source,
        line: number,
        item,
        extent: start.min(group)..end,
        that,
        negated,
        unplaced: is_unplaced(scene, line, item, group, penn),
        participle,
        addressee,
    })
}

/// *make it clear* and *make it plain*, in any form of *make*.
fn fixed_phrase(scene: &Scene<'_>, item: usize) -> Option<Verb> {
    let it = scene.is_word(item + 1, &["it"]);
    let made = scene.is_word(item, &["make", "makes", "made", "making"])
        && scene.is_word(item + 2, &["clear", "plain", "known"]);
    let said = scene.lexicon.word("stated").verb?;
    (it && made).then_some(Verb { frames: Frames::CLAUSE | Frames::QUOTATION, ..said })
}

/// Whether a word that can be a reporting verb is one here.
fn is_verb(scene: &Scene<'_>, line: &Line, item: usize, token: usize, verb: Verb) -> bool {
    let Some(pos) = scene.reading.pos.get(token) else { return false };
    if matches!(pos.upos, Upos::Verb | Upos::Aux) {
        // The said man; his saying: a determiner before a participle makes it an attribute or a noun.
        let before = item.checked_sub(1).filter(|&before| before >= line.items.start);
        let attribute = before.and_then(|before| scene.token(before)).is_some_and(|before| {
            scene.reading.pos.get(before).is_some_and(|pos| matches!(pos.upos, Upos::Det))
                && !matches!(pos_after(scene, item), Some(Upos::Punct) | None)
        });
        return !(attribute && matches!(pos.penn, Penn::Vbn | Penn::Vbg));
    }
    // The statement read: “…”: between a noun phrase and a quotation stands a verb, whatever the tagger says.
    let next = if matches!(scene.form(item + 1), ":" | ",") { item + 2 } else { item + 1 };
    let leads = scene.is_quoted(next) && item > line.items.start && verb.frames.contains(Frames::QUOTATION);
    if leads && verb.form.intersects(crate::lexicon::VerbForm::PAST | crate::lexicon::VerbForm::THIRD) {
        let before = subject::mention_ending(scene, item - 1);
        return before.is_some()
            || scene
                .token(item - 1)
                .and_then(|token| scene.reading.pos.get(token))
                .is_some_and(|pos| pos.upos == Upos::Noun);
    }
    // Officials within the resistance say: as a noun the word stands after an article or an adjective.
    let plain = scene.lexicon.lemma(verb) == "say"
        && item > line.items.start
        && pos.upos == Upos::Noun
        && subject::mention_ending(scene, item - 1).is_some();
    if plain {
        return true;
    }
    // A tagger mistakes said for an adjective now and then; strong verbs in the past tense are worth it.
    verb.frames.contains(Frames::STRONG)
        && verb.form.intersects(crate::lexicon::VerbForm::PAST)
        && matches!(pos.upos, Upos::Adj | Upos::X)
}

fn pos_after(scene: &Scene<'_>, item: usize) -> Option<Upos> {
    scene.token(item + 1).and_then(|token| scene.reading.pos.get(token)).map(|pos| pos.upos)
}

/// A participle after *be*, or one that nothing before makes active.
fn is_passive(scene: &Scene<'_>, line: &Line, item: usize, group: usize, penn: Penn) -> bool {
    let auxiliaries = group.max(line.items.start)..item;
    let be = auxiliaries.clone().any(|before| scene.is_word(before, &PASSIVE));
    let have = auxiliaries
        .clone()
        .any(|before| scene.is_word(before, &["has", "have", "had", "having", "'ve", "’ve", "'d", "’d"]));
    match penn {
        Penn::Vbn | Penn::Vbd if be => true,
        // When questioned, as promised: a participle right after a subordinator.
        Penn::Vbn
            if group == item
                && scene.is_word(
                    item.wrapping_sub(1),
                    &["when", "if", "as", "once", "unless", "than", "until"],
                ) =>
        {
            true
        }
        Penn::Vbn => !have && is_reduced_relative(scene, line, item),
        _ => false,
    }
}

/// *Remarks made by Hill drew applause*: a participle without auxiliary that modifies the noun before it.
/// Taggers call many a past tense a participle, so the sentence must have its finite verb elsewhere.
fn is_reduced_relative(scene: &Scene<'_>, line: &Line, item: usize) -> bool {
    let before = item.wrapping_sub(1);
    if scene.is_word(item + 1, &["by"]) {
        return true;
    }
    if scene.is_quoted(before) || scene.form(before) == "," || !scene.is_word(item + 1, &["in", "to", "as"]) {
        return false;
    }
    let nominal = subject::mention_ending(scene, before)
        .is_none_or(|mention| scene.mentions[mention.index()].kind == MentionKind::Nominal);
    let finite = (item + 1..line.items.end)
        .take_while(|&later| scene.form(later) != ";")
        .any(|later| is_finite(scene, later));
    nominal && finite
}

/// *was quoted as saying*: the subject spoke after all.
fn is_quoted_as_saying(scene: &Scene<'_>, item: usize) -> bool {
    scene.is_word(item, &["quoted", "cited"]) && scene.is_word(item + 1, &["as", "saying"])
}

/// Whether a modal or an infinitive keeps the speech from having happened; *went on to say* has.
fn is_unplaced(scene: &Scene<'_>, line: &Line, item: usize, group: usize, penn: Penn) -> bool {
    let modal = (group.max(line.items.start)..item)
        .any(|before| scene.is_word(before, &["could", "might", "may", "should", "must", "can", "ca"]));
    let infinitive = penn == Penn::Vb && scene.is_word(item.wrapping_sub(1), &["to"]) && {
        let from = item.saturating_sub(4).max(line.items.start);
        !(from..item).any(|before| {
            scene.is_word(
                before,
                &[
                    "went",
                    "goes",
                    "going",
                    "go",
                    "continued",
                    "continues",
                    "continue",
                    "came",
                    "began",
                    "rushed",
                ],
            )
        })
    };
    modal || infinitive
}

fn is_negated(scene: &Scene<'_>, line: &Line, item: usize, group: usize) -> bool {
    let negation = (group.max(line.items.start)..item)
        .any(|before| scene.is_word(before, &["not", "n't", "n’t", "never", "nor"]));
    let declined = scene.is_word(item.wrapping_sub(1), &["to"])
        && (item.saturating_sub(4).max(line.items.start)..item)
            .any(|before| scene.is_word(before, &NOT_SAYING));
    negation || declined
}

/// Whether what stands right before `item` can be what was said: a quotation, or the comma after a clause.
fn follows_content(scene: &Scene<'_>, line: &Line, item: usize) -> bool {
    let before = item - 1;
    if scene.is_quoted(before) {
        return true;
    }
    let comma = matches!(scene.form(before), "," | "—" | "–" | "--" | "?" | "!" | "…" | ".");
    comma && before > line.items.start
}

/// Whether a quotation stands right before an item, a comma or stop between them allowed.
fn follows_quotation(scene: &Scene<'_>, item: usize) -> bool {
    let mut before = item;
    while before > 0 && matches!(scene.form(before - 1), "," | "—" | "–" | "--" | "." | "?" | "!" | "…")
    {
        before -= 1;
    }
    before > 0 && scene.is_quoted(before - 1)
}

/// The noun phrase right after the verb as its subject: *said Hugh Hill*; *said he*.
fn inverted_source(scene: &Scene<'_>, line: &Line, item: usize) -> Option<Source> {
    let mention = subject::mention_starting(scene, item)?;
    let this = &scene.mentions[mention.index()];
    // Said him, told them: the object form is no subject.
    let object = this.kind == MentionKind::Pronoun
        && scene.is_word(item, &["him", "her", "them", "me", "us", "himself", "herself", "themselves"]);
    let end = subject::end_item(scene, line, mention)?;
    // Said Hill would come: what follows is a clause whose subject this is.
    let clause = scene
        .token(end)
        .and_then(|token| scene.reading.pos.get(token))
        .is_some_and(|pos| pos.penn.is_finite());
    (!object && !clause).then_some(Source { mention, link: SourceLink::After })
}

/// The source of *saying*, *adding*: the noun phrase right before it (*a sign saying*), or the subject of
/// the verb before its comma.
fn participle_source(
    scene: &Scene<'_>,
    line: &Line,
    item: usize,
    earlier: &[Cue],
) -> Option<(Source, usize)> {
    let before = item.checked_sub(1).filter(|&before| before >= line.items.start)?;
    if let Some(mention) = subject::mention_ending(scene, before) {
        let start = subject::start_item(scene, line, mention)?;
        return Some((Source { mention, link: SourceLink::Before }, start));
    }
    subject::shared(scene, line, item, earlier).map(|(source, _)| (source, item))
}

/// The source of a participle that opens its sentence: the subject of the main clause after its comma.
fn opening_participle_source(scene: &Scene<'_>, line: &Line, item: usize) -> Option<Source> {
    let comma = (item + 1..line.items.end).find(|&next| {
        scene.form(next) == ","
            && subject::mention_starting(scene, next + 1).is_some_and(|mention| {
                let end = subject::end_item(scene, line, mention).unwrap_or(next + 1);
                (end..(end + 3).min(line.items.end)).any(|item| is_finite(scene, item))
            })
    })?;
    let mention = subject::mention_starting(scene, comma + 1)?;
    Some(Source { mention, link: SourceLink::Shared })
}

fn is_finite(scene: &Scene<'_>, item: usize) -> bool {
    scene.token(item).and_then(|token| scene.reading.pos.get(token)).is_some_and(|pos| pos.penn.is_finite())
}

/// Whether *that* at an item introduces a clause and does not stand for a thing (*said that*, *said that day*).
fn follows_clause_word(scene: &Scene<'_>, item: usize) -> bool {
    scene.token(item + 1).is_some() && !matches!(scene.form(item + 1), "." | "," | "!" | "?" | ";")
        || scene.is_quoted(item + 1)
}
