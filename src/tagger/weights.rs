//! The weights of a model as prediction reads them: one sparse row of label weights a feature.

use super::words::shift_for;

/// The most labels a model can have.
pub(crate) const LABELS: usize = 128;

/// The score of each label.
pub(crate) type Scores = [i32; LABELS];

/// One weight: label, and the root of the weight with its sign. Roots give small weights fine steps and
/// still hold the few that are a hundred times larger.
pub(crate) type Weight = (u8, i8);

/// A slot of the table; an empty one has no weights.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u32,
    start: u32,
    count: u8,
}

/// A hash table from feature hash to its row, in the order of the keys. Looking up a key that was never
/// seen costs one cache line, and finds a wrong row once in about ten thousand times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    slots: Vec<Slot>,
    entries: Vec<Weight>,
    shift: u32,
}

impl Weights {
    /// An empty table that expects `features` rows and `weights` weights.
    pub(crate) fn with_capacity(features: usize, weights: usize) -> Self {
        Self {
            slots: Vec::with_capacity(2 * features + 16),
            entries: Vec::with_capacity(weights),
            shift: shift_for(features),
        }
    }

    /// Appends a row. Keys have to rise; a row without weights is left out.
    pub(crate) fn push(&mut self, key: u32, row: &[Weight]) {
        let (Ok(start), Ok(count)) = (u32::try_from(self.entries.len()), u8::try_from(row.len())) else {
            return;
        };
        if count == 0 {
            return;
        }
        let home = (key >> self.shift) as usize;
        if self.slots.len() < home {
            self.slots.resize(home, Slot::default());
        }
        self.slots.push(Slot { key, start, count });
        self.entries.extend_from_slice(row);
    }

    /// Adds the row of a feature to the scores.
    #[inline]
    pub(crate) fn add(&self, key: u32, scores: &mut Scores) {
        let home = (key >> self.shift) as usize;
        for slot in self.slots.get(home..).unwrap_or_default() {
            if slot.key == key {
                let start = slot.start as usize;
                let row = self.entries.get(start..start + usize::from(slot.count)).unwrap_or_default();
                for &(label, weight) in row {
                    let root = i32::from(weight);
                    scores[usize::from(label) % LABELS] += root * root.abs();
                }
                return;
            }
            if slot.key > key || slot.count == 0 {
                return;
            }
        }
    }

    /// Every row with its key, in the order of the keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &[Weight])> {
        self.slots.iter().filter(|slot| slot.count > 0).map(|slot| {
            let start = slot.start as usize;
            (slot.key, self.entries.get(start..start + usize::from(slot.count)).unwrap_or_default())
        })
    }

    /// Number of rows and of weights.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.slots.iter().filter(|slot| slot.count > 0).count(), self.entries.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_the_rows_of_known_features_only() {
        let mut weights = Weights::with_capacity(3, 4);
        weights.push(5, &[(0, 3), (127, -2)]);
        weights.push(6, &[(1, 1)]);
        weights.push(u32::MAX, &[(0, 7)]);
        let mut scores = [0; LABELS];
        for key in [5, 7, u32::MAX, 0] {
            weights.add(key, &mut scores);
        }
        assert_eq!((scores[0], scores[1], scores[127]), (58, 0, -4));
        assert_eq!(weights.size(), (3, 4));
        assert_eq!(weights.iter().map(|(key, _)| key).collect::<Vec<_>>(), [5, 6, u32::MAX]);
    }
}
