//! The averaged perceptron with greedy decoding (Collins, *Discriminative training methods for hidden Markov
//! models*, EMNLP 2002): the learner sees its own guesses as history, as it will when it predicts.

use super::examples::Examples;
use super::{Learner, Random};
use crate::tagger::Task;
use crate::tagger::decode::best;
use crate::tagger::features::{BEFORE, Site, historical};

/// The state of learning.
pub(super) struct Perceptron {
    task: Task,
    width: usize,
    /// The weights, one row a feature, and the same weighted by the time of each change: the average over
    /// all times is `weights - changes / time`.
    weights: Vec<f32>,
    changes: Vec<f32>,
    time: f32,
}

impl Perceptron {
    pub(super) fn new(task: Task, examples: &Examples, labels: usize) -> Self {
        let size = examples.rows.len() * labels;
        Self { task, width: labels, weights: vec![0.0; size], changes: vec![0.0; size], time: 1.0 }
    }

    fn update(&mut self, rows: &[u32], gold: u8, guess: u8) {
        for row in rows {
            for (label, step) in [(gold, 1.0), (guess, -1.0)] {
                let cell = *row as usize * self.width + usize::from(label);
                if let (Some(weight), Some(change)) = (self.weights.get_mut(cell), self.changes.get_mut(cell))
                {
                    *weight += step;
                    *change += step * self.time;
                }
            }
        }
    }
}

impl Learner for Perceptron {
    fn pass(&mut self, examples: &Examples, random: &mut Random) -> f64 {
        let (mut right, mut all) = (0u32, 0u32);
        let mut scores = vec![0.0f32; self.width];
        let mut active: Vec<u32> = Vec::new();
        for index in random.order(examples.list.len()) {
            let Some(example) = examples.list.get(index) else { continue };
            let mut last = [BEFORE; 2];
            for (at, gold) in example.gold.iter().enumerate() {
                let guess = example.certain(self.task, at).unwrap_or_else(|| {
                    active.clear();
                    active.extend(example.rows(at));
                    let site = Site { sentence: &example.forms, at };
                    historical(self.task, site, last, |key| active.extend(examples.rows.get(&key)));
                    scores.fill(0.0);
                    for row in &active {
                        let start = *row as usize * self.width;
                        let row = self.weights.get(start..start + self.width).unwrap_or_default();
                        for (score, weight) in scores.iter_mut().zip(row) {
                            *score += weight;
                        }
                    }
                    let guess = best(&scores);
                    if guess != *gold {
                        self.update(&active, *gold, guess);
                    }
                    self.time += 1.0;
                    guess
                });
                right += u32::from(guess == *gold);
                all += 1;
                last = [guess, last[0]];
            }
        }
        f64::from(right) / f64::from(all.max(1))
    }

    fn weight(&self, row: u32, label: usize) -> f32 {
        let cell = row as usize * self.width + label;
        match (self.weights.get(cell), self.changes.get(cell)) {
            (Some(weight), Some(change)) => weight - change / self.time,
            _ => 0.0,
        }
    }
}
