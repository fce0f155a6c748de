//! Gold in columns, as CoNLL-U Plus: words, parts of speech, quotations with source and cue, entities.
//!
//! `eval/FORMATS.md` has the layout.

use std::fmt::Write as _;

use crate::eval::exchange::answers::Answers;
use crate::eval::exchange::rest::{Rest, Shows, one_line};
use crate::eval::exchange::words::{covered, segments, words};
use crate::eval::gold::{GoldDocument, GoldToken};
use crate::layers::EntityLabel;
use crate::span::Span;

/// The first line of every file; what comes after it are documents, one behind the other.
pub const HEADER: &str =
    "# global.columns = ID FORM UPOS XPOS MISC WHOSAID:CONTENT WHOSAID:SOURCE WHOSAID:CUE WHOSAID:ENTITY\n";

/// One document, without [`HEADER`]. With the engine's answers, rules and confidences stand in comments.
#[must_use]
pub fn document(gold: &GoldDocument, answers: Option<&Answers>) -> String {
    let text = gold.document.text();
    let segments = segments(text);
    let words = cut(gold, &segments.tokens.iter().map(|token| token.span).collect::<Vec<_>>());
    let usual: Vec<Span> = segments.sentences.iter().map(|sentence| sentence.span).collect();
    let blocks = blocks(&words, gold.sentences.as_deref().unwrap_or(&usual), &usual);
    let mut file = head(gold, answers, &words, &blocks);
    let rows = Rows::new(gold, &words);
    let mut first = blocks.iter().copied().peekable();
    let mut id = 0;
    for (place, &word) in words.iter().enumerate() {
        if first.next_if_eq(&place).is_some() {
            if place > 0 {
                file.push('\n');
            }
            id = 0;
        }
        id += 1;
        let before = if place == 0 { Span::new(0, word.start).text(text) } else { "" };
        let next = words.get(place + 1).map_or(text.len(), |next| next.start as usize);
        let after = Span::of(word.end as usize, next).text(text);
        rows.write(&mut file, id, place, word.text(text), &misc(before, after));
    }
    file.push('\n');
    file
}

/// The words of the text. Labelled tokens are words, and so is what the engine cuts where there are none.
fn cut(gold: &GoldDocument, usual: &[Span]) -> Vec<Span> {
    let mut tokens: Vec<Span> = gold.tokens.iter().flatten().map(|token| token.span).collect();
    tokens.sort_unstable();
    let mut longest = 0;
    // The furthest end of the tokens up to each one, so that overlapping ones are seen too.
    let ends: Vec<u32> = tokens
        .iter()
        .map(|token| {
            longest = longest.max(token.end);
            longest
        })
        .collect();
    let free = usual.iter().copied().filter(|word| {
        let before = tokens.partition_point(|token| token.start < word.end);
        before.checked_sub(1).and_then(|last| ends.get(last)).is_none_or(|&end| end <= word.start)
    });
    let all: Vec<Span> = free.collect();
    tokens.extend(all);
    let cut = words(gold, &tokens);
    if cut.is_empty() && !gold.document.text().is_empty() {
        // A text of nothing but white space is one word, so that it stands somewhere.
        return vec![Span::of(0, gold.document.text().len())];
    }
    cut
}

/// The words that start a sentence.
fn blocks(words: &[Span], sentences: &[Span], usual: &[Span]) -> Vec<usize> {
    let orderly = sentences.windows(2).all(|pair| matches!(pair, [one, next] if one.end <= next.start));
    let sentences = if orderly { sentences } else { usual };
    let mut starts: Vec<usize> =
        sentences.iter().map(|sentence| words.partition_point(|word| word.start < sentence.start)).collect();
    starts.push(0);
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The comments before the words.
fn head(gold: &GoldDocument, answers: Option<&Answers>, words: &[Span], blocks: &[usize]) -> String {
    let text = gold.document.text();
    let keys: Vec<String> = (1..=gold.quotes.len()).map(|number| number.to_string()).collect();
    let mut rest = Rest::of(gold, &keys, Shows::Kinds);
    rest.also(&entities(gold).1);
    let shown: Vec<Span> = blocks
        .iter()
        .enumerate()
        .filter_map(|(index, &start)| {
            let end = blocks.get(index + 1).copied().unwrap_or(words.len());
            let block = words.get(start..end)?;
            Some(block.first()?.cover(*block.last()?))
        })
        .collect();
    if gold.sentences.as_ref() == Some(&shown) {
        (rest.shows_sentences, rest.sentences) = (true, None);
    }
    if gold
        .tokens
        .as_ref()
        .is_some_and(|tokens| tokens.iter().eq(parts_of_speech(gold, words).iter().flatten()))
    {
        (rest.shows_tokens, rest.tokens) = (true, None);
    }
    for (quote, listed) in gold.quotes.iter().zip(&mut rest.quotes) {
        listed.kind = Some(quote.kind.as_str().to_owned());
    }
    // Positions are counted where all of them are known; each quotation then gets a line of its own.
    let mut rest: Rest = serde_json::from_str(&rest.line(text)).unwrap_or_default();
    let quotes = std::mem::take(&mut rest.quotes);
    let mut file = format!("# newdoc id = {}\n", escaped(gold.document.id()));
    // Writing to a string cannot fail.
    let _ = writeln!(file, "# whosaid = {}", one_line(&serde_json::to_string(&rest).unwrap_or_default()));
    for (index, quote) in quotes.iter().enumerate() {
        let json = one_line(&serde_json::to_string(quote).unwrap_or_default());
        let _ = writeln!(file, "# quotation {} = {json}", index + 1);
        if let Some(reason) = answers.and_then(|answers| answers.reason(index)) {
            let rules = reason.rules().unwrap_or_else(|| "_".to_owned());
            let confidence =
                reason.confidence.map_or_else(|| "_".to_owned(), |confidence| confidence.to_string());
            let _ = writeln!(file, "# reason {} = {rules} ({confidence})", index + 1);
        }
    }
    file
}

type Entities = Vec<(Span, EntityLabel)>;

/// Entities that one column can hold, and those that cross or stand inside one of them.
fn entities(gold: &GoldDocument) -> (Entities, Entities) {
    let mut all = gold.entities.clone().unwrap_or_default();
    all.sort_unstable();
    let mut end = 0;
    all.into_iter().partition(|(span, _)| {
        let fits = span.start >= end;
        if fits {
            end = span.end;
        }
        fits
    })
}

/// For each word the token that it is.
fn parts_of_speech(gold: &GoldDocument, words: &[Span]) -> Vec<Option<GoldToken>> {
    let mut found = vec![None; words.len()];
    for token in gold.tokens.iter().flatten() {
        if let Ok(place) = words.binary_search(&token.span)
            && let Some(found) = found.get_mut(place)
        {
            *found = Some(*token);
        }
    }
    found
}

struct Rows {
    pos: Vec<Option<GoldToken>>,
    contents: Vec<Vec<String>>,
    sources: Vec<Vec<String>>,
    cues: Vec<Vec<String>>,
    entities: Vec<Vec<String>>,
}

impl Rows {
    fn new(gold: &GoldDocument, words: &[Span]) -> Self {
        let empty = || vec![Vec::new(); words.len()];
        let (mut contents, mut sources, mut cues, mut names) = (empty(), empty(), empty(), empty());
        for (number, quote) in (1..).zip(&gold.quotes) {
            let number = number.to_string();
            for &part in &quote.parts {
                tag(&mut contents, words, part, &number);
            }
            quote.mention.iter().for_each(|&mention| tag(&mut sources, words, mention, &number));
            quote.cue.iter().for_each(|&cue| tag(&mut cues, words, cue, &number));
        }
        for (span, label) in entities(gold).0 {
            tag(&mut names, words, span, label.as_str());
        }
        Self { pos: parts_of_speech(gold, words), contents, sources, cues, entities: names }
    }

    fn write(&self, file: &mut String, id: usize, place: usize, form: &str, misc: &str) {
        let pos = self.pos.get(place).copied().flatten();
        let upos = pos.map_or("_", |token| token.upos.as_str());
        let xpos = pos.and_then(|token| token.penn).map_or("_", |penn| penn.as_str());
        let cell = |column: &[Vec<String>]| match column.get(place) {
            Some(tags) if !tags.is_empty() => tags.join("|"),
            _ => "O".to_owned(),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            file,
            "{id}\t{}\t{upos}\t{xpos}\t{misc}\t{}\t{}\t{}\t{}",
            escaped(form),
            cell(&self.contents),
            cell(&self.sources),
            cell(&self.cues),
            cell(&self.entities),
        );
    }
}

fn tag(column: &mut [Vec<String>], words: &[Span], span: Span, name: &str) {
    for (number, place) in covered(words, span).enumerate() {
        if let Some(tags) = column.get_mut(place) {
            tags.push(format!("{}-{name}", if number == 0 { 'B' } else { 'I' }));
        }
    }
}

fn misc(before: &str, after: &str) -> String {
    let mut fields = Vec::new();
    if !before.is_empty() {
        fields.push(format!("SpacesBefore={}", escaped(before)));
    }
    match after {
        " " => {}
        "" => fields.push("SpaceAfter=No".to_owned()),
        _ => fields.push(format!("SpacesAfter={}", escaped(after))),
    }
    if fields.is_empty() { "_".to_owned() } else { fields.join("|") }
}

/// White space, control characters, `|` and `\` as CoNLL-U's `SpacesAfter` has them: `\s`, `\t`, `\n`, `\r`, `\p`,
/// `\\`; any other as `\u{…}`.
pub(in crate::eval) fn escaped(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for character in form.chars() {
        match character {
            ' ' => out.push_str("\\s"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
            _ if character.is_whitespace() || character.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out
}
