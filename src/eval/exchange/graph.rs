//! Gold as stretches of text with labels and links between them: what annotation tools show.

use std::collections::BTreeMap;

use crate::eval::gold::{GoldDocument, GoldQuote};
use crate::layers::{EntityLabel, MentionKind};
use crate::span::Span;

/// What a stretch is. Indexes [`GoldDocument::quotes`] and the entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::eval) enum What {
    Quotation(usize),
    Source(Option<MentionKind>),
    Cue,
    Entity(usize, EntityLabel),
}

impl What {
    /// The label that tools show.
    pub(in crate::eval) const fn label(self) -> &'static str {
        match self {
            Self::Quotation(_) => "Quotation",
            Self::Source(_) => "Source",
            Self::Cue => "Cue",
            Self::Entity(_, label) => label.as_str(),
        }
    }
}

/// A labelled stretch; of several spans where a quotation is interrupted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::eval) struct Region {
    pub(in crate::eval) what: What,
    pub(in crate::eval) spans: Vec<Span>,
}

/// All stretches of a document, quotations first, and which source or cue (the first) is whose (the second).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::eval) struct Graph {
    pub(in crate::eval) regions: Vec<Region>,
    pub(in crate::eval) links: Vec<(usize, usize)>,
}

impl Graph {
    /// A source or cue that serves several quotations is one stretch with several links.
    pub(in crate::eval) fn of(gold: &GoldDocument) -> Self {
        let mut graph = Self::default();
        for (index, quote) in gold.quotes.iter().enumerate() {
            graph.regions.push(Region { what: What::Quotation(index), spans: quote.parts.clone() });
        }
        let mut seen: BTreeMap<(Span, u8), usize> = BTreeMap::new();
        for (index, quote) in gold.quotes.iter().enumerate() {
            for (what, span) in sources(quote) {
                let sort = match what {
                    What::Source(kind) => kind.map_or(1, |kind| 2 + kind as u8),
                    _ => 0,
                };
                let region = *seen.entry((span, sort)).or_insert_with(|| {
                    graph.regions.push(Region { what, spans: vec![span] });
                    graph.regions.len() - 1
                });
                graph.links.push((region, index));
            }
        }
        for (index, &(span, label)) in gold.entities.iter().flatten().enumerate() {
            graph.regions.push(Region { what: What::Entity(index, label), spans: vec![span] });
        }
        graph
    }

    /// Whether a region, by its place, is a cue; what else has a link is a source.
    pub(in crate::eval) fn is_cue(&self, region: usize) -> bool {
        self.regions.get(region).is_some_and(|region| region.what == What::Cue)
    }
}

fn sources(quote: &GoldQuote) -> impl Iterator<Item = (What, Span)> {
    let mention = quote.mention.map(|span| (What::Source(quote.mention_kind), span));
    let cue = quote.cue.map(|span| (What::Cue, span));
    mention.into_iter().chain(cue)
}
