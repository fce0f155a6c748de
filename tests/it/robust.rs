//! Whatever the text, annotating it neither panics nor gives a position that is not on a character edge.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use whosaid::io::offsets::OffsetUnit;
use whosaid::io::wire::{Line, Record, Shape};
use whosaid::layers::{Annotations, Attribution, Mention};
use whosaid::{Document, Engine, Span};

/// Pieces that the stages look for, so that random texts reach deep into them.
const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    "«",
    "»",
    "„",
    "—",
    "– ",
    "-",
    "(",
    ")",
    "[",
    "]",
    ":",
    ";",
    ",",
    ".",
    "...",
    "…",
    "?",
    "!",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    " ",
    "  ",
    "\t",
    "\u{a0}",
    "said",
    "says",
    "told",
    "according to",
    "asked",
    "called",
    "he",
    "she",
    "they",
    "it",
    "who",
    "I",
    "Ann",
    "Lee",
    "Ann Lee",
    "Mr.",
    "Dr. Lee",
    "Hamas",
    "AFP",
    "the official",
    "officials",
    "spokesman",
    "a statement",
    "the group",
    "Palestinian",
    "of the",
    "and",
    "that",
    "in",
    "Monday",
    "U.S.",
    "don't",
    "Abbas'",
    "Lee's",
    "al-Qanou",
    "Élodie",
    "Иван",
    "李",
    "😀",
    "e\u{301}",
    "\u{200b}",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "7",
    "3.5",
];

/// Either anything at all, or a shuffle of telling pieces.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(str::to_owned),
        6 => Just(" ".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    prop_oneof![
        1 => prop::collection::vec(any::<char>(), 0..80).prop_map(String::from_iter),
        3 => prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat()),
    ]
}

/// Every span of every layer.
fn spans(annotations: &Annotations) -> Vec<Span> {
    let mention = |mention: &Mention| [Some(mention.span), Some(mention.head), mention.role];
    let attribution = |attribution: &Attribution| {
        attribution.evidence.iter().map(|evidence| evidence.span).chain(attribution.cue).collect::<Vec<_>>()
    };
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(annotations.paragraphs.iter().map(|paragraph| paragraph.span));
    spans.extend(annotations.sentences.iter().map(|sentence| sentence.span));
    spans.extend(annotations.tokens.iter().map(|token| token.span));
    spans.extend(annotations.entities.iter().map(|entity| entity.span));
    spans.extend(annotations.mentions.iter().flat_map(mention).flatten());
    spans.extend(annotations.quotes.iter().flat_map(|quote| quote.parts.iter().chain(&quote.marks)));
    spans.extend(annotations.attributions.iter().flatten().flat_map(attribution));
    spans.extend(annotations.warnings.iter().map(|warning| warning.span));
    spans
}

/// Marks and dashes that can stand before a quotation.
fn opens(character: char) -> bool {
    "\"'“”„‟‘’‚‛`´«»‹›—–―‒-″′＂＇「」『』".contains(character)
}

fn check(text: &str, annotations: &Annotations) {
    for span in spans(annotations) {
        assert!(text.get(span.range()).is_some(), "{span:?} is not on character edges of {text:?}");
    }
    assert_eq!(annotations.quotes.len(), annotations.attributions.len(), "{text:?}");
    assert_eq!(annotations.entities.len(), annotations.entity_speakers.len(), "{text:?}");
    for quote in &annotations.quotes {
        assert!(!quote.parts.is_empty(), "a quotation without parts in {text:?}");
        assert!(
            quote.parts.is_sorted_by(|one, next| one.end <= next.start),
            "parts overlap or are out of order in {text:?}"
        );
        for mark in &quote.marks {
            // What precedes the marked stretch is its opening mark: it is not part of the stretch. Where
            // that mark is lost, the stretch starts with its paragraph.
            let before = text[..mark.range().start].trim_end().chars().next_back();
            let starts_paragraph =
                annotations.paragraphs.iter().any(|paragraph| paragraph.span.start == mark.start);
            assert!(
                before.is_some_and(opens) || starts_paragraph,
                "{:?} in {text:?} has no mark before it",
                mark.text(text)
            );
        }
    }
    for (quote, attribution) in annotations.quotes.iter().zip(&annotations.attributions) {
        let Some(attribution) = attribution else { continue };
        assert!((0.0..=1.0).contains(&attribution.confidence), "{text:?}");
        assert!(quote.kind != whosaid::layers::QuoteKind::Scare, "{text:?}");
        let mention = attribution.mention.map(|id| id.index());
        assert!(mention.is_none_or(|index| index < annotations.mentions.len()), "{text:?}");
        let speaker = attribution.speaker.map(|id| id.index());
        assert!(speaker.is_none_or(|index| index < annotations.speakers.len()), "{text:?}");
    }
}

#[test]
fn ten_thousand_random_texts() {
    let engine = Engine::default();
    let mut runner =
        TestRunner::new(Config { cases: 10_000, failure_persistence: None, ..Config::default() });
    let property = |text: String| {
        let document = Document::new("x", &*text).unwrap();
        let annotations = engine.annotate(&document);
        check(&text, &annotations);
        for offsets in OffsetUnit::ALL {
            let shape = Shape { offsets, ..Shape::default() };
            let record = Record::new(&document, &annotations, shape).unwrap();
            let Line::Record(mut read) = Line::parse(&record.to_json().unwrap()).unwrap() else {
                panic!("a record reads as a record")
            };
            prop_assert_eq!(&*read, &record);
            read.convert(&text, OffsetUnit::Byte).unwrap();
            let shape = Shape { offsets: OffsetUnit::Byte, ..Shape::default() };
            prop_assert_eq!(*read, Record::new(&document, &annotations, shape).unwrap());
        }
        Ok(())
    };
    if let Err(failure) = runner.run(&texts(), property) {
        panic!("{failure}");
    }
}

/// Texts that make a careless engine slow or deep: it must finish, whatever it makes of them.
#[test]
fn repetitive_texts() {
    let engine = Engine::default();
    for piece in [
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "“a ",
        "“‘",
        "“a” ",
        "(",
        ", ",
        ". ",
        "\n",
        "\n\n“",
        "word ",
        "Ann Lee ",
        "Ann Lee, ",
        "said ",
        "he said ",
        "he said that ",
        "he said “",
        "“a,” he said, “b ",
        "the official ",
        "his ",
        "Mr. ",
        "A. ",
        "a",
    ] {
        let text = piece.repeat(20_000);
        check(&text, &engine.annotate(&Document::new("x", &*text).unwrap()));
    }
}
