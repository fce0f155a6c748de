//! Contents as people would mark them, and sentences in which nothing is reported.

use super::*;
use crate::layers::QuoteKind;
use crate::marked;
use crate::{Document, Engine};

/// What is said without marks, or with some, in a text.
fn reported(text: &str) -> Vec<Vec<&str>> {
    let document = Document::new("test", text).unwrap();
    Engine::default()
        .annotate(&document)
        .quotes
        .iter()
        .filter(|quote| matches!(quote.kind, QuoteKind::Indirect | QuoteKind::Mixed))
        .map(|quote| quote.parts.iter().map(|part| part.text(text)).collect())
        .collect()
}

#[track_caller]
fn finds(examples: &[&str]) {
    let mut wrong = Vec::new();
    for example in examples {
        let marked = marked::parse(example).unwrap();
        let mut wanted: Vec<Vec<&str>> = Vec::new();
        let mut last = None;
        for tag in &marked.tags {
            let words = tag.span.text(&marked.text);
            match wanted.last_mut().filter(|_| last == Some(tag.number)) {
                Some(parts) => parts.push(words),
                None => wanted.push(vec![words]),
            }
            last = Some(tag.number);
        }
        let found = reported(&marked.text);
        if found != wanted {
            wrong.push(format!("{}\n  wanted {wanted:?}\n  found  {found:?}", marked.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn clauses_after_their_cue() {
    finds(&[
        "The minister said that <q>the bridge would close in May</q>.",
        "The minister said <q>the bridge would close in May</q>.",
        "Officials warned on Friday that <q>the river could rise again</q>.",
        "Ann Lee told reporters <q>the talks had failed</q>.",
        "The mayor asked <q>why the ferry was late</q>.",
        "The harbour master wondered aloud. He said <q>nobody had called him</q>.",
    ]);
}

#[test]
fn clauses_before_and_around_their_cue() {
    finds(&[
        "<q>The bridge will close in May</q>, the minister said.",
        "<q>The river rose by two metres</q>, according to the harbour office.",
        "According to the harbour office, <q>the river rose by two metres</q>.",
        "In Lee's words, <q>the harbour was a ruin</q>.",
        "<q1>Taxes</q1>, the minister said, <q1>will rise next year</q1>.",
    ]);
}

#[test]
fn infinitives_and_noun_phrases() {
    finds(&[
        "The union vowed <q>to fight the closure</q>.",
        "Ann Lee criticized <q>the plan for its cost</q>.",
        "Ann Lee criticized <q>the plan for its cost</q> on Monday.",
        "The party has called for <q>a new vote on the bridge</q>.",
        "Hill denied <q>any role in the sale</q>.",
        "Lee accused <q>the firm of hiding the figures</q>.",
        "The minister described <q>the talks as slow</q>.",
    ]);
}

#[test]
fn nouns_of_saying_with_an_owner() {
    finds(&["The court dismissed Trumbull's claim that <q>the map was wrong</q>."]);
}

#[test]
fn two_reports_in_one_sentence() {
    finds(&[
        "The minister said <q1>the bridge would close</q1> and warned that <q2>the ferry might stop</q2>.",
        "Tom Hill called for <q1>a vote</q1> and said that <q2>the council had failed</q2>.",
    ]);
}

#[test]
fn a_quotation_with_a_tag_of_its_own_is_no_part_of_a_report() {
    finds(&[
        "The minister said <q>the bridge would close in May</q>, and when asked about the ferry he replied, “That is \
         for the council to say.”",
        "They asked the captain, who replied, “Not before the tide turns.”",
    ]);
}

#[test]
fn marked_words_inside_are_part_of_it() {
    finds(&[
        "The minister said <q>the bridge was “past all help” by now</q>.",
        "The mayor described <q>the plan as a “gift to the rich”</q>.",
        "Lee blamed <q>the delay on “plain bad luck”</q>.",
    ]);
}

#[test]
fn what_nobody_says() {
    finds(&[
        "The minister signed the plan on Monday.",
        "The army attacked the camp at night.",
        "The bridge was closed in May.",
        "The minister declined to say whether the bridge would close.",
        "The minister believes the bridge will close.",
        "The council held talks with the firm.",
    ]);
}

#[test]
fn thoughts_are_reported_where_they_are_asked_for() {
    let text = "The minister believes that the bridge will close.";
    let document = Document::new("test", text).unwrap();
    let found =
        |attitudes: bool| Engine::default().with_attitudes(attitudes).annotate(&document).quotes.len();
    assert_eq!((found(false), found(true)), (0, 1));
}

#[test]
fn a_model_file_reads_back_and_every_defect_has_its_error() {
    let file = ReportModel::embedded().write();
    assert_eq!(ReportModel::read(&file).unwrap().write(), file);
    let with = |at: usize, byte: u8| {
        let mut file = file.clone();
        file[at] = byte;
        ReportModel::read(&file).unwrap_err()
    };
    assert_eq!(ReportModel::read(b"").unwrap_err(), ReportModelError::Format);
    assert_eq!(with(0, b'x'), ReportModelError::Format);
    assert_eq!(with(8, 99), ReportModelError::Format);
    assert_eq!(with(10, 99), ReportModelError::Features { found: 99 });
    assert_eq!(with(file.len() - 1, !file[file.len() - 1]), ReportModelError::Damaged);
    assert_eq!(ReportModel::read(&file[..file.len() - 3]).unwrap_err(), ReportModelError::Damaged);
}

#[test]
fn the_embedded_model_can_be_read_and_knows_something() {
    assert!(ReportModel::read(include_bytes!("../../../models/report-en/model.bin")).unwrap().len() > 1000);
}

#[test]
fn learning_repeats_itself_and_learns() {
    let text = "Ann Lee said the boat sank. Ann Lee saw the boat. Bob Roe said it rained. Bob Roe saw rain.";
    let parts = |words: &str| {
        let start = u32::try_from(text.find(words).unwrap()).unwrap();
        vec![crate::Span::new(start, start + u32::try_from(words.len()).unwrap())]
    };
    let contents: Vec<train::Content> = ["the boat sank", "it rained"]
        .into_iter()
        .map(|words| train::Content { cue: None, parts: parts(words) })
        .collect();
    let learn = || {
        let mut examples = train::Examples::default();
        let tagger = crate::ner::english();
        examples.add(text, &contents, crate::lexicon::Lexicon::embedded(), tagger.as_ref());
        assert!(!examples.is_empty());
        examples.learn(train::Options { least: 1, ..train::Options::default() })
    };
    assert_eq!(learn().write(), learn().write());
    let engine = Engine::default().with_report_model(learn());
    let found = engine.annotate(&Document::new("test", "Cat Orr said the hen flew.").unwrap());
    assert_eq!(found.quotes.len(), 1);
}

proptest::proptest! {
    /// A body that passes the checksum can still be nonsense.
    #[test]
    fn no_model_file_panics(body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let mut file = ReportModel::default().write();
        file.truncate(12);
        file.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
        file.extend_from_slice(&body);
        if let Ok(model) = ReportModel::read(&file) {
            let document = Document::new("test", "Ann Lee said the boat sank, and left.").unwrap();
            let _ = Engine::default().with_report_model(model).annotate(&document);
        }
    }
}
