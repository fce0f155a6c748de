//! *Hugh Hill, a doctor, said*

use crate::attribute::context::Context;
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "aside-before-verb",
    says: "An apposition or another aside stands between the name and its verb of speaking.",
    apply,
    fires: &[
        "“<q>We did all we could,</q>” <m>Hugh Hill, a doctor</m>, <c>said</c>.",
        "<m>Hugh Hill</m>, who runs the clinic, <c>said</c>: “<q>We did all we could.</q>”",
        "<m>Maria Silva, 42, a nurse from the north</m>, <c>said</c>, “<q>It was dark.</q>”",
    ],
    near_misses: &[
        ("“<q>We did all we could,</q>” Hugh Hill said.", "other-order"),
        ("“<q>We did all we could,</q>” said Hugh Hill, a doctor.", "other-order"),
    ],
};

const SHAPE: Shape = Shape { cue: CueKind::Verb, sides: &[], links: &[SourceLink::AcrossAside], kinds: &[] };

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
