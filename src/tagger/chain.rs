//! Probabilities along a chain of labels, by the forward-backward algorithm. Training takes its gradients
//! from here, prediction how sure it is.

/// The scores of one sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chain {
    /// Number of labels.
    pub width: usize,
    /// For each token the exponential of each label's score, scaled so that the largest is about 1; 0 for
    /// labels that cannot be.
    pub nodes: Vec<f32>,
    /// Exponential of each transition's score: one row a label before, then one for the sentence's begin;
    /// 0 where a label cannot follow.
    pub edges: Vec<f32>,
}

/// Probability of each label of each token, and how often each transition is expected.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marginals {
    pub nodes: Vec<f32>,
    pub edges: Vec<f32>,
}

impl Chain {
    /// Computes the probabilities over all labellings whose labels are `open` (given token and label).
    /// Nothing where no labelling is possible.
    pub(crate) fn marginals(&self, open: impl Fn(usize, usize) -> bool) -> Option<Marginals> {
        let width = self.width.max(1);
        let tokens = self.nodes.len() / width;
        let node = |at: usize, label: usize| {
            if open(at, label) { self.nodes.get(at * width + label).copied().unwrap_or(0.0) } else { 0.0 }
        };
        let mut forward = vec![0.0; self.nodes.len()];
        for at in 0..tokens {
            let (done, rest) = forward.split_at_mut_checked(at * width)?;
            let row = rest.get_mut(..width)?;
            match done.len().checked_sub(width).and_then(|start| done.get(start..)) {
                None => row.copy_from_slice(self.edges.get(width * width..)?),
                Some(last) => {
                    for (mass, edges) in last.iter().zip(self.edges.chunks_exact(width)) {
                        if *mass > 0.0 {
                            row.iter_mut().zip(edges).for_each(|(cell, edge)| *cell += mass * edge);
                        }
                    }
                }
            }
            row.iter_mut().enumerate().for_each(|(label, cell)| *cell *= node(at, label));
            normalise(row)?;
        }
        let mut nodes = vec![0.0; forward.len()];
        let mut edges = vec![0.0; self.edges.len()];
        let mut backward = vec![1.0; width];
        let (mut inward, mut joint) = (vec![0.0; width], vec![0.0; width * width]);
        for at in (0..tokens).rev() {
            let here = forward.get(at * width..(at + 1) * width)?;
            let marginal = nodes.get_mut(at * width..(at + 1) * width)?;
            for ((cell, one), two) in marginal.iter_mut().zip(here).zip(&backward) {
                *cell = one * two;
            }
            normalise(marginal)?;
            let Some(before) = at.checked_sub(1).and_then(|at| forward.get(at * width..(at + 1) * width))
            else {
                edges.get_mut(width * width..)?.copy_from_slice(marginal);
                break;
            };
            for (label, (cell, mass)) in inward.iter_mut().zip(&backward).enumerate() {
                *cell = mass * node(at, label);
            }
            backward.fill(0.0);
            for (((mass, row), sum), joint) in before
                .iter()
                .zip(self.edges.chunks_exact(width))
                .zip(&mut backward)
                .zip(joint.chunks_exact_mut(width))
            {
                for ((edge, inward), cell) in row.iter().zip(&inward).zip(joint) {
                    let flow = edge * inward;
                    *sum += flow;
                    *cell = mass * flow;
                }
            }
            normalise(&mut joint)?;
            edges.iter_mut().zip(&joint).for_each(|(edge, flow)| *edge += flow);
            normalise(&mut backward)?;
        }
        Some(Marginals { nodes, edges })
    }
}

impl Chain {
    /// The probability of each label of each token of a stretch, which follows a token with label `before` (none at
    /// the sentence's begin) and stands before one with label `after` (none at its end). Nothing where no labelling
    /// is possible.
    pub(crate) fn shares(
        &self,
        before: Option<usize>,
        after: Option<usize>,
        shares: &mut Vec<f32>,
    ) -> Option<()> {
        let width = self.width.max(1);
        let row = |label: usize| self.edges.get(label * width..(label + 1) * width);
        shares.clear();
        let mut last = row(before.unwrap_or(width))?.to_vec();
        let mut here = vec![0.0; width];
        for (at, nodes) in self.nodes.chunks_exact(width).enumerate() {
            if at > 0 {
                here.fill(0.0);
                for (label, mass) in last.iter().enumerate().filter(|(_, mass)| **mass > 0.0) {
                    here.iter_mut().zip(row(label)?).for_each(|(cell, edge)| *cell += mass * edge);
                }
                std::mem::swap(&mut here, &mut last);
            }
            last.iter_mut().zip(nodes).for_each(|(cell, node)| *cell *= node);
            normalise(&mut last)?;
            shares.extend_from_slice(&last);
        }
        // From here `last` is the chance of what follows, given each label.
        for (label, cell) in last.iter_mut().enumerate() {
            *cell = after.map_or(Some(1.0), |after| row(label)?.get(after).copied())?;
        }
        for (nodes, shares) in self.nodes.chunks_exact(width).zip(shares.chunks_exact_mut(width)).rev() {
            shares.iter_mut().zip(&last).for_each(|(share, chance)| *share *= chance);
            normalise(shares)?;
            here.iter_mut().zip(&last).zip(nodes).for_each(|((cell, chance), node)| *cell = chance * node);
            for (label, cell) in last.iter_mut().enumerate() {
                *cell = row(label)?.iter().zip(&here).map(|(edge, chance)| edge * chance).sum();
            }
            normalise(&mut last)?;
        }
        Some(())
    }
}

/// Scales values to the sum 1; nothing where they are all zero.
fn normalise(values: &mut [f32]) -> Option<()> {
    let sum: f32 = values.iter().sum();
    (sum > 0.0 && sum.is_finite()).then(|| values.iter_mut().for_each(|value| *value /= sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two labels, of which the second cannot begin a sentence.
    fn chain() -> Chain {
        Chain { width: 2, nodes: vec![1.0, 1.0, 0.5, 1.0], edges: vec![1.0, 3.0, 1.0, 1.0, 1.0, 0.0] }
    }

    #[test]
    fn probabilities_are_shares_of_all_labellings() {
        let marginals = chain().marginals(|_, _| true).unwrap();
        // 0 0 weighs 0.5, 0 1 weighs 3.
        let expected = [1.0, 0.0, 0.5 / 3.5, 3.0 / 3.5];
        for (value, expected) in marginals.nodes.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-6);
        }
        assert!((marginals.edges.iter().sum::<f32>() - 2.0).abs() < 1e-6);
    }

    #[test]
    fn a_stretch_alone_has_the_same_shares() {
        let whole = Chain { nodes: vec![1.0, 0.0, 0.5, 1.0, 1.0, 0.3, 1.0, 0.0], ..chain() };
        let all = whole.marginals(|_, _| true).unwrap();
        let stretch = Chain { nodes: whole.nodes[2..6].to_vec(), ..chain() };
        let mut shares = Vec::new();
        stretch.shares(Some(0), Some(0), &mut shares).unwrap();
        assert!(shares.iter().zip(&all.nodes[2..6]).all(|(one, two)| (one - two).abs() < 1e-6));
        chain().shares(None, None, &mut shares).unwrap();
        assert!((shares[3] - 3.0 / 3.5).abs() < 1e-6);
    }

    #[test]
    fn closed_labels_have_no_share() {
        assert!((chain().marginals(|at, label| at == 0 || label == 0).unwrap().nodes[2] - 1.0).abs() < 1e-6);
        assert!(chain().marginals(|_, label| label == 1).is_none());
    }
}
