//! *“…,” according to Ann Lee*

use crate::attribute::context::Context;
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::CueKind;
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "according-to",
    says: "The quotation stands beside “according to” and its source.",
    apply,
    fires: &[
        "“<q>We are looking into it,</q>” <c>according to</c> <m>Ann Lee</m>.",
        "<c>According to</c> <m>the ministry</m>, “<q>the harbour was closed for the night.</q>”",
        "“<q>The bridge is safe,</q>” <c>according to</c> <m>a spokeswoman in London</m>.",
    ],
    near_misses: &[
        ("“<q>We are looking into it,</q>” said Ann Lee.", "other-cue"),
        ("“<q>We are looking into it,</q>” he said, according to Ann Lee.", "other-cue"),
    ],
};

const SHAPE: Shape = Shape { cue: CueKind::According, sides: &[], links: &[], kinds: &[] };

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
