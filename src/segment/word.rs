//! Words: clitics, compounds, elisions, and the stop of an abbreviation.

use super::abbreviation;
use super::character::{Class, is_apostrophe};
use super::token::Tokenizer;
use crate::layers::TokenKind;

/// The longest word, in bytes, that word lists are asked about.
pub(super) const LONGEST: usize = 24;

/// Prefixes that the treebank leaves on their word.
const PREFIXES: [&str; 44] = [
    "anti", "bi", "bio", "co", "counter", "cross", "cyber", "de", "dis", "e", "em", "ex", "extra", "hyper",
    "infra", "inter", "intra", "macro", "meta", "micro", "mid", "mini", "mono", "multi", "neo", "non",
    "over", "para", "poly", "post", "pre", "pro", "proto", "pseudo", "psycho", "re", "semi", "socio", "sub",
    "super", "trans", "ultra", "un", "uh",
];

/// What can follow an apostrophe as a clitic. *n't* takes a letter of the word before with it.
const CLITICS: [&str; 6] = ["s", "m", "d", "re", "ve", "ll"];

/// Words written as one and read as two, with where the first ends.
const FUSED: [(&str, usize); 7] =
    [("cannot", 3), ("gonna", 3), ("wanna", 3), ("gotta", 3), ("lemme", 3), ("gimme", 3), ("dunno", 2)];

/// Words that lose their start. After a straight mark only those that could not as well open a quotation.
const ELIDED: [&str; 10] = ["em", "tis", "twas", "twere", "twill", "twould", "til", "n", "neath", "tisn"];
const ELIDED_AFTER_CURLY: [&str; 14] =
    ["bout", "cause", "cept", "er", "ere", "im", "ow", "round", "ud", "un", "uns", "ye", "gainst", "twixt"];

/// Reads the word at the reading position.
pub(super) fn read(tokenizer: &mut Tokenizer) {
    if tokenizer.address() {
        return;
    }
    let start = tokenizer.position;
    let end = body_end(tokenizer, start);
    push(tokenizer, start, end);
}

/// Reads *'em*, *'tis* and their like, whose apostrophe is at the reading position and whose letters
/// start at `next`.
pub(super) fn read_elision(tokenizer: &mut Tokenizer, next: usize, apostrophe: char) -> bool {
    let end = tokenizer.skip(next, |class| class == Class::Letter);
    let letters = tokenizer.text.get(next..end).unwrap_or_default();
    let known = |list: &[&str]| list.iter().any(|word| word.eq_ignore_ascii_case(letters));
    // Text that was cut into tokens before has its clitics apart: "Israel 's".
    let apart = known(&CLITICS) && tokenizer.class_at(end) == Class::Space;
    if apart {
        tokenizer.push(end, TokenKind::Word);
        return true;
    }
    if letters.len() > 6 || !(known(&ELIDED) || apostrophe == '’' && known(&ELIDED_AFTER_CURLY)) {
        return false;
    }
    // "'n'" keeps both its apostrophes.
    let closes = letters.eq_ignore_ascii_case("n") && tokenizer.at(end) == Some(apostrophe);
    let end = end + if closes { apostrophe.len_utf8() } else { 0 };
    tokenizer.push(end, TokenKind::Word);
    true
}

/// Where the word that starts at `start` ends, with inner stops, apostrophes and prefixes.
fn body_end(tokenizer: &Tokenizer, start: usize) -> usize {
    let text = tokenizer.text;
    let mut part = start;
    let mut end = letters_end(tokenizer, start);
    while let Some(joint) = tokenizer.at(end) {
        let next = end + joint.len_utf8();
        let follows = tokenizer.class_at(next);
        let joins = match joint {
            _ if is_apostrophe(joint) => follows == Class::Letter,
            '.' => follows == Class::Letter && joins_at_stop(text, part, end, next),
            '-' | '\u{2010}' | '\u{2011}' => {
                matches!(follows, Class::Letter | Class::Digit)
                    && is_prefix(text.get(start..end).unwrap_or_default())
            }
            '&' => {
                follows == Class::Letter
                    && text.get(start..end).is_some_and(|left| left.len() <= 3 && is_upper(left))
                    && tokenizer.at(next).is_some_and(char::is_uppercase)
            }
            '_' => matches!(follows, Class::Letter | Class::Digit) && end - part > 1,
            _ => false,
        };
        if !joins {
            break;
        }
        part = next;
        end = letters_end(tokenizer, next);
    }
    end
}

fn letters_end(tokenizer: &Tokenizer, start: usize) -> usize {
    // Most words are ASCII: a look at bytes is enough for them.
    let bytes = tokenizer.text.as_bytes();
    let mut end = start;
    while end < tokenizer.end && bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        end += 1;
    }
    if bytes.get(end).is_some_and(|byte| !byte.is_ascii()) {
        end = tokenizer.skip(end, |class| matches!(class, Class::Letter | Class::Digit));
    }
    end
}

/// Whether a stop between letters is part of the word: *U.S.A*, *Ph.D*, *example.com*. A stop before a
/// capital is more often a space forgotten between sentences.
fn joins_at_stop(text: &str, part: usize, stop: usize, next: usize) -> bool {
    let left = text.get(part..stop).unwrap_or_default();
    let single = left.chars().nth(1).is_none();
    let right = text.get(next..).and_then(|right| right.chars().next());
    let ends = abbreviation::is_degree(left);
    single || ends || right.is_some_and(|right| !right.is_uppercase())
}

fn is_upper(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

fn is_prefix(word: &str) -> bool {
    word.len() <= 7 && PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(word))
}

/// Pushes a word's tokens: its clitics apart, its stop with it where it is an abbreviation's.
fn push(tokenizer: &mut Tokenizer, start: usize, end: usize) {
    let word = tokenizer.text.get(start..end).unwrap_or_default();
    let stopped = tokenizer.at(end) == Some('.') && tokenizer.at(end + 1) != Some('.');
    if stopped && abbreviation::keeps_stop(tokenizer, start, end) {
        return tokenizer.push(end + 1, TokenKind::Word);
    }
    if let Some(cut) = clitic(word) {
        tokenizer.push(start + cut, TokenKind::Word);
        tokenizer.push(end, TokenKind::Word);
        return;
    }
    if let Some((_, cut)) = (5..=6)
        .contains(&word.len())
        .then(|| FUSED.iter().find(|(fused, _)| fused.eq_ignore_ascii_case(word)))
        .flatten()
    {
        tokenizer.push(start + cut, TokenKind::Word);
    }
    tokenizer.push(end, TokenKind::Word);
}

/// Where the clitic at the end of a word starts.
fn clitic(word: &str) -> Option<usize> {
    // The longest clitic is "n", a three-byte apostrophe and "t".
    let tail = word.len().saturating_sub(5);
    let tail = (tail..word.len()).find(|position| word.is_char_boundary(*position))?;
    let (offset, apostrophe) = word.get(tail..)?.char_indices().rev().find(|(_, c)| is_apostrophe(*c))?;
    let at = tail + offset;
    let after = word.get(at + apostrophe.len_utf8()..)?;
    let before = word.get(..at)?;
    if after.eq_ignore_ascii_case("t") && before.ends_with(['n', 'N']) && before.len() > 1 {
        return Some(at - 1);
    }
    (at > 0 && CLITICS.iter().any(|clitic| clitic.eq_ignore_ascii_case(after))).then_some(at)
}
