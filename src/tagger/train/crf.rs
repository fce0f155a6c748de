//! A linear-chain conditional random field (Lafferty, McCallum and Pereira, ICML 2001), trained with
//! regularised dual averaging under AdaGrad step sizes (Duchi, Hazan and Singer, JMLR 12, 2011), which
//! leaves most weights at exactly zero.
//!
//! Where the annotation leaves several labels open, the likelihood sums over all of them, so a type that a
//! corpus does not annotate is neither learned nor unlearned from it.

use super::examples::{Example, Examples};
use super::{Learner, Options, Random};
use crate::tagger::Task;
use crate::tagger::chain::Chain;

/// The state of learning.
pub(super) struct Crf {
    width: usize,
    /// One row a feature, then the transitions: one row a label before, and one for the sentence's begin.
    weights: Vec<f32>,
    /// Sum of gradients and of their squares.
    sums: Vec<f32>,
    squares: Vec<f32>,
    /// First cell of the transitions.
    transitions: usize,
    /// Which label may follow which, in the layout of the transitions.
    possible: Vec<bool>,
    /// Examples seen.
    time: f32,
    options: Options,
}

impl Crf {
    pub(super) fn new(examples: &Examples, labels: &[String], options: Options) -> Self {
        let width = labels.len();
        let transitions = examples.rows.len() * width;
        let size = transitions + width * (width + 1);
        let mut possible = Vec::with_capacity(width * (width + 1));
        for before in labels.iter().map(Some).chain([None]) {
            let kind = before.and_then(|label| label.split_once('-')).map(|(_, kind)| kind);
            possible.extend(labels.iter().map(|label| match label.split_once('-') {
                Some(("I", inside)) => kind == Some(inside),
                _ => true,
            }));
        }
        Self {
            width,
            weights: vec![0.0; size],
            sums: vec![0.0; size],
            squares: vec![0.0; size],
            transitions,
            possible,
            time: 0.0,
            options,
        }
    }

    /// The weight that a cell's sums stand for.
    fn settled(&self, cell: usize) -> f32 {
        match (self.sums.get(cell), self.squares.get(cell)) {
            (Some(sum), Some(square)) if *square > 0.0 => {
                let rest = (sum.abs() - self.options.sparsity * self.time).max(0.0);
                -sum.signum() * self.options.rate * rest / square.sqrt()
            }
            _ => 0.0,
        }
    }

    fn learn(&mut self, cell: usize, gradient: f32) {
        if let (Some(sum), Some(square)) = (self.sums.get_mut(cell), self.squares.get_mut(cell)) {
            *sum += gradient;
            *square += gradient * gradient;
        }
        let settled = self.settled(cell);
        if let Some(weight) = self.weights.get_mut(cell) {
            *weight = settled;
        }
    }

    /// Gradient step on one sentence; gives how many tokens' most likely label was right.
    fn step(&mut self, example: &Example, lattice: &mut Lattice, random: &mut Random) -> u32 {
        self.time += 1.0;
        let width = self.width;
        lattice.fill(self, example, random);
        let free = lattice.chain.marginals(|_, _| true);
        let bound = lattice
            .chain
            .marginals(|at, label| example.allowed.get(at).is_some_and(|set| set >> label & 1 == 1));
        let (Some(free), Some(bound)) = (free, bound) else { return 0 };
        let mut right = 0;
        for at in 0..example.forms.len() {
            let nodes = at * width..(at + 1) * width;
            let (Some(model), Some(truth)) = (free.nodes.get(nodes.clone()), bound.nodes.get(nodes)) else {
                continue;
            };
            right += u32::from(example.gold.get(at) == Some(&crate::tagger::decode::best(model)));
            if example.certain(Task::Ner, at).is_some() {
                continue;
            }
            for (label, (model, truth)) in model.iter().zip(truth).enumerate() {
                let gradient = model - truth;
                if gradient.abs() > 1e-5 {
                    for row in lattice.rows(at) {
                        self.learn(*row as usize * width + label, gradient);
                    }
                }
            }
        }
        for (cell, (model, truth)) in free.edges.iter().zip(&bound.edges).enumerate() {
            if (model - truth).abs() > 1e-5 {
                self.learn(self.transitions + cell, model - truth);
            }
        }
        right
    }
}

impl Learner for Crf {
    fn pass(&mut self, examples: &Examples, random: &mut Random) -> f64 {
        let mut lattice = Lattice::default();
        lattice.chain.width = self.width;
        let (mut right, mut all) = (0, 0);
        for index in random.order(examples.list.len()) {
            let Some(example) = examples.list.get(index) else { continue };
            right += self.step(example, &mut lattice, random);
            all += u32::try_from(example.forms.len()).unwrap_or(0);
        }
        for cell in 0..self.weights.len() {
            let settled = self.settled(cell);
            if let Some(weight) = self.weights.get_mut(cell) {
                *weight = settled;
            }
        }
        f64::from(right) / f64::from(all.max(1))
    }

    fn weight(&self, row: u32, label: usize) -> f32 {
        self.weights.get(row as usize * self.width + label).copied().unwrap_or(0.0)
    }

    fn transitions(&self) -> Vec<Option<f32>> {
        let weights = self.weights.get(self.transitions..).unwrap_or_default();
        weights.iter().zip(&self.possible).map(|(weight, possible)| possible.then_some(*weight)).collect()
    }
}

/// One sentence with its scores.
#[derive(Default)]
struct Lattice {
    chain: Chain,
    /// The rows of the features that were not dropped, token after token, and where each token's begin.
    rows: Vec<u32>,
    starts: Vec<usize>,
}

impl Lattice {
    /// The rows of the features of a token that were not dropped.
    fn rows(&self, at: usize) -> &[u32] {
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => self.rows.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Scores a sentence. Each feature is dropped with a fixed probability, so that none is relied on alone:
    /// the names of a new text have fewer known features than those of the training data.
    fn fill(&mut self, crf: &Crf, example: &Example, random: &mut Random) {
        self.rows.clear();
        self.starts.clear();
        self.starts.push(0);
        for at in 0..example.forms.len() {
            self.rows.extend(example.rows(at).iter().filter(|_| !random.chance(crf.options.dropout)));
            self.starts.push(self.rows.len());
        }
        let width = crf.width;
        let weights = crf.weights.get(crf.transitions..).unwrap_or_default();
        self.chain.edges.clear();
        self.chain.edges.extend(
            weights
                .iter()
                .zip(&crf.possible)
                .map(|(weight, possible)| if *possible { weight.exp() } else { 0.0 }),
        );
        self.chain.nodes.clear();
        let mut scores = vec![0.0f32; width];
        for at in 0..example.forms.len() {
            if let Some(certain) = example.certain(Task::Ner, at) {
                self.chain
                    .nodes
                    .extend((0..width).map(|label| f32::from(u8::from(label == usize::from(certain)))));
                continue;
            }
            scores.fill(0.0);
            for row in self.rows(at) {
                let start = *row as usize * width;
                for (score, weight) in
                    scores.iter_mut().zip(crf.weights.get(start..start + width).unwrap_or_default())
                {
                    *score += weight;
                }
            }
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.chain.nodes.extend(scores.iter().map(|score| (score - top).exp()));
        }
    }
}
