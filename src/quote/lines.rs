//! The text with its quotations masked: what grammar looks at.
//!
//! *“I came. I saw,” said Ann, “and left.”* is one line, *Q , said Ann , Q .*: the sentence ends inside a
//! quotation do not cut it, and nothing inside a quotation is mistaken for its tag. The inside of a
//! quotation has lines of its own. Short marked terms (*the “road map” talks*) are not masked: they are
//! words of the sentence around them.

use std::ops::Range;

use super::marks::{Stretch, Stretches};
use crate::layers::TokenKind;
use crate::reading::Reading;

/// One step of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A token.
    Token(usize),
    /// A masked stretch.
    Quoted(usize),
}

/// A sentence with its quotations masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its items, in [`Lines::items`].
    pub items: Range<usize>,
    /// The stretch whose inside this is a part of; none for the text outside quotations.
    pub container: Option<usize>,
    /// Its paragraph.
    pub paragraph: usize,
}

/// Every line of a text.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// All items, line after line.
    pub items: Vec<Item>,
    /// Outside lines in text order; the lines inside a stretch come right after the line that masks it.
    pub lines: Vec<Line>,
    /// For each stretch the item that masks it; none for a transparent one.
    pub item_of: Vec<Option<usize>>,
    /// For each token the item that shows it; none for marks.
    pub item_of_token: Vec<Option<usize>>,
    /// For each token whether an unmasked stretch starts with it.
    pub opens_mark: Vec<bool>,
    /// For each stretch whether it is masked.
    pub masked: Vec<bool>,
}

impl Lines {
    /// Builds the lines of a text.
    #[must_use]
    pub fn new(reading: &Reading<'_>, stretches: &Stretches) -> Self {
        Self::masking(reading, stretches, Self::masks(reading, stretches))
    }

    /// For each stretch whether its form asks for it to be masked.
    pub(super) fn masks(reading: &Reading<'_>, stretches: &Stretches) -> Vec<bool> {
        stretches.all.iter().map(|stretch| is_utterance_like(reading, stretch)).collect()
    }

    /// Builds the lines of a text with just these stretches masked.
    pub(super) fn masking(reading: &Reading<'_>, stretches: &Stretches, masked: Vec<bool>) -> Self {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); stretches.all.len()];
        let mut roots = Vec::new();
        for (index, stretch) in stretches.all.iter().enumerate() {
            // A masked stretch inside a transparent one counts as inside that one's own surroundings.
            let mut parent = stretch.parent;
            while parent.is_some_and(|parent| !masked[parent]) {
                parent = parent.and_then(|parent| stretches.all[parent].parent);
            }
            if masked[index] {
                match parent {
                    Some(parent) => children[parent].push(index),
                    None => roots.push(index),
                }
            }
        }
        let mut lines = Self {
            items: Vec::with_capacity(reading.tokens.len()),
            lines: Vec::with_capacity(reading.sentences.len()),
            item_of: vec![None; stretches.all.len()],
            item_of_token: vec![None; reading.tokens.len()],
            opens_mark: opening_tokens(reading, stretches),
            masked,
        };
        let mut next_root = 0;
        for (index, paragraph) in reading.paragraphs.iter().enumerate() {
            let first = next_root;
            while next_root < roots.len() && stretches.all[roots[next_root]].outer.start < paragraph.span.end
            {
                next_root += 1;
            }
            let tokens = reading.tokens_in(paragraph.span);
            lines.cut(reading, stretches, &children, &roots[first..next_root], tokens, None, index);
        }
        lines
    }

    /// Adds the lines of a range of tokens, masking the given stretches, then those inside each of them.
    #[allow(clippy::too_many_arguments)]
    fn cut(
        &mut self,
        reading: &Reading<'_>,
        stretches: &Stretches,
        children: &[Vec<usize>],
        masks: &[usize],
        tokens: Range<usize>,
        container: Option<usize>,
        paragraph: usize,
    ) {
        // An explicit stack, since damaged text nests marks without limit.
        let mut waiting: Vec<(Vec<usize>, Range<usize>, Option<usize>)> =
            vec![(masks.to_vec(), tokens, container)];
        while let Some((masks, tokens, container)) = waiting.pop() {
            let mut masks = masks.into_iter().peekable();
            let mut start = self.items.len();
            let mut last_sentence = None;
            let mut token = tokens.start;
            let mut inside = Vec::new();
            while token < tokens.end {
                let at = reading.tokens[token].span.start;
                while masks.peek().is_some_and(|&mask| stretches.all[mask].outer.end <= at) {
                    masks.next();
                }
                let sentence = reading.sentence_of[token];
                if last_sentence.is_some_and(|last| last != sentence) {
                    self.finish(start, container, paragraph);
                    start = self.items.len();
                }
                match masks.peek() {
                    Some(&mask) if stretches.all[mask].outer.start <= at => {
                        let stretch = &stretches.all[mask];
                        self.item_of[mask] = Some(self.items.len());
                        self.items.push(Item::Quoted(mask));
                        inside.push(mask);
                        token = reading.tokens_in(stretch.outer).end.max(token + 1);
                        masks.next();
                    }
                    _ => {
                        if reading.tokens[token].kind != TokenKind::Mark {
                            self.item_of_token[token] = Some(self.items.len());
                            self.items.push(Item::Token(token));
                        }
                        token += 1;
                    }
                }
                last_sentence = reading.sentence_of.get(token - 1).copied();
            }
            self.finish(start, container, paragraph);
            for mask in inside.into_iter().rev() {
                let tokens = reading.tokens_in(stretches.all[mask].inner);
                waiting.push((children[mask].clone(), tokens, Some(mask)));
            }
        }
    }

    fn finish(&mut self, start: usize, container: Option<usize>, paragraph: usize) {
        if start < self.items.len() {
            self.lines.push(Line { items: start..self.items.len(), container, paragraph });
        }
    }

    /// The line that holds an item.
    #[must_use]
    pub fn line_of(&self, item: usize) -> Option<usize> {
        let line = self.lines.partition_point(|line| line.items.end <= item);
        (line < self.lines.len()).then_some(line)
    }
}

/// For each token whether it is the first inside a stretch.
fn opening_tokens(reading: &Reading<'_>, stretches: &Stretches) -> Vec<bool> {
    let mut opens = vec![false; reading.tokens.len()];
    for stretch in &stretches.all {
        if let Some(slot) = opens.get_mut(reading.tokens_in(stretch.inner).start) {
            *slot = true;
        }
    }
    opens
}

/// Whether a stretch may be an utterance, or enough of one to hide its grammar from the sentence around it.
/// Up to three words without a stop or comma inside the marks are a term, a title or a nickname.
fn is_utterance_like(reading: &Reading<'_>, stretch: &Stretch) -> bool {
    let tokens = reading.tokens_in(stretch.inner);
    let words = tokens.clone().filter(|&token| reading.tokens[token].kind == TokenKind::Word).take(5).count();
    if words > 3 || !stretch.closed {
        return words > 0;
    }
    let last = reading.form(tokens.end.wrapping_sub(1));
    let ended = words > 0
        && last.ends_with([',', '.', '!', '?', '…', '—', '-'])
        && reading.tokens.get(tokens.end.wrapping_sub(1)).is_some_and(|token| token.kind != TokenKind::Word);
    // The comma after the closing mark, as British papers set it: ‘No’, he said.
    let opening = reading.tokens_in(stretch.outer).start;
    let starts = reading.sentence_of.get(opening.wrapping_sub(1)) != reading.sentence_of.get(opening)
        || matches!(reading.form(opening.wrapping_sub(1)), "," | ":");
    let comma_after = words > 0 && starts && reading.form(tokens.end + 1) == ",";
    let alone = reading
        .sentences
        .get(reading.sentence_at(stretch.outer.start))
        .is_some_and(|sentence| stretch.outer.contains(sentence.span));
    ended || comma_after || alone
}
