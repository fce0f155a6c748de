//! From what a tool shows, and the rest that travelled with it, to gold.

use std::collections::{BTreeMap, BTreeSet};

use super::rest::{NONE, Quotation, Rest, usual_type};
use super::speakers;
use crate::document::{Document, TooLong};
use crate::eval::convert::{Marks, Places, Tally};
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, GoldToken, QuoteType};
use crate::eval::read::spans::{mention_kind, nest};
use crate::layers::{EntityLabel, MentionKind, Penn, QuoteKind, SpeakerKind, Upos};
use crate::span::Span;

/// A document as a tool shows it. Spans are bytes.
#[derive(Clone, Debug, Default)]
pub(in crate::eval) struct Draft {
    /// What the document is called where the rest does not tell.
    pub(in crate::eval) id: String,
    pub(in crate::eval) text: String,
    /// In the order of the file.
    pub(in crate::eval) quotes: Vec<DraftQuote>,
    pub(in crate::eval) entities: Vec<(Span, EntityLabel)>,
    /// Sentences, where the format shows them.
    pub(in crate::eval) sentences: Option<Vec<Span>>,
    /// Tokens, where the format shows them.
    pub(in crate::eval) tokens: Option<Vec<GoldToken>>,
    /// None in a file that is not ours.
    pub(in crate::eval) rest: Option<Rest>,
}

/// A quotation as a tool shows it.
#[derive(Clone, Debug, Default)]
pub(in crate::eval) struct DraftQuote {
    /// What the format calls it.
    pub(in crate::eval) key: String,
    pub(in crate::eval) parts: Vec<Span>,
    pub(in crate::eval) kind: Option<QuoteKind>,
    pub(in crate::eval) told: Option<QuoteType>,
    pub(in crate::eval) cue: Option<Span>,
    pub(in crate::eval) mention: Option<Span>,
    pub(in crate::eval) mention_kind: Option<MentionKind>,
    /// By key or name.
    pub(in crate::eval) speaker: Option<String>,
    pub(in crate::eval) saying: Option<bool>,
    pub(in crate::eval) unscorable: bool,
}

impl Draft {
    /// Makes gold of it. What the rest says of a stretch that is no longer there is left out, and what is odd is noted.
    pub(in crate::eval) fn gold(mut self, tally: &mut Tally) -> Result<GoldDocument, TooLong> {
        let rest = self.rest.take();
        let id = rest.as_ref().map_or(&self.id, |rest| &rest.id).clone();
        let document = Document::new(id, std::mem::take(&mut self.text))?;
        let mut gold = GoldDocument::new(document.clone());
        let places = Places::new(document.text());
        let marks = Marks::new(document.text());
        let mut reader = Reader {
            id: document.id(),
            places: &places,
            marks: &marks,
            speakers: Vec::new(),
            keys: Vec::new(),
            tally,
        };
        if let Some(rest) = &rest {
            reader.take_speakers(rest);
            gold.chains = rest.clusters.iter().map(|chain| reader.spans(chain, "a chain")).collect();
        }
        gold.quotes = reader.quotes(self.quotes, rest.as_ref(), gold.chains.len());
        nest(&mut gold.quotes);
        gold.entities = reader.entities(self.entities, rest.as_ref());
        let (mut sentences, mut tokens) = (self.sentences, self.tokens);
        if let Some(rest) = &rest {
            sentences = sentences.filter(|_| rest.shows_sentences);
            if let Some(listed) = &rest.sentences {
                sentences = Some(reader.spans(listed, "a sentence"));
            }
            tokens = tokens.filter(|_| rest.shows_tokens);
            if let Some(listed) = &rest.tokens {
                tokens = Some(reader.tokens(listed));
            }
        }
        (gold.sentences, gold.tokens) = (sentences, tokens);
        gold.speakers = reader.speakers;
        Ok(gold)
    }
}

struct Reader<'r> {
    id: &'r str,
    places: &'r Places<'r>,
    marks: &'r Marks<'r>,
    speakers: Vec<GoldSpeaker>,
    keys: Vec<String>,
    tally: &'r mut Tally,
}

impl Reader<'_> {
    fn problem(&mut self, item: &str, what: impl Into<String>) {
        self.tally.problem(self.id, item, what);
    }

    fn take_speakers(&mut self, rest: &Rest) {
        self.speakers = rest
            .characters
            .iter()
            .map(|character| GoldSpeaker {
                name: character.name.clone(),
                aliases: character.aliases.clone(),
                kind: character.kind.as_deref().and_then(SpeakerKind::parse),
            })
            .collect();
        self.keys = speakers::keys(&self.speakers);
    }

    fn span(&mut self, [start, end]: [u32; 2], what: &str) -> Option<Span> {
        let span = self.places.span(start as usize, end as usize);
        if span.is_none() {
            self.tally.unplaced(
                self.id,
                &format!("{start}–{end}"),
                format!("{what} outside the text is left out"),
            );
        }
        span
    }

    fn spans(&mut self, pairs: &[[u32; 2]], what: &str) -> Vec<Span> {
        pairs.iter().filter_map(|&pair| self.span(pair, what)).collect()
    }

    fn quotes(&mut self, shown: Vec<DraftQuote>, rest: Option<&Rest>, chains: usize) -> Vec<GoldQuote> {
        let known = rest.map_or(&[][..], |rest| &rest.quotes);
        // Keys are the format's own and each stands once; of a copied one the first counts.
        let mut free: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, quote) in known.iter().enumerate().rev() {
            free.insert(&quote.key, place);
        }
        let mut places: Vec<Option<usize>> = Vec::new();
        let mut quotes = Vec::new();
        for mut quote in shown {
            quote.parts.retain(|part| !part.is_empty());
            if quote.parts.is_empty() {
                self.tally.unplaced(self.id, &quote.key, "a quotation without a character is left out");
                continue;
            }
            let place = free.remove(quote.key.as_str());
            places.push(place);
            let known = place.and_then(|place| known.get(place));
            quotes.push(self.quote(quote, known, rest.is_some(), chains));
        }
        name(&mut quotes, &places);
        let mut ordered: Vec<(Option<usize>, GoldQuote)> = places.into_iter().zip(quotes).collect();
        if rest.is_some() && ordered.iter().all(|(place, _)| place.is_some()) {
            ordered.sort_by_key(|&(place, _)| place);
        } else {
            ordered.sort_by_key(|(_, quote)| quote.parts.first().copied());
        }
        ordered.into_iter().map(|(_, quote)| quote).collect()
    }

    fn quote(
        &mut self,
        shown: DraftQuote,
        known: Option<&Quotation>,
        ours: bool,
        chains: usize,
    ) -> GoldQuote {
        let said = known.and_then(|known| known.kind.as_deref()).and_then(QuoteKind::parse);
        let kind = shown.kind.or(said).unwrap_or_else(|| self.marks.kind(&shown.parts));
        let mut quote = GoldQuote::new(shown.key, shown.parts, kind);
        (quote.cue, quote.mention) = (shown.cue, shown.mention);
        let form = known.and_then(|known| known.mention_kind.as_deref());
        quote.mention_kind = match (quote.mention, shown.mention_kind, form) {
            (Some(_), Some(kind), _) => Some(kind),
            (Some(_), None, Some(NONE)) => None,
            (Some(mention), None, form) => {
                Some(form.and_then(mention_kind).unwrap_or_else(|| guessed(mention.text(self.places.text()))))
            }
            (None, _, form) => form.and_then(mention_kind),
        };
        let told = known.and_then(|known| known.told.as_deref());
        quote.told = match (shown.told, told) {
            (Some(told), _) => Some(told),
            (None, Some(NONE)) => None,
            (None, told) => told.and_then(QuoteType::parse).or_else(|| Some(usual_type(&quote))),
        };
        let speaker = shown.speaker.or_else(|| known.and_then(|known| known.speaker.clone()));
        quote.speaker = speaker.and_then(|name| self.speaker(&name, &quote.id, ours));
        quote.saying = shown.saying.or_else(|| known.and_then(|known| known.saying));
        quote.unscorable = shown.unscorable || known.is_some_and(|known| known.unscorable);
        if let Some(known) = known {
            quote.id.clone_from(&known.id);
            quote.chain = known.chain.filter(|&chain| chain < chains);
            quote.marks = self.marks_of(&quote, known);
        }
        quote
    }

    /// The marks of a quotation; of one that was moved only those that it still holds.
    fn marks_of(&mut self, quote: &GoldQuote, known: &Quotation) -> Vec<Span> {
        if known.marked {
            return quote.parts.clone();
        }
        let mut marks = self.spans(&known.marks, "a stretch in marks");
        if !marks.is_empty() && self.spans(&known.parts, "a part") != quote.parts {
            let before = marks.len();
            marks.retain(|mark| quote.parts.iter().any(|part| part.contains(*mark)));
            if marks.len() < before {
                self.problem(
                    &quote.id,
                    "the quotation was moved; stretches in marks that it no longer holds are left out",
                );
            }
        }
        marks
    }

    /// The speaker with a name; a new one where it is nobody's.
    fn speaker(&mut self, name: &str, quote: &str, ours: bool) -> Option<usize> {
        if let Some(index) = speakers::find(name, &self.speakers, &self.keys) {
            return Some(index);
        }
        let name = speakers::plain(name);
        if name.is_empty() {
            return None;
        }
        if ours {
            self.problem(quote, format!("the speaker “{name}” is not on the document's list and is added"));
        }
        self.speakers.push(GoldSpeaker { name: name.clone(), aliases: Vec::new(), kind: None });
        self.keys.push(name);
        Some(self.speakers.len() - 1)
    }

    fn entities(
        &mut self,
        mut shown: Vec<(Span, EntityLabel)>,
        rest: Option<&Rest>,
    ) -> Option<Vec<(Span, EntityLabel)>> {
        let more = rest.map_or(&[][..], |rest| &rest.more_entities);
        shown.extend(self.listed(more));
        shown.sort_unstable();
        if let Some(order) = rest.and_then(|rest| rest.entity_order.as_ref()) {
            let listed = self.listed(order);
            let mut sorted = listed.clone();
            sorted.sort_unstable();
            if sorted == shown {
                shown = listed;
            }
        }
        (!shown.is_empty() || rest.is_some_and(|rest| rest.entities)).then_some(shown)
    }

    fn listed(&mut self, entities: &[(u32, u32, String)]) -> Vec<(Span, EntityLabel)> {
        let placed = entities.iter().filter_map(|(start, end, label)| {
            Some((self.span([*start, *end], "an entity")?, EntityLabel::parse(label)?))
        });
        placed.collect()
    }

    fn tokens(&mut self, tokens: &[(u32, u32, String, Option<String>)]) -> Vec<GoldToken> {
        let placed = tokens.iter().filter_map(|(start, end, upos, penn)| {
            Some(GoldToken {
                span: self.span([*start, *end], "a token")?,
                upos: Upos::parse(upos)?,
                penn: penn.as_deref().and_then(Penn::parse),
            })
        });
        placed.collect()
    }
}

/// Gives each new quotation an id that no other one has.
fn name(quotes: &mut [GoldQuote], places: &[Option<usize>]) {
    let mut taken: BTreeSet<String> = quotes
        .iter()
        .zip(places)
        .filter(|(_, place)| place.is_some())
        .map(|(quote, _)| quote.id.clone())
        .collect();
    for (quote, place) in quotes.iter_mut().zip(places) {
        if place.is_none() {
            let base = quote.id.clone();
            let mut number = 2;
            while !taken.insert(quote.id.clone()) {
                quote.id = format!("{base}-{number}");
                number += 1;
            }
        }
    }
}

/// The form of a mention, by its letters alone.
pub(in crate::eval) fn guessed(words: &str) -> MentionKind {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    if words.split_whitespace().count() == 1
        && matches!(
            words.to_lowercase().as_str(),
            "he" | "she" | "it" | "they" | "i" | "we" | "you" | "who" | "him" | "her" | "them" | "me" | "us"
        )
    {
        MentionKind::Pronoun
    } else if last.starts_with(char::is_uppercase) {
        MentionKind::Name
    } else {
        MentionKind::Nominal
    }
}
