//! What a transformer reads at once.

use std::ops::Range;

use crate::reading::Reading;

/// A stretch of word pieces that a transformer reads at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Numbers of the pieces in the vocabulary, with those that open and close every window.
    pub ids: Vec<u32>,
    /// The type of each piece.
    pub types: Vec<u32>,
    /// Where the tokens of the document begin that stand here.
    pub firsts: Vec<First>,
}

/// Where a token begins in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First {
    /// The place of its first piece in the window.
    pub piece: usize,
    /// The token, counted through the document.
    pub token: usize,
    /// How many tokens lie between it and the nearer place where its sentence was cut; [`usize::MAX`] in a whole one.
    pub depth: usize,
}

/// How a checkpoint wants its windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The most pieces of a window, without those that open and close it.
    pub longest: usize,
    /// Whether sentences that follow each other share a window.
    pub context: bool,
    /// Whether types tell how a word is written, in place of being all zero.
    pub cases: bool,
    /// Pieces that open every window.
    pub open: Vec<u32>,
    /// Pieces that close every window.
    pub close: Vec<u32>,
}

impl Frame {
    /// Cuts a document into windows, given the pieces of each of its tokens.
    pub(super) fn windows(&self, reading: &Reading<'_>, pieces: &[Vec<u32>]) -> Vec<Window> {
        let sentences: Vec<Range<usize>> =
            (0..reading.sentences.len()).map(|sentence| reading.sentence_tokens(sentence)).collect();
        self.stretches(&sentences, pieces)
            .into_iter()
            .map(|stretch| {
                let mut ids = self.open.clone();
                let mut types = vec![0; ids.len()];
                let mut firsts = Vec::new();
                for (part, whole) in stretch {
                    for token in part.clone() {
                        let Some(of_token) = pieces.get(token).filter(|pieces| !pieces.is_empty()) else {
                            continue;
                        };
                        let before = if part.start > whole.start { token - part.start } else { usize::MAX };
                        let after = if part.end < whole.end { part.end - 1 - token } else { usize::MAX };
                        firsts.push(First { piece: ids.len(), token, depth: before.min(after) });
                        ids.extend(of_token);
                        let case = if self.cases { case(reading.form(token)) } else { 0 };
                        types.resize(ids.len(), case);
                    }
                }
                ids.extend(&self.close);
                types.resize(ids.len(), 0);
                Window { ids, types, firsts }
            })
            .collect()
    }

    /// Groups sentences, or parts of them, into windows: tokens of the part, tokens of the sentence.
    fn stretches(
        &self,
        sentences: &[Range<usize>],
        pieces: &[Vec<u32>],
    ) -> Vec<Vec<(Range<usize>, Range<usize>)>> {
        let size =
            |tokens: Range<usize>| pieces.get(tokens).unwrap_or_default().iter().map(Vec::len).sum::<usize>();
        let mut stretches: Vec<Vec<_>> = Vec::new();
        // What the last window holds; None where nothing may be added to it.
        let mut held: Option<usize> = None;
        for sentence in sentences {
            let pieces_here = size(sentence.clone());
            if pieces_here == 0 {
                continue;
            }
            let whole = (sentence.clone(), sentence.clone());
            if pieces_here > self.longest {
                held = None;
                let parts = self.parts(sentence, pieces).into_iter();
                stretches.extend(parts.map(|part| vec![(part, sentence.clone())]));
                continue;
            }
            match (held.filter(|held| held + pieces_here <= self.longest), stretches.last_mut()) {
                (Some(before), Some(last)) => {
                    last.push(whole);
                    held = Some(before + pieces_here);
                }
                _ => {
                    stretches.push(vec![whole]);
                    held = self.context.then_some(pieces_here);
                }
            }
        }
        stretches
    }

    /// Cuts a sentence into parts that overlap by half.
    fn parts(&self, sentence: &Range<usize>, pieces: &[Vec<u32>]) -> Vec<Range<usize>> {
        let size = |token: usize| pieces.get(token).map_or(0, Vec::len);
        let mut parts = Vec::new();
        let mut start = sentence.start;
        loop {
            let (mut end, mut held) = (start, 0);
            while end < sentence.end && (held + size(end) <= self.longest || end == start) {
                held += size(end);
                end += 1;
            }
            parts.push(start..end);
            if end == sentence.end {
                return parts;
            }
            start += ((end - start) / 2).max(1);
        }
    }
}

/// How a word is written: 0 in small letters or with none, 1 with a capital first, 2 in capitals, 3 with capitals
/// inside.
fn case(word: &str) -> u32 {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    let Some(first) = letters.next() else { return 0 };
    let (mut rest, mut capitals) = (0, 0);
    for letter in letters {
        rest += 1;
        capitals += usize::from(letter.is_uppercase());
    }
    match (first.is_uppercase(), capitals) {
        (false, 0) => 0,
        (true, 0) => 1,
        (true, _) if capitals == rest => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn frame(longest: usize, context: bool) -> Frame {
        Frame { longest, context, cases: true, open: vec![1], close: vec![2] }
    }

    /// The tokens of each window, with the depths where a sentence was cut.
    fn shown(text: &str, frame: &Frame) -> Vec<String> {
        let reading = Reading::new(text, Lexicon::embedded());
        let pieces: Vec<Vec<u32>> =
            (0..reading.tokens.len()).map(|token| vec![9; reading.form(token).len().div_ceil(4)]).collect();
        let windows = frame.windows(&reading, &pieces);
        for window in &windows {
            assert_eq!(window.ids.len(), window.types.len());
            assert!(window.ids.len() <= frame.longest + 2, "{window:?}");
        }
        let token = |first: &First| match first.depth {
            usize::MAX => reading.form(first.token).to_owned(),
            depth => format!("{}:{depth}", reading.form(first.token)),
        };
        windows.iter().map(|window| window.firsts.iter().map(token).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn sentences_share_a_window_until_it_is_full() {
        let text = "Ann left. Bob ran. We all sat down.";
        assert_eq!(shown(text, &frame(6, true)), ["Ann left . Bob ran .", "We all sat down ."]);
        assert_eq!(shown(text, &frame(9, false)), ["Ann left .", "Bob ran .", "We all sat down ."]);
    }

    #[test]
    fn a_sentence_that_is_too_long_is_cut_with_overlap() {
        assert_eq!(
            shown("Go on. We all sat down. Go.", &frame(4, true)),
            ["Go on .", "We all:2 sat:1 down:0".replace("We", "We:3").as_str(), "sat:0 down:1 .:2", "Go ."]
        );
    }

    #[test]
    fn how_words_are_written() {
        for (word, is) in
            [("left", 0), ("42", 0), ("", 0), ("Ann", 1), ("A", 1), ("U.S.", 2), ("iPhone", 3), ("McKay", 3)]
        {
            assert_eq!(case(word), is, "{word}");
        }
    }
}
