//! Entities by the trained tagger that ships with the crate, or by one that the user trained.

use std::sync::{Arc, LazyLock};

use super::EntityTagger;
use super::consistent::{Found, agree};
use crate::layers::{Entity, EntityLabel};
use crate::reading::Reading;
use crate::tagger::entities::SentenceTagger;
use crate::tagger::{Model, ModelError};

static EMBEDDED: LazyLock<Option<EmbeddedTagger>> = LazyLock::new(|| {
    let model = Model::read(include_bytes!("../../models/ner-en/model.bin")).ok()?;
    EmbeddedTagger::new(model).ok()
});

/// Finds entities sentence by sentence with a trained model, then makes the document agree with itself.
#[derive(Clone, Debug)]
pub struct EmbeddedTagger {
    model: Arc<SentenceTagger>,
    /// The model's number of each type.
    numbers: [Option<usize>; EntityLabel::ALL.len()],
}

impl EmbeddedTagger {
    /// The tagger for English that ships with the crate, read at first use. None where the build holds a
    /// model that cannot be read.
    #[must_use]
    pub fn english() -> Option<Self> {
        EMBEDDED.clone()
    }

    /// A tagger from a model whose types are the four of [`EntityLabel`], or some of them. Names of other
    /// types are found but not given out.
    ///
    /// # Errors
    ///
    /// [`ModelError::Task`] where the model is not for entities.
    pub fn new(model: Model) -> Result<Self, ModelError> {
        let model = SentenceTagger::new(model)?;
        let number = |label: EntityLabel| model.kinds().iter().position(|kind| kind == label.as_str());
        let numbers = EntityLabel::ALL.map(number);
        Ok(Self { model: Arc::new(model), numbers })
    }

    fn share(&self, shares: &[f32], label: EntityLabel) -> f32 {
        let number = self.numbers.get(label as usize).copied().flatten();
        number.and_then(|number| shares.get(number)).copied().unwrap_or(0.0)
    }
}

impl EntityTagger for EmbeddedTagger {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn entities(&self, reading: &Reading<'_>) -> Vec<Entity> {
        let mut work = self.model.begin();
        let mut found: Vec<Found> = Vec::new();
        for sentence in 0..reading.sentences.len() {
            let tokens = reading.sentence_tokens(sentence);
            let Some(pos) = reading.pos.get(tokens.clone()) else { continue };
            let forms = tokens.clone().map(|token| reading.form(token));
            for name in work.tag(forms, pos) {
                if let Some(label) = EntityLabel::parse(name.kind) {
                    let range = tokens.start + name.tokens.start..tokens.start + name.tokens.end;
                    let share = |label| self.share(&name.shares, label);
                    let votes = EntityLabel::ALL.map(share);
                    found.push(Found { tokens: range, label, score: name.score, votes });
                }
            }
        }
        agree(reading, &mut found);
        found
            .into_iter()
            .map(|name| Entity { span: reading.span_of(name.tokens), label: name.label, score: name.score })
            .collect()
    }
}
