//! One line as the search for reported content sees it.

use std::ops::Range;

use crate::cue::{self, Cue, CueKind};
use crate::layers::{Mention, Penn, TokenKind, Upos};
use crate::lexicon::Frames;
use crate::quote::lines::{Item, Lines};
use crate::reading::Reading;
use crate::tagger::form::Reader;

/// What finding content reads.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) lines: &'a Lines,
    pub(super) mentions: &'a [Mention],
    pub(super) cues: &'a [Cue],
}

/// What stands at a place of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Hash of the word in lower case; 0 outside the row and for a masked quotation.
    pub(super) word: u32,
    /// Penn tag as a number from 1; 0 outside the row, [`Cell::QUOTED`] for a masked quotation.
    pub(super) tag: u8,
    /// Whether it separates: a comma, semicolon, colon or dash.
    pub(super) separator: bool,
    /// Whether it is a finite verb.
    pub(super) finite: bool,
    /// Whether it is a word of the calendar.
    pub(super) calendar: bool,
    /// Whether it stands inside marks that do not mask it.
    pub(super) marked: bool,
}

impl Cell {
    /// The tag of a masked quotation.
    pub(super) const QUOTED: u8 = 255;

    pub(super) const fn is_quoted(self) -> bool {
        self.tag == Self::QUOTED
    }

    /// Whether it stands in quotation marks, masked or not.
    pub(super) const fn in_marks(self) -> bool {
        self.is_quoted() || self.marked
    }

    pub(super) const fn is(self, penn: Penn) -> bool {
        self.tag == penn as u8 + 1
    }
}

/// A line, its places counted from 0.
pub(super) struct Row<'a> {
    scene: Scene<'a>,
    /// The items of the line.
    pub(super) items: Range<usize>,
    /// The number of the line.
    pub(super) line: usize,
    cells: Vec<Cell>,
    /// For each place how many finite verbs stand before it.
    finite_before: Vec<u16>,
}

impl<'a> Row<'a> {
    /// None for the inside of quotations, where a report is what a speaker merely retells, and for what is no
    /// sentence but a list: it would take time that grows with its square.
    pub(super) fn new(scene: Scene<'a>, line: usize) -> Option<Self> {
        const LONGEST: usize = 400;
        const MOST_CUES: usize = 40;
        let this = scene.lines.lines.get(line)?;
        let items = this.items.clone();
        let cues = cue::on_line(scene.cues, line).len();
        if this.container.is_some() || items.len() > LONGEST || cues > MOST_CUES {
            return None;
        }
        let mut words = Reader::default();
        let mut cells: Vec<Cell> = items.clone().map(|item| cell(&scene, item, &mut words)).collect();
        note_marked(&scene, &items, &mut cells);
        let mut finite_before = Vec::with_capacity(cells.len() + 1);
        let mut count = 0;
        for cell in &cells {
            finite_before.push(count);
            count += u16::from(cell.finite);
        }
        finite_before.push(count);
        Some(Self { scene, items, line, cells, finite_before })
    }

    /// Number of places.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell of a place, an empty one outside the row.
    pub(super) fn at(&self, place: usize) -> Cell {
        self.cells.get(place).copied().unwrap_or_default()
    }

    /// The cell some places before.
    pub(super) fn back(&self, place: usize, steps: usize) -> Cell {
        place.checked_sub(steps).map_or_else(Cell::default, |place| self.at(place))
    }

    /// Whether a range holds words in quotation marks.
    pub(super) fn holds_marks(&self, mut range: Range<usize>) -> bool {
        range.any(|place| self.at(place).in_marks())
    }

    /// How many finite verbs a range holds.
    pub(super) fn finite_in(&self, range: Range<usize>) -> usize {
        let before = |place: usize| self.finite_before.get(place).copied().unwrap_or_default();
        usize::from(before(range.end.min(self.len())).saturating_sub(before(range.start.min(self.len()))))
    }

    /// The first finite verb of a range.
    pub(super) fn first_finite(&self, range: Range<usize>) -> Option<usize> {
        range.take_while(|&place| place < self.len()).find(|&place| self.at(place).finite)
    }

    /// The token of a place; none for a masked quotation and outside the row.
    fn token(&self, place: usize) -> Option<usize> {
        match self.scene.lines.items.get(self.items.clone())?.get(place)? {
            Item::Token(token) => Some(*token),
            Item::Quoted(_) => None,
        }
    }

    /// The text of a place; empty for a masked quotation.
    pub(super) fn form(&self, place: usize) -> &'a str {
        self.token(place).map_or("", |token| self.scene.reading.form(token))
    }

    /// Where the tag starts that a masked quotation in a range has of its own: *They asked the captain, | who
    /// replied, “…”*; *“…,” | he said, according to Lee*.
    pub(super) fn own_tag(&self, range: &Range<usize>, cue: &Cue) -> Option<usize> {
        self.cues().iter().find_map(|other| {
            let tags = other.item != cue.item
                && other.source.is_some()
                && other.frames.contains(Frames::QUOTATION)
                && range.contains(&self.place(other));
            if !tags {
                return None;
            }
            let extent = self.extent(other);
            let mut next = extent.end;
            while self.at(next).separator {
                next += 1;
            }
            let mut before = extent.start;
            while before > 0 && self.at(before - 1).separator {
                before -= 1;
            }
            let introduces = next > extent.end && self.at(next).is_quoted() && range.contains(&next);
            let follows = before > 0 && self.at(before - 1).is_quoted() && range.contains(&(before - 1));
            (introduces || follows).then_some(extent.start)
        })
    }

    /// Whether a word can be a reporting verb.
    pub(super) fn is_reporting(&self, place: usize) -> bool {
        self.token(place)
            .and_then(|token| self.scene.reading.words.get(token))
            .is_some_and(|word| word.verb.is_some())
    }

    /// The universal part of speech of a place.
    pub(super) fn upos(&self, place: usize) -> Option<Upos> {
        self.token(place).and_then(|token| self.scene.reading.pos.get(token)).map(|pos| pos.upos)
    }

    /// Whether a place is one of the given words, whatever its case.
    pub(super) fn is_word(&self, place: usize, words: &[&str]) -> bool {
        let form = self.form(place);
        words.iter().any(|word| word.eq_ignore_ascii_case(form))
    }

    /// The cues of the line.
    pub(super) fn cues(&self) -> &'a [Cue] {
        cue::on_line(self.scene.cues, self.line)
    }

    /// The place of a cue's verb.
    pub(super) fn place(&self, cue: &Cue) -> usize {
        cue.item.saturating_sub(self.items.start)
    }

    /// The places of a cue with its source, addressee and adverbials.
    pub(super) fn extent(&self, cue: &Cue) -> Range<usize> {
        cue.extent.start.saturating_sub(self.items.start)..cue.extent.end.saturating_sub(self.items.start)
    }

    /// The mention that is a cue's source.
    pub(super) fn source(&self, cue: &Cue) -> Option<&'a Mention> {
        self.scene.mentions.get(cue.source?.mention.index())
    }

    /// The hash of the head word of a mention.
    pub(super) fn head_hash(&self, mention: &Mention) -> u32 {
        let text = mention.head.text(self.scene.reading.text);
        Reader::default().key(text.rsplit(' ').next().unwrap_or(text))
    }

    /// The end of the line without its final stop, but not before `least`.
    pub(super) fn end(&self, least: usize) -> usize {
        let mut end = self.len();
        while end > least && matches!(self.form(end - 1), "." | "!" | "?" | "," | ";" | ":") {
            end -= 1;
        }
        end
    }

    /// Whether a clause starts at `start`: a subject and its finite verb before the next comma.
    pub(super) fn clause_before_comma(&self, start: usize) -> bool {
        let stop = (start + 1..self.len())
            .find(|&place| self.at(place).separator || matches!(self.form(place), "." | "!" | "?"))
            .unwrap_or(self.len());
        self.finite_in(start + 1..stop) > 0
    }

    /// The end of the noun phrase that starts at `start`, or of the word there.
    pub(super) fn phrase_end(&self, start: usize) -> usize {
        let inside = |place: usize| {
            matches!(self.upos(place), Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num))
                || self.at(place).is(Penn::Pos)
        };
        let mut end = start + 1;
        while inside(end) {
            end += 1;
        }
        end
    }

    /// The end without an adverbial of time: *criticised the plan | on Monday* tells when she did.
    pub(super) fn without_time(&self, start: usize, end: usize) -> usize {
        let mut shorter = end;
        while shorter > start + 1 && self.at(shorter - 1).calendar {
            shorter -= 1;
        }
        if shorter == end {
            return end;
        }
        while shorter > start + 1
            && self.is_word(shorter - 1, &["on", "in", "late", "early", "last", "this", "next", "earlier"])
        {
            shorter -= 1;
        }
        // Praised the march of last Friday; the Monday: what an article or another preposition ties stays.
        let tied = matches!(self.upos(shorter - 1), Some(Upos::Det | Upos::Adp | Upos::Part));
        if tied { end } else { shorter }
    }

    /// Whether a noun phrase with an article, or an adjective, stands right behind another one.
    pub(super) fn second_phrase(&self, from: usize, to: usize) -> bool {
        (from + 1..to.min(from + 16)).take_while(|&place| !self.at(place).finite).any(|place| {
            matches!(self.upos(place - 1), Some(Upos::Noun | Upos::Propn | Upos::Pron))
                && (self.is_word(place, &["a", "an", "the"]) || self.upos(place) == Some(Upos::Adj))
        })
    }

    /// Where content may end that starts at `start`: places after which something else could begin.
    pub(super) fn ends(&self, start: usize) -> Vec<usize> {
        let last = self.end(start + 1);
        let mut ends: Vec<usize> = (start + 1..last)
            .filter(|&end| {
                let (before, next) = (self.at(end - 1), self.at(end));
                let within = before.separator
                    || matches!(self.form(end - 1), "." | "(")
                    || before.marked && next.marked;
                !within && self.may_begin(end)
            })
            .collect();
        if start < last {
            ends.push(last);
        }
        ends
    }

    /// Whether something new may begin at a place: not in the middle of a noun phrase or verb group.
    fn may_begin(&self, place: usize) -> bool {
        let (before, next) = (self.at(place - 1), self.at(place));
        if next.separator
            || next.is_quoted()
            || before.is_quoted()
            || next.calendar
            || next.marked != before.marked
        {
            return true;
        }
        let nominal =
            |place: usize| matches!(self.upos(place), Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num));
        match self.upos(place) {
            Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num) => {
                !nominal(place - 1)
                    && !matches!(self.upos(place - 1), Some(Upos::Det | Upos::Adp | Upos::Part))
            }
            Some(Upos::Punct | Upos::Sym) => self.form(place) != ")",
            Some(Upos::Part) => next.is(Penn::To),
            Some(Upos::Aux) => false,
            _ => !matches!(self.upos(place - 1), Some(Upos::Det | Upos::Adp)),
        }
    }
}

fn cell(scene: &Scene<'_>, item: usize, words: &mut Reader) -> Cell {
    let Some(Item::Token(token)) = scene.lines.items.get(item) else {
        return Cell { tag: Cell::QUOTED, ..Cell::default() };
    };
    let form = scene.reading.form(*token);
    let penn = scene.reading.pos.get(*token).map(|pos| pos.penn);
    Cell {
        word: words.key(form),
        tag: penn.map_or(0, |penn| penn as u8 + 1),
        separator: match form {
            "," | ";" | ":" | "—" | "--" => true,
            "–" | "-" => stands_apart(scene.reading, *token),
            _ => false,
        },
        finite: penn.is_some_and(Penn::is_finite),
        calendar: scene
            .reading
            .words
            .get(*token)
            .is_some_and(|word| word.is(crate::lexicon::WordClass::CALENDAR)),
        marked: false,
    }
}

/// Whether space stands before a token: a dash and no hyphen.
fn stands_apart(reading: &Reading<'_>, token: usize) -> bool {
    token
        .checked_sub(1)
        .and_then(|before| reading.tokens.get(before))
        .is_none_or(|before| reading.tokens.get(token).is_some_and(|own| own.span.start > before.span.end))
}

/// Marks the places between marks that do not mask them: content does not end in their middle.
fn note_marked(scene: &Scene<'_>, items: &Range<usize>, cells: &mut [Cell]) {
    let is_mark = |token: Option<usize>| {
        token
            .and_then(|token| scene.reading.tokens.get(token))
            .is_some_and(|token| token.kind == TokenKind::Mark)
    };
    let mut inside = false;
    for (cell, item) in cells.iter_mut().zip(items.clone()) {
        let Some(Item::Token(token)) = scene.lines.items.get(item) else {
            inside = false;
            continue;
        };
        inside |=
            is_mark(token.checked_sub(1)) && scene.lines.opens_mark.get(*token).copied().unwrap_or(false);
        cell.marked = inside;
        inside &= !is_mark(Some(token + 1));
    }
}

/// Whether a cue is *according to* and its like.
pub(super) fn is_according(cue: &Cue) -> bool {
    cue.kind == CueKind::According
}
