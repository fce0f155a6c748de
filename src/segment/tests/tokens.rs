//! Tokens, with a bar between.

use super::{check, joined};
use crate::layers::TokenKind;

#[track_caller]
fn tokens(text: &str, expected: &str) {
    let segments = check(text);
    assert_eq!(joined(text, segments.tokens.iter().map(|token| token.span)), expected);
}

#[test]
fn clitics_stand_apart() {
    tokens("Israel's plan", "Israel|'s|plan");
    tokens("Abbas' plan", "Abbas|'|plan");
    tokens("Hamas’s and Abbas’ men", "Hamas|’s|and|Abbas|’|men");
    tokens("I don't, she won’t, CAN'T", "I|do|n't|,|she|wo|n’t|,|CA|N'T");
    tokens("we'll they've you're I'm he'd", "we|'ll|they|'ve|you|'re|I|'m|he|'d");
    tokens("I cannot, I'm gonna", "I|can|not|,|I|'m|gon|na");
    tokens("already cut: Israel 's army do n't", "already|cut|:|Israel|'s|army|do|n't");
}

#[test]
fn other_apostrophes_are_part_of_the_word() {
    tokens("O'Brien at five o'clock", "O'Brien|at|five|o'clock");
    tokens("O’Brien’s d’Artagnan", "O’Brien|’s|d’Artagnan");
    tokens("the '90s, ’72 and 'twas", "the|'90s|,|’72|and|'twas");
    tokens("rock 'n' roll, tell 'em", "rock|'n'|roll|,|tell|'em");
    tokens("the 1960's", "the|1960's");
    // A quotation of a number or a word is none.
    tokens("'90' and 'emma'", "'|90|'|and|'|emma|'");
}

#[test]
fn marks_are_tokens() {
    tokens("“Go,” „ja“ «oui» ‘so’ ‹x›", "“|Go|,|”|„|ja|“|«|oui|»|‘|so|’|‹|x|›");
    tokens("\"Go,\" ``he'' said", "\"|Go|,|\"|``|he|''|said");
    tokens("'Yes,' she said", "'|Yes|,|'|she|said");
    let kinds: Vec<_> = check("\"Abbas' 5%, $\" —").tokens.iter().map(|token| token.kind).collect();
    let (mark, other) = (TokenKind::Mark, TokenKind::Punctuation);
    let (word, number, symbol) = (TokenKind::Word, TokenKind::Number, TokenKind::Symbol);
    assert_eq!(kinds, [mark, word, mark, number, other, other, symbol, mark, other]);
}

#[test]
fn compounds_are_cut_at_hyphens_but_for_prefixes() {
    tokens("long-term, 24-year-old", "long|-|term|,|24|-|year|-|old");
    tokens("al-Masri and Abu-Amr", "al|-|Masri|and|Abu|-|Amr");
    tokens("anti-war co-founder pre-1948", "anti-war|co-founder|pre-1948");
    tokens("U.S.-backed", "U.S.|-|backed");
    tokens("a – b — c -- d—e --- f", "a|–|b|—|c|--|d|—|e|---|f");
}

#[test]
fn numbers_keep_their_separators() {
    tokens("1,200.50 or 9/11 at 10:30", "1,200.50|or|9/11|at|10:30");
    tokens("the 20th, the 1980s", "the|20th|,|the|1980s");
    tokens("$330, €5m, 50%", "$|330|,|€|5|m|,|50|%");
    tokens("3-4 weeks, 555-0134, 2024-05-06", "3|-|4|weeks|,|555-0134|,|2024-05-06");
    tokens("in 1987. Then", "in|1987|.|Then");
    tokens("5pm, .25, #1", "5|pm|,|.25|,|#|1");
}

#[test]
fn abbreviations_keep_their_stop() {
    tokens("Mr. Lee of the U.S. Army", "Mr.|Lee|of|the|U.S.|Army");
    tokens("on Jan. 5 at 5 p.m. with J. K. Smith, Ph.D.", "on|Jan.|5|at|5|p.m.|with|J.|K.|Smith|,|Ph.D.");
    tokens("No. 5 said no. Five", "No.|5|said|no|.|Five");
    tokens("see p. 12 (b. May 1950)", "see|p.|12|(|b.|May|1950|)");
    tokens("He took vitamin C. The end.", "He|took|vitamin|C|.|The|end|.");
}

#[test]
fn stops_run_together() {
    tokens("Well... no?! Yes…", "Well|...|no|?!|Yes|…");
    tokens("end.Next", "end|.|Next");
}

#[test]
fn addresses_are_whole() {
    tokens("see http://a.example/b?c=d.", "see|http://a.example/b?c=d|.");
    tokens("(www.example.co.uk)", "(|www.example.co.uk|)");
    tokens("mail a.b-c@d.example, now", "mail|a.b-c@d.example|,|now");
    tokens("@someone tags #MeToo", "@someone|tags|#MeToo");
    tokens("example.com is up", "example.com|is|up");
}

#[test]
fn joined_names_are_whole() {
    tokens("AT&T and Q&A, this&that", "AT&T|and|Q&A|,|this|&|that");
}

#[test]
fn letters_of_any_script_make_words() {
    tokens("naïve Zürich Łódź", "naïve|Zürich|Łódź");
    tokens("cafe\u{301} ok", "cafe\u{301}|ok");
}
