//! How fast each stage is, and all of them together, over the five source articles.
//!
//! `cargo bench` prints bytes and tokens a second of text on one core. Compare runs of one machine only.

use std::hint::black_box;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use whosaid::cue::{self, MentionIndex};
use whosaid::lexicon::Lexicon;
use whosaid::ner::EntityTagger as _;
use whosaid::quote::lines::Lines;
use whosaid::quote::marks;
use whosaid::reading::Reading;
use whosaid::tagger::pos;
use whosaid::{Document, Engine, mention, ner, quote, segment, speaker};

fn main() {
    divan::main();
}

/// The articles, one after the other.
fn articles() -> String {
    let articles = [
        include_str!("../seeds/000_3b1246381a72991a.txt"),
        include_str!("../seeds/001_ccd60dcd14a62a27.txt"),
        include_str!("../seeds/002_781ecbb8e9d23fa2.txt"),
        include_str!("../seeds/003_9c3a215738b07338.txt"),
        include_str!("../seeds/004_800dcb70eccaddf1.txt"),
    ];
    articles.join("\n\n")
}

/// The same, ten times.
fn text() -> String {
    articles().repeat(10)
}

/// Times a stage over a text that is read already.
fn over<T>(bencher: Bencher<'_, '_>, text: &str, stage: impl Fn() -> T) {
    let tokens = segment::segment(text, Lexicon::embedded()).tokens.len();
    bencher.counter(BytesCount::of_str(text)).counter(ItemsCount::new(tokens)).bench_local(stage);
}

#[divan::bench]
fn segmentation(bencher: Bencher<'_, '_>) {
    let (text, lexicon) = (text(), Lexicon::embedded());
    over(bencher, &text, || segment::segment(black_box(&text), lexicon));
}

#[divan::bench]
fn parts_of_speech(bencher: Bencher<'_, '_>) {
    let text = text();
    let read = Reading::new(&text, Lexicon::embedded());
    over(bencher, &text, || pos::tag(black_box(&text), &read.tokens, &read.sentences, &read.words));
}

#[divan::bench]
fn entities(bencher: Bencher<'_, '_>) {
    let text = text();
    let (reading, tagger) = (Reading::new(&text, Lexicon::embedded()), ner::english());
    over(bencher, &text, || tagger.entities(black_box(&reading)));
}

/// The transformer that ships, in pure Rust.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn entities_by_the_transformer(bencher: Bencher<'_, '_>) {
    let text = articles();
    let reading = Reading::new(&text, Lexicon::embedded());
    let Ok(tagger) = ner::minilm::english() else { return };
    over(bencher, &text, || tagger.entities(black_box(&reading)));
}

/// Both taggers, without the cutting into sentences and tokens.
#[divan::bench]
fn parts_of_speech_and_entities(bencher: Bencher<'_, '_>) {
    let text = text();
    let (read, tagger) = (Reading::new(&text, Lexicon::embedded()), ner::english());
    over(bencher, &text, || {
        let tags = pos::tag(black_box(&text), &read.tokens, &read.sentences, &read.words);
        (tags, tagger.entities(&read))
    });
}

#[divan::bench]
fn extras(bencher: Bencher<'_, '_>) {
    let text = text();
    let reading = Reading::new(&text, Lexicon::embedded());
    over(bencher, &text, || ner::extras::find(black_box(&reading)));
}

#[divan::bench]
fn marks_and_lines(bencher: Bencher<'_, '_>) {
    let text = text();
    let reading = Reading::new(&text, Lexicon::embedded());
    over(bencher, &text, || {
        let stretches = marks::pair(black_box(&reading));
        Lines::new(&reading, &stretches)
    });
}

#[divan::bench]
fn mentions(bencher: Bencher<'_, '_>) {
    let text = text();
    let reading = Reading::new(&text, Lexicon::embedded());
    let entities = ner::english().entities(&reading);
    over(bencher, &text, || mention::find(black_box(&reading), &entities, &[]));
}

#[divan::bench]
fn cues(bencher: Bencher<'_, '_>) {
    let (text, lexicon) = (text(), Lexicon::embedded());
    let reading = Reading::new(&text, lexicon);
    let stretches = marks::pair(&reading);
    let lines = Lines::new(&reading, &stretches);
    let entities = ner::english().entities(&reading);
    let mentions = mention::find(&reading, &entities, &quote::masked_spans(&stretches, &lines));
    over(bencher, &text, || {
        let index = MentionIndex::new(&mentions, reading.tokens.len());
        cue::find(black_box(&reading), lexicon, &lines, &mentions, &index)
    });
}

#[divan::bench]
fn speakers(bencher: Bencher<'_, '_>) {
    let text = text();
    let reading = Reading::new(&text, Lexicon::embedded());
    let entities = ner::english().entities(&reading);
    let mentions = mention::find(&reading, &entities, &[]);
    over(bencher, &text, || speaker::resolve(black_box(&reading), &entities, &mentions, &[]));
}

/// All that is done where there is no quotation to find or to credit.
#[divan::bench]
fn everything_but_quotations(bencher: Bencher<'_, '_>) {
    let engine = Engine::default();
    let document = Document::new("articles", text()).expect("short");
    over(bencher, document.text(), || engine.attribute_spans(black_box(&document), &[]));
}

#[divan::bench]
fn everything(bencher: Bencher<'_, '_>) {
    let engine = Engine::default();
    let document = Document::new("articles", text()).expect("short");
    over(bencher, document.text(), || engine.annotate(black_box(&document)));
}
