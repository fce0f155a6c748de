//! Ids that are unique over a run.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The ids that documents of a run have. The first document keeps its id; a later one that would have the
/// same gets `~2`, `~3` and so on behind it.
///
/// Only hashes are kept. Two different ids with one hash would cost the second one a needless `~2`; with three
/// million documents the chance of that is about one in four million. Documents after the first [`MOST`] keep their
/// ids unwatched, so that memory has a bound.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: Hashes,
    /// The last number given out behind an id that came more than once.
    last: HashMap<u64, u64>,
}

/// Ids are watched up to this many documents.
const MOST: usize = 3_500_000;

impl Ids {
    /// The id to use instead of one that is taken.
    pub(super) fn claim(&mut self, id: &str) -> Option<String> {
        if self.taken.len() + self.last.len() >= MOST || self.taken.insert(hash(id)) {
            return None;
        }
        let last = self.last.entry(hash(id)).or_insert(1);
        loop {
            *last += 1;
            let other = format!("{id}~{last}");
            // Somebody may have called a document that.
            if self.taken.insert(hash(&other)) {
                return Some(other);
            }
        }
    }
}

/// A set of hashes whose memory does not depend on how many a long run has.
#[derive(Debug, Default)]
struct Hashes {
    /// The hashes of a short run.
    few: HashSet<u64>,
    /// Those of a long one, each in the first free slot from its own on. All slots are there from the start: a table
    /// that grew would make memory follow the corpus.
    slots: Vec<u64>,
    count: usize,
}

/// From this many hashes on there are slots.
const FEW: usize = 4096;

/// A power of two, so that a fifth stays free for [`MOST`]; 32 MB.
const SLOTS: usize = 1 << 22;

/// What a free slot holds.
const FREE: u64 = u64::MAX;

impl Hashes {
    const fn len(&self) -> usize {
        self.count
    }

    /// Whether the hash is new.
    fn insert(&mut self, hash: u64) -> bool {
        let new = if self.slots.is_empty() { self.few.insert(hash) } else { self.place(hash) };
        self.count += usize::from(new);
        if self.count == FEW && self.slots.is_empty() {
            self.slots = vec![FREE; SLOTS];
            for hash in std::mem::take(&mut self.few) {
                self.place(hash);
            }
        }
        new
    }

    fn place(&mut self, hash: u64) -> bool {
        let hash = if hash == FREE { 0 } else { hash };
        let first = (hash % SLOTS as u64) as usize;
        let (before, after) = self.slots.split_at_mut(first);
        // There is always a free one: no more than MOST are put in.
        match after.iter_mut().chain(before).find(|slot| **slot == FREE || **slot == hash) {
            Some(slot) if *slot == FREE => {
                *slot = hash;
                true
            }
            _ => false,
        }
    }
}

/// The same in every run: these hashes have no random key.
fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(ids: &[&str]) -> Vec<String> {
        let mut known = Ids::default();
        ids.iter().map(|id| known.claim(id).unwrap_or_else(|| (*id).to_owned())).collect()
    }

    #[test]
    fn the_first_keeps_its_id_and_later_ones_are_numbered() {
        assert_eq!(claimed(&["a", "b", "a", "a", "b"]), ["a", "b", "a~2", "a~3", "b~2"]);
    }

    #[test]
    fn ids_that_look_numbered_do_not_collide() {
        assert_eq!(claimed(&["a~2", "a", "a", "a~2"]), ["a~2", "a", "a~3", "a~2~2"]);
    }

    #[test]
    fn many_ids_are_told_apart_as_few_are() {
        let mut ids = Ids::default();
        for number in 0..3 * FEW {
            assert_eq!(ids.claim(&number.to_string()), None, "{number}");
        }
        for number in (0..3 * FEW).rev() {
            assert_eq!(ids.claim(&number.to_string()), Some(format!("{number}~2")));
        }
    }

    #[test]
    fn a_hundred_thousand_times_the_same_id_is_quick() {
        let mut ids = Ids::default();
        let last = (0..100_000).map(|_| ids.claim("")).last();
        assert_eq!(last.flatten().as_deref(), Some("~100000"));
    }
}
