//! Any BERT-like checkpoint, run on libtorch by [rust-bert](https://crates.io/crates/rust-bert).
//!
//! Only the forward pass of its models is used. Its own pipeline for entities (version 0.23) loses tokens where there
//! are more inputs than fit one batch, and its tokenisers panic on some text that is not ASCII.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ndarray::Array2;
use rust_bert::RustBertError;
use rust_bert::bert::{BertConfig, BertForTokenClassification};
use rust_bert::deberta::{DebertaConfig, DebertaForTokenClassification};
use rust_bert::deberta_v2::{DebertaV2Config, DebertaV2ForTokenClassification};
use rust_bert::distilbert::{DistilBertConfig, DistilBertForTokenClassification};
use rust_bert::electra::{ElectraConfig, ElectraForTokenClassification};
use rust_bert::roberta::{RobertaConfig, RobertaForTokenClassification};
use serde::de::DeserializeOwned;
use tch::nn::VarStore;
use tch::{Device, Kind, Tensor};

use super::transformer::checkpoint::{self, Checkpoint, CheckpointError};
use super::transformer::labels::Override;
use super::transformer::windows::Window;
use super::transformer::{Forward, TransformerTagger};

/// Pieces of a batch, filled up to its longest window.
const BATCH: usize = 2048;

/// A tagger from a folder: `config.json`, the tokeniser's files, and `model.safetensors` or `rust_model.ot`.
///
/// # Errors
///
/// [`CheckpointError`] where a file is missing, damaged or does not go with the others, or where the architecture is
/// none of BERT, RoBERTa, XLM-RoBERTa, DistilBERT, ELECTRA, DeBERTa and DeBERTa-v2.
pub fn read(dir: &Path, overrides: &[Override]) -> Result<TransformerTagger<Torch>, CheckpointError> {
    let (config, checkpoint) = Checkpoint::read(dir, overrides)?;
    let weights = ["model.safetensors", "rust_model.ot"].map(|name| dir.join(name));
    let Some(weights) = weights.iter().find(|path| path.exists()) else {
        let problem =
            "there is no model.safetensors or rust_model.ot; weights of other forms have to be converted";
        return Err(CheckpointError::file(dir.display().to_string(), problem));
    };
    let mut store = VarStore::new(Device::cuda_if_available());
    let Some(net) = Net::new(&config.model_type, &store, &checkpoint::file(dir, "config.json")?)? else {
        let problem = format!(
            "architecture “{}” is unknown: bert, roberta, xlm-roberta, distilbert, electra, deberta or deberta-v2 is \
             expected",
            config.model_type
        );
        return Err(CheckpointError::file("config.json", problem));
    };
    let name = weights.file_name().unwrap_or_default().to_string_lossy();
    store.load(weights).map_err(|cause| CheckpointError::file(name, cause.to_string()))?;
    // Weights keep the precision of their file, and sums in half precision take a processor hundreds of times as long.
    if store.device() == Device::Cpu {
        store.float();
    }
    store.freeze();
    let device = store.device();
    let torch = Torch { net: Mutex::new(net), device, filler: config.pad_token_id };
    TransformerTagger::new("bert", checkpoint, torch).map_err(CheckpointError::Model)
}

/// A network on libtorch.
pub struct Torch {
    /// One thread at a time: libtorch spreads the sums over the cores by itself.
    net: Mutex<Net>,
    device: Device,
    filler: u32,
}

impl std::fmt::Debug for Torch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Torch").field("device", &self.device).finish_non_exhaustive()
    }
}

enum Net {
    Bert(BertForTokenClassification),
    Roberta(RobertaForTokenClassification),
    DistilBert(DistilBertForTokenClassification),
    Electra(ElectraForTokenClassification),
    Deberta(Box<DebertaForTokenClassification>),
    DebertaV2(Box<DebertaV2ForTokenClassification>),
}

impl Net {
    /// A network without weights. None where the architecture is unknown.
    fn new(kind: &str, store: &VarStore, config: &[u8]) -> Result<Option<Self>, CheckpointError> {
        let root = store.root();
        let unusable = |cause: RustBertError| CheckpointError::Model(cause.to_string());
        Ok(Some(match kind {
            "bert" => Self::Bert(
                BertForTokenClassification::new(root, &parse::<BertConfig>(config)?).map_err(unusable)?,
            ),
            "roberta" | "xlm-roberta" => Self::Roberta(
                RobertaForTokenClassification::new(root, &parse::<RobertaConfig>(config)?)
                    .map_err(unusable)?,
            ),
            "distilbert" => Self::DistilBert(
                DistilBertForTokenClassification::new(root, &parse::<DistilBertConfig>(config)?)
                    .map_err(unusable)?,
            ),
            "electra" => Self::Electra(
                ElectraForTokenClassification::new(root, &parse::<ElectraConfig>(config)?)
                    .map_err(unusable)?,
            ),
            "deberta" => Self::Deberta(Box::new(
                DebertaForTokenClassification::new(root, &parse::<DebertaConfig>(config)?)
                    .map_err(unusable)?,
            )),
            "deberta-v2" => Self::DebertaV2(Box::new(
                DebertaV2ForTokenClassification::new(root, &parse::<DebertaV2Config>(config)?)
                    .map_err(unusable)?,
            )),
            _ => return Ok(None),
        }))
    }

    fn logits(&self, ids: &Tensor, types: &Tensor, mask: &Tensor) -> Result<Tensor, RustBertError> {
        let (ids, types, mask) = (Some(ids), Some(types), Some(mask));
        Ok(match self {
            Self::Bert(net) => net.forward_t(ids, mask, types, None, None, false).logits,
            Self::Roberta(net) => net.forward_t(ids, mask, types, None, None, false).logits,
            Self::DistilBert(net) => net.forward_t(ids, mask, None, false)?.logits,
            Self::Electra(net) => net.forward_t(ids, mask, types, None, None, false).logits,
            Self::Deberta(net) => net.forward_t(ids, mask, types, None, None, false)?.logits,
            Self::DebertaV2(net) => net.forward_t(ids, mask, types, None, None, false)?.logits,
        })
    }
}

/// Reads a configuration; rust-bert's own reading panics where something is missing.
fn parse<C: DeserializeOwned>(json: &[u8]) -> Result<C, CheckpointError> {
    serde_json::from_slice(json).map_err(|cause| CheckpointError::file("config.json", cause.to_string()))
}

impl Torch {
    fn batch(&self, windows: &[&Window]) -> Result<Vec<Array2<f32>>, String> {
        let longest = windows.iter().map(|window| window.ids.len()).max().unwrap_or(0);
        let matrix = |row: &dyn Fn(&Window) -> (Vec<i64>, i64)| {
            let mut cells = Vec::with_capacity(windows.len() * longest);
            for window in windows {
                let (row, filler) = row(window);
                let length = row.len();
                cells.extend(row);
                cells.resize(cells.len() + longest - length, filler);
            }
            Tensor::from_slice(&cells).view([windows.len() as i64, longest as i64]).to(self.device)
        };
        let wide = |numbers: &[u32]| numbers.iter().copied().map(i64::from).collect();
        let ids = matrix(&|window| (wide(&window.ids), i64::from(self.filler)));
        let types = matrix(&|window| (wide(&window.types), 0));
        let mask = matrix(&|window| (vec![1; window.ids.len()], 0));
        let net = self.net.lock().unwrap_or_else(PoisonError::into_inner);
        let logits = tch::no_grad(|| net.logits(&ids, &types, &mask)).map_err(|cause| cause.to_string())?;
        drop(net);
        let logits = logits.to(Device::Cpu).to_kind(Kind::Float).contiguous();
        let &[_, _, columns] = logits.size().as_slice() else {
            return Err("the scores are no matrices".to_owned());
        };
        let columns = usize::try_from(columns).unwrap_or(0);
        let cells = Vec::<f32>::try_from(logits.flatten(0, -1)).map_err(|cause| cause.to_string())?;
        let rows = cells.chunks_exact((longest * columns).max(1));
        windows
            .iter()
            .zip(rows)
            .map(|(window, cells)| {
                let length = window.ids.len();
                let cells = cells.get(..length * columns).unwrap_or_default().to_vec();
                Array2::from_shape_vec((length, columns), cells).map_err(|cause| cause.to_string())
            })
            .collect()
    }
}

impl Forward for Torch {
    fn logits(&self, windows: &[Window]) -> Result<Vec<Array2<f32>>, String> {
        // Windows of like length share a batch, so that little is filled up.
        let mut order: Vec<usize> = (0..windows.len()).collect();
        let length = |index: &usize| windows.get(*index).map_or(0, |window| window.ids.len());
        order.sort_by_key(length);
        let mut scored = vec![Array2::zeros((0, 0)); windows.len()];
        let mut left = order.as_slice();
        while !left.is_empty() {
            // The windows ascend: the last one of a batch tells how long all of it gets.
            let fits = |count: &usize| left.get(count - 1).is_some_and(|last| length(last) * count <= BATCH);
            let count = (1..=left.len()).take_while(fits).last().unwrap_or(1);
            let (batch, rest) = left.split_at(count);
            let windows: Vec<&Window> = batch.iter().filter_map(|index| windows.get(*index)).collect();
            for (index, scores) in batch.iter().zip(self.batch(&windows)?) {
                if let Some(cell) = scored.get_mut(*index) {
                    *cell = scores;
                }
            }
            left = rest;
        }
        Ok(scored)
    }
}
