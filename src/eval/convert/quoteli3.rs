//! QuoteLi3: `<quote>` and `<mention>` stand in the text of an XML file, after a list of the characters.
//!
//! Quotations stand with their marks. A quotation is connected with the mention that reveals its speaker, if
//! need be far away: only one in the same paragraph counts as standing beside it.

use std::collections::BTreeMap;
use std::path::Path;

use roxmltree::{Document as Xml, Node, ParsingOptions};

use super::{Tally, contents, files, stem, whole};
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, QuoteType};
use crate::eval::names;
use crate::eval::read::ReadError;
use crate::eval::read::spans::nest;
use crate::layers::{MentionKind, QuoteKind};
use crate::span::Span;

/// What stands in place of a speaker where a quotation is none, or nobody could tell whose it is.
const UNSCORABLE: [&str; 2] = ["NOTANUTTERANCE", "UNSURE"];

pub(super) fn documents(path: &Path, tally: &mut Tally) -> Result<Vec<GoldDocument>, ReadError> {
    let mut documents = Vec::new();
    for file in files(path, &[".xml"])? {
        let source = contents(&file)?;
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let xml = Xml::parse_with_options(&source, options).map_err(|cause| ReadError {
            path: file.clone(),
            line: Some(cause.pos().row as usize),
            problem: cause.to_string(),
        })?;
        let root = xml.descendants().find(|node| node.has_tag_name("text"));
        let root = root.ok_or_else(|| whole(&file, "there is no <text>"))?;
        let mut read = Elements::default();
        read.walk(root);
        let id = format!("quoteli3/{}", stem(&file));
        let document = Document::new(id, std::mem::take(&mut read.text));
        let document = document.map_err(|cause| whole(&file, cause.to_string()))?;
        documents.push(gold(document, &xml, &read, tally));
    }
    Ok(documents)
}

/// An element in the text.
struct Element<'x> {
    quote: bool,
    id: &'x str,
    speaker: &'x str,
    connection: &'x str,
    span: Span,
}

/// The text of a tree and what is marked in it.
#[derive(Default)]
struct Elements<'x> {
    text: String,
    found: Vec<Element<'x>>,
}

impl<'x> Elements<'x> {
    /// Goes through a tree without recursion: nothing limits how deep a file may be.
    fn walk(&mut self, root: Node<'x, '_>) {
        let mut open = vec![(root, None)];
        while let Some((node, entered)) = open.pop() {
            match entered {
                Some(start) => self.leave(node, start),
                None => {
                    open.push((node, Some(self.text.len())));
                    if node.is_text() {
                        self.text.push_str(node.text().unwrap_or_default());
                    }
                    open.extend(node.children().rev().map(|child| (child, None)));
                }
            }
        }
    }

    fn leave(&mut self, node: Node<'x, '_>, start: usize) {
        let quote = node.has_tag_name("quote");
        if quote || node.has_tag_name("mention") {
            let attribute = |name: &str| node.attribute_node(name).map_or("", |found| found.value());
            let span = Span::of(start, self.text.len());
            self.found.push(Element {
                quote,
                id: attribute("id"),
                speaker: attribute("speaker"),
                connection: attribute("connection"),
                span,
            });
        }
    }
}

fn gold(document: Document, xml: &Xml<'_>, read: &Elements<'_>, tally: &mut Tally) -> GoldDocument {
    let mut gold = GoldDocument::new(document);
    let id = gold.document.id().to_owned();
    let text = gold.document.text();
    let mut keys: Vec<&str> = Vec::new();
    for character in xml.descendants().filter(|node| node.has_tag_name("character")) {
        let key = character.attribute("name").unwrap_or_default();
        let aliases = character.attribute("aliases").unwrap_or_default();
        keys.push(key);
        gold.speakers.push(GoldSpeaker {
            name: key.replace('_', " "),
            aliases: aliases.split(';').filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
            kind: None,
        });
    }
    let speaker = |key: &str| keys.iter().position(|known| *known == key);
    let mut mentions: BTreeMap<&str, Span> = BTreeMap::new();
    gold.chains = vec![Vec::new(); keys.len()];
    for mention in read.found.iter().filter(|element| !element.quote && !element.id.is_empty()) {
        let span = mention.span.trim(text);
        mentions.insert(mention.id, span);
        if let Some(chain) = speaker(mention.speaker).and_then(|index| gold.chains.get_mut(index)) {
            chain.push(span);
        }
    }
    for chain in &mut gold.chains {
        chain.sort_unstable();
    }
    let mut quotes = Vec::new();
    for element in read.found.iter().filter(|element| element.quote) {
        let mut quote = GoldQuote::new(element.id, vec![element.span], QuoteKind::Direct);
        if element.span.is_empty() {
            tally.problem(&id, element.id, "an empty quotation is left out");
            continue;
        }
        quote.speaker = speaker(element.speaker);
        quote.unscorable = UNSCORABLE.contains(&element.speaker);
        if quote.speaker.is_none() {
            let what = format!("the speaker “{}” is not on the list of characters", element.speaker);
            tally.problem(&id, element.id, what);
        }
        quote.chain = quote.speaker;
        quote.mention = element.connection.split(',').find_map(|key| mentions.get(key.trim()).copied());
        if quote.mention.is_none() && !quote.unscorable {
            tally.problem(&id, element.id, format!("no mention “{}” is there", element.connection));
        }
        let names = quote.speaker.and_then(|index| gold.speakers.get(index));
        quote.mention_kind = quote.mention.map(|mention| mention_kind(mention.text(text), names));
        let beside = quote.mention.is_some_and(|mention| same_paragraph(mention, element.span, text));
        quote.told = Some(QuoteType::of_mention(quote.mention_kind.filter(|_| beside)));
        quotes.push(quote);
    }
    quotes.sort_by_key(|quote| quote.parts.first().copied());
    nest(&mut quotes);
    gold.quotes = quotes;
    gold
}

fn mention_kind(words: &str, speaker: Option<&GoldSpeaker>) -> MentionKind {
    let lower = words.to_lowercase();
    if matches!(lower.as_str(), "he" | "she" | "i" | "they" | "we" | "you" | "who" | "him" | "her" | "them") {
        MentionKind::Pronoun
    } else if speaker.is_some_and(|speaker| names::is_one_of(words, speaker.names()))
        || words.split_whitespace().next_back().is_some_and(|last| last.starts_with(char::is_uppercase))
    {
        MentionKind::Name
    } else {
        MentionKind::Nominal
    }
}

fn same_paragraph(mention: Span, quote: Span, text: &str) -> bool {
    let gap = Span::new(mention.end.min(quote.end), mention.start.max(quote.start));
    gap.start >= gap.end || !gap.text(text).contains("\n\n")
}
