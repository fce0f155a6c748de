//! What a conversion checked, and what it found odd.

use crate::span::Span;

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The document.
    pub document: String,
    /// What in it: the id of a quotation or mention, or a line.
    pub item: String,
    /// What is odd, and what was done about it.
    pub what: String,
}

/// What a conversion checked, and what it found odd.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Stretches compared with the words that the source gives for them.
    pub checked: usize,
    /// Of these, those that differ in white space alone.
    pub spaced: usize,
    /// Of these, those that differ otherwise.
    pub differing: usize,
    /// Stretches that lie outside their text, or whose words are nowhere in it; they are left out.
    pub unplaced: usize,
    /// Everything that differs, cannot be placed, or was left out or guessed for another reason.
    pub problems: Vec<Problem>,
}

/// Long enough to find the place, short enough for a line.
const SHOWN: usize = 60;

impl Tally {
    /// Notes something odd.
    pub fn problem(&mut self, document: &str, item: &str, what: impl Into<String>) {
        let (document, item) = (document.to_owned(), item.to_owned());
        self.problems.push(Problem { document, item, what: what.into() });
    }

    /// Notes a stretch that cannot be placed.
    pub fn unplaced(&mut self, document: &str, item: &str, what: impl Into<String>) {
        self.unplaced += 1;
        self.problem(document, item, what);
    }

    /// Compares a stretch of `text` with the words that the source gives for it. Whether they are the
    /// same but for white space.
    pub fn check(&mut self, document: &str, item: &str, text: &str, span: Span, words: &str) -> bool {
        self.checked += 1;
        let found = span.text(text);
        if found == words {
            return true;
        }
        if found.split_whitespace().eq(words.split_whitespace()) {
            self.spaced += 1;
            return true;
        }
        self.differing += 1;
        let what = format!("reads “{}” and not “{}”", shown(found), shown(words));
        self.problem(document, item, what);
        false
    }
}

fn shown(words: &str) -> String {
    let mut short: String = words.chars().take(SHOWN).collect::<String>().replace('\n', "⏎");
    if words.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_is_told_from_words() {
        let (mut tally, text) = (Tally::default(), "Wait\nhere, Ann.");
        assert!(tally.check("d", "1", text, Span::new(0, 9), "Wait\nhere"));
        assert!(tally.check("d", "2", text, Span::new(0, 9), "Wait here"));
        assert!(!tally.check("d", "3", text, Span::new(0, 9), "Wait there"));
        assert_eq!((tally.checked, tally.spaced, tally.differing), (3, 1, 1));
        assert_eq!(tally.problems[0].what, "reads “Wait⏎here” and not “Wait there”");
    }
}
