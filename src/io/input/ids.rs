//! Ids that are unique over a run.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Ids are watched up to this many documents. A set of so many has 2^22 places, some 38 MB; a few more would
/// double it.
const MOST: usize = 3_600_000;

/// The ids that documents of a run have. The first document keeps its id; a later one that would have the
/// same gets `~2`, `~3` and so on behind it.
///
/// Only hashes are kept, some 10 bytes a document. Two different ids with one hash would cost the second
/// one a needless `~2`; with 3.6 million documents the chance of that is below one in a million. Documents
/// after those keep their ids unwatched.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: HashSet<u64>,
    /// The last number given out behind an id that came more than once.
    last: HashMap<u64, u64>,
}

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
    fn a_hundred_thousand_times_the_same_id_is_quick() {
        let mut ids = Ids::default();
        let last = (0..100_000).map(|_| ids.claim("")).last();
        assert_eq!(last.flatten().as_deref(), Some("~100000"));
    }
}
