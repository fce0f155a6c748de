//! What a folder with a fine-tuned transformer says of itself, apart from its weights.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tokenizers::Tokenizer;

use super::labels::{Labels, Override};
use super::pieces::Pieces;
use super::second::Second;
use super::windows::Frame;

/// How to use the weights of a checkpoint.
pub struct Checkpoint {
    pub(super) labels: Labels,
    pub(super) frame: Frame,
    pub(super) pieces: Pieces,
    pub(super) second: Option<Second>,
    vocabulary: usize,
}

impl std::fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checkpoint")
            .field("labels", &self.labels)
            .field("frame", &self.frame)
            .finish_non_exhaustive()
    }
}

/// Why a checkpoint is refused.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// A file cannot be read.
    #[error("cannot read {}: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A file does not say what it should.
    #[error("{file}: {problem}")]
    File {
        /// Name of the file.
        file: String,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// A kind of entity that is none of ours.
    #[error(
        "config.json: unknown kind of entity “{0}”: say what it is, as --ner-label {0}=ORG, or {0}= to leave it out"
    )]
    Label(String),
    /// The model cannot be run.
    #[error("the model cannot be used: {0}")]
    Model(String),
}

impl CheckpointError {
    pub(crate) fn file(file: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::File { file: file.into(), problem: problem.into() }
    }
}

/// The part of `config.json` that is needed.
#[derive(Debug, Deserialize)]
pub struct Config {
    /// The architecture: `bert`, `roberta` …
    pub model_type: String,
    /// The labels by their number in the output.
    pub id2label: BTreeMap<u32, String>,
    /// How many pieces the vocabulary has.
    pub vocab_size: u32,
    /// How many pieces may stand in a window, with those that open and close it.
    pub max_position_embeddings: usize,
    /// The piece that fills what is shorter than its batch.
    #[serde(default)]
    pub pad_token_id: u32,
    #[serde(default)]
    type_vocab_size: u32,
    /// What our own training adds.
    whosaid: Option<Own>,
}

/// How a model that this crate's recipe trained wants its windows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    /// Pieces of a window, with those that open and close it.
    window: usize,
    /// How much the embedded model is heard beside it, from 0 to 1.
    #[serde(default)]
    embedded: f32,
}

/// The most pieces of a window, whatever a model allows: attention costs the square of it.
const LONGEST: usize = 512;

impl Config {
    /// Reads `config.json`.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::File`] where it is no JSON, or lacks what is needed.
    pub fn parse(json: &[u8]) -> Result<Self, CheckpointError> {
        let problem = |cause: serde_json::Error| {
            CheckpointError::file(
                "config.json",
                format!("{cause}; a model for token classification is expected"),
            )
        };
        serde_json::from_slice(json).map_err(problem)
    }
}

impl Checkpoint {
    /// A checkpoint from the contents of its files.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`] where labels, tokeniser and configuration do not go together.
    pub fn new(
        config: &Config,
        mut tokenizer: Tokenizer,
        overrides: &[Override],
    ) -> Result<Self, CheckpointError> {
        let ordered = config.id2label.keys().copied().eq(0..config.id2label.len() as u32);
        if !ordered || config.id2label.is_empty() {
            return Err(CheckpointError::file("config.json", "id2label does not number the labels from 0"));
        }
        let own = config.whosaid.as_ref();
        let names = config.id2label.values().map(String::as_str);
        let labels = Labels::new(names, overrides, own.is_some()).map_err(CheckpointError::Label)?;
        let bad = |cause: tokenizers::Error| CheckpointError::file("tokenizer.json", cause.to_string());
        // Files often ask for cutting and filling up to some length.
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(bad)?;
        let most = tokenizer.get_vocab(true).into_values().max().unwrap_or(0);
        if most >= config.vocab_size {
            let problem = format!("piece {most} is beyond the model's vocabulary of {}", config.vocab_size);
            return Err(CheckpointError::file("tokenizer.json", problem));
        }
        let (open, close) = around(&tokenizer).map_err(bad)?;
        // Positions of RoBERTa and its kin begin after the piece for filling, which rust-bert takes to be 1.
        let roberta = config.model_type.contains("roberta");
        let lost = if roberta { (config.pad_token_id as usize + 1).max(2) } else { 0 };
        let room = config.max_position_embeddings.saturating_sub(lost).min(LONGEST);
        let longest = own.map_or(room, |own| own.window.min(room)).saturating_sub(open.len() + close.len());
        if longest == 0 {
            return Err(CheckpointError::file(
                "config.json",
                "max_position_embeddings leaves no room for text",
            ));
        }
        let heard = own.map(|own| own.embedded).filter(|weight| *weight != 0.0);
        let second = heard
            .map(Second::new)
            .transpose()
            .map_err(|problem| CheckpointError::file("config.json", problem))?;
        let cases = own.is_some() && config.type_vocab_size > 2;
        let frame = Frame { longest, context: own.is_some(), cases, open, close };
        Ok(Self {
            labels,
            frame,
            pieces: Pieces { tokenizer, apart: own.is_some() },
            second,
            vocabulary: most as usize + 1,
        })
    }

    /// How many pieces the tokeniser numbers.
    pub(crate) fn vocabulary(&self) -> usize {
        self.vocabulary
    }

    /// Reads configuration and tokeniser from a folder: `config.json`, and `tokenizer.json` or the older
    /// `vocab.txt` (BERT and its kin) or `vocab.json` with `merges.txt` (RoBERTa).
    ///
    /// # Errors
    ///
    /// [`CheckpointError`] where a file is missing, unreadable or does not go with the others.
    pub fn read(dir: &Path, overrides: &[Override]) -> Result<(Config, Self), CheckpointError> {
        let config = Config::parse(&file(dir, "config.json")?)?;
        let checkpoint = Self::new(&config, tokenizer(dir)?, overrides)?;
        Ok((config, checkpoint))
    }
}

/// Reads a file of a folder.
pub(crate) fn file(dir: &Path, name: &str) -> Result<Vec<u8>, CheckpointError> {
    let path = dir.join(name);
    std::fs::read(&path).map_err(|cause| CheckpointError::Read { path, cause })
}

/// A tokeniser from the contents of `tokenizer.json`.
pub(crate) fn parse_tokenizer(json: &[u8]) -> Result<Tokenizer, CheckpointError> {
    Tokenizer::from_bytes(json).map_err(|cause| CheckpointError::file("tokenizer.json", cause.to_string()))
}

fn tokenizer(dir: &Path) -> Result<Tokenizer, CheckpointError> {
    if dir.join("tokenizer.json").exists() {
        return parse_tokenizer(&file(dir, "tokenizer.json")?);
    }
    older::tokenizer(dir)
}

/// The pieces that the tokeniser puts before and behind a text.
fn around(tokenizer: &Tokenizer) -> Result<(Vec<u32>, Vec<u32>), tokenizers::Error> {
    let (bare, whole) = (tokenizer.encode("a", false)?, tokenizer.encode("a", true)?);
    let (bare, whole) = (bare.get_ids(), whole.get_ids());
    let at = whole.windows(bare.len().max(1)).position(|window| window == bare).unwrap_or(0);
    let open = whole.get(..at).unwrap_or_default().to_vec();
    Ok((open, whole.get(at + bare.len()..).unwrap_or_default().to_vec()))
}

/// Tokenisers of folders from before `tokenizer.json`.
mod older {
    use std::path::Path;

    use serde::Deserialize;
    use tokenizers::models::bpe::BPE;
    use tokenizers::models::wordpiece::WordPiece;
    use tokenizers::normalizers::BertNormalizer;
    use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
    use tokenizers::pre_tokenizers::byte_level::ByteLevel;
    use tokenizers::processors::bert::BertProcessing;
    use tokenizers::processors::roberta::RobertaProcessing;
    use tokenizers::{Model as _, Tokenizer};

    use super::{CheckpointError, file};

    /// The part of `tokenizer_config.json` that is needed.
    #[derive(Default, Deserialize)]
    struct Settings {
        do_lower_case: Option<bool>,
    }

    pub(super) fn tokenizer(dir: &Path) -> Result<Tokenizer, CheckpointError> {
        let text = |name: &str| dir.join(name).to_string_lossy().into_owned();
        let bad = |name: &'static str| {
            move |cause: tokenizers::Error| CheckpointError::file(name, cause.to_string())
        };
        if dir.join("vocab.txt").exists() {
            let model = WordPiece::from_file(&text("vocab.txt"))
                .unk_token("[UNK]".to_owned())
                .build()
                .map_err(bad("vocab.txt"))?;
            let settings: Settings = match file(dir, "tokenizer_config.json") {
                Ok(json) => serde_json::from_slice(&json)
                    .map_err(|cause| CheckpointError::file("tokenizer_config.json", cause.to_string()))?,
                Err(_) => Settings::default(),
            };
            let special = |token: &str| {
                let missing = || CheckpointError::file("vocab.txt", format!("there is no {token}"));
                Ok((token.to_owned(), model.token_to_id(token).ok_or_else(missing)?))
            };
            let around = BertProcessing::new(special("[SEP]")?, special("[CLS]")?);
            let small = settings.do_lower_case.unwrap_or(true);
            let mut tokenizer = Tokenizer::new(model);
            tokenizer
                .with_normalizer(Some(BertNormalizer::new(true, true, None, small)))
                .map_err(bad("vocab.txt"))?
                .with_pre_tokenizer(Some(BertPreTokenizer))
                .with_post_processor(Some(around));
            return Ok(tokenizer);
        }
        if dir.join("vocab.json").exists() {
            let model = BPE::from_file(&text("vocab.json"), &text("merges.txt"))
                .build()
                .map_err(bad("vocab.json"))?;
            let special = |token: &str| {
                let missing = || CheckpointError::file("vocab.json", format!("there is no {token}"));
                Ok((token.to_owned(), model.token_to_id(token).ok_or_else(missing)?))
            };
            let around = RobertaProcessing::new(special("</s>")?, special("<s>")?);
            let mut tokenizer = Tokenizer::new(model);
            tokenizer
                .with_pre_tokenizer(Some(ByteLevel::default().add_prefix_space(false)))
                .with_post_processor(Some(around));
            return Ok(tokenizer);
        }
        let problem =
            "there is no tokenizer.json, vocab.txt or vocab.json; copy it from where the model comes from";
        Err(CheckpointError::file(dir.display().to_string(), problem))
    }
}
