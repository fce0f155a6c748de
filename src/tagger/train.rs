//! Training: the averaged perceptron.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Task;
use super::columns::Sentence;
use super::features::{BEFORE, Site, historical, observed};
use super::form::{Form, Reader, fold};
use super::model::Model;
use super::weights::{LABELS, Weights};
use super::words::Words;

pub mod clusters;
mod dictionary;

/// Settings of a training run. The same settings and data give the same weights, bit by bit.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Order in which sentences are seen.
    pub seed: u64,
    /// The most passes over the data.
    pub epochs: u32,
    /// How many passes without a better score on dev end the run.
    pub patience: u32,
    /// Features seen less often get no weights.
    pub least: u32,
    /// Weights smaller than this share of the largest representable one are dropped from the model.
    pub prune: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, epochs: 12, patience: 3, least: 2, prune: 0.01 }
    }
}

/// How one pass over the data went.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Which pass, from 1.
    pub epoch: u32,
    /// Share of training tokens labelled right while learning.
    pub train: f64,
    /// Score of the averaged weights on dev: share of tokens with the right label.
    pub dev: f64,
}

/// Why nothing could be trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// No training data.
    #[error("there is nothing to train on")]
    Empty,
    /// More labels than a model holds.
    #[error("more than {LABELS} labels")]
    Labels,
}

/// Trains a model. `report` is called after each pass.
///
/// # Errors
///
/// No sentences, or more labels than a model can hold.
pub fn train(
    task: Task,
    sentences: &[Sentence],
    dev: &[Sentence],
    clusters: &BTreeMap<u32, u16>,
    options: Options,
    mut report: impl FnMut(Progress),
) -> Result<Model, TrainError> {
    let labels = labels(sentences);
    if labels.is_empty() {
        return Err(TrainError::Empty);
    }
    if labels.len() > LABELS {
        return Err(TrainError::Labels);
    }
    let sentences = with_styles(sentences);
    let words = dictionary::build(&sentences, &labels, clusters);
    let mut trainer = Trainer::new(task, labels, words, &sentences, options);
    let mut random = Random(options.seed);
    let mut best: Option<(f64, Model)> = None;
    let mut stale = 0;
    for epoch in 1..=options.epochs {
        let train = trainer.pass(&mut random);
        let model = trainer.model();
        let score = accuracy(&model, dev);
        report(Progress { epoch, train, dev: score });
        if best.as_ref().is_none_or(|(top, _)| score > *top) {
            best = Some((score, model));
            stale = 0;
        } else {
            stale += 1;
            if stale >= options.patience {
                break;
            }
        }
    }
    best.map(|(_, model)| model).ok_or(TrainError::Empty)
}

/// Share of tokens with the right label.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn accuracy(model: &Model, sentences: &[Sentence]) -> f64 {
    let (mut right, mut all) = (0u32, 0u32);
    for sentence in sentences {
        for (label, gold) in model.predict(&sentence.tokens).into_iter().zip(&sentence.labels) {
            right += u32::from(label == gold);
            all += 1;
        }
    }
    f64::from(right) / f64::from(all.max(1))
}

impl Model {
    /// Labels one sentence. The engine has a faster way for whole documents; this one serves training and
    /// single sentences.
    #[must_use]
    pub fn predict<T: AsRef<str>>(&self, tokens: &[T]) -> Vec<&str> {
        let mut forms = Vec::with_capacity(tokens.len());
        Reader::default().read(tokens.iter().map(AsRef::as_ref), &self.words, &mut forms);
        let mut labels = Vec::with_capacity(tokens.len());
        self.greedy(&forms, &mut labels);
        labels
            .into_iter()
            .map(|label| self.labels.get(usize::from(label)).map_or("", String::as_str))
            .collect()
    }
}

/// The labels of the data, the most frequent first, so that the numbers of frequent labels are small.
fn labels(sentences: &[Sentence]) -> Vec<String> {
    let mut counts: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for label in sentences.iter().flat_map(|sentence| &sentence.labels) {
        *counts.entry(label).or_default() += 1;
    }
    let mut labels: Vec<(&str, u32)> = counts.into_iter().collect();
    labels.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    labels.into_iter().map(|(label, _)| label.to_owned()).collect()
}

/// The data with some sentences repeated as headlines write them: all in capitals, or each longer word
/// with a capital. Running text has few of them, and models trained on it take every word for a name there.
fn with_styles(sentences: &[Sentence]) -> Vec<Sentence> {
    let mut all = sentences.to_vec();
    for (index, sentence) in sentences.iter().enumerate() {
        let style: fn(&str) -> String = match index % 24 {
            3 => str::to_uppercase,
            11 => |token| {
                let mut letters = token.chars();
                match letters.next() {
                    Some(first) if token.len() > 3 => first.to_uppercase().chain(letters).collect(),
                    _ => token.to_owned(),
                }
            },
            _ => continue,
        };
        let tokens = sentence.tokens.iter().map(|token| style(token)).collect();
        all.push(Sentence { tokens, ..sentence.clone() });
    }
    all
}

/// A small generator of well-mixed numbers (SplitMix64's scheme).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        fold(self.0)
    }

    /// Puts the items into a random order.
    #[allow(clippy::cast_possible_truncation)]
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, (self.next() % (end as u64 + 1)) as usize);
        }
    }
}

/// One sentence as training reads it.
struct Example {
    forms: Vec<Form>,
    gold: Vec<u8>,
    /// The rows of every token's observed features, token after token, and where each token's begin.
    rows: Vec<u32>,
    starts: Vec<u32>,
}

struct Trainer {
    task: Task,
    labels: Vec<String>,
    words: Words,
    examples: Vec<Example>,
    /// Row of each feature that was seen often enough.
    rows: FxHashMap<u32, u32>,
    /// The weights, one row a feature, and the same weighted by the time of each change: the average over
    /// all times is `weights - changes / time`.
    weights: Vec<f32>,
    changes: Vec<f32>,
    time: f32,
    options: Options,
}

impl Trainer {
    fn new(task: Task, labels: Vec<String>, words: Words, sentences: &[Sentence], options: Options) -> Self {
        let numbers: FxHashMap<&str, u8> = (0..).zip(&labels).map(|(n, label)| (label.as_str(), n)).collect();
        let mut reader = Reader::default();
        let mut examples: Vec<Example> = sentences
            .iter()
            .map(|sentence| {
                let mut forms = Vec::with_capacity(sentence.tokens.len());
                reader.read(sentence.tokens.iter().map(String::as_str), &words, &mut forms);
                let gold = sentence
                    .labels
                    .iter()
                    .map(|label| numbers.get(label.as_str()).copied().unwrap_or(0))
                    .collect();
                Example { forms, gold, rows: Vec::new(), starts: Vec::new() }
            })
            .collect();
        let rows = count_features(task, &examples, options.least);
        for example in &mut examples {
            for at in 0..example.forms.len() {
                example.starts.push(u32::try_from(example.rows.len()).unwrap_or(u32::MAX));
                let site = Site { sentence: &example.forms, at };
                observed(task, site, |key| example.rows.extend(rows.get(&key)));
            }
            example.starts.push(u32::try_from(example.rows.len()).unwrap_or(u32::MAX));
        }
        let size = rows.len() * labels.len();
        Self {
            task,
            labels,
            words,
            examples,
            rows,
            weights: vec![0.0; size],
            changes: vec![0.0; size],
            time: 1.0,
            options,
        }
    }

    /// One pass over all examples in random order; gives the share of tokens labelled right.
    fn pass(&mut self, random: &mut Random) -> f64 {
        let mut order: Vec<usize> = (0..self.examples.len()).collect();
        random.shuffle(&mut order);
        let (mut right, mut all) = (0u32, 0u32);
        let mut scores = vec![0.0; self.labels.len()];
        let mut active: Vec<u32> = Vec::new();
        let width = self.labels.len();
        for index in order {
            let Some(example) = self.examples.get(index) else { continue };
            let mut last = [BEFORE; 2];
            for (at, gold) in example.gold.iter().copied().enumerate() {
                let certain = example.forms.get(at).and_then(|form| form.entry.certain.checked_sub(1));
                if let Some(label) = certain {
                    last = [label, last[0]];
                    continue;
                }
                active.clear();
                let bounds = (example.starts.get(at), example.starts.get(at + 1));
                if let (Some(&start), Some(&end)) = bounds {
                    active.extend(example.rows.get(start as usize..end as usize).unwrap_or_default());
                }
                let site = Site { sentence: &example.forms, at };
                historical(self.task, site, last, |key| active.extend(self.rows.get(&key)));
                scores.fill(0.0);
                for row in &active {
                    let start = *row as usize * width;
                    for (score, weight) in
                        scores.iter_mut().zip(self.weights.get(start..start + width).unwrap_or_default())
                    {
                        *score += weight;
                    }
                }
                let guess = super::decode::best(&scores);
                all += 1;
                right += u32::from(guess == gold);
                if guess != gold {
                    for row in &active {
                        for (label, step) in [(gold, 1.0), (guess, -1.0)] {
                            let cell = *row as usize * width + usize::from(label);
                            if let (Some(weight), Some(change)) =
                                (self.weights.get_mut(cell), self.changes.get_mut(cell))
                            {
                                *weight += step;
                                *change += step * self.time;
                            }
                        }
                    }
                }
                self.time += 1.0;
                last = [guess, last[0]];
            }
        }
        f64::from(right) / f64::from(all.max(1))
    }

    /// The averaged weights, quantised.
    fn model(&self) -> Model {
        let width = self.labels.len();
        let average = |cell: usize| match (self.weights.get(cell), self.changes.get(cell)) {
            (Some(weight), Some(change)) => weight - change / self.time,
            _ => 0.0,
        };
        let mut sizes: Vec<f32> =
            (0..self.weights.len()).map(average).filter(|weight| *weight != 0.0).map(f32::abs).collect();
        sizes.sort_by(f32::total_cmp);
        // A handful of weights are far larger than all others; cutting them off leaves more steps for the rest.
        let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0);
        let mut keys: Vec<(u32, u32)> = self.rows.iter().map(|(key, row)| (*key, *row)).collect();
        keys.sort_unstable();
        let mut weights = Weights::with_capacity(keys.len(), sizes.len());
        let mut row = Vec::new();
        for (key, index) in keys {
            row.clear();
            for label in 0..width {
                let weight = average(index as usize * width + label) / largest;
                if weight.abs() >= self.options.prune {
                    #[allow(clippy::cast_possible_truncation)]
                    row.push((label as u8, (weight.clamp(-1.0, 1.0) * 127.0).round() as i8));
                }
            }
            weights.push(key, &row);
        }
        Model {
            task: self.task,
            labels: self.labels.clone(),
            words: self.words.clone(),
            transitions: Vec::new(),
            weights,
        }
    }
}

/// Numbers the features that are seen at least `least` times, in the order they are first seen.
fn count_features(task: Task, examples: &[Example], least: u32) -> FxHashMap<u32, u32> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let mut order = Vec::new();
    for example in examples {
        let mut last = [BEFORE; 2];
        for (at, gold) in example.gold.iter().copied().enumerate() {
            let site = Site { sentence: &example.forms, at };
            let mut count = |key| {
                let seen = counts.entry(key).or_default();
                *seen += 1;
                if *seen == least {
                    order.push(key);
                }
            };
            observed(task, site, &mut count);
            historical(task, site, last, &mut count);
            last = [gold, last[0]];
        }
    }
    (0..).zip(order).map(|(row, key)| (key, row)).collect()
}
