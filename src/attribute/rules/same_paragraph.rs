//! *“…,” she said. “…”*

use crate::attribute::context::Context;
use crate::attribute::rule::{Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "same-paragraph",
    says: "An earlier quotation of the same paragraph has a source, who goes on.",
    apply,
    fires: &[
        "“We wait for the tide,” said <m>Ann Lee</m>. “<q>It will not be long.</q>”",
        "<m>She</m> said: “No.” Then, after a while: “<q>Not before May.</q>”",
        "“We wait,” <m>he</m> said. “We hope.” “<q>We pay.</q>”",
    ],
    near_misses: &[
        ("“We wait,” said Ann Lee.\n\nThe crowd was silent. “<q>We wait here.</q>”", "other-paragraph"),
        ("The port is shut. “<q>We wait here.</q>” The end.", "nothing-before"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.is_direct(quote) || context.quote(quote).parent.is_some() {
        return Verdict::Silent;
    }
    let Some(earlier) = context.earlier_decided(quote) else { return Verdict::Vetoed("nothing-before") };
    if context.last_paragraph(earlier) != context.paragraph(quote) {
        return Verdict::Vetoed("other-paragraph");
    }
    context.goes_on(earlier)
}
