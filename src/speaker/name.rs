//! Names as word lists that can be compared: case, stops, particles and nicknames evened out.

use std::hash::Hasher as _;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};

use crate::layers::Gender;
use crate::lexicon::WordClass;
use crate::reading::Reading;

/// One word of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NameWord {
    /// The word without case and stops.
    pub(super) key: u64,
    /// Its first letter, in lower case.
    initial: char,
    /// Whether it is no more than an initial.
    is_initial: bool,
}

/// A name as words, without Arabic article and generation suffix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NameWords {
    pub(super) words: Vec<NameWord>,
    /// *Jr.*, *Sr.*, *II*, as a folded word.
    pub(super) suffix: Option<u64>,
}

/// A hash of a word whatever its case and stops. A clash of two words costs at worst one wrong link.
pub(super) fn fold(form: &str) -> u64 {
    let mut hasher = FxHasher::default();
    let letters = form.trim_end_matches('.').chars();
    for letter in letters.filter(|letter| *letter != '.').flat_map(char::to_lowercase) {
        hasher.write_u32(u32::from(if letter == '’' { '\'' } else { letter }));
    }
    hasher.finish()
}

/// Whether the Arabic article stands at a token, in lower case or joined to the next word: *al-Qanou*, *Al-Qanou*.
pub(super) fn is_article(reading: &Reading<'_>, index: usize) -> bool {
    const ARTICLES: [&str; 11] = ["al", "el", "ul", "ur", "ar", "as", "ash", "an", "ad", "at", "az"];
    let form = reading.form(index);
    ARTICLES.contains(&form)
        || (reading.form(index + 1) == "-" && ARTICLES.iter().any(|known| form.eq_ignore_ascii_case(known)))
}

impl NameWords {
    /// The words of a name that stands at some tokens.
    pub(super) fn read(reading: &Reading<'_>, tokens: Range<usize>) -> Self {
        let mut name = Self::default();
        for index in tokens.clone() {
            let form = reading.form(index);
            let Some(initial) = form.chars().next() else { continue };
            if !initial.is_alphanumeric() {
                continue;
            }
            let bare = form.trim_end_matches('.');
            let is_suffix = matches!(bare, "Jr" | "Sr" | "II" | "III" | "IV" | "jr" | "sr");
            if is_suffix && !name.words.is_empty() {
                name.suffix = Some(fold(form));
                continue;
            }
            if index + 1 < tokens.end && (is_article(reading, index) || matches!(form, "the" | "The")) {
                continue;
            }
            name.words.push(NameWord {
                key: fold(form),
                initial: initial.to_lowercase().next().unwrap_or(initial),
                is_initial: bare.chars().count() == 1,
            });
        }
        name
    }

    pub(super) fn first(&self) -> Option<NameWord> {
        self.words.first().copied()
    }

    pub(super) fn last(&self) -> Option<NameWord> {
        self.words.last().copied()
    }

    /// A key that equal names share.
    pub(super) fn key(&self) -> u64 {
        let mut hasher = FxHasher::default();
        for word in &self.words {
            hasher.write_u64(word.key);
        }
        hasher.write_u64(self.suffix.unwrap_or(0));
        hasher.finish()
    }

    /// Whether the name is the end of a longer one: *Abu Amr* of *Ziad Abu Amr*.
    pub(super) fn is_end_of(&self, longer: &Self) -> bool {
        self.words.len() < longer.words.len()
            && longer.words.iter().rev().zip(self.words.iter().rev()).all(|(a, b)| a.key == b.key)
            && (self.suffix.is_none() || self.suffix == longer.suffix)
    }

    /// Whether the name is the start of a longer one: *Mary Ann* of *Mary Ann Smith*.
    pub(super) fn is_start_of(&self, longer: &Self) -> bool {
        self.words.len() < longer.words.len()
            && longer.words.iter().zip(&self.words).all(|(a, b)| a.key == b.key)
    }

    /// Whether two full names can be one person's: *Robert S. Ford* and *Bob Ford*, not *Robert Ford Jr.*
    pub(super) fn is_variant_of(&self, other: &Self) -> bool {
        let (Some(first), Some(last)) = (self.first(), self.last()) else { return false };
        let (Some(other_first), Some(other_last)) = (other.first(), other.last()) else { return false };
        if self.words.len() < 2 || other.words.len() < 2 || last.key != other_last.key {
            return false;
        }
        if self.suffix != other.suffix && self.suffix.is_some() && other.suffix.is_some() {
            return false;
        }
        let initials = (first.is_initial || other_first.is_initial) && first.initial == other_first.initial;
        if first.key != other_first.key && !initials && !share_root(first.key, other_first.key) {
            return false;
        }
        let (a, b) = (self.middle(), other.middle());
        a.is_empty()
            || b.is_empty()
            || (a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| {
                    a.key == b.key || ((a.is_initial || b.is_initial) && a.initial == b.initial)
                }))
    }

    fn middle(&self) -> &[NameWord] {
        self.words.get(1..self.words.len().saturating_sub(1)).unwrap_or(&[])
    }
}

/// Given names and their short forms: the short form to the full ones it can stand for.
static NICKNAMES: LazyLock<FxHashMap<u64, Vec<u64>>> = LazyLock::new(|| {
    let mut roots: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
    for line in include_str!("../../models/lexicon/nicknames.tsv").lines() {
        let Some((full, short)) = line.split_once('\t') else { continue };
        for form in short.split(' ').chain([full]) {
            roots.entry(fold(form)).or_default().push(fold(full));
        }
    }
    roots
});

/// Whether two given names can be forms of one: *Lizzy* and *Elizabeth*, *Bill* and *Will*.
pub(super) fn share_root(a: u64, b: u64) -> bool {
    a == b
        || NICKNAMES
            .get(&a)
            .zip(NICKNAMES.get(&b))
            .is_some_and(|(a, b)| a.iter().any(|root| b.contains(root)))
}

/// The forms that a given name can stand for.
pub(super) fn roots(key: u64) -> &'static [u64] {
    NICKNAMES.get(&key).map_or(&[], Vec::as_slice)
}

/// What stands right before a name: titles and forms of address.
#[derive(Clone, Debug, Default)]
pub(super) struct Titles {
    /// The folded words, the nearest first.
    pub(super) words: Vec<u64>,
    /// What they tell of the gender.
    pub(super) gender: Option<Gender>,
    /// The form of address that belongs to a bare surname: *Mr.*, *Lady*, *Captain*.
    pub(super) address: Option<usize>,
}

/// Words that are part of how a person is called, other than offices such as *President*.
const ADDRESSES: [(&str, Option<Gender>); 47] = {
    use Gender::{Feminine as F, Masculine as M};
    [
        ("mr", Some(M)),
        ("mister", Some(M)),
        ("mrs", Some(F)),
        ("ms", Some(F)),
        ("miss", Some(F)),
        ("mme", Some(F)),
        ("madame", Some(F)),
        ("mademoiselle", Some(F)),
        ("monsieur", Some(M)),
        ("m", Some(M)),
        ("herr", Some(M)),
        ("frau", Some(F)),
        ("signor", Some(M)),
        ("signora", Some(F)),
        ("señor", Some(M)),
        ("señora", Some(F)),
        ("don", Some(M)),
        ("doña", Some(F)),
        ("sir", Some(M)),
        ("lady", Some(F)),
        ("lord", Some(M)),
        ("dame", Some(F)),
        ("dr", None),
        ("doctor", None),
        ("prof", None),
        ("professor", None),
        ("rev", None),
        ("reverend", None),
        ("father", Some(M)),
        ("brother", Some(M)),
        ("sister", Some(F)),
        ("mother", Some(F)),
        ("uncle", Some(M)),
        ("aunt", Some(F)),
        ("aunty", Some(F)),
        ("captain", None),
        ("colonel", None),
        ("major", None),
        ("general", None),
        ("lieutenant", None),
        ("count", Some(M)),
        ("countess", Some(F)),
        ("prince", Some(M)),
        ("princess", Some(F)),
        ("duke", Some(M)),
        ("duchess", Some(F)),
        ("master", Some(M)),
    ]
};

/// Reads the titles that end right before a token.
pub(super) fn titles_before(reading: &Reading<'_>, start: usize) -> Titles {
    let mut titles = Titles::default();
    let mut at = start;
    while at > 0 && start - at < 4 {
        let index = at - 1;
        let form = reading.form(index);
        let word = reading.words.get(index).copied().unwrap_or(crate::lexicon::Word::UNKNOWN);
        let bare = form.trim_end_matches('.');
        let address = ADDRESSES.iter().find(|(known, _)| bare.eq_ignore_ascii_case(known));
        let is_title = form.starts_with(char::is_uppercase)
            && (word.is(WordClass::TITLE | WordClass::ROLE) || address.is_some())
            || (word.is(WordClass::ROLE) && at == start);
        if !is_title || reading.sentence_of.get(index) != reading.sentence_of.get(start) {
            break;
        }
        titles.words.push(fold(form));
        if titles.gender.is_none() {
            titles.gender = address
                .and_then(|(_, gender)| *gender)
                .or(Some(word.gender).filter(|gender| *gender != Gender::Unknown));
        }
        if at == start && address.is_some() && form.starts_with(char::is_uppercase) {
            titles.address = Some(index);
        }
        at = index;
    }
    titles
}
