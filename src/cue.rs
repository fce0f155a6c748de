//! Reporting cues: *said*, *according to*, *told AFP*, each with its source and the place of its content.
//!
//! A cue is found by grammar alone, on lines whose quotations are masked, before anything is known of
//! which quotation it belongs to. Quotation finding takes reported clauses from it, and the attribution
//! rules match it with the quotations beside it.

mod according;
mod extent;
mod index;
mod noun;
mod subject;
mod verb;

use std::ops::Range;

pub use index::MentionIndex;

use crate::layers::{Mention, MentionId};
use crate::lexicon::{Frames, Lexicon};
use crate::quote::lines::{Item, Line, Lines};
use crate::reading::Reading;
use crate::span::Span;

/// What sort of cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CueKind {
    /// A reporting verb.
    Verb,
    /// *according to*, *in the words of*.
    According,
    /// A noun of saying: *his claim that*.
    Noun,
}

/// How a cue's source was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceLink {
    /// Right before the verb: *Ann Lee said*.
    Before,
    /// Right after it: *said Ann Lee*.
    After,
    /// Before the verb, across an aside: *Hugh Hill, a doctor, said*.
    AcrossAside,
    /// A relative pronoun before the verb: *Hill, who said*.
    Relative,
    /// The subject of an earlier verb that shares it: *Hill laughed and said*; *Hill left, saying*.
    Shared,
    /// After *by*: *described by Hill as*.
    By,
}

/// The source of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who.
    pub mention: MentionId,
    /// How it was found.
    pub link: SourceLink,
}

/// A reporting cue.
#[derive(Clone, Debug)]
pub struct Cue {
    /// The verb, with its particle, or *according to*.
    pub span: Span,
    /// What sort.
    pub kind: CueKind,
    /// What the verb can stand with.
    pub frames: Frames,
    /// Its base form; empty where it is no verb.
    pub lemma: String,
    /// Its source, if one was found.
    pub source: Option<Source>,
    /// The line it stands on.
    pub line: usize,
    /// The item of its (first) word.
    pub item: usize,
    /// Items from the source to the last word that belongs to cue, addressee and adverbials, so that what
    /// stands right before and right after is what the cue reports.
    pub extent: Range<usize>,
    /// Whether *that* follows the extent.
    pub that: bool,
    /// *did not say*, *declined to say*: the source said nothing.
    pub negated: bool,
    /// *might say*, *wants to say*: speech that has not happened, or not yet.
    pub unplaced: bool,
    /// *saying*, *adding*: not the verb of its own sentence.
    pub participle: bool,
    /// Who was told.
    pub addressee: Option<MentionId>,
}

/// What finding cues reads.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) lines: &'a Lines,
    pub(crate) mentions: &'a [Mention],
    pub(crate) index: &'a MentionIndex,
}

impl<'a> Scene<'a> {
    /// The token of an item, none for a masked quotation or past the end.
    pub(crate) fn token(&self, item: usize) -> Option<usize> {
        match self.lines.items.get(item) {
            Some(Item::Token(token)) => Some(*token),
            _ => None,
        }
    }

    /// The text of an item; empty for a masked quotation.
    pub(crate) fn form(&self, item: usize) -> &'a str {
        self.token(item).map_or("", |token| self.reading.form(token))
    }

    /// Whether an item is one of the given words, whatever its case.
    pub(crate) fn is_word(&self, item: usize, words: &[&str]) -> bool {
        let form = self.form(item);
        words.iter().any(|word| word.eq_ignore_ascii_case(form))
    }

    /// Whether an item is a masked quotation.
    pub(crate) fn is_quoted(&self, item: usize) -> bool {
        matches!(self.lines.items.get(item), Some(Item::Quoted(_)))
    }

    /// The item of a token, if `line` shows it.
    pub(crate) fn item_at(&self, line: &Line, token: usize) -> Option<usize> {
        self.lines.item_of_token.get(token).copied().flatten().filter(|item| line.items.contains(item))
    }
}

/// The cues of one line.
#[must_use]
pub fn on_line(cues: &[Cue], line: usize) -> &[Cue] {
    let first = cues.partition_point(|cue| cue.line < line);
    let end = first + cues[first..].partition_point(|cue| cue.line == line);
    &cues[first..end]
}

/// Finds every cue, in text order of their lines.
#[must_use]
pub fn find(
    reading: &Reading<'_>,
    lexicon: &Lexicon,
    lines: &Lines,
    mentions: &[Mention],
    index: &MentionIndex,
) -> Vec<Cue> {
    let scene = Scene { reading, lexicon, lines, mentions, index };
    let mut cues: Vec<Cue> = Vec::new();
    for (number, line) in lines.lines.iter().enumerate() {
        let first = cues.len();
        for item in line.items.clone() {
            if let Some(cue) = verb::at(&scene, number, item, &cues[first..]) {
                cues.push(cue);
            } else if let Some(cue) =
                according::at(&scene, number, item).or_else(|| noun::at(&scene, number, item))
            {
                cues.push(cue);
            }
        }
    }
    cues
}
