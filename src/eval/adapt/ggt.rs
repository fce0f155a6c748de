//! Gender Gap Tracker, <https://github.com/sfu-discourse-lab/GenderGapTracker>: JSON with `quotes`, or the bare list.
//!
//! Positions are written `(start,end)` and count code points of the text as the tracker cleaned it: where that is
//! not the text, the words tell the place.

use serde::Deserialize;

use super::draft::{Draft, Found, places};
use crate::eval::convert::Tally;
use crate::io::offsets::OffsetUnit;
use crate::layers::QuoteKind;

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Output {
    Document { quotes: Vec<Quote> },
    Bare(Vec<Quote>),
}

#[derive(Deserialize)]
pub(super) struct Quote {
    #[serde(default)]
    speaker: String,
    #[serde(default)]
    speaker_index: String,
    quote: String,
    #[serde(default)]
    quote_index: String,
    #[serde(default)]
    verb: String,
    #[serde(default)]
    verb_index: String,
    quote_type: Option<String>,
}

/// Reads `(start,end)`.
fn pair(index: &str) -> Option<(usize, usize)> {
    let (start, end) = index.trim().strip_prefix('(')?.strip_suffix(')')?.split_once(',')?;
    Some((start.trim().parse().ok()?, end.trim().parse().ok()?))
}

pub(super) fn read(output: &Output, draft: &mut Draft<'_>, tally: &mut Tally) {
    let (Output::Document { quotes } | Output::Bare(quotes)) = output;
    let places = places(draft, OffsetUnit::Char);
    for (index, quote) in quotes.iter().enumerate() {
        let item = format!("quote {index}");
        let mut place = |words: &str, at: &str, draft: &mut Draft<'_>| {
            if words.trim().is_empty() {
                return None;
            }
            let span = pair(at).and_then(|(start, end)| places.span(start, end));
            draft.place(span, Some(words), &item, tally)
        };
        let Some(span) = place(&quote.quote, &quote.quote_index, draft) else { continue };
        let mention = place(&quote.speaker, &quote.speaker_index, draft);
        let cue = place(&quote.verb, &quote.verb_index, draft);
        let speaker = draft.speaker(&quote.speaker);
        // Its floating quotations are direct however the text is marked.
        let kind = (quote.quote_type.as_deref() == Some("QCQ")).then_some(QuoteKind::Direct);
        let rule = quote.quote_type.clone();
        draft.quote(Found { parts: vec![span], kind, cue, mention, speaker, rule, ..Found::default() });
    }
}
