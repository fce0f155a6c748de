//! In what two labellings of one document differ: how a writer finds out that nothing was lost.

use crate::eval::gold::{GoldDocument, GoldQuote};

/// In what `back`, read from a format, differs from the gold that was written; empty where it is the same.
#[must_use]
pub fn lost(gold: &GoldDocument, back: &GoldDocument) -> Vec<&'static str> {
    if gold == back {
        return Vec::new();
    }
    let any = |differ: fn(&GoldQuote, &GoldQuote) -> bool| {
        gold.quotes.iter().zip(&back.quotes).any(|(one, other)| differ(one, other))
    };
    let found = [
        (gold.document.id() != back.document.id(), "the id"),
        (gold.document.text() != back.document.text(), "the text"),
        (gold.quotes.len() != back.quotes.len() || any(|a, b| a.id != b.id), "which quotations there are"),
        (any(|a, b| a.parts != b.parts), "parts of quotations"),
        (any(|a, b| a.marks != b.marks), "stretches in marks"),
        (any(|a, b| a.kind != b.kind), "kinds of quotations"),
        (any(|a, b| a.told != b.told), "types of quotations"),
        (any(|a, b| a.cue != b.cue), "cues"),
        (any(|a, b| (a.mention, a.mention_kind) != (b.mention, b.mention_kind)), "mentions"),
        (gold.speakers != back.speakers || any(|a, b| a.speaker != b.speaker), "speakers"),
        (gold.chains != back.chains || any(|a, b| a.chain != b.chain), "chains of mentions"),
        (any(|a, b| a.saying != b.saying), "which quotations are thought or intention"),
        (any(|a, b| a.unscorable != b.unscorable), "which quotations are not to be scored"),
        (any(|a, b| a.parent != b.parent), "which quotations stand inside others"),
        (gold.entities != back.entities, "entities"),
        (gold.sentences != back.sentences, "sentences"),
        (gold.tokens != back.tokens, "tokens"),
    ];
    found.into_iter().filter_map(|(lost, what)| lost.then_some(what)).collect()
}
