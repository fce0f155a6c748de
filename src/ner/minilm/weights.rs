//! Tensors out of a safetensors file.

use std::borrow::Cow;
use std::ops::Range;

use half::f16;
use half::slice::HalfFloatSliceExt as _;
use safetensors::{Dtype, SafeTensors};

use crate::ner::transformer::checkpoint::CheckpointError;

/// The name of the file, in messages.
pub(super) const FILE: &str = "model.safetensors";

/// A file of weights.
pub(super) struct Weights {
    bytes: Cow<'static, [u8]>,
    tensors: Vec<(String, Tensor)>,
}

/// Where a tensor lies in the file.
#[derive(Clone, Debug)]
struct Tensor {
    shape: Vec<usize>,
    bytes: Range<usize>,
    half: bool,
}

fn bad(problem: String) -> CheckpointError {
    CheckpointError::file(FILE, problem)
}

impl Weights {
    /// Reads what the file holds; the numbers stay where they are.
    pub(super) fn new(bytes: Cow<'static, [u8]>) -> Result<Self, CheckpointError> {
        let file = SafeTensors::deserialize(&bytes).map_err(|cause| bad(cause.to_string()))?;
        let mut tensors = Vec::new();
        for (name, view) in file.iter() {
            // The view is a part of the file: where, its address tells.
            let start = view.data().as_ptr().addr().saturating_sub(bytes.as_ptr().addr());
            let half = match view.dtype() {
                Dtype::F16 => true,
                Dtype::F32 => false,
                // Such as numbers of positions, which older checkpoints hold.
                _ => continue,
            };
            let tensor =
                Tensor { shape: view.shape().to_vec(), bytes: start..start + view.data().len(), half };
            tensors.push((name.to_owned(), tensor));
        }
        Ok(Self { bytes, tensors })
    }

    fn tensor(&self, name: &str) -> Result<&Tensor, CheckpointError> {
        let found = self.tensors.iter().find(|(known, _)| known == name);
        found
            .map(|(_, tensor)| tensor)
            .ok_or_else(|| bad(format!("there is no {name} in single or half precision")))
    }

    /// A vector of a length.
    pub(super) fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, CheckpointError> {
        let tensor = self.tensor(name)?;
        match tensor.shape.as_slice() {
            &[found] if found == length => Ok(self.numbers(tensor, 0..length)),
            shape => Err(bad(format!("{name} has the shape {shape:?} where [{length}] is expected"))),
        }
    }

    /// A matrix of so many columns, row after row, and the number of its rows.
    pub(super) fn matrix(&self, name: &str, columns: usize) -> Result<(Vec<f32>, usize), CheckpointError> {
        let table = self.table(name, columns)?;
        Ok((self.numbers(&table.tensor, 0..table.rows * columns), table.rows))
    }

    /// A matrix of so many columns, of which single rows are read.
    pub(super) fn table(&self, name: &str, columns: usize) -> Result<Table, CheckpointError> {
        let tensor = self.tensor(name)?;
        match tensor.shape.as_slice() {
            &[rows, found] if found == columns => Ok(Table { tensor: tensor.clone(), rows, columns }),
            shape => Err(bad(format!("{name} has the shape {shape:?} where {columns} columns are expected"))),
        }
    }

    /// Adds a row of a table to a vector. A row beyond its end is as one of zeros.
    pub(super) fn add_row(&self, table: &Table, row: u32, to: &mut [f32]) {
        let row = row as usize;
        if row < table.rows {
            let numbers = self.numbers(&table.tensor, row * table.columns..(row + 1) * table.columns);
            to.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
        }
    }

    fn numbers(&self, tensor: &Tensor, range: Range<usize>) -> Vec<f32> {
        let size = if tensor.half { 2 } else { 4 };
        let all = self.bytes.get(tensor.bytes.clone()).unwrap_or_default();
        let bytes = all.get(range.start * size..range.end * size).unwrap_or_default();
        if tensor.half {
            let halves: Vec<f16> = bytes
                .chunks_exact(2)
                .map(|pair| f16::from_le_bytes(pair.first_chunk().copied().unwrap_or_default()))
                .collect();
            return halves.to_f32_vec();
        }
        let single = |four: &[u8]| f32::from_le_bytes(four.first_chunk().copied().unwrap_or_default());
        bytes.chunks_exact(4).map(single).collect()
    }
}

/// A matrix that stays in its file.
#[derive(Clone, Debug)]
pub(super) struct Table {
    tensor: Tensor,
    pub(super) rows: usize,
    columns: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::tensor::TensorView;

    fn file(dtype: Dtype, shape: Vec<usize>, bytes: &[u8]) -> Vec<u8> {
        let view = TensorView::new(dtype, shape, bytes).unwrap();
        safetensors::serialize([("w", view)], None).unwrap()
    }

    #[test]
    fn numbers_of_both_precisions_are_read() {
        let single: Vec<u8> =
            [1.0f32, -2.5, 0.0, 4.0].iter().flat_map(|number| number.to_le_bytes()).collect();
        let half: Vec<u8> =
            [1.0f32, -2.5, 0.0, 4.0].iter().flat_map(|number| f16::from_f32(*number).to_le_bytes()).collect();
        for (dtype, bytes) in [(Dtype::F32, single), (Dtype::F16, half)] {
            let weights = Weights::new(file(dtype, vec![2, 2], &bytes).into()).unwrap();
            assert_eq!(weights.matrix("w", 2).unwrap(), (vec![1.0, -2.5, 0.0, 4.0], 2));
            let table = weights.table("w", 2).unwrap();
            let mut sum = [1.0, 1.0];
            weights.add_row(&table, 1, &mut sum);
            weights.add_row(&table, 2, &mut sum);
            assert_eq!(sum, [1.0, 5.0]);
            assert!(weights.matrix("w", 3).is_err() && weights.vector("w", 2).is_err());
            assert!(weights.vector("v", 2).unwrap_err().to_string().contains("there is no v"));
        }
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let whole = file(Dtype::F32, vec![2], &[0; 8]);
        assert!(Weights::new(whole.clone().into()).is_ok());
        for length in [0, 7, 20, whole.len() - 1] {
            assert!(Weights::new(whole[..length].to_vec().into()).is_err(), "{length}");
        }
    }
}
