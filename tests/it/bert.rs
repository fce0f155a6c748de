//! rust-bert: any checkpoint, with the answers that the pure Rust backend gives.

use std::fs;
use std::path::{Path, PathBuf};

use rust_bert::Config as _;
use rust_bert::bert::{BertConfig, BertForTokenClassification};
use rust_bert::deberta::{DebertaConfig, DebertaForTokenClassification};
use rust_bert::deberta_v2::{DebertaV2Config, DebertaV2ForTokenClassification};
use rust_bert::distilbert::{DistilBertConfig, DistilBertForTokenClassification};
use rust_bert::electra::{ElectraConfig, ElectraForTokenClassification};
use rust_bert::roberta::{RobertaConfig, RobertaForTokenClassification};
use tch::Device;
use tch::nn::VarStore;
use whosaid::ner::transformer::Forward as _;
use whosaid::ner::{bert, minilm};

use crate::transformer::{NAMES, documents, found, windows};

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/minilm-ner-en")
}

#[test]
fn both_backends_score_alike() {
    let (rust, torch) = (minilm::english().unwrap(), bert::read(&shipped(), &[]).unwrap());
    let windows = windows(&rust);
    let (ours, theirs) =
        (rust.forward().logits(&windows).unwrap(), torch.forward().logits(&windows).unwrap());
    for (one, other) in ours.iter().zip(&theirs) {
        assert_eq!(one.dim(), other.dim());
        let most = (one - other).iter().map(|difference| difference.abs()).fold(0.0, f32::max);
        assert!(most < 1e-3, "{most}");
    }
    for text in documents().iter().map(String::as_str).chain([NAMES]) {
        assert_eq!(found(&rust, text), found(&torch, text));
    }
}

#[test]
fn a_batch_does_not_change_answers() {
    let torch = bert::read(&shipped(), &[]).unwrap();
    let windows = windows(&minilm::english().unwrap());
    let together = torch.forward().logits(&windows).unwrap();
    for (window, scores) in windows.iter().zip(&together) {
        let alone = &torch.forward().logits(std::slice::from_ref(window)).unwrap()[0];
        assert_eq!(alone.nrows(), window.ids.len(), "no token is lost");
        let most = (alone - scores).iter().map(|difference| difference.abs()).fold(0.0, f32::max);
        assert!(most < 1e-3, "{most}");
    }
}

/// A folder with a tiny network of an architecture, with random weights.
fn tiny(kind: &str, labels: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let config = format!(
        r#"{{"model_type":"{kind}","id2label":{labels},"vocab_size":30522,"hidden_size":8,"embedding_size":8,"dim":8,
        "hidden_dim":8,"num_hidden_layers":1,"n_layers":1,"num_attention_heads":2,"n_heads":2,"intermediate_size":8,
        "hidden_act":"gelu","activation":"gelu","hidden_dropout_prob":0.1,"dropout":0.1,"attention_dropout":0.1,
        "attention_probs_dropout_prob":0.1,"max_position_embeddings":64,"type_vocab_size":2,"initializer_range":0.02,
        "layer_norm_eps":1e-12,"pad_token_id":0,"label2id":null,"sinusoidal_pos_embds":false,"tie_weights_":false,
        "relative_attention":true,"position_biased_input":true,"pos_att_type":"p2c|c2p","max_relative_positions":-1,
        "qa_dropout":0.1,"seq_classif_dropout":0.2}}"#
    );
    let path = folder.path().join("config.json");
    fs::write(&path, config).unwrap();
    fs::copy(shipped().join("tokenizer.json"), folder.path().join("tokenizer.json")).unwrap();
    let store = VarStore::new(Device::Cpu);
    let root = store.root();
    match kind {
        "bert" => drop(BertForTokenClassification::new(root, &BertConfig::from_file(&path)).unwrap()),
        "roberta" | "xlm-roberta" => {
            drop(RobertaForTokenClassification::new(root, &RobertaConfig::from_file(&path)).unwrap());
        }
        "distilbert" => {
            drop(DistilBertForTokenClassification::new(root, &DistilBertConfig::from_file(&path)).unwrap());
        }
        "electra" => {
            drop(ElectraForTokenClassification::new(root, &ElectraConfig::from_file(&path)).unwrap())
        }
        "deberta" => {
            drop(DebertaForTokenClassification::new(root, &DebertaConfig::from_file(&path)).unwrap())
        }
        "deberta-v2" => {
            drop(DebertaV2ForTokenClassification::new(root, &DebertaV2Config::from_file(&path)).unwrap());
        }
        _ => {}
    }
    store.save(folder.path().join("rust_model.ot")).unwrap();
    folder
}

const LABELS: &str = r#"{"0":"O","1":"B-PERSON","2":"I-PERSON","3":"I-GPE"}"#;

#[test]
fn every_architecture_runs() {
    for kind in ["bert", "roberta", "xlm-roberta", "distilbert", "electra", "deberta", "deberta-v2"] {
        let folder = tiny(kind, LABELS);
        let tagger = bert::read(folder.path(), &[]).unwrap_or_else(|problem| panic!("{kind}: {problem}"));
        for text in documents() {
            // Random weights find anything or nothing; `found` checks its form.
            let _ = found(&tagger, &text);
        }
    }
}

#[test]
fn what_cannot_be_used_is_told() {
    let refused = |folder: &Path, why: &str| {
        let problem = bert::read(folder, &[]).map(|_| ()).unwrap_err().to_string();
        assert!(problem.contains(why), "{problem}");
    };
    refused(tiny("gpt2", LABELS).path(), "architecture “gpt2” is unknown");
    refused(tiny("bert", r#"{"0":"O","1":"B-GENE"}"#).path(), "--ner-label GENE=ORG");
    refused(tiny("bert", r#"{"1":"O"}"#).path(), "id2label");
    let folder = tiny("bert", LABELS);
    fs::write(folder.path().join("rust_model.ot"), "no weights").unwrap();
    refused(folder.path(), "rust_model.ot");
    fs::remove_file(folder.path().join("rust_model.ot")).unwrap();
    refused(folder.path(), "there is no model.safetensors");
    let other = [("GENE".to_owned(), Some(whosaid::layers::EntityLabel::Misc))];
    assert!(bert::read(tiny("bert", r#"{"0":"O","1":"B-GENE"}"#).path(), &other).is_ok());
}
