//! What raw text tells of words: which stand between the same neighbours, and which are written with a
//! capital.
//!
//! The exchange algorithm for a two-sided class bigram model (Martin, Liermann and Ney, *Algorithms for
//! bigram and trigram word clustering*, Speech Communication 24, 1998): each word in turn moves to the class
//! that raises the likelihood of the text most, until nothing moves or the passes are used up.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::tagger::form::Reader;

/// Words seen less often are left without a cluster.
const LEAST: u32 = 5;

/// The word that stands for rare words and sentence edges.
const OTHER: u32 = 0;

/// What raw text tells of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habit {
    /// Its cluster, from 1; 0 for none.
    pub cluster: u16,
    /// How it is written inside sentences: 0 unknown, 1 small, 2 either way, 3 with a capital.
    pub case: u8,
}

/// Collects the words of raw text.
#[derive(Debug, Default)]
pub struct Collector {
    reader: Reader,
    counts: BTreeMap<u32, u32>,
    /// How often each word stands after another word, and how often with a capital there.
    cases: BTreeMap<u32, (u32, u32)>,
    /// The key of each word of the text, [`OTHER`] at the edges of sentences.
    text: Vec<u32>,
}

impl Collector {
    /// Adds a sentence.
    pub fn add<T: AsRef<str>>(&mut self, tokens: impl IntoIterator<Item = T>) {
        self.text.push(OTHER);
        let mut inside = false;
        for token in tokens {
            let token = token.as_ref();
            let key = self.reader.key(token);
            let first = token.chars().next();
            // After a mark a sentence or a quotation may begin, where every word has a capital.
            if inside && first.is_some_and(char::is_alphabetic) {
                let (all, capital) = self.cases.entry(key).or_default();
                *all += 1;
                *capital += u32::from(first.is_some_and(char::is_uppercase));
            }
            inside = first.is_some_and(char::is_alphanumeric);
            *self.counts.entry(key).or_default() += 1;
            self.text.push(key);
        }
    }

    /// What the text tells of its words, by their keys: with `classes` clusters, found in at most `passes`
    /// rounds.
    #[must_use]
    pub fn habits(&self, classes: u16, passes: u32) -> BTreeMap<u32, Habit> {
        let mut habits: BTreeMap<u32, Habit> = BTreeMap::new();
        for (key, cluster) in self.cluster(classes, passes) {
            habits.entry(key).or_default().cluster = cluster;
        }
        for (key, (all, capital)) in &self.cases {
            let case = match (capital * 10).checked_div(*all) {
                _ if *all < LEAST => continue,
                Some(0) => 1,
                Some(1..=8) => 2,
                _ => 3,
            };
            habits.entry(*key).or_default().case = case;
        }
        habits
    }

    /// The class of each frequent word, from 1, by its key.
    fn cluster(&self, classes: u16, passes: u32) -> BTreeMap<u32, u16> {
        let mut often: Vec<(u32, u32)> = self
            .counts
            .iter()
            .filter(|(_, count)| **count >= LEAST)
            .map(|(key, count)| (*key, *count))
            .collect();
        often.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
        let numbers: FxHashMap<u32, u32> =
            (1u32..).zip(&often).map(|(number, (key, _))| (*key, number)).collect();
        let text = self.text.iter().map(|key| numbers.get(key).copied().unwrap_or(OTHER));
        let mut exchange = Exchange::new(text, often.len() + 1, usize::from(classes.max(2)));
        for _ in 0..passes {
            if exchange.pass() == 0 {
                break;
            }
        }
        (1..)
            .zip(often)
            .filter_map(|(word, (key, _)): (usize, _)| {
                let class = exchange.class.get(word)?;
                Some((key, u16::try_from(class + 1).ok()?))
            })
            .collect()
    }
}

/// A neighbour and how often it stands there.
type Neighbours = Vec<(u32, u32)>;

/// The state of the search.
struct Exchange {
    classes: usize,
    class: Vec<usize>,
    before: Vec<Neighbours>,
    after: Vec<Neighbours>,
    /// How often each word follows itself, and stands anywhere.
    doubled: Vec<u32>,
    count: Vec<u32>,
    /// How often each class stands, and each pair of classes: by first class, and by second.
    single: Vec<u32>,
    pairs: Vec<u32>,
    reversed: Vec<u32>,
    /// `x ln x` for small numbers.
    table: Vec<f32>,
}

impl Exchange {
    fn new(text: impl Iterator<Item = u32>, words: usize, classes: usize) -> Self {
        let mut bigrams: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut count = vec![0; words];
        let mut last = OTHER;
        for word in text {
            *bigrams.entry((last, word)).or_default() += 1;
            if let Some(count) = count.get_mut(word as usize) {
                *count += 1;
            }
            last = word;
        }
        let mut sorted: Vec<((u32, u32), u32)> = bigrams.into_iter().collect();
        sorted.sort_unstable();
        let (mut before, mut after) = (vec![Vec::new(); words], vec![Vec::new(); words]);
        let mut doubled = vec![0; words];
        for ((one, two), seen) in sorted {
            if one == two {
                set(&mut doubled, one as usize, |cell| *cell = seen);
            } else {
                set(&mut after, one as usize, |list: &mut Neighbours| list.push((two, seen)));
                set(&mut before, two as usize, |list: &mut Neighbours| list.push((one, seen)));
            }
        }
        // Frequent words begin in classes of their own, the others are spread evenly.
        let class: Vec<usize> = (0..words).map(|word| word % classes).collect();
        #[allow(clippy::cast_precision_loss)]
        let table = (0..1u32 << 15).map(|x| if x == 0 { 0.0 } else { x as f32 * (x as f32).ln() }).collect();
        let square = vec![0; classes * classes];
        let mut new = Self {
            classes,
            class,
            before,
            after,
            doubled,
            count,
            single: vec![0; classes],
            reversed: square.clone(),
            pairs: square,
            table,
        };
        for word in 0..words {
            let class = new.class_of(word);
            set(&mut new.single, class, |cell| *cell += new.count.get(word).copied().unwrap_or(0));
            for (next, seen) in new.after.get(word).cloned().unwrap_or_default() {
                new.change(class, new.class_of(next as usize), i64::from(seen));
            }
            new.change(class, class, i64::from(new.doubled.get(word).copied().unwrap_or(0)));
        }
        new
    }

    fn class_of(&self, word: usize) -> usize {
        self.class.get(word).copied().unwrap_or(0)
    }

    fn change(&mut self, one: usize, two: usize, by: i64) {
        let apply = |cell: &mut u32| *cell = u32::try_from(i64::from(*cell) + by).unwrap_or(0);
        set(&mut self.pairs, one * self.classes + two, apply);
        set(&mut self.reversed, two * self.classes + one, apply);
    }

    /// `x ln x`
    #[inline]
    #[allow(clippy::cast_precision_loss)]
    fn entropy(&self, x: u32) -> f32 {
        self.table.get(x as usize).copied().unwrap_or_else(|| x as f32 * (x as f32).ln())
    }

    /// Moves every word once; gives how many moved.
    fn pass(&mut self) -> usize {
        let mut moved = 0;
        for word in 1..self.class.len() {
            let old = self.class_of(word);
            let before = self.by_class(&self.before, word);
            let after = self.by_class(&self.after, word);
            self.place(word, old, &before, &after, -1);
            let new = self.best(word, &before, &after);
            self.place(word, new, &before, &after, 1);
            set(&mut self.class, word, |class| *class = new);
            moved += usize::from(new != old);
        }
        moved
    }

    /// How often a word stands beside each class.
    fn by_class(&self, lists: &[Neighbours], word: usize) -> Vec<(usize, u32)> {
        let mut counts = vec![0; self.classes];
        for (neighbour, seen) in lists.get(word).map_or(&[][..], Vec::as_slice) {
            set(&mut counts, self.class_of(*neighbour as usize), |cell| *cell += seen);
        }
        counts.into_iter().enumerate().filter(|(_, seen)| *seen > 0).collect()
    }

    /// Adds a word to the counts of a class, or takes it out.
    fn place(
        &mut self,
        word: usize,
        class: usize,
        before: &[(usize, u32)],
        after: &[(usize, u32)],
        sign: i64,
    ) {
        for (other, seen) in before {
            self.change(*other, class, sign * i64::from(*seen));
        }
        for (other, seen) in after {
            self.change(class, *other, sign * i64::from(*seen));
        }
        self.change(class, class, sign * i64::from(self.doubled.get(word).copied().unwrap_or(0)));
        let count = sign * i64::from(self.count.get(word).copied().unwrap_or(0));
        set(&mut self.single, class, |cell| *cell = u32::try_from(i64::from(*cell) + count).unwrap_or(0));
    }

    /// The class where a word that is in none raises the likelihood most.
    fn best(&self, word: usize, before: &[(usize, u32)], after: &[(usize, u32)]) -> usize {
        let count = self.count.get(word).copied().unwrap_or(0);
        let mut gains: Vec<f32> = self
            .single
            .iter()
            .map(|single| -2.0 * (self.entropy(single + count) - self.entropy(*single)))
            .collect();
        for (square, neighbours) in [(&self.pairs, before), (&self.reversed, after)] {
            for (other, seen) in neighbours {
                let start = other * self.classes;
                let row = square.get(start..start + self.classes).unwrap_or_default();
                for (gain, cell) in gains.iter_mut().zip(row) {
                    *gain += self.entropy(cell + seen) - self.entropy(*cell);
                }
            }
        }
        let mut best = (0, f32::NEG_INFINITY);
        for (class, gain) in gains.into_iter().enumerate() {
            if gain > best.1 {
                best = (class, gain);
            }
        }
        best.0
    }
}

/// Changes the item at `index`, if there is one.
#[inline]
fn set<T>(items: &mut [T], index: usize, change: impl FnOnce(&mut T)) {
    if let Some(item) = items.get_mut(index) {
        change(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_the_same_neighbours_share_a_class() {
        let mut collector = Collector::default();
        for subject in ["ana", "boris", "carla"] {
            for verb in ["sees", "hears", "finds"] {
                for object in ["tea", "milk", "wine"] {
                    collector.add([subject, verb, object]);
                }
            }
        }
        let classes = collector.cluster(4, 20);
        let mut reader = Reader::default();
        let mut class = |word: &str| classes.get(&reader.key(word)).copied();
        assert_eq!(class("ana"), class("carla"));
        assert_eq!(class("sees"), class("finds"));
        assert_eq!(class("tea"), class("wine"));
        assert_ne!(class("ana"), class("sees"));
        assert_eq!(class("unseen"), None);
    }

    #[test]
    fn the_habitual_case_is_that_inside_sentences() {
        let mut collector = Collector::default();
        for _ in 0..6 {
            collector.add(["Police", "met", "Vela", ".", "The", "police", "left"]);
        }
        let habits = collector.habits(3, 2);
        let mut reader = Reader::default();
        let mut case = |word: &str| habits.get(&reader.key(word)).map(|habit| habit.case);
        assert_eq!((case("police"), case("Vela"), case("the")), (Some(1), Some(3), Some(0)));
    }
}
