//! *“…,” Ann Lee said.*

use crate::attribute::context::{Context, Side};
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::{MentionKind, QuoteId};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "name-then-verb",
    says: "A name and a verb of speaking follow the quotation.",
    apply,
    fires: &[
        "“<q>We wait for the tide,</q>” <m>Ann Lee</m> <c>said</c>.",
        "“<q>The port will close,</q>” <m>Lee</m> later <c>added</c>.",
        r#""<q>Is it true?</q>" <m>Mr. Okafor</m> <c>asked</c> on Friday."#,
    ],
    near_misses: &[
        ("“<q>We wait for the tide,</q>” said Ann Lee.", "other-order"),
        ("“<q>We wait for the tide,</q>” he said.", "other-form"),
        ("“<q>The tide,</q>” Ann Lee did not say.", "negated"),
    ],
};

const SHAPE: Shape = Shape {
    cue: CueKind::Verb,
    sides: &[Side::After],
    links: &[SourceLink::Before],
    kinds: &[MentionKind::Name],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
