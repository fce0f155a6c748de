//! The word table that training makes.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Aids;
use super::clusters::Habit;
use crate::tagger::bio;
use crate::tagger::columns::{OPEN, Sentence};
use crate::tagger::form::Reader;
use crate::tagger::words::{Entry, SMALL, SMALL_NAMES, Words};

/// A word seen less often is as good as unknown: its labels say little of the next text.
const LEAST: u32 = 3;

/// A word seen this often with one label only has no other.
const CERTAIN: u32 = 60;

/// Name lists: for each word that stands in one the lists, as bits.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    bits: BTreeMap<u32, u32>,
    reader: Reader,
}

impl Lists {
    /// How many lists can be told apart.
    pub const MOST: u32 = 16;

    /// Adds the names of list number `list` (below [`Lists::MOST`]). Words of names of several words get a bit of their own.
    pub fn add<'n>(&mut self, list: u32, names: impl IntoIterator<Item = &'n str>) {
        for name in names {
            let mut words: Vec<&str> = name.split_whitespace().collect();
            // Small words of long names, like *of*, say nothing.
            words.retain(|word| word.chars().next().is_some_and(char::is_uppercase));
            let bit = 1 << (2 * (list % Self::MOST) + u32::from(words.len() > 1));
            for word in words {
                *self.bits.entry(self.reader.key(word)).or_default() |= bit;
            }
        }
    }
}

/// The table for parts of speech: which labels each frequent word can have.
pub(super) fn parts_of_speech(sentences: &[Sentence], labels: &[String], aids: &Aids) -> Words {
    let numbers: FxHashMap<&str, u8> = (0..).zip(labels).map(|(n, label)| (label.as_str(), n)).collect();
    let mut reader = Reader::default();
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    for sentence in sentences {
        for (token, label) in sentence.tokens.iter().zip(&sentence.labels) {
            let label = numbers.get(label.as_str()).copied().unwrap_or(0);
            *counts.entry(reader.key(token)).or_default().entry(label).or_default() += 1;
        }
    }
    let mut classes: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    let mut table = habitual(aids);
    for (key, counts) in counts {
        let all: u32 = counts.values().sum();
        if all < LEAST {
            continue;
        }
        let mut often: Vec<(u32, u8)> = counts
            .into_iter()
            .filter(|(_, count)| *count * 25 >= all)
            .map(|(label, count)| (count, label))
            .collect();
        often.sort_by_key(|(count, label)| (std::cmp::Reverse(*count), *label));
        let certain = match often.as_slice() {
            [(count, label)] if all >= CERTAIN && (all - count) * 500 <= all => label + 1,
            _ => 0,
        };
        let set: Vec<u8> = often.into_iter().map(|(_, label)| label).take(4).collect();
        let next = u32::try_from(classes.len() + 1).unwrap_or(u32::MAX);
        let class = *classes.entry(set).or_insert(next);
        let entry = table.entry(key).or_default();
        (entry.class, entry.certain) = (class, certain);
    }
    Words::build(&table.into_iter().collect::<Vec<_>>())
}

/// The table for entities: which words in small letters are never part of a name, and the name lists.
pub(super) fn entities(sentences: &[Sentence], aids: &Aids) -> Words {
    let mut reader = Reader::default();
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for sentence in sentences {
        for (token, label) in sentence.tokens.iter().zip(&sentence.labels) {
            if !token.chars().any(char::is_uppercase) {
                let (all, named) = counts.entry(reader.key(token)).or_default();
                *all += 1;
                *named += u32::from(label != "O" && label != OPEN);
            }
        }
    }
    let mut table = habitual(aids);
    for (key, bits) in &aids.lists.bits {
        table.entry(*key).or_default().class = *bits;
    }
    for (key, (all, named)) in counts {
        if all >= 10 && named * 2000 <= all {
            table.entry(key).or_default().certain = 1;
        }
    }
    if have_small_names(sentences) {
        for entry in table.values_mut().filter(|entry| entry.case == SMALL) {
            entry.case = SMALL_NAMES;
        }
    }
    Words::build(&table.into_iter().collect::<Vec<_>>())
}

/// Whether more than one name in ten is all in small letters, as where roles are labelled, or chats.
fn have_small_names(sentences: &[Sentence]) -> bool {
    let (mut all, mut small) = (0u32, 0u32);
    for sentence in sentences {
        for (range, _) in bio::names(sentence.labels.iter().map(String::as_str)) {
            let mut tokens = sentence.tokens.get(range).unwrap_or_default().iter();
            all += 1;
            small += u32::from(!tokens.any(|token| token.contains(char::is_uppercase)));
        }
    }
    small * 10 > all
}

fn habitual(aids: &Aids) -> BTreeMap<u32, Entry> {
    let entry = |habit: &Habit| Entry { cluster: habit.cluster, case: habit.case, ..Entry::default() };
    aids.habits.iter().map(|(key, habit)| (*key, entry(habit))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagger::Task;
    use crate::tagger::columns::read;

    #[test]
    fn words_that_text_writes_small_may_be_names_where_names_are_small() {
        let key = Reader::default().key("spokesman");
        let mut aids = Aids::default();
        aids.habits.insert(key, Habit { cluster: 1, case: SMALL });
        let case = |text: &str| entities(&read(Task::Ner, text).unwrap(), &aids).get(key).case;
        assert_eq!(case("the\tO\nspokesman\tB-ROLE\nof\tO\nNorland\tB-LOC\n"), SMALL_NAMES);
        assert_eq!(case("the\tO\nspokesman\tO\nof\tO\nNorland\tB-LOC\n"), SMALL);
    }
}
