//! Feature templates: which hashes of the surroundings of a token the model has weights for.
//!
//! Changing a template, or the way [`super::form`] reads tokens, makes old weights meaningless: raise
//! [`VERSION`] with it.

use super::Task;
use super::form::{Form, fold, high};

mod pos;

/// The version of all templates together; a model with another one is refused.
pub(crate) const VERSION: u16 = 1;

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

/// Gives every feature that does not depend on labels.
#[inline]
pub(crate) fn observed(task: Task, site: Site<'_>, give: impl FnMut(u32)) {
    match task {
        Task::Pos | Task::Ner => pos::observed(site, give),
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
