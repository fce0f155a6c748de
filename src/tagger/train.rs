//! Training: labelled sentences in, a [`Model`] out.

use std::collections::BTreeMap;

use super::Task;
use super::columns::Sentence;
use super::form::{Reader, fold};
use super::model::Model;
use super::pos::PosTagger;
use super::weights::{LABELS, Weights};
use crf::Crf;
use examples::Examples;
use perceptron::Perceptron;

pub mod clean;
pub mod clusters;
mod crf;
mod dictionary;
mod examples;
mod perceptron;
mod report;

pub use dictionary::Lists;
pub use report::{Report, report, report_documents};

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
    /// Weights whose root is smaller, in steps of which the largest has 127, are dropped from the model.
    pub prune: f32,
    /// Step size of the random field.
    pub rate: f32,
    /// How much evidence a weight of the random field needs, as gradient a sentence.
    pub sparsity: f32,
    /// Share of features that the random field does not see at each step.
    pub dropout: f32,
}

impl Options {
    /// The settings that measured best for a task.
    #[must_use]
    pub fn of(task: Task) -> Self {
        match task {
            Task::Pos => Self { prune: 24.0, ..Self::default() },
            Task::Ner => Self::default(),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            epochs: 12,
            patience: 3,
            least: 2,
            prune: 8.0,
            rate: 0.1,
            sparsity: 1e-6,
            dropout: 0.5,
        }
    }
}

/// What helps beside labelled sentences; both by word key.
#[derive(Clone, Debug, Default)]
pub struct Aids {
    /// What raw text tells of words, from [`clusters::Collector`].
    pub habits: BTreeMap<u32, clusters::Habit>,
    /// Name lists, as bits.
    pub lists: Lists,
}

/// How one pass over the data went.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Which pass, from 1.
    pub epoch: u32,
    /// Share of training tokens labelled right while learning.
    pub train: f64,
    /// [`Report::score`] on dev.
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

/// Trains a model. `tell` is called after each pass.
///
/// # Errors
///
/// No sentences, or more labels than a model can hold.
pub fn train(
    task: Task,
    sentences: &[Sentence],
    dev: &[Sentence],
    aids: &Aids,
    options: Options,
    mut tell: impl FnMut(Progress),
) -> Result<Model, TrainError> {
    let labels = labels(task, sentences);
    if labels.is_empty() || sentences.is_empty() {
        return Err(TrainError::Empty);
    }
    if labels.len() > LABELS {
        return Err(TrainError::Labels);
    }
    let sentences = with_styles(sentences);
    let words = match task {
        Task::Pos => dictionary::parts_of_speech(&sentences, &labels, aids),
        Task::Ner => dictionary::entities(&sentences, aids),
    };
    let examples = Examples::new(task, &sentences, &labels, &words, options.least);
    let mut learner: Box<dyn Learner> = match task {
        Task::Pos => Box::new(Perceptron::new(task, &examples, labels.len())),
        Task::Ner => Box::new(Crf::new(&examples, &labels, options)),
    };
    let mut random = Random(options.seed);
    let mut best: Option<(f64, Model)> = None;
    let mut stale = 0;
    for epoch in 1..=options.epochs {
        let train = learner.pass(&examples, &mut random);
        let (weights, transitions, unit) = quantise(learner.as_ref(), &examples, labels.len(), options.prune);
        let model = Model { task, labels: labels.clone(), words: words.clone(), transitions, weights, unit };
        let dev = report(&model, dev).score;
        tell(Progress { epoch, train, dev });
        if best.as_ref().is_none_or(|(top, _)| dev > *top) {
            best = Some((dev, model));
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

/// Something that learns weights from examples.
trait Learner {
    /// One pass over all examples in random order; gives the share of tokens labelled right.
    fn pass(&mut self, examples: &Examples, random: &mut Random) -> f64;

    /// The weight of a label in a feature's row.
    fn weight(&self, row: u32, label: usize) -> f32;

    /// The weight of each label after each label and at the sentence's begin; none where it cannot be.
    fn transitions(&self) -> Vec<Option<f32>> {
        Vec::new()
    }
}

impl Model {
    /// Labels one sentence. The engine has a faster way for whole documents; this one serves training and
    /// single sentences.
    #[must_use]
    pub fn predict<T: AsRef<str>>(&self, tokens: &[T]) -> Vec<&str> {
        let mut forms = Vec::with_capacity(tokens.len());
        Reader::default().read(tokens.iter().map(AsRef::as_ref), &self.words, &mut forms);
        let mut labels = Vec::with_capacity(tokens.len());
        match self.task {
            Task::Pos => self.greedy(&forms, &mut labels),
            Task::Ner => {
                if let Some(tagger) = PosTagger::embedded() {
                    tagger.tag_forms(tokens, &mut forms);
                }
                self.viterbi(&forms, &mut labels, &mut super::decode::Trellis::default());
            }
        }
        labels
            .into_iter()
            .map(|label| self.labels.get(usize::from(label)).map_or("", String::as_str))
            .collect()
    }
}

/// The labels of the data, the most frequent first, so that the numbers of frequent labels are small. For
/// entities `O` first, then both labels of each type.
fn labels(task: Task, sentences: &[Sentence]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for label in sentences.iter().flat_map(|sentence| &sentence.labels) {
        let counted = match task {
            Task::Pos => Some(label.as_str()),
            Task::Ner => label.split_once('-').map(|(_, kind)| kind),
        };
        if let Some(counted) = counted {
            *counts.entry(counted).or_default() += 1;
        }
    }
    let mut often: Vec<(&str, u32)> = counts.into_iter().collect();
    often.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    match task {
        Task::Pos => often.into_iter().map(|(label, _)| label.to_owned()).collect(),
        Task::Ner => std::iter::once("O".to_owned())
            .chain(often.into_iter().flat_map(|(kind, _)| [format!("B-{kind}"), format!("I-{kind}")]))
            .collect(),
    }
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

/// The weights and transitions of a model in whole units, and what a unit is worth.
fn quantise(
    learner: &dyn Learner,
    examples: &Examples,
    labels: usize,
    prune: f32,
) -> (Weights, Vec<i16>, f32) {
    let mut keys: Vec<(u32, u32)> = examples.rows.iter().map(|(key, row)| (*key, *row)).collect();
    keys.sort_unstable();
    let mut largest = f32::MIN_POSITIVE;
    for (_, row) in &keys {
        for weight in (0..labels).map(|label| learner.weight(*row, label).abs()) {
            largest = largest.max(weight);
        }
    }
    let unit = largest / (127.0 * 127.0);
    let rows = keys.into_iter().map(|(key, index)| {
        let weight = |label: u8| {
            let weight = learner.weight(index, usize::from(label));
            #[allow(clippy::cast_possible_truncation)]
            let root = ((weight.abs() / unit).sqrt().round() * weight.signum()) as i8;
            (label, root)
        };
        let row = (0..=u8::MAX).take(labels).map(weight);
        (key, row.filter(|(_, root)| f32::from(*root).abs() >= prune).collect())
    });
    let weights = Weights::build(rows);
    #[allow(clippy::cast_possible_truncation)]
    let edge = |weight: f32| (weight / unit).round().clamp(-32_000.0, 32_000.0) as i16;
    let transitions = learner.transitions().into_iter().map(|weight| weight.map_or(i16::MIN, edge)).collect();
    (weights, transitions, unit)
}

/// A small generator of well-mixed numbers.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        fold(self.0)
    }

    /// Whether something of this probability happens.
    #[allow(clippy::cast_precision_loss)]
    fn chance(&mut self, probability: f32) -> bool {
        // The upper 24 bits are as many as a float holds exactly.
        probability > 0.0 && ((self.next() >> 40) as f32) < probability * 16_777_216.0
    }

    /// The numbers below `count` in random order.
    #[allow(clippy::cast_possible_truncation)]
    fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for end in (1..count).rev() {
            order.swap(end, (self.next() % (end as u64 + 1)) as usize);
        }
        order
    }
}
