//! A trained model, and its file form.
//!
//! The file is little-endian: magic `WHOSAIDT`, format version (u16), feature version (u16), checksum of
//! all that follows (u64); then task (u8), labels, unit (f32), transitions, and the tables of words and of
//! weights, which are used where they stand. Counts and sizes are LEB128.

use std::borrow::Cow;

use thiserror::Error;

use super::Task;
use super::features::{BEFORE, VERSION};
use super::form::fold;
use super::weights::{Bytes, LABELS, Weights, u32_at};
use super::words::Words;

const MAGIC: &[u8; 8] = b"WHOSAIDT";
const FORMAT: u16 = 2;
const HEADER: usize = 20;

/// A trained tagger, ready to predict.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) task: Task,
    pub(crate) labels: Vec<String>,
    pub(crate) words: Words,
    /// Weight of each label (column) after each label (row); one more row for the sentence's begin. Empty
    /// for tasks that are decoded greedily.
    pub(crate) transitions: Vec<i16>,
    pub(crate) weights: Weights,
    /// What one unit of score is worth in natural logarithms.
    pub(crate) unit: f32,
}

/// Why a model file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ModelError {
    /// The file is no model, or of another format version.
    #[error("not a tagger model of format {FORMAT}")]
    Format,
    /// The model was trained with other feature templates.
    #[error("the model needs feature version {found}, this build has {VERSION}: train it again")]
    Features {
        /// The version that the file names.
        found: u16,
    },
    /// The file was cut short or altered.
    #[error("the model file is damaged")]
    Damaged,
    /// The file is sound, but for another task or with labels that the task does not know.
    #[error("the model is for another task")]
    Task,
}

impl Model {
    /// The version of the file form.
    pub const FORMAT: u16 = FORMAT;

    /// The version of the feature templates.
    pub const FEATURES: u16 = VERSION;

    /// The task it was trained for.
    #[must_use]
    pub const fn task(&self) -> Task {
        self.task
    }

    /// Its labels; a prediction is an index into them.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Number of features and of weights.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        self.weights.size()
    }

    /// Reads the file form.
    ///
    /// # Errors
    ///
    /// Every defect of the file gives a [`ModelError`]; no input makes this panic.
    pub fn read(file: &[u8]) -> Result<Self, ModelError> {
        Self::read_with(file, |bytes| Cow::Owned(bytes.to_vec()))
    }

    /// Reads a file that is part of the program, without a copy of its tables.
    ///
    /// # Errors
    ///
    /// As [`Model::read`].
    pub fn read_static(file: &'static [u8]) -> Result<Self, ModelError> {
        Self::read_with(file, Cow::Borrowed)
    }

    fn read_with<'f>(file: &'f [u8], keep: fn(&'f [u8]) -> Bytes) -> Result<Self, ModelError> {
        let (header, body) = file.split_at_checked(HEADER).ok_or(ModelError::Format)?;
        let field = |from: usize, to: usize| {
            let bytes = header.get(from..to).unwrap_or_default();
            bytes.iter().rev().fold(0, |all, byte| (all << 8) | u64::from(*byte))
        };
        if !header.starts_with(MAGIC) || field(8, 10) != u64::from(FORMAT) {
            return Err(ModelError::Format);
        }
        if field(10, 12) != u64::from(VERSION) {
            return Err(ModelError::Features { found: u16::try_from(field(10, 12)).unwrap_or(0) });
        }
        if field(12, 20) != checksum(body) {
            return Err(ModelError::Damaged);
        }
        Input { rest: body, keep }.model().ok_or(ModelError::Damaged)
    }

    /// Writes the file form.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut body = Output::default();
        body.bytes.push(match self.task {
            Task::Pos => 0,
            Task::Ner => 1,
        });
        body.number(self.labels.len());
        for label in &self.labels {
            body.number(label.len());
            body.bytes.extend_from_slice(label.as_bytes());
        }
        body.bytes.extend_from_slice(&self.unit.to_le_bytes());
        body.number(self.transitions.len());
        for weight in &self.transitions {
            body.bytes.extend_from_slice(&weight.to_le_bytes());
        }
        let (parts, classes) = self.words.parts();
        body.number(classes.len());
        for class in classes {
            body.bytes.extend_from_slice(&class.to_le_bytes());
        }
        for part in parts.into_iter().chain(self.weights.parts()) {
            body.number(part.len());
            body.bytes.extend_from_slice(part);
        }
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&FORMAT.to_le_bytes());
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&checksum(&body.bytes).to_le_bytes());
        file.extend_from_slice(&body.bytes);
        file
    }
}

/// Builds the body of a file.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
}

impl Output {
    #[allow(clippy::cast_possible_truncation)]
    fn number(&mut self, mut value: usize) {
        while value > 0x7f {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }
}

/// Takes the body of a file apart. Every method gives `None` where the bytes run out or make no sense.
struct Input<'b> {
    rest: &'b [u8],
    /// How to keep a table.
    keep: fn(&'b [u8]) -> Bytes,
}

impl<'b> Input<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    #[inline]
    fn number(&mut self) -> Option<u32> {
        let mut value = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// A number of items that take at least `size` bytes each.
    fn count(&mut self, size: usize) -> Option<usize> {
        let count = self.number()? as usize;
        (count.checked_mul(size)? <= self.rest.len()).then_some(count)
    }

    fn model(mut self) -> Option<Model> {
        let task = match self.byte()? {
            0 => Task::Pos,
            1 => Task::Ner,
            _ => return None,
        };
        let count = self.count(1)?;
        let mut labels = Vec::with_capacity(count);
        for _ in 0..count {
            let length = self.count(1)?;
            labels.push(std::str::from_utf8(self.take(length)?).ok()?.to_owned());
        }
        let unit = f32::from_le_bytes(self.take(4)?.try_into().ok()?);
        let count = self.count(2)?;
        let transitions: Vec<i16> = self
            .take(2 * count)?
            .chunks_exact(2)
            .map(|pair| pair.iter().rev().fold(0, |all, byte| (all << 8) | i16::from(*byte)))
            .collect();
        let expected = match task {
            Task::Pos => 0,
            Task::Ner => labels.len() * (labels.len() + 1),
        };
        let count = self.count(4)?;
        let classes = self.take(4 * count)?.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect();
        let words = Words::new(self.table()?, self.table()?, classes)?;
        let weights = Weights::new(self.table()?, self.table()?)?;
        let sound = !labels.is_empty()
            && labels.len() <= LABELS.min(usize::from(BEFORE))
            && transitions.len() == expected
            && unit.is_finite()
            && usize::from(words.most_certain()) <= labels.len()
            && self.rest.is_empty();
        sound.then_some(Model { task, labels, words, transitions, weights, unit })
    }

    fn table(&mut self) -> Option<Bytes> {
        let size = self.count(1)?;
        self.take(size).map(self.keep)
    }
}

/// A checksum that notices what storage and transfer do to a file; it is no protection against malice.
fn checksum(bytes: &[u8]) -> u64 {
    // Four sums at once, since each waits for its own last step.
    let mut sums = [bytes.len() as u64, 1, 2, 3];
    let number = |bytes: &[u8]| bytes.first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
    let mut blocks = bytes.chunks_exact(32);
    for block in &mut blocks {
        for (sum, eight) in sums.iter_mut().zip(block.chunks_exact(8)) {
            *sum = fold(*sum ^ number(eight));
        }
    }
    let rest = blocks.remainder().iter().map(|byte| u64::from(*byte));
    sums.into_iter().chain(rest).fold(0, |all, next| fold(all.rotate_left(7) ^ next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagger::columns;
    use crate::tagger::train::{Aids, Options, train};
    use proptest::prelude::*;

    fn small(task: Task) -> Model {
        let text = match task {
            Task::Pos => "1\tAnn\tPROPN\tNNP\t2\tx\n2\tleft\tVERB\tVBD\t0\tx\n",
            Task::Ner => "Ann\tB-PER\nVela\tI-PER\nleft\tO\nOslo\tB-LOC\n",
        };
        let sentences = columns::read(task, text).unwrap();
        let options = Options { least: 1, epochs: 2, ..Options::of(task) };
        train(task, &sentences, &sentences, &Aids::default(), options, |_| ()).unwrap()
    }

    #[test]
    fn a_file_reads_back_and_training_repeats_it() {
        for task in Task::ALL {
            let file = small(task).write();
            assert_eq!(Model::read(&file).unwrap().write(), file);
            assert_eq!(small(task).write(), file);
        }
    }

    #[test]
    fn every_defect_has_its_error() {
        let file = small(Task::Ner).write();
        let with = |at: usize, byte: u8| {
            let mut file = file.clone();
            file[at] = byte;
            Model::read(&file).unwrap_err()
        };
        assert_eq!(Model::read(b"").unwrap_err(), ModelError::Format);
        assert_eq!(with(0, b'x'), ModelError::Format);
        assert_eq!(with(8, 99), ModelError::Format);
        assert_eq!(with(10, 99), ModelError::Features { found: 99 });
        assert_eq!(with(file.len() - 1, !file[file.len() - 1]), ModelError::Damaged);
        assert_eq!(Model::read(&file[..file.len() - 1]).unwrap_err(), ModelError::Damaged);
    }

    #[test]
    fn the_embedded_models_can_be_read() {
        assert!(crate::tagger::pos::PosTagger::embedded().is_some());
        assert!(crate::ner::embedded::EmbeddedTagger::english().is_some());
    }

    proptest! {
        /// A body that passes the checksum can still be nonsense.
        #[test]
        fn no_file_panics(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
                          cut in any::<prop::sample::Index>(), ner in any::<bool>()) {
            let mut file = small(if ner { Task::Ner } else { Task::Pos }).write();
            for (index, byte) in edits {
                let at = HEADER + index.index(file.len() - HEADER);
                file[at] = byte;
            }
            file.truncate(HEADER + cut.index(file.len() - HEADER) + 1);
            let sum = checksum(&file[HEADER..]).to_le_bytes();
            file[12..20].copy_from_slice(&sum);
            if let Ok(model) = Model::read(&file) {
                let _ = model.predict(&["Ann", "Vela", "left", "Oslo"]);
            }
        }
    }
}
