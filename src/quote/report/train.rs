//! Learns the report model from labelled contents.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::REST;
use super::construction::{self, After, Before};
use super::features::{Features, Subject, number};
use super::scene::{Row, Scene};
use super::weights::ReportModel;
use crate::cue::{self, Cue, MentionIndex};
use crate::lexicon::Lexicon;
use crate::ner::EntityTagger;
use crate::quote::lines::{Item, Lines};
use crate::quote::marks;
use crate::reading::Reading;
use crate::span::Span;
use crate::{mention, quote};

/// One labelled content: what is credited to a source, mixed or indirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The reporting verb, if the labels tell it.
    pub cue: Option<Span>,
    /// The content, in text order. Spans are bytes of the text.
    pub parts: Vec<Span>,
}

/// How to learn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Passes over the data.
    pub epochs: u32,
    /// The size of the first step.
    pub rate: f32,
    /// How many decisions a feature must play a part in to get a weight.
    pub least: u32,
    /// Order of learning.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { epochs: 3, rate: 0.08, least: 3, seed: 1 }
    }
}

/// Decisions to learn from, with what was right.
#[derive(Debug, Default)]
pub struct Examples {
    /// Of each choice its features; a decision between yes and no has one choice.
    decisions: Vec<Decision>,
    index: FxHashMap<u32, u32>,
    counts: Vec<u32>,
}

#[derive(Debug)]
struct Decision {
    choices: Vec<Vec<u32>>,
    right: Right,
}

#[derive(Clone, Copy, Debug)]
enum Right {
    /// Whether the only choice holds.
    Holds(bool),
    /// Which of several choices is right.
    Is(usize),
}

/// The share of two spans' union that both have; parts of one side lie apart.
fn agreement(one: &[Span], other: &[Span]) -> f64 {
    let length = |spans: &[Span]| spans.iter().map(|span| f64::from(span.len())).sum::<f64>();
    let common: f64 = one
        .iter()
        .flat_map(|span| {
            other.iter().map(|own| span.end.min(own.end).saturating_sub(span.start.max(own.start)))
        })
        .map(f64::from)
        .sum();
    let all = length(one) + length(other) - common;
    if all > 0.0 { common / all } else { 0.0 }
}

impl Examples {
    /// Adds what a text with its labelled contents teaches.
    pub fn add(&mut self, text: &str, contents: &[Content], lexicon: &Lexicon, tagger: &dyn EntityTagger) {
        let reading = Reading::new(text, lexicon);
        let stretches = marks::pair(&reading);
        let lines = Lines::new(&reading, &stretches);
        let entities = tagger.entities(&reading);
        let mentions = mention::find(&reading, &entities, &quote::masked_spans(&stretches, &lines));
        let index = MentionIndex::new(&mentions, reading.tokens.len());
        let cues = cue::find(&reading, lexicon, &lines, &mentions, &index);
        let scene = Scene { reading: &reading, lines: &lines, mentions: &mentions, cues: &cues };
        let edges: Vec<Span> = lines
            .items
            .iter()
            .map(|item| match item {
                Item::Token(token) => reading.tokens[*token].span,
                Item::Quoted(stretch) => stretches.all[*stretch].outer,
            })
            .collect();
        let mut features = Features::default();
        for cue in &cues {
            let Some(row) = Row::new(scene, cue.line) else { continue };
            let own: Vec<&[Span]> = contents
                .iter()
                .filter(|content| content.cue.is_none_or(|gold| gold.overlaps(cue.span)))
                .map(|content| content.parts.as_slice())
                .collect();
            let lesson =
                Lesson { subject: Subject::new(&row, cue), row: &row, cue, edges: &edges, gold: &own };
            lesson.teach(self, &mut features);
        }
    }

    fn intern(&mut self, keys: &[u32]) -> Vec<u32> {
        let mut own: Vec<u32> = keys
            .iter()
            .map(|key| {
                let next = u32::try_from(self.index.len()).unwrap_or(u32::MAX);
                let slot = *self.index.entry(*key).or_insert(next);
                if slot as usize == self.counts.len() {
                    self.counts.push(0);
                }
                slot
            })
            .collect();
        own.sort_unstable();
        own.dedup();
        own
    }

    fn push(&mut self, choices: Vec<Vec<u32>>, right: Right) {
        let mut seen: Vec<u32> = choices.iter().flatten().copied().collect();
        seen.sort_unstable();
        seen.dedup();
        for slot in seen {
            if let Some(count) = self.counts.get_mut(slot as usize) {
                *count += 1;
            }
        }
        self.decisions.push(Decision { choices, right });
    }

    /// Number of decisions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.decisions.len()
    }

    /// Whether there is nothing to learn from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }

    /// Learns a model: logistic regression for yes and no, a softmax over the choices for places, both by
    /// AdaGrad, averaged over the passes.
    #[must_use]
    pub fn learn(mut self, options: Options) -> ReportModel {
        for decision in &mut self.decisions {
            for choice in &mut decision.choices {
                choice.retain(|slot| {
                    self.counts.get(*slot as usize).is_some_and(|count| *count >= options.least)
                });
            }
        }
        let size = self.counts.len();
        let mut learner =
            Learner { weights: vec![0.0; size], squares: vec![1e-6; size], rate: f64::from(options.rate) };
        let mut average = vec![0.0f64; size];
        let mut order: Vec<usize> = (0..self.decisions.len()).collect();
        let mut state = options.seed;
        for _ in 0..options.epochs {
            shuffle(&mut order, &mut state);
            for &place in &order {
                learner.see(&self.decisions[place]);
            }
            average.iter_mut().zip(&learner.weights).for_each(|(sum, weight)| *sum += weight);
        }
        let scale = 1.0 / f64::from(options.epochs.max(1));
        #[allow(clippy::cast_possible_truncation)]
        let weights: BTreeMap<u32, f32> = self
            .index
            .iter()
            .filter(|(_, slot)| self.counts.get(**slot as usize).is_some_and(|count| *count >= options.least))
            .map(|(key, slot)| (*key, (average[*slot as usize] * scale) as f32))
            .collect();
        ReportModel::quantised(&weights.into_iter().collect::<Vec<_>>())
    }
}

/// A cue with what is right of it.
struct Lesson<'s, 'a> {
    subject: Subject<'s, 'a>,
    row: &'s Row<'a>,
    cue: &'s Cue,
    edges: &'s [Span],
    gold: &'s [&'s [Span]],
}

/// How much two contents must agree to be taken for the same, as scores have it.
const SAME: f64 = 0.5;

impl Lesson<'_, '_> {
    fn span(&self, places: std::ops::Range<usize>) -> Span {
        let edge = |place: usize| self.edges.get(self.row.items.start + place).copied();
        match (edge(places.start), places.end.checked_sub(1).and_then(edge)) {
            (Some(first), Some(last)) => first.cover(last),
            _ => Span::new(0, 0),
        }
    }

    fn teach(&self, examples: &mut Examples, features: &mut Features) {
        if let Some(after) = construction::after(self.row, self.cue) {
            self.teach_after(after, examples, features);
        }
        if let Some(before) = construction::before(self.row, self.cue) {
            self.teach_before(before, examples, features);
        }
    }

    fn teach_after(&self, after: After, examples: &mut Examples, features: &mut Features) {
        let ends = construction::ends(self.row, after);
        // Donations, which he said | were lent: the pronoun before the cue belongs to the content behind it.
        let interrupted = construction::before(self.row, self.cue).is_some();
        let behind = |gold: &&&[Span]| {
            !interrupted || gold.first().is_some_and(|part| part.start >= self.cue.span.start)
        };
        let mut best = (0.0, 0);
        for gold in self.gold.iter().filter(behind) {
            for (choice, end) in ends.iter().enumerate() {
                let same = agreement(&[self.span(after.start..*end)], gold);
                if same > best.0 {
                    best = (same, choice);
                }
            }
        }
        let holds = best.0 >= SAME;
        self.subject.after(after, features);
        let choice = examples.intern(features.keys());
        examples.push(vec![choice], Right::Holds(holds));
        if holds {
            let construction = number(after.construction, after.gap);
            let mut choices = Vec::with_capacity(ends.len());
            for end in ends {
                self.subject.end(construction, after.start, Some(end), features);
                choices.push(examples.intern(features.keys()));
            }
            examples.push(choices, Right::Is(best.1));
        }
    }

    fn teach_before(&self, before: Before, examples: &mut Examples, features: &mut Features) {
        let starts = construction::starts(self.row, before.end);
        let ends: Vec<Option<usize>> = match before.rest {
            Some(rest) => std::iter::once(None).chain(self.row.ends(rest).into_iter().map(Some)).collect(),
            None => vec![None],
        };
        let mut best = (0.0, 0, 0);
        for gold in self.gold.iter().filter(|gold| gold[0].start < self.cue.span.start) {
            for (first, start) in starts.iter().enumerate() {
                for (last, end) in ends.iter().enumerate() {
                    let mut parts = vec![self.span(*start..before.end)];
                    if let (Some(rest), Some(end)) = (before.rest, end) {
                        parts.push(self.span(rest..*end));
                    }
                    let same = agreement(&parts, gold);
                    if same > best.0 {
                        best = (same, first, last);
                    }
                }
            }
        }
        let holds = best.0 >= SAME;
        self.subject.before(before, features);
        let choice = examples.intern(features.keys());
        examples.push(vec![choice], Right::Holds(holds));
        if !holds {
            return;
        }
        let mut choices = Vec::with_capacity(starts.len());
        for start in starts {
            self.subject.start(start, before.end, features);
            choices.push(examples.intern(features.keys()));
        }
        examples.push(choices, Right::Is(best.1));
        if let Some(rest) = before.rest {
            let mut choices = Vec::with_capacity(ends.len());
            for end in ends {
                self.subject.end(REST, rest, end, features);
                choices.push(examples.intern(features.keys()));
            }
            examples.push(choices, Right::Is(best.2));
        }
    }
}

struct Learner {
    weights: Vec<f64>,
    squares: Vec<f64>,
    rate: f64,
}

impl Learner {
    fn score(&self, choice: &[u32]) -> f64 {
        choice.iter().map(|slot| self.weights[*slot as usize]).sum()
    }

    fn see(&mut self, decision: &Decision) {
        match decision.right {
            Right::Holds(holds) => {
                let Some(choice) = decision.choices.first() else { return };
                let gradient = 1.0 / (1.0 + (-self.score(choice)).exp()) - f64::from(u8::from(holds));
                self.step(choice.iter().map(|slot| (*slot, gradient)));
            }
            Right::Is(right) => {
                let scores: Vec<f64> = decision.choices.iter().map(|choice| self.score(choice)).collect();
                let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let total: f64 = scores.iter().map(|score| (score - most).exp()).sum();
                let mut gradients: BTreeMap<u32, f64> = BTreeMap::new();
                for (place, choice) in decision.choices.iter().enumerate() {
                    let share = (scores[place] - most).exp() / total;
                    let gradient = share - f64::from(u8::from(place == right));
                    if gradient.abs() > 1e-4 {
                        choice.iter().for_each(|slot| *gradients.entry(*slot).or_default() += gradient);
                    }
                }
                self.step(gradients.into_iter());
            }
        }
    }

    fn step(&mut self, gradients: impl Iterator<Item = (u32, f64)>) {
        for (slot, gradient) in gradients {
            let slot = slot as usize;
            self.squares[slot] += gradient * gradient;
            self.weights[slot] -= self.rate * gradient / self.squares[slot].sqrt();
        }
    }
}

/// Fisher and Yates' shuffle with a small generator of our own, so that a seed means the same for ever.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        #[allow(clippy::cast_possible_truncation)]
        let pick = ((u128::from(*state) * (last as u128 + 1)) >> 64) as usize;
        order.swap(last, pick);
    }
}
