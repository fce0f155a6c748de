//! Feature templates: which hashes of the surroundings of a token the model has weights for.
//!
//! Changing a template, or the way [`super::form`] reads tokens, makes old weights meaningless: raise
//! [`VERSION`] with it.

use super::Task;
use super::form::{Form, Shape, fold, high};
use super::words::SMALL;

mod ner;
mod pos;

/// The version of all templates together; a model with another one is refused.
pub(crate) const VERSION: u16 = 2;

/// The number of `O` among the labels for entities.
pub(crate) const OUTSIDE: u8 = 0;

/// The label number that stands for what is before the sentence.
pub(crate) const BEFORE: u8 = u8::MAX;

/// A sentence, with the token to describe.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'f> {
    /// The sentence.
    pub sentence: &'f [Form],
    /// The token.
    pub at: usize,
}

impl Site<'_> {
    /// The token `offset` places away; an empty form outside the sentence.
    #[inline]
    fn form(&self, offset: isize) -> Form {
        self.at.checked_add_signed(offset).and_then(|at| self.sentence.get(at)).copied().unwrap_or_default()
    }
}

impl Site<'_> {
    /// The only label the token can have, if the model need not decide.
    ///
    /// Any word may be part of a name, but not one in small letters that no name of the training data had, nor one that
    /// all text writes small, as *of*, unless a capital stands beside it or names are in small letters too.
    #[inline]
    pub(crate) fn certain(&self, task: Task) -> Option<u8> {
        let here = self.form(0);
        let known = here.entry.certain.checked_sub(1);
        if task == Task::Pos {
            return known;
        }
        if here.may_have_capital() {
            return None;
        }
        let alone = || !self.form(-1).may_have_capital() && !self.form(1).may_have_capital();
        known.or_else(|| (here.entry.case == SMALL && alone()).then_some(OUTSIDE))
    }
}

/// A run of words with capitals, with the small words that join them: *Bank of England*.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Its first and last word.
    first: Form,
    last: Form,
    /// The words around it.
    before: Form,
    after: Form,
    /// All its words.
    name: u32,
    /// Number of tokens.
    length: u32,
}

/// The farthest that a run reaches in each direction.
const REACH: isize = 6;

impl Site<'_> {
    /// The run around the token, if it has a capital.
    fn run(&self) -> Option<Run> {
        let capital = |offset: isize| self.form(offset).shape.intersects(Shape::INITIAL | Shape::INNER);
        if !capital(0) {
            return None;
        }
        // A joining word belongs to the run only where another capital follows.
        let reach = |step: isize| {
            let mut end = 0;
            while (end + step).abs() <= REACH {
                if capital(end + step) {
                    end += step;
                } else if joins(self.form(end + step)) && capital(end + 2 * step) {
                    end += 2 * step;
                } else {
                    break;
                }
            }
            end
        };
        let (start, end) = (reach(-1), reach(1));
        Some(Run {
            first: self.form(start),
            last: self.form(end),
            before: self.form(start - 1),
            after: self.form(end + 1),
            name: (start..=end).fold(0, |all, offset| join(all, self.form(offset).word)),
            length: u32::try_from(end - start + 1).unwrap_or(0),
        })
    }
}

/// Whether a word stands inside names in small letters.
fn joins(form: Form) -> bool {
    // Words of up to three bytes are told by their first four.
    [*b"of\0\0", *b"&\0\0\0", *b"de\0\0", *b"van\0", *b"von\0", *b"al\0\0", *b"-\0\0\0", *b"for\0"]
        .iter()
        .any(|word| form.head == u32::from_le_bytes(*word))
}

/// Gives every feature that does not depend on labels.
#[inline]
pub(crate) fn observed(task: Task, site: Site<'_>, give: impl FnMut(u32)) {
    match task {
        Task::Pos => pos::observed(site, give),
        Task::Ner => ner::observed(site, give),
    }
}

/// Gives every feature that depends on the labels of the two tokens before.
#[inline]
pub(crate) fn historical(task: Task, site: Site<'_>, last: [u8; 2], give: impl FnMut(u32)) {
    match task {
        Task::Pos => pos::historical(site, last, give),
        Task::Ner => {}
    }
}

/// The hash of a feature: its template with two values.
#[inline]
const fn feature(template: u8, one: u32, two: u32) -> u32 {
    let key = ((one as u64) << 32) | two as u64;
    high(fold(key ^ ((template as u64 + 1) << 56) ^ ((template as u64 + 1) << 24)))
}

/// Two values in one.
#[inline]
const fn join(one: u32, two: u32) -> u32 {
    one.wrapping_mul(0x9e37_79b1).rotate_left(13) ^ two
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagger::form::Reader;
    use crate::tagger::words::{Entry, SMALL_NAMES, Words};

    /// Which words of a sentence the model has to decide on, given that text writes `of` small and has no name with `said`,
    /// and that models of roles know `spokesman`.
    fn undecided(task: Task, sentence: &str) -> String {
        let mut reader = Reader::default();
        let known = |case, certain| Entry { case, certain, ..Entry::default() };
        let mut entries = vec![
            (reader.key("of"), known(SMALL, 0)),
            (reader.key("said"), known(SMALL, OUTSIDE + 1)),
            (reader.key("spokesman"), known(SMALL_NAMES, 0)),
        ];
        entries.sort_by_key(|(key, _)| *key);
        let mut forms = Vec::new();
        reader.read(sentence.split(' '), &Words::build(&entries), &mut forms);
        let open = |at: &usize| Site { sentence: &forms, at: *at }.certain(task).is_none();
        let words: Vec<&str> = sentence.split(' ').collect();
        (0..words.len()).filter(open).map(|at| words[at]).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn small_words_are_decided_where_no_capital_stands_beside_them() {
        assert_eq!(undecided(Task::Ner, "Bank of Norland said"), "Bank of Norland");
        assert_eq!(undecided(Task::Ner, "vela of norland said"), "vela norland");
        assert_eq!(undecided(Task::Ner, "a spokesman of norland said"), "a spokesman norland");
        assert_eq!(undecided(Task::Ner, "BANK OF NORLAND SAID"), "BANK OF NORLAND SAID");
        assert_eq!(undecided(Task::Pos, "vela of norland said"), "vela of norland");
    }
}
