//! Whose stop it is: the abbreviation's or the sentence's.

use super::character::Class;
use super::token::Tokenizer;
use super::word::LONGEST;
use crate::layers::TokenKind;
use crate::lexicon::{Lexicon, WordClass};

/// Abbreviations that in lower case are ordinary words, or nearly always the end of one's sentence: with a small
/// letter they are abbreviations before a number only.
const ORDINARY: [&str; 35] = [
    "am", "app", "art", "arts", "ch", "col", "cos", "del", "ed", "fig", "figs", "fri", "gal", "gen", "ill",
    "ind", "la", "mar", "mass", "max", "min", "miss", "mo", "no", "nos", "op", "ore", "pa", "pm", "sat",
    "sec", "sun", "tab", "wash", "wed",
];

/// Abbreviations after a number only.
const UNITS: [&str; 14] =
    ["cm", "ft", "hr", "hrs", "kg", "km", "lb", "lbs", "mi", "mins", "mm", "mph", "oz", "tbsp"];

/// Abbreviations in the middle of a sentence by their meaning.
const CONTINUING: [&str; 8] = ["approx", "ca", "cf", "e.g", "i.e", "viz", "vs", "esp"];

/// Words of the closed classes, with which a sentence starts but hardly a name. The lexicon's function words
/// would do but for *National*, *Federal*, *Long* and their like, which follow *U.S.* and initials in names.
#[rustfmt::skip]
const OPENERS: [&str; 68] = [
    "a", "after", "all", "although", "an", "and", "are", "as", "at", "because", "before", "but", "by", "did",
    "do", "for", "from", "he", "her", "his", "how", "however", "i", "if", "in", "instead", "is", "it", "its",
    "many", "meanwhile", "most", "my", "nobody", "not", "on", "or", "our", "several", "she", "since", "so",
    "some", "that", "the", "their", "then", "there", "these", "they", "this", "those", "though", "to", "was",
    "we", "were", "what", "when", "where", "which", "while", "who", "why", "with", "yet", "you", "your",
];

/// Degrees and the like, whose parts have more than one letter.
pub(super) fn is_degree(part: &str) -> bool {
    matches!(part, "Ph" | "Sc" | "Litt" | "Ed" | "Eng" | "Phil" | "Lt" | "Ltd")
}

/// Whether the word at `start..end`, with a stop after it, keeps that stop.
pub(super) fn keeps_stop(tokenizer: &Tokenizer, start: usize, end: usize) -> bool {
    let word = tokenizer.text.get(start..end).unwrap_or_default();
    if word.len() > LONGEST {
        return false;
    }
    if word.contains('.') {
        return is_acronym(word);
    }
    let after = end + 1;
    let next = tokenizer.skip(after, |class| class == Class::Space);
    let following = tokenizer.at(next);
    let number = following.is_some_and(|next| next.is_ascii_digit() || next == '#');
    if word.chars().nth(1).is_none() {
        return is_initial(tokenizer, word, after, next);
    }
    let Some(class) =
        Some(tokenizer.lexicon.word(word).class).filter(|class| class.contains(WordClass::ABBREVIATION))
    else {
        // A stop before a comma ends no sentence.
        return following == Some(',') && next == after && word.len() <= 5;
    };
    let previous = tokenizer.tokens.last();
    if UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word)) {
        return previous.is_some_and(|token| token.kind == TokenKind::Number);
    }
    if word == "al" {
        return previous.is_some_and(|token| token.span.text(tokenizer.text) == "et");
    }
    let goes_on = following.is_some_and(|following| !following.is_uppercase());
    let ordinary = ORDINARY.iter().any(|known| known.eq_ignore_ascii_case(word));
    if ordinary && word.starts_with(char::is_lowercase) {
        return number;
    }
    if class.contains(WordClass::TITLE) {
        return true;
    }
    if !word.contains(char::is_lowercase) {
        // "the BRIT AM. The": capitals are more often an acronym's.
        return number || goes_on;
    }
    if class.contains(WordClass::BEFORE_NUMBER) {
        return number || !ordinary && (goes_on || class.contains(WordClass::CALENDAR));
    }
    true
}

/// Whether the letters are single but for a degree's: *U.S*, *a.m*, *Ph.D*.
fn is_acronym(word: &str) -> bool {
    // "non-U.S."
    let bare = word.rsplit('-').next().unwrap_or(word);
    bare.split('.').all(|part| part.chars().nth(1).is_none() || is_degree(part))
}

/// A single letter with a stop: an initial (*J. Smith*, *Samuel L. Jackson*) unless it reads better as
/// the end of a sentence (*vitamin C. The*, *so do I. Then*).
fn is_initial(tokenizer: &Tokenizer, letter: &str, after: usize, next: usize) -> bool {
    let Some(following) = tokenizer.at(next) else { return false };
    if next == after {
        return following.is_alphanumeric() || matches!(following, ',' | '-' | ';' | ':' | '\'' | '’');
    }
    let small = letter.starts_with(char::is_lowercase);
    let previous = tokenizer.tokens.last().map_or("", |token| token.span.text(tokenizer.text));
    if small {
        // "p. 12", "(b. March 2009; m. June 1970)", "&c.", "3 p. m."
        return following.is_ascii_digit()
            || matches!(previous, "(" | ";" | "&")
            || following == 'm' && previous.starts_with(|c: char| c.is_ascii_digit())
            || letter == "m" && matches!(previous, "a." | "p.");
    }
    if !following.is_uppercase() {
        return following.is_lowercase() && letter != "I";
    }
    if letter == "I" {
        return previous.starts_with(char::is_uppercase) && !is_opener(previous);
    }
    let end = tokenizer.skip(next, |class| class == Class::Letter);
    let word = tokenizer.text.get(next..end).unwrap_or_default();
    !is_opener(word)
}

/// Whether the abbreviation stands before a name or in the middle of a sentence, so that its stop ends none.
pub(super) fn is_title(lexicon: &Lexicon, word: &str) -> bool {
    let class = if word.len() <= LONGEST { lexicon.word(word).class } else { WordClass::empty() };
    // "rep." and "atty." are titles with a capital only; careless text has "dr." and "mr." before names.
    let written = word.starts_with(char::is_uppercase) || matches!(word, "dr" | "mr" | "mrs" | "ms" | "st");
    written && class.contains(WordClass::TITLE) && !class.contains(WordClass::SENTENCE_FINAL)
        || CONTINUING.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a word is written with a capital only because a sentence starts with it.
pub(super) fn is_opener(word: &str) -> bool {
    OPENERS.iter().any(|known| known.eq_ignore_ascii_case(word))
}
