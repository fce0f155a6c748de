//! The Project Dialogism Novel Corpus: a folder a novel, quotations and characters as CSV.
//!
//! "Byte spans" are code points. Quotations stand without their marks; an interrupted one has several
//! sub-quotations. Some spans take in the white space beside them, which is trimmed. Speakers stand as main
//! names or as aliases. In some novels of the first release blanks stand where apostrophes were; the text
//! is left as it is.

use std::collections::BTreeMap;
use std::path::Path;

use super::python::Literal;
use super::{Places, Tally, contents, files, whole};
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, QuoteType};
use crate::eval::read::ReadError;
use crate::eval::read::spans::nest;
use crate::layers::{MentionKind, QuoteKind};
use crate::span::Span;

/// How far from its quotation a referring expression may stand, in bytes.
const BESIDE: usize = 80;

pub(super) fn documents(path: &Path, tally: &mut Tally) -> Result<Vec<GoldDocument>, ReadError> {
    let mut documents = Vec::new();
    for file in files(path, &["quotation_info.csv", "quotations.csv"])? {
        let folder = file.parent().unwrap_or(path);
        let novel = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = first_of(folder, &["novel_text.txt", "text.txt"])?;
        let document =
            Document::new(format!("pdnc/{novel}"), text).map_err(|cause| whole(folder, cause.to_string()))?;
        let mut gold = GoldDocument::new(document);
        characters(&first_of(folder, &["character_info.csv"])?, &mut gold, tally);
        let rows = table(&contents(&file)?).map_err(|cause| whole(&file, cause))?;
        quotations(&rows, &mut gold, tally);
        documents.push(gold);
    }
    Ok(documents)
}

fn first_of(folder: &Path, names: &[&str]) -> Result<String, ReadError> {
    let found = names.iter().map(|name| folder.join(name)).find(|path| path.exists());
    contents(&found.unwrap_or_else(|| folder.join(names.first().copied().unwrap_or_default())))
}

type Row = BTreeMap<String, String>;

fn table(file: &str) -> Result<Vec<Row>, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file.as_bytes());
    reader.deserialize().collect::<Result<_, csv::Error>>().map_err(|cause| cause.to_string())
}

fn cell<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).map_or("", String::as_str)
}

fn characters(file: &str, gold: &mut GoldDocument, tally: &mut Tally) {
    let id = gold.document.id().to_owned();
    let rows = table(file).unwrap_or_else(|cause| {
        tally.problem(&id, "character_info.csv", cause);
        Vec::new()
    });
    for row in rows {
        let name = cell(&row, "Main Name").to_owned();
        let read = Literal::parse(cell(&row, "Aliases"));
        let items = read.as_ref().and_then(Literal::items);
        if items.is_none() {
            tally.problem(&id, &name, "the aliases cannot be read and are left out");
        }
        let mut aliases: Vec<String> =
            items.into_iter().flatten().filter_map(Literal::text).map(str::to_owned).collect();
        // A set has no order of its own.
        aliases.sort();
        gold.speakers.push(GoldSpeaker { name, aliases, kind: None });
    }
}

fn quotations(rows: &[Row], gold: &mut GoldDocument, tally: &mut Tally) {
    let id = gold.document.id().to_owned();
    let mut quotes = Vec::with_capacity(rows.len());
    {
        let places = Places::new(gold.document.text());
        for row in rows {
            let qid = cell(row, "quoteID");
            let parts = parts(row, &places, &id, qid, tally);
            if parts.is_empty() {
                tally.problem(&id, qid, "has no part that can be placed and is left out");
                continue;
            }
            let mut quote = GoldQuote::new(qid, parts, QuoteKind::Direct);
            quote.told = QuoteType::parse(&cell(row, "quoteType").to_lowercase());
            if quote.told.is_none() {
                tally.problem(&id, qid, format!("unknown type “{}”", cell(row, "quoteType")));
            }
            quote.speaker = speaker(cell(row, "speaker"), &gold.speakers);
            let referring = cell(row, "referringExpression");
            if let Some(mention) = beside(referring, &quote.parts, places.text()) {
                let names = quote.speaker.and_then(|index| gold.speakers.get(index));
                let found = source(mention, names, places.text());
                (quote.mention, quote.mention_kind) = found.unzip();
            }
            quotes.push((quote, cell(row, "speaker")));
        }
    }
    for (quote, name) in quotes {
        let mut quote = quote;
        if quote.speaker.is_none() && !name.is_empty() {
            // Somebody who is not on the list of characters.
            gold.speakers.push(GoldSpeaker { name: name.to_owned(), aliases: Vec::new(), kind: None });
            quote.speaker = Some(gold.speakers.len() - 1);
            tally.problem(&id, &quote.id, format!("the speaker “{name}” is not on the list of characters"));
        }
        gold.quotes.push(quote);
    }
    gold.quotes.sort_by_key(|quote| quote.parts.first().copied());
    nest(&mut gold.quotes);
}

fn parts(row: &Row, places: &Places<'_>, id: &str, qid: &str, tally: &mut Tally) -> Vec<Span> {
    let spans = Literal::parse(cell(row, "quoteByteSpans"));
    let words = Literal::parse(cell(row, "subQuotationList"));
    let (Some(spans), Some(words)) =
        (spans.as_ref().and_then(Literal::items), words.as_ref().and_then(Literal::items))
    else {
        tally.unplaced(id, qid, "spans or sub-quotations cannot be read");
        return Vec::new();
    };
    if spans.len() != words.len() {
        let what = format!("has {} spans and {} sub-quotations", spans.len(), words.len());
        tally.problem(id, qid, what);
    }
    let mut parts = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let pair = span.items().unwrap_or_default();
        let place = match pair {
            [start, end] => start.position().zip(end.position()),
            _ => None,
        };
        let Some(span) = place.and_then(|(start, end)| places.span(start, end)) else {
            tally.unplaced(id, qid, format!("part {index} lies outside the text and is left out"));
            continue;
        };
        if let Some(words) = words.get(index).and_then(Literal::text) {
            tally.check(id, qid, places.text(), span, words);
        }
        let span = span.trim(places.text());
        if !span.is_empty() {
            parts.push(span);
        }
    }
    parts.sort_unstable();
    parts
}

/// A speaker by main name, else by an alias that is one character's alone.
fn speaker(name: &str, speakers: &[GoldSpeaker]) -> Option<usize> {
    let main = speakers.iter().position(|speaker| speaker.name == name);
    main.or_else(|| {
        let mut known = speakers
            .iter()
            .enumerate()
            .filter(|(_, speaker)| speaker.aliases.iter().any(|alias| alias == name));
        let found = known.next()?;
        known.next().is_none().then_some(found.0)
    })
}

/// Where the referring expression stands: the place nearest to an edge of one of the parts. Only its words
/// are compared: the corpus gives it without some stops and line breaks.
fn beside(expression: &str, parts: &[Span], text: &str) -> Option<Span> {
    if expression == "nan" {
        return None;
    }
    let mut best: Option<(usize, Span)> = None;
    for part in parts {
        let (start, end) = (part.start as usize, part.end as usize);
        let from = text.floor_char_boundary(start.saturating_sub(BESIDE + expression.len()));
        let to = text.ceil_char_boundary((end + BESIDE + expression.len()).min(text.len()));
        for window in [Span::of(from, start), Span::of(end, to)] {
            for found in all_words(expression, window, text) {
                let (first, last) = (found.start as usize, found.end as usize);
                let gap = if last <= start { start - last } else { first.saturating_sub(end) };
                if best.is_none_or(|(nearest, _)| gap < nearest) {
                    best = Some((gap, found));
                }
            }
        }
    }
    best.map(|(_, found)| found)
}

/// The source in a referring expression: the longest name of the speaker, else a pronoun that stands alone.
fn source(expression: Span, speaker: Option<&GoldSpeaker>, text: &str) -> Option<(Span, MentionKind)> {
    let mut names: Vec<&str> = speaker.into_iter().flat_map(GoldSpeaker::names).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names {
        if let Some(found) = all_words(name, expression, text).next() {
            let plain = found.text(text).starts_with(char::is_lowercase);
            return Some((found, if plain { MentionKind::Nominal } else { MentionKind::Name }));
        }
    }
    let pronouns = ["he", "she", "I", "they", "we", "you"];
    let found = pronouns.into_iter().find_map(|pronoun| all_words(pronoun, expression, text).next());
    found.map(|found| (found, MentionKind::Pronoun))
}

/// Every place in `window` where the words of `wanted` follow each other, without regard to case.
fn all_words<'w>(wanted: &'w str, window: Span, text: &'w str) -> impl Iterator<Item = Span> + 'w {
    let there: Vec<(&str, usize)> = words(window.text(text)).collect();
    let wanted: Vec<&str> = words(wanted).map(|(word, _)| word).collect();
    let last = if wanted.is_empty() { 0 } else { (there.len() + 1).saturating_sub(wanted.len()) };
    (0..last).filter_map(move |first| {
        let here = there.get(first..first + wanted.len())?;
        let same =
            here.iter().zip(&wanted).all(|((word, _), wanted)| word.to_lowercase() == wanted.to_lowercase());
        let (&(_, start), &(word, end)) = here.first().zip(here.last())?;
        let at = window.start as usize;
        same.then(|| Span::of(at + start, at + end + word.len()))
    })
}

/// The runs of letters and digits, and where they start.
fn words(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let start = text.as_ptr() as usize;
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word, word.as_ptr() as usize - start))
}
