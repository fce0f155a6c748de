//! *“…,” said Ann Lee.*

use crate::attribute::context::{Context, Side};
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::{MentionKind, QuoteId};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "verb-then-name",
    says: "A verb of speaking follows the quotation, and a name follows the verb.",
    apply,
    fires: &[
        "“<q>We wait for the tide,</q>” <c>said</c> <m>Ann Lee</m>.",
        r#""<q>There is a real prospect for peace,</q>" <c>said</c> <m>Michael Brandt</m>."#,
        "‘<q>It can’t be done</q>’, <c>replied</c> <m>Jürgen Vogel</m> on Monday.",
        "“<q>Nobody,</q>” <c>insisted</c> <m>Mayor Olga Petrova</m>, “<q>asked us.</q>”",
    ],
    near_misses: &[
        ("“<q>We wait for the tide,</q>” Ann Lee said.", "other-order"),
        ("“<q>We wait for the tide,</q>” said she.", "other-form"),
        ("Ann Lee said, “<q>We wait for the tide.</q>” Nobody answered.", "other-side"),
    ],
};

const SHAPE: Shape = Shape {
    cue: CueKind::Verb,
    sides: &[Side::After],
    links: &[SourceLink::After],
    kinds: &[MentionKind::Name],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
