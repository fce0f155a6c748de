//! BBC Citron, <https://github.com/bbc/citron/blob/main/docs/data_format.md>: JSON with `quotes`. Positions are code
//! points.

use serde::Deserialize;

use super::draft::{Draft, Found, places};
use crate::eval::convert::{Places, Tally};
use crate::io::offsets::OffsetUnit;
use crate::span::Span;

#[derive(Deserialize)]
pub(super) struct Output {
    #[serde(default)]
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
struct Quote {
    cue: Option<Stretch>,
    #[serde(default)]
    sources: Vec<Stretch>,
    #[serde(default)]
    contents: Vec<Stretch>,
    #[serde(default)]
    coreferences: Vec<Stretch>,
    confidence: Option<f64>,
}

/// A stretch and its words.
#[derive(Deserialize)]
pub(super) struct Stretch {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: Option<String>,
}

impl Stretch {
    pub(super) fn place(
        &self,
        draft: &mut Draft<'_>,
        places: &Places<'_>,
        item: &str,
        tally: &mut Tally,
    ) -> Option<Span> {
        draft.place(places.span(self.start, self.end), self.text.as_deref(), item, tally)
    }
}

pub(super) fn read(output: &Output, draft: &mut Draft<'_>, tally: &mut Tally) {
    let places = places(draft, OffsetUnit::Char);
    for (index, quote) in output.quotes.iter().enumerate() {
        let item = format!("quote {index}");
        let mut each = |stretches: &[Stretch], draft: &mut Draft<'_>| -> Vec<Span> {
            stretches.iter().filter_map(|stretch| stretch.place(draft, &places, &item, tally)).collect()
        };
        let parts = each(&quote.contents, draft);
        let sources = each(&quote.sources, draft);
        let named = each(&quote.coreferences, draft);
        let cue = each(quote.cue.as_slice(), draft).first().copied();
        let mention = sources.iter().copied().rev().max_by_key(|span| span.len());
        let name = named.first().copied().or(mention).map_or("", |span| span.text(draft.text()));
        let speaker = draft.speaker(name);
        for span in named {
            draft.mention(speaker, Some(span));
        }
        draft.quote(Found { parts, cue, mention, speaker, confidence: quote.confidence, ..Found::default() });
    }
}
