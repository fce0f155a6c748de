//! *He said, “…”*

use crate::attribute::context::{Context, Side};
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::{MentionKind, QuoteId};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "pronoun-introduces",
    says: "A pronoun and a verb of speaking lead into the quotation.",
    apply,
    fires: &[
        "<m>He</m> <c>said</c>, “<q>We wait for the tide.</q>”",
        "Then <m>she</m> <c>asked</c>: “<q>Who pays?</q>”",
        "<m>They</m> <c>replied</c> that “<q>nobody had asked them to pay for the harbour.</q>”",
    ],
    near_misses: &[
        ("“<q>We wait for the tide,</q>” he said.", "other-side"),
        ("The captain said, “<q>We wait for the tide.</q>”", "other-form"),
    ],
};

const SHAPE: Shape = Shape {
    cue: CueKind::Verb,
    sides: &[Side::Before],
    links: &[SourceLink::Before, SourceLink::After],
    kinds: &[MentionKind::Pronoun],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
