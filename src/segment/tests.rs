//! What holds for any text; the examples are in the files below.

use proptest::prelude::*;

use super::*;

mod paragraphs;
mod sentences;
mod tokens;

/// The text of every paragraph, sentence or token, with a bar between.
fn joined(text: &str, spans: impl Iterator<Item = Span>) -> String {
    spans.map(|span| span.text(text)).collect::<Vec<_>>().join("|")
}

/// Checks every promise of [`segment`].
fn check(text: &str) -> Segments {
    let segments = segment(text, Lexicon::embedded());
    let (mut last, mut covered) = (0, 0);
    for token in &segments.tokens {
        let form = text.get(token.span.range()).expect("tokens lie on character edges");
        assert!(!form.is_empty() && token.span.start >= last);
        assert!(!form.contains(char::is_whitespace), "{form:?}");
        last = token.span.end;
        covered += form.chars().count();
    }
    assert_eq!(covered, text.chars().filter(|c| !c.is_whitespace()).count());
    let (mut sentence, mut token) = (0, 0);
    for (number, paragraph) in (0u32..).zip(&segments.paragraphs) {
        let inner = text.get(paragraph.span.range()).expect("paragraphs lie on character edges");
        assert!(inner == inner.trim() && !inner.is_empty());
        assert_eq!(paragraph.sentences.start, sentence);
        assert!(!paragraph.sentences.is_empty());
        sentence = paragraph.sentences.end;
        for inner in &segments.sentences[paragraph.sentences.start as usize..sentence as usize] {
            assert_eq!((inner.paragraph, inner.tokens.start), (number, token));
            assert!(paragraph.span.contains(inner.span) && !inner.tokens.is_empty());
            token = inner.tokens.end;
            let tokens = &segments.tokens[inner.tokens.start as usize..token as usize];
            assert_eq!(inner.span, cover(tokens, 0..tokens.len()));
        }
    }
    assert_eq!((sentence as usize, token as usize), (segments.sentences.len(), segments.tokens.len()));
    segments
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_text_is_covered(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_text_of_awkward_characters_is_covered(
        text in "[ab INOSst.019,:/@'’\"“”‘`«»()\\[\\]!?…&_#*;=<>+\\- \n\r\t\u{a0}é中\u{301}\u{200b}—–-]{0,60}",
    ) {
        check(&text);
    }

    #[test]
    fn any_sequence_of_awkward_words_is_covered(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "www.", "a@b", "://", "http://x.y/)", "U.S.", "Mr.", "No.", "5", "p.m.", "'s", "n't", "’", "\"", "``", "''",
                "...", ". . .", "[3]", "?”", "!", "he", "Ann", "said", " ", "  ", "\n", "\n\n", "\r\n", "•", "--", "—", "1.", "é",
            ]),
            0..40,
        ),
    ) {
        check(&words.concat());
        check(&words.join(" "));
    }
}

#[test]
fn an_empty_text_has_no_layers() {
    assert_eq!(check(""), Segments::default());
    assert_eq!(check(" \n\t\u{a0}\r\n"), Segments::default());
}

#[test]
fn a_long_line_without_spaces_is_one_token() {
    let text = "a".repeat(1 << 20);
    assert_eq!(check(&text).tokens.len(), 1);
}
