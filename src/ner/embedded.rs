//! Entities by the trained tagger that ships with the crate, or by one that the user trained.

use std::sync::{Arc, LazyLock};

use super::EntityTagger;
use super::consistent::{self, Found};
use crate::layers::{Entity, EntityLabel};
use crate::reading::Reading;
use crate::tagger::entities::SentenceTagger;
use crate::tagger::{Model, ModelError};

static EMBEDDED: LazyLock<Option<EmbeddedTagger>> = LazyLock::new(|| {
    let model = Model::read_static(include_bytes!("../../models/ner-en/model.bin")).ok()?;
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

    /// The model that it asks.
    pub(super) fn model(&self) -> &SentenceTagger {
        &self.model
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
        consistent::settle(reading, found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn entities(text: &str) -> Vec<String> {
        let reading = Reading::new(text, Lexicon::embedded());
        let found = EmbeddedTagger::english().unwrap().entities(&reading);
        assert!(found.iter().all(|entity| (0.0..=1.0).contains(&entity.score)), "{found:?}");
        found.iter().map(|entity| format!("{} {}", entity.label.as_str(), entity.span.text(text))).collect()
    }

    #[test]
    fn finds_the_four_kinds() {
        for (text, names) in [
            ("President Maria Okafor flew to Berlin on Monday.", vec!["PER Maria Okafor", "LOC Berlin"]),
            ("Shares of Norland Steel Corp. fell.", vec!["ORG Norland Steel Corp."]),
            ("French officials met the United Nations.", vec!["MISC French", "ORG United Nations"]),
            ("“We won,” said John Barlow’s brother.", vec!["PER John Barlow"]),
            ("Everyone went home early.", vec![]),
        ] {
            assert_eq!(entities(text), names, "{text}");
        }
    }

    #[test]
    fn a_text_without_words_has_none() {
        for text in ["", "\u{a0}", "…", "\u{1f600}\u{301}"] {
            assert!(entities(text).is_empty());
        }
    }
}
