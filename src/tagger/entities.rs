//! Names in sentences, by a model for entities, each with the probability that it is right.

use std::ops::Range;

use super::bio;
use super::chain::Chain;
use super::decode::Trellis;
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
}

impl<'m> Work<'m> {
    /// The names of a sentence, given its tokens and their parts of speech.
    pub fn tag<'t>(&mut self, tokens: impl Iterator<Item = &'t str>, pos: &[Pos]) -> Vec<Name<'m>> {
        let model = &self.tagger.model;
        self.forms.clear();
        self.labels.clear();
        self.reader.read(tokens, &model.words, &mut self.forms);
        for (form, pos) in self.forms.iter_mut().zip(pos) {
            form.tag = pos.penn as u8 + 1;
        }
        model.viterbi(&self.forms, &mut self.labels, &mut self.trellis);
        if self.labels.iter().all(|label| *label == 0) {
            return Vec::new();
        }
        let text = |label: &u8| model.labels.get(usize::from(*label)).map_or("O", String::as_str);
        let names = bio::names(self.labels.iter().map(text));
        self.trellis.exponentials(model.unit, &mut self.chain.nodes);
        let marginals = self.chain.marginals(|_, _| true);
        let width = model.labels.len();
        let probabilities = |at: usize| {
            let start = at * width;
            marginals.as_ref().and_then(|all| all.nodes.get(start..start + width)).unwrap_or_default()
        };
        names
            .into_iter()
            .map(|(tokens, kind)| {
                let mut score = 1.0f32;
                let mut shares = vec![1.0f32; self.tagger.kinds.len()];
                for at in tokens.clone() {
                    let label = usize::from(self.labels.get(at).copied().unwrap_or(0));
                    score = score.min(probabilities(at).get(label).copied().unwrap_or(0.0));
                    for (number, share) in shares.iter_mut().enumerate() {
                        let of_kind = probabilities(at).iter().zip(&self.tagger.kind_of);
                        let sum =
                            of_kind.filter(|(_, kind)| **kind == Some(number)).map(|(share, _)| share).sum();
                        *share = share.min(sum);
                    }
                }
                Name { tokens, kind, score, shares }
            })
            .collect()
    }
}
