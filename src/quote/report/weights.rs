//! The weights of the report model, and their file form.
//!
//! The file is little-endian: magic `WHOSAIDR`, format version (u16), feature version (u16), CRC-32 of all
//! that follows; then the worth of one unit (f32), the number of weights (u32), their keys in rising order
//! (u32 each) and as many signed bytes, each the root of its weight with its sign.

use std::sync::LazyLock;

use thiserror::Error;

use super::features::VERSION;

const MAGIC: &[u8; 8] = b"WHOSAIDR";
const FORMAT: u16 = 1;
const HEADER: usize = 16;

/// Why a model file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReportModelError {
    /// The file is no model of reports, or of another format version.
    #[error("not a report model of format {FORMAT}")]
    Format,
    /// The model was trained with other feature templates.
    #[error("the report model needs feature version {found}, this build has {VERSION}: train it again")]
    Features {
        /// The version that the file names.
        found: u16,
    },
    /// The file was cut short or altered.
    #[error("the report model file is damaged")]
    Damaged,
}

/// Weights by feature hash.
#[derive(Clone, Debug, Default)]
pub struct ReportModel {
    keys: Vec<u32>,
    roots: Vec<i8>,
    unit: f32,
    /// For each leading part of a key, where the keys with it start.
    buckets: Vec<u32>,
    shift: u32,
}

/// The model that ships: `models/report-en`.
static EMBEDDED: LazyLock<ReportModel> = LazyLock::new(|| {
    // A test reads the file; an empty model reports nothing, which is better than not to run at all.
    ReportModel::read(include_bytes!("../../../models/report-en/model.bin")).unwrap_or_default()
});

impl ReportModel {
    /// The version of the file form.
    pub const FORMAT: u16 = FORMAT;

    /// The version of the feature templates.
    pub const FEATURES: u16 = VERSION;

    /// The model that ships.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Makes a model of exact weights: rounds them, and leaves out those that round to nothing. Keys have to
    /// rise.
    pub(super) fn quantised(weights: &[(u32, f32)]) -> Self {
        let largest = weights.iter().fold(f32::MIN_POSITIVE, |most, (_, weight)| most.max(weight.abs()));
        let unit = largest / (127.0 * 127.0);
        let (mut keys, mut roots) = (Vec::new(), Vec::new());
        for &(key, weight) in weights {
            #[allow(clippy::cast_possible_truncation)]
            let root = (weight.abs() / unit).sqrt().round().copysign(weight) as i8;
            if root != 0 {
                keys.push(key);
                roots.push(root);
            }
        }
        Self::indexed(keys, roots, unit)
    }

    fn indexed(keys: Vec<u32>, roots: Vec<i8>, unit: f32) -> Self {
        let bits = keys.len().next_power_of_two().trailing_zeros().clamp(4, 24);
        let shift = 32 - bits;
        let mut buckets = vec![0u32; (1usize << bits) + 1];
        for key in &keys {
            buckets[(key >> shift) as usize + 1] += 1;
        }
        for bucket in 1..buckets.len() {
            buckets[bucket] += buckets[bucket - 1];
        }
        Self { keys, roots, unit, buckets, shift }
    }

    /// Number of weights.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no weight at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The sum of the weights of some features, in natural logarithms.
    pub(super) fn score(&self, keys: &[u32]) -> f32 {
        if self.keys.is_empty() {
            return 0.0;
        }
        let mut sum = 0i32;
        for key in keys {
            let bucket = (key >> self.shift) as usize;
            let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
            if let Some(place) = self.keys[from..to].iter().position(|own| own == key) {
                let root = i32::from(self.roots[from + place]);
                sum += root * root.abs();
            }
        }
        #[allow(clippy::cast_precision_loss)]
        let sum = sum as f32;
        sum * self.unit
    }

    /// Reads the file form.
    ///
    /// # Errors
    ///
    /// Every defect of the file gives a [`ReportModelError`]; no input makes this panic.
    pub fn read(file: &[u8]) -> Result<Self, ReportModelError> {
        let (header, body) = file.split_at_checked(HEADER).ok_or(ReportModelError::Format)?;
        let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        if !header.starts_with(MAGIC) || short(8) != FORMAT {
            return Err(ReportModelError::Format);
        }
        if short(10) != VERSION {
            return Err(ReportModelError::Features { found: short(10) });
        }
        let word = |bytes: &[u8]| bytes.iter().rev().fold(0u32, |all, byte| all << 8 | u32::from(*byte));
        if word(&header[12..16]) != crc32fast::hash(body) {
            return Err(ReportModelError::Damaged);
        }
        let (start, rest) = body.split_at_checked(8).ok_or(ReportModelError::Damaged)?;
        let unit = f32::from_bits(word(&start[..4]));
        let count = word(&start[4..]) as usize;
        if count.checked_mul(5) != Some(rest.len()) || !unit.is_finite() {
            return Err(ReportModelError::Damaged);
        }
        let (keys, roots) = rest.split_at(count * 4);
        let keys: Vec<u32> = keys.chunks_exact(4).map(word).collect();
        if !keys.is_sorted() {
            return Err(ReportModelError::Damaged);
        }
        let roots = roots.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        Ok(Self::indexed(keys, roots, unit))
    }

    /// Writes the file form.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut body = self.unit.to_le_bytes().to_vec();
        body.extend_from_slice(&u32::try_from(self.keys.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.keys.iter().for_each(|key| body.extend_from_slice(&key.to_le_bytes()));
        self.roots.iter().for_each(|root| body.extend_from_slice(&root.to_le_bytes()));
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&FORMAT.to_le_bytes());
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
        file.extend_from_slice(&body);
        file
    }
}
