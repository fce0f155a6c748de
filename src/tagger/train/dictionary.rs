//! The word table that training makes: which labels each frequent word can have.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::tagger::columns::Sentence;
use crate::tagger::form::Reader;
use crate::tagger::words::{Entry, Words};

/// A word seen less often is as good as unknown: its labels say little of the next text.
const LEAST: u32 = 3;

/// A word seen this often with one label only has no other.
const CERTAIN: u32 = 60;

/// Builds the table.
pub(super) fn build(sentences: &[Sentence], labels: &[String], clusters: &BTreeMap<u32, u16>) -> Words {
    let numbers: FxHashMap<&str, u8> = (0..).zip(labels).map(|(n, label)| (label.as_str(), n)).collect();
    let mut reader = Reader::default();
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    for sentence in sentences {
        for (token, label) in sentence.tokens.iter().zip(&sentence.labels) {
            let label = numbers.get(label.as_str()).copied().unwrap_or(0);
            *counts.entry(reader.key(token)).or_default().entry(label).or_default() += 1;
        }
    }
    let mut classes: BTreeMap<Vec<u8>, u16> = BTreeMap::new();
    let mut table: BTreeMap<u32, Entry> = clusters
        .iter()
        .map(|(key, cluster)| (*key, Entry { cluster: *cluster, ..Entry::default() }))
        .collect();
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
        let next = u16::try_from(classes.len() + 1).unwrap_or(u16::MAX);
        let class = *classes.entry(set).or_insert(next);
        let entry = table.entry(key).or_default();
        (entry.class, entry.certain) = (class, certain);
    }
    let sorted: Vec<(u32, Entry)> = table.into_iter().collect();
    Words::new(&sorted)
}
