//! The word table of a model: what is known of single word forms.

/// What a model holds of one word form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// For parts of speech the set of labels that the word had in training, as a number; for entities the
    /// name lists that hold it, as bits. 0 where nothing is known.
    pub class: u32,
    /// Word cluster; 0 where the word has none.
    pub cluster: u16,
    /// How raw text writes the word inside sentences: 0 unknown, 1 small, 2 either way, 3 with a capital.
    pub case: u8,
    /// One more than the only label the word can have; 0 where the model has to decide.
    pub certain: u8,
}

/// A slot of the table. An empty one has the entry that knows nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u32,
    entry: Entry,
}

/// A hash table from word hash to [`Entry`], in the order of the keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    slots: Vec<Slot>,
    shift: u32,
}

impl Words {
    /// Builds the table from entries with rising keys.
    pub(crate) fn new(sorted: &[(u32, Entry)]) -> Self {
        let shift = shift_for(sorted.len());
        let mut slots = Vec::with_capacity(2 * sorted.len() + 16);
        for &(key, entry) in sorted {
            let home = (key >> shift) as usize;
            if slots.len() < home {
                slots.resize(home, Slot::default());
            }
            slots.push(Slot { key, entry });
        }
        Self { slots, shift }
    }

    /// What is known of the word with this hash.
    #[inline]
    pub(crate) fn get(&self, key: u32) -> Entry {
        let home = (key >> self.shift) as usize;
        for slot in self.slots.get(home..).unwrap_or_default() {
            if slot.key == key {
                return slot.entry;
            }
            // Keys rise with the slots, so a larger key or an empty slot ends the search.
            if slot.key > key || slot.entry == Entry::default() {
                break;
            }
        }
        Entry::default()
    }

    /// Every entry with its key, in the order of the keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, Entry)> {
        self.slots.iter().filter(|slot| slot.entry != Entry::default()).map(|slot| (slot.key, slot.entry))
    }
}

/// How far to shift a key so that `count` keys fill a table by about half.
pub(crate) fn shift_for(count: usize) -> u32 {
    let slots = (2 * count).next_power_of_two().max(2);
    32 - slots.trailing_zeros().min(31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_was_given_and_nothing_else() {
        let entry = |class| Entry { class, ..Entry::default() };
        let sorted: Vec<(u32, Entry)> = (1..400u32).map(|n| (n * 9_999_991, entry(n))).collect();
        let words = Words::new(&sorted);
        assert!(sorted.iter().all(|(key, entry)| words.get(*key) == *entry));
        assert_eq!(words.get(7), Entry::default());
        assert_eq!(words.get(u32::MAX), Entry::default());
        assert_eq!(words.iter().collect::<Vec<_>>(), sorted);
        assert_eq!(Words::default().get(3), Entry::default());
    }
}
