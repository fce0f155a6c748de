//! Quotations that the layout marks and no quotation mark does: the turns of transcripts and interviews,
//! and dialogue that a dash opens.

use crate::layers::{Quote, QuoteKind, TokenKind, Upos};
use crate::lexicon::{Frames, WordClass};
use crate::reading::Reading;
use crate::span::Span;

use super::Origin;

/// How many words a label can have: *DETECTIVE SERGEANT ANN LEE:*.
const LONGEST_LABEL: usize = 6;

/// How many labelled paragraphs make a transcript: one is a heading or a colon in a sentence.
const FEWEST_TURNS: usize = 3;

/// How many paragraphs must open with a dash for the dash to mean speech.
const FEWEST_DASHES: usize = 2;

/// Finds the turns of transcripts and of dash dialogue.
#[must_use]
pub fn find(reading: &Reading<'_>) -> Vec<(Quote, Origin)> {
    let mut found = labelled(reading);
    found.extend(dashed(reading));
    found
}

/// Paragraphs that open with a speaker's label and a colon.
fn labelled(reading: &Reading<'_>) -> Vec<(Quote, Origin)> {
    let turns: Vec<(usize, Span, Span)> = (0..reading.paragraphs.len())
        .filter_map(|paragraph| {
            let (label, content) = label(reading, paragraph)?;
            Some((paragraph, label, content))
        })
        .collect();
    // A transcript has turns, and somebody who speaks twice: a list of addresses does not.
    let repeated = turns.iter().enumerate().any(|(index, (_, label, _))| {
        let text = label.text(reading.text);
        turns[..index].iter().any(|(_, other, _)| other.text(reading.text) == text)
    });
    if turns.len() < FEWEST_TURNS || !repeated {
        return Vec::new();
    }
    turns
        .into_iter()
        .map(|(_, label, content)| {
            let origin = Origin { label: Some(label), ..Origin::default() };
            (direct(vec![content]), origin)
        })
        .collect()
}

/// The label of a paragraph and what follows it, where the paragraph opens with one.
fn label(reading: &Reading<'_>, paragraph: usize) -> Option<(Span, Span)> {
    let span = reading.paragraphs.get(paragraph)?.span;
    label_in(reading, span)
}

/// The label that a stretch of text opens with and what follows it: *LEE: We wait*.
pub(super) fn label_in(reading: &Reading<'_>, span: Span) -> Option<(Span, Span)> {
    let tokens = reading.tokens_in(span);
    let colon = tokens.clone().take(LONGEST_LABEL + 1).find(|&token| reading.form(token) == ":")?;
    if colon == tokens.start || colon + 1 >= tokens.end {
        return None;
    }
    let name = tokens.start..colon;
    let named = name.clone().all(|token| {
        let form = reading.form(token);
        let capital = form.chars().next().is_some_and(char::is_uppercase);
        capital || matches!(form, "." | "(" | ")") || reading.words[token].is(WordClass::NAME_PARTICLE)
    });
    if !named || reading.tokens[colon + 1].kind == TokenKind::Mark {
        return None;
    }
    let content = Span::new(reading.tokens[colon].span.end, span.end).trim(reading.text);
    Some((reading.span_of(name), without_notes(reading, content)))
}

/// A turn without the notes in brackets at its edges: *(laughs)*.
fn without_notes(reading: &Reading<'_>, content: Span) -> Span {
    let mut inner = content;
    let text = inner.text(reading.text);
    if let Some(end) = text.strip_prefix('(').and_then(|rest| rest.find(')')).filter(|&end| end < 40) {
        inner = Span::of(inner.start as usize + end + 2, inner.end as usize).trim(reading.text);
    }
    let text = inner.text(reading.text);
    if text.ends_with(')')
        && let Some(start) = text.rfind('(').filter(|&start| start > 0 && text.len() - start < 40)
    {
        inner = Span::of(inner.start as usize, inner.start as usize + start).trim(reading.text);
    }
    if inner.is_empty() { content } else { inner }
}

/// Paragraphs that open with a dash, in a text where several do.
fn dashed(reading: &Reading<'_>) -> Vec<(Quote, Origin)> {
    let opened: Vec<usize> =
        (0..reading.paragraphs.len()).filter(|&paragraph| opens_with_dash(reading, paragraph)).collect();
    if opened.len() < FEWEST_DASHES {
        return Vec::new();
    }
    opened
        .into_iter()
        .filter_map(|paragraph| {
            let parts = dashed_parts(reading, paragraph);
            (!parts.is_empty()).then(|| (direct(parts), Origin { dash: true, ..Origin::default() }))
        })
        .collect()
}

fn is_dash(form: &str) -> bool {
    matches!(form, "—" | "–" | "--" | "―" | "-")
}

fn opens_with_dash(reading: &Reading<'_>, paragraph: usize) -> bool {
    let tokens = reading.tokens_in(reading.paragraphs[paragraph].span);
    // A hyphen and a blank open the items of a list; a line of its own is a rule.
    let dash = reading.form(tokens.start);
    matches!(dash, "—" | "–" | "―")
        && tokens.len() > 2
        && reading
            .form(tokens.start + 1)
            .starts_with(|character: char| character.is_uppercase() || "¿¡…".contains(character))
}

/// The speech of a paragraph that a dash opens: all of it but the narrator's words, which a comma or a
/// dash and a verb of speaking set off.
fn dashed_parts(reading: &Reading<'_>, paragraph: usize) -> Vec<Span> {
    let tokens = reading.tokens_in(reading.paragraphs[paragraph].span);
    let mut parts = Vec::new();
    let mut start = tokens.start + 1;
    let mut speaking = true;
    let mut token = start;
    while token < tokens.end {
        let form = reading.form(token);
        if speaking && token > start && (is_dash(form) || matches!(form, "," | "?" | "!" | "." | "…")) {
            let next = token + 1;
            if is_tag(reading, next, tokens.end) {
                let end = if is_dash(form) || form == "," { token } else { token + 1 };
                push(reading, &mut parts, start, end);
                speaking = false;
            }
        } else if !speaking && is_dash(form) {
            speaking = true;
            start = token + 1;
        } else if !speaking && matches!(form, "." | "!" | "?") {
            // The tag's sentence is over; only another dash brings the speaker back.
            let resumed = (token + 1..tokens.end).find(|&later| is_dash(reading.form(later)));
            match resumed {
                Some(dash) => {
                    speaking = true;
                    start = dash + 1;
                    token = dash;
                }
                None => return parts,
            }
        }
        token += 1;
    }
    if speaking {
        push(reading, &mut parts, start, tokens.end);
    }
    parts
}

fn push(reading: &Reading<'_>, parts: &mut Vec<Span>, start: usize, end: usize) {
    if start < end {
        let span = reading.span_of(start..end).trim(reading.text);
        if !span.is_empty() {
            parts.push(span);
        }
    }
}

/// Whether a narrator's tag starts at a token: *said Tom*, *he said*, *Tom asked*, within a few words.
fn is_tag(reading: &Reading<'_>, first: usize, end: usize) -> bool {
    let speaks = |token: usize| {
        reading.words.get(token).and_then(|word| word.verb).is_some_and(|verb| {
            verb.frames.contains(Frames::QUOTATION) && !verb.frames.contains(Frames::ATTITUDE)
        }) && reading.pos.get(token).is_some_and(|pos| pos.upos == Upos::Verb)
    };
    let pronoun = |token: usize| {
        ["he", "she", "they", "i"].iter().any(|pronoun| pronoun.eq_ignore_ascii_case(reading.form(token)))
    };
    let name = |token: usize| reading.form(token).starts_with(char::is_uppercase);
    let limit = end.min(first + 4);
    if first >= limit {
        return false;
    }
    if speaks(first) {
        return true;
    }
    (pronoun(first) || name(first) || reading.form(first) == "the") && (first + 1..limit).any(speaks)
}

fn direct(parts: Vec<Span>) -> Quote {
    Quote { marks: Vec::new(), parts, kind: QuoteKind::Direct, closed: true, parent: None }
}
