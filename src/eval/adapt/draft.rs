//! A record in the making.

use super::search::{self, Squeezed};
use crate::document::Document;
use crate::eval::convert::{Marks, Places, Tally};
use crate::eval::pieces;
use crate::io::offsets::OffsetUnit;
use crate::io::wire::{Entity, Quote, Range, Record, Speaker};
use crate::layers::{MentionKind, QuoteKind, SpeakerKind};
use crate::ner::labels::{self, Mapped};
use crate::span::Span;

/// A quotation as a system found it.
#[derive(Default)]
pub(super) struct Found {
    /// The content, with or without its marks.
    pub(super) parts: Vec<Span>,
    /// Where the system does not say, the marks do.
    pub(super) kind: Option<QuoteKind>,
    pub(super) cue: Option<Span>,
    pub(super) mention: Option<Span>,
    /// A speaker's id.
    pub(super) speaker: Option<u32>,
    pub(super) rule: Option<String>,
    pub(super) confidence: Option<f64>,
}

/// The record of one text. Positions are bytes until it is finished.
pub(super) struct Draft<'d> {
    document: &'d Document,
    marks: Marks<'d>,
    squeezed: Option<Squeezed>,
    speakers: Vec<Speaker>,
    quotes: Vec<Quote>,
    entities: Vec<Entity>,
}

const fn range(span: Span) -> Range {
    [span.start, span.end]
}

impl<'d> Draft<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            marks: Marks::new(document.text()),
            squeezed: None,
            speakers: Vec::new(),
            quotes: Vec::new(),
            entities: Vec::new(),
        }
    }

    pub(super) fn id(&self) -> &'d str {
        self.document.id()
    }

    pub(super) fn text(&self) -> &'d str {
        self.document.text()
    }

    /// Checks a stretch against its words; where they are not there, looks for them nearby.
    pub(super) fn place(
        &mut self,
        span: Option<Span>,
        words: Option<&str>,
        item: &str,
        tally: &mut Tally,
    ) -> Option<Span> {
        let (id, text) = (self.id(), self.text());
        let Some(words) = words.filter(|words| !words.trim().is_empty()) else {
            if span.is_none() {
                tally.unplaced(id, item, "lies outside the text and is left out");
            }
            return span;
        };
        tally.checked += 1;
        if let Some(span) = span {
            let there = span.text(text);
            if there == words {
                return Some(span);
            }
            if search::same(there, words) {
                tally.spaced += 1;
                return Some(span);
            }
        }
        tally.differing += 1;
        let squeezed = self.squeezed.get_or_insert_with(|| Squeezed::new(text));
        let near = span.map_or(0, |span| span.start as usize);
        let short: String = words.chars().take(60).collect::<String>().replace('\n', "⏎");
        let found = squeezed.nearest(words, near, text);
        if found.is_some() {
            tally.problem(id, item, format!("“{short}” stands elsewhere and was looked up"));
        } else {
            tally.unplaced(id, item, format!("“{short}” is nowhere in the text and is left out"));
        }
        found
    }

    /// The speaker of this name; none for names that mean nobody.
    pub(super) fn speaker(&mut self, name: &str) -> Option<u32> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || matches!(name.to_lowercase().as_str(), "unknown" | "none" | "null" | "nan") {
            return None;
        }
        if let Some(known) = self.speakers.iter().find(|known| known.name == name) {
            return Some(known.id);
        }
        Some(self.new_speaker(name))
    }

    /// A speaker of its own, whatever others are called.
    pub(super) fn new_speaker(&mut self, name: String) -> u32 {
        let id = u32::try_from(self.speakers.len()).unwrap_or(u32::MAX);
        self.speakers.push(Speaker {
            id,
            name,
            kind: SpeakerKind::Person,
            aliases: Vec::new(),
            mentions: Vec::new(),
            role: None,
        });
        id
    }

    /// Adds a mention of a speaker.
    pub(super) fn mention(&mut self, speaker: Option<u32>, span: Option<Span>) {
        let known = speaker.and_then(|id| self.speakers.get_mut(id as usize));
        if let (Some(speaker), Some(span)) = (known, span) {
            speaker.mentions.push(range(span));
        }
    }

    pub(super) fn entity(&mut self, span: Option<Span>, label: &str) {
        if let (Some(span), Some(Mapped::To(label))) = (span, labels::entity(label)) {
            self.entities.push(Entity {
                start: span.start,
                end: span.end,
                label: label.as_str().into(),
                score: 1.0,
                speaker: None,
            });
        }
    }

    pub(super) fn quote(&mut self, mut found: Found) {
        let text = self.text();
        found.parts.sort_unstable();
        let kind = found.kind.unwrap_or_else(|| self.marks.kind(&found.parts));
        let bare = |span: Span| pieces::trim(span, text);
        let full = |span: &Span| !span.is_empty();
        let parts: Vec<Span> = match kind {
            QuoteKind::Direct | QuoteKind::Scare => {
                found.parts.iter().copied().map(bare).filter(full).collect()
            }
            QuoteKind::Mixed | QuoteKind::Indirect => found.parts.iter().copied().filter(full).collect(),
        };
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let marks: Vec<Range> = match kind {
            QuoteKind::Direct | QuoteKind::Scare => parts.iter().copied().map(range).collect(),
            QuoteKind::Indirect => Vec::new(),
            QuoteKind::Mixed => parts
                .iter()
                .flat_map(|&part| self.marks.within(part))
                .map(bare)
                .filter(full)
                .map(range)
                .collect(),
        };
        self.quotes.push(Quote {
            id: 0,
            start: first.start,
            end: last.end,
            parts: parts.iter().copied().map(range).collect(),
            marks,
            kind,
            closed: true,
            parent: None,
            cue: found.cue.map(range),
            mention: found.mention.map(range),
            mention_kind: found.mention.map(|mention| mention_kind(mention.text(text))),
            speaker: found.speaker,
            rule: found.rule.map(Into::into),
            speaker_rule: None,
            confidence: found.confidence,
            evidence: Vec::new(),
        });
        self.mention(found.speaker, found.mention);
    }

    /// The record, in code points and without the text.
    pub(super) fn finish(self) -> Record {
        let text = self.text();
        let mut record = Record {
            id: self.document.id().to_owned(),
            offsets: OffsetUnit::Byte,
            entities: self.entities,
            speakers: self.speakers,
            quotes: self.quotes,
            ..Record::default()
        };
        record.quotes.sort_by_key(|quote| (quote.start, quote.end));
        for (id, quote) in (0..).zip(&mut record.quotes) {
            quote.id = id;
        }
        record.entities.sort_by_key(|entity| (entity.start, entity.end));
        for speaker in &mut record.speakers {
            speaker.mentions.sort_unstable();
            speaker.mentions.dedup();
        }
        // All spans were made of this text.
        let _ = record.convert(text, OffsetUnit::Char);
        record
    }
}

fn mention_kind(words: &str) -> MentionKind {
    let lower = words.to_lowercase();
    if matches!(
        lower.as_str(),
        "he" | "she" | "it" | "they" | "i" | "we" | "you" | "who" | "him" | "her" | "them"
    ) {
        MentionKind::Pronoun
    } else if words.split_whitespace().next_back().is_some_and(|last| last.starts_with(char::is_uppercase)) {
        MentionKind::Name
    } else {
        MentionKind::Nominal
    }
}

/// Looks up positions in the unit that the system counts.
pub(super) fn places<'d>(draft: &Draft<'d>, unit: OffsetUnit) -> Places<'d> {
    Places::counting(draft.text(), unit)
}
