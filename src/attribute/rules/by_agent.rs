//! *as quoted by Hill*

use crate::attribute::context::Context;
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "by-agent",
    says: "The quotation is said by its source in the passive.",
    apply,
    fires: &[
        "“<q>We did all we could</q>” was <c>said</c> by <m>Hugh Hill</m>.",
        "“<q>Never again will we pay,</q>” <c>uttered</c> by <m>the mayor</m>.",
        "“<q>We did all we could</q>” was <c>said</c> by <m>a tired nurse</m> on Monday.",
    ],
    near_misses: &[
        ("“<q>We did all we could,</q>” said Hugh Hill.", "other-order"),
        ("“<q>We did all we could,</q>” Hugh Hill said by phone.", "other-order"),
    ],
};

const SHAPE: Shape = Shape { cue: CueKind::Verb, sides: &[], links: &[SourceLink::By], kinds: &[] };

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
