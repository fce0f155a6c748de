//! Where paragraphs end.
//!
//! Blank lines end a paragraph. What a single line break is depends on the text: news has a paragraph a
//! line, while books are wrapped by hand at some seventy columns. Two signs tell them apart. In wrapped
//! text most lines start in the middle of a sentence, hence with a small letter; and a line ends where the
//! next word would not have fitted.

use memchr::memchr2;

use super::character::{Class, is_closing_mark, is_opening_mark, is_stop};
use crate::span::Span;

/// Lines longer than this were not wrapped by hand.
const WIDEST: u32 = 120;
/// Where at least this share of line breaks falls before a small letter, the text is wrapped.
const WRAPPED_SHARE: f32 = 0.3;
/// Wrapped text with more lines than this between blank lines ends paragraphs without them.
const DENSE: u32 = 16;
/// With fewer line breaks than this a block says nothing about itself.
const ENOUGH: u32 = 4;

/// One line that is not blank.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// Without the white space around it.
    span: Span,
    /// Width of the line in characters, indent included.
    width: u32,
    /// White space before it.
    indent: u32,
}

/// Counts of line breaks inside blocks.
#[derive(Clone, Copy, Debug, Default)]
struct Breaks {
    all: u32,
    /// Before a small letter.
    before_small: u32,
    /// Where the next word would not have fitted.
    full: u32,
    /// After a stop.
    after_stop: u32,
    /// Blocks that the breaks lie in.
    blocks: u32,
}

/// How line breaks are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// A line break is a space.
    Wrapped {
        /// Characters a line has room for.
        width: u32,
        /// Whether blank lines are too rare to be all that ends a paragraph.
        dense: bool,
    },
    /// A line break ends a paragraph.
    LinePerParagraph,
    /// Too little text to tell.
    Unknown,
}

/// The paragraphs of a text, without the white space around them, in order.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let document = document_layout(text);
    let mut paragraphs = Vec::new();
    let mut block = Vec::new();
    for line in Lines::new(text) {
        match line {
            Some(line) => block.push(line),
            None => close_block(text, &mut block, document, &mut paragraphs),
        }
    }
    close_block(text, &mut block, document, &mut paragraphs);
    paragraphs
}

/// The layout of most blocks.
fn document_layout(text: &str) -> Layout {
    let mut widths = [0u32; WIDEST as usize + 1];
    let mut breaks = Breaks::default();
    let mut previous: Option<Line> = None;
    for line in Lines::new(text) {
        if let (Some(a), Some(b)) = (previous, line) {
            count(text, a, b, WIDEST, &mut breaks);
            if let Some(count) = widths.get_mut(a.width as usize) {
                *count += 1;
            }
        }
        breaks.blocks += u32::from(previous.is_none() && line.is_some());
        previous = line;
    }
    // Nine lines in ten are no wider than this.
    let within: u32 = widths.iter().sum();
    let mut left = within / 10;
    let width = (0..=WIDEST).rev().find(|width| {
        let count = widths.get(*width as usize).copied().unwrap_or(0);
        let found = count > left;
        left = left.saturating_sub(count);
        found
    });
    decide(breaks, width.unwrap_or(0), within)
}

fn count(text: &str, a: Line, b: Line, width: u32, breaks: &mut Breaks) {
    breaks.all += 1;
    breaks.before_small += u32::from(starts_small(text, b));
    breaks.full += u32::from(a.width <= WIDEST && !fits(text, a, b, width));
    breaks.after_stop += u32::from(ends_statement(text, a));
}

#[allow(clippy::cast_precision_loss)]
fn decide(breaks: Breaks, width: u32, within: u32) -> Layout {
    if breaks.all < ENOUGH {
        return Layout::Unknown;
    }
    let share = |part: u32| part as f32 / breaks.all as f32;
    let capitals = width >= 40 && share(breaks.full) >= 0.9 && share(breaks.after_stop) <= 0.3;
    if share(within) >= 0.7 && (share(breaks.before_small) >= WRAPPED_SHARE || capitals) {
        Layout::Wrapped { width, dense: breaks.all / DENSE >= breaks.blocks.max(1) }
    } else {
        Layout::LinePerParagraph
    }
}

fn block_layout(text: &str, block: &[Line], document: Layout) -> Layout {
    let width =
        block.split_last().and_then(|(_, lines)| lines.iter().map(|line| line.width).max()).unwrap_or(0);
    let mut breaks = Breaks::default();
    let mut within = 0;
    for (a, b) in block.iter().zip(block.iter().skip(1)) {
        count(text, *a, *b, width, &mut breaks);
        within += u32::from(a.width <= WIDEST);
    }
    match (decide(breaks, width.min(WIDEST), within), document) {
        (Layout::Wrapped { width, .. }, Layout::Wrapped { dense, .. }) => Layout::Wrapped { width, dense },
        (Layout::Wrapped { width, .. }, _) => Layout::Wrapped { width, dense: false },
        // Verse and tables in a book, and too short blocks, are read as the rest is.
        (_, Layout::Wrapped { .. }) | (Layout::Unknown, _) => document,
        (own, _) => own,
    }
}

fn close_block(text: &str, block: &mut Vec<Line>, document: Layout, paragraphs: &mut Vec<Span>) {
    let layout = if block.len() > 1 { block_layout(text, block, document) } else { Layout::Unknown };
    let mut lines = block.drain(..);
    let Some(mut previous) = lines.next() else { return };
    let mut open = previous.span;
    let mut alone = true;
    for line in lines {
        if is_break(text, previous, line, layout, alone) {
            paragraphs.push(open);
            open = line.span;
            alone = true;
        } else {
            open = open.cover(line.span);
            alone = false;
        }
        previous = line;
    }
    paragraphs.push(open);
}

/// Whether a paragraph ends between two lines of a block; `first` if it would be the line `a` alone.
fn is_break(text: &str, a: Line, b: Line, layout: Layout, first: bool) -> bool {
    let small = starts_small(text, b);
    let ended = ends_statement(text, a);
    match layout {
        Layout::Wrapped { width, dense } => {
            if small || a.width > WIDEST && !ended {
                return false;
            }
            let short = fits(text, a, b, width.saturating_sub(4));
            if ended {
                // Ragged lines are common, and a blank line most often ends the paragraph: without one
                // its last line must be much shorter than the rest, or the next one set off.
                let room = if dense { short } else { a.width <= width * 3 / 5 };
                return room || b.indent > a.indent + 1 || is_item(text, b);
            }
            first && short && (is_item(text, b) || is_heading(text, a))
        }
        Layout::LinePerParagraph => !small || ended || a.width < 40,
        Layout::Unknown => !small || ended || a.width < 20,
    }
}

/// Whether the first word of `b` would have fitted at the end of `a`.
fn fits(text: &str, a: Line, b: Line, width: u32) -> bool {
    let word = b.span.text(text).chars().take(WIDEST as usize).take_while(|c| !c.is_whitespace()).count();
    a.width + 1 + u32::try_from(word).unwrap_or(u32::MAX) <= width
}

fn starts_small(text: &str, line: Line) -> bool {
    let mut characters = line.span.text(text).chars();
    let first = characters.next();
    match first {
        Some(first) if is_opening_mark(first) || matches!(first, '(' | '[' | '_') => {
            characters.next().is_some_and(char::is_lowercase)
        }
        Some(first) => first.is_lowercase(),
        None => false,
    }
}

fn ends_statement(text: &str, line: Line) -> bool {
    let rest = line.span.text(text).trim_end_matches(|c| is_closing_mark(c) || matches!(c, ')' | ']' | '_'));
    rest.chars().next_back().is_some_and(|last| is_stop(last) || last == ':')
}

/// Whether the line looks like a heading: capital letters, or every long word with a capital, and no comma,
/// dash or opening mark about it.
fn is_heading(text: &str, line: Line) -> bool {
    let line = line.span.text(text);
    if line.len() > 80 || line.starts_with(is_opening_mark) {
        return false;
    }
    let loose = line.ends_with(|c: char| matches!(c, ',' | ';') || Class::of(c) == Class::Dash);
    let capital = |word: &str| word.len() < 4 || !word.starts_with(char::is_lowercase);
    !line.contains(char::is_lowercase) || !loose && line.split_whitespace().all(capital)
}

/// Whether the line starts with the bullet or number of a list item.
fn is_item(text: &str, line: Line) -> bool {
    let line = line.span.text(text);
    let Some(first) = line.chars().next() else { return false };
    let rest = line.get(first.len_utf8()..).unwrap_or_default();
    match first {
        '•' | '‣' | '●' | '▪' | '◦' => true,
        '-' | '*' | '–' | '+' => rest.starts_with(' '),
        '0'..='9' => {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.len() - after.len() <= 2 && (after.starts_with(". ") || after.starts_with(") "))
        }
        _ => false,
    }
}

/// The lines of a text; `None` for a blank one.
struct Lines<'t> {
    text: &'t str,
    position: usize,
}

impl<'t> Lines<'t> {
    const fn new(text: &'t str) -> Self {
        Self { text, position: 0 }
    }
}

impl Iterator for Lines<'_> {
    type Item = Option<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.as_bytes().get(self.position..).filter(|rest| !rest.is_empty())?;
        let length = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let start = self.position;
        let windows = rest.get(length..length + 2) == Some(b"\r\n");
        self.position = start + length + if windows { 2 } else { 1 };
        let whole = Span::of(start, start + length);
        let span = whole.trim(self.text);
        if span.is_empty() {
            return Some(None);
        }
        let width = Span::new(whole.start, span.end).text(self.text).chars().count();
        let width = u32::try_from(width).unwrap_or(u32::MAX);
        Some(Some(Line { span, width, indent: span.start - whole.start }))
    }
}
