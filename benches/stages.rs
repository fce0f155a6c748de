//! How fast each stage is, and all of them together, over the five source articles.
//!
//! `cargo bench` prints bytes a second of text on one core. Compare runs of one machine only.

use std::hint::black_box;

use divan::Bencher;
use divan::counter::BytesCount;
use whosaid::lexicon::Lexicon;
use whosaid::quote::lines::Lines;
use whosaid::quote::marks;
use whosaid::reading::Reading;
use whosaid::{Document, Engine, mention, ner, segment, speaker};

fn main() {
    divan::main();
}

/// The articles, one after the other, ten times.
fn text() -> String {
    let articles = [
        include_str!("../seeds/000_3b1246381a72991a.txt"),
        include_str!("../seeds/001_ccd60dcd14a62a27.txt"),
        include_str!("../seeds/002_781ecbb8e9d23fa2.txt"),
        include_str!("../seeds/003_9c3a215738b07338.txt"),
        include_str!("../seeds/004_800dcb70eccaddf1.txt"),
    ];
    articles.join("\n\n").repeat(10)
}

#[divan::bench]
fn segmentation(bencher: Bencher<'_, '_>) {
    let (text, lexicon) = (text(), Lexicon::embedded());
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| segment::segment(black_box(&text), lexicon));
}

#[divan::bench]
fn segmentation_and_parts_of_speech(bencher: Bencher<'_, '_>) {
    let (text, lexicon) = (text(), Lexicon::embedded());
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| Reading::new(black_box(&text), lexicon));
}

#[divan::bench]
fn entities(bencher: Bencher<'_, '_>) {
    let text = text();
    let reading = Reading::new(&text, Lexicon::embedded());
    let tagger = ner::english();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| tagger.entities(black_box(&reading)));
}

#[divan::bench]
fn marks_and_lines(bencher: Bencher<'_, '_>) {
    let text = text();
    let reading = Reading::new(&text, Lexicon::embedded());
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let stretches = marks::pair(black_box(&reading));
        Lines::new(&reading, &stretches)
    });
}

#[divan::bench]
fn mentions_and_speakers(bencher: Bencher<'_, '_>) {
    let text = text();
    let reading = Reading::new(&text, Lexicon::embedded());
    let entities = ner::english().entities(&reading);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let mentions = mention::find(black_box(&reading), &entities, &[]);
        speaker::resolve(&reading, &entities, &mentions, &[])
    });
}

#[divan::bench]
fn everything(bencher: Bencher<'_, '_>) {
    let engine = Engine::default();
    let document = Document::new("articles", text()).expect("short");
    bencher
        .counter(BytesCount::of_str(document.text()))
        .bench_local(|| engine.annotate(black_box(&document)));
}
