//! Whose stop it is: the abbreviation's or the sentence's.

use super::character::Class;
use super::token::Tokenizer;
use super::word::LONGEST;
use crate::lexicon::{Lexicon, WordClass};

/// Abbreviations that are words too: the stop is theirs only before a number. *No. 5*, *fig. 2*, *Sun. 9*.
const BEFORE_NUMBERS: [&str; 22] = [
    "no", "nos", "fig", "figs", "art", "ch", "sec", "vol", "pp", "p", "para", "sun", "sat", "mar", "mon",
    "op", "pt", "ver", "eq", "wed", "am", "pm",
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
    if BEFORE_NUMBERS.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        let calendar = || {
            let end = tokenizer.skip(next, |class| class == Class::Letter);
            let word = tokenizer.text.get(next..end).unwrap_or_default();
            word.len() <= LONGEST && (tokenizer.lexicon.word(word).is(WordClass::CALENDAR))
        };
        return (number || word.starts_with(char::is_uppercase) && calendar())
            && word.chars().next().is_some_and(|first| first.is_uppercase() || word != "no");
    }
    if is_abbreviation(tokenizer.lexicon, word) {
        return true;
    }
    // A stop before a comma ends no sentence.
    following == Some(',') && next == after && word.len() <= 5
}

/// Whether the letters are single but for a degree's: *U.S*, *a.m*, *Ph.D*.
fn is_acronym(word: &str) -> bool {
    word.split('.').all(|part| part.chars().nth(1).is_none() || is_degree(part))
}

/// Whether a word is in the list of abbreviations.
fn is_abbreviation(lexicon: &Lexicon, word: &str) -> bool {
    builtin(word) || lexicon.word(word).is(WordClass::ABBREVIATION)
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
        return previous.starts_with(char::is_uppercase) && !is_function_word(tokenizer.lexicon, previous);
    }
    let end = tokenizer.skip(next, |class| class == Class::Letter);
    let word = tokenizer.text.get(next..end).unwrap_or_default();
    !is_function_word(tokenizer.lexicon, word)
}

/// Whether a name follows the abbreviation, so that its stop ends no sentence.
pub(super) fn is_title(lexicon: &Lexicon, word: &str) -> bool {
    const LIST: [&str; 30] = [
        "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "capt", "sgt", "rev",
        "hon", "st", "maj", "cmdr", "adm", "messrs", "mme", "mlle", "fr", "pres", "supt", "sens", "reps",
        "vs", "brig", "mt",
    ];
    LIST.iter().any(|known| known.eq_ignore_ascii_case(word))
        || word.len() <= LONGEST && lexicon.word(word).is(WordClass::TITLE)
}

/// Whether a word is written with a capital only because a sentence starts with it.
pub(super) fn is_function_word(lexicon: &Lexicon, word: &str) -> bool {
    word.len() <= LONGEST && (builtin_function(word) || lexicon.word(word).is(WordClass::FUNCTION_WORD))
}

fn builtin(word: &str) -> bool {
    const LIST: [&str; 75] = [
        "adm", "aug", "ave", "blvd", "brig", "bros", "ca", "capt", "cf", "cmdr", "co", "col", "corp", "cpl",
        "dec", "dept", "dr", "drs", "ed", "eds", "eg", "esp", "esq", "est", "etc", "ext", "feb", "ft", "gen",
        "gov", "hon", "ie", "inc", "jan", "jr", "jul", "jun", "lb", "lbs", "lt", "ltd", "maj", "messrs",
        "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt", "nov", "oct", "oz", "plc", "pres", "prof", "pvt",
        "rd", "rep", "reps", "rev", "sen", "sens", "sept", "sgt", "sr", "st", "ste", "supt", "vs", "viz",
        "al", "approx", "dist", "univ",
    ];
    LIST.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn builtin_function(word: &str) -> bool {
    const LIST: [&str; 64] = [
        "a", "an", "the", "this", "that", "these", "those", "he", "she", "it", "they", "we", "i", "you",
        "his", "her", "its", "their", "our", "my", "your", "but", "and", "or", "so", "yet", "if", "when",
        "while", "because", "although", "though", "after", "before", "since", "as", "in", "on", "at", "by",
        "for", "from", "to", "with", "there", "then", "however", "what", "who", "why", "how", "where",
        "which", "some", "many", "most", "no", "not", "is", "are", "was", "were", "do", "did",
    ];
    LIST.iter().any(|known| known.eq_ignore_ascii_case(word))
}
