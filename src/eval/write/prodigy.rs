//! Gold as Prodigy's JSON lines for spans and relations: `eval/FORMATS.md` has the layout.

use serde_json::{Value, json};

use crate::eval::convert::Units;
use crate::eval::exchange::answers::Answers;
use crate::eval::exchange::graph::{Graph, Region, What};
use crate::eval::exchange::rest::{Rest, Shows};
use crate::eval::exchange::words::{covered, segments, words};
use crate::eval::gold::GoldDocument;
use crate::span::Span;

/// One document as one line of JSON, without the line break. Tokens are cut so that every span starts and ends with
/// one; white space other than a single blank is a token, as in spaCy.
#[must_use]
pub fn line(gold: &GoldDocument, answers: Option<&Answers>) -> String {
    let text = gold.document.text();
    let units = Units::chars(text);
    let words: Vec<Span> = segments(text).tokens.iter().map(|token| token.span).collect();
    let tokens = tokens(text, &self::words(gold, &words));
    let spans: Vec<Span> = tokens.iter().map(|&(span, _)| span).collect();
    let listed = tokens.iter().enumerate().map(|(id, &(span, blank))| {
        json!({
            "text": span.text(text), "start": units.at(span.start), "end": units.at(span.end), "id": id, "ws": blank,
        })
    });
    let listed: Vec<Value> = listed.collect();
    let graph = Graph::of(gold);
    let line = Line { gold, answers, units, spans };
    let mut marked = Vec::new();
    let mut relations = Vec::new();
    let mut firsts: Vec<Option<Value>> = Vec::new();
    for region in &graph.regions {
        let own: Vec<Value> = region.spans.iter().map(|&span| line.span(region, span)).collect();
        for pair in own.windows(2) {
            if let [before, after] = pair {
                relations.push(relation(after, before, "continues"));
            }
        }
        firsts.push(own.first().cloned());
        marked.extend(own);
    }
    for &(from, to) in &graph.links {
        let name = if graph.is_cue(from) { "cue" } else { "speaker" };
        if let (Some(Some(from)), Some(Some(to))) = (firsts.get(from), firsts.get(to)) {
            relations.push(relation(from, to, name));
        }
    }
    let keys: Vec<String> = (1..=gold.quotes.len()).map(|number| number.to_string()).collect();
    json!({
        "text": text,
        "tokens": listed,
        "spans": marked,
        "relations": relations,
        "meta": { "document": gold.document.id() },
        "whosaid": Rest::of(gold, &keys, Shows::Kinds).value(text),
    })
    .to_string()
}

struct Line<'g> {
    gold: &'g GoldDocument,
    answers: Option<&'g Answers>,
    units: Units,
    spans: Vec<Span>,
}

impl Line<'_> {
    fn span(&self, region: &Region, span: Span) -> Value {
        let covered = covered(&self.spans, span);
        let mut value = json!({
            "start": self.units.at(span.start),
            "end": self.units.at(span.end),
            "token_start": covered.start,
            "token_end": covered.end.saturating_sub(1),
            "label": region.what.label(),
        });
        if let What::Quotation(index) = region.what {
            let quote = self.gold.quotes.get(index);
            let speaker = quote.and_then(|quote| self.gold.speakers.get(quote.speaker?));
            value["kind"] = quote.map(|quote| quote.kind.as_str()).into();
            value["speaker"] = speaker.map(|speaker| speaker.name.clone()).into();
            if let Some(reason) = self.answers.and_then(|answers| answers.reason(index)) {
                value["rule"] = reason.rules().into();
                value["score"] = reason.confidence.into();
            }
        }
        value
    }
}

/// The head of a relation is the token that its span ends with, as in Prodigy's own data.
fn relation(head: &Value, child: &Value, name: &str) -> Value {
    let bare = |span: &Value| {
        json!({
            "start": span["start"], "end": span["end"],
            "token_start": span["token_start"], "token_end": span["token_end"], "label": span["label"],
        })
    };
    json!({
        "head": head["token_end"], "child": child["token_end"],
        "head_span": bare(head), "child_span": bare(child), "label": name,
    })
}

/// Tokens that hold the whole text: each with the blank behind it, if there is one.
fn tokens(text: &str, words: &[Span]) -> Vec<(Span, bool)> {
    let mut tokens: Vec<(Span, bool)> = Vec::new();
    let mut at = 0;
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    for word in words.iter().copied().chain([Span::new(end, end)]) {
        let mut gap = Span::new(at, word.start);
        if gap.text(text).starts_with(' ')
            && let Some((_, blank)) = tokens.last_mut()
        {
            *blank = true;
            gap.start += 1;
        }
        if !gap.is_empty() {
            tokens.push((gap, false));
        }
        if !word.is_empty() {
            tokens.push((word, false));
        }
        at = word.end;
    }
    tokens
}
