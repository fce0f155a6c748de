//! *“…,” he said.* and *“…,” said he.*

use crate::attribute::context::{Context, Side};
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::{MentionKind, QuoteId};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "pronoun-tag",
    says: "A pronoun and a verb of speaking follow the quotation.",
    apply,
    fires: &[
        "“<q>We wait for the tide,</q>” <m>she</m> <c>said</c>.",
        "“<q>This [the treaty] is historic,</q>” <m>he</m> <c>added</c>.",
        "“<q>Indeed!</q>” <c>cried</c> <m>he</m>.",
    ],
    near_misses: &[
        ("“<q>We wait for the tide,</q>” Ann Lee said.", "other-form"),
        ("He said, “<q>We wait for the tide.</q>”", "other-side"),
        ("“<q>We wait for the tide,</q>” she did not say.", "negated"),
    ],
};

const SHAPE: Shape = Shape {
    cue: CueKind::Verb,
    sides: &[Side::After],
    links: &[SourceLink::Before, SourceLink::After],
    kinds: &[MentionKind::Pronoun],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
