//! What several readers do with spans.

use crate::eval::gold::GoldQuote;
use crate::layers::{MentionKind, QuoteKind};
use crate::span::Span;

/// Gives every quotation its parent: the innermost other quotation in marks of which one part holds it.
pub(in crate::eval) fn nest(quotes: &mut [GoldQuote]) {
    let mut hosts: Vec<(Span, usize)> = quotes
        .iter()
        .enumerate()
        .filter(|(_, quote)| quote.kind != QuoteKind::Indirect)
        .flat_map(|(index, quote)| quote.parts.iter().map(move |&part| (part, index)))
        .collect();
    hosts.sort_by_key(|&(part, index)| (part.start, part.end, index));
    let longest = hosts.iter().map(|(part, _)| part.len()).max().unwrap_or(0);
    let parents: Vec<Option<usize>> = quotes
        .iter()
        .enumerate()
        .map(|(index, quote)| {
            let whole = quote.parts.first()?.cover(*quote.parts.last()?);
            let upto = hosts.partition_point(|(part, _)| part.start <= whole.start);
            hosts
                .get(..upto)?
                .iter()
                .rev()
                .take_while(|(part, _)| part.start.saturating_add(longest) >= whole.end)
                // Of two with the same span neither is inside the other.
                .filter(|(part, host)| *host != index && part.contains(whole) && *part != whole)
                .min_by_key(|(part, host)| (part.len(), *host))
                .map(|&(_, host)| host)
        })
        .collect();
    for (quote, parent) in quotes.iter_mut().zip(parents) {
        quote.parent = parent;
    }
}

/// Reads the form of a mention; `none` is none.
pub(in crate::eval) fn mention_kind(name: &str) -> Option<MentionKind> {
    [MentionKind::Name, MentionKind::Pronoun, MentionKind::Nominal]
        .into_iter()
        .find(|kind| kind.as_str() == name)
}
