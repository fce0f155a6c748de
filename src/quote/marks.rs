//! Pairs quotation marks into stretches: every style, nesting, several paragraphs, and damaged pairs.

use crate::layers::{TokenKind, Upos, Warning, WarningCode};
use crate::reading::Reading;
use crate::span::Span;

/// A stretch of text between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The text between the marks, without them and without white space at its ends.
    pub inner: Span,
    /// The stretch with its marks.
    pub outer: Span,
    /// The stretch that this one stands inside.
    pub parent: Option<usize>,
    /// Whether it has its closing mark; false at the end of a paragraph too that the next one carries on.
    pub closed: bool,
    /// Whether the next stretch at this depth goes on where this one was left open at a paragraph's end.
    pub carried_on: bool,
    /// The glyphs it is written with.
    pub style: Style,
}

/// The glyphs that open and close a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// “ ”, „ “, " ", `` '', also mixed: damaged text mixes them freely.
    Double,
    /// ‘ ’ and ' '.
    Single,
    /// « » and » «, ‹ ›.
    Angle,
    /// A paragraph that a dash opens.
    Dash,
}

/// What a mark can do where it stands.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    style: Style,
    opens: bool,
    closes: bool,
    /// Its form alone tells whether it opens or closes.
    curly: bool,
}

/// Every stretch of a text, by start, outer before inner, and what was odd.
#[derive(Clone, Debug, Default)]
pub struct Stretches {
    /// By start; a stretch comes before those inside it.
    pub all: Vec<Stretch>,
    /// Marks without partner.
    pub warnings: Vec<Warning>,
}

/// Words that may lack their first letters: *’em*, *'twas*, *’cause*.
const CLIPPED: [&str; 19] = [
    "em", "tis", "twas", "til", "till", "cause", "n", "round", "bout", "cos", "cuz", "twill", "twould",
    "twere", "twasn", "neath", "gainst", "ere", "im",
];

/// How many later marks of the paragraph are asked whether they close an opening one. Paragraphs have far
/// fewer; a whole book on one line must not take time that grows with its square.
const LOOKAHEAD: usize = 256;

/// An opened stretch that waits for its closing mark.
struct Open {
    index: usize,
    token: usize,
}

/// Pairs the marks of a text.
#[must_use]
pub fn pair(reading: &Reading<'_>) -> Stretches {
    let mut pairer = Pairer { reading, found: Stretches::default(), open: Vec::new() };
    for paragraph in 0..reading.paragraphs.len() {
        pairer.paragraph(paragraph);
    }
    pairer.found.all.retain(|stretch| stretch.outer.end != 0);
    pairer.found.all.sort_by_key(|stretch| (stretch.outer.start, std::cmp::Reverse(stretch.outer.end)));
    nest(&mut pairer.found.all);
    pairer.found.warnings.sort_by_key(|warning| warning.span.start);
    pairer.found
}

/// Sets each stretch's parent: the innermost one around it.
pub(super) fn nest(all: &mut [Stretch]) {
    let mut around: Vec<usize> = Vec::new();
    for index in 0..all.len() {
        let outer = all[index].outer;
        while around.last().is_some_and(|&parent| all[parent].outer.end < outer.end) {
            around.pop();
        }
        all[index].parent = around.last().copied();
        around.push(index);
    }
}

struct Pairer<'r, 't> {
    reading: &'r Reading<'t>,
    found: Stretches,
    open: Vec<Open>,
}

impl Pairer<'_, '_> {
    /// Pairs the marks of one paragraph. What stays open ends with it.
    fn paragraph(&mut self, paragraph: usize) {
        let Some(tokens) = self.tokens_of(paragraph) else { return };
        let marks: Vec<usize> =
            tokens.clone().filter(|&token| self.reading.tokens[token].kind == TokenKind::Mark).collect();
        for (position, &token) in marks.iter().enumerate() {
            let later = marks.get(position + 1..).unwrap_or_default();
            self.mark(token, later.get(..LOOKAHEAD).unwrap_or(later), tokens.start);
        }
        let end = self.reading.paragraphs[paragraph].span.end;
        let goes_on = self.next_reopens(paragraph);
        while let Some(open) = self.open.pop() {
            self.leave_open(&open, end, goes_on && self.open.is_empty());
        }
    }

    fn tokens_of(&self, paragraph: usize) -> Option<std::ops::Range<usize>> {
        let sentences = self.reading.paragraphs.get(paragraph)?.sentences.clone();
        let first = self.reading.sentences.get(sentences.start as usize)?;
        let last = self.reading.sentences.get((sentences.end as usize).checked_sub(1)?)?;
        Some(first.tokens.start as usize..last.tokens.end as usize)
    }

    /// Whether the next paragraph starts with a mark of the style that is open now: a quotation over
    /// several paragraphs opens each of them again.
    fn next_reopens(&self, paragraph: usize) -> bool {
        let Some(style) = self.open.first().map(|open| self.found.all[open.index].style) else {
            return false;
        };
        let Some(tokens) = self.tokens_of(paragraph + 1) else { return false };
        self.glyph(tokens.start, tokens.start).is_some_and(|glyph| glyph.style == style && glyph.opens)
    }

    /// Takes in one mark; `later` are the marks after it in the paragraph.
    fn mark(&mut self, token: usize, later: &[usize], first: usize) {
        let Some(glyph) = self.glyph(token, first) else { return };
        let matching = self.open.iter().rposition(|open| self.found.all[open.index].style == glyph.style);
        let closes = matching.is_some()
            && (glyph.closes && (!glyph.opens || !glyph.curly))
            && !(glyph.style == Style::Single && self.is_apostrophe(token, later, first));
        if let (true, Some(position)) = (closes, matching) {
            // Inner stretches that are still open have lost their closing mark: an apostrophe that was
            // taken for a mark, most often.
            while self.open.len() > position + 1 {
                if let Some(lost) = self.open.pop() {
                    self.found.all[lost.index].outer.end = 0;
                }
            }
            if let Some(open) = self.open.pop() {
                self.close(&open, token);
            }
        } else if glyph.opens {
            self.opening(token, glyph, matching, later, first);
        } else if glyph.style != Style::Single {
            self.stray(token, first);
        }
    }

    fn opening(
        &mut self,
        token: usize,
        glyph: Glyph,
        matching: Option<usize>,
        later: &[usize],
        first: usize,
    ) {
        if glyph.style == Style::Single && !self.has_closer(token, later, first) {
            return;
        }
        if let Some(position) = matching {
            // The same style inside itself: nested where the closing marks are there for both, else the
            // first has lost its own.
            let closers = later
                .iter()
                .filter_map(|&mark| self.glyph(mark, first))
                .filter(|other| other.style == glyph.style)
                .fold((0, 0), |(depth, closed): (i32, i32), other| {
                    if other.closes && !other.opens { (depth, closed + 1) } else { (depth + 1, closed) }
                });
            if closers.1 < closers.0 + 2 && !self.holds_curly(position, glyph, later, first) {
                let end = self.reading.tokens[token].span.start;
                while self.open.len() > position {
                    if let Some(lost) = self.open.pop() {
                        let end = self.last_sentence_end(lost.token, end);
                        self.leave_open(&lost, end, false);
                    }
                }
            }
        }
        let span = self.reading.tokens[token].span;
        let index = self.found.all.len();
        self.found.all.push(Stretch {
            inner: span,
            outer: span,
            parent: None,
            closed: false,
            carried_on: false,
            style: glyph.style,
        });
        self.open.push(Open { index, token });
    }

    /// Whether the straight mark that opened the paragraph goes on around a curly pair: *"But, as the “Times”
    /// wrote …*, in a quotation over paragraphs, whose opening marks have no closing ones.
    fn holds_curly(&self, position: usize, glyph: Glyph, later: &[usize], first: usize) -> bool {
        let outer = self.open.get(position).map(|open| open.token);
        let straight = outer.and_then(|token| self.glyph(token, first)).is_some_and(|outer| !outer.curly);
        outer == Some(first)
            && straight
            && glyph.curly
            && later
                .iter()
                .filter_map(|&mark| self.glyph(mark, first))
                .find(|other| other.style == glyph.style)
                .is_some_and(|other| other.curly && other.closes)
    }

    /// The end of the last sentence that ends between the opening mark and `end`, or `end`.
    fn last_sentence_end(&self, token: usize, end: u32) -> u32 {
        let start = self.reading.tokens[token].span.end;
        let after = self.reading.sentence_at(end.saturating_sub(1));
        (0..=after)
            .rev()
            .filter_map(|sentence| self.reading.sentences.get(sentence))
            .map(|sentence| sentence.span.end)
            .take_while(|&sentence_end| sentence_end > start)
            .find(|&sentence_end| sentence_end <= end)
            .unwrap_or(end)
    }

    fn close(&mut self, open: &Open, token: usize) {
        let (opening, closing) = (self.reading.tokens[open.token].span, self.reading.tokens[token].span);
        let stretch = &mut self.found.all[open.index];
        stretch.inner = Span::new(opening.end, closing.start).trim(self.reading.text);
        stretch.outer = opening.cover(closing);
        stretch.closed = true;
    }

    /// Ends a stretch without its closing mark at `end`.
    fn leave_open(&mut self, open: &Open, end: u32, carried_on: bool) {
        let opening = self.reading.tokens[open.token].span;
        let inner = Span::new(opening.end, end).trim(self.reading.text);
        let stretch = &mut self.found.all[open.index];
        if stretch.style == Style::Single && !carried_on {
            // An apostrophe more likely than a quotation without end.
            stretch.outer.end = 0;
            return;
        }
        stretch.inner = inner;
        stretch.outer = opening.cover(inner);
        stretch.carried_on = carried_on;
        if !carried_on {
            self.found.warnings.push(Warning { code: WarningCode::UnclosedQuote, span: stretch.outer });
        }
    }

    /// A closing mark without its opening one. Where it ends a paragraph's first sentences, with the stop
    /// or comma that closing marks follow, the paragraph's start is where the opening one was lost.
    fn stray(&mut self, token: usize, first: usize) {
        let closing = self.reading.tokens[token].span;
        let before = self.reading.form(token.wrapping_sub(1));
        if before.ends_with(|character: char| character.is_ascii_digit()) {
            return; // Inches: 6".
        }
        self.found.warnings.push(Warning { code: WarningCode::StrayMark, span: closing });
        let start = self.reading.tokens[first].span.start;
        let lost_at_start = token > first + 2
            && matches!(before, "," | "." | "!" | "?")
            && self.found.all.last().is_none_or(|stretch| stretch.outer.start < start);
        if lost_at_start {
            let inner = Span::new(start, closing.start).trim(self.reading.text);
            let outer = inner.cover(closing);
            self.found.all.push(Stretch {
                inner,
                outer,
                parent: None,
                closed: true,
                carried_on: false,
                style: Style::Double,
            });
        }
    }

    /// What a mark token can do; `first` is the first token of its paragraph.
    fn glyph(&self, token: usize, first: usize) -> Option<Glyph> {
        let mark = self.reading.tokens.get(token)?;
        if mark.kind != TokenKind::Mark {
            return None;
        }
        let before = self.character_before(token, first);
        let after = self.reading.text.get(mark.span.end as usize..).and_then(|rest| rest.chars().next());
        let open_side = before.is_none_or(|character| {
            character.is_whitespace()
                || is_mark(character)
                || matches!(character, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '…' | ':')
        });
        let shut_side = after.is_none_or(|character| {
            character.is_whitespace()
                || is_mark(character)
                || matches!(character, ')' | ']' | '}' | '—' | '–' | '-' | '/' | '…')
                || character.is_ascii_punctuation()
        });
        let after_word = after.is_some_and(char::is_alphanumeric);
        let form = mark.span.text(self.reading.text);
        let curly = |style, opens| Some(Glyph { style, opens, closes: !opens, curly: true });
        match form {
            // A low mark opens only; the high one that closes it is an opening mark in English.
            "„" => curly(Style::Double, true),
            "“" | "``" | "‟" | "″" if self.low_is_open() => curly(Style::Double, false),
            // Swedish and much damaged text open with the closing mark.
            "”" if open_side && after_word && !self.double_is_open() => curly(Style::Double, true),
            "“" if !open_side && !after_word && self.double_is_open() => curly(Style::Double, false),
            "“" | "``" | "‟" => curly(Style::Double, true),
            "”" => curly(Style::Double, false),
            "«" | "»" | "‹" | "›" => {
                let opens = if open_side == shut_side { matches!(form, "«" | "‹") } else { open_side };
                curly(Style::Angle, opens)
            }
            "‘" | "‚" | "‛" => curly(Style::Single, true),
            "’" => Some(Glyph { style: Style::Single, opens: false, closes: !after_word, curly: true }),
            "'" => Some(Glyph {
                style: Style::Single,
                opens: open_side && !shut_side,
                closes: !open_side,
                curly: false,
            }),
            "''" if self.double_is_open() || !open_side => curly(Style::Double, false),
            _ => {
                let style = Style::Double;
                let (opens, closes) = match (open_side, shut_side) {
                    (true, false) => (true, false),
                    (false, true) => (false, true),
                    // Neither side tells: close what is open, open otherwise.
                    _ => (!self.double_is_open(), self.double_is_open()),
                };
                Some(Glyph { style, opens, closes, curly: false })
            }
        }
    }

    /// The character before a token, none at the start of its paragraph.
    fn character_before(&self, token: usize, first: usize) -> Option<char> {
        if token <= first {
            return None;
        }
        let start = self.reading.tokens[token].span.start as usize;
        self.reading.text.get(..start).and_then(|before| before.chars().next_back())
    }

    fn double_is_open(&self) -> bool {
        self.open.iter().any(|open| self.found.all[open.index].style == Style::Double)
    }

    /// Whether the innermost open stretch began with a low mark: then “ closes it.
    fn low_is_open(&self) -> bool {
        self.open.last().is_some_and(|open| self.reading.form(open.token) == "„")
    }

    /// Whether a single mark is an apostrophe although it could close: the possessive of a plural with the
    /// real closing mark still to come.
    fn is_apostrophe(&self, token: usize, later: &[usize], first: usize) -> bool {
        let text = self.reading.text;
        let span = self.reading.tokens[token].span;
        let before = text.get(..span.start as usize).and_then(|before| before.chars().next_back());
        let after = text.get(span.end as usize..).unwrap_or("");
        // Workers’ rights, goin’ home: a word follows, and the real closing mark is still to come.
        let word = text.get(..span.start as usize).unwrap_or("");
        let clipped = matches!(before, Some('s' | 'S' | 'z' | 'x')) || word.ends_with("in");
        // Like bailiffs’ after dark: only a noun phrase can be owned.
        let owned = self.reading.pos.get(token + 1).is_none_or(|pos| {
            matches!(pos.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Verb | Upos::X)
        }) || word.ends_with("in");
        let possessive = owned
            && clipped
            && after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        possessive && self.has_closer(token, later, first)
    }

    /// Whether a single mark later in the paragraph can close before another one opens.
    fn has_closer(&self, token: usize, later: &[usize], first: usize) -> bool {
        let mut after = self.reading.form(token + 1).to_lowercase();
        after.truncate(after.trim_end_matches(|character: char| !character.is_alphabetic()).len());
        let digits = self.reading.form(token + 1).starts_with(|character: char| character.is_ascii_digit());
        let glued = self.reading.tokens.get(token + 1).is_some_and(|next| {
            self.reading.tokens.get(token).is_some_and(|mark| mark.span.end == next.span.start)
        });
        if glued && self.reading.form(token) != "‘" && (digits || CLIPPED.contains(&after.as_str())) {
            return false;
        }
        let mut depth = 0;
        for &mark in later {
            let Some(glyph) = self.glyph(mark, first) else { continue };
            match glyph {
                Glyph { style: Style::Single, opens: true, closes: false, .. } => depth += 1,
                Glyph { style: Style::Single, closes: true, .. } => {
                    if depth == 0 {
                        return true;
                    }
                    depth -= 1;
                }
                _ => {}
            }
        }
        false
    }
}

pub(super) fn is_mark(character: char) -> bool {
    matches!(
        character,
        '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '«' | '»' | '‹' | '›' | '"' | '\'' | '`'
    )
}
