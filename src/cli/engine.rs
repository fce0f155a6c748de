//! The options that make an engine, shared by the commands that run one.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use whosaid::Engine;
use whosaid::layers::{Entity, EntityLabel};
use whosaid::lexicon::Lexicon;
use whosaid::ner::embedded::EmbeddedTagger;
use whosaid::ner::lexical::LexicalTagger;
use whosaid::ner::minilm;
use whosaid::ner::transformer::labels::Override;
use whosaid::ner::{self, EntityTagger};
use whosaid::reading::Reading;
use whosaid::tagger::Model;

/// What the engine is made of.
#[derive(Debug, Args)]
pub(super) struct EngineArgs {
    /// What finds the entities: `embedded`, the fast model that ships; `minilm`, the transformer that ships, or
    /// `minilm:DIR` a BERT in DIR; `bert:DIR`, any BERT-like transformer in DIR, on libtorch (needs a build with the
    /// feature rust-bert); `lexical`, word lists and capitals alone; or `none`
    #[arg(long, value_name = "TAGGER", default_value = "embedded", value_parser = ner)]
    ner: Ner,
    /// What a label of the transformer in DIR is here, as GENE=MISC, or GENE= to leave it out
    #[arg(long, value_name = "LABEL=OURS", value_delimiter = ',', value_parser = label)]
    ner_label: Vec<Override>,
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

#[derive(Clone, Debug)]
enum Ner {
    Embedded,
    MiniLm,
    MiniLmIn(PathBuf),
    Bert(PathBuf),
    Lexical,
    None,
}

fn ner(text: &str) -> Result<Ner, String> {
    Ok(match text.split_once(':').unwrap_or((text, "")) {
        ("embedded", "") => Ner::Embedded,
        ("minilm", "") => Ner::MiniLm,
        ("minilm", dir) => Ner::MiniLmIn(dir.into()),
        ("bert", "") => return Err("bert:DIR is expected, the folder of a checkpoint".to_owned()),
        ("bert", dir) => Ner::Bert(dir.into()),
        ("lexical", "") => Ner::Lexical,
        ("none", "") => Ner::None,
        _ => return Err("embedded, minilm, minilm:DIR, bert:DIR, lexical or none is expected".to_owned()),
    })
}

fn label(text: &str) -> Result<Override, String> {
    let (name, ours) = text.split_once('=').ok_or_else(|| "LABEL=OURS is expected, as GPE=LOC".to_owned())?;
    let known = |ours: &str| {
        EntityLabel::parse(ours)
            .ok_or_else(|| format!("“{ours}”: PER, ORG, LOC, MISC or nothing is expected"))
    };
    Ok((name.to_owned(), if ours.is_empty() { None } else { Some(known(ours)?) }))
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
    /// The name of what finds the entities.
    pub(super) fn tagger(&self) -> &'static str {
        match (&self.ner_model, &self.ner) {
            (Some(_), _) => "own model",
            (None, Ner::Embedded) => "embedded",
            (None, Ner::MiniLm | Ner::MiniLmIn(_)) => "minilm",
            (None, Ner::Bert(_)) => "bert",
            (None, Ner::Lexical) => "lexical",
            (None, Ner::None) => "none",
        }
    }

    /// What must be the same for a run to go on.
    pub(super) fn settings(&self, set: &mut dyn FnMut(&str, String)) {
        set("--ner", format!("{:?}", self.ner));
        set("--ner-label", format!("{:?}", self.ner_label));
        set("--ner-model", format!("{:?}", self.ner_model));
        set("--attitudes", self.attitudes.to_string());
        set("--lexicon", format!("{:?}", self.lexicon));
    }

    /// The engine asked for.
    pub(super) fn engine(&self) -> anyhow::Result<Engine> {
        let embedded = Lexicon::embedded();
        let lexicon = match &self.lexicon {
            Some(dir) => embedded
                .merged_with_dir(dir)
                .with_context(|| format!("cannot use the word lists in {}", dir.display()))?,
            None => embedded.clone(),
        };
        let unusable = |path: &Path| format!("cannot use {}", path.display());
        let labels = self.ner_label.as_slice();
        if !labels.is_empty() && !matches!(self.ner, Ner::MiniLmIn(_) | Ner::Bert(_)) {
            bail!("--ner-label goes with --ner minilm:DIR or bert:DIR");
        }
        let tagger: Box<dyn EntityTagger> = match (&self.ner_model, &self.ner) {
            (Some(path), _) => Box::new(own(path).with_context(|| unusable(path))?),
            (None, Ner::Embedded) => ner::english(),
            (None, Ner::MiniLm) => {
                Box::new(minilm::english().context("cannot use the transformer that ships")?)
            }
            (None, Ner::MiniLmIn(dir)) => Box::new(minilm::read(dir, labels).with_context(|| unusable(dir))?),
            (None, Ner::Bert(dir)) => bert(dir, labels).with_context(|| unusable(dir))?,
            (None, Ner::Lexical) => Box::new(LexicalTagger),
            (None, Ner::None) => Box::new(NoEntities),
        };
        Ok(Engine::new(lexicon, tagger).with_attitudes(self.attitudes))
    }
}

#[cfg(feature = "rust-bert")]
fn bert(dir: &Path, labels: &[Override]) -> anyhow::Result<Box<dyn EntityTagger>> {
    Ok(Box::new(ner::bert::read(dir, labels)?))
}

#[cfg(not(feature = "rust-bert"))]
fn bert(_dir: &Path, _labels: &[Override]) -> anyhow::Result<Box<dyn EntityTagger>> {
    bail!(
        "this build has no rust-bert: build with --features rust-bert, or use --ner minilm, which needs no library; \
         the README says what to do where libtorch is missing"
    )
}

/// The user's own model.
fn own(path: &Path) -> anyhow::Result<EmbeddedTagger> {
    Ok(EmbeddedTagger::new(Model::read(&std::fs::read(path)?)?)?)
}
