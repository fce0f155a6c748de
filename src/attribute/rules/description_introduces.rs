//! *The official said: “…”*

use crate::attribute::context::{Context, Side};
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::{MentionKind, QuoteId};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "description-introduces",
    says: "A noun phrase without a name and a verb of speaking lead into the quotation.",
    apply,
    fires: &[
        "<m>The official</m> <c>said</c>: “<q>The point is unresolved.</q>”",
        "<m>A spokeswoman for the ministry</m> <c>said</c>, “<q>We are looking into it.</q>”",
        "<m>The statement</m> <c>read</c>: “<q>All factions welcomed this reply.</q>”",
    ],
    near_misses: &[
        ("He said: “<q>The point is unresolved.</q>”", "other-form"),
        ("“<q>The point is unresolved,</q>” the official said.", "other-side"),
    ],
};

const SHAPE: Shape = Shape {
    cue: CueKind::Verb,
    sides: &[Side::Before],
    links: &[SourceLink::Before, SourceLink::After],
    kinds: &[MentionKind::Nominal],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
