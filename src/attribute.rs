//! Links each quotation to the mention that names its source, by ordered rules.

pub mod context;
mod discourse;
#[cfg(test)]
mod harness;
pub mod precision;
pub mod rule;
pub mod rules;
pub mod shape;

use self::context::Context;
use self::rule::{Link, Outcome, RuleVerdict, Verdict};
use crate::layers::{Quote, QuoteId, QuoteKind};
use crate::reading::Reading;

/// The link of one quotation and the rule that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The link.
    pub link: Link,
    /// The rule.
    pub rule: &'static str,
}

/// Runs every rule over every quotation that is still undecided, in order. `heard`, where given, is told
/// every verdict.
pub fn decide(
    context: &mut Context<'_>,
    mut heard: Option<&mut dyn FnMut(QuoteId, RuleVerdict)>,
) -> Vec<Option<Decision>> {
    let count = context.found.quotes.len();
    let mut decisions: Vec<Option<Decision>> = vec![None; count];
    for rule in rules::ALL {
        for (index, decision) in decisions.iter_mut().enumerate() {
            let quote = QuoteId::of(index);
            // Who asks for every verdict also hears what later rules hold against the quotation.
            if decision.is_some() && heard.is_none() {
                continue;
            }
            let outcome = match (rule.apply)(context, quote) {
                Verdict::Fires(_) if decision.is_some() => Outcome::NotReached,
                Verdict::Fires(link) => {
                    context.decided[index] = Some(link);
                    *decision = Some(Decision { link, rule: rule.id });
                    Outcome::Fired(link)
                }
                Verdict::Vetoed(veto) => Outcome::Vetoed(veto),
                Verdict::Silent => Outcome::Silent,
            };
            if let Some(heard) = heard.as_deref_mut() {
                heard(quote, RuleVerdict { rule: rule.id, says: rule.says, outcome });
            }
        }
    }
    decisions
}

/// Whether a text's direct quotations are a conversation: most of them short, or questions and exclamations.
/// Statements to the press run longer, and end in a stop.
#[must_use]
pub fn is_dialogue(reading: &Reading<'_>, quotes: &[Quote]) -> bool {
    let (mut lively, mut all) = (0_usize, 0_usize);
    for quote in quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct) {
        let words: usize = quote.parts.iter().map(|part| reading.tokens_in(*part).len()).sum();
        let last = quote.parts.last().map_or("", |part| part.text(reading.text));
        all += 1;
        lively += usize::from(words <= 10 || last.ends_with(['?', '!', '—', '…']));
    }
    all >= 3 && lively * 5 >= all * 2
}

/// The kind that a quotation has once its source is known: marked words that somebody is found to have
/// said are `mixed`, those that nobody said are `scare`.
#[must_use]
pub fn settled_kind(context: &Context<'_>, quote: QuoteId, decision: Option<&Decision>) -> QuoteKind {
    let kind = context.quote(quote).kind;
    match (kind, decision) {
        (QuoteKind::Scare, Some(_)) => QuoteKind::Mixed,
        // It feels like, ‘Meh, we can put this off’: what nobody is said to have said inside somebody's words.
        (QuoteKind::Direct, None) if is_nested(context, quote) => QuoteKind::Scare,
        _ => kind,
    }
}

/// Whether a quotation stands inside a direct one.
fn is_nested(context: &Context<'_>, quote: QuoteId) -> bool {
    context.quote(quote).parent.is_some_and(|parent| context.quote(parent).kind == QuoteKind::Direct)
}
