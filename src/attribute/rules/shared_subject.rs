//! *Hill stood up and said: “…”*

use crate::attribute::context::Context;
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "shared-subject",
    says: "The verb of speaking shares the subject of the verb before it.",
    apply,
    fires: &[
        "<m>Hugh Hill</m> stood up and <c>said</c>: “<q>We did all we could.</q>”",
        "<m>The mayor</m> left the hall, <c>saying</c>: “<q>I have heard enough.</q>”",
        "<m>She</m> laughed and <c>said</c>, “<q>We will see.</q>”",
    ],
    near_misses: &[
        ("Hugh Hill said: “<q>We did all we could.</q>”", "other-order"),
        ("Hugh Hill stood up and did not say: “<q>We did all we could.</q>”", "negated"),
    ],
};

const SHAPE: Shape = Shape { cue: CueKind::Verb, sides: &[], links: &[SourceLink::Shared], kinds: &[] };

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
