//! *The talks, described as “serious,” gave what the movement called “hope”.*

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "agentless-naming",
    says: "Marked words after “described as” without an agent are those of the sentence's other source.",
    apply,
    fires: &[
        "The talks, described as “<q>serious and practical,</q>” gave what <m>the movement</m> called a “new hope”.",
        "The plan, described as “<q>fair to all,</q>” is one that <m>Ann Lee</m> called a “first step”.",
        "What <m>he</m> called a “new hope” was described as “<q>too late</q>”.",
    ],
    near_misses: &[
        ("The talks, described as “<q>serious and practical</q>”, took place on Friday.", "no-other-source"),
        ("The “<q>road map</q>” was what the movement called a “new hope”.", "not-named"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.origin(quote).phrase {
        return Verdict::Silent;
    }
    let Some((first, line)) = context.phrase_start(quote) else { return Verdict::Silent };
    let named = (first.saturating_sub(3)..first).any(|item| {
        context.form(item).eq_ignore_ascii_case("as")
            && ["described", "billed", "hailed", "branded", "labelled", "labeled", "dismissed", "denounced"]
                .iter()
                .any(|verb| context.form(item.wrapping_sub(1)).eq_ignore_ascii_case(verb))
    });
    if !named {
        return Verdict::Vetoed("not-named");
    }
    let same_line = |other: &QuoteId| {
        *other != quote
            && context.decided[other.index()].is_some()
            && context.phrase_start(*other).is_some_and(|(_, other)| other == line)
    };
    let near = quote.index().saturating_sub(4)..(quote.index() + 5).min(context.decided.len());
    let Some(other) = near.map(QuoteId::of).find(same_line) else {
        return Verdict::Vetoed("no-other-source");
    };
    let trigger = context.item_span(first.saturating_sub(1));
    Verdict::Fires(Link { mention: context.linked_mention(other), trigger, ..Link::default() })
}
