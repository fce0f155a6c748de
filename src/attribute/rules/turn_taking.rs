//! Dialogue: A, B, A.

use crate::attribute::context::Context;
use crate::attribute::rule::{Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "turn-taking",
    says: "In a dialogue of alternating paragraphs, the one who spoke two turns before speaks again.",
    apply,
    fires: &[
        "“Where?” asked <m>Ann</m>.\n\n“By the sea,” said Tom.\n\n“<q>Which sea?</q>”",
        "“Now?” <m>she</m> asked.\n\n“No,” he said.\n\n“<q>When, then?</q>”",
        "“Stop!” cried <m>Tom</m>.\n\n“Why?” Ann said.\n\n“<q>Look there.</q>”",
    ],
    near_misses: &[
        ("“Where?” asked Ann.\n\n“<q>By the sea.</q>”\n\n“Why?”", "no-earlier-turn"),
        (
            "“We have waited for the tide since the early morning,” said Ann Lee.\n\n\
             “The port was closed by order of the harbour master,” said Tom Vogel.\n\n\
             “<q>It will stay closed until the storm has passed over the town.</q>”",
            "no-dialogue",
        ),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.is_direct(quote) || context.quote(quote).parent.is_some() {
        return Verdict::Silent;
    }
    if !context.dialogue {
        return Verdict::Vetoed("no-dialogue");
    }
    let Some(earlier) = context.turn_before_last(quote) else { return Verdict::Vetoed("no-earlier-turn") };
    context.goes_on(earlier)
}
