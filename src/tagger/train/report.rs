//! How well a model does on labelled sentences.

use std::collections::BTreeMap;

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
    let mut total = Tally::default();
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    for sentence in sentences {
        let labelled = |name: &bio::Name<'_>| !sentence.unlabelled.iter().any(|kind| kind == name.1);
        let mut found = bio::names(model.predict(&sentence.tokens));
        found.retain(labelled);
        let mut gold = bio::names(sentence.labels.iter().map(String::as_str));
        gold.retain(labelled);
        total.add(&gold, &found);
        for (_, kind) in gold.iter().chain(&found) {
            kinds.entry((*kind).to_owned()).or_default();
        }
        for (kind, tally) in &mut kinds {
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
    Report { score: total.f1(), labels: kinds.into_iter().map(|(kind, tally)| (kind, tally.f1())).collect() }
}
