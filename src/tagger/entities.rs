//! Names in sentences, by a model for entities, each with the probability that it is right.

use std::ops::Range;

use super::bio;
use super::chain::Chain;
use super::decode::Trellis;
use super::features::Site;
use super::form::{Form, Reader};
use super::{Model, ModelError, Task};
use crate::layers::Pos;

/// A model for entities together with what decoding needs of it.
#[derive(Clone, Debug)]
pub struct SentenceTagger {
    model: Model,
    /// Exponentials of the transitions.
    edges: Vec<f32>,
    kinds: Vec<String>,
    /// For each label the number of its type.
    kind_of: Vec<Option<usize>>,
}

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Name<'m> {
    /// Its tokens, counted from the sentence's first.
    pub tokens: Range<usize>,
    /// The model's name for its type.
    pub kind: &'m str,
    /// Probability of its least certain token, from 0 to 1.
    pub score: f32,
    /// For each of [`SentenceTagger::kinds`] the probability that the tokens are part of such a name, that of
    /// the least certain token.
    pub shares: Vec<f32>,
}

impl SentenceTagger {
    /// Prepares a model.
    ///
    /// # Errors
    ///
    /// [`ModelError::Task`] where the model is not for entities.
    pub fn new(model: Model) -> Result<Self, ModelError> {
        if model.task() != Task::Ner {
            return Err(ModelError::Task);
        }
        let edge =
            |weight: &i16| if *weight == i16::MIN { 0.0 } else { (f32::from(*weight) * model.unit).exp() };
        let edges = model.transitions.iter().map(edge).collect();
        let mut kinds: Vec<String> = Vec::new();
        let mut kind_of = Vec::new();
        for label in &model.labels {
            kind_of.push(label.split_once('-').map(|(_, kind)| {
                kinds.iter().position(|known| known == kind).unwrap_or_else(|| {
                    kinds.push(kind.to_owned());
                    kinds.len() - 1
                })
            }));
        }
        Ok(Self { model, edges, kinds, kind_of })
    }

    /// The types of names that the model knows.
    #[must_use]
    pub fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// The labels of the model, as [`Work::probabilities`] orders them: `O`, `B-PER` …
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.model.labels
    }

    /// Starts on a document; the work space is kept from sentence to sentence.
    #[must_use]
    pub fn begin(&self) -> Work<'_> {
        let chain = Chain { width: self.model.labels.len(), nodes: Vec::new(), edges: self.edges.clone() };
        Work {
            tagger: self,
            reader: Reader::default(),
            forms: Vec::new(),
            labels: Vec::new(),
            trellis: Trellis::default(),
            chain,
            shares: Vec::new(),
            shared: 0..0,
        }
    }
}

/// Memory for tagging one sentence after another.
#[derive(Debug)]
pub struct Work<'m> {
    tagger: &'m SentenceTagger,
    reader: Reader,
    forms: Vec<Form>,
    labels: Vec<u8>,
    trellis: Trellis,
    chain: Chain,
    /// Probabilities of the labels of a stretch of the sentence, and which one; nothing where no labelling is possible.
    shares: Vec<f32>,
    shared: Range<usize>,
}

impl<'m> Work<'m> {
    /// The names of a sentence, given its tokens and their parts of speech.
    pub fn tag<'t>(&mut self, tokens: impl Iterator<Item = &'t str>, pos: &[Pos]) -> Vec<Name<'m>> {
        self.decode(tokens, pos);
        let model = &self.tagger.model;
        if self.labels.iter().all(|label| *label == 0) {
            return Vec::new();
        }
        let text = |label: &u8| model.labels.get(usize::from(*label)).map_or("O", String::as_str);
        let names = bio::names(self.labels.iter().map(text));
        names.into_iter().map(|(tokens, kind)| self.measured(tokens, kind)).collect()
    }

    /// The probability of each of [`SentenceTagger::labels`] for the first token of a sentence, then for the next, and
    /// so on. Nothing where no labelling is possible.
    pub fn probabilities<'t>(&mut self, tokens: impl Iterator<Item = &'t str>, pos: &[Pos]) -> &[f32] {
        self.decode(tokens, pos);
        self.share(0..self.forms.len(), None, None);
        &self.shares
    }

    /// Finds the probabilities of the labels of a stretch, between tokens with the given labels.
    fn share(&mut self, stretch: Range<usize>, before: Option<usize>, after: Option<usize>) {
        self.trellis.exponentials(stretch.clone(), self.tagger.model.unit, &mut self.chain.nodes);
        if self.chain.shares(before, after, &mut self.shares).is_none() {
            self.shares.clear();
        }
        self.shared = stretch;
    }

    /// Reads a sentence and finds its most probable labels.
    fn decode<'t>(&mut self, tokens: impl Iterator<Item = &'t str>, pos: &[Pos]) {
        let model = &self.tagger.model;
        self.forms.clear();
        self.labels.clear();
        self.shared = 0..0;
        self.reader.read(tokens, &model.words, &mut self.forms);
        for (form, pos) in self.forms.iter_mut().zip(pos) {
            form.tag = pos.penn as u8 + 1;
        }
        model.viterbi(&self.forms, &mut self.labels, &mut self.trellis);
    }

    /// A name with its probabilities. A token with one possible label parts what is before from what is behind it,
    /// so only the stretch between two of them is looked at.
    fn measured(&mut self, tokens: Range<usize>, kind: &'m str) -> Name<'m> {
        let model = &self.tagger.model;
        let sentence = self.forms.as_slice();
        let certain =
            |at: usize| (at < sentence.len()).then(|| Site { sentence, at }.certain(model.task)).flatten();
        let start = (0..tokens.start).rev().find(|at| certain(*at).is_some()).map_or(0, |at| at + 1);
        let end =
            (tokens.end..self.forms.len()).find(|at| certain(*at).is_some()).unwrap_or(self.forms.len());
        let label = |at: usize| certain(at).map(usize::from);
        if self.shared != (start..end) {
            let (before, after) = (start.checked_sub(1).and_then(label), label(end));
            self.share(start..end, before, after);
        }
        let width = model.labels.len();
        let mut score = 1.0f32;
        let mut shares = vec![1.0f32; self.tagger.kinds.len()];
        for at in tokens.clone() {
            let cells = (at - start) * width..(at - start + 1) * width;
            let probabilities = self.shares.get(cells).unwrap_or_default();
            let label = usize::from(self.labels.get(at).copied().unwrap_or(0));
            score = score.min(probabilities.get(label).copied().unwrap_or(0.0));
            for (number, share) in shares.iter_mut().enumerate() {
                let of_kind = probabilities.iter().zip(&self.tagger.kind_of);
                let sum = of_kind.filter(|(_, kind)| **kind == Some(number)).map(|(share, _)| share).sum();
                *share = share.min(sum);
            }
        }
        Name { tokens, kind, score, shares }
    }
}
