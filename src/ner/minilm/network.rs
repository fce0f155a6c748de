//! The sums of BERT (Devlin et al. 2019), for one window at a time.
//!
//! Products of matrices and what is done to rows are kernels of [rten](https://github.com/robertknight/rten), which
//! use what vector instructions the processor has. Here is only their order.

use std::borrow::Cow;

use ndarray::Array2;
use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::{SimdOp as _, SimdUnaryOp as _};
use rten_tensor::{Matrix, NdTensorView};
use rten_vecmath::{Gelu, Normalize, NormalizeOptions, Softmax, Sum, SumSquareSub};
use serde::Deserialize;

use super::weights::{Table, Weights};
use crate::ner::transformer::checkpoint::CheckpointError;
use crate::ner::transformer::windows::Window;

/// The part of `config.json` that says what a network of this architecture looks like.
#[derive(Debug, Deserialize)]
struct Shape {
    hidden_size: usize,
    num_attention_heads: usize,
    num_hidden_layers: usize,
    layer_norm_eps: f32,
    hidden_act: String,
    #[serde(default)]
    position_embedding_type: Option<String>,
}

/// A BERT network that labels pieces.
pub(super) struct Network {
    weights: Weights,
    epsilon: f32,
    words: Table,
    types: Table,
    positions: Table,
    first: Norm,
    layers: Vec<Layer>,
    labels: Linear,
    width: usize,
    heads: usize,
}

/// What the sums are done with. Made anew for each window, which costs nothing: it cannot go from thread to thread.
struct Sums {
    gemm: GemmExecutor,
    epsilon: f32,
}

struct Layer {
    /// Query, key and value in one.
    asked: Linear,
    mixed: Linear,
    after_mixing: Norm,
    inner: Linear,
    outer: Linear,
    after: Norm,
}

/// A product with a matrix, plus a vector.
struct Linear {
    matrix: PackedBMatrix<f32>,
    bias: Vec<f32>,
}

/// Scales and shifts what has been brought to mean 0 and variance 1.
struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Network {
    /// A network from the contents of `config.json` and `model.safetensors`.
    pub(super) fn new(config: &[u8], weights: Cow<'static, [u8]>) -> Result<Self, CheckpointError> {
        let bad = |problem: String| CheckpointError::file("config.json", problem);
        let shape: Shape = serde_json::from_slice(config).map_err(|cause| bad(cause.to_string()))?;
        let (width, heads) = (shape.hidden_size, shape.num_attention_heads);
        if heads == 0 || width == 0 || width % heads != 0 {
            return Err(bad(format!("{heads} attention heads cannot share {width} numbers")));
        }
        if shape.hidden_act != "gelu" || shape.position_embedding_type.is_some_and(|kind| kind != "absolute")
        {
            return Err(bad(
                "only BERT with gelu and absolute positions runs here; use --ner bert:DIR".to_owned()
            ));
        }
        let weights = Weights::new(weights)?;
        let gemm = GemmExecutor::default();
        let norm = |name: &str| {
            let vector = |part: &str| weights.vector(&format!("{name}.{part}"), width);
            Ok::<_, CheckpointError>(Norm { scale: vector("weight")?, shift: vector("bias")? })
        };
        let linear = |names: &[String], columns: usize| {
            let (mut matrix, mut bias) = (Vec::new(), Vec::new());
            for name in names {
                let (part, rows) = weights.matrix(&format!("{name}.weight"), columns)?;
                matrix.extend(part);
                bias.extend(weights.vector(&format!("{name}.bias"), rows)?);
            }
            let view: Matrix<'_> = NdTensorView::from_data([bias.len(), columns], matrix.as_slice());
            Ok::<_, CheckpointError>(Linear { matrix: gemm.prepack_b(view.transposed()), bias })
        };
        let mut layers = Vec::new();
        for number in 0..shape.num_hidden_layers {
            let part = |name: &str| format!("bert.encoder.layer.{number}.{name}");
            let inner = linear(&[part("intermediate.dense")], width)?;
            layers.push(Layer {
                asked: linear(
                    &["query", "key", "value"].map(|name| part(&format!("attention.self.{name}"))),
                    width,
                )?,
                mixed: linear(&[part("attention.output.dense")], width)?,
                after_mixing: norm(&part("attention.output.LayerNorm"))?,
                outer: linear(&[part("output.dense")], inner.bias.len())?,
                inner,
                after: norm(&part("output.LayerNorm"))?,
            });
        }
        let table = |name: &str| weights.table(&format!("bert.embeddings.{name}_embeddings.weight"), width);
        Ok(Self {
            words: table("word")?,
            types: table("token_type")?,
            positions: table("position")?,
            first: norm("bert.embeddings.LayerNorm")?,
            labels: linear(&["classifier".to_owned()], width)?,
            epsilon: shape.layer_norm_eps,
            weights,
            layers,
            width,
            heads,
        })
    }

    /// Number of pieces that the network knows.
    pub(super) fn vocabulary(&self) -> usize {
        self.words.rows
    }

    /// Scores a window: a row for each piece, a column for each label.
    pub(super) fn scores(&self, window: &Window) -> Result<Array2<f32>, String> {
        let sums = Sums { gemm: GemmExecutor::default(), epsilon: self.epsilon };
        let (rows, width) = (window.ids.len(), self.width);
        let mut x = vec![0.0; rows * width];
        let pieces = window.ids.iter().zip(&window.types).zip(0..);
        for (((id, kind), position), row) in pieces.zip(x.chunks_exact_mut(width)) {
            self.weights.add_row(&self.words, *id, row);
            self.weights.add_row(&self.types, *kind, row);
            self.weights.add_row(&self.positions, position, row);
        }
        sums.norm(&self.first, &mut x);
        for layer in &self.layers {
            let mixed = self.attention(&sums, &layer.asked, &x)?;
            sums.add(&layer.mixed, &mixed, &mut x)?;
            sums.norm(&layer.after_mixing, &mut x);
            let mut inner = sums.linear(&layer.inner, &x)?;
            Gelu {}.map_mut(&mut inner);
            sums.add(&layer.outer, &inner, &mut x)?;
            sums.norm(&layer.after, &mut x);
        }
        let scores = sums.linear(&self.labels, &x)?;
        Array2::from_shape_vec((rows, self.labels.bias.len()), scores).map_err(|cause| cause.to_string())
    }

    /// Lets every piece look at all others: for each head, what the pieces hold, weighed by how well they answer.
    fn attention(&self, sums: &Sums, asked: &Linear, x: &[f32]) -> Result<Vec<f32>, String> {
        let (rows, size) = (x.len() / self.width, self.width / self.heads);
        let asked = sums.linear(asked, x)?;
        let mut mixed = vec![0.0; x.len()];
        let (mut scores, mut held) = (vec![0.0; rows * rows], vec![0.0; rows * size]);
        for head in 0..self.heads {
            let part = |number: usize| {
                let start = number * self.width + head * size;
                let stride = 3 * self.width;
                let cells = asked.get(start..start + stride * (rows - 1) + size).unwrap_or_default();
                Matrix::from_slice_with_strides([rows, size], cells, [stride, 1])
                    .map_err(|cause| cause.to_string())
            };
            let (query, key, value) = (part(0)?, part(1)?, part(2)?);
            let options = GemmOptions { alpha: (size as f32).sqrt().recip(), ..GemmOptions::default() };
            sums.product(query, GemmInputB::Unpacked(key.transposed()), options, &mut scores)?;
            for row in scores.chunks_exact_mut(rows) {
                Softmax::new_mut(row).dispatch();
            }
            let weights = NdTensorView::from_data([rows, rows], scores.as_slice());
            sums.product(weights, GemmInputB::Unpacked(value), GemmOptions::default(), &mut held)?;
            for (row, held) in mixed.chunks_exact_mut(self.width).zip(held.chunks_exact(size)) {
                row.iter_mut().skip(head * size).zip(held).for_each(|(cell, number)| *cell = *number);
            }
        }
        Ok(mixed)
    }
}

impl Sums {
    fn product(
        &self,
        left: Matrix<'_>,
        right: GemmInputB<'_, f32>,
        options: GemmOptions<'_, f32, f32, f32>,
        out: &mut [f32],
    ) -> Result<(), String> {
        self.gemm.gemm(out, GemmInputA::Unpacked(left), right, options).map_err(|cause| cause.to_string())
    }

    fn with(&self, linear: &Linear, x: &[f32], kept: f32, out: &mut [f32]) -> Result<(), String> {
        let rows = linear.matrix.rows();
        let left = NdTensorView::from_data([x.len() / rows, rows], x);
        let bias = Some(BiasVector::Row(&linear.bias));
        let options = GemmOptions { beta: kept, bias, ..GemmOptions::default() };
        self.product(left, GemmInputB::Packed(&linear.matrix), options, out)
    }

    fn linear(&self, linear: &Linear, x: &[f32]) -> Result<Vec<f32>, String> {
        let mut out = vec![0.0; x.len() / linear.matrix.rows() * linear.bias.len()];
        self.with(linear, x, 0.0, &mut out)?;
        Ok(out)
    }

    /// Adds a product to what is there.
    fn add(&self, linear: &Linear, x: &[f32], to: &mut [f32]) -> Result<(), String> {
        self.with(linear, x, 1.0, to)
    }

    fn norm(&self, norm: &Norm, x: &mut [f32]) {
        let width = norm.scale.len();
        for row in x.chunks_exact_mut(width) {
            let mean = Sum::new(row).dispatch() / width as f32;
            let variance = SumSquareSub::new(row, mean).dispatch() / width as f32;
            let options = NormalizeOptions {
                pre_scale_bias: mean,
                scale: (variance + self.epsilon).sqrt().recip(),
                element_scale: Some(&norm.scale),
                element_bias: Some(&norm.shift),
                ..NormalizeOptions::default()
            };
            Normalize::new_mut(row, options).dispatch();
        }
    }
}
