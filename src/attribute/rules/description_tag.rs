//! *“…,” the official said.*

use crate::attribute::context::{Context, Side};
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::{MentionKind, QuoteId};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "description-tag",
    says: "A noun phrase without a name and a verb of speaking follow the quotation.",
    apply,
    fires: &[
        "“<q>The point is unresolved,</q>” <m>the official</m> <c>said</c>.",
        "“<q>All factions welcomed it,</q>” <m>the statement</m> <c>noted</c>.",
        "“<q>We saw smoke,</q>” <c>said</c> <m>a resident</m>.",
    ],
    near_misses: &[
        ("“<q>We saw smoke,</q>” said Ann Lee.", "other-form"),
        ("The official said, “<q>The point is unresolved.</q>”", "other-side"),
    ],
};

const SHAPE: Shape = Shape {
    cue: CueKind::Verb,
    sides: &[Side::After],
    links: &[SourceLink::Before, SourceLink::After],
    kinds: &[MentionKind::Nominal],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
