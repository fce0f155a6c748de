//! How well a model does on labelled sentences.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::layers::{Paragraph, Token, TokenKind};
use crate::lexicon::Lexicon;
use crate::ner::EntityTagger;
use crate::reading::Reading;
use crate::segment::Segments;
use crate::span::Span;
use crate::tagger::bio::{self, Tally};
use crate::tagger::columns::Sentence;
use crate::tagger::{Model, Task};

/// Scores from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Share of tokens with the right label for parts of speech; F1 of whole names, span and type, for
    /// entities.
    pub score: f64,
    /// The same for each type of name; for parts of speech the share of right universal and Penn tags.
    pub labels: BTreeMap<String, f64>,
}

/// Measures a model. Types that a sentence does not annotate are left out there.
#[must_use]
pub fn report(model: &Model, sentences: &[Sentence]) -> Report {
    match model.task() {
        Task::Pos => parts_of_speech(model, sentences),
        Task::Ner => entities(model, sentences),
    }
}

fn parts_of_speech(model: &Model, sentences: &[Sentence]) -> Report {
    let (mut whole, mut universal, mut penn, mut all) = (0u32, 0u32, 0u32, 0u32);
    for sentence in sentences {
        for (found, gold) in model.predict(&sentence.tokens).into_iter().zip(&sentence.labels) {
            let (found_parts, gold_parts) = (found.split_once('|'), gold.split_once('|'));
            all += 1;
            whole += u32::from(found == gold);
            universal += u32::from(found_parts.map(|parts| parts.0) == gold_parts.map(|parts| parts.0));
            penn += u32::from(found_parts.map(|parts| parts.1) == gold_parts.map(|parts| parts.1));
        }
    }
    let share = |right: u32| f64::from(right) / f64::from(all.max(1));
    let labels = [("UPOS".to_owned(), share(universal)), ("XPOS".to_owned(), share(penn))];
    Report { score: share(whole), labels: labels.into() }
}

fn entities(model: &Model, sentences: &[Sentence]) -> Report {
    let mut tallies = Tallies::default();
    for sentence in sentences {
        tallies.add(sentence, bio::names(model.predict(&sentence.tokens)));
    }
    tallies.report()
}

/// Measures a tagger that reads whole documents, of `length` sentences each: corpora seldom tell where theirs begin.
#[must_use]
pub fn report_documents(tagger: &dyn EntityTagger, sentences: &[Sentence], length: usize) -> Report {
    let mut tallies = Tallies::default();
    for document in sentences.chunks(length.max(1)) {
        let (text, segments) = put_together(document);
        let reading = Reading::of(&text, segments, Lexicon::embedded());
        let found: Vec<(Range<usize>, &str)> = tagger
            .entities(&reading)
            .iter()
            .map(|entity| (reading.tokens_in(entity.span), entity.label.as_str()))
            .collect();
        for (index, sentence) in document.iter().enumerate() {
            let range = reading.sentence_tokens(index);
            let here = found.iter().filter(|(tokens, _)| range.contains(&tokens.start));
            let local = |tokens: &Range<usize>| tokens.start - range.start..tokens.end - range.start;
            tallies.add(sentence, here.map(|(tokens, kind)| (local(tokens), *kind)).collect());
        }
    }
    tallies.report()
}

/// The text of some sentences, with spaces between the tokens.
fn put_together(sentences: &[Sentence]) -> (String, Segments) {
    let mut text = String::new();
    let mut segments = Segments::default();
    for sentence in sentences {
        let (start, first) = (text.len(), segments.tokens.len());
        for token in &sentence.tokens {
            let span = Span::of(text.len(), text.len() + token.len());
            let kind = if token.chars().any(char::is_alphanumeric) {
                TokenKind::Word
            } else {
                TokenKind::Punctuation
            };
            segments.tokens.push(Token { span, kind });
            text.extend([token, " "]);
        }
        let index = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        segments.sentences.push(crate::layers::Sentence {
            span: Span::of(start, text.len().saturating_sub(1)),
            tokens: index(first)..index(segments.tokens.len()),
            paragraph: 0,
        });
    }
    segments.paragraphs.push(Paragraph {
        span: Span::of(0, text.len()),
        sentences: 0..u32::try_from(sentences.len()).unwrap_or(u32::MAX),
    });
    (text, segments)
}

/// Counts of names, all together and by type.
#[derive(Default)]
struct Tallies {
    total: Tally,
    kinds: BTreeMap<String, Tally>,
}

impl Tallies {
    fn add(&mut self, sentence: &Sentence, mut found: Vec<bio::Name<'_>>) {
        let labelled = |name: &bio::Name<'_>| !sentence.unlabelled.iter().any(|kind| kind == name.1);
        found.retain(labelled);
        let mut gold = bio::names(sentence.labels.iter().map(String::as_str));
        gold.retain(labelled);
        self.total.add(&gold, &found);
        for (_, kind) in gold.iter().chain(&found) {
            self.kinds.entry((*kind).to_owned()).or_default();
        }
        for (kind, tally) in &mut self.kinds {
            let of = |names: &[bio::Name<'_>]| {
                names
                    .iter()
                    .filter(|name| name.1 == kind)
                    .map(|name| (name.0.clone(), ""))
                    .collect::<Vec<_>>()
            };
            tally.add(&of(&gold), &of(&found));
        }
    }

    fn report(self) -> Report {
        let labels = self.kinds.into_iter().map(|(kind, tally)| (kind, tally.f1())).collect();
        Report { score: self.total.f1(), labels }
    }
}
