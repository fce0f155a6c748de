//! *Hill, who said: “…”*

use crate::attribute::context::Context;
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "relative-clause",
    says: "The verb of speaking stands in a relative clause about its source.",
    apply,
    fires: &[
        "The house belongs to Hugh Hill, <m>who</m> <c>said</c>: “<q>We did all we could.</q>”",
        "They asked the captain, <m>who</m> <c>replied</c>, “<q>Not before the tide turns.</q>”",
        "It was Ann Lee <m>who</m> <c>said</c>, “<q>The port must close.</q>”",
    ],
    near_misses: &[
        ("Hugh Hill said: “<q>We did all we could.</q>”", "other-order"),
        ("“<q>We did all we could,</q>” she said to Hill, who nodded.", "other-order"),
    ],
};

const SHAPE: Shape = Shape { cue: CueKind::Verb, sides: &[], links: &[SourceLink::Relative], kinds: &[] };

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
