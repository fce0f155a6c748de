//! Training data as learners read it: tokens as rows of the weight matrix.

use rustc_hash::FxHashMap;

use crate::tagger::Task;
use crate::tagger::columns::{OPEN, Sentence};
use crate::tagger::features::{BEFORE, Site, historical, observed};
use crate::tagger::form::{Form, Reader};
use crate::tagger::pos::PosTagger;
use crate::tagger::words::Words;

/// A set of labels.
pub(super) type Labels = u128;

/// One sentence.
pub(super) struct Example {
    pub forms: Vec<Form>,
    /// The right label of each token.
    pub gold: Vec<u8>,
    /// The labels that each token may have as far as the annotation tells.
    pub allowed: Vec<Labels>,
    /// The rows of every token's observed features, token after token, and where each token's begin.
    rows: Vec<u32>,
    starts: Vec<u32>,
}

impl Example {
    /// The only label that a token can have, if the model need not decide.
    pub(super) fn certain(&self, task: Task, at: usize) -> Option<u8> {
        Site { sentence: &self.forms, at }.certain(task)
    }

    /// The rows of the observed features of a token.
    pub(super) fn rows(&self, at: usize) -> &[u32] {
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => self.rows.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// All sentences, and the row of each feature that was seen often enough.
pub(super) struct Examples {
    pub list: Vec<Example>,
    pub rows: FxHashMap<u32, u32>,
}

impl Examples {
    /// Reads sentences. Features seen less than `least` times have no row.
    pub(super) fn new(
        task: Task,
        sentences: &[Sentence],
        labels: &[String],
        words: &Words,
        least: u32,
    ) -> Self {
        let numbers: FxHashMap<&str, u8> = (0..).zip(labels).map(|(n, label)| (label.as_str(), n)).collect();
        let mut reader = Reader::default();
        let mut list: Vec<Example> = sentences
            .iter()
            .map(|sentence| {
                let mut forms = Vec::with_capacity(sentence.tokens.len());
                reader.read(sentence.tokens.iter().map(String::as_str), words, &mut forms);
                if task == Task::Ner
                    && let Some(tagger) = PosTagger::embedded()
                {
                    tagger.tag_forms(&sentence.tokens, &mut forms);
                }
                let gold: Vec<u8> = sentence
                    .labels
                    .iter()
                    .map(|label| numbers.get(label.as_str()).copied().unwrap_or(0))
                    .collect();
                let allowed = gold
                    .iter()
                    .zip(&sentence.labels)
                    .enumerate()
                    .map(|(at, (label, text))| match text.as_str() {
                        // A name that the model cannot find must not spoil its sentence.
                        _ if task == Task::Ner && Site { sentence: &forms, at }.certain(task).is_some() => {
                            Labels::MAX
                        }
                        OPEN => Labels::MAX,
                        _ => allowed(*label, labels, &sentence.unlabelled),
                    })
                    .collect();
                Example { forms, gold, allowed, rows: Vec::new(), starts: Vec::new() }
            })
            .collect();
        let rows = count(task, &list, least);
        for example in &mut list {
            let Example { forms, rows: row_list, starts, .. } = example;
            for at in 0..=forms.len() {
                starts.push(u32::try_from(row_list.len()).unwrap_or(u32::MAX));
                let site = Site { sentence: forms, at };
                if at < forms.len() && site.certain(task).is_none() {
                    observed(task, site, |key| row_list.extend(rows.get(&key)));
                }
            }
        }
        Self { list, rows }
    }
}

/// What a gold label allows. Where some types were not annotated, `O` may hide any of them.
fn allowed(gold: u8, labels: &[String], unlabelled: &[String]) -> Labels {
    let hidden = labels.iter().enumerate().filter(|(_, label)| {
        gold == 0 && label.split_once('-').is_some_and(|(_, kind)| unlabelled.iter().any(|name| name == kind))
    });
    hidden.fold(1 << gold, |set, (label, _)| set | 1 << label)
}

/// Numbers the features that are seen at least `least` times, in the order they are first seen.
fn count(task: Task, examples: &[Example], least: u32) -> FxHashMap<u32, u32> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let mut order = Vec::new();
    for example in examples {
        let mut last = [BEFORE; 2];
        for (at, gold) in example.gold.iter().enumerate() {
            let site = Site { sentence: &example.forms, at };
            if site.certain(task).is_none() {
                let mut count = |key| {
                    let seen = counts.entry(key).or_default();
                    *seen += 1;
                    if *seen == least {
                        order.push(key);
                    }
                };
                observed(task, site, &mut count);
                historical(task, site, last, &mut count);
            }
            last = [*gold, last[0]];
        }
    }
    (0..).zip(order).map(|(row, key)| (key, row)).collect()
}
