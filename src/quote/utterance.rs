//! Tells utterances from marked words that are no utterance: terms, titles of works, nicknames.

use super::lines::{Item, Lines};
use super::marks::{Stretches, Style};
use super::starts_lower;
use crate::cue::{Cue, on_line};
use crate::layers::{Penn, TokenKind, Upos};
use crate::lexicon::Frames;
use crate::reading::Reading;

/// Whether a stretch is a whole utterance rather than some marked words of the sentence around it.
pub(super) fn is_utterance(
    reading: &Reading<'_>,
    stretches: &Stretches,
    lines: &Lines,
    cues: &[Cue],
    index: usize,
) -> bool {
    let stretch = &stretches.all[index];
    let tokens = reading.tokens_in(stretch.inner);
    let words = tokens.clone().filter(|&token| reading.tokens[token].kind == TokenKind::Word).count();
    if words == 0 {
        return false;
    }
    let text = stretch.inner.text(reading.text);
    // “(CROSSTALK.)”: a note of the transcript, which nobody says.
    if text.starts_with(['(', '[']) && text.ends_with([')', ']']) {
        return false;
    }
    if stretch.carried_on || !stretch.closed {
        return true;
    }
    let lower = starts_lower(stretch, reading.text);
    let ended = text.ends_with(['.', '!', '?', '…']);
    let comma = text.ends_with([',', '—', '–', '-']);
    let Some(item) = lines.item_of[index] else {
        // A short stretch that was left in its sentence is an utterance only as the whole of what a verb
        // of speaking says: He said “no”.
        return answers_cue(reading, lines, cues, tokens.start, tokens.end) && !lower;
    };
    let number = lines.line_of(item).unwrap_or_default();
    let Some(line) = lines.lines.get(number) else { return ended };
    let finite = tokens.clone().any(|token| reading.pos[token].penn.is_finite());
    let tagged = on_line(cues, number).iter().any(|cue| {
        // What they called “the comeback of the decade” is a name, however long.
        let names = lower
            && cue.item < item
            && cue.frames.contains(Frames::NAMING)
            && !cue.frames.contains(Frames::STRONG);
        cue.frames.contains(Frames::QUOTATION)
            && !names
            && (touches(reading, lines, item + 1, cue.extent.start)
                || cue.extent.start == item + 1
                || touches(reading, lines, cue.extent.end, item))
    });
    let alone = item == line.items.start
        && (item + 1 == line.items.end
            || item + 2 == line.items.end && is_form(reading, lines, item + 1, &[".", "!", "?", "…"]));
    let opens_line = item == line.items.start;
    let title = is_title(reading, tokens.clone(), finite, comma);
    if is_work(reading, tokens, stretch.outer.start) {
        return false;
    }
    if alone && is_heading(stretches, index, words) && !line_is_in_a_paragraph(reading, stretch.outer) {
        return false;
    }
    if alone {
        return !title || ended || line_is_in_a_paragraph(reading, stretch.outer);
    }
    if tagged && (!lower || comma || ended) {
        return true;
    }
    if ended && !lower && is_form(reading, lines, item.wrapping_sub(1), &[":"]) {
        return true;
    }
    if lower || title {
        return false;
    }
    ended && (finite || opens_line) || comma && opens_line || finite && words > 5
}

/// How many words a heading has at most.
const LONGEST_HEADING: usize = 8;

/// *‘All Bets Are Off’* alone on its line, in a text whose quotations stand in double marks: a heading that quotes.
fn is_heading(stretches: &Stretches, index: usize, words: usize) -> bool {
    let near = index.saturating_sub(8)..(index + 8).min(stretches.all.len());
    words <= LONGEST_HEADING
        && stretches.all[index].style == Style::Single
        && stretches.all[near].iter().any(|other| other.parent.is_none() && other.style == Style::Double)
}

/// Whether the paragraph holds more than this stretch: what stands alone in capitals is a heading.
fn line_is_in_a_paragraph(reading: &Reading<'_>, outer: crate::Span) -> bool {
    let paragraph = &reading.paragraphs[reading.paragraph_at(outer.start)];
    paragraph.sentences.len() > 1
}

/// Whether only commas and colons stand between two items.
fn touches(reading: &Reading<'_>, lines: &Lines, from: usize, to: usize) -> bool {
    from <= to
        && to - from <= 2
        && lines.items.get(from..to).is_some_and(|between| {
            between.iter().all(|item| match item {
                Item::Token(token) => {
                    matches!(reading.form(*token), "," | ":" | "—" | "–" | "--" | "-" | "that")
                }
                Item::Quoted(_) => false,
            })
        })
}

fn is_form(reading: &Reading<'_>, lines: &Lines, item: usize, forms: &[&str]) -> bool {
    matches!(lines.items.get(item), Some(Item::Token(token)) if forms.contains(&reading.form(*token)))
}

/// *He said “no”*: a quotation verb right before, the end of the sentence or a comma right after.
fn answers_cue(reading: &Reading<'_>, lines: &Lines, cues: &[Cue], first: usize, end: usize) -> bool {
    let Some(item) = lines.item_of_token.get(first).copied().flatten() else { return false };
    let ends =
        matches!(reading.form(end), "." | "," | "!" | "?") || matches!(reading.form(end + 1), "." | ",");
    let line = lines.line_of(item).unwrap_or_default();
    ends && on_line(cues, line).iter().any(|cue| {
        cue.frames.contains(Frames::QUOTATION | Frames::STRONG)
            && (cue.extent.end == item || touches(reading, lines, cue.extent.end, item))
    })
}

/// Whether the words are set as titles are, *“State of the Union”*: capitals on nearly all of them, no verb,
/// and no comma that would lead to a tag.
fn is_title(reading: &Reading<'_>, tokens: std::ops::Range<usize>, finite: bool, comma: bool) -> bool {
    if comma || tokens.len() > 12 {
        return false;
    }
    let (mut capitals, mut others) = (0, 0);
    for token in tokens {
        if reading.tokens[token].kind != TokenKind::Word {
            continue;
        }
        if reading.form(token).starts_with(char::is_uppercase) {
            capitals += 1;
        } else if !matches!(reading.pos[token].upos, Upos::Det | Upos::Adp | Upos::Cconj | Upos::Part) {
            others += 1;
        }
    }
    capitals >= 2 && others == 0 && (!finite || capitals >= 4)
}

/// Whether a stretch is the title of a work or a programme: set as a title, and led in by a preposition,
/// a possessive or a noun, *on CNN's “State of the Union,”*.
pub(super) fn is_work(reading: &Reading<'_>, tokens: std::ops::Range<usize>, start: u32) -> bool {
    let finite = tokens.clone().any(|token| reading.pos[token].penn.is_finite());
    is_title(reading, tokens, finite, false) && follows_preposition(reading, start)
}

/// Whether a preposition or a possessive leads to what starts at a byte: *on CNN's “State of the Union”*.
fn follows_preposition(reading: &Reading<'_>, start: u32) -> bool {
    let first = reading.tokens.partition_point(|token| token.span.start < start);
    first.checked_sub(1).and_then(|before| reading.pos.get(before)).is_some_and(|pos| {
        matches!(pos.penn, Penn::In | Penn::Pos | Penn::PrpPossessive | Penn::Nn | Penn::Nnp | Penn::Dt)
    })
}
