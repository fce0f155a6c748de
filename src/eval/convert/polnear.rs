//! PolNeAR, <https://github.com/networkdynamics/PolNeAR>: attributions in news as events *Source*, *Cue*,
//! *Content* in brat standoff.
//!
//! Content that stretches over several lines is in as many fragments, which are joined. The corpus also
//! marks thoughts and intentions; whether something is speech is told by the cue, the kind of quotation by
//! the marks in the content, its type by the source.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::standoff::{self, Bound, Link, Standoff};
use super::{Marks, Places, Tally, contents, files, stem, whole};
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, QuoteType};
use crate::eval::read::ReadError;
use crate::eval::read::spans::nest;
use crate::layers::MentionKind;
use crate::lexicon::{Frames, Lexicon, WordClass};
use crate::span::Span;

pub(super) fn documents(path: &Path, tally: &mut Tally) -> Result<Vec<GoldDocument>, ReadError> {
    let mut documents = Vec::new();
    let mut seen: FxHashMap<String, ()> = FxHashMap::default();
    for file in files(path, &[".ann"])? {
        let folder = file.parent().unwrap_or(path);
        // The annotator's code ends the name of an annotation file; the text's has none.
        let name = stem(&file);
        let (article, _) = name.rsplit_once('_').unwrap_or((&name, ""));
        let texts = folder.parent().unwrap_or(folder).join("text");
        let text = contents(&texts.join(format!("{article}.txt")))?;
        // Quality-control folders have several annotators for one article.
        let first = seen.insert(article.to_owned(), ()).is_none();
        let id = format!("polnear/{}", if first { article } else { &name });
        let document = Document::new(id, text).map_err(|cause| whole(&file, cause.to_string()))?;
        documents.push(attributions(document, &contents(&file)?, tally));
    }
    Ok(documents)
}

fn attributions(document: Document, file: &str, tally: &mut Tally) -> GoldDocument {
    let mut gold = GoldDocument::new(document);
    let id = gold.document.id().to_owned();
    let text = gold.document.text();
    let places = Places::new(text);
    let standoff = standoff::parse(&id, file, &places, tally);
    let marks = Marks::new(text);
    let mut quotes = Vec::new();
    for event in &standoff.events {
        let contents = players(event, "Content", &standoff);
        let mut parts: Vec<Span> = contents.iter().flat_map(|bound| bound.spans.iter().copied()).collect();
        parts.sort_unstable();
        if parts.is_empty() {
            tally.problem(&id, &event.id, "an attribution without content is left out");
            continue;
        }
        let kind = marks.kind(&parts);
        let mut quote = GoldQuote::new(&event.id, parts, kind);
        let sources = players(event, "Source", &standoff);
        quote.mention = sources.iter().filter_map(|source| source.longest()).max_by_key(|span| span.len());
        quote.mention_kind = quote.mention.map(|mention| mention_kind(mention, text));
        quote.told = Some(QuoteType::of_mention(quote.mention_kind));
        let cues = players(event, "Cue", &standoff);
        quote.cue = cues.first().and_then(|cue| cue.spans.first().copied());
        let cue: Vec<&str> = cues
            .iter()
            .flat_map(|cue| &cue.spans)
            .flat_map(|span| span.text(text).split_whitespace())
            .collect();
        quote.saying = Some(is_speech(&cue));
        quotes.push(quote);
    }
    let linked = |key: &String| {
        standoff.events.iter().any(|event| event.roles.iter().any(|(_, player)| player == key))
    };
    for (key, bound) in &standoff.bounds {
        if bound.name == "Content" && !linked(key) {
            tally.problem(&id, key, "content that belongs to no attribution is left out");
        }
    }
    quotes.sort_by_key(|quote| quote.parts.first().copied());
    nest(&mut quotes);
    gold.quotes = quotes;
    gold
}

fn players<'s>(event: &Link, role: &str, standoff: &'s Standoff) -> Vec<&'s Bound> {
    let ids = event.roles.iter().filter(|(name, _)| name == role).map(|(_, id)| id);
    ids.filter_map(|id| standoff.bounds.get(id)).collect()
}

/// Whether a cue speaks of words said or written, and not of thought, wish or deed.
fn is_speech(cue: &[&str]) -> bool {
    let lexicon = Lexicon::embedded();
    cue.iter().any(|word| {
        let word = word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase();
        word == "according"
            || lexicon.word(&word).verb.is_some_and(|verb| {
                verb.frames.contains(Frames::STRONG) && !verb.frames.contains(Frames::ATTITUDE)
            })
    })
}

/// A pronoun, a noun phrase that holds a name, or another one.
fn mention_kind(mention: Span, text: &str) -> MentionKind {
    const PRONOUNS: [&str; 17] = [
        "he", "she", "it", "they", "i", "we", "you", "who", "him", "her", "them", "his", "their", "my",
        "our", "that", "which",
    ];
    let words = mention.text(text);
    if PRONOUNS.contains(&words.to_lowercase().as_str()) {
        return MentionKind::Pronoun;
    }
    let mut at = mention.start as usize;
    for word in words.split_inclusive(|character: char| !character.is_alphanumeric()) {
        let here = at;
        at += word.len();
        if word.starts_with(char::is_uppercase) && !starts_sentence(here, text) {
            return MentionKind::Name;
        }
        // At the start of a sentence every word has a capital: a name has it elsewhere too.
        let word = word.trim_end_matches(|character: char| !character.is_alphanumeric());
        if word.starts_with(char::is_uppercase)
            && !Lexicon::embedded().word(&word.to_lowercase()).is(WordClass::FUNCTION_WORD)
            && text.match_indices(word).any(|(other, _)| other != here && !starts_sentence(other, text))
        {
            return MentionKind::Name;
        }
    }
    MentionKind::Nominal
}

fn starts_sentence(at: usize, text: &str) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.trim_end_matches([' ', '“', '"', '‘', '\'', '(', '”', '’']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n'])
}
