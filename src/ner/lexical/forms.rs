//! How a document writes its words: which stand in lower case somewhere, which are capitals in mid-sentence.

use std::hash::Hasher as _;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use crate::layers::TokenKind;
use crate::lexicon::WordClass;
use crate::reading::Reading;

bitflags::bitflags! {
    /// How a word has been seen in the document.
    #[derive(Clone, Copy, Default, PartialEq, Eq)]
    struct Seen: u8 {
        /// In lower case.
        const LOWER = 1;
        /// With a capital where position does not ask for one.
        const CAPITAL = 1 << 1;
    }
}

/// How much the capitals of a sentence tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Names are capitalised, other words are not.
    Running,
    /// A headline, a caption or shouting: every word may be capitalised.
    Headline,
}

/// Capitalisation over a whole document.
pub(super) struct Forms {
    seen: FxHashMap<u64, Seen>,
    styles: Vec<Style>,
    positional: Vec<bool>,
}

impl Forms {
    /// Counts the word forms of a document.
    pub(super) fn count(reading: &Reading<'_>) -> Self {
        let mut forms = Self {
            seen: FxHashMap::default(),
            styles: Vec::with_capacity(reading.sentences.len()),
            positional: vec![false; reading.tokens.len()],
        };
        for sentence in 0..reading.sentences.len() {
            let tokens = reading.sentence_tokens(sentence);
            let style = style(reading, tokens.clone());
            forms.styles.push(style);
            // A word right after an opening mark, bracket, colon or dash is capitalised by position too.
            let mut opens = true;
            for index in tokens {
                let form = reading.form(index);
                match reading.tokens.get(index).map(|token| token.kind) {
                    Some(TokenKind::Word) => {
                        if let Some(slot) = forms.positional.get_mut(index) {
                            *slot = opens;
                        }
                        let seen = if !is_capitalised(form) {
                            Seen::LOWER
                        } else if !opens && style == Style::Running {
                            Seen::CAPITAL
                        } else {
                            Seen::empty()
                        };
                        if !seen.is_empty() {
                            *forms.seen.entry(fold(form)).or_default() |= seen;
                        }
                        opens = false;
                    }
                    Some(TokenKind::Mark) => opens = true,
                    Some(TokenKind::Punctuation) => {
                        opens |= !matches!(form, "," | ";" | "/" | "-" | "." | ")");
                    }
                    _ => opens = false,
                }
            }
        }
        forms
    }

    /// The style of a sentence.
    pub(super) fn style(&self, sentence: usize) -> Style {
        self.styles.get(sentence).copied().unwrap_or(Style::Running)
    }

    /// Whether a token would be capitalised whatever it is.
    pub(super) fn is_positional(&self, token: usize) -> bool {
        self.positional.get(token).copied().unwrap_or(false)
    }

    /// Whether the word stands in lower case somewhere in the document.
    pub(super) fn has_lower(&self, form: &str) -> bool {
        self.seen.get(&fold(form)).is_some_and(|seen| seen.contains(Seen::LOWER))
    }

    /// Whether the document writes the word with a capital in mid-sentence, and never in lower case.
    pub(super) fn is_name_elsewhere(&self, form: &str) -> bool {
        self.seen.get(&fold(form)) == Some(&Seen::CAPITAL)
    }
}

/// A hash of a word whatever its case. Two words that share one cost at worst a wrong label.
pub(super) fn fold(form: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for character in form.chars().flat_map(char::to_lowercase) {
        hasher.write_u32(u32::from(character));
    }
    hasher.finish()
}

/// Whether a word starts like a name: *Qanou*, *d'Estaing*.
pub(super) fn is_capitalised(form: &str) -> bool {
    let starts_upper = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    starts_upper(form)
        || form
            .split_once(['\'', '’', '‘'])
            .is_some_and(|(prefix, rest)| matches!(prefix, "d" | "l") && starts_upper(rest))
}

/// The articles that Arabic names are joined with, as in *al-Qanou*.
pub(super) fn is_article(form: &str) -> bool {
    ["al", "el", "ul", "ur", "ar", "as", "ash", "ad", "an", "at", "az"].contains(&form)
}

/// Whether a word is written in capital letters only, as acronyms are.
pub(super) fn is_upper(form: &str) -> bool {
    form.chars().filter(|character| character.is_alphabetic()).count() > 1
        && !form.chars().any(char::is_lowercase)
}

/// A line whose words nearly all start with a capital tells nothing by them.
fn style(reading: &Reading<'_>, tokens: Range<usize>) -> Style {
    let (mut long, mut capitals, mut words, mut shouted, mut known) = (0u32, 0u32, 0u32, 0u32, 0u32);
    let ends_with_stop =
        tokens.end.checked_sub(1).is_some_and(|last| matches!(reading.form(last), "." | "!" | "?"));
    for index in tokens {
        let form = reading.form(index);
        if reading.tokens.get(index).is_none_or(|token| token.kind != TokenKind::Word) {
            continue;
        }
        words += 1;
        shouted += u32::from(is_upper(form));
        if form.len() > 3 {
            long += 1;
            capitals += u32::from(is_capitalised(form));
        }
        let class = reading.words.get(index).map_or(WordClass::empty(), |word| word.class);
        known += u32::from(class.intersects(WordClass::GIVEN_NAME | WordClass::TITLE));
    }
    let shouting = words >= 3 && shouted * 10 >= words * 7;
    // A short line of capitals is a heading, unless it starts like a person: *Sami Abu Zuhri*.
    let heading = words >= 2 && long >= 1 && capitals * 10 >= long * 8 && (words > 3 || known == 0);
    if shouting || (heading && !ends_with_stop) { Style::Headline } else { Style::Running }
}
