//! The options that make an engine, shared by the commands that run one.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use whosaid::Engine;
use whosaid::layers::Entity;
use whosaid::lexicon::Lexicon;
use whosaid::ner::embedded::EmbeddedTagger;
use whosaid::ner::lexical::LexicalTagger;
use whosaid::ner::{self, EntityTagger};
use whosaid::reading::Reading;
use whosaid::tagger::Model;

/// What the engine is made of.
#[derive(Debug, Args)]
pub(super) struct EngineArgs {
    /// What finds the entities: the model that ships, word lists and capitals alone, or nothing
    #[arg(long, value_enum, default_value_t = Ner::Embedded)]
    ner: Ner,
    /// A model for entities of your own, a model.bin that `train tagger` made, in place of `--ner`
    #[arg(long, value_name = "FILE", conflicts_with = "ner")]
    ner_model: Option<PathBuf>,
    /// Also takes for reported what somebody is said to think, want or show
    #[arg(long)]
    attitudes: bool,
    /// Word lists of your own, laid over those that ship: files named and written as in models/lexicon
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Ner {
    Embedded,
    Lexical,
    None,
}

/// Finds no entities.
struct NoEntities;

impl EntityTagger for NoEntities {
    fn name(&self) -> &'static str {
        "none"
    }

    fn entities(&self, _reading: &Reading<'_>) -> Vec<Entity> {
        Vec::new()
    }
}

impl EngineArgs {
    /// The engine asked for.
    pub(super) fn engine(&self) -> anyhow::Result<Engine> {
        let embedded = Lexicon::embedded();
        let lexicon = match &self.lexicon {
            Some(dir) => embedded
                .merged_with_dir(dir)
                .with_context(|| format!("cannot use the word lists in {}", dir.display()))?,
            None => embedded.clone(),
        };
        let tagger: Box<dyn EntityTagger> = match (&self.ner_model, self.ner) {
            (Some(path), _) => Box::new(own(path).with_context(|| format!("cannot use {}", path.display()))?),
            (None, Ner::Embedded) => ner::english(),
            (None, Ner::Lexical) => Box::new(LexicalTagger),
            (None, Ner::None) => Box::new(NoEntities),
        };
        Ok(Engine::new(lexicon, tagger).with_attitudes(self.attitudes))
    }
}

/// The user's own model.
fn own(path: &Path) -> anyhow::Result<EmbeddedTagger> {
    Ok(EmbeddedTagger::new(Model::read(&std::fs::read(path)?)?)?)
}
