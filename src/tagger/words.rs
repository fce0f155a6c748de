//! The word table of a model: what is known of single word forms.

use rustc_hash::FxHashMap;

use super::weights::{Bytes, Starts, bits_for, low, shift_of, u32_at};

/// What a model holds of one word form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// For parts of speech the set of labels that the word had in training, as a number; for entities the
    /// name lists that hold it, as bits. 0 where nothing is known.
    pub class: u32,
    /// Word cluster; 0 where the word has none.
    pub cluster: u16,
    /// How raw text writes the word inside sentences: 0 unknown, [`SMALL`], 2 either way, 3 with a capital, and
    /// [`SMALL_NAMES`].
    pub case: u8,
    /// One more than the only label the word can have; 0 where the model has to decide.
    pub certain: u8,
}

/// In small letters.
pub(crate) const SMALL: u8 = 1;

/// In small letters, as names may be too in the text that the model is for.
pub(crate) const SMALL_NAMES: u8 = 4;

/// A table from word hash to [`Entry`], used as it stands in the file.
///
/// Entries stand in the order of their keys, in buckets by the upper bits of the key: `starts` has the number of
/// each bucket's first entry as a little-endian u32, and the number of all. An entry is the lower 16 bits of its
/// key, the place of its class in `classes`, its cluster (u16 each), case and certain label (a byte each).
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    starts: Bytes,
    entries: Bytes,
    /// Every class that occurs.
    classes: Vec<u32>,
    shift: u32,
}

/// Bytes of an entry.
const SIZE: usize = 8;

impl Words {
    /// A table from its parts. None where their sizes do not fit.
    pub(crate) fn new(starts: Bytes, entries: Bytes, classes: Vec<u32>) -> Option<Self> {
        let shift = shift_of(starts.len())?;
        let count = u32_at(&starts, starts.len() - 4)? as usize;
        (count.checked_mul(SIZE)? == entries.len()).then_some(Self { starts, entries, classes, shift })
    }

    /// Builds the table from entries with rising keys. There are at most 65,536 classes; the words of more are left
    /// without one.
    pub(crate) fn build(sorted: &[(u32, Entry)]) -> Self {
        let bits = bits_for(sorted.len());
        let mut numbers: FxHashMap<u32, u16> = FxHashMap::default();
        let mut classes = vec![0];
        numbers.insert(0, 0);
        let (mut starts, mut entries) = (Starts::new(bits), Vec::with_capacity(SIZE * sorted.len()));
        for (place, (key, entry)) in sorted.iter().enumerate() {
            starts.reach(*key, place);
            let class = match (numbers.get(&entry.class), u16::try_from(classes.len())) {
                (Some(number), _) => *number,
                (None, Ok(number)) => {
                    classes.push(entry.class);
                    numbers.insert(entry.class, number);
                    number
                }
                (None, Err(_)) => 0,
            };
            for number in [low(*key), class, entry.cluster] {
                entries.extend_from_slice(&number.to_le_bytes());
            }
            entries.extend_from_slice(&[entry.case, entry.certain]);
        }
        let starts = starts.finish(sorted.len());
        Self { starts: starts.into(), entries: entries.into(), classes, shift: 32 - bits }
    }

    /// The parts of the file form.
    pub(crate) fn parts(&self) -> ([&[u8]; 2], &[u32]) {
        ([&self.starts, &self.entries], &self.classes)
    }

    /// What is known of the word with this hash.
    #[inline]
    pub(crate) fn get(&self, key: u32) -> Entry {
        let bucket = (key >> self.shift) as usize;
        let start = |bucket: usize| u32_at(&self.starts, 4 * bucket).unwrap_or(0) as usize;
        let range = start(bucket) * SIZE..start(bucket + 1) * SIZE;
        let wanted = low(key).to_le_bytes();
        for entry in self.entries.get(range).unwrap_or_default().chunks_exact(SIZE) {
            let [one, two, class0, class1, cluster0, cluster1, case, certain] = *entry else { break };
            if [one, two] == wanted {
                let class = usize::from(u16::from_le_bytes([class0, class1]));
                return Entry {
                    class: self.classes.get(class).copied().unwrap_or(0),
                    cluster: u16::from_le_bytes([cluster0, cluster1]),
                    case,
                    certain,
                };
            }
        }
        Entry::default()
    }

    /// The largest certain label of all entries.
    pub(crate) fn most_certain(&self) -> u8 {
        self.entries.iter().skip(SIZE - 1).step_by(SIZE).copied().max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_was_given_and_nothing_else() {
        let entry = |class| Entry { class, ..Entry::default() };
        let sorted: Vec<(u32, Entry)> = (1..400u32).map(|n| (n * 9_999_991, entry(n))).collect();
        let words = Words::build(&sorted);
        assert!(sorted.iter().all(|(key, entry)| words.get(*key) == *entry));
        assert_eq!(words.get(7), Entry::default());
        assert_eq!(words.get(u32::MAX), Entry::default());
        let ([starts, entries], classes) = words.parts();
        let again = Words::new(starts.to_vec().into(), entries.to_vec().into(), classes.to_vec()).unwrap();
        assert!(sorted.iter().all(|(key, entry)| again.get(*key) == *entry));
        assert_eq!(Words::default().get(3), Entry::default());
    }
}
