//! The weights of a model as prediction reads them: one sparse row of label weights a feature.
//!
//! The table is used as it stands in the file, so that a model that is part of the program costs no loading.

use std::borrow::Cow;

/// The most labels a model can have.
pub(crate) const LABELS: usize = 128;

/// The score of each label.
pub(crate) type Scores = [i32; LABELS];

/// One weight: label, and the root of the weight with its sign. Roots give small weights fine steps and
/// still hold the few that are a hundred times larger.
pub(crate) type Weight = (u8, i8);

/// Bytes that are part of the program, or were read.
pub(crate) type Bytes = Cow<'static, [u8]>;

/// Rows in the order of their keys, in buckets by the upper bits of the key.
///
/// `starts` has the place of each bucket in `rows` as a little-endian u32, and the end of the last one. A row is
/// the lower 16 bits of its key, the number of its weights, and for each weight label and root, a byte each. Where
/// the bytes make no sense a look-up finds nothing, or other weights, but does no harm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    starts: Bytes,
    rows: Bytes,
    shift: u32,
}

/// Bytes of a row before its weights.
const HEAD: usize = 3;

impl Weights {
    /// A table from its two parts. None where their sizes do not fit.
    pub(crate) fn new(starts: Bytes, rows: Bytes) -> Option<Self> {
        let shift = shift_of(starts.len())?;
        (u32_at(&starts, starts.len() - 4)? as usize == rows.len()).then_some(Self { starts, rows, shift })
    }

    /// Builds the table from rows with rising keys; those without weights are left out.
    pub(crate) fn build(rows: impl IntoIterator<Item = (u32, Vec<Weight>)>) -> Self {
        let rows: Vec<(u32, Vec<Weight>)> = rows.into_iter().filter(|(_, row)| !row.is_empty()).collect();
        let bits = bits_for(rows.len());
        let (mut starts, mut bytes) = (Starts::new(bits), Vec::new());
        for (key, row) in rows {
            starts.reach(key, bytes.len());
            let count = row.len().min(usize::from(u8::MAX));
            bytes.extend_from_slice(&low(key).to_le_bytes());
            bytes.extend(u8::try_from(count));
            bytes.extend(row.iter().take(count).flat_map(|(label, root)| [*label, root.to_le_bytes()[0]]));
        }
        let starts = starts.finish(bytes.len());
        Self { starts: starts.into(), rows: bytes.into(), shift: 32 - bits }
    }

    /// The two parts of the file form.
    pub(crate) fn parts(&self) -> [&[u8]; 2] {
        [&self.starts, &self.rows]
    }

    /// Adds the rows of some features to the scores.
    pub(crate) fn add(&self, keys: &[u32], scores: &mut Scores, places: &mut Vec<(u32, u32)>) {
        let (starts, rows) = (&*self.starts, &*self.rows);
        // Waiting for memory is most of the work. Without a branch between them the look-ups wait together.
        let mut touched = 0;
        places.clear();
        places.extend(keys.iter().map(|key| {
            let bucket = (key >> self.shift) as usize * 4;
            let pair = starts.get(bucket..bucket + 8).and_then(<[u8]>::first_chunk);
            let pair = u64::from_le_bytes(pair.copied().unwrap_or_default());
            let (start, end) = (high_low(pair).1, high_low(pair).0);
            touched |= rows.get(start as usize).copied().unwrap_or(0);
            (start, end)
        }));
        std::hint::black_box(touched);
        for (key, (start, end)) in keys.iter().zip(&*places) {
            let bucket = rows.get(*start as usize..*end as usize).unwrap_or_default();
            add_row(bucket, low(*key), scores);
        }
    }

    /// Number of rows and of weights.
    pub(crate) fn size(&self) -> (usize, usize) {
        let (mut features, mut weights) = (0, 0);
        let mut rest = &*self.rows;
        while let Some(count) = rest.get(HEAD - 1) {
            features += 1;
            weights += usize::from(*count);
            rest = rest.get(HEAD + 2 * usize::from(*count)..).unwrap_or_default();
        }
        (features, weights)
    }
}

/// Adds the row of one feature to the scores, if its bucket has it.
#[inline]
fn add_row(mut bucket: &[u8], wanted: u16, scores: &mut Scores) {
    while let [one, two, count, after @ ..] = bucket {
        let found = u16::from_le_bytes([*one, *two]);
        let Some((row, next)) = after.split_at_checked(2 * usize::from(*count)) else { return };
        if found >= wanted {
            if found == wanted {
                for pair in row.chunks_exact(2) {
                    let [label, root] = *pair else { return };
                    scores[usize::from(label) % LABELS] += SQUARES[usize::from(root)];
                }
            }
            return;
        }
        bucket = next;
    }
}

/// The weight of each root, by the root's byte.
static SQUARES: [i32; 256] = squares();

const fn squares() -> [i32; 256] {
    let mut squares = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation)]
        let root = (byte as u8).cast_signed() as i32;
        squares[byte] = root * root.abs();
        byte += 1;
    }
    squares
}

/// The halves of a number.
#[inline]
#[allow(clippy::cast_possible_truncation)]
const fn high_low(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

/// The lower half of a key; the bucket tells the upper.
#[inline]
#[allow(clippy::cast_possible_truncation)]
pub(crate) const fn low(key: u32) -> u16 {
    key as u16
}

/// A little-endian number.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*four))
}

/// How many upper bits of a key tell its bucket, for buckets of about three. At least half of them, since the rest
/// has to tell the keys of a bucket apart.
pub(crate) fn bits_for(count: usize) -> u32 {
    (count / 3).max(1).ilog2().clamp(16, 24)
}

/// How far to shift a key to get its bucket, from the size of the starts. None where it cannot be.
pub(crate) fn shift_of(starts: usize) -> Option<u32> {
    let buckets = starts.is_multiple_of(4).then_some(starts / 4)?.checked_sub(1)?;
    let bits = buckets.checked_ilog2()?;
    (buckets.is_power_of_two() && (16..=24).contains(&bits)).then_some(32 - bits)
}

/// The starts of buckets, while the items are written in the order of their keys.
pub(crate) struct Starts {
    bytes: Vec<u8>,
    bits: u32,
}

impl Starts {
    pub(crate) fn new(bits: u32) -> Self {
        Self { bytes: Vec::with_capacity(4 << bits), bits }
    }

    /// Notes that the item of this key begins at `place`.
    pub(crate) fn reach(&mut self, key: u32, place: usize) {
        self.fill((key >> (32 - self.bits)) as usize + 1, place);
    }

    /// The starts, with the end of the last bucket.
    pub(crate) fn finish(mut self, place: usize) -> Vec<u8> {
        self.fill((1 << self.bits) + 1, place);
        self.bytes
    }

    fn fill(&mut self, buckets: usize, place: usize) {
        let place = u32::try_from(place).unwrap_or(u32::MAX).to_le_bytes();
        while self.bytes.len() < 4 * buckets {
            self.bytes.extend_from_slice(&place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_the_rows_of_known_features_only() {
        let row = |key, row: &[Weight]| (key, row.to_vec());
        let weights = Weights::build([
            row(5, &[(0, 3), (127, -2)]),
            row(6, &[(1, 1)]),
            row(8, &[]),
            row(u32::MAX, &[(0, 7)]),
        ]);
        let mut scores = [0; LABELS];
        weights.add(&[5, 7, 8, u32::MAX, 0], &mut scores, &mut Vec::new());
        assert_eq!((scores[0], scores[1], scores[127]), (58, 0, -4));
        assert_eq!(weights.size(), (3, 4));
        let [starts, rows] = weights.parts().map(<[u8]>::to_vec);
        assert_eq!(Weights::new(starts.clone().into(), rows.into()).map(|again| again.size()), Some((3, 4)));
        assert!(Weights::new(starts.into(), Bytes::default()).is_none());
        assert!(Weights::new(Bytes::default(), Bytes::default()).is_none());
    }

    #[test]
    fn nonsense_does_no_harm() {
        let weights = Weights::build([(5, vec![(0, 3)])]);
        let [starts, _] = weights.parts().map(<[u8]>::to_vec);
        let weights = Weights::new(starts.into(), vec![5, 0, 200, 1, 1].into()).unwrap();
        let mut scores = [0; LABELS];
        weights.add(&[5], &mut scores, &mut Vec::new());
        assert_eq!(scores[0], 0);
    }
}
