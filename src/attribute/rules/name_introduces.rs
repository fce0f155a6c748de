//! *Ann Lee said, “…”*

use crate::attribute::context::{Context, Side};
use crate::attribute::rule::{Rule, Verdict};
use crate::attribute::shape::Shape;
use crate::cue::{CueKind, SourceLink};
use crate::layers::{MentionKind, QuoteId};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "name-introduces",
    says: "A name and a verb of speaking lead into the quotation.",
    apply,
    fires: &[
        "<m>Ann Lee</m> <c>said</c>, “<q>We wait for the tide.</q>”",
        "On Monday <m>Lee</m> <c>said</c>: “<q>The port will close.</q>”",
        r#"<m>Governor Rosa Blum</m> <c>told</c> reporters: "<q>I have not resigned.</q>""#,
    ],
    near_misses: &[
        ("She said, “<q>We wait for the tide.</q>”", "other-form"),
        ("“<q>We wait for the tide,</q>” Ann Lee said.", "other-side"),
        ("Ann Lee hoped “<q>Nobody will ever know what we did here.</q>”", "thought-not-speech"),
    ],
};

const SHAPE: Shape = Shape {
    cue: CueKind::Verb,
    sides: &[Side::Before],
    links: &[SourceLink::Before, SourceLink::After],
    kinds: &[MentionKind::Name],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    SHAPE.verdict(context, quote)
}
