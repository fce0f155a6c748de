//! For eyes: who said what in a document, in the order of the text.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::io::wire::{Quote, Range, Record, Speaker};
use crate::layers::{QuoteKind, SpeakerKind};
use crate::span::Span;

mod explain;
mod fill;

pub use explain::explanation;
use fill::Fill;

const HEAD: Style = Style::new().bold().underline();
const PERSON: Style = AnsiColor::Cyan.on_default().bold();
const OTHER_SPEAKER: Style = AnsiColor::Blue.on_default().bold();
const FAINT: Style = Style::new().dimmed();
const MARKED: Style = Style::new().bold();
const ODD: Style = AnsiColor::Yellow.on_default();
const PLAIN: Style = Style::new();

/// Narrower terminals get lines that are too long for them.
const NARROWEST: usize = 40;
/// Columns before a quotation: room for the line number.
const INDENT: usize = 6;
/// Quotations with more bytes than this are shortened: these many bytes of the start and the end stay.
const LONG: usize = 900;
const KEPT_START: usize = 600;
const KEPT_END: usize = 200;
/// An answer less sure than this stands out.
const UNSURE: f64 = 0.7;

/// Shows a document's record, whose positions must be bytes of `text`, in lines of at most `width` columns.
///
/// The result holds ANSI colours; write it through something that strips them where they do not belong.
#[must_use]
pub fn record(record: &Record, text: &str, width: usize) -> String {
    let page = Page::new(record, text, width);
    let mut out = String::new();
    page.head(&mut out);
    let mut last = None;
    for (index, quote) in record.quotes.iter().enumerate() {
        if index == 0 && quote.kind == QuoteKind::Scare {
            out.push('\n');
        }
        if quote.kind == QuoteKind::Scare {
            page.scare(&mut out, quote);
            continue;
        }
        let source = Source::of(quote);
        if last.as_ref() != Some(&source) {
            page.source(&mut out, &source);
            last = Some(source);
        }
        page.quote(&mut out, quote);
    }
    page.warnings(&mut out);
    out.push('\n');
    out
}

/// Whose name stands above a quotation.
#[derive(PartialEq, Eq)]
enum Source {
    Speaker(u32),
    /// Named beside the quotation, but who that is stayed open.
    Mention(Range),
    Unknown,
}

impl Source {
    fn of(quote: &Quote) -> Self {
        match (quote.speaker, quote.mention) {
            (Some(speaker), _) => Self::Speaker(speaker),
            (None, Some(mention)) => Self::Mention(mention),
            (None, None) => Self::Unknown,
        }
    }
}

struct Page<'a> {
    record: &'a Record,
    text: &'a str,
    line_ends: Vec<usize>,
    width: usize,
}

fn styled(out: &mut String, style: Style, text: &str) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{style}{}{style:#}", printable(text));
}

/// A stray control character must not reach a terminal.
fn printable(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        text.replace(char::is_control, "\u{fffd}").into()
    } else {
        text.into()
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Rule ids are chosen so that they read as words.
fn in_words(rule: &str) -> String {
    rule.replace('-', " ")
}

impl<'a> Page<'a> {
    fn new(record: &'a Record, text: &'a str, width: usize) -> Self {
        let line_ends = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        Self { record, text, line_ends, width: width.max(NARROWEST) }
    }

    fn slice(&self, [start, end]: Range) -> &str {
        Span::new(start, end).text(self.text)
    }

    fn one_line(&self, range: Range) -> String {
        self.slice(range).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The line of the text that a position lies on, from 1.
    fn line(&self, position: u32) -> usize {
        1 + self.line_ends.partition_point(|&end| end < position as usize)
    }

    fn head(&self, out: &mut String) {
        styled(out, HEAD, &self.record.id);
        let speech: Vec<&Quote> =
            self.record.quotes.iter().filter(|quote| quote.kind != QuoteKind::Scare).collect();
        let mut speakers: Vec<u32> = speech.iter().filter_map(|quote| quote.speaker).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let open = speech.iter().filter(|quote| Source::of(quote) == Source::Unknown).count();
        let mut summary = match speech.len() {
            0 => "no quotations".to_owned(),
            some => counted(some, "quotation"),
        };
        if !speakers.is_empty() {
            let _ = write!(summary, " from {}", counted(speakers.len(), "speaker"));
        }
        if open > 0 {
            let _ = write!(summary, ", {open} from nobody named");
        }
        out.push_str("  ");
        styled(out, FAINT, &summary);
        out.push('\n');
    }

    fn source(&self, out: &mut String, source: &Source) {
        out.push('\n');
        match source {
            Source::Speaker(id) => match self.record.speakers.get(*id as usize) {
                Some(speaker) => named(out, speaker),
                None => styled(out, FAINT, "speaker unknown"),
            },
            Source::Mention(mention) => {
                styled(out, OTHER_SPEAKER, &self.one_line(*mention));
                styled(out, FAINT, " (who that is stays open)");
            }
            Source::Unknown => styled(out, FAINT, "speaker unknown"),
        }
        out.push('\n');
    }

    fn quote(&self, out: &mut String, quote: &Quote) {
        let unknown = Source::of(quote) == Source::Unknown;
        let mut fill = self.filled(quote.start);
        let words = self.content(quote, if unknown { FAINT } else { PLAIN });
        for (style, piece) in shortened(words) {
            fill.push(style, &piece);
        }
        fill.finish(out);
        let why = self.why(quote);
        if !why.is_empty() {
            let mut fill = Fill::new(String::new(), INDENT, self.width);
            fill.push(FAINT, &why);
            if let Some(confidence) = quote.confidence {
                let style = if confidence < UNSURE { ODD } else { FAINT };
                fill.push(FAINT, " · ");
                fill.push(style, &format!("{:.0}%", confidence * 100.0));
            }
            fill.finish(out);
        }
    }

    /// A paragraph that starts with the number of the line.
    fn filled(&self, position: u32) -> Fill {
        let mut number = String::new();
        styled(&mut number, FAINT, &format!("{:>4}  ", self.line(position)));
        Fill::new(number, INDENT, self.width)
    }

    /// The content with its marks: what stands in marks alone gets them back, what holds marks shows them.
    fn content(&self, quote: &Quote, style: Style) -> Vec<(Style, String)> {
        let mut pieces = Vec::new();
        for (index, &part) in quote.parts.iter().enumerate() {
            if index > 0 {
                pieces.push((FAINT, " … ".to_owned()));
            }
            if quote.marks.contains(&part) {
                let closed = quote.closed || index + 1 < quote.parts.len();
                let closing = if closed { "”" } else { "" };
                pieces.push((style, format!("“{}{closing}", self.slice(part))));
                continue;
            }
            let [start, end] = part;
            let mut here = start;
            for &[from, to] in quote.marks.iter().filter(|mark| start <= mark[0] && mark[1] <= end) {
                pieces.push((style, self.slice([here, from]).to_owned()));
                pieces.push((MARKED, self.slice([from, to]).to_owned()));
                here = to;
            }
            pieces.push((style, self.slice([here, end]).to_owned()));
        }
        pieces
    }

    /// How we know: what the text says beside the quotation, and the rules in words.
    fn why(&self, quote: &Quote) -> String {
        let mut beside: Vec<Range> = quote.cue.into_iter().chain(quote.mention).collect();
        beside.sort_unstable();
        let mut said = String::new();
        let mut end = None;
        for range in beside {
            if let Some(end) = end {
                let near = self.slice([end, range[0]]).trim().is_empty();
                said.push_str(if near { " " } else { " … " });
            }
            said.push_str(&self.one_line(range));
            end = Some(range[1]);
        }
        let rules: Vec<String> =
            quote.rule.iter().chain(&quote.speaker_rule).map(|id| in_words(id)).collect();
        let inside = quote.parent.map(|_| "inside another quotation".to_owned());
        let said = Some(said).filter(|said| !said.is_empty());
        let rules = Some(rules.join(", ")).filter(|rules| !rules.is_empty());
        said.into_iter().chain(inside).chain(rules).collect::<Vec<_>>().join(" · ")
    }

    fn scare(&self, out: &mut String, quote: &Quote) {
        let mut fill = self.filled(quote.start);
        for (_, piece) in shortened(self.content(quote, FAINT)) {
            fill.push(FAINT, &piece);
        }
        fill.push(FAINT, " · marked, not speech");
        fill.finish(out);
    }

    fn warnings(&self, out: &mut String) {
        if !self.record.warnings.is_empty() {
            out.push('\n');
        }
        for warning in &self.record.warnings {
            let what = match &*warning.code {
                "unclosed-quote" => "a quotation is opened and never closed",
                "stray-mark" => "a closing mark without an opening one",
                "empty-text" => "the text is empty",
                "guessed-encoding" => "the encoding was guessed",
                "broken-bytes" => "some bytes are no characters of the encoding",
                "lone-surrogates" => "halves of characters were replaced",
                "renamed-id" => "an earlier document has the id",
                "no-article" => "no article was found in the page; this is all of it",
                other => other,
            };
            let mut fill = self.filled(warning.start);
            fill.push(ODD, what);
            if let Some(detail) = &warning.detail {
                fill.push(ODD, &format!(": {}", printable(detail)));
            }
            fill.finish(out);
        }
    }
}

fn named(out: &mut String, speaker: &Speaker) {
    let style = if speaker.kind == SpeakerKind::Person { PERSON } else { OTHER_SPEAKER };
    styled(out, style, &speaker.name);
    if let Some(role) = speaker.role.as_ref().filter(|role| !role.is_empty()) {
        let _ = write!(out, ", {}", printable(role));
    }
}

/// Cuts the middle out of what is very long.
fn shortened(pieces: Vec<(Style, String)>) -> Vec<(Style, String)> {
    let total: usize = pieces.iter().map(|(_, piece)| piece.len()).sum();
    if total <= LONG {
        return pieces;
    }
    let mut kept = Vec::new();
    let (mut at, mut cut) = (0, String::new());
    for (style, piece) in pieces {
        let (mut start, mut end) = (String::new(), String::new());
        for word in piece.split_inclusive(char::is_whitespace) {
            let place = if at < KEPT_START {
                &mut start
            } else if at + KEPT_END < total {
                &mut cut
            } else {
                &mut end
            };
            place.push_str(word);
            at += word.len();
        }
        kept.push((style, start));
        if !end.is_empty() {
            kept.push((FAINT, omitted(&mut cut)));
            kept.push((style, end));
        }
    }
    kept.push((FAINT, omitted(&mut cut)));
    kept
}

fn omitted(cut: &mut String) -> String {
    let words = std::mem::take(cut).split_whitespace().count();
    if words == 0 { String::new() } else { format!(" [… {} …] ", counted(words, "word")) }
}

#[cfg(test)]
mod tests;
