//! Quotations that are given: hand-labelled text or the caller says where they stand, and only their
//! sources are asked for.
//!
//! What is given wins over what the marks say: a stretch of marks that crosses a given quotation or holds it
//! is left out, one inside it stays nested. Grammar then sees the text with the given quotations masked.

use super::lines::Lines;
use super::marks::{self, Stretch, Stretches, Style};
use super::report::Report;
use super::{Finder, Found, Origin, set_parents, turns, utterance};
use crate::cue::Cue;
use crate::layers::{Mention, Quote, QuoteKind, TokenKind};
use crate::reading::Reading;
use crate::span::Span;

/// A quotation whose extent is known. Spans are bytes of the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenQuote {
    /// The content, with or without its outer marks. What is not on character edges is left aside.
    pub parts: Vec<Span>,
    /// What kind. The answer has it too, whatever the engine would have made of the words.
    pub kind: QuoteKind,
}

/// Given quotations over the stretches of a text.
#[derive(Debug)]
pub(crate) struct Given {
    /// In text order; those without any text are left out.
    quotes: Vec<GivenQuote>,
    /// For each quotation the stretches made of it, where all of it is marked words or an utterance.
    of_quote: Vec<Option<Vec<usize>>>,
    /// For each quotation its turn, where it is one of a transcript or of dash dialogue.
    turns: Vec<Option<Origin>>,
}

/// A stretch, and the quotation that it is given by.
type Draft = (Stretch, Option<usize>);

impl Given {
    /// Lays given quotations over the stretches that the marks tell. Returns also the stretches of the text,
    /// the given ones among them, and the text with its quotations masked.
    pub(crate) fn new(
        reading: &Reading<'_>,
        own: Stretches,
        given: &[GivenQuote],
    ) -> (Self, Stretches, Lines) {
        let mut quotes: Vec<GivenQuote> =
            given.iter().filter_map(|quote| usable(quote, reading.text)).collect();
        quotes.sort_by_key(|quote| {
            let whole = whole(&quote.parts);
            (whole.start, std::cmp::Reverse(whole.end))
        });
        let all_turns = turns::find(reading);
        let turn_of = |quote: &GivenQuote| {
            let fits = |turn: &&(Quote, Origin)| {
                agree(whole(&turn.0.parts), whole(&quote.parts)) && quote.kind == QuoteKind::Direct
            };
            all_turns.iter().find(fits).map(|(_, origin)| origin.clone())
        };
        let turns: Vec<Option<Origin>> = quotes.iter().map(turn_of).collect();

        let by_edges = Edges::of(&own);
        let mut drafts: Vec<Draft> = Vec::new();
        for (index, quote) in quotes.iter().enumerate() {
            if turns.get(index).is_none_or(Option::is_none) {
                let made = stretches_of(reading, &own, &by_edges, quote);
                drafts.extend(made.into_iter().flatten().map(|stretch| (stretch, Some(index))));
            }
        }
        let kept = unopposed(&own.all, &drafts);
        drafts.extend(kept.into_iter().map(|stretch| (stretch, None)));
        drafts.sort_by_key(|(stretch, given)| {
            (stretch.outer.start, std::cmp::Reverse(stretch.outer.end), given.is_none(), *given)
        });

        let mut of_quote: Vec<Option<Vec<usize>>> = vec![None; quotes.len()];
        for (place, (_, given)) in drafts.iter().enumerate() {
            if let Some(slot) = given.and_then(|given| of_quote.get_mut(given)) {
                slot.get_or_insert_default().push(place);
            }
        }
        let utterance: Vec<bool> = drafts
            .iter()
            .map(|(_, given)| {
                given.and_then(|given| quotes.get(given)).is_some_and(|quote| quote.kind == QuoteKind::Direct)
            })
            .collect();
        let mut all: Vec<Stretch> = drafts.into_iter().map(|(stretch, _)| stretch).collect();
        marks::nest(&mut all);
        let stretches = Stretches { all, warnings: own.warnings };
        // A given utterance hides its grammar however short it is.
        let masked = Lines::masks(reading, &stretches)
            .into_iter()
            .zip(&stretches.all)
            .zip(utterance)
            .map(|((by_form, stretch), given)| by_form || given && has_word(reading, stretch.inner))
            .collect();
        let lines = Lines::masking(reading, &stretches, masked);
        (Self { quotes, of_quote, turns }, stretches, lines)
    }

    /// The quotations as the rules see them.
    pub(crate) fn found(
        &self,
        reading: &Reading<'_>,
        stretches: &Stretches,
        lines: &Lines,
        mentions: &[Mention],
        cues: &[Cue],
        reports: &[Report],
    ) -> Found {
        let finder = Finder { reading, stretches, lines, cues };
        let contents: Vec<(usize, Vec<Span>)> = reports
            .iter()
            .map(|report| {
                let ranges = report.ranges.iter().filter_map(|range| finder.span_of(range.clone()));
                (report.cue, ranges.collect())
            })
            .collect();
        let mut found = Found::default();
        for (index, given) in self.quotes.iter().enumerate() {
            let members = self.of_quote.get(index).and_then(Option::as_deref);
            let turn = self.turns.get(index).and_then(Option::as_ref);
            let (origin, kind) = match (turn, members) {
                (Some(turn), _) => (turn.clone(), QuoteKind::Direct),
                (None, Some(members)) => {
                    let utterance = given.kind == QuoteKind::Direct
                        || members.first().is_some_and(|&first| {
                            utterance::is_utterance(reading, stretches, lines, cues, first)
                        });
                    let origin =
                        Origin { stretches: members.to_vec(), phrase: !utterance, ..Origin::default() };
                    (origin, if utterance { QuoteKind::Direct } else { QuoteKind::Scare })
                }
                (None, None) => {
                    let cue = reporting(&contents, &given.parts)
                        .or_else(|| nearest_cue(reading, lines, mentions, cues, &given.parts));
                    let inside = outermost_inside(stretches, &given.parts);
                    (Origin { cue, stretches: inside, ..Origin::default() }, given.kind)
                }
            };
            let inner = |&stretch: &usize| stretches.all.get(stretch);
            let marks: Vec<Span> =
                origin.stretches.iter().filter_map(inner).map(|stretch| stretch.inner).collect();
            // Rules read how a quotation ends: without its marks.
            let parts = if members.is_some() { marks.clone() } else { given.parts.clone() };
            let closed = origin.stretches.last().and_then(inner).is_none_or(|stretch| stretch.closed);
            found.quotes.push(Quote { parts, marks, kind, closed, parent: None });
            found.origins.push(origin);
        }
        set_parents(&mut found);
        found
    }

    /// Gives the quotations back the parts and kinds that they came with.
    pub(crate) fn restore(&self, quotes: &mut [Quote]) {
        for (quote, given) in quotes.iter_mut().zip(&self.quotes) {
            quote.parts.clone_from(&given.parts);
            quote.kind = given.kind;
        }
    }
}

/// The outermost stretches inside some parts.
fn outermost_inside(stretches: &Stretches, parts: &[Span]) -> Vec<usize> {
    let whole = whole(parts);
    let first = stretches.all.partition_point(|stretch| stretch.outer.start < whole.start);
    let mut found: Vec<usize> = Vec::new();
    let mut end = 0;
    for (index, stretch) in stretches.all.iter().enumerate().skip(first) {
        if stretch.outer.start >= whole.end {
            break;
        }
        if stretch.outer.start >= end && parts.iter().any(|part| part.contains(stretch.outer)) {
            end = stretch.outer.end;
            found.push(index);
        }
    }
    found
}

/// The cue with a source that stands nearest to a clause in its sentence and outside of it.
fn nearest_cue(
    reading: &Reading<'_>,
    lines: &Lines,
    mentions: &[Mention],
    cues: &[Cue],
    parts: &[Span],
) -> Option<usize> {
    let whole = whole(parts);
    let sentence = reading.sentences.get(reading.sentence_at(whole.start))?.span;
    let outside = |span: Span| !parts.iter().any(|part| part.overlaps(span));
    let lines = &lines.lines;
    let paragraph = reading.paragraph_at(whole.start);
    let first = lines.partition_point(|line| line.paragraph < paragraph);
    let last = lines.partition_point(|line| line.paragraph <= paragraph);
    let first = cues.partition_point(|cue| cue.line < first);
    let fits = |cue: &Cue| {
        let source = cue.source.and_then(|source| mentions.get(source.mention.index()));
        !cue.negated
            && sentence.overlaps(cue.span)
            && outside(cue.span)
            && source.is_some_and(|source| outside(source.span))
    };
    let gap = |cue: &Cue| cue.span.start.max(whole.start).saturating_sub(cue.span.end.min(whole.end));
    cues.iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, cue)| cue.line < last)
        .filter(|(_, cue)| fits(cue))
        .min_by_key(|(index, cue)| (gap(cue), *index))
        .map(|(index, _)| index)
}

/// From the first part to the last.
fn whole(parts: &[Span]) -> Span {
    parts.iter().copied().reduce(Span::cover).unwrap_or(Span::new(0, 0))
}

/// A given quotation without the parts that are no text, its parts in order.
fn usable(quote: &GivenQuote, text: &str) -> Option<GivenQuote> {
    let mut parts: Vec<Span> = quote
        .parts
        .iter()
        .filter(|part| text.get(part.range()).is_some_and(|inside| !inside.trim().is_empty()))
        .copied()
        .collect();
    parts.sort_unstable();
    (!parts.is_empty()).then_some(GivenQuote { parts, kind: quote.kind })
}

/// Whether two spans share more than half of what they cover together.
fn agree(a: Span, b: Span) -> bool {
    a.intersection(b).is_some_and(|shared| 2 * u64::from(shared.len()) > u64::from(a.cover(b).len()))
}

fn has_word(reading: &Reading<'_>, span: Span) -> bool {
    reading.tokens_in(span).any(|token| reading.tokens[token].kind == TokenKind::Word)
}

/// The cue of the content that agrees best with a clause.
fn reporting(contents: &[(usize, Vec<Span>)], parts: &[Span]) -> Option<usize> {
    let whole = whole(parts);
    let shared = |content: &[Span]| -> u32 {
        let pairs = content.iter().flat_map(|span| parts.iter().map(move |part| span.intersection(*part)));
        pairs.flatten().map(Span::len).sum()
    };
    let agreement = |content: &[Span]| {
        let own: u32 = content.iter().map(|span| span.len()).sum();
        let theirs: u32 = parts.iter().map(|part| part.len()).sum();
        let shared = shared(content);
        f64::from(shared) / f64::from((own + theirs).saturating_sub(shared).max(1))
    };
    contents
        .iter()
        .filter(|(_, content)| content.iter().any(|span| span.overlaps(whole)) && shared(content) > 0)
        .map(|(cue, content)| (agreement(content), *cue))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, cue)| cue)
}

/// Stretches by what stands inside them, and by what stands inside and on their marks.
struct Edges {
    by_inner: rustc_hash::FxHashMap<Span, usize>,
    by_outer: rustc_hash::FxHashMap<Span, usize>,
}

impl Edges {
    fn of(stretches: &Stretches) -> Self {
        let by = |edge: fn(&Stretch) -> Span| {
            // Of equal ones the innermost: it comes last.
            stretches.all.iter().enumerate().map(|(index, stretch)| (edge(stretch), index)).collect()
        };
        Self { by_inner: by(|stretch| stretch.inner), by_outer: by(|stretch| stretch.outer) }
    }
}

/// The stretches of a given quotation, one a paragraph and part; none where some part is a clause outside of
/// marks, which masks nothing.
fn stretches_of(
    reading: &Reading<'_>,
    own: &Stretches,
    edges: &Edges,
    quote: &GivenQuote,
) -> Option<Vec<Stretch>> {
    if quote.kind == QuoteKind::Indirect {
        return None;
    }
    let mut made = Vec::new();
    for part in &quote.parts {
        let paragraphs = reading.paragraph_at(part.start)..=reading.paragraph_at(part.end.saturating_sub(1));
        let pieces: Vec<Span> = paragraphs
            .filter_map(|paragraph| reading.paragraphs.get(paragraph)?.span.intersection(*part))
            .map(|piece| piece.trim(reading.text))
            .filter(|piece| !piece.is_empty())
            .collect();
        for (number, &piece) in pieces.iter().enumerate() {
            let known = edges.by_outer.get(&piece).or_else(|| edges.by_inner.get(&piece));
            let mut stretch = match known.and_then(|&index| own.all.get(index)) {
                Some(known) => known.clone(),
                None => between_marks(reading.text, piece),
            };
            if quote.kind != QuoteKind::Direct && known.is_none() && stretch.inner == stretch.outer {
                return None;
            }
            stretch.parent = None;
            stretch.carried_on = number + 1 < pieces.len();
            made.push(stretch);
        }
    }
    (!made.is_empty()).then_some(made)
}

/// A stretch of a piece of text and the marks at its ends, whether they stand inside or outside of it.
fn between_marks(text: &str, piece: Span) -> Stretch {
    let inside = piece.text(text);
    let opening = inside.chars().next().filter(|&character| marks::is_mark(character));
    let closing = inside.chars().next_back().filter(|&character| marks::is_mark(character));
    let size = |mark: Option<char>| mark.map_or(0, char::len_utf8);
    let (start, end) = (piece.start as usize, piece.end as usize);
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    let mark = |character: Option<char>| character.filter(|&character| marks::is_mark(character));
    let inner = if size(opening) + size(closing) < inside.len() {
        Span::of(start + size(opening), end - size(closing))
    } else {
        piece
    };
    let outer_start = if opening.is_none() { start - size(mark(before)) } else { start };
    let outer_end = if closing.is_none() { end + size(mark(after)) } else { end };
    Stretch {
        inner: inner.trim(text),
        outer: Span::of(outer_start, outer_end),
        parent: None,
        closed: true,
        carried_on: false,
        style: Style::Double,
    }
}

/// The stretches that no given one replaces: those apart from all of them, or inside one.
fn unopposed(own: &[Stretch], given: &[Draft]) -> Vec<Stretch> {
    let mut spans: Vec<Span> = given.iter().map(|(stretch, _)| stretch.outer).collect();
    spans.sort_unstable();
    // The furthest end so far: walking back, nothing before a place where it lies behind us reaches us.
    let mut furthest: Vec<u32> = Vec::with_capacity(spans.len());
    for span in &spans {
        furthest.push(span.end.max(furthest.last().copied().unwrap_or(0)));
    }
    let opposed = |stretch: &&Stretch| {
        let upto = spans.partition_point(|span| span.start < stretch.outer.end);
        spans.iter().zip(&furthest).take(upto).rev().take_while(|(_, end)| **end > stretch.outer.start).any(
            |(span, _)| {
                span.overlaps(stretch.outer) && (!span.contains(stretch.outer) || *span == stretch.outer)
            },
        )
    };
    own.iter().filter(|stretch| !opposed(stretch)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Document, Engine, marked};

    /// The mentions that the quotations `<d>` (direct), `<x>` (mixed) and `<i>` (indirect) are credited to.
    fn sources(markup: &str) -> Vec<String> {
        let marked = marked::parse(markup).expect("well-formed");
        let kind = |name: &str| match name {
            "x" => QuoteKind::Mixed,
            "i" => QuoteKind::Indirect,
            _ => QuoteKind::Direct,
        };
        let given: Vec<GivenQuote> = marked
            .tags
            .iter()
            .map(|tag| GivenQuote { parts: vec![tag.span], kind: kind(&tag.name) })
            .collect();
        let document = Document::new("d", marked.text.clone()).expect("short");
        let all = Engine::default().attribute_spans(&document, &given);
        assert_eq!(
            all.quotes.iter().map(|quote| (quote.parts.clone(), quote.kind)).collect::<Vec<_>>(),
            given.iter().map(|quote| (quote.parts.clone(), quote.kind)).collect::<Vec<_>>(),
        );
        let mention = |index: usize| {
            let mention = all.attributions[index].as_ref()?.mention?;
            Some(all.mentions[mention.index()].span.text(&marked.text).to_owned())
        };
        (0..all.quotes.len()).map(|index| mention(index).unwrap_or_else(|| "–".to_owned())).collect()
    }

    #[test]
    fn given_quotations_and_no_others_are_answered() {
        assert_eq!(sources("“<d>We wait,</d>” said Ann Lee. “We hope,” said Bob Ray."), ["Ann Lee"]);
        assert_eq!(sources("<d>“We wait,”</d> said Ann Lee."), ["Ann Lee"]);
    }

    #[test]
    fn a_quotation_whose_marks_are_damaged_still_has_its_tag() {
        assert_eq!(
            sources("“<d>We wait,</d> said Ann Lee. “<d>We hope,</d>” said Bob Ray."),
            ["Ann Lee", "Bob Ray"]
        );
        assert_eq!(sources("<d>We wait,</d> said Ann Lee."), ["Ann Lee"]);
    }

    #[test]
    fn reported_clauses_find_their_cue() {
        assert_eq!(sources("Ann Lee said <i>the port would close</i> on Monday."), ["Ann Lee"]);
        assert_eq!(sources("Ann Lee said <x>the port would close “for good”</x>."), ["Ann Lee"]);
        assert_eq!(
            sources("Ann Lee demanded “<x>an end to the breach of the accord</x>” in May."),
            ["Ann Lee"]
        );
        assert_eq!(sources("<i>The port would close</i>."), ["–"]);
    }

    #[test]
    fn a_quotation_over_paragraphs_is_one() {
        assert_eq!(sources("“<d>We wait.\n\n“We wait and hope,</d>” said Ann Lee."), ["Ann Lee"]);
    }

    #[test]
    fn what_is_no_text_is_left_aside() {
        let document = Document::new("d", "“É,” said Ann Lee.").expect("short");
        let given = [(4, 5), (90, 99), (3, 3), (5, 90)]
            .map(|(start, end)| GivenQuote { parts: vec![Span::new(start, end)], kind: QuoteKind::Direct });
        assert!(Engine::default().attribute_spans(&document, &given).quotes.is_empty());
    }

    proptest! {
        /// Whatever is given, in whatever text, each quotation comes back.
        #[test]
        fn every_given_quotation_is_answered_for(
            spans in prop::collection::vec((0_u32..140, 1_u32..60, 0_u8..3), 0..12),
        ) {
            let text = "“We wait,” said Ann Lee. “It ‘may’ be late.\n\n“Or not,” he said: no “deal” yet.\n\n– Go, she said.\n– No.";
            let document = Document::new("d", text).expect("short");
            let given: Vec<GivenQuote> = spans
                .iter()
                .map(|&(start, size, kind)| GivenQuote {
                    parts: vec![Span::new(start, start + size)],
                    kind: [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect][usize::from(kind)],
                })
                .collect();
            let usable = given.iter().filter(|quote| usable(quote, text).is_some()).count();
            let all = Engine::default().attribute_spans(&document, &given);
            prop_assert_eq!((all.quotes.len(), all.attributions.len()), (usable, usable));
        }
    }
}
