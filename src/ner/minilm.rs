//! The transformer that ships, or any other BERT, in pure Rust.

mod network;
mod weights;

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use ndarray::Array2;

use self::network::Network;
use super::transformer::checkpoint::{self, Checkpoint, CheckpointError, Config};
use super::transformer::labels::Override;
use super::transformer::windows::Window;
use super::transformer::{Forward, TransformerTagger};

/// The tagger for English that ships with the crate.
///
/// # Errors
///
/// [`CheckpointError`] where the build holds files that cannot be used.
pub fn english() -> Result<TransformerTagger<PureRust>, CheckpointError> {
    let config = include_bytes!("../../models/minilm-ner-en/config.json");
    let tokenizer = checkpoint::parse_tokenizer(include_bytes!("../../models/minilm-ner-en/tokenizer.json"))?;
    let weights = include_bytes!("../../models/minilm-ner-en/model.safetensors");
    let checkpoint = Checkpoint::new(&Config::parse(config)?, tokenizer, &[])?;
    tagger(checkpoint, config, Cow::Borrowed(weights))
}

/// A tagger from a folder with `config.json`, `model.safetensors` and the tokeniser's files, of the architecture
/// `bert`.
///
/// # Errors
///
/// [`CheckpointError`] where a file is missing, damaged or does not go with the others.
pub fn read(dir: &Path, overrides: &[Override]) -> Result<TransformerTagger<PureRust>, CheckpointError> {
    let (config, checkpoint) = Checkpoint::read(dir, overrides)?;
    if config.model_type != "bert" {
        let problem = format!("architecture “{}” runs only with --ner bert:DIR", config.model_type);
        return Err(CheckpointError::file("config.json", problem));
    }
    let weights = checkpoint::file(dir, weights::FILE)?;
    tagger(checkpoint, &checkpoint::file(dir, "config.json")?, Cow::Owned(weights))
}

fn tagger(
    checkpoint: Checkpoint,
    config: &[u8],
    weights: Cow<'static, [u8]>,
) -> Result<TransformerTagger<PureRust>, CheckpointError> {
    let network = Network::new(config, weights)?;
    if checkpoint.vocabulary() > network.vocabulary() {
        let problem = format!("there are {} pieces, of {}", network.vocabulary(), checkpoint.vocabulary());
        return Err(CheckpointError::file(weights::FILE, problem));
    }
    let forward = PureRust { network, pools: Mutex::default() };
    TransformerTagger::new("minilm", checkpoint, forward).map_err(CheckpointError::Model)
}

/// Scores one window at a time, so that its scores cannot depend on others and nothing is spent on filling up.
pub struct PureRust {
    network: Network,
    /// Threads that rest. Documents are what runs in parallel: each has one thread for all its windows.
    pools: Mutex<Vec<Arc<rayon::ThreadPool>>>,
}

impl std::fmt::Debug for PureRust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PureRust").finish_non_exhaustive()
    }
}

impl Forward for PureRust {
    fn logits(&self, windows: &[Window]) -> Result<Vec<Array2<f32>>, String> {
        let rested = self.pools.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let pool = match rested {
            Some(pool) => pool,
            None => Arc::new(
                rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|cause| cause.to_string())?,
            ),
        };
        // The kernels would spread over the pool that they are called from. A worker of that pool, waiting for them,
        // takes up one more document meanwhile, and in that one more, without end. So they get a pool of one, and a
        // plain thread waits for it.
        let run = || pool.install(|| windows.iter().map(|window| self.network.scores(window)).collect());
        let scored = std::thread::scope(|scope| match std::thread::Builder::new().spawn_scoped(scope, run) {
            Ok(handle) => handle.join().unwrap_or_else(|_| Err("the model's thread ended early".to_owned())),
            Err(cause) => Err(format!("no thread for the model: {cause}")),
        });
        self.pools.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
        scored
    }
}
